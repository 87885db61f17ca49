//! Python files that were dropped or opened: what may become of them. Nothing of them runs before the user said so.

use std::path::{Path, PathBuf};

use egui::{Label, RichText, Ui};

use crate::desk::{Desk, LOADING};
use crate::dialogs::{heading, keep_focus};
use crate::theme;

/// Files shown by name.
const SHOWN: usize = 6;

/// A Python file, or a folder with some.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PythonFiles {
    folder: PathBuf,
    /// The file that was dropped; `None`: the folder was.
    file: Option<PathBuf>,
    /// Names of the Python files in the folder.
    names: Vec<String>,
}

impl PythonFiles {
    /// Lists what lies there; reads no file.
    pub fn look(path: &Path) -> Result<Self, String> {
        let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let file = path.is_file().then(|| path.clone());
        let folder = if file.is_some() { path.parent().unwrap_or(Path::new("/")).to_owned() } else { path.clone() };
        let listed = std::fs::read_dir(&folder).map_err(|error| format!("{} could not be opened: {error}", path.display()))?;
        let name = |entry: std::fs::DirEntry| entry.file_name().to_string_lossy().into_owned();
        let mut names: Vec<String> = listed.filter_map(Result::ok).map(name).filter(|name| name.ends_with(".py")).collect();
        names.sort();
        if file.is_none() && names.is_empty() {
            return Err(format!("{} is a folder without Python files; open the files in it one by one", path.display()));
        }
        Ok(Self { folder, file, names })
    }
}

impl Desk {
    /// Asks what is to become of Python files. True: the dialog closes.
    pub(crate) fn python_files(&mut self, ui: &mut Ui, files: &PythonFiles) -> bool {
        let own = self.session.folders.user_python.clone();
        let mut close = false;
        match &files.file {
            Some(path) => {
                let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                heading(ui, &format!("What is to become of {name}?"));
                ui.add(Label::new("A Python file can do on this computer whatever you can. Nothing of it has run.").wrap());
                ui.add_space(theme::UNIT * 3.0);
                if choice(ui, "Read It", "Opens it in the code editor; runs nothing.") {
                    self.edit_here(path, None);
                    close = true;
                }
                let target = own.join(&name);
                let (verb, what) = if target.exists() {
                    ("Replace Mine", format!("Your folder has a {name} already: it is replaced by this one, and runs."))
                } else {
                    ("Copy into My Folder", "Its processors are in the list from now on, in every workspace. It runs.".to_owned())
                };
                if choice(ui, verb, &what) {
                    self.adopt(path.clone(), target);
                    close = true;
                }
            }
            None => {
                let name = files.folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
                heading(ui, &format!("Use the processors in {name}?"));
                ui.add(Label::new("Python files can do on this computer whatever you can. Nothing of them has run.").wrap());
                ui.add_space(theme::UNIT * 3.0);
            }
        }
        let mut list = files.names.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(", ");
        if files.names.len() > SHOWN {
            list += &format!(" and {} more", files.names.len() - SHOWN);
        }
        let what = format!("{} is added to your folders of processors. These files run: {list}", files.folder.display());
        if choice(ui, "Add Its Folder", &what) {
            self.add_processor_folder(files.folder.clone());
            close = true;
        }
        ui.add_space(theme::UNIT * 2.0);
        // Nothing runs because of a key that was pressed too early.
        let cancel = ui.button("Cancel");
        keep_focus(ui, &cancel);
        close | cancel.clicked()
    }

    /// Copies a file into the user's folder, where it runs.
    fn adopt(&mut self, path: PathBuf, target: PathBuf) {
        let session = self.session.clone();
        self.files.work("copy", move || {
            let failed = |error: &dyn std::fmt::Display| format!("{} could not be copied to {}: {error}", path.display(), target.display());
            if let Some(folder) = target.parent() {
                std::fs::create_dir_all(folder).map_err(|error| failed(&error))?;
            }
            let bytes = std::fs::read(&path).map_err(|error| failed(&error))?;
            voxloom_io::write_bytes(&target, &bytes).map_err(|error| failed(&error))?;
            session.start_python();
            // What came of it is in the list.
            let _in_time = session.python.rescan(LOADING);
            Ok(format!("Copied to {}", target.display()))
        });
    }

    fn add_processor_folder(&mut self, folder: PathBuf) {
        if !self.settings.processor_folders.contains(&folder) {
            self.settings.processor_folders.push(folder.clone());
            self.keep_settings();
        }
        self.tell_processor_folders(format!("The processors in {} are in the list", folder.display()));
    }

    /// Uses the user's own folder alone again.
    pub fn forget_processor_folders(&mut self) {
        self.settings.processor_folders.clear();
        self.keep_settings();
        self.tell_processor_folders("Only the processors of your own folder are left".to_owned());
    }

    fn tell_processor_folders(&mut self, said: String) {
        let session = self.session.clone();
        let user = std::iter::once(session.folders.user_python.clone()).chain(self.settings.processor_folders.iter().cloned()).collect();
        self.files.work("folders", move || {
            let folders = voxloom_host::Folders { user, ..session.python.folders() };
            session.python.set_folders(folders).map_err(|error| error.to_string())?;
            session.start_python();
            let _in_time = session.python.rescan(LOADING);
            Ok(said)
        });
    }
}

/// A button with what it does beside it.
fn choice(ui: &mut Ui, name: &str, what: &str) -> bool {
    let mut clicked = false;
    ui.horizontal_top(|ui| {
        clicked = ui.add_sized([140.0, theme::ROW], egui::Button::new(name)).clicked();
        ui.add(Label::new(RichText::new(what).color(theme::TEXT_WEAK)).wrap());
    });
    ui.add_space(theme::UNIT);
    clicked
}
