//! The voxels of one channel as the kernels read them: where they lie, or a copy when that cannot be.

use rayon::prelude::*;
use voxloom_core::DataError;
use voxloom_core::data::{Format, Scalar, Volume};
use voxloom_core::with_scalar;

use super::packet::Voxels;

/// How wide formats become `f32`: `(value - base) * scale`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Narrowing {
    pub base: f64,
    pub scale: f64,
}

impl Narrowing {
    /// Plain conversion where `f32` resolves the range well, else relative to the range.
    pub fn new(format: Format, [low, high]: [f64; 2]) -> Self {
        let plain = Self { base: 0.0, scale: 1.0 };
        let (largest, width) = (low.abs().max(high.abs()), (high - low).abs());
        let wide = matches!(format, Format::U32 | Format::I32 | Format::U64 | Format::I64 | Format::F64);
        if !wide || width == 0.0 || (largest <= 64.0 * width && largest < 1e37 && width > 1e-30) {
            return plain;
        }
        Self { base: low, scale: 1.0 / width }
    }

    /// What distinguishes one from another in a cache.
    pub fn key(self) -> [u64; 2] {
        [self.base.to_bits(), self.scale.to_bits()]
    }
}

/// Voxels of one channel, at least two along every axis.
pub enum Prepared {
    /// As the volume has them.
    InPlace,
    Bytes(Vec<u8>),
    Words(Vec<u16>),
    Floats(Vec<f32>),
}

impl Prepared {
    /// Copies only several channels, axes of a single voxel, and formats that no kernel reads.
    pub fn new(volume: &Volume, channel: usize, narrowing: Narrowing) -> Result<Self, DataError> {
        let plain = volume.channels() == 1 && volume.dimensions().iter().all(|n| *n >= 2);
        Ok(match volume.format() {
            Format::U8 | Format::I8 | Format::U16 | Format::I16 | Format::F32 if plain => Self::InPlace,
            Format::U8 => Self::Bytes(copy(volume, channel, |v: u8| v)?),
            Format::I8 => Self::Bytes(copy(volume, channel, |v: i8| v as u8)?),
            Format::U16 => Self::Words(copy(volume, channel, |v: u16| v)?),
            Format::I16 => Self::Words(copy(volume, channel, |v: i16| v as u16)?),
            Format::F32 => Self::Floats(copy(volume, channel, |v: f32| v)?),
            Format::F16 => Self::Floats(copy(volume, channel, half::f16::to_f32)?),
            format => {
                let Narrowing { base, scale } = narrowing;
                with_scalar!(format, T => Self::Floats(copy(volume, channel, move |v: T| ((v.to_f64() - base) * scale) as f32)?))
            }
        })
    }

    /// The voxels, with those of the volume where they lie there.
    pub fn voxels<'a>(&'a self, volume: &'a Volume) -> Result<Voxels<'a>, DataError> {
        let (byte, word) = flips(volume.format());
        Ok(match self {
            Self::Bytes(v) => Voxels::Bytes(v, byte),
            Self::Words(v) => Voxels::Words(v, word),
            Self::Floats(v) => Voxels::Floats(v),
            Self::InPlace => {
                let bytes = volume.array().memory()?.as_bytes();
                match volume.format().size() {
                    1 => Voxels::Bytes(bytes, byte),
                    2 => Voxels::Words(bytemuck::cast_slice(bytes), word),
                    _ => Voxels::Floats(bytemuck::cast_slice(bytes)),
                }
            }
        })
    }

    /// Bytes held beside the volume.
    pub fn bytes(&self) -> usize {
        match self {
            Self::InPlace => 0,
            Self::Bytes(v) => v.len(),
            Self::Words(v) => v.len() * 2,
            Self::Floats(v) => v.len() * 4,
        }
    }
}

/// Bits that make unsigned values two's complement, shifted down by half of their range.
fn flips(format: Format) -> (u8, u16) {
    (if format == Format::U8 { 0x80 } else { 0 }, if format == Format::U16 { 0x8000 } else { 0 })
}

/// What the flip takes away from a value.
pub fn bias(format: Format) -> f64 {
    match format {
        Format::U8 => 128.0,
        Format::U16 => 32768.0,
        _ => 0.0,
    }
}

/// What is lost on the way to `f32`, in words.
pub fn note(format: Format, range: Option<[f32; 2]>) -> Option<String> {
    let exact = range.is_none_or(|[low, high]| low.abs().max(high.abs()) <= (1 << 24) as f32);
    let lossy = match format {
        Format::U32 | Format::I32 | Format::U64 | Format::I64 => !exact,
        Format::F64 => true,
        Format::U8 | Format::I8 | Format::U16 | Format::I16 | Format::F16 | Format::F32 => false,
    };
    lossy.then(|| format!("{} voxels are drawn with the precision of float32", format.numpy_name()))
}

/// One channel, axes of one voxel doubled.
fn copy<T: Scalar, U: Copy + Default + Send + Sync>(volume: &Volume, channel: usize, convert: impl Fn(T) -> U + Sync) -> Result<Vec<U>, DataError> {
    let source = volume.array().as_slice::<T>()?;
    let (channels, [nx, ny, nz]) = (volume.channels(), volume.dimensions());
    let [mx, my, mz] = stored(volume.dimensions());
    let mut out = vec![U::default(); mx * my * mz];
    out.par_chunks_mut(mx * my).enumerate().for_each(|(z, slice)| {
        for (y, row) in slice.chunks_mut(mx).enumerate() {
            let first = (z.min(nz - 1) * ny + y.min(ny - 1)) * nx;
            for (x, v) in row.iter_mut().enumerate() {
                *v = convert(source[(first + x.min(nx - 1)) * channels + channel]);
            }
        }
    });
    Ok(out)
}

/// Lengths of the axes as the kernels want them.
pub fn stored(dimensions: [usize; 3]) -> [usize; 3] {
    dimensions.map(|n| n.max(2))
}
