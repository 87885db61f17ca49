//! Texts, short and long.

use egui::text::LayoutJob;
use egui::{Id, Label, RichText, TextBuffer, TextEdit, Ui, WidgetInfo, WidgetType};
use voxloom_core::Value;
use voxloom_core::property::{Property, Semantics};

use super::{Field, MIXED};
use crate::python::code_editor;

pub fn is_multiline(property: &Property) -> bool {
    matches!(property.semantics, Semantics::Multiline | Semantics::Code)
}

/// A text entry that may show something else until it is edited. What is typed counts when the typing ends
/// (Enter, or a press elsewhere); Escape takes it back.
pub struct Entry<'a> {
    pub id: Id,
    pub value: &'a str,
    pub shown: &'a str,
    pub label: &'a str,
    /// Ctrl+Enter or a press elsewhere ends the typing.
    pub multiline: bool,
    /// Several nodes have several texts: none is shown, and any that is typed counts.
    pub mixed: bool,
}

/// The id of the field itself, which has the keys while one types.
pub fn entry_id(id: Id) -> Id {
    id.with("entry")
}

impl Entry<'_> {
    /// The new text, once the typing is over.
    pub fn show(&self, ui: &mut Ui) -> Option<String> {
        self.show_laid_out(ui, None)
    }

    /// The same, colored by a function.
    pub fn show_colored(&self, ui: &mut Ui, color: fn(&str) -> LayoutJob) -> Option<String> {
        self.show_laid_out(ui, Some(color))
    }

    fn show_laid_out(&self, ui: &mut Ui, color: Option<fn(&str) -> LayoutJob>) -> Option<String> {
        let Self { id, value, shown, label, multiline, mixed } = *self;
        let typed: Option<String> = ui.data(|data| data.get_temp(id));
        let untouched = typed.is_none();
        let mut text = typed.unwrap_or_else(|| shown.to_owned());
        let mut layouter = |ui: &Ui, text: &dyn TextBuffer, _: f32| {
            let job = color.map_or_else(LayoutJob::default, |color| color(text.as_str()));
            ui.fonts_mut(|fonts| fonts.layout_job(job))
        };
        let mut edit = if multiline { TextEdit::multiline(&mut text).desired_rows(4) } else { TextEdit::singleline(&mut text) };
        if color.is_some() {
            edit = edit.layouter(&mut layouter).code_editor();
        }
        if mixed {
            edit = edit.hint_text(MIXED);
        }
        let response = ui.add(edit.id(entry_id(id)).desired_width(f32::INFINITY));
        let enabled = ui.is_enabled();
        response.widget_info(|| WidgetInfo { label: Some(label.to_owned()), ..WidgetInfo::new(WidgetType::TextEdit) });
        if !enabled {
            return None;
        }
        let pressed_outside = ui.input(|i| i.pointer.any_pressed() && i.pointer.interact_pos().is_some_and(|p| !response.rect.contains(p)));
        let sent = multiline && response.has_focus() && ui.input(|i| i.modifiers.command && i.key_pressed(egui::Key::Enter));
        if response.lost_focus() || sent || (response.has_focus() && pressed_outside) {
            ui.data_mut(|data| data.remove_temp::<String>(id));
            let kept = !untouched && !ui.input(|i| i.key_pressed(egui::Key::Escape));
            return (kept && if mixed { !text.is_empty() } else { text != value }).then_some(text);
        }
        if response.has_focus() {
            let shortened = untouched && !response.changed() && !mixed;
            ui.data_mut(|data| data.insert_temp(id, if shortened { value.to_owned() } else { text }));
        }
        None
    }
}

pub fn show(ui: &mut Ui, field: &Field<'_>) {
    let value = field.value.as_str().unwrap_or_default();
    if field.property.read_only {
        // What a processor says is read and copied, not edited.
        let margin = (ui.spacing().interact_size.y - ui.text_style_height(&egui::TextStyle::Body)) * 0.5;
        ui.add_space(margin.max(0.0));
        let response = ui.add(Label::new(RichText::new(if value.is_empty() { "–" } else { value })).selectable(true).wrap());
        response.widget_info(|| WidgetInfo::labeled(WidgetType::Label, true, format!("{}: {value}", field.name())));
        return;
    }
    let shown = if field.mixed { "" } else { value };
    let entry = Entry { id: field.id(), value, shown, label: field.name(), multiline: is_multiline(field.property), mixed: field.mixed };
    let code = field.property.semantics == Semantics::Code;
    let edited = if code { entry.show_colored(ui, code_editor::view::color) } else { entry.show(ui) };
    if let Some(text) = edited {
        field.set_once(ui, Value::String(text.into()));
    }
}
