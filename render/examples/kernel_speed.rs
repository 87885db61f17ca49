//! How fast the CPU back end draws: CPU seconds and nanoseconds per sample, by mode.
//!
//! `cargo run --release -p voxloom-render --example kernel_speed [-- u8|u16|f32 | VOLUME.npy PICTURE.ppm]`
//! 256³ synthetic voxels of the format (bytes if none is given), or a shaded picture of a volume. Of an `.npy` file only C-ordered `uint8` with three axes is understood.

use std::io::Write;
use std::sync::Arc;

use glam::Vec3;
use voxloom_core::data::{Camera, Scalar, TransferFunction, Volume};
use voxloom_render::cpu::CpuBackEnd;
use voxloom_render::{Compositing, Lighting, Scene, VolumeItem};

type Points = Vec<(f64, [f32; 4])>;
type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [path, picture] = &arguments[..] {
        return draw_picture(Arc::new(read_npy(path)?), picture);
    }
    let name = arguments.first().map_or("u8", String::as_str);
    let (volume, high) = match name {
        "u16" => (synthetic::<u16>(256, 65535.0)?, 65535.0),
        "f32" => (synthetic::<f32>(256, 1.0)?, 1.0),
        _ => (synthetic::<u8>(256, 255.0)?, 255.0),
    };
    let volume = Arc::new(volume);
    println!("{:<8} {:<8} {:<7} {:>8} {:>8} {:>9} {:>10}", "volume", "function", "mode", "skip", "CPU s", "Msamples", "ns/sample");
    for (function, points) in functions() {
        for (mode, skip) in [("dvr", true), ("dvr", false), ("shaded", true), ("shaded", false), ("mip", true), ("mip", false)] {
            let mut item = VolumeItem::new(Arc::clone(&volume), TransferFunction::new(points.clone()), [0.0, high]);
            item.step *= 1.6;
            item.skip_empty = skip;
            match mode {
                "mip" => item.compositing = Compositing::Mip { colored: false },
                "shaded" => item.lighting = Some(Lighting::default()),
                _ => {}
            }
            let (cpu, samples) = measure(&item)?;
            let (millions, each) = (samples as f64 / 1e6, cpu * 1e9 / samples as f64);
            println!("{name:<8} {function:<8} {mode:<7} {skip:>8} {cpu:>8.4} {millions:>9.2} {each:>10.2}");
        }
    }
    Ok(())
}

/// Named transfer functions: part of the voxels visible, few of them, and all of them faintly.
fn functions() -> [(&'static str, Points); 3] {
    [
        ("scene", vec![(0.25, [0.2, 0.3, 0.9, 0.0]), (0.35, [0.3, 0.7, 0.9, 0.01]), (0.6, [0.9, 0.6, 0.3, 0.05]), (1.0, [1.0, 0.9, 0.8, 0.3])]),
        ("sparse", vec![(0.5, [0.9, 0.5, 0.2, 0.0]), (0.55, [0.9, 0.6, 0.3, 0.1]), (1.0, [1.0, 0.9, 0.8, 0.5])]),
        ("dense", vec![(0.0, [0.2, 0.3, 0.9, 0.002]), (1.0, [1.0, 0.9, 0.8, 0.02])]),
    ]
}

/// Mean over four cameras of the least CPU time, and the mean number of samples.
fn measure(item: &VolumeItem) -> Result<(f64, u64)> {
    let back_end = CpuBackEnd::default();
    let (mut cpu, mut samples) = (0.0, 0);
    for i in [0, 9, 18, 27] {
        let scene = Scene { size: [1280, 720], camera: orbit(i), background: [0.0, 0.0, 0.0, 1.0], volume: Some(item.clone()), bounding_box: None };
        let (mut least, mut taken) = (f64::INFINITY, 0);
        // The first picture prepares the volume, which the least of several leaves out.
        for _ in 0..4 {
            let before = cpu_seconds();
            taken = back_end.draw(&scene, &|| false)?.samples;
            least = least.min(cpu_seconds() - before);
        }
        samples += taken / 4;
        cpu += least / 4.0;
    }
    Ok((cpu, samples))
}

fn orbit(i: u32) -> Camera {
    let (azimuth, elevation) = (std::f32::consts::TAU * i as f32 / 36.0 + 0.3, 20f32.to_radians());
    let direction = Vec3::new(azimuth.cos() * elevation.cos(), azimuth.sin() * elevation.cos(), elevation.sin());
    Camera {
        look_from: direction * 2.4,
        look_up: Vec3::Z,
        projection: voxloom_core::data::Projection::Perspective { fov: 30.0 },
        ..Camera::default()
    }
}

/// CPU time of all threads, on Linux; elsewhere the time that passed.
fn cpu_seconds() -> f64 {
    let tasks = std::fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    let nanoseconds: f64 =
        tasks.filter_map(|task| std::fs::read_to_string(task.path().join("schedstat")).ok()?.split(' ').next()?.parse::<f64>().ok()).sum();
    if nanoseconds > 0.0 {
        return nanoseconds * 1e-9;
    }
    static START: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
    START.get_or_init(std::time::Instant::now).elapsed().as_secs_f64()
}

/// Blobs, shells and a little noise over an empty surrounding.
fn synthetic<T: Scalar>(n: usize, high: f64) -> Result<Volume> {
    let mut seed = 1u32;
    let voxels = (0..n * n * n)
        .map(|i| {
            let [x, y, z] = [i % n, i / n % n, i / (n * n)].map(|v| (v as f64 + 0.5) / n as f64 * 2.0 - 1.0);
            let radius = (x * x + y * y + z * z).sqrt();
            let waves = 0.5 + 0.5 * ((9.0 * x).sin() * (8.0 * y).cos() * (7.0 * z).sin());
            let body = ((0.85 - radius) * 6.0).clamp(0.0, 1.0);
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let noise = f64::from(seed >> 16) / 65536.0 * 0.03;
            T::from_f64((body * waves * 0.9 + noise).clamp(0.0, 1.0) * high)
        })
        .collect();
    Ok(Volume::from_vec([n, n, n], 1, voxels)?)
}

fn read_npy(path: &str) -> Result<Volume> {
    let file = std::fs::read(path)?;
    let header = 10 + usize::from(u16::from_le_bytes([*file.get(8).ok_or("not an .npy file")?, *file.get(9).ok_or("not an .npy file")?]));
    let text = String::from_utf8_lossy(file.get(..header).ok_or("the header is cut off")?).into_owned();
    let shape = text.split("'shape': (").nth(1).and_then(|rest| rest.split(')').next()).ok_or("no shape in the header")?;
    let shape: Vec<usize> = shape.split(',').filter_map(|n| n.trim().parse().ok()).collect();
    let [z, y, x] = shape[..] else { return Err("three axes were expected".into()) };
    Ok(Volume::from_vec([z, y, x], 1, file[header..].to_vec())?)
}

/// A shaded picture of a volume with its box, as a portable pixmap.
fn draw_picture(volume: Arc<Volume>, path: &str) -> Result<()> {
    let range = volume.auto_range()?;
    let points = [(0.12, [0.6, 0.3, 0.25, 0.0]), (0.3, [0.8, 0.5, 0.4, 0.06]), (0.55, [0.95, 0.85, 0.75, 0.25]), (1.0, [1.0, 1.0, 1.0, 0.8])];
    let mut item = VolumeItem::new(volume, TransferFunction::new(points), [range.min, range.max]);
    item.lighting = Some(Lighting::default());
    // Cut open, to see the inside.
    item.clip[1].y = 0.62;
    let camera = Camera { look_from: Vec3::new(1.1, 1.9, 1.0), look_up: Vec3::Z, ..Camera::default() };
    let scene = Scene { size: [900, 700], camera, background: [0.1, 0.11, 0.13, 1.0], volume: Some(item), bounding_box: Some([0.9, 0.9, 0.4, 0.9]) };
    let frame = CpuBackEnd::default().draw(&scene, &|| false)?;
    let mut file = std::fs::File::create(path)?;
    write!(file, "P6\n{} {}\n255\n", scene.size[0], scene.size[1])?;
    let pixels: Vec<u8> = frame.image.to_rgba8()?.chunks_exact(4).flat_map(|p| [p[0], p[1], p[2]]).collect();
    file.write_all(&pixels)?;
    println!("{path}: {} samples", frame.samples);
    Ok(())
}
