//! Voxels of one byte: values and central differences from four and twelve rows, in exact sums of integers.

use std::arch::x86_64::*;

use super::fetch::{Cell, Grid, I, Lanes, eight, lerp};

/// The first or the last two bytes of the first rows of the cells (low half of a lane) and of the second rows (high half).
#[inline]
#[target_feature(enable = "avx2")]
fn halves(low: I, high: I) -> I {
    _mm256_blend_epi16::<0xaa>(low, high)
}

/// Four bytes from `shift` voxels after the first corners on.
macro_rules! row {
    ($grid:ident, $lanes:ident, $shift:expr) => {{
        let shift: isize = $shift;
        eight!(_mm256_setr_epi32, i => $grid.at::<u8>($lanes.get(i) + shift).cast::<i32>().read_unaligned())
    }};
}

/// Two rows of pairs: `first` and `second` are where the rows' pairs begin.
///
/// Four bytes are read from the first on and four up to the end of the second: where a cell lies inside, so do they.
macro_rules! pairs {
    ($grid:ident, $lanes:ident, $first:expr, $second:expr) => {
        _mm256_xor_si256(halves(row!($grid, $lanes, $first), row!($grid, $lanes, $second - 2)), $grid.flip)
    };
}

impl Grid {
    /// Values, times [`super::fetch::unit`], of cells given by the pairs of their rows.
    #[inline]
    #[target_feature(enable = "avx2,fma")]
    pub fn byte_value(&self, cell: &Cell, near: I, far: I) -> __m256 {
        let plane = |rows: I| _mm256_cvtepi32_ps(_mm256_madd_epi16(_mm256_maddubs_epi16(cell.a, rows), cell.b));
        lerp(plane(near), plane(far), cell.part[2])
    }

    /// The pairs of cells in their near and far slices.
    ///
    /// # Safety
    /// The cells must lie inside the volume, and the layout be bytes.
    #[inline]
    #[target_feature(enable = "avx2,fma")]
    pub unsafe fn byte_pairs(&self, lanes: &Lanes) -> [I; 2] {
        let (row, slice) = (self.row, self.slice);
        // SAFETY: the caller's word. Rows and slices have at least two voxels, so the two further bytes lie between the first and the last voxel.
        unsafe { [pairs!(self, lanes, 0, row), pairs!(self, lanes, slice, slice + row)] }
    }

    /// The four rows of cells from one voxel before them to one after: of the near slice, and of the far one.
    ///
    /// # Safety
    /// The cells and their neighbors on all sides must lie inside the volume, and the layout be bytes.
    #[inline]
    #[target_feature(enable = "avx2,fma")]
    pub unsafe fn byte_rows(&self, lanes: &Lanes) -> [I; 4] {
        let (row, slice) = (self.row, self.slice);
        // SAFETY: the caller's word.
        let rows = unsafe { [row!(self, lanes, -1), row!(self, lanes, row - 1), row!(self, lanes, slice - 1), row!(self, lanes, slice + row - 1)] };
        rows.map(|row| _mm256_xor_si256(row, self.flip))
    }

    /// The middle pairs of [`Self::byte_rows`], as [`Self::byte_pairs`] has them.
    #[inline]
    #[target_feature(enable = "avx2,fma")]
    pub fn middle(&self, rows: &[I; 4]) -> [I; 2] {
        [0, 2].map(|i| halves(_mm256_srli_epi32::<8>(rows[i]), _mm256_slli_epi32::<8>(rows[i + 1])))
    }

    /// Central differences of the interpolant, times `127 * 16384`, from [`Self::byte_rows`], their [`Self::middle`] and eight rows more.
    ///
    /// # Safety
    /// As for [`Self::byte_rows`].
    #[inline]
    #[target_feature(enable = "avx2,fma")]
    pub unsafe fn byte_gradient(&self, cell: &Cell, lanes: &Lanes, rows: &[I; 4], middle: [I; 2]) -> [__m256; 3] {
        let (row, slice) = (self.row, self.slice);
        // Weights along x: (127 - w, w) for both pairs of a lane.
        let w = _mm256_cvttps_epi32(_mm256_mul_ps(cell.part[0], _mm256_set1_ps(128.0)));
        let pair = _mm256_or_si256(_mm256_xor_si256(w, _mm256_set1_epi32(127)), _mm256_slli_epi32::<8>(w));
        let along_x = _mm256_or_si256(pair, _mm256_slli_epi32::<16>(pair));
        // Weights of the four rows, which sum up to 16384, in pairs with y or z in common.
        let fourteen = |part: __m256| _mm256_cvttps_epi32(_mm256_mul_ps(part, _mm256_set1_ps(16384.0)));
        let (wy, wz) = (fourteen(cell.part[1]), fourteen(cell.part[2]));
        let u11 = _mm256_srli_epi32::<14>(_mm256_mullo_epi32(wy, wz));
        let (u10, u01) = (_mm256_sub_epi32(wy, u11), _mm256_sub_epi32(wz, u11));
        let u00 = _mm256_sub_epi32(_mm256_sub_epi32(_mm256_set1_epi32(16384), wy), u01);
        let (high10, high01, high11) = (_mm256_slli_epi32::<16>(u10), _mm256_slli_epi32::<16>(u01), _mm256_slli_epi32::<16>(u11));
        let (z0, z1) = (_mm256_or_si256(u00, high10), _mm256_or_si256(u01, high11));
        let (y0, y1) = (_mm256_or_si256(u00, high01), _mm256_or_si256(u10, high11));

        let along = |rows: I| _mm256_maddubs_epi16(along_x, rows);
        let weighted = |a: I, b: I, u: I| _mm256_madd_epi16(_mm256_sub_epi16(a, b), u);
        let x = |a: I, b: I, u: I| {
            let before = along(halves(a, _mm256_slli_epi32::<16>(b)));
            weighted(along(halves(_mm256_srli_epi32::<16>(a), b)), before, u)
        };
        let gx = _mm256_add_epi32(x(rows[0], rows[1], z0), x(rows[2], rows[3], z1));
        // Rows (y, y + 1) of the slices z and z + 1; the same as slices (z, z + 1) of the rows y and y + 1.
        let (near, far) = (along(middle[0]), along(middle[1]));
        let (lower, upper) = (halves(near, _mm256_slli_epi32::<16>(far)), halves(_mm256_srli_epi32::<16>(near), far));
        // SAFETY: the caller's word, as for `byte_pairs`.
        let (below, above, before, behind) = unsafe {
            (
                along(pairs!(self, lanes, -row, slice - row)),
                along(pairs!(self, lanes, 2 * row, slice + 2 * row)),
                along(pairs!(self, lanes, -slice, row - slice)),
                along(pairs!(self, lanes, 2 * slice, row + 2 * slice)),
            )
        };
        let gy = _mm256_add_epi32(weighted(upper, below, y0), weighted(above, lower, y1));
        let gz = _mm256_add_epi32(weighted(far, before, z0), weighted(behind, near, z1));
        [gx, gy, gz].map(|g| _mm256_cvtepi32_ps(g))
    }
}
