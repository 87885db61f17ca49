//! Messages between the program and its Python hosts: the same bytes over a socket and inside one process.
//!
//! Invariants
//! * Nothing here knows Python: the program's side is `voxloom-host`, the other `voxloom-bindings`.
//! * Voxel memory of [`SHARED_FROM`](voxloom_core::memory::SHARED_FROM) bytes and more crosses as a file descriptor, never as bytes.
//! * What arrives is checked: a broken frame is an error, never a panic.
//!
//! Read `message.rs` first.

pub mod channel;
pub mod codec;
pub mod data;
mod error;
pub mod interface;
pub mod message;
mod object;
pub mod passing;
mod property;
mod real;
mod segments;

pub use channel::channel_pair;
pub use codec::{Frame, Receiver, Sender};
pub use data::{Attached, Attachments, Described};
pub use error::ProtocolError;
pub use interface::{interface_from_json, interface_to_json};
pub use message::{FromHost, PROTOCOL_VERSION, PythonError, ReplyError, ReplyErrorKind, ToHost};
pub use object::{ObjectHome, PythonObject, Release};
pub use passing::{SocketReceiver, SocketSender, socket_pair};
pub use property::{property_from_json, property_to_json};
