//! The position of a light: a ball to drag the light around, and its components.

use egui::{Color32, Sense, Ui, Vec2, WidgetInfo, WidgetType, vec2};
use voxloom_core::Value;
use voxloom_core::property::{Property, Semantics, VectorKind};

use super::{Field, vector};
use crate::theme;

const BALL: f32 = 56.0;

pub fn is_position(property: &Property, components: usize) -> bool {
    property.semantics == Semantics::LightPosition && components == 3
}

/// The direction to the light, of length 1, and its distance.
fn direction(values: &[f64]) -> ([f64; 3], f64) {
    let [x, y, z] = [0, 1, 2].map(|i| values.get(i).copied().unwrap_or(0.0));
    let distance = (x * x + y * y + z * z).sqrt();
    if distance > 0.0 { ([x / distance, y / distance, z / distance], distance) } else { ([0.0, 0.0, 1.0], 1.0) }
}

/// The position as far away as before, on the side of the ball that is seen, under a point of its disk.
fn under(point: Vec2, distance: f64) -> Vec<f64> {
    let (mut x, mut y) = (f64::from(point.x), f64::from(-point.y));
    let radius = x.hypot(y);
    if radius > 1.0 {
        (x, y) = (x / radius, y / radius);
    }
    let z = (1.0 - x * x - y * y).max(0.0).sqrt();
    vec![x * distance, y * distance, z * distance]
}

pub fn show(ui: &mut Ui, field: &Field<'_>, kind: &VectorKind<f64>) {
    vector::floats(ui, field, kind);
    let values = field.value.as_floats().unwrap_or_else(|| kind.default.clone());
    let ([x, y, z], distance) = direction(&values);
    let (rect, _) = ui.allocate_exact_size(vec2(BALL, BALL), Sense::hover());
    let ball = ui.interact(rect, field.id().with("ball"), Sense::DRAG).on_hover_text("Drag the light around; its distance stays");
    let enabled = ui.is_enabled();
    ball.widget_info(|| WidgetInfo::labeled(WidgetType::Slider, enabled, format!("{} direction", field.name())));
    let radius = BALL * 0.5 - 2.0;
    if let Some(pointer) = ball.interact_pointer_pos()
        && ball.dragged()
    {
        let point = (pointer - rect.center()) / radius;
        field.set_each(ui, |own| {
            let distance = own.as_floats().map_or(distance, |own| direction(&own).1);
            Value::FloatVector(under(point, distance))
        });
    }
    if ball.drag_stopped() {
        field.end();
    }
    let lit = rect.center() + vec2(x as f32, -y as f32) * radius;
    let painter = ui.painter();
    painter.circle(rect.center(), radius, theme::CONTROL, ui.visuals().widgets.inactive.bg_stroke);
    // Toward the light it is brighter: circles that shrink to it.
    for step in 1..6 {
        let part = step as f32 / 6.0;
        let shade = if z < 0.0 { theme::CONTROL } else { theme::CONTROL.lerp_to_gamma(Color32::WHITE, part * 0.7) };
        painter.circle_filled(rect.center().lerp(lit, part), radius * (1.0 - part), shade);
    }
    // A ring: the light is behind.
    if z < 0.0 {
        painter.circle_stroke(lit, 3.5, egui::Stroke::new(1.5, theme::ACCENT));
    } else {
        painter.circle_filled(lit, 3.5, theme::ACCENT);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_light_keeps_its_distance() {
        let (d, distance) = direction(&[0.0, 3.0, 4.0]);
        assert_eq!((d, distance), ([0.0, 0.6, 0.8], 5.0));
        assert_eq!(under(vec2(0.0, -0.6), 5.0).iter().map(|v| (v * 1e4).round() / 1e4).collect::<Vec<_>>(), [0.0, 3.0, 4.0]);
        assert_eq!(under(vec2(4.0, 0.0), 2.0), [2.0, 0.0, 0.0]);
    }
}
