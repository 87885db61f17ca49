//! A session without a window: loading, assignments, waiting.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use voxloom_core::Registry;
use voxloom_core::processor::Sink;
use voxloom_workspace::evaluator::ProcessorStatus;
use voxloom_workspace::{Network, Node, NodeId, Workspace, file};

use super::{Common, Failure, warn};
use crate::log_console::Console;
use crate::open::is_workspace;
use crate::quick;
use crate::session::{Session, SessionOptions};
use crate::trust;

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

/// Opens a workspace or a data file, applies assignments, and waits for Python where the network needs it.
pub(super) fn open(registry: Arc<Registry>, common: &Common, path: &Path, assignments: &[String]) -> Result<Session, Failure> {
    if !path.exists() {
        return Err(Failure::Work(format!("{} does not exist", path.display())));
    }
    let session = Session::new(registry, common.options(), path.parent(), Arc::new(Console::echoing()), || {})
        .map_err(|error| Failure::Work(error.to_string()))?;
    if is_workspace(path) {
        let loaded = file::load(path, &session.registry).map_err(|error| Failure::Work(error.to_string()))?;
        let unknown = loaded.workspace.network.nodes().any(|node| session.registry.get(&node.class).is_none());
        let python = if unknown { session.wait_for_python() } else { Ok(()) };
        if let Err(reason) = &python {
            warn(reason);
        }
        let loaded = if unknown && python.is_ok() {
            // The classes are known now: ports and properties find their place.
            file::load(path, &session.registry).map_err(|error| Failure::Work(error.to_string()))?
        } else {
            loaded
        };
        if unknown && !common.trust {
            warn_of_untrusted(path);
        }
        for warning in &loaded.warnings {
            warn(warning);
        }
        session.store.replace(loaded.workspace, Some(path.to_owned()));
    } else {
        let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let command = quick::network_for(&session.registry, &session.places, &path, [40.0, 40.0])?;
        session.store.replace(Workspace::default(), None);
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
pub(super) fn canvas_size(node: &Node) -> [u32; 2] {
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
pub(super) fn troubles(session: &Session, network: &Network, node: NodeId) -> Vec<String> {
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
