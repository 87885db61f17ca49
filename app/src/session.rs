//! A session: the document, what evaluates it and what it needs. Window, command line and tests share it.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Once};
use std::time::Duration;

use log::Level;
use serde_json::json;
use voxloom_core::Registry;
use voxloom_core::context::Services;
use voxloom_core::picking::Picking;
use voxloom_core::places::Places;
use voxloom_host::{Choice, Lent, Networks, Python, PythonEvent, PythonSettings, Selection};
use voxloom_io::ReadOptions;
use voxloom_render::{BackEndChoice, RenderError, Renderer};
use voxloom_workspace::Store;
use voxloom_workspace::evaluator::{Evaluator, Options};
use voxloom_workspace::store::SharedStore;

use crate::commands::requests::Requests;
use crate::log_console::Console;
use crate::places::Folders;
use crate::settings::Settings;

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
    /// There is a window.
    pub desktop: bool,
}

/// Everything that is open.
pub struct Session {
    pub store: SharedStore,
    pub registry: Arc<Registry>,
    // Before Python: what runs is cancelled first.
    pub evaluator: Arc<Evaluator>,
    /// What scripts and the console see.
    pub networks: Arc<Networks>,
    /// Chosen nodes; scripts see and set them.
    pub selection: Selection,
    /// Who drew what lies under the pointer.
    pub picking: Arc<Picking>,
    pub python: Arc<Python>,
    pub renderer: Arc<Renderer>,
    pub places: Arc<Places>,
    pub folders: Folders,
    pub console: Arc<Console>,
    /// Actions that scripts ask the window for.
    pub requests: Arc<Requests>,
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
        let picking: Arc<Picking> = Arc::default();
        let services = Services::default().with(renderer.clone()).with(places.clone()).with(picking.clone());
        store.on_change(wake.clone());
        let in_window = Options { in_background: options.desktop, ..Options::default() };
        let evaluator = Arc::new(Evaluator::start(store.clone(), registry.clone(), services.clone(), in_window, wake.clone()));
        let requests = Arc::<Requests>::default();
        let lent = lend(registry.clone(), services, &folders, &places, &picking, &requests, options.desktop);
        let networks = Arc::new(Networks::new(registry.clone(), lent));
        let selection = Selection::default();
        networks.serve_document(store.clone(), evaluator.clone(), selection.clone());
        let beside = workspace_folder.filter(|_| options.trust).map(|folder| folder.join("python_processors")).filter(|folder| folder.is_dir());
        let settings = Settings::read(&folders.user).unwrap_or_else(|error| {
            log::warn!("{error}");
            Settings::default()
        });
        let settings = PythonSettings {
            interpreter: Choice { flag: options.python, setting: settings.interpreter, project: voxloom_host::checkout() },
            folders: voxloom_host::Folders {
                flag: options.python_folders,
                workspace: beside.into_iter().collect(),
                user: std::iter::once(folders.user_python.clone()).chain(settings.processor_folders).collect(),
                shipped: folders.shipped_python.clone(),
            },
            places: None,
            cache: Some(folders.user.join("cache").join("python_processors")),
            memory_limit: settings.host_memory_mib.map(|mib| mib << 20),
            networks: Some(networks.clone()),
        };
        let (documents, said) = (networks.clone(), console.clone());
        let on_event = move |event| {
            if hear(&said, event) {
                documents.poke();
            }
            wake();
        };
        let python = Python::new(settings, registry.clone(), Box::new(on_event));
        Ok(Self {
            store,
            registry,
            evaluator,
            networks,
            selection,
            picking,
            python,
            renderer,
            places,
            folders,
            console,
            requests,
            python_start: Once::new(),
        })
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

impl Drop for Session {
    /// Python ends first: nothing of it runs or asks while the documents close.
    fn drop(&mut self) {
        self.python.shutdown();
        self.networks.close();
    }
}

/// What scripts need of the rest of the program.
fn lend(
    registry: Arc<Registry>,
    services: Services,
    folders: &Folders,
    places: &Arc<Places>,
    picking: &Arc<Picking>,
    requests: &Arc<Requests>,
    desktop: bool,
) -> Lent {
    Lent {
        evaluator: Box::new(move |store, network| {
            Evaluator::start(store, registry.clone(), services.clone(), Options { network, ..Options::default() }, || {})
        }),
        write_png: |path, image| voxloom_io::write_png_image(path, image).map_err(|error| error.to_string()),
        unpremultiply: voxloom_io::unpremultiply_rgba8,
        read: |path| voxloom_io::read(path, &ReadOptions::default()).map_err(|error| error.to_string())?.content.into_data(),
        formats: voxloom_io::FORMATS
            .iter()
            .map(|format| {
                json!({ "name": format.name, "extensions": format.extensions,
            "what": format.reads.iter().map(|kind| kind.name()).collect::<Vec<_>>() })
            })
            .collect(),
        paths: folders.for_scripts(),
        places: places.clone(),
        picking: picking.clone(),
        desktop,
        actions: Some(requests.clone()),
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
