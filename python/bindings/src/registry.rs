//! Which addresses of this process lie in segments: memory that NumPy got from us, and memory that was received.
#![allow(unsafe_code, reason = "addresses of mapped segments; each block states why it is sound")]

use std::collections::BTreeMap;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use voxloom_core::memory::{Memory, Segment, SegmentMut};

/// Segments begin at pages, so that other addresses need no look-up.
const PAGE: usize = 4096;

enum Entry {
    /// NumPy owns an array in it, which may still be written.
    Born { segment: Arc<Segment>, passed: bool },
    /// Received, or dropped by NumPy: someone else decides how long it lives.
    Known(Weak<Segment>),
}

impl Entry {
    fn segment(&self) -> Option<Arc<Segment>> {
        match self {
            Self::Born { segment, .. } => Some(segment.clone()),
            Self::Known(segment) => segment.upgrade(),
        }
    }
}

/// Segments by the address of their first byte.
static ENTRIES: Mutex<BTreeMap<usize, Entry>> = Mutex::new(BTreeMap::new());
/// This process is a fork of a host.
static FORKED: AtomicBool = AtomicBool::new(false);

fn entries() -> MutexGuard<'static, BTreeMap<usize, Entry>> {
    ENTRIES.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Memory for an array of NumPy, at least `size` bytes; `None` when there is none: NumPy's own memory serves then.
pub fn allocate(size: usize, zeroed: bool) -> Option<NonNull<u8>> {
    if FORKED.load(Ordering::Relaxed) {
        return None;
    }
    let mut segment = SegmentMut::allocate(size).ok()?;
    if zeroed {
        segment.clear(size);
    }
    let bytes = segment.as_bytes_mut();
    let address = NonNull::from(&mut *bytes).cast::<u8>();
    // NumPy writes through this address; nobody here makes a reference to the bytes before the array is frozen.
    let memory = segment.freeze(size);
    let (segment, _) = memory.segment()?;
    entries().insert(address.as_ptr() as usize, Entry::Born { segment: segment.clone(), passed: false });
    Some(address)
}

/// Bytes at an address that [`allocate`] returned.
pub fn born_length(address: usize) -> Option<usize> {
    if !address.is_multiple_of(PAGE) {
        return None;
    }
    match entries().get(&address) {
        Some(Entry::Born { segment, .. }) => Some(segment.len()),
        Some(Entry::Known(_)) | None => None,
    }
}

/// Whether the memory at an address that [`allocate`] returned was handed to someone who may read it for as long as it wants.
pub fn was_passed(address: usize) -> bool {
    matches!(entries().get(&address), Some(Entry::Born { passed: true, .. }))
}

/// NumPy does not need the memory any more. False when it is not ours. Its pages are used again unless they were passed on.
pub fn release(address: usize) -> bool {
    if !address.is_multiple_of(PAGE) {
        return false;
    }
    let mut entries = entries();
    let Some(Entry::Born { segment, .. }) = entries.get(&address) else { return false };
    let known = Arc::downgrade(segment);
    // Readers in this process may hold it longer.
    let released = if Arc::strong_count(segment) > 1 { entries.insert(address, Entry::Known(known)) } else { entries.remove(&address) };
    drop(entries);
    if FORKED.load(Ordering::Relaxed) {
        // The pages are the parent's: leave its pool alone.
        std::mem::forget(released);
    }
    true
}

/// Remembers memory that was received, so that parts of it can be passed on without a copy.
pub fn remember(memory: &Memory) {
    let Some((segment, _)) = memory.segment() else { return };
    let address = segment.as_bytes().as_ptr() as usize;
    let mut entries = entries();
    if entries.len() > 64 && entries.len().is_power_of_two() {
        entries.retain(|_, entry| !matches!(entry, Entry::Known(segment) if segment.strong_count() == 0));
    }
    if !matches!(entries.get(&address), Some(Entry::Born { .. })) {
        entries.insert(address, Entry::Known(Arc::downgrade(segment)));
    }
}

/// The segment memory that holds `length` bytes at an address.
pub fn find(address: usize, length: usize) -> Option<Memory> {
    let mut entries = entries();
    let (start, entry) = entries.range_mut(..=address).next_back()?;
    let segment = entry.segment()?;
    let offset = address - start;
    if offset.checked_add(length)? > segment.len() {
        return None;
    }
    if let Entry::Born { passed, .. } = entry {
        *passed = true;
    }
    Some(Memory::from_segment(segment, offset, length))
}

/// Number of arrays of NumPy that lie in segments.
pub fn born() -> usize {
    entries().values().filter(|entry| matches!(entry, Entry::Born { .. })).count()
}

/// In the child of a fork: memory that is shared with the parent becomes private, and none is shared from now on.
/// Returns the number of segments that could not be made private.
pub fn after_fork() -> usize {
    use rustix::mm::{MapFlags, ProtFlags};
    FORKED.store(true, Ordering::Relaxed);
    let mut failed = 0;
    for (address, entry) in entries().iter() {
        let Entry::Born { segment, .. } = entry else { continue };
        let private = segment.descriptor().ok().and_then(|file| {
            // SAFETY: replaces a mapping of this segment by a private one of the same bytes at the same address and of the same length.
            unsafe {
                rustix::mm::mmap(
                    *address as *mut std::ffi::c_void,
                    segment.len(),
                    ProtFlags::READ | ProtFlags::WRITE,
                    MapFlags::PRIVATE | MapFlags::FIXED,
                    &file,
                    0,
                )
            }
            .ok()
        });
        failed += usize::from(private.is_none());
    }
    failed
}
