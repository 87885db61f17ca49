//! A camera: fit, axis views, projection, and its vectors as numbers.

use egui::{CollapsingHeader, ComboBox, Ui, WidgetType};
use glam::Vec3;
use voxloom_core::Value;
use voxloom_core::data::{Camera, Projection};

use super::Field;
use super::number::{Edit, NumberField, apply};
use voxloom_workspace::interaction::trackball::{self, AxisView};

pub fn show(ui: &mut Ui, field: &Field<'_>, default: &Camera) {
    let of = |value: &Value| if let Value::Camera(camera) = value { *camera } else { *default };
    let camera = of(field.value);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().button_padding.x = 6.0;
        ui.spacing_mut().item_spacing.x = 4.0;
        if ui.button("Fit").on_hover_text("Show all of the data (F or a double click in the canvas)").clicked() {
            field.set_each_once(ui, |own| Value::Camera(Camera { fit: true, ..of(own) }));
        }
        ui.separator();
        for view in AxisView::ALL {
            if ui.button(view.name()).on_hover_text(view.help()).clicked() {
                field.set_each_once(ui, |own| Value::Camera(trackball::axis_view(&of(own), view)));
            }
        }
    });
    projection(ui, field, camera, of);
    CollapsingHeader::new("Position").id_salt((field.id(), "position")).default_open(false).show(ui, |ui| {
        vector(ui, field, "From", of, |camera| &mut camera.look_from);
        vector(ui, field, "To", of, |camera| &mut camera.look_to);
        vector(ui, field, "Up", of, |camera| &mut camera.look_up);
        ui.horizontal(|ui| {
            name(ui, "Near, far", 64.0);
            let width = half_width(ui);
            let [near, far] = [camera.near, camera.far].map(f64::from);
            let edit = number(ui, field, "near", near, [1e-6, far], width);
            apply(ui, field, &edit, |v, own| Value::Camera(Camera { near: v as f32, fit: false, ..of(own) }));
            let edit = number(ui, field, "far", far, [near, 1e9], width);
            apply(ui, field, &edit, |v, own| Value::Camera(Camera { far: v as f32, fit: false, ..of(own) }));
        });
    });
}

fn name(ui: &mut Ui, text: &str, width: f32) {
    ui.allocate_ui_with_layout(egui::vec2(width, ui.spacing().interact_size.y), egui::Layout::left_to_right(egui::Align::Center), |ui| {
        ui.set_min_width(width);
        ui.add(egui::Label::new(egui::RichText::new(text).weak()).selectable(false));
    });
}

fn half_width(ui: &Ui) -> f32 {
    ((ui.available_width() - ui.spacing().item_spacing.x) * 0.5).max(40.0)
}

fn number(ui: &mut Ui, field: &Field<'_>, what: &str, value: f64, [min, max]: [f64; 2], width: f32) -> Edit {
    let label = format!("{} {what}", field.name());
    let unit = if what == "field of view" { "°" } else { "" };
    let entry =
        NumberField { min, max, speed: (value.abs() * 0.01).max(0.002), integer: false, unit, label: &label, width, ..NumberField::default() };
    entry.show(ui, (field.id(), what), value)
}

fn projection(ui: &mut Ui, field: &Field<'_>, camera: Camera, of: impl Fn(&Value) -> Camera) {
    ui.horizontal(|ui| {
        name(ui, "Projection", 64.0);
        let width = half_width(ui);
        let current = match camera.projection {
            Projection::Perspective { .. } => "Perspective",
            Projection::Orthographic { .. } => "Orthographic",
        };
        let mut chosen = None;
        let combo = ComboBox::from_id_salt((field.id(), "projection")).width(width).selected_text(current).truncate().show_ui(ui, |ui| {
            for other in ["Perspective", "Orthographic"] {
                if ui.selectable_label(other == current, other).clicked() && other != current {
                    chosen = Some(());
                }
            }
        });
        let enabled = ui.is_enabled();
        combo.response.widget_info(|| egui::WidgetInfo::labeled(WidgetType::ComboBox, enabled, format!("{} projection", field.name())));
        if chosen.is_some() {
            field.set_once(ui, Value::Camera(trackball::other_projection(&camera)));
        }
        // A list is a little wider than it is told to be.
        let width = ui.available_width();
        match camera.projection {
            Projection::Perspective { fov } => {
                let edit = number(ui, field, "field of view", f64::from(fov), [1.0, 170.0], width);
                apply(ui, field, &edit, |v, own| {
                    Value::Camera(Camera { projection: Projection::Perspective { fov: v as f32 }, fit: false, ..of(own) })
                });
            }
            Projection::Orthographic { height } => {
                let edit = number(ui, field, "height", f64::from(height), [1e-6, 1e9], width);
                apply(ui, field, &edit, |v, own| {
                    Value::Camera(Camera { projection: Projection::Orthographic { height: v as f32 }, fit: false, ..of(own) })
                });
            }
        }
    });
}

fn vector(ui: &mut Ui, field: &Field<'_>, what: &str, of: impl Fn(&Value) -> Camera, part: impl Fn(&mut Camera) -> &mut Vec3) {
    ui.horizontal(|ui| {
        name(ui, what, 34.0);
        ui.spacing_mut().item_spacing.x = 4.0;
        let spacing = ui.spacing().item_spacing.x;
        let width = ((ui.available_width() + spacing) / 3.0 - spacing).max(36.0);
        let shown = *part(&mut of(field.value));
        for (axis, component) in ["x", "y", "z"].into_iter().enumerate() {
            let number = f64::from(shown[axis]);
            let edit = self::number(ui, field, &format!("{what} {component}"), number, [-1e9, 1e9], width);
            apply(ui, field, &edit, |v, own| {
                let mut camera = of(own);
                camera.fit = false;
                part(&mut camera)[axis] = v as f32;
                Value::Camera(camera)
            });
        }
    });
}
