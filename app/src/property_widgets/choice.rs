//! Yes or no, and one of several.

use egui::{
    Button, Checkbox, ComboBox, EventFilter, Key, Modifiers, PopupCloseBehavior, Response, ScrollArea, Stroke, TextEdit, Ui, WidgetType, vec2,
};
use voxloom_core::Value;
use voxloom_core::property::ChoiceKind;

use super::{Field, MIXED};
use crate::commands::class_search::words_occur;
use crate::panels::field_info;
use crate::theme;

pub fn bool(ui: &mut Ui, field: &Field<'_>, default: bool) {
    let mut on = matches!((field.value, default), (Value::Bool(true), _));
    let response = checkbox(ui, true, Checkbox::without_text(&mut on).indeterminate(field.mixed));
    response.widget_info(|| egui::WidgetInfo::selected(WidgetType::Checkbox, ui.is_enabled(), on, field.name()));
    if response.changed() {
        field.set_once(ui, Value::Bool(on));
    }
}

/// A checkbox whose edge is seen on the ground of the panel.
pub fn checkbox(ui: &mut Ui, enabled: bool, checkbox: Checkbox<'_>) -> Response {
    ui.scope(|ui| {
        ui.visuals_mut().widgets.inactive.bg_stroke = Stroke::new(1.0, theme::BORDER_STRONG);
        ui.add_enabled(enabled, checkbox)
    })
    .inner
}

/// So many choices are searched, not only scrolled.
const MANY: usize = 12;
/// Height of a list of many, in points.
const LIST: f32 = 300.0;

pub fn option(ui: &mut Ui, field: &Field<'_>, kind: &ChoiceKind) {
    let current = field.value.as_str().unwrap_or(&kind.default);
    let at = kind.choices.iter().position(|choice| *choice.identifier == *current);
    let shown = at.map_or(current, |at| &*kind.choices[at].display_name);
    let shown = if field.mixed { MIXED } else { shown };
    let marked = at.filter(|_| !field.mixed);
    let mut chosen = None;
    let combo = ComboBox::from_id_salt(field.id()).width(ui.available_width()).selected_text(shown).truncate();
    let response = if kind.choices.len() > MANY {
        let combo = combo.height(LIST + 60.0).close_behavior(PopupCloseBehavior::CloseOnClickOutside);
        let shown = combo.show_ui(ui, |ui| chosen = search(ui, field, kind, marked));
        if shown.inner.is_none() {
            ui.data_mut(|data| data.remove::<Search>(field.id().with("search")));
        }
        shown.response
    } else {
        let shown = combo.show_ui(ui, |ui| {
            for (i, choice) in kind.choices.iter().enumerate() {
                if ui.selectable_label(marked == Some(i), &*choice.display_name).clicked() {
                    chosen = Some(i);
                }
            }
            if kind.choices.is_empty() {
                ui.weak("No choices yet");
            }
        });
        shown.response
    };
    field.label(ui, &response, WidgetType::ComboBox);
    let chosen = chosen.or_else(|| step(ui, &response, at, kind.choices.len()));
    if let Some(choice) = chosen.and_then(|chosen| kind.choices.get(chosen)) {
        field.set_once(ui, Value::Option(choice.identifier.clone()));
    }
}

/// What was typed into a list that is open, and for how many passes it has been.
#[derive(Clone, Default)]
struct Search {
    query: String,
    passes: u8,
}

/// The arrow keys take the next choice while the closed list has the keys.
fn step(ui: &Ui, response: &Response, at: Option<usize>, count: usize) -> Option<usize> {
    if !response.has_focus() || ComboBox::is_open(ui.ctx(), response.id) {
        return None;
    }
    let filter = EventFilter { vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let next = match (pressed(Key::ArrowDown), pressed(Key::ArrowUp)) {
        (true, _) => at.map_or(0, |at| at + 1),
        (false, true) => at?.checked_sub(1)?,
        (false, false) => return None,
    };
    (next < count).then_some(next)
}

/// A field and what of the choices has its words; only what is in sight is laid out.
fn search(ui: &mut Ui, field: &Field<'_>, kind: &ChoiceKind, marked: Option<usize>) -> Option<usize> {
    let id = field.id().with("search");
    let Search { mut query, passes } = ui.data(|data| data.get_temp(id)).unwrap_or_default();
    // The press that opened it is over then.
    let fresh = passes < 3;
    let entry = ui.add(TextEdit::singleline(&mut query).hint_text("Search").desired_width(f32::INFINITY));
    entry.widget_info(|| field_info(&format!("Search choices of {}", field.name()), &query));
    if fresh && !entry.has_focus() {
        entry.request_focus();
        ui.ctx().request_repaint();
    }
    let fitting: Vec<usize> = (0..kind.choices.len()).filter(|i| words_occur(&kind.choices[*i].display_name, &query)).collect();
    let mut chosen = None;
    if entry.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter)) {
        chosen = fitting.first().copied();
    }
    if fitting.is_empty() {
        ui.weak("No choice has these words");
    }
    let height = ui.spacing().interact_size.y;
    let mut list = ScrollArea::vertical().max_height(LIST).auto_shrink([false, true]);
    if fresh && let Some(row) = marked {
        list = list.vertical_scroll_offset((row as f32 * (height + ui.spacing().item_spacing.y) - LIST * 0.4).max(0.0));
    }
    list.show_rows(ui, height, fitting.len(), |ui, rows| {
        for i in &fitting[rows] {
            let button = Button::selectable(marked == Some(*i), &*kind.choices[*i].display_name).truncate();
            let button = ui.add_sized(vec2(ui.available_width(), height), button);
            if button.on_hover_text(&*kind.choices[*i].display_name).clicked() {
                chosen = Some(*i);
            }
        }
    });
    ui.data_mut(|data| data.insert_temp(id, Search { query, passes: passes.saturating_add(1) }));
    if chosen.is_some() {
        ui.close();
    }
    chosen
}
