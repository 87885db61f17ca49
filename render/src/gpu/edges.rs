//! The edges of a volume's box in a picture.

use bytemuck::{Pod, Zeroable};
use glam::{Vec2, Vec3};

use crate::scene::Scene;
use crate::view::View;

/// `Edge` of the shader: a straight line in the picture. View depth is linear along it, for perspective its inverse is.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Pod, Zeroable)]
pub struct Edge {
    /// From one end to the other, in pixels from the bottom left.
    start: [f32; 2],
    along: [f32; 2],
    /// World distances of the ends along the view axis.
    depths: [f32; 2],
    unused: [f32; 2],
}

/// The parts of the twelve edges that lie in front of the eye; the whole box, clipped or not.
pub fn visible(scene: &Scene, view: &View, dimensions: [usize; 3]) -> Vec<Edge> {
    let size = Vec3::from(dimensions.map(|n| n as f32));
    let (right, up, back) = scene.camera.basis();
    let near = if view.perspective { scene.camera.near.max(f32::MIN_POSITIVE) } else { 0.0 };
    // Camera space: right, up, forward.
    let corner = |i: usize| {
        let index = size * Vec3::new((i & 1) as f32, (i >> 1 & 1) as f32, (i >> 2) as f32);
        let from_eye = view.world_from_index.transform_point3(index) - scene.camera.look_from;
        Vec3::new(from_eye.dot(right), from_eye.dot(up), -from_eye.dot(back))
    };
    let middle = Vec2::new(view.size[0] as f32, view.size[1] as f32) * 0.5;
    let project = |p: Vec3| p.truncate() / (if view.perspective { p.z } else { 1.0 } * view.pixel) + middle;
    let ends = [1, 2, 4].into_iter().flat_map(|axis| (0..8).filter(move |i| i & axis == 0).map(move |from| [from, from | axis]));
    ends.filter_map(|ends| {
        let [mut a, mut b] = ends.map(corner);
        if a.z < near && b.z < near {
            return None;
        }
        let whole = b - a;
        if a.z < near {
            a += whole * ((near - a.z) / whole.z);
        }
        if b.z < near {
            b -= whole * ((near - b.z) / -whole.z);
        }
        let (start, end) = (project(a), project(b));
        let along = end - start;
        along.is_finite().then(|| Edge { start: start.into(), along: along.into(), depths: [a.z, b.z], unused: [0.0; 2] })
    })
    .collect()
}
