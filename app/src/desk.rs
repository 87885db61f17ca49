//! What the parts of the window share: the session, the selection, and what they ask of each other.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use voxloom_workspace::command::Command;
use voxloom_workspace::evaluator::{NodeState, ProcessorStatus};
use voxloom_workspace::store::{Committed, FileState};
use voxloom_workspace::{NodeId, Snapshot};

use crate::dialogs::Dialogs;
use crate::files::Files;
use crate::notices::Notices;
use crate::session::Session;

/// What one part of the window asks of another; done within the same frame or the next.
#[derive(Debug, Clone, PartialEq)]
pub enum Ask {
    /// Adds an instance of a class where the network view looks.
    AddClass(String),
    OpenPalette,
    FitAll,
    FitSelection,
    Rename(NodeId),
    FocusCanvas(NodeId),
}

/// Where the arrangement lies in the user's folder.
const ARRANGEMENT_FILE: &str = "window.json";

/// Which parts of the window are open, and how they lie.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Arrangement {
    pub processors: bool,
    pub properties: bool,
    pub console: bool,
    /// Canvas and network beside each other, not one above the other.
    pub side_by_side: bool,
    /// Part of the center that the canvas takes.
    pub split: f32,
}

impl Default for Arrangement {
    fn default() -> Self {
        Self { processors: true, properties: true, console: true, side_by_side: false, split: 0.58 }
    }
}

/// The document and its evaluation at the beginning of a frame: taken once, used by every part.
pub struct Now {
    pub snapshot: Snapshot,
    pub states: Arc<BTreeMap<NodeId, NodeState>>,
    pub file: FileState,
    /// Names of the steps that undo and redo would take.
    pub undo: Option<String>,
    pub redo: Option<String>,
}

impl Now {
    pub fn read(session: &Session) -> Self {
        let (undo, redo) = session.store.undo_redo_names();
        Self { snapshot: session.store.snapshot(), states: session.evaluator.board().nodes(), file: session.store.file_state(), undo, redo }
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
    pub arrangement: Arrangement,
    /// The arrangement as it lies in the user's folder.
    kept: Arrangement,
    pub notices: Notices,
    pub dialogs: Dialogs,
    pub files: Files,
    /// The window may close without asking.
    pub may_close: bool,
    asks: Vec<Ask>,
}

impl Desk {
    pub fn new(session: Arc<Session>, files: Files) -> Self {
        let notices = Notices::new(session.console.clone());
        let arrangement: Arrangement = files.recall(ARRANGEMENT_FILE).unwrap_or_default();
        Self {
            session,
            selection: BTreeSet::new(),
            arrangement: arrangement.clone(),
            kept: arrangement,
            notices,
            dialogs: Dialogs::default(),
            files,
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

    /// Keeps the arrangement when it changed and nothing is being dragged.
    pub fn keep_arrangement(&mut self, ctx: &egui::Context) {
        if self.kept != self.arrangement && !ctx.input(|input| input.pointer.any_down()) {
            self.kept = self.arrangement.clone();
            self.files.keep(ARRANGEMENT_FILE, &self.kept);
        }
    }

    /// Forgets selected nodes that are gone.
    pub fn tidy_selection(&mut self, now: &Now) {
        self.selection.retain(|id| now.snapshot.workspace.network.get(*id).is_some());
    }
}
