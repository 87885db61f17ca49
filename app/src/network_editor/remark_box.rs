//! Where the words of frames and notes are written: a small box for frames, the note itself for notes.

use egui::{Area, Id, Key, Modifiers, Order, Rect, TextEdit, Ui, WidgetInfo, WidgetType, vec2};
use voxloom_workspace::command::{ChangeFrame, ChangeNote};
use voxloom_workspace::{Frame, Note};

use super::NetworkEditor;
use super::items::rect_of;
use super::paint::font;
use super::remarks::{COLORS, Remark, color_of};
use super::view::View;
use crate::desk::{Desk, Now};
use crate::panels::field_info;
use crate::theme;

/// What is being written.
pub enum RemarkBox {
    Frame { frame: Frame, first: bool },
    Note { note: Note, first: bool },
}

impl RemarkBox {
    pub fn new(remark: Remark, now: &Now) -> Option<Self> {
        let network = &now.snapshot.workspace.network;
        match remark {
            Remark::Frame(id) => network.frame(id).map(Self::of_frame),
            Remark::Note(id) => network.note(id).map(Self::of_note),
        }
    }

    pub fn of_frame(frame: &Frame) -> Self {
        Self::Frame { frame: frame.clone(), first: true }
    }

    pub fn of_note(note: &Note) -> Self {
        Self::Note { note: note.clone(), first: true }
    }

    pub fn remark(&self) -> Remark {
        match self {
            Self::Frame { frame, .. } => Remark::Frame(frame.id),
            Self::Note { note, .. } => Remark::Note(note.id),
        }
    }

    /// Draws what is written; false when it is done.
    pub fn show(&mut self, ctx: &egui::Context, view: &View, desk: &mut Desk, now: &Now) -> bool {
        let done = ctx.input_mut(|input| {
            // Enter alone is a new line in a note.
            let entered = input.consume_key(Modifiers::COMMAND, Key::Enter);
            input.consume_key(Modifiers::NONE, Key::Escape) || entered
        });
        let network = &now.snapshot.workspace.network;
        let (rect, first) = match self {
            Self::Frame { frame, first } => {
                // What was just added is in sight in the next frame.
                frame.rect = network.frame(frame.id).map_or(frame.rect, |now| now.rect);
                let at = view.on_screen(rect_of(frame.rect).min).max(view.screen.min) + vec2(0.0, 4.0);
                let was_first = std::mem::take(first);
                let entered = ctx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter) && !input.modifiers.shift);
                let area = Area::new(Id::new("frame box")).order(Order::Foreground).fixed_pos(at).constrain(true);
                let shown = area.show(ctx, |ui| egui::Frame::popup(ui.style()).inner_margin(10).show(ui, |ui| frame_fields(ui, frame, was_first)));
                if entered {
                    self.commit(desk, now);
                    return false;
                }
                (shown.response.rect, was_first)
            }
            Self::Note { note, first } => {
                note.rect = network.note(note.id).map_or(note.rect, |now| now.rect);
                let rect = view.screen_rect(rect_of(note.rect));
                let was_first = std::mem::take(first);
                let area = Area::new(Id::new("note box")).order(Order::Foreground).fixed_pos(rect.min).constrain(false);
                area.show(ctx, |ui| note_field(ui, note, rect, view, was_first));
                (rect, was_first)
            }
        };
        let outside = ctx.input(|input| input.pointer.any_pressed() && input.pointer.interact_pos().is_some_and(|at| !rect.contains(at)));
        if done || outside && !first {
            self.commit(desk, now);
            return false;
        }
        true
    }

    fn commit(&self, desk: &mut Desk, now: &Now) {
        let network = &now.snapshot.workspace.network;
        desk.session.store.end_drag();
        match self {
            Self::Frame { frame, .. } if network.frame(frame.id).is_some_and(|now| now != frame) => drop(desk.commit(&ChangeFrame(frame.clone()))),
            Self::Note { note, .. } if network.note(note.id).is_some_and(|now| now != note) => drop(desk.commit(&ChangeNote(note.clone()))),
            Self::Frame { .. } | Self::Note { .. } => {}
        }
        desk.session.store.end_drag();
    }
}

impl NetworkEditor {
    pub(super) fn show_remark_box(&mut self, ctx: &egui::Context, desk: &mut Desk, now: &Now) {
        let Some(mut open) = self.remark_box.take() else { return };
        if open.show(ctx, &self.view, desk, now) {
            self.remark_box = Some(open);
        } else {
            self.wants_focus = true;
        }
    }
}

fn frame_fields(ui: &mut Ui, frame: &mut Frame, first: bool) {
    ui.set_width(260.0);
    let title = ui.add(TextEdit::singleline(&mut frame.title).hint_text("Title").desired_width(f32::INFINITY));
    title.widget_info(|| field_info("Title", &frame.title));
    if first {
        title.request_focus();
        let mut state = TextEdit::load_state(ui.ctx(), title.id).unwrap_or_default();
        let end = egui::text::CCursor::new(frame.title.chars().count());
        state.cursor.set_char_range(Some(egui::text::CCursorRange::two(egui::text::CCursor::default(), end)));
        TextEdit::store_state(ui.ctx(), title.id, state);
    }
    let comment = ui.add(TextEdit::multiline(&mut frame.comment).hint_text("Comment").desired_rows(2).desired_width(f32::INFINITY));
    comment.widget_info(|| field_info("Comment", &frame.comment));
    ui.horizontal(|ui| {
        for (name, color) in COLORS {
            let (rect, response) = ui.allocate_exact_size(vec2(22.0, 22.0), egui::Sense::click());
            let chosen = frame.color == color;
            response.widget_info(|| WidgetInfo::selected(WidgetType::RadioButton, true, chosen, format!("Color {name}")));
            ui.painter().circle_filled(rect.center(), 8.0, color_of(color));
            if chosen || response.hovered() || response.has_focus() {
                let ring = if chosen { theme::TEXT_STRONG } else { theme::TEXT_WEAK };
                ui.painter().circle_stroke(rect.center(), 10.0, egui::Stroke::new(1.5, ring));
            }
            if response.on_hover_text(name).clicked() {
                frame.color = color;
            }
        }
    });
}

fn note_field(ui: &mut Ui, note: &mut Note, rect: Rect, view: &View, first: bool) {
    let margin = vec2(12.0, 9.0) * view.zoom;
    ui.set_clip_rect(rect);
    let inner = rect.shrink2(margin);
    let mut child = ui.new_child(egui::UiBuilder::new().max_rect(inner));
    let edit = TextEdit::multiline(&mut note.text).font(font(13.0, view.zoom)).frame(egui::Frame::NONE).margin(0.0);
    let field = child.add_sized(inner.size(), edit.hint_text("Write a note").desired_width(inner.width()));
    field.widget_info(|| field_info("Note", &note.text));
    ui.allocate_rect(rect, egui::Sense::hover());
    if first {
        field.request_focus();
        let mut state = TextEdit::load_state(ui.ctx(), field.id).unwrap_or_default();
        let end = egui::text::CCursor::new(note.text.chars().count());
        state.cursor.set_char_range(Some(egui::text::CCursorRange::two(egui::text::CCursor::default(), end)));
        TextEdit::store_state(ui.ctx(), field.id, state);
    }
}
