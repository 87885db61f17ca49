//! Questions that cover the window: unsaved changes, a path to type or paste, shortcuts, about.

use std::path::{Path, PathBuf};

use egui::{Align, Key, Layout, RichText, TextEdit, Ui};

use crate::actions;
use crate::debugger::Listening;
use crate::desk::{Ask, Desk, Now};
use crate::files::{Done, Purpose, Then};
use crate::new_processor_dialog::NewProcessor;
use crate::open::{self, is_workspace};
use crate::theme;

/// What covers the window.
#[derive(Debug, Clone, PartialEq)]
enum Dialog {
    Unsaved(Then),
    /// Files of the code editor with changes, and what is to happen after.
    UnsavedSources(AfterSources),
    NewProcessor(NewProcessor),
    Path {
        purpose: Purpose,
        text: String,
        first: bool,
    },
    Debugger(Listening),
    DebuggerMissing(String),
    Shortcuts,
    About,
}

/// Why files of the code editor are asked about.
#[derive(Debug, Clone, PartialEq)]
pub enum AfterSources {
    CloseFile(PathBuf),
    Go(Then),
}

/// The dialog that is open, if one is.
#[derive(Default)]
pub struct Dialogs {
    open: Option<Dialog>,
}

impl Dialogs {
    pub fn is_open(&self) -> bool {
        self.open.is_some()
    }

    pub fn show_shortcuts(&mut self) {
        self.open = Some(Dialog::Shortcuts);
    }

    pub fn show_about(&mut self) {
        self.open = Some(Dialog::About);
    }

    pub fn show_listening(&mut self, listening: Listening) {
        self.open = Some(Dialog::Debugger(listening));
    }

    pub fn show_debugger_missing(&mut self, error: String) {
        self.open = Some(Dialog::DebuggerMissing(error));
    }

    pub fn show_new_processor(&mut self, questions: NewProcessor) {
        self.open = Some(Dialog::NewProcessor(questions));
    }

    pub fn ask_about_sources(&mut self, after: AfterSources) {
        self.open = Some(Dialog::UnsavedSources(after));
    }

    /// Asks for a path that is typed or pasted.
    pub fn ask_path(&mut self, purpose: Purpose, proposal: &Path) {
        self.open = Some(Dialog::Path { purpose, text: proposal.to_string_lossy().into_owned(), first: true });
    }
}

impl Desk {
    /// Does what closes the document, after asking when it is unsaved.
    pub fn start(&mut self, then: Then, now: &Now) {
        if then == Then::Close && !self.sources.modified().is_empty() {
            self.dialogs.ask_about_sources(AfterSources::Go(then));
        } else if now.file.unsaved {
            self.dialogs.open = Some(Dialog::Unsaved(then));
        } else {
            self.proceed(then);
        }
    }

    fn proceed(&mut self, then: Then) {
        match then {
            Then::New => {
                open::new_workspace(&self.session);
                self.selection.clear();
            }
            Then::Open(path) => self.files.open(self.session.clone(), path),
            Then::Close => {
                let session = self.session.clone();
                self.trust.leave(&session);
                self.may_close = true;
            }
        }
    }

    /// Opens a path: data is added to the document, a workspace replaces it.
    pub fn open_path(&mut self, path: PathBuf, now: &Now) {
        if is_workspace(&path) { self.start(Then::Open(path), now) } else { self.files.open(self.session.clone(), path) }
    }

    /// Saves where the document lies, or asks where.
    pub fn save(&mut self, now: &Now, then: Option<Then>) {
        match &now.file.path {
            Some(path) => self.files.save(self.session.clone(), path.clone(), then),
            None => self.files.pick(Purpose::Save(then), None),
        }
    }

    /// Takes in what finished in the background.
    pub fn take_in(&mut self, now: &Now) {
        for done in self.files.finished() {
            match done {
                Done::Picked { purpose, path: Some(path), .. } => self.picked(purpose, path, now),
                Done::Picked { purpose, path: None, missing: true } => {
                    let proposal = self.proposal(&purpose, now);
                    self.dialogs.ask_path(purpose, &proposal);
                }
                Done::Picked { path: None, missing: false, .. } => {}
                Done::Opened { path, result: Ok(()) } => {
                    self.files.remember(&path);
                    self.ask(Ask::FitAll);
                }
                Done::Saved { path, then, result: Ok(()) } => {
                    self.files.remember(&path);
                    self.notices.info(format!("Saved {}", path.display()));
                    then.into_iter().for_each(|then| self.proceed(then));
                }
                Done::Exported { path, result: Ok(()) } => self.notices.info(format!("Exported {}", path.display())),
                Done::Opened { result: Err(error), .. } | Done::Saved { result: Err(error), .. } | Done::Exported { result: Err(error), .. } => {
                    self.notices.error(error);
                }
            }
        }
    }

    fn picked(&mut self, purpose: Purpose, path: PathBuf, now: &Now) {
        match purpose {
            Purpose::Open => self.open_path(path, now),
            Purpose::Save(then) => {
                let path = if path.extension().is_none() { path.with_extension("voxloom") } else { path };
                self.files.save(self.session.clone(), path, then);
            }
            Purpose::Export(canvas) => {
                let path = if path.extension().is_none() { path.with_extension("png") } else { path };
                self.files.export(self.session.clone(), canvas, path);
            }
        }
    }

    fn proposal(&self, purpose: &Purpose, now: &Now) -> PathBuf {
        let folder = now.file.path.as_ref().or(self.files.recent().first()).and_then(|path| path.parent()).map(Path::to_owned).unwrap_or_default();
        match purpose {
            Purpose::Open => folder.join(""),
            Purpose::Save(_) => now.file.path.clone().unwrap_or_else(|| folder.join("workspace.voxloom")),
            Purpose::Export(_) => folder.join("canvas.png"),
        }
    }

    /// Draws the dialog that is open.
    pub fn draw_dialogs(&mut self, ctx: &egui::Context, now: &Now) {
        let Some(mut dialog) = self.dialogs.open.take() else { return };
        let frame = egui::Frame::window(&ctx.global_style()).inner_margin(theme::UNIT * 5.0);
        let shown = egui::Modal::new("dialog".into()).frame(frame).show(ctx, |ui| {
            ui.set_width(440.0);
            match &mut dialog {
                Dialog::Unsaved(then) => self.unsaved(ui, then, now),
                Dialog::UnsavedSources(after) => self.unsaved_sources(ui, after, now),
                Dialog::NewProcessor(questions) => questions.show(ui, self),
                Dialog::Path { purpose, text, first } => self.path(ui, purpose, text, first, now),
                Dialog::DebuggerMissing(error) => self.debugger_missing(ui, error),
                Dialog::Debugger(listening) => {
                    listening.show(ui);
                    close_button(ui)
                }
                Dialog::Shortcuts => shortcuts(ui),
                Dialog::About => about(ui, self),
            }
        });
        if !shown.inner && !shown.should_close() && self.dialogs.open.is_none() {
            self.dialogs.open = Some(dialog);
        }
    }

    fn unsaved(&mut self, ui: &mut Ui, then: &Then, now: &Now) -> bool {
        let name = now.file.path.as_ref().and_then(|path| path.file_name()).map_or("this workspace".into(), |name| name.to_string_lossy());
        heading(ui, &format!("Save the changes to {name}?"));
        ui.label("If you do not save, they are lost.");
        ui.add_space(theme::UNIT * 4.0);
        let mut close = false;
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if primary(ui, "Save").clicked() || ui.input(|input| input.key_pressed(Key::Enter)) {
                self.save(now, Some(then.clone()));
                close = true;
            }
            if ui.button("Cancel").clicked() {
                close = true;
            }
            if ui.button("Do not save").clicked() {
                self.proceed(then.clone());
                close = true;
            }
        });
        close
    }

    fn unsaved_sources(&mut self, ui: &mut Ui, after: &AfterSources, now: &Now) -> bool {
        let paths = match after {
            AfterSources::CloseFile(path) => vec![path.clone()],
            AfterSources::Go(_) => self.sources.modified(),
        };
        let names: Vec<_> = paths.iter().map(|path| path.file_name().unwrap_or_default().to_string_lossy().into_owned()).collect();
        heading(ui, &format!("Save the changes to {}?", names.join(", ")));
        ui.label("If you do not save, they are lost.");
        ui.add_space(theme::UNIT * 4.0);
        let (mut close, mut go_on) = (false, false);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if primary(ui, "Save").clicked() || ui.input(|input| input.key_pressed(Key::Enter)) {
                self.after_saving = Some(after.clone());
                paths.iter().for_each(|path| self.save_source(path));
                close = true;
            }
            if ui.button("Cancel").clicked() {
                close = true;
            }
            if ui.button("Do not save").clicked() {
                paths.iter().for_each(|path| self.sources.close(path));
                (close, go_on) = (true, true);
            }
        });
        if let (true, AfterSources::Go(then)) = (go_on, after) {
            self.start(then.clone(), now);
        }
        close
    }

    fn path(&mut self, ui: &mut Ui, purpose: &Purpose, text: &mut String, first: &mut bool, now: &Now) -> bool {
        let (title, verb) = match purpose {
            Purpose::Open => ("Open", "Open"),
            Purpose::Save(_) => ("Save as", "Save"),
            Purpose::Export(_) => ("Export canvas image", "Export"),
        };
        heading(ui, title);
        ui.label(RichText::new("Path of the file; type or paste it.").color(theme::TEXT_WEAK));
        let field = ui.add(TextEdit::singleline(text).desired_width(f32::INFINITY).font(theme::mono(theme::SIZE_BODY)).hint_text("/path/to/file"));
        if std::mem::take(first) {
            field.request_focus();
        }
        let entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        ui.add_space(theme::UNIT * 3.0);
        let mut close = false;
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            // A pasted path may stand in quotes.
            let path = text.trim().trim_matches(['"', '\'']);
            let ready = !path.is_empty();
            let pressed = ui.add_enabled_ui(ready, |ui| primary(ui, verb)).inner.clicked();
            if ready && (pressed || entered) {
                self.picked(purpose.clone(), PathBuf::from(path.trim_start_matches("file://")), now);
                close = true;
            }
            if ui.button("Cancel").clicked() {
                close = true;
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                if ui.button("Browse…").on_hover_text("Choose with the dialog of the system").clicked() {
                    self.files.pick(purpose.clone(), now.file.path.as_deref());
                    close = true;
                }
            });
        });
        close
    }
}

/// The title of a dialog.
pub fn heading(ui: &mut Ui, text: &str) {
    ui.label(RichText::new(text).size(theme::SIZE_HEADING).color(theme::TEXT_STRONG));
    ui.add_space(theme::UNIT);
}

/// The button that Enter presses.
pub fn primary(ui: &mut Ui, text: &str) -> egui::Response {
    ui.add(egui::Button::new(RichText::new(text).color(theme::TEXT_STRONG)).fill(theme::ACCENT_FILL).stroke(egui::Stroke::new(1.0, theme::ACCENT)))
}

fn close_button(ui: &mut Ui) -> bool {
    ui.add_space(theme::UNIT * 3.0);
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| primary(ui, "Close").clicked()).inner
}

fn shortcuts(ui: &mut Ui) -> bool {
    ui.set_width(560.0);
    heading(ui, "Keyboard and mouse");
    const NETWORK: [(&str, &str); 9] = [
        ("Double click on the ground", "Add a processor"),
        ("Drag from a port", "Connect; drop on the ground to add what fits"),
        ("Drag a connected inport away", "Move or remove the connection"),
        ("Drag on the ground", "Select; with Shift add to the selection"),
        ("Shift + click", "Add a processor to the selection, or take it out"),
        ("Wheel", "Zoom at the pointer"),
        ("Middle drag, Space or Ctrl + drag", "Pan"),
        ("Double click on a canvas", "Show it"),
        ("Escape", "Give up what is being dragged; select nothing"),
    ];
    egui::ScrollArea::vertical().max_height(560.0).auto_shrink([false, true]).show(ui, |ui| {
        egui::Grid::new("shortcuts").num_columns(2).spacing([theme::UNIT * 6.0, theme::UNIT]).striped(true).show(ui, |ui| {
            let keyed = actions::ACTIONS.iter().filter_map(|action| Some((actions::shortcut_text(ui.ctx(), action)?, action.name.to_owned())));
            let rows: Vec<(String, String)> = NETWORK.map(|(keys, what)| (keys.to_owned(), what.to_owned())).into_iter().chain(keyed).collect();
            for (keys, what) in rows {
                ui.label(RichText::new(keys).color(theme::TEXT_STRONG));
                ui.label(what);
                ui.end_row();
            }
        });
    });
    close_button(ui)
}

fn about(ui: &mut Ui, desk: &Desk) -> bool {
    heading(ui, &format!("Voxloom {}", env!("CARGO_PKG_VERSION")));
    ui.label("Wire processors into a network and see your volumes.");
    ui.add_space(theme::UNIT * 2.0);
    ui.label(format!("{} processor classes · draws on {}", desk.session.registry.all().len(), desk.session.renderer.describe()));
    ui.label(RichText::new("Apache-2.0 or MIT, as you like").color(theme::TEXT_WEAK));
    close_button(ui)
}
