//! Transfer function: color and opacity by value.

use serde::{Deserialize, Serialize};

/// One point: position and sRGB color with opacity.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct TfPoint {
    /// 0–1, relative to the data range (or a data value when the function is absolute).
    pub position: f64,
    /// Red, green, blue (sRGB) and opacity, each 0–1.
    pub color: [f32; 4],
}

/// Piecewise linear color and opacity over a value; constant beyond the first and last point.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TransferFunction {
    /// Sorted by position.
    points: Vec<TfPoint>,
    /// Values outside are transparent.
    pub mask: [f64; 2],
    /// Positions are data values instead of parts of the data range.
    #[serde(default)]
    pub absolute: bool,
}

impl Default for TransferFunction {
    /// Black and transparent to white and opaque, as Inviwo's.
    fn default() -> Self {
        Self::new([(0.0, [0.0, 0.0, 0.0, 0.0]), (1.0, [1.0, 1.0, 1.0, 1.0])])
    }
}

impl TransferFunction {
    /// A function through the given points; they are sorted, non-finite ones dropped.
    pub fn new(points: impl IntoIterator<Item = (f64, [f32; 4])>) -> Self {
        let mut function = Self { points: Vec::new(), mask: [0.0, 1.0], absolute: false };
        function.set_points(points.into_iter().map(|(position, color)| TfPoint { position, color }).collect());
        function
    }

    pub fn points(&self) -> &[TfPoint] {
        &self.points
    }

    /// Replaces the points; they are sorted (points of equal position keep their order, which makes a step).
    pub fn set_points(&mut self, mut points: Vec<TfPoint>) {
        points.retain(|p| p.position.is_finite() && p.color.iter().all(|c| c.is_finite()));
        points.sort_by(|a, b| a.position.total_cmp(&b.position));
        for point in &mut points {
            point.color = point.color.map(|c| c.clamp(0.0, 1.0));
        }
        self.points = points;
    }

    /// Color and opacity at a position; transparent outside the mask.
    pub fn sample(&self, position: f64) -> [f32; 4] {
        let inside = self.absolute || (position >= self.mask[0] && position <= self.mask[1]);
        if !inside || position.is_nan() {
            return [0.0; 4];
        }
        let after = self.points.partition_point(|p| p.position <= position);
        match (after.checked_sub(1).and_then(|i| self.points.get(i)), self.points.get(after)) {
            (Some(a), Some(b)) => {
                let t = ((position - a.position) / (b.position - a.position)) as f32;
                std::array::from_fn(|i| a.color[i] + (b.color[i] - a.color[i]) * t)
            }
            (Some(only), None) | (None, Some(only)) => only.color,
            (None, None) => [0.0; 4],
        }
    }

    /// `n` samples over `[0, 1]`; for an absolute function over `range` of the data.
    pub fn table(&self, n: usize, range: [f64; 2]) -> Vec<[f32; 4]> {
        (0..n)
            .map(|i| {
                let t = i as f64 / (n - 1).max(1) as f64;
                self.sample(if self.absolute { range[0] + t * (range[1] - range[0]) } else { t })
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_are_linear_between_points_and_constant_beyond() {
        let tf = TransferFunction::new([(0.75, [1.0, 0.0, 0.0, 1.0]), (0.25, [0.0, 0.0, 0.0, 0.0])]);
        assert_eq!(tf.sample(0.0), [0.0; 4]);
        assert_eq!(tf.sample(0.5), [0.5, 0.0, 0.0, 0.5]);
        assert_eq!(tf.sample(1.0), [1.0, 0.0, 0.0, 1.0]);
        assert_eq!(tf.sample(f64::NAN), [0.0; 4]);
    }
}
