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
    Born {
        segment: Arc<Segment>,
        /// What was handed out: another mapping, which never changes, since from then on the array's pages are copied when they
        /// are written.
        passed: Option<Arc<Segment>>,
    },
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
    entries().insert(address.as_ptr() as usize, Entry::Born { segment: segment.clone(), passed: None });
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
    matches!(entries().get(&address), Some(Entry::Born { passed: Some(_), .. }))
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

/// The segment memory that holds `length` bytes at an address, for others to read; `None` when there is none that holds what is
/// there now.
///
/// What is written at the address from now on, by whatever view of the array, goes to copies of the pages: the memory that was
/// handed out never changes.
pub fn find(address: usize, length: usize) -> Option<Memory> {
    let mut entries = entries();
    let (start, entry) = entries.range_mut(..=address).next_back()?;
    let segment = entry.segment()?;
    let offset = address - start;
    if offset.checked_add(length)? > segment.len() {
        return None;
    }
    let Entry::Born { passed, .. } = entry else { return Some(Memory::from_segment(segment, offset, length)) };
    let shared = match passed {
        Some(shared) if written(*start, shared.len()) => return None,
        Some(shared) => shared.clone(),
        None => {
            let shared = Segment::map(segment.descriptor().ok()?, segment.len()).ok()?;
            if !make_private(*start, &segment) {
                return None;
            }
            passed.insert(shared).clone()
        }
    };
    Some(Memory::from_segment(shared, offset, length))
}

/// Whether the array at an address was written after its memory was handed out; false for memory that is not NumPy's.
pub fn was_written(address: usize) -> bool {
    let entries = entries();
    match entries.range(..=address).next_back() {
        Some((start, Entry::Born { passed: Some(shared), .. })) if address - start < shared.len() => written(*start, shared.len()),
        _ => false,
    }
}

/// Replaces a mapping of a segment by one of the same bytes whose pages are copied when they are written.
fn make_private(address: usize, segment: &Segment) -> bool {
    use rustix::mm::{MapFlags, ProtFlags};
    let Ok(file) = segment.descriptor() else { return false };
    // SAFETY: a mapping of this segment is replaced at once by one of the same bytes at the same address and of the same length.
    unsafe {
        rustix::mm::mmap(
            address as *mut std::ffi::c_void,
            segment.len(),
            ProtFlags::READ | ProtFlags::WRITE,
            MapFlags::PRIVATE | MapFlags::FIXED,
            &file,
            0,
        )
    }
    .is_ok()
}

/// Whether a private mapping has pages of its own, which those that were written are. True when the system does not tell.
fn written(address: usize, length: usize) -> bool {
    use std::os::unix::fs::FileExt;
    const PRESENT_OR_SWAPPED: u64 = 0b11 << 62;
    const OF_THE_FILE: u64 = 1 << 61;
    let Some(page) = page_size() else { return true };
    let Ok(map) = std::fs::File::open("/proc/self/pagemap") else { return true };
    let mut flags = vec![0; length.div_ceil(page) * 8];
    if map.read_exact_at(&mut flags, (address / page * 8) as u64).is_err() {
        return true;
    }
    flags.as_chunks::<8>().0.iter().any(|entry| {
        let entry = u64::from_ne_bytes(*entry);
        entry & PRESENT_OR_SWAPPED != 0 && entry & OF_THE_FILE == 0
    })
}

/// Number of arrays of NumPy that lie in segments.
pub fn born() -> usize {
    entries().values().filter(|entry| matches!(entry, Entry::Born { .. })).count()
}

/// Bytes of a page, as the system told this process at its start.
fn page_size() -> Option<usize> {
    const PAGE_SIZE: usize = 6;
    let told = std::fs::read("/proc/self/auxv").ok()?;
    let (words, _) = told.as_chunks::<{ size_of::<usize>() }>();
    words.as_chunks::<2>().0.iter().find_map(|[key, value]| (usize::from_ne_bytes(*key) == PAGE_SIZE).then(|| usize::from_ne_bytes(*value)))
}

/// In the child of a fork: memory that is shared with the parent becomes private, and none is shared from now on.
/// Returns the number of segments that could not be made private.
pub fn after_fork() -> usize {
    FORKED.store(true, Ordering::Relaxed);
    let mut failed = 0;
    for (address, entry) in entries().iter() {
        // What was passed on is private already.
        if let Entry::Born { segment, passed: None } = entry {
            failed += usize::from(!make_private(*address, segment));
        }
    }
    failed
}
