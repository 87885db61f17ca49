//! The program's side of Python: finds an interpreter, starts and supervises the host, and offers the classes in processor files.
//!
//! Invariants
//! * No Python in this process: user code runs in a child, and its death is a failure of the node that ran, in words.
//! * Without an interpreter everything else works.
//! * A host that died starts again by itself at its next use, with the files that it knew.
//!
//! Read `shared.rs` first.

mod cache;
mod calls;
mod check;
mod connection;
mod environment;
mod error;
mod hosts;
mod imports;
mod interpreter;
mod library;
mod network;
mod objects;
mod places;
mod prints;
mod process;
mod python_class;
mod python_processor;
mod python_run;
mod scan;
mod shared;
mod stamp;
mod turn;

use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use serde_json::Value as Json;
use voxloom_core::{Interface, Registry};
use voxloom_protocol::Attachments;
use voxloom_protocol::message::{FromHost, ToHost};

pub use check::{ClassReport, FileReport};
pub use error::HostError;
pub use hosts::{HostInfo, HostKey};
pub use interpreter::{Choice, Interpreter, find as find_interpreter, find_all as find_interpreters};
pub use library::{CatalogEntry, CatalogState, Folders};
pub use network::{ActionError, Answer, Lent, Networks, Selection, WindowActions};
pub use places::{Places, checkout, find as find_places};
pub use voxloom_protocol::message::{ClassMessage, PythonError};

use calls::Call;
use connection::Connection;
use library::LoadedClass;
use shared::{Shared, lock};

/// How long closing waits for a host.
const CLOSING: Duration = Duration::from_secs(2);

/// What the Python side is started with.
#[derive(Clone, Default)]
pub struct PythonSettings {
    pub interpreter: Choice,
    pub folders: Folders,
    /// Package folder and extension; found beside the program when `None`.
    pub places: Option<Places>,
    /// Folder that keeps what files held, so that the next start needs no interpreter to list them.
    pub cache: Option<PathBuf>,
    /// Bytes that each host may take beyond what it starts with; what needs more gets a `MemoryError`.
    pub memory_limit: Option<u64>,
    /// The networks that scripts see.
    pub networks: Option<Arc<Networks>>,
}

/// What happens on the Python side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PythonEvent {
    /// Classes came, went or changed: evaluators have to be poked, which makes the nodes of these classes anew.
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

    /// Begins in the background: looks through the folders and watches them. What is known from the last time needs no interpreter.
    pub fn start(&self) {
        let shared = Arc::downgrade(&self.shared);
        let watch = move || {
            let chosen = shared.upgrade().is_some_and(|shared| lock(&shared.choice).is_chosen());
            if chosen {
                // A person who chose one hears at once when it does not serve.
                probe(&shared);
            }
            Shared::watch(&shared);
        };
        if let Err(error) = std::thread::Builder::new().name("python watcher".to_owned()).spawn(watch) {
            self.shared.set_scanned(Err(error.to_string()));
        }
    }

    /// Makes an interpreter that runs already the shared host: the one that this program was imported into, at the other end of a socket.
    /// Blocks until it has answered. It is not ended by this side.
    pub fn attach(&self, socket: OwnedFd) -> Result<(), HostError> {
        self.shared.attach(socket)
    }

    /// Makes a class known that lives in the attached interpreter only, or another version of it; nodes of it are made anew.
    pub fn add_class(&self, class: ClassMessage, interface: Interface) -> Result<(), HostError> {
        self.shared.add_own(LoadedClass::new(class, interface, None))
    }

    /// Waits until the first look at the folders is over and what was new is loaded; an error says in words why there is no Python.
    pub fn wait_scanned(&self, patience: Duration) -> Result<(), String> {
        let (result, told) = &self.shared.scanned;
        let result = told.wait_timeout_while(lock(result), patience, |result| result.is_none()).unwrap_or_else(PoisonError::into_inner).0;
        result.clone().unwrap_or_else(|| Err(format!("the Python processors were not loaded within {} s", patience.as_secs())))
    }

    /// Whether [`Self::wait_scanned`] has no more to wait for.
    pub fn is_scanned(&self) -> bool {
        lock(&self.shared.scanned.0).is_some()
    }

    /// Looks at the folders now, instead of at the next look of the watcher, and waits until what is new or changed is loaded.
    /// False when the time is up.
    pub fn rescan(&self, patience: Duration) -> bool {
        self.shared.look(true);
        self.shared.imports.wait(patience)
    }

    /// Number of files that are being loaded or wait for it.
    pub fn loading(&self) -> usize {
        self.shared.imports.count()
    }

    /// The files that are being loaded or wait for it, sorted.
    pub fn loading_files(&self) -> Vec<PathBuf> {
        self.shared.imports.files()
    }

    /// Other folders from now on: those beside a workspace that was opened and is trusted, say.
    pub fn set_folders(&self, folders: Folders) -> Result<(), HostError> {
        *lock(&self.shared.folders) = folders.clone();
        for (_, host) in self.shared.hosts.all_running() {
            host.send(&ToHost::Folders { folders: folders.ranked() })?;
        }
        self.shared.poked.now();
        Ok(())
    }

    /// The folders of processor files as they are now.
    pub fn folders(&self) -> Folders {
        lock(&self.shared.folders).clone()
    }

    /// What decides which interpreter is used.
    pub fn choice(&self) -> Choice {
        lock(&self.shared.choice).clone()
    }

    /// Loads all files again in the hosts that run, also those that failed.
    pub fn reload_all(&self) {
        self.shared.load_all_again();
    }

    /// The interpreter in use, once found.
    pub fn interpreter(&self) -> Option<Arc<Interpreter>> {
        lock(&self.shared.interpreter).clone()
    }

    /// The interpreter, looked for when that was not done yet; an error says in words what is wrong with it. May take a second.
    pub fn find_interpreter(&self) -> Result<Arc<Interpreter>, HostError> {
        self.shared.find_interpreter()
    }

    /// Another interpreter from now on: the hosts end, all files are loaded again, and nodes are made anew. May take two seconds.
    pub fn set_interpreter(&self, choice: Choice) {
        *lock(&self.shared.choice) = choice;
        *lock(&self.shared.interpreter) = None;
        self.shared.shut_down_all(CLOSING);
        self.shared.load_all_again();
    }

    /// All processor files and their classes, with what is wrong with them.
    pub fn catalog(&self) -> Vec<CatalogEntry> {
        lock(&self.shared.library).catalog()
    }

    /// Loads a file in a host of its own and makes an instance of each class in it.
    pub fn check_file(&self, path: &Path) -> Result<FileReport, HostError> {
        check::check_file(&self.shared, path)
    }

    /// What is wrong with the file of a class as it was saved last; nodes may go on with the version before.
    pub fn file_error(&self, class_identifier: &str) -> Option<PythonError> {
        let library = lock(&self.shared.library);
        let file = library.winners.get(class_identifier)?.file.clone()?;
        library.error_of(&file).cloned()
    }

    /// Asks the shared host something: a console line, a script to run. Starts it when it does not run; blocks until the answer or
    /// `patience` is over.
    pub fn request(&self, method: &str, args: Json, patience: Duration) -> Result<Json, HostError> {
        self.ask(&HostKey::Shared, method, args)?.wait(patience)
    }

    /// Asks a host something, without waiting for the answer. Starts it when it does not run.
    pub fn ask(&self, host: &HostKey, method: &str, args: Json) -> Result<Pending, HostError> {
        let (method, connection) = (method.to_owned(), self.shared.host(host)?);
        let call = connection.call(|call| ToHost::Request { call, method, args }, Attachments::default())?;
        Ok(Pending { call, connection })
    }

    /// The hosts that run or that nodes live in.
    pub fn hosts(&self) -> Vec<HostInfo> {
        self.shared.host_infos()
    }

    /// The hosts in which a node of the document lives.
    pub fn hosts_of(&self, node: u64) -> Vec<HostKey> {
        self.hosts().into_iter().filter(|host| host.nodes.contains(&node)).map(|host| host.key).collect()
    }

    /// Ends a host at once; what runs in it fails. It starts again at its next use. Refused for an interpreter that was attached.
    pub fn stop_host(&self, host: &HostKey) -> Result<(), HostError> {
        self.shared.stop_host(host)
    }

    /// Ends a host and runs the nodes in it again, also those that failed.
    pub fn restart_host(&self, host: &HostKey) -> Result<(), HostError> {
        self.shared.restart_host(host)
    }

    /// Ends all hosts, within two seconds. Nothing starts afterwards.
    pub fn shutdown(&self) {
        self.shared.closing.store(true, Ordering::Release);
        self.shared.poked.now();
        self.shared.shut_down_all(CLOSING);
    }
}

/// A question on its way to a host.
pub struct Pending {
    call: Call,
    connection: Arc<Connection>,
}

impl Pending {
    /// The answer, waited for as long as `patience`; after [`HostError::TimedOut`] it can be waited for again.
    pub fn wait(&self, patience: Duration) -> Result<Json, HostError> {
        match self.call.wait_for(patience)? {
            (FromHost::Reply { result, .. }, _) => result.map_err(HostError::Python),
            (other, _) => Err(connection::unexpected(&other)),
        }
    }

    /// Asks the host to interrupt what it does for this question; the answer says that it did.
    pub fn cancel(&self) -> Result<(), HostError> {
        self.connection.send(&ToHost::Cancel { call: self.call.number })
    }
}

/// Looks for the interpreter, and says what is wrong with it.
fn probe(shared: &std::sync::Weak<Shared>) {
    if let Some(shared) = shared.upgrade()
        && let Err(error) = shared.find_interpreter()
    {
        shared.imports.cannot(&shared, &error);
    }
}

impl Drop for Python {
    fn drop(&mut self) {
        self.shutdown();
    }
}
