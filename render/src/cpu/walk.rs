//! The samples of a tile that may show: found once for all its rays, along the center ray.

use glam::Vec3;

use crate::macro_cells::{MacroCells, Occupancy};
use crate::view::View;

/// Samples `[first, end)` that may show, and (for projections) the largest table position among them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Segment {
    pub first: i32,
    pub end: i32,
    pub bound: f32,
}

/// A center ray, and how far sample `k` of another ray of the tile may be from its own, per axis: `spread + t * widening` at distance `t`.
#[derive(Debug, Clone, Copy)]
pub struct Beam {
    /// In voxel-center coordinates.
    pub origin: Vec3,
    pub direction: Vec3,
    pub spread: Vec3,
    pub widening: Vec3,
    pub step: f32,
    /// No bound could be given: everything may show.
    pub unbounded: bool,
}

/// Slack for rounding between the center ray and the positions of the kernels, in voxels.
const SLACK: f32 = 0.02;

impl Beam {
    /// The beam of the pixels `[x, x + width) × [y, y + height)`.
    pub fn new(view: &View, [x, y]: [usize; 2], [width, height]: [usize; 2]) -> Self {
        let (x, y, w, h) = (x as f32, y as f32, width as f32, height as f32);
        let (origin, direction) = view.ray(x + w * 0.5, y + h * 0.5);
        let corners = [(0.5, 0.5), (w - 0.5, 0.5), (0.5, h - 0.5), (w - 0.5, h - 0.5)].map(|(dx, dy)| view.ray(x + dx, y + dy));
        let (mut spread, mut widening) = (Vec3::splat(SLACK), Vec3::ZERO);
        let mut cosine = 1.0f32;
        let world = glam::Mat3::from_mat4(view.world_from_index);
        for (o, d) in corners {
            spread = spread.max((o - origin).abs() + SLACK);
            widening = widening.max((d - direction).abs());
            cosine = cosine.min((world * d).dot(world * direction));
        }
        // A direction of the tile is a normalized mean of the corners': dividing by its length, at least the cosine, adds to the corners' deviation.
        if view.perspective && cosine < 0.999_999 {
            let inverse = 1.0 / cosine.max(0.1);
            widening = widening * inverse + direction.abs() * (inverse - 1.0);
        }
        // Rounding of directions grows with the distance.
        widening += direction.abs() * 1e-6;
        Self { origin: origin - 0.5, direction, spread, widening, step: view.step, unbounded: cosine.is_nan() || cosine < 0.2 }
    }

    /// Samples of any ray of the tile within the drawn box, when the box ends at distance `far` at the latest.
    pub fn samples(&self, view: &View, far: f32) -> (i32, i32) {
        if self.unbounded {
            return (0, samples_until(far, self.step));
        }
        let margin = (self.spread + self.widening * far).max_element();
        view.samples(self.origin + 0.5, self.direction, margin)
    }

    #[inline]
    fn distance(&self, k: i32) -> f32 {
        (k as f32 + 0.5) * self.step
    }

    /// Blocks that samples `[first, last]` of any ray of the tile lie in, low and high corner.
    #[inline]
    fn blocks(&self, first: i32, last: i32, dimensions: [usize; 3]) -> [[usize; 3]; 2] {
        let (near, far) = (self.distance(first), self.distance(last));
        let (a, b) = (self.origin + self.direction * near, self.origin + self.direction * far);
        let radius = self.spread + self.widening * far;
        let (low, high) = (a.min(b) - radius, a.max(b) + radius);
        let block = |v: f32, n: usize| ((v * (1.0 / MacroCells::BLOCK as f32)).max(0.0) as usize).min(n - 1);
        [[0, 1, 2].map(|i| block(low[i], dimensions[i])), [0, 1, 2].map(|i| block(high[i], dimensions[i]))]
    }

    /// Samples whose extent is about `voxels`.
    fn stride(&self, voxels: f32) -> i32 {
        (voxels / (self.direction.abs().max_element() * self.step)).round().clamp(1.0, 256.0) as i32
    }
}

/// Samples before a distance.
pub fn samples_until(far: f32, step: f32) -> i32 {
    (far / step + 1.0) as i32
}

/// Appends the segments of `[first, end)` that may show, in order.
pub fn visible(beam: &Beam, [first, end]: [i32; 2], occupancy: &Occupancy, out: &mut Vec<Segment>) {
    let [nx, ny, _] = occupancy.dimensions;
    let distances = occupancy.distances();
    let stride = beam.stride(0.8 * MacroCells::BLOCK as f32);
    let at = |[x, y, z]: [usize; 3]| distances[(z * ny + y) * nx + x];
    let mut push = |first: i32, end: i32| match out.last_mut() {
        Some(last) if last.end == first => last.end = end,
        _ => out.push(Segment { first, end, bound: f32::INFINITY }),
    };
    if beam.unbounded {
        push(first, end);
        return;
    }
    let mut k = first;
    while k < end {
        let t = beam.distance(k);
        let q = beam.origin + beam.direction * t;
        let block = [0, 1, 2].map(|i| ((q[i] * (1.0 / MacroCells::BLOCK as f32)).max(0.0) as usize).min(occupancy.dimensions[i] - 1));
        let distance = at(block);
        if distance > 1 {
            // Nothing shows within this many voxels of the block, on any axis.
            let free = Vec3::splat(((distance - 1) as usize * MacroCells::BLOCK) as f32) - beam.spread - beam.widening * t;
            let rate = (beam.direction.abs() + beam.widening) * beam.step;
            let skip = (free / rate.max(Vec3::splat(f32::MIN_POSITIVE))).min_element();
            if skip >= 1.0 {
                k = k.saturating_add(skip as i32);
                continue;
            }
        }
        let next = (k + stride).min(end);
        let may_show = distance == 0 || {
            let [low, high] = beam.blocks(k, next - 1, occupancy.dimensions);
            (low[2]..=high[2]).any(|z| {
                (low[1]..=high[1]).any(|y| {
                    let row = (z * ny + y) * nx;
                    distances[row + low[0]..=row + high[0]].contains(&0)
                })
            })
        };
        if may_show {
            push(k, next);
        }
        k = next;
    }
}

/// Appends the segments of `[first, end)` with their bounds, the largest bound first. `bounds`: largest table position per block, −∞ for nothing.
pub fn largest_first(beam: &Beam, [first, end]: [i32; 2], dimensions: [usize; 3], bounds: &[f32], out: &mut Vec<Segment>) {
    if beam.unbounded {
        out.push(Segment { first, end, bound: f32::INFINITY });
        return;
    }
    let [nx, ny, _] = dimensions;
    let stride = beam.stride(1.6 * MacroCells::BLOCK as f32);
    let mut k = first;
    while k < end {
        let next = (k + stride).min(end);
        let [low, high] = beam.blocks(k, next - 1, dimensions);
        let mut bound = f32::NEG_INFINITY;
        for z in low[2]..=high[2] {
            for y in low[1]..=high[1] {
                let row = (z * ny + y) * nx;
                bound = bounds[row + low[0]..=row + high[0]].iter().copied().fold(bound, |a, b| if b > a { b } else { a });
            }
        }
        if bound > f32::NEG_INFINITY {
            out.push(Segment { first: k, end: next, bound });
        }
        k = next;
    }
    out.sort_unstable_by(|a, b| b.bound.total_cmp(&a.bound));
}
