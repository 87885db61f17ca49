//! The list of a folder's entries: drawing it, and going through it with the keys.

use std::path::Path;

use egui::{EventFilter, Key, Modifiers, Response, RichText, ScrollArea, Sense, Ui, WidgetInfo, WidgetType, vec2};

use super::listing::{Entry, age, size_text};
use super::{Browser, LIST, Outcome, PLACES, WIDTH};
use crate::documents::file_dialog::Mode;
use crate::theme;

impl Browser {
    fn shown(&self) -> Vec<Entry> {
        let filter = self.question.filters.get(self.filter);
        let folders_only = self.question.mode == Mode::Folder;
        let shown = |entry: &&Entry| {
            (self.hidden || !entry.hidden()) && (entry.folder || !folders_only && filter.is_none_or(|filter| filter.takes(Path::new(&entry.name))))
        };
        self.entries.iter().filter(shown).cloned().collect()
    }

    pub(super) fn draw_list(&mut self, ui: &mut Ui, typing: bool, outcome: &mut Outcome) {
        let shown = self.shown();
        let list = ui.id().with("list");
        let width = WIDTH - PLACES - theme::UNIT * 2.0;
        egui::Frame::NONE.fill(theme::GROUND).corner_radius(3.0).inner_margin(4).show(ui, |ui| {
            ui.set_width(width - 8.0);
            let rect = egui::Rect::from_min_size(ui.cursor().min, vec2(width - 8.0, LIST - 8.0));
            let response = ui.interact(rect, list, Sense::focusable_noninteractive());
            response.widget_info(|| WidgetInfo::labeled(WidgetType::Other, true, format!("Files in {}", self.folder.display())));
            if self.first && !typing && self.question.mode != Mode::Save {
                response.request_focus();
            }
            self.list_keys(ui, &response, &shown, outcome);
            let mut area = ScrollArea::vertical().id_salt("files").max_height(LIST - 8.0).min_scrolled_height(LIST - 8.0).auto_shrink([false, false]);
            let at = self.current.as_ref().and_then(|name| shown.iter().position(|entry| entry.name == *name));
            if std::mem::take(&mut self.scroll) && self.listing.is_none() {
                let step = theme::ROW + ui.spacing().item_spacing.y;
                let offset = at.map_or(0.0, |at| (at as f32 * step - LIST * 0.4).max(0.0));
                area = area.vertical_scroll_offset(offset);
            } else if self.listing.is_some() {
                self.scroll = true;
            }
            area.show_rows(ui, theme::ROW, shown.len().max(1), |ui, rows| {
                if shown.is_empty() {
                    let text = match (&self.listing, self.entries.is_empty()) {
                        (Some(_), _) => "Reading…",
                        (None, true) => "This folder is empty",
                        (None, false) if self.question.mode == Mode::Folder => "There is no folder in this one",
                        (None, false) if self.question.filters.len() > 1 => "Nothing of this type here; choose another type below to see the rest",
                        (None, false) => "Nothing of this type here yet",
                    };
                    ui.label(RichText::new(text).color(theme::TEXT_WEAK));
                }
                for entry in shown.get(rows).unwrap_or_default() {
                    self.draw_entry(ui, entry, &response, outcome);
                }
            });
            if response.has_focus() {
                ui.painter().rect_stroke(rect.expand(3.0), 3.0, egui::Stroke::new(1.0, theme::ACCENT.gamma_multiply(0.5)), egui::StrokeKind::Inside);
            }
        });
    }

    fn draw_entry(&mut self, ui: &mut Ui, entry: &Entry, list: &Response, outcome: &mut Outcome) {
        let (rect, row) = ui.allocate_exact_size(vec2(ui.available_width(), theme::ROW), Sense::click());
        let current = self.current.as_deref() == Some(&entry.name);
        let kind = if entry.folder { "Folder" } else { "File" };
        row.widget_info(|| WidgetInfo::selected(WidgetType::SelectableLabel, true, current, format!("{kind} {}", entry.name)));
        if current || row.hovered() {
            ui.painter().rect_filled(rect, 3.0, if current { theme::ACCENT_FILL } else { theme::RAISED });
        }
        let color = if entry.hidden() { theme::TEXT_WEAK } else { theme::TEXT };
        paint_kind(ui.painter(), rect.left_center() + vec2(10.0, 0.0), entry.folder);
        let clip = ui.painter().with_clip_rect(rect.with_max_x(rect.right() - 172.0).intersect(ui.clip_rect()));
        clip.text(rect.left_center() + vec2(24.0, 0.0), egui::Align2::LEFT_CENTER, &entry.name, theme::font(theme::SIZE_BODY), color);
        let small = |x: f32, text: String| {
            ui.painter().text(
                egui::pos2(rect.right() - x, rect.center().y),
                egui::Align2::RIGHT_CENTER,
                text,
                theme::font(theme::SIZE_SMALL),
                theme::TEXT_WEAK,
            );
        };
        if !entry.folder {
            small(100.0, size_text(entry.size));
        }
        if let Some(changed) = entry.changed {
            small(6.0, age(changed));
        }
        if row.clicked() {
            self.current = Some(entry.name.clone());
            if !entry.folder && self.question.mode == Mode::Save {
                self.name.clone_from(&entry.name);
            }
            list.request_focus();
        }
        if row.double_clicked() {
            self.enter(ui.ctx(), entry, outcome);
        }
    }

    fn list_keys(&mut self, ui: &Ui, list: &Response, shown: &[Entry], outcome: &mut Outcome) {
        if ui.input_mut(|i| i.consume_key(Modifiers::COMMAND, Key::H)) {
            self.hidden ^= true;
        }
        if !list.has_focus() {
            return;
        }
        let keep = EventFilter { vertical_arrows: true, horizontal_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(list.id, keep));
        let at = self.current.as_ref().and_then(|name| shown.iter().position(|entry| entry.name == *name));
        let pressed = |key: Key| ui.input_mut(|i| i.consume_key(Modifiers::NONE, key));
        let last = shown.len().saturating_sub(1);
        let mut to = None;
        if pressed(Key::ArrowDown) {
            to = Some(at.map_or(0, |at| (at + 1).min(last)));
        } else if pressed(Key::ArrowUp) {
            to = Some(at.map_or(0, |at| at.saturating_sub(1)));
        } else if pressed(Key::PageDown) {
            to = Some(at.map_or(0, |at| (at + 12).min(last)));
        } else if pressed(Key::PageUp) {
            to = Some(at.map_or(0, |at| at.saturating_sub(12)));
        } else if pressed(Key::Home) {
            to = Some(0);
        } else if pressed(Key::End) {
            to = Some(last);
        } else if pressed(Key::Backspace) || pressed(Key::ArrowLeft) {
            return self.up(ui.ctx());
        } else if let Some(at) = at
            && let Some(entry) = shown.get(at)
            && (pressed(Key::Enter) || entry.folder && pressed(Key::ArrowRight))
        {
            return self.enter(ui.ctx(), entry, outcome);
        } else if let Some(letters) = self.typed_letters(ui) {
            // The name that begins with what was typed; one letter goes on to the next.
            let from = at.map_or(0, |at| if letters.chars().count() > 1 { at } else { at + 1 });
            let begins = |index: &usize| shown[*index].name.to_lowercase().starts_with(&letters);
            to = (from..shown.len()).chain(0..from.min(shown.len())).find(begins);
        }
        if let Some(entry) = to.and_then(|to| shown.get(to)) {
            self.current = Some(entry.name.clone());
            self.scroll = true;
            if !entry.folder && self.question.mode == Mode::Save {
                self.name.clone_from(&entry.name);
            }
        }
    }

    /// Letters that were typed without a pause, these included.
    fn typed_letters(&mut self, ui: &Ui) -> Option<String> {
        const PAUSE: f64 = 2.0;
        let (letters, time): (String, f64) = ui.input(|input| {
            let text = input.events.iter().filter_map(|event| if let egui::Event::Text(text) = event { Some(text.to_lowercase()) } else { None });
            (text.collect(), input.time)
        });
        if letters.trim().is_empty() {
            return None;
        }
        if time - self.typed.1 > PAUSE {
            self.typed.0.clear();
        }
        // The same letter again goes on to the next name.
        if self.typed.0 != letters {
            self.typed.0 += &letters;
        }
        self.typed.1 = time;
        Some(self.typed.0.clone())
    }
}

/// A sheet or a folder, painted: fonts differ in what signs they have.
fn paint_kind(painter: &egui::Painter, center: egui::Pos2, folder: bool) {
    let stroke = egui::Stroke::new(1.2, if folder { theme::ACCENT } else { theme::TEXT_WEAK });
    if folder {
        let body = egui::Rect::from_center_size(center + vec2(0.0, 1.0), vec2(13.0, 9.0));
        painter.rect_stroke(body, 1.5, stroke, egui::StrokeKind::Inside);
        painter.hline(body.left() + 1.0..=body.left() + 6.0, body.top() - 1.5, stroke);
    } else {
        painter.rect_stroke(egui::Rect::from_center_size(center, vec2(9.0, 12.0)), 1.5, stroke, egui::StrokeKind::Inside);
    }
}
