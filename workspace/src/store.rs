//! The document store: one writer at a time, snapshots for readers.
//!
//! Any thread commits; a commit takes microseconds, and its lock is never held across Python, files, the GPU or an evaluation.
//! A writer reads its own writes: the snapshot taken after a commit contains it.

use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex, PoisonError, RwLock};
use std::time::Duration;

use imbl::OrdMap;
use voxloom_core::context::DerivedWrite;
use voxloom_core::processor::Interface;
use voxloom_core::{Value, Values};

use crate::command::{Added, AmendNode, Command, Edit};
use crate::document::{FrameId, Network, Node, NodeId, NoteId, PropertyRef, Workspace};
use crate::error::CommandError;
pub use crate::history::HistoryView;
use crate::history::{File, History};
use crate::links;

/// The document at one moment.
#[derive(Clone)]
pub struct Snapshot {
    /// Grows with every change.
    pub revision: u64,
    pub workspace: Workspace,
    /// Counts undo and redo: values that processors wrote to themselves may be older than their last run then.
    pub travels: u64,
    /// Presses of buttons since the start, outside undo and file.
    pub presses: OrdMap<PropertyRef, u64>,
}

/// What an open document is called and whether it is saved.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FileState {
    pub path: Option<PathBuf>,
    pub unsaved: bool,
}

/// Called after each change, with no lock held.
pub type Listener = Box<dyn Fn() + Send + Sync>;

/// The document, its history and who wants to know of changes.
pub struct Store {
    inner: Mutex<Inner>,
    changed: Condvar,
    listeners: RwLock<Vec<Listener>>,
}

/// The state of a document that was never saved.
const NEVER: u64 = u64::MAX;

struct Inner {
    snapshot: Snapshot,
    history: History,
    file: File,
}

/// A state of a document that is being written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Saving {
    document: u64,
    state: u64,
}

/// What a commit made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Committed {
    pub revision: u64,
    /// Nodes that were added, in order.
    pub added: Vec<NodeId>,
    /// Frames that were added, in order.
    pub frames: Vec<FrameId>,
    /// Notes that were added, in order.
    pub notes: Vec<NoteId>,
}

impl Committed {
    fn of(revision: u64, added: Added) -> Self {
        Self { revision, added: added.nodes, frames: added.frames, notes: added.notes }
    }
}

/// What a run began with.
pub struct Began {
    /// Undo and redo until then.
    pub travels: u64,
    pub values: Values,
    /// The button that callbacks were called for, by its path.
    pub pressed: Option<Arc<str>>,
}

impl Began {
    /// Takes out of what a run wrote what gives way to edits; the values that were edited meanwhile, which older limits do not clamp.
    fn give_way(&self, now: &Snapshot, node: NodeId, writes: &mut Vec<DerivedWrite>) -> Vec<(Arc<str>, Value)> {
        let Some(node) = now.workspace.network.get(node) else { return Vec::new() };
        if node.values.all() == self.values.all() {
            return Vec::new();
        }
        if now.travels != self.travels {
            writes.clear();
        }
        let differs = |path: &str, now: &Value| self.values.get(path).is_some_and(|began| began != now);
        writes.retain(|write| match write {
            DerivedWrite::Set { path, .. } => !node.values.get(path).is_some_and(|now| differs(path, now)),
            DerivedWrite::Amend(_) => true,
        });
        let edited = node.values.iter().filter(|(leaf, now)| differs(&leaf.path, now));
        edited.map(|(leaf, now)| (leaf.path.clone(), now.clone())).collect()
    }
}

/// Who writes to its own node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Writer {
    /// A callback: part of the edit that called for it.
    Callback,
    /// A run, which a bypassed node has none of. `clamp`: its values may lie beyond its limits, and are clamped unless it was edited since.
    Body { clamp: bool },
}

/// What became of the writes of a run.
pub struct Derived {
    pub kept: Vec<DerivedWrite>,
    /// In words, one for each write that the document refused.
    pub problems: Vec<String>,
    /// Values that were edited meanwhile lie beyond limits that came with the writes: they are clamped when a run that knows them agrees.
    pub beyond: bool,
    /// Values were clamped.
    pub clamped: bool,
}

impl Default for Store {
    fn default() -> Self {
        Self::new(Workspace::default(), None)
    }
}

impl Store {
    /// A store over a document that has just been made or loaded.
    pub fn new(workspace: Workspace, path: Option<PathBuf>) -> Self {
        let snapshot = Snapshot { revision: 1, workspace, travels: 0, presses: OrdMap::new() };
        Self {
            inner: Mutex::new(Inner { snapshot, history: History::default(), file: File { document: 0, path, saved_state: 0 } }),
            changed: Condvar::new(),
            listeners: RwLock::default(),
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The document now.
    pub fn snapshot(&self) -> Snapshot {
        self.lock().snapshot.clone()
    }

    pub fn revision(&self) -> u64 {
        self.lock().snapshot.revision
    }

    /// Asks to be called after each change; must be quick.
    pub fn on_change(&self, listener: impl Fn() + Send + Sync + 'static) {
        self.listeners.write().unwrap_or_else(PoisonError::into_inner).push(Box::new(listener));
    }

    /// Waits until the document is newer than a revision, or the time is up; its revision then.
    pub fn wait_newer(&self, revision: u64, timeout: Duration) -> u64 {
        let waited = self.changed.wait_timeout_while(self.lock(), timeout, |inner| inner.snapshot.revision <= revision);
        waited.unwrap_or_else(PoisonError::into_inner).0.snapshot.revision
    }

    fn notify(&self) {
        self.changed.notify_all();
        for listener in self.listeners.read().unwrap_or_else(PoisonError::into_inner).iter() {
            listener();
        }
    }

    /// An edit of a person or a script: one step of undo, or part of the drag that is going on.
    pub fn commit(&self, command: &dyn Command) -> Result<Committed, CommandError> {
        let committed = {
            let inner = &mut *self.lock();
            let before = inner.snapshot.workspace.clone();
            let name = command.name(&before.network);
            let mut after = before.clone();
            let added = transact(&mut after, |edit| command.apply(edit))?;
            if after.network.same(&before.network) {
                return Ok(Committed::of(inner.snapshot.revision, added));
            }
            inner.history.push(name, command.merge_key(), before, after.clone());
            inner.snapshot.workspace = after;
            inner.snapshot.revision += 1;
            Committed::of(inner.snapshot.revision, added)
        };
        self.notify();
        Ok(committed)
    }

    /// What a processor wrote to itself, in a run or in callbacks that the last step called: part of the state that this step led to, no step,
    /// no "unsaved" mark, redo stays. Unknown properties are refused one by one, with a message each.
    /// What a press of a button called for is a step of its own, since nothing else caused it.
    /// A run says what it `began` with: the latest edit wins over what it wrote, and what it made of a state that undo or redo left is nothing.
    /// `ran` is the node as its instance knows it: one of another class stands in its place when it was replaced meanwhile, and is left alone.
    pub fn commit_derived(&self, ran: &Node, writes: Vec<DerivedWrite>, began: &Began, writer: Writer) -> Derived {
        let mut derived = Derived { kept: writes, problems: Vec::new(), beyond: false, clamped: false };
        let clamp = writer == Writer::Body { clamp: true };
        let node = ran.id;
        {
            let inner = &mut *self.lock();
            if inner.snapshot.workspace.network.get(node).is_none_or(|now| now.class != ran.class) {
                derived.kept.clear();
                return derived;
            }
            // What a bypassed node has written stays: it does not run again to write what holds now.
            let bypassed = inner.snapshot.workspace.network.get(node).is_some_and(|node| node.bypassed);
            if bypassed && (writer != Writer::Callback || began.travels != inner.snapshot.travels) {
                derived.kept.clear();
            }
            let edited = began.give_way(&inner.snapshot, node, &mut derived.kept);
            let mut after = inner.snapshot.workspace.clone();
            let mut beyond = false;
            for write in &derived.kept {
                let result = match write {
                    DerivedWrite::Set { path, value } => transact(&mut after, |edit| edit.set_value(node, path, value.clone())),
                    DerivedWrite::Amend(interface) => transact(&mut after, |edit| {
                        AmendNode { node, interface: interface.clone() }.apply(edit)?;
                        beyond |= edit.keep_values(node, &edited)?;
                        Ok(())
                    }),
                };
                if let Err(error) = result {
                    derived.problems.push(error.to_string());
                }
            }
            if clamp {
                if edited.is_empty() {
                    derived.clamped = clamp_values(&mut after, node);
                } else {
                    beyond = true;
                }
            }
            derived.beyond = beyond;
            if after.network.same(&inner.snapshot.workspace.network) {
                return derived;
            }
            match began.pressed.as_deref().filter(|_| writer == Writer::Callback && began.travels == inner.snapshot.travels) {
                Some(button) => {
                    let before = inner.snapshot.workspace.clone();
                    inner.history.push(name_of_press(&before, node, button), None, before, after.clone());
                }
                None => inner.history.join(&after),
            }
            inner.snapshot.workspace = after;
            inner.snapshot.revision += 1;
        }
        self.notify();
        derived
    }

    /// The ports and properties of an instance that was just made. Limits that an earlier instance changed from what the class `told` are
    /// in the document and stay. The node's interface now, when that changed it.
    pub fn commit_made(&self, made: &Node, interface: &Interface, told: &Interface) -> Result<Option<Arc<Interface>>, CommandError> {
        let node = made.id;
        let amended = {
            let inner = &mut *self.lock();
            let found = inner.snapshot.workspace.network.node(node)?;
            // Of a bypassed one nothing will run, so nothing would bring the ports back that an earlier instance added.
            if found.bypassed || found.class != made.class {
                return Ok(None);
            }
            let own = found.interface().clone();
            let limits = own.limits_beyond(told);
            let amended = Arc::new(if limits.is_empty() { interface.clone() } else { interface.with_limits(&limits) });
            if *amended == *own {
                return Ok(None);
            }
            let mut after = inner.snapshot.workspace.clone();
            transact(&mut after, |edit| AmendNode { node, interface: amended.clone() }.apply(edit))?;
            inner.history.join(&after);
            inner.snapshot.workspace = after;
            inner.snapshot.revision += 1;
            amended
        };
        self.notify();
        Ok(Some(amended))
    }

    /// The next command starts a step of its own: the mouse was released.
    pub fn end_drag(&self) {
        self.lock().history.end_drag();
    }

    /// Edits of all threads until the matching [`Self::end_group`] are one step of undo: a line of a console, a script's block.
    pub fn begin_group(&self, name: &str) {
        self.lock().history.begin_group(name);
    }

    pub fn end_group(&self) {
        self.lock().history.end_group();
    }

    /// A press of a button: arrives exactly once, is no edit.
    pub fn press(&self, node: NodeId, path: &str) -> Result<(), CommandError> {
        {
            let inner = &mut *self.lock();
            let found = inner.snapshot.workspace.network.node(node)?;
            if found.value(path) != Some(&Value::Button) {
                return Err(CommandError::Property { node: found.identifier.to_string(), message: format!("\"{path}\" is no button") });
            }
            *inner.snapshot.presses.entry(PropertyRef { node, path: path.into() }).or_insert(0) += 1;
            inner.snapshot.revision += 1;
        }
        self.notify();
        Ok(())
    }

    /// Takes the last step back; its name, or `None` when there is none.
    pub fn undo(&self) -> Option<String> {
        self.travel(History::undo)
    }

    /// Does the last undone step again.
    pub fn redo(&self) -> Option<String> {
        self.travel(History::redo)
    }

    fn travel(&self, step: impl FnOnce(&mut History, &mut File) -> Option<(String, Workspace)>) -> Option<String> {
        let name = {
            let inner = &mut *self.lock();
            let (name, workspace) = step(&mut inner.history, &mut inner.file)?;
            inner.snapshot.workspace = workspace;
            inner.snapshot.revision += 1;
            inner.snapshot.travels += 1;
            name
        };
        self.notify();
        Some(name)
    }

    /// All steps by name, done and undone.
    pub fn history(&self) -> HistoryView {
        self.lock().history.view()
    }

    /// Undoes or does again until `position` steps are done, at once: nothing between is evaluated. Beyond the ends it goes to the end.
    pub fn travel_to(&self, position: usize) {
        let moved = {
            let inner = &mut *self.lock();
            match inner.history.travel_to(position, &mut inner.file) {
                Some(workspace) => {
                    inner.snapshot.workspace = workspace;
                    inner.snapshot.revision += 1;
                    inner.snapshot.travels += 1;
                    true
                }
                None => false,
            }
        };
        if moved {
            self.notify();
        }
    }

    /// Names of the steps that undo and redo would take.
    pub fn undo_redo_names(&self) -> (Option<String>, Option<String>) {
        let inner = self.lock();
        (inner.history.undo_name().map(str::to_owned), inner.history.redo_name().map(str::to_owned))
    }

    /// Another document in the place of this one: a step, which undo takes back with what file it is of. `unsaved`: no file holds it as it is.
    /// A document in which nothing happened yet just goes.
    pub fn open(&self, name: &str, workspace: Workspace, path: Option<PathBuf>, unsaved: bool) {
        {
            let inner = &mut *self.lock();
            let document = inner.file.document.max(inner.history.other_files().map(|file| file.document).max().unwrap_or(0)) + 1;
            let left = std::mem::replace(&mut inner.file, File { document, path, saved_state: NEVER });
            let before = std::mem::replace(&mut inner.snapshot.workspace, workspace.clone());
            let state = if inner.history.is_empty() && before.network.equal(&Network::default()) {
                inner.history.state()
            } else {
                inner.history.push_opened(name.to_owned(), before, workspace, left)
            };
            if !unsaved {
                inner.file.saved_state = state;
            }
            inner.snapshot.revision += 1;
        }
        self.notify();
    }

    /// The document to write, and the identity of its state for [`Self::mark_saved`]: what is edited meanwhile is unsaved.
    pub fn to_save(&self) -> (Workspace, Saving) {
        let inner = self.lock();
        (inner.snapshot.workspace.clone(), Saving { document: inner.file.document, state: inner.history.state() })
    }

    /// A state of a document was written to a file. It may be another document than the present one by now.
    pub fn mark_saved(&self, path: PathBuf, saved: Saving) {
        {
            let inner = &mut *self.lock();
            inner.history.end_drag();
            let mut files = std::iter::once(&mut inner.file).chain(inner.history.other_files());
            if let Some(file) = files.find(|file| file.document == saved.document) {
                file.path = Some(path);
                file.saved_state = saved.state;
            }
        }
        self.notify();
    }

    pub fn file_state(&self) -> FileState {
        let inner = self.lock();
        FileState { path: inner.file.path.clone(), unsaved: inner.history.state() != inner.file.saved_state }
    }
}

fn name_of_press(workspace: &Workspace, node: NodeId, button: &str) -> String {
    let node = workspace.network.get(node);
    let name = node.and_then(|node| node.interface().leaf(button)).map_or(button, |leaf| &*leaf.property.display_name);
    format!("{name} of {}", node.map_or("?", |node| &*node.display_name))
}

/// Clamps the values of a node to its limits. True: there were some beyond.
fn clamp_values(workspace: &mut Workspace, node: NodeId) -> bool {
    let Some(found) = workspace.network.get(node) else { return false };
    let (interface, values) = (found.interface().clone(), &found.values);
    if values.carried_to(interface.clone()).all() == values.all() {
        return false;
    }
    match transact(workspace, |edit| AmendNode { node, interface }.apply(edit)) {
        Ok(_) => true,
        Err(error) => {
            log::warn!("{error}");
            false
        }
    }
}

/// Applies an edit and its links to a copy that replaces the document only when all went well.
fn transact(workspace: &mut Workspace, apply: impl FnOnce(&mut Edit<'_>) -> Result<(), CommandError>) -> Result<Added, CommandError> {
    let mut network = workspace.network.clone();
    let mut edit = Edit::new(&mut network);
    apply(&mut edit)?;
    let (touched, added) = edit.finish();
    links::resolve(&mut network, touched);
    #[cfg(debug_assertions)]
    if network.len() < 200
        && let Err(broken) = crate::document::check_invariants(&network)
    {
        return Err(CommandError::Invalid(format!("the edit would break the network: {broken}")));
    }
    workspace.network = network;
    Ok(added)
}

/// A store that several threads share.
pub type SharedStore = Arc<Store>;
