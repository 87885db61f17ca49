//! The document: plain values with structural sharing, cheap to snapshot.

mod invariants;
mod network;
mod node;
mod remarks;

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

pub use invariants::check_invariants;
pub use network::{Connection, Link, Network, PortRef, PropertyRef};
pub use node::{Node, NodeId};
pub use remarks::{Frame, FrameId, Note, NoteId};

/// Everything that a `.voxloom` file holds.
#[derive(Debug, Clone, Default)]
pub struct Workspace {
    pub network: Network,
    pub time: Time,
    /// Arrangement of the window; kept and written back, not understood here. Shared, like all that a snapshot holds.
    pub layout: Arc<Json>,
    /// Fields of the file that this version does not know, written back as they were.
    pub unknown: Arc<Map<String, Json>>,
}

/// The clock of animations and sequences.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Time {
    pub frame: i64,
    /// First and last frame.
    pub range: [i64; 2],
    /// Frames per second.
    pub rate: f64,
}

impl Default for Time {
    fn default() -> Self {
        Self { frame: 0, range: [0, 0], rate: 24.0 }
    }
}
