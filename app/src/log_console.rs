//! The console's lines: the log of the program and what Python prints.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use log::Level;

/// Lines kept; older ones go.
const LIMIT: usize = 5000;

/// One line of the console.
#[derive(Debug, Clone)]
pub struct Line {
    /// Counts the lines.
    pub number: u64,
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
    /// What Python prints is the program's output.
    script: bool,
    lines: Mutex<Lines>,
}

#[derive(Default)]
struct Lines {
    next: u64,
    /// Raised with each change.
    changes: u64,
    list: VecDeque<Line>,
}

impl Console {
    /// A console for a program without a window: what is added is printed as well.
    pub fn echoing() -> Self {
        Self { echo: true, ..Self::default() }
    }

    /// A console for a script: what Python prints outside of processors is the program's own output.
    pub fn for_script() -> Self {
        Self { script: true, ..Self::echoing() }
    }

    pub fn add(&self, level: Level, source: impl Into<String>, text: impl Into<String>) {
        self.add_numbered(level, source, text);
    }

    /// Adds a line that may be taken back: its number.
    pub fn add_numbered(&self, level: Level, source: impl Into<String>, text: impl Into<String>) -> u64 {
        let (source, text) = (source.into(), text.into());
        if self.echo {
            self.print(level, &source, &text);
        }
        let lines = &mut *self.lock();
        lines.next += 1;
        lines.changes += 1;
        lines.list.push_back(Line { number: lines.next, time: SystemTime::now(), level, source, text });
        if lines.list.len() > LIMIT {
            lines.list.pop_front();
        }
        lines.next
    }

    fn print(&self, level: Level, source: &str, text: &str) {
        use std::io::Write;
        let written = match (self.script && source == "python", level) {
            // As the script printed it: texts bring their own ends of lines.
            (true, Level::Info) => std::io::stdout().write_all(text.as_bytes()).and_then(|()| std::io::stdout().flush()),
            (true, _) => std::io::stderr().write_all(text.as_bytes()),
            (false, _) => writeln!(std::io::stderr(), "[{source}] {}", text.trim_end()),
        };
        // Nobody reads it any more: nothing is left to do.
        drop(written);
    }

    /// Takes a line back.
    pub fn retract(&self, number: u64) {
        let lines = &mut *self.lock();
        lines.list.retain(|line| line.number != number);
        lines.changes += 1;
    }

    fn lock(&self) -> MutexGuard<'_, Lines> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lines kept.
    pub fn lines(&self) -> Vec<Line> {
        self.lock().list.iter().cloned().collect()
    }

    /// Changes so far: cheap, for asking whether something is new.
    pub fn changes(&self) -> u64 {
        self.lock().changes
    }

    pub fn clear(&self) {
        let lines = &mut *self.lock();
        lines.list.clear();
        lines.changes += 1;
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
