//! What happens to documents and files: opening, saving, exporting, and the questions before something is lost.

pub mod autosave;
pub mod drops;
pub mod export;
pub mod file_browser;
pub mod file_dialog;
pub mod files;
pub mod keeper;
pub mod open;
pub mod quick;
pub mod recent;
pub mod recovery;

use std::path::{Path, PathBuf};

use egui::Ui;

use crate::desk::{Ask, Desk, Now};
use crate::dialogs::{AfterSources, answers, heading};
use crate::documents::drops::PythonFiles;
use crate::documents::file_browser::{Browser, Outcome};
use crate::documents::file_dialog::Question;
use crate::documents::files::{Done, Purpose, Then};
use crate::documents::open::is_workspace;
use crate::settings::FileDialogs;
use crate::theme;

/// What dropping a path on the window does, in words.
pub fn what_becomes_of(path: &Path) -> String {
    let name = recent::name(path);
    let has = |extension: &str| path.extension().is_some_and(|own| own.eq_ignore_ascii_case(extension));
    if is_workspace(path) {
        format!("{name} opens in the place of this workspace")
    } else if has("py") || path.is_dir() {
        format!("{name}: you are asked what is to become of it; nothing runs before")
    } else {
        format!("{name} is added to the network")
    }
}

impl Desk {
    /// Does what closes the document, after asking when it is unsaved.
    pub fn start(&mut self, then: Then, now: &Now) {
        if then == Then::Close && !self.sources.modified().is_empty() {
            self.dialogs.ask_about_sources(AfterSources::Go(then));
        } else if now.file.unsaved {
            self.dialogs.ask_about_changes(then);
        } else {
            self.proceed(then);
        }
    }

    pub(crate) fn proceed(&mut self, then: Then) {
        match then {
            Then::New => {
                open::new_workspace(&self.session);
                self.selection.clear();
            }
            Then::Open(path) => self.files.open(self.session.clone(), path),
            Then::OpenCarried(path) => self.files.open_carried(self.session.clone(), path),
            Then::Restore(restored) => self.restore(&restored),
            Then::Close => {
                let session = self.session.clone();
                self.trust.leave(&session);
                // What was not saved is not wanted.
                self.autosave.finish();
                self.may_close = true;
            }
        }
    }

    /// Opens a path: data is added to the document, a workspace replaces it, Python files and pictures that carry a workspace are asked about.
    pub fn open_path(&mut self, path: PathBuf, now: &Now) {
        let has = |extension: &str| path.extension().is_some_and(|own| own.eq_ignore_ascii_case(extension));
        if is_workspace(&path) {
            self.start(Then::Open(path), now);
        } else if has("png") {
            self.files.look_into(path);
        } else if has("py") || path.is_dir() {
            match PythonFiles::look(&path) {
                Ok(files) => self.dialogs.ask_about_python(files),
                Err(error) => self.notices.error(error),
            }
        } else {
            self.files.open(self.session.clone(), path);
        }
    }

    /// Opens several paths, one after the other: each may have a question.
    pub fn open_paths(&mut self, paths: impl IntoIterator<Item = PathBuf>) {
        self.incoming.extend(paths);
    }

    /// Opens the next path that waits, once nothing is under way.
    pub(crate) fn open_next(&mut self, now: &Now) {
        if self.incoming.is_empty() || self.dialogs.is_open() || self.files.is_busy() {
            return;
        }
        if let Some(path) = self.incoming.pop_front() {
            self.open_path(path, now);
            self.files.ctx().request_repaint();
        }
    }

    /// Saves where the document lies, or asks where.
    pub fn save(&mut self, now: &Now, then: Option<Then>) {
        match &now.file.path {
            Some(path) => self.files.save(self.session.clone(), path.clone(), then),
            None => self.pick(Purpose::Save(then), now),
        }
    }

    /// Asks for a path, with the dialog of the system where there is one.
    pub fn pick(&mut self, purpose: Purpose, now: &Now) {
        let question = self.files.question(&purpose, now.file.path.as_deref());
        self.pick_with(question, purpose);
    }

    fn pick_with(&mut self, question: Question, purpose: Purpose) {
        if self.files.own_dialogs || self.settings.file_dialogs == FileDialogs::BuiltIn {
            self.browse_for(question, purpose);
        } else {
            self.files.ask_system(question, purpose);
        }
    }

    /// Asks for a path with the dialog of the program: it can be typed or pasted.
    pub fn pick_here(&mut self, purpose: Purpose, now: &Now) {
        let question = self.files.question(&purpose, now.file.path.as_deref());
        let browser = Browser::new(self.files.ctx(), question, self.files.recent().paths());
        self.dialogs.browse(browser.typing(), purpose);
    }

    fn browse_for(&mut self, question: Question, purpose: Purpose) {
        let browser = Browser::new(self.files.ctx(), question, self.files.recent().paths());
        self.dialogs.browse(browser, purpose);
    }

    /// Takes in what other parts of the window want to know, and what finished in the background.
    pub fn take_in(&mut self, now: &Now) {
        for (question, answer) in file_dialog::take_asked(&self.files.ctx().clone()) {
            self.pick_with(question.clone(), Purpose::Other(question, answer));
        }
        for done in self.files.finished() {
            match done {
                Done::Picked { purpose, path: Some(path), .. } => self.picked(purpose, path, now),
                Done::Picked { question, purpose, path: None, missing: true } => {
                    self.files.own_dialogs = true;
                    self.browse_for(question, purpose);
                }
                Done::Picked { path: None, missing: false, .. } => {}
                Done::Looked { path, carries: true } => self.dialogs.ask_about_picture(path),
                Done::Looked { path, carries: false } => self.files.open(self.session.clone(), path),
                Done::Opened { path, result: Ok(()) } => {
                    self.files.remember(&path);
                    self.ask(Ask::FitAll);
                }
                Done::Saved { path, then, result: Ok(()) } => {
                    self.files.remember(&path);
                    self.notices.info(format!("Saved {}", path.display()));
                    // What was edited while the file was written is asked about again.
                    let now = Now::read(&self.session);
                    then.into_iter().for_each(|then| self.start(then, &now));
                }
                Done::Exported { path, result: Ok(exported) } => self.notices.info(exported.say(&path)),
                Done::Told(Ok(text)) => self.notices.info(text),
                Done::Opened { result: Err(error), .. }
                | Done::Saved { result: Err(error), .. }
                | Done::Exported { result: Err(error), .. }
                | Done::Told(Err(error)) => {
                    self.notices.error(error);
                }
            }
        }
        self.open_next(now);
    }

    fn picked(&mut self, purpose: Purpose, path: PathBuf, now: &Now) {
        match purpose {
            Purpose::Open => self.open_path(path, now),
            Purpose::Save(then) => {
                let path = if path.extension().is_none() { path.with_extension(open::EXTENSION) } else { path };
                self.files.save(self.session.clone(), path, then);
            }
            Purpose::Export(canvas, request) => {
                let path = if path.extension().is_none() { path.with_extension("png") } else { path };
                self.files.export(self.session.clone(), canvas, request, path, !self.settings.bare_pictures);
            }
            Purpose::Other(_, answer) => answer.give(path),
        }
    }

    /// Draws the dialog of the program for a path. True: it closes.
    pub(crate) fn browse(&mut self, ui: &mut Ui, browser: &mut Browser, purpose: &Purpose, now: &Now) -> bool {
        let places = self.file_places(now);
        match browser.show(ui, &places, !self.files.own_dialogs) {
            Outcome::Open => false,
            Outcome::GivenUp => true,
            Outcome::Chosen(path) => {
                self.picked(purpose.clone(), path, now);
                true
            }
            Outcome::System => {
                self.files.ask_system(browser.question(), purpose.clone());
                true
            }
        }
    }

    /// Folders to jump to: of the workspace, of the user, of the samples, of recent files.
    fn file_places(&self, now: &Now) -> Vec<(String, PathBuf)> {
        let mut places: Vec<(String, PathBuf)> = Vec::new();
        let mut add = |name: &str, folder: Option<PathBuf>| {
            if let Some(folder) = folder.filter(|folder| !folder.as_os_str().is_empty() && places.iter().all(|(_, other)| other != folder)) {
                places.push((name.to_owned(), folder));
            }
        };
        add("Workspace", now.file.path.as_deref().and_then(|path| Some(std::path::absolute(path).ok()?.parent()?.to_owned())));
        add("Home", crate::documents::file_browser::home());
        add("Working Folder", std::env::current_dir().ok());
        add("Samples", self.session.folders.assets.first().cloned());
        for path in self.files.recent().paths() {
            let folder = path.parent().map(Path::to_owned);
            let name = folder.as_deref().and_then(Path::file_name).unwrap_or_default().to_string_lossy().into_owned();
            if !self.files.recent().is_missing(path) {
                add(&name, folder);
            }
        }
        add("Computer", Some(PathBuf::from("/")).filter(|root| root.is_dir()));
        places
    }

    /// A picture that carries a workspace: which of both?
    pub(crate) fn picture(&mut self, ui: &mut Ui, path: &Path, now: &Now) -> bool {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        heading(ui, &format!("Open the workspace in {name}?"));
        ui.label(
            "This picture carries the workspace that drew it. The workspace takes the place of the open one; the picture is added to it as data.",
        );
        ui.add_space(theme::UNIT * 4.0);
        match answers(ui, ["Add Picture", "Cancel", "Open Workspace"]) {
            Some("Open Workspace") => self.start(Then::OpenCarried(path.to_owned()), now),
            Some("Add Picture") => self.files.open(self.session.clone(), path.to_owned()),
            Some(_) => {}
            None => return false,
        }
        true
    }
}
