//! One tile of a picture: its rays, the samples they need, and its pixels.

use glam::{Mat4, Vec3, Vec4};

use super::bounding_box::Edges;
use super::kernel::Kernel;
use super::packet::{Job, LANES, Mode, Packet};
use super::walk::{self, Beam, Segment};
use crate::macro_cells::Occupancy;
use crate::view::View;

/// Edge of a tile in pixels.
pub const TILE: usize = 8;
const PACKETS: usize = TILE * TILE / LANES;
const PACKETS_ACROSS: usize = TILE / 4;
/// The packets of a tile advance together by this many samples, so that they share cached lines.
const CHUNK: i32 = 32;

/// What may be skipped.
pub enum Skip<'a> {
    Nothing,
    Hidden(&'a Occupancy),
    /// Blocks along x, y, z and their largest table positions.
    Lower([usize; 3], &'a [f32]),
}

/// What all tiles of a picture share.
pub struct Picture<'a> {
    pub view: &'a View,
    pub job: Job<'a>,
    pub kernel: Kernel,
    pub skip: Skip<'a>,
    /// World distance from the eye (or its plane) to the farthest corner of the volume.
    pub far: f32,
    /// Projections are gray instead of colored by the table.
    pub gray: bool,
    pub pixels: Pixels<'a>,
}

/// How gathered colors become pixels.
pub struct Pixels<'a> {
    pub view: &'a View,
    pub background: [f32; 4],
    /// Clip space from index space.
    pub clip_from_index: Mat4,
    pub edges: Option<&'a Edges>,
    pub picking: u32,
}

/// The rows of a picture that a row of tiles covers.
pub struct Band<'a> {
    pub color: &'a mut [u32],
    pub depth: &'a mut [f32],
    pub picking: &'a mut [u32],
    /// First row of the band in the picture.
    pub y: usize,
}

impl Pixels<'_> {
    /// Writes a rectangle that the volume does not show in. Picking is zero from the start.
    fn clear(&self, band: &mut Band<'_>, [x, y]: [usize; 2], size: [usize; 2]) {
        let width = self.view.size[0] as usize;
        for y in y..y + size[1] {
            if self.edges.is_some() {
                (x..x + size[0]).for_each(|x| self.write(band, x, y, [0.0; 4], None));
                continue;
            }
            let row = (y - band.y) * width + x..(y - band.y) * width + x + size[0];
            band.color[row.clone()].fill(pack(self.background));
            band.depth[row].fill(1.0);
        }
    }

    /// Writes one pixel. `hit`: where the volume covers half of it, in index space.
    #[inline]
    pub fn write(&self, band: &mut Band<'_>, x: usize, y: usize, color: [f32; 4], hit: Option<Vec3>) {
        let width = self.view.size[0] as usize;
        let mut color = color;
        let mut point = hit;
        if let Some((edge, front, distance)) = self.edges.and_then(|edges| edges.at(x, y)) {
            color = if front { over(edge, color) } else { over(color, edge) };
            if edge[3] > 0.5 && (front || hit.is_none()) {
                let (origin, direction) = self.view.ray(x as f32 + 0.5, y as f32 + 0.5);
                point = Some(origin + direction * distance);
            }
        }
        let i = (y - band.y) * width + x;
        band.color[i] = pack(over(color, self.background));
        band.depth[i] = point.map_or(1.0, |p| self.depth(p));
        band.picking[i] = if hit.is_some() { self.picking } else { 0 };
    }

    fn depth(&self, point: Vec3) -> f32 {
        let point: Vec4 = point.extend(1.0);
        let rows = [self.clip_from_index.row(2), self.clip_from_index.row(3)];
        (rows[0].dot(point) / rows[1].dot(point) * 0.5 + 0.5).clamp(0.0, 1.0)
    }
}

/// Four bytes of a premultiplied color; highlights may be brighter than their opacity allows.
#[inline]
pub fn pack(color: [f32; 4]) -> u32 {
    let [r, g, b, a] = color.map(|v| (v.clamp(0.0, 1.0) * 255.0 + 0.5) as u8);
    u32::from_ne_bytes([r.min(a), g.min(a), b.min(a), a])
}

/// Premultiplied colors, `a` in front.
#[inline]
fn over(a: [f32; 4], b: [f32; 4]) -> [f32; 4] {
    std::array::from_fn(|i| a[i] + b[i] * (1.0 - a[3]))
}

impl Picture<'_> {
    /// Draws a tile of `size` pixels and returns the number of samples taken.
    pub fn draw(&self, [x, y]: [usize; 2], size: [usize; 2], band: &mut Band<'_>, segments: &mut Vec<Segment>) -> u64 {
        let beam = Beam::new(self.view, [x, y], size);
        let (first, end) = beam.samples(self.view, self.far);
        segments.clear();
        if first < end {
            match &self.skip {
                Skip::Nothing => segments.push(Segment { first, end, bound: f32::INFINITY }),
                Skip::Hidden(occupancy) => walk::visible(&beam, [first, end], occupancy, segments),
                Skip::Lower(dimensions, bounds) => walk::largest_first(&beam, [first, end], *dimensions, bounds, segments),
            }
        }
        if segments.is_empty() {
            self.pixels.clear(band, [x, y], size);
            return 0;
        }
        let mut packets: [Packet; PACKETS] = std::array::from_fn(|_| Packet::EMPTY);
        for (i, packet) in packets.iter_mut().enumerate() {
            let [px, py] = packet_corner(i);
            if px < size[0] && py < size[1] {
                let lanes = [(size[0] - px).min(4), (size[1] - py).min(2)];
                self.prepare(packet, [x + px, y + py], lanes);
            }
        }
        let samples = self.gather(&mut packets, segments);
        for (i, packet) in packets.iter().enumerate() {
            let [px, py] = packet_corner(i);
            for lane in 0..LANES {
                let (dx, dy) = (px + lane % 4, py + lane / 4);
                if dx < size[0] && dy < size[1] {
                    let (color, hit) = self.result(packet, lane);
                    self.pixels.write(band, x + dx, y + dy, color, hit);
                }
            }
        }
        samples
    }

    /// Takes the samples of the segments.
    fn gather(&self, packets: &mut [Packet; PACKETS], segments: &[Segment]) -> u64 {
        let mip = self.job.mode == Mode::Mip;
        let mut samples = 0;
        for segment in segments {
            let mut k = segment.first;
            while k < segment.end {
                let end = (k + CHUNK).min(segment.end);
                let mut busy = false;
                for packet in packets.iter_mut().filter(|packet| !packet.done) {
                    // Bounds only fall from here on, so a maximum that is reached is final.
                    if mip && packet.best.iter().all(|best| *best >= segment.bound) {
                        packet.done = true;
                        continue;
                    }
                    busy = true;
                    let (first, last) = (k.max(packet.all.0), end.min(packet.all.1));
                    if first < last {
                        self.kernel.run(&self.job, packet, first, last);
                        samples += (last - first) as u64 * LANES as u64;
                    }
                }
                if !busy {
                    return samples;
                }
                k = end;
            }
        }
        samples
    }

    /// Color with opacity, and where the volume covers half of the pixel.
    fn result(&self, packet: &Packet, lane: usize) -> ([f32; 4], Option<Vec3>) {
        let at = |k: i32| {
            let shift = if self.job.nearest { 0.0 } else { 0.5 };
            Vec3::from([0, 1, 2].map(|i| packet.base[i][lane] + (k - packet.first[lane]) as f32 * packet.delta[i][lane] + shift))
        };
        if packet.first[lane] >= packet.end[lane] {
            return ([0.0; 4], None);
        }
        if self.job.mode == Mode::Mip {
            let best = packet.best[lane];
            if best == f32::NEG_INFINITY {
                return ([0.0; 4], None);
            }
            let color = if self.gray {
                [best / self.job.last() as f32; 3]
            } else {
                let [r, g, b, _] = self.job.table[best.round_ties_even() as usize];
                [r, g, b]
            };
            return ([color[0], color[1], color[2], 1.0], Some(at(packet.first[lane])));
        }
        let [r, g, b, transmittance] = packet.color.map(|lanes| lanes[lane]);
        ([r, g, b, 1.0 - transmittance], (packet.hit[lane] != Packet::NO_HIT).then(|| at(packet.hit[lane])))
    }

    /// Sets up the rays of a packet; plain loops over lanes, which the compiler turns into vector code.
    fn prepare(&self, packet: &mut Packet, [x, y]: [usize; 2], lanes: [usize; 2]) {
        let view = self.view;
        let half = view.size.map(|n| n as f32 * 0.5);
        let (mut u, mut v, mut inverse_length) = ([0f32; LANES], [0f32; LANES], [1f32; LANES]);
        for lane in 0..LANES {
            u[lane] = (x + lane % 4) as f32 + 0.5 - half[0];
            v[lane] = (y + lane / 4) as f32 + 0.5 - half[1];
        }
        if view.perspective {
            for lane in 0..LANES {
                inverse_length[lane] = 1.0 / (1.0 + (u[lane] * u[lane] + v[lane] * v[lane]) * view.pixel * view.pixel).sqrt();
            }
        }
        let pad = if self.job.light.is_some() { 1.5 } else { 0.5 } + 0.01;
        let (mut near, mut far) = ([0f32; LANES], [f32::MAX; LANES]);
        let (mut inner_near, mut inner_far) = ([0f32; LANES], [f32::MAX; LANES]);
        let (mut origins, mut directions) = ([[0f32; LANES]; 3], [[0f32; LANES]; 3]);
        for axis in 0..3 {
            let (low, high) = (view.low[axis], view.high[axis]);
            let (inner_low, inner_high) = (low.max(pad), high.min(self.job.dimensions[axis] as f32 - pad));
            for lane in 0..LANES {
                let offset = view.right[axis] * u[lane] + view.up[axis] * v[lane];
                let (origin, direction) = if view.perspective {
                    (view.eye[axis], (view.forward[axis] + offset) * inverse_length[lane])
                } else {
                    (view.eye[axis] + offset, view.forward[axis])
                };
                origins[axis][lane] = origin;
                directions[axis][lane] = direction;
                let inverse = 1.0 / direction;
                let (a, b) = ((low - origin) * inverse, (high - origin) * inverse);
                near[lane] = near[lane].max(a.min(b));
                far[lane] = far[lane].min(a.max(b));
                let (a, b) = ((inner_low - origin) * inverse, (inner_high - origin) * inverse);
                inner_near[lane] = inner_near[lane].max(a.min(b));
                inner_far[lane] = inner_far[lane].min(a.max(b));
            }
        }
        let (mut all, mut inner) = ((i32::MAX, i32::MIN), (i32::MIN, i32::MAX));
        for lane in 0..LANES {
            let exists = lane % 4 < lanes[0] && lane / 4 < lanes[1];
            let (first, end) =
                if exists && near[lane] < far[lane] { (ceil(near[lane] / view.step - 0.5), ceil(far[lane] / view.step - 0.5)) } else { (0, 0) };
            packet.first[lane] = first;
            packet.end[lane] = end;
            if first < end {
                all = (all.0.min(first), all.1.max(end));
            } else {
                // Nothing to wait for.
                packet.best[lane] = f32::INFINITY;
                packet.color[3][lane] = 0.0;
            }
            let whole = first < end && inner_near[lane] < inner_far[lane];
            let (first, end) =
                if whole { (ceil(inner_near[lane] / view.step - 0.5), ceil(inner_far[lane] / view.step - 0.5)) } else { (i32::MAX, i32::MIN) };
            inner = (inner.0.max(first), inner.1.min(end));
        }
        if all.0 >= all.1 {
            return;
        }
        (packet.all, packet.inner, packet.done) = (all, inner, false);
        // From the first sample on in f64: an eye far away must not cost the positions their precision.
        let shift = if self.job.nearest { 0.0 } else { 0.5 };
        let t = packet.first.map(|first| (f64::from(first) + 0.5) * f64::from(view.step));
        for axis in 0..3 {
            for lane in 0..LANES {
                let direction = directions[axis][lane];
                packet.base[axis][lane] = (f64::from(origins[axis][lane]) + f64::from(direction) * t[lane] - shift) as f32;
                packet.delta[axis][lane] = direction * view.step;
            }
        }
    }
}

fn packet_corner(i: usize) -> [usize; 2] {
    [i % PACKETS_ACROSS * 4, i / PACKETS_ACROSS * 2]
}

/// `ceil`, not below 0, without the library call that it is on processors of the baseline.
#[inline]
fn ceil(value: f32) -> i32 {
    let whole = value.max(0.0) as i32;
    whole.saturating_add(i32::from((whole as f32) < value))
}
