//! A slow and obvious raycaster for tests: one sample after the other, nothing skipped, nothing tabulated, everything in `f64`.

use glam::{DMat3, DVec3, Mat3};
use voxloom_core::DataError;
use voxloom_core::data::{Projection, Scalar, Volume};
use voxloom_core::with_scalar;

use crate::scene::{Compositing, Lighting, Scene, VolumeItem};
use crate::view::View;

/// A picture in floating point, row 0 at the bottom.
#[derive(Debug, Clone)]
pub struct Picture {
    pub size: [usize; 2],
    /// Premultiplied, over the background.
    pub color: Vec<[f64; 4]>,
    /// Opacity of the volume alone.
    pub opacity: Vec<f64>,
    /// World distance of the first sample after which the volume covers half of the pixel.
    pub distance: Vec<Option<f64>>,
    pub samples: u64,
}

/// Voxels of one channel as `f64`.
struct Grid {
    voxels: Vec<f64>,
    dimensions: [usize; 3],
    nearest: bool,
}

impl Grid {
    fn new(volume: &Volume, channel: usize, nearest: bool) -> Result<Self, DataError> {
        let channels = volume.channels();
        let voxels = with_scalar!(volume.format(), T => {
            volume.array().as_slice::<T>()?.iter().skip(channel).step_by(channels).map(|v| v.to_f64()).collect()
        });
        Ok(Self { voxels, dimensions: volume.dimensions(), nearest })
    }

    fn voxel(&self, [x, y, z]: [usize; 3]) -> f64 {
        let [nx, ny, _] = self.dimensions;
        self.voxels[(z * ny + y) * nx + x]
    }

    /// The value at a position of index space; `None` where a voxel that it depends on is not finite.
    fn value(&self, p: DVec3) -> Option<f64> {
        let n = self.dimensions;
        if self.nearest {
            let v = self.voxel([0, 1, 2].map(|i| p[i].floor().clamp(0.0, (n[i] - 1) as f64) as usize));
            return v.is_finite().then_some(v);
        }
        let q = [0, 1, 2].map(|i| (p[i] - 0.5).clamp(0.0, (n[i] - 1) as f64));
        let cell = [0, 1, 2].map(|i| (q[i].floor() as usize).min(n[i].saturating_sub(2)));
        let mut sum = 0.0;
        for corner in 0..8usize {
            let mut weight = 1.0;
            let mut at = [0; 3];
            for i in 0..3 {
                let (up, t) = (corner >> i & 1, q[i] - cell[i] as f64);
                at[i] = (cell[i] + up).min(n[i] - 1);
                weight *= if up == 1 { t } else { 1.0 - t };
            }
            let v = self.voxel(at);
            if !v.is_finite() {
                return None;
            }
            sum += weight * v;
        }
        Some(sum)
    }

    /// Central differences over two voxels.
    fn gradient(&self, p: DVec3) -> Option<DVec3> {
        let d = |axis: DVec3| Some(self.value(p + axis)? - self.value(p - axis)?);
        Some(DVec3::new(d(DVec3::X)?, d(DVec3::Y)?, d(DVec3::Z)?))
    }
}

/// Draws the volume of a scene, without its bounding box.
pub fn draw(scene: &Scene) -> Result<Picture, DataError> {
    let size = scene.size.map(|n| n as usize);
    let pixels = size[0] * size[1];
    let mut picture = Picture { size, color: vec![[0.0; 4]; pixels], opacity: vec![0.0; pixels], distance: vec![None; pixels], samples: 0 };
    let tracer = scene.volume.as_ref().map(|item| Tracer::new(scene, item)).transpose()?;
    for i in 0..pixels {
        let mut color = [0.0; 4];
        if let Some(tracer) = &tracer {
            let ray = tracer.ray((i % size[0]) as f32 + 0.5, (i / size[0]) as f32 + 0.5);
            (color, picture.distance[i]) = (ray.color, ray.distance);
            picture.samples += ray.samples;
        }
        picture.opacity[i] = color[3];
        picture.color[i] = std::array::from_fn(|c| color[c] + f64::from(scene.background[c]) * (1.0 - color[3]));
        // Highlights may be brighter than their opacity allows.
        let alpha = picture.color[i][3].clamp(0.0, 1.0);
        picture.color[i] = picture.color[i].map(|v| v.clamp(0.0, alpha));
    }
    Ok(picture)
}

struct Tracer<'a> {
    scene: &'a Scene,
    item: &'a VolumeItem,
    view: View,
    grid: Grid,
}

struct Ray {
    color: [f64; 4],
    distance: Option<f64>,
    samples: u64,
}

impl<'a> Tracer<'a> {
    fn new(scene: &'a Scene, item: &'a VolumeItem) -> Result<Self, DataError> {
        Ok(Self { scene, item, view: View::new(scene, item), grid: Grid::new(&item.volume, item.channel, item.nearest)? })
    }

    /// Part of the range, 0–1.
    fn part(&self, value: f64) -> f64 {
        let [low, high] = self.item.range;
        ((value - low) / (high - low)).clamp(0.0, 1.0)
    }

    fn entry(&self, part: f64) -> [f64; 4] {
        let [low, high] = self.item.range;
        let tf = &self.item.transfer_function;
        tf.sample(if tf.absolute { low + part * (high - low) } else { part }).map(f64::from)
    }

    fn ray(&self, x: f32, y: f32) -> Ray {
        let (origin, direction) = self.view.ray(x, y);
        let (first, end) = self.view.samples(origin, direction, 0.0);
        let (origin, direction) = (origin.as_dvec3(), direction.as_dvec3());
        let mut ray = Ray { color: [0.0; 4], distance: None, samples: end.saturating_sub(first).max(0) as u64 };
        let mut best = None::<f64>;
        let at = |k: i32| (f64::from(k) + 0.5) * f64::from(self.item.step);
        for k in first..end {
            let p = origin + direction * at(k);
            let Some(value) = self.grid.value(p) else { continue };
            if self.item.compositing != Compositing::Dvr {
                best = Some(best.map_or(value, |b| if (b < value) == (self.item.range[0] <= self.item.range[1]) { value } else { b }));
                ray.distance = Some(at(first));
                continue;
            }
            let [r, g, b, a] = self.entry(self.part(value));
            let left = 1.0 - ray.color[3];
            if a == 0.0 || left < 1.0 / 512.0 {
                continue;
            }
            let opacity = 1.0 - (1.0 - a).powf(f64::from(self.item.step / self.item.unit_distance));
            let (factor, highlight) = self.item.lighting.map_or((1.0, 0.0), |lighting| self.shade(&lighting, p));
            for (sum, c) in ray.color.iter_mut().zip([r, g, b]) {
                *sum += left * opacity * (c * factor + highlight);
            }
            ray.color[3] += left * opacity;
            if ray.color[3] > 0.5 && ray.distance.is_none() {
                ray.distance = Some(at(k));
            }
        }
        if let (Some(best), Compositing::Mip { colored }) = (best, self.item.compositing) {
            let part = self.part(best);
            let [r, g, b, _] = if colored { self.entry(part) } else { [part; 4] };
            ray.color = [r, g, b, 1.0];
        }
        ray
    }

    /// Factor of the color, and the highlight.
    fn shade(&self, lighting: &Lighting, p: DVec3) -> (f64, f64) {
        let flat = (f64::from(lighting.ambient), 0.0);
        let Some(gradient) = self.grid.gradient(p) else { return flat };
        let matrix = |m: Mat3| DMat3::from_cols(m.x_axis.as_dvec3(), m.y_axis.as_dvec3(), m.z_axis.as_dvec3());
        let Some(normal) = (matrix(self.view.normal_from_gradient) * gradient).try_normalize() else { return flat };
        let camera = &self.scene.camera;
        let axis = camera.basis().2.as_dvec3();
        let world = self.view.world_from_index.as_dmat4().transform_point3(p);
        let (to_light, half) = match lighting.position {
            None => (axis, axis),
            Some(light) => {
                let to_light = (light.as_dvec3() - world).normalize_or_zero();
                let to_eye = match camera.projection {
                    Projection::Perspective { .. } => (camera.look_from.as_dvec3() - world).normalize_or_zero(),
                    Projection::Orthographic { .. } => axis,
                };
                (to_light, (to_light + to_eye).normalize_or_zero())
            }
        };
        let diffuse = f64::from(lighting.diffuse) * normal.dot(to_light).abs();
        (flat.0 + diffuse, f64::from(lighting.specular) * normal.dot(half).abs().min(1.0).powf(f64::from(lighting.shininess)))
    }
}
