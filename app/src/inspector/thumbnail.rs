//! A small picture of any data: the middle slice of a volume, an image, a mesh from above its corner, the curve of a list.
//!
//! The work is bounded: a volume gives one slice, and large planes and meshes are sampled. Data on a device is read back: not for the UI thread.

use egui::{Color32, ColorImage};
use voxloom_core::data::{Array, Buffer, Format, Image, Mesh, Numbers, Scalar, Sequence, Volume};
use voxloom_core::port::{Data, downcast};
use voxloom_core::with_scalar;

use super::mesh_picture::mesh_picture;
use crate::canvas::color_layer;
use crate::theme;

/// Pixels of the longer side at most.
pub const LARGEST: usize = 160;
/// Samples along one side of a pixel at most, where several texels fall on one.
const SAMPLES: usize = 4;

/// A small picture of the data; `None` when the type has none, or the data is empty or cannot be read.
pub fn thumbnail(data: &Data) -> Option<ColorImage> {
    if let Some(volume) = downcast::<Volume>(data) {
        return slice(volume);
    }
    if let Some(volumes) = downcast::<Sequence<Volume>>(data) {
        return slice(volumes.0.first()?);
    }
    if let Some(layer) = color_layer(data) {
        let array = layer.array();
        let range = match (layer.data_map.data_range, array.format()) {
            (Some(range), _) => Some(range),
            (None, Format::U8) => Some([0.0, 255.0]),
            // An image is shown as it is, a layer of values by the range of what is in it.
            (None, format) if downcast::<Image>(data).is_some() => Some(if format.is_float() { [0.0, 1.0] } else { [0.0, format.full_range()[1]] }),
            (None, _) => None,
        };
        return Plane { array, first: 0, size: layer.dimensions(), texel: [1.0, 1.0], range, opaque: false }.picture();
    }
    if let Some(mesh) = downcast::<Mesh>(data) {
        return mesh_picture(&[mesh]);
    }
    if let Some(meshes) = downcast::<Sequence<Mesh>>(data) {
        return mesh_picture(&meshes.0.iter().map(|mesh| &**mesh).collect::<Vec<_>>());
    }
    let list = downcast::<Buffer>(data).map(Buffer::array).or_else(|| downcast::<Numbers>(data).and_then(Numbers::array))?;
    curve(list)
}

/// The middle slice across z, y upward.
fn slice(volume: &Volume) -> Option<ColorImage> {
    let [x, y, z] = volume.dimensions();
    let matrix = volume.space.drawn_world_from_data(volume.dimensions());
    let texel = [matrix.x_axis.truncate().length() / x as f32, matrix.y_axis.truncate().length() / y as f32];
    let range = volume.data_map.data_range.or_else(|| volume.known_range().map(|range| [range.min, range.max]));
    Plane { array: volume.array(), first: z / 2 * x * y, size: [x, y], texel, range, opaque: true }.picture()
}

/// A plane of texels within an array, the bottom row first.
struct Plane<'a> {
    array: &'a Array,
    /// Elements before it.
    first: usize,
    size: [usize; 2],
    /// Width and height of a texel; only their ratio counts.
    texel: [f32; 2],
    /// Values that are black and white; `None`: least and greatest of the plane.
    range: Option<[f64; 2]>,
    /// A fourth channel is no opacity.
    opaque: bool,
}

impl Plane<'_> {
    fn picture(&self) -> Option<ColorImage> {
        with_scalar!(self.array.format(), T => {
            let n = self.array.channels();
            let texels = self.array.as_slice::<T>().ok()?.get(self.first * n..(self.first + self.size[0] * self.size[1]) * n)?;
            Some(self.sampled(texels, n))
        })
    }

    fn sampled<T: Scalar>(&self, texels: &[T], channels: usize) -> ColorImage {
        let [width, height] = picture_size(self.size, self.texel);
        let columns = places(self.size[0], width);
        let rows = places(self.size[1], height);
        let [lo, hi] = self.range.unwrap_or_else(|| seen_range(texels, channels, self.size[0], &columns, &rows));
        let scale = if hi > lo { 1.0 / (hi - lo) } else { 0.0 };
        let mut pixels = Vec::with_capacity(width * height);
        for row in rows.iter().rev() {
            for column in &columns {
                let mut sums = [0.0; 4];
                let mut count = 0.0;
                for y in row {
                    for x in column {
                        let texel = &texels[(y * self.size[0] + x) * channels..][..channels];
                        let values = texel.iter().map(|v| v.to_f64());
                        if values.clone().all(f64::is_finite) {
                            count += 1.0;
                            sums.iter_mut().zip(values).for_each(|(sum, v)| *sum += v);
                        }
                    }
                }
                if count == 0.0 {
                    // NaN and infinity are shown as nothing.
                    pixels.push(Color32::TRANSPARENT);
                    continue;
                }
                let c = |i: usize| (((sums[i] / count - lo) * scale).clamp(0.0, 1.0) * 255.0 + 0.5) as u8;
                pixels.push(match (channels, self.opaque) {
                    (1, _) => Color32::from_gray(c(0)),
                    (2, true) => Color32::from_rgb(c(0), c(1), 0),
                    (2, false) => Color32::from_rgba_premultiplied(c(0), c(0), c(0), c(1)),
                    (3, _) | (_, true) => Color32::from_rgb(c(0), c(1), c(2)),
                    (_, false) => Color32::from_rgba_premultiplied(c(0), c(1), c(2), c(3)),
                });
            }
        }
        ColorImage::new([width, height], pixels)
    }
}

/// Size of the picture of a plane: its proportions, the longer side at most [`LARGEST`], small ones enlarged by a whole number.
fn picture_size(size: [usize; 2], texel: [f32; 2]) -> [usize; 2] {
    let usable = texel.iter().all(|t| t.is_finite() && *t > 0.0);
    let unit = if usable { texel.map(|t| t / texel[0].min(texel[1])) } else { [1.0, 1.0] };
    let physical = [size[0] as f32 * unit[0], size[1] as f32 * unit[1]];
    let scale = LARGEST as f32 / physical[0].max(physical[1]).max(1.0);
    let scale = if scale >= 1.0 { scale.floor() } else { scale };
    physical.map(|length| ((length * scale).round() as usize).clamp(1, LARGEST))
}

/// For each pixel of a side the texels that are averaged.
fn places(texels: usize, pixels: usize) -> Vec<Vec<usize>> {
    let at = |pixel: usize| pixel * texels / pixels;
    let of_pixel = |pixel: usize| {
        let (from, to) = (at(pixel), at(pixel + 1).max(at(pixel) + 1).min(texels));
        let step = (to - from).div_ceil(SAMPLES).max(1);
        (from..to).step_by(step).collect()
    };
    (0..pixels).map(of_pixel).collect()
}

/// Least and greatest finite value among the texels that are looked at.
fn seen_range<T: Scalar>(texels: &[T], channels: usize, width: usize, columns: &[Vec<usize>], rows: &[Vec<usize>]) -> [f64; 2] {
    let (mut lo, mut hi) = (f64::INFINITY, f64::NEG_INFINITY);
    for y in rows.iter().flatten() {
        for x in columns.iter().flatten() {
            for v in &texels[(y * width + x) * channels..][..channels] {
                let v = v.to_f64();
                if v.is_finite() {
                    (lo, hi) = (lo.min(v), hi.max(v));
                }
            }
        }
    }
    if lo <= hi { [lo, hi] } else { [0.0, 1.0] }
}

/// The values of a list over their index, from least to greatest, the first channel.
fn curve(array: &Array) -> Option<ColorImage> {
    const HEIGHT: usize = LARGEST / 2;
    let (length, channels) = (array.elements(), array.channels());
    let columns = places(length, LARGEST);
    let value = with_scalar!(array.format(), T => {
        let values = array.as_slice::<T>().ok()?;
        Box::new(move |i: usize| values[i * channels].to_f64()) as Box<dyn Fn(usize) -> f64>
    });
    let spans: Vec<Option<[f64; 2]>> = columns
        .iter()
        .map(|places| places.iter().map(|i| value(*i)).filter(|v| v.is_finite()).map(|v| [v, v]).reduce(|a, b| [a[0].min(b[0]), a[1].max(b[1])]))
        .collect();
    let [lo, hi] = spans.iter().flatten().copied().reduce(|a, b| [a[0].min(b[0]), a[1].max(b[1])])?;
    let scale = if hi > lo { (HEIGHT - 1) as f64 / (hi - lo) } else { 0.0 };
    let row = |v: f64| HEIGHT - 1 - if hi > lo { ((v - lo) * scale) as usize } else { HEIGHT / 2 };
    let mut pixels = vec![theme::GROUND; LARGEST * HEIGHT];
    let mut last = None;
    for (x, span) in spans.iter().enumerate() {
        let Some([low, high]) = span else {
            last = None;
            continue;
        };
        // The curve has no gaps where it is steep.
        let (mut top, mut bottom) = (row(*high), row(*low));
        if let Some((above, below)) = last {
            (top, bottom) = (top.min(below), bottom.max(above));
        }
        last = Some((row(*high), row(*low)));
        for y in top..=bottom {
            pixels[y * LARGEST + x] = theme::ACCENT;
        }
    }
    Some(ColorImage::new([LARGEST, HEIGHT], pixels))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use voxloom_core::data::Layer;

    use super::*;

    #[test]
    fn a_volume_shows_its_middle_slice_with_y_upward() {
        // Of 3 slices only the middle one has a bright voxel: at x = 0, y = 1.
        let mut voxels = vec![0u8; 12];
        voxels[4 + 2] = 255;
        let mut volume = Volume::from_vec([3, 2, 2], 1, voxels).unwrap();
        volume.data_map.data_range = Some([0.0, 255.0]);
        let picture = thumbnail(&(Arc::new(volume) as Data)).unwrap();
        assert_eq!(picture.size, [160, 160]);
        assert_eq!(picture[(0, 0)], Color32::WHITE);
        assert_eq!(picture[(159, 0)], Color32::BLACK);
        assert_eq!(picture[(0, 159)], Color32::BLACK);
    }

    #[test]
    fn proportions_follow_the_spacing() {
        let mut volume = Volume::from_vec([1, 100, 100], 1, vec![0u8; 10_000]).unwrap();
        volume.space = voxloom_core::data::Space::with_spacing([100, 100, 1], glam::vec3(1.0, 2.0, 1.0), glam::Vec3::ZERO);
        assert_eq!(thumbnail(&(Arc::new(volume) as Data)).unwrap().size, [80, 160]);
    }

    #[test]
    fn values_that_are_not_finite_are_transparent_and_leave_the_range_alone() {
        let layer = Layer::from_vec::<f32>([1, 3], 1, vec![f32::NAN, -1.0, 3.0]).unwrap();
        let picture = thumbnail(&(Arc::new(layer) as Data)).unwrap();
        assert_eq!(picture.size, [159, 53]);
        assert_eq!([picture[(0, 0)], picture[(60, 0)], picture[(158, 52)]], [Color32::TRANSPARENT, Color32::BLACK, Color32::WHITE]);
    }

    #[test]
    fn a_large_image_is_averaged() {
        let texels: Vec<u8> = (0..640 * 320).flat_map(|i| if i % 2 == 0 { [0, 0, 0, 255] } else { [255, 255, 255, 255] }).collect();
        let image = Image::from_layer(Layer::from_vec([320, 640], 4, texels).unwrap());
        let picture = thumbnail(&(Arc::new(image) as Data)).unwrap();
        assert_eq!(picture.size, [160, 80]);
        assert_eq!(picture[(5, 5)], Color32::from_gray(128));
    }

    #[test]
    fn a_list_is_a_curve() {
        let buffer = Buffer::from_vec(1, (0..320).map(|i| i as f32).collect()).unwrap();
        let picture = thumbnail(&(Arc::new(buffer) as Data)).unwrap();
        assert_eq!(picture[(0, 79)], theme::ACCENT);
        assert_eq!(picture[(159, 0)], theme::ACCENT);
        assert_eq!(picture[(159, 79)], theme::GROUND);
    }
}
