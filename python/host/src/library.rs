//! The files in the folders of processors, what was found in them, and which file wins a class identifier.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use voxloom_core::Interface;
use voxloom_protocol::message::{ClassMessage, PythonError};

/// Folders of processor files, those that win first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Folders {
    /// `--python-processors`.
    pub flag: Vec<PathBuf>,
    /// Beside the workspace, once trusted.
    pub workspace: Vec<PathBuf>,
    pub user: Vec<PathBuf>,
    pub shipped: Vec<PathBuf>,
}

impl Folders {
    /// All, the winning ones first.
    pub fn ranked(&self) -> Vec<PathBuf> {
        [&self.flag, &self.workspace, &self.user, &self.shipped].into_iter().flatten().cloned().collect()
    }
}

/// A file or class in the list of processors.
#[derive(Debug, Clone, PartialEq)]
pub struct CatalogEntry {
    pub file: PathBuf,
    /// `None` when the file could not be loaded or holds no class.
    pub class_identifier: Option<String>,
    pub display_name: Option<String>,
    pub state: CatalogState,
}

#[derive(Debug, Clone, PartialEq)]
pub enum CatalogState {
    Loaded,
    /// Another file, or a built-in class, has the identifier.
    Overridden {
        by: Option<PathBuf>,
    },
    /// The file could not be loaded, or no instance of the class made.
    Failed(PythonError),
    /// Holds no processor: something that others import.
    Helper,
}

/// How a file looked when it was loaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stamp {
    modified: Option<SystemTime>,
    length: u64,
}

/// A file that was loaded, or could not be.
pub(crate) struct LoadedFile {
    pub rank: usize,
    pub stamp: Stamp,
    pub classes: Vec<LoadedClass>,
    pub error: Option<PythonError>,
    /// Raised with each loading.
    pub revision: u64,
    /// The host died of it: it is not loaded again until it changes.
    pub fatal: bool,
}

/// A class, with the ports and properties that an instance of it made.
#[derive(Clone)]
pub(crate) struct LoadedClass {
    pub message: ClassMessage,
    pub interface: Arc<Interface>,
    /// Why an instance could not be made.
    pub error: Option<PythonError>,
}

/// All files, by path.
#[derive(Default)]
pub(crate) struct Library {
    pub files: BTreeMap<PathBuf, LoadedFile>,
    /// The file and revision behind each class identifier.
    pub winners: BTreeMap<String, (PathBuf, u64)>,
}

impl Library {
    /// Files that can be loaded again in a new host, the winning ones last.
    pub(crate) fn reloadable(&self) -> Vec<PathBuf> {
        let mut files: Vec<_> = self.files.iter().filter(|(_, file)| !file.fatal && file.error.is_none()).collect();
        files.sort_by_key(|(_, file)| std::cmp::Reverse(file.rank));
        files.into_iter().map(|(path, _)| path.clone()).collect()
    }

    /// For each class identifier the file that has it; the highest rank wins, then the first by path.
    pub(crate) fn ranked_winners(&self) -> BTreeMap<String, (PathBuf, u64)> {
        let mut files: Vec<_> = self.files.iter().collect();
        files.sort_by_key(|(_, file)| file.rank);
        let mut winners = BTreeMap::new();
        for (path, file) in files {
            for class in &file.classes {
                winners.entry(class.message.class_identifier.clone()).or_insert_with(|| (path.clone(), file.revision));
            }
        }
        winners
    }

    pub(crate) fn class(&self, path: &Path, identifier: &str) -> Option<&LoadedClass> {
        self.files.get(path)?.classes.iter().find(|class| class.message.class_identifier == identifier)
    }

    /// The list of processors; a file that failed is in it too.
    pub(crate) fn catalog(&self) -> Vec<CatalogEntry> {
        let mut list = Vec::new();
        for (path, file) in &self.files {
            let mut add = |class: Option<&LoadedClass>, state| {
                list.push(CatalogEntry {
                    file: path.clone(),
                    class_identifier: class.map(|class| class.message.class_identifier.clone()),
                    display_name: class.map(|class| class.message.display_name.clone()),
                    state,
                });
            };
            for class in &file.classes {
                let winner = self.winners.get(&class.message.class_identifier).map(|(winner, _)| winner);
                let state = match (&class.error, winner) {
                    (_, Some(winner)) if winner != path => CatalogState::Overridden { by: Some(winner.clone()) },
                    (_, None) => CatalogState::Overridden { by: None },
                    (Some(error), Some(_)) => CatalogState::Failed(error.clone()),
                    (None, Some(_)) => CatalogState::Loaded,
                };
                add(Some(class), state);
            }
            match &file.error {
                Some(error) => add(None, CatalogState::Failed(error.clone())),
                None if file.classes.is_empty() => add(None, CatalogState::Helper),
                None => {}
            }
        }
        list
    }
}

/// The processor files in folders with the rank of their folder. A file that lies in two of them has the better rank.
pub(crate) fn list_files(folders: &[PathBuf]) -> BTreeMap<PathBuf, (usize, Stamp)> {
    let mut files = BTreeMap::new();
    for (rank, folder) in folders.iter().enumerate() {
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
        let Ok(about) = std::fs::metadata(&path) else { continue };
        if about.is_dir() && !hidden && depth < DEEPEST {
            collect(&path, rank, depth + 1, files);
        } else if about.is_file() && path.extension().is_some_and(|extension| extension == "py") && about.len() > 0 && !hidden {
            files.entry(path).or_insert((rank, Stamp { modified: about.modified().ok(), length: about.len() }));
        }
    }
}
