//! Frames: a fixed header, a JSON text, a binary tail, and file descriptors that travel beside them.
//!
//! Header, little endian: `"VXLM"`, length of the JSON (u32), length of the tail (u64), number of descriptors (u32).

use std::os::fd::OwnedFd;

use serde::Serialize;
use serde::de::DeserializeOwned;
use voxloom_core::data::format_bytes;

use crate::data::{Attached, Attachments};
use crate::error::ProtocolError;

/// Bytes of the header.
pub const HEADER: usize = 20;
/// Longest JSON text of a frame.
pub const MAX_JSON: usize = 64 << 20;
/// Longest binary tail of a frame.
pub const MAX_TAIL: usize = 256 << 20;
/// Most descriptors of a frame.
pub const MAX_DESCRIPTORS: usize = 512;

const MAGIC: [u8; 4] = *b"VXLM";

/// One message as it travels.
#[derive(Debug, Default)]
pub struct Frame {
    pub json: Vec<u8>,
    pub tail: Vec<u8>,
    pub descriptors: Vec<OwnedFd>,
}

/// Lengths of the parts of a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lengths {
    pub json: usize,
    pub tail: usize,
    pub descriptors: usize,
}

/// Sends frames; may be shared between threads.
pub trait Sender: Send + Sync {
    /// Blocks until the frame is on its way.
    fn send(&self, frame: Frame) -> Result<(), ProtocolError>;
}

/// Receives frames, one after the other.
pub trait Receiver: Send {
    /// Blocks until a frame arrives; [`ProtocolError::Closed`] when none will.
    fn recv(&mut self) -> Result<Frame, ProtocolError>;
}

impl Frame {
    /// A frame of a message and what is attached to it.
    pub fn new(message: &impl Serialize, attachments: Attachments) -> Result<Self, ProtocolError> {
        let json = serde_json::to_vec(message).map_err(|error| ProtocolError::malformed(format!("a message has no JSON form: {error}")))?;
        let (tail, descriptors) = attachments.into_parts();
        let frame = Self { json, tail, descriptors };
        frame.lengths().check()?;
        Ok(frame)
    }

    /// A frame of a message without data.
    pub fn plain(message: &impl Serialize) -> Result<Self, ProtocolError> {
        Self::new(message, Attachments::default())
    }

    /// The message, and what the data descriptions in it refer to.
    pub fn open<T: DeserializeOwned>(self) -> Result<(T, Attached), ProtocolError> {
        let message = serde_json::from_slice(&self.json).map_err(ProtocolError::malformed)?;
        Ok((message, Attached::new(self.tail, self.descriptors)))
    }

    pub fn lengths(&self) -> Lengths {
        Lengths { json: self.json.len(), tail: self.tail.len(), descriptors: self.descriptors.len() }
    }

    /// Header, JSON and tail in one piece: what an in-memory channel carries.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(HEADER + self.json.len() + self.tail.len());
        bytes.extend(self.lengths().to_header());
        bytes.extend(&self.json);
        bytes.extend(&self.tail);
        bytes
    }

    /// The inverse of [`Frame::to_bytes`].
    pub(crate) fn from_bytes(bytes: &[u8], descriptors: Vec<OwnedFd>) -> Result<Self, ProtocolError> {
        let header = bytes.first_chunk::<HEADER>().ok_or_else(|| ProtocolError::malformed("it is shorter than a header"))?;
        let lengths = Lengths::from_header(header)?;
        let body = &bytes[HEADER..];
        if body.len() != lengths.json + lengths.tail || descriptors.len() != lengths.descriptors {
            return Err(ProtocolError::malformed("its lengths differ from what its header says"));
        }
        let (json, tail) = body.split_at(lengths.json);
        Ok(Self { json: json.to_vec(), tail: tail.to_vec(), descriptors })
    }
}

impl Lengths {
    pub(crate) fn to_header(self) -> [u8; HEADER] {
        let mut header = [0; HEADER];
        header[..4].copy_from_slice(&MAGIC);
        header[4..8].copy_from_slice(&(self.json as u32).to_le_bytes());
        header[8..16].copy_from_slice(&(self.tail as u64).to_le_bytes());
        header[16..].copy_from_slice(&(self.descriptors as u32).to_le_bytes());
        header
    }

    pub(crate) fn from_header(header: &[u8; HEADER]) -> Result<Self, ProtocolError> {
        if header[..4] != MAGIC {
            return Err(ProtocolError::malformed("it does not begin as a frame does"));
        }
        let number = |range: std::ops::Range<usize>| header[range].iter().rev().fold(0u64, |all, byte| all << 8 | u64::from(*byte));
        let length = |range| usize::try_from(number(range)).unwrap_or(usize::MAX);
        let lengths = Self { json: length(4..8), tail: length(8..16), descriptors: length(16..20) };
        lengths.check()?;
        Ok(lengths)
    }

    fn check(self) -> Result<(), ProtocolError> {
        for (what, size, limit) in [("the text", self.json, MAX_JSON), ("the binary part", self.tail, MAX_TAIL)] {
            if size > limit {
                return Err(ProtocolError::TooLarge { what, size: format_bytes(size), limit: format_bytes(limit) });
            }
        }
        if self.descriptors > MAX_DESCRIPTORS {
            let (size, limit) = (self.descriptors.to_string(), MAX_DESCRIPTORS.to_string());
            return Err(ProtocolError::TooLarge { what: "the number of memory segments", size, limit });
        }
        Ok(())
    }
}
