//! Numbers: a slider with a typed entry.

use std::cell::{Cell, RefCell};

use egui::{DragValue, Slider, SliderClamping, Ui, Widget, WidgetInfo};
use voxloom_core::Value;
use voxloom_core::property::{Bound, NumberKind, Semantics};

use super::{Field, expression};

/// Width of the typed entry beside a slider.
const ENTRY: f32 = 74.0;

/// What a person did to a number in this frame.
#[derive(Debug, Clone, PartialEq)]
pub enum Edit {
    None,
    /// The value, while the mouse is down.
    Moving(f64),
    /// The value, and the edit is over.
    Settled(f64),
    /// The edit is over, with the last value.
    Ended,
    /// Text that is no number.
    Wrong(String),
}

/// Text that is being typed, and what it reads as.
#[derive(Clone, Default)]
struct Typing {
    value: Option<f64>,
    wrong: Option<String>,
}

/// Stands where several values differ.
pub const MIXED: &str = "—";

/// A number that is dragged or typed.
pub struct NumberField<'a> {
    pub min: f64,
    pub max: f64,
    /// Change for a drag of one point.
    pub speed: f64,
    pub integer: bool,
    pub unit: &'a str,
    /// For screen readers and tests.
    pub label: &'a str,
    pub width: f32,
    /// The nodes that are edited together have several values, of which this is one.
    pub mixed: bool,
}

impl Default for NumberField<'_> {
    fn default() -> Self {
        Self { min: f64::NEG_INFINITY, max: f64::INFINITY, speed: 0.01, integer: false, unit: "", label: "", width: ENTRY, mixed: false }
    }
}

impl NumberField<'_> {
    /// Shows the field. What is typed counts when the typing ends, so that half a number computes nothing.
    pub fn show(&self, ui: &mut Ui, salt: impl std::hash::Hash + std::fmt::Debug, value: f64) -> Edit {
        ui.push_id(salt, |ui| self.show_inside(ui, value)).inner
    }

    fn show_inside(&self, ui: &mut Ui, value: f64) -> Edit {
        let id = ui.next_auto_id().with("typing");
        let typing: Option<Typing> = ui.data(|data| data.get_temp(id));
        let mut shown = typing.as_ref().and_then(|typing| typing.value).unwrap_or(value);
        let before = shown;
        let wrong = Cell::new(None);
        let parsed = Cell::new(false);
        let typed = Cell::new(false);
        let displayed = RefCell::new((value, String::new()));
        let height = ui.spacing().interact_size.y;
        let response = ui
            .scope(|ui| {
                ui.spacing_mut().interact_size.x = self.width;
                let mut drag = DragValue::new(&mut shown)
                    .range(self.min..=self.max)
                    .clamp_existing_to_range(false)
                    .speed(self.speed)
                    .custom_formatter(|v, decimals| {
                        let text = match self.mixed {
                            true if v == value => MIXED.to_owned(),
                            _ if self.integer => format!("{v:.0}"),
                            _ => format_number(v, *decimals.end()),
                        };
                        displayed.replace((v, text.clone()));
                        text
                    })
                    .custom_parser(|text| {
                        if text == MIXED {
                            return None;
                        }
                        // What stands there may be rounded: it is the value until it is edited.
                        let (v, as_shown) = &*displayed.borrow();
                        let number = if text == as_shown { Some(*v) } else { parse(text, self.unit, self.integer) };
                        parsed.set(true);
                        typed.set(number.is_some());
                        wrong.set(number.is_none().then(|| text.trim().to_owned()));
                        number
                    });
                if !self.unit.is_empty() && !self.mixed {
                    let space = if self.unit == "°" { "" } else { " " };
                    drag = drag.suffix(format!("{space}{}", self.unit));
                }
                ui.allocate_ui(egui::vec2(self.width, height), |ui| drag.ui(ui)).inner
            })
            .inner;
        let enabled = ui.is_enabled();
        response.widget_info(|| WidgetInfo { label: Some(self.label.to_owned()), ..WidgetInfo::drag_value(enabled, shown) });

        let pressed_outside = ui.input(|i| i.pointer.any_pressed() && i.pointer.interact_pos().is_some_and(|p| !response.rect.contains(p)));
        let over = response.lost_focus() || (response.has_focus() && pressed_outside);
        let mut typing = typing.unwrap_or_default();
        if parsed.get() {
            typing.wrong = wrong.take();
        }
        // Where values differ, the one that is shown may be typed for all.
        let chosen = self.mixed && (typing.value.is_some() || typed.get());
        if over {
            ui.data_mut(|data| data.remove_temp::<Typing>(id));
            if ui.input(|i| i.key_pressed(egui::Key::Escape)) {
                return Edit::Ended;
            }
            if let Some(text) = typing.wrong.filter(|text| !text.is_empty()) {
                return Edit::Wrong(text);
            }
            return if shown == value && !chosen { Edit::Ended } else { Edit::Settled(shown) };
        }
        if response.has_focus() {
            if shown != before || chosen {
                typing.value = Some(shown);
            }
            ui.data_mut(|data| data.insert_temp(id, typing));
            return Edit::None;
        }
        if response.drag_stopped() {
            return if shown == value { Edit::Ended } else { Edit::Settled(shown) };
        }
        if shown == before {
            Edit::None
        } else if response.dragged() {
            Edit::Moving(shown)
        } else {
            Edit::Settled(shown)
        }
    }
}

/// A number as a person types it: with or without a unit, comma or point, or as arithmetic.
fn parse(text: &str, unit: &str, integer: bool) -> Option<f64> {
    let number = expression::evaluate(text, unit)?;
    (!integer || number.fract() == 0.0).then_some(number)
}

/// A number with as many places as it needs, up to `decimals`; very large and small ones in scientific notation.
fn format_number(value: f64, decimals: usize) -> String {
    if value != 0.0 && (value.abs() < 1e-4 || value.abs() >= 1e8) {
        return format!("{value:.3e}");
    }
    let text = format!("{value:.*}", decimals.clamp(1, 6));
    let short = text.trim_end_matches('0').trim_end_matches('.');
    if short.is_empty() || short == "-0" { "0".to_owned() } else { short.to_owned() }
}

/// A number in few characters, for labels and tooltips.
pub fn short(value: f64) -> String {
    if value == f64::MAX || value == f64::INFINITY {
        "∞".to_owned()
    } else if value == f64::MIN || value == f64::NEG_INFINITY {
        "−∞".to_owned()
    } else {
        format_number(value, 3)
    }
}

/// A slider in the width that is left beside the entry; the value while it moves, and whether it was let go.
fn slider(ui: &mut Ui, field: &Field<'_>, value: f64, [min, max]: [f64; 2], integer: bool) {
    let width = ui.available_width() - ENTRY - ui.spacing().item_spacing.x;
    if width < 50.0 {
        return;
    }
    let mut moved = value;
    let response = ui
        .scope(|ui| {
            ui.spacing_mut().slider_width = width;
            let mut slider = Slider::new(&mut moved, min..=max).show_value(false).clamping(SliderClamping::Edits).trailing_fill(true);
            if integer {
                slider = slider.integer();
            }
            if min > 0.0 && max / min >= 1e4 {
                slider = slider.logarithmic(true);
            }
            ui.add(slider)
        })
        .inner;
    let enabled = ui.is_enabled();
    response.widget_info(|| WidgetInfo::slider(enabled, value, field.name()));
    if moved != value {
        field.set(ui, number(moved, integer));
    }
    field.end_with(&response);
}

fn number(value: f64, integer: bool) -> Value {
    if integer { Value::Int(value.round() as i64) } else { Value::Float(value) }
}

fn show(ui: &mut Ui, field: &Field<'_>, kind: &NumberKind<f64>, integer: bool) {
    let value = field.value.as_float().unwrap_or(kind.default);
    let (range, increment) = ([kind.min, kind.max], kind.increment);
    // Bounds that do not clamp only scale the slider.
    let min = if kind.min_bound == Bound::Ignore { f64::NEG_INFINITY } else { kind.min };
    let max = if kind.max_bound == Bound::Ignore { f64::INFINITY } else { kind.max };
    let span = range[1] - range[0];
    let slides = span.is_finite() && span > 0.0 && span < 1e12 && !matches!(field.property.semantics, Semantics::SpinBox | Semantics::Text);
    ui.horizontal(|ui| {
        if slides {
            slider(ui, field, value, range, integer);
        }
        let speed = match (integer, slides) {
            (true, true) => (span / 400.0).max(0.05),
            (true, false) => 0.1,
            (false, true) => (span / 400.0).min(increment.abs().max(f64::MIN_POSITIVE)),
            (false, false) => (value.abs() * 0.01).max(increment.abs()).max(1e-6),
        };
        let entry = NumberField { min, max, speed, integer, unit: &kind.unit, label: field.name(), width: ENTRY, mixed: field.mixed };
        let edit = entry.show(ui, field.id(), value);
        apply(ui, field, &edit, |v, _| number(v, integer));
    });
}

/// Carries an edit of a number field out; `value` gives the value of a node from the number and from the value that the node has.
pub fn apply(ui: &Ui, field: &Field<'_>, edit: &Edit, value: impl Fn(f64, &Value) -> Value) {
    match edit {
        Edit::None => {}
        Edit::Moving(v) => field.set_each(ui, |own| value(*v, own)),
        Edit::Settled(v) => {
            field.set_each(ui, |own| value(*v, own));
            field.end();
        }
        Edit::Ended => {
            field.clear_error(ui);
            field.end();
        }
        Edit::Wrong(text) => field.fail(ui, format!("“{text}” is not a number that {} takes", field.name())),
    }
}

pub fn float(ui: &mut Ui, field: &Field<'_>, kind: &NumberKind<f64>) {
    show(ui, field, kind, false);
}

pub fn int(ui: &mut Ui, field: &Field<'_>, kind: &NumberKind<i64>) {
    let as_float = NumberKind {
        default: kind.default as f64,
        min: kind.min as f64,
        max: kind.max as f64,
        min_bound: kind.min_bound,
        max_bound: kind.max_bound,
        increment: kind.increment as f64,
        unit: kind.unit.clone(),
    };
    show(ui, field, &as_float, true);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_type_them() {
        assert_eq!(parse(" 12,5 mm", "mm", false), Some(12.5));
        assert_eq!(parse("1e-3", "", false), Some(0.001));
        assert_eq!(parse("sqrt(16)*2", "", true), Some(8.0));
        assert_eq!(parse("−4", "", true), Some(-4.0));
        assert_eq!(parse("4.5", "", true), None);
        assert_eq!(parse("four", "", false), None);
    }

    #[test]
    fn numbers_are_written_short() {
        assert_eq!(format_number(0.5, 4), "0.5");
        assert_eq!(format_number(100.0, 3), "100");
        assert_eq!(format_number(0.000_01, 3), "1.000e-5");
        assert_eq!(short(f64::MAX), "∞");
    }
}
