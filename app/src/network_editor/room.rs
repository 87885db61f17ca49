//! The room around a node for what hangs on it: its thumbnail above, its message below.

use egui::{Rect, Vec2, pos2, vec2};
use voxloom_workspace::Network;
use voxloom_workspace::evaluator::{NodeState, ProcessorStatus};

use super::items::rect_of;
use super::remarks;

/// What a thumbnail takes above its node, and a message of three lines below it, at zoom 1.
pub const ABOVE: f32 = 80.0;
pub const BELOW: f32 = 64.0;
/// Around the lines of a message, and the height of each.
const AROUND: f32 = 14.0;
const LINE: f32 = 14.5;

/// How far something may reach above and below a node.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Room {
    pub above: f32,
    pub below: f32,
}

impl Room {
    pub const NONE: Self = Self { above: 0.0, below: 0.0 };
    pub const ALL: Self = Self { above: ABOVE, below: BELOW };

    /// What a node asks for.
    pub fn wanted(state: Option<&NodeState>, thumbnails: bool) -> Self {
        let says = state.is_some_and(|state| {
            let trouble = matches!(state.status, ProcessorStatus::Waiting(_) | ProcessorStatus::Failed(_) | ProcessorStatus::Missing(_));
            trouble || !state.notes.is_empty()
        });
        Self { above: if thumbnails { ABOVE } else { 0.0 }, below: if says { BELOW } else { 0.0 } }
    }

    /// The rectangle of a node with what hangs on it.
    pub fn around(self, rect: Rect) -> Rect {
        Rect::from_min_max(rect.min - vec2(0.0, self.above), rect.max + vec2(0.0, self.below))
    }

    /// Lines of a message that have room below.
    pub fn lines(self) -> usize {
        (((self.below - AROUND) / LINE).floor().max(0.0) as usize).min(3)
    }
}

/// What each of some nodes has for itself: up to other nodes, notes, and what is written on frames. Between two nodes both have a part.
pub fn free(nodes: &[Rect], network: &Network, thumbnails: bool) -> Vec<Room> {
    let frames = network.frames.iter().flat_map(remarks::written_on);
    let remarks: Vec<Rect> = network.notes.iter().map(|note| rect_of(note.rect)).chain(frames).collect();
    let mut order: Vec<usize> = (0..nodes.len()).collect();
    order.sort_by(|a, b| nodes[*a].left().total_cmp(&nodes[*b].left()));
    let mut rooms = vec![Room::ALL; nodes.len()];
    for (place, &index) in order.iter().enumerate() {
        let rect = nodes[index];
        for &other in order[place + 1..].iter().take_while(|other| nodes[**other].left() < rect.right()) {
            let (upper, lower) = if rect.top() <= nodes[other].top() { (index, other) } else { (other, index) };
            let gap = (nodes[lower].top() - nodes[upper].bottom()).max(0.0);
            let (above, below) = if thumbnails { ((gap - BELOW).max(gap * 0.5), (gap - ABOVE).max(gap * 0.5)) } else { (gap, gap) };
            rooms[lower].above = rooms[lower].above.min(above);
            rooms[upper].below = rooms[upper].below.min(below);
        }
        let beside = |remark: &&Rect| remark.x_range().intersection(rect.x_range()).span() > 0.0;
        for remark in remarks.iter().filter(beside) {
            if remark.center().y < rect.center().y {
                rooms[index].above = rooms[index].above.min((rect.top() - remark.bottom()).max(0.0));
            } else {
                rooms[index].below = rooms[index].below.min((remark.top() - rect.bottom()).max(0.0));
            }
        }
    }
    rooms
}

/// The largest size of a shape that fits both ways; `None` where nothing would be seen.
pub fn fitted(shape: Vec2, most: Vec2, room: f32) -> Option<Vec2> {
    let size = shape * (most.min(vec2(f32::INFINITY, room)) / shape).min_elem();
    (size.y >= 20.0 && size.x >= 8.0 || size.y >= most.y).then_some(size)
}

/// The lines of a text in a width, about; what is painted tells exactly, but only later.
pub fn about_lines(text: &str, width: f32, letter: f32) -> usize {
    let in_line = (width / letter).max(1.0);
    text.lines().map(|line| (line.chars().count() as f32 / in_line).ceil().max(1.0) as usize).sum()
}

/// A strip along the foot of a rectangle.
pub fn foot(rect: Rect, height: f32) -> Rect {
    Rect::from_min_max(pos2(rect.left(), rect.bottom() - height), rect.max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbors_share_what_is_between_them() {
        let node = |x: f32, y: f32| Rect::from_min_size(pos2(x, y), vec2(192.0, 90.0));
        let nodes = [node(0.0, 0.0), node(16.0, 130.0), node(400.0, 0.0)];
        let rooms = free(&nodes, &Network::default(), false);
        assert_eq!((rooms[0].below, rooms[1].above, rooms[0].above), (40.0, 40.0, ABOVE));
        assert_eq!((rooms[0].lines(), rooms[2], rooms[2].lines()), (1, Room::ALL, 3));
        let shared = free(&nodes, &Network::default(), true);
        assert_eq!((shared[0].below, shared[1].above), (20.0, 20.0), "a picture and a message do not meet");
    }
}
