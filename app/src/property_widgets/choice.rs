//! Yes or no, and one of several.

use egui::{Checkbox, ComboBox, Ui, WidgetType};
use voxloom_core::Value;
use voxloom_core::property::ChoiceKind;

use super::{Field, MIXED};

pub fn bool(ui: &mut Ui, field: &Field<'_>, default: bool) {
    let mut on = matches!((field.value, default), (Value::Bool(true), _));
    let response = ui.add(Checkbox::without_text(&mut on).indeterminate(field.mixed));
    response.widget_info(|| egui::WidgetInfo::selected(WidgetType::Checkbox, ui.is_enabled(), on, field.name()));
    if response.changed() {
        field.set_once(ui, Value::Bool(on));
    }
}

pub fn option(ui: &mut Ui, field: &Field<'_>, kind: &ChoiceKind) {
    let current = field.value.as_str().unwrap_or(&kind.default);
    let shown = kind.choices.iter().find(|choice| *choice.identifier == *current).map_or(current, |choice| &choice.display_name);
    let shown = if field.mixed { MIXED } else { shown };
    let mut chosen = None;
    let response = ComboBox::from_id_salt(field.id())
        .width(ui.available_width())
        .selected_text(shown)
        .truncate()
        .show_ui(ui, |ui| {
            for choice in kind.choices.iter() {
                if ui.selectable_label(*choice.identifier == *current && !field.mixed, &*choice.display_name).clicked() {
                    chosen = Some(choice.identifier.clone());
                }
            }
            if kind.choices.is_empty() {
                ui.weak("No choices yet");
            }
        })
        .response;
    field.label(ui, &response, WidgetType::ComboBox);
    if let Some(identifier) = chosen {
        field.set_once(ui, Value::Option(identifier));
    }
}
