//! What the parts of the window share: the session, the selection, and what they ask of each other.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use voxloom_core::ProcessorError;
use voxloom_host::CatalogEntry;
use voxloom_workspace::command::Command;
use voxloom_workspace::evaluator::{NodeState, ProcessorStatus};
use voxloom_workspace::store::{Committed, FileState};
use voxloom_workspace::{FrameId, NodeId, NoteId, Snapshot};

use crate::commands::keymap::Keymap;
use crate::commands::used::Used;
use crate::dialogs::{AfterSources, Dialogs};
use crate::documents::autosave::Autosave;
use crate::documents::files::Files;
use crate::documents::recovery::RecoveryBar;
use crate::inspector::Inspector;
use crate::job::Job;
use crate::network_editor::remarks::Remark;
use crate::network_editor::walk::Step;
use crate::notices::Notices;
use crate::parts::Parts;
use crate::python::code_editor::sources::{News, Sources};
use crate::python::debugger::Listening;
use crate::python::environment::PythonEnvironment;
use crate::python::new_processor_dialog::Creation;
use crate::python::trust_bar::TrustBar;
use crate::session::Session;
use crate::settings::{OpenIn, Settings, open_in_own_editor};
use crate::theme;

/// What one part of the window asks of another; done within the same frame or the next.
#[derive(Debug, Clone, PartialEq)]
pub enum Ask {
    /// Adds an instance of a class where the network view looks.
    AddClass(String),
    /// The same, but the keys stay where they go now.
    AddQuietly(String),
    OpenPalette,
    /// Lists what the selected node can be connected to.
    Connect,
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
/// Where the arrangement lies in the user's folder.
pub const ARRANGEMENT_FILE: &str = "window.json";
/// Narrower windows begin with narrower panels.
const SMALL_WINDOW: f32 = 1600.0;

/// Which parts of the window are open, and how they lie.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Arrangement {
    pub processors: bool,
    pub properties: bool,
    pub console: bool,
    /// The code editor, while a file is open in it.
    pub editor: bool,
    /// Canvas and network beside each other, not one above the other.
    pub side_by_side: bool,
    /// Part of the center that the canvas takes.
    pub split: f32,
    /// The list of undo steps.
    pub history: bool,
    /// Widths and heights of the panels, once they were dragged.
    pub sizes: BTreeMap<String, f32>,
    /// Width and height of the window.
    pub window: Option<[f32; 2]>,
    pub maximized: bool,
    /// What nodes cost, and small pictures of what they make, in the network.
    pub costs: bool,
    pub thumbnails: bool,
}

impl Default for Arrangement {
    fn default() -> Self {
        Self {
            processors: true,
            properties: true,
            console: true,
            editor: true,
            side_by_side: false,
            split: 0.58,
            history: false,
            sizes: BTreeMap::new(),
            window: None,
            maximized: false,
            costs: true,
            thumbnails: false,
        }
    }
}

impl Arrangement {
    /// The arrangement that was kept in the user's folder.
    pub fn recall(user: &Path) -> Self {
        let bytes = std::fs::read(user.join(ARRANGEMENT_FILE)).unwrap_or_default();
        serde_json::from_slice(&bytes).unwrap_or_default()
    }

    /// The size that a panel begins with: as it was left, else what leaves the canvas room in a window of this width.
    pub fn size(&self, panel: &str, window: f32) -> f32 {
        let small = window < SMALL_WINDOW;
        self.sizes.get(panel).copied().unwrap_or(match panel {
            "left" => {
                if small {
                    190.0
                } else {
                    232.0
                }
            }
            "right" => {
                if small {
                    290.0
                } else {
                    330.0
                }
            }
            "code" => (window * 0.3).clamp(300.0, 540.0),
            "history" => 220.0,
            _ => {
                if small {
                    150.0
                } else {
                    190.0
                }
            }
        })
    }

    /// Takes note of the size of a panel whose border is dragged.
    pub fn note_size(&mut self, ctx: &egui::Context, panel: &str, size: f32) {
        let dragged = ctx.dragged_id().is_some() && ctx.input(|input| input.pointer.is_decidedly_dragging());
        let width = ctx.content_rect().width();
        if dragged && (self.size(panel, width) - size).abs() > 1.0 {
            self.sizes.insert(panel.to_owned(), size.round());
        }
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
            recovery: RecoveryBar::look(ctx, &user),
            session,
            selection: BTreeSet::new(),
            frames: BTreeSet::new(),
            notes: BTreeSet::new(),
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

    /// Opens a Python file in the editor that the settings name.
    pub fn edit(&mut self, path: &Path, line: Option<u32>) {
        self.open_source(path, line, self.settings.open_in);
    }

    /// Opens a Python file in the built-in editor.
    pub fn edit_here(&mut self, path: &Path, line: Option<u32>) {
        self.open_source(path, line, OpenIn::BuiltIn);
    }

    pub fn open_source(&mut self, path: &Path, line: Option<u32>, open_in: OpenIn) {
        match open_in {
            OpenIn::BuiltIn => {
                self.arrangement.editor = true;
                self.sources.open(path, line);
            }
            OpenIn::Own => {
                if let Err(error) = open_in_own_editor(&self.settings, path, line) {
                    self.notices.error(error);
                }
            }
        }
    }

    /// Writes a file of the editor, and reloads the processors in it.
    pub fn save_source(&mut self, path: &Path) {
        let session = self.session.clone();
        self.sources.save(path, move || {
            // What came of it is in the list and on the nodes.
            let _in_time = session.python.rescan(LOADING);
        });
    }

    /// Closes a file of the editor, after asking when it has changes.
    pub fn close_source(&mut self, path: &Path) {
        if self.sources.modified().iter().any(|modified| modified == path) {
            self.dialogs.ask_about_sources(AfterSources::CloseFile(path.to_owned()));
        } else {
            self.sources.close(path);
        }
    }

    /// Takes in what happened to the files of the editor.
    pub fn take_in_sources(&mut self, now: &Now) {
        for news in self.sources.take_in() {
            match news {
                News::Opened(_) => {}
                News::Saved(path) => log::info!("saved {}", path.display()),
                News::Problem(error) => {
                    self.notices.error(error);
                    self.after_saving = None;
                }
            }
        }
        let modified = self.sources.modified();
        match self.after_saving.clone() {
            Some(AfterSources::CloseFile(path)) if !modified.contains(&path) => {
                self.after_saving = None;
                self.sources.close(&path);
            }
            Some(AfterSources::Go(then)) if modified.is_empty() => {
                self.after_saving = None;
                self.start(then, now);
            }
            Some(_) | None => {}
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

    /// Takes note of the size of the window.
    pub fn note_window(&mut self, ctx: &egui::Context) {
        let (size, maximized) = ctx.input(|input| {
            let viewport = input.viewport();
            let whole = viewport.maximized == Some(true) || viewport.fullscreen == Some(true) || viewport.minimized == Some(true);
            (viewport.inner_rect.filter(|_| !whole).map(|rect| rect.size().round()), viewport.maximized)
        });
        if let Some(size) = size.filter(|size| size.x >= theme::MIN_WINDOW.x && size.y >= theme::MIN_WINDOW.y) {
            self.arrangement.window = Some(size.into());
        }
        self.arrangement.maximized = maximized.unwrap_or(self.arrangement.maximized);
    }

    /// The unsaved texts of the code editor are kept as the document is.
    pub fn keep_texts(&self) {
        let modified = self.sources.files().iter().filter(|file| file.is_modified());
        self.autosave.texts(modified.map(|file| (&*file.path, &*file.text)));
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
