//! Range and histogram of values, computed once, in parallel, NaN and Inf left out and counted.

use rayon::prelude::*;

use super::{Array, Scalar};
use crate::error::DataError;
use crate::with_scalar;

/// Range of the finite values of one channel or all of them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ValueRange {
    pub min: f64,
    pub max: f64,
    /// Values that are NaN or infinite.
    pub not_finite: u64,
}

impl ValueRange {
    /// Range over all channels of the array; `[0, 1]` when no value is finite.
    pub fn of(array: &Array) -> Result<Self, DataError> {
        with_scalar!(array.format(), T => Ok(range(array.as_slice::<T>()?)))
    }
}

fn range<T: Scalar>(values: &[T]) -> ValueRange {
    let fold = |chunk: &[T]| {
        // Comparing in the type itself lets the integer loops become vector code.
        let mut finite = chunk.iter().copied().filter(|v| is_finite(*v));
        let Some(first) = finite.next() else { return (None, chunk.len() as u64) };
        let (mut lo, mut hi, mut n) = (first, first, 1u64);
        for v in finite {
            lo = if v < lo { v } else { lo };
            hi = if v > hi { v } else { hi };
            n += 1;
        }
        (Some((lo.to_f64(), hi.to_f64())), chunk.len() as u64 - n)
    };
    let join = |a: (Option<(f64, f64)>, u64), b: (Option<(f64, f64)>, u64)| {
        let both = match (a.0, b.0) {
            (Some(x), Some(y)) => Some((x.0.min(y.0), x.1.max(y.1))),
            (x, y) => x.or(y),
        };
        (both, a.1 + b.1)
    };
    let (found, not_finite) = values.par_chunks(1 << 16).map(fold).reduce(|| (None, 0), join);
    let (min, max) = found.unwrap_or((0.0, 1.0));
    ValueRange { min, max, not_finite }
}

#[inline]
fn is_finite<T: Scalar>(value: T) -> bool {
    !T::FORMAT.is_float() || value.to_f64().is_finite()
}

/// Counts of finite values in equal bins over a range, channels together.
#[derive(Debug, Clone, PartialEq)]
pub struct Histogram {
    pub range: [f64; 2],
    pub counts: Vec<u64>,
}

impl Histogram {
    /// Values outside the range are not counted.
    pub fn of(array: &Array, range: [f64; 2], bins: usize) -> Result<Self, DataError> {
        let counts = with_scalar!(array.format(), T => count(array.as_slice::<T>()?, range, bins));
        Ok(Self { range, counts })
    }
}

fn count<T: Scalar>(values: &[T], [lo, hi]: [f64; 2], bins: usize) -> Vec<u64> {
    let scale = if hi > lo { bins as f64 / (hi - lo) } else { 0.0 };
    values
        .par_chunks(1 << 18)
        .fold(
            || vec![0u64; bins],
            |mut counts, chunk| {
                for v in chunk {
                    let v = v.to_f64();
                    if v >= lo && v <= hi {
                        counts[(((v - lo) * scale) as usize).min(bins - 1)] += 1;
                    }
                }
                counts
            },
        )
        .reduce(
            || vec![0u64; bins],
            |mut a, b| {
                a.iter_mut().zip(b).for_each(|(a, b)| *a += b);
                a
            },
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn range_leaves_nan_and_infinity_out_and_counts_them() {
        let array = Array::from_vec("buffer", &[5], 1, vec![f32::NAN, -2.0, f32::INFINITY, 7.0, 0.0]).unwrap();
        assert_eq!(ValueRange::of(&array).unwrap(), ValueRange { min: -2.0, max: 7.0, not_finite: 2 });
        let histogram = Histogram::of(&array, [-2.0, 7.0], 9).unwrap();
        assert_eq!(histogram.counts, [1, 0, 1, 0, 0, 0, 0, 0, 1]);
    }

    #[test]
    fn nothing_finite_reads_as_zero_to_one() {
        let array = Array::from_vec("buffer", &[2], 1, vec![f64::NAN; 2]).unwrap();
        assert_eq!(ValueRange::of(&array).unwrap(), ValueRange { min: 0.0, max: 1.0, not_finite: 2 });
    }
}
