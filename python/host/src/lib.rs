//! The program's side of Python: finds an interpreter, starts and supervises the host, and offers the classes in processor files.
//!
//! Invariants
//! * No Python in this process: user code runs in a child, and its death is a failure of the node that ran, in words.
//! * Without an interpreter everything else works.
//! * A host that died starts again by itself at its next use, with the files that it knew.
//!
//! Read `shared.rs` first.

mod connection;
mod error;
mod interpreter;
mod library;
mod places;
mod process;
mod python_class;
mod python_processor;
mod scan;
mod shared;

use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use serde_json::Value as Json;
use voxloom_core::Registry;
use voxloom_protocol::message::{FromHost, ToHost};

pub use error::HostError;
pub use interpreter::{Choice, Interpreter, find as find_interpreter};
pub use library::{CatalogEntry, CatalogState, Folders};
pub use places::{Places, checkout, find as find_places};
pub use scan::{ClassReport, FileReport};
pub use voxloom_protocol::message::{ClassMessage, PythonError};

use shared::{Shared, lock};

/// Answers a query or command of a script: method and arguments.
pub type Serve = Arc<dyn Fn(&str, Json) -> Result<Json, String> + Send + Sync>;

/// How long closing waits for a host.
const CLOSING: Duration = Duration::from_secs(2);

/// What the Python side is started with.
#[derive(Clone, Default)]
pub struct PythonSettings {
    pub interpreter: Choice,
    pub folders: Folders,
    /// Package folder and extension; found beside the program when `None`.
    pub places: Option<Places>,
    /// The network, served to scripts.
    pub serve: Option<Serve>,
}

/// What happens on the Python side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PythonEvent {
    /// Classes came, went or changed.
    ClassesChanged,
    /// Printed by Python, or by native code in its process; `node` is the display name of the node that printed.
    Print {
        node: Option<String>,
        error: bool,
        text: String,
    },
    HostStarted {
        version: String,
        executable: PathBuf,
    },
    /// It starts again at its next use.
    HostDied {
        reason: String,
    },
    /// A node goes on a second after it was cancelled: [`Python::stop_host`] ends it.
    Stuck {
        node: String,
        text: String,
    },
    /// Something to tell the user.
    Problem {
        text: String,
    },
}

/// The program's Python side.
pub struct Python {
    shared: Arc<Shared>,
}

impl Python {
    /// Starts nothing yet, and returns at once. `on_event` is called on threads of this crate and must not block.
    pub fn new(settings: PythonSettings, registry: Arc<Registry>, on_event: Box<dyn Fn(PythonEvent) + Send + Sync>) -> Arc<Self> {
        Arc::new(Self { shared: Arc::new(Shared::new(settings, registry, on_event)) })
    }

    /// Begins in the background: finds an interpreter, starts the host, loads the folders and watches them.
    pub fn start(&self) {
        let shared = Arc::downgrade(&self.shared);
        let watch = move || {
            let mut complaint = None;
            while let Some(shared) = shared.upgrade().filter(|shared| !shared.closing.load(Ordering::Acquire)) {
                let result = shared.find_interpreter().and_then(|_| shared.rescan());
                match result {
                    Ok(_) => {
                        complaint = None;
                        shared.set_scanned(Ok(()));
                    }
                    Err(HostError::Closing) => break,
                    Err(error) => {
                        let text = error.to_string();
                        shared.set_scanned(Err(text.clone()));
                        // Said once: it is tried again with every look at the folders.
                        if complaint.as_ref() != Some(&text) {
                            shared.tell(PythonEvent::Problem { text: text.clone() });
                            complaint = Some(text);
                        }
                    }
                }
                drop(shared);
                std::thread::sleep(if complaint.is_some() { scan::WATCH * 10 } else { scan::WATCH });
            }
        };
        if let Err(error) = std::thread::Builder::new().name("python watcher".to_owned()).spawn(watch) {
            self.shared.set_scanned(Err(error.to_string()));
        }
    }

    /// Waits for the first scan; an error says in words why there is no Python.
    pub fn wait_scanned(&self, patience: Duration) -> Result<(), String> {
        let (result, told) = &self.shared.scanned;
        let result = told.wait_timeout_while(lock(result), patience, |result| result.is_none()).unwrap_or_else(PoisonError::into_inner).0;
        result.clone().unwrap_or_else(|| Err(format!("the Python processors were not loaded within {} s", patience.as_secs())))
    }

    /// Looks at the folders now, instead of at the next look of the watcher.
    pub fn rescan(&self) -> Result<(), HostError> {
        self.shared.rescan().map(|_| ())
    }

    /// Other folders from now on: those beside a workspace that was opened and is trusted, say.
    pub fn set_folders(&self, folders: Folders) -> Result<(), HostError> {
        *lock(&self.shared.folders) = folders.clone();
        match self.shared.running() {
            Some(host) => host.send(&ToHost::Folders { folders: folders.ranked() }),
            None => Ok(()),
        }
    }

    /// The interpreter in use, once found.
    pub fn interpreter(&self) -> Option<Arc<Interpreter>> {
        lock(&self.shared.interpreter).clone()
    }

    /// Another interpreter from now on: the host ends, and starts with the new one at its next use.
    pub fn set_interpreter(&self, choice: Choice) {
        *lock(&self.shared.choice) = choice;
        *lock(&self.shared.interpreter) = None;
        if let Some(host) = self.shared.running() {
            host.shut_down(CLOSING);
        }
    }

    /// All processor files and their classes, with what is wrong with them.
    pub fn catalog(&self) -> Vec<CatalogEntry> {
        lock(&self.shared.library).catalog()
    }

    /// Loads a file in a host of its own and makes an instance of each class in it.
    pub fn check_file(&self, path: &Path) -> Result<FileReport, HostError> {
        scan::check_file(&self.shared, path)
    }

    /// Asks the host something: a console line, a script to run. Starts it when it does not run; blocks until the answer or `patience` is over.
    pub fn request(&self, method: &str, args: Json, patience: Duration) -> Result<Json, HostError> {
        let method = method.to_owned();
        match self.shared.host()?.ask(|call| ToHost::Request { call, method, args }, patience)? {
            (FromHost::Reply { result, .. }, _) => result.map_err(HostError::Python),
            (other, _) => Err(connection::unexpected(&other)),
        }
    }

    /// Ends the host at once; what runs in it fails. It starts again at its next use.
    pub fn stop_host(&self) {
        if let Some(host) = self.shared.running() {
            host.kill();
        }
    }

    /// Ends the host, within two seconds. Nothing starts afterwards.
    pub fn shutdown(&self) {
        self.shared.closing.store(true, Ordering::Release);
        if let Some(host) = self.shared.running() {
            host.shut_down(CLOSING);
        }
    }
}

impl Drop for Python {
    fn drop(&mut self) {
        self.shutdown();
    }
}
