//! The toolbar: the actions that are wanted often.

use egui::{Align, Button, Layout, Sense, Ui, WidgetInfo, WidgetType, vec2};

use crate::commands::actions::{self, Action};
use crate::desk::{Desk, Now};
use crate::icons;
use crate::theme;

const LEFT: &[&[&str]] = &[&["new", "open", "save"], &["undo", "redo"], &["add", "fit"]];
const RIGHT: &[&str] = &["show_properties", "show_console", "show_processors", "side_by_side"];

/// Draws the toolbar.
pub fn show(ui: &mut Ui, desk: &mut Desk, now: &Now) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        for (index, group) in LEFT.iter().enumerate() {
            if index > 0 {
                separator(ui);
            }
            for action in group.iter().filter_map(|id| actions::find(id)) {
                button(ui, action, desk, now);
            }
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            for action in RIGHT.iter().filter_map(|id| actions::find(id)) {
                button(ui, action, desk, now);
            }
        });
    });
}

fn separator(ui: &mut Ui) {
    let (rect, _) = ui.allocate_exact_size(vec2(9.0, theme::ROW), Sense::hover());
    ui.painter().vline(rect.center().x, rect.y_range().shrink(3.0), egui::Stroke::new(1.0, theme::BORDER));
}

fn button(ui: &mut Ui, action: &Action, desk: &mut Desk, now: &Now) {
    let Some(icon) = action.icon else { return };
    let enabled = (action.enabled)(desk, now);
    let on = action.checked.is_some_and(|checked| checked(desk));
    let widget = Button::new("").min_size(vec2(28.0, 24.0)).frame_when_inactive(on).selected(on);
    let response = ui.add_enabled(enabled, widget);
    let color = match (enabled, on || response.hovered()) {
        (false, _) => theme::TEXT_DISABLED,
        (true, true) => theme::TEXT_STRONG,
        (true, false) => theme::TEXT,
    };
    icons::paint(ui.painter(), icon, egui::Rect::from_center_size(response.rect.center(), vec2(16.0, 16.0)), color);
    let name = actions::full_name(action, now);
    response.widget_info(|| WidgetInfo::selected(WidgetType::Button, enabled, on, &name));
    let tip = desk.keymap.named(ui.ctx(), action, &name);
    let refusal = format!("{tip}\n{}", action.refusal(desk, now).unwrap_or_default());
    if response.on_hover_text(&tip).on_disabled_hover_text(&refusal).clicked() {
        (action.run)(desk, now);
    }
}
