//! What actions do to the selection: copy, cut, paste, duplicate, remove, bypass, line up.

use std::collections::BTreeSet;

use egui::{Rect, vec2};
use voxloom_core::PortSpec;
use voxloom_core::property::InvalidationLevel;
use voxloom_workspace::clipboard::{Clip, Selection, to_text};
use voxloom_workspace::command::{Batch, Command, PullOut, RemoveHealing, SetBypass, SetWaypoints, SwapConnections};
use voxloom_workspace::evaluator::ProcessorStatus;
use voxloom_workspace::store::Committed;
use voxloom_workspace::{Connection, Network, NodeId};

use super::align::{self, Line};
use super::arrange::arrange;
use super::edits::{Renamed, shared};
use super::items::Items;
use super::layout::node_rect;
use super::marked;
use super::remarks::Remark;
use super::room::Room;
use crate::desk::{Ask, Desk, Now};
use crate::theme;

/// How far below what it was made of a duplicate stands.
const BELOW: f32 = theme::GRID * 3.0;

/// Whether nodes, frames or notes are selected.
pub fn anything(desk: &Desk, _now: &Now) -> bool {
    !Items::selected(desk).is_empty()
}

pub fn several(desk: &Desk, _now: &Now) -> bool {
    desk.selection.len() > 1
}

pub fn three(desk: &Desk, _now: &Now) -> bool {
    desk.selection.len() > 2
}

/// What is selected, with what lies in its frames, for the clipboard.
fn chosen(desk: &Desk, now: &Now) -> Selection {
    let Items { nodes, frames, notes } = Items::selected(desk).with_content(&now.snapshot.workspace.network);
    Selection { nodes, frames, notes }
}

/// Puts the selection on the clipboard, as text.
pub fn copy(desk: &mut Desk, now: &Now) {
    let text = to_text(&now.snapshot.workspace.network, &desk.session.registry, &chosen(desk, now), true);
    desk.files.ctx().copy_text(text);
}

/// Copies the selection and takes it away.
pub fn cut(desk: &mut Desk, now: &Now) {
    copy(desk, now);
    let Selection { nodes, frames, notes } = chosen(desk, now);
    remove(&Items { nodes, frames, notes }, "Cut", desk);
}

/// Pastes a text at a place; a text that is no network is said to be none.
pub fn paste(text: &str, at: [f32; 2], with_incoming: bool, desk: &mut Desk) {
    let clip = match Clip::parse(text, &desk.session.registry) {
        Ok(clip) => clip,
        Err(error) => return desk.notices.error(error.to_string()),
    };
    for warning in &clip.warnings {
        desk.notices.info(warning.clone());
    }
    if let Some(committed) = desk.commit(&clip.paste(Some(at), with_incoming)) {
        select_added(committed, desk);
    }
}

/// Copies the selection within the network, below itself.
pub fn duplicate(with_incoming: bool, desk: &mut Desk, now: &Now) {
    let network = &now.snapshot.workspace.network;
    let selection = chosen(desk, now);
    let items = Items { nodes: selection.nodes.clone(), frames: selection.frames.clone(), notes: selection.notes.clone() };
    let bounds = items.bounds(network);
    let text = to_text(network, &desk.session.registry, &selection, with_incoming);
    let clip = match Clip::parse(&text, &desk.session.registry) {
        Ok(clip) => clip,
        Err(error) => return desk.notices.error(error.to_string()),
    };
    let below = ((bounds.height() + BELOW) / theme::GRID).ceil() * theme::GRID;
    let paste = clip.paste(Some([bounds.left(), bounds.top() + below]), with_incoming);
    let name = match (selection.nodes.len(), selection.nodes.first().and_then(|id| network.get(*id))) {
        (1, Some(node)) => format!("Duplicate {}", node.display_name),
        (0, _) => "Duplicate".to_owned(),
        (many, _) => format!("Duplicate {many} processors"),
    };
    if let Some(committed) = desk.commit(&Renamed { name, command: paste }) {
        select_added(committed, desk);
    }
}

fn select_added(committed: Committed, desk: &mut Desk) {
    let Committed { added, frames, notes, .. } = committed;
    Items { nodes: added.into_iter().collect(), frames: frames.into_iter().collect(), notes: notes.into_iter().collect() }.select(desk);
}

/// Takes the selection away: frames without what lies in them, or with it.
pub fn delete(with_content: bool, desk: &mut Desk, now: &Now) {
    let items = Items::selected(desk);
    let items = if with_content { items.with_content(&now.snapshot.workspace.network) } else { items };
    remove(&items, "Remove", desk);
}

fn remove(items: &Items, verb: &'static str, desk: &mut Desk) {
    let Some(command) = items.removal() else { return };
    desk.session.store.end_drag();
    let name = command.name(&desk.session.store.snapshot().workspace.network).replacen("Remove", verb, 1);
    if desk.commit(&Batch { name, commands: vec![command] }).is_some() {
        Items::default().select(desk);
    }
}

/// Takes the selected nodes away; what flowed through them flows on.
pub fn remove_healing(desk: &mut Desk, _now: &Now) {
    let nodes = desk.selection.iter().copied().collect();
    if desk.commit(&RemoveHealing(nodes)).is_some() {
        desk.selection.clear();
    }
}

/// Takes the selected nodes out of their connections and out of the way; what flowed through them flows on.
pub fn pull_out(desk: &mut Desk, now: &Now) {
    let network = &now.snapshot.workspace.network;
    let nodes: Vec<NodeId> = desk.selection.iter().copied().collect();
    let rects: Vec<Rect> = nodes.iter().filter_map(|id| network.get(*id)).map(|node| node_rect(node)).collect();
    let others: Vec<Rect> = network.nodes().filter(|node| !desk.selection.contains(&node.id)).map(|node| node_rect(node)).collect();
    // Below the wire that is healed, where nothing else lies.
    let height = rects.iter().copied().reduce(Rect::union).map_or(0.0, |all| all.height());
    let mut by = ((height + theme::GRID) / theme::GRID).ceil() * theme::GRID;
    while rects.iter().any(|rect| others.iter().any(|other| other.intersects(rect.translate(vec2(0.0, by))))) {
        by += theme::GRID;
    }
    let moves = Items { nodes: desk.selection.clone(), ..Items::default() }.places(network).moved(vec2(0.0, by));
    let pull = PullOut { nodes };
    desk.commit(&Batch { name: pull.name(network), commands: vec![shared(pull), shared(moves)] });
}

/// Bypasses the selected nodes, or lets them work again when all of them are bypassed.
pub fn bypass(desk: &mut Desk, now: &Now) {
    let nodes: Vec<NodeId> = desk.selection.iter().copied().collect();
    let bypassed = !all_bypassed(desk, now);
    desk.commit(&SetBypass { nodes, bypassed });
}

/// Runs the selected nodes again from the start, though nothing they depend on changed.
pub fn run_again(desk: &mut Desk, _: &Now) {
    for node in &desk.selection {
        desk.session.evaluator.invalidate(*node, InvalidationLevel::InvalidResources);
    }
}

/// Cancels the runs of the selected nodes.
pub fn cancel(desk: &mut Desk, _: &Now) {
    for node in &desk.selection {
        desk.session.evaluator.cancel(*node);
    }
}

pub fn any_running(desk: &Desk, now: &Now) -> bool {
    desk.selection.iter().any(|id| now.states.get(id).is_some_and(|state| matches!(state.status, ProcessorStatus::Running(_))))
}

/// Whether all selected nodes are bypassed.
pub fn all_bypassed(desk: &Desk, now: &Now) -> bool {
    let network = &now.snapshot.workspace.network;
    !desk.selection.is_empty() && desk.selection.iter().all(|id| network.get(*id).is_some_and(|node| node.bypassed))
}

/// Two connections of the selected node into inports of the same type that take one each: the first two.
fn swappable(desk: &Desk, now: &Now) -> Option<[Connection; 2]> {
    let network = &now.snapshot.workspace.network;
    let node = match desk.selection.len() {
        1 => network.get(*desk.selection.first()?)?,
        _ => return None,
    };
    let ports: Vec<&PortSpec> = node.interface().inports().iter().filter(|port| !port.multi).collect();
    let first = |port: &PortSpec| network.into_port(node.id, &port.identifier).next().cloned();
    let pairs = ports.iter().enumerate().flat_map(|(index, a)| ports[index + 1..].iter().map(move |b| (a, b)));
    pairs.filter(|(a, b)| a.data_type == b.data_type).find_map(|(a, b)| Some([first(a)?, first(b)?]))
}

pub fn can_swap(desk: &Desk, now: &Now) -> bool {
    swappable(desk, now).is_some()
}

/// The first two inports of the selected node that could, swap what they are connected to.
pub fn swap_inputs(desk: &mut Desk, now: &Now) {
    if let Some([a, b]) = swappable(desk, now) {
        desk.commit(&SwapConnections(a, b));
    }
}

/// The marked connection, or those of the selected nodes, that are led over waypoints.
fn bent(desk: &Desk, now: &Now) -> Vec<Connection> {
    let network: &Network = &now.snapshot.workspace.network;
    let marked = marked::wire(desk);
    let ours = |c: &&Connection| match marked {
        Some(wire) => *c == wire,
        None => desk.selection.contains(&c.from.node) || desk.selection.contains(&c.to.node),
    };
    network.waypoints.keys().filter(ours).cloned().collect()
}

pub fn any_bent(desk: &Desk, now: &Now) -> bool {
    !bent(desk, now).is_empty()
}

/// Takes the waypoints of the marked connection away, or of the selected nodes'.
pub fn straighten(desk: &mut Desk, now: &Now) {
    let commands = bent(desk, now).into_iter().map(|connection| shared(SetWaypoints { connection, points: Vec::new() })).collect();
    desk.commit(&Batch { name: "Straighten connections".to_owned(), commands });
}

/// Selects what data flows to from the selected nodes, or where it comes from; they stay selected.
pub fn select_flow(downstream: bool, desk: &mut Desk, now: &Now) {
    let network = &now.snapshot.workspace.network;
    let mut open: Vec<NodeId> = desk.selection.iter().copied().collect();
    let mut seen: BTreeSet<NodeId> = BTreeSet::new();
    while let Some(id) = open.pop() {
        if seen.insert(id) {
            let next = network.connections().filter_map(|c| match downstream {
                true => (c.from.node == id).then_some(c.to.node),
                false => (c.to.node == id).then_some(c.from.node),
            });
            open.extend(next);
        }
    }
    desk.selection = seen;
}

/// Selects all nodes, frames and notes.
pub fn select_all(desk: &mut Desk, now: &Now) {
    Items::all(&now.snapshot.workspace.network).select(desk);
}

pub fn frames_selected(desk: &Desk, _now: &Now) -> bool {
    !desk.frames.is_empty()
}

/// Selects what lies in the selected frames.
pub fn select_content(desk: &mut Desk, now: &Now) {
    Items::selected(desk).with_content(&now.snapshot.workspace.network).select(desk);
}

pub fn remark_selected(desk: &Desk, _now: &Now) -> bool {
    desk.frames.len() + desk.notes.len() == 1
}

/// Writes the title of the selected frame, or the text of the selected note.
pub fn edit_remark(desk: &mut Desk, _now: &Now) {
    let frame = desk.frames.first().map(|id| Remark::Frame(*id));
    if let Some(remark) = frame.or_else(|| desk.notes.first().map(|id| Remark::Note(*id))) {
        desk.ask(Ask::EditRemark(remark));
    }
}

pub fn line_up(line: Line, desk: &mut Desk, now: &Now) {
    let moves = align::align(&now.snapshot.workspace.network, &desk.selection, line);
    let name = match line {
        Line::Left => "Align left",
        Line::Middle => "Align middles vertically",
        Line::Right => "Align right",
        Line::Top => "Align top",
        Line::Center => "Align middles horizontally",
        Line::Bottom => "Align bottom",
    };
    step(&Batch { name: name.to_owned(), commands: vec![shared(moves)] }, desk);
}

pub fn spread(horizontally: bool, desk: &mut Desk, now: &Now) {
    let moves = align::distribute(&now.snapshot.workspace.network, &desk.selection, horizontally);
    let name = if horizontally { "Spread horizontally" } else { "Spread vertically" };
    step(&Batch { name: name.to_owned(), commands: vec![shared(moves)] }, desk);
}

/// Puts the selected nodes in order, or all of them. Waypoints come along with ends that go the same way; else they would lead nowhere.
pub fn arrange_nodes(desk: &mut Desk, now: &Now) {
    let network = &now.snapshot.workspace.network;
    let concerned = |id: &NodeId| desk.selection.len() < 2 || desk.selection.contains(id);
    let moves = arrange(network, concerned, |id| Room::wanted(now.states.get(&id), desk.arrangement.thumbnails));
    let way = |id: NodeId| {
        let (from, to) = (network.get(id)?.position, moves.0.iter().find(|(moved, _)| *moved == id)?.1);
        Some([to[0] - from[0], to[1] - from[1]])
    };
    let (mut commands, mut straightened) = (Vec::new(), 0);
    for (connection, points) in &network.waypoints {
        let [from, to] = [connection.from.node, connection.to.node].map(|id| way(id).unwrap_or_default());
        if from != to {
            straightened += 1;
            commands.push(shared(SetWaypoints { connection: connection.clone(), points: Vec::new() }));
        } else if from != [0.0, 0.0] {
            let points = points.iter().map(|[x, y]| [x + from[0], y + from[1]]).collect();
            commands.push(shared(SetWaypoints { connection: connection.clone(), points }));
        }
    }
    let name = match straightened {
        0 => "Arrange".to_owned(),
        1 => "Arrange and straighten a wire".to_owned(),
        many => format!("Arrange and straighten {many} wires"),
    };
    if straightened > 0 {
        desk.notices.info(format!("{name}: a bend stays only where both ends go the same way. Undo brings the waypoints back"));
    }
    commands.insert(0, shared(moves));
    step(&Batch { name, commands }, desk);
    desk.ask(Ask::FitAll);
}

/// A step of its own, not part of a drag of the same nodes.
fn step(command: &dyn Command, desk: &mut Desk) {
    desk.session.store.end_drag();
    desk.commit(command);
    desk.session.store.end_drag();
}
