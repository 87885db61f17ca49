//! Transfer function as a table: one definition for both back ends.

use crate::scene::{Compositing, VolumeItem};

/// Color and opacity by value, ready for compositing.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Entry `i` stands for the part `i / (entries - 1)` of the item's range. Direct volume rendering: premultiplied color and opacity, corrected to
    /// the step. Projections: the color that is drawn, opacity 1.
    pub entries: Vec<[f32; 4]>,
    range: [f64; 2],
    /// `seen[i]`: entries before `i` with an opacity above 0.
    seen: Vec<u32>,
}

/// Entries for voxels of one byte, and for wider ones.
const ENTRIES: [usize; 2] = [1024, 4096];

/// The table of an item. Values beyond the range take the entry at its end.
pub fn table(item: &VolumeItem) -> Table {
    let n = ENTRIES[usize::from(item.volume.format().size() > 1)];
    let colors = item.transfer_function.table(n, item.range);
    // A NaN or an infinity would spoil the opacities 0 and 1.
    let exponent = (item.step / item.unit_distance).clamp(1e-12, 1e12);
    let entries: Vec<[f32; 4]> = colors
        .into_iter()
        .enumerate()
        .map(|(i, [r, g, b, a])| match item.compositing {
            Compositing::Dvr => {
                let opacity = corrected(a, exponent);
                [r * opacity, g * opacity, b * opacity, opacity]
            }
            Compositing::Mip { colored: true } => [r, g, b, 1.0],
            Compositing::Mip { colored: false } => {
                let gray = i as f32 / (n - 1) as f32;
                [gray, gray, gray, 1.0]
            }
        })
        .collect();
    let mut seen = Vec::with_capacity(n + 1);
    let mut count = 0;
    seen.push(0);
    for entry in &entries {
        count += u32::from(entry[3] > 0.0);
        seen.push(count);
    }
    Table { entries, range: item.range, seen }
}

/// Opacity over a distance of `exponent` units when it is `opacity` over one.
pub fn corrected(opacity: f32, exponent: f32) -> f32 {
    // In f64: thin steps have opacities of 1e-4 and less, and the picture multiplies thousands of them.
    (-(f64::from(exponent) * (-f64::from(opacity)).ln_1p()).exp_m1()) as f32
}

impl Table {
    /// `(first, end)` of the entries with an opacity above 0; `None` when there are none.
    pub fn visible(&self) -> Option<(usize, usize)> {
        let first = self.entries.iter().position(|e| e[3] > 0.0)?;
        Some((first, self.entries.iter().rposition(|e| e[3] > 0.0)? + 1))
    }

    /// What decides [`Self::may_show`]: equal keys, equal answers.
    pub fn visibility_key(&self) -> ([u64; 2], &[u32]) {
        (self.range.map(f64::to_bits), &self.seen)
    }

    /// Table positions per stored value, and the position of value 0: `entry = round(value * scale + offset)`, clamped.
    pub fn scale_offset(&self) -> (f64, f64) {
        let [low, high] = self.range;
        let last = (self.entries.len() - 1) as f64;
        // An empty range is a step: values up to it take the first entry, values above it the last.
        let width = if (high - low).abs() > 0.0 { high - low } else { (low.abs() * 1e-6).max(1e-30) };
        let scale = last / width;
        (scale, -low * scale)
    }

    /// Whether any stored value of `[low, high]` may show, allowing for rounding by one entry.
    pub fn may_show(&self, low: f32, high: f32) -> bool {
        let (scale, offset) = self.scale_offset();
        let last = self.entries.len() - 1;
        // Interpolation in f32 may leave the range of the corners by a rounding.
        let (low, high) = (f64::from(low) - f64::from(low).abs() * 4e-7, f64::from(high) + f64::from(high).abs() * 4e-7);
        let (a, b) = (low * scale + offset, high * scale + offset);
        let first = (a.min(b) - 1.5).floor().clamp(0.0, last as f64) as usize;
        let end = (a.max(b) + 1.5).ceil().clamp(0.0, last as f64) as usize;
        self.seen[end + 1] > self.seen[first]
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use voxloom_core::data::{TransferFunction, Volume};

    use super::*;

    fn item(points: impl IntoIterator<Item = (f64, [f32; 4])>) -> VolumeItem {
        let volume = Volume::from_vec([2, 2, 2], 1, vec![0u8; 8]).unwrap();
        VolumeItem::new(Arc::new(volume), TransferFunction::new(points), [0.0, 255.0])
    }

    #[test]
    fn opacity_is_corrected_to_the_step() {
        let mut item = item([(0.0, [1.0, 0.5, 0.0, 0.75])]);
        item.unit_distance = item.step * 2.0;
        let entry = table(&item).entries[17];
        assert!(entry.iter().zip([0.5, 0.25, 0.0, 0.5]).all(|(a, b)| (a - b).abs() < 1e-6), "{entry:?}");
        assert_eq!((corrected(1.0, 0.01), corrected(0.0, 3.0)), (1.0, 0.0));
    }

    #[test]
    fn ranges_that_touch_no_visible_entry_are_hidden() {
        let table = table(&item([(0.5, [1.0, 1.0, 1.0, 0.0]), (0.6, [1.0; 4])]));
        assert!(!table.may_show(0.0, 126.0) && table.may_show(0.0, 140.0) && table.may_show(200.0, 1e9) && !table.may_show(-1e30, 3.0));
    }
}
