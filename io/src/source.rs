//! A file that is being read: positioned reads, progress, and the check that it did not change meanwhile.

use std::fs::File;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use rayon::prelude::*;

use crate::stamp::Stamp;
use crate::{IoError, ReadOptions};

/// Bytes of one positioned read: small enough for cancelling soon, large enough for any disk.
const CHUNK: usize = 4 << 20;

/// An open file and its stamp at the time.
pub(crate) struct Source<'a> {
    path: &'a Path,
    file: File,
    stamp: Stamp,
}

impl<'a> Source<'a> {
    /// Opens a file that exists, is a regular one and has at least one byte. `expected` names the format in the error.
    pub fn open(path: &'a Path, expected: &'static str) -> Result<Self, IoError> {
        let system = |error| IoError::system(path, "read", error);
        // Looked at before it is opened: opening a pipe waits for its other end.
        let metadata = std::fs::metadata(path).map_err(system)?;
        if !metadata.is_file() {
            let found = if metadata.is_dir() { "a folder" } else { "a device or a pipe" };
            return Err(IoError::NotAFile { path: path.to_owned(), found });
        }
        let file = File::open(path).map_err(system)?;
        let stamp = Stamp::of(&file.metadata().map_err(system)?);
        if stamp.size == 0 {
            return Err(IoError::Empty { path: path.to_owned(), expected });
        }
        Ok(Self { path, file, stamp })
    }

    pub fn path(&self) -> &'a Path {
        self.path
    }

    pub fn file(&self) -> &File {
        &self.file
    }

    pub fn stamp(&self) -> Stamp {
        self.stamp
    }

    /// Bytes of the file when it was opened.
    pub fn size(&self) -> u64 {
        self.stamp.size
    }

    /// The first bytes, at most `length`; fewer when the file has fewer.
    pub fn head(&self, length: usize) -> Result<Vec<u8>, IoError> {
        let length = usize::try_from(self.size()).unwrap_or(usize::MAX).min(length);
        let mut bytes = vec![0; length];
        self.read_at(&mut bytes, 0)?;
        Ok(bytes)
    }

    /// Reads exactly these bytes. The caller compared the range with [`size`](Self::size), so an early end means a change.
    pub fn read_at(&self, bytes: &mut [u8], offset: u64) -> Result<(), IoError> {
        self.file.read_exact_at(bytes, offset).map_err(|error| match error.kind() {
            std::io::ErrorKind::UnexpectedEof => IoError::Changed { path: self.path.to_owned() },
            _ => IoError::system(self.path, "read", error),
        })
    }

    /// Reads `bytes` from `offset` on in parallel chunks, each of which `each` may change while it is in the cache.
    /// Chunks begin at multiples of 8 bytes of `bytes`.
    pub fn read_parallel(&self, bytes: &mut [u8], offset: u64, progress: &Progress<'_>, each: impl Fn(&mut [u8]) + Sync) -> Result<(), IoError> {
        bytes.par_chunks_mut(CHUNK).enumerate().try_for_each(|(index, chunk)| {
            self.read_at(chunk, offset + (index * CHUNK) as u64)?;
            each(chunk);
            progress.add(self.path, chunk.len() as u64)
        })
    }

    /// An error when the file is no longer the one that was opened. Call it after the last read.
    pub fn verify(&self) -> Result<(), IoError> {
        let now = self.file.metadata().map_err(|error| IoError::system(self.path, "read", error))?;
        if Stamp::of(&now) == self.stamp { Ok(()) } else { Err(IoError::Changed { path: self.path.to_owned() }) }
    }
}

/// Bytes done of a total, told to the callback of the options.
pub(crate) struct Progress<'a> {
    options: &'a ReadOptions<'a>,
    done: AtomicU64,
    total: u64,
}

impl<'a> Progress<'a> {
    pub fn new(options: &'a ReadOptions<'a>, total: u64) -> Self {
        Self { options, done: AtomicU64::new(0), total }
    }

    /// Counts bytes; an error when the callback says stop.
    pub fn add(&self, path: &Path, bytes: u64) -> Result<(), IoError> {
        let done = self.done.fetch_add(bytes, Ordering::Relaxed) + bytes;
        match self.options.progress.map(|tell| tell(done, self.total)) {
            Some(std::ops::ControlFlow::Break(())) => Err(IoError::Cancelled { path: path.to_owned() }),
            Some(std::ops::ControlFlow::Continue(())) | None => Ok(()),
        }
    }
}
