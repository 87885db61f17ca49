//! A session: the document, what evaluates it and what it needs. Window, command line and tests share it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::{Value as Json, json};
use voxloom_core::Registry;
use voxloom_core::context::Services;
use voxloom_core::places::Places;
use voxloom_render::{BackEndChoice, RenderError, Renderer};
use voxloom_workspace::Store;
use voxloom_workspace::evaluator::{Evaluator, Options};
use voxloom_workspace::store::SharedStore;

use crate::log_console::Console;
use crate::places::Folders;

/// What a session is started with.
#[derive(Debug, Clone, Default)]
pub struct SessionOptions {
    pub back_end: BackEndChoice,
    /// The Python interpreter; else one is found.
    pub python: Option<PathBuf>,
    /// Folders of Python processors that go before all others.
    pub python_folders: Vec<PathBuf>,
    pub user_dir: Option<PathBuf>,
    /// Run Python files that lie beside the workspace.
    pub trust: bool,
}

/// Everything that is open.
pub struct Session {
    pub store: SharedStore,
    pub registry: Arc<Registry>,
    pub evaluator: Evaluator,
    pub renderer: Arc<Renderer>,
    pub places: Arc<Places>,
    pub folders: Folders,
    pub console: Arc<Console>,
}

impl Session {
    /// A session with an empty document. `workspace_folder`: Python files there are run when the options trust them.
    /// `wake` is called from other threads when there is something new to show.
    pub fn new(
        registry: Arc<Registry>,
        options: SessionOptions,
        _workspace_folder: Option<&Path>,
        console: Arc<Console>,
        wake: impl Fn() + Send + Sync + Clone + 'static,
    ) -> Result<Self, RenderError> {
        let renderer = Renderer::new(options.back_end)?;
        let folders = Folders::find(options.user_dir.as_deref());
        let places = Arc::new(folders.places());
        let store: SharedStore = Arc::new(Store::default());
        let services = Services::default().with(renderer.clone()).with(places.clone());
        store.on_change(wake.clone());
        let evaluator = Evaluator::start(store.clone(), registry.clone(), services, Options::default(), wake);
        Ok(Self { store, registry, evaluator, renderer, places, folders, console })
    }

    /// Waits until the Python files are looked through. False when there is no Python.
    pub fn wait_for_python(&self) -> bool {
        false
    }

    /// Loads a Python file, makes an instance, and tells ports and properties.
    pub fn check_python_file(&self, _file: &Path) -> Result<Json, String> {
        Err("there is no Python".to_owned())
    }

    /// All classes: identifier, name, category, state, tags, language, file, status, error.
    pub fn class_list(&self) -> Vec<Json> {
        self.registry
            .all()
            .iter()
            .map(|class| {
                let info = class.info();
                json!({
                    "identifier": info.class_identifier,
                    "name": info.display_name,
                    "category": info.category,
                    "state": info.code_state.name(),
                    "tags": info.tags,
                    "language": info.language,
                    "file": class.file().map(|path| path.display().to_string()),
                    "status": if class.error().is_some() { "failed" } else { "loaded" },
                    "error": class.error(),
                })
            })
            .collect()
    }
}
