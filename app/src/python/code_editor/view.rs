//! Draws the text of a file: colored, with line numbers, the current line, and marks of what is wrong.

use std::sync::Arc;

use egui::text::{CCursor, CCursorRange, LayoutJob, TextFormat};
use egui::{
    Align, Align2, Color32, Event, EventFilter, Frame, Galley, Id, Key, KeyboardShortcut, Margin, Modifiers, Rect, ScrollArea, Sense, Shape,
    TextBuffer, TextEdit, Ui, WidgetInfo, WidgetType, pos2, vec2,
};

use super::highlight::{Part, parts};
use super::marks::Mark;
use super::source_file::SourceFile;
use super::typing::{Selected, line_range};
use crate::panels::field_info;
use crate::theme;

const FONT: egui::FontId = theme::mono(theme::SIZE_BODY);

/// What the view remembers between frames.
#[derive(Default)]
pub struct CodeView {
    /// The last text that was colored.
    colored: Option<Arc<LayoutJob>>,
    /// The cursor was put somewhere: it is brought into sight.
    reveal: bool,
    /// Height of what was in sight.
    height: f32,
    wants_focus: bool,
    /// What was found last, in characters. A text field without the keys forgets what is selected in it.
    found: Option<std::ops::Range<usize>>,
}

/// Where the cursor stands, both counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Caret {
    pub line: usize,
    pub column: usize,
}

/// The text field of a file.
pub fn field_id(file: &SourceFile) -> Id {
    Id::new(("source text", &file.path))
}

impl CodeView {
    pub fn focus(&mut self) {
        self.wants_focus = true;
    }

    /// What is selected, in characters.
    pub fn selection(ctx: &egui::Context, file: &SourceFile) -> std::ops::Range<usize> {
        let range = TextEdit::load_state(ctx, field_id(file)).and_then(|state| state.cursor.char_range());
        range.map_or(0..0, |range| {
            let sorted = range.as_sorted_char_range();
            sorted.start.0..sorted.end.0
        })
    }

    /// What is found, as it was selected last.
    pub fn found(&self) -> Option<std::ops::Range<usize>> {
        self.found.clone()
    }

    /// Selects what was found.
    pub fn select_found(&mut self, ctx: &egui::Context, file: &SourceFile, range: std::ops::Range<usize>) {
        self.found = Some(range.clone());
        self.select(ctx, file, range);
    }

    /// Gives the keys back to the text; what was found is selected in it.
    pub fn end_find(&mut self, ctx: &egui::Context, file: &SourceFile) {
        if let Some(range) = self.found.take() {
            self.select(ctx, file, range);
        }
        self.wants_focus = true;
    }

    /// Selects characters and brings them into sight.
    pub fn select(&mut self, ctx: &egui::Context, file: &SourceFile, range: std::ops::Range<usize>) {
        let id = field_id(file);
        let mut state = TextEdit::load_state(ctx, id).unwrap_or_default();
        state.cursor.set_char_range(Some(CCursorRange::two(CCursor::new(range.start), CCursor::new(range.end))));
        TextEdit::store_state(ctx, id, state);
        self.reveal = true;
    }

    /// Does what keys of a code editor do, before the text field sees them. What was typed around them within one frame keeps its order.
    pub fn keys(&mut self, ctx: &egui::Context, file: &mut SourceFile) {
        self.undo_keys(ctx, file);
        let editing = |event: &Event| match event {
            Event::Key { key: Key::Tab, pressed: true, modifiers, .. } => modifiers.is_none() || *modifiers == Modifiers::SHIFT,
            Event::Key { key: Key::Enter | Key::Backspace, pressed: true, modifiers, .. } => modifiers.is_none(),
            Event::Key { key: Key::Slash | Key::D, pressed: true, modifiers, .. } => modifiers.command_only(),
            _ => false,
        };
        if !ctx.input(|input| input.events.iter().any(editing)) {
            return;
        }
        let mut selected = Selected::new(&file.text, Self::selection(ctx, file));
        ctx.input_mut(|input| {
            input.events.retain(|event| {
                let done = match event {
                    Event::Text(text) => {
                        selected.insert(text);
                        true
                    }
                    Event::Key { key: Key::Backspace, .. } if editing(event) => selected.backspace(),
                    Event::Key { key, modifiers, .. } if editing(event) => {
                        match key {
                            Key::Tab if modifiers.shift => selected.outdent(),
                            Key::Tab => selected.indent(),
                            Key::Enter => selected.new_line(),
                            Key::Slash => selected.toggle_comment(),
                            _ => selected.duplicate_lines(),
                        }
                        true
                    }
                    _ => false,
                };
                !done
            });
        });
        if selected.text != file.text || selected.range != Self::selection(ctx, file) {
            file.text = selected.text;
            self.select(ctx, file, selected.range);
        }
    }

    /// Undo and redo go to another text. To a text field a place of the cursor is a step too, at which nothing seems to happen.
    fn undo_keys(&mut self, ctx: &egui::Context, file: &mut SourceFile) {
        let undo = KeyboardShortcut::new(Modifiers::COMMAND, Key::Z);
        let redo = [KeyboardShortcut::new(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z), KeyboardShortcut::new(Modifiers::COMMAND, Key::Y)];
        // The one with Shift first: the other fits it too.
        let back = match ctx.input_mut(|input| (redo.iter().any(|redo| input.consume_shortcut(redo)), input.consume_shortcut(&undo))) {
            (true, _) => false,
            (false, true) => true,
            (false, false) => return,
        };
        let Some(mut state) = TextEdit::load_state(ctx, field_id(file)) else { return };
        let mut undoer = state.undoer();
        let mut now = (state.cursor.char_range().unwrap_or_default(), file.text.clone());
        while now.1 == file.text {
            let next = if back { undoer.undo(&now) } else { undoer.redo(&now) };
            let Some(next) = next else { break };
            now = next.clone();
        }
        state.set_undoer(undoer);
        state.cursor.set_char_range(Some(now.0));
        file.text = now.1;
        TextEdit::store_state(ctx, field_id(file), state);
        self.reveal = true;
    }

    /// Draws the text into the space that is there.
    /// `query` is what is being sought: every occurrence is marked.
    pub fn show(&mut self, ui: &mut Ui, file: &mut SourceFile, marks: &[Mark], query: &str) -> Caret {
        if let Some(line) = file.go_to.take() {
            let at = line_range(&file.text, line).start;
            self.select(ui.ctx(), file, at..at);
            self.wants_focus = true;
        }
        let id = field_id(file);
        // Every line counts, also the first and the last.
        ui.spacing_mut().scroll.fade.strength = 0.0;
        let area = ui.available_rect_before_wrap();
        ui.painter().rect_filled(area, 0.0, theme::GROUND);
        let scroll = ScrollArea::both().id_salt(("source scroll", &file.path)).auto_shrink(false);
        scroll.show_viewport(ui, |ui, viewport| self.text(ui, id, file, marks, query, viewport.size())).inner
    }

    fn text(&mut self, ui: &mut Ui, id: Id, file: &mut SourceFile, marks: &[Mark], query: &str, view: egui::Vec2) -> Caret {
        // Before the field is drawn: without the keys it forgets its selection.
        if std::mem::take(&mut self.wants_focus) {
            ui.memory_mut(|memory| memory.request_focus(id));
        }
        let (letter, row) = ui.fonts_mut(|fonts| (fonts.glyph_width(&FONT, '0'), fonts.row_height(&FONT)));
        let lines = file.text.split('\n').count();
        let digits = lines.to_string().len().max(3);
        let gutter = (digits as f32 * letter + 26.0).round();
        let longest = file.text.split('\n').map(|line| line.chars().count()).max().unwrap_or(0);
        let width = (gutter + (longest + 4) as f32 * letter).max(view.x);
        let rows = ((view.y / row) as usize).max(lines + 2);
        let under = ui.painter().add(Shape::Noop);
        let colored = &mut self.colored;
        let mut layouter = |ui: &Ui, text: &dyn TextBuffer, _: f32| {
            let job = match colored {
                Some(job) if job.text == text.as_str() => job.clone(),
                _ => colored.insert(Arc::new(color(text.as_str()))).clone(),
            };
            ui.fonts_mut(|fonts| fonts.layout_job((*job).clone()))
        };
        let edit = TextEdit::multiline(&mut file.text)
            .id(id)
            .font(FONT)
            .frame(Frame::NONE.inner_margin(Margin { left: gutter as i8, right: 0, top: 4, bottom: 4 }))
            .desired_width(width)
            .min_size(vec2(width, 0.0))
            .desired_rows(rows)
            .layouter(&mut layouter)
            .event_filter(EventFilter { tab: true, horizontal_arrows: true, vertical_arrows: true, escape: false });
        let output = edit.show(ui);
        let response = &output.response.response;
        response.widget_info(|| field_info(&format!("Source of {}", file.name()), &file.text));
        let cursor = output.state.cursor.char_range().map(|range| range.primary);
        let at = cursor.map(|cursor| output.galley.layout_from_cursor(cursor));
        let caret = at.map_or(Caret { line: 1, column: 1 }, |at| Caret { line: at.row + 1, column: at.column.0 + 1 });
        if std::mem::take(&mut self.reveal)
            && let Some(cursor) = cursor
        {
            let place = output.galley.pos_from_cursor(cursor).translate(output.galley_pos.to_vec2());
            // With some lines around it, and clear of the line numbers.
            ui.scroll_to_rect(place.expand2(vec2(gutter + 8.0, row * 4.0)), None);
            ui.ctx().request_repaint();
        }
        // What comes up below does not cover the cursor.
        self.reveal = view.y < self.height - 1.0 && response.has_focus();
        self.height = view.y;
        let current = response.has_focus().then_some(caret.line);
        let mut behind = paint(ui, &output.galley, output.galley_pos, gutter, current, marks);
        behind.extend(occurrences(ui, &output.galley, output.galley_pos, query, self.found.as_ref()));
        ui.painter().set(under, Shape::Vec(behind));
        caret
    }
}

/// Lines behind the text, and the gutter over what scrolled under it.
fn paint(ui: &Ui, galley: &Galley, galley_pos: egui::Pos2, gutter: f32, current: Option<usize>, marks: &[Mark]) -> Vec<Shape> {
    let (clip, painter) = (ui.clip_rect(), ui.painter());
    let gutter_rect = clip.with_max_x(clip.left() + gutter - 6.0);
    painter.rect_filled(gutter_rect, 0.0, theme::GROUND);
    let mut behind = Vec::new();
    let top = clip.top() - galley_pos.y;
    let first = galley.rows.partition_point(|row| row.max_y() < top);
    for (index, row) in galley.rows.iter().enumerate().skip(first) {
        let place = Rect::from_x_y_ranges(clip.x_range(), galley_pos.y + row.min_y()..=galley_pos.y + row.max_y());
        if place.top() > clip.bottom() {
            break;
        }
        let line = index + 1;
        let mark = marks.iter().find(|mark| mark.line as usize == line);
        if let Some(mark) = mark {
            behind.push(Shape::rect_filled(place, 0.0, if mark.here { theme::ERROR_FILL } else { theme::ERROR_FILL.gamma_multiply(0.6) }));
            let dot = pos2(clip.left() + 8.0, place.center().y);
            painter.circle_filled(dot, 3.5, if mark.here { theme::ERROR } else { theme::WARNING });
            let hover = ui.interact(place, Id::new(("mark", line)), Sense::hover());
            hover.widget_info(|| WidgetInfo::labeled(WidgetType::Label, true, format!("Error in line {line}: {}", mark.message)));
            hover.on_hover_text_at_pointer(&mark.message);
        } else if current == Some(line) {
            behind.push(Shape::rect_filled(place, 0.0, theme::CODE_LINE));
        }
        let color = match (mark, current == Some(line)) {
            (Some(_), _) => theme::ERROR,
            (None, true) => theme::TEXT,
            (None, false) => theme::TEXT_DISABLED,
        };
        painter.text(pos2(gutter_rect.right() - 6.0, place.center().y), Align2::RIGHT_CENTER, line, FONT, color);
    }
    painter.vline(gutter_rect.right(), clip.y_range(), egui::Stroke::new(1.0, theme::BORDER));
    behind
}

/// Marks of what is being sought, in the lines that are in sight.
fn occurrences(ui: &Ui, galley: &Galley, galley_pos: egui::Pos2, query: &str, found: Option<&std::ops::Range<usize>>) -> Vec<Shape> {
    let mut shapes = Vec::new();
    let wanted: Vec<char> = query.chars().flat_map(|c| c.to_lowercase().next()).collect();
    if wanted.is_empty() {
        return shapes;
    }
    let clip = ui.clip_rect();
    let first = found.map(|range| galley.layout_from_cursor(CCursor::new(range.start)));
    for (index, line) in galley.job.text.split('\n').enumerate() {
        let Some(row) = galley.rows.get(index) else { break };
        let (top, bottom) = (galley_pos.y + row.min_y(), galley_pos.y + row.max_y());
        if bottom < clip.top() || top > clip.bottom() {
            continue;
        }
        let letters: Vec<char> = line.chars().flat_map(|c| c.to_lowercase().next()).collect();
        let mut at = 0;
        while at + wanted.len() <= letters.len() {
            if !letters[at..].starts_with(&wanted) {
                at += 1;
                continue;
            }
            let x = |column: usize| galley_pos.x + row.pos.x + row.x_offset(column.into());
            let place = Rect::from_x_y_ranges(x(at)..=x(at + wanted.len()), top..=bottom);
            shapes.push(Shape::rect_filled(place, 2.0, theme::ACCENT_FILL));
            if first.as_ref().is_some_and(|first| first.row == index && first.column.0 == at) {
                shapes.push(Shape::rect_stroke(place, 2.0, egui::Stroke::new(1.0, theme::ACCENT), egui::StrokeKind::Outside));
            }
            at += wanted.len();
        }
    }
    shapes
}

fn part_color(part: Part) -> Color32 {
    match part {
        Part::Keyword => theme::CODE_KEYWORD,
        Part::Constant => theme::CODE_CONSTANT,
        Part::BuiltIn => theme::CODE_BUILT_IN,
        Part::Definition => theme::CODE_DEFINITION,
        Part::Decorator => theme::CODE_DECORATOR,
        Part::Text => theme::CODE_STRING,
        Part::Number => theme::CODE_NUMBER,
        Part::Comment => theme::CODE_COMMENT,
    }
}

/// The text with its colors, in rows that are not wrapped.
pub fn color(text: &str) -> LayoutJob {
    let mut job = LayoutJob { keep_trailing_whitespace: true, halign: Align::LEFT, ..LayoutJob::default() };
    job.wrap.max_width = f32::INFINITY;
    let mut at = 0;
    for (range, part) in parts(text) {
        if at < range.start {
            job.append(&text[at..range.start], 0.0, TextFormat::simple(FONT, theme::TEXT));
        }
        at = range.end.min(text.len());
        job.append(&text[range.start..at], 0.0, TextFormat::simple(FONT, part_color(part)));
    }
    job.append(&text[at..], 0.0, TextFormat::simple(FONT, theme::TEXT));
    job
}
