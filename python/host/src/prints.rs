//! What hosts print, kept within bounds: a flood costs neither memory nor the reader's time, and is said.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use crate::shared::lock;

/// In this time …
const WINDOW: Duration = Duration::from_secs(1);
/// … so many lines …
const LINES: usize = 20_000;
/// … and bytes of them are shown.
const BYTES: usize = 4 << 20;

/// Counts what one host prints.
#[derive(Default)]
pub(crate) struct Gate(Mutex<Count>);

#[derive(Default)]
struct Count {
    since: Option<Instant>,
    lines: usize,
    bytes: usize,
    dropped_lines: u64,
    dropped_bytes: u64,
}

impl Gate {
    /// The part of a text that is shown.
    pub(crate) fn admit(&self, mut text: String) -> Option<String> {
        let mut count = lock(&self.0);
        if count.since.is_none_or(|since| since.elapsed() > WINDOW) {
            (count.since, count.lines, count.bytes) = (Some(Instant::now()), 0, 0);
        }
        let rest = BYTES - count.bytes.min(BYTES);
        let lines = text.matches('\n').count().max(1);
        if count.lines >= LINES || rest == 0 {
            count.dropped_lines += lines as u64;
            count.dropped_bytes += text.len() as u64;
            return None;
        }
        if text.len() > rest {
            let mut end = rest;
            while !text.is_char_boundary(end) {
                end -= 1;
            }
            count.dropped_bytes += (text.len() - end) as u64;
            count.dropped_lines += text[end..].matches('\n').count().max(1) as u64;
            text.truncate(end);
            text.push('\n');
        }
        count.lines += lines;
        count.bytes += text.len();
        Some(text)
    }

    /// Says what was dropped since it was said last, once the flood is over or a second went by.
    pub(crate) fn dropped(&self) -> Option<String> {
        let mut count = lock(&self.0);
        if count.dropped_lines == 0 || count.since.is_some_and(|since| since.elapsed() < WINDOW) {
            return None;
        }
        let (lines, bytes) = (std::mem::take(&mut count.dropped_lines), std::mem::take(&mut count.dropped_bytes));
        Some(format!("{lines} more lines ({bytes} bytes) are not shown, because they came too fast\n"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flood_is_cut_and_counted() {
        let gate = Gate::default();
        let shown = (0..LINES + 10).filter(|_| gate.admit("x\n".to_owned()).is_some()).count();
        assert_eq!(shown, LINES);
        assert_eq!(gate.dropped(), None, "the flood is not over");
        lock(&gate.0).since = Instant::now().checked_sub(WINDOW * 2);
        assert_eq!(gate.dropped().unwrap(), "10 more lines (20 bytes) are not shown, because they came too fast\n");
        let long = gate.admit("é".repeat(BYTES)).unwrap();
        assert!(long.len() <= BYTES + 1 && long.ends_with("é\n"));
        lock(&gate.0).since = None;
        assert!(gate.dropped().unwrap().contains(&format!("({BYTES} bytes)")));
    }
}
