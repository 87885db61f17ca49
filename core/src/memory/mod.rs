//! Memory of voxels: shared, immutable once made, passed between processes without a copy.
//!
//! From [`SHARED_FROM`] bytes on memory lies in a [`Segment`], which another process can map.
#![allow(unsafe_code, reason = "views of mapped memory; each block states why it is sound")]

mod segment;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

pub use segment::{Segment, SegmentMut, available_memory, pool_statistics, total_memory, trim_pool};

use crate::data::Scalar;

/// Memory of this size and more lies in segments that other processes can map.
pub const SHARED_FROM: usize = 1 << 20;

/// Bytes that someone else owns (Python, say) and keeps alive and unchanged while this exists.
///
/// # Safety
/// The bytes must stay at their address, readable and unchanged, until the owner is dropped.
pub unsafe trait MemoryOwner: Send + Sync {
    fn bytes(&self) -> &[u8];
}

/// Immutable bytes, cheap to clone.
#[derive(Clone)]
pub struct Memory(Kind);

#[derive(Clone)]
enum Kind {
    /// A typed vector, so that the bytes are aligned for any scalar.
    Private(Arc<dyn PrivateBytes>),
    Shared {
        segment: Arc<Segment>,
        offset: usize,
        length: usize,
    },
    Foreign(Arc<dyn MemoryOwner>),
}

trait PrivateBytes: Send + Sync {
    fn bytes(&self) -> &[u8];
}

impl<T: Scalar> PrivateBytes for Vec<T> {
    fn bytes(&self) -> &[u8] {
        bytemuck::cast_slice(self)
    }
}

impl Memory {
    /// Takes over a vector without copying it.
    pub fn from_vec<T: Scalar>(elements: Vec<T>) -> Self {
        Self(Kind::Private(Arc::new(elements)))
    }

    /// Memory that someone else owns.
    pub fn from_owner(owner: Arc<dyn MemoryOwner>) -> Self {
        Self(Kind::Foreign(owner))
    }

    /// `length` bytes of a segment. Panics when they lie outside of it.
    pub fn from_segment(segment: Arc<Segment>, offset: usize, length: usize) -> Self {
        assert!(offset.checked_add(length).is_some_and(|end| end <= segment.len()), "the range lies outside the segment");
        Self(Kind::Shared { segment, offset, length })
    }

    pub fn as_bytes(&self) -> &[u8] {
        match &self.0 {
            Kind::Private(owner) => owner.bytes(),
            Kind::Shared { segment, offset, length } => &segment.as_bytes()[*offset..*offset + *length],
            Kind::Foreign(owner) => owner.bytes(),
        }
    }

    pub fn len(&self) -> usize {
        self.as_bytes().len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The segment and the offset in it, when other processes can map these bytes.
    pub fn segment(&self) -> Option<(&Arc<Segment>, usize)> {
        match &self.0 {
            Kind::Shared { segment, offset, .. } => Some((segment, *offset)),
            Kind::Private(_) | Kind::Foreign(_) => None,
        }
    }

    /// The same bytes in a segment; copies only when they do not lie in one. Needed to hand them to another process.
    pub fn to_shared(&self) -> Result<Self, crate::DataError> {
        if self.segment().is_some() {
            return Ok(self.clone());
        }
        let mut segment = SegmentMut::allocate(self.len())?;
        segment.as_bytes_mut()[..self.len()].copy_from_slice(self.as_bytes());
        COPIED.fetch_add(self.len() as u64, Ordering::Relaxed);
        Ok(segment.freeze(self.len()))
    }
}

impl std::fmt::Debug for Memory {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Memory({} bytes)", self.len())
    }
}

/// Memory that is being filled: a segment from [`SHARED_FROM`] on, private below.
pub struct MemoryMut(MutKind);

enum MutKind {
    /// `u64` so that every scalar is aligned.
    Private(Vec<u64>, usize),
    Shared(SegmentMut, usize),
}

impl MemoryMut {
    /// Zeroed memory of `length` bytes. An error names the bytes when the machine has not got them.
    pub fn zeroed(length: usize) -> Result<Self, crate::DataError> {
        if length >= SHARED_FROM {
            let mut segment = SegmentMut::allocate(length)?;
            segment.clear(length);
            return Ok(Self(MutKind::Shared(segment, length)));
        }
        Ok(Self(MutKind::Private(vec![0; length.div_ceil(8)], length)))
    }

    pub fn as_bytes_mut(&mut self) -> &mut [u8] {
        match &mut self.0 {
            MutKind::Private(words, length) => &mut bytemuck::cast_slice_mut(words)[..*length],
            MutKind::Shared(segment, length) => &mut segment.as_bytes_mut()[..*length],
        }
    }

    /// The elements, typed. Panics when the length is no multiple of the element's size.
    pub fn as_slice_mut<T: Scalar>(&mut self) -> &mut [T] {
        bytemuck::cast_slice_mut(self.as_bytes_mut())
    }

    pub fn freeze(self) -> Memory {
        match self.0 {
            MutKind::Shared(segment, length) => segment.freeze(length),
            MutKind::Private(words, length) => Memory(Kind::Private(Arc::new(Words(words, length)))),
        }
    }
}

struct Words(Vec<u64>, usize);

impl PrivateBytes for Words {
    fn bytes(&self) -> &[u8] {
        &bytemuck::cast_slice(&self.0)[..self.1]
    }
}

static READ_BACK: AtomicU64 = AtomicU64::new(0);
static COPIED: AtomicU64 = AtomicU64::new(0);

pub(crate) fn count_read_back(bytes: usize) {
    READ_BACK.fetch_add(bytes as u64, Ordering::Relaxed);
}

/// Bytes that were copied from devices to the host since the program started.
pub fn read_back_bytes() -> u64 {
    READ_BACK.load(Ordering::Relaxed)
}

/// Bytes that were copied only to be handed to another process.
pub fn copied_bytes() -> u64 {
    COPIED.load(Ordering::Relaxed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_memory_lies_in_a_segment_and_small_does_not() {
        let mut small = MemoryMut::zeroed(100).unwrap();
        small.as_slice_mut::<f32>()[3] = 2.5;
        let small = small.freeze();
        assert_eq!((small.len(), small.segment().is_some()), (100, false));
        assert_eq!(bytemuck::cast_slice::<u8, f32>(small.as_bytes())[3], 2.5);
        let mut large = MemoryMut::zeroed(SHARED_FROM).unwrap();
        large.as_bytes_mut()[77] = 9;
        let large = large.freeze();
        assert!(large.segment().is_some());
        assert_eq!(large.as_bytes()[77], 9);
    }

    #[test]
    fn a_segment_mapped_again_shows_the_same_bytes() {
        let mut memory = MemoryMut::zeroed(SHARED_FROM + 5).unwrap();
        memory.as_bytes_mut()[SHARED_FROM + 4] = 42;
        let memory = memory.freeze();
        let (segment, offset) = memory.segment().unwrap();
        let other = Segment::map(segment.descriptor().unwrap(), segment.len()).unwrap();
        assert_eq!(other.as_bytes()[offset + SHARED_FROM + 4], 42);
    }

    #[test]
    fn a_large_segment_lies_where_huge_pages_may_and_every_mapping_shows_its_bytes() {
        const HUGE: usize = 2 << 20;
        for length in [HUGE, 3 * HUGE - 4096, 40 * HUGE + 12345] {
            let mut memory = MemoryMut::zeroed(length).unwrap();
            assert!(memory.as_bytes_mut().iter().all(|byte| *byte == 0));
            for (i, byte) in memory.as_bytes_mut().iter_mut().enumerate().step_by(4093) {
                *byte = (i % 251) as u8;
            }
            let memory = memory.freeze();
            let (segment, _) = memory.segment().unwrap();
            let other = Segment::map(segment.descriptor().unwrap(), segment.len()).unwrap();
            for mapping in [segment, &other] {
                let bytes = mapping.as_bytes();
                assert_eq!(bytes.as_ptr().align_offset(HUGE), 0);
                assert!((0..length).step_by(4093).all(|i| bytes[i] == (i % 251) as u8), "{length}");
            }
        }
    }

    #[test]
    fn a_freed_segment_is_used_again_and_never_shows_old_bytes() {
        let mut first = MemoryMut::zeroed(3 << 20).unwrap();
        first.as_bytes_mut().fill(1);
        drop(first.freeze());
        let mut second = MemoryMut::zeroed(3 << 20).unwrap();
        assert!(second.as_bytes_mut().iter().all(|b| *b == 0));
    }
}
