//! Measures the gaps between frames of the window: `voxloom FILE --measure-frames SECONDS`.
//!
//! The window repaints without pause. The first two seconds are not counted; Python starts right after them, so that the start of a host is
//! part of the measurement. At the end the figures are printed as one line of JSON and the window closes.

use std::time::{Duration, Instant};

use serde_json::json;

/// Frames before this are not counted: the window is still being made.
const WARM_UP: Duration = Duration::from_secs(2);

/// A measurement under way.
#[derive(Debug, Clone)]
pub struct FrameMeasure {
    length: Duration,
    /// A control: the UI thread sleeps this long, once, in the middle.
    stumble: Option<Duration>,
    start: Option<Instant>,
    last: Option<Instant>,
    gaps: Vec<f64>,
}

/// What the measurement asks of the window after a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measured {
    GoOn,
    /// The warm-up is over: start Python now.
    Begin,
    /// The figures are printed: close.
    Done,
}

impl FrameMeasure {
    pub fn new(seconds: f64, stumble_ms: Option<u64>) -> Self {
        Self { length: Duration::from_secs_f64(seconds), stumble: stumble_ms.map(Duration::from_millis), start: None, last: None, gaps: Vec::new() }
    }

    /// Counts a frame.
    pub fn frame(&mut self) -> Measured {
        let now = Instant::now();
        let start = *self.start.get_or_insert(now);
        let elapsed = now - start;
        if elapsed < WARM_UP {
            return Measured::GoOn;
        }
        let begins = self.last.is_none();
        if let Some(last) = self.last.replace(now) {
            self.gaps.push((now - last).as_secs_f64() * 1e3);
        }
        if elapsed > WARM_UP + self.length / 2
            && let Some(stumble) = self.stumble.take()
        {
            std::thread::sleep(stumble);
        }
        if elapsed > WARM_UP + self.length {
            self.print();
            return Measured::Done;
        }
        if begins { Measured::Begin } else { Measured::GoOn }
    }

    fn print(&mut self) {
        self.gaps.sort_by(f64::total_cmp);
        let at = |share: f64| self.gaps.get(((self.gaps.len() - 1) as f64 * share) as usize).copied().unwrap_or_default();
        let ms = |value: f64| (value * 10.0).round() / 10.0;
        if self.gaps.is_empty() {
            crate::cli::say(&json!({ "frames": 0 }).to_string());
            return;
        }
        let line = json!({
            "frames": self.gaps.len(),
            "median_ms": ms(at(0.5)),
            "p99_ms": ms(at(0.99)),
            "longest_ms": ms(at(1.0)),
            "longest_ten_ms": self.gaps.iter().rev().take(10).map(|gap| ms(*gap)).collect::<Vec<_>>(),
        });
        crate::cli::say(&line.to_string());
    }
}
