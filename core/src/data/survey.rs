//! Figures of an array, read in parts so that a reader who lost interest can stop: what inspectors and `voxloom info` say.

use super::{Array, Histogram, Scalar};
use crate::error::DataError;
use crate::with_scalar;

/// Values that are read between two questions whether to go on.
const PART: usize = 1 << 20;

/// Figures of one channel.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ChannelSurvey {
    /// Least and greatest finite value, and their mean; 0, 1 and NaN when no value is finite.
    pub min: f64,
    pub max: f64,
    pub mean: f64,
    pub finite: u64,
    pub nan: u64,
    pub infinite: u64,
}

/// Figures of an array.
#[derive(Debug, Clone, PartialEq)]
pub struct Survey {
    pub channels: Vec<ChannelSurvey>,
    /// One for each channel, all over the range of all finite values. The counts of one add up to the finite values of its channel.
    pub histograms: Vec<Histogram>,
}

impl Survey {
    /// Reads all values, twice, on this thread. `None` once `go_on` says no. Data on a device is read back first: not for the UI thread.
    pub fn of(array: &Array, bins: usize, go_on: &dyn Fn() -> bool) -> Result<Option<Self>, DataError> {
        with_scalar!(array.format(), T => Ok(survey(array.as_slice::<T>()?, array.channels(), bins.max(1), go_on)))
    }

    /// Least and greatest finite value of all channels; `[0, 1]` when no value is finite.
    pub fn range(&self) -> [f64; 2] {
        range(&self.channels)
    }

    pub fn nan(&self) -> u64 {
        self.channels.iter().map(|channel| channel.nan).sum()
    }

    pub fn infinite(&self) -> u64 {
        self.channels.iter().map(|channel| channel.infinite).sum()
    }
}

fn range(channels: &[ChannelSurvey]) -> [f64; 2] {
    let spans = channels.iter().filter(|channel| channel.finite > 0).map(|channel| [channel.min, channel.max]);
    spans.reduce(|a, b| [a[0].min(b[0]), a[1].max(b[1])]).unwrap_or([0.0, 1.0])
}

fn survey<T: Scalar>(values: &[T], channels: usize, bins: usize, go_on: &dyn Fn() -> bool) -> Option<Survey> {
    let part = PART / channels * channels;
    let mut tallies = vec![Tally::default(); channels];
    for part in values.chunks(part) {
        if !go_on() {
            return None;
        }
        for (channel, tally) in tallies.iter_mut().enumerate() {
            tally.add(&Tally::of(part.iter().skip(channel).step_by(channels).map(|v| v.to_f64())));
        }
    }
    let channels: Vec<ChannelSurvey> = tallies.iter().map(Tally::finish).collect();
    let [lo, hi] = range(&channels);
    let bins = if T::FORMAT.is_float() { bins } else { bins.min((hi - lo).min(bins as f64) as usize + 1) };
    // The ends of the range may lie farther apart than any number.
    let scale = if hi > lo { bins as f64 / (hi * 0.5 - lo * 0.5) * 0.5 } else { 0.0 };
    let mut counts = vec![vec![0u64; bins]; channels.len()];
    for part in values.chunks(part) {
        if !go_on() {
            return None;
        }
        for (channel, counts) in counts.iter_mut().enumerate() {
            for v in part.iter().skip(channel).step_by(channels.len()).map(|v| v.to_f64()).filter(|v| v.is_finite()) {
                counts[((v * scale - lo * scale) as usize).min(bins - 1)] += 1;
            }
        }
    }
    Some(Survey { channels, histograms: counts.into_iter().map(|counts| Histogram { range: [lo, hi], counts }).collect() })
}

#[derive(Clone)]
struct Tally {
    min: f64,
    max: f64,
    sum: f64,
    finite: u64,
    nan: u64,
    infinite: u64,
}

impl Default for Tally {
    fn default() -> Self {
        Self { min: f64::INFINITY, max: f64::NEG_INFINITY, sum: 0.0, finite: 0, nan: 0, infinite: 0 }
    }
}

impl Tally {
    fn of(values: impl Iterator<Item = f64>) -> Self {
        let mut tally = Self::default();
        for v in values {
            if v.is_finite() {
                tally.min = if v < tally.min { v } else { tally.min };
                tally.max = if v > tally.max { v } else { tally.max };
                tally.sum += v;
                tally.finite += 1;
            } else if v.is_nan() {
                tally.nan += 1;
            } else {
                tally.infinite += 1;
            }
        }
        tally
    }

    fn add(&mut self, other: &Self) {
        self.min = self.min.min(other.min);
        self.max = self.max.max(other.max);
        self.sum += other.sum;
        self.finite += other.finite;
        self.nan += other.nan;
        self.infinite += other.infinite;
    }

    fn finish(&self) -> ChannelSurvey {
        let (min, max) = if self.finite > 0 { (self.min, self.max) } else { (0.0, 1.0) };
        ChannelSurvey { min, max, mean: self.sum / self.finite as f64, finite: self.finite, nan: self.nan, infinite: self.infinite }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[test]
    fn a_ramp_with_holes_has_exact_figures() {
        let mut values: Vec<f32> = (0..100).map(|i| i as f32).collect();
        values.extend([f32::NAN, f32::NAN, f32::INFINITY]);
        let array = Array::from_vec("buffer", &[103], 1, values).unwrap();
        let survey = Survey::of(&array, 10, &|| true).unwrap().unwrap();
        let channel = ChannelSurvey { min: 0.0, max: 99.0, mean: 49.5, finite: 100, nan: 2, infinite: 1 };
        assert_eq!(survey.channels, [channel]);
        assert_eq!((survey.range(), survey.nan(), survey.infinite()), ([0.0, 99.0], 2, 1));
        assert_eq!(survey.histograms[0].counts, [10; 10]);
    }

    #[test]
    fn channels_are_told_apart_and_small_integers_have_a_bin_each() {
        let array = Array::from_vec("buffer", &[3], 2, vec![0u8, 5, 1, 5, 2, 7]).unwrap();
        let survey = Survey::of(&array, 64, &|| true).unwrap().unwrap();
        let of = |i: usize| (survey.channels[i].min, survey.channels[i].max, survey.channels[i].mean);
        assert_eq!((of(0), of(1)), ((0.0, 2.0, 1.0), (5.0, 7.0, 17.0 / 3.0)));
        assert_eq!(survey.histograms[0].counts, [1, 1, 1, 0, 0, 0, 0, 0]);
        assert_eq!(survey.histograms[1].counts, [0, 0, 0, 0, 0, 2, 0, 1]);
    }

    #[test]
    fn the_greatest_numbers_and_no_finite_one_are_counted() {
        let array = Array::from_vec("buffer", &[2], 1, vec![f64::MIN, f64::MAX]).unwrap();
        assert_eq!(Survey::of(&array, 4, &|| true).unwrap().unwrap().histograms[0].counts, [1, 0, 0, 1]);
        let array = Array::from_vec("buffer", &[1], 1, vec![f64::NAN]).unwrap();
        let survey = Survey::of(&array, 4, &|| true).unwrap().unwrap();
        assert_eq!((survey.range(), survey.histograms[0].counts.iter().sum::<u64>()), ([0.0, 1.0], 0));
    }

    #[test]
    fn it_stops_between_parts() {
        let array = Array::from_vec("buffer", &[5 * PART], 1, vec![1u8; 5 * PART]).unwrap();
        let asked = Cell::new(0);
        let go_on = || {
            asked.set(asked.get() + 1);
            asked.get() < 3
        };
        assert!(Survey::of(&array, 8, &go_on).unwrap().is_none());
        assert_eq!(asked.get(), 3, "nothing is read after the answer");
    }
}
