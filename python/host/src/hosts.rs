//! The hosts: one that all nodes share, and those that serve one file or one node.

use std::collections::BTreeMap;
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use voxloom_core::InvalidationLevel;
use voxloom_core::processor::Isolation;
use voxloom_protocol::message::ToHost;

use crate::connection::{Connection, Died, Unasked};
use crate::error::HostError;
use crate::process::End;
use crate::shared::{Shared, lock};
use crate::{PythonEvent, places};

/// How long a host outlives its last node: one that is made anew comes back.
const LINGER: Duration = Duration::from_secs(1);
/// How long an idle host may take to end.
const ENDING: Duration = Duration::from_millis(500);

/// What a host serves.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HostKey {
    /// All nodes that have no host of their own.
    Shared,
    /// The nodes of one file.
    File(PathBuf),
    /// One node of the document.
    Node(u64),
}

impl HostKey {
    /// The host for a node of a class in that file.
    pub(crate) fn of(isolation: Isolation, file: Option<&Path>, owner: u64) -> Self {
        match (isolation, file) {
            // A class without a file lives in the interpreter that defined it.
            (Isolation::Shared, _) | (_, None) => Self::Shared,
            (Isolation::File, Some(file)) => Self::File(file.to_owned()),
            (Isolation::Node, Some(_)) => Self::Node(owner),
        }
    }

    fn words(&self) -> String {
        match self {
            Self::Shared => "the Python host".to_owned(),
            Self::File(file) => format!("the Python host of {}", file.display()),
            Self::Node(_) => "the node's own Python host".to_owned(),
        }
    }
}

/// A host as a list of them shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostInfo {
    pub key: HostKey,
    /// `None`: it runs in the program that Voxloom was imported into, or is not alive.
    pub pid: Option<u32>,
    /// Nodes of the document that live in it, sorted.
    pub nodes: Vec<u64>,
    /// Bytes in memory, shared ones included; 0 when it is not alive.
    pub memory: u64,
    pub alive: bool,
}

/// The place of a host, whether or not it runs.
#[derive(Default)]
pub(crate) struct Place {
    running: Mutex<Option<Arc<Connection>>>,
    /// Held while it starts.
    starting: Mutex<()>,
    /// Counts those who left it.
    left: AtomicU64,
}

/// All hosts.
#[derive(Default)]
pub(crate) struct Hosts {
    places: Mutex<BTreeMap<HostKey, Arc<Place>>>,
    /// Whether the shared host is an interpreter that ran before.
    attached: Mutex<bool>,
}

impl Hosts {
    fn place(&self, key: &HostKey) -> Arc<Place> {
        lock(&self.places).entry(key.clone()).or_default().clone()
    }

    /// The host, if it runs.
    pub(crate) fn running(&self, key: &HostKey) -> Option<Arc<Connection>> {
        let place = lock(&self.places).get(key).cloned()?;
        let connection = lock(&place.running).clone();
        connection.filter(|connection| connection.is_alive())
    }

    /// All that run.
    pub(crate) fn all_running(&self) -> Vec<(HostKey, Arc<Connection>)> {
        let keys: Vec<HostKey> = lock(&self.places).keys().cloned().collect();
        keys.into_iter().filter_map(|key| Some((key.clone(), self.running(&key)?))).collect()
    }

    /// Takes a host out of the list.
    fn remove(&self, key: &HostKey) -> Option<Arc<Connection>> {
        let place = lock(&self.places).remove(key)?;
        lock(&place.running).take()
    }
}

impl Shared {
    /// The host, started when it does not run. Hosts start beside each other.
    pub(crate) fn host(self: &Arc<Self>, key: &HostKey) -> Result<Arc<Connection>, HostError> {
        if let Some(connection) = self.hosts.running(key) {
            return Ok(connection);
        }
        let place = self.hosts.place(key);
        let _starting = lock(&place.starting);
        if let Some(connection) = self.hosts.running(key) {
            return Ok(connection);
        }
        if *key == HostKey::Shared && *lock(&self.hosts.attached) {
            return Err(HostError::Unavailable("the interpreter that Voxloom was imported into has ended the connection".to_owned()));
        }
        let connection = self.start_host(key.words())?;
        *lock(&place.running) = Some(connection.clone());
        let interpreter = self.find_interpreter()?;
        self.tell(PythonEvent::HostStarted { version: interpreter.version_text(), executable: interpreter.executable.clone() });
        Ok(connection)
    }

    /// A host that nobody else knows. It loads nothing by itself.
    pub(crate) fn start_host(self: &Arc<Self>, words: String) -> Result<Arc<Connection>, HostError> {
        if self.closing.load(Ordering::Acquire) {
            return Err(HostError::Closing);
        }
        let interpreter = self.find_interpreter()?;
        let places = match &self.settings.places {
            Some(places) => places.clone(),
            None => places::find()?,
        };
        let (unasked, died) = self.listeners(words);
        let connection = Connection::start(&interpreter, &places, unasked, died)?;
        if let Some(bytes) = self.settings.memory_limit {
            connection.limit_memory(bytes);
        }
        connection.send(&ToHost::Folders { folders: lock(&self.folders).ranked() })?;
        Ok(connection)
    }

    /// Makes the interpreter at the other end of a socket the shared host.
    pub(crate) fn attach(self: &Arc<Self>, socket: OwnedFd) -> Result<(), HostError> {
        let place = self.hosts.place(&HostKey::Shared);
        let _starting = lock(&place.starting);
        if self.hosts.running(&HostKey::Shared).is_some() {
            return Err(HostError::Unavailable("there is a Python host already".to_owned()));
        }
        let (unasked, died) = self.listeners("the interpreter that Voxloom was imported into".to_owned());
        let connection = Connection::attach(socket, unasked, died)?;
        connection.send(&ToHost::Folders { folders: lock(&self.folders).ranked() })?;
        {
            // Hosts of their own run the same Python.
            let mut choice = lock(&self.choice);
            let executable = connection.executable();
            if choice.flag.is_none() && !executable.as_os_str().is_empty() {
                choice.flag = Some(executable);
                *lock(&self.interpreter) = None;
            }
        }
        *lock(&self.hosts.attached) = true;
        *lock(&place.running) = Some(connection);
        Ok(())
    }

    fn listeners(self: &Arc<Self>, words: String) -> (Unasked, Died) {
        let (this, other) = (Arc::downgrade(self), Arc::downgrade(self));
        let unasked = move |connection: &Arc<Connection>, message| {
            if let Some(shared) = this.upgrade() {
                shared.unasked(connection, message);
            }
        };
        let died = move |end: &End| {
            if let Some(shared) = other.upgrade() {
                shared.tell(PythonEvent::HostDied { reason: format!("{words} {}", end.reason) });
            }
        };
        (Arc::new(unasked), Arc::new(died))
    }

    /// Ends the host of a file or node when nobody lives in it any more, a little later.
    pub(crate) fn end_if_unused(self: &Arc<Self>, key: &HostKey) {
        if *key == HostKey::Shared || self.hosts.running(key).is_none() {
            return;
        }
        let place = self.hosts.place(key);
        let left = place.left.fetch_add(1, Ordering::AcqRel) + 1;
        if self.lives_in(key) > 0 {
            return;
        }
        let (shared, key) = (Arc::downgrade(self), key.clone());
        let end = move || {
            std::thread::sleep(LINGER);
            let Some(shared) = shared.upgrade() else { return };
            if place.left.load(Ordering::Acquire) != left {
                // Someone came and left again meanwhile, perhaps to come back just now: a later look decides.
                return;
            }
            let unused = {
                // Whoever is made from now on starts another.
                let instances = lock(&shared.instances);
                if instances.values().any(|instance| instance.key == key) { None } else { shared.hosts.remove(&key) }
            };
            if let Some(connection) = unused {
                connection.shut_down(ENDING);
            }
        };
        if let Err(error) = std::thread::Builder::new().name("python ending".to_owned()).spawn(end) {
            log::warn!("an unused Python host goes on: {error}");
        }
    }

    /// Number of instances in a host.
    pub(crate) fn lives_in(&self, key: &HostKey) -> usize {
        lock(&self.instances).values().filter(|instance| instance.key == *key).count()
    }

    /// All hosts that run or that nodes live in.
    pub(crate) fn host_infos(&self) -> Vec<HostInfo> {
        let mut nodes: BTreeMap<HostKey, Vec<u64>> = BTreeMap::new();
        for (key, _) in self.hosts.all_running() {
            nodes.entry(key).or_default();
        }
        for instance in lock(&self.instances).values() {
            nodes.entry(instance.key.clone()).or_default().push(instance.owner);
        }
        let info = |(key, mut nodes): (HostKey, Vec<u64>)| {
            nodes.sort_unstable();
            nodes.dedup();
            let connection = self.hosts.running(&key);
            let pid = connection.as_ref().and_then(|connection| connection.pid());
            HostInfo { key, pid, nodes, memory: pid.map_or(0, resident), alive: connection.is_some() }
        };
        nodes.into_iter().map(info).collect()
    }

    /// Ends a host at once, as a person wants it.
    pub(crate) fn stop_host(&self, key: &HostKey) -> Result<(), HostError> {
        let Some(connection) = self.hosts.running(key) else { return Ok(()) };
        if connection.is_attached() {
            return Err(HostError::Unavailable(
                "these nodes run in the interpreter that Voxloom was imported into, which is not stopped; give a node a host of its own for that"
                    .to_owned(),
            ));
        }
        connection.kill("was stopped", true);
        connection.wait_ended(Duration::from_secs(1));
        Ok(())
    }

    /// Ends all hosts, beside each other.
    pub(crate) fn shut_down_all(&self, patience: Duration) {
        std::thread::scope(|scope| {
            for (_, connection) in self.hosts.all_running() {
                scope.spawn(move || connection.shut_down(patience));
            }
        });
    }

    /// Ends a host and makes the nodes in it anew, also those that failed.
    pub(crate) fn restart_host(&self, key: &HostKey) -> Result<(), HostError> {
        self.stop_host(key)?;
        let instances: Vec<_> = lock(&self.instances).values().filter(|instance| instance.key == *key).cloned().collect();
        for instance in instances {
            (instance.invalidate)(InvalidationLevel::InvalidResources);
        }
        Ok(())
    }
}

/// Bytes of a process in memory.
fn resident(pid: u32) -> u64 {
    let text = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
    line.trim().trim_end_matches("kB").trim().parse::<u64>().unwrap_or(0) * 1024
}
