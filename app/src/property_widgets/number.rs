//! Numbers: a slider with a typed entry.

use egui::text::{CCursor, CCursorRange};
use egui::text_edit::TextEditState;
use egui::{Align, DragValue, Id, Key, Modifiers, Response, TextEdit, Ui, Widget, WidgetInfo, vec2};
use voxloom_core::Value;
use voxloom_core::property::{Bound, NumberKind, Semantics};

use super::{Field, expression, hint, slider};
use crate::theme;

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
    /// Text that is no number, and why.
    Wrong(String, String),
}

/// Text that is being typed.
#[derive(Clone, Default)]
struct Typing {
    text: String,
    /// What stood there at first: a value may have been rounded for it.
    shown: String,
    /// Text that was no number when Enter was pressed.
    refused: Option<String>,
}

/// Stands where several values differ.
pub const MIXED: &str = "—";

/// A number that is dragged or typed.
pub struct NumberField<'a> {
    pub min: f64,
    pub max: f64,
    /// Change for a drag of one point, and for a press of an arrow key.
    pub speed: f64,
    pub integer: bool,
    pub unit: &'a str,
    /// For screen readers and tests.
    pub label: &'a str,
    pub width: f32,
    /// The nodes that are edited together have several values, of which this is one.
    pub mixed: bool,
    /// Gets the keys now.
    pub take_keys: bool,
}

impl Default for NumberField<'_> {
    fn default() -> Self {
        Self {
            min: f64::NEG_INFINITY,
            max: f64::INFINITY,
            speed: 0.01,
            integer: false,
            unit: "",
            label: "",
            width: ENTRY,
            mixed: false,
            take_keys: false,
        }
    }
}

impl NumberField<'_> {
    /// Shows the field. What is typed counts when the typing ends, so that half a number computes nothing.
    pub fn show(&self, ui: &mut Ui, salt: impl std::hash::Hash + std::fmt::Debug, value: f64) -> Edit {
        let height = ui.spacing().interact_size.y;
        ui.push_id(salt, |ui| {
            ui.allocate_ui(vec2(self.width, height), |ui| {
                ui.spacing_mut().interact_size.x = self.width;
                // Dragged or typed into it is the same widget.
                let id = ui.next_auto_id();
                if self.take_keys {
                    ui.memory_mut(|memory| memory.request_focus(id));
                }
                let begun = ui.data(|data| data.get_temp::<Typing>(id.with("typing")).is_some());
                let typing = ui.is_enabled() && (begun || ui.memory(|memory| memory.has_focus(id)));
                if typing { self.typed(ui, id, value) } else { self.dragged(ui, value) }
            })
            .inner
        })
        .inner
    }

    fn describe(&self, response: &Response, enabled: bool, value: f64) {
        response.widget_info(|| WidgetInfo { label: Some(self.label.to_owned()), ..WidgetInfo::drag_value(enabled, value) });
    }

    fn dragged(&self, ui: &mut Ui, value: f64) -> Edit {
        let mut shown = value;
        let mut drag = DragValue::new(&mut shown)
            .range(self.min..=self.max)
            .clamp_existing_to_range(false)
            .speed(self.speed)
            // Text is read elsewhere; what stands here may be rounded.
            .custom_parser(|_| None)
            .custom_formatter(|v, decimals| if self.mixed && v == value { MIXED.to_owned() } else { self.format(v, *decimals.end()) });
        if !self.unit.is_empty() && !self.mixed {
            let space = if self.unit == "°" { "" } else { " " };
            drag = drag.suffix(format!("{space}{}", self.unit));
        }
        let response = drag.ui(ui);
        self.describe(&response, ui.is_enabled(), shown);
        let snap = ui.input(|input| input.modifiers.command) && response.dragged();
        if snap {
            shown = slider::snapped(shown, self.speed * 100.0).clamp(self.min, self.max);
        }
        if response.drag_stopped() {
            return if shown == value { Edit::Ended } else { Edit::Settled(shown) };
        }
        match (shown == value, response.dragged()) {
            (true, _) => Edit::None,
            (false, true) => Edit::Moving(shown),
            (false, false) => Edit::Settled(shown),
        }
    }

    fn typed(&self, ui: &mut Ui, id: Id, value: f64) -> Edit {
        let known = id.with("typing");
        let begun: Option<Typing> = ui.data(|data| data.get_temp(known));
        let fresh = begun.is_none();
        let mut typing = begun.unwrap_or_else(|| {
            let shown = if self.mixed { MIXED.to_owned() } else { self.format(value, self.decimals()) };
            Typing { text: shown.clone(), shown, refused: None }
        });
        if ui.memory(|memory| memory.has_focus(id)) {
            let steps = ui.input_mut(|input| {
                let count = |input: &mut egui::InputState, key| input.count_and_consume_key(Modifiers::NONE, key) as f64;
                count(input, Key::ArrowUp) - count(input, Key::ArrowDown)
            });
            if steps != 0.0 {
                let step = if self.integer { self.speed.max(1.0).round() } else { self.speed };
                let next = self.read(&typing, value).unwrap_or(value) + steps * step;
                typing.text = self.format(next.clamp(self.min, self.max), self.decimals());
            }
        }
        let edit = TextEdit::singleline(&mut typing.text)
            .id(id)
            .horizontal_align(ui.layout().horizontal_align())
            .vertical_align(Align::Center)
            .margin(ui.spacing().button_padding)
            .min_size(ui.spacing().interact_size)
            .desired_width(self.width - 2.0 * ui.spacing().button_padding.x);
        let response = ui.add(edit);
        self.describe(&response, true, value);
        if fresh && response.has_focus() {
            select_all(ui, id, &typing.text);
        }
        if response.changed() || !response.has_focus() {
            // What is below it follows in the next frame.
            ui.ctx().request_repaint();
        }
        let pressed_outside = ui.input(|i| i.pointer.any_pressed() && i.pointer.interact_pos().is_some_and(|p| !response.rect.contains(p)));
        if !response.has_focus() || pressed_outside {
            let unchanged = fresh || typing.text == typing.shown || typing.text.trim().is_empty();
            if unchanged || ui.input(|i| i.key_pressed(Key::Escape)) {
                ui.data_mut(|data| data.remove_temp::<Typing>(known));
                return Edit::Ended;
            }
            let read = self.read(&typing, value);
            if read.is_err() && response.lost_focus() && ui.input(|i| i.key_pressed(Key::Enter)) {
                // It is there to be mended; what is typed next does not go elsewhere.
                response.request_focus();
                select_all(ui, id, &typing.text);
                typing.refused = Some(typing.text.clone());
                ui.data_mut(|data| data.insert_temp(known, typing.clone()));
            } else {
                ui.data_mut(|data| data.remove_temp::<Typing>(known));
            }
            return match read {
                Err(reason) => Edit::Wrong(typing.text.trim().to_owned(), reason),
                Ok(v) if v.clamp(self.min, self.max) == value && !self.mixed => Edit::Ended,
                Ok(v) => Edit::Settled(v.clamp(self.min, self.max)),
            };
        }
        self.preview(ui, &response, &typing, value);
        ui.data_mut(|data| data.insert_temp(known, typing));
        Edit::None
    }

    /// Below the entry: what the text comes to, or what is wrong with it.
    fn preview(&self, ui: &Ui, entry: &Response, typing: &Typing, value: f64) {
        if typing.text == typing.shown || typing.text.trim().is_empty() || typing.refused.as_ref() == Some(&typing.text) {
            return;
        }
        let unit = if self.unit.is_empty() { String::new() } else { format!(" {}", self.unit) };
        match self.read(typing, value) {
            Err(reason) => hint(ui, entry.id, entry.rect, &format!("No number: {reason}"), theme::ERROR),
            Ok(v) if v < self.min => hint(ui, entry.id, entry.rect, &format!("The least is {}{unit}", short(self.min)), theme::WARNING),
            Ok(v) if v > self.max => hint(ui, entry.id, entry.rect, &format!("The most is {}{unit}", short(self.max)), theme::WARNING),
            Ok(v) if !expression::is_plain(&typing.text) => {
                hint(ui, entry.id, entry.rect, &format!("= {}{unit}", four_digits(v)), theme::TEXT_STRONG);
            }
            Ok(_) => {}
        }
    }

    /// What is typed as a number: with or without a unit, comma or point, or as arithmetic.
    fn read(&self, typing: &Typing, value: f64) -> Result<f64, String> {
        // What stood there may be rounded: it is the value until it is edited.
        if typing.text == typing.shown && !self.mixed { Ok(value) } else { parse(&typing.text, self.unit, self.integer) }
    }

    fn decimals(&self) -> usize {
        (1.0 / self.speed.abs()).log10().ceil().clamp(0.0, 15.0) as usize + 2
    }

    fn format(&self, value: f64, decimals: usize) -> String {
        if self.integer { format!("{value:.0}") } else { format_number(value, decimals) }
    }
}

fn select_all(ui: &Ui, field: Id, text: &str) {
    let mut state = TextEditState::load(ui.ctx(), field).unwrap_or_default();
    state.cursor.set_char_range(Some(CCursorRange::two(CCursor::default(), CCursor::new(text.chars().count()))));
    state.store(ui.ctx(), field);
}

fn parse(text: &str, unit: &str, integer: bool) -> Result<f64, String> {
    let number = expression::evaluate(text, unit)?;
    if integer && number.fract() != 0.0 {
        return Err(format!("{} is not whole", four_digits(number)));
    }
    Ok(number)
}

/// A number with at least four digits that count, for a preview.
fn four_digits(value: f64) -> String {
    let digits = if value == 0.0 { 0.0 } else { 3.0 - value.abs().log10().floor() };
    format_number(value, digits.clamp(0.0, 8.0) as usize)
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
        let width = ui.available_width() - ENTRY - ui.spacing().item_spacing.x;
        let mut take_keys = false;
        if slides && width >= 50.0 {
            take_keys = slider::Track { value, range, integer, width }.show(ui, field, |v| number(v, integer));
        }
        let speed = match (integer, slides) {
            (true, true) => (span / 400.0).max(0.05),
            (true, false) => 0.1,
            (false, true) => (span / 400.0).min(increment.abs().max(f64::MIN_POSITIVE)),
            (false, false) => (value.abs() * 0.01).max(increment.abs()).max(1e-6),
        };
        let entry = NumberField { min, max, speed, integer, unit: &kind.unit, label: field.name(), width: ENTRY, mixed: field.mixed, take_keys };
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
        Edit::Wrong(text, reason) => {
            let short: String = text.chars().take(40).collect();
            field.fail(ui, format!("“{short}” is not a number that {} takes: {reason}", field.name()));
            field.end();
        }
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
        assert_eq!(parse(" 12,5 mm", "mm", false), Ok(12.5));
        assert_eq!(parse("1e-3", "", false), Ok(0.001));
        assert_eq!(parse("sqrt(16)*2", "", true), Ok(8.0));
        assert_eq!(parse("−4", "", true), Ok(-4.0));
        assert_eq!(parse("4.5", "", true).unwrap_err(), "4.5 is not whole");
        assert!(parse("four", "", false).is_err());
    }

    #[test]
    fn numbers_are_written_short() {
        assert_eq!(format_number(0.5, 4), "0.5");
        assert_eq!(format_number(100.0, 3), "100");
        assert_eq!(format_number(0.000_01, 3), "1.000e-5");
        assert_eq!(short(f64::MAX), "∞");
        assert_eq!(["6.283", "0.00025", "12345.7", "0"], [std::f64::consts::TAU, 0.000_25, 12_345.678, 0.0].map(four_digits));
    }
}
