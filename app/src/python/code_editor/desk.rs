//! What the window does with the files of the editor: opening, saving, closing, and what waits for that.

use std::path::Path;

use super::sources::News;
use crate::desk::{Desk, LOADING, Now};
use crate::dialogs::AfterSources;
use crate::settings::{OpenIn, open_in_own_editor};

impl Desk {
    /// Opens a Python file in the editor that the settings name.
    pub fn edit(&mut self, path: &Path, line: Option<u32>) {
        self.open_source(path, line, self.settings.open_in);
    }

    /// Opens a Python file in the built-in editor.
    pub fn edit_here(&mut self, path: &Path, line: Option<u32>) {
        self.open_source(path, line, OpenIn::BuiltIn);
    }

    pub fn open_source(&mut self, path: &Path, line: Option<u32>, open_in: OpenIn) {
        match open_in {
            OpenIn::BuiltIn => {
                self.arrangement.editor = true;
                self.sources.open(path, line);
            }
            OpenIn::Own => {
                if let Err(error) = open_in_own_editor(&self.settings, path, line) {
                    self.notices.error(error);
                }
            }
        }
    }

    /// Writes a file of the editor, and reloads the processors in it.
    pub fn save_source(&mut self, path: &Path) {
        let session = self.session.clone();
        self.sources.save(path, move || {
            // What came of it is in the list and on the nodes.
            let _in_time = session.python.rescan(LOADING);
        });
    }

    /// Closes a file of the editor, after asking when it has changes.
    pub fn close_source(&mut self, path: &Path) {
        if self.sources.modified().iter().any(|modified| modified == path) {
            self.dialogs.ask_about_sources(AfterSources::CloseFile(path.to_owned()));
        } else {
            self.sources.close(path);
        }
    }

    /// Takes in what happened to the files of the editor.
    pub fn take_in_sources(&mut self, now: &Now) {
        for news in self.sources.take_in() {
            match news {
                News::Opened(_) => {}
                News::Saved(path) => log::info!("saved {}", path.display()),
                News::Problem(error) => {
                    self.notices.error(error);
                    self.after_saving = None;
                }
            }
        }
        let modified = self.sources.modified();
        match self.after_saving.clone() {
            Some(AfterSources::CloseFile(path)) if !modified.contains(&path) => {
                self.after_saving = None;
                self.sources.close(&path);
            }
            Some(AfterSources::Go(then)) if modified.is_empty() => {
                self.after_saving = None;
                self.start(then, now);
            }
            Some(_) | None => {}
        }
    }

    /// The unsaved texts of the code editor are kept as the document is.
    pub fn keep_texts(&self) {
        let modified = self.sources.files().iter().filter(|file| file.is_modified());
        self.autosave.texts(modified.map(|file| (&*file.path, &*file.text)));
    }
}
