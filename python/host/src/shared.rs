//! What all parts of the program's Python side share: the one host, the files, the instances.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::Value as Json;
use voxloom_core::Registry;
use voxloom_core::processor::Invalidate;
use voxloom_protocol::message::{FromHost, PythonError, Stream, ToHost};

use crate::connection::{Connection, unexpected};
use crate::error::HostError;
use crate::interpreter::{self, Choice, Interpreter};
use crate::library::{Folders, Library};
use crate::process::End;
use crate::{PythonEvent, PythonSettings, places};

/// How long loading one file may take.
const LOADING: Duration = Duration::from_secs(120);

pub(crate) struct Shared {
    pub settings: PythonSettings,
    pub registry: Arc<Registry>,
    on_event: Box<dyn Fn(PythonEvent) + Send + Sync>,
    pub choice: Mutex<Choice>,
    /// The one that was found.
    pub interpreter: Mutex<Option<Arc<Interpreter>>>,
    /// The running host.
    host: Mutex<Option<Arc<Connection>>>,
    /// Held while a host starts.
    starting: Mutex<()>,
    pub folders: Mutex<Folders>,
    pub library: Mutex<Library>,
    /// Held while files are loaded.
    pub scanning: Mutex<()>,
    pub instances: Mutex<BTreeMap<u64, Arc<InstanceState>>>,
    next_node: AtomicU64,
    pub closing: AtomicBool,
    /// What the first scan ended with.
    pub scanned: (Mutex<Option<Result<(), String>>>, Condvar),
}

/// An instance as the program knows it, whether or not its host lives.
pub(crate) struct InstanceState {
    pub node: u64,
    pub class: String,
    pub identifier: Arc<str>,
    pub display_name: Arc<str>,
    pub invalidate: Invalidate,
    /// Its class was loaded again: it is made anew before its next run.
    pub stale: AtomicBool,
    /// Changes by threads of the user's own, which wait for the next run.
    pub deferred: Mutex<Vec<FromHost>>,
}

pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Shared {
    pub(crate) fn new(settings: PythonSettings, registry: Arc<Registry>, on_event: Box<dyn Fn(PythonEvent) + Send + Sync>) -> Self {
        Self {
            folders: Mutex::new(settings.folders.clone()),
            choice: Mutex::new(settings.interpreter.clone()),
            settings,
            registry,
            on_event,
            interpreter: Mutex::default(),
            host: Mutex::default(),
            starting: Mutex::default(),
            library: Mutex::default(),
            scanning: Mutex::default(),
            instances: Mutex::default(),
            next_node: AtomicU64::new(1),
            closing: AtomicBool::new(false),
            scanned: (Mutex::new(None), Condvar::new()),
        }
    }

    pub(crate) fn tell(&self, event: PythonEvent) {
        (self.on_event)(event);
    }

    pub(crate) fn fresh_node(&self) -> u64 {
        self.next_node.fetch_add(1, Ordering::Relaxed)
    }

    /// The running host, if there is one.
    pub(crate) fn running(&self) -> Option<Arc<Connection>> {
        lock(&self.host).clone().filter(|connection| connection.is_alive())
    }

    /// The host, started when it does not run. A new one knows the files that the last one knew.
    pub(crate) fn host(self: &Arc<Self>) -> Result<Arc<Connection>, HostError> {
        if let Some(connection) = self.running() {
            return Ok(connection);
        }
        let _starting = lock(&self.starting);
        if let Some(connection) = self.running() {
            return Ok(connection);
        }
        loop {
            let connection = self.start_host()?;
            match self.reload_files(&connection) {
                Ok(()) => {
                    *lock(&self.host) = Some(connection.clone());
                    let interpreter = self.find_interpreter()?;
                    self.tell(PythonEvent::HostStarted { version: interpreter.version_text(), executable: interpreter.executable.clone() });
                    return Ok(connection);
                }
                // The file that it died of is not loaded again, so that this ends.
                Err(HostError::Died { .. }) => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// A host of its own, which nobody else knows.
    pub(crate) fn start_host(self: &Arc<Self>) -> Result<Arc<Connection>, HostError> {
        if self.closing.load(Ordering::Acquire) {
            return Err(HostError::Closing);
        }
        let interpreter = self.find_interpreter()?;
        let places = match &self.settings.places {
            Some(places) => places.clone(),
            None => places::find()?,
        };
        let (this, other) = (Arc::downgrade(self), Arc::downgrade(self));
        let unasked = move |connection: &Arc<Connection>, message| {
            if let Some(shared) = this.upgrade() {
                shared.unasked(connection, message);
            }
        };
        let died = move |end: &End| {
            if let Some(shared) = other.upgrade() {
                shared.tell(PythonEvent::HostDied { reason: format!("the Python host {}", end.reason) });
            }
        };
        let connection = Connection::start(&interpreter, &places, Arc::new(unasked), Arc::new(died))?;
        connection.send(&ToHost::Folders { folders: lock(&self.folders).ranked() })?;
        Ok(connection)
    }

    /// Looks for an interpreter at the first call; no lock is held meanwhile.
    pub(crate) fn find_interpreter(&self) -> Result<Arc<Interpreter>, HostError> {
        let known = lock(&self.interpreter).clone();
        if let Some(interpreter) = known {
            return Ok(interpreter);
        }
        let choice = lock(&self.choice).clone();
        let interpreter = Arc::new(interpreter::find(&choice)?);
        *lock(&self.interpreter) = Some(interpreter.clone());
        Ok(interpreter)
    }

    fn reload_files(&self, connection: &Arc<Connection>) -> Result<(), HostError> {
        let files = lock(&self.library).reloadable();
        for file in files {
            match load(connection, &file) {
                Ok(_) | Err(HostError::Python(_)) => {}
                Err(error) => {
                    if let Some(entry) = lock(&self.library).files.get_mut(&file) {
                        entry.fatal = true;
                        entry.error = Some(problem(&file, &error));
                    }
                    connection.kill();
                    return Err(error);
                }
            }
        }
        Ok(())
    }

    /// The file that has a class identifier.
    pub(crate) fn file_of(&self, class: &str) -> Option<PathBuf> {
        lock(&self.library).winners.get(class).map(|(file, _)| file.clone())
    }

    /// What no call waits for.
    fn unasked(self: &Arc<Self>, connection: &Arc<Connection>, message: FromHost) {
        match message {
            FromHost::Print { node, stream, text } => {
                let node = node.and_then(|node| lock(&self.instances).get(&node).map(|instance| instance.display_name.to_string()));
                self.tell(PythonEvent::Print { node, error: stream == Stream::Err, text });
            }
            FromHost::Invalidate { node, level } => {
                let instance = lock(&self.instances).get(&node).cloned();
                if let Some(instance) = instance {
                    (instance.invalidate)(level.into());
                }
            }
            FromHost::Changes { node, .. } => {
                let instance = lock(&self.instances).get(&node).cloned();
                if let Some(instance) = instance {
                    lock(&instance.deferred).push(message);
                    (instance.invalidate)(voxloom_core::InvalidationLevel::InvalidOutput);
                }
            }
            FromHost::Request { call, method, args } => self.serve(connection, call, method, args),
            other => log::debug!("nobody waits for {other:?}"),
        }
    }

    /// Answers a question of a script; on a thread of its own, because it may wait for an evaluation.
    fn serve(self: &Arc<Self>, connection: &Arc<Connection>, call: u64, method: String, args: Json) {
        let (serve, connection) = (self.settings.serve.clone(), connection.clone());
        std::thread::spawn(move || {
            let result = match serve {
                Some(serve) => serve(&method, args),
                None => Err(format!("this program serves no network to scripts, so {method} cannot be answered")),
            };
            if let Err(error) = connection.send(&ToHost::Reply { call, result }) {
                log::warn!("a script got no answer to {method}: {error}");
            }
        });
    }

    /// Marks what the first scan ended with; waiters go on.
    pub(crate) fn set_scanned(&self, result: Result<(), String>) {
        lock(&self.scanned.0).get_or_insert(result);
        self.scanned.1.notify_all();
    }
}

/// Loads a file; what is wrong with the file itself is in the answer.
pub(crate) fn load(connection: &Connection, file: &Path) -> Result<(Vec<voxloom_protocol::message::ClassMessage>, Option<PythonError>), HostError> {
    match connection.ask(|call| ToHost::Load { call, file: file.to_owned() }, LOADING)? {
        (FromHost::Loaded { classes, error, .. }, _) => Ok((classes, error)),
        (other, _) => Err(unexpected(&other)),
    }
}

/// An error of the host as something that is wrong with a file.
pub(crate) fn problem(file: &Path, error: &HostError) -> PythonError {
    match error {
        HostError::Python(error) => error.clone(),
        HostError::Died { trace, .. } => PythonError {
            message: format!("while this file was loaded, {error}"),
            traceback: trace.clone().unwrap_or_default(),
            file: Some(file.to_owned()),
            ..PythonError::default()
        },
        other => PythonError { message: other.to_string(), file: Some(file.to_owned()), ..PythonError::default() },
    }
}
