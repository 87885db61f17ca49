//! Frames and notes: added, changed, removed, and moved together with nodes.

use super::{Command, Edit, finite};
use crate::document::{Frame, FrameId, Network, NodeId, Note, NoteId};
use crate::error::CommandError;

/// Adds a frame; its id is chosen then.
pub struct AddFrame(pub Frame);

/// Gives the frame of this id another title, comment, rectangle and color. Changes of the same frame in one drag become one step.
pub struct ChangeFrame(pub Frame);

/// Removes frames; what stands in them stays.
pub struct RemoveFrames(pub Vec<FrameId>);

/// Adds a note; its id is chosen then.
pub struct AddNote(pub Note);

/// Gives the note of this id another text, rectangle and color. Changes of the same note in one drag become one step.
pub struct ChangeNote(pub Note);

pub struct RemoveNotes(pub Vec<NoteId>);

/// New positions of top left corners; moves of the same things in one drag become one step.
#[derive(Default)]
pub struct MoveItems {
    pub nodes: Vec<(NodeId, [f32; 2])>,
    pub frames: Vec<(FrameId, [f32; 2])>,
    pub notes: Vec<(NoteId, [f32; 2])>,
}

/// A title in quotation marks, or a word for what has none.
fn called(what: &str, title: &str) -> String {
    let mut letters = title.trim().lines().next().unwrap_or_default().chars();
    let start: String = letters.by_ref().take(24).collect();
    match (start.is_empty(), letters.next()) {
        (true, _) => what.to_owned(),
        (false, None) => format!("{what} \"{start}\""),
        (false, Some(_)) => format!("{what} \"{start}…\""),
    }
}

fn frame_of(network: &mut Network, id: FrameId) -> Result<&mut Frame, CommandError> {
    let index = network.frames.iter().position(|frame| frame.id == id);
    let frame = index.and_then(|index| network.frames.get_mut(index));
    frame.ok_or_else(|| CommandError::Invalid("the frame was removed; choose one that is there".to_owned()))
}

fn note_of(network: &mut Network, id: NoteId) -> Result<&mut Note, CommandError> {
    let index = network.notes.iter().position(|note| note.id == id);
    let note = index.and_then(|index| network.notes.get_mut(index));
    note.ok_or_else(|| CommandError::Invalid("the note was removed; choose one that is there".to_owned()))
}

impl Command for AddFrame {
    fn name(&self, _network: &Network) -> String {
        format!("Add {}", called("frame", &self.0.title))
    }

    fn apply(&self, edit: &mut Edit<'_>) -> Result<(), CommandError> {
        edit.add_frame(self.0.clone()).map(|_| ())
    }
}

impl Command for ChangeFrame {
    fn name(&self, network: &Network) -> String {
        format!("Change {}", called("frame", network.frame(self.0.id).map_or("", |frame| &frame.title)))
    }

    fn apply(&self, edit: &mut Edit<'_>) -> Result<(), CommandError> {
        finite(&self.0.rect)?;
        finite(&self.0.color)?;
        *frame_of(edit.network_mut(), self.0.id)? = self.0.clone();
        Ok(())
    }

    fn merge_key(&self) -> Option<String> {
        Some(format!("frame {}", self.0.id.0))
    }
}

impl Command for RemoveFrames {
    fn name(&self, network: &Network) -> String {
        match self.0.as_slice() {
            [id] => format!("Remove {}", called("frame", network.frame(*id).map_or("", |frame| &frame.title))),
            many => format!("Remove {} frames", many.len()),
        }
    }

    fn apply(&self, edit: &mut Edit<'_>) -> Result<(), CommandError> {
        for id in &self.0 {
            frame_of(edit.network_mut(), *id)?;
        }
        edit.network_mut().frames.retain(|frame| !self.0.contains(&frame.id));
        Ok(())
    }
}

impl Command for AddNote {
    fn name(&self, _network: &Network) -> String {
        format!("Add {}", called("note", &self.0.text))
    }

    fn apply(&self, edit: &mut Edit<'_>) -> Result<(), CommandError> {
        edit.add_note(self.0.clone()).map(|_| ())
    }
}

impl Command for ChangeNote {
    fn name(&self, network: &Network) -> String {
        format!("Change {}", called("note", network.note(self.0.id).map_or("", |note| &note.text)))
    }

    fn apply(&self, edit: &mut Edit<'_>) -> Result<(), CommandError> {
        finite(&self.0.rect)?;
        finite(&self.0.color)?;
        *note_of(edit.network_mut(), self.0.id)? = self.0.clone();
        Ok(())
    }

    fn merge_key(&self) -> Option<String> {
        Some(format!("note {}", self.0.id.0))
    }
}

impl Command for RemoveNotes {
    fn name(&self, network: &Network) -> String {
        match self.0.as_slice() {
            [id] => format!("Remove {}", called("note", network.note(*id).map_or("", |note| &note.text))),
            many => format!("Remove {} notes", many.len()),
        }
    }

    fn apply(&self, edit: &mut Edit<'_>) -> Result<(), CommandError> {
        for id in &self.0 {
            note_of(edit.network_mut(), *id)?;
        }
        edit.network_mut().notes.retain(|note| !self.0.contains(&note.id));
        Ok(())
    }
}

impl Command for MoveItems {
    fn name(&self, network: &Network) -> String {
        match (self.nodes.as_slice(), self.frames.as_slice(), self.notes.as_slice()) {
            ([(id, _)], [], []) => format!("Move {}", network.get(*id).map_or("?", |node| &*node.display_name)),
            ([], [], [(id, _)]) => format!("Move {}", called("note", network.note(*id).map_or("", |note| &note.text))),
            (_, [(id, _)], _) => format!("Move {}", called("frame", network.frame(*id).map_or("", |frame| &frame.title))),
            (nodes, [], []) => format!("Move {} processors", nodes.len()),
            (nodes, frames, notes) => format!("Move {} items", nodes.len() + frames.len() + notes.len()),
        }
    }

    fn apply(&self, edit: &mut Edit<'_>) -> Result<(), CommandError> {
        for (id, position) in &self.nodes {
            finite(position)?;
            edit.change(*id, |node| {
                node.position = *position;
                Ok(())
            })?;
        }
        for (id, [x, y]) in &self.frames {
            finite(&[*x, *y])?;
            let rect = &mut frame_of(edit.network_mut(), *id)?.rect;
            (rect[0], rect[1]) = (*x, *y);
        }
        for (id, [x, y]) in &self.notes {
            finite(&[*x, *y])?;
            let rect = &mut note_of(edit.network_mut(), *id)?.rect;
            (rect[0], rect[1]) = (*x, *y);
        }
        Ok(())
    }

    fn merge_key(&self) -> Option<String> {
        let nodes: Vec<u64> = self.nodes.iter().map(|(id, _)| id.0).collect();
        let frames: Vec<u64> = self.frames.iter().map(|(id, _)| id.0).collect();
        let notes: Vec<u64> = self.notes.iter().map(|(id, _)| id.0).collect();
        Some(format!("move {nodes:?} {frames:?} {notes:?}"))
    }
}
