//! Brings one channel of a volume onto the GPU, in slices.

use rayon::prelude::*;
use voxloom_core::data::{Format, Scalar, Volume, format_bytes};
use voxloom_core::with_scalar;
use wgpu::{Extent3d, Features, Origin3d, TextureFormat};

use super::context::Context;
use crate::RenderError;

/// Bytes handed to the driver at once: small enough that other work on the queue gets its turn.
const SLICE: usize = 32 << 20;

/// A channel as a 3-D texture.
#[derive(Debug)]
pub struct VolumeTexture {
    pub view: wgpu::TextureView,
    /// Stored value = texel × scale + offset.
    pub scale: f64,
    pub offset: f64,
    /// The difference in stored values that the texels resolve.
    pub step: f64,
    /// Some voxels are not finite; they hold the largest texel value.
    pub has_gaps: bool,
    /// What was narrowed, in words.
    pub note: Option<String>,
}

/// How the elements become texels.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Encoding {
    /// The bytes as they are, but for the sign bit of signed integers.
    Whole { signed: bool },
    /// Spread over the range of the finite values; `levels` stands for the largest, `levels + 1` for "not finite".
    Spread { min: f64, max: f64, levels: f64 },
}

/// Why this adapter cannot hold a volume, if so.
pub fn obstacle(context: &Context, volume: &Volume, budget: usize) -> Option<String> {
    let [x, y, z] = volume.dimensions();
    let limit = context.device.limits().max_texture_dimension_3d as usize;
    if x.max(y).max(z) > limit {
        return Some(format!(
            "a volume of {x} × {y} × {z} voxels is longer than the GPU's limit of {limit} on an axis; the CPU back end (--backend cpu) draws it"
        ));
    }
    let bytes = bytes(context, volume);
    (bytes > budget).then(|| {
        format!(
            "a volume of {x} × {y} × {z} voxels needs {} on the GPU, where {} may be used; the CPU back end (--backend cpu) draws it",
            format_bytes(bytes),
            format_bytes(budget)
        )
    })
}

/// Bytes that one channel takes on the GPU.
pub fn bytes(context: &Context, volume: &Volume) -> usize {
    volume.array().elements() * texel_bytes(volume.format(), wide(context))
}

/// Textures of 16-bit integers can be filtered here.
fn wide(context: &Context) -> bool {
    context.device.features().contains(Features::TEXTURE_FORMAT_16BIT_NORM)
}

fn texel_bytes(format: Format, wide: bool) -> usize {
    if format.size() == 1 || !wide { 1 } else { 2 }
}

/// Uploads a channel. `cancelled` is asked between slices.
pub fn upload(context: &Context, volume: &Volume, channel: usize, cancelled: &dyn Fn() -> bool) -> Result<VolumeTexture, RenderError> {
    let (format, channels) = (volume.format(), volume.channels());
    let texel = texel_bytes(format, wide(context));
    let whole = texel == format.size() && !format.is_float();
    let encoding = if whole {
        Encoding::Whole { signed: matches!(format, Format::I8 | Format::I16) }
    } else {
        let (min, max) = with_scalar!(format, T => finite_range(volume.array().as_slice::<T>()?, channels, channel));
        Encoding::Spread { min, max, levels: if texel == 2 { 65534.0 } else { 254.0 } }
    };
    let [x, y, z] = volume.dimensions();
    let bytes = bytes(context, volume);
    let size = Extent3d { width: x as u32, height: y as u32, depth_or_array_layers: z as u32 };
    let what = format!("a volume of {x} × {y} × {z} voxels ({})", format_bytes(bytes));
    let texture = context.checked(&what, || {
        context.device.create_texture(&wgpu::TextureDescriptor {
            label: Some("volume"),
            size,
            mip_level_count: 1,
            sample_count: 1,
            dimension: wgpu::TextureDimension::D3,
            format: if texel == 2 { TextureFormat::R16Unorm } else { TextureFormat::R8Unorm },
            usage: wgpu::TextureUsages::TEXTURE_BINDING | wgpu::TextureUsages::COPY_DST,
            view_formats: &[],
        })
    })?;
    let source = volume.array().memory()?.as_bytes();
    // Unsigned integers of one channel lie in memory as the texture wants them.
    let direct = encoding == Encoding::Whole { signed: false } && channels == 1;
    let mut scratch = Vec::new();
    let mut has_gaps = false;
    for [slice, row, rows, slices] in slabs([x, y, z], texel) {
        if cancelled() {
            return Err(RenderError::Cancelled);
        }
        let (first, count) = ((slice * y + row) * x, slices * rows * x);
        let data = if direct {
            &source[first * texel..][..count * texel]
        } else {
            scratch.resize(count * texel, 0u8);
            let gaps = with_scalar!(format, T => {
                let elements = &volume.array().as_slice::<T>()?[first * channels..][..count * channels];
                encode(elements, channels, channel, encoding, texel, &mut scratch)
            });
            has_gaps |= gaps;
            &scratch[..]
        };
        context.checked(&what, || {
            let origin = Origin3d { x: 0, y: row as u32, z: slice as u32 };
            context.queue.write_texture(
                wgpu::TexelCopyTextureInfo { origin, ..texture.as_image_copy() },
                data,
                wgpu::TexelCopyBufferLayout { offset: 0, bytes_per_row: Some((x * texel) as u32), rows_per_image: Some(rows as u32) },
                Extent3d { width: x as u32, height: rows as u32, depth_or_array_layers: slices as u32 },
            );
        })?;
        // The slice is on its way before the next one is staged, so that staging memory stays small.
        let submission = context.queue.submit([]);
        context.wait(submission)?;
    }
    let steps = if texel == 2 { 65535.0 } else { 255.0 };
    let (scale, offset, step) = match encoding {
        Encoding::Whole { signed } => (steps, if signed { -(steps + 1.0) / 2.0 } else { 0.0 }, 1.0),
        Encoding::Spread { min, max, levels } => ((max - min) * (steps / levels), min, (max - min) / levels),
    };
    let note = (!whole).then(|| format!("{} voxels are shown with {} bits", format.numpy_name(), texel * 8));
    Ok(VolumeTexture { view: texture.create_view(&Default::default()), scale, offset, step, has_gaps, note })
}

/// Parts `[first slice, first row, rows, slices]` of at most [`SLICE`] bytes (at least one row) that make up the volume.
fn slabs([x, y, z]: [usize; 3], texel: usize) -> Vec<[usize; 4]> {
    let (row, plane) = (x * texel, x * y * texel);
    if plane <= SLICE {
        let step = (SLICE / plane).max(1);
        return (0..z).step_by(step).map(|slice| [slice, 0, y, step.min(z - slice)]).collect();
    }
    let step = (SLICE / row).max(1);
    (0..z).flat_map(|slice| (0..y).step_by(step).map(move |first| [slice, first, step.min(y - first), 1])).collect()
}

/// Smallest and largest finite value of a channel, `(0, 1)` when there is none.
fn finite_range<T: Scalar>(elements: &[T], channels: usize, channel: usize) -> (f64, f64) {
    let none = (f64::INFINITY, f64::NEG_INFINITY);
    let part = |chunk: &[T]| {
        chunk.iter().skip(channel).step_by(channels).map(|v| v.to_f64()).filter(|v| v.is_finite()).fold(none, |(lo, hi), v| (lo.min(v), hi.max(v)))
    };
    let (lo, hi) = elements.par_chunks(channels << 16).map(part).reduce(|| none, |a, b| (a.0.min(b.0), a.1.max(b.1)));
    // The difference must be finite too.
    if lo <= hi { (lo.max(-1e300), hi.min(1e300)) } else { (0.0, 1.0) }
}

/// Writes the texels of a channel; returns whether a value was not finite.
fn encode<T: Scalar>(elements: &[T], channels: usize, channel: usize, encoding: Encoding, texel: usize, out: &mut [u8]) -> bool {
    const PART: usize = 1 << 16;
    let parts = elements.par_chunks(PART * channels).zip(out.par_chunks_mut(PART * texel));
    let part = |(elements, out): (&[T], &mut [u8])| {
        let values = elements.iter().skip(channel).step_by(channels);
        let texels = out.chunks_exact_mut(texel);
        let mut gaps = false;
        match encoding {
            Encoding::Whole { signed } => {
                let flip = if signed { 0x80 } else { 0 };
                for (value, out) in values.zip(texels) {
                    out.copy_from_slice(bytemuck::bytes_of(value));
                    // The sign bit is in the last byte: GPUs are little-endian, and so are the machines this runs on.
                    out[texel - 1] ^= flip;
                }
            }
            Encoding::Spread { min, max, levels } => {
                let scale = if max > min { levels / (max - min) } else { 0.0 };
                for (value, out) in values.zip(texels) {
                    let value = value.to_f64();
                    gaps |= !value.is_finite();
                    let level = if value.is_finite() { ((value - min) * scale).round().clamp(0.0, levels) } else { levels + 1.0 };
                    out.copy_from_slice(&(level as u16).to_le_bytes()[..texel]);
                }
            }
        }
        gaps
    };
    parts.map(part).reduce(|| false, |a, b| a | b)
}

/// A texture with its contents; 2-D when the depth is 0.
pub fn small_texture(
    context: &Context,
    label: &'static str,
    format: TextureFormat,
    [width, height, depth]: [u32; 3],
    data: &[u8],
) -> Result<wgpu::TextureView, RenderError> {
    let size = wgpu::Extent3d { width, height, depth_or_array_layers: depth.max(1) };
    context.checked(&format_args!("the texture \"{label}\" of {} bytes", data.len()), || {
        let texture = context.device.create_texture(&wgpu::TextureDescriptor {
            label: Some(label),
            size,
            mip_level_count: 1,
            sample_count: 1,
            dimension: if depth == 0 { wgpu::TextureDimension::D2 } else { wgpu::TextureDimension::D3 },
            format,
            usage: wgpu::TextureUsages::TEXTURE_BINDING | wgpu::TextureUsages::COPY_DST,
            view_formats: &[],
        });
        let texel = format.block_copy_size(None).unwrap_or(1);
        let layout = wgpu::TexelCopyBufferLayout { offset: 0, bytes_per_row: Some(width * texel), rows_per_image: Some(height) };
        context.queue.write_texture(texture.as_image_copy(), data, layout, size);
        texture.create_view(&Default::default())
    })
}

#[cfg(test)]
mod tests {
    use half::f16;

    use super::*;

    #[test]
    fn slabs_cover_the_volume_once_and_stay_small() {
        for (dimensions, texel) in [([3, 5, 7], 1), ([4096, 4096, 9], 2), ([8192, 8192, 3], 2), ([1 << 25, 2, 2], 1)] {
            let [x, y, z] = dimensions;
            let parts = slabs(dimensions, texel);
            assert_eq!(parts.iter().map(|[_, _, rows, slices]| rows * slices).sum::<usize>(), y * z);
            assert!(parts.iter().all(|[_, _, rows, slices]| x * rows * slices * texel <= SLICE.max(x * texel)));
        }
    }

    #[test]
    fn values_are_spread_over_the_levels_and_gaps_get_the_last_one() {
        let values = [-1.0f32, 9.0, 3.0, 9.0, f32::NAN, 9.0];
        let encoding = Encoding::Spread { min: -1.0, max: 3.0, levels: 65534.0 };
        let mut out = [0u8; 6];
        assert!(encode(&values, 2, 0, encoding, 2, &mut out));
        assert_eq!(bytemuck::pod_collect_to_vec::<u8, u16>(&out), [0, 65534, 65535]);
        let mut out = [0u8; 2];
        assert!(!encode(&[i16::MIN + 3], 1, 0, Encoding::Whole { signed: true }, 2, &mut out));
        assert_eq!(out, [3, 0]);
        assert_eq!(finite_range(&[f16::NAN, f16::from_f32(2.0)], 1, 0), (2.0, 2.0));
    }
}
