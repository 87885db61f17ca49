//! The CPU back end: packets of rays in tiles on the thread pool.
//!
//! Bytes, 16-bit integers and `f32` are rendered where they lie when the volume has one channel; everything else is copied once
//! (one channel, at most 4 bytes per voxel) and kept in a cache.

mod bounding_box;
mod cache;
mod kernel;
mod packet;
mod tile;
mod voxels;
mod walk;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use glam::{DVec3, Mat3, Vec3};
use rayon::prelude::*;
use voxloom_core::data::{Format, Image, Layer, LayerKind, Projection};
use voxloom_core::memory::{Memory, MemoryMut};

use crate::macro_cells::{MacroCells, Occupancy};
use crate::renderer::{BackEnd, Frame, RenderError};
use crate::scene::{Compositing, Scene, VolumeItem};
use crate::transfer::{self, Table};
use crate::view::View;
use bounding_box::Edges;
use cache::{Cache, Entry, Key};
use kernel::Kernel;
use packet::{Job, LOWEST, Light, Mode, Source};
use tile::{Band, Picture, Pixels, Skip, TILE};
use voxels::{Narrowing, Prepared};

/// Longest axis that the kernels can address.
const LONGEST: usize = 1 << 22;

/// Draws scenes on the processor; keeps what it prepared for their volumes.
#[derive(Default)]
pub struct CpuBackEnd {
    cache: Cache,
    portable: bool,
}

/// The layers of a picture while they are drawn.
struct Canvas {
    color: MemoryMut,
    depth: MemoryMut,
    picking: MemoryMut,
}

impl CpuBackEnd {
    /// A back end that uses no vector instructions, as on processors without AVX2. For tests: it is slow.
    pub fn portable() -> Self {
        Self { portable: true, ..Self::default() }
    }

    /// Draws a scene. `cancelled` is asked before every row of tiles and every tile.
    pub fn draw(&self, scene: &Scene, cancelled: &(dyn Fn() -> bool + Sync)) -> Result<Frame, RenderError> {
        let [width, height] = scene.size.map(|n| n as usize);
        let pixels = width.checked_mul(height).filter(|n| *n > 0 && *n <= 1 << 30);
        let Some(pixels) = pixels else {
            return Err(RenderError::Failed(format!("a picture of {width} × {height} pixels was asked for; it needs at least one and at most 2^30")));
        };
        let mut canvas =
            Canvas { color: MemoryMut::zeroed(pixels * 4)?, depth: MemoryMut::zeroed(pixels * 4)?, picking: MemoryMut::zeroed(pixels * 4)? };
        let mut notes = Vec::new();
        let samples = match &scene.volume {
            Some(item) => self.volume(scene, item, &mut canvas, &mut notes, cancelled)?,
            None => {
                canvas.color.as_slice_mut::<u32>().fill(tile::pack(scene.background));
                canvas.depth.as_slice_mut::<f32>().fill(1.0);
                0
            }
        };
        let layer =
            |memory: Memory, channels, format, kind| Ok::<_, RenderError>(Layer::new([height, width], channels, format, memory)?.with_kind(kind));
        let image = Image {
            color: vec![layer(canvas.color.freeze(), 4, Format::U8, LayerKind::Color)?],
            depth: Some(layer(canvas.depth.freeze(), 1, Format::F32, LayerKind::Depth)?),
            picking: Some(layer(canvas.picking.freeze(), 1, Format::U32, LayerKind::Picking)?),
        };
        Ok(Frame { image, back_end: BackEnd::Cpu, samples, notes })
    }

    fn volume(
        &self,
        scene: &Scene,
        item: &VolumeItem,
        canvas: &mut Canvas,
        notes: &mut Vec<String>,
        cancelled: &(dyn Fn() -> bool + Sync),
    ) -> Result<u64, RenderError> {
        let view = checked_view(scene, item)?;
        let volume = &item.volume;
        let dimensions = volume.dimensions();
        let cells = self.cells(item)?;
        notes.extend(voxels::note(volume.format(), cells.range()));
        if cancelled() {
            return Err(RenderError::Cancelled);
        }
        let narrowing = Narrowing::new(volume.format(), item.range);
        let prepared = self.prepared(item, narrowing)?;
        let table = transfer::table(item);
        let mip = item.compositing != Compositing::Dvr;
        let occupancy = if item.skip_empty && !mip { Some(self.occupancy(item, &cells, &table)?) } else { None };
        let bounds = if mip { bounds(&cells, &table) } else { Vec::new() };

        // The kernels want the opacity negated, and a transparent entry at the end.
        let mut entries: Vec<[f32; 4]> = table.entries.iter().map(|[r, g, b, a]| [*r, *g, *b, -a]).collect();
        entries.push([0.0; 4]);
        let (scale, offset) = table.scale_offset();
        // Position = value * scale + offset in f64, for voxels as they are stored; the job's is (voxel - zero) * scale + offset.
        let (per_voxel, at_zero) = (scale / narrowing.scale, offset + scale * (narrowing.base + voxels::bias(volume.format())));
        let zero = if volume.format().is_float() || volume.format().size() > 2 { (-at_zero / per_voxel) as f32 } else { 0.0 };
        let zero = if zero.is_finite() { zero } else { 0.0 };
        let light = light(scene, item, &view, per_voxel / (table.entries.len() - 1) as f64);
        let job = Job {
            voxels: prepared.voxels(volume)?,
            stored: voxels::stored(dimensions),
            dimensions,
            mode: match (item.compositing, &light) {
                (Compositing::Mip { .. }, _) => Mode::Mip,
                (Compositing::Dvr, Some(_)) => Mode::Shaded,
                (Compositing::Dvr, None) => Mode::Dvr,
            },
            nearest: item.nearest,
            zero,
            scale: per_voxel as f32,
            offset: (at_zero + f64::from(zero) * per_voxel) as f32,
            table: &entries,
            visible_from: table.visible().map_or(f32::INFINITY, |(first, _)| if first == 0 { f32::NEG_INFINITY } else { first as f32 - 0.5 }),
            light,
        };
        let edges = scene.bounding_box.map(|color| Edges::new(scene, &view, dimensions, color));
        let aspect = view.size[0] as f32 / view.size[1] as f32;
        let picture = Picture {
            view: &view,
            kernel: Kernel::choose(&job, self.portable),
            job,
            skip: match &occupancy {
                _ if !item.skip_empty => Skip::Nothing,
                Some(occupancy) => Skip::Hidden(occupancy),
                None => Skip::Lower(cells.dimensions, &bounds),
            },
            far: farthest(scene, &view, dimensions),
            gray: item.compositing == Compositing::Mip { colored: false },
            pixels: Pixels {
                view: &view,
                background: scene.background,
                clip_from_index: scene.camera.clip_from_view(aspect) * scene.camera.view_from_world() * view.world_from_index,
                edges: edges.as_ref(),
                picking: item.picking,
            },
        };
        draw_tiles(&picture, canvas, cancelled)
    }

    fn cells(&self, item: &VolumeItem) -> Result<Arc<MacroCells>, RenderError> {
        let entry = self.cache.get(Key::Cells(item.volume.id(), item.channel), || {
            Ok::<_, RenderError>(Entry::Cells(Arc::new(MacroCells::build(&item.volume, item.channel)?)))
        })?;
        match entry {
            Entry::Cells(cells) => Ok(cells),
            Entry::Voxels(_) | Entry::Occupancy(_) => Err(mixed_up()),
        }
    }

    fn prepared(&self, item: &VolumeItem, narrowing: Narrowing) -> Result<Arc<Prepared>, RenderError> {
        let entry = self.cache.get(Key::Voxels(item.volume.id(), item.channel, narrowing.key()), || {
            Ok::<_, RenderError>(Entry::Voxels(Arc::new(Prepared::new(&item.volume, item.channel, narrowing)?)))
        })?;
        match entry {
            Entry::Voxels(voxels) => Ok(voxels),
            Entry::Cells(_) | Entry::Occupancy(_) => Err(mixed_up()),
        }
    }

    fn occupancy(&self, item: &VolumeItem, cells: &MacroCells, table: &Table) -> Result<Arc<Occupancy>, RenderError> {
        let (range, seen) = table.visibility_key();
        let entry = self.cache.get(Key::Occupancy(item.volume.id(), item.channel, range, seen.to_vec()), || {
            Ok::<_, RenderError>(Entry::Occupancy(Arc::new(Occupancy::build(cells, &|low, high| table.may_show(low, high)))))
        })?;
        match entry {
            Entry::Occupancy(occupancy) => Ok(occupancy),
            Entry::Cells(_) | Entry::Voxels(_) => Err(mixed_up()),
        }
    }
}

fn mixed_up() -> RenderError {
    RenderError::Failed("the cache of the CPU back end holds an entry under the key of another kind".to_owned())
}

/// The view, or what makes drawing impossible, in words.
fn checked_view(scene: &Scene, item: &VolumeItem) -> Result<View, RenderError> {
    let dimensions = item.volume.dimensions();
    if dimensions.iter().any(|n| *n > LONGEST) || dimensions[1] * dimensions[2] >= 1 << 31 {
        return Err(RenderError::Failed(format!("a volume of {dimensions:?} voxels is too long for the CPU back end; an axis may have {LONGEST}")));
    }
    let positive = |v: f32| v.is_finite() && v > 0.0;
    if !positive(item.step) || !positive(item.unit_distance) {
        return Err(RenderError::Failed(format!(
            "the step ({}) and the unit distance ({}) of the volume must be positive lengths in world units",
            item.step, item.unit_distance
        )));
    }
    if !item.range.iter().all(|v| v.is_finite()) {
        return Err(RenderError::Failed(format!("the range {:?} of the volume must be finite", item.range)));
    }
    let view = View::new(scene, item);
    let finite = [view.eye, view.forward, view.right, view.up, view.low, view.high].iter().all(|v| v.is_finite()) && view.pixel.is_finite();
    if !finite || !view.index_from_world.is_finite() {
        return Err(RenderError::Failed(
            "the volume's matrix is not invertible, or the camera is not finite; check the basis and the camera".to_owned(),
        ));
    }
    Ok(view)
}

/// World distance that no part of the volume lies beyond.
fn farthest(scene: &Scene, view: &View, dimensions: [usize; 3]) -> f32 {
    let (_, _, back) = scene.camera.basis();
    let size = Vec3::from(dimensions.map(|n| n as f32));
    let mut far = 0f32;
    for i in 0..8 {
        let corner = size * Vec3::new((i & 1) as f32, (i >> 1 & 1) as f32, (i >> 2) as f32);
        let from_eye = view.world_from_index.transform_point3(corner) - scene.camera.look_from;
        far = far.max(if view.perspective { from_eye.length() } else { -from_eye.dot(back) });
    }
    far * 1.000_1
}

/// Lighting in index space. `per_voxel`: parts of the range per voxel value.
fn light(scene: &Scene, item: &VolumeItem, view: &View, per_voxel: f64) -> Option<Light> {
    let lighting = item.lighting.filter(|_| item.compositing == Compositing::Dvr)?;
    // The length of a gradient does not matter but to tell flat from steep: in parts of the range per voxel, whatever the world's unit.
    let m = view.normal_from_gradient;
    let largest = [m.row(0), m.row(1), m.row(2)].iter().map(|row| row.length()).fold(f32::MIN_POSITIVE, f32::max);
    let normal = m * (per_voxel / f64::from(largest)) as f32;
    let turned = turned(normal);
    let (_, _, back) = scene.camera.basis();
    let source = match lighting.position {
        None => {
            // Axis · (normal g) = axis in the turned frame · (turned g): forward substitution.
            let [x, y, z] = (normal.as_dmat3().transpose() * back.as_dvec3()).to_array();
            let [xx, yy, zz, xy, xz, yz] = turned;
            let x = x / xx;
            let y = (y - xy * x) / yy;
            Source::Head(DVec3::new(x, y, (z - xz * x - yz * y) / zz).as_vec3())
        }
        Some(light) => {
            let parallel = matches!(scene.camera.projection, Projection::Orthographic { .. });
            let shift = Vec3::splat(if item.nearest { 0.0 } else { 0.5 });
            Source::Point {
                light,
                eye: if parallel { back } else { scene.camera.look_from },
                parallel,
                world: Mat3::from_mat4(view.world_from_index),
                offset: view.world_from_index.transform_point3(shift),
            }
        }
    };
    let crate::scene::Lighting { ambient, diffuse, specular, shininess, .. } = lighting;
    Some(Light { ambient, diffuse, specular, shininess: shininess.max(0.0), normal, turned: turned.map(|v| v as f32), source })
}

/// The upper triangle of the QR decomposition of a matrix (xx, yy, zz, xy, xz, yz), its diagonal positive.
fn turned(m: Mat3) -> [f64; 6] {
    let [x, y, z] = [m.x_axis, m.y_axis, m.z_axis].map(|v| v.as_dvec3());
    let positive = |v: f64| v.max(f64::from(f32::MIN_POSITIVE));
    let xx = positive(x.length());
    let (xy, xz) = (x.dot(y) / xx, x.dot(z) / xx);
    let (y, z) = (y - x * (xy / xx), z - x * (xz / xx));
    let yy = positive(y.length());
    let yz = y.dot(z) / yy;
    [xx, yy, positive((z - y * (yz / yy)).length()), xy, xz, yz]
}

/// Largest table position per block, −∞ where no voxel is finite.
fn bounds(cells: &MacroCells, table: &Table) -> Vec<f32> {
    let (scale, offset) = table.scale_offset();
    let last = (table.entries.len() - 1) as f64;
    let (min, max) = cells.min_max();
    min.par_iter()
        .zip(max)
        .with_min_len(1 << 12)
        .map(|(low, high)| {
            if low > high {
                return f32::NEG_INFINITY;
            }
            let value = f64::from(if scale < 0.0 { *low } else { *high });
            // A little more than the largest: interpolation and conversion round.
            let bound = ((value + value.abs() * 4e-7 * scale.signum()) * scale + offset).clamp(-1.0, last) as f32;
            if bound + 0.01 < LOWEST { 0.0 } else { bound + 0.01 }.min(last as f32)
        })
        .collect()
}

fn draw_tiles(picture: &Picture<'_>, canvas: &mut Canvas, cancelled: &(dyn Fn() -> bool + Sync)) -> Result<u64, RenderError> {
    let [width, height] = picture.view.size.map(|n| n as usize);
    let rows = width * TILE;
    let samples = AtomicU64::new(0);
    let color = canvas.color.as_slice_mut::<u32>().par_chunks_mut(rows);
    let depth = canvas.depth.as_slice_mut::<f32>().par_chunks_mut(rows);
    let picking = canvas.picking.as_slice_mut::<u32>().par_chunks_mut(rows);
    color.zip(depth).zip(picking).enumerate().try_for_each(|(i, ((color, depth), picking))| {
        let y = i * TILE;
        let mut band = Band { color, depth, picking, y };
        let mut segments = Vec::new();
        let mut taken = 0;
        for x in (0..width).step_by(TILE) {
            if cancelled() {
                return Err(RenderError::Cancelled);
            }
            taken += picture.draw([x, y], [TILE.min(width - x), TILE.min(height - y)], &mut band, &mut segments);
        }
        samples.fetch_add(taken, Ordering::Relaxed);
        Ok(())
    })?;
    Ok(samples.into_inner())
}
