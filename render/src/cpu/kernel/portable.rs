//! The kernel for any processor: one ray at a time, the same lattice, masks and thresholds as the vector kernels.

use glam::{Mat3, Vec3};

use super::super::packet::{FLAT, Job, LANES, LOWEST, Light, Mode, OPAQUE, Packet, Source, Voxels};

pub fn run(job: &Job<'_>, packet: &mut Packet, first: i32, end: i32) {
    let mut alive = false;
    for lane in 0..LANES {
        ray(job, packet, lane, first, end);
        alive |= job.mode == Mode::Mip || packet.color[3][lane] >= OPAQUE;
    }
    packet.done = !alive;
}

fn ray(job: &Job<'_>, packet: &mut Packet, lane: usize, first: i32, end: i32) {
    let base = Vec3::from([0, 1, 2].map(|axis| packet.base[axis][lane]));
    let delta = Vec3::from([0, 1, 2].map(|axis| packet.delta[axis][lane]));
    let last = job.last() as f32;
    for k in first.max(packet.first[lane])..end.min(packet.end[lane]) {
        let q = base + delta * (k - packet.first[lane]) as f32;
        let position = (value(job, q) - job.zero) * job.scale + job.offset;
        if !position.is_finite() {
            continue;
        }
        let position = position.clamp(0.0, last);
        if job.mode == Mode::Mip {
            packet.best[lane] = packet.best[lane].max(if position >= LOWEST { position } else { 0.0 });
            continue;
        }
        let mut entry = job.table[position.round_ties_even() as usize];
        let transmittance = packet.color[3][lane];
        if entry[3] == 0.0 || transmittance < OPAQUE {
            continue;
        }
        if let Some(light) = &job.light {
            let (factor, highlight) = shade(job, light, q);
            let negated = entry[3];
            for c in &mut entry[..3] {
                // The table holds negated opacities.
                *c = *c * factor - negated * highlight;
            }
        }
        for (c, e) in packet.color.iter_mut().zip(entry) {
            c[lane] += transmittance * e;
        }
        if packet.color[3][lane] < 0.5 {
            packet.hit[lane] = packet.hit[lane].min(k);
        }
    }
}

/// The interpolated (or nearest) voxel value.
fn value(job: &Job<'_>, q: Vec3) -> f32 {
    let [sx, sy, _] = job.stored;
    let voxel = |x: usize, y: usize, z: usize| {
        let i = (z * sy + y) * sx + x;
        match job.voxels {
            Voxels::Bytes(v, flip) => f32::from((v[i] ^ flip) as i8),
            Voxels::Words(v, flip) => f32::from((v[i] ^ flip) as i16),
            // Inf is transparent too, also where its weight is zero.
            Voxels::Floats(v) => {
                if v[i].is_finite() {
                    v[i]
                } else {
                    f32::NAN
                }
            }
        }
    };
    if job.nearest {
        let [x, y, z] = [0, 1, 2].map(|axis| q[axis].floor().clamp(0.0, (job.dimensions[axis] - 1) as f32) as usize);
        return voxel(x, y, z);
    }
    let mut cell = [0usize; 3];
    let mut t = [0f32; 3];
    for axis in 0..3 {
        let inside = q[axis].clamp(0.0, (job.dimensions[axis] - 1) as f32);
        cell[axis] = (inside as usize).min(job.stored[axis] - 2);
        t[axis] = inside - cell[axis] as f32;
    }
    let [x, y, z] = cell;
    let lerp = |a: f32, b: f32, t: f32| a + (b - a) * t;
    let row = |y: usize, z: usize| lerp(voxel(x, y, z), voxel(x + 1, y, z), t[0]);
    lerp(lerp(row(y, z), row(y + 1, z), t[1]), lerp(row(y, z + 1), row(y + 1, z + 1), t[1]), t[2])
}

/// Factor of the color, and the highlight.
fn shade(job: &Job<'_>, light: &Light, q: Vec3) -> (f32, f32) {
    let difference = |axis: Vec3| value(job, q + axis) - value(job, q - axis);
    let gradient = Vec3::new(difference(Vec3::X), difference(Vec3::Y), difference(Vec3::Z));
    let normal = light.normal * gradient;
    let squared = normal.length_squared();
    if !(squared > FLAT && squared.is_finite()) {
        return (light.ambient, 0.0);
    }
    let (facing, half) = match light.source {
        Source::Head(axis) => {
            let [xx, yy, zz, xy, xz, yz] = light.turned;
            let turned = Mat3::from_cols(Vec3::new(xx, 0.0, 0.0), Vec3::new(xy, yy, 0.0), Vec3::new(xz, yz, zz));
            let facing = (axis.dot(turned * gradient) / squared.sqrt()).abs();
            (facing, facing)
        }
        Source::Point { light, eye, parallel, world, offset } => {
            let (point, normal) = (world * q + offset, normal / squared.sqrt());
            let to_light = (light - point).normalize_or_zero();
            let to_eye = if parallel { eye } else { (eye - point).normalize_or_zero() };
            (normal.dot(to_light).abs(), normal.dot((to_light + to_eye).normalize_or_zero()).abs())
        }
    };
    (light.ambient + light.diffuse * facing.min(1.0), light.specular * half.min(1.0).powf(light.shininess))
}
