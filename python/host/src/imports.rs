//! Importing files in the background: many at a time, each on its own, so that a slow one delays no other.

use std::collections::{BTreeSet, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use voxloom_core::identifier;
use voxloom_core::processor::Interface;
use voxloom_protocol::message::{ClassMessage, FromHost, PythonError, ToHost};
use voxloom_protocol::{Attachments, interface_from_json};

use crate::PythonEvent;
use crate::connection::{Connection, unexpected};
use crate::error::HostError;
use crate::hosts::HostKey;
use crate::library::{Found, LoadedClass};
use crate::shared::{InstanceState, Shared, lock};
use crate::stamp::{Stamp, Stamped};

/// How long loading one file may take.
const LOADING: Duration = Duration::from_secs(120);
/// How long a constructor may take when an instance is made only to see its ports.
const CONSTRUCTOR: Duration = Duration::from_secs(20);
/// Files that are imported at the same time.
const WORKERS: usize = 64;

/// What is to be imported.
#[derive(Default)]
pub(crate) struct Imports {
    state: Mutex<State>,
    idle: Condvar,
    /// A host that files are tried in alone, after one of several killed a host.
    prover: Mutex<Option<Arc<Connection>>>,
}

#[derive(Default)]
struct State {
    waiting: VecDeque<PathBuf>,
    running: BTreeSet<PathBuf>,
    workers: usize,
    /// Files that hosts are told to load now; one for each host.
    in_hosts: Vec<PathBuf>,
    /// Why nothing can be imported: there is no interpreter, say.
    problem: Option<String>,
}

impl Imports {
    /// Number of files that wait or are being imported.
    pub(crate) fn count(&self) -> usize {
        let state = lock(&self.state);
        state.waiting.len() + state.running.len()
    }

    /// The files that wait or are being imported, also for a node that needs them, each once.
    pub(crate) fn files(&self) -> Vec<PathBuf> {
        let state = lock(&self.state);
        let all: BTreeSet<&PathBuf> = state.waiting.iter().chain(&state.running).chain(&state.in_hosts).collect();
        all.into_iter().cloned().collect()
    }

    fn ends_in_host(&self, path: &Path) {
        let mut state = lock(&self.state);
        if let Some(index) = state.in_hosts.iter().position(|other| other == path) {
            state.in_hosts.swap_remove(index);
        }
    }

    /// Waits until nothing is to be imported; false when the time is up.
    pub(crate) fn wait(&self, patience: Duration) -> bool {
        let busy = |state: &mut State| !state.waiting.is_empty() || !state.running.is_empty();
        let state = self.idle.wait_timeout_while(lock(&self.state), patience, busy).unwrap_or_else(PoisonError::into_inner).0;
        state.waiting.is_empty() && state.running.is_empty()
    }

    /// Nothing can be imported. Said once: it is tried again every now and then.
    pub(crate) fn cannot(&self, shared: &Shared, error: &HostError) {
        let text = error.to_string();
        let said = lock(&self.state).problem.replace(text.clone());
        if said.as_ref() != Some(&text) && !matches!(error, HostError::Closing) {
            shared.tell(PythonEvent::Problem { text });
        }
    }

    pub(crate) fn problem(&self) -> Option<String> {
        lock(&self.state).problem.clone()
    }
}

/// What a host said when it loaded a file.
#[derive(Debug, Clone, Default)]
pub(crate) struct Loaded {
    pub classes: Vec<ClassMessage>,
    pub error: Option<PythonError>,
    pub helpers: Vec<PathBuf>,
}

impl Shared {
    /// Imports a file on a thread of its own, soon.
    pub(crate) fn import_later(self: &Arc<Self>, path: PathBuf) {
        let mut state = lock(&self.imports.state);
        if !state.waiting.contains(&path) {
            state.waiting.push_back(path);
        }
        if state.workers >= WORKERS.min(state.waiting.len() + state.running.len()) {
            return;
        }
        state.workers += 1;
        let shared = self.clone();
        let spawned = std::thread::Builder::new().name("python import".to_owned()).spawn(move || shared.import_all());
        if let Err(error) = spawned {
            state.workers -= 1;
            log::error!("no thread to import Python files: {error}");
        }
    }

    fn import_all(self: &Arc<Self>) {
        loop {
            let next = {
                let mut state = lock(&self.imports.state);
                let index = state.waiting.iter().position(|path| !state.running.contains(path));
                let next = index.and_then(|index| state.waiting.remove(index)).filter(|_| !self.closing.load(Ordering::Acquire));
                match &next {
                    Some(path) => {
                        state.running.insert(path.clone());
                    }
                    None => state.workers -= 1,
                }
                next
            };
            let Some(path) = next else { break };
            let result = self.import(&path);
            let mut state = lock(&self.imports.state);
            state.running.remove(&path);
            match result {
                Ok(()) => state.problem = None,
                // It changed meanwhile, and waits to be imported again.
                Err(HostError::GivenUp) => {}
                Err(error) => {
                    drop(state);
                    self.imports.cannot(self, &error);
                }
            }
        }
        let last = {
            let state = lock(&self.imports.state);
            state.running.is_empty() && state.waiting.is_empty()
        };
        if last {
            lock(&self.imports.prover).take();
            self.settle();
            self.imports.idle.notify_all();
        }
    }

    /// Imports a file and takes in what it holds. An error is none of the file's.
    fn import(self: &Arc<Self>, path: &Path) -> Result<(), HostError> {
        let Some((generation, fatal)) = lock(&self.library).files.get(path).map(|file| (file.generation, file.found.fatal)) else {
            return Ok(());
        };
        let before = Stamp::at(path);
        let found = if fatal { Err(HostError::GivenUp) } else { self.import_beside_others(path, generation) };
        let found = match found {
            Ok(found) => found,
            // It may have been another file, or a node, that ended the host or held it up: alone it is clear who it was.
            Err(HostError::Died { .. }) => self.import_alone(path, generation)?,
            Err(HostError::TimedOut(_)) => {
                let found = self.import_alone(path, generation)?;
                if (found.fatal || found.classes.iter().any(|class| class.error.is_some()))
                    && let Some(connection) = self.hosts.running(&self.import_key(path))
                {
                    // Its code goes on, and holds up what else is asked there.
                    connection.kill(&format!("was ended, because {} did not finish loading", path.display()), false);
                }
                found
            }
            Err(HostError::GivenUp) if fatal => self.import_alone(path, generation)?,
            Err(HostError::GivenUp) => return Ok(()),
            Err(error) => return Err(error),
        };
        self.take(path, generation, found, Stamp::at(path) == before);
        Ok(())
    }

    fn import_beside_others(self: &Arc<Self>, path: &Path, generation: u64) -> Result<Found, HostError> {
        let connection = self.host(&self.import_key(path))?;
        let loaded = self.ensure_loaded(&connection, path, generation)?;
        let mut found = Found { error: loaded.error, helpers: loaded.helpers.into_iter().map(Stamped::now).collect(), ..Found::default() };
        for message in loaded.classes {
            found.classes.push(match self.examine(&connection, path, &message) {
                Ok(interface) => LoadedClass::new(message, interface, None),
                Err(error @ (HostError::Died { .. } | HostError::TimedOut(_) | HostError::GivenUp)) => return Err(error),
                Err(error) => LoadedClass::new(message, Interface::default(), Some(problem(path, &error))),
            });
        }
        Ok(found)
    }

    /// In a host that does nothing else: what happens is due to the file.
    fn import_alone(self: &Arc<Self>, path: &Path, generation: u64) -> Result<Found, HostError> {
        let mut prover = lock(&self.imports.prover);
        let mut host = || -> Result<Arc<Connection>, HostError> {
            match prover.as_ref().filter(|connection| connection.is_alive()) {
                Some(connection) => Ok(connection.clone()),
                None => Ok(prover.insert(self.start_host("the Python host that tries files".to_owned())?).clone()),
            }
        };
        let mut found = Found::default();
        let mut tried = 0;
        loop {
            let connection = host()?;
            let loaded = match self.ensure_loaded(&connection, path, generation) {
                Ok(loaded) => loaded,
                Err(error @ (HostError::Died { .. } | HostError::TimedOut(_))) => {
                    connection.kill("was ended, because a file did not load", true);
                    connection.wait_ended(Duration::from_secs(1));
                    return Ok(Found { error: Some(problem(path, &error)), fatal: true, ..Found::default() });
                }
                Err(error) => return Err(error),
            };
            found.error = loaded.error;
            found.helpers = loaded.helpers.into_iter().map(Stamped::now).collect();
            let rest = loaded.classes.into_iter().skip(tried);
            let mut ended = false;
            for message in rest {
                tried += 1;
                let class = match self.examine(&connection, path, &message) {
                    Ok(interface) => LoadedClass::new(message, interface, None),
                    Err(HostError::GivenUp) => return Err(HostError::GivenUp),
                    Err(error) => {
                        ended = matches!(error, HostError::Died { .. } | HostError::TimedOut(_));
                        LoadedClass::new(message, Interface::default(), Some(problem(path, &error)))
                    }
                };
                found.classes.push(class);
                if ended {
                    connection.kill("was ended, because a constructor did not return", true);
                    connection.wait_ended(Duration::from_secs(1));
                    break;
                }
            }
            if !ended {
                return Ok(found);
            }
        }
    }

    /// The host in which a file is imported: where its nodes live.
    fn import_key(&self, path: &Path) -> HostKey {
        let instances = lock(&self.instances);
        let mut keys = instances.values().filter(|instance| instance.file.as_deref() == Some(path)).map(|instance| &instance.key);
        let first = keys.next().cloned().unwrap_or(HostKey::Shared);
        if keys.any(|key| *key == HostKey::Shared) { HostKey::Shared } else { first }
    }

    /// Makes a host know a generation of a file.
    pub(crate) fn ensure_loaded(&self, connection: &Connection, path: &Path, generation: u64) -> Result<Loaded, HostError> {
        let slot = connection.file(path);
        let give_up = || self.closing.load(Ordering::Acquire) || lock(&self.library).generation(path) != Some(generation);
        let _turn = slot.turn.take(|| give_up() || !connection.is_alive()).ok_or(HostError::GivenUp)?;
        if let Some((known, loaded)) = &*lock(&slot.known)
            && *known == generation
        {
            return Ok(loaded.clone());
        }
        let call = connection.call(|call| ToHost::Load { call, file: path.to_owned() }, Attachments::default())?;
        lock(&self.imports.state).in_hosts.push(path.to_owned());
        let answer = call.wait_unless(LOADING, give_up);
        self.imports.ends_in_host(path);
        let loaded = match answer {
            Ok((FromHost::Loaded { classes, error, helpers, .. }, _)) => Loaded { classes, error, helpers },
            Ok((other, _)) => return Err(unexpected(&other)),
            Err(HostError::Python(error)) => Loaded { error: Some(error), ..Loaded::default() },
            Err(error) => {
                // It is not waited for any more.
                connection.send(&ToHost::Cancel { call: call.number })?;
                return Err(error);
            }
        };
        *lock(&slot.known) = Some((generation, loaded.clone()));
        Ok(loaded)
    }

    /// Makes a host know the file of an instance's class. Returns the file.
    pub(crate) fn load_for(self: &Arc<Self>, connection: &Connection, state: &InstanceState) -> Result<Option<PathBuf>, HostError> {
        loop {
            let winner = lock(&self.library).winners.get(&state.class).cloned();
            let Some(file) = winner.map_or_else(|| state.file.clone(), |winner| winner.file) else { return Ok(None) };
            let known = lock(&self.library).files.get(&file).map(|file| (file.generation, file.known, file.found.fatal, file.found.error.clone()));
            let Some((generation, known, fatal, error)) = known else {
                return Err(HostError::Unavailable(format!("{} is gone", file.display())));
            };
            if let Some(error) = error.filter(|_| fatal) {
                return Err(HostError::Python(error));
            }
            let loaded = match self.ensure_loaded(connection, &file, generation) {
                Ok(loaded) => loaded,
                // It changed while it was loaded.
                Err(HostError::GivenUp) if lock(&self.library).generation(&file).is_some_and(|now| now != generation) => continue,
                Err(error) => return Err(error),
            };
            if known == generation && self.differs(&file, &loaded) {
                // What was known of it came from the cache.
                self.import_later(file.clone());
            }
            return Ok(Some(file));
        }
    }

    /// Whether a host found another content of a file than is known.
    fn differs(&self, path: &Path, loaded: &Loaded) -> bool {
        let library = lock(&self.library);
        let Some(file) = library.files.get(path) else { return false };
        let known = file.found.classes.iter().map(|class| &class.message);
        loaded.error != file.found.error || loaded.error.is_none() && !known.eq(loaded.classes.iter())
    }

    /// Makes an instance, reads its interface, and drops it.
    pub(crate) fn examine(&self, connection: &Connection, path: &Path, class: &ClassMessage) -> Result<Interface, HostError> {
        let node = self.fresh_number();
        let identifier = identifier::strip_identifier(&class.display_name);
        let what = Creation {
            node,
            place: None,
            file: Some(path),
            class: &class.class_identifier,
            identifier: &identifier,
            display_name: &class.display_name,
        };
        let created = what.send(connection)?.wait_unless(CONSTRUCTOR, || self.closing.load(Ordering::Acquire));
        connection.send(&ToHost::DropInstance { node })?;
        Ok(Creation::made(created)?.interface)
    }
}

/// What an instance says of itself when it is made.
pub(crate) struct Created {
    pub interface: Interface,
    /// Whether it wants what happens on a canvas.
    pub events: bool,
    /// Whether it does something when an input is missing.
    pub not_ready: bool,
}

/// An instance that is to be made.
pub(crate) struct Creation<'a> {
    pub node: u64,
    /// Network and node; none for an instance that is only looked at.
    pub place: Option<(u64, u64)>,
    pub file: Option<&'a Path>,
    pub class: &'a str,
    pub identifier: &'a str,
    pub display_name: &'a str,
}

impl Creation<'_> {
    pub(crate) fn send(&self, connection: &Connection) -> Result<crate::calls::Call, HostError> {
        let (node, place) = (self.node, self.place);
        let (file, class) = (self.file.map(Path::to_owned), self.class.to_owned());
        let (identifier, display_name) = (self.identifier.to_owned(), self.display_name.to_owned());
        connection.call(|call| ToHost::Create { call, node, place, file, class, identifier, display_name }, Attachments::default())
    }

    /// The answer to it.
    pub(crate) fn made<T>(answer: Result<(FromHost, T), HostError>) -> Result<Created, HostError> {
        match answer? {
            (FromHost::Created { interface, events, not_ready, .. }, _) => {
                Ok(Created { interface: interface_from_json(&interface)?, events, not_ready })
            }
            (other, _) => Err(unexpected(&other)),
        }
    }
}

/// An error of a host as something that is wrong with a file.
pub(crate) fn problem(file: &Path, error: &HostError) -> PythonError {
    let file = Some(file.to_owned());
    match error {
        HostError::Python(error) => error.clone(),
        HostError::Died { trace, .. } => {
            let message = format!("while this file was loaded, {error}");
            PythonError { message, traceback: trace.clone().unwrap_or_default(), file, ..PythonError::default() }
        }
        HostError::TimedOut(seconds) => PythonError { message: format!("it did not load within {seconds} s"), file, ..PythonError::default() },
        other => PythonError { message: other.to_string(), file, ..PythonError::default() },
    }
}
