//! Place and values of the pixel under the pointer, of all layers; what lies on a device is fetched by a thread of its own.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use egui::{Color32, Grid, Pos2, Rect, RichText, Sense, Ui, WidgetInfo, WidgetType, vec2};
use voxloom_core::data::{DataId, Format, Image, Layer};
use voxloom_core::port::{Data, downcast, short};

use super::pan_zoom::texel_at;
use crate::inspector::element;
use crate::theme;

/// What one canvas remembers of it.
#[derive(Default)]
pub struct Probe {
    /// What was fetched last, and whether that is done.
    fetched: Option<(DataId, Arc<AtomicBool>)>,
}

/// The layers of a picture with their names.
fn layers(data: &Data) -> Vec<(String, &Layer)> {
    let Some(image) = downcast::<Image>(data) else {
        return downcast::<Layer>(data).map(|layer| ("Value".to_owned(), layer)).into_iter().collect();
    };
    let name = |index: usize| if index == 0 { "Color".to_owned() } else { format!("Color {}", index + 1) };
    let mut layers: Vec<_> = image.color.iter().enumerate().map(|(index, layer)| (name(index), layer)).collect();
    layers.extend(image.depth.iter().map(|layer| ("Depth".to_owned(), layer)));
    layers.extend(image.picking.iter().map(|layer| ("Picking".to_owned(), layer)));
    layers
}

impl Probe {
    /// Says what is under the pointer. `placed`: where the picture lies.
    pub fn show(&mut self, ui: &Ui, pointer: Pos2, placed: Rect, data: &Data, name: &str) {
        let layers = layers(data);
        let Some((_, first)) = layers.first() else { return };
        let size = first.dimensions();
        let Some([x, from_top]) = texel_at(placed, size, pointer) else { return };
        let y = size[1] - 1 - from_top;
        self.fetch(ui.ctx(), &layers);
        let values = |layer: &Layer| {
            layer.array().known_memory()?;
            // Layers of another size lie under the same picture.
            let [width, height] = layer.dimensions();
            let (x, y) = (x * width / size[0], y * height / size[1]);
            element(layer.array(), y * width + x)
        };
        let place = format!("({x}, {y})");
        let known: Vec<(&str, Option<Vec<f64>>)> = layers.iter().map(|(name, layer)| (name.as_str(), values(layer))).collect();
        let text = |values: &Option<Vec<f64>>| {
            values.as_ref().map_or("…".to_owned(), |values| values.iter().map(|v| short(*v)).collect::<Vec<_>>().join("  "))
        };
        let swatch = known.first().and_then(|(_, values)| color(first, values.as_deref()?));
        let said = known.iter().map(|(name, values)| format!("{name} {}", text(values))).collect::<Vec<_>>().join(", ");
        let id = ui.id().with("pixel");
        let tooltip = egui::Tooltip::always_open(ui.ctx().clone(), ui.layer_id(), id, egui::PopupAnchor::Pointer);
        tooltip.gap(14.0).show(|ui| {
            let whole = ui.horizontal(|ui| {
                if let Some(color) = swatch {
                    let (rect, _) = ui.allocate_exact_size(vec2(14.0, 14.0), Sense::hover());
                    ui.painter().rect(rect, 2.0, color, egui::Stroke::new(1.0, theme::BORDER_STRONG), egui::StrokeKind::Inside);
                }
                ui.label(RichText::new(&place).color(theme::TEXT_STRONG));
            });
            let label = format!("Pixel {place} of {name}: {said}");
            whole.response.widget_info(|| WidgetInfo::labeled(WidgetType::Label, true, &label));
            Grid::new("pixel").num_columns(2).min_row_height(16.0).spacing([theme::UNIT * 3.0, 2.0]).show(ui, |ui| {
                for (name, values) in &known {
                    ui.label(RichText::new(*name).size(theme::SIZE_SMALL).color(theme::TEXT_WEAK));
                    ui.label(text(values));
                    ui.end_row();
                }
            });
        });
    }

    /// Has the layers copied to host memory, unless they are there or on their way.
    fn fetch(&mut self, ctx: &egui::Context, layers: &[(String, &Layer)]) {
        let missing: Vec<Layer> =
            layers.iter().filter(|(_, layer)| layer.array().known_memory().is_none()).map(|(_, layer)| (*layer).clone()).collect();
        let Some(wanted) = missing.first().map(Layer::id) else { return };
        // One at a time while the picture moves, and what cannot be read only once.
        if self.fetched.as_ref().is_some_and(|(id, done)| *id == wanted || !done.load(Ordering::Acquire)) {
            return;
        }
        let done = Arc::new(AtomicBool::new(false));
        self.fetched = Some((wanted, done.clone()));
        let ctx = ctx.clone();
        std::thread::spawn(move || {
            if let Some(error) = missing.iter().find_map(|layer| layer.array().memory().err()) {
                log::warn!("the pixels of a canvas could not be read back: {error}");
            }
            done.store(true, Ordering::Release);
            ctx.request_repaint();
        });
    }
}

/// The color that the values stand for, for bytes.
fn color(layer: &Layer, values: &[f64]) -> Option<Color32> {
    if layer.format() != Format::U8 {
        return None;
    }
    let c = |i: usize| values.get(i).map_or(0, |v| *v as u8);
    Some(match values.len() {
        1 => Color32::from_gray(c(0)),
        2 => Color32::from_rgba_premultiplied(c(0), c(0), c(0), c(1)),
        3 => Color32::from_rgb(c(0), c(1), c(2)),
        _ => Color32::from_rgba_premultiplied(c(0), c(1), c(2), c(3)),
    })
}
