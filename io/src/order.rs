//! Orders of bytes and of axes: to the machine's, and to C order.

use rayon::prelude::*;

use crate::IoError;
use crate::fill::Fill;
use crate::source::{Progress, Source};

/// Swaps the bytes of every element of `size` bytes (1, 2, 4 or 8).
pub(crate) fn swap_bytes(bytes: &mut [u8], size: usize) {
    fn swap<const N: usize>(bytes: &mut [u8]) {
        for element in bytes.as_chunks_mut::<N>().0 {
            element.reverse();
        }
    }
    match size {
        2 => swap::<2>(bytes),
        4 => swap::<4>(bytes),
        8 => swap::<8>(bytes),
        _ => {}
    }
}

/// Largest part of a Fortran-ordered file that is held besides the result, unless one hyperplane is larger.
const SLAB: usize = 256 << 20;
/// Edge of the square that is transposed at once: a line of cache of the smallest elements.
const TILE: usize = 64;

/// Reads an array whose first axis is the fastest in the file into `out` in C order, where the last one is.
///
/// Works slab by slab along the last axis, which is the slowest in the file, so that it needs [`SLAB`] bytes besides the result.
/// `shape` has at least two axes, `size` is that of an element, `each` is applied to the bytes as they come from the file.
pub(crate) fn read_fortran(
    source: &Source<'_>,
    offset: u64,
    shape: &[usize],
    size: usize,
    out: &mut [u8],
    progress: &Progress<'_>,
    each: impl Fn(&mut [u8]) + Sync,
) -> Result<(), IoError> {
    let Some((&columns, rest)) = shape.split_last() else { return source.read_parallel(out, offset, progress, each) };
    let plane = rest.iter().product::<usize>() * size;
    let step = slab_columns(plane).min(columns);
    let middle = middle_offsets(rest);
    let mut slab = Fill::new(source.path(), step * plane)?;
    for first in (0..columns).step_by(step) {
        let count = step.min(columns - first);
        let bytes = &mut slab.bytes_mut()[..count * plane];
        source.read_parallel(bytes, offset + (first * plane) as u64, progress, &each)?;
        let place = Place { rows: rest.first().copied().unwrap_or(1), middle: &middle, columns, first, count };
        match size {
            1 => place.scatter::<u8>(bytes, out),
            2 => place.scatter::<u16>(bytes, out),
            4 => place.scatter::<u32>(bytes, out),
            _ => place.scatter::<u64>(bytes, out),
        }
    }
    Ok(())
}

/// Hyperplanes of `plane` bytes that make a slab: whole tiles where they fit.
fn slab_columns(plane: usize) -> usize {
    match SLAB / plane.max(1) {
        0 => 1,
        n if n < TILE => n,
        n => n - n % TILE,
    }
}

/// For every index into the axes between the first and the last, in C order: where its row begins in a Fortran-ordered hyperplane of
/// these axes (all but the last).
fn middle_offsets(axes: &[usize]) -> Vec<usize> {
    let mut offsets = vec![0];
    let mut stride = axes.first().copied().unwrap_or(1);
    for &length in axes.iter().skip(1) {
        offsets = offsets.iter().flat_map(|offset| (0..length).map(move |i| offset + i * stride)).collect();
        stride *= length;
    }
    offsets
}

/// Where a slab of hyperplanes belongs in the result.
struct Place<'a> {
    /// Length of the first axis.
    rows: usize,
    middle: &'a [usize],
    /// Length of the last axis.
    columns: usize,
    /// The part of the last axis that the slab holds.
    first: usize,
    count: usize,
}

impl Place<'_> {
    /// Transposes tile by tile, rows in parallel. A tile goes through a buffer of its own, so that each line of cache is read and
    /// written once, also where the strides are powers of two.
    fn scatter<T: bytemuck::Pod + Send + Sync>(&self, slab: &[u8], out: &mut [u8]) {
        let (slab, out): (&[T], &mut [T]) = (bytemuck::cast_slice(slab), bytemuck::cast_slice_mut(out));
        let row_length = self.middle.len() * self.columns;
        let plane = self.rows * self.middle.len();
        out.par_chunks_mut(TILE * row_length).enumerate().for_each(|(block, rows)| {
            let height = rows.len() / row_length;
            let mut tile = [T::zeroed(); TILE * TILE];
            for (index, offset) in self.middle.iter().enumerate() {
                for column in (0..self.count).step_by(TILE) {
                    let width = TILE.min(self.count - column);
                    for c in 0..width {
                        let from = (column + c) * plane + offset + block * TILE;
                        for (r, element) in slab[from..from + height].iter().enumerate() {
                            tile[r * TILE + c] = *element;
                        }
                    }
                    let start = index * self.columns + self.first + column;
                    for (row, tile) in rows.chunks_exact_mut(row_length).zip(tile.chunks_exact(TILE)) {
                        row[start..start + width].copy_from_slice(&tile[..width]);
                    }
                }
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slabs_together_make_the_whole() {
        let shape = [70, 3, 4, 150];
        let strides = [3 * 4 * 150, 4 * 150, 150, 1];
        let total: usize = shape.iter().product();
        // In the order of the file: the index in C order.
        let file: Vec<u32> = (0..total)
            .map(|mut n| {
                let mut c = 0;
                for (length, stride) in shape.iter().zip(strides) {
                    c += n % length * stride;
                    n /= length;
                }
                c as u32
            })
            .collect();
        let plane = total / 150;
        let middle = middle_offsets(&shape[..3]);
        for step in [1, 7, 64, 100, 150] {
            let mut out = vec![0_u32; total];
            for first in (0..150).step_by(step) {
                let count = step.min(150 - first);
                let place = Place { rows: 70, middle: &middle, columns: 150, first, count };
                place.scatter::<u32>(bytemuck::cast_slice(&file[first * plane..][..count * plane]), bytemuck::cast_slice_mut(&mut out));
            }
            assert!(out.iter().copied().eq(0..total as u32), "{step}");
        }
    }

    #[test]
    fn a_slab_stays_within_its_size() {
        for plane in [1, 100, 1 << 20, 3 << 20, 100 << 20, 256 << 20] {
            assert!(slab_columns(plane) >= 1 && slab_columns(plane) * plane <= SLAB, "{plane}");
        }
        assert_eq!(slab_columns(1 << 30), 1);
    }
}
