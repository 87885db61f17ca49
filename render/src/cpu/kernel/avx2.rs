//! The kernels for AVX2 and FMA: eight rays per instruction.

use std::arch::x86_64::*;

use super::super::packet::{Job, LANES, LOWEST, Mode, OPAQUE, Packet, Voxels};
use super::fetch::{BYTES, FLOATS, Grid, WORDS, unit};
use super::light::Lit;

type Run = fn(&Job<'_>, &mut Packet, i32, i32);

/// The kernel of a job. Only for processors that have AVX2 and FMA.
pub fn choose(job: &Job<'_>) -> Run {
    const DVR: u8 = Mode::Dvr as u8;
    const SHADED: u8 = Mode::Shaded as u8;
    const MIP: u8 = Mode::Mip as u8;
    macro_rules! modes {
        ($layout:expr) => {
            match (job.mode, job.nearest) {
                (Mode::Dvr, false) => enter::<$layout, DVR, false>,
                (Mode::Dvr, true) => enter::<$layout, DVR, true>,
                (Mode::Shaded, false) => enter::<$layout, SHADED, false>,
                (Mode::Shaded, true) => enter::<$layout, SHADED, true>,
                (Mode::Mip, false) => enter::<$layout, MIP, false>,
                (Mode::Mip, true) => enter::<$layout, MIP, true>,
            }
        };
    }
    match job.voxels {
        Voxels::Bytes(..) => modes!(BYTES),
        Voxels::Words(..) => modes!(WORDS),
        Voxels::Floats(_) => modes!(FLOATS),
    }
}

fn enter<const LAYOUT: u8, const MODE: u8, const NEAREST: bool>(job: &Job<'_>, packet: &mut Packet, first: i32, end: i32) {
    let (first, end) = (first.max(packet.all.0), end.min(packet.all.1));
    if first >= end {
        return;
    }
    let layout = match job.voxels {
        Voxels::Bytes(..) => BYTES,
        Voxels::Words(..) => WORDS,
        Voxels::Floats(_) => FLOATS,
    };
    assert!(layout == LAYOUT && job.table.len() >= 3);
    let inner = (packet.inner.0.clamp(first, end), packet.inner.1.clamp(first, end));
    // SAFETY: this kernel was chosen on a processor with these features, and the layout is the job's.
    unsafe {
        if inner.0 >= inner.1 {
            run::<LAYOUT, MODE, NEAREST, true>(job, packet, first, end);
            return;
        }
        run::<LAYOUT, MODE, NEAREST, true>(job, packet, first, inner.0);
        run::<LAYOUT, MODE, NEAREST, false>(job, packet, inner.0, inner.1);
        run::<LAYOUT, MODE, NEAREST, true>(job, packet, inner.1, end);
    }
}

/// Positions of sample `k` of rays whose first samples are `first`.
#[inline]
#[target_feature(enable = "avx2,fma")]
fn positions(base: &[__m256; 3], delta: &[__m256; 3], first: __m256i, k: i32) -> [__m256; 3] {
    let k = _mm256_cvtepi32_ps(_mm256_sub_epi32(_mm256_set1_epi32(k), first));
    [0, 1, 2].map(|i| _mm256_fmadd_ps(delta[i], k, base[i]))
}

#[inline]
#[target_feature(enable = "avx2,fma")]
fn load(lanes: &[f32; LANES]) -> __m256 {
    // SAFETY: 32 bytes.
    unsafe { _mm256_loadu_ps(lanes.as_ptr()) }
}

#[inline]
#[target_feature(enable = "avx2,fma")]
fn load_i32(lanes: &[i32; LANES]) -> __m256i {
    // SAFETY: 32 bytes.
    unsafe { _mm256_loadu_si256(lanes.as_ptr().cast()) }
}

/// Samples `[first, end)`. `EDGE`: clamp positions and mask rays outside their own range.
///
/// # Safety
/// `LAYOUT` must be that of the job.
#[target_feature(enable = "avx2,fma")]
unsafe fn run<const LAYOUT: u8, const MODE: u8, const NEAREST: bool, const EDGE: bool>(job: &Job<'_>, packet: &mut Packet, first: i32, end: i32) {
    if first >= end || packet.done {
        return;
    }
    let shaded = MODE == Mode::Shaded as u8;
    let grid = Grid::new(job);
    let base = [0, 1, 2].map(|i| load(&packet.base[i]));
    let delta = [0, 1, 2].map(|i| load(&packet.delta[i]));
    let (lane_first, lane_end) = (load_i32(&packet.first), load_i32(&packet.end));
    if !EDGE {
        // Positions are monotonic in k, so the ends vouch for all between. This is what makes the loads below sound.
        // No closure: by its reference `shaded` would no longer be a constant to the compiler.
        let (q, r) = (positions(&base, &delta, lane_first, first), positions(&base, &delta, lane_first, end - 1));
        if !(grid.inside(q, shaded) && grid.inside(r, shaded)) {
            // SAFETY: as for this call.
            unsafe { run::<LAYOUT, MODE, NEAREST, true>(job, packet, first, end) };
            return;
        }
    }
    let per_value = if NEAREST { 1.0 } else { unit(LAYOUT) };
    let (scale, zero, offset) = (_mm256_set1_ps(job.scale / per_value), _mm256_set1_ps(job.zero), _mm256_set1_ps(job.offset));
    let last = _mm256_set1_ps(job.last() as f32);
    let transparent = _mm256_set1_epi32(job.transparent() as i32);
    let visible_from = _mm256_set1_ps(job.visible_from);
    let magnitude = _mm256_castsi256_ps(_mm256_set1_epi32(i32::MAX));
    let none = _mm256_set1_ps(f32::NEG_INFINITY);
    let table = job.table.as_ptr().cast::<f32>();

    let in_rows = LAYOUT == BYTES && shaded && !NEAREST && !EDGE;
    let lit = job.light.as_ref().map(|light| Lit::new(light, if in_rows { 127.0 * 16384.0 } else { per_value }));

    let (half, opaque) = (_mm256_set1_ps(0.5), _mm256_set1_ps(OPAQUE));
    let mut color = [0, 1, 2].map(|i| load(&packet.color[i]));
    let mut left = load(&packet.color[3]);
    // Opaque rays go on with a transmittance of zero, and so gather nothing; theirs is kept here. What a ray gathers does not depend on its neighbors
    // or on skipping.
    let alive = _mm256_cmp_ps::<_CMP_GE_OQ>(left, opaque);
    let mut final_left = _mm256_andnot_ps(alive, left);
    left = _mm256_and_ps(left, alive);
    // Below its limit something happens to a ray: it is half covered, or opaque. No transmittance is below 0.
    let limits = |left: __m256| {
        let next = _mm256_blendv_ps(opaque, half, _mm256_cmp_ps::<_CMP_GE_OQ>(left, half));
        _mm256_and_ps(next, _mm256_cmp_ps::<_CMP_GE_OQ>(left, opaque))
    };
    let mut limit = limits(left);
    let mut best = load(&packet.best);
    let mut hit = load_i32(&packet.hit);

    let lane_last = _mm256_sub_epi32(_mm256_sub_epi32(lane_end, lane_first), _mm256_set1_epi32(1));
    let mut nth = _mm256_sub_epi32(_mm256_set1_epi32(first - 1), lane_first);
    for k in first..end {
        nth = _mm256_add_epi32(nth, _mm256_set1_epi32(1));
        let t = _mm256_cvtepi32_ps(nth);
        let q = [0, 1, 2].map(|i| _mm256_fmadd_ps(delta[i], t, base[i]));
        // SAFETY: positions are clamped, or inside as checked above, with their neighbors if there is shading; the layout is the caller's word.
        let (value, cell, rows, middle) = unsafe {
            let none = [_mm256_setzero_si256(); 4];
            if NEAREST {
                (grid.nearest::<LAYOUT>(q), None, none, [none[0]; 2])
            } else {
                let (cell, lanes) = grid.cell::<LAYOUT, EDGE>(if EDGE { grid.clamp(q) } else { q });
                if in_rows {
                    let rows = grid.byte_rows(&lanes);
                    let middle = grid.middle(&rows);
                    (grid.byte_value(&cell, middle[0], middle[1]), Some((cell, lanes)), rows, middle)
                } else {
                    (grid.fetch::<LAYOUT, MODE, EDGE>(&cell, &lanes, 0), Some((cell, lanes)), none, [none[0]; 2])
                }
            }
        };
        let value = if LAYOUT == FLOATS { _mm256_sub_ps(value, zero) } else { value };
        let position = _mm256_fmadd_ps(value, scale, offset);
        // Rays outside their range, and values that are not finite.
        let mut drop = _mm256_setzero_ps();
        if EDGE {
            let before = _mm256_cmpgt_epi32(_mm256_setzero_si256(), nth);
            drop = _mm256_castsi256_ps(_mm256_or_si256(before, _mm256_cmpgt_epi32(nth, lane_last)));
        }
        if LAYOUT == FLOATS {
            let unbounded = _mm256_cmp_ps::<_CMP_NLE_UQ>(_mm256_and_ps(position, magnitude), _mm256_set1_ps(f32::MAX));
            drop = _mm256_or_ps(drop, unbounded);
        }
        if MODE == Mode::Mip as u8 {
            let position = _mm256_min_ps(position, last);
            let position = _mm256_and_ps(position, _mm256_cmp_ps::<_CMP_GE_OQ>(position, _mm256_set1_ps(LOWEST)));
            let position = if EDGE || LAYOUT == FLOATS { _mm256_blendv_ps(position, none, drop) } else { position };
            best = _mm256_max_ps(best, position);
            continue;
        }
        if _mm256_movemask_ps(_mm256_cmp_ps::<_CMP_GE_OQ>(position, visible_from)) == 0 {
            continue;
        }
        let position = _mm256_min_ps(_mm256_max_ps(position, _mm256_setzero_ps()), last);
        let mut index = _mm256_cvtps_epi32(position);
        if EDGE || LAYOUT == FLOATS {
            index = _mm256_blendv_epi8(index, transparent, _mm256_castps_si256(drop));
        }
        let mut at = [0u32; LANES];
        // SAFETY: `at` holds 32 bytes and its elements are read back; entries are 0 ..= the transparent one, each of four floats.
        let entries: [__m256; 4] = unsafe {
            _mm256_storeu_si256(at.as_mut_ptr().cast(), _mm256_slli_epi32::<2>(index));
            macro_rules! entries {
                ($j:literal) => {{
                    let low = _mm_loadu_ps(table.add(std::ptr::read_volatile(&raw const at[$j]) as usize));
                    let high = _mm_loadu_ps(table.add(std::ptr::read_volatile(&raw const at[$j + 4]) as usize));
                    _mm256_insertf128_ps::<1>(_mm256_castps128_ps256(low), high)
                }};
            }
            [entries!(0), entries!(1), entries!(2), entries!(3)]
        };
        let [mut red, mut green, mut blue, negated] = transpose(entries);
        if shaded && let Some(lit) = &lit {
            let gain = _mm256_mul_ps(negated, left);
            if _mm256_movemask_ps(_mm256_cmp_ps::<_CMP_NEQ_UQ>(gain, _mm256_setzero_ps())) == 0 {
                continue;
            }
            // SAFETY: inside with the neighbors as checked above, or clamped.
            let gradient = unsafe {
                match &cell {
                    Some((cell, lanes)) if in_rows => grid.byte_gradient(cell, lanes, &rows, middle),
                    Some((cell, lanes)) if !EDGE && LAYOUT != BYTES => grid.gradient::<LAYOUT>(cell, lanes),
                    _ => grid.edge_gradient::<LAYOUT, NEAREST>(q),
                }
            };
            let (factor, highlight) = lit.shade(gradient, q);
            let shine = _mm256_mul_ps(negated, highlight);
            [red, green, blue] = [red, green, blue].map(|c| _mm256_fmsub_ps(c, factor, shine));
        }
        color = [_mm256_fmadd_ps(left, red, color[0]), _mm256_fmadd_ps(left, green, color[1]), _mm256_fmadd_ps(left, blue, color[2])];
        left = _mm256_fmadd_ps(left, negated, left);
        if _mm256_movemask_ps(_mm256_cmp_ps::<_CMP_LT_OQ>(left, limit)) != 0 {
            let covered = _mm256_castps_si256(_mm256_cmp_ps::<_CMP_LT_OQ>(left, half));
            hit = _mm256_min_epi32(hit, _mm256_blendv_epi8(_mm256_set1_epi32(Packet::NO_HIT), _mm256_set1_epi32(k), covered));
            let alive = _mm256_cmp_ps::<_CMP_GE_OQ>(left, opaque);
            final_left = _mm256_or_ps(final_left, _mm256_andnot_ps(alive, left));
            left = _mm256_and_ps(left, alive);
            limit = limits(left);
            if _mm256_movemask_ps(alive) == 0 {
                packet.done = true;
                break;
            }
        }
    }
    let left = _mm256_or_ps(left, final_left);
    // SAFETY: 32 bytes each.
    unsafe {
        for (lanes, color) in packet.color.iter_mut().zip([color[0], color[1], color[2], left]) {
            _mm256_storeu_ps(lanes.as_mut_ptr(), color);
        }
        _mm256_storeu_ps(packet.best.as_mut_ptr(), best);
        _mm256_storeu_si256(packet.hit.as_mut_ptr().cast(), hit);
    }
}

/// Red, green, blue and opacity of eight lanes from pairs of them, lane `j` and `j + 4` in pair `j`.
#[inline]
#[target_feature(enable = "avx2,fma")]
fn transpose([a, b, c, d]: [__m256; 4]) -> [__m256; 4] {
    let low = |a, b| _mm256_castps_pd(_mm256_unpacklo_ps(a, b));
    let high = |a, b| _mm256_castps_pd(_mm256_unpackhi_ps(a, b));
    let (red_green, blue_alpha) = ((low(a, b), low(c, d)), (high(a, b), high(c, d)));
    [
        _mm256_unpacklo_pd(red_green.0, red_green.1),
        _mm256_unpackhi_pd(red_green.0, red_green.1),
        _mm256_unpacklo_pd(blue_alpha.0, blue_alpha.1),
        _mm256_unpackhi_pd(blue_alpha.0, blue_alpha.1),
    ]
    .map(|v| _mm256_castpd_ps(v))
}
