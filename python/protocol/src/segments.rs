//! Segments that crossed: one that comes back, or comes again, is the same mapping.

use std::collections::HashMap;
use std::os::fd::OwnedFd;
use std::sync::{Arc, LazyLock, Mutex, Weak};

use voxloom_core::memory::Segment;

use crate::error::ProtocolError;

/// What identifies the file behind a segment: device and inode.
type Key = (u64, u64);

static KNOWN: LazyLock<Mutex<HashMap<Key, Weak<Segment>>>> = LazyLock::new(Mutex::default);

fn key(file: &OwnedFd) -> Result<Key, ProtocolError> {
    let stat = rustix::fs::fstat(file)?;
    Ok((stat.st_dev, stat.st_ino))
}

fn remember(key: Key, segment: &Arc<Segment>) {
    let mut known = KNOWN.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    // Forgets what is gone when the table has doubled, so that the cost stays constant on average.
    if known.len() == known.capacity() {
        known.retain(|_, segment| segment.strong_count() > 0);
    }
    known.insert(key, Arc::downgrade(segment));
}

/// A descriptor of a segment that another process is to map.
pub(crate) fn hand_out(segment: &Arc<Segment>) -> Result<OwnedFd, ProtocolError> {
    let file = segment.descriptor()?;
    remember(key(&file)?, segment);
    Ok(file)
}

/// The segment behind a descriptor: a mapping that exists already, or a new one.
pub(crate) fn take_in(file: OwnedFd, length: usize) -> Result<Arc<Segment>, ProtocolError> {
    let key = key(&file)?;
    let known = KNOWN.lock().unwrap_or_else(std::sync::PoisonError::into_inner).get(&key).and_then(Weak::upgrade);
    if let Some(segment) = known
        && segment.len() >= length
    {
        return Ok(segment);
    }
    let segment = Segment::map(file, length)?;
    remember(key, &segment);
    Ok(segment)
}
