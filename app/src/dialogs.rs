//! Questions that cover the window: unsaved changes, a path to type or paste, shortcuts, about.

use std::path::PathBuf;

use egui::{Key, Response, RichText, Ui};

use crate::commands::command_palette::CommandPalette;
use crate::commands::keyboard_page::KeyboardPage;
use crate::desk::{Desk, Now};
use crate::documents::drops::PythonFiles;
use crate::documents::export::{Choice, ExportDialog};
use crate::documents::file_browser::Browser;
use crate::documents::files::{Purpose, Then};
use crate::parts::{self, Go, Part};
use crate::python::debugger::Listening;
use crate::python::new_processor_dialog::NewProcessor;
use crate::theme;

/// What covers the window.
enum Dialog {
    Unsaved(Then),
    /// Files of the code editor with changes, and what is to happen after.
    UnsavedSources(AfterSources),
    NewProcessor(NewProcessor),
    /// A path, in the dialog of the program.
    Browse(Box<Browser>, Purpose),
    /// A picture that carries a workspace: which of both is wanted?
    Picture(PathBuf),
    /// Python files that were dropped or opened.
    Python(PythonFiles),
    Export(ExportDialog),
    Debugger(Listening),
    DebuggerMissing(String),
    Keyboard(KeyboardPage),
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
    commands: Option<CommandPalette>,
    /// What had the focus before; it gets it back.
    before: Option<egui::Id>,
    /// The same, once the dialog is gone: below one nothing can have the focus.
    back: Option<egui::Id>,
    shown: bool,
    /// The size that was exported last.
    pub exported: Choice,
}

impl Dialogs {
    pub fn is_open(&self) -> bool {
        self.open.is_some() || self.commands.is_some()
    }

    pub fn show_shortcuts(&mut self) {
        self.open = Some(Dialog::Keyboard(KeyboardPage::default()));
    }

    pub fn show_commands(&mut self) {
        self.commands = Some(CommandPalette::default());
    }

    pub fn show_about(&mut self) {
        self.open = Some(Dialog::About);
    }

    pub fn show_export(&mut self, dialog: ExportDialog) {
        self.open = Some(Dialog::Export(dialog));
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

    /// Asks whether a picture is opened or the workspace that it carries.
    pub fn ask_about_picture(&mut self, path: PathBuf) {
        self.open = Some(Dialog::Picture(path));
    }

    /// Asks what is to become of Python files.
    pub fn ask_about_python(&mut self, files: PythonFiles) {
        self.open = Some(Dialog::Python(files));
    }

    /// Asks for a path with the dialog of the program.
    pub fn browse(&mut self, browser: Browser, purpose: Purpose) {
        self.open = Some(Dialog::Browse(Box::new(browser), purpose));
    }

    /// Asks whether unsaved changes are saved before something closes the document.
    pub fn ask_about_changes(&mut self, then: Then) {
        self.open = Some(Dialog::Unsaved(then));
    }
}

const LOST: &str = "If you do not save, they are lost.";

impl Desk {
    /// Draws the dialog that is open.
    pub fn draw_dialogs(&mut self, ctx: &egui::Context, now: &Now) {
        if let Some(mut commands) = self.dialogs.commands.take()
            && commands.show(ctx, self, now)
        {
            self.dialogs.commands = Some(commands);
        }
        let Some(mut dialog) = self.dialogs.open.take() else {
            // The focus is still with a button of the dialog that is gone.
            let free = ctx.memory(|memory| memory.focused()).is_none_or(|id| !parts::is_there(ctx, id));
            let back = self.dialogs.back.take().filter(|_| free);
            if back.is_some_and(|id| !parts::focus(ctx, id)) {
                // It was an entry of a menu, say.
                self.parts.go(Go::To(Part::Network));
            }
            return;
        };
        if !std::mem::replace(&mut self.dialogs.shown, true) {
            self.dialogs.before = ctx.memory(|memory| memory.focused());
        }
        let frame = egui::Frame::window(&ctx.global_style()).inner_margin(theme::UNIT * 5.0);
        let shown = egui::Modal::new("dialog".into()).frame(frame).show(ctx, |ui| {
            ui.set_width(440.0);
            match &mut dialog {
                Dialog::Unsaved(then) => self.unsaved(ui, then, now),
                Dialog::UnsavedSources(after) => self.unsaved_sources(ui, after, now),
                Dialog::NewProcessor(questions) => questions.show(ui, self),
                Dialog::Browse(browser, purpose) => self.browse(ui, browser, purpose, now),
                Dialog::Picture(path) => self.picture(ui, path, now),
                Dialog::Python(files) => self.python_files(ui, files),
                Dialog::Export(dialog) => dialog.show(ui, self, now),
                Dialog::DebuggerMissing(error) => self.debugger_missing(ui, error),
                Dialog::Debugger(listening) => {
                    listening.show(ui);
                    close_button(ui)
                }
                Dialog::Keyboard(page) => page.show(ui, self),
                Dialog::About => about(ui, self),
            }
        });
        // What was chosen may have opened the next dialog.
        if !shown.inner && !shown.should_close() && self.dialogs.open.is_none() {
            self.dialogs.open = Some(dialog);
        } else if self.dialogs.open.is_none() {
            self.dialogs.shown = false;
            self.dialogs.back = self.dialogs.before.take();
            ctx.request_repaint();
        }
    }

    fn unsaved(&mut self, ui: &mut Ui, then: &Then, now: &Now) -> bool {
        let name = now.file.path.as_ref().and_then(|path| path.file_name()).map_or("this workspace".into(), |name| name.to_string_lossy());
        heading(ui, &format!("Save the changes to {name}?"));
        ui.label(if *then == Then::Close { LOST } else { "If you do not save, only Undo brings them back, until the program ends." });
        ui.add_space(theme::UNIT * 4.0);
        match answers(ui, ["Do not save", "Cancel", "Save"]) {
            Some("Save") => self.save(now, Some(then.clone())),
            Some("Do not save") => self.proceed(then.clone()),
            Some(_) => {}
            None => return false,
        }
        true
    }

    fn unsaved_sources(&mut self, ui: &mut Ui, after: &AfterSources, now: &Now) -> bool {
        let paths = match after {
            AfterSources::CloseFile(path) => vec![path.clone()],
            AfterSources::Go(_) => self.sources.modified(),
        };
        let names: Vec<_> = paths.iter().map(|path| path.file_name().unwrap_or_default().to_string_lossy().into_owned()).collect();
        heading(ui, &format!("Save the changes to {}?", names.join(", ")));
        ui.label(LOST);
        ui.add_space(theme::UNIT * 4.0);
        match answers(ui, ["Do not save", "Cancel", "Save"]) {
            Some("Save") => {
                self.after_saving = Some(after.clone());
                paths.iter().for_each(|path| self.save_source(path));
            }
            Some("Do not save") => {
                paths.iter().for_each(|path| self.sources.close(path));
                if let AfterSources::Go(then) = after {
                    self.start(then.clone(), now);
                }
            }
            Some(_) => {}
            None => return false,
        }
        true
    }
}

/// The title of a dialog.
pub fn heading(ui: &mut Ui, text: &str) {
    ui.label(RichText::new(text).size(theme::SIZE_HEADING).color(theme::TEXT_STRONG));
    ui.add_space(theme::UNIT);
}

/// The button that stands out: what one most likely wants. No line around it, which would make it larger than it is with the focus.
pub fn primary(ui: &mut Ui, text: &str) -> Response {
    ui.add(egui::Button::new(RichText::new(text).color(theme::TEXT_STRONG)).fill(theme::ACCENT_FILL))
}

/// Buttons at the right end, the one that stands out last; the one that was pressed. It has the focus, and with it Enter, until another gets it.
pub fn answers<'a, const N: usize>(ui: &mut Ui, names: [&'a str; N]) -> Option<&'a str> {
    buttons(ui, |ui| {
        let mut pressed = None;
        for (index, name) in names.into_iter().enumerate() {
            let button = if index + 1 == N { primary(ui, name) } else { ui.button(name) };
            if index + 1 == N {
                keep_focus(ui, &button);
            }
            if button.clicked() {
                pressed = Some(name);
            }
        }
        pressed
    })
}

/// Gives something the focus while nothing else of its dialog has it.
pub fn keep_focus(ui: &Ui, response: &Response) {
    let focused = ui.memory(|memory| memory.focused()).and_then(|id| ui.ctx().read_response(id));
    // With Tab the focus goes around: for a frame nothing has it.
    let moves = ui.input(|input| input.key_pressed(Key::Tab));
    if !moves && focused.is_none_or(|other| other.layer_id != response.layer_id) {
        response.request_focus();
    }
}

fn close_button(ui: &mut Ui) -> bool {
    ui.add_space(theme::UNIT * 3.0);
    answers(ui, ["Close"]).is_some()
}

/// The row of buttons of a dialog at the right end, in the order in which Tab goes through them.
pub fn buttons<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> R {
    row_at(ui, 1.0, add)
}

/// A row of buttons in the middle.
pub fn centered<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> R {
    row_at(ui, 0.5, add)
}

/// A row with so much of the free space before it.
fn row_at<R>(ui: &mut Ui, before: f32, add: impl FnOnce(&mut Ui) -> R) -> R {
    let id = ui.id().with("buttons");
    // How wide they are is known from the frame before.
    let width = ui.data(|data| data.get_temp::<f32>(id)).unwrap_or(f32::INFINITY);
    ui.horizontal(|ui| {
        ui.add_space(((ui.available_width() - width) * before).max(0.0));
        let shown = ui.horizontal(add);
        let now = shown.response.rect.width();
        if now != width {
            ui.data_mut(|data| data.insert_temp(id, now));
            ui.ctx().request_repaint();
        }
        shown.inner
    })
    .inner
}

fn about(ui: &mut Ui, desk: &Desk) -> bool {
    heading(ui, &format!("Voxloom {}", env!("CARGO_PKG_VERSION")));
    ui.label("Wire processors into a network and see your volumes.");
    ui.add_space(theme::UNIT * 2.0);
    ui.label(format!("{} processor classes · draws on {}", desk.session.registry.all().len(), desk.session.renderer.describe()));
    ui.label(RichText::new("Apache-2.0 or MIT, as you like").color(theme::TEXT_WEAK));
    close_button(ui)
}
