//! Where positions and values of a transfer function lie on the plot.

use egui::{Pos2, Rect, lerp, pos2, remap_clamp};
use voxloom_core::data::TfPoint;

/// The horizontal axis of the plot: parts of the data range, and the values they stand for.
pub struct Scale {
    absolute: bool,
    /// Values at the left and right end of the plot.
    pub range: [f64; 2],
}

impl Scale {
    pub fn new(absolute: bool, range: Option<[f64; 2]>) -> Self {
        let range = range.filter(|[lo, hi]| hi > lo && lo.is_finite() && hi.is_finite()).unwrap_or([0.0, 1.0]);
        Self { absolute, range }
    }

    /// Least and largest position on the plot.
    pub fn limits(&self) -> [f64; 2] {
        if self.absolute { self.range } else { [0.0, 1.0] }
    }

    /// 0–1 across the plot.
    pub fn part(&self, position: f64) -> f64 {
        let [lo, hi] = self.limits();
        (position - lo) / (hi - lo)
    }

    /// The position at a part of the plot.
    pub fn at_part(&self, part: f64) -> f64 {
        let [lo, hi] = self.limits();
        lo + part * (hi - lo)
    }

    /// The data value of a position.
    pub fn value(&self, position: f64) -> f64 {
        self.range[0] + self.part(position) * (self.range[1] - self.range[0])
    }

    /// The position of a data value.
    pub fn position_of(&self, value: f64) -> f64 {
        self.at_part((value - self.range[0]) / (self.range[1] - self.range[0]))
    }

    pub fn x(&self, plot: Rect, position: f64) -> f32 {
        lerp(plot.x_range(), self.part(position).clamp(0.0, 1.0) as f32)
    }

    /// Where a point is drawn.
    pub fn place(&self, plot: Rect, point: &TfPoint) -> Pos2 {
        pos2(self.x(plot, point.position), lerp(plot.bottom()..=plot.top(), point.color[3]))
    }

    pub fn position(&self, plot: Rect, pointer: Pos2) -> f64 {
        self.at_part(f64::from(remap_clamp(pointer.x, plot.x_range(), 0.0..=1.0)))
    }

    pub fn alpha(&self, plot: Rect, pointer: Pos2) -> f32 {
        remap_clamp(pointer.y, plot.top()..=plot.bottom(), 1.0..=0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_and_positions_are_each_others_inverse() {
        for absolute in [false, true] {
            let scale = Scale::new(absolute, Some([-1000.0, 3000.0]));
            let position = scale.position_of(1000.0);
            assert_eq!(scale.part(position), 0.5);
            assert_eq!(scale.value(position), 1000.0);
        }
        assert_eq!(Scale::new(false, Some([2.0, 2.0])).range, [0.0, 1.0]);
    }
}
