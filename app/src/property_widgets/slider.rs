//! The track and handle of a number between two limits.

use egui::emath::smart_aim;
use egui::{Rangef, Rect, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};
use voxloom_core::Value;

use super::Field;
use crate::theme;

/// Two presses within this time, in seconds, at one place are a double click.
const DOUBLE: f64 = 0.35;
/// Half the width of the handle, in points.
const HANDLE: f32 = 5.0;

/// A press, and what it does to the value.
#[derive(Clone, Copy)]
struct Press {
    /// When it began, in seconds.
    at: f64,
    x: f32,
    /// The value before it.
    before: f64,
    /// Where the handle is: it follows the pointer, with Shift a tenth as far.
    handle: f32,
    /// A second press may follow that takes it back: the step of undo is not closed yet.
    open: bool,
    /// It was the second of two: the number is typed once it is over.
    second: bool,
}

pub struct Track {
    pub value: f64,
    pub range: [f64; 2],
    pub integer: bool,
    pub width: f32,
}

impl Track {
    /// Drags set the value: Shift slowly, Ctrl in steps. True for a double click: the number is to be typed.
    pub fn show(&self, ui: &mut Ui, field: &Field<'_>, to_value: impl Fn(f64) -> Value) -> bool {
        let (rect, _) = ui.allocate_exact_size(vec2(self.width, ui.spacing().interact_size.y), Sense::hover());
        // The Tab key goes to the entry beside it.
        let response = ui.interact(rect, field.id().with("slider"), Sense::DRAG);
        let enabled = ui.is_enabled();
        response.widget_info(|| WidgetInfo::slider(enabled, self.value, field.name()));
        let track = rect.shrink2(vec2(HANDLE, 0.0)).x_range();
        let (now, modifiers) = ui.input(|input| (input.time, input.modifiers));
        let id = response.id.with("press");
        let mut press: Option<Press> = ui.data(|data| data.get_temp(id));
        let mut typing = false;

        if let Some(pointer) = response.interact_pointer_pos().filter(|_| enabled) {
            if response.drag_started() {
                let handle = self.place(track, self.value);
                let last = press.filter(|last| last.open && now - last.at < DOUBLE && (last.x - pointer.x).abs() < 4.0);
                if let Some(last) = last {
                    field.set(ui, to_value(last.before));
                    field.end();
                    press = Some(Press { open: false, second: true, ..last });
                } else {
                    field.end();
                    let grabbed = (handle - pointer.x).abs() <= HANDLE + 2.0;
                    let handle = if grabbed { handle } else { pointer.x };
                    press = Some(Press { at: now, x: pointer.x, before: self.value, handle, open: false, second: false });
                    if !grabbed {
                        self.moved_to(ui, field, track, handle, modifiers, &to_value);
                    }
                }
            } else if response.dragged()
                && let Some(press) = &mut press
                && response.drag_delta().x != 0.0
                && !press.second
            {
                press.handle += response.drag_delta().x * if modifiers.shift { 0.1 } else { 1.0 };
                self.moved_to(ui, field, track, press.handle, modifiers, &to_value);
            }
        }
        if response.drag_stopped()
            && let Some(press) = &mut press
            && !press.second
        {
            let still = response.interact_pointer_pos().is_none_or(|pointer| (pointer.x - press.x).abs() < 3.0);
            press.open = still && now - press.at < DOUBLE;
            if press.open {
                ui.ctx().request_repaint_after(std::time::Duration::from_secs_f64(DOUBLE));
            } else {
                field.end();
            }
        } else if press.is_some_and(|press| press.second) && !response.drag_stopped() && !response.is_pointer_button_down_on() {
            // Its release would take the keys away from the entry.
            typing = true;
            press = None;
        }
        if let Some(press) = &mut press
            && press.open
            && now - press.at >= DOUBLE
        {
            press.open = false;
            field.end();
        }
        ui.data_mut(|data| match press {
            Some(press) => drop(data.insert_temp(id, press)),
            None => data.remove::<Press>(id),
        });
        self.paint(ui, rect, track, response.hovered(), response.dragged());
        if !response.dragged() && !field.mixed {
            response.on_hover_text("Drag: Shift slowly, Ctrl in steps, Escape takes it back; double click: type");
        }
        typing
    }

    fn moved_to(&self, ui: &Ui, field: &Field<'_>, track: Rangef, x: f32, modifiers: egui::Modifiers, to_value: &impl Fn(f64) -> Value) {
        let [min, max] = self.range;
        // The shortest number that lies under the handle.
        let reach = if modifiers.shift { 0.05 } else { 0.5 };
        let mut value = smart_aim::best_in_range_f64(self.value_at(track, x - reach), self.value_at(track, x + reach));
        if modifiers.command {
            value = snapped(value, (max - min) * if modifiers.shift { 0.1 } else { 1.0 });
        }
        let value = value.clamp(min, max);
        let value = if self.integer { value.round() } else { value };
        if value != self.value || field.mixed {
            field.set(ui, to_value(value));
        }
    }

    fn is_logarithmic(&self) -> bool {
        self.range[0] > 0.0 && self.range[1] / self.range[0] >= 1e4
    }

    /// Where a value lies on the track.
    fn place(&self, track: Rangef, value: f64) -> f32 {
        let [min, max] = self.range;
        let value = value.clamp(min, max);
        let part = if self.is_logarithmic() { (value / min).ln() / (max / min).ln() } else { (value - min) / (max - min) };
        egui::lerp(track, part as f32)
    }

    fn value_at(&self, track: Rangef, x: f32) -> f64 {
        let [min, max] = self.range;
        let part = f64::from(((x - track.min) / track.span().max(1.0)).clamp(0.0, 1.0));
        if self.is_logarithmic() { min * (part * (max / min).ln()).exp() } else { min + part * (max - min) }
    }

    fn paint(&self, ui: &Ui, rect: Rect, track: Rangef, hovered: bool, dragged: bool) {
        let (y, x) = (rect.center().y, self.place(track, self.value));
        let (weak, visuals, painter) = (!ui.is_enabled(), ui.visuals(), ui.painter());
        let line = |from: f32, to: f32| Rect::from_min_max(pos2(from, y - 2.0), pos2(to, y + 2.0));
        painter.rect_filled(line(rect.left(), rect.right()), 2.0, visuals.widgets.inactive.bg_fill);
        let fill = if weak { visuals.widgets.inactive.bg_fill } else { visuals.selection.bg_fill };
        painter.rect_filled(line(rect.left(), x), 2.0, fill);
        let edge = match (weak, dragged, hovered) {
            (true, ..) => theme::TEXT_DISABLED,
            (false, true, _) => theme::ACCENT,
            (false, false, true) => theme::TEXT_STRONG,
            (false, false, false) => theme::TEXT,
        };
        let handle = Rect::from_center_size(pos2(x, y), vec2(HANDLE * 1.6, 14.0));
        painter.rect(
            handle,
            3.0,
            if hovered || dragged { theme::CONTROL_HOVERED } else { theme::CONTROL },
            Stroke::new(1.0, edge),
            egui::StrokeKind::Inside,
        );
    }
}

/// A value in round steps: about ten of them to a span.
pub fn snapped(value: f64, span: f64) -> f64 {
    let rough = span.abs() / 10.0;
    if !(rough > 0.0 && rough.is_finite()) {
        return value;
    }
    let power = 10.0_f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0].into_iter().map(|part| part * power).find(|step| *step >= rough * 0.999).unwrap_or(power);
    // Decimal steps are given as the decimals that they are.
    let count = (value / step).round();
    if step < 1.0 { count / (1.0 / step).round() } else { count * step }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_round() {
        assert_eq!(snapped(0.337, 1.0), 0.3);
        assert_eq!(snapped(43.0, 100.0), 40.0);
        assert_eq!(snapped(0.44, 4.0), 0.5);
        assert_eq!(snapped(1.23, 0.0), 1.23);
    }

    #[test]
    fn a_wide_range_of_scales_is_logarithmic() {
        let track = Track { value: 1.0, range: [0.01, 1000.0], integer: false, width: 100.0 };
        let line = Rangef::new(0.0, 100.0);
        assert!((track.value_at(line, 50.0) - 10.0_f64.sqrt()).abs() < 1e-9);
        assert!((track.place(line, 10.0_f64.sqrt()) - 50.0).abs() < 1e-3);
    }
}
