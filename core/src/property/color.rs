//! Colors: sRGB values with opacity.

/// Clamped to 0–1; `None` when a part is not finite.
pub(super) fn check(color: [f32; 4]) -> Option<[f32; 4]> {
    color.iter().all(|c| c.is_finite()).then(|| color.map(|c| c.clamp(0.0, 1.0)))
}

/// Three numbers (opaque) or four.
pub(super) fn from_slice(values: &[f64]) -> Option<[f32; 4]> {
    match *values {
        [r, g, b] => check([r as f32, g as f32, b as f32, 1.0]),
        [r, g, b, a] => check([r as f32, g as f32, b as f32, a as f32]),
        _ => None,
    }
}

/// `#rrggbb` or `#rrggbbaa`.
pub(super) fn from_hex(text: &str) -> Option<[f32; 4]> {
    let digits = text.strip_prefix('#')?;
    if !digits.is_ascii() || !matches!(digits.len(), 6 | 8) {
        return None;
    }
    let byte = |i: usize| u8::from_str_radix(digits.get(i..i + 2)?, 16).ok().map(|b| f32::from(b) / 255.0);
    Some([byte(0)?, byte(2)?, byte(4)?, if digits.len() == 8 { byte(6)? } else { 1.0 }])
}
