//! Layers that stay on the GPU.
//!
//! Row order: a texture holds the **top** row first, as screens have it, so a window shows it as it is.
//! The data types count rows from the bottom; [`DeviceData::read_back`] turns them round.

use std::any::Any;
use std::sync::Arc;

use voxloom_core::DataError;
use voxloom_core::data::{Array, DeviceData, Format, Layer, LayerKind};

use super::context::Context;
use super::readback;
use crate::RenderError;

/// A finished 2-D texture; never written again once it is published.
pub struct DeviceTexture {
    context: Context,
    texture: wgpu::Texture,
    view: wgpu::TextureView,
    kind: LayerKind,
}

impl DeviceTexture {
    /// A texture that a compute shader writes: RGBA8 for colors, R32 float for depth, R32 unsigned for picking.
    pub(super) fn new(context: &Context, size: [u32; 2], kind: LayerKind) -> Self {
        Self::written_by(context, size, kind, wgpu::TextureUsages::STORAGE_BINDING)
    }

    /// The same, for rasterization.
    pub(super) fn target(context: &Context, size: [u32; 2], kind: LayerKind) -> Self {
        Self::written_by(context, size, kind, wgpu::TextureUsages::RENDER_ATTACHMENT)
    }

    fn written_by(context: &Context, size: [u32; 2], kind: LayerKind, writer: wgpu::TextureUsages) -> Self {
        let texture = context.device.create_texture(&wgpu::TextureDescriptor {
            label: Some("picture"),
            size: wgpu::Extent3d { width: size[0], height: size[1], depth_or_array_layers: 1 },
            mip_level_count: 1,
            sample_count: 1,
            dimension: wgpu::TextureDimension::D2,
            format: texture_format(kind),
            usage: writer | wgpu::TextureUsages::TEXTURE_BINDING | wgpu::TextureUsages::COPY_SRC,
            view_formats: &[],
        });
        let view = texture.create_view(&Default::default());
        Self { context: context.clone(), texture, view, kind }
    }

    /// The texture, top row first.
    pub fn texture(&self) -> &wgpu::Texture {
        &self.texture
    }

    /// A view of all of it.
    pub fn view(&self) -> &wgpu::TextureView {
        &self.view
    }

    /// The layer that carries this texture.
    pub(super) fn into_layer(self) -> Layer {
        let shape = [self.texture.height() as usize, self.texture.width() as usize];
        let (kind, channels) = (self.kind, if self.kind == LayerKind::Color { 4 } else { 1 });
        Layer::from_array(Array::on_device(&shape, channels, Arc::new(self))).with_kind(kind)
    }

    fn texel(&self) -> usize {
        4
    }
}

/// The texture format of a kind of layer.
pub(super) fn texture_format(kind: LayerKind) -> wgpu::TextureFormat {
    match kind {
        LayerKind::Color => wgpu::TextureFormat::Rgba8Unorm,
        LayerKind::Depth => wgpu::TextureFormat::R32Float,
        LayerKind::Picking => wgpu::TextureFormat::R32Uint,
    }
}

impl DeviceData for DeviceTexture {
    fn format(&self) -> Format {
        match self.kind {
            LayerKind::Color => Format::U8,
            LayerKind::Depth => Format::F32,
            LayerKind::Picking => Format::U32,
        }
    }

    fn bytes(&self) -> usize {
        self.texture.width() as usize * self.texture.height() as usize * self.texel()
    }

    fn read_back(&self) -> Result<Vec<u8>, DataError> {
        readback::rows_from_bottom(&self.context, &self.texture, self.texel()).map_err(|error| match error {
            RenderError::Data(error) => error,
            other => DataError::ReadBack(other.to_string()),
        })
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// The texture of a layer that lies on the GPU.
pub fn device_texture(layer: &Layer) -> Option<&DeviceTexture> {
    layer.array().device()?.as_any().downcast_ref()
}
