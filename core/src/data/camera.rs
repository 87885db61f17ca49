//! Camera: where one looks from, to, and how.

use glam::{Mat4, Vec3};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Projection {
    /// Vertical field of view in degrees.
    Perspective { fov: f32 },
    /// Height of the view in world units.
    Orthographic { height: f32 },
}

/// A camera without an aspect ratio: that comes from the picture's size.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Camera {
    pub look_from: Vec3,
    pub look_to: Vec3,
    pub look_up: Vec3,
    pub projection: Projection,
    pub near: f32,
    pub far: f32,
    /// Not set by anyone yet: the first data seen decides the view.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub fit: bool,
}

impl Default for Camera {
    /// Inviwo's: from (0, 0, 2) to the origin, y up.
    fn default() -> Self {
        Self {
            look_from: Vec3::new(0.0, 0.0, 2.0),
            look_to: Vec3::ZERO,
            look_up: Vec3::Y,
            projection: Projection::Perspective { fov: 38.0 },
            near: 0.01,
            far: 100.0,
            fit: false,
        }
    }
}

impl Camera {
    pub fn view_from_world(&self) -> Mat4 {
        let (right, up, back) = self.basis();
        let rotation = Mat4::from_cols(right.extend(0.0), up.extend(0.0), back.extend(0.0), glam::Vec4::W).transpose();
        rotation * Mat4::from_translation(-self.look_from)
    }

    /// OpenGL clip space, depth −1…1. `aspect` = width / height.
    pub fn clip_from_view(&self, aspect: f32) -> Mat4 {
        match self.projection {
            Projection::Perspective { fov } => glam::camera::rh::proj::opengl::perspective(fov.to_radians(), aspect, self.near, self.far),
            Projection::Orthographic { height } => {
                let (w, h) = (height * aspect * 0.5, height * 0.5);
                glam::camera::rh::proj::opengl::orthographic(-w, w, -h, h, self.near, self.far)
            }
        }
    }

    /// Unit vectors to the right, up and back (from the target to the eye), also for degenerate input.
    pub fn basis(&self) -> (Vec3, Vec3, Vec3) {
        let back = (self.look_from - self.look_to).try_normalize().unwrap_or(Vec3::Z);
        let right = self.look_up.cross(back).try_normalize().unwrap_or_else(|| back.any_orthonormal_vector());
        (right, back.cross(right), back)
    }

    /// The same direction, moved so that a box fits the view at the given aspect.
    #[must_use]
    pub fn fitted(&self, center: Vec3, radius: f32, aspect: f32) -> Self {
        let (_, up, back) = self.basis();
        let mut camera = *self;
        let radius = if radius.is_finite() && radius > 0.0 { radius } else { 1.0 };
        let distance = match &mut camera.projection {
            Projection::Perspective { fov } => {
                let half = (fov.to_radians() * 0.5).tan() * aspect.min(1.0);
                radius / half.atan().sin()
            }
            Projection::Orthographic { height } => {
                *height = 2.0 * radius / aspect.min(1.0);
                4.0 * radius
            }
        };
        camera.look_to = center;
        camera.look_from = center + back * distance;
        camera.look_up = up;
        camera.near = (distance - 2.0 * radius).max(distance * 1e-3);
        camera.far = distance + 20.0 * radius;
        camera.fit = false;
        camera
    }
}
