//! Keeps unsaved work in the user's folder while it is edited, away from the window's thread, so that a crash loses next to nothing.
//!
//! The document is kept by [`voxloom_workspace::recovery`]; texts of the code editor lie beside its journals, in `<session>.sources.json`,
//! with a lock of their own.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant, SystemTime};

use voxloom_core::Registry;
use voxloom_workspace::recovery::{Offer, Recovery, new_session};
use voxloom_workspace::store::SharedStore;

/// How long after an edit the work is written down.
pub const DELAY: Duration = Duration::from_millis(700);
/// The folder of journals in the user's folder.
pub const FOLDER: &str = "recovery";
/// How names of kept texts end.
const SOURCES: &str = ".sources.json";
const SOURCES_LOCK: &str = ".sources.lock";

/// Texts of the code editor that are not saved, by file.
pub type Texts = BTreeMap<PathBuf, String>;

/// Texts that a session left which did not end well.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptTexts {
    /// The file that holds them.
    pub path: PathBuf,
    pub when: SystemTime,
    pub texts: Texts,
}

/// Keeps the work of one session.
pub struct Autosave {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

struct Shared {
    recovery: Recovery,
    folder: PathBuf,
    session: String,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    /// Something changed, since when.
    dirty: Option<Instant>,
    texts: Texts,
    /// Journals of other sessions whose work is in this one: they go once it is kept here.
    taken_over: Vec<PathBuf>,
    stop: bool,
}

impl Shared {
    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn touch(&self) {
        let mut state = self.lock();
        if state.dirty.is_none() {
            state.dirty = Some(Instant::now());
            self.changed.notify_all();
        }
    }

    fn texts_file(&self) -> PathBuf {
        self.folder.join(format!("{}{SOURCES}", self.session))
    }
}

impl Autosave {
    /// Follows a document from now on. `user`: the user's folder.
    pub fn start(user: &Path, store: SharedStore, registry: Arc<Registry>) -> Self {
        let folder = user.join(FOLDER);
        let shared =
            Arc::new(Shared { recovery: Recovery::new(&folder), folder, session: new_session(), state: Mutex::default(), changed: Condvar::new() });
        let listener = Arc::downgrade(&shared);
        store.on_change(move || {
            if let Some(shared) = listener.upgrade() {
                shared.touch();
            }
        });
        let of_thread = shared.clone();
        let thread = std::thread::Builder::new().name("autosave".to_owned()).spawn(move || keep_on(&of_thread, &store, &registry));
        let thread = thread.inspect_err(|error| log::error!("unsaved work is not kept: {error}")).ok();
        Self { shared, thread }
    }

    /// The texts of the code editor as they are now.
    pub fn texts<'a>(&self, modified: impl Iterator<Item = (&'a Path, &'a str)> + Clone) {
        let same = {
            let state = self.shared.lock();
            state.texts.len() == modified.clone().count()
                && modified.clone().all(|(path, text)| state.texts.get(path).is_some_and(|kept| kept == text))
        };
        if !same {
            self.shared.lock().texts = modified.map(|(path, text)| (path.to_owned(), text.to_owned())).collect();
            self.shared.touch();
        }
    }

    /// The work of another session was taken over: its journal goes once the work is kept here.
    pub fn take_over(&self, journal: PathBuf) {
        self.shared.lock().taken_over.push(journal);
        self.shared.touch();
    }

    /// The session ends well, and what is not saved is not wanted: nothing is kept.
    pub fn finish(&mut self) {
        self.stop();
        self.shared.recovery.done(&self.shared.session);
        remove_texts(&self.shared.texts_file());
    }

    fn stop(&mut self) {
        self.shared.lock().stop = true;
        self.shared.changed.notify_all();
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            log::error!("the thread that keeps unsaved work failed");
        }
    }
}

impl Drop for Autosave {
    /// Without [`Self::finish`] the work stays kept.
    fn drop(&mut self) {
        self.stop();
    }
}

/// Keeps what changed, a moment after it did, until the session ends.
fn keep_on(shared: &Shared, store: &SharedStore, registry: &Registry) {
    let mut kept = Kept::default();
    loop {
        let (texts, taken_over, stop) = {
            let state = shared.lock();
            let mut state = shared.changed.wait_while(state, |state| state.dirty.is_none() && !state.stop).unwrap_or_else(PoisonError::into_inner);
            while let Some(left) = state.dirty.and_then(|since| DELAY.checked_sub(since.elapsed())).filter(|left| !left.is_zero() && !state.stop) {
                state = shared.changed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
            }
            state.dirty = None;
            (state.texts.clone(), std::mem::take(&mut state.taken_over), state.stop)
        };
        let whole = keep_document(shared, store, registry, &mut kept) & keep_texts(shared, texts, &mut kept);
        for journal in taken_over {
            if !whole {
                shared.lock().taken_over.push(journal);
            } else if journal.to_string_lossy().ends_with(SOURCES) {
                remove_texts(&journal);
            } else {
                discard(&shared.folder, &journal);
            }
        }
        if stop {
            return;
        }
    }
}

/// What was written down last.
#[derive(Default)]
struct Kept {
    document: Option<(voxloom_workspace::Workspace, Option<PathBuf>)>,
    texts: Texts,
    /// The lock of the texts.
    lock: Option<File>,
}

/// True: what is unsaved is kept.
fn keep_document(shared: &Shared, store: &SharedStore, registry: &Registry, kept: &mut Kept) -> bool {
    let file = store.file_state();
    if !file.unsaved {
        if kept.document.take().is_some() {
            shared.recovery.done(&shared.session);
        }
        return true;
    }
    let workspace = store.snapshot().workspace;
    if kept.document.as_ref().is_some_and(|(old, path)| old.network.same(&workspace.network) && *path == file.path) {
        return true;
    }
    match shared.recovery.keep(&shared.session, &workspace, registry, file.path.as_deref()) {
        Ok(()) => {
            kept.document = Some((workspace, file.path));
            true
        }
        Err(error) => {
            log::warn!("unsaved work could not be kept: {error}");
            false
        }
    }
}

fn keep_texts(shared: &Shared, texts: Texts, kept: &mut Kept) -> bool {
    if texts == kept.texts {
        return true;
    }
    let path = shared.texts_file();
    if texts.is_empty() {
        remove_texts(&path);
        (kept.lock, kept.texts) = (None, texts);
        return true;
    }
    let failed = |error: &dyn std::fmt::Display| format!("unsaved texts could not be kept in {}: {error}", path.display());
    let written = std::fs::create_dir_all(&shared.folder).map_err(|error| failed(&error)).and_then(|()| {
        if kept.lock.is_none() {
            let lock = File::create(lock_of(&path)).map_err(|error| failed(&error))?;
            lock.try_lock().map_err(|error| failed(&error))?;
            kept.lock = Some(lock);
        }
        let bytes = serde_json::to_vec_pretty(&texts).map_err(|error| failed(&error))?;
        voxloom_io::write_bytes(&path, &bytes).map_err(|error| failed(&error))
    });
    match written {
        Ok(()) => {
            kept.texts = texts;
            true
        }
        Err(error) => {
            log::warn!("{error}");
            false
        }
    }
}

fn lock_of(texts: &Path) -> PathBuf {
    PathBuf::from(texts.to_string_lossy().replace(SOURCES, SOURCES_LOCK))
}

/// Removes kept texts and their lock.
pub fn remove_texts(path: &Path) {
    for path in [path.to_owned(), lock_of(path)] {
        if let Err(error) = std::fs::remove_file(&path)
            && error.kind() != std::io::ErrorKind::NotFound
        {
            log::warn!("{} stays: {error}", path.display());
        }
    }
}

/// Removes the journal of a document.
pub fn discard(folder: &Path, journal: &Path) {
    let offer = Offer { path: journal.to_owned(), original: None, when: SystemTime::UNIX_EPOCH, text: String::new() };
    Recovery::new(folder).discard(&offer);
}

/// Texts that sessions left which did not end well.
pub fn kept_texts(folder: &Path) -> Vec<KeptTexts> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let left = entries.filter(|path| path.to_string_lossy().ends_with(SOURCES)).filter(|path| {
        let lives = |lock: File| matches!(lock.try_lock_shared(), Err(std::fs::TryLockError::WouldBlock));
        !File::open(lock_of(path)).is_ok_and(lives)
    });
    let read = |path: PathBuf| {
        let texts: Texts = serde_json::from_slice(&std::fs::read(&path).ok()?).ok()?;
        let when = std::fs::metadata(&path).and_then(|about| about.modified()).unwrap_or(SystemTime::UNIX_EPOCH);
        Some(KeptTexts { path, when, texts })
    };
    left.filter_map(read).collect()
}
