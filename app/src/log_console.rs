//! The console's lines: the log of the program and what Python prints.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use log::Level;

/// Lines kept; older ones go.
const LIMIT: usize = 5000;

/// One line of the console.
#[derive(Debug, Clone)]
pub struct Line {
    pub time: SystemTime,
    pub level: Level,
    /// The processor or part of the program that says it.
    pub source: String,
    pub text: String,
}

/// A list of lines that any thread adds to.
#[derive(Default)]
pub struct Console {
    /// Lines go to standard error as well: there is no window to read them in.
    echo: bool,
    lines: Mutex<(u64, VecDeque<Line>)>,
}

impl Console {
    /// A console for a program without a window: what is added is printed as well.
    pub fn echoing() -> Self {
        Self { echo: true, ..Self::default() }
    }

    pub fn add(&self, level: Level, source: impl Into<String>, text: impl Into<String>) {
        let (source, text) = (source.into(), text.into());
        if self.echo {
            use std::io::Write;
            // Nobody reads standard error any more: nothing is left to do.
            drop(writeln!(std::io::stderr(), "[{source}] {}", text.trim_end()));
        }
        let line = Line { time: SystemTime::now(), level, source, text };
        let (count, lines) = &mut *self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        *count += 1;
        lines.push_back(line);
        if lines.len() > LIMIT {
            lines.pop_front();
        }
    }

    /// Lines added so far, and the ones kept.
    pub fn lines(&self) -> (u64, Vec<Line>) {
        let guard = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        (guard.0, guard.1.iter().cloned().collect())
    }

    /// Lines added so far: cheap, for asking whether something is new.
    pub fn count(&self) -> u64 {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner).0
    }

    pub fn clear(&self) {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner).1.clear();
    }

    /// Sends the program's log here (and warnings to standard error as well). The first console of the process wins.
    pub fn install(self: &Arc<Self>) {
        if log::set_boxed_logger(Box::new(Logger(self.clone()))).is_ok() {
            log::set_max_level(log::LevelFilter::Info);
        }
    }
}

struct Logger(Arc<Console>);

impl log::Log for Logger {
    fn enabled(&self, metadata: &log::Metadata<'_>) -> bool {
        // Of other crates only errors: their warnings are not for the person at the window.
        metadata.level() <= if metadata.target().starts_with("voxloom") { Level::Info } else { Level::Error }
    }

    fn log(&self, record: &log::Record<'_>) {
        if self.enabled(record.metadata()) {
            let source = record.target().split("::").next().unwrap_or_default().trim_start_matches("voxloom_");
            self.0.add(record.level(), source, record.args().to_string());
        }
    }

    fn flush(&self) {}
}
