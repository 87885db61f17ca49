//! The picture behind the meshes, as textures.

use voxloom_core::data::{Image, Layer, Scalar};
use voxloom_core::with_scalar;
use wgpu::TextureFormat;

use crate::RenderError;
use crate::gpu::context::Context;
use crate::gpu::texture::{device_texture, texture_format};
use crate::gpu::upload::small_texture;
use voxloom_core::data::LayerKind;

/// Color, depth and picking ids; top row first.
pub struct Backdrop {
    pub color: wgpu::TextureView,
    pub depth: wgpu::TextureView,
    pub ids: wgpu::TextureView,
}

impl Backdrop {
    /// Layers on the GPU are used where they lie. Missing depth is 1, missing ids are 0.
    pub fn new(context: &Context, image: &Image) -> Result<Self, RenderError> {
        let color = match image.color.first() {
            None => small_texture(context, "no color", TextureFormat::Rgba8Unorm, [1, 1, 0], &[0; 4])?,
            Some(layer) => match resident(layer, LayerKind::Color) {
                Some(view) => view,
                None => {
                    let size = extent(context, layer)?;
                    small_texture(context, "backdrop", TextureFormat::Rgba8Unorm, size, &image.to_rgba8()?)?
                }
            },
        };
        let depth = match &image.depth {
            None => small_texture(context, "no depth", TextureFormat::R32Float, [1, 1, 0], bytemuck::bytes_of(&1.0f32))?,
            Some(layer) => match resident(layer, LayerKind::Depth) {
                Some(view) => view,
                None => uploaded(context, layer, TextureFormat::R32Float, |v| v as f32)?,
            },
        };
        let ids = match &image.picking {
            None => small_texture(context, "no ids", TextureFormat::R32Uint, [1, 1, 0], &[0; 4])?,
            Some(layer) => match resident(layer, LayerKind::Picking) {
                Some(view) => view,
                None => uploaded(context, layer, TextureFormat::R32Uint, |v| v as u32)?,
            },
        };
        Ok(Self { color, depth, ids })
    }
}

/// The texture of a layer that lies on the GPU in the format that such layers have.
fn resident(layer: &Layer, kind: LayerKind) -> Option<wgpu::TextureView> {
    let texture = device_texture(layer)?;
    (texture.texture().format() == texture_format(kind)).then(|| texture.view().clone())
}

/// The first channel of a layer, converted.
fn uploaded<T: bytemuck::Pod>(
    context: &Context,
    layer: &Layer,
    format: TextureFormat,
    convert: impl Fn(f64) -> T,
) -> Result<wgpu::TextureView, RenderError> {
    let (size, channels) = (extent(context, layer)?, layer.channels());
    let row = size[0] as usize * channels;
    let texels: Vec<T> = with_scalar!(layer.format(), S => {
        let values = layer.array().as_slice::<S>()?;
        values.rchunks_exact(row).flat_map(|row| row.iter().step_by(channels)).map(|v| convert(v.to_f64())).collect()
    });
    small_texture(context, "backdrop", format, size, bytemuck::cast_slice(&texels))
}

/// The size of a texture for a layer.
fn extent(context: &Context, layer: &Layer) -> Result<[u32; 3], RenderError> {
    let [width, height] = layer.dimensions();
    let limit = context.device.limits().max_texture_dimension_2d;
    if width.max(height) > limit as usize {
        return Err(RenderError::Failed(format!(
            "the picture behind the meshes has {width} × {height} pixels; this GPU takes up to {limit} on each side"
        )));
    }
    Ok([width as u32, height as u32, 0])
}
