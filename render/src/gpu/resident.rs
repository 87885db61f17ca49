//! A volume that lies on the GPU, with what is known about where it shows.

use std::sync::Mutex;

use wgpu::TextureFormat;

use super::context::{Context, lock};
use super::upload::{self, VolumeTexture, small_texture};
use crate::RenderError;
use crate::macro_cells::{MacroCells, Occupancy};
use crate::scene::{Compositing, VolumeItem};
use crate::transfer::Table;

/// Fewer steps than this over the range that is shown are said.
const COARSE: f64 = 256.0;

/// A channel of a volume on the GPU, and its cells.
#[derive(Debug)]
pub struct Resident {
    pub texture: VolumeTexture,
    cells: MacroCells,
    /// Distances of the last transfer function.
    distances: Mutex<Option<(Hidden, wgpu::TextureView)>>,
}

/// What decides which blocks are hidden: projection or not, the range, and the entries that show.
#[derive(Debug, Clone, PartialEq)]
struct Hidden {
    projection: bool,
    range: [u64; 2],
    seen: Vec<u32>,
}

impl Resident {
    pub fn new(context: &Context, item: &VolumeItem, cancelled: &dyn Fn() -> bool) -> Result<Self, RenderError> {
        let cells = MacroCells::build(&item.volume, item.channel)?;
        let texture = upload::upload(context, &item.volume, item.channel, cancelled)?;
        Ok(Self { texture, cells, distances: Mutex::new(None) })
    }

    /// What was narrowed for display, in words.
    pub fn notes(&self, item: &VolumeItem) -> Vec<String> {
        let mut notes: Vec<String> = self.texture.note.iter().cloned().collect();
        let steps = (item.range[1] - item.range[0]).abs() / self.texture.step;
        if self.texture.note.is_some() && steps < COARSE {
            notes.push(format!("only {steps:.0} steps of the narrowed values lie in the range that is shown; the CPU back end shows all"));
        }
        notes
    }

    /// The distances to visible blocks under a transfer table.
    pub fn distances(&self, context: &Context, item: &VolumeItem, table: &Table) -> Result<wgpu::TextureView, RenderError> {
        let (range, seen) = table.visibility_key();
        let hidden = Hidden { projection: item.compositing != Compositing::Dvr, range, seen: seen.to_vec() };
        if let Some((known, view)) = &*lock(&self.distances)
            && *known == hidden
        {
            return Ok(view.clone());
        }
        let (scale, offset) = table.scale_offset();
        // Narrowing rounds voxels beyond the range of their block, by half a step.
        let slack = if self.texture.note.is_some() { self.texture.step * 0.51 } else { 0.0 };
        let widened = |low: f32, high: f32| (f64::from(low) - slack, f64::from(high) + slack);
        let occupancy = match item.compositing {
            Compositing::Dvr => Occupancy::build(&self.cells, &|low, high| {
                let (low, high) = widened(low, high);
                table.may_show(low as f32, high as f32)
            }),
            // Whether a ray meets anything finite is seen at the samples alone.
            Compositing::Mip { .. } if self.texture.has_gaps => Occupancy::build(&self.cells, &|_, _| true),
            // What is drawn as the first entry changes no maximum.
            Compositing::Mip { .. } => Occupancy::build(&self.cells, &|low, high| {
                let (low, high) = widened(low, high);
                (low * scale).max(high * scale) + offset > 0.25
            }),
        };
        let size = occupancy.dimensions.map(|n| n as u32);
        let view = small_texture(context, "distances", TextureFormat::R8Uint, size, occupancy.distances())?;
        *lock(&self.distances) = Some((hidden, view.clone()));
        Ok(view)
    }
}
