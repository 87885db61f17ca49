//! The edges of the volume's box, one pixel wide, with their distances.

use glam::{Vec2, Vec3};
use voxloom_core::data::Projection;

use crate::scene::Scene;
use crate::view::View;

/// Which pixels lie on an edge.
pub struct Edges {
    width: usize,
    color: [f32; 4],
    /// World distance along the pixel's ray, negative where the edge lies before the volume, infinite where there is none.
    distances: Vec<f32>,
}

impl Edges {
    /// The edges of the whole volume, clipped or not. `color` is not premultiplied.
    pub fn new(scene: &Scene, view: &View, dimensions: [usize; 3], [r, g, b, a]: [f32; 4]) -> Self {
        let [width, height] = view.size.map(|n| n as usize);
        let mut edges = Self { width, color: [r * a, g * a, b * a, a], distances: vec![f32::INFINITY; width * height] };
        let size = Vec3::from(dimensions.map(|n| n as f32));
        let (right, up, back) = scene.camera.basis();
        // Camera space: right, up, forward.
        let corner = |i: usize| {
            let index = size * Vec3::new((i & 1) as f32, (i >> 1 & 1) as f32, (i >> 2) as f32);
            let from_eye = view.world_from_index.transform_point3(index) - scene.camera.look_from;
            Vec3::new(from_eye.dot(right), from_eye.dot(up), -from_eye.dot(back))
        };
        for axis in [1, 2, 4] {
            for from in (0..8).filter(|i| i & axis == 0) {
                edges.line(scene, view, size, corner(from), corner(from | axis));
            }
        }
        edges
    }

    /// Color (premultiplied), whether the edge lies before the volume, and its world distance.
    #[inline]
    pub fn at(&self, x: usize, y: usize) -> Option<([f32; 4], bool, f32)> {
        let distance = self.distances[y * self.width + x];
        distance.is_finite().then(|| (self.color, distance.is_sign_negative(), distance.abs()))
    }

    fn line(&mut self, scene: &Scene, view: &View, size: Vec3, mut a: Vec3, mut b: Vec3) {
        let perspective = matches!(scene.camera.projection, Projection::Perspective { .. });
        let near = if perspective { scene.camera.near.max(f32::MIN_POSITIVE) } else { 0.0 };
        if a.z < near && b.z < near {
            return;
        }
        let whole = b - a;
        if a.z < near {
            a += whole * ((near - a.z) / whole.z);
        }
        if b.z < near {
            b -= whole * ((near - b.z) / -whole.z);
        }
        let picture = Vec2::new(view.size[0] as f32, view.size[1] as f32);
        let project = |p: Vec3| p.truncate() / (if perspective { p.z } else { 1.0 } * view.pixel) + picture * 0.5;
        let (start, end) = (project(a), project(b));
        let along = end - start;
        // One pixel per row or column, whichever the line crosses more of.
        let major = usize::from(along.y.abs() > along.x.abs());
        if !along.is_finite() || along[major] == 0.0 {
            return;
        }
        let (low, high) = (start[major].min(end[major]), start[major].max(end[major]));
        let last = picture[major] - 1.0;
        let (low, high) = ((low - 0.5).ceil().clamp(0.0, last), (high - 0.5).floor().clamp(-1.0, last));
        for i in low as i64..=high as i64 {
            let s = (i as f32 + 0.5 - start[major]) / along[major];
            let other = start[1 - major] + s * along[1 - major];
            if !((0.0..=1.0).contains(&s) && other >= 0.0 && other < picture[1 - major]) {
                continue;
            }
            let pixel = if major == 0 { [i as usize, other as usize] } else { [other as usize, i as usize] };
            let depth = if perspective { 1.0 / (1.0 / a.z + s * (1.0 / b.z - 1.0 / a.z)) } else { a.z + s * (b.z - a.z) };
            self.point(view, size, pixel, depth);
        }
    }

    fn point(&mut self, view: &View, size: Vec3, [x, y]: [usize; 2], depth: f32) {
        let (u, v) = (x as f32 + 0.5 - view.size[0] as f32 * 0.5, y as f32 + 0.5 - view.size[1] as f32 * 0.5);
        let distance = if view.perspective { depth * (1.0 + (u * u + v * v) * view.pixel * view.pixel).sqrt() } else { depth };
        // The box is convex: an edge lies either before or behind all that the ray meets in it.
        let (origin, direction) = view.ray(x as f32 + 0.5, y as f32 + 0.5);
        let (a, b) = (-origin / direction, (size - origin) / direction);
        let middle = 0.5 * (a.min(b).max_element().max(0.0) + a.max(b).min_element());
        let before = distance <= middle;
        let place = &mut self.distances[y * self.width + x];
        if distance < place.abs() {
            *place = if before { -distance } else { distance };
        }
    }
}
