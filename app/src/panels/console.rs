//! The console: the log of the program, what Python prints, and a prompt for Python.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::time::SystemTime;

use egui::{Align, Button, ComboBox, Label, Layout, RichText, ScrollArea, Sense, TextEdit, TextWrapMode, Ui, WidgetInfo, WidgetType};
use log::Level;
use voxloom_workspace::NodeId;

use super::{Panel, Place, field_info};
use crate::desk::{Ask, Desk, Now};
use crate::log_console::Line;
use crate::python::code_editor::traceback;
use crate::python::console::{self, Prompt};
use crate::theme;

/// No filter by who says it.
const EVERYONE: &str = "All sources";
const LEVELS: [(Level, &str); 3] = [(Level::Error, "Errors"), (Level::Warn, "Errors and warnings"), (Level::Info, "Everything")];

/// One row on the screen; lines of several rows are cut up.
struct Row {
    time: String,
    source: String,
    text: String,
    color: egui::Color32,
    /// The file and line that it names.
    place: Option<(PathBuf, u32)>,
}

/// What rows are made from: changes so far, and the filters.
type Wanted = (u64, Level, Option<String>, String);

/// The console, its filters, and the prompt.
pub struct ConsolePanel {
    level: Level,
    /// Only lines of this processor or part of the program.
    source: Option<String>,
    filter: String,
    rows: Vec<Row>,
    /// Who said something so far.
    sources: BTreeSet<String>,
    /// What the rows were made from.
    made_from: Option<Wanted>,
    prompt: Prompt,
}

impl Default for ConsolePanel {
    fn default() -> Self {
        Self {
            level: Level::Info,
            source: None,
            filter: String::new(),
            rows: Vec::new(),
            sources: BTreeSet::new(),
            made_from: None,
            prompt: Prompt::default(),
        }
    }
}

impl Panel for ConsolePanel {
    fn title(&self) -> &'static str {
        "Console"
    }

    fn place(&self) -> Place {
        Place::Bottom
    }

    fn draw_heading(&mut self, ui: &mut Ui, desk: &mut Desk) {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if ui.add(Button::new("Clear")).on_hover_text("Empty the console").clicked() {
                desk.session.console.clear();
                self.made_from = None;
            }
            if ui.add(Button::new("Copy")).on_hover_text("Copy the lines that are shown").clicked() {
                ui.ctx().copy_text(self.text());
            }
            let field = ui.add(TextEdit::singleline(&mut self.filter).hint_text("Filter lines").desired_width(180.0));
            field.widget_info(|| field_info("Filter lines", &self.filter));
            let shown = LEVELS.iter().find(|(level, _)| *level == self.level).map_or("", |(_, name)| *name);
            let combo = ComboBox::from_id_salt("level").width(140.0).selected_text(shown).show_ui(ui, |ui| {
                for (level, name) in LEVELS {
                    ui.selectable_value(&mut self.level, level, name);
                }
            });
            named_combo(&combo.response, "Level", shown);
            let shown = self.source.clone().unwrap_or_else(|| EVERYONE.to_owned());
            let combo = ComboBox::from_id_salt("source").width(150.0).selected_text(&shown).show_ui(ui, |ui| {
                ui.selectable_value(&mut self.source, None, EVERYONE);
                for source in &self.sources {
                    ui.selectable_value(&mut self.source, Some(source.clone()), source);
                }
            });
            named_combo(&combo.response, "Source", &shown);
        });
    }

    fn draw(&mut self, ui: &mut Ui, desk: &mut Desk, now: &Now) {
        self.refresh(desk);
        // The prompt keeps its place below, however high it is and however low the panel.
        let area = ui.available_rect_before_wrap();
        let split = (area.bottom() - self.prompt.height(ui)).max(area.top());
        let mut below = ui.new_child(egui::UiBuilder::new().max_rect(area.with_min_y(split)).id_salt("prompt"));
        self.prompt.show(&mut below);
        let mut above = ui.new_child(egui::UiBuilder::new().max_rect(area.with_max_y(split - theme::UNIT)).id_salt("lines"));
        above.set_clip_rect(above.max_rect().intersect(ui.clip_rect()));
        self.lines(&mut above, desk, now);
        ui.take_available_space();
    }
}

impl ConsolePanel {
    fn lines(&self, ui: &mut Ui, desk: &mut Desk, now: &Now) {
        egui::Frame::NONE.fill(theme::GROUND).corner_radius(4.0).inner_margin(egui::Margin::symmetric(8, 4)).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 1.0;
            if self.rows.is_empty() {
                let text = if self.sources.is_empty() { "No messages" } else { "No messages that fit the filters" };
                ui.label(RichText::new(text).color(theme::TEXT_DISABLED));
            }
            let height = ui.text_style_height(&egui::TextStyle::Monospace);
            ui.spacing_mut().interact_size.y = height;
            ui.spacing_mut().scroll.fade.strength = 0.0;
            ScrollArea::both().auto_shrink(false).stick_to_bottom(true).show_rows(ui, height, self.rows.len(), |ui, range| {
                self.rows[range].iter().for_each(|row| draw_row(ui, row, desk, now));
            });
        });
    }
}

fn draw_row(ui: &mut Ui, row: &Row, desk: &mut Desk, now: &Now) {
    let text =
        |text: &str, color| Label::new(RichText::new(text).font(theme::mono(theme::SIZE_BODY - 1.0)).color(color)).wrap_mode(TextWrapMode::Extend);
    ui.horizontal(|ui| {
        ui.add(text(&row.time, theme::TEXT_DISABLED));
        match node_called(&row.source, now) {
            Some(node) => {
                let link = ui.add(text(&row.source, theme::TEXT).sense(Sense::click()));
                link.widget_info(|| WidgetInfo::labeled(WidgetType::Link, true, format!("Select {}", row.source)));
                let link = link.on_hover_cursor(egui::CursorIcon::PointingHand).on_hover_text("Select this processor");
                if link.clicked() {
                    desk.selection = [node].into();
                    desk.ask(Ask::Reveal);
                }
            }
            None => {
                let source = if row.source == console::SOURCE { theme::ACCENT } else { theme::TEXT_WEAK };
                ui.add(text(&row.source, source));
            }
        }
        let Some((file, line)) = &row.place else {
            ui.add(text(&row.text, row.color).selectable(true));
            return;
        };
        let label = Label::new(RichText::new(&row.text).font(theme::mono(theme::SIZE_BODY - 1.0)).color(row.color).underline());
        let link = ui.add(label.wrap_mode(TextWrapMode::Extend).sense(Sense::click()));
        link.widget_info(|| WidgetInfo::labeled(WidgetType::Link, true, row.text.trim()));
        let link = link.on_hover_cursor(egui::CursorIcon::PointingHand).on_hover_text("Open this line in the editor");
        if link.clicked() {
            desk.edit(file, Some(*line));
        }
    });
}

/// The processor of a name.
fn node_called(source: &str, now: &Now) -> Option<NodeId> {
    if source.trim().is_empty() {
        return None;
    }
    now.snapshot.workspace.network.nodes().find(|node| *node.display_name == *source || *node.identifier == *source).map(|node| node.id)
}

/// What a list to choose from is called, and what is chosen.
fn named_combo(response: &egui::Response, name: &str, shown: &str) {
    let info = || WidgetInfo { label: Some(name.to_owned()), current_text_value: Some(shown.to_owned()), ..WidgetInfo::new(WidgetType::ComboBox) };
    response.widget_info(info);
}

impl ConsolePanel {
    /// Keys of the prompt, before anyone else takes them.
    pub fn keys(&mut self, ctx: &egui::Context, desk: &mut Desk) {
        if !desk.take_asks(|ask| *ask == Ask::FocusPrompt).is_empty() {
            self.prompt.focus();
        }
        self.prompt.keys(ctx, desk);
    }

    fn refresh(&mut self, desk: &Desk) {
        let wanted = (desk.session.console.changes(), self.level, self.source.clone(), self.filter.clone());
        if self.made_from.as_ref() == Some(&wanted) {
            return;
        }
        let words: Vec<String> = self.filter.to_lowercase().split_whitespace().map(str::to_owned).collect();
        self.rows.clear();
        self.sources.clear();
        for line in desk.session.console.lines() {
            self.sources.insert(line.source.clone());
            if self.source.as_ref().is_some_and(|source| *source != line.source) {
                continue;
            }
            let fits = || {
                let text = format!("{} {}", line.source, line.text).to_lowercase();
                words.iter().all(|word| text.contains(word))
            };
            let level = if tells_failure(&line) { Level::Error } else { line.level };
            if level > self.level || !fits() {
                continue;
            }
            let color = if line.source == console::SOURCE { theme::TEXT_STRONG } else { theme::level_color(level) };
            for (index, text) in line.text.lines().enumerate() {
                let (time, source) =
                    if index == 0 { (clock(line.time), line.source.clone()) } else { (" ".repeat(8), " ".repeat(line.source.chars().count())) };
                let named = traceback::places(text).into_iter().chain(traceback::problem(text)).find(|place| traceback::is_file(&place.file));
                let place = named.map(|place| (place.file, place.line));
                self.rows.push(Row { time, source, text: text.to_owned(), color, place });
            }
        }
        self.made_from = Some(wanted);
    }

    fn text(&self) -> String {
        self.rows.iter().map(|row| format!("{} {} {}\n", row.time, row.source, row.text)).collect()
    }
}

/// What Python writes about an exception goes to standard error, as warnings do.
fn tells_failure(line: &Line) -> bool {
    line.level == Level::Warn && (line.text.contains("Traceback (most recent call last)") || line.text.lines().any(is_exception))
}

/// `ValueError: no`, as the last line of a traceback has it.
fn is_exception(line: &str) -> bool {
    let name = line.split(':').next().unwrap_or_default();
    let last = name.rsplit('.').next().unwrap_or_default();
    !name.is_empty()
        && name.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '.')
        && ["Error", "Exception", "Interrupt", "Cancelled"].iter().any(|end| last.ends_with(end))
}

/// Time of day in UTC.
fn clock(time: SystemTime) -> String {
    let seconds = time.duration_since(SystemTime::UNIX_EPOCH).map_or(0, |since| since.as_secs()) % 86_400;
    format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}
