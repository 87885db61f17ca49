//! Stamps: how one tells by polling that a file changed.

use std::fs::Metadata;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

/// Time of the last change, size and identity of a file. Two stamps differ when the file was written or replaced in between.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Stamp {
    /// Seconds and nanoseconds since 1970.
    pub modified: (i64, i64),
    /// Bytes.
    pub size: u64,
    /// Device and inode: another file under the same name has another.
    pub identity: (u64, u64),
}

impl Stamp {
    pub(crate) fn of(metadata: &Metadata) -> Self {
        Self { modified: (metadata.mtime(), metadata.mtime_nsec()), size: metadata.size(), identity: (metadata.dev(), metadata.ino()) }
    }
}

/// The stamp of a file, links followed; `None` when there is none or it cannot be looked at. Costs one system call.
pub fn stamp(path: &Path) -> Option<Stamp> {
    std::fs::metadata(path).ok().map(|metadata| Stamp::of(&metadata))
}
