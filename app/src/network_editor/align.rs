//! Lines nodes up, and spreads them evenly.

use std::collections::BTreeSet;

use egui::Rect;
use voxloom_workspace::command::MoveNodes;
use voxloom_workspace::{Network, NodeId};

use super::layout::node_rect;

/// What of the nodes lies on one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    Left,
    Right,
    Top,
    Bottom,
    /// Their middles lie one above the other.
    Middle,
    /// Their middles lie beside each other.
    Center,
}

/// The move that puts nodes on the outermost line that they have, or their middles on that of all together.
pub fn align(network: &Network, nodes: &BTreeSet<NodeId>, line: Line) -> MoveNodes {
    let rects = rects(network, nodes);
    let all = rects.iter().fold(Rect::NOTHING, |all, (_, rect)| all.union(*rect));
    let corner = |rect: &Rect| match line {
        Line::Left => [all.left(), rect.top()],
        Line::Right => [all.right() - rect.width(), rect.top()],
        Line::Top => [rect.left(), all.top()],
        Line::Bottom => [rect.left(), all.bottom() - rect.height()],
        Line::Middle => [all.center().x - rect.width() / 2.0, rect.top()],
        Line::Center => [rect.left(), all.center().y - rect.height() / 2.0],
    };
    MoveNodes(rects.iter().map(|(id, rect)| (*id, corner(rect))).collect())
}

/// The move that makes the gaps between nodes equal; the outermost stay.
pub fn distribute(network: &Network, nodes: &BTreeSet<NodeId>, horizontally: bool) -> MoveNodes {
    let start = |rect: &Rect| if horizontally { rect.left() } else { rect.top() };
    let length = |rect: &Rect| if horizontally { rect.width() } else { rect.height() };
    let mut rects = rects(network, nodes);
    rects.sort_by(|(_, a), (_, b)| start(a).total_cmp(&start(b)));
    let (Some((_, first)), Some((_, last))) = (rects.first(), rects.last()) else { return MoveNodes(Vec::new()) };
    let room = start(last) + length(last) - start(first);
    let gap = (room - rects.iter().map(|(_, rect)| length(rect)).sum::<f32>()) / (rects.len().max(2) - 1) as f32;
    let mut next = start(first);
    let moves = rects.iter().map(|(id, rect)| {
        let at = next;
        next += length(rect) + gap;
        (*id, if horizontally { [at, rect.top()] } else { [rect.left(), at] })
    });
    MoveNodes(moves.collect())
}

fn rects(network: &Network, nodes: &BTreeSet<NodeId>) -> Vec<(NodeId, Rect)> {
    nodes.iter().filter_map(|id| Some((*id, node_rect(network.get(*id)?)))).collect()
}
