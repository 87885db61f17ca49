//! The files in the folders of processors, what is known of them, and which file wins a class identifier.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use voxloom_core::Interface;
use voxloom_protocol::message::{ClassMessage, PythonError};

use crate::stamp::{Stamp, Stamped};

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
    /// Files of lower folders whose class of this identifier this one replaces.
    pub overrides: Vec<PathBuf>,
}

#[derive(Debug, Clone, PartialEq)]
pub enum CatalogState {
    /// Ready for use; the file itself may be imported only when a node needs it.
    Loaded,
    /// The file is loaded for the first time.
    Loading,
    /// A file of a higher folder, or a built-in class (`None`), has the identifier.
    Overridden { by: Option<PathBuf> },
    /// Another file of the same folder has the identifier and came first.
    Conflict { with: PathBuf },
    /// The file could not be loaded, or no instance of the class made.
    Failed(PythonError),
    /// As it was saved last it does not load. `running`: nodes go on with the last version that did.
    Broken { error: PythonError, running: bool },
    /// Holds no processor: something that others import.
    Helper,
}

/// A class, with the ports and properties that an instance of it made.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct LoadedClass {
    pub message: ClassMessage,
    pub interface: Arc<Interface>,
    /// Why an instance could not be made.
    pub error: Option<PythonError>,
    /// Of the version that is used; set by [`Library::take`].
    pub revision: u64,
}

impl LoadedClass {
    pub(crate) fn new(message: ClassMessage, interface: Interface, error: Option<PythonError>) -> Self {
        Self { message, interface: Arc::new(interface), error, revision: 0 }
    }

    /// Whether an instance was ever made.
    fn worked(&self) -> bool {
        self.error.is_none() || self.revision > 0
    }
}

/// What importing a file brought.
#[derive(Debug, Clone, Default)]
pub(crate) struct Found {
    pub classes: Vec<LoadedClass>,
    pub error: Option<PythonError>,
    pub helpers: Vec<Stamped>,
    /// A host died of it: it is not loaded into a host with others.
    pub fatal: bool,
}

/// A file in one of the folders.
pub(crate) struct KnownFile {
    /// Of its folder.
    pub rank: usize,
    /// Files are numbered as they are found.
    pub number: u64,
    pub stamp: Stamp,
    /// Of the content.
    pub hash: u64,
    /// Raised when the content, or that of a helper, changes.
    pub generation: u64,
    /// The generation that `found` is of; 0: none yet.
    pub known: u64,
    pub found: Found,
    /// It was not there at the last look; editors write some files by replacing them.
    pub vanished: bool,
}

/// The class that serves an identifier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Winner {
    /// `None`: defined in the interpreter itself.
    pub file: Option<PathBuf>,
    pub revision: u64,
}

/// All files, by path.
#[derive(Default)]
pub(crate) struct Library {
    pub files: BTreeMap<PathBuf, KnownFile>,
    /// Classes without a file, by identifier.
    pub own: BTreeMap<String, LoadedClass>,
    /// Who serves each class identifier.
    pub winners: BTreeMap<String, Winner>,
    /// The last number that a version of a class got.
    revisions: u64,
}

impl Library {
    /// For each class identifier who has it: a class without a file, else the highest folder, else the file that was found first.
    pub(crate) fn ranked_winners(&self) -> BTreeMap<String, Winner> {
        let own = self.own.iter().map(|(identifier, class)| (identifier.clone(), Winner { file: None, revision: class.revision }));
        let mut winners: BTreeMap<String, Winner> = own.collect();
        let mut files: Vec<_> = self.files.iter().collect();
        files.sort_by_key(|(_, file)| (file.rank, file.number));
        for (path, file) in files {
            for class in &file.found.classes {
                let winner = || Winner { file: Some(path.clone()), revision: class.revision };
                winners.entry(class.message.class_identifier.clone()).or_insert_with(winner);
            }
        }
        winners
    }

    pub(crate) fn class(&self, file: Option<&Path>, identifier: &str) -> Option<&LoadedClass> {
        match file {
            None => self.own.get(identifier),
            Some(path) => self.files.get(path)?.found.classes.iter().find(|class| class.message.class_identifier == identifier),
        }
    }

    /// What is wrong with the file as it was saved last.
    pub(crate) fn error_of(&self, path: &Path) -> Option<&PythonError> {
        let found = &self.files.get(path)?.found;
        found.error.as_ref().or_else(|| found.classes.iter().find_map(|class| class.error.as_ref()))
    }

    pub(crate) fn generation(&self, path: &Path) -> Option<u64> {
        self.files.get(path).map(|file| file.generation)
    }

    /// Takes in what an import of a generation brought; false when the file has changed since. Classes of a version that does not work
    /// any more are kept as they were.
    pub(crate) fn take(&mut self, path: &Path, generation: u64, mut found: Found) -> bool {
        let Some(file) = self.files.get_mut(path).filter(|file| file.generation == generation) else { return false };
        let old = std::mem::take(&mut file.found);
        if found.error.is_some() && found.classes.is_empty() {
            found.classes = old.classes;
        } else {
            for class in &mut found.classes {
                let before = old.classes.iter().find(|old| old.message.class_identifier == class.message.class_identifier);
                match (before, &class.error) {
                    (Some(before), Some(error)) if before.worked() => *class = LoadedClass { error: Some(error.clone()), ..before.clone() },
                    // Known from the cache, and so it is.
                    (Some(before), None) if file.known == generation && before.message == class.message && before.interface == class.interface => {
                        class.revision = before.revision;
                    }
                    (_, None) => {
                        self.revisions += 1;
                        class.revision = self.revisions;
                    }
                    (_, Some(_)) => {}
                }
            }
        }
        file.known = generation;
        file.found = found;
        true
    }

    /// Takes in a class that the interpreter itself defines, or defines anew.
    pub(crate) fn add_own(&mut self, mut class: LoadedClass) {
        self.revisions += 1;
        class.revision = self.revisions;
        self.own.insert(class.message.class_identifier.clone(), class);
    }

    /// The list of processors; a file that failed is in it too.
    pub(crate) fn catalog(&self) -> Vec<CatalogEntry> {
        let mut list = Vec::new();
        let helpers: BTreeSet<&Path> = self.files.values().flat_map(|file| &file.found.helpers).map(|helper| helper.path.as_path()).collect();
        for (path, file) in &self.files {
            let found = &file.found;
            for class in &found.classes {
                let identifier = &class.message.class_identifier;
                let state = self.state(path, file, class);
                let overrides = match self.winners.get(identifier) {
                    Some(winner) if winner.file.as_ref() == Some(path) => self.lower(identifier, file.rank),
                    Some(_) | None => Vec::new(),
                };
                let (identifier, name) = (Some(identifier.clone()), Some(class.message.display_name.clone()));
                list.push(CatalogEntry { file: path.clone(), class_identifier: identifier, display_name: name, state, overrides });
            }
            let state = match &found.error {
                // It was loaded before the file that imports it.
                Some(error) if holds_no_class(error) && helpers.contains(path.as_path()) => CatalogState::Helper,
                Some(error) if found.classes.is_empty() => CatalogState::Failed(error.clone()),
                None if file.known == 0 => CatalogState::Loading,
                None if found.classes.is_empty() => CatalogState::Helper,
                Some(_) | None => continue,
            };
            list.push(CatalogEntry { file: path.clone(), class_identifier: None, display_name: None, state, overrides: Vec::new() });
        }
        list
    }

    fn state(&self, path: &Path, file: &KnownFile, class: &LoadedClass) -> CatalogState {
        match self.winners.get(&class.message.class_identifier) {
            None => return CatalogState::Overridden { by: None },
            Some(Winner { file: None, .. }) => return CatalogState::Overridden { by: None },
            Some(Winner { file: Some(winner), .. }) if winner != path => {
                let same_folder = self.files.get(winner).is_some_and(|other| other.rank == file.rank);
                let winner = winner.clone();
                return if same_folder { CatalogState::Conflict { with: winner } } else { CatalogState::Overridden { by: Some(winner) } };
            }
            Some(_) => {}
        }
        match (&class.error, &file.found.error) {
            (Some(error), _) if !class.worked() => CatalogState::Failed(error.clone()),
            (Some(error), _) | (None, Some(error)) => CatalogState::Broken { error: error.clone(), running: !file.found.fatal },
            (None, None) => CatalogState::Loaded,
        }
    }

    /// Files of lower folders that have a class of this identifier.
    fn lower(&self, identifier: &str, rank: usize) -> Vec<PathBuf> {
        let has = |file: &KnownFile| file.found.classes.iter().any(|class| class.message.class_identifier == identifier);
        self.files.iter().filter(|(_, file)| file.rank > rank && has(file)).map(|(path, _)| path.clone()).collect()
    }
}

/// Whether all that is wrong with a file is that it defines no processor.
pub(crate) fn holds_no_class(error: &PythonError) -> bool {
    error.message.contains("LoadError: the file defines no class")
}
