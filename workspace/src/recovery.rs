//! Work that a crash would lose: a journal for each session, kept up to date while it runs, offered back when the session did not end well.
//!
//! A journal `<session>.voxloom` is a workspace file with one more field, `recovery`, and with absolute data paths, so that it can be opened from
//! anywhere. Beside it lies `<session>.lock`, locked as long as the session lives: the system lets go of it however the session ends.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::{Value as Json, json};
use voxloom_core::Registry;

use crate::document::Workspace;
use crate::error::FileError;
use crate::file;

/// The field of a journal that tells whose work it is.
const FIELD: &str = "recovery";

/// The folder of journals.
pub struct Recovery {
    folder: PathBuf,
    /// Locks of the sessions of this program.
    locks: Mutex<BTreeMap<String, File>>,
}

/// Work of a session that did not end well.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// The journal, for [`Recovery::discard`].
    pub path: PathBuf,
    /// The file that was being edited, if it had one.
    pub original: Option<PathBuf>,
    /// When the journal was written.
    pub when: SystemTime,
    /// The text of a workspace file, for [`file::load_text`]; data paths are absolute.
    pub text: String,
}

/// An identity for a new session.
pub fn new_session() -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    format!("{}-{}-{}", now.as_secs(), now.subsec_nanos(), std::process::id())
}

impl Recovery {
    /// Journals in a folder, which is made when it is needed.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into(), locks: Mutex::default() }
    }

    fn journal(&self, session: &str) -> PathBuf {
        self.folder.join(format!("{session}.voxloom"))
    }

    /// Writes the work of a session down, whole or not at all; the session counts as alive from the first time on. `original` is the file that
    /// is being edited. `session` is one that [`new_session`] made.
    pub fn keep(&self, session: &str, workspace: &Workspace, registry: &Registry, original: Option<&Path>) -> Result<(), FileError> {
        let path = self.journal(session);
        let io = |source| FileError::Io { path: path.display().to_string(), source };
        self.claim(session).map_err(io)?;
        let when = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let mut kept = workspace.clone();
        let mut unknown = serde_json::Map::clone(&kept.unknown);
        let original = original.map(|path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned()));
        unknown.insert(FIELD.to_owned(), json!({ "original": original, "when": when.as_millis() as u64 }));
        kept.unknown = unknown.into();
        file::write_whole(&path, file::to_text(&kept, registry, None).as_bytes()).map_err(io)
    }

    /// Takes the lock of a session, which says that it lives.
    fn claim(&self, session: &str) -> std::io::Result<()> {
        let mut locks = self.locks.lock().unwrap_or_else(PoisonError::into_inner);
        if !locks.contains_key(session) {
            std::fs::create_dir_all(&self.folder)?;
            let lock = File::create(self.folder.join(format!("{session}.lock")))?;
            lock.try_lock()?;
            locks.insert(session.to_owned(), lock);
        }
        Ok(())
    }

    /// The session ended well, or its work is saved: its journal goes. The session may go on and [`Self::keep`] again.
    pub fn done(&self, session: &str) {
        // The journal first: without it nothing is offered, whatever happens next.
        remove(&self.journal(session));
        self.locks.lock().unwrap_or_else(PoisonError::into_inner).remove(session);
        remove(&self.folder.join(format!("{session}.lock")));
    }

    /// What sessions left that did not end well, the latest first. Sessions that live, here or in another program, are not among them.
    pub fn offers(&self) -> Vec<Offer> {
        let mut offers = Vec::new();
        for entry in std::fs::read_dir(&self.folder).into_iter().flatten().flatten() {
            let path = entry.path();
            match path.extension().and_then(|extension| extension.to_str()) {
                Some("voxloom") if !lives(&path) => match read(&path) {
                    Ok(offer) => offers.push(offer),
                    Err(reason) => log::warn!("{} cannot be offered back: {reason}", path.display()),
                },
                // Of a session that died before it kept anything.
                Some("lock") if !path.with_extension("voxloom").exists() && is_old(&entry) && !lives(&path) => remove(&path),
                _ => {}
            }
        }
        offers.sort_by_key(|offer| std::cmp::Reverse(offer.when));
        offers
    }

    /// The work was taken over, or is not wanted: it is not offered again.
    pub fn discard(&self, offer: &Offer) {
        remove(&offer.path);
        remove(&offer.path.with_extension("lock"));
    }
}

/// Whether nobody can be just about to lock it.
fn is_old(entry: &std::fs::DirEntry) -> bool {
    let written = entry.metadata().and_then(|data| data.modified());
    written.is_ok_and(|at| at.elapsed().is_ok_and(|age| age > Duration::from_secs(60)))
}

/// Whether someone holds the lock of a session.
fn lives(journal: &Path) -> bool {
    match File::open(journal.with_extension("lock")) {
        Ok(lock) => matches!(lock.try_lock_shared(), Err(std::fs::TryLockError::WouldBlock)),
        Err(_) => false,
    }
}

fn read(path: &Path) -> Result<Offer, String> {
    let text = std::fs::read_to_string(path).map_err(|error| error.to_string())?;
    let mut json: Json = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    let fields = json.as_object_mut().ok_or("it is no workspace")?;
    let about = fields.remove(FIELD).unwrap_or_default();
    let original = about.get("original").and_then(Json::as_str).map(PathBuf::from);
    let when = UNIX_EPOCH + Duration::from_millis(about.get("when").and_then(Json::as_u64).unwrap_or_default());
    let text = serde_json::to_string_pretty(&json).map_err(|error| error.to_string())? + "\n";
    Ok(Offer { path: path.to_owned(), original, when, text })
}

fn remove(path: &Path) {
    if let Err(error) = std::fs::remove_file(path)
        && error.kind() != std::io::ErrorKind::NotFound
    {
        log::warn!("{} stays: {error}", path.display());
    }
}
