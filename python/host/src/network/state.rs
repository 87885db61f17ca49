//! What a network holds: nodes, connections, links, interfaces, states.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Map, Value as Json, json};
use voxloom_core::{PortSpec, ProcessorError, Registry};
use voxloom_protocol::interface_to_json;
use voxloom_protocol::message::{ReplyError, ReplyErrorKind};
use voxloom_workspace::Node;
use voxloom_workspace::evaluator::ProcessorStatus;

use super::Open;
use super::answer::{Answer, Args, refuse, refused};
use crate::shared::lock;

/// A document that nobody changes is asked for again after this time.
const LONGEST_WAIT: Duration = Duration::from_secs(3600);

/// The classes that there are.
pub(super) fn classes(registry: &Registry) -> Answer {
    let row = |class: &Arc<dyn voxloom_core::ProcessorClass>| {
        let info = class.info();
        json!({
            "class_identifier": info.class_identifier,
            "display_name": info.display_name,
            "category": info.category,
            "tags": info.tags,
            "code_state": info.code_state.name(),
            "language": info.language,
            "help": info.help,
            "file": class.file(),
            "error": class.error(),
        })
    };
    json!(registry.all().iter().map(row).collect::<Vec<_>>()).into()
}

pub(super) fn help(registry: &Registry, class: &str) -> Result<Answer, ReplyError> {
    let class = registry.find(class).map_err(|message| refuse(ReplyErrorKind::Key, message))?;
    Ok(json!({ "help": class.info().help }).into())
}

/// Ports and properties of a new node of a class.
pub(super) fn class_interface(registry: &Registry, class: &str) -> Result<Answer, ReplyError> {
    let class = registry.find(class).map_err(|message| refuse(ReplyErrorKind::Key, message))?;
    Ok(json!({ "interface": interface_to_json(&class.interface()) }).into())
}

fn port(port: &PortSpec) -> Json {
    json!({ "identifier": &*port.identifier, "data_type": &*port.data_type, "optional": port.optional, "multi": port.multi, "help": &*port.help })
}

fn node(node: &Node, selected: bool, registry: &Registry) -> Json {
    let interface = node.interface();
    json!({
        "id": node.id.0,
        "identifier": &*node.identifier,
        "name": &*node.display_name,
        "class": &*node.class,
        "position": node.position,
        "selected": selected,
        "isolation": node.isolation,
        "inports": interface.inports().iter().map(port).collect::<Vec<_>>(),
        "outports": interface.outports().iter().map(port).collect::<Vec<_>>(),
        "language": registry.get(&node.class).map(|class| class.info().language.clone()),
    })
}

/// The network at this moment; only its revision where the asker knows it.
pub(super) fn state(open: &Open, registry: &Registry, args: &Args) -> Result<Answer, ReplyError> {
    let snapshot = open.store.snapshot();
    if args.read::<u64>("since")? == Some(snapshot.revision) {
        return Ok(json!({ "revision": snapshot.revision }).into());
    }
    let selected = lock(&open.selection).clone();
    let network = &snapshot.workspace.network;
    let file = open.store.file_state();
    let port = |port: &voxloom_workspace::PortRef| json!({ "node": port.node.0, "port": &*port.port });
    let property = |property: &voxloom_workspace::PropertyRef| json!({ "node": property.node.0, "path": &*property.path });
    Ok(json!({
        "revision": snapshot.revision,
        "path": file.path,
        "unsaved": file.unsaved,
        "nodes": network.nodes().map(|n| node(n, selected.contains(&n.id), registry)).collect::<Vec<_>>(),
        "connections": network.connections().map(|c| json!({ "from": port(&c.from), "to": port(&c.to) })).collect::<Vec<_>>(),
        "links": network.links().map(|l| json!({ "from": property(&l.from), "to": property(&l.to) })).collect::<Vec<_>>(),
    })
    .into())
}

/// Waits until the document is newer than a revision.
pub(super) fn wait(open: &Open, args: &Args) -> Result<Answer, ReplyError> {
    let timeout = args.timeout()?.unwrap_or(LONGEST_WAIT).min(LONGEST_WAIT);
    Ok(json!({ "revision": open.store.wait_newer(args.number("revision")?, timeout) }).into())
}

/// Ports, properties and values of a node.
pub(super) fn interface(open: &Open, args: &Args) -> Result<Answer, ReplyError> {
    let snapshot = open.store.snapshot();
    let node = snapshot.workspace.network.node(args.node()?).map_err(refused)?;
    let values: Map<String, Json> = node.values.iter().map(|(leaf, value)| (leaf.path.to_string(), value.to_json())).collect();
    Ok(json!({ "interface": interface_to_json(node.interface()), "values": values, "revision": snapshot.revision }).into())
}

/// How a node fares.
pub(super) fn info(open: &Open, args: &Args) -> Result<Answer, ReplyError> {
    let id = args.node()?;
    let snapshot = open.store.snapshot();
    snapshot.workspace.network.node(id).map_err(refused)?;
    let state = open.evaluator.board().node(id);
    let progress = match &state.status {
        ProcessorStatus::Running(running) => Some(running.control.progress()),
        _ => None,
    };
    let (traceback, place) = match &state.status {
        ProcessorStatus::Failed(error) => (trace(error), error.place()),
        _ => (None, None),
    };
    Ok(json!({
        "status": state.status.name(),
        "message": state.status.message(),
        "traceback": traceback,
        "file": place.as_ref().map(|(file, _)| file),
        "line": place.as_ref().map(|(_, line)| line),
        "time_ms": state.time.map(|time| time.as_secs_f64() * 1e3),
        "initialized": state.initialized,
        "processed": state.processed,
        "notes": &*state.notes,
        "progress": progress,
        "bytes": state.bytes,
    })
    .into())
}

/// The traceback of a failure.
pub(super) fn trace(error: &ProcessorError) -> Option<String> {
    match error {
        ProcessorError::Failed { trace, .. } => trace.clone(),
        ProcessorError::NotReady(_) | ProcessorError::Cancelled => None,
    }
}
