//! A dialog of the program's own for files and folders: where the system has none, and for paths that are typed.

mod list_view;
mod listing;

use std::path::{Path, PathBuf};

use egui::text::{CCursor, CCursorRange};
use egui::text_edit::TextEditState;
use egui::{Align, Checkbox, ComboBox, Key, Layout, Modifiers, Response, RichText, ScrollArea, TextEdit, Ui, WidgetInfo, WidgetType};

use self::listing::{Entry, list, typed_path, with_slash};
pub use self::listing::{age, home};
use crate::dialogs::{buttons, heading, primary};
use crate::documents::file_dialog::{Filter, Mode, Question};
use crate::job::{self, Job};
use crate::panels::field_info;
use crate::theme;

const WIDTH: f32 = 720.0;
const PLACES: f32 = 168.0;
const LIST: f32 = 320.0;

/// What became of a frame of the dialog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    Open,
    GivenUp,
    Chosen(PathBuf),
    /// The dialog of the system is wanted in its place.
    System,
}

/// The dialog.
pub struct Browser {
    question: Question,
    folder: PathBuf,
    /// The path at the top: of the folder, until something else is typed.
    path: String,
    /// The name of the file to save.
    name: String,
    filter: usize,
    hidden: bool,
    entries: Vec<Entry>,
    listing: Option<Job<Vec<Entry>>>,
    trouble: Option<String>,
    current: Option<String>,
    /// The file that would be written over.
    over: Option<PathBuf>,
    new_folder: Option<String>,
    first: bool,
    scroll: bool,
    /// The path at the top has the focus first.
    path_first: bool,
    /// What was typed into the list, and when: names that begin with it are gone to.
    typed: (String, f64),
}

impl Browser {
    /// `recent`: files whose folder it begins in when the question names none.
    pub fn new(ctx: &egui::Context, question: Question, recent: &[PathBuf]) -> Self {
        let parent = recent.first().and_then(|path| path.parent());
        let begin =
            question.folder.as_deref().filter(|folder| folder.is_dir()).or(parent).map(Path::to_owned).or_else(home).unwrap_or_else(|| "/".into());
        let mut browser = Self {
            name: question.name.clone(),
            question,
            folder: PathBuf::new(),
            path: String::new(),
            filter: 0,
            hidden: false,
            entries: Vec::new(),
            listing: None,
            trouble: None,
            current: None,
            over: None,
            new_folder: None,
            first: true,
            scroll: false,
            path_first: false,
            typed: (String::new(), 0.0),
        };
        browser.go(ctx, &begin);
        browser
    }

    /// A path is to be typed or pasted.
    #[must_use]
    pub fn typing(mut self) -> Self {
        self.path_first = true;
        self
    }

    fn go(&mut self, ctx: &egui::Context, folder: &Path) {
        let came_from = self.folder.strip_prefix(folder).ok().and_then(|rest| rest.components().next());
        self.current = came_from.map(|part| part.as_os_str().to_string_lossy().into_owned());
        self.scroll = true;
        self.folder = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
        self.path = with_slash(&self.folder);
        self.trouble = None;
        self.over = None;
        self.entries.clear();
        let folder = self.folder.clone();
        self.listing = Some(Job::start(ctx, "folder", move || list(&folder)));
    }

    fn up(&mut self, ctx: &egui::Context) {
        if let Some(parent) = self.folder.parent().map(Path::to_owned) {
            self.go(ctx, &parent);
        }
    }

    /// Draws the dialog. `places`: folders to jump to, with their names.
    pub fn show(&mut self, ui: &mut Ui, places: &[(String, PathBuf)], system: bool) -> Outcome {
        if let Some(listed) = job::take(&mut self.listing) {
            match listed {
                Ok(entries) => self.entries = entries,
                Err(error) => self.trouble = Some(error),
            }
        }
        ui.set_width(WIDTH);
        heading(ui, &self.question.title);
        let mut outcome = Outcome::Open;
        let typing = self.path_first;
        self.draw_path(ui, &mut outcome);
        ui.add_space(theme::UNIT);
        ui.horizontal_top(|ui| {
            ui.vertical(|ui| self.draw_places(ui, places));
            ui.vertical(|ui| self.draw_list(ui, typing, &mut outcome));
        });
        if self.question.mode == Mode::Save {
            self.draw_name(ui, &mut outcome);
        }
        self.draw_options(ui);
        if let Some(trouble) = &self.trouble {
            ui.add(egui::Label::new(RichText::new(trouble).color(theme::ERROR)).wrap());
        }
        ui.add_space(theme::UNIT * 2.0);
        self.draw_buttons(ui, system, &mut outcome);
        self.first = false;
        outcome
    }

    fn draw_path(&mut self, ui: &mut Ui, outcome: &mut Outcome) {
        ui.horizontal(|ui| {
            let up = ui.add_enabled(self.folder.parent().is_some(), egui::Button::new("Up"));
            up.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, "Parent folder"));
            if up.on_hover_text("The folder above (Backspace in the list, Alt+Up)").clicked()
                || ui.input_mut(|i| i.consume_key(Modifiers::ALT, Key::ArrowUp))
            {
                self.up(ui.ctx());
            }
            let field =
                TextEdit::singleline(&mut self.path).desired_width(f32::INFINITY).font(theme::mono(theme::SIZE_BODY)).hint_text("/path/to/file");
            let field = ui.add(field);
            field.widget_info(|| field_info("Path", &self.path));
            if ui.input_mut(|i| i.consume_key(Modifiers::COMMAND, Key::L)) || std::mem::take(&mut self.path_first) {
                field.request_focus();
                select_all(ui, &field, &self.path);
            }
            if entered(ui, &field) {
                self.take_path(ui.ctx(), outcome);
            }
        });
    }

    /// What was typed or pasted at the top: a folder is gone to, a file is chosen.
    fn take_path(&mut self, ctx: &egui::Context, outcome: &mut Outcome) {
        let path = typed_path(&self.path, &self.folder);
        if path.is_dir() {
            self.go(ctx, &path);
        } else if self.question.mode == Mode::Save {
            self.save_to(path, outcome);
        } else if path.is_file() && self.question.mode == Mode::Open {
            *outcome = Outcome::Chosen(path);
        } else {
            self.trouble = Some(format!("{} does not exist; check the spelling", path.display()));
        }
    }

    fn draw_places(&mut self, ui: &mut Ui, places: &[(String, PathBuf)]) {
        ui.set_width(PLACES);
        ScrollArea::vertical().id_salt("places").max_height(LIST).auto_shrink([false, true]).show(ui, |ui| {
            ui.with_layout(Layout::top_down_justified(Align::Min), |ui| {
                for (name, folder) in places {
                    let here = *folder == self.folder;
                    let button = egui::Button::new(name).selected(here).frame_when_inactive(here).truncate();
                    let button = ui.add(button).on_hover_text(folder.display().to_string());
                    button.widget_info(|| WidgetInfo::selected(WidgetType::Button, true, here, format!("Place {name}")));
                    if button.clicked() {
                        self.go(ui.ctx(), folder);
                    }
                }
            });
        });
    }

    fn enter(&mut self, ctx: &egui::Context, entry: &Entry, outcome: &mut Outcome) {
        let path = self.folder.join(&entry.name);
        match (entry.folder, self.question.mode) {
            (true, _) => self.go(ctx, &path),
            (false, Mode::Save) => self.save_to(path, outcome),
            (false, Mode::Open) => *outcome = Outcome::Chosen(path),
            (false, Mode::Folder) => {}
        }
    }

    fn draw_name(&mut self, ui: &mut Ui, outcome: &mut Outcome) {
        ui.add_space(theme::UNIT);
        ui.horizontal(|ui| {
            ui.label("Name");
            let mut shown = TextEdit::singleline(&mut self.name).desired_width(f32::INFINITY).show(ui);
            let field = shown.response.response;
            field.widget_info(|| field_info("Name", &self.name));
            if self.first {
                field.request_focus();
                // What is typed takes the place of the name; the extension stays.
                let stem = Path::new(&self.name).file_stem().map_or(0, |stem| stem.to_string_lossy().chars().count());
                shown.state.cursor.set_char_range(Some(CCursorRange::two(CCursor::new(0), CCursor::new(stem))));
                shown.state.store(ui.ctx(), field.id);
            }
            if field.changed() {
                self.over = None;
            }
            if entered(ui, &field) {
                self.accept(ui.ctx(), outcome);
            }
        });
        if let Some(over) = &self.over {
            let name = over.file_name().unwrap_or_default().to_string_lossy();
            ui.label(RichText::new(format!("{name} exists already. Press Replace to write over it.")).color(theme::WARNING));
        }
    }

    fn draw_options(&mut self, ui: &mut Ui) {
        ui.add_space(theme::UNIT);
        ui.horizontal(|ui| {
            if self.question.filters.len() > 1 && self.question.mode != Mode::Folder {
                let shown = self.question.filters.get(self.filter).map(filter_text).unwrap_or_default();
                let combo = ComboBox::from_id_salt("file types").width(250.0).selected_text(shown).show_ui(ui, |ui| {
                    for (index, filter) in self.question.filters.iter().enumerate() {
                        ui.selectable_value(&mut self.filter, index, filter_text(filter));
                    }
                });
                combo.response.widget_info(|| WidgetInfo::labeled(WidgetType::ComboBox, true, "File types"));
            }
            ui.add(Checkbox::new(&mut self.hidden, "Hidden files")).on_hover_text("Ctrl+H");
            if self.question.mode != Mode::Open {
                self.draw_new_folder(ui);
            }
        });
    }

    fn draw_new_folder(&mut self, ui: &mut Ui) {
        let Some(mut name) = self.new_folder.take() else {
            if ui.button("New Folder").clicked() {
                self.new_folder = Some(String::new());
            }
            return;
        };
        let field = ui.add(TextEdit::singleline(&mut name).desired_width(130.0).hint_text("name"));
        field.widget_info(|| field_info("Name of the new folder", &name));
        if name.is_empty() {
            field.request_focus();
        }
        let made = entered(ui, &field) || ui.add_enabled(!name.trim().is_empty(), egui::Button::new("Make")).clicked();
        if made && !name.trim().is_empty() {
            let folder = self.folder.join(name.trim());
            match std::fs::create_dir(&folder) {
                Ok(()) => self.go(ui.ctx(), &folder),
                Err(error) => self.trouble = Some(format!("{} could not be made: {error}", folder.display())),
            }
        } else if !field.lost_focus() || !name.is_empty() {
            self.new_folder = Some(name);
        }
    }

    fn draw_buttons(&mut self, ui: &mut Ui, system: bool, outcome: &mut Outcome) {
        ui.horizontal(|ui| {
            if system && ui.button("System Dialog…").on_hover_text("Choose with the dialog of the system").clicked() {
                *outcome = Outcome::System;
            }
            buttons(ui, |ui| self.draw_choices(ui, outcome));
        });
    }

    fn draw_choices(&mut self, ui: &mut Ui, outcome: &mut Outcome) {
        let verb = match self.question.mode {
            Mode::Open => "Open",
            Mode::Folder => "Choose Folder",
            Mode::Save if self.over.is_some() => "Replace",
            Mode::Save => "Save",
        };
        let ready = match self.question.mode {
            Mode::Open => self.current.is_some() || self.is_path_typed(),
            Mode::Save => !self.name.trim().is_empty(),
            Mode::Folder => true,
        };
        if ui.button("Cancel").clicked() {
            *outcome = Outcome::GivenUp;
        }
        if ui.add_enabled_ui(ready, |ui| primary(ui, verb)).inner.clicked() {
            self.accept(ui.ctx(), outcome);
        }
    }

    fn is_path_typed(&self) -> bool {
        self.path != with_slash(&self.folder)
    }

    /// The button was pressed.
    fn accept(&mut self, ctx: &egui::Context, outcome: &mut Outcome) {
        let current = self.current.as_ref().and_then(|name| self.entries.iter().find(|entry| entry.name == *name)).cloned();
        match (self.question.mode, current) {
            (Mode::Save, _) => {
                let path = typed_path(&self.name, &self.folder);
                if path.is_dir() { self.go(ctx, &path) } else { self.save_to(path, outcome) }
            }
            (Mode::Open | Mode::Folder, _) if self.is_path_typed() => self.take_path(ctx, outcome),
            (Mode::Open, Some(entry)) => self.enter(ctx, &entry, outcome),
            (Mode::Folder, Some(entry)) => *outcome = Outcome::Chosen(self.folder.join(entry.name)),
            (Mode::Folder, None) => *outcome = Outcome::Chosen(self.folder.clone()),
            (Mode::Open, None) => {}
        }
    }

    /// A file is written over only after it was said.
    fn save_to(&mut self, path: PathBuf, outcome: &mut Outcome) {
        let extension = self.question.filters.first().and_then(|filter| filter.extensions.first()).filter(|extension| *extension != "*");
        let path = match extension {
            Some(extension) if path.extension().is_none() => path.with_extension(extension),
            _ => path,
        };
        if path.exists() && self.over.as_ref() != Some(&path) {
            self.over = Some(path);
        } else if path.parent().is_some_and(|folder| !folder.is_dir()) {
            self.trouble = Some(format!("The folder of {} does not exist; make it first", path.display()));
        } else {
            *outcome = Outcome::Chosen(path);
        }
    }

    /// The question, for the dialog of the system.
    pub fn question(&self) -> Question {
        Question { folder: Some(self.folder.clone()), name: self.name.clone(), ..self.question.clone() }
    }
}

fn filter_text(filter: &Filter) -> String {
    if filter.extensions.iter().any(|extension| extension == "*") {
        return filter.name.clone();
    }
    let extensions: Vec<String> = filter.extensions.iter().map(|extension| format!("*.{}", extension.trim_start_matches('.'))).collect();
    format!("{} ({})", filter.name, extensions.join(", "))
}

/// What is typed takes the place of what is there.
fn select_all(ui: &Ui, field: &Response, text: &str) {
    let mut state = TextEditState::load(ui.ctx(), field.id).unwrap_or_default();
    state.cursor.set_char_range(Some(CCursorRange::two(CCursor::default(), CCursor::new(text.chars().count()))));
    state.store(ui.ctx(), field.id);
}

/// Enter was pressed in a field of one line.
fn entered(ui: &Ui, field: &Response) -> bool {
    field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter))
}
