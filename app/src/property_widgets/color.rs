//! Colors: sRGB with opacity.

use egui::color_picker::{Alpha, color_edit_button_srgba};
use egui::{Color32, Ui, WidgetType};
use voxloom_core::Value;

use super::Field;

/// The color as the interface shows it.
pub fn to_color32([r, g, b, a]: [f32; 4]) -> Color32 {
    let byte = |v: f32| (v.clamp(0.0, 1.0) * 255.0).round() as u8;
    Color32::from_rgba_unmultiplied(byte(r), byte(g), byte(b), byte(a))
}

/// A button that opens a color picker. Edits values in place; true when they changed.
pub fn picker(ui: &mut Ui, color: &mut [f32; 4]) -> egui::Response {
    let mut bytes = color.map(|v| (v.clamp(0.0, 1.0) * 255.0).round() as u8);
    let response = ui.color_edit_button_srgba_unmultiplied(&mut bytes);
    if response.changed() {
        *color = bytes.map(|b| f32::from(b) / 255.0);
    }
    response
}

/// A picker of a color without opacity.
pub fn opaque_picker(ui: &mut Ui, color: &mut [f32; 4]) -> egui::Response {
    let mut shown = to_color32([color[0], color[1], color[2], 1.0]);
    let response = color_edit_button_srgba(ui, &mut shown, Alpha::Opaque);
    if response.changed() {
        let [r, g, b, _] = shown.to_array().map(|b| f32::from(b) / 255.0);
        *color = [r, g, b, color[3]];
    }
    response
}

pub fn show(ui: &mut Ui, field: &Field<'_>, default: [f32; 4]) {
    let mut color = if let Value::Color(color) = field.value { *color } else { default };
    ui.horizontal(|ui| {
        let response = picker(ui, &mut color);
        field.label(ui, &response, WidgetType::ColorButton);
        if response.changed() {
            field.set(ui, Value::Color(color));
        }
        // The picker is a window of its own: a step ends when the mouse is let go in it.
        if ui.input(|i| i.pointer.any_released()) && egui::Popup::is_any_open(ui.ctx()) {
            field.end();
        }
        let [r, g, b, a] = color.map(|v| (v * 255.0).round() as u8);
        let text = if a == 255 { format!("#{r:02x}{g:02x}{b:02x}") } else { format!("#{r:02x}{g:02x}{b:02x}{a:02x}") };
        let shown = if field.mixed { "" } else { &text };
        let entry = super::text::Entry { id: field.id().with("hex"), value: &text, shown, label: field.name(), multiline: false, mixed: field.mixed };
        let entry = entry.show(ui);
        if let Some(text) = entry {
            match field.property.value_from_text(text.trim()) {
                Ok(value) => field.set_once(ui, value),
                Err(error) => field.fail(ui, error.to_string()),
            }
        }
    });
}

/// A vector of three or four components that is meant as a color.
pub fn vector(ui: &mut Ui, field: &Field<'_>) {
    let Some(numbers) = field.value.as_floats() else { return };
    let mut color = [1.0; 4];
    for (channel, number) in color.iter_mut().zip(&numbers) {
        *channel = *number as f32;
    }
    let response = if numbers.len() == 4 { picker(ui, &mut color) } else { opaque_picker(ui, &mut color) };
    field.label(ui, &response, WidgetType::ColorButton);
    if response.changed() {
        field.set(ui, Value::FloatVector(color[..numbers.len()].iter().map(|channel| f64::from(*channel)).collect()));
    }
    if ui.input(|i| i.pointer.any_released()) && egui::Popup::is_any_open(ui.ctx()) {
        field.end();
    }
}
