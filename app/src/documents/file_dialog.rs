//! Asks for a path: with the dialog of the system, or with [`crate::documents::file_browser`] where none answers.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// What is to be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    Open,
    Save,
    Folder,
}

/// Files that a dialog shows: those with one of the extensions (without dot, `*`: all).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    pub name: String,
    pub extensions: Vec<String>,
}

impl Filter {
    pub fn new(name: &str, extensions: &[&str]) -> Self {
        Self { name: name.to_owned(), extensions: extensions.iter().map(|extension| (*extension).to_owned()).collect() }
    }

    pub fn all() -> Self {
        Self::new("All files", &["*"])
    }

    /// Whether a file is shown.
    pub fn takes(&self, path: &Path) -> bool {
        let own = path.extension().unwrap_or_default();
        self.extensions.iter().any(|extension| extension == "*" || own.eq_ignore_ascii_case(extension.trim_start_matches('.')))
    }
}

/// A question for one path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    pub mode: Mode,
    pub title: String,
    /// The first counts at the beginning; none: all files.
    pub filters: Vec<Filter>,
    /// Where it begins.
    pub folder: Option<PathBuf>,
    /// The name that a file to save is proposed.
    pub name: String,
}

impl Question {
    /// Asks with the dialog of the system, and waits for the answer. `None`: given up, or there is no dialog.
    pub fn ask_system(self) -> Option<PathBuf> {
        let mut dialog = rfd::FileDialog::new().set_title(self.title);
        for filter in &self.filters {
            dialog = dialog.add_filter(&filter.name, &filter.extensions);
        }
        if let Some(folder) = self.folder {
            dialog = dialog.set_directory(folder);
        }
        match self.mode {
            Mode::Open => dialog.pick_file(),
            Mode::Folder => dialog.pick_folder(),
            Mode::Save => dialog.set_file_name(self.name).save_file(),
        }
    }
}

/// Whether a dialog of the system can be reached at all: on Linux it is asked for over the session's bus.
pub fn system_has_dialogs() -> bool {
    if !cfg!(target_os = "linux") {
        return true;
    }
    let socket = || Some(Path::new(&std::env::var_os("XDG_RUNTIME_DIR")?).join("bus").exists());
    std::env::var_os("DBUS_SESSION_BUS_ADDRESS").is_some_and(|address| !address.is_empty()) || socket().unwrap_or(false)
}

/// Who wanted to know a path.
#[derive(Clone)]
pub struct Answer(Arc<Mutex<Option<Then>>>);

type Then = Box<dyn FnOnce(PathBuf) + Send>;

impl Answer {
    pub fn new(then: impl FnOnce(PathBuf) + Send + 'static) -> Self {
        Self(Arc::new(Mutex::new(Some(Box::new(then)))))
    }

    /// Tells the path, once.
    pub fn give(&self, path: PathBuf) {
        let then = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(then) = then {
            then(path);
        }
    }
}

impl std::fmt::Debug for Answer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Answer")
    }
}

impl PartialEq for Answer {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

type Asked = Arc<Mutex<Vec<(Question, Answer)>>>;

fn asked(ctx: &egui::Context) -> Asked {
    ctx.data_mut(|data| data.get_temp_mut_or_default::<Asked>(egui::Id::new("asked for paths")).clone())
}

/// Asks for a path from anywhere in the window; `then` is called when one was chosen.
pub fn ask(ctx: &egui::Context, question: Question, then: impl FnOnce(PathBuf) + Send + 'static) {
    asked(ctx).lock().unwrap_or_else(PoisonError::into_inner).push((question, Answer::new(then)));
    ctx.request_repaint();
}

/// The questions since the last call.
pub fn take_asked(ctx: &egui::Context) -> Vec<(Question, Answer)> {
    std::mem::take(&mut *asked(ctx).lock().unwrap_or_else(PoisonError::into_inner))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_take_files_by_extension() {
        let filter = Filter::new("Data", &["npy", ".PNG"]);
        assert!(filter.takes(Path::new("/a/b.NPY")) && filter.takes(Path::new("c.png")));
        assert!(!filter.takes(Path::new("npy")) && !filter.takes(Path::new("b.npy.gz")));
        assert!(Filter::all().takes(Path::new("anything")));
    }

    #[test]
    fn an_answer_is_given_once() {
        let count = Arc::new(Mutex::new(0));
        let (ctx, counted) = (egui::Context::default(), count.clone());
        let question = Question { mode: Mode::Open, title: String::new(), filters: Vec::new(), folder: None, name: String::new() };
        ask(&ctx, question, move |_| *counted.lock().unwrap() += 1);
        let taken = take_asked(&ctx);
        assert!(take_asked(&ctx).is_empty());
        let (_, answer) = &taken[0];
        answer.give("/a".into());
        answer.give("/b".into());
        assert_eq!(*count.lock().unwrap(), 1);
    }
}
