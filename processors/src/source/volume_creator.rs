//! Volume Creator: volumes from formulas.

use rayon::prelude::*;
use voxloom_core::data::{Format, Scalar, Volume};
use voxloom_core::memory::MemoryMut;
use voxloom_core::processor::{BuiltIn, Flow, Interface, Processor, ProcessorInfo};
use voxloom_core::property::{Kind, VectorKind};
use voxloom_core::{Context, PortSpec, ProcessorError, Property, with_scalar};

const HELP: &str = "Makes a volume from a formula: a ball, a ramp along x, or smooth noise.\n\n\
Values run from 0 to 1 and are stored scaled to 0…maximum for integers. The ball falls off linearly from 1 in the center to 0 at the faces; \
the noise is the sum of four octaves of value noise and depends only on the seed.";

pub(crate) fn class() -> BuiltIn {
    BuiltIn::new(
        ProcessorInfo::built_in("org.inviwo.VolumeCreator", "Volume Creator", "Data Creation", HELP).tags("CPU, Volume, Source"),
        || {
            let formats: Vec<(&str, &str)> = Format::ALL.iter().map(|format| (format.numpy_name(), format.numpy_name())).collect();
            Interface::new()
                .outport(PortSpec::new::<Volume>("volume", "The volume."))
                .property(Property::option("type", "Formula", &[("sphere", "Ball"), ("ramp", "Ramp"), ("noise", "Noise")]))
                .property(Property::option("format", "Format", &formats))
                .property(
                    Property::new("dimensions", "Dimensions", Kind::IntVector(VectorKind::new(&[64, 64, 64], 1, 4096, 1)))
                        .help("Voxels along x, y and z."),
                )
                .property(Property::int("seed", "Seed", 1, 0..=1_000_000).help("Of the noise."))
        },
        |_| Box::new(VolumeCreator),
    )
}

struct VolumeCreator;

impl Processor for VolumeCreator {
    fn process(&mut self, ctx: &mut Context<'_>) -> Result<Flow, ProcessorError> {
        let size = ctx.values().ints("dimensions");
        let shape = [size[2] as usize, size[1] as usize, size[0] as usize];
        let format = Format::from_numpy_name(ctx.values().text("format")).unwrap_or(Format::U8);
        let seed = ctx.values().int("seed") as u32;
        let formula: fn([f64; 3], u32) -> f64 = match ctx.values().text("type") {
            "ramp" => |p, _| p[0],
            "noise" => noise,
            _ => |p, _| (1.0 - 2.0 * p.iter().map(|c| (c - 0.5) * (c - 0.5)).sum::<f64>().sqrt()).max(0.0),
        };
        let memory = with_scalar!(format, T => fill::<T>(ctx, shape, |p| formula(p, seed))?);
        ctx.set_output("volume", Volume::new(shape, 1, format, memory.freeze())?);
        Ok(Flow::Done)
    }
}

/// Fills a volume slice by slice, in parallel; `formula` gets voxel centers in 0–1 (x, y, z).
fn fill<T: Scalar>(ctx: &Context<'_>, [nz, ny, nx]: [usize; 3], formula: impl Fn([f64; 3]) -> f64 + Sync) -> Result<MemoryMut, ProcessorError> {
    let mut memory = MemoryMut::zeroed(nz * ny * nx * size_of::<T>())?;
    let scale = if T::FORMAT.is_float() { 1.0 } else { T::FORMAT.full_range()[1] };
    let control = ctx.control();
    memory.as_slice_mut::<T>().par_chunks_mut(nx * ny).enumerate().try_for_each(|(z, slice)| {
        if control.is_cancelled() {
            return Err(ProcessorError::Cancelled);
        }
        for (i, voxel) in slice.iter_mut().enumerate() {
            let center = |i: usize, n: usize| (i as f64 + 0.5) / n as f64;
            *voxel = T::from_f64(formula([center(i % nx, nx), center(i / nx, ny), center(z, nz)]) * scale);
        }
        Ok(())
    })?;
    Ok(memory)
}

/// Four octaves of value noise, 0–1.
fn noise(p: [f64; 3], seed: u32) -> f64 {
    let (mut sum, mut weight, mut all) = (0.0, 1.0, 0.0);
    for octave in 0..4u32 {
        let scale = f64::from(4u32 << octave);
        sum += weight * lattice(p.map(|c| c * scale), seed ^ octave.wrapping_mul(0x9e37_79b9));
        all += weight;
        weight *= 0.5;
    }
    sum / all
}

/// Trilinear interpolation (with a smooth fade) of random values on integer points.
fn lattice(p: [f64; 3], seed: u32) -> f64 {
    let cell = p.map(|c| c.floor());
    let fade: [f64; 3] = std::array::from_fn(|i| {
        let t = p[i] - cell[i];
        t * t * (3.0 - 2.0 * t)
    });
    let corner = |dx: u32, dy: u32, dz: u32| hash([cell[0] as u32 + dx, cell[1] as u32 + dy, cell[2] as u32 + dz], seed);
    let mix = |a: f64, b: f64, t: f64| a + (b - a) * t;
    let edge = |dy, dz| mix(corner(0, dy, dz), corner(1, dy, dz), fade[0]);
    mix(mix(edge(0, 0), edge(1, 0), fade[1]), mix(edge(0, 1), edge(1, 1), fade[1]), fade[2])
}

/// A random value in 0–1 for a point: multiply and xor-shift rounds.
fn hash([x, y, z]: [u32; 3], seed: u32) -> f64 {
    let mut h = seed ^ x.wrapping_mul(0x85eb_ca6b) ^ y.wrapping_mul(0xc2b2_ae35) ^ z.wrapping_mul(0x27d4_eb2f);
    for _ in 0..2 {
        h = (h ^ (h >> 15)).wrapping_mul(0x2c1b_3c6d);
        h ^= h >> 12;
    }
    f64::from(h) / f64::from(u32::MAX)
}
