//! What to draw: plain data that both back ends read.

use std::sync::Arc;

use glam::Vec3;
use voxloom_core::data::{Camera, TransferFunction, Volume};

/// One picture. World space is right-handed; distances are in world units.
#[derive(Debug, Clone)]
pub struct Scene {
    /// Width and height in pixels.
    pub size: [u32; 2],
    pub camera: Camera,
    /// sRGB with opacity, premultiplied; drawn behind everything.
    pub background: [f32; 4],
    pub volume: Option<VolumeItem>,
    /// sRGB with opacity of the edges of the volume's box, drawn one pixel wide, hidden by the volume in front of it.
    pub bounding_box: Option<[f32; 4]>,
}

/// A volume and how it looks.
#[derive(Debug, Clone)]
pub struct VolumeItem {
    pub volume: Arc<Volume>,
    /// The channel that the transfer function looks at.
    pub channel: usize,
    pub transfer_function: TransferFunction,
    /// Stored values that stand for 0 and 1 of the transfer function (and for black and white of a projection).
    pub range: [f64; 2],
    pub compositing: Compositing,
    /// `None`: unshaded.
    pub lighting: Option<Lighting>,
    /// Distance between samples in world units.
    pub step: f32,
    /// Distance in world units over which the opacity of the transfer function applies:
    /// a sample's opacity is `1 - (1 - a)^(step / unit_distance)`.
    pub unit_distance: f32,
    /// Part of the data drawn, in data space (0–1 on each axis).
    pub clip: [Vec3; 2],
    /// Skip what the transfer function hides. Off only to prove that it changes nothing.
    pub skip_empty: bool,
    /// Voxels instead of trilinear interpolation.
    pub nearest: bool,
    /// Written to the picking layer where the volume covers half of a pixel; 0: nobody listens.
    pub picking: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compositing {
    /// Front to back with opacity.
    Dvr,
    /// Maximum along the ray, drawn as gray (`false`) or through the transfer function's color (`true`), opaque where the ray meets the volume.
    Mip { colored: bool },
}

/// Blinn-Phong from the gradient, two-sided: color × (ambient + diffuse |n·l|) + specular |n·h|^shininess.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Lighting {
    pub ambient: f32,
    pub diffuse: f32,
    pub specular: f32,
    pub shininess: f32,
    /// World position of the light; `None`: at the eye (a head light). A head light's direction is that of the view axis for
    /// the whole picture (`camera.basis().2`), as is the half vector.
    pub position: Option<Vec3>,
}

impl Default for Lighting {
    fn default() -> Self {
        Self { ambient: 0.2, diffuse: 0.8, specular: 0.2, shininess: 10.0, position: None }
    }
}

impl VolumeItem {
    /// A volume drawn with defaults: the display range, steps of half a voxel, opacity per 1/256 of the longest edge.
    pub fn new(volume: Arc<Volume>, transfer_function: TransferFunction, range: [f64; 2]) -> Self {
        let [edges, voxel] = extent(&volume);
        Self {
            channel: 0,
            transfer_function,
            range,
            compositing: Compositing::Dvr,
            lighting: None,
            step: voxel * 0.5,
            unit_distance: edges / 256.0,
            clip: [Vec3::ZERO, Vec3::ONE],
            skip_empty: true,
            nearest: false,
            picking: 0,
            volume,
        }
    }
}

/// Longest edge of the drawn volume and the smallest edge of a voxel, in world units.
pub fn extent(volume: &Volume) -> [f32; 2] {
    let dimensions = volume.dimensions();
    let matrix = volume.space.drawn_world_from_data(dimensions);
    let edges = [matrix.x_axis, matrix.y_axis, matrix.z_axis].map(|axis| axis.truncate().length());
    let longest = edges.iter().copied().fold(f32::MIN_POSITIVE, f32::max);
    let voxel = (0..3).map(|i| edges[i] / dimensions[i] as f32).fold(f32::INFINITY, f32::min);
    [longest, voxel.max(longest * 1e-5)]
}
