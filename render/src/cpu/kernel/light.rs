//! Blinn-Phong for eight samples at once (AVX2).

use std::arch::x86_64::*;

use super::super::packet::{FLAT, Light, Source};

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

/// Light as the inner loop wants it: the head's lamp in place, a lamp elsewhere by a call.
pub struct Lit<'a> {
    light: &'a Light,
    /// [`Light::turned`] for gradients as they are fetched.
    turned: [f32; 6],
    diagonal: bool,
    axis: glam::Vec3,
    /// The shininess where that is a whole number.
    exponent: Option<u32>,
}

impl<'a> Lit<'a> {
    /// `per_value`: what fetched gradients are too large by.
    pub fn new(light: &'a Light, per_value: f32) -> Self {
        let turned = light.turned.map(|v| v * (1.0 / per_value));
        let whole = light.shininess as u32;
        Self {
            light,
            turned,
            diagonal: turned[3..] == [0.0; 3],
            axis: if let Source::Head(axis) = light.source { axis } else { glam::Vec3::ZERO },
            exponent: (whole as f32 == light.shininess && whole < 4096).then_some(whole),
        }
    }

    /// Factor of the color, and the highlight.
    #[inline]
    #[target_feature(enable = "avx2,fma")]
    pub fn shade(&self, [x, y, z]: V, q: V) -> (__m256, __m256) {
        let t = self.turned.map(|v| _mm256_set1_ps(v));
        let mut gradient = [_mm256_mul_ps(t[0], x), _mm256_mul_ps(t[1], y), _mm256_mul_ps(t[2], z)];
        if !self.diagonal {
            gradient[0] = _mm256_fmadd_ps(t[3], y, _mm256_fmadd_ps(t[4], z, gradient[0]));
            gradient[1] = _mm256_fmadd_ps(t[5], z, gradient[1]);
        }
        let squared = dot(gradient, gradient);
        // Not where a length is infinite or not a number.
        let surface = _mm256_cmp_ps::<_CMP_GT_OQ>(squared, _mm256_set1_ps(FLAT));
        let surface = _mm256_and_ps(surface, _mm256_cmp_ps::<_CMP_LE_OQ>(squared, _mm256_set1_ps(f32::MAX)));
        let inverse = inverse_root(squared);
        let (facing, half) = if let Source::Head(_) = self.light.source {
            let facing = absolute(_mm256_mul_ps(dot(gradient, splat(self.axis)), inverse));
            (facing, facing)
        } else {
            lamp(self.light, [x, y, z], q)
        };
        let (one, none) = (_mm256_set1_ps(1.0), _mm256_setzero_ps());
        // The minimum with 1 turns what is not a number into 1, the mask that into 0.
        let (facing, half) = (_mm256_and_ps(_mm256_min_ps(facing, one), surface), _mm256_and_ps(_mm256_min_ps(half, one), surface));
        let factor = _mm256_fmadd_ps(facing, _mm256_set1_ps(self.light.diffuse), _mm256_set1_ps(self.light.ambient));
        if self.light.specular == 0.0 {
            return (factor, none);
        }
        let shine = match self.exponent {
            Some(exponent) => whole_power(half, exponent),
            None => power(half, self.light.shininess),
        };
        (factor, _mm256_and_ps(_mm256_mul_ps(_mm256_set1_ps(self.light.specular), shine), surface))
    }
}

#[inline]
#[target_feature(enable = "avx2,fma")]
fn absolute(v: __m256) -> __m256 {
    _mm256_andnot_ps(_mm256_set1_ps(-0.0), v)
}

/// How far surfaces face a lamp, and the half vector to it. Gradients may have any length.
#[inline(never)]
#[target_feature(enable = "avx2,fma")]
fn lamp(light: &Light, gradient: V, q: V) -> (__m256, __m256) {
    let Source::Point { light: position, eye, parallel, world, offset } = light.source else {
        return (_mm256_setzero_ps(), _mm256_setzero_ps());
    };
    let normal = normalize(multiply(&light.normal, gradient));
    let (at, position, offset, eye) = (multiply(&world, q), splat(position), splat(offset), splat(eye));
    let to_light = normalize([0, 1, 2].map(|i| _mm256_sub_ps(_mm256_sub_ps(position[i], offset[i]), at[i])));
    let to_eye = if parallel { eye } else { normalize([0, 1, 2].map(|i| _mm256_sub_ps(_mm256_sub_ps(eye[i], offset[i]), at[i]))) };
    let between = normalize([0, 1, 2].map(|i| _mm256_add_ps(to_light[i], to_eye[i])));
    (absolute(dot(normal, to_light)), absolute(dot(normal, between)))
}

/// `x^exponent` by squaring.
#[inline]
#[target_feature(enable = "avx2,fma")]
fn whole_power(x: __m256, exponent: u32) -> __m256 {
    let (mut left, mut square, mut product) = (exponent, x, _mm256_set1_ps(1.0));
    loop {
        if left & 1 == 1 {
            product = _mm256_mul_ps(product, square);
        }
        left >>= 1;
        if left == 0 {
            return product;
        }
        square = _mm256_mul_ps(square, square);
    }
}

/// `x^exponent` for `x` in `[0, 1]` and `exponent >= 0`, to about 1e-5.
#[inline(never)]
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
