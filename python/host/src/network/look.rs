//! Looking at results: evaluating, data on ports, pictures, events on canvases.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value as Json, json};
use voxloom_core::data::Image;
use voxloom_core::event::Event;
use voxloom_core::picking::id_at;
use voxloom_core::port::downcast;
use voxloom_core::processor::Sink;
use voxloom_core::{ProcessorError, Registry, Request};
use voxloom_protocol::message::{ReplyError, ReplyErrorKind};
use voxloom_workspace::evaluator::{CanvasFrame, ProcessorStatus};
use voxloom_workspace::interaction::{Stage, nearest_first};
use voxloom_workspace::{Network, Node, NodeId};

use super::answer::{Answer, Args, refuse, refused};
use super::state::trace;
use super::{Lent, Open, as_layer};
use crate::shared::lock;

/// How long the answer of a processor to an event is waited for.
const EVENT: Duration = Duration::from_secs(10);

pub(super) fn idle(open: &Open, args: &Args) -> Result<Answer, ReplyError> {
    Ok(json!({ "idle": open.evaluator.wait_idle(args.timeout()?) }).into())
}

pub(super) fn jobs(open: &Open) -> Answer {
    let running = open.evaluator.board().nodes().values().filter(|state| matches!(state.status, ProcessorStatus::Running(_))).count();
    json!({ "running": running }).into()
}

/// Stops what a node runs.
pub(super) fn cancel(open: &Open, args: &Args) -> Result<Answer, ReplyError> {
    let node = open.store.snapshot().workspace.network.node(args.node()?).map_err(refused)?.id;
    open.evaluator.cancel(node);
    Ok(Answer::default())
}

/// A failure of a node as a script gets it.
pub(super) fn failure(open: &Open, node: NodeId, error: &ProcessorError) -> ReplyError {
    let snapshot = open.store.snapshot();
    let found = snapshot.workspace.network.get(node);
    let identifier = found.map_or_else(String::new, |node| node.identifier.to_string());
    let place = error.place();
    refuse(ReplyErrorKind::Processor, format!("{identifier}: {error}")).with(json!({
        "node": node.0,
        "identifier": identifier,
        "message": error.to_string(),
        "traceback": trace(error),
        "file": place.as_ref().map(|(file, _)| file),
        "line": place.as_ref().map(|(_, line)| line),
    }))
}

fn is_canvas(registry: &Registry, node: &Node) -> bool {
    registry.get(&node.class).is_some_and(|class| class.info().sink == Sink::Canvas)
}

/// Nodes that nothing is connected to: what the others are for.
fn ends(network: &Network) -> Vec<NodeId> {
    let feeds = |id: NodeId| network.connections().any(|connection| connection.from.node == id && !network.is_parked(connection));
    network.nodes().map(|node| node.id).filter(|id| !feeds(*id)).collect()
}

/// The request that a node is looked at with.
fn request_for(registry: &Registry, node: &Node) -> Request {
    if is_canvas(registry, node) {
        let [width, height] = canvas_size(node);
        return Request::settled(width, height);
    }
    Request::default()
}

/// Size of a canvas without a window.
fn canvas_size(node: &Node) -> [u32; 2] {
    match node.value("inputSize.dimensions").and_then(|value| value.as_ints()).as_deref() {
        Some([width, height]) => [*width as u32, *height as u32],
        _ => [1024, 768],
    }
}

/// Brings a node, or everything, up to date.
pub(super) fn evaluate(open: &Open, registry: &Registry, viewer: u32, args: &Args) -> Result<Answer, ReplyError> {
    let network = open.store.snapshot().workspace.network;
    let chosen = args.read::<u64>("node")?.map(NodeId);
    let targets = match chosen {
        Some(node) => vec![network.node(node).map_err(refused)?.id],
        // Files are written when someone asks for that.
        None => ends(&network).into_iter().filter(|id| sink(registry, &network, *id) != Sink::File).collect(),
    };
    for target in &targets {
        let node = network.node(*target).map_err(refused)?;
        open.evaluator.watch(*target, viewer, Some(request_for(registry, node)));
    }
    let timeout = args.timeout()?;
    let arrived = if chosen.is_some() { open.evaluator.wait_for(&targets, timeout) } else { open.evaluator.wait_idle(timeout) };
    for (target, viewer) in std::mem::take(&mut *lock(&open.late)) {
        open.evaluator.watch(target, viewer, None);
    }
    if !arrived {
        lock(&open.late).extend(targets.iter().map(|target| (*target, viewer)));
        return Err(late(open));
    }
    let result = check(open, &targets, chosen.is_some());
    for target in &targets {
        open.evaluator.watch(*target, viewer, None);
    }
    result.map(|()| Answer::default())
}

fn sink(registry: &Registry, network: &Network, id: NodeId) -> Sink {
    network.get(id).and_then(|node| registry.get(&node.class)).map_or(Sink::No, |class| class.info().sink)
}

fn late(open: &Open) -> ReplyError {
    let network = open.store.snapshot().workspace.network;
    let nodes = open.evaluator.board().nodes();
    let running = nodes.iter().filter(|(_, state)| matches!(state.status, ProcessorStatus::Running(_)));
    let names: Vec<_> = running.filter_map(|(id, _)| network.get(*id)).map(|node| node.display_name.to_string()).collect();
    let what = if names.is_empty() { "the network".to_owned() } else { names.join(", ") };
    refuse(ReplyErrorKind::Timeout, format!("{what} did not finish in time; it goes on"))
}

/// Fails with the failure nearest to the sources. What is merely not ready fails only where it was asked for.
fn check(open: &Open, targets: &[NodeId], strict: bool) -> Result<(), ReplyError> {
    let network = open.store.snapshot().workspace.network;
    let states = open.evaluator.board().nodes();
    for target in targets {
        // The deepest first: a failure above is the cause of what is below.
        let above: Vec<_> = nearest_first(&network, *target).into_iter().map(|node| node.id).collect();
        for id in above.iter().rev() {
            let error = match states.get(id).map(|state| &state.status) {
                Some(ProcessorStatus::Failed(error)) => error.clone(),
                Some(ProcessorStatus::Missing(reason)) => ProcessorError::failed(reason.clone()),
                Some(ProcessorStatus::Cancelled) => ProcessorError::Cancelled,
                Some(ProcessorStatus::Waiting(reason)) if strict && id == target => ProcessorError::NotReady(reason.clone()),
                _ => continue,
            };
            return Err(failure(open, *id, &error));
        }
    }
    Ok(())
}

/// What is on a port.
pub(super) fn port_data(open: &Open, args: &Args) -> Result<Answer, ReplyError> {
    let network = open.store.snapshot().workspace.network;
    let node = network.node(args.node()?).map_err(refused)?;
    let port = args.text("port")?;
    let (source, index) = if args.read::<bool>("inport")?.unwrap_or(false) {
        let Some(connection) = network.into_port(node.id, port).next() else { return Ok(Answer::default()) };
        let source = network.node(connection.from.node).map_err(refused)?;
        (source, source.interface().outport_index(&connection.from.port))
    } else {
        (node, node.interface().outport_index(port))
    };
    let index = index.ok_or_else(|| refuse(ReplyErrorKind::Key, format!("{} has no port \"{port}\"", node.identifier)))?;
    let data = open.evaluator.board().node(source.id).outputs.get(index).cloned().flatten();
    Ok(Answer { json: Json::Null, data })
}

/// The canvas that is meant: the named one, or the only one.
fn find_canvas<'a>(registry: &Registry, network: &'a Network, args: &Args) -> Result<&'a Arc<Node>, ReplyError> {
    if let Some(id) = args.read::<u64>("canvas")? {
        let node = network.node(NodeId(id)).map_err(refused)?;
        if !is_canvas(registry, node) {
            return Err(refuse(ReplyErrorKind::Value, format!("{} is no canvas", node.identifier)));
        }
        return Ok(node);
    }
    let mut canvases = network.nodes().filter(|node| is_canvas(registry, node));
    match (canvases.next(), canvases.next()) {
        (Some(only), None) => Ok(only),
        (None, _) => Err(refuse(ReplyErrorKind::Value, "the network has no canvas; add one (org.inviwo.CanvasGL) and connect an image to it")),
        (Some(a), Some(b)) => {
            Err(refuse(ReplyErrorKind::Value, format!("there are several canvases ({}, {}, …); say which", a.identifier, b.identifier)))
        }
    }
}

/// Draws a canvas; the frame stays for events.
fn frame(open: &Open, viewer: u32, canvas: &Node, size: [u32; 2]) -> Result<CanvasFrame, ReplyError> {
    open.evaluator.watch(canvas.id, viewer, Some(Request::settled(size[0], size[1])));
    open.evaluator.wait_for(&[canvas.id], None);
    let frame = open.evaluator.board().frame(canvas.id, viewer);
    let result = match frame {
        Some(frame) => Ok(frame),
        None => Err(check(open, &[canvas.id], true)
            .err()
            .unwrap_or_else(|| failure(open, canvas.id, &ProcessorError::NotReady("nothing was drawn".to_owned())))),
    };
    open.evaluator.watch(canvas.id, viewer, None);
    if let Ok(frame) = &result {
        lock(&open.canvases).entry(canvas.id).or_default().frame = Some(frame.clone());
    }
    result
}

fn asked_size(args: &Args, canvas: &Node) -> Result<[u32; 2], ReplyError> {
    match args.read::<[u32; 2]>("size")? {
        Some(size) if size.iter().all(|n| (1..=16384).contains(n)) => Ok(size),
        Some(size) => Err(refuse(ReplyErrorKind::Value, format!("a picture has 1 to 16384 pixels a side, not {} x {}", size[0], size[1]))),
        None => Ok(canvas_size(canvas)),
    }
}

fn image(frame: &CanvasFrame) -> Result<&Image, ReplyError> {
    downcast::<Image>(&frame.data).ok_or_else(|| refuse(ReplyErrorKind::Runtime, "the canvas shows no image"))
}

pub(super) fn render(open: &Open, registry: &Registry, lent: &Lent, viewer: u32, args: &Args) -> Result<Answer, ReplyError> {
    let network = open.store.snapshot().workspace.network;
    let canvas = find_canvas(registry, &network, args)?;
    let frame = frame(open, viewer, canvas, asked_size(args, canvas)?)?;
    let image = image(&frame)?;
    let rgba = image.to_rgba8().map_err(|error| refuse(ReplyErrorKind::Runtime, error.to_string()))?;
    Ok(Answer { json: Json::Null, data: Some(as_layer(lent, image.dimensions(), rgba)?) })
}

pub(super) fn snapshot(open: &Open, registry: &Registry, lent: &Lent, viewer: u32, args: &Args) -> Result<Answer, ReplyError> {
    let network = open.store.snapshot().workspace.network;
    let canvas = find_canvas(registry, &network, args)?;
    let path = Path::new(args.text("path")?);
    if path.extension().is_none_or(|extension| !extension.eq_ignore_ascii_case("png")) {
        return Err(refuse(ReplyErrorKind::Value, format!("snapshots are PNG files, and {} does not end in .png", path.display())));
    }
    let frame = frame(open, viewer, canvas, asked_size(args, canvas)?)?;
    (lent.write_png)(path, image(&frame)?).map_err(|message| refuse(ReplyErrorKind::Io, message))?;
    Ok(Answer::default())
}

/// Does on a canvas what a person would, and waits for the answers.
pub(super) fn send_event(open: &Open, registry: &Registry, lent: &Lent, viewer: u32, args: &Args) -> Result<Answer, ReplyError> {
    let network = open.store.snapshot().workspace.network;
    let canvas = find_canvas(registry, &network, args)?;
    let event = args.read::<Event>("event")?.ok_or_else(|| refuse(ReplyErrorKind::Type, "the event is missing"))?;
    let shown = lock(&open.canvases).get(&canvas.id).and_then(|canvas| canvas.frame.clone()).or_else(|| open.evaluator.board().frame(canvas.id, 0));
    let size = canvas_size(canvas);
    let shown = match shown {
        Some(frame) => Some(frame),
        // Without a picture nothing can be hit, but the camera can be moved.
        None => frame(open, viewer, canvas, size).ok(),
    };
    let under = match (&shown, event.pointer()) {
        (Some(frame), Some(pointer)) => {
            downcast::<Image>(&frame.data).and_then(|image| image.picking.as_ref()).map_or(0, |layer| id_at(layer, pointer.position))
        }
        _ => 0,
    };
    let mut interaction = std::mem::take(&mut lock(&open.canvases).entry(canvas.id).or_default().interaction);
    let stage = Stage { canvas: canvas.id, store: &open.store, evaluator: &open.evaluator, picking: &lent.picking };
    let reply = interaction.perform(&event, under, &stage, EVENT);
    lock(&open.canvases).entry(canvas.id).or_default().interaction = interaction;
    let reply = reply.map_err(refused)?;
    Ok(json!({ "used": reply.used, "tooltip": reply.tooltip }).into())
}
