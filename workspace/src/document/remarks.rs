//! Frames and notes: what a person says about a network.

use serde::{Deserialize, Serialize};

/// Identity of a frame for as long as the document lives; files go by order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct FrameId(pub u64);

/// Identity of a note for as long as the document lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct NoteId(pub u64);

/// A titled rectangle behind nodes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Frame {
    #[serde(skip)]
    pub id: FrameId,
    #[serde(default)]
    pub title: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub comment: String,
    /// x, y, width, height, in network points.
    pub rect: [f32; 4],
    /// Red, green, blue and opacity, 0 to 1.
    #[serde(default = "frame_color")]
    pub color: [f32; 4],
}

impl Frame {
    /// A frame in the usual color. Adding it gives it an id.
    pub fn new(title: &str, rect: [f32; 4]) -> Self {
        Self { id: FrameId::default(), title: title.to_owned(), comment: String::new(), rect, color: frame_color() }
    }
}

fn frame_color() -> [f32; 4] {
    [0.36, 0.52, 0.78, 1.0]
}

/// A text on the network.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(from = "SavedNote")]
pub struct Note {
    #[serde(skip)]
    pub id: NoteId,
    pub text: String,
    /// x, y, width, height, in network points.
    pub rect: [f32; 4],
    /// Red, green, blue and opacity, 0 to 1.
    pub color: [f32; 4],
}

/// Width and height of a note that states none.
const NOTE_SIZE: [f32; 2] = [220.0, 100.0];

impl Note {
    /// A note in the usual color and size, with its top left corner at `position`. Adding it gives it an id.
    pub fn new(text: &str, position: [f32; 2]) -> Self {
        let rect = [position[0], position[1], NOTE_SIZE[0], NOTE_SIZE[1]];
        Self { id: NoteId::default(), text: text.to_owned(), rect, color: note_color() }
    }
}

fn note_color() -> [f32; 4] {
    [0.86, 0.75, 0.38, 1.0]
}

/// A note as files have it: early ones had a position only.
#[derive(Deserialize)]
struct SavedNote {
    #[serde(default)]
    text: String,
    #[serde(default)]
    position: [f32; 2],
    rect: Option<[f32; 4]>,
    color: Option<[f32; 4]>,
}

impl From<SavedNote> for Note {
    fn from(saved: SavedNote) -> Self {
        let mut note = Self::new(&saved.text, saved.position);
        note.rect = saved.rect.unwrap_or(note.rect);
        note.color = saved.color.unwrap_or(note.color);
        note
    }
}
