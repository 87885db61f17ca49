//! Where data lies in space and what its values mean.

use glam::{Mat4, Vec3};
use serde::{Deserialize, Serialize};

/// Name and unit of an axis or of a value.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Axis {
    pub name: String,
    /// `"mm"`, say; empty when unknown.
    pub unit: String,
}

/// How stored values map to physical ones.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DataMap {
    /// Stored values that stand for 0 and 1 of a transfer function; `None`: nothing stated one, use the computed range.
    pub data_range: Option<[f64; 2]>,
    /// Physical values of the ends of the data range; `None`: as the data range.
    pub value_range: Option<[f64; 2]>,
    pub value_axis: Axis,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Interpolation {
    #[default]
    Linear,
    Nearest,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Wrapping {
    #[default]
    Clamp,
    Repeat,
    Mirror,
}

/// Data → model → world. Data space is the unit cube `[0, 1]³` over the whole grid (texture coordinates).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Space {
    /// `None` when nothing stated one: it reads as identity, but is drawn with cubic voxels, longest edge 1, centered.
    pub model_from_data: Option<Mat4>,
    pub world_from_model: Mat4,
}

impl Default for Space {
    fn default() -> Self {
        Self { model_from_data: None, world_from_model: Mat4::IDENTITY }
    }
}

impl Space {
    /// The stated matrix, or identity.
    pub fn model_matrix(&self) -> Mat4 {
        self.model_from_data.unwrap_or(Mat4::IDENTITY)
    }

    /// The matrix that the picture uses, for a grid of `(x, y, z)` elements.
    pub fn drawn_world_from_data(&self, dimensions: [usize; 3]) -> Mat4 {
        self.world_from_model * self.model_from_data.unwrap_or_else(|| cubic(dimensions))
    }

    /// Voxels of `spacing` (x, y, z), the grid centered at `center`.
    pub fn with_spacing(dimensions: [usize; 3], spacing: Vec3, center: Vec3) -> Self {
        let size = Vec3::from(dimensions.map(|n| n as f32)) * spacing;
        Self { model_from_data: Some(Mat4::from_translation(center - size * 0.5) * Mat4::from_scale(size)), world_from_model: Mat4::IDENTITY }
    }
}

/// Cubic voxels, longest edge 1, centered at the origin.
fn cubic(dimensions: [usize; 3]) -> Mat4 {
    let longest = dimensions.into_iter().max().unwrap_or(1).max(1) as f32;
    let size = Vec3::from(dimensions.map(|n| n as f32)) / longest;
    Mat4::from_translation(size * -0.5) * Mat4::from_scale(size)
}
