//! The steps of undo by name: a click goes to the document as it was after one.

use egui::{
    Align2, EventFilter, Id, Key, Modifiers, Response, RichText, ScrollArea, Sense, TextWrapMode, Ui, WidgetInfo, WidgetText, WidgetType, pos2, vec2,
};
use voxloom_workspace::store::HistoryView;

use crate::desk::{Ask, Desk};
use crate::theme;

/// The panel's own state.
#[derive(Debug, Default)]
pub struct HistoryPanel {
    /// The position that the list was scrolled to.
    followed: Option<usize>,
    /// The row of the position gets the focus.
    follow: bool,
}

impl HistoryPanel {
    pub fn show(&mut self, ui: &mut Ui, desk: &mut Desk) {
        let view = desk.session.store.history();
        let asked = !desk.take_asks(|ask| *ask == Ask::FocusHistory).is_empty();
        let focus = std::mem::take(&mut self.follow) || asked;
        ui.horizontal(|ui| {
            ui.set_min_height(theme::ROW);
            ui.label(RichText::new("History").color(theme::TEXT_STRONG));
            let count = format!("{} of {}", view.position, view.steps.len());
            ui.label(RichText::new(count).size(theme::SIZE_SMALL).color(theme::TEXT_WEAK)).on_hover_text("Steps done, of all that are kept");
        });
        let rows = view.steps.len() + 1;
        let step = theme::ROW + ui.spacing().item_spacing.y;
        let mut area = ScrollArea::vertical().id_salt("history").auto_shrink([false, false]);
        if self.followed != Some(view.position) || focus {
            self.followed = Some(view.position);
            area = area.vertical_scroll_offset((view.position as f32 * step - ui.available_height() * 0.5).max(0.0));
        }
        let to = area.show_rows(ui, theme::ROW, rows, |ui, shown| {
            let mut to = None;
            for index in shown {
                let name = index.checked_sub(1).map_or("Beginning", |step| &view.steps[step]);
                let row = draw_row(ui, index, name, &view);
                if focus && index == view.position {
                    row.request_focus();
                }
                if row.clicked() {
                    to = Some(index);
                    row.request_focus();
                }
                to = to.or_else(|| travel_by_key(ui, &row, &view));
            }
            to
        });
        if let Some(to) = to.inner {
            desk.session.store.travel_to(to);
            // Its row may be out of sight: the list scrolls there first.
            self.follow = true;
            ui.ctx().request_repaint();
        }
    }
}

fn row_id(index: usize) -> Id {
    Id::new(("history step", index))
}

fn draw_row(ui: &mut Ui, index: usize, name: &str, view: &HistoryView) -> Response {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), theme::ROW), Sense::hover());
    let row = ui.interact(rect, row_id(index), Sense::click());
    let (current, undone) = (index == view.position, index > view.position);
    let said = if undone { format!("Step {index}: {name}, undone") } else { format!("Step {index}: {name}") };
    row.widget_info(|| WidgetInfo::selected(WidgetType::SelectableLabel, true, current, said.clone()));
    if current || row.hovered() {
        ui.painter().rect_filled(rect, 3.0, if current { theme::ACCENT_FILL } else { theme::RAISED });
    }
    if row.has_focus() {
        ui.painter().rect_stroke(rect, 3.0, egui::Stroke::new(1.0, theme::ACCENT), egui::StrokeKind::Inside);
    }
    let color = match (current, undone) {
        (true, _) => theme::TEXT_STRONG,
        (false, true) => theme::TEXT_DISABLED,
        (false, false) => theme::TEXT,
    };
    let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
    let mut right = rect.right() - 6.0;
    if current {
        painter.rect_filled(rect.with_max_x(rect.left() + 3.0), 1.0, theme::ACCENT);
        let mark = painter.text(rect.right_center() - vec2(6.0, 0.0), Align2::RIGHT_CENTER, "now", theme::font(theme::SIZE_SMALL), theme::ACCENT);
        right = mark.left() - 8.0;
    }
    painter.text(rect.left_center() + vec2(32.0, 0.0), Align2::RIGHT_CENTER, index, theme::font(theme::SIZE_SMALL), theme::TEXT_WEAK);
    let width = (right - rect.left() - 40.0).max(20.0);
    let text = WidgetText::from(name).into_galley(ui, Some(TextWrapMode::Truncate), width, theme::font(theme::SIZE_BODY));
    painter.galley(pos2(rect.left() + 40.0, rect.center().y - text.size().y / 2.0), text, color);
    row.on_hover_text(match (current, undone) {
        (true, _) => format!("{name}\nThe document is as it was after this step"),
        (false, true) => format!("{name}\nClick to do again until this step"),
        (false, false) => format!("{name}\nClick to go back to this step"),
    })
}

/// With a row in focus the arrows go through the steps, and the document with them.
fn travel_by_key(ui: &Ui, row: &Response, view: &HistoryView) -> Option<usize> {
    if !row.has_focus() {
        return None;
    }
    ui.memory_mut(|memory| memory.set_focus_lock_filter(row.id, EventFilter { vertical_arrows: true, ..EventFilter::default() }));
    let pressed = |key: Key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    if pressed(Key::ArrowUp) {
        Some(view.position.saturating_sub(1))
    } else if pressed(Key::ArrowDown) {
        Some((view.position + 1).min(view.steps.len()))
    } else if pressed(Key::Home) {
        Some(0)
    } else if pressed(Key::End) {
        Some(view.steps.len())
    } else {
        None
    }
}
