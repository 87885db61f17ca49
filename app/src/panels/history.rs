//! The steps of undo by name: a click goes to the document as it was after one.

use egui::{EventFilter, Id, Key, Modifiers, Response, RichText, ScrollArea, Sense, Ui, WidgetInfo, WidgetType, vec2};
use voxloom_workspace::store::HistoryView;

use crate::desk::{Ask, Desk, Now};
use crate::theme;

/// The panel's own state.
#[derive(Debug, Default)]
pub struct HistoryPanel {
    /// The position that the list was scrolled to.
    followed: Option<usize>,
}

impl HistoryPanel {
    pub fn show(&mut self, ui: &mut Ui, desk: &mut Desk, now: &Now) {
        let view = desk.session.store.history();
        let focus = !desk.take_asks(|ask| *ask == Ask::FocusHistory).is_empty();
        ui.horizontal(|ui| {
            ui.set_min_height(theme::ROW);
            ui.label(RichText::new("History").color(theme::TEXT_STRONG));
            let count = format!("{} of {}", view.position, view.steps.len());
            ui.label(RichText::new(count).size(theme::SIZE_SMALL).color(theme::TEXT_WEAK)).on_hover_text("Steps done, of all that are kept");
        });
        let begin = now
            .file
            .path
            .as_ref()
            .and_then(|path| path.file_name())
            .map_or_else(|| "Beginning".to_owned(), |name| format!("Beginning ({})", name.to_string_lossy()));
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
                let name = if index == 0 { &begin } else { &view.steps[index - 1] };
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
            ui.memory_mut(|memory| memory.request_focus(row_id(to)));
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
    let clip = ui.painter().with_clip_rect(rect.shrink2(vec2(4.0, 0.0)).intersect(ui.clip_rect()));
    let number = egui::Align2::RIGHT_CENTER;
    clip.text(rect.left_center() + vec2(30.0, 0.0), number, index, theme::font(theme::SIZE_SMALL), theme::TEXT_WEAK);
    clip.text(rect.left_center() + vec2(40.0, 0.0), egui::Align2::LEFT_CENTER, name, theme::font(theme::SIZE_BODY), color);
    row.on_hover_text(if undone { format!("Do again until \u{201c}{name}\u{201d}") } else { format!("Go back to \u{201c}{name}\u{201d}") })
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
