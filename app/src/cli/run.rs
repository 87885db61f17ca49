//! `voxloom run`: evaluates a workspace and tells how every processor fared.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use serde_json::{Value as Json, json};
use voxloom_core::processor::Sink;
use voxloom_core::{Registry, Request};
use voxloom_workspace::Node;
use voxloom_workspace::evaluator::{NodeState, ProcessorStatus};

use super::headless::{ReadAs, canvas_size, canvases, open};
use super::{Common, Failure, say, script};
use crate::session::Session;

#[derive(Debug, Args)]
pub(super) struct RunArgs {
    /// A workspace (.voxloom), a picture (.png) that carries one, a data file, or a Python script.
    file: PathBuf,
    /// Reads a picture as data, also when it carries a workspace.
    #[arg(long)]
    as_data: bool,
    /// What a script gets in `sys.argv`, after its own path.
    #[arg(last = true)]
    arguments: Vec<String>,
    /// Sets a property: Node.property=VALUE, the value as JSON or bare text.
    #[arg(long, value_name = "ASSIGNMENT")]
    set: Vec<String>,
    /// Evaluates what this processor needs, and nothing else.
    #[arg(long, value_name = "NAME")]
    node: Option<String>,
    /// Runs the processors that write files.
    #[arg(long)]
    export: bool,
    /// Prints JSON.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(registry: Arc<Registry>, common: &Common, args: &RunArgs) -> Result<(), Failure> {
    if script::is_script(&args.file) {
        return script::run(registry, common, &args.file, &args.arguments);
    }
    let read_as = if args.as_data { ReadAs::Data } else { ReadAs::Workspace };
    let session = open(registry, common, &args.file, read_as, &args.set)?;
    let network = session.store.snapshot().workspace.network;
    match &args.node {
        Some(name) => {
            let node = network.find(name).map_err(|error| Failure::Usage(error.to_string()))?;
            let [width, height] = canvas_size(node);
            session.evaluator.watch(node.id, 0, Some(Request::settled(width, height)));
        }
        None => {
            for canvas in canvases(&session, &network) {
                let [width, height] = canvas_size(&canvas);
                session.evaluator.watch(canvas.id, 0, Some(Request::settled(width, height)));
            }
        }
    }
    if args.export {
        let exporters: BTreeSet<_> = network.nodes().filter(|node| sink(&session, node) == Sink::File).map(|node| node.id).collect();
        session.evaluator.export(&exporters);
    }
    session.evaluator.wait_idle(None);
    let network = session.store.snapshot().workspace.network;
    let states = session.evaluator.board().nodes();
    let reports: Vec<(Arc<Node>, NodeState)> =
        network.nodes().map(|node| (node.clone(), states.get(&node.id).cloned().unwrap_or_default())).collect();
    if args.json {
        let list: Vec<Json> = reports.iter().map(|(node, state)| report(node, state)).collect();
        say(&serde_json::to_string_pretty(&json!({ "processors": list })).unwrap_or_default());
    } else {
        for (node, state) in &reports {
            say(&line(node, state));
        }
    }
    let failed: Vec<&str> = reports
        .iter()
        .filter(|(_, state)| matches!(state.status, ProcessorStatus::Failed(_) | ProcessorStatus::Missing(_) | ProcessorStatus::Cancelled))
        .map(|(node, _)| &*node.identifier)
        .collect();
    if failed.is_empty() { Ok(()) } else { Err(Failure::Work(format!("failed: {}", failed.join(", ")))) }
}

fn sink(session: &Session, node: &Node) -> Sink {
    session.registry.get(&node.class).map_or(Sink::No, |class| class.info().sink)
}

/// One processor as JSON: status, message, time, and what is on its outports.
fn report(node: &Node, state: &NodeState) -> Json {
    let outports: Vec<Json> = node
        .interface()
        .outports()
        .iter()
        .enumerate()
        .map(|(i, port)| {
            let mut out = json!({ "id": &*port.identifier, "type": &*port.data_type, "data": Json::Null });
            if let Some(data) = state.outputs.get(i).and_then(Option::as_ref) {
                let described = data.describe();
                out["data"] = json!({
                    "dimensions": described.shape,
                    "format": described.format.map(|format| format.numpy_name()),
                    "channels": described.channels,
                    "range": described.range,
                    "bytes": data.bytes(),
                });
            }
            out
        })
        .collect();
    let mut out = json!({
        "id": &*node.identifier,
        "class": &*node.class,
        "status": state.status.name(),
        "message": state.status.message(),
        "time_ms": state.time.map(|time| time.as_secs_f64() * 1e3),
        "initialized": state.initialized,
        "processed": state.processed,
        "notes": &*state.notes,
        "outports": outports,
    });
    if let ProcessorStatus::Failed(voxloom_core::ProcessorError::Failed { trace: Some(trace), .. }) = &state.status {
        out["traceback"] = json!(trace);
    }
    out
}

/// One processor as a line of text, with a line for each outport.
fn line(node: &Node, state: &NodeState) -> String {
    let mut out = format!("{}: {}", node.identifier, state.status.name());
    if let Some(message) = state.status.message() {
        out += &format!(" ({message})");
    }
    if let Some(time) = state.time {
        out += &format!(", {:.1} ms", time.as_secs_f64() * 1e3);
    }
    for note in state.notes.iter() {
        out += &format!("\n    note: {note}");
    }
    for (port, data) in node.interface().outports().iter().zip(state.outputs.iter()) {
        if let Some(data) = data {
            let rows = data.describe().rows.iter().map(|(label, text)| format!("{label} {text}")).collect::<Vec<_>>().join(", ");
            out += &format!("\n    {}: {rows}", port.identifier);
        }
    }
    out
}
