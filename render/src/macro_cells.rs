//! Macro-cells: the range of values in every block of 4³ interpolation cells, and how far the next visible block is.
//!
//! A sample at position `p` of index space interpolates between the voxel centers around `p`, that is, in the cell `floor(p - 0.5)` of each axis,
//! positions beyond the outermost centers being clamped to them. Block `b` of an axis holds the cells `[4 b, 4 b + 4)`, hence the voxels `4 b ..= 4 b + 4`,
//! and serves the samples with `floor((p - 0.5) / 4) = b`, clamped to the blocks that exist. An axis of `n` voxels has `ceil(max(n - 1, 1) / 4)` blocks.
//! The same block holds the voxel `floor(p)` that a sample without interpolation reads.

use rayon::prelude::*;
use voxloom_core::DataError;
use voxloom_core::data::{Scalar, Volume};
use voxloom_core::with_scalar;

/// Range of the finite values per block of one channel.
#[derive(Debug, Clone)]
pub struct MacroCells {
    /// Blocks along x, y, z.
    pub dimensions: [usize; 3],
    min: Vec<f32>,
    max: Vec<f32>,
    range: Option<[f32; 2]>,
}

impl MacroCells {
    /// Cells along the edge of a block.
    pub const BLOCK: usize = 4;

    /// The ranges of one channel; reads every voxel once, in parallel.
    pub fn build(volume: &Volume, channel: usize) -> Result<Self, DataError> {
        let channels = volume.channels();
        if channel >= channels {
            return Err(DataError::Invalid(format!("channel {channel} was asked for, but the volume has {channels}; the first one is 0")));
        }
        let voxels = volume.dimensions();
        let dimensions = voxels.map(|n| (n - 1).max(1).div_ceil(Self::BLOCK));
        let (min, max) = with_scalar!(volume.format(), T => ranges(volume.array().as_slice::<T>()?, voxels, channels, channel, dimensions));
        let lowest = min.par_iter().copied().reduce(|| f32::INFINITY, f32::min);
        let highest = max.par_iter().copied().reduce(|| f32::NEG_INFINITY, f32::max);
        let range = (lowest <= highest).then_some([lowest, highest]);
        Ok(Self { dimensions, min, max, range })
    }

    /// Lowest and highest stored value per block, x fastest, rounded outward to `f32`. NaN and Inf are left out;
    /// a block without a finite voxel has the lowest above the highest.
    pub fn min_max(&self) -> (&[f32], &[f32]) {
        (&self.min, &self.max)
    }

    /// Range of the finite values, rounded outward; `None` when there are none.
    pub fn range(&self) -> Option<[f32; 2]> {
        self.range
    }

    /// Bytes held.
    pub fn bytes(&self) -> usize {
        (self.min.len() + self.max.len()) * size_of::<f32>()
    }
}

fn ranges<T: Scalar>(voxels: &[T], [nx, ny, nz]: [usize; 3], channels: usize, channel: usize, [bx, by, _]: [usize; 3]) -> (Vec<f32>, Vec<f32>) {
    const B: usize = MacroCells::BLOCK;
    let (top, bottom) = (T::from_f64(f64::INFINITY), T::from_f64(f64::NEG_INFINITY));
    let float = T::FORMAT.is_float();
    let row = nx * channels;
    let slabs: Vec<(Vec<f32>, Vec<f32>)> = (0..(nz - 1).max(1).div_ceil(B))
        .into_par_iter()
        .map(|slab| {
            let (mut low, mut high) = (vec![top; row], vec![bottom; row]);
            let (mut min, mut max) = (Vec::with_capacity(bx * by), Vec::with_capacity(bx * by));
            for block_y in 0..by {
                low.fill(top);
                high.fill(bottom);
                // Whole rows first, all channels together: that is vector code for every format.
                for z in slab * B..(slab * B + B + 1).min(nz) {
                    for y in block_y * B..(block_y * B + B + 1).min(ny) {
                        let line = &voxels[(z * ny + y) * row..][..row];
                        for ((low, high), v) in low.iter_mut().zip(&mut high).zip(line) {
                            // Comparisons with NaN are false, and the ends stand for Inf.
                            let finite = !float || (*v > bottom && *v < top);
                            *low = if finite && *v < *low { *v } else { *low };
                            *high = if finite && *v > *high { *v } else { *high };
                        }
                    }
                }
                for block_x in 0..bx {
                    let (mut a, mut b) = (top, bottom);
                    for x in block_x * B..(block_x * B + B + 1).min(nx) {
                        let i = x * channels + channel;
                        a = if low[i] < a { low[i] } else { a };
                        b = if high[i] > b { high[i] } else { b };
                    }
                    let empty = float && a > b;
                    min.push(if empty { f32::INFINITY } else { rounded_down(a.to_f64()) });
                    max.push(if empty { f32::NEG_INFINITY } else { -rounded_down(-b.to_f64()) });
                }
            }
            (min, max)
        })
        .collect();
    let (mins, maxs): (Vec<_>, Vec<_>) = slabs.into_iter().unzip();
    (mins.concat(), maxs.concat())
}

/// The nearest `f32` not above a value.
fn rounded_down(value: f64) -> f32 {
    // 64-bit integers were rounded on the way to f64.
    let rounded_before = value.abs() >= (1u64 << 53) as f64;
    let narrow = value.clamp(f64::from(f32::MIN), f64::from(f32::MAX)) as f32;
    if f64::from(narrow) > value || rounded_before { narrow.next_down().max(f32::MIN) } else { narrow }
}

/// How far the next block is that may show something, for one transfer function.
#[derive(Debug, Clone)]
pub struct Occupancy {
    /// Blocks along x, y, z.
    pub dimensions: [usize; 3],
    distances: Vec<u8>,
}

impl Occupancy {
    /// Distances are counted up to here.
    pub const FAR: u8 = 16;

    /// `visible(low, high)` says whether any stored value of a range may show. It is not asked for blocks without a finite voxel: they are hidden.
    pub fn build(cells: &MacroCells, visible: &(dyn Fn(f32, f32) -> bool + Sync)) -> Self {
        let [nx, ny, nz] = cells.dimensions;
        let slab = nx * ny;
        let far = Self::FAR;
        // The Chebyshev distance is separable: first along x by two sweeps, then min over the other axis of max(offset, distance so far).
        let mut along_x = vec![0u8; slab * nz];
        along_x.par_chunks_mut(slab).enumerate().for_each(|(z, out)| {
            for (y, row) in out.chunks_mut(nx).enumerate() {
                let first = (z * ny + y) * nx;
                let mut distance = far;
                for (x, d) in row.iter_mut().enumerate() {
                    let (low, high) = (cells.min[first + x], cells.max[first + x]);
                    distance = if low <= high && visible(low, high) { 0 } else { (distance + 1).min(far) };
                    *d = distance;
                }
                for d in row.iter_mut().rev() {
                    distance = (*d).min(distance + 1).min(far);
                    *d = distance;
                }
            }
        });
        let mut along_y = vec![0u8; slab * nz];
        along_y.par_chunks_mut(slab).zip(along_x.par_chunks(slab)).for_each(|(out, source)| {
            for (y, out) in out.chunks_mut(nx).enumerate() {
                nearest(out, y, ny, |y| &source[y * nx..][..nx]);
            }
        });
        let mut distances = along_x;
        distances.par_chunks_mut(slab).enumerate().for_each(|(z, out)| nearest(out, z, nz, |z| &along_y[z * slab..][..slab]));
        Self { dimensions: cells.dimensions, distances }
    }

    /// Chebyshev distance in blocks to the next block that may show something, x fastest: 0 = this one may, `d` = none within `d - 1` blocks of it.
    pub fn distances(&self) -> &[u8] {
        &self.distances
    }

    /// Bytes held.
    pub fn bytes(&self) -> usize {
        self.distances.len()
    }
}

/// `out = min over j of max(|i - j|, line(j))`, for lines of an axis of length `n`.
fn nearest<'a>(out: &mut [u8], i: usize, n: usize, line: impl Fn(usize) -> &'a [u8]) {
    out.copy_from_slice(line(i));
    for offset in 1..Occupancy::FAR {
        // Nothing farther can lower a line that is below the offset everywhere.
        if out.iter().all(|d| *d <= offset) {
            break;
        }
        let mut lower = |source: &[u8]| out.iter_mut().zip(source).for_each(|(d, s)| *d = (*d).min((*s).max(offset)));
        if i >= offset as usize {
            lower(line(i - offset as usize));
        }
        if i + (offset as usize) < n {
            lower(line(i + offset as usize));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Brute force over the definition, for an odd shape, two channels and holes of NaN.
    #[test]
    fn blocks_hold_the_range_of_the_voxels_that_their_samples_touch() {
        let [nx, ny, nz] = [11, 6, 1];
        let voxels: Vec<f32> = (0..nx * ny * nz * 2)
            .map(|i| {
                if i % 7 == 0 {
                    f32::NAN
                } else if i % 11 == 0 {
                    f32::INFINITY
                } else {
                    ((i * 37) % 101) as f32
                }
            })
            .collect();
        let volume = Volume::from_vec([nz, ny, nx], 2, voxels.clone()).unwrap();
        let cells = MacroCells::build(&volume, 1).unwrap();
        assert_eq!(cells.dimensions, [3, 2, 1]);
        for by in 0..2 {
            for bx in 0..3 {
                let (mut low, mut high) = (f32::INFINITY, f32::NEG_INFINITY);
                for y in by * 4..=(by * 4 + 4).min(ny - 1) {
                    for x in bx * 4..=(bx * 4 + 4).min(nx - 1) {
                        let v = voxels[(y * nx + x) * 2 + 1];
                        if v.is_finite() {
                            (low, high) = (low.min(v), high.max(v));
                        }
                    }
                }
                assert_eq!((cells.min[by * 3 + bx], cells.max[by * 3 + bx]), (low, high));
            }
        }
        assert!(MacroCells::build(&volume, 2).is_err());
    }

    #[test]
    fn every_format_gives_the_same_range() {
        fn check<T: Scalar>() {
            let voxels: Vec<T> = (0..5 * 5 * 5).map(|i| T::from_f64(f64::from(i))).collect();
            let cells = MacroCells::build(&Volume::from_vec([5, 5, 5], 1, voxels).unwrap(), 0).unwrap();
            assert_eq!((cells.dimensions, cells.range()), ([1, 1, 1], Some([0.0, 124.0])), "{}", T::FORMAT.numpy_name());
        }
        for format in voxloom_core::data::Format::ALL {
            with_scalar!(format, T => check::<T>());
        }
    }

    #[test]
    fn wide_integers_are_rounded_outward() {
        let volume = Volume::from_vec([1, 1, 2], 1, vec![u64::MAX - 1, u64::MAX]).unwrap();
        let range = MacroCells::build(&volume, 0).unwrap().range().unwrap();
        assert!((range[0] as u64) < u64::MAX - 1 && range[1] >= u64::MAX as f32);
        assert_eq!(rounded_down(16_777_217.0), 16_777_216.0);
        assert_eq!(rounded_down(-16_777_217.0), -16_777_218.0);
    }

    #[test]
    fn distances_are_chebyshev_and_nothing_finite_is_hidden() {
        let [nx, ny, nz] = [85, 49, 33];
        let mut voxels = vec![0f32; nx * ny * nz];
        let mut seed = 7u32;
        for _ in 0..6 {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            voxels[seed as usize % (nx * ny * nz)] = 1.0;
        }
        let cells = MacroCells::build(&Volume::from_vec([nz, ny, nx], 1, voxels).unwrap(), 0).unwrap();
        let occupancy = Occupancy::build(&cells, &|_, high| high > 0.5);
        let [bx, by, bz] = cells.dimensions;
        let all: Vec<[usize; 3]> = (0..bx * by * bz).map(|i| [i % bx, i / bx % by, i / (bx * by)]).collect();
        let seen: Vec<_> = all.iter().zip(&cells.max).filter(|(_, max)| **max > 0.5).map(|(b, _)| *b).collect();
        for (block, d) in all.iter().zip(occupancy.distances()) {
            let distance = seen.iter().map(|s| (0..3).map(|i| s[i].abs_diff(block[i])).max().unwrap()).min().unwrap();
            assert_eq!(*d as usize, distance.min(Occupancy::FAR as usize), "{block:?}");
        }
        let empty = MacroCells::build(&Volume::from_vec([2, 2, 2], 1, vec![f64::NAN; 8]).unwrap(), 0).unwrap();
        assert_eq!(empty.range(), None);
        assert_eq!(Occupancy::build(&empty, &|_, _| true).distances(), [Occupancy::FAR]);
    }
}
