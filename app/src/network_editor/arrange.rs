//! Puts nodes in order: columns from left to right as the data flows, each node level with what it takes from. Networks that
//! have nothing to do with each other lie one above the other, and nodes without connections in rows below them all.

use std::collections::{BTreeMap, BTreeSet};

use egui::{Pos2, Rect, Vec2, pos2, vec2};
use voxloom_workspace::command::MoveNodes;
use voxloom_workspace::{Network, NodeId};

use super::layout::{WIDTH, node_rect};
use super::room::Room;
use super::view::snap;
use crate::theme;

/// Distance of columns, and between nodes of a column.
const COLUMN: f32 = WIDTH + theme::GRID * 5.0;
const BETWEEN: f32 = theme::GRID * 3.0;
/// Nodes without connections lie closer together.
const ALONE: f32 = WIDTH + theme::GRID * 2.0;
/// How many of them lie in a row at least, and the most.
const ROW: std::ops::RangeInclusive<usize> = 3..=6;

/// The move that puts some nodes in order. They keep the upper left corner that they have together, and the room for what hangs on them.
pub fn arrange(network: &Network, chosen: impl Fn(&NodeId) -> bool, wanted: impl Fn(NodeId) -> Room) -> MoveNodes {
    let nodes: Vec<NodeId> = network.nodes().map(|node| node.id).filter(chosen).collect();
    let corner =
        nodes.iter().filter_map(|id| network.get(*id)).fold(pos2(f32::INFINITY, f32::INFINITY), |corner, node| corner.min(Pos2::from(node.position)));
    let columns = columns(network, &nodes);
    let between = |upper: f32, lower: f32, least: f32| least.max(upper + lower);
    let most = nodes
        .iter()
        .map(|id| wanted(*id))
        .fold(Room::NONE, |most, room| Room { above: most.above.max(room.above), below: most.below.max(room.below) });
    let rest = between(most.below, most.above, BETWEEN * 2.0);
    let mut moves = Vec::new();
    let mut alone = Vec::new();
    let mut used = Vec2::ZERO;
    for part in parts(network, &nodes) {
        if let [id] = part.as_slice() {
            alone.push(*id);
            continue;
        }
        let top = if used.y > 0.0 { used.y + rest } else { 0.0 };
        let placed = place(network, &part, &columns, &wanted);
        let bounds = bounds(network, &placed);
        moves.extend(placed.into_iter().map(|(id, at)| (id, at + vec2(-bounds.left(), top - bounds.top()))));
        used = vec2(used.x.max(bounds.width()), top + bounds.height());
    }
    moves.extend(rows(network, &alone, used, [rest, between(most.below, most.above, BETWEEN)]));
    MoveNodes(moves.into_iter().map(|(id, at)| (id, snap(corner + at.to_vec2()).into())).collect())
}

/// Sets of nodes that hang together, in order of their first nodes as they lie from top to bottom.
fn parts(network: &Network, nodes: &[NodeId]) -> Vec<Vec<NodeId>> {
    let mut neighbors: BTreeMap<NodeId, Vec<NodeId>> = nodes.iter().map(|id| (*id, Vec::new())).collect();
    for connection in network.connections() {
        let (from, to) = (connection.from.node, connection.to.node);
        if neighbors.contains_key(&from) && neighbors.contains_key(&to) {
            neighbors.entry(from).or_default().push(to);
            neighbors.entry(to).or_default().push(from);
        }
    }
    let mut seen = BTreeSet::new();
    let mut parts = Vec::new();
    for start in nodes {
        let (mut part, mut stack) = (Vec::new(), vec![*start]);
        while let Some(id) = stack.pop() {
            if seen.insert(id) {
                part.push(id);
                stack.extend(neighbors.get(&id).into_iter().flatten());
            }
        }
        if !part.is_empty() {
            part.sort();
            parts.push(part);
        }
    }
    let top = |part: &Vec<NodeId>| part.iter().filter_map(|id| network.get(*id)).fold(f32::INFINITY, |top, node| top.min(node.position[1]));
    parts.sort_by(|a, b| top(a).total_cmp(&top(b)));
    parts
}

/// Places of the nodes of one part, from (0, 0) on.
fn place(network: &Network, part: &[NodeId], columns: &BTreeMap<NodeId, usize>, wanted: &impl Fn(NodeId) -> Room) -> Vec<(NodeId, Pos2)> {
    let last = part.iter().map(|id| columns[id]).max().unwrap_or(0);
    let mut tops: BTreeMap<NodeId, f32> = BTreeMap::new();
    let mut placed = Vec::new();
    for column in 0..=last {
        let mut members: Vec<(f32, f32, NodeId)> = Vec::new();
        for id in part.iter().filter(|id| columns[id] == column) {
            let present = network.get(*id).map_or(0.0, |node| node.position[1]);
            members.push((wish(network, *id, &tops), present, *id));
        }
        // Of equal wishes, the order that a person gave them counts.
        members.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
        let mut free: Option<(f32, Room)> = None;
        for (wish, _, id) in members {
            let Some(node) = network.get(id) else { continue };
            let room = wanted(id);
            let least = free.map_or(f32::NEG_INFINITY, |(bottom, upper)| bottom + BETWEEN.max(upper.below + room.above));
            let top = (wish.max(least) / theme::GRID).ceil() * theme::GRID;
            free = Some((top + node_rect(node).height(), room));
            tops.insert(id, top);
            placed.push((id, pos2(column as f32 * COLUMN, top)));
        }
    }
    placed
}

/// Nodes without connections: rows below what takes some space already, in the order in which they lie now; the distances to that, and between rows.
fn rows(network: &Network, alone: &[NodeId], used: Vec2, [below, between]: [f32; 2]) -> Vec<(NodeId, Pos2)> {
    let fitting = ((used.x + theme::GRID * 2.0) / ALONE) as usize;
    let in_row = fitting.clamp(*ROW.start(), *ROW.end());
    let mut ordered: Vec<_> = alone.iter().filter_map(|id| network.get(*id)).collect();
    ordered.sort_by(|a, b| a.position[1].total_cmp(&b.position[1]).then(a.position[0].total_cmp(&b.position[0])));
    let mut top = if used.y > 0.0 { used.y + below } else { 0.0 };
    let mut placed = Vec::new();
    for row in ordered.chunks(in_row) {
        placed.extend(row.iter().enumerate().map(|(column, node)| (node.id, pos2(column as f32 * ALONE, top))));
        top += row.iter().fold(0.0, |height: f32, node| height.max(node_rect(node).height())) + between;
    }
    placed
}

fn bounds(network: &Network, placed: &[(NodeId, Pos2)]) -> Rect {
    let rects = placed.iter().filter_map(|(id, at)| Some(Rect::from_min_size(*at, node_rect(network.get(*id)?).size())));
    rects.fold(Rect::NOTHING, Rect::union)
}

/// Where a node would like to be: level with its sources, or where a source comes to stand.
fn wish(network: &Network, id: NodeId, tops: &BTreeMap<NodeId, f32>) -> f32 {
    let sources: Vec<f32> = network.connections().filter(|c| c.to.node == id).filter_map(|c| tops.get(&c.from.node)).copied().collect();
    if sources.is_empty() { 0.0 } else { sources.iter().sum::<f32>() / sources.len() as f32 }
}

/// The column of each node: one right of the rightmost that it takes from, and a source just left of what takes it.
fn columns(network: &Network, nodes: &[NodeId]) -> BTreeMap<NodeId, usize> {
    let mut columns: BTreeMap<NodeId, usize> = nodes.iter().map(|id| (*id, 0)).collect();
    // A network has no cycles, so that the longest way is found after as many rounds as there are nodes; mostly after few.
    for _ in 0..nodes.len() {
        let mut changed = false;
        for connection in network.connections() {
            let (Some(from), Some(to)) = (columns.get(&connection.from.node).copied(), columns.get(&connection.to.node).copied()) else { continue };
            if to <= from {
                columns.insert(connection.to.node, from + 1);
                changed = true;
            }
        }
        if !changed {
            break;
        }
    }
    let fed: BTreeSet<NodeId> = network.connections().filter(|c| columns.contains_key(&c.from.node)).map(|c| c.to.node).collect();
    for id in nodes.iter().filter(|id| !fed.contains(id)) {
        let takers = network.connections().filter(|c| c.from.node == *id).filter_map(|c| columns.get(&c.to.node));
        if let Some(first) = takers.min().copied() {
            columns.insert(*id, first.saturating_sub(1));
        }
    }
    columns
}
