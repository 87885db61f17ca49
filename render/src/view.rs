//! The rays of a picture and the lattice of samples on them: one definition for both back ends.
//!
//! Index space: voxel `[z, y, x]` covers `[x, x + 1) × [y, y + 1) × [z, z + 1)`, its center at `+ 0.5`; the volume is `[0, n]` on each axis.
//! Sample `k` of a ray lies at distance `(k + 0.5) * step` from the ray's origin, whatever is skipped.

use glam::{Mat4, Vec3};
use voxloom_core::data::Projection;

use crate::scene::{Scene, VolumeItem};

/// Everything that the rays of one picture share, in the index space of the volume.
///
/// Ray of pixel `(x, y)`, `y` from the **bottom** row, `u = x + 0.5 - width / 2`, `v = y + 0.5 - height / 2`:
/// * perspective: origin `eye`; direction `normalize_world(forward + u * right + v * up)`
/// * orthographic: origin `eye + u * right + v * up`; direction `forward`
///
/// where `normalize_world` divides by the *world* length `sqrt(1 + (u² + v²) * pixel²)`, so that distances along the ray are world distances.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct View {
    pub perspective: bool,
    pub eye: Vec3,
    /// View direction, of world length 1.
    pub forward: Vec3,
    /// One pixel to the right and up: at distance 1 (perspective), or anywhere (orthographic).
    pub right: Vec3,
    pub up: Vec3,
    /// World size of a pixel: at distance 1 (perspective), or anywhere.
    pub pixel: f32,
    pub size: [u32; 2],
    /// World distance between samples.
    pub step: f32,
    /// The part of index space that is drawn.
    pub low: Vec3,
    pub high: Vec3,
    /// For world gradients: `g_world = normal_from_gradient * g_index`.
    pub normal_from_gradient: glam::Mat3,
    pub world_from_index: Mat4,
    pub index_from_world: Mat4,
}

impl View {
    pub fn new(scene: &Scene, item: &VolumeItem) -> Self {
        let dimensions = item.volume.dimensions();
        let n = Vec3::from(dimensions.map(|n| n as f32));
        let world_from_index = item.volume.space.drawn_world_from_data(dimensions) * Mat4::from_scale(1.0 / n);
        let index_from_world = world_from_index.inverse();
        let (right, up, back) = scene.camera.basis();
        let [width, height] = scene.size;
        let (perspective, pixel, eye) = match scene.camera.projection {
            Projection::Perspective { fov } => (true, 2.0 * (fov.to_radians() * 0.5).tan() / height as f32, scene.camera.look_from),
            Projection::Orthographic { height: world } => (false, world / height as f32, scene.camera.look_from),
        };
        let to_index = |v: Vec3| index_from_world.transform_vector3(v);
        let (low, high) = (item.clip[0].clamp(Vec3::ZERO, Vec3::ONE) * n, item.clip[1].clamp(Vec3::ZERO, Vec3::ONE) * n);
        Self {
            perspective,
            eye: index_from_world.transform_point3(eye),
            forward: to_index(-back),
            right: to_index(right * pixel),
            up: to_index(up * pixel),
            pixel,
            size: [width, height],
            step: item.step,
            low,
            high,
            normal_from_gradient: glam::Mat3::from_mat4(index_from_world).transpose(),
            world_from_index,
            index_from_world,
        }
    }

    /// Origin and direction in index space of the ray through a point of the picture, in pixels from the bottom left (a pixel's center is at `+ 0.5`).
    /// The direction has world length 1.
    #[inline]
    pub fn ray(&self, x: f32, y: f32) -> (Vec3, Vec3) {
        let u = x - self.size[0] as f32 * 0.5;
        let v = y - self.size[1] as f32 * 0.5;
        let offset = self.right * u + self.up * v;
        if self.perspective {
            let length = (1.0 + (u * u + v * v) * self.pixel * self.pixel).sqrt();
            (self.eye, (self.forward + offset) / length)
        } else {
            (self.eye + offset, self.forward)
        }
    }

    /// Samples `[first, end)` of a ray that lie in `[low, high)`; the same for a box grown by `margin` index units.
    #[inline]
    pub fn samples(&self, origin: Vec3, direction: Vec3, margin: f32) -> (i32, i32) {
        let (mut near, mut far) = (0.0f32, f32::MAX);
        for axis in 0..3 {
            let inverse = 1.0 / direction[axis];
            let a = (self.low[axis] - margin - origin[axis]) * inverse;
            let b = (self.high[axis] + margin - origin[axis]) * inverse;
            // A ray in the plane of a face gives NaN, which min and max drop.
            near = near.max(a.min(b));
            far = far.min(a.max(b));
        }
        if near >= far {
            return (0, 0);
        }
        let first = (near / self.step - 0.5).ceil().max(0.0);
        let end = (far / self.step - 0.5).ceil().max(0.0);
        (first as i32, end as i32)
    }

    /// OpenGL depth (0–1) of a world distance along a ray, from the camera's clip matrix.
    pub fn depth(&self, scene: &Scene, world: Vec3) -> f32 {
        let aspect = self.size[0] as f32 / self.size[1] as f32;
        let clip = scene.camera.clip_from_view(aspect) * scene.camera.view_from_world() * world.extend(1.0);
        (clip.z / clip.w * 0.5 + 0.5).clamp(0.0, 1.0)
    }
}
