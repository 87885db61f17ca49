//! Small pictures of what nodes make: the first output that is a picture, or the middle slice of a volume. They are made one at a
//! time away from the window's thread and kept by the id of the data.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use egui::{Color32, ColorImage, Painter, Rect, Sense, Stroke, StrokeKind, TextureHandle, TextureOptions, Ui, Vec2, WidgetInfo, WidgetType, vec2};
use voxloom_core::data::{Array, DataId, Format, Image, Layer, Scalar as _, Volume};
use voxloom_core::port::{Data, downcast};
use voxloom_workspace::NodeId;
use voxloom_workspace::evaluator::NodeState;

use super::detail::Detail;
use super::layout::NodeBox;
use super::view::View;
use crate::job::{self, Job};
use crate::theme;

/// The largest thumbnail, in pixels and in points at zoom 1.
const SIZE: [usize; 2] = [128, 96];
const SHOWN: Vec2 = vec2(96.0, 72.0);
/// Thumbnails that are kept.
const KEPT: usize = 256;
/// A node whose data changes all the time gets a new thumbnail this often.
const PAUSE: Duration = Duration::from_millis(250);

/// A thumbnail, or that there can be none.
struct Made {
    texture: Option<TextureHandle>,
    used: Instant,
}

/// What a node shows: the last thumbnail that was made, and when.
struct Shown {
    id: DataId,
    since: Instant,
}

/// The thumbnails of all nodes.
#[derive(Default)]
pub struct Thumbnails {
    made: BTreeMap<DataId, Made>,
    shown: BTreeMap<NodeId, Shown>,
    making: Option<(DataId, Job<ColorImage>)>,
}

/// The first output of which there can be a picture.
fn pictured(state: &NodeState) -> Option<(DataId, Data)> {
    state.outputs.iter().flatten().find_map(|data| Some((source(data)?.0.id(), data.clone())))
}

/// The voxels behind a piece of data, and the index of the slice that is shown.
fn source(data: &Data) -> Option<(&Array, usize)> {
    let layer = downcast::<Image>(data).and_then(|image| image.color.first()).or_else(|| downcast::<Layer>(data));
    match (layer, downcast::<Volume>(data)) {
        (Some(layer), _) => Some((layer.array(), 0)),
        (None, Some(volume)) => Some((volume.array(), volume.dimensions()[2] / 2)),
        (None, None) => None,
    }
}

impl Thumbnails {
    /// Takes over what was made.
    pub fn collect(&mut self, ctx: &egui::Context) {
        let Some((id, job)) = self.making.take() else { return };
        let mut slot = Some(job);
        match job::take(&mut slot) {
            Some(result) => {
                // What cannot be shown small says so where it is shown large.
                let texture = result.ok().map(|pixels| ctx.load_texture("thumbnail", pixels, TextureOptions::LINEAR));
                self.made.insert(id, Made { texture, used: Instant::now() });
                self.forget_oldest();
            }
            None => self.making = slot.map(|job| (id, job)),
        }
    }

    fn forget_oldest(&mut self) {
        while self.made.len() > KEPT {
            let Some(oldest) = self.made.iter().min_by_key(|(_, made)| made.used).map(|(id, _)| *id) else { return };
            self.made.remove(&oldest);
        }
    }

    /// Draws the thumbnail of a node above it, and has it made when there is none yet.
    pub fn show(&mut self, ui: &Ui, painter: &Painter, view: &View, node: &NodeBox, state: &NodeState) {
        if Detail::at(view.zoom) == Detail::Far {
            return;
        }
        let Some((id, data)) = pictured(state) else {
            self.shown.remove(&node.node.id);
            return;
        };
        let now = Instant::now();
        if self.made.contains_key(&id) {
            if self.shown.get(&node.node.id).is_none_or(|shown| shown.id != id) {
                self.shown.insert(node.node.id, Shown { id, since: now });
            }
        } else {
            let rests = self.shown.get(&node.node.id).map_or(Duration::ZERO, |shown| PAUSE.saturating_sub(now - shown.since));
            if rests > Duration::ZERO {
                ui.ctx().request_repaint_after(rests);
            } else if self.making.is_none() {
                self.making = Some((id, Job::start(ui.ctx(), "thumbnail", move || picture(&data))));
            }
        }
        let Some(shown) = self.shown.get(&node.node.id) else { return };
        let Some(made) = self.made.get_mut(&shown.id) else { return };
        made.used = now;
        let Some(texture) = &made.texture else { return };
        let size = texture.size_vec2();
        let size = size * (SHOWN / size).min_elem() * view.zoom;
        let top = view.screen_rect(node.rect).center_top() - vec2(0.0, 5.0 * view.zoom);
        let rect = Rect::from_min_size(top - vec2(size.x / 2.0, size.y), size);
        painter.rect_filled(rect, 0.0, theme::GROUND);
        painter.image(texture.id(), rect, Rect::from_min_max(egui::Pos2::ZERO, egui::pos2(1.0, 1.0)), Color32::WHITE);
        painter.rect_stroke(rect, 1.0, Stroke::new(1.0, theme::BORDER_STRONG), StrokeKind::Outside);
        let response = ui.interact(rect, egui::Id::new(("thumbnail", node.node.id)), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(WidgetType::Image, true, format!("Thumbnail of {}", node.node.display_name)));
    }
}

/// The picture of an output, small. Reads every texel that it needs, from a device too: not for the window's thread.
fn picture(data: &Data) -> Result<ColorImage, String> {
    let (array, slice) = source(data).ok_or_else(|| "there is no picture of this".to_owned())?;
    let range = match (downcast::<Image>(data), downcast::<Layer>(data), downcast::<Volume>(data)) {
        (_, _, Some(volume)) => volume.display_range().map(Some),
        (_, Some(layer), _) => layer.clone().with_display_range().map(|layer| layer.data_map.data_range),
        (Some(image), ..) => Ok(image.color.first().and_then(|layer| layer.data_map.data_range)),
        (None, None, None) => Ok(None),
    };
    let range = range
        .map_err(|error| error.to_string())?
        .unwrap_or_else(|| if array.format().is_float() { [0.0, 1.0] } else { [0.0, array.format().full_range()[1]] });
    reduced(array, slice, range)
}

/// A slice of an array with at most [`SIZE`] pixels, top row first; a few texels are averaged for each.
fn reduced(array: &Array, slice: usize, range: [f64; 2]) -> Result<ColorImage, String> {
    const SAMPLES: usize = 3;
    let [.., height, width] = *array.shape() else { return Err("a picture has two axes".to_owned()) };
    if width == 0 || height == 0 {
        return Err("there is nothing in it".to_owned());
    }
    let factor = (width as f64 / SIZE[0] as f64).max(height as f64 / SIZE[1] as f64).max(1.0);
    let size = [width, height].map(|n| ((n as f64 / factor).round() as usize).max(1));
    let channels = array.channels();
    let as_it_is = array.format() == Format::U8 && range == [0.0, 255.0];
    let mut pixels = Vec::with_capacity(size[0] * size[1]);
    voxloom_core::with_scalar!(array.format(), T => {
        let texels = array.as_slice::<T>().map_err(|error| error.to_string())?;
        let start = slice * width * height;
        let value = |v: T| {
            let v = v.to_f64();
            let byte = if as_it_is { v } else { (v - range[0]) / (range[1] - range[0]) * 255.0 };
            // What is no number is no picture.
            if byte.is_nan() { 0.0 } else { byte.clamp(0.0, 255.0) }
        };
        for y in (0..size[1]).rev() {
            for x in 0..size[0] {
                let mut sum = [0.0; 4];
                for sample in 0..SAMPLES * SAMPLES {
                    let place = |i: usize, offset: usize, n: usize, of: usize| {
                        let at = (i as f64 + (offset as f64 + 0.5) / SAMPLES as f64) * of as f64 / n as f64;
                        (at as usize).min(of - 1)
                    };
                    let (at_x, at_y) = (place(x, sample % SAMPLES, size[0], width), place(y, sample / SAMPLES, size[1], height));
                    let texel = &texels[(start + at_y * width + at_x) * channels..][..channels];
                    for (sum, v) in sum.iter_mut().zip(texel) {
                        *sum += value(*v);
                    }
                }
                let [a, b, c, d] = sum.map(|sum| (sum / (SAMPLES * SAMPLES) as f64).round() as u8);
                pixels.push(match channels {
                    1 => Color32::from_gray(a),
                    2 => Color32::from_rgba_premultiplied(a, a, a, b),
                    3 => Color32::from_rgb(a, b, c),
                    _ => Color32::from_rgba_premultiplied(a, b, c, d),
                });
            }
        }
    });
    Ok(ColorImage::new(size, pixels))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[test]
    fn a_volume_shows_its_middle_slice_with_the_top_row_first() {
        // Three slices of two rows: the value tells slice and row.
        let voxels: Vec<f32> = (0..3).flat_map(|z| (0..2).flat_map(move |y| [(z * 2 + y) as f32; 4])).collect();
        let data: Data = Arc::new(Volume::from_vec::<f32>([3, 2, 4], 1, voxels).unwrap());
        let picture = picture(&data).unwrap();
        assert_eq!(picture.size, [4, 2]);
        let gray = |v: f32| Color32::from_gray((v / 5.0 * 255.0).round() as u8);
        assert_eq!((picture.pixels[0], picture.pixels[4]), (gray(3.0), gray(2.0)));
    }

    #[test]
    fn a_large_picture_becomes_small_in_its_shape() {
        let layer = Layer::from_vec::<u8>([500, 1000], 4, [10u8, 20, 30, 255].repeat(500_000)).unwrap();
        let data: Data = Arc::new(Image::from_layer(layer));
        let picture = picture(&data).unwrap();
        assert_eq!(picture.size, [128, 64]);
        assert!(picture.pixels.iter().all(|pixel| pixel.to_array() == [10, 20, 30, 255]), "bytes stay as they are");
    }

    #[test]
    fn what_is_no_number_leaves_the_rest() {
        let data: Data = Arc::new(Layer::from_vec::<f32>([1, 2], 1, vec![f32::NAN, 2.0]).unwrap());
        assert!(picture(&data).is_ok());
    }
}
