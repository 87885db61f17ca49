//! The kernels for AVX2 and FMA: eight rays per instruction.

use std::arch::x86_64::*;

use super::super::packet::{FLAT, Job, LANES, LOWEST, Light, Mode, OPAQUE, Packet, Source, Voxels};
use super::fetch::{BYTES, FLOATS, Grid, Lanes, WORDS, unit};

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

/// Two lanes' colors, `j` low and `j + 4` high.
#[inline]
#[target_feature(enable = "avx2,fma")]
fn pair(low: &[f32; 4], high: &[f32; 4]) -> __m256 {
    // SAFETY: both hold 16 bytes.
    unsafe { _mm256_insertf128_ps::<1>(_mm256_castps128_ps256(_mm_loadu_ps(low.as_ptr())), _mm_loadu_ps(high.as_ptr())) }
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

/// The transmittances of eight rays, in order.
#[inline]
#[target_feature(enable = "avx2,fma")]
fn transmittances(acc: &[__m256; 4]) -> __m256 {
    _mm256_shuffle_ps::<0x88>(_mm256_shuffle_ps::<0xff>(acc[0], acc[1]), _mm256_shuffle_ps::<0xff>(acc[2], acc[3]))
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
    let (lane_first, lane_last) = (load_i32(&packet.first), _mm256_sub_epi32(load_i32(&packet.end), _mm256_set1_epi32(1)));
    if !EDGE {
        // Positions are monotonic in k, so the ends vouch for all between. This is what makes the loads below sound.
        let ends = [first, end - 1].map(|k| grid.inside(positions(&base, &delta, lane_first, k), shaded));
        if ends != [true, true] {
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

    let mut acc: [__m256; 4] = [0, 1, 2, 3].map(|j| pair(&packet.color[j], &packet.color[j + 4]));
    let mut best = load(&packet.best);
    let mut hit = load_i32(&packet.hit);
    let mut alive = _mm256_cmp_ps::<_CMP_GE_OQ>(transmittances(&acc), _mm256_set1_ps(OPAQUE));

    let mut lanes = Lanes::default();
    for k in first..end {
        let q = positions(&base, &delta, lane_first, k);
        // SAFETY: positions are clamped, or inside as checked above; the layout is the caller's word.
        let (value, cell) = unsafe {
            if NEAREST {
                (grid.nearest::<LAYOUT>(q), None)
            } else {
                let cell = grid.cell::<LAYOUT, EDGE>(if EDGE { grid.clamp(q) } else { q }, &mut lanes);
                (grid.fetch::<LAYOUT>(&cell, &lanes, 0), Some(cell))
            }
        };
        let value = if LAYOUT == FLOATS { _mm256_sub_ps(value, zero) } else { value };
        let position = _mm256_fmadd_ps(value, scale, offset);
        // Rays outside their range, and values that are not finite.
        let mut drop = _mm256_setzero_ps();
        if EDGE {
            let k = _mm256_set1_epi32(k);
            drop = _mm256_castsi256_ps(_mm256_or_si256(_mm256_cmpgt_epi32(lane_first, k), _mm256_cmpgt_epi32(k, lane_last)));
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
        // A ray that is opaque takes the transparent entry too: what it gathers does not depend on its neighbors or on skipping.
        let keep = if EDGE || LAYOUT == FLOATS { _mm256_andnot_ps(drop, alive) } else { alive };
        let index = _mm256_blendv_epi8(transparent, _mm256_cvtps_epi32(position), _mm256_castps_si256(keep));
        let mut at = [0u32; LANES];
        // SAFETY: `at` holds 32 bytes and its elements are read back; entries are 0 ..= the transparent one, each of four floats.
        let mut color: [__m256; 4] = unsafe {
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
        if shaded {
            let any = _mm256_or_ps(_mm256_or_ps(color[0], color[1]), _mm256_or_ps(color[2], color[3]));
            if _mm256_movemask_ps(_mm256_cmp_ps::<_CMP_NEQ_UQ>(any, _mm256_setzero_ps())) & 0x88 == 0 {
                continue;
            }
            if let Some(light) = &job.light {
                // SAFETY: inside with the neighbors as checked above, or clamped.
                let gradient = unsafe {
                    match (EDGE, &cell) {
                        (false, Some(cell)) => grid.gradient::<LAYOUT>(cell, &lanes),
                        _ => grid.edge_gradient::<LAYOUT, NEAREST>(q),
                    }
                };
                let gradient = gradient.map(|g| _mm256_mul_ps(g, _mm256_set1_ps(1.0 / per_value)));
                let (factor, highlight) = shade(light, gradient, q);
                // Per pair of lanes: color * factor + opacity * highlight, the (negated) opacity unchanged.
                macro_rules! lit {
                    ($j:literal) => {{
                        let opacity = _mm256_permute_ps::<0xff>(color[$j]);
                        let (f, h) = (_mm256_permute_ps::<{ $j * 0x55 }>(factor), _mm256_permute_ps::<{ $j * 0x55 }>(highlight));
                        color[$j] = _mm256_blend_ps::<0x88>(_mm256_fnmadd_ps(opacity, h, _mm256_mul_ps(color[$j], f)), opacity);
                    }};
                }
                lit!(0);
                lit!(1);
                lit!(2);
                lit!(3);
            }
        }
        for (acc, color) in acc.iter_mut().zip(color) {
            *acc = _mm256_fmadd_ps(_mm256_permute_ps::<0xff>(*acc), color, *acc);
        }
        let left = transmittances(&acc);
        let half = _mm256_castps_si256(_mm256_cmp_ps::<_CMP_LT_OQ>(left, _mm256_set1_ps(0.5)));
        hit = _mm256_min_epi32(hit, _mm256_blendv_epi8(_mm256_set1_epi32(Packet::NO_HIT), _mm256_set1_epi32(k), half));
        alive = _mm256_cmp_ps::<_CMP_GE_OQ>(left, _mm256_set1_ps(OPAQUE));
        if _mm256_movemask_ps(alive) == 0 {
            packet.done = true;
            break;
        }
    }
    // SAFETY: the lanes' colors hold 16 bytes each, `best` and `hit` 32.
    unsafe {
        for (j, acc) in acc.into_iter().enumerate() {
            _mm_storeu_ps(packet.color[j].as_mut_ptr(), _mm256_castps256_ps128(acc));
            _mm_storeu_ps(packet.color[j + 4].as_mut_ptr(), _mm256_extractf128_ps::<1>(acc));
        }
        _mm256_storeu_ps(packet.best.as_mut_ptr(), best);
        _mm256_storeu_si256(packet.hit.as_mut_ptr().cast(), hit);
    }
}

type V = [__m256; 3];

#[inline]
#[target_feature(enable = "avx2,fma")]
fn dot(a: V, b: V) -> __m256 {
    _mm256_fmadd_ps(a[0], b[0], _mm256_fmadd_ps(a[1], b[1], _mm256_mul_ps(a[2], b[2])))
}

#[inline]
#[target_feature(enable = "avx2,fma")]
fn splat(v: glam::Vec3) -> V {
    v.to_array().map(|v| _mm256_set1_ps(v))
}

#[inline]
#[target_feature(enable = "avx2,fma")]
fn multiply(m: &glam::Mat3, v: V) -> V {
    let rows = m.transpose();
    [dot(splat(rows.x_axis), v), dot(splat(rows.y_axis), v), dot(splat(rows.z_axis), v)]
}

/// 1 / sqrt(x) to nearly full precision.
#[inline]
#[target_feature(enable = "avx2,fma")]
fn inverse_root(x: __m256) -> __m256 {
    let y = _mm256_rsqrt_ps(x);
    let half = _mm256_mul_ps(_mm256_mul_ps(x, _mm256_set1_ps(-0.5)), _mm256_mul_ps(y, y));
    _mm256_mul_ps(y, _mm256_add_ps(half, _mm256_set1_ps(1.5)))
}

#[inline]
#[target_feature(enable = "avx2,fma")]
fn normalize(v: V) -> V {
    let inverse = inverse_root(_mm256_max_ps(dot(v, v), _mm256_set1_ps(1e-30)));
    v.map(|v| _mm256_mul_ps(v, inverse))
}

/// Factor of the color, and the highlight.
#[inline]
#[target_feature(enable = "avx2,fma")]
fn shade(light: &Light, gradient: V, q: V) -> (__m256, __m256) {
    let [x, y, z] = gradient;
    let m = light.metric.map(|m| _mm256_set1_ps(m));
    // g·(M g) with the off-diagonal elements doubled.
    let row_x = _mm256_fmadd_ps(m[0], x, _mm256_fmadd_ps(m[3], y, _mm256_mul_ps(m[4], z)));
    let row_y = _mm256_fmadd_ps(m[1], y, _mm256_mul_ps(m[5], z));
    let squared = _mm256_fmadd_ps(row_x, x, _mm256_fmadd_ps(row_y, y, _mm256_mul_ps(_mm256_mul_ps(m[2], z), z)));
    let surface =
        _mm256_and_ps(_mm256_cmp_ps::<_CMP_GT_OQ>(squared, _mm256_set1_ps(FLAT)), _mm256_cmp_ps::<_CMP_LE_OQ>(squared, _mm256_set1_ps(f32::MAX)));
    let inverse = _mm256_and_ps(inverse_root(squared), surface);
    let gradient = gradient.map(|g| _mm256_and_ps(g, surface));
    let absolute = |v: __m256| _mm256_andnot_ps(_mm256_set1_ps(-0.0), v);
    let one = _mm256_set1_ps(1.0);
    let (facing, half) = match light.source {
        Source::Head(axis) => {
            let facing = absolute(_mm256_mul_ps(dot(gradient, splat(axis)), inverse));
            (facing, facing)
        }
        Source::Point { light: position, eye, parallel, world, offset } => {
            let (at, position, offset, eye) = (multiply(&world, q), splat(position), splat(offset), splat(eye));
            let normal = multiply(&light.normal, gradient);
            let to_light = normalize([0, 1, 2].map(|i| _mm256_sub_ps(_mm256_sub_ps(position[i], offset[i]), at[i])));
            let to_eye = if parallel { eye } else { normalize([0, 1, 2].map(|i| _mm256_sub_ps(_mm256_sub_ps(eye[i], offset[i]), at[i]))) };
            let between = normalize([0, 1, 2].map(|i| _mm256_add_ps(to_light[i], to_eye[i])));
            (absolute(_mm256_mul_ps(dot(normal, to_light), inverse)), absolute(_mm256_mul_ps(dot(normal, between), inverse)))
        }
    };
    let (facing, half) = (_mm256_min_ps(facing, one), _mm256_min_ps(half, one));
    let factor = _mm256_fmadd_ps(facing, _mm256_set1_ps(light.diffuse), _mm256_set1_ps(light.ambient));
    let highlight = _mm256_mul_ps(_mm256_set1_ps(light.specular), power(half, light.shininess));
    (factor, _mm256_and_ps(highlight, surface))
}

/// `x^exponent` for `x` in `[0, 1]` and `exponent >= 0`, to about 1e-5.
#[inline]
#[target_feature(enable = "avx2,fma")]
fn power(x: __m256, exponent: f32) -> __m256 {
    let one = _mm256_set1_ps(1.0);
    // x = 2^e * m with m in [sqrt(1/2), sqrt(2)); log2 m by the series of the inverse hyperbolic tangent.
    let bits = _mm256_castps_si256(_mm256_max_ps(x, _mm256_set1_ps(1e-30)));
    let e = _mm256_srai_epi32::<23>(_mm256_sub_epi32(bits, _mm256_set1_epi32(0x3f35_04f3)));
    let m = _mm256_castsi256_ps(_mm256_sub_epi32(bits, _mm256_slli_epi32::<23>(e)));
    let y = _mm256_div_ps(_mm256_sub_ps(m, one), _mm256_add_ps(m, one));
    let y2 = _mm256_mul_ps(y, y);
    let c = |v: f64| _mm256_set1_ps((v * 2.0 * std::f64::consts::LOG2_E) as f32);
    let series = _mm256_fmadd_ps(_mm256_fmadd_ps(_mm256_fmadd_ps(c(1.0 / 7.0), y2, c(0.2)), y2, c(1.0 / 3.0)), y2, c(1.0));
    let log = _mm256_fmadd_ps(series, y, _mm256_cvtepi32_ps(e));
    // 2^t = 2^i * 2^f, f in [-1/2, 1/2], by its Taylor series.
    let t = _mm256_max_ps(_mm256_mul_ps(log, _mm256_set1_ps(exponent)), _mm256_set1_ps(-126.0));
    let i = _mm256_round_ps::<{ _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC }>(t);
    let f = _mm256_mul_ps(_mm256_sub_ps(t, i), _mm256_set1_ps(std::f32::consts::LN_2));
    let mut p = _mm256_set1_ps(1.0 / 120.0);
    for c in [1.0 / 24.0, 1.0 / 6.0, 0.5, 1.0, 1.0] {
        p = _mm256_fmadd_ps(p, f, _mm256_set1_ps(c));
    }
    let scale = _mm256_castsi256_ps(_mm256_slli_epi32::<23>(_mm256_add_epi32(_mm256_cvtps_epi32(i), _mm256_set1_epi32(127))));
    _mm256_mul_ps(p, scale)
}
