//! Lines nodes up, and spreads them evenly.

use std::collections::BTreeSet;

use egui::{Rect, Vec2, pos2, vec2};
use voxloom_workspace::command::MoveNodes;
use voxloom_workspace::{Network, NodeId};

use super::layout::node_rect;
use crate::theme;

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

/// The gap that nodes get which would lie on top of each other: beside, and below each other.
const GAP: Vec2 = vec2(theme::GRID * 5.0, theme::GRID * 3.0);

/// The move that puts nodes on the outermost line that they have, or their middles on that of all together. Along the line they keep
/// their order, and their places where none would lie on top of another.
pub fn align(network: &Network, nodes: &BTreeSet<NodeId>, line: Line) -> MoveNodes {
    let upright = matches!(line, Line::Left | Line::Right | Line::Middle);
    let rects = ordered(network, nodes, usize::from(upright));
    let all = rects.iter().fold(Rect::NOTHING, |all, (_, rect)| all.union(*rect));
    let lined = rects.into_iter().map(|(id, rect)| {
        let corner = match line {
            Line::Left => pos2(all.left(), rect.top()),
            Line::Right => pos2(all.right() - rect.width(), rect.top()),
            Line::Top => pos2(rect.left(), all.top()),
            Line::Bottom => pos2(rect.left(), all.bottom() - rect.height()),
            Line::Middle => pos2(all.center().x - rect.width() / 2.0, rect.top()),
            Line::Center => pos2(rect.left(), all.center().y - rect.height() / 2.0),
        };
        (id, Rect::from_min_size(corner, rect.size()))
    });
    moves(apart(lined.collect(), usize::from(upright)))
}

/// The move that makes the gaps between nodes equal; the outermost stay, unless there is no room between them.
pub fn distribute(network: &Network, nodes: &BTreeSet<NodeId>, horizontally: bool) -> MoveNodes {
    let axis = usize::from(!horizontally);
    let rects = ordered(network, nodes, axis);
    let (Some((_, first)), Some((_, last))) = (rects.first(), rects.last()) else { return MoveNodes(Vec::new()) };
    let room = last.max[axis] - first.min[axis];
    let gap = (room - rects.iter().map(|(_, rect)| rect.size()[axis]).sum::<f32>()) / (rects.len().max(2) - 1) as f32;
    let spread = |gap: f32| {
        let mut next = first.min[axis];
        let placed = rects.iter().map(|(id, rect)| {
            let mut corner = rect.min;
            corner[axis] = next;
            next += rect.size()[axis] + gap;
            (*id, Rect::from_min_size(corner, rect.size()))
        });
        placed.collect::<Vec<_>>()
    };
    let even = spread(gap);
    let overlap = even.iter().enumerate().any(|(index, (_, a))| even[index + 1..].iter().any(|(_, b)| a.shrink(0.5).intersects(b.shrink(0.5))));
    moves(if overlap { spread(GAP[axis]) } else { even })
}

/// Moves what lies on top of what comes before it along an axis (0 is x) out of its way.
fn apart(mut rects: Vec<(NodeId, Rect)>, axis: usize) -> Vec<(NodeId, Rect)> {
    let mut free = f32::NEG_INFINITY;
    for (_, rect) in &mut rects {
        if rect.min[axis] < free {
            let mut corner = rect.min;
            corner[axis] = ((free + GAP[axis]) / theme::GRID).ceil() * theme::GRID;
            *rect = Rect::from_min_size(corner, rect.size());
        }
        free = free.max(rect.max[axis]);
    }
    rects
}

fn moves(rects: Vec<(NodeId, Rect)>) -> MoveNodes {
    MoveNodes(rects.into_iter().map(|(id, rect)| (id, rect.min.into())).collect())
}

/// The rectangles of nodes in their order along an axis (0 is x); of those that begin level, in that along the other.
fn ordered(network: &Network, nodes: &BTreeSet<NodeId>, axis: usize) -> Vec<(NodeId, Rect)> {
    let mut rects: Vec<_> = nodes.iter().filter_map(|id| Some((*id, node_rect(network.get(*id)?)))).collect();
    rects.sort_by(|(_, a), (_, b)| a.min[axis].total_cmp(&b.min[axis]).then(a.min[1 - axis].total_cmp(&b.min[1 - axis])));
    rects
}
