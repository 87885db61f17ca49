//! What the parts of the window share: the session, the selection, and what they ask of each other.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::PathBuf;
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use voxloom_core::ProcessorError;
use voxloom_host::CatalogEntry;
use voxloom_workspace::command::Command;
use voxloom_workspace::evaluator::{NodeState, ProcessorStatus};
use voxloom_workspace::store::{Committed, FileState};
use voxloom_workspace::{FrameId, NodeId, NoteId, Snapshot};

use crate::arrangement::{ARRANGEMENT_FILE, Arrangement};
use crate::commands::keymap::Keymap;
use crate::commands::used::Used;
use crate::dialogs::{AfterSources, Dialogs};
use crate::documents::autosave::Autosave;
use crate::documents::files::Files;
use crate::documents::recovery::RecoveryBar;
use crate::inspector::Inspector;
use crate::job::Job;
use crate::network_editor::marked::Marked;
use crate::network_editor::remarks::Remark;
use crate::network_editor::walk::Step;
use crate::notices::Notices;
use crate::parts::Parts;
use crate::python::code_editor::sources::Sources;
use crate::python::debugger::Listening;
use crate::python::environment::PythonEnvironment;
use crate::python::new_processor_dialog::Creation;
use crate::python::trust_bar::TrustBar;
use crate::session::Session;
use crate::settings::Settings;

/// What one part of the window asks of another; done within the same frame or the next.
#[derive(Debug, Clone, PartialEq)]
pub enum Ask {
    /// Adds an instance of a class where the network view looks.
    AddClass(String),
    /// The same, but the keys stay where they go now.
    AddQuietly(String),
    OpenPalette,
    /// A menu of the bar, by its name.
    OpenBarMenu(&'static str),
    /// Lists what the selected node can be connected to.
    Connect,
    /// The palette with what goes into the marked wire.
    InsertIntoWire,
    /// The marked wire gets a waypoint.
    AddWaypoint,
    /// The menu of what is marked or selected.
    OpenMenu,
    /// Selects a neighbor of the selected node.
    Step(Step),
    /// Moves the view so that the selection is in sight.
    Reveal,
    FitAll,
    FitSelection,
    Rename(NodeId),
    FocusCanvas(NodeId),
    /// The list of steps takes the keys.
    FocusHistory,
    /// The prompt of the console takes the keys.
    FocusPrompt,
    /// A frame around what is selected.
    AddFrame,
    /// A note at the pointer.
    AddNote,
    /// The title of a frame or the text of a note is written.
    EditRemark(Remark),
    /// Search in the network.
    Find,
    /// The search of the properties takes the keys.
    FindProperty,
    /// The links between the two selected nodes are shown.
    LinkProperties,
    /// The next hit of the last search, or the previous.
    FindStep {
        forward: bool,
    },
    /// The clipboard was asked for: what it gives is pasted into the network, connected to what it was or not.
    Paste {
        with_incoming: bool,
    },
}

/// How long files may take to be loaded before nobody waits for them any more.
pub const LOADING: Duration = Duration::from_secs(60);
/// The document and its evaluation at the beginning of a frame: taken once, used by every part.
pub struct Now {
    pub snapshot: Snapshot,
    pub states: Arc<BTreeMap<NodeId, NodeState>>,
    pub file: FileState,
    /// Names of the steps that undo and redo would take.
    pub undo: Option<String>,
    pub redo: Option<String>,
    /// The Python files and what is wrong with them.
    pub catalog: Vec<CatalogEntry>,
}

impl Now {
    pub fn read(session: &Session) -> Self {
        let (undo, redo) = session.store.undo_redo_names();
        Self {
            snapshot: session.store.snapshot(),
            states: session.evaluator.board().nodes(),
            file: session.store.file_state(),
            undo,
            redo,
            catalog: session.python.catalog(),
        }
    }

    /// Nodes that are running.
    pub fn running(&self) -> usize {
        self.states.values().filter(|state| matches!(state.status, ProcessorStatus::Running(_))).count()
    }

    /// Name of the document for titles.
    pub fn title(&self) -> String {
        let name = self.file.path.as_ref().and_then(|path| path.file_name()).map(|name| name.to_string_lossy().into_owned());
        format!("{}{}", name.unwrap_or_else(|| "Untitled".to_owned()), if self.file.unsaved { " •" } else { "" })
    }
}

/// The state of the window that its parts share.
pub struct Desk {
    pub session: Arc<Session>,
    pub selection: BTreeSet<NodeId>,
    /// Frames and notes that are selected too.
    pub frames: BTreeSet<FrameId>,
    pub notes: BTreeSet<NoteId>,
    /// A wire, waypoint or port that keys are about.
    pub marked: Option<Marked>,
    /// Canvases that lie behind others.
    pub hidden_canvases: BTreeSet<NodeId>,
    pub arrangement: Arrangement,
    /// The arrangement as it lies in the user's folder.
    kept: Arrangement,
    pub notices: Notices,
    pub dialogs: Dialogs,
    pub files: Files,
    pub autosave: Autosave,
    pub recovery: RecoveryBar,
    pub settings: Settings,
    pub keymap: Keymap,
    pub used: Used,
    pub parts: Parts,
    pub inspector: Inspector,
    /// Keys go to the network in this frame.
    pub network_has_keys: bool,
    /// Python files that are open in the editor.
    pub sources: Sources,
    pub trust: TrustBar,
    pub environment: PythonEnvironment,
    /// A processor that was just made.
    pub creation: Option<Creation>,
    /// A host that is asked to listen for a debugger.
    pub debugger: Option<Job<Listening>>,
    /// What goes on once all sources are saved.
    pub after_saving: Option<AfterSources>,
    /// Failures that the console has.
    failures: BTreeMap<NodeId, String>,
    /// The selection as scripts see it.
    offered: Vec<NodeId>,
    /// Paths that are still to be opened.
    pub(crate) incoming: VecDeque<PathBuf>,
    /// The window may close without asking.
    pub may_close: bool,
    asks: Vec<Ask>,
}

impl Desk {
    pub fn new(ctx: &egui::Context, session: Arc<Session>, files: Files) -> Self {
        let mut notices = Notices::new(session.console.clone());
        let settings = Settings::read(&session.folders.user).unwrap_or_else(|error| {
            notices.error(error);
            Settings::default()
        });
        let (keymap, used) = (Keymap::recall(&session.folders.user), Used::recall(&files));
        let arrangement = Arrangement::recall(&session.folders.user);
        let user = session.folders.user.clone();
        Self {
            autosave: Autosave::start(&user, session.store.clone(), session.registry.clone()),
            recovery: RecoveryBar::look(ctx, &user, session.registry.clone()),
            session,
            selection: BTreeSet::new(),
            frames: BTreeSet::new(),
            notes: BTreeSet::new(),
            marked: None,
            hidden_canvases: BTreeSet::new(),
            arrangement: arrangement.clone(),
            kept: arrangement,
            notices,
            dialogs: Dialogs::default(),
            files,
            settings,
            keymap,
            used,
            parts: Parts::default(),
            inspector: Inspector::default(),
            network_has_keys: false,
            sources: Sources::new(ctx.clone()),
            trust: TrustBar::default(),
            environment: PythonEnvironment::default(),
            creation: None,
            debugger: None,
            after_saving: None,
            failures: BTreeMap::new(),
            offered: Vec::new(),
            incoming: VecDeque::new(),
            may_close: false,
            asks: Vec::new(),
        }
    }

    pub fn ask(&mut self, ask: Ask) {
        self.asks.push(ask);
    }

    /// Takes the asks that someone answers.
    pub fn take_asks(&mut self, mine: impl Fn(&Ask) -> bool) -> Vec<Ask> {
        let (taken, rest) = std::mem::take(&mut self.asks).into_iter().partition(mine);
        self.asks = rest;
        taken
    }

    /// Edits the document; a refusal becomes a notice.
    pub fn commit(&mut self, command: &dyn Command) -> Option<Committed> {
        match self.session.store.commit(command) {
            Ok(committed) => Some(committed),
            Err(error) => {
                self.notices.error(error.to_string());
                None
            }
        }
    }

    /// Failures of nodes are lines of the console, once each, with their tracebacks.
    pub fn report_failures(&mut self, now: &Now) {
        let mut failures = BTreeMap::new();
        for (id, state) in now.states.iter() {
            let ProcessorStatus::Failed(error) = &state.status else { continue };
            let text = error.to_string();
            if self.failures.get(id) != Some(&text) {
                let name = now.snapshot.workspace.network.get(*id).map_or("?", |node| &*node.display_name);
                let full = match error {
                    // The message says more than the last line of the traceback, which it begins with.
                    ProcessorError::Failed { message, trace: Some(trace) } => match trace.trim_end().rsplit_once('\n') {
                        Some((above, last)) if message.starts_with(last) => format!("{above}\n{message}"),
                        _ => format!("{}\n{message}", trace.trim_end()),
                    },
                    _ => text.clone(),
                };
                self.session.console.add(log::Level::Error, name, full);
            }
            failures.insert(*id, text);
        }
        // A node that runs again has not recovered yet.
        let runs = |id: &NodeId| now.states.get(id).is_some_and(|state| matches!(state.status, ProcessorStatus::Running(_)));
        failures.extend(std::mem::take(&mut self.failures).into_iter().filter(|(id, _)| runs(id)));
        self.failures = failures;
    }

    /// Keeps the settings.
    pub fn keep_settings(&mut self) {
        if let Err(error) = self.settings.write(&self.session.folders.user) {
            self.notices.error(error);
        }
    }

    /// Keeps the arrangement when it changed and nothing is being dragged.
    pub fn keep_arrangement(&mut self, ctx: &egui::Context) {
        if self.kept != self.arrangement && !ctx.input(|input| input.pointer.any_down()) {
            self.kept = self.arrangement.clone();
            self.files.keep(ARRANGEMENT_FILE, &self.kept);
        }
    }

    /// What a script selected counts here.
    pub fn share_selection(&mut self) {
        let shared = self.session.selection.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if shared != self.offered {
            self.selection = shared.iter().copied().collect();
            self.offered = shared;
        }
    }

    /// What is selected here counts for scripts.
    pub fn offer_selection(&mut self) {
        if !self.selection.iter().eq(self.offered.iter()) {
            self.offered = self.selection.iter().copied().collect();
            self.session.selection.lock().unwrap_or_else(PoisonError::into_inner).clone_from(&self.offered);
        }
    }

    /// Forgets selected nodes that are gone.
    pub fn tidy_selection(&mut self, now: &Now) {
        let network = &now.snapshot.workspace.network;
        self.selection.retain(|id| network.get(*id).is_some());
        self.frames.retain(|id| network.frame(*id).is_some());
        self.notes.retain(|id| network.note(*id).is_some());
    }
}
