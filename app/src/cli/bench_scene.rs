//! `voxloom bench-scene`: draws a scene of the benchmark kit through the same raycaster and prints the kit's line of figures.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use clap::Args;
use glam::{Mat4, Vec3};
use serde::Deserialize;
use serde_json::json;
use voxloom_core::data::{Camera, Projection, Space, TransferFunction, Volume};
use voxloom_io::{Content, Kind, ReadOptions, write_png_rgba8};
use voxloom_render::{Compositing, Lighting, Renderer, Scene, VolumeItem};

use super::{Common, Failure, say};

#[derive(Debug, Args)]
pub(super) struct BenchArgs {
    /// The scene, as the kit writes it.
    scene: PathBuf,
    /// Where the picture of the first camera goes.
    #[arg(long)]
    out: PathBuf,
}

/// A scene of the kit; distances are in voxels, the center of voxel `[z, y, x]` is at world `(x, y, z)`.
#[derive(Debug, Deserialize)]
struct KitScene {
    volume: PathBuf,
    value_range: [f64; 2],
    size: [u32; 2],
    mode: String,
    step: f32,
    unit_distance: f32,
    background: [f32; 3],
    light: KitLight,
    cameras: Vec<KitCamera>,
    tf: Option<KitTransfer>,
    budget_s: Option<f64>,
}

#[derive(Debug, Deserialize)]
struct KitLight {
    ambient: f32,
    diffuse: f32,
    specular: f32,
    shininess: f32,
}

#[derive(Debug, Deserialize)]
struct KitTransfer {
    color: Vec<[f64; 4]>,
    opacity: Vec<[f64; 2]>,
}

#[derive(Debug, Deserialize)]
struct KitCamera {
    position: Vec3,
    focal_point: Vec3,
    up: Vec3,
    view_angle: f32,
    near: f32,
    far: f32,
}

pub(super) fn bench_scene(common: &Common, args: &BenchArgs) -> Result<(), Failure> {
    let text = std::fs::read_to_string(&args.scene).map_err(|error| format!("{}: {error}", args.scene.display()))?;
    let kit: KitScene = serde_json::from_str(&text).map_err(|error| format!("{} is no scene: {error}", args.scene.display()))?;
    let renderer = Renderer::new(common.backend).map_err(|error| error.to_string())?;
    let item = item(&kit)?;
    let scene = |camera: &KitCamera| Scene {
        size: kit.size,
        camera: Camera {
            look_from: camera.position,
            look_to: camera.focal_point,
            look_up: camera.up,
            projection: Projection::Perspective { fov: camera.view_angle },
            near: camera.near,
            far: camera.far,
            fit: false,
        },
        background: [kit.background[0], kit.background[1], kit.background[2], 1.0],
        volume: Some(item.clone()),
        bounding_box: None,
    };
    let draw = |camera: &KitCamera| -> Result<(Vec<u8>, Duration, f64), String> {
        let (start, cpu) = (Instant::now(), cpu_seconds());
        let frame = renderer.draw(&scene(camera), &|| false).map_err(|error| error.to_string())?;
        let rgba = frame.image.to_rgba8().map_err(|error| error.to_string())?;
        Ok((rgba, start.elapsed(), cpu_seconds() - cpu))
    };
    let first_camera = kit.cameras.first().ok_or_else(|| "the scene has no camera".to_owned())?;
    let (first, first_wall, first_cpu) = draw(first_camera)?;
    let (mut wall, mut cpu) = (vec![first_wall.as_secs_f64()], vec![first_cpu]);
    if kit.cameras.len() > 1 {
        wall.clear();
        cpu.clear();
        for camera in &kit.cameras {
            if !wall.is_empty() && wall.iter().sum::<f64>() > kit.budget_s.unwrap_or(f64::INFINITY) {
                break;
            }
            let (_, frame_wall, frame_cpu) = draw(camera)?;
            wall.push(frame_wall.as_secs_f64());
            cpu.push(frame_cpu);
        }
    }
    let line = json!({
        "version": env!("CARGO_PKG_VERSION"),
        "device": renderer.describe(),
        "first_frame_s": first_wall.as_secs_f64(),
        "first_frame_cpu_s": first_cpu,
        "wall_s": wall,
        "cpu_s": cpu,
    });
    say(&line.to_string());
    write_png_rgba8(&args.out, kit.size[0] as usize, kit.size[1] as usize, &first).map_err(|error| error.to_string())?;
    Ok(())
}

fn item(kit: &KitScene) -> Result<VolumeItem, Failure> {
    let (compositing, shaded) = match kit.mode.as_str() {
        "dvr" => (Compositing::Dvr, false),
        "dvr_shaded" => (Compositing::Dvr, true),
        "mip" => (Compositing::Mip { colored: false }, false),
        other => return Err(Failure::Work(format!("the mode \"{other}\" is not built yet; dvr, dvr_shaded and mip are"))),
    };
    let options = ReadOptions { read_as: Some(Kind::Volume), ..ReadOptions::default() };
    let loaded = voxloom_io::read(&kit.volume, &options).map_err(|error| error.to_string())?;
    let Content::Volume(mut volume) = loaded.content else { return Err(Failure::Work(format!("{} holds no volume", kit.volume.display()))) };
    let n = Vec3::from(volume.dimensions().map(|n| n as f32));
    volume.space = Space { model_from_data: Some(Mat4::from_translation(Vec3::splat(-0.5)) * Mat4::from_scale(n)), world_from_model: Mat4::IDENTITY };
    let mut item = VolumeItem::new(Arc::<Volume>::new(volume), transfer(kit.tf.as_ref()), kit.value_range);
    item.compositing = compositing;
    item.step = kit.step;
    item.unit_distance = kit.unit_distance;
    // The kit's volume ends at the centers of the outermost voxels.
    item.clip = [0.5 / n, (n - 0.5) / n];
    let KitLight { ambient, diffuse, specular, shininess } = kit.light;
    // The kit's exponent is Phong's, of r·v; Blinn-Phong's n·h has the same highlight with four times as much.
    item.lighting = shaded.then_some(Lighting { ambient, diffuse, specular, shininess: shininess * 4.0, position: None });
    Ok(item)
}

/// One function through the points of both of the kit's: linear pieces stay linear.
fn transfer(kit: Option<&KitTransfer>) -> TransferFunction {
    let Some(kit) = kit else { return TransferFunction::default() };
    let at = |x: f64, points: &[(f64, f64)]| -> f64 {
        let after = points.partition_point(|p| p.0 <= x);
        match (after.checked_sub(1).and_then(|i| points.get(i)), points.get(after)) {
            (Some(a), Some(b)) => a.1 + (b.1 - a.1) * (x - a.0) / (b.0 - a.0),
            (Some(p), None) | (None, Some(p)) => p.1,
            (None, None) => 0.0,
        }
    };
    let channel = |i: usize| kit.color.iter().map(|c| (c[0], c[i])).collect::<Vec<_>>();
    let (red, green, blue) = (channel(1), channel(2), channel(3));
    let opacity: Vec<(f64, f64)> = kit.opacity.iter().map(|p| (p[0], p[1])).collect();
    let mut positions: Vec<f64> = kit.color.iter().map(|c| c[0]).chain(kit.opacity.iter().map(|p| p[0])).collect();
    positions.sort_by(f64::total_cmp);
    positions.dedup();
    TransferFunction::new(positions.into_iter().map(|x| (x, [at(x, &red), at(x, &green), at(x, &blue), at(x, &opacity)].map(|v| v as f32))))
}

/// User and system seconds of this process, all threads.
fn cpu_seconds() -> f64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 * 1e-9
}
