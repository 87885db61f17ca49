//! The console: the log of the program and what Python prints.

use std::time::SystemTime;

use egui::{Align, Button, ComboBox, Label, Layout, RichText, ScrollArea, TextEdit, TextWrapMode, Ui};
use log::Level;

use super::{Panel, Place, field_info};
use crate::desk::{Desk, Now};
use crate::theme;

const LEVELS: [(Level, &str); 3] = [(Level::Error, "Errors"), (Level::Warn, "Errors and warnings"), (Level::Info, "Everything")];

/// One row on the screen; lines of several rows are cut up.
struct Row {
    time: String,
    source: String,
    text: String,
    level: Level,
}

/// The console and its filters.
pub struct ConsolePanel {
    level: Level,
    filter: String,
    rows: Vec<Row>,
    /// What the rows were made from: lines so far, level, filter.
    made_from: Option<(u64, Level, String)>,
}

impl Default for ConsolePanel {
    fn default() -> Self {
        Self { level: Level::Info, filter: String::new(), rows: Vec::new(), made_from: None }
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
            ComboBox::from_id_salt("level").width(140.0).selected_text(shown).show_ui(ui, |ui| {
                for (level, name) in LEVELS {
                    ui.selectable_value(&mut self.level, level, name);
                }
            });
        });
    }

    fn draw(&mut self, ui: &mut Ui, desk: &mut Desk, _now: &Now) {
        self.refresh(desk);
        egui::Frame::NONE.fill(theme::GROUND).corner_radius(4.0).inner_margin(egui::Margin::symmetric(8, 4)).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 1.0;
            if self.rows.is_empty() {
                ui.label(RichText::new("No messages").color(theme::TEXT_DISABLED));
            }
            let height = ui.text_style_height(&egui::TextStyle::Monospace);
            ScrollArea::both().auto_shrink(false).stick_to_bottom(true).show_rows(ui, height, self.rows.len(), |ui, range| {
                for row in &self.rows[range] {
                    ui.horizontal(|ui| {
                        let text = |text: &str, color| {
                            Label::new(RichText::new(text).font(theme::mono(theme::SIZE_BODY - 1.0)).color(color)).wrap_mode(TextWrapMode::Extend)
                        };
                        ui.add(text(&row.time, theme::TEXT_DISABLED));
                        ui.add(text(&row.source, theme::TEXT_WEAK));
                        ui.add(text(&row.text, theme::level_color(row.level)).selectable(true));
                    });
                }
            });
        });
    }
}

impl ConsolePanel {
    fn refresh(&mut self, desk: &Desk) {
        let wanted = (desk.session.console.count(), self.level, self.filter.clone());
        if self.made_from.as_ref() == Some(&wanted) {
            return;
        }
        let words: Vec<String> = self.filter.to_lowercase().split_whitespace().map(str::to_owned).collect();
        self.rows.clear();
        for line in desk.session.console.lines().1 {
            let fits = || {
                let text = format!("{} {}", line.source, line.text).to_lowercase();
                words.iter().all(|word| text.contains(word))
            };
            if line.level > self.level || !fits() {
                continue;
            }
            for (index, text) in line.text.lines().enumerate() {
                let (time, source) =
                    if index == 0 { (clock(line.time), line.source.clone()) } else { (" ".repeat(8), " ".repeat(line.source.chars().count())) };
                self.rows.push(Row { time, source, text: text.to_owned(), level: line.level });
            }
        }
        self.made_from = Some(wanted);
    }

    fn text(&self) -> String {
        self.rows.iter().map(|row| format!("{} {} {}\n", row.time, row.source, row.text)).collect()
    }
}

/// Time of day in UTC.
fn clock(time: SystemTime) -> String {
    let seconds = time.duration_since(SystemTime::UNIX_EPOCH).map_or(0, |since| since.as_secs()) % 86_400;
    format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}
