//! Completions: asked of Python, shown above the prompt, chosen with keys or the mouse.

use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

use egui::{Area, Event, Frame, Id, Key, Modifiers, Order, RichText, ScrollArea, Ui, WidgetInfo, WidgetType, vec2};
use serde_json::json;

use super::Prompt;
use crate::desk::Desk;
use crate::job::Job;
use crate::python::code_editor::typing::Selected;
use crate::session::Session;
use crate::theme;

/// Completions that come later are of no use.
const SOON: Duration = Duration::from_secs(3);

/// What could stand at the cursor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Completion {
    /// The characters that it replaces.
    pub(super) range: Range<usize>,
    pub(super) matches: Vec<String>,
}

impl Prompt {
    /// Keys while completions are shown; true when that was all.
    pub(super) fn popup_keys(&mut self, ctx: &egui::Context, pressed: &dyn Fn(Modifiers, Key) -> bool) -> bool {
        let Some((completion, index)) = &mut self.popup else { return false };
        let count = completion.matches.len();
        if pressed(Modifiers::NONE, Key::ArrowDown) || pressed(Modifiers::NONE, Key::Tab) {
            *index = (*index + 1) % count;
        } else if pressed(Modifiers::NONE, Key::ArrowUp) || pressed(Modifiers::SHIFT, Key::Tab) {
            *index = (*index + count - 1) % count;
        } else if pressed(Modifiers::NONE, Key::Enter) {
            let (completion, index) = (completion.clone(), *index);
            self.accept(ctx, &completion, index);
        } else if pressed(Modifiers::NONE, Key::Escape) {
            self.popup = None;
        } else {
            // Anything else is typed, and makes the list old.
            if ctx
                .input(|input| input.events.iter().any(|event| matches!(event, Event::Text(_) | Event::Key { pressed: true, .. } | Event::Paste(_))))
            {
                self.popup = None;
            }
            return false;
        }
        true
    }

    /// Asks what could stand at the cursor. In front of nothing it is indentation.
    pub(super) fn complete(&mut self, ctx: &egui::Context, desk: &Desk) {
        let cursor = Self::selection(ctx).end;
        let line: String = self.text.chars().take(cursor).collect();
        if line.rsplit('\n').next().unwrap_or_default().trim().is_empty() {
            let mut selected = Selected::new(&self.text, cursor..cursor);
            selected.indent();
            self.set(ctx, selected.text, selected.range.end);
            return;
        }
        let (session, source) = (desk.session.clone(), self.text.clone());
        self.completing = Some(Job::start(ctx, "python completion", move || complete(&session, &source, cursor)));
    }

    pub(super) fn accept(&mut self, ctx: &egui::Context, completion: &Completion, index: usize) {
        self.popup = None;
        if let Some(text) = completion.matches.get(index) {
            let mut selected = Selected::new(&self.text, completion.range.clone());
            selected.insert(text);
            self.set(ctx, selected.text, selected.range.end);
        }
    }

    /// The completions, above the prompt.
    pub(super) fn draw_popup(&mut self, ui: &Ui) {
        let Some((completion, index)) = &self.popup else { return };
        let mut chosen = None;
        let at = ui.min_rect().left_bottom() + vec2(34.0, -(theme::ROW + theme::UNIT));
        let area = Area::new(Id::new("completions")).order(Order::Foreground).pivot(egui::Align2::LEFT_BOTTOM).fixed_pos(at).constrain(true);
        area.show(ui.ctx(), |ui| {
            Frame::popup(ui.style()).inner_margin(4).show(ui, |ui| {
                ui.set_min_width(160.0);
                ScrollArea::vertical().max_height(theme::ROW * 9.0).show(ui, |ui| {
                    ui.spacing_mut().item_spacing.y = 0.0;
                    for (i, text) in completion.matches.iter().enumerate() {
                        let label = RichText::new(text).font(theme::mono(theme::SIZE_BODY));
                        let row = ui.add_sized([ui.available_width(), theme::ROW], egui::Button::selectable(i == *index, label));
                        row.widget_info(|| WidgetInfo::selected(WidgetType::SelectableLabel, true, i == *index, format!("Complete {text}")));
                        if i == *index {
                            row.scroll_to_me(None);
                        }
                        if row.clicked() {
                            chosen = Some(i);
                        }
                    }
                });
            });
        });
        if let Some(i) = chosen {
            let completion = completion.clone();
            self.accept(ui.ctx(), &completion, i);
            self.focus();
        }
    }
}

fn complete(session: &Arc<Session>, source: &str, cursor: usize) -> Result<Completion, String> {
    session.start_python();
    let reply = session.python.request("console.complete", json!({ "source": source, "cursor": cursor }), SOON).map_err(|error| error.to_string())?;
    let start = reply["start"].as_u64().map_or(cursor, |start| (start as usize).min(cursor));
    let matches = reply["matches"].as_array().into_iter().flatten().filter_map(|text| Some(text.as_str()?.to_owned())).collect();
    Ok(Completion { range: start..cursor, matches })
}
