//! A session without a window: loading, assignments, waiting.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use voxloom_core::Registry;
use voxloom_core::processor::Sink;
use voxloom_host::Python;
use voxloom_workspace::evaluator::ProcessorStatus;
use voxloom_workspace::{Network, Node, NodeId, Workspace, file};

use super::{Common, Failure, warn};
use crate::documents::open::{is_workspace, load_carried};
use crate::documents::quick;
use crate::log_console::Console;
use crate::python::trust;
use crate::session::{Session, SessionOptions};

impl Common {
    /// Options of a session.
    pub(crate) fn options(&self) -> SessionOptions {
        SessionOptions {
            back_end: self.backend,
            python: self.python.clone(),
            python_folders: self.python_processors.clone(),
            user_dir: self.user_dir.clone(),
            trust: self.trust,
            desktop: false,
        }
    }
}

/// How long a file may take to be imported before it is said that it is waited for.
const QUIET: Duration = Duration::from_secs(2);
/// How long a command waits for Python files to be imported.
const PATIENCE: Duration = Duration::from_secs(60);
/// How often it is looked at what is being imported.
const LOOK: Duration = Duration::from_millis(200);

/// A session that says on standard error which Python files are waited for. `beside`: the folder of the workspace.
pub(super) fn new_session(registry: Arc<Registry>, common: &Common, beside: Option<&Path>, console: Console) -> Result<Session, Failure> {
    let session = Session::new(registry, common.options(), beside, Arc::new(console), || {}).map_err(|error| Failure::Work(error.to_string()))?;
    tell_of_slow_files(&session.python, QUIET, warn);
    Ok(session)
}

/// Says of each file once that it is still being imported, until the session ends.
fn tell_of_slow_files(python: &Arc<Python>, quiet: Duration, tell: impl Fn(&str) + Send + 'static) {
    let python = Arc::downgrade(python);
    let watch = move || {
        let mut since: BTreeMap<PathBuf, Instant> = BTreeMap::new();
        let mut told = BTreeSet::new();
        while let Some(files) = python.upgrade().map(|python| python.loading_files()) {
            since.retain(|file, _| files.contains(file));
            for file in files {
                since.entry(file).or_insert_with(Instant::now);
            }
            let slow: Vec<PathBuf> =
                since.iter().filter(|(file, since)| since.elapsed() >= quiet && !told.contains(*file)).map(|(file, _)| file.clone()).collect();
            if !slow.is_empty() {
                tell(&format!("still importing after {} s: {} (Ctrl+C ends the program)", quiet.as_secs_f64(), names(&slow)));
                told.extend(slow);
            }
            std::thread::sleep(LOOK);
        }
    };
    if let Err(error) = std::thread::Builder::new().name("slow files".to_owned()).spawn(watch) {
        log::warn!("nothing will be said of slow files: {error}");
    }
}

/// Starts Python and waits until the processor files are looked through; goes on without those that take too long.
/// An error says in words why there is no Python.
pub(super) fn wait_for_python(session: &Session) -> Result<(), String> {
    wait_for_files(session, PATIENCE, warn)
}

fn wait_for_files(session: &Session, patience: Duration, tell: impl Fn(&str)) -> Result<(), String> {
    session.start_python();
    let result = session.python.wait_scanned(patience);
    if session.python.is_scanned() {
        return result;
    }
    tell(&format!("not imported within {} s, so left out: {}", patience.as_secs_f64(), names(&session.python.loading_files())));
    Ok(())
}

/// The first few files.
fn names(files: &[PathBuf]) -> String {
    const MOST: usize = 3;
    let mut out = files.iter().take(MOST).map(|file| file.display().to_string()).collect::<Vec<_>>().join(", ");
    if files.len() > MOST {
        out += &format!(" and {} more", files.len() - MOST);
    }
    out
}

/// What a picture is taken for that carries the workspace which drew it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ReadAs {
    Workspace,
    Data,
}

/// Reads the workspace that a file is or carries; `None`: it is data.
fn read_workspace(path: &Path, read_as: ReadAs, registry: &Registry) -> Result<Option<file::Loaded>, Failure> {
    let is_picture = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("png"));
    if is_workspace(path) {
        Ok(Some(file::load(path, registry).map_err(|error| Failure::Work(error.to_string()))?))
    } else if is_picture && read_as == ReadAs::Workspace {
        Ok(load_carried(path, registry)?)
    } else {
        Ok(None)
    }
}

/// Opens a workspace, a picture that carries one, or a data file, applies assignments, and waits for Python where the network needs it.
pub(super) fn open(registry: Arc<Registry>, common: &Common, path: &Path, read_as: ReadAs, assignments: &[String]) -> Result<Session, Failure> {
    if !path.exists() {
        return Err(Failure::Work(format!("{} does not exist", path.display())));
    }
    let session = new_session(registry, common, path.parent(), Console::echoing())?;
    if let Some(loaded) = read_workspace(path, read_as, &session.registry)? {
        let unknown = loaded.workspace.network.nodes().any(|node| session.registry.get(&node.class).is_none());
        let python = if unknown { wait_for_python(&session) } else { Ok(()) };
        if let Err(reason) = &python {
            warn(reason);
        }
        // The classes are known now: ports and properties find their place.
        let again = if unknown && python.is_ok() { read_workspace(path, read_as, &session.registry)? } else { None };
        let loaded = again.unwrap_or(loaded);
        if unknown && !common.trust {
            warn_of_untrusted(path);
        }
        for warning in &loaded.warnings {
            warn(warning);
        }
        session.store.open("Open", loaded.workspace, Some(path.to_owned()).filter(|path| is_workspace(path)), false);
    } else {
        let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let command = quick::network_for(&session.registry, &session.places, &path, [40.0, 40.0])?;
        session.store.open("New Workspace", Workspace::default(), None, false);
        session.store.commit(&command).map_err(|error| error.to_string())?;
    }
    // Instances of Python make their ports and properties when they are made.
    session.evaluator.wait_idle(Some(Duration::from_secs(60)));
    for text in assignments {
        let network = session.store.snapshot().workspace.network;
        let command = quick::assignment(&network, text).map_err(Failure::Usage)?;
        session.store.commit(&command).map_err(|error| Failure::Usage(error.to_string()))?;
    }
    Ok(session)
}

/// Says which Python files beside a workspace were left alone.
fn warn_of_untrusted(workspace: &Path) {
    let listing = trust::folder_beside(workspace).and_then(|folder| trust::look(&folder).ok().flatten());
    if let Some(listing) = listing {
        let files: Vec<_> = listing.files.iter().map(|file| file.display().to_string()).collect();
        warn(&format!("the files in {} were not run ({}); --trust runs what lies beside the workspace", listing.folder.display(), files.join(", ")));
    }
}

/// The canvases of a network.
pub(super) fn canvases(session: &Session, network: &Network) -> Vec<Arc<Node>> {
    let is_canvas = |node: &&Arc<Node>| session.registry.get(&node.class).is_some_and(|class| class.info().sink == Sink::Canvas);
    network.nodes().filter(is_canvas).cloned().collect()
}

/// The size that a canvas has without a window.
pub(crate) fn canvas_size(node: &Node) -> [u32; 2] {
    match node.value("inputSize.dimensions").and_then(|value| value.as_ints()).as_deref() {
        Some([width, height]) => [*width as u32, *height as u32],
        _ => [1024, 768],
    }
}

/// The nodes that a node's data comes from, itself included.
pub(super) fn upstream(network: &Network, node: NodeId) -> BTreeSet<NodeId> {
    let mut found = BTreeSet::new();
    let mut stack = vec![node];
    while let Some(id) = stack.pop() {
        if found.insert(id) {
            stack.extend(network.connections().filter(|c| c.to.node == id).map(|c| c.from.node));
        }
    }
    found
}

/// What keeps a node from being ready: failures, missing classes and dead connections above it, in words.
pub(crate) fn troubles(session: &Session, network: &Network, node: NodeId) -> Vec<String> {
    let board = session.evaluator.board();
    let above = upstream(network, node);
    let mut out = Vec::new();
    for id in &above {
        let Some(found) = network.get(*id) else { continue };
        match board.node(*id).status {
            ProcessorStatus::Failed(error) => out.push(format!("{}: {error}", found.identifier)),
            ProcessorStatus::Missing(reason) => out.push(format!("{}: {reason}", found.identifier)),
            ProcessorStatus::Cancelled => out.push(format!("{} was cancelled", found.identifier)),
            ProcessorStatus::NotEvaluated
            | ProcessorStatus::Waiting(_)
            | ProcessorStatus::Running(_)
            | ProcessorStatus::Ready
            | ProcessorStatus::Bypassed
            | ProcessorStatus::Stale => {}
        }
    }
    if out.is_empty()
        && let Some(found) = network.get(node)
        && let Some(message) = board.node(node).status.message()
    {
        out.push(format!("{} is not ready: {message}", found.identifier));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_that_are_slow_to_import_are_named_while_and_after_they_are_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let own = folder.path().join("own");
        std::fs::create_dir(&own).unwrap();
        std::fs::write(own.join("quick.py"), "x = 1\n").unwrap();
        std::fs::write(own.join("sleepy.py"), "import time\ntime.sleep(100)\n").unwrap();
        let options = SessionOptions { python_folders: vec![own], user_dir: Some(folder.path().join("user")), ..SessionOptions::default() };
        let registry = Arc::new(voxloom_processors::registry());
        let session = Session::new(registry, options, None, Arc::new(Console::default()), || ()).unwrap();
        let (sender, receiver) = std::sync::mpsc::channel();
        let (quiet, patience) = (Duration::from_millis(500), Duration::from_secs(6));
        let other = sender.clone();
        tell_of_slow_files(&session.python, quiet, move |text| drop(other.send(text.to_owned())));
        let started = Instant::now();
        wait_for_files(&session, patience, |text| drop(sender.send(text.to_owned()))).unwrap();
        let (said, took) = (receiver.try_iter().collect::<Vec<String>>(), started.elapsed());
        assert!(took >= patience && took < patience * 2, "{took:?}");
        let told: Vec<_> = said.iter().filter(|text| text.starts_with("still importing after 0.5 s") && text.contains("Ctrl+C")).collect();
        assert_eq!(told.len(), said.len() - 1, "{said:?}");
        assert_eq!(told.iter().filter(|text| text.contains("sleepy.py") || text.contains("more")).count(), 1, "once: {said:?}");
        let last = said.last().unwrap();
        assert!(last.starts_with("not imported within 6 s") && last.contains("sleepy.py") && !last.contains("quick.py"), "{said:?}");
        assert!(session.registry.get("org.inviwo.numpysource").is_some(), "the others are there");
    }
}
