//! The picture of a canvas as a texture of the window: a native one for what lies on the GPU, an uploaded one for the rest.

use std::sync::{Arc, Mutex, PoisonError};

use egui::{Color32, ColorImage, TextureHandle, TextureId, TextureOptions};
use egui_wgpu::RenderState;
use voxloom_core::data::{Format, Image, Layer, Storage};
use voxloom_core::port::{Data, downcast};
use voxloom_render::gpu::texture::device_texture;

/// How texels become pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filter {
    Nearest,
    Linear,
}

/// A texture of the graphics card, known to the window for as long as this lives.
struct Native {
    state: RenderState,
    id: TextureId,
    filter: Filter,
}

impl Drop for Native {
    fn drop(&mut self) {
        self.state.renderer.write().free_texture(&self.id);
    }
}

/// Pixels in host memory and their copy on the graphics card.
struct Uploaded {
    handle: TextureHandle,
    pixels: Arc<ColorImage>,
    filter: Filter,
}

enum Texture {
    Native(Native),
    Uploaded(Uploaded),
}

/// A conversion under way, or done.
type Conversion = Arc<Mutex<Option<Result<ColorImage, String>>>>;

/// The last picture of one canvas. A newer one takes its place only when it can be shown.
#[derive(Default)]
pub struct Picture {
    texture: Option<Texture>,
    /// What the texture shows; held, so that its memory is not used again.
    shown: Option<Data>,
    /// What was looked at last; not shown yet when it is being converted.
    seen: Option<Data>,
    converting: Option<(Data, Conversion)>,
    error: Option<String>,
}

/// The layer that a canvas shows of its data.
pub fn color_layer(data: &Data) -> Option<&Layer> {
    downcast::<Image>(data).and_then(|image| image.color.first()).or_else(|| downcast::<Layer>(data))
}

impl Picture {
    /// Takes over a frame: at once when it lies on the GPU or needs no conversion, else when a thread has converted it.
    pub fn update(&mut self, ctx: &egui::Context, state: Option<&RenderState>, device: Option<&wgpu::Device>, data: &Data) {
        self.collect(ctx);
        if self.converting.is_some() || self.seen.as_ref().is_some_and(|seen| Arc::ptr_eq(seen, data)) {
            return;
        }
        self.seen = Some(data.clone());
        self.error = None;
        let Some(layer) = color_layer(data) else {
            self.error = Some(format!("a canvas shows images and layers, not a {}", data.dyn_type().name));
            return;
        };
        // A texture of another device than the window's cannot be sampled here: it goes through host memory.
        let same_device = matches!((state, device), (Some(state), Some(device)) if state.device == *device);
        if let (Some(state), Some(texture)) = (state, device_texture(layer))
            && same_device
        {
            self.show_native(state, texture.view());
            self.shown = Some(data.clone());
        } else if let Some(pixels) = ready_pixels(layer) {
            self.show_pixels(ctx, pixels);
            self.shown = Some(data.clone());
        } else {
            let slot = Conversion::default();
            self.converting = Some((data.clone(), slot.clone()));
            let (ctx, data) = (ctx.clone(), data.clone());
            std::thread::spawn(move || {
                let result = converted(&data);
                *slot.lock().unwrap_or_else(PoisonError::into_inner) = Some(result);
                ctx.request_repaint();
            });
        }
    }

    /// Takes a finished conversion over.
    fn collect(&mut self, ctx: &egui::Context) {
        let Some((data, slot)) = &self.converting else { return };
        let Some(result) = slot.lock().unwrap_or_else(PoisonError::into_inner).take() else { return };
        let data = data.clone();
        self.converting = None;
        match result {
            Ok(pixels) => {
                self.show_pixels(ctx, pixels);
                self.shown = Some(data);
            }
            Err(error) => self.error = Some(error),
        }
    }

    fn show_native(&mut self, state: &RenderState, view: &wgpu::TextureView) {
        if let Some(Texture::Native(native)) = &self.texture {
            state.renderer.write().update_egui_texture_from_wgpu_texture(&state.device, view, mode(native.filter), native.id);
        } else {
            let filter = Filter::Linear;
            let id = state.renderer.write().register_native_texture(&state.device, view, mode(filter));
            self.texture = Some(Texture::Native(Native { state: state.clone(), id, filter }));
        }
    }

    fn show_pixels(&mut self, ctx: &egui::Context, pixels: ColorImage) {
        let pixels = Arc::new(pixels);
        if let Some(Texture::Uploaded(uploaded)) = &mut self.texture {
            uploaded.handle.set(pixels.clone(), options(uploaded.filter));
            uploaded.pixels = pixels;
        } else {
            let filter = Filter::Linear;
            let handle = ctx.load_texture("canvas", pixels.clone(), options(filter));
            self.texture = Some(Texture::Uploaded(Uploaded { handle, pixels, filter }));
        }
    }

    /// The texture with a filter; `None` before the first picture.
    pub fn texture(&mut self, wanted: Filter) -> Option<TextureId> {
        match self.texture.as_mut()? {
            Texture::Native(native) => {
                if native.filter != wanted
                    && let Some(texture) = self.shown.as_ref().and_then(color_layer).and_then(device_texture)
                {
                    let mut renderer = native.state.renderer.write();
                    renderer.update_egui_texture_from_wgpu_texture(&native.state.device, texture.view(), mode(wanted), native.id);
                    native.filter = wanted;
                }
                Some(native.id)
            }
            Texture::Uploaded(uploaded) => {
                if uploaded.filter != wanted {
                    uploaded.handle.set(uploaded.pixels.clone(), options(wanted));
                    uploaded.filter = wanted;
                }
                Some(uploaded.handle.id())
            }
        }
    }

    /// Width and height of what is shown.
    pub fn size(&self) -> Option<[usize; 2]> {
        self.layer().map(Layer::dimensions)
    }

    /// What is shown.
    pub fn data(&self) -> Option<&Data> {
        self.shown.as_ref()
    }

    /// The layer that is shown.
    pub fn layer(&self) -> Option<&Layer> {
        self.shown.as_ref().and_then(color_layer)
    }

    /// Why the newest frame is not shown.
    pub fn error(&self) -> Option<&str> {
        self.error.as_deref()
    }

    /// Forgets the picture: there is nothing to show any more.
    pub fn clear(&mut self) {
        *self = Self::default();
    }
}

fn mode(filter: Filter) -> wgpu::FilterMode {
    match filter {
        Filter::Nearest => wgpu::FilterMode::Nearest,
        Filter::Linear => wgpu::FilterMode::Linear,
    }
}

fn options(filter: Filter) -> TextureOptions {
    match filter {
        Filter::Nearest => TextureOptions::NEAREST,
        Filter::Linear => TextureOptions::LINEAR,
    }
}

/// Bytes in host memory as they are, rows turned round: a copy, so it is done at once and the picture is there a frame earlier.
fn ready_pixels(layer: &Layer) -> Option<ColorImage> {
    let array = layer.array();
    let as_they_are = array.format() == Format::U8 && array.channels() == 4 && layer.data_map.data_range.is_none_or(|range| range == [0.0, 255.0]);
    let Storage::Host(memory) = array.storage() else { return None };
    if !as_they_are {
        return None;
    }
    let [width, height] = layer.dimensions();
    let mut pixels = vec![Color32::TRANSPARENT; width * height];
    let bytes: &mut [u8] = bytemuck::cast_slice_mut(&mut pixels);
    for (row, source) in bytes.chunks_exact_mut(width * 4).zip(memory.as_bytes().chunks_exact(width * 4).rev()) {
        row.copy_from_slice(source);
    }
    Some(ColorImage::new([width, height], pixels))
}

/// Anything else; may read back from a device.
fn converted(data: &Data) -> Result<ColorImage, String> {
    let layer = color_layer(data).ok_or_else(|| "there is no color layer".to_owned())?;
    let bytes = Image::from_layer(layer.clone()).to_rgba8().map_err(|error| error.to_string())?;
    Ok(ColorImage::from_rgba_premultiplied(layer.dimensions(), &bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_top_row_comes_first_and_bytes_stay() {
        let layer = Layer::from_vec::<u8>([2, 1], 4, vec![1, 2, 3, 4, 5, 6, 7, 8]).unwrap();
        let pixels = ready_pixels(&layer).unwrap();
        assert_eq!(pixels.pixels[0].to_array(), [5, 6, 7, 8]);
        let data: Data = Arc::new(Image::from_layer(layer));
        assert_eq!(converted(&data).unwrap().pixels, pixels.pixels);
    }

    #[test]
    fn a_layer_of_floats_is_converted() {
        let layer = Layer::from_vec::<f32>([1, 2], 1, vec![0.0, 1.0]).unwrap();
        assert!(ready_pixels(&layer).is_none());
        let data: Data = Arc::new(layer);
        assert_eq!(converted(&data).unwrap().pixels, [Color32::BLACK, Color32::WHITE]);
    }
}
