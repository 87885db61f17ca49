//! Files: opening, saving and exporting on threads of their own, the system's file dialogs, and the list of recent files.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use serde::Serialize;
use serde::de::DeserializeOwned;
use voxloom_core::data::Image;
use voxloom_core::port::downcast;
use voxloom_workspace::NodeId;

use crate::open;
use crate::session::Session;

/// A system dialog that ends without an answer this soon was never seen: there is none on this desktop.
const TOO_SOON: Duration = Duration::from_millis(400);
/// Extensions that the file dialog offers first.
const OPENED: [&str; 3] = [open::EXTENSION, "npy", "png"];
/// Where the list of recent files lies in the user's folder.
const RECENT_FILE: &str = "recent.json";
/// Recent files kept.
const RECENT: usize = 12;

/// What a path is asked for.
#[derive(Debug, Clone, PartialEq)]
pub enum Purpose {
    Open,
    Save(Option<Then>),
    /// The picture of a canvas.
    Export(NodeId),
}

/// What is to happen after a question or a save.
#[derive(Debug, Clone, PartialEq)]
pub enum Then {
    New,
    Open(PathBuf),
    Close,
}

/// What a thread reports.
pub enum Done {
    /// A path was chosen, or none; `missing` when no dialog came up.
    Picked {
        purpose: Purpose,
        path: Option<PathBuf>,
        missing: bool,
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
        result: Result<(), String>,
    },
}

/// Runs what touches files away from the window's thread.
pub struct Files {
    ctx: egui::Context,
    sender: Sender<Done>,
    receiver: Receiver<Done>,
    recent: Vec<PathBuf>,
    user_dir: Option<PathBuf>,
    /// Things under way.
    busy: usize,
}

impl Files {
    /// `user_dir` keeps the list of recent files and other small things; without one they are forgotten.
    pub fn new(ctx: egui::Context, user_dir: Option<PathBuf>) -> Self {
        let (sender, receiver) = channel();
        let mut files = Self { ctx, sender, receiver, recent: Vec::new(), user_dir, busy: 0 };
        files.recent = files.recall(RECENT_FILE).unwrap_or_default();
        files
    }

    /// What was kept under a name. Small, and read only when the window opens.
    pub fn recall<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        let bytes = std::fs::read(self.user_dir.as_ref()?.join(name)).ok()?;
        serde_json::from_slice(&bytes).ok()
    }

    /// Keeps something in the user's folder.
    pub fn keep<T: Serialize>(&self, name: &'static str, value: &T) {
        let (Some(folder), Ok(bytes)) = (self.user_dir.clone(), serde_json::to_vec_pretty(value)) else { return };
        std::thread::spawn(move || {
            let written = std::fs::create_dir_all(&folder).and_then(|()| std::fs::write(folder.join(name), bytes));
            if let Err(error) = written {
                log::warn!("{name} could not be kept in {}: {error}", folder.display());
            }
        });
    }

    pub fn ctx(&self) -> &egui::Context {
        &self.ctx
    }

    pub fn recent(&self) -> &[PathBuf] {
        &self.recent
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

    /// Asks for a path with the system's dialog.
    pub fn pick(&mut self, purpose: Purpose, now_at: Option<&Path>) {
        let mut dialog = rfd::FileDialog::new();
        if let Some(folder) = now_at.and_then(Path::parent).or_else(|| self.recent.first().and_then(|path| path.parent())) {
            dialog = dialog.set_directory(folder);
        }
        self.spawn("file dialog", move || {
            let started = Instant::now();
            let path = match &purpose {
                Purpose::Open => dialog
                    .set_title("Open a workspace or data")
                    .add_filter("Workspaces and data", &OPENED)
                    .add_filter("All files", &["*"])
                    .pick_file(),
                Purpose::Save(_) => dialog
                    .set_title("Save the workspace")
                    .set_file_name("workspace.voxloom")
                    .add_filter("Voxloom workspace", &["voxloom"])
                    .save_file(),
                Purpose::Export(_) => {
                    dialog.set_title("Export the canvas").set_file_name("canvas.png").add_filter("PNG picture", &["png"]).save_file()
                }
            };
            let missing = path.is_none() && started.elapsed() < TOO_SOON;
            Done::Picked { purpose, path, missing }
        });
    }

    pub fn open(&mut self, session: Arc<Session>, path: PathBuf) {
        self.spawn("open", move || {
            let result = open::open_path(&session, &path);
            Done::Opened { path, result }
        });
    }

    pub fn save(&mut self, session: Arc<Session>, path: PathBuf, then: Option<Then>) {
        self.spawn("save", move || {
            let result = open::save(&session, &path);
            Done::Saved { path, then, result }
        });
    }

    /// Writes what a canvas shows.
    pub fn export(&mut self, session: Arc<Session>, canvas: NodeId, path: PathBuf) {
        self.spawn("export", move || {
            let result = export(&session, canvas, &path);
            Done::Exported { path, result }
        });
    }

    /// Puts a path at the head of the recent files.
    pub fn remember(&mut self, path: &Path) {
        self.recent.retain(|other| other != path);
        self.recent.insert(0, path.to_owned());
        self.recent.truncate(RECENT);
        self.keep(RECENT_FILE, &self.recent);
    }

    pub fn forget_recent(&mut self) {
        self.recent.clear();
        self.keep(RECENT_FILE, &self.recent);
    }
}

fn export(session: &Session, canvas: NodeId, path: &Path) -> Result<(), String> {
    let frame = session.evaluator.board().frame(canvas, 0).ok_or("the canvas shows nothing yet; connect an image to it and look at it first")?;
    let image = downcast::<Image>(&frame.data).ok_or("the canvas shows no image")?;
    let [width, height] = image.dimensions();
    let rgba = image.to_rgba8().map_err(|error| error.to_string())?;
    voxloom_io::write_png_rgba8(path, width, height, &rgba).map_err(|error| error.to_string())
}
