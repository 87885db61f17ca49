//! The GPU back end against physics, against itself and against the CPU back end, on whatever adapter there is.

use std::sync::{Arc, OnceLock};

use glam::Vec3;
use voxloom_core::data::{Camera, Format, Projection, Scalar, Space, TransferFunction, Volume};
use voxloom_core::with_scalar;
use voxloom_render::gpu::texture::device_texture;
use voxloom_render::gpu::{GpuBackEnd, SHADERS};
use voxloom_render::{Compositing, Frame, Lighting, RenderError, Renderer, Scene, VolumeItem};

/// The back end of all tests; `None` on a machine without an adapter, which these tests do not fail on.
fn gpu() -> Option<&'static GpuBackEnd> {
    static GPU: OnceLock<Result<GpuBackEnd, RenderError>> = OnceLock::new();
    match GPU.get_or_init(GpuBackEnd::new) {
        Ok(gpu) => Some(gpu),
        Err(error) => {
            println!("skipped: {error}");
            None
        }
    }
}

fn draw(gpu: &GpuBackEnd, scene: &Scene) -> Frame {
    gpu.draw(scene, &|| false).unwrap()
}

/// A back end whose settings no other test sees.
fn own_gpu() -> Option<GpuBackEnd> {
    gpu().map(|_| GpuBackEnd::new().unwrap())
}

/// Pixels whose picking differs, or whose depth does by more than a sample far from the eye; close to it that is less than a sample.
fn surfaces_apart(a: &Frame, b: &Frame) -> usize {
    let depth = |frame: &Frame| frame.image.depth.as_ref().unwrap().array().as_slice::<f32>().unwrap().to_vec();
    let picking = |frame: &Frame| frame.image.picking.as_ref().unwrap().array().as_slice::<u32>().unwrap().to_vec();
    let apart = depth(a).into_iter().zip(depth(b)).map(|(a, b)| (a - b).abs() > 1e-3);
    apart.zip(picking(a).into_iter().zip(picking(b))).filter(|(apart, (a, b))| *apart || a != b).count()
}

/// RGBA bytes of the color layer, row 0 at the bottom.
fn color(frame: &Frame) -> &[u8] {
    frame.image.color[0].array().as_slice::<u8>().unwrap()
}

/// A blob with structure inside, cut off by the box on one side, in stored values of 0–255 times `scale`.
fn blob<T: Scalar>(shape: [usize; 3], scale: f64) -> Vec<T> {
    let [nz, ny, nx] = shape;
    let mut voxels = Vec::with_capacity(nx * ny * nz);
    for z in 0..nz {
        for y in 0..ny {
            for x in 0..nx {
                let at = Vec3::new(x as f32 / nx as f32 - 0.4, y as f32 / ny as f32 - 0.5, z as f32 / nz as f32 - 0.6);
                let ripple = (at.x * 31.0).sin() * (at.y * 27.0).sin() * (at.z * 23.0).cos();
                let value = (1.0 - at.length() * 2.2 + 0.15 * ripple).clamp(0.0, 1.0);
                voxels.push(T::from_f64(f64::from(value * 255.0) * scale));
            }
        }
    }
    voxels
}

fn blob_volume(format: Format) -> Volume {
    let shape = [37, 41, 45];
    let scale = match format {
        Format::U8 => 1.0,
        Format::I8 => 0.5,
        Format::F16 | Format::F32 | Format::F64 => 0.01,
        Format::U16 | Format::U32 | Format::U64 | Format::I16 | Format::I32 | Format::I64 => 100.0,
    };
    with_scalar!(format, T => Volume::from_vec(shape, 1, blob::<T>(shape, scale)).unwrap())
}

fn hills() -> TransferFunction {
    TransferFunction::new([
        (0.15, [0.1, 0.2, 0.8, 0.0]),
        (0.3, [0.2, 0.9, 0.3, 0.2]),
        (0.5, [0.9, 0.8, 0.2, 0.05]),
        (0.7, [1.0, 0.3, 0.1, 0.6]),
        (1.0, [1.0, 1.0, 1.0, 0.9]),
    ])
}

fn scene(volume: Volume) -> Scene {
    let range = volume.auto_range().unwrap();
    let mut item = VolumeItem::new(Arc::new(volume), hills(), [range.min, range.max]);
    item.unit_distance = 0.05;
    let camera = Camera { look_from: Vec3::new(1.1, 0.7, 1.3), ..Camera::default() };
    Scene { size: [159, 121], camera, background: [0.05, 0.1, 0.2, 0.5], volume: Some(item), bounding_box: None }
}

fn change(mut scene: Scene, change: impl FnOnce(&mut VolumeItem)) -> Scene {
    change(scene.volume.as_mut().unwrap());
    scene
}

fn orthographic(mut scene: Scene) -> Scene {
    scene.camera.projection = Projection::Orthographic { height: 1.4 };
    scene
}

#[test]
fn every_shader_is_valid() {
    use wgpu::naga::{front::wgsl, valid};
    for (name, source) in SHADERS {
        let module = wgsl::parse_str(source).unwrap_or_else(|error| panic!("{name}: {}", error.emit_to_string(source)));
        let mut validator = valid::Validator::new(valid::ValidationFlags::all(), valid::Capabilities::all());
        validator.validate(&module).unwrap_or_else(|error| panic!("{name}: {}", error.emit_to_string(source)));
    }
}

#[test]
fn a_slab_absorbs_as_beer_and_lambert_have_it() {
    let Some(gpu) = gpu() else { return };
    for (opacity, unit, samples) in [(0.1f32, 0.1f32, 64), (0.5, 0.4, 256), (0.02, 0.01, 1000)] {
        let volume = Volume::from_vec([8, 8, 8], 1, vec![200u8; 512]).unwrap();
        let mut item = VolumeItem::new(Arc::new(volume), TransferFunction::new([(0.0, [1.0, 0.5, 0.0, opacity])]), [0.0, 255.0]);
        item.step = 1.0 / samples as f32;
        item.unit_distance = unit;
        let camera = Camera { projection: Projection::Orthographic { height: 0.5 }, ..Camera::default() };
        let frame = draw(gpu, &Scene { size: [9, 9], camera, background: [0.0; 4], volume: Some(item), bounding_box: None });
        let alpha = 255.0 * (1.0 - (1.0 - opacity).powf(1.0 / unit));
        for texel in color(&frame).chunks_exact(4) {
            for (got, expected) in texel.iter().zip([alpha, alpha * 0.5, 0.0, alpha]) {
                assert!((f32::from(*got) - expected).abs() <= 1.0, "{texel:?}, expected alpha {alpha}");
            }
        }
    }
}

#[test]
fn skipping_empty_space_changes_no_byte() {
    let Some(gpu) = own_gpu() else { return };
    let lit = |item: &mut VolumeItem| item.lighting = Some(Lighting::default());
    let mip = |item: &mut VolumeItem| item.compositing = Compositing::Mip { colored: true };
    let scenes = [
        scene(blob_volume(Format::U8)),
        orthographic(scene(blob_volume(Format::U16))),
        change(scene(blob_volume(Format::F32)), lit),
        change(scene(blob_volume(Format::I16)), mip),
        // A range that the narrowed values hardly resolve.
        change(scene(blob_volume(Format::F64)), |item| item.range = [1.2, 1.2002]),
        change(scene(blob_volume(Format::F64)), |item| (item.range, item.compositing) = ([1.2, 1.2002], Compositing::Mip { colored: false })),
        change(orthographic(scene(blob_volume(Format::U8))), |item| item.clip = [Vec3::splat(0.2), Vec3::new(0.9, 0.5, 1.0)]),
        Scene { bounding_box: Some([1.0, 0.5, 0.0, 0.5]), ..change(scene(blob_volume(Format::I8)), |item| item.nearest = true) },
    ];
    for (i, scene) in scenes.iter().enumerate().flat_map(|scene| [scene; 2]) {
        gpu.set_exact(!gpu.is_exact());
        let skipping = draw(&gpu, scene);
        let all = draw(&gpu, &change(scene.clone(), |item| item.skip_empty = false));
        let bytes = |frame: &Frame| {
            let layers = [frame.image.color.first(), frame.image.depth.as_ref(), frame.image.picking.as_ref()];
            layers.map(|layer| layer.unwrap().array().memory().unwrap().as_bytes().to_vec())
        };
        assert_eq!(bytes(&skipping).map(|b| b.len()), [159 * 121 * 4; 3]);
        let different: usize = bytes(&skipping).iter().zip(bytes(&all)).map(|(a, b)| a.iter().zip(b).filter(|(a, b)| **a != *b).count()).sum();
        assert_eq!(different, 0, "scene {i}, exact: {}", gpu.is_exact());
    }
}

#[test]
fn both_back_ends_draw_the_same_picture() {
    let Some(gpu) = own_gpu() else { return };
    let cpu = Renderer::cpu_only();
    let lit = |item: &mut VolumeItem| item.lighting = Some(Lighting::default());
    let lamp = |item: &mut VolumeItem| item.lighting = Some(Lighting { position: Some(Vec3::new(2.0, 1.0, 0.5)), ..Lighting::default() });
    let mip = |colored| move |item: &mut VolumeItem| item.compositing = Compositing::Mip { colored };
    let boxed = |scene| Scene { bounding_box: Some([1.0, 0.8, 0.2, 0.7]), ..scene };
    let mut gaps = blob::<f32>([37, 41, 45], 0.01);
    gaps.iter_mut().enumerate().filter(|(i, _)| i % 97 == 0 || (20_000..26_000).contains(i)).for_each(|(i, v)| {
        *v = if i % 2 == 0 { f32::NAN } else { f32::INFINITY };
    });
    let gaps = || Volume::from_vec([37, 41, 45], 1, gaps.clone()).unwrap();
    let colors: Vec<u16> = blob::<u16>([37, 41, 45], 100.0).into_iter().flat_map(|v| [7, v, 9]).collect();
    let scenes = [
        ("dvr u8", scene(blob_volume(Format::U8))),
        ("dvr u16 orthographic", orthographic(scene(blob_volume(Format::U16)))),
        ("dvr f32", scene(blob_volume(Format::F32))),
        ("dvr i8 nearest", change(scene(blob_volume(Format::I8)), |item| item.nearest = true)),
        ("dvr f32 with gaps", scene(gaps())),
        ("shaded u8", change(scene(blob_volume(Format::U8)), lit)),
        ("shaded i16 lamp", change(scene(blob_volume(Format::I16)), lamp)),
        ("shaded f64 lamp orthographic", orthographic(change(scene(blob_volume(Format::F64)), lamp))),
        ("shaded f32 with gaps", change(scene(gaps()), lit)),
        ("mip u8 gray", change(scene(blob_volume(Format::U8)), mip(false))),
        ("mip u32 colored orthographic", orthographic(change(scene(blob_volume(Format::U32)), mip(true)))),
        ("dvr u16 clipped, channel 1 of 3", {
            let mut scene = scene(Volume::from_vec([37, 41, 45], 3, colors).unwrap());
            let item = scene.volume.as_mut().unwrap();
            (item.channel, item.clip) = (1, [Vec3::new(0.1, 0.3, 0.0), Vec3::new(0.8, 1.0, 0.7)]);
            scene
        }),
        ("shaded u16, spacing 1 × 2 × 0.5", {
            let mut volume = blob_volume(Format::U16);
            volume.space = Space::with_spacing(volume.dimensions(), Vec3::new(0.02, 0.04, 0.01), Vec3::new(0.1, 0.0, 0.0));
            change(scene(volume), lit)
        }),
        ("dvr u8 boxed from inside", {
            let inside = boxed(scene(blob_volume(Format::U8)));
            Scene { camera: Camera { look_from: Vec3::new(0.2, 0.1, -0.3), ..inside.camera }, ..inside }
        }),
        ("dvr f32 of one slice", scene(Volume::from_vec([1, 41, 45], 1, blob::<f32>([1, 41, 45], 0.01)).unwrap())),
        ("dvr u8 boxed", boxed(scene(blob_volume(Format::U8)))),
        ("mip u8 boxed orthographic", boxed(orthographic(change(scene(blob_volume(Format::U8)), mip(false))))),
    ];
    let mut failures = Vec::new();
    for ((name, scene), exact) in scenes.iter().flat_map(|scene| [(scene, false), (scene, true)]) {
        let name = format!("{name}, {}", if exact { "exact" } else { "texture unit" });
        gpu.set_exact(exact);
        let (a, b) = (draw(&gpu, scene), cpu.draw(scene, &|| false).unwrap());
        let surfaces = surfaces_apart(&a, &b);
        let (a, b) = (color(&a), color(&b));
        let differences: Vec<u8> = a.iter().zip(b).map(|(a, b)| a.abs_diff(*b)).collect();
        let mean = differences.iter().map(|d| f64::from(*d)).sum::<f64>() / differences.len() as f64;
        let worst = differences.iter().max().unwrap();
        let pixels = differences.len() / 4;
        let off = differences.chunks_exact(4).filter(|d| d.iter().any(|d| *d > 2)).count();
        println!("{name}: mean {mean:.4} of 255, {off} of {pixels} pixels off by more than 2, at most {worst}, {surfaces} surfaces apart");
        if mean > 0.3 || off * 1000 > pixels || surfaces * 200 > pixels {
            failures.push(name);
        }
    }
    assert!(failures.is_empty(), "{failures:?}");
}

/// One pixel per voxel, seen along z.
fn from_above(volume: Volume) -> Scene {
    let [x, y, _] = volume.dimensions();
    let longest = volume.dimensions().into_iter().max().unwrap();
    let mut item = VolumeItem::new(Arc::new(volume), hills(), [0.0, 255.0]);
    item.nearest = true;
    let camera = Camera { projection: Projection::Orthographic { height: y as f32 / longest as f32 }, ..Camera::default() };
    Scene { size: [x as u32, y as u32], camera, background: [0.0; 4], volume: Some(item), bounding_box: None }
}

#[test]
fn a_maximum_of_voxels_is_exact() {
    let Some(gpu) = gpu() else { return };
    let [nz, ny, nx] = [11, 16, 32];
    let voxels: Vec<u8> = (0..nx * ny * nz).map(|i: usize| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    let expected: Vec<u8> = (0..nx * ny).map(|i| (0..nz).map(|z| voxels[z * nx * ny + i]).max().unwrap()).collect();
    let scene = change(from_above(Volume::from_vec([nz, ny, nx], 1, voxels).unwrap()), |item| item.compositing = Compositing::Mip { colored: false });
    let frame = draw(gpu, &scene);
    let got: Vec<u8> = color(&frame).chunks_exact(4).map(|texel| texel[0]).collect();
    assert_eq!(got, expected);
}

#[test]
fn layers_read_back_with_the_bottom_row_first() {
    let Some(gpu) = gpu() else { return };
    let (nx, ny) = (7, 5);
    let voxels: Vec<u8> = (0..nx * ny).map(|i| 5 + 7 * i as u8).collect();
    let scene = change(from_above(Volume::from_vec([1, ny, nx], 1, voxels.clone()).unwrap()), |item| {
        item.compositing = Compositing::Mip { colored: false };
        item.picking = 3;
    });
    let frame = draw(gpu, &scene);
    let got: Vec<u8> = color(&frame).chunks_exact(4).map(|texel| texel[0]).collect();
    assert_eq!(got, voxels);
    // Files and screens want the top row first.
    assert_eq!(frame.image.to_rgba8().unwrap()[..4], [voxels[28], voxels[28], voxels[28], 255]);
    let texture = device_texture(&frame.image.color[0]).unwrap().texture();
    assert_eq!((texture.width(), texture.height(), texture.format()), (7, 5, wgpu::TextureFormat::Rgba8Unorm));
    assert_eq!(frame.image.picking.as_ref().unwrap().array().as_slice::<u32>().unwrap(), [3; 35]);
    let depth = frame.image.depth.as_ref().unwrap().array().as_slice::<f32>().unwrap();
    assert!(depth.iter().all(|d| *d == depth[0] && *d > 0.0 && *d < 1.0), "{depth:?}");
}

#[test]
fn an_empty_scene_is_its_background() {
    let Some(gpu) = gpu() else { return };
    let scene = Scene { size: [3, 2], camera: Camera::default(), background: [0.2, 0.4, 0.6, 0.8], volume: None, bounding_box: None };
    let frame = draw(gpu, &scene);
    assert_eq!(color(&frame), [51, 102, 153, 204].repeat(6));
    assert_eq!(frame.image.depth.unwrap().array().as_slice::<f32>().unwrap(), [1.0; 6]);
    assert_eq!(frame.image.picking.unwrap().array().as_slice::<u32>().unwrap(), [0; 6]);
}

#[test]
fn what_is_narrowed_is_said_and_voxels_that_are_not_finite_are_transparent() {
    let Some(gpu) = gpu() else { return };
    let mut scene = scene(Volume::from_vec([4, 4, 4], 1, vec![f32::NAN; 64]).unwrap());
    scene.volume.as_mut().unwrap().transfer_function = TransferFunction::new([(0.0, [1.0; 4])]);
    scene.background = [0.0; 4];
    let frame = draw(gpu, &scene);
    assert!(color(&frame).iter().all(|b| *b == 0));
    assert!(frame.notes.iter().any(|note| note.contains("float32")), "{:?}", frame.notes);
    assert!(draw(gpu, &self::scene(blob_volume(Format::U8))).notes.is_empty());
}

#[test]
fn limits_and_cancelling_are_errors_in_words() {
    let Some(gpu) = gpu() else { return };
    let scene = scene(blob_volume(Format::U8));
    assert_eq!(gpu.draw(&scene, &|| true).unwrap_err(), RenderError::Cancelled);
    let limit = gpu.device().limits().max_texture_dimension_3d as usize;
    let long = Volume::from_vec([1, 1, limit + 1], 1, vec![0u8; limit + 1]).unwrap();
    let reason = gpu.obstacle(&long).unwrap();
    assert!(reason.contains(&limit.to_string()) && reason.contains("CPU"), "{reason}");
    let mut too_long = scene.clone();
    too_long.volume = Some(VolumeItem::new(Arc::new(long), hills(), [0.0, 255.0]));
    assert_eq!(gpu.draw(&too_long, &|| false).unwrap_err(), RenderError::Failed(reason));
    assert_eq!(gpu.obstacle(&scene.volume.as_ref().unwrap().volume), None);
    let too_wide = Scene { size: [1 << 20, 1], ..scene.clone() };
    assert!(matches!(gpu.draw(&too_wide, &|| false), Err(RenderError::Failed(reason)) if reason.contains("1048576")));
    draw(gpu, &scene);
    assert!(gpu.device_bytes() >= 37 * 41 * 45 && !gpu.is_lost() && !gpu.adapter_name().is_empty());
}

#[test]
fn volumes_share_a_byte_budget() {
    let Some(gpu) = own_gpu() else { return };
    let [small, other, large] = [blob_volume(Format::U8), blob_volume(Format::I8), blob_volume(Format::U16)].map(scene);
    let bytes = 37 * 41 * 45;
    draw(&gpu, &small);
    draw(&gpu, &other);
    assert_eq!(gpu.device_bytes(), 2 * bytes);
    gpu.set_budget(bytes);
    assert_eq!(gpu.device_bytes(), bytes);
    draw(&gpu, &small);
    assert_eq!(gpu.device_bytes(), bytes);
    let error = gpu.draw(&large, &|| false).unwrap_err().to_string();
    assert!(error.contains("133 KiB") && error.contains("67 KiB") && error.contains("CPU"), "{error}");
}

#[test]
fn threads_draw_at_the_same_time() {
    let Some(gpu) = own_gpu() else { return };
    let scene = scene(blob_volume(Format::U16));
    let alone = color(&draw(&gpu, &scene)).to_vec();
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(|| color(&draw(&gpu, &scene)).to_vec())).collect();
        assert!(threads.into_iter().all(|thread| thread.join().unwrap() == alone));
    });
}

#[test]
fn a_lost_device_is_an_error_and_no_panic() {
    let Some(gpu) = own_gpu() else { return };
    let scene = scene(blob_volume(Format::U8));
    let frame = draw(&gpu, &scene);
    gpu.device().destroy();
    assert!(matches!(gpu.draw(&scene, &|| false), Err(RenderError::DeviceLost(_))));
    assert!(gpu.is_lost());
    assert!(frame.image.color[0].array().memory().is_err());
}

#[test]
fn what_cannot_be_drawn_is_refused_in_words() {
    let Some(gpu) = gpu() else { return };
    let scenes = [
        change(scene(blob_volume(Format::U8)), |item| item.step = 0.0),
        change(scene(blob_volume(Format::U8)), |item| item.step = 1e-9),
        change(scene(blob_volume(Format::U8)), |item| item.range = [0.0, f64::NAN]),
        change(scene(blob_volume(Format::U8)), |item| item.channel = 1),
        Scene { camera: Camera { look_from: Vec3::NAN, ..Camera::default() }, ..scene(blob_volume(Format::U8)) },
        Scene { size: [0, 5], ..scene(blob_volume(Format::U8)) },
    ];
    for scene in scenes {
        assert!(gpu.draw(&scene, &|| false).is_err());
    }
}
