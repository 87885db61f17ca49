//! What the tests of this crate share: a Python side in a temporary folder, and runs of single processors.
#![allow(dead_code, reason = "each test program uses a part")]

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use voxloom_core::context::{ChangeSet, Context, InputData, RunControl, RunResult, Services};
use voxloom_core::processor::{Flow, Instance, Isolation, Processor};
use voxloom_core::{InvalidationLevel, ProcessorError, Registry, Request, Values};
use voxloom_host::{CatalogState, Choice, Folders, Places, Python, PythonEvent, PythonSettings, checkout, find_interpreter, find_places};

/// A running Python side with one folder of processors.
pub struct Bench {
    pub python: Arc<Python>,
    pub registry: Arc<Registry>,
    pub folder: Arc<tempfile::TempDir>,
    pub events: Arc<Mutex<Vec<PythonEvent>>>,
}

/// A processor with what the evaluator holds for it.
pub struct Node {
    pub processor: Box<dyn Processor>,
    pub values: Values,
    pub inputs: Vec<InputData>,
    pub invalidated: Arc<Mutex<Vec<InvalidationLevel>>>,
}

pub fn choice() -> Choice {
    Choice { project: checkout(), ..Choice::default() }
}

/// The host in plain Python.
pub fn stub() -> Places {
    Places { package: Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/stub"), extension: None }
}

/// `None`, said on stderr, where no Python with NumPy is found.
pub fn bench(places: Places, files: &[(&str, &str)]) -> Option<Bench> {
    bench_with(places, files, |settings| settings)
}

/// The extension is built when it is not there.
pub fn real_places() -> Places {
    static BUILT: std::sync::Once = std::sync::Once::new();
    BUILT.call_once(|| {
        if find_places().is_err() {
            let status = std::process::Command::new(env!("CARGO")).args(["build", "-p", "voxloom-wheel"]).status().unwrap();
            assert!(status.success(), "the extension could not be built");
        }
    });
    find_places().unwrap()
}

/// [`bench`] with other settings.
pub fn bench_with(places: Places, files: &[(&str, &str)], change: impl FnOnce(PythonSettings) -> PythonSettings) -> Option<Bench> {
    if let Err(error) = find_interpreter(&choice()) {
        eprintln!("skipped: {error}");
        return None;
    }
    let folder = Arc::new(tempfile::tempdir().unwrap());
    for (name, text) in files {
        std::fs::create_dir_all(folder.path().join(name).parent().unwrap()).unwrap();
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    let bench = unstarted(places, folder, change);
    bench.python.start();
    bench.python.wait_scanned(Duration::from_secs(60)).unwrap();
    Some(bench)
}

/// A Python side over a folder that exists, not started yet.
pub fn unstarted(places: Places, folder: Arc<tempfile::TempDir>, change: impl FnOnce(PythonSettings) -> PythonSettings) -> Bench {
    let folders = Folders {
        flag: vec![folder.path().join("flag")],
        user: vec![folder.path().join("user")],
        shipped: vec![folder.path().to_owned()],
        ..Folders::default()
    };
    let settings = change(PythonSettings { interpreter: choice(), folders, places: Some(places), ..PythonSettings::default() });
    let registry = Arc::new(Registry::new());
    let events: Arc<Mutex<Vec<PythonEvent>>> = Arc::default();
    let told = events.clone();
    let python = Python::new(settings, registry.clone(), Box::new(move |event| told.lock().unwrap().push(event)));
    Bench { python, registry, folder, events }
}

impl Bench {
    pub fn node(&self, class: &str) -> Result<Node, ProcessorError> {
        self.node_in(class, 1, Isolation::Shared)
    }

    /// A node of this number with a host of its own, or not.
    pub fn node_in(&self, class: &str, number: u64, isolation: Isolation) -> Result<Node, ProcessorError> {
        let invalidated: Arc<Mutex<Vec<InvalidationLevel>>> = Arc::default();
        let told = invalidated.clone();
        let instance = Instance {
            network: 0,
            node: number,
            isolation,
            identifier: "Node".into(),
            display_name: "My node".into(),
            invalidate: Arc::new(move |level| told.lock().unwrap().push(level)),
        };
        let class = self.registry.find(class).unwrap();
        let processor = class.create(&instance)?;
        let values = Values::defaults(processor.interface().unwrap_or_else(|| class.interface()));
        let inputs = vec![InputData::default(); values.interface().inports().len()];
        Ok(Node { processor, values, inputs, invalidated })
    }

    /// Waits until an event is told; panics after ten seconds.
    pub fn wait_for(&self, wanted: impl Fn(&PythonEvent) -> bool) -> PythonEvent {
        wait_until(|| self.events.lock().unwrap().iter().find(|event| wanted(event)).cloned())
    }

    pub fn state(&self, file: &str) -> CatalogState {
        self.python.catalog().into_iter().find(|entry| entry.file.ends_with(file)).unwrap_or_else(|| panic!("{file} is not in the list")).state
    }

    pub fn problems(&self) -> Vec<String> {
        let text = |event: &PythonEvent| match event {
            PythonEvent::Problem { text } => Some(text.clone()),
            _ => None,
        };
        self.events.lock().unwrap().iter().filter_map(text).collect()
    }

    pub fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        path
    }
}

pub fn wait_until<T>(mut look: impl FnMut() -> Option<T>) -> T {
    let started = Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(started.elapsed() < Duration::from_secs(10), "it did not happen within ten seconds");
        std::thread::sleep(Duration::from_millis(5));
    }
}

impl Node {
    pub fn with<T>(&mut self, control: &RunControl, work: impl FnOnce(&mut dyn Processor, &mut Context<'_>) -> T) -> (T, RunResult) {
        let services = Services::default();
        let changed = ChangeSet { everything: true, ..ChangeSet::default() };
        let mut ctx = Context::new(&self.values, &self.inputs, &changed, Request::default(), &services, control);
        let result = work(&mut *self.processor, &mut ctx);
        (result, ctx.finish())
    }

    pub fn process(&mut self) -> Result<RunResult, ProcessorError> {
        let (flow, result) = self.with(&RunControl::default(), |processor, ctx| processor.process(ctx));
        flow.map(|flow| {
            assert_eq!(flow, Flow::Done);
            result
        })
    }
}

/// Message and trace of a failure.
pub fn failure(error: ProcessorError) -> (String, String) {
    match error {
        ProcessorError::Failed { message, trace } => (message, trace.unwrap_or_default()),
        other => panic!("another end than a failure: {other}"),
    }
}
