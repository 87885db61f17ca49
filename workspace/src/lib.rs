//! The document and its evaluation: network, commands with undo, evaluator, workspace files.
//!
//! Invariants
//! * A document is plain, immutable data; readers hold snapshots. It never holds voxels, textures or instances.
//! * Every edit is a [`command`] in a transaction of the [`store::Store`]; undo and redo follow for free.
//! * Instances and their outputs are owned by the [`evaluator::Evaluator`] and are touched by no one else.
//! * After every transaction [`document::check_invariants`] holds.

pub mod clipboard;
pub mod command;
pub mod document;
mod error;
pub mod evaluator;
pub mod file;
mod history;
pub mod interaction;
mod links;
pub mod recovery;
pub mod store;

pub use document::{Connection, Frame, FrameId, Link, Network, Node, NodeId, Note, NoteId, PortRef, PropertyRef, Workspace};
pub use error::{CommandError, FileError};
pub use store::{Snapshot, Store};
