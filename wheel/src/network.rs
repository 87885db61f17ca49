//! The program inside the user's own interpreter: what `vx.Network()` talks to.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use pyo3::exceptions::{PyRuntimeError, PyValueError};
use pyo3::prelude::*;
use serde::Deserialize;
use voxloom_bindings::{Connection, connection_over};
use voxloom_core::context::Services;
use voxloom_core::picking::Picking;
use voxloom_core::places::Places;
use voxloom_host::{Choice, Folders, Lent, Networks, Places as PythonPlaces, Python as PythonSide, PythonEvent, PythonSettings, Selection};
use voxloom_io::ReadOptions;
use voxloom_render::{BackEndChoice, Renderer};
use voxloom_workspace::Store;
use voxloom_workspace::evaluator::{Evaluator, Options};

/// What the program is started with; all of it has a default.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Settings {
    /// `auto`, `gpu` or `cpu`.
    backend: Option<String>,
    assets: Vec<PathBuf>,
    python_processors: Vec<PathBuf>,
    user_python_processors: Vec<PathBuf>,
    shipped_python_processors: Vec<PathBuf>,
    /// Of nodes with hosts of their own: the interpreter, the folder of the packages, and the extension module.
    python: Option<PathBuf>,
    package: Option<PathBuf>,
    extension: Option<PathBuf>,
}

struct Program {
    networks: Arc<Networks>,
    python: Arc<PythonSide>,
}

static PROGRAM: Mutex<Option<Program>> = Mutex::new(None);

/// Starts the program in this process; the host's end of the connection with it. Settings are a JSON object.
#[pyfunction]
pub(crate) fn start_program(py: Python<'_>, settings: &str) -> PyResult<Connection> {
    let settings: Settings = serde_json::from_str(settings).map_err(|error| PyValueError::new_err(format!("settings: {error}")))?;
    let choice: BackEndChoice = settings.backend.as_deref().unwrap_or("auto").parse().map_err(PyValueError::new_err)?;
    let (ours, theirs) = voxloom_protocol::socket_pair().map_err(|error| PyRuntimeError::new_err(error.to_string()))?;
    let program = py.detach(|| start(settings, choice)).map_err(PyRuntimeError::new_err)?;
    let python = program.python.clone();
    *PROGRAM.lock().unwrap_or_else(PoisonError::into_inner) = Some(program);
    // The host answers the greeting once it reads; then the files are looked through.
    std::thread::spawn(move || match python.attach(ours) {
        Ok(()) => python.start(),
        Err(error) => complain(&error.to_string()),
    });
    Ok(connection_over(theirs))
}

/// Ends the program: what runs is cancelled, networks are gone.
#[pyfunction]
pub(crate) fn stop_program(py: Python<'_>) {
    let program = PROGRAM.lock().unwrap_or_else(PoisonError::into_inner).take();
    if let Some(program) = program {
        // Evaluators wait for what runs, and that may want the interpreter.
        py.detach(|| {
            program.python.shutdown();
            program.networks.close();
        });
    }
}

fn start(settings: Settings, choice: BackEndChoice) -> Result<Program, String> {
    let renderer = Renderer::new(choice).map_err(|error| error.to_string())?;
    let registry = Arc::new(voxloom_processors::registry());
    let beside = |name: &str| voxloom_host::checkout().map(|root| root.join(name)).into_iter().collect::<Vec<_>>();
    let or = |given: Vec<PathBuf>, name: &str| if given.is_empty() { beside(name) } else { given };
    let assets = or(settings.assets, "assets");
    let shipped = or(settings.shipped_python_processors, "python_processors");
    let places = Arc::new(Places { assets: assets.clone() });
    let picking: Arc<Picking> = Arc::default();
    let services = Services::default().with(renderer).with(places.clone()).with(picking.clone());
    let evaluate = {
        let registry = registry.clone();
        move |store, network| Evaluator::start(store, registry.clone(), services.clone(), Options { network, ..Options::default() }, || {})
    };
    let first = assets.first().cloned().unwrap_or_default();
    let paths = [("base", ""), ("data", ""), ("volumes", "volumes"), ("workspaces", "workspaces"), ("images", "images"), ("resources", "")];
    let mut paths: std::collections::BTreeMap<_, _> = paths.into_iter().map(|(name, folder)| (name, first.join(folder))).collect();
    paths.insert("output", std::env::current_dir().unwrap_or_default());
    let lent = Lent {
        evaluator: Box::new(evaluate),
        write_png: |path, image| voxloom_io::write_png_image(path, image).map_err(|error| error.to_string()),
        unpremultiply: voxloom_io::unpremultiply_rgba8,
        read: |path| voxloom_io::read(path, &ReadOptions::default()).map_err(|error| error.to_string())?.content.into_data(),
        formats: voxloom_io::FORMATS
            .iter()
            .map(|format| {
                serde_json::json!({ "name": format.name, "extensions": format.extensions,
            "what": format.reads.iter().map(|kind| kind.name()).collect::<Vec<_>>() })
            })
            .collect(),
        paths,
        places,
        picking,
        desktop: false,
        actions: None,
    };
    let networks = Arc::new(Networks::new(registry.clone(), lent));
    // `inviwopy.app.network` is a network, too.
    let store = Arc::new(Store::default());
    let evaluator = Arc::new(networks.evaluator(store.clone(), 0));
    networks.serve_document(store, evaluator, Selection::default());
    let settings = PythonSettings {
        folders: Folders { flag: settings.python_processors, workspace: Vec::new(), user: settings.user_python_processors, shipped },
        networks: Some(networks.clone()),
        interpreter: Choice { flag: settings.python, setting: None, project: None },
        places: settings.package.map(|package| PythonPlaces { package, extension: settings.extension }),
        ..PythonSettings::default()
    };
    let documents = Arc::downgrade(&networks);
    let on_event = move |event| match event {
        PythonEvent::ClassesChanged => {
            if let Some(documents) = documents.upgrade() {
                documents.poke();
            }
        }
        PythonEvent::Problem { text } | PythonEvent::Stuck { text, .. } => complain(&text),
        _ => {}
    };
    let python = PythonSide::new(settings, registry, Box::new(on_event));
    Ok(Program { networks, python })
}

fn complain(text: &str) {
    use std::io::Write;
    // Nobody reads standard error any more: nothing is left to do.
    drop(writeln!(std::io::stderr(), "voxloom: {text}"));
}
