//! How files look, to notice that they changed.

use std::collections::BTreeMap;
use std::fs::Metadata;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// Written to a moment ago: whoever writes may not be done.
const WRITING: Duration = Duration::from_millis(50);

/// How a file looks from outside. Times in seconds and nanoseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Stamp {
    modified: (i64, i64),
    /// Moves also when something sets `modified` back.
    changed: (i64, i64),
    length: u64,
    inode: u64,
}

impl Stamp {
    fn of(about: &Metadata) -> Self {
        let (modified, changed) = ((about.mtime(), about.mtime_nsec()), (about.ctime(), about.ctime_nsec()));
        Self { modified, changed, length: about.len(), inode: about.ino() }
    }

    /// `None` when there is no such file.
    pub(crate) fn at(path: &Path) -> Option<Self> {
        std::fs::metadata(path).ok().filter(Metadata::is_file).map(|about| Self::of(&about))
    }

    /// Whether it was written to within the last milliseconds.
    pub(crate) fn is_hot(&self) -> bool {
        let at = Duration::new(self.modified.0.try_into().unwrap_or(0), self.modified.1.try_into().unwrap_or(0));
        // A clock of another machine may be ahead.
        SystemTime::now().duration_since(SystemTime::UNIX_EPOCH + at).is_ok_and(|age| age < WRITING)
    }
}

/// A file that another one imports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stamped {
    pub path: PathBuf,
    pub stamp: Option<Stamp>,
    pub hash: u64,
}

impl Stamped {
    pub(crate) fn now(path: PathBuf) -> Self {
        let stamp = Stamp::at(&path);
        Self { hash: hash_file(&path), stamp, path }
    }
}

/// Hash of what is given; the same in every run of the same program.
pub(crate) fn hash_of(value: &(impl Hash + ?Sized)) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// Hash of the content of a file; of one that cannot be read, of nothing.
pub(crate) fn hash_file(path: &Path) -> u64 {
    hash_of(&std::fs::read(path).unwrap_or_default())
}

/// The processor files in folders with the rank of their folder. A file that lies in two of them has the better rank.
pub(crate) fn list_files(folders: &[PathBuf]) -> BTreeMap<PathBuf, (usize, Stamp)> {
    let mut files = BTreeMap::new();
    for (rank, folder) in folders.iter().enumerate() {
        // A single file may stand in place of a folder.
        if let Ok(about) = std::fs::metadata(folder)
            && about.is_file()
        {
            files.entry(folder.clone()).or_insert_with(|| (rank, Stamp::of(&about)));
            continue;
        }
        collect(folder, rank, 0, &mut files);
    }
    files
}

fn collect(folder: &Path, rank: usize, depth: usize, files: &mut BTreeMap<PathBuf, (usize, Stamp)>) {
    // Links may lead in circles.
    const DEEPEST: usize = 8;
    // A folder that does not exist yet is watched until it does.
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let (path, name) = (entry.path(), entry.file_name());
        let hidden = name.to_string_lossy().starts_with(['.', '_']);
        if hidden {
            continue;
        }
        let Ok(about) = std::fs::metadata(&path) else { continue };
        if about.is_dir() && depth < DEEPEST {
            collect(&path, rank, depth + 1, files);
        } else if about.is_file() && path.extension().is_some_and(|extension| extension == "py") && about.len() > 0 {
            files.entry(path).or_insert_with(|| (rank, Stamp::of(&about)));
        }
    }
}
