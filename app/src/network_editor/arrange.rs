//! Puts nodes in order: columns from left to right as the data flows, each node level with what it takes from.

use std::collections::BTreeMap;

use voxloom_workspace::command::MoveNodes;
use voxloom_workspace::{Network, NodeId};

use super::layout::{WIDTH, node_rect};
use crate::theme;

/// Distance of columns, and between nodes of a column.
const COLUMN: f32 = WIDTH + theme::GRID * 5.0;
const BETWEEN: f32 = theme::GRID * 3.0;

/// The move that puts some nodes in order. They keep the upper left corner that they have together.
pub fn arrange(network: &Network, chosen: impl Fn(&NodeId) -> bool) -> MoveNodes {
    let nodes: Vec<NodeId> = network.nodes().map(|node| node.id).filter(chosen).collect();
    let columns = columns(network, &nodes);
    let corner = network
        .nodes()
        .filter(|node| columns.contains_key(&node.id))
        .fold([f32::INFINITY; 2], |[x, y], node| [x.min(node.position[0]), y.min(node.position[1])]);
    let last = columns.values().copied().max().unwrap_or(0);
    let mut tops: BTreeMap<NodeId, f32> = BTreeMap::new();
    let mut moves = Vec::new();
    for column in 0..=last {
        let mut members: Vec<(f32, NodeId)> = nodes.iter().filter(|id| columns[id] == column).map(|id| (wish(network, *id, &tops), *id)).collect();
        members.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut free = f32::NEG_INFINITY;
        for (wish, id) in members {
            let Some(node) = network.get(id) else { continue };
            let top = (wish.max(free) / theme::GRID).ceil() * theme::GRID;
            free = top + node_rect(node).height() + BETWEEN;
            tops.insert(id, top);
            moves.push((id, [corner[0] + column as f32 * COLUMN, corner[1] + top]));
        }
    }
    let snapped = moves.into_iter().map(|(id, [x, y])| (id, [(x / theme::GRID).round() * theme::GRID, (y / theme::GRID).round() * theme::GRID]));
    MoveNodes(snapped.collect())
}

/// Where a node would like to be: level with its sources, or where a source comes to stand.
fn wish(network: &Network, id: NodeId, tops: &BTreeMap<NodeId, f32>) -> f32 {
    let sources: Vec<f32> = network.connections().filter(|c| c.to.node == id).filter_map(|c| tops.get(&c.from.node)).copied().collect();
    if sources.is_empty() { 0.0 } else { sources.iter().sum::<f32>() / sources.len() as f32 }
}

/// The column of each node: one right of the rightmost that it takes from.
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
    columns
}
