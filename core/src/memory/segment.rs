//! Segments: memory that several processes map, pooled because fresh pages cost many times what warm ones do.
//!
//! On Linux a segment is a sealed `memfd`; this module hides the platform. From 2 MiB on it lies in huge pages where the kernel has some:
//! NumPy asks for them for its own arrays, and what lies in small ones is computed with a tenth to a quarter slower.

use std::os::fd::{AsFd, OwnedFd};
use std::ptr::NonNull;
use std::sync::{Arc, Mutex};

use rustix::fs::{MemfdFlags, SealFlags};
use rustix::mm::{MapFlags, ProtFlags};

use crate::data::format_bytes;
use crate::error::DataError;

/// Freed segments are kept for reuse up to this many bytes in all.
const POOL_LIMIT: usize = 1 << 30;

/// What addresses and lengths of mappings are multiples of.
const PAGE: usize = 4096;
/// Bytes of a huge page.
const HUGE: usize = 2 << 20;
/// Huge pages take their memory at once. Arrays beyond this, of which perhaps little is ever written, get theirs page by page.
const HUGE_LIMIT: usize = POOL_LIMIT;

/// A mapped segment, readable; the last owner gives it back to the pool when this process made it.
pub struct Segment {
    /// Present until dropped.
    map: Option<Mapping>,
    length: usize,
    /// Made here, and not handed to another process: its pages may be used again.
    reusable: std::sync::atomic::AtomicBool,
}

/// A segment that this process is filling and nobody else sees yet.
pub struct SegmentMut(Mapping);

struct Mapping {
    address: NonNull<u8>,
    length: usize,
    file: OwnedFd,
}

// SAFETY: the mapping is plain memory, valid until it is dropped; writes go through `&mut SegmentMut` only.
unsafe impl Send for Mapping {}
// SAFETY: as above; shared access only reads.
unsafe impl Sync for Mapping {}

impl Mapping {
    fn new(file: OwnedFd, length: usize, writable: bool) -> Result<Self, DataError> {
        let protection = if writable { ProtFlags::READ | ProtFlags::WRITE } else { ProtFlags::READ };
        let (place, flags) = match aligned_place(length) {
            Some(place) => (place.as_ptr(), MapFlags::SHARED | MapFlags::FIXED),
            None => (std::ptr::null_mut(), MapFlags::SHARED),
        };
        // SAFETY: a fresh mapping, at an address that the kernel chooses or that was reserved for it; it aliases nothing of ours.
        let mapped = unsafe { rustix::mm::mmap(place, length, protection, flags, &file, 0) };
        let address = mapped.map_err(|error| {
            if !place.is_null() {
                unreserve(place, length.next_multiple_of(PAGE));
            }
            out_of_memory(length, error)
        })?;
        let address = NonNull::new(address.cast::<u8>()).ok_or_else(|| out_of_memory(length, "no address"))?;
        Ok(Self { address, length, file })
    }

    fn bytes(&self) -> &[u8] {
        // SAFETY: mapped for `length` bytes until dropped; the file is sealed against shrinking.
        unsafe { std::slice::from_raw_parts(self.address.as_ptr(), self.length) }
    }
}

/// Addresses for `length` bytes that begin where a huge page may, reserved; `None` for what holds none.
fn aligned_place(length: usize) -> Option<NonNull<std::ffi::c_void>> {
    if length < HUGE {
        return None;
    }
    let length = length.next_multiple_of(PAGE);
    // SAFETY: a fresh reservation at an address that the kernel chooses; nothing can be read or written there.
    let start = unsafe { rustix::mm::mmap_anonymous(std::ptr::null_mut(), length + HUGE, ProtFlags::empty(), MapFlags::PRIVATE) }.ok()?;
    let before = start.align_offset(HUGE);
    let place = start.wrapping_byte_add(before);
    unreserve(start, before);
    unreserve(place.wrapping_byte_add(length), HUGE - before);
    NonNull::new(place)
}

/// Gives a part of what [`aligned_place`] reserved back; both ends lie at pages.
fn unreserve(address: *mut std::ffi::c_void, length: usize) {
    if length > 0 {
        // SAFETY: reserved above, and nothing was mapped there since.
        let result = unsafe { rustix::mm::munmap(address, length) };
        if let Err(error) = result {
            log::debug!("reserved addresses could not be given back: {error}");
        }
    }
}

impl Drop for Mapping {
    fn drop(&mut self) {
        // SAFETY: this mapping was made by `new` and nobody holds a reference into it any more.
        let result = unsafe { rustix::mm::munmap(self.address.as_ptr().cast(), self.length) };
        if let Err(error) = result {
            log::warn!("a memory segment could not be unmapped: {error}");
        }
    }
}

impl SegmentMut {
    /// A segment of at least `length` bytes, from the pool when one fits. Its content is arbitrary.
    pub fn allocate(length: usize) -> Result<Self, DataError> {
        let class = size_class(length);
        if let Some(mapping) = pool().take(class) {
            return Ok(Self(mapping));
        }
        let file =
            rustix::fs::memfd_create("voxloom", MemfdFlags::CLOEXEC | MemfdFlags::ALLOW_SEALING).map_err(|error| out_of_memory(class, error))?;
        rustix::fs::ftruncate(&file, class as u64).map_err(|error| out_of_memory(class, error))?;
        // Sealed: a process that shrinks it would kill the others with SIGBUS.
        rustix::fs::fcntl_add_seals(&file, SealFlags::SHRINK | SealFlags::GROW | SealFlags::SEAL).map_err(|error| out_of_memory(class, error))?;
        if length > available_memory() {
            return Err(out_of_memory(length, "the machine has not that much free"));
        }
        let mut segment = Self(Mapping::new(file, class, true)?);
        if length <= HUGE_LIMIT {
            segment.take_huge_pages(length);
        }
        Ok(segment)
    }

    /// Puts the first `length` bytes of a fresh segment into huge pages, as far as they fill some. Without, it is only slower.
    fn take_huge_pages(&mut self, length: usize) {
        let whole = length / HUGE * HUGE;
        // The kernel collapses only what has a page.
        self.as_bytes_mut()[..whole].chunks_exact_mut(HUGE).for_each(|page| page[0] = 0);
        collapse(self.0.address, whole);
    }

    pub fn as_bytes_mut(&mut self) -> &mut [u8] {
        // SAFETY: mapped writable for `length` bytes, and `&mut self` is the only access.
        unsafe { std::slice::from_raw_parts_mut(self.0.address.as_ptr(), self.0.length) }
    }

    /// Zeroes the first `length` bytes, in parallel when there are many.
    pub fn clear(&mut self, length: usize) {
        use rayon::prelude::*;
        self.as_bytes_mut()[..length].par_chunks_mut(4 << 20).for_each(|chunk| chunk.fill(0));
    }

    /// The first `length` bytes as immutable memory.
    pub fn freeze(self, length: usize) -> super::Memory {
        super::Memory::from_segment(Arc::new(Segment { length: self.0.length, map: Some(self.0), reusable: true.into() }), 0, length)
    }
}

impl Segment {
    /// Maps a segment that another process made.
    pub fn map(file: OwnedFd, length: usize) -> Result<Arc<Self>, DataError> {
        let seals = rustix::fs::fcntl_get_seals(&file).map_err(|error| DataError::Invalid(format!("no memory segment: {error}")))?;
        let actual = rustix::fs::fstat(&file).map(|stat| stat.st_size as usize).unwrap_or(0);
        if !seals.contains(SealFlags::SHRINK) || actual < length || length == 0 {
            return Err(DataError::Invalid(format!("a memory segment of {length} bytes was announced, but it has {actual} or is not sealed")));
        }
        Ok(Arc::new(Self { length, map: Some(Mapping::new(file, length, false)?), reusable: false.into() }))
    }

    pub fn as_bytes(&self) -> &[u8] {
        self.map.as_ref().map_or(&[], Mapping::bytes)
    }

    pub fn len(&self) -> usize {
        self.length
    }

    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// The file descriptor to hand to another process, which may then map the bytes for as long as it wants:
    /// the pages are not used again.
    pub fn descriptor(&self) -> std::io::Result<OwnedFd> {
        self.reusable.store(false, std::sync::atomic::Ordering::Relaxed);
        self.map.as_ref().map_or_else(|| Err(std::io::ErrorKind::NotFound.into()), |map| map.file.as_fd().try_clone_to_owned())
    }
}

impl Drop for Segment {
    fn drop(&mut self) {
        if *self.reusable.get_mut()
            && let Some(map) = self.map.take()
        {
            pool().give(map);
        }
    }
}

/// Freed segments by size.
#[derive(Default)]
struct Pool {
    free: Mutex<Vec<Mapping>>,
}

impl Pool {
    fn take(&self, class: usize) -> Option<Mapping> {
        let mut free = self.free.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let index = free.iter().position(|mapping| mapping.length == class)?;
        Some(free.swap_remove(index))
    }

    fn give(&self, mapping: Mapping) {
        let mut free = self.free.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        free.push(mapping);
        while free.iter().map(|mapping| mapping.length).sum::<usize>() > POOL_LIMIT && !free.is_empty() {
            free.remove(0);
        }
    }
}

fn pool() -> &'static Pool {
    static POOL: std::sync::LazyLock<Pool> = std::sync::LazyLock::new(Pool::default);
    &POOL
}

/// Asks the kernel to put memory into huge pages (Linux 6.1 and later). It does so where `MADV_HUGEPAGE`, which is only a hint that
/// `shmem_enabled` allows or not, does nothing.
fn collapse(address: NonNull<u8>, length: usize) {
    const MADV_COLLAPSE: std::ffi::c_int = 25;
    unsafe extern "C" {
        fn madvise(address: *mut std::ffi::c_void, length: usize, advice: std::ffi::c_int) -> std::ffi::c_int;
    }
    if length > 0 {
        // SAFETY: a mapping of ours, whose content stays what it is. What the kernel answers changes only how fast it is.
        unsafe { madvise(address.as_ptr().cast(), length, MADV_COLLAPSE) };
    }
}

/// Number and bytes of the segments kept for reuse.
pub fn pool_statistics() -> (usize, usize) {
    let free = pool().free.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    (free.len(), free.iter().map(|mapping| mapping.length).sum())
}

/// Gives all kept segments back to the system.
pub fn trim_pool() {
    pool().free.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clear();
}

/// Sizes are rounded up so that a freed segment fits the next request of about the same size: to pages below 16 MiB, to 1/16 above.
fn size_class(length: usize) -> usize {
    let step = (length.next_power_of_two() / 32).max(PAGE);
    length.max(1).div_ceil(step) * step
}

/// Bytes that can be had without swapping, as Linux estimates them.
pub fn available_memory() -> usize {
    meminfo("MemAvailable:")
}

/// Bytes of memory that the machine has.
pub fn total_memory() -> usize {
    meminfo("MemTotal:")
}

fn meminfo(field: &str) -> usize {
    std::fs::read_to_string("/proc/meminfo")
        .ok()
        .and_then(|text| text.lines().find_map(|line| line.strip_prefix(field)?.trim().strip_suffix("kB")?.trim().parse::<usize>().ok()))
        .map_or(usize::MAX, |kib| kib * 1024)
}

fn out_of_memory(length: usize, reason: impl std::fmt::Display) -> DataError {
    DataError::OutOfMemory { bytes: format_bytes(length), reason: reason.to_string() }
}
