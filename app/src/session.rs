//! A session: the document, what evaluates it and what it needs. Window, command line and tests share it.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Once};
use std::time::Duration;

use log::Level;
use voxloom_core::Registry;
use voxloom_core::context::Services;
use voxloom_core::places::Places;
use voxloom_host::{Choice, Python, PythonEvent, PythonSettings};
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
    // Before Python: what runs is cancelled first.
    pub evaluator: Evaluator,
    pub python: Arc<Python>,
    pub renderer: Arc<Renderer>,
    pub places: Arc<Places>,
    pub folders: Folders,
    pub console: Arc<Console>,
    python_start: Once,
}

/// How long a command waits for Python files to be looked through.
const PATIENCE: Duration = Duration::from_secs(60);

impl Session {
    /// A session with an empty document. `workspace_folder`: Python files in its `python_processors` are run when the options trust them.
    /// `wake` is called from other threads when there is something new to show.
    pub fn new(
        registry: Arc<Registry>,
        options: SessionOptions,
        workspace_folder: Option<&Path>,
        console: Arc<Console>,
        wake: impl Fn() + Send + Sync + Clone + 'static,
    ) -> Result<Self, RenderError> {
        let renderer = Renderer::new(options.back_end)?;
        let folders = Folders::find(options.user_dir.as_deref());
        let places = Arc::new(folders.places());
        let store: SharedStore = Arc::new(Store::default());
        let services = Services::default().with(renderer.clone()).with(places.clone());
        store.on_change(wake.clone());
        let evaluator = Evaluator::start(store.clone(), registry.clone(), services, Options::default(), wake.clone());
        let beside = workspace_folder.filter(|_| options.trust).map(|folder| folder.join("python_processors")).filter(|folder| folder.is_dir());
        let settings = PythonSettings {
            interpreter: Choice { flag: options.python, setting: None, project: voxloom_host::checkout() },
            folders: voxloom_host::Folders {
                flag: options.python_folders,
                workspace: beside.into_iter().collect(),
                user: vec![folders.user_python.clone()],
                shipped: folders.shipped_python.clone(),
            },
            places: None,
            serve: None,
        };
        let (poke, said) = (evaluator.poker(), console.clone());
        let on_event = move |event| {
            if hear(&said, event) {
                poke();
            }
            wake();
        };
        let python = Python::new(settings, registry.clone(), Box::new(on_event));
        Ok(Self { store, registry, evaluator, python, renderer, places, folders, console, python_start: Once::new() })
    }

    /// Starts Python in the background: interpreter, host, processor files. A session that needs none never pays for it.
    pub fn start_python(&self) {
        self.python_start.call_once(|| self.python.start());
    }

    /// Starts Python and waits until the processor files are looked through; an error says in words why there is none.
    pub fn wait_for_python(&self) -> Result<(), String> {
        self.start_python();
        self.python.wait_scanned(PATIENCE)
    }
}

/// Writes an event to the console. True: classes changed.
fn hear(console: &Console, event: PythonEvent) -> bool {
    match event {
        PythonEvent::ClassesChanged => return true,
        PythonEvent::Print { node, error, text } => {
            console.add(if error { Level::Warn } else { Level::Info }, node.unwrap_or_else(|| "python".to_owned()), text);
        }
        PythonEvent::HostStarted { version, executable } => log::info!(target: "voxloom_python", "Python {version} ({})", executable.display()),
        PythonEvent::HostDied { reason } => console.add(Level::Error, "python", reason),
        PythonEvent::Stuck { node, text } => console.add(Level::Warn, node, text),
        PythonEvent::Problem { text } => console.add(Level::Warn, "python", text),
    }
    false
}
