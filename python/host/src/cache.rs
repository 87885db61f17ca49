//! What files held when they were imported last, kept over runs of the program: one small file for each of them and interpreter.
//!
//! An entry serves while the file, its helpers, the interpreter with its packages and this program are the same.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use voxloom_protocol::message::{ClassMessage, PROTOCOL_VERSION, PythonError};
use voxloom_protocol::{interface_from_json, interface_to_json};

use crate::interpreter::{self, Choice};
use crate::library::{Found, LoadedClass};
use crate::places::Places;
use crate::stamp::{Stamp, Stamped, hash_of};

#[derive(Serialize, Deserialize)]
struct Entry {
    /// For people who look at it.
    file: PathBuf,
    hash: u64,
    helpers: Vec<(PathBuf, u64)>,
    error: Option<PythonError>,
    classes: Vec<EntryClass>,
}

#[derive(Serialize, Deserialize)]
struct EntryClass {
    class: ClassMessage,
    interface: Json,
    error: Option<PythonError>,
}

/// The folder of entries for one interpreter.
pub(crate) struct Cache {
    folder: PathBuf,
    /// Of the interpreter and the program.
    identity: u64,
}

impl Cache {
    pub(crate) fn new(folder: &Path, choice: &Choice, places: Option<&Places>) -> Self {
        let program = places.map(|places| (places.extension.as_deref().and_then(Stamp::at).map(|s| format!("{s:?}")), newest(&places.package)));
        let identity = hash_of(&(interpreter::identity(choice), env!("CARGO_PKG_VERSION"), PROTOCOL_VERSION, program));
        Self { folder: folder.to_owned(), identity }
    }

    fn path(&self, file: &Path) -> PathBuf {
        self.folder.join(format!("{:016x}.json", hash_of(&(self.identity, file))))
    }

    /// What a file of this content holds.
    pub(crate) fn get(&self, file: &Path, hash: u64) -> Option<Found> {
        let entry: Entry = serde_json::from_slice(&std::fs::read(self.path(file)).ok()?).ok()?;
        if entry.hash != hash || entry.file != file {
            return None;
        }
        let helpers: Vec<Stamped> = entry.helpers.iter().map(|(path, _)| Stamped::now(path.clone())).collect();
        if helpers.iter().zip(&entry.helpers).any(|(now, (_, then))| now.hash != *then) {
            return None;
        }
        let class =
            |EntryClass { class, interface, error }| interface_from_json(&interface).ok().map(|interface| LoadedClass::new(class, interface, error));
        let classes = entry.classes.into_iter().map(class).collect::<Option<_>>()?;
        Some(Found { classes, error: entry.error, helpers, fatal: false })
    }

    pub(crate) fn put(&self, file: &Path, hash: u64, found: &Found) {
        let class = |class: &LoadedClass| EntryClass {
            class: class.message.clone(),
            interface: interface_to_json(&class.interface),
            error: class.error.clone(),
        };
        let entry = Entry {
            file: file.to_owned(),
            hash,
            helpers: found.helpers.iter().map(|helper| (helper.path.clone(), helper.hash)).collect(),
            error: found.error.clone(),
            classes: found.classes.iter().map(class).collect(),
        };
        if let Err(error) = self.write(file, &entry) {
            log::debug!("what {} holds was not kept for the next start: {error}", file.display());
        }
    }

    /// Another program may read it at the same time: it is there as a whole or not at all.
    fn write(&self, file: &Path, entry: &Entry) -> std::io::Result<()> {
        let target = self.path(file);
        std::fs::create_dir_all(&self.folder)?;
        let beside = target.with_extension(format!("{}.new", std::process::id()));
        std::fs::write(&beside, serde_json::to_vec(entry)?)?;
        std::fs::rename(beside, target)
    }
}

/// The newest change of a Python file below a folder: another package reads the same files otherwise.
fn newest(folder: &Path) -> Option<std::time::SystemTime> {
    let entries = std::fs::read_dir(folder).ok()?;
    let of = |entry: std::fs::DirEntry| {
        let path = entry.path();
        if path.is_dir() {
            newest(&path)
        } else {
            path.extension().filter(|extension| *extension == "py").and(entry.metadata().ok()?.modified().ok())
        }
    };
    entries.flatten().filter_map(of).max()
}
