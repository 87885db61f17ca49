//! What is selected in the network, and what belongs to it: nodes, frames and notes.

use std::collections::BTreeSet;
use std::sync::Arc;

use egui::{Pos2, Rect, Vec2, pos2, vec2};
use voxloom_workspace::command::{Batch, Command, MoveItems, RemoveFrames, RemoveNodes, RemoveNotes};
use voxloom_workspace::{FrameId, Network, NodeId, NoteId};

use super::edits::shared;
use super::layout::node_rect;
use crate::desk::Desk;

/// The rectangle of a frame or note in the network.
pub fn rect_of([x, y, width, height]: [f32; 4]) -> Rect {
    Rect::from_min_size(pos2(x, y), vec2(width, height))
}

/// A rectangle as the document holds it.
pub fn as_array(rect: Rect) -> [f32; 4] {
    [rect.left(), rect.top(), rect.width(), rect.height()]
}

/// Nodes, frames and notes.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Items {
    pub nodes: BTreeSet<NodeId>,
    pub frames: BTreeSet<FrameId>,
    pub notes: BTreeSet<NoteId>,
}

impl Items {
    /// What is selected.
    pub fn selected(desk: &Desk) -> Self {
        Self { nodes: desk.selection.clone(), frames: desk.frames.clone(), notes: desk.notes.clone() }
    }

    /// Selects this and nothing else.
    pub fn select(self, desk: &mut Desk) {
        (desk.selection, desk.frames, desk.notes) = (self.nodes, self.frames, self.notes);
    }

    /// Everything in a network.
    pub fn all(network: &Network) -> Self {
        Self {
            nodes: network.nodes().map(|node| node.id).collect(),
            frames: network.frames.iter().map(|frame| frame.id).collect(),
            notes: network.notes.iter().map(|note| note.id).collect(),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty() && self.frames.is_empty() && self.notes.is_empty()
    }

    /// These with everything that lies in their frames.
    pub fn with_content(mut self, network: &Network) -> Self {
        // Frames lie in frames: each is looked into once.
        let mut open: Vec<FrameId> = self.frames.iter().copied().collect();
        while let Some(frame) = open.pop().and_then(|id| network.frame(id)) {
            let around = rect_of(frame.rect);
            self.nodes.extend(network.nodes().filter(|node| around.contains_rect(node_rect(node))).map(|node| node.id));
            self.notes.extend(network.notes.iter().filter(|note| around.contains_rect(rect_of(note.rect))).map(|note| note.id));
            for inner in network.frames.iter().filter(|inner| inner.id != frame.id && around.contains_rect(rect_of(inner.rect))) {
                if self.frames.insert(inner.id) {
                    open.push(inner.id);
                }
            }
        }
        self
    }

    /// These and others.
    pub fn and(&self, others: &Self) -> Self {
        Self { nodes: &self.nodes | &others.nodes, frames: &self.frames | &others.frames, notes: &self.notes | &others.notes }
    }

    /// These without others.
    pub fn less(&self, others: &Self) -> Self {
        Self { nodes: &self.nodes - &others.nodes, frames: &self.frames - &others.frames, notes: &self.notes - &others.notes }
    }

    /// The smallest rectangle around all of them.
    pub fn bounds(&self, network: &Network) -> Rect {
        let nodes = self.nodes.iter().filter_map(|id| Some(node_rect(network.get(*id)?)));
        let frames = self.frames.iter().filter_map(|id| Some(rect_of(network.frame(*id)?.rect)));
        let notes = self.notes.iter().filter_map(|id| Some(rect_of(network.note(*id)?.rect)));
        nodes.chain(frames).chain(notes).fold(Rect::NOTHING, Rect::union)
    }

    /// Where all of them lie.
    pub fn places(&self, network: &Network) -> Places {
        Places {
            nodes: self.nodes.iter().filter_map(|id| Some((*id, network.get(*id)?.position))).collect(),
            frames: self.frames.iter().filter_map(|id| Some((*id, corner(network.frame(*id)?.rect)))).collect(),
            notes: self.notes.iter().filter_map(|id| Some((*id, corner(network.note(*id)?.rect)))).collect(),
        }
    }

    /// The command that takes all of them away, frames without what lies in them.
    pub fn removal(&self) -> Option<Arc<dyn Command>> {
        let mut commands: Vec<Arc<dyn Command>> = Vec::new();
        if !self.nodes.is_empty() {
            commands.push(shared(RemoveNodes(self.nodes.iter().copied().collect())));
        }
        if !self.frames.is_empty() {
            commands.push(shared(RemoveFrames(self.frames.iter().copied().collect())));
        }
        if !self.notes.is_empty() {
            commands.push(shared(RemoveNotes(self.notes.iter().copied().collect())));
        }
        match commands.len() {
            0 => None,
            1 => commands.pop(),
            _ => Some(shared(Batch { name: "Remove selection".to_owned(), commands })),
        }
    }
}

fn corner([x, y, ..]: [f32; 4]) -> [f32; 2] {
    [x, y]
}

/// Where items lay when a drag began.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Places {
    nodes: Vec<(NodeId, [f32; 2])>,
    frames: Vec<(FrameId, [f32; 2])>,
    notes: Vec<(NoteId, [f32; 2])>,
}

impl Places {
    /// The move of all of them by some way.
    pub fn moved(&self, by: Vec2) -> MoveItems {
        fn each<T: Copy>(places: &[(T, [f32; 2])], by: Vec2) -> Vec<(T, [f32; 2])> {
            places.iter().map(|(id, [x, y])| (*id, [x + by.x, y + by.y])).collect()
        }
        MoveItems { nodes: each(&self.nodes, by), frames: each(&self.frames, by), notes: each(&self.notes, by) }
    }

    /// The node, when it is all that there is.
    pub fn only_node(&self) -> Option<NodeId> {
        match self.nodes.as_slice() {
            [(id, _)] if self.frames.is_empty() && self.notes.is_empty() => Some(*id),
            _ => None,
        }
    }

    /// How far the first node lies from where it was.
    pub fn way(&self, network: &Network) -> Vec2 {
        let first = self.nodes.first().and_then(|(id, start)| Some(Pos2::from(network.get(*id)?.position) - Pos2::from(*start)));
        first.unwrap_or_default()
    }

    /// Whether all of them lie that far from where they were.
    pub fn are_moved(&self, network: &Network, by: Vec2) -> bool {
        let at = |[x, y]: [f32; 2], now: Option<[f32; 2]>| now.is_none_or(|now| Pos2::from(now).distance(pos2(x + by.x, y + by.y)) < 1e-3);
        self.nodes.iter().all(|(id, start)| at(*start, network.get(*id).map(|node| node.position)))
            && self.frames.iter().all(|(id, start)| at(*start, network.frame(*id).map(|frame| corner(frame.rect))))
            && self.notes.iter().all(|(id, start)| at(*start, network.note(*id).map(|note| corner(note.rect))))
    }
}
