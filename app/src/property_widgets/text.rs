//! Texts, short and long.

use egui::{Id, Label, RichText, TextEdit, Ui, WidgetInfo, WidgetType};
use voxloom_core::Value;
use voxloom_core::property::{Property, Semantics};

use super::Field;

pub fn is_multiline(property: &Property) -> bool {
    matches!(property.semantics, Semantics::Multiline | Semantics::Code)
}

/// A text entry. What is typed counts when the typing ends (Enter, or a press elsewhere); Escape takes it back.
pub fn entry(ui: &mut Ui, id: Id, value: &str, label: &str, multiline: bool) -> Option<String> {
    entry_shown_as(ui, id, value, value, label, multiline)
}

/// A text entry that shows something shorter until it is edited.
pub fn entry_shown_as(ui: &mut Ui, id: Id, value: &str, shown: &str, label: &str, multiline: bool) -> Option<String> {
    let typed: Option<String> = ui.data(|data| data.get_temp(id));
    let untouched = typed.is_none();
    let mut text = typed.unwrap_or_else(|| shown.to_owned());
    let edit = if multiline { TextEdit::multiline(&mut text).desired_rows(4) } else { TextEdit::singleline(&mut text) };
    let response = ui.add(edit.id(id.with("entry")).desired_width(f32::INFINITY));
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
        return (kept && text != value).then_some(text);
    }
    if response.has_focus() {
        let shortened = untouched && !response.changed();
        ui.data_mut(|data| data.insert_temp(id, if shortened { value.to_owned() } else { text }));
    }
    None
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
    let multiline = is_multiline(field.property);
    let edited = if field.property.semantics == Semantics::Code {
        ui.scope(|ui| {
            ui.style_mut().override_text_style = Some(egui::TextStyle::Monospace);
            entry(ui, field.id(), value, field.name(), multiline)
        })
        .inner
    } else {
        entry(ui, field.id(), value, field.name(), multiline)
    };
    if let Some(text) = edited {
        field.set_once(ui, Value::String(text.into()));
    }
}
