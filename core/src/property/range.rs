//! An interval within a range.

/// Two numbers, the first at most the second, within a range.
#[derive(Debug, Clone, PartialEq)]
pub struct RangeKind {
    pub default: [f64; 2],
    pub range: [f64; 2],
    pub increment: f64,
    /// The least distance between the two.
    pub min_separation: f64,
    /// Whole numbers only.
    pub integer: bool,
}

impl RangeKind {
    pub fn new(default: [f64; 2], range: [f64; 2]) -> Self {
        Self { default, range, increment: (range[1] - range[0]) / 1000.0, min_separation: 0.0, integer: false }
    }

    pub fn clamp(&self, [lo, hi]: [f64; 2]) -> [f64; 2] {
        let (lo, hi) = if lo <= hi { (lo, hi) } else { (hi, lo) };
        let round = |v: f64| if self.integer { v.round() } else { v };
        let [min, max] = self.range;
        let lo = round(lo).clamp(min, (max - self.min_separation).max(min));
        [lo, round(hi).clamp((lo + self.min_separation).min(max), max)]
    }
}
