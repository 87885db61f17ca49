//! Notices: what the program has to say to the person in front of it, until it is closed or has been read.

use std::sync::Arc;
use std::time::{Duration, Instant};

use log::Level;

use crate::log_console::Console;

/// How long good news stays, and how long problems do; both are in the console afterwards.
const SHOWN_FOR: Duration = Duration::from_secs(6);
const PROBLEM_SHOWN_FOR: Duration = Duration::from_secs(30);
/// Notices kept; older ones are in the console.
const LIMIT: usize = 6;

/// One notice.
#[derive(Debug, Clone)]
pub struct Notice {
    pub id: u64,
    pub level: Level,
    pub text: String,
    since: Instant,
}

impl Notice {
    fn shown_for(&self) -> Duration {
        if self.level <= Level::Warn { PROBLEM_SHOWN_FOR } else { SHOWN_FOR }
    }
}

/// The notices that are shown. Each is a line of the console too.
pub struct Notices {
    console: Arc<Console>,
    list: Vec<Notice>,
    next: u64,
}

impl Notices {
    pub fn new(console: Arc<Console>) -> Self {
        Self { console, list: Vec::new(), next: 0 }
    }

    pub fn info(&mut self, text: impl Into<String>) {
        self.add(Level::Info, text.into());
    }

    pub fn error(&mut self, text: impl Into<String>) {
        self.add(Level::Error, text.into());
    }

    fn add(&mut self, level: Level, text: String) {
        self.console.add(level, "window", text.clone());
        self.list.retain(|notice| notice.text != text);
        self.next += 1;
        self.list.push(Notice { id: self.next, level, text, since: Instant::now() });
        if self.list.len() > LIMIT {
            self.list.remove(0);
        }
    }

    pub fn close(&mut self, id: u64) {
        self.list.retain(|notice| notice.id != id);
    }

    pub fn all(&self) -> &[Notice] {
        &self.list
    }

    /// Lets go of what was shown long enough; how long until the next one goes.
    pub fn expire(&mut self) -> Option<Duration> {
        self.list.retain(|notice| notice.since.elapsed() < notice.shown_for());
        self.list.iter().map(|notice| notice.shown_for().saturating_sub(notice.since.elapsed())).min()
    }
}
