//! Watches files by asking for their stamps: works on every file system, and costs one system call per file, four times a second.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError, Weak};
use std::time::Duration;

use voxloom_core::processor::Invalidate;
use voxloom_core::property::InvalidationLevel;
use voxloom_io::{Stamp, stamp};

const PERIOD: Duration = Duration::from_millis(250);

/// A watched file; watching ends when this is dropped.
pub(super) struct Watch {
    path: PathBuf,
    stamp: Mutex<Option<Stamp>>,
    changed: Invalidate,
}

/// Watches a file that was read when it had `read`. Invalidates the resources when that changes.
pub(super) fn watch(path: &Path, read: Option<Stamp>, changed: Invalidate) -> Arc<Watch> {
    static WATCHED: OnceLock<Mutex<Vec<Weak<Watch>>>> = OnceLock::new();
    let watch = Arc::new(Watch { path: path.to_owned(), stamp: Mutex::new(read), changed });
    let mut started = false;
    let list = WATCHED.get_or_init(|| {
        started = true;
        Mutex::default()
    });
    list.lock().unwrap_or_else(PoisonError::into_inner).push(Arc::downgrade(&watch));
    if started {
        let thread = std::thread::Builder::new().name("file watch".to_owned()).spawn(move || look(list));
        if let Err(error) = thread {
            log::warn!("files are not watched: {error}");
        }
    }
    watch
}

fn look(list: &'static Mutex<Vec<Weak<Watch>>>) -> ! {
    loop {
        std::thread::sleep(PERIOD);
        let watches: Vec<Arc<Watch>> = {
            let mut list = list.lock().unwrap_or_else(PoisonError::into_inner);
            list.retain(|watch| watch.strong_count() > 0);
            list.iter().filter_map(Weak::upgrade).collect()
        };
        for watch in watches {
            let now = stamp(&watch.path);
            let mut known = watch.stamp.lock().unwrap_or_else(PoisonError::into_inner);
            if *known != now {
                *known = now;
                log::info!("{} changed", watch.path.display());
                (watch.changed)(InvalidationLevel::InvalidResources);
            }
        }
    }
}
