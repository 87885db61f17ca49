//! How much work a submission holds, so that each stays short: other users of the queue (a window) wait no longer.

/// Seconds that one submission takes, about.
const SUBMISSION: f64 = 0.012;
/// Work is counted in units (pixels, primitives). The dearest submission of a picture decides on the next picture: growing within one would
/// hand the costly part over at once after some cheap work.
pub struct Pace {
    /// Units that the next submission may hold.
    pub units: u32,
    first: u32,
    /// Units that are always taken at once.
    fewest: u32,
    /// Seconds per unit of the dearest submission.
    dearest: f64,
}

impl Pace {
    pub fn new(units: u32, fewest: u32) -> Self {
        Self { units, first: units, fewest, dearest: 0.0 }
    }

    pub fn took(&mut self, units: u32, seconds: f64) {
        // A short last submission is mostly overhead.
        if units >= self.units / 2 {
            self.dearest = self.dearest.max(seconds / f64::from(units));
            self.units = self.units.min((SUBMISSION / self.dearest.max(1e-12)) as u32).max(self.fewest);
        }
    }

    /// Units for the first submission of the next picture.
    pub fn next(&self) -> u32 {
        if self.dearest == 0.0 {
            return self.units;
        }
        ((SUBMISSION / self.dearest) as u32).clamp(self.fewest, self.first.saturating_mul(4).max(self.fewest)).min(1 << 26)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn submissions_shrink_at_once_and_grow_from_picture_to_picture() {
        let mut pace = Pace::new(10_000, 64);
        pace.took(10_000, SUBMISSION / 100.0);
        assert_eq!((pace.units, pace.next()), (10_000, 40_000));
        pace.took(10_000, SUBMISSION * 4.0);
        assert_eq!((pace.units, pace.next()), (2_500, 2_500));
        pace.took(80, SUBMISSION);
        assert_eq!(pace.units, 2_500);
    }
}
