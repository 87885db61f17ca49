//! The built-in code editor: files in tabs, right of the center. Saving a file reloads the processors in it.
//!
//! The open files themselves lie in [`sources`]; the coloring in [`highlight`], what keys do in [`typing`], what is wrong in [`marks`].

mod desk;
pub mod highlight;
pub mod marks;
pub mod source_file;
pub mod sources;
pub mod traceback;
pub mod typing;
pub mod view;

use std::path::PathBuf;

use egui::{
    Align, Button, EventFilter, Frame, Key, KeyboardShortcut, Label, Layout, Modifiers, RichText, ScrollArea, TextEdit, Ui, WidgetInfo, WidgetType,
    vec2,
};

use crate::desk::{Desk, Now};
use crate::panels::field_info;
use crate::theme;
use marks::Mark;
use source_file::Outside;
use view::{Caret, CodeView};

/// What stands above the text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
enum Bar {
    #[default]
    Nothing,
    Find {
        first: bool,
    },
    GoTo {
        text: String,
        first: bool,
    },
}

/// The editor's own state; the files lie on the desk.
#[derive(Default)]
pub struct CodeEditor {
    view: CodeView,
    bar: Bar,
    query: String,
    caret: Caret,
    /// The tab bar shows what is in front, once.
    shown: Option<PathBuf>,
}

const fn ctrl(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::COMMAND, key)
}

impl CodeEditor {
    /// Keys that mean something in the editor, before anyone else takes them.
    pub fn keys(&mut self, ctx: &egui::Context, desk: &mut Desk) {
        let index = desk.sources.current();
        let Some(file) = desk.sources.files().get(index).filter(|_| desk.arrangement.editor && !desk.dialogs.is_open()) else { return };
        let focused = ctx.memory(|memory| memory.focused());
        let in_text = focused == Some(view::field_id(file));
        let in_bar = focused == Some(egui::Id::new(BAR));
        if !in_text && !in_bar {
            return;
        }
        let path = file.path.clone();
        let pressed = |shortcut| ctx.input_mut(|input| input.consume_shortcut(&shortcut));
        if pressed(ctrl(Key::S)) {
            desk.save_source(&path);
        }
        if pressed(ctrl(Key::F)) {
            self.start_find(ctx, desk);
        }
        if pressed(ctrl(Key::G)) {
            self.bar = Bar::GoTo { text: String::new(), first: true };
        }
        if pressed(ctrl(Key::W)) {
            desk.close_source(&path);
        }
        let count = desk.sources.files().len();
        if pressed(ctrl(Key::PageDown)) {
            desk.sources.show((index + 1) % count.max(1));
        }
        if pressed(ctrl(Key::PageUp)) {
            desk.sources.show((index + count.saturating_sub(1)) % count.max(1));
        }
        let back = pressed(KeyboardShortcut::new(Modifiers::SHIFT, Key::F3));
        if back || pressed(KeyboardShortcut::new(Modifiers::NONE, Key::F3)) {
            self.find_next(ctx, desk, back);
        }
        if self.bar != Bar::Nothing && pressed(KeyboardShortcut::new(Modifiers::NONE, Key::Escape)) {
            self.bar = Bar::Nothing;
            self.end_bar(ctx, desk);
        }
        if in_text && let Some(file) = desk.sources.files_mut().get_mut(index) {
            self.view.keys(ctx, file);
        }
    }

    fn start_find(&mut self, ctx: &egui::Context, desk: &Desk) {
        if let Some(file) = desk.sources.files().get(desk.sources.current()) {
            let range = CodeView::selection(ctx, file);
            let selected: String = file.text.chars().skip(range.start).take(range.len()).collect();
            if !selected.is_empty() && !selected.contains('\n') {
                self.query = selected;
            }
        }
        self.bar = Bar::Find { first: true };
    }

    /// The text has the keys again.
    fn end_bar(&mut self, ctx: &egui::Context, desk: &Desk) {
        if let Some(file) = desk.sources.files().get(desk.sources.current()) {
            self.view.end_find(ctx, file);
        }
    }

    fn find_next(&mut self, ctx: &egui::Context, desk: &Desk, back: bool) {
        let Some(file) = desk.sources.files().get(desk.sources.current()) else { return };
        let selected = self.view.found().unwrap_or_else(|| CodeView::selection(ctx, file));
        let from = if back { selected.start } else { selected.end };
        if let Some(range) = typing::find(&file.text, &self.query, from, back) {
            self.view.select_found(ctx, file, range);
        }
    }

    /// Draws the editor into the space that is there.
    pub fn show(&mut self, ui: &mut Ui, desk: &mut Desk, now: &Now) {
        self.tabs(ui, desk);
        let index = desk.sources.current();
        let Some(file) = desk.sources.files().get(index) else { return };
        let marks = marks::marks(&file.path, now);
        let path = file.path.clone();
        if self.shown.as_ref() != Some(&path) {
            self.shown = Some(path);
            self.view.focus();
        }
        self.outside(ui, desk, index);
        self.bar(ui, desk);
        egui::Panel::bottom("source footer").frame(Frame::NONE).show_separator_line(false).show(ui, |ui| {
            self.problems(ui, desk, index, &marks);
            self.footer(ui, desk, index);
        });
        egui::CentralPanel::default().frame(Frame::NONE).show(ui, |ui| {
            if let Some(file) = desk.sources.files_mut().get_mut(index) {
                let query = if matches!(self.bar, Bar::Find { .. }) { self.query.as_str() } else { "" };
                self.caret = self.view.show(ui, file, &marks, query);
            }
        });
    }

    fn tabs(&mut self, ui: &mut Ui, desk: &mut Desk) {
        let (mut show, mut close) = (None, None);
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 2.0;
            for (index, file) in desk.sources.files().iter().enumerate() {
                let front = index == desk.sources.current();
                let name = format!("{}{}", file.name(), if file.is_modified() { " •" } else { "" });
                let fill = if front { theme::GROUND } else { theme::PANEL };
                let text = RichText::new(&name).color(if front { theme::TEXT_STRONG } else { theme::TEXT_WEAK });
                Frame::NONE.fill(fill).corner_radius(4.0).inner_margin(egui::Margin { left: 2, right: 4, top: 1, bottom: 1 }).show(ui, |ui| {
                    let tab = ui.add(Button::new(text).frame(false).min_size(vec2(0.0, theme::ROW)));
                    tab.widget_info(|| WidgetInfo::selected(WidgetType::SelectableLabel, true, front, format!("File {name}")));
                    if tab.on_hover_text(file.path.display().to_string()).clicked() {
                        show = Some(index);
                    }
                    let cross = ui.add(Button::new(RichText::new("×").color(theme::TEXT_WEAK)).frame(false).min_size(vec2(14.0, theme::ROW)));
                    cross.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, format!("Close {}", file.name())));
                    if cross.clicked() {
                        close = Some(file.path.clone());
                    }
                });
            }
        });
        if let Some(index) = show {
            desk.sources.show(index);
            self.view.focus();
        }
        if let Some(path) = close {
            desk.close_source(&path);
        }
    }

    /// What another program did to the file, and what can be done about it.
    fn outside(&mut self, ui: &mut Ui, desk: &mut Desk, index: usize) {
        let Some(file) = desk.sources.files_mut().get_mut(index) else { return };
        let text = match &file.outside {
            Outside::Nothing => return,
            Outside::Changed(_) => format!("Another program changed {} while you did.", file.name()),
            Outside::Gone => format!("{} is no longer on the disk; saving writes it again.", file.name()),
        };
        Frame::NONE.fill(theme::RAISED).inner_margin(6).show(ui, |ui| {
            ui.horizontal_wrapped(|ui| {
                ui.label(RichText::new(text).color(theme::WARNING));
                if matches!(file.outside, Outside::Changed(_)) {
                    if ui.button("Reload").on_hover_text("Take the text of the disk; what you typed is lost").clicked() {
                        file.reload();
                    }
                    if ui.button("Keep mine").on_hover_text("Saving writes over what the other program wrote").clicked() {
                        file.keep();
                    }
                }
            });
        });
    }

    /// Find and go to line.
    fn bar(&mut self, ui: &mut Ui, desk: &mut Desk) {
        let mut bar = std::mem::take(&mut self.bar);
        let mut keep = true;
        match &mut bar {
            Bar::Nothing => return,
            Bar::Find { first } => {
                ui.horizontal(|ui| {
                    let field = ui.add(
                        TextEdit::singleline(&mut self.query).id(egui::Id::new(BAR)).hint_text("Find").desired_width(180.0).event_filter(WITH_ESCAPE),
                    );
                    field.widget_info(|| field_info("Find", &self.query));
                    let entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
                    if std::mem::take(first) || entered {
                        field.request_focus();
                    }
                    let back = entered && ui.input(|input| input.modifiers.shift) || small(ui, "⏶", "Find the one before");
                    let forward = entered && !back || small(ui, "⏷", "Find the next");
                    if back || forward {
                        self.find_next(ui.ctx(), desk, back);
                    } else if field.changed() {
                        // While it is typed, the first one from the cursor on is shown.
                        if let Some(file) = desk.sources.files().get(desk.sources.current()) {
                            let from = self.view.found().unwrap_or_else(|| CodeView::selection(ui.ctx(), file)).start;
                            if let Some(range) = typing::find(&file.text, &self.query, from, false) {
                                self.view.select_found(ui.ctx(), file, range);
                            }
                        }
                    }
                    let count = desk.sources.files().get(desk.sources.current()).map_or(0, |file| typing::count(&file.text, &self.query));
                    let found = match count {
                        _ if self.query.is_empty() => String::new(),
                        0 => "not found".to_owned(),
                        count => format!("{count} found"),
                    };
                    ui.label(RichText::new(found).color(theme::TEXT_WEAK));
                    keep = !small(ui, "×", "Close (Escape)");
                });
            }
            Bar::GoTo { text, first } => {
                ui.horizontal(|ui| {
                    ui.label("Go to line");
                    let field = ui.add(TextEdit::singleline(text).id(egui::Id::new(BAR)).desired_width(70.0).event_filter(WITH_ESCAPE));
                    field.widget_info(|| field_info("Go to line", text));
                    if std::mem::take(first) {
                        field.request_focus();
                    }
                    // Taken here, so that the text, which has the keys from now on, does not take it as well.
                    if field.lost_focus() && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter)) {
                        let index = desk.sources.current();
                        if let (Ok(line), Some(file)) = (text.trim().parse(), desk.sources.files_mut().get_mut(index)) {
                            file.go_to = Some(line);
                        }
                        keep = false;
                    } else if small(ui, "×", "Close (Escape)") {
                        keep = false;
                    }
                });
            }
        }
        if keep {
            self.bar = bar;
        } else {
            self.end_bar(ui.ctx(), desk);
        }
    }

    /// What is wrong, line by line; a click goes there.
    fn problems(&mut self, ui: &mut Ui, desk: &mut Desk, index: usize, marks: &[Mark]) {
        if marks.is_empty() {
            return;
        }
        Frame::NONE.fill(theme::ERROR_FILL).inner_margin(egui::Margin::symmetric(8, 4)).show(ui, |ui| {
            ui.take_available_width();
            ScrollArea::vertical().id_salt("source problems").max_height(78.0).show(ui, |ui| {
                for mark in marks {
                    let text = RichText::new(format!("Line {}: {}", mark.line, mark.message));
                    let text = text.size(theme::SIZE_SMALL + 1.0).color(if mark.here { theme::TEXT_STRONG } else { theme::TEXT });
                    let row = ui.add(Label::new(text).wrap().sense(egui::Sense::click()));
                    row.widget_info(|| WidgetInfo::labeled(WidgetType::Link, true, format!("Go to line {}: {}", mark.line, mark.message)));
                    let row = row.on_hover_cursor(egui::CursorIcon::PointingHand);
                    if row.clicked()
                        && let Some(file) = desk.sources.files_mut().get_mut(index)
                    {
                        file.go_to = Some(mark.line);
                    }
                }
            });
        });
    }

    fn footer(&mut self, ui: &mut Ui, desk: &mut Desk, index: usize) {
        let Some(file) = desk.sources.files().get(index) else { return };
        let (path, name, modified) = (file.path.clone(), file.name(), file.is_modified());
        ui.horizontal(|ui| {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let save = ui.add_enabled(modified, Button::new("Save").shortcut_text(RichText::new("Ctrl+S").color(theme::TEXT_WEAK)));
                save.widget_info(|| WidgetInfo::labeled(WidgetType::Button, modified, format!("Save {name}")));
                if save.on_hover_text("Write the file; its processors are reloaded at once").clicked() {
                    desk.save_source(&path);
                }
                if small(ui, "Find", "Find in this file (Ctrl+F)") {
                    self.start_find(ui.ctx(), desk);
                }
                let caret = format!("{}:{}", self.caret.line, self.caret.column);
                ui.label(RichText::new(caret).size(theme::SIZE_SMALL + 1.0).color(theme::TEXT_WEAK))
                    .on_hover_text("Line and column; Ctrl+G goes to a line");
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    let text = RichText::new(path.display().to_string()).size(theme::SIZE_SMALL).color(theme::TEXT_WEAK);
                    ui.add(Label::new(text).truncate());
                });
            });
        });
    }
}

/// Escape closes the bar, it does not only take the keys away from its field.
const WITH_ESCAPE: EventFilter = EventFilter { tab: false, horizontal_arrows: true, vertical_arrows: false, escape: true };

/// The field above the text.
const BAR: &str = "source bar";

fn small(ui: &mut Ui, text: &str, what: &str) -> bool {
    let button = ui.add(Button::new(text).frame(text.len() > 3));
    button.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, what));
    button.on_hover_text(what).clicked()
}
