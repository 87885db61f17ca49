//! The files that were opened or saved last.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Files kept.
const MOST: usize = 12;
/// How long it counts that a file is there.
const FRESH: Duration = Duration::from_secs(2);

/// The list, and which of it is gone: a disk may answer late, so that this is looked up on a thread.
#[derive(Default)]
pub struct Recent {
    paths: Vec<PathBuf>,
    missing: Arc<Mutex<BTreeSet<PathBuf>>>,
    looked: Option<Instant>,
}

impl Recent {
    pub fn new(paths: Vec<PathBuf>) -> Self {
        Self { paths, ..Self::default() }
    }

    /// The last one first.
    pub fn paths(&self) -> &[PathBuf] {
        &self.paths
    }

    /// Whether a file was not there when it was looked for.
    pub fn is_missing(&self, path: &Path) -> bool {
        self.missing.lock().unwrap_or_else(PoisonError::into_inner).contains(path)
    }

    pub(crate) fn remember(&mut self, path: &Path) {
        let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        self.missing.lock().unwrap_or_else(PoisonError::into_inner).remove(&path);
        self.paths.retain(|other| *other != path);
        self.paths.insert(0, path);
        self.paths.truncate(MOST);
    }

    pub(crate) fn forget(&mut self, path: &Path) {
        self.paths.retain(|other| other != path);
    }

    /// Looks which files are there, unless it was looked just now.
    pub(crate) fn look(&mut self, ctx: &egui::Context) {
        if self.paths.is_empty() || self.looked.is_some_and(|looked| looked.elapsed() < FRESH) {
            return;
        }
        self.looked = Some(Instant::now());
        let (paths, missing, ctx) = (self.paths.clone(), self.missing.clone(), ctx.clone());
        std::thread::spawn(move || {
            let gone: BTreeSet<PathBuf> = paths.into_iter().filter(|path| !path.exists()).collect();
            let mut missing = missing.lock().unwrap_or_else(PoisonError::into_inner);
            if *missing != gone {
                *missing = gone;
                ctx.request_repaint();
            }
        });
    }
}
