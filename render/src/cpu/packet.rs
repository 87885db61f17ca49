//! What the kernels read and write: the job of one picture and a packet of rays.

use glam::{Mat3, Vec3};

/// Rays of a packet: 4 × 2 pixels.
pub const LANES: usize = 8;

/// Below this transmittance a ray contributes nothing any more.
pub const OPAQUE: f32 = 1.0 / 512.0;

/// Channel voxels, x fastest, no padding.
#[derive(Debug, Clone, Copy)]
pub enum Voxels<'a> {
    /// One byte, two's complement after exclusive or with the flip bits.
    Bytes(&'a [u8], u8),
    /// Two bytes, likewise.
    Words(&'a [u16], u16),
    Floats(&'a [f32]),
}

/// Projections take table positions below this as 0, so that rounding cannot lift a ray above surroundings that are at the low end of the range.
pub const LOWEST: f32 = 0.02;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    Dvr,
    Shaded,
    Mip,
}

/// Blinn-Phong in the index space of the volume.
#[derive(Debug, Clone, Copy)]
pub struct Light {
    pub ambient: f32,
    pub diffuse: f32,
    pub specular: f32,
    pub shininess: f32,
    /// World gradients from index gradients, up to a factor.
    pub normal: Mat3,
    /// The upper triangle `r` (xx, yy, zz, xy, xz, yz) with `rᵀ r = normalᵀ normal`: gradients in a frame turned against the world's.
    pub turned: [f32; 6],
    pub source: Source,
}

#[derive(Debug, Clone, Copy)]
pub enum Source {
    /// Light and half vector are the view axis, in the turned frame.
    Head(Vec3),
    /// A point; world positions are `world * q + offset`. `eye` is a point, or for parallel rays the direction to it.
    Point { light: Vec3, eye: Vec3, parallel: bool, world: Mat3, offset: Vec3 },
}

/// Squared length of a gradient (in ranges per two voxels) below which there is no surface to shade.
pub const FLAT: f32 = 1e-12;

/// What all rays of a picture share.
pub struct Job<'a> {
    pub voxels: Voxels<'a>,
    /// Voxels along x, y, z as they lie in memory: at least 2.
    pub stored: [usize; 3],
    /// Voxels of the volume.
    pub dimensions: [usize; 3],
    pub mode: Mode,
    pub nearest: bool,
    /// Table position of a voxel value: `(value - zero) * scale + offset`.
    pub zero: f32,
    pub scale: f32,
    pub offset: f32,
    /// Premultiplied, with the opacity **negated** so that one multiply-add serves color and transmittance; the last entry is transparent.
    pub table: &'a [[f32; 4]],
    /// Table positions from here on may show.
    pub visible_from: f32,
    pub light: Option<Light>,
}

impl Job<'_> {
    /// Position of the last entry that stands for a value.
    pub fn last(&self) -> usize {
        self.table.len() - 2
    }

    /// The transparent entry.
    pub fn transparent(&self) -> usize {
        self.table.len() - 1
    }
}

/// Eight rays and what they have gathered. Lane `i` is pixel `(i % 4, i / 4)`.
///
/// Sample `k` lies at `base + (k - first) * delta` of its lane, in voxel-center coordinates (index space less one half) or, without interpolation, in index space.
#[derive(Debug, Clone)]
#[repr(C, align(32))]
pub struct Packet {
    pub base: [[f32; LANES]; 3],
    pub delta: [[f32; LANES]; 3],
    /// Samples `[first, end)` of each ray.
    pub first: [i32; LANES],
    pub end: [i32; LANES],
    /// Red, green, blue, premultiplied, and the transmittance.
    pub color: [[f32; LANES]; 4],
    /// Largest table position so far.
    pub best: [f32; LANES],
    /// The first sample with a transmittance below one half after it; [`Packet::NO_HIT`] before.
    pub hit: [i32; LANES],
    /// Samples of any ray, and those where every ray is inside and away from the faces (a hint: the kernels check).
    pub all: (i32, i32),
    pub inner: (i32, i32),
    pub done: bool,
}

impl Packet {
    pub const NO_HIT: i32 = i32::MAX;

    pub const EMPTY: Self = Self {
        base: [[0.0; LANES]; 3],
        delta: [[0.0; LANES]; 3],
        first: [0; LANES],
        end: [0; LANES],
        color: [[0.0; LANES], [0.0; LANES], [0.0; LANES], [1.0; LANES]],
        best: [f32::NEG_INFINITY; LANES],
        hit: [Self::NO_HIT; LANES],
        all: (0, 0),
        inner: (0, 0),
        done: true,
    };
}
