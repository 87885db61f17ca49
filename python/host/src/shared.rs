//! What all parts of the program's Python side share: the hosts, the files, the instances.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::Value as Json;
use voxloom_core::Registry;
use voxloom_core::processor::{Interface, Invalidate};
use voxloom_protocol::message::{FromHost, ReplyError, ReplyErrorKind, Stream};

use crate::connection::Connection;
use crate::error::HostError;
use crate::hosts::{HostKey, Hosts};
use crate::imports::Imports;
use crate::interpreter::{self, Choice, Interpreter};
use crate::library::{Folders, Library};
use crate::network::{Answer, Args, Networks, classes};
use crate::{PythonEvent, PythonSettings};

pub(crate) struct Shared {
    pub settings: PythonSettings,
    pub registry: Arc<Registry>,
    on_event: Box<dyn Fn(PythonEvent) + Send + Sync>,
    pub choice: Mutex<Choice>,
    /// The one that was found.
    pub interpreter: Mutex<Option<Arc<Interpreter>>>,
    pub hosts: Hosts,
    pub folders: Mutex<Folders>,
    pub library: Mutex<Library>,
    /// Held while the folders are looked at.
    pub scanning: Mutex<()>,
    /// Held while the registry is brought up to date.
    pub registering: Mutex<()>,
    pub imports: Imports,
    /// Whether the folders were looked at once.
    pub looked: AtomicBool,
    /// Wakes the watcher.
    pub poked: Arc<Poke>,
    pub said_conflicts: Mutex<BTreeSet<String>>,
    /// Ports and properties that nodes (of a network) had before their class changed, to tell them what is gone.
    pub former: Mutex<BTreeMap<(u64, u64), Arc<Interface>>>,
    pub instances: Mutex<BTreeMap<u64, Arc<InstanceState>>>,
    next_number: AtomicU64,
    pub closing: AtomicBool,
    /// What the first scan ended with.
    pub scanned: (Mutex<Option<Result<(), String>>>, Condvar),
}

/// An instance as the program knows it, whether or not its host lives.
pub(crate) struct InstanceState {
    pub node: u64,
    /// The network and the node of it.
    pub network: u64,
    pub owner: u64,
    /// The host that it lives in.
    pub key: HostKey,
    pub class: String,
    /// The file of its class.
    pub file: Option<PathBuf>,
    pub identifier: Arc<str>,
    pub display_name: Arc<str>,
    pub invalidate: Invalidate,
    /// As the instance made it last.
    pub interface: Mutex<Arc<Interface>>,
    /// Its class was loaded again: it is made anew before its next run.
    pub stale: AtomicBool,
    /// Changes by threads of the user's own, which wait for the next run.
    pub deferred: Mutex<Vec<FromHost>>,
}

/// Wakes a thread that waits a while.
#[derive(Default)]
pub(crate) struct Poke(Mutex<bool>, Condvar);

impl Poke {
    pub(crate) fn now(&self) {
        *lock(&self.0) = true;
        self.1.notify_all();
    }

    pub(crate) fn wait(&self, patience: Duration) {
        let poked = self.1.wait_timeout_while(lock(&self.0), patience, |poked| !*poked).unwrap_or_else(PoisonError::into_inner);
        let mut poked = poked.0;
        *poked = false;
    }
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
            hosts: Hosts::default(),
            library: Mutex::default(),
            scanning: Mutex::default(),
            registering: Mutex::default(),
            imports: Imports::default(),
            looked: AtomicBool::new(false),
            poked: Arc::default(),
            said_conflicts: Mutex::default(),
            former: Mutex::default(),
            instances: Mutex::default(),
            next_number: AtomicU64::new(1),
            closing: AtomicBool::new(false),
            scanned: (Mutex::new(None), Condvar::new()),
        }
    }

    pub(crate) fn tell(&self, event: PythonEvent) {
        (self.on_event)(event);
    }

    /// A number that was not given out before: of an instance, a file, a generation.
    pub(crate) fn fresh_number(&self) -> u64 {
        self.next_number.fetch_add(1, Ordering::Relaxed)
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

    /// Says what was printed too fast to be shown.
    pub(crate) fn flush_prints(&self) {
        for (_, connection) in self.hosts.all_running() {
            if let Some(text) = connection.prints.dropped() {
                self.tell(PythonEvent::Print { node: None, error: true, text });
            }
        }
    }

    /// What no call waits for.
    pub(crate) fn unasked(self: &Arc<Self>, connection: &Arc<Connection>, message: FromHost) {
        match message {
            FromHost::Print { node, stream, text } => {
                let node = node.and_then(|node| lock(&self.instances).get(&node).map(|instance| instance.display_name.to_string()));
                if let Some(text) = connection.prints.admit(text) {
                    self.tell(PythonEvent::Print { node, error: stream == Stream::Err, text });
                }
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

    /// Answers a question of a script; on a thread of its own where it may wait.
    fn serve(self: &Arc<Self>, connection: &Arc<Connection>, call: u64, method: String, args: Json) {
        let (shared, connection) = (self.clone(), connection.clone());
        let waits = Networks::may_wait(&method) || method.starts_with("classes.");
        let answer = move || {
            let result = shared.answer(&method, args);
            let sent = connection.reply(call, result);
            if let Err(error) = sent {
                log::warn!("a script got no answer to {method}: {error}");
            }
        };
        if waits {
            std::thread::spawn(answer);
        } else {
            answer();
        }
    }

    fn answer(self: &Arc<Self>, method: &str, mut args: Json) -> Result<Answer, ReplyError> {
        let Some(networks) = &self.settings.networks else {
            return Err(ReplyError::new(
                ReplyErrorKind::Unsupported,
                format!("this program serves no network to scripts, so {method} cannot be answered"),
            ));
        };
        if method == "picking.reserve" {
            // Hosts know instances, the picking layer nodes.
            let owner = args.get("node").and_then(Json::as_u64).and_then(|node| lock(&self.instances).get(&node).map(|state| state.owner));
            args["node"] = owner.into();
        }
        match method {
            "classes.register" => return classes::register(self, &Args(args)),
            "classes.load" => return classes::load(self, &Args(args)),
            "network.add" => classes::await_class(self, args.get("class").and_then(Json::as_str).unwrap_or_default()),
            "network.load" | "network.load_text" => classes::await_files(self),
            _ => {}
        }
        networks.answer(method, args)
    }

    /// Marks what the first scan ended with; waiters go on.
    pub(crate) fn set_scanned(&self, result: Result<(), String>) {
        lock(&self.scanned.0).get_or_insert(result);
        self.scanned.1.notify_all();
    }
}
