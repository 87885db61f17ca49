//! Elements of lists: moved and removed by editing what the list keeps of them, `[[prefab, identifier, name], …]`.

use egui::{Button, RichText, Ui, WidgetInfo, WidgetType, vec2};
use serde_json::Value as Json;
use voxloom_core::Value;

use super::rows::Element;
use crate::property_widgets::Field;
use crate::theme;

/// Width of the buttons of an element.
pub const WIDTH: f32 = 60.0;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    Up,
    Down,
    Remove,
}

/// The buttons of an element; what was pressed.
pub fn buttons(ui: &mut Ui, element: &Element, name: &str, enabled: bool) -> Option<Change> {
    let mut pressed = None;
    let mut button = |ui: &mut Ui, text: &str, what: String, change: Change, possible: bool| {
        let text = RichText::new(text).color(if possible { theme::TEXT_WEAK } else { theme::TEXT_DISABLED });
        let button =
            ui.add_enabled(enabled && possible, Button::new(text).frame(false).sense(egui::Sense::CLICK).min_size(vec2(WIDTH / 3.0, theme::ROW)));
        button.widget_info(|| WidgetInfo::labeled(WidgetType::Button, enabled && possible, &what));
        if button.on_hover_text(what).clicked() {
            pressed = Some(change);
        }
    };
    button(ui, "⏶", format!("Move {name} up"), Change::Up, element.index > 0);
    button(ui, "⏷", format!("Move {name} down"), Change::Down, element.index + 1 < element.count);
    button(ui, "×", format!("Remove {name}"), Change::Remove, true);
    pressed
}

/// Carries a change out; the processor makes its properties follow.
pub fn apply(ui: &Ui, field: &Field<'_>, element: &Element, change: Change) {
    field.set_each_once(ui, |own| {
        let text = own.as_str().unwrap_or_default();
        Value::String(changed(text, &element.identifier, change).map_or_else(|| text.into(), Into::into))
    });
}

/// The list with one element moved or removed; `None` when it does not have it or it cannot go further.
fn changed(text: &str, identifier: &str, change: Change) -> Option<String> {
    let mut rows: Vec<Json> = serde_json::from_str(text).ok()?;
    let at = rows.iter().position(|row| row.get(1).and_then(Json::as_str) == Some(identifier))?;
    match change {
        Change::Up => rows.swap(at.checked_sub(1)?, at),
        Change::Down if at + 1 < rows.len() => rows.swap(at, at + 1),
        Change::Down => return None,
        Change::Remove => drop(rows.remove(at)),
    }
    // As Python writes an empty list.
    Some(if rows.is_empty() { String::new() } else { Json::Array(rows).to_string() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_move_and_go() {
        let list = r#"[[0,"a","A"],[1,"b","B"],[0,"c","C"]]"#;
        assert_eq!(changed(list, "b", Change::Up).as_deref(), Some(r#"[[1,"b","B"],[0,"a","A"],[0,"c","C"]]"#));
        assert_eq!(changed(list, "b", Change::Down).as_deref(), Some(r#"[[0,"a","A"],[0,"c","C"],[1,"b","B"]]"#));
        assert_eq!(changed(list, "a", Change::Remove).as_deref(), Some(r#"[[1,"b","B"],[0,"c","C"]]"#));
        assert_eq!(changed(r#"[[0,"a","A"]]"#, "a", Change::Remove).as_deref(), Some(""));
        assert_eq!(changed(list, "a", Change::Up), None);
        assert_eq!(changed(list, "c", Change::Down), None);
        assert_eq!(changed(list, "x", Change::Remove), None);
    }
}
