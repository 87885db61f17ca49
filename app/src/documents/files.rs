//! Files: opening, saving and exporting on threads of their own, dialogs for paths, and what is kept in the user's folder.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use serde::Serialize;
use serde::de::DeserializeOwned;
use voxloom_core::Request;
use voxloom_workspace::NodeId;

use crate::documents::export::{self, Exported};
use crate::documents::file_dialog::{self, Answer, Filter, Mode, Question};
use crate::documents::keeper::Keeper;
use crate::documents::open;
use crate::documents::recent::Recent;
use crate::documents::recovery::Restored;
use crate::session::Session;

/// A system dialog that ends without an answer this soon was never seen: there is none on this desktop.
const TOO_SOON: Duration = Duration::from_millis(400);
/// Extensions that the file dialog offers first.
const OPENED: [&str; 4] = [open::EXTENSION, "npy", "png", "py"];
/// Where the list of recent files lies in the user's folder.
const RECENT_FILE: &str = "recent.json";

/// What a path is asked for.
#[derive(Debug, Clone, PartialEq)]
pub enum Purpose {
    Open,
    Save(Option<Then>),
    /// The picture of a canvas, as requested.
    Export(NodeId, Request),
    /// Someone else in the window wants to know.
    Other(Question, Answer),
}

/// What is to happen after a question or a save.
#[derive(Debug, Clone, PartialEq)]
pub enum Then {
    New,
    Open(PathBuf),
    /// Opens the workspace that a picture carries.
    OpenCarried(PathBuf),
    Restore(Restored),
    Close,
}

/// What a thread reports.
pub enum Done {
    /// A path was chosen, or none; `missing` when no dialog came up.
    Picked {
        question: Question,
        purpose: Purpose,
        path: Option<PathBuf>,
        missing: bool,
    },
    /// Whether a picture carries a workspace.
    Looked {
        path: PathBuf,
        carries: bool,
    },
    Opened {
        path: PathBuf,
        result: Result<(), String>,
    },
    Saved {
        path: PathBuf,
        then: Option<Then>,
        result: Result<(), String>,
    },
    Exported {
        path: PathBuf,
        result: Result<Exported, String>,
    },
    /// Something that ends with a word to the person at the window.
    Told(Result<String, String>),
}

/// Runs what touches files away from the window's thread.
pub struct Files {
    ctx: egui::Context,
    sender: Sender<Done>,
    receiver: Receiver<Done>,
    recent: Recent,
    keeper: Option<Keeper>,
    user_dir: Option<PathBuf>,
    /// Things under way.
    busy: usize,
    /// No dialog of the system came up, or the user wants none.
    pub own_dialogs: bool,
}

/// The folder that the program was started in; the root is that of a program that was started by the desktop.
fn working_folder() -> Option<PathBuf> {
    std::env::current_dir().ok().filter(|folder| folder.parent().is_some())
}

impl Files {
    /// `user_dir` keeps the list of recent files and other small things; without one they are forgotten.
    pub fn new(ctx: egui::Context, user_dir: Option<PathBuf>) -> Self {
        let (sender, receiver) = channel();
        let keeper = user_dir.clone().map(Keeper::new);
        let own_dialogs = !file_dialog::system_has_dialogs();
        let mut files = Self { recent: Recent::default(), ctx, sender, receiver, keeper, user_dir, busy: 0, own_dialogs };
        files.recent = Recent::new(files.recall(RECENT_FILE).unwrap_or_default());
        files.recent.look(&files.ctx);
        files
    }

    /// What was kept under a name. Small, and read only when the window opens.
    pub fn recall<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        let bytes = std::fs::read(self.user_dir.as_ref()?.join(name)).ok()?;
        serde_json::from_slice(&bytes).ok()
    }

    /// Keeps something in the user's folder.
    pub fn keep<T: Serialize>(&self, name: &'static str, value: &T) {
        if let (Some(keeper), Ok(bytes)) = (&self.keeper, serde_json::to_vec_pretty(value)) {
            keeper.keep(name, bytes);
        }
    }

    pub fn ctx(&self) -> &egui::Context {
        &self.ctx
    }

    /// The recent files, the last one first; those that are gone are known after a moment.
    pub fn recent(&self) -> &Recent {
        &self.recent
    }

    /// Looks again which of the recent files are there.
    pub fn look_at_recent(&mut self) {
        self.recent.look(&self.ctx);
    }

    pub fn is_busy(&self) -> bool {
        self.busy > 0
    }

    /// What finished since the last call.
    pub fn finished(&mut self) -> Vec<Done> {
        let done: Vec<Done> = self.receiver.try_iter().collect();
        self.busy = self.busy.saturating_sub(done.len());
        done
    }

    fn spawn(&mut self, name: &str, work: impl FnOnce() -> Done + Send + 'static) {
        let (ctx, sender) = (self.ctx.clone(), self.sender.clone());
        self.busy += 1;
        let thread = std::thread::Builder::new().name(name.to_owned()).spawn(move || {
            let done = work();
            // The window may be gone.
            if sender.send(done).is_ok() {
                ctx.request_repaint();
            }
        });
        if let Err(error) = thread {
            self.busy -= 1;
            log::error!("a thread for files could not be started: {error}");
        }
    }

    /// The question for a purpose. `now_at`: the file of the document.
    pub fn question(&self, purpose: &Purpose, now_at: Option<&Path>) -> Question {
        let last = || self.recent.paths().first().and_then(|path| path.parent());
        let folder = now_at.and_then(Path::parent).or_else(last).map(Path::to_owned).or_else(working_folder);
        let ask =
            |mode, title: &str, filters: Vec<Filter>, name: &str| Question { mode, title: title.to_owned(), filters, folder, name: name.to_owned() };
        match purpose {
            Purpose::Open => {
                ask(Mode::Open, "Open a workspace or data", vec![Filter::new("Workspaces, data, processors", &OPENED), Filter::all()], "")
            }
            Purpose::Save(_) => {
                let name = now_at.and_then(Path::file_name).map_or_else(|| "workspace.voxloom".into(), |name| name.to_string_lossy());
                ask(Mode::Save, "Save the workspace", vec![Filter::new("Voxloom workspace", &[open::EXTENSION])], &name)
            }
            Purpose::Export(_, request) => {
                let [width, height] = request.size;
                let title = format!("Export the canvas with {width} × {height} pixels");
                let name = now_at.and_then(Path::file_stem).map_or_else(|| "canvas".into(), |name| name.to_string_lossy());
                ask(Mode::Save, &title, vec![Filter::new("PNG picture", &["png"])], &format!("{name}.png"))
            }
            Purpose::Other(question, _) => question.clone(),
        }
    }

    /// Asks for a path with the system's dialog.
    pub fn ask_system(&mut self, question: Question, purpose: Purpose) {
        self.spawn("file dialog", move || {
            let started = Instant::now();
            let path = question.clone().ask_system();
            let missing = path.is_none() && started.elapsed() < TOO_SOON;
            Done::Picked { question, purpose, path, missing }
        });
    }

    /// Looks whether a picture carries a workspace.
    pub fn look_into(&mut self, path: PathBuf) {
        self.spawn("picture", move || {
            // What is wrong with the picture is said when it is opened.
            let carries = open::carries_workspace(&path).unwrap_or(false);
            Done::Looked { path, carries }
        });
    }

    pub fn open(&mut self, session: Arc<Session>, path: PathBuf) {
        self.spawn("open", move || {
            let result = open::open_path(&session, &path);
            Done::Opened { path, result }
        });
    }

    /// Opens the workspace that a picture carries.
    pub fn open_carried(&mut self, session: Arc<Session>, path: PathBuf) {
        self.spawn("open", move || {
            let result = open::open_carried(&session, &path);
            Done::Opened { path, result }
        });
    }

    pub fn save(&mut self, session: Arc<Session>, path: PathBuf, then: Option<Then>) {
        self.spawn("save", move || {
            let result = open::save(&session, &path);
            Done::Saved { path, then, result }
        });
    }

    /// Draws a canvas as requested and writes the picture; `carry`: with the workspace in it.
    pub fn export(&mut self, session: Arc<Session>, canvas: NodeId, request: Request, path: PathBuf, carry: bool) {
        self.spawn("export", move || {
            let result = export::export(&session, canvas, request, &path, carry);
            Done::Exported { path, result }
        });
    }

    /// Does something that ends with a word to the person at the window.
    pub fn work(&mut self, name: &str, work: impl FnOnce() -> Result<String, String> + Send + 'static) {
        self.spawn(name, move || Done::Told(work()));
    }

    /// Puts a path at the head of the recent files.
    pub fn remember(&mut self, path: &Path) {
        self.recent.remember(path);
        self.keep(RECENT_FILE, &self.recent.paths());
    }

    /// Takes a path out of the recent files.
    pub fn forget(&mut self, path: &Path) {
        self.recent.forget(path);
        self.keep(RECENT_FILE, &self.recent.paths());
    }

    pub fn forget_recent(&mut self) {
        self.recent = Recent::default();
        self.keep(RECENT_FILE, &self.recent.paths());
    }
}
