//! Atomic writing: whoever reads the file sees the old one or the new one, whole.

use std::fs::{File, OpenOptions};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use crate::IoError;

/// Writes a file beside `path`, syncs it and renames it to `path`. On any error the old file stays as it was and nothing is left over.
/// A link is followed, and the permissions of a file that is replaced are kept.
pub(crate) fn write(path: &Path, body: impl FnOnce(&mut BufWriter<File>) -> Result<(), IoError>) -> Result<(), IoError> {
    let system = |error| IoError::system(path, "written", error);
    let target = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let folder = match target.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    if !folder.is_dir() {
        return Err(IoError::NoFolder { path: path.to_owned(), folder: folder.to_owned() });
    }
    let old = std::fs::metadata(&target).ok();
    if old.as_ref().is_some_and(|old| !old.is_file()) {
        return Err(IoError::NotAFile { path: path.to_owned(), found: "a folder or a device" });
    }
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let name = format!(".voxloom-{}-{}.tmp", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    let temporary = Temporary(folder.join(name));
    let file = OpenOptions::new().write(true).create_new(true).open(&temporary.0).map_err(system)?;
    let mut writer = BufWriter::with_capacity(1 << 16, file);
    body(&mut writer)?;
    writer.flush().map_err(system)?;
    if let Some(old) = old {
        writer.get_ref().set_permissions(old.permissions()).map_err(system)?;
    }
    writer.get_ref().sync_all().map_err(system)?;
    std::fs::rename(&temporary.0, &target).map_err(system)
}

/// Removed when dropped, unless it was renamed.
struct Temporary(PathBuf);

impl Drop for Temporary {
    fn drop(&mut self) {
        // After the rename there is nothing to remove; before it, a file that stays behind does no harm.
        drop(std::fs::remove_file(&self.0));
    }
}

/// Writes a whole file from memory, atomically.
pub fn write_bytes(path: &Path, bytes: &[u8]) -> Result<(), IoError> {
    write(path, |file| file.write_all(bytes).map_err(|error| IoError::system(path, "written", error)))
}
