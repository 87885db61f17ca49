//! Memory that a file is read into, not zeroed first where it is large.

use std::path::Path;

use voxloom_core::data::format_bytes;
use voxloom_core::memory::{Memory, MemoryMut, SHARED_FROM, SegmentMut};

use crate::{IoError, ReadOptions};

/// Memory being filled: a shared segment from [`SHARED_FROM`] bytes on, whose content is arbitrary at first, private memory below.
pub(crate) enum Fill {
    Private(MemoryMut),
    Shared(SegmentMut, usize),
}

impl Fill {
    /// `length` bytes, aligned for every scalar.
    pub fn new(path: &Path, length: usize) -> Result<Self, IoError> {
        if length < SHARED_FROM {
            return Ok(Self::Private(MemoryMut::zeroed(length).map_err(IoError::data(path))?));
        }
        Ok(Self::Shared(SegmentMut::allocate(length).map_err(IoError::data(path))?, length))
    }

    pub fn bytes_mut(&mut self) -> &mut [u8] {
        match self {
            Self::Private(memory) => memory.as_bytes_mut(),
            Self::Shared(segment, length) => &mut segment.as_bytes_mut()[..*length],
        }
    }

    /// The memory, immutable from now on. Every byte must have been written.
    pub fn freeze(self) -> Memory {
        match self {
            Self::Private(memory) => memory.freeze(),
            Self::Shared(segment, length) => segment.freeze(length),
        }
    }
}

/// Refuses what is larger than the limit of the options, by default a quarter of the machine's memory.
pub(crate) fn check_limit(path: &Path, bytes: u64, options: &ReadOptions<'_>, cure: &'static str) -> Result<(), IoError> {
    let (limit, limit_is) = match options.memory_limit {
        Some(limit) => (limit, "as set"),
        None => (total_memory() / 4, "a quarter of this machine's memory"),
    };
    if bytes <= limit && usize::try_from(bytes).is_ok() {
        return Ok(());
    }
    let text = |n: u64| format_bytes(usize::try_from(n).unwrap_or(usize::MAX));
    Err(IoError::OutOfMemory { path: path.to_owned(), needed: text(bytes), limit: text(limit), limit_is, cure })
}

/// Bytes of memory that the machine has, as Linux says; no limit where it does not say.
fn total_memory() -> u64 {
    std::fs::read_to_string("/proc/meminfo")
        .ok()
        .and_then(|text| text.lines().find_map(|line| line.strip_prefix("MemTotal:")?.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()))
        .map_or(u64::MAX, |kib| kib.saturating_mul(1024))
}
