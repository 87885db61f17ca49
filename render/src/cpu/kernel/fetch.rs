//! Voxel loads and interpolation for eight rays at once (AVX2).
//!
//! Bytes interpolate with 8-bit weights along x and 14-bit weights along y, 16-bit voxels with 14-bit weights along x, both exact sums of integers;
//! the other axes and floats in `f32`.

use std::arch::x86_64::*;

use super::super::packet::{Job, Voxels};

/// Voxel layouts.
pub const BYTES: u8 = 0;
pub const WORDS: u8 = 1;
pub const FLOATS: u8 = 2;

/// The mode of [`Grid::fetch`] for gradients.
const GRADIENT: u8 = u8::MAX;

/// What [`Grid::fetch`] returns per voxel value: the sum of its integer weights.
pub const fn unit(layout: u8) -> f32 {
    match layout {
        BYTES => 255.0 * 16384.0,
        WORDS => 16384.0,
        _ => 1.0,
    }
}

pub type I = __m256i;

/// Eight or four loads by lane. Macros, as closures are not reliably inlined where they belong.
macro_rules! eight {
    ($combine:ident, $i:ident => $load:expr) => {
        $combine(
            {
                let $i = 0usize;
                $load
            },
            {
                let $i = 1usize;
                $load
            },
            {
                let $i = 2usize;
                $load
            },
            {
                let $i = 3usize;
                $load
            },
            {
                let $i = 4usize;
                $load
            },
            {
                let $i = 5usize;
                $load
            },
            {
                let $i = 6usize;
                $load
            },
            {
                let $i = 7usize;
                $load
            },
        )
    };
}
pub(super) use eight;
macro_rules! four {
    ($combine:ident, [$a:literal, $b:literal, $c:literal, $d:literal], $i:ident => $load:expr) => {
        $combine(
            {
                let $i = $a;
                $load
            },
            {
                let $i = $b;
                $load
            },
            {
                let $i = $c;
                $load
            },
            {
                let $i = $d;
                $load
            },
        )
    };
}

/// The voxels as the loops want them.
#[derive(Clone, Copy)]
pub struct Grid {
    base: *const u8,
    pub flip: I,
    /// Voxels in a row and in a slice.
    pub row: isize,
    pub slice: isize,
    row_lanes: I,
    slice_lanes: I,
    /// Largest coordinate, largest first corner, largest coordinate with all corners of a central difference inside.
    last: [__m256; 3],
    corner: [__m256; 3],
    inner: [__m256; 3],
}

/// Offsets of eight voxels.
#[derive(Clone, Copy)]
pub struct Lanes([isize; 8]);

impl Lanes {
    /// By way of the stack: a store and eight loads beat eight extracts from a register.
    #[inline]
    #[target_feature(enable = "avx2,fma")]
    fn new(offsets: I) -> Self {
        let mut stored = [0u32; 8];
        // SAFETY: 32 bytes.
        unsafe { _mm256_storeu_si256(stored.as_mut_ptr().cast(), offsets) };
        macro_rules! offset {
            ($i:literal) => {
                // SAFETY: a reference to the element. Volatile, so that the compiler does not make an extract of the load.
                unsafe { std::ptr::read_volatile(&raw const stored[$i]) as isize }
            };
        }
        // Spelled out: a copy of an array through memory would wait for the single stores.
        Self([offset!(0), offset!(1), offset!(2), offset!(3), offset!(4), offset!(5), offset!(6), offset!(7)])
    }

    #[inline(always)]
    pub fn get(&self, i: usize) -> isize {
        self.0[i]
    }
}

/// Where eight samples lie in their cells; the offsets of the first corners are in [`Lanes`].
#[derive(Clone, Copy)]
pub struct Cell {
    pub part: [__m256; 3],
    pub a: I,
    pub b: I,
}

impl Grid {
    #[inline]
    #[target_feature(enable = "avx2,fma")]
    pub fn new(job: &Job<'_>) -> Self {
        let (base, flip, voxels) = match job.voxels {
            Voxels::Bytes(v, flip) => (v.as_ptr(), _mm256_set1_epi8(flip as i8), v.len()),
            Voxels::Words(v, flip) => (v.as_ptr().cast(), _mm256_set1_epi16(flip as i16), v.len()),
            Voxels::Floats(v) => (v.as_ptr().cast(), _mm256_setzero_si256(), v.len()),
        };
        let [sx, sy, sz] = job.stored;
        // All that follows rests on these.
        assert!(
            sx >= 2 && sy >= 2 && sz >= 2 && sx * sy * sz == voxels && (0..3).all(|i| job.dimensions[i] <= job.stored[i] && job.dimensions[i] >= 1)
        );
        assert!(sx.max(sy).max(sz) <= 1 << 22 && voxels <= u32::MAX as usize);
        let bound = |less: f32| [0, 1, 2].map(|i| job.dimensions[i] as f32 - less);
        let lanes = |v: [f32; 3]| v.map(|v| _mm256_set1_ps(v));
        Self {
            base,
            flip,
            row: sx as isize,
            slice: (sx * sy) as isize,
            row_lanes: _mm256_set1_epi32(sx as i32),
            slice_lanes: _mm256_set1_epi32((sx * sy) as u32 as i32),
            last: lanes(bound(1.0)),
            corner: lanes([0, 1, 2].map(|i| (job.stored[i] - 2) as f32)),
            inner: lanes(bound(2.0)),
        }
    }

    /// Positions clamped to the centers of the outermost voxels. NaN becomes 0.
    #[inline]
    #[target_feature(enable = "avx2,fma")]
    pub fn clamp(&self, q: [__m256; 3]) -> [__m256; 3] {
        let zero = _mm256_setzero_ps();
        [0, 1, 2].map(|i| _mm256_min_ps(_mm256_max_ps(q[i], zero), self.last[i]))
    }

    /// Whether all corners of the cells lie inside without clamping, with `gradient` those of their central differences too.
    #[inline]
    #[target_feature(enable = "avx2,fma")]
    pub fn inside(&self, q: [__m256; 3], gradient: bool) -> bool {
        let low = _mm256_set1_ps(if gradient { 1.0 } else { 0.0 });
        let mut all = _mm256_castsi256_ps(_mm256_set1_epi32(-1));
        for (q, (inner, last)) in q.iter().zip(self.inner.iter().zip(&self.last)) {
            all = _mm256_and_ps(all, _mm256_cmp_ps::<_CMP_GE_OQ>(*q, low));
            all = _mm256_and_ps(all, _mm256_cmp_ps::<_CMP_LT_OQ>(*q, if gradient { *inner } else { *last }));
        }
        _mm256_movemask_ps(all) == 0xff
    }

    /// Offsets of voxels, modulo 2^32, which they fit.
    #[inline]
    #[target_feature(enable = "avx2,fma")]
    fn offsets(&self, x: I, y: I, z: I) -> I {
        _mm256_add_epi32(x, _mm256_add_epi32(_mm256_mullo_epi32(y, self.row_lanes), _mm256_mullo_epi32(z, self.slice_lanes)))
    }

    /// The address of a voxel.
    #[inline(always)]
    pub fn at<T>(&self, offset: isize) -> *const T {
        self.base.wrapping_offset(offset * size_of::<T>() as isize).cast()
    }

    /// The cells of positions that [`Self::inside`] holds for (`EDGE` false) or that were clamped (`EDGE` true).
    #[inline]
    #[target_feature(enable = "avx2,fma")]
    pub fn cell<const LAYOUT: u8, const EDGE: bool>(&self, q: [__m256; 3]) -> (Cell, Lanes) {
        let mut corner = [_mm256_setzero_si256(); 3];
        let mut part = [_mm256_setzero_ps(); 3];
        for i in 0..3 {
            let floor = _mm256_round_ps::<{ _MM_FROUND_TO_NEG_INF | _MM_FROUND_NO_EXC }>(q[i]);
            let floor = if EDGE { _mm256_min_ps(floor, self.corner[i]) } else { floor };
            part[i] = _mm256_sub_ps(q[i], floor);
            corner[i] = _mm256_cvttps_epi32(floor);
        }
        let lanes = Lanes::new(self.offsets(corner[0], corner[1], corner[2]));
        let zero = _mm256_setzero_si256();
        let fourteen = |part: __m256| {
            let w = _mm256_cvttps_epi32(_mm256_mul_ps(part, _mm256_set1_ps(16384.0)));
            _mm256_or_si256(_mm256_slli_epi32::<16>(w), _mm256_sub_epi32(_mm256_set1_epi32(16384), w))
        };
        let cell = match LAYOUT {
            BYTES => {
                let w = _mm256_cvttps_epi32(_mm256_mul_ps(part[0], _mm256_set1_ps(256.0)));
                let w = if EDGE { _mm256_min_epi32(w, _mm256_set1_epi32(255)) } else { w };
                let w = _mm256_or_si256(_mm256_slli_epi32::<8>(w), _mm256_xor_si256(w, _mm256_set1_epi32(255)));
                let w = _mm256_or_si256(w, _mm256_slli_epi32::<16>(w));
                Cell { part, a: w, b: fourteen(part[1]) }
            }
            WORDS => Cell { part, a: fourteen(part[0]), b: zero },
            _ => Cell { part, a: zero, b: zero },
        };
        (cell, lanes)
    }

    /// Interpolated values of cells moved by `shift` voxels, times [`unit()`].
    ///
    /// # Safety
    /// The cells, moved by `shift`, must lie inside the volume, and `LAYOUT` be that of the job. For bytes `shift` must be 0.
    #[inline]
    #[target_feature(enable = "avx2,fma")]
    pub unsafe fn fetch<const LAYOUT: u8, const MODE: u8, const EDGE: bool>(&self, cell: &Cell, lanes: &Lanes, shift: isize) -> __m256 {
        let (row, slice) = (self.row, self.slice);
        match LAYOUT {
            BYTES => {
                // SAFETY: the caller's word; bytes are never asked for with a shift.
                let [near, far] = unsafe { self.byte_pairs(lanes) };
                self.byte_value(cell, near, far)
            }
            WORDS => {
                macro_rules! line {
                    ($o:expr) => {{
                        // SAFETY: as above; a pair is one row of the cell.
                        let v = unsafe { eight!(_mm256_setr_epi32, i => self.at::<u16>(lanes.get(i) + shift + $o).cast::<i32>().read_unaligned()) };
                        _mm256_cvtepi32_ps(_mm256_madd_epi16(_mm256_xor_si256(v, self.flip), cell.a))
                    }};
                }
                let near = lerp(line!(0), line!(row), cell.part[1]);
                lerp(near, lerp(line!(slice), line!(slice + row), cell.part[1]), cell.part[2])
            }
            _ => {
                macro_rules! line {
                    ($o:expr) => {{
                        // SAFETY: as above; two floats are moved as one double.
                        let (a, b) = unsafe {
                            (
                                four!(_mm256_setr_pd, [0, 1, 4, 5], i => self.at::<f32>(lanes.get(i) + shift + $o).cast::<f64>().read_unaligned()),
                                four!(_mm256_setr_pd, [2, 3, 6, 7], i => self.at::<f32>(lanes.get(i) + shift + $o).cast::<f64>().read_unaligned()),
                            )
                        };
                        let (a, b) = (_mm256_castpd_ps(a), _mm256_castpd_ps(b));
                        lerp(_mm256_shuffle_ps::<0x88>(a, b), _mm256_shuffle_ps::<0xdd>(a, b), cell.part[0])
                    }};
                }
                let near = lerp(line!(0), line!(row), cell.part[1]);
                lerp(near, lerp(line!(slice), line!(slice + row), cell.part[1]), cell.part[2])
            }
        }
    }

    /// Values of the voxels that hold positions of index space (clamped to the volume), times 1.
    ///
    /// # Safety
    /// `LAYOUT` must be that of the job.
    #[inline]
    #[target_feature(enable = "avx2,fma")]
    pub unsafe fn nearest<const LAYOUT: u8>(&self, p: [__m256; 3]) -> __m256 {
        let q = self.clamp(p).map(|v| _mm256_cvttps_epi32(v));
        let lanes = Lanes::new(self.offsets(q[0], q[1], q[2]));
        // SAFETY: clamped positions lie in the volume.
        let v = unsafe {
            match LAYOUT {
                FLOATS => return eight!(_mm256_setr_ps, i => self.at::<f32>(lanes.get(i)).read_unaligned()),
                BYTES => eight!(_mm256_setr_epi32, i => i32::from(self.at::<u8>(lanes.get(i)).read_unaligned())),
                _ => eight!(_mm256_setr_epi32, i => i32::from(self.at::<u16>(lanes.get(i)).read_unaligned())),
            }
        };
        let v = _mm256_xor_si256(v, self.flip);
        // Sign extension of the low byte or half.
        let v =
            if LAYOUT == BYTES { _mm256_srai_epi32::<24>(_mm256_slli_epi32::<24>(v)) } else { _mm256_srai_epi32::<16>(_mm256_slli_epi32::<16>(v)) };
        _mm256_cvtepi32_ps(v)
    }

    /// Central differences over two voxels of positions that [`Self::inside`] holds for with `gradient`.
    ///
    /// # Safety
    /// As stated, and `LAYOUT` must be that of the job and not bytes.
    #[inline]
    #[target_feature(enable = "avx2,fma")]
    pub unsafe fn gradient<const LAYOUT: u8>(&self, cell: &Cell, lanes: &Lanes) -> [__m256; 3] {
        // SAFETY: moved by one voxel the cells lie inside.
        unsafe {
            let difference = |shift: isize| {
                _mm256_sub_ps(self.fetch::<LAYOUT, GRADIENT, false>(cell, lanes, shift), self.fetch::<LAYOUT, GRADIENT, false>(cell, lanes, -shift))
            };
            [difference(1), difference(self.row), difference(self.slice)]
        }
    }

    /// The same for any position, with clamping or without interpolation.
    ///
    /// # Safety
    /// `LAYOUT` must be that of the job.
    #[inline]
    #[target_feature(enable = "avx2,fma")]
    pub unsafe fn edge_gradient<const LAYOUT: u8, const NEAREST: bool>(&self, q: [__m256; 3]) -> [__m256; 3] {
        let mut gradient = [_mm256_setzero_ps(); 3];
        for (axis, g) in gradient.iter_mut().enumerate() {
            let (mut above, mut below) = (q, q);
            above[axis] = _mm256_add_ps(q[axis], _mm256_set1_ps(1.0));
            below[axis] = _mm256_sub_ps(q[axis], _mm256_set1_ps(1.0));
            // SAFETY: clamped positions lie in the volume.
            *g = unsafe {
                if NEAREST {
                    _mm256_sub_ps(self.nearest::<LAYOUT>(above), self.nearest::<LAYOUT>(below))
                } else {
                    let (cell, lanes) = self.cell::<LAYOUT, true>(self.clamp(above));
                    let above = self.fetch::<LAYOUT, GRADIENT, false>(&cell, &lanes, 0);
                    let (cell, lanes) = self.cell::<LAYOUT, true>(self.clamp(below));
                    _mm256_sub_ps(above, self.fetch::<LAYOUT, GRADIENT, false>(&cell, &lanes, 0))
                }
            };
        }
        gradient
    }
}

#[inline]
#[target_feature(enable = "avx2,fma")]
pub fn lerp(a: __m256, b: __m256, t: __m256) -> __m256 {
    _mm256_fmadd_ps(_mm256_sub_ps(b, a), t, a)
}
