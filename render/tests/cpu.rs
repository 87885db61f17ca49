//! The CPU back end against closed forms, brute force and the reference raycaster.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use glam::{Mat3, Mat4, Vec3, Vec4};
use voxloom_core::data::{Camera, Format, Projection, Scalar, TransferFunction, Volume};
use voxloom_core::with_scalar;
use voxloom_render::cpu::CpuBackEnd;
use voxloom_render::{Compositing, Frame, Lighting, RenderError, Scene, VolumeItem, reference};

/// A name, and what it changes.
type Case<T> = (&'static str, fn(&mut T));

const SHAPE: [usize; 3] = [22, 27, 31];

fn camera() -> Camera {
    Camera { look_from: Vec3::new(1.1, 0.8, 1.6), ..Camera::default() }
}

fn parallel(height: f32) -> Camera {
    Camera { projection: Projection::Orthographic { height }, ..Camera::default() }
}

fn scene(item: VolumeItem) -> Scene {
    Scene { size: [75, 61], camera: camera(), background: [0.0; 4], volume: Some(item), bounding_box: None }
}

fn draw(scene: &Scene) -> Frame {
    CpuBackEnd::default().draw(scene, &|| false).unwrap()
}

/// Bytes of the color layer, bottom row first.
fn bytes(frame: &Frame) -> Vec<u8> {
    frame.image.color[0].array().as_slice::<u8>().unwrap().to_vec()
}

fn picking(frame: &Frame) -> Vec<u32> {
    frame.image.picking.as_ref().unwrap().array().as_slice::<u32>().unwrap().to_vec()
}

fn depth(frame: &Frame) -> Vec<f32> {
    frame.image.depth.as_ref().unwrap().array().as_slice::<f32>().unwrap().to_vec()
}

/// Smooth values 0–1: waves within a ball, nothing around it.
fn smooth(x: f64, y: f64, z: f64) -> f64 {
    let r = ((x - 0.5).powi(2) + (y - 0.45).powi(2) + (z - 0.55).powi(2)).sqrt();
    ((0.55 - r) * 4.0).clamp(0.0, 1.0) * (0.6 + 0.4 * ((7.0 * x).sin() * (6.0 * y + 1.0).cos() * (8.0 * z).sin()))
}

fn volume_of<T: Scalar>([nz, ny, nx]: [usize; 3], low: f64, high: f64, value: impl Fn(f64, f64, f64) -> f64) -> Volume {
    let voxels = (0..nx * ny * nz)
        .map(|i| {
            let at = |i: usize, n: usize| (i as f64 + 0.5) / n as f64;
            T::from_f64(low + (high - low) * value(at(i % nx, nx), at(i / nx % ny, ny), at(i / (nx * ny), nz)))
        })
        .collect();
    Volume::from_vec([nz, ny, nx], 1, voxels).unwrap()
}

/// A range that a format fills well.
fn range_of(format: Format) -> [f64; 2] {
    match format {
        Format::U8 => [0.0, 255.0],
        Format::I8 => [-128.0, 127.0],
        Format::U16 => [0.0, 65535.0],
        Format::I16 => [-32768.0, 32767.0],
        Format::U32 | Format::U64 => [4.0e9, 4.2e9],
        Format::I32 | Format::I64 => [-2.0e9, 1.0e9],
        Format::F16 => [-2.0, 3.0],
        Format::F32 => [1000.0, 1001.0],
        Format::F64 => [1.0e9, 1.0e9 + 3.0],
    }
}

fn function() -> TransferFunction {
    TransferFunction::new([(0.15, [0.2, 0.3, 0.9, 0.0]), (0.4, [0.3, 0.8, 0.5, 0.02]), (0.7, [0.9, 0.6, 0.3, 0.1]), (1.0, [1.0, 0.9, 0.8, 0.4])])
}

fn item(format: Format) -> VolumeItem {
    let [low, high] = range_of(format);
    let volume = with_scalar!(format, T => volume_of::<T>(SHAPE, low, high, smooth));
    let mut item = VolumeItem::new(Arc::new(volume), function(), [low, high]);
    item.unit_distance = 1.0 / 32.0;
    item.picking = 7;
    item
}

/// Mean and largest difference in 1/255, and the share of pixels with all channels within 2.
fn differences(frame: &Frame, reference: &reference::Picture) -> (f64, f64, f64) {
    let (mut sum, mut most, mut close) = (0.0, 0f64, 0);
    let drawn = bytes(frame);
    for (pixel, expected) in drawn.chunks_exact(4).zip(&reference.color) {
        let worst = pixel.iter().zip(expected).map(|(a, b)| (f64::from(*a) - b * 255.0).abs()).fold(0.0, f64::max);
        sum += pixel.iter().zip(expected).map(|(a, b)| (f64::from(*a) - (b * 255.0).round()).abs()).sum::<f64>() / 4.0;
        most = most.max(worst);
        close += usize::from(worst <= 2.5);
    }
    let n = reference.color.len() as f64;
    (sum / n, most, close as f64 / n)
}

#[track_caller]
fn assert_close(what: &str, scene: &Scene) {
    let expected = reference::draw(scene).unwrap();
    let (mean, most, close) = differences(&draw(scene), &expected);
    println!("{what:<28} mean {mean:.4} most {most:.2} within 2: {:.3} %", close * 100.0);
    assert!(expected.opacity.iter().any(|a| *a > 0.05), "{what}: nothing to see");
    assert!(mean <= 0.3 && close >= 0.999, "{what}: mean {mean}, most {most}, within 2: {close}");
}

#[track_caller]
fn most_different(a: &Frame, b: &Frame) -> u8 {
    bytes(a).iter().zip(bytes(b)).map(|(a, b)| a.abs_diff(b)).max().unwrap()
}

/// What a picture can be made of.
fn modes() -> Vec<Case<VolumeItem>> {
    vec![
        ("dvr", |_| {}),
        ("dvr shaded", |item| item.lighting = Some(Lighting::default())),
        ("dvr lamp", |item| item.lighting = Some(Lighting { position: Some(Vec3::new(2.0, 1.0, 0.5)), shininess: 23.5, ..Lighting::default() })),
        ("mip", |item| item.compositing = Compositing::Mip { colored: false }),
        ("mip colored", |item| item.compositing = Compositing::Mip { colored: true }),
        ("dvr nearest", |item| item.nearest = true),
        ("shaded nearest", |item| (item.nearest, item.lighting) = (true, Some(Lighting::default()))),
        ("mip nearest", |item| (item.nearest, item.compositing) = (true, Compositing::Mip { colored: false })),
    ]
}

#[test]
fn a_slab_absorbs_by_beer_and_lambert() {
    for nearest in [false, true] {
        let volume = Volume::from_vec([32, 32, 32], 1, vec![200u8; 32 * 32 * 32]).unwrap();
        let mut item = VolumeItem::new(Arc::new(volume), TransferFunction::new([(0.5, [1.0, 0.5, 0.25, 0.03])]), [0.0, 255.0]);
        (item.step, item.unit_distance, item.nearest) = (1.0 / 128.0, 1.0 / 48.0, nearest);
        let mut scene = scene(item);
        scene.camera = parallel(0.5);
        let transmittance = 0.97f64.powf(48.0);
        let mut most = 0f64;
        for pixel in bytes(&draw(&scene)).chunks_exact(4) {
            for (v, color) in pixel.iter().zip([1.0, 0.5, 0.25, 1.0]) {
                most = most.max((f64::from(*v) - 255.0 * color * (1.0 - transmittance)).abs());
            }
        }
        println!("slab, nearest {nearest}: most {most:.3}/255");
        assert!(most <= 1.0);
    }
}

#[test]
fn a_sphere_absorbs_by_its_chords() {
    // Signed distances, so that the surface lies exact between voxels; the range is narrow, so that the table resolves it.
    let (n, radius) = (128usize, 52.0);
    let volume = volume_of::<f32>([n; 3], 0.0, 1.0, |x, y, z| radius - ((x - 0.5).powi(2) + (y - 0.5).powi(2) + (z - 0.5).powi(2)).sqrt() * n as f64);
    let function = TransferFunction::new([(0.5, [1.0, 1.0, 1.0, 0.0]), (0.5, [1.0, 1.0, 1.0, 0.03])]);
    let mut item = VolumeItem::new(Arc::new(volume), function, [-3.0, 3.0]);
    (item.step, item.unit_distance) = (1.0 / 2048.0, 1.0 / 64.0);
    let mut scene = scene(item);
    (scene.size, scene.camera) = ([128, 128], parallel(1.0));
    let (mut most, mut rim) = (0f64, 0f64);
    for (i, pixel) in bytes(&draw(&scene)).chunks_exact(4).enumerate() {
        let [x, y] = [i % 128, i / 128].map(|v| v as f64 + 0.5 - 64.0);
        let from_axis = (x * x + y * y).sqrt();
        let chord = 2.0 * (radius * radius - from_axis * from_axis).max(0.0).sqrt() / n as f64;
        let difference = (f64::from(pixel[3]) - 255.0 * (1.0 - 0.97f64.powf(chord * 64.0))).abs();
        // At the very rim the chord changes infinitely fast with the radius.
        if (from_axis - radius).abs() > 0.3 {
            most = most.max(difference);
        } else {
            rim = rim.max(difference);
        }
    }
    println!("sphere: most {most:.3}/255, within 0.3 voxels of the rim {rim:.3}/255");
    assert!(most <= 1.0 && rim <= 3.0);
}

#[test]
fn every_format_and_mode_matches_the_reference() {
    for format in Format::ALL {
        for (name, set) in modes() {
            let mut item = item(format);
            set(&mut item);
            assert_close(&format!("{} {name}", format.numpy_name()), &scene(item));
        }
    }
}

#[test]
fn cameras_and_boxes_match_the_reference() {
    let cases: [Case<Scene>; 7] = [
        ("orthographic", |s| s.camera.projection = Projection::Orthographic { height: 1.4 }),
        ("eye inside", |s| s.camera.look_from = Vec3::new(0.05, 0.1, 0.12)),
        ("wide angle", |s| (s.camera.look_from, s.camera.projection) = (Vec3::new(0.3, 0.2, 0.6), Projection::Perspective { fov: 130.0 })),
        ("clipped", |s| s.volume.as_mut().unwrap().clip = [Vec3::new(0.2, 0.0, 0.35), Vec3::new(0.9, 0.6, 1.0)]),
        ("far away", |s| (s.camera.look_from, s.camera.projection) = (Vec3::new(40.0, 30.0, 50.0), Projection::Orthographic { height: 1.2 })),
        ("small and far", |s| (s.size, s.camera.projection) = ([24, 20], Projection::Perspective { fov: 80.0 })),
        ("along an axis", |s| s.camera.look_from = Vec3::new(0.0, 0.0, 2.0)),
    ];
    for (name, set) in cases {
        for (mode, set_mode) in modes().into_iter().take(4) {
            let mut item = item(Format::U16);
            set_mode(&mut item);
            let mut scene = scene(item);
            set(&mut scene);
            scene.background = [0.1, 0.2, 0.3, 1.0];
            assert_close(&format!("{name} {mode}"), &scene);
        }
    }
}

#[test]
fn sheared_and_anisotropic_volumes_match_the_reference() {
    for (mode, set) in modes() {
        let mut item = item(Format::U8);
        let mut volume = (*item.volume).clone();
        let basis = Mat3::from_cols(Vec3::new(0.9, 0.1, 0.0), Vec3::new(0.4, 0.7, 0.1), Vec3::new(0.0, 0.3, 1.3));
        volume.space.model_from_data = Some(Mat4::from_translation(Vec3::splat(-0.5)) * Mat4::from_mat3(basis));
        item.volume = Arc::new(volume);
        set(&mut item);
        assert_close(&format!("sheared {mode}"), &scene(item));
    }
}

#[test]
fn channels_are_drawn_by_themselves() {
    let [nz, ny, nx] = SHAPE;
    let one = volume_of::<u8>(SHAPE, 0.0, 255.0, smooth);
    let values = one.array().as_slice::<u8>().unwrap();
    for channels in 2..=4 {
        let mut voxels = vec![77u8; nx * ny * nz * channels];
        for (i, v) in values.iter().enumerate() {
            voxels[i * channels + channels - 1] = *v;
        }
        let mut several = item(Format::U8);
        (several.volume, several.channel) = (Arc::new(Volume::from_vec(SHAPE, channels, voxels).unwrap()), channels - 1);
        assert_eq!(most_different(&draw(&scene(several)), &draw(&scene(item(Format::U8)))), 0, "{channels} channels");
    }
}

#[test]
fn projections_without_interpolation_are_exact() {
    let mut item = item(Format::U8);
    (item.nearest, item.compositing) = (true, Compositing::Mip { colored: false });
    let scene = scene(item);
    let expected = reference::draw(&scene).unwrap();
    let drawn = bytes(&draw(&scene));
    let wrong = drawn.chunks_exact(4).zip(&expected.color).filter(|(a, b)| f64::from(a[0]) != (b[0] * 255.0).round()).count();
    assert_eq!(wrong, 0, "of {} pixels", expected.color.len());
}

#[test]
fn linear_projections_are_within_one_level() {
    for format in Format::ALL {
        let mut item = item(format);
        item.compositing = Compositing::Mip { colored: false };
        let scene = scene(item);
        let (_, most, _) = differences(&draw(&scene), &reference::draw(&scene).unwrap());
        println!("{} MIP: most {most:.3}/255", format.numpy_name());
        assert!(most <= 1.0, "{format:?}: {most}");
    }
}

#[test]
fn the_step_does_not_change_the_picture() {
    let pictures: Vec<Frame> = [1.0, 0.5, 0.25]
        .map(|step| {
            let mut item = item(Format::U16);
            item.step = step / 31.0;
            draw(&scene(item))
        })
        .into();
    for pair in pictures.windows(2) {
        let (a, b) = (bytes(&pair[0]), bytes(&pair[1]));
        let mean = a.iter().zip(&b).map(|(a, b)| f64::from(a.abs_diff(*b))).sum::<f64>() / a.len() as f64;
        println!("half the step: mean {mean:.4}/255");
        assert!(mean <= 1.0);
    }
}

#[test]
fn permuted_and_mirrored_volumes_look_the_same() {
    let [nz, ny, nx] = SHAPE;
    let size = [nx, ny, nz];
    for (mode, set) in [modes()[0], modes()[1], modes()[3]] {
        let mut item = item(Format::U8);
        set(&mut item);
        let original = (*item.volume).clone();
        let values = original.array().as_slice::<u8>().unwrap().to_vec();
        let world = original.space.drawn_world_from_data(size);
        let expected = draw(&scene(item.clone()));
        let mut worst = 0;
        for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
            for mirrored in 0..8usize {
                // New axis i is old axis order[i], backward where its bit is set.
                let flipped = |i: usize| mirrored >> i & 1 == 1;
                let new_size = order.map(|axis| size[axis]);
                let mut voxels = Vec::with_capacity(values.len());
                for z in 0..new_size[2] {
                    for y in 0..new_size[1] {
                        for x in 0..new_size[0] {
                            let mut old = [0; 3];
                            for (i, v) in [x, y, z].into_iter().enumerate() {
                                old[order[i]] = if flipped(i) { new_size[i] - 1 - v } else { v };
                            }
                            voxels.push(values[(old[2] * ny + old[1]) * nx + old[0]]);
                        }
                    }
                }
                let mut old_from_new = Mat4::from_cols(Vec4::ZERO, Vec4::ZERO, Vec4::ZERO, Vec4::W);
                for (i, axis) in order.into_iter().enumerate() {
                    old_from_new.col_mut(i)[axis] = if flipped(i) { -1.0 } else { 1.0 };
                    old_from_new.w_axis[axis] = if flipped(i) { 1.0 } else { 0.0 };
                }
                let mut volume = Volume::from_vec([new_size[2], new_size[1], new_size[0]], 1, voxels).unwrap();
                volume.space.model_from_data = Some(world * old_from_new);
                item.volume = Arc::new(volume);
                worst = worst.max(most_different(&expected, &draw(&scene(item.clone()))));
            }
        }
        println!("48 orientations, {mode}: most {worst}/255");
        assert!(worst <= 1, "{mode}: {worst}");
    }
}

#[test]
fn skipping_changes_nothing_and_saves_most_samples() {
    // One small ball in a large empty volume.
    let sparse = |x: f64, y: f64, z: f64| (1.0 - ((x - 0.3).powi(2) + (y - 0.6).powi(2) + (z - 0.4).powi(2)).sqrt() * 6.0).max(0.0);
    for (format, [low, high]) in
        [(Format::U8, [0.0, 255.0]), (Format::I16, [-32768.0, 32767.0]), (Format::F32, [0.0, 1.0]), (Format::U32, [0.0, 4e9])]
    {
        let volume = Arc::new(with_scalar!(format, T => volume_of::<T>([70, 80, 90], low, high, sparse)));
        for (mode, set) in modes() {
            let mut item = VolumeItem::new(Arc::clone(&volume), function(), [low, high]);
            item.unit_distance = 1.0 / 64.0;
            set(&mut item);
            let mut scene = scene(item);
            scene.size = [200, 150];
            let skipped = draw(&scene);
            scene.volume.as_mut().unwrap().skip_empty = false;
            let all = draw(&scene);
            let different = bytes(&skipped).iter().zip(bytes(&all)).filter(|(a, b)| **a != *b).count();
            println!(
                "{} {mode}: {different} bytes differ, {:.1} % of the samples",
                format.numpy_name(),
                skipped.samples as f64 / all.samples as f64 * 100.0
            );
            assert_eq!(different, 0, "{format:?} {mode}");
            assert!(depth(&skipped) == depth(&all) && picking(&skipped) == picking(&all));
            assert!(skipped.samples * 3 <= all.samples, "{mode}: {} of {}", skipped.samples, all.samples);
        }
    }
}

#[test]
fn pixels_do_not_depend_on_their_neighbors() {
    let mut item = item(Format::F32);
    item.lighting = Some(Lighting::default());
    let mut small = scene(item);
    (small.size, small.camera) = ([64, 48], parallel(0.75));
    let mut large = small.clone();
    (large.size, large.camera) = ([66, 50], parallel(50.0 / 64.0));
    let (small, large) = (bytes(&draw(&small)), bytes(&draw(&large)));
    for y in 0..48 {
        assert_eq!(small[y * 64 * 4..][..64 * 4], large[((y + 1) * 66 + 1) * 4..][..64 * 4], "row {y}");
    }
}

#[test]
fn the_portable_kernel_draws_the_same() {
    for format in [Format::U8, Format::I8, Format::U16, Format::F32] {
        for (mode, set) in modes() {
            let mut item = item(format);
            set(&mut item);
            let scene = scene(item);
            let portable = CpuBackEnd::portable().draw(&scene, &|| false).unwrap();
            let vector = draw(&scene);
            let most = most_different(&portable, &vector);
            println!("{} {mode}: portable within {most}/255", format.numpy_name());
            assert!(most <= 1, "{format:?} {mode}: {most}");
            assert_eq!(portable.samples, vector.samples);
        }
    }
}

#[test]
fn values_that_are_not_finite_are_transparent() {
    let hole = |x: f64, y: f64, z: f64| (x - 0.5).abs() < 0.2 && (y - 0.5).abs() < 0.2 && z > 0.3;
    for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        for (mode, set) in modes() {
            let mut item = item(Format::F32);
            item.volume = Arc::new(volume_of::<f32>(SHAPE, 0.0, 1.0, |x, y, z| if hole(x, y, z) { bad } else { smooth(x, y, z) }));
            item.range = [0.0, 1.0];
            set(&mut item);
            let mut scene = scene(item);
            assert_close(&format!("{bad} {mode}"), &scene);
            let drawn = bytes(&draw(&scene));
            scene.volume.as_mut().unwrap().skip_empty = false;
            assert_eq!(drawn, bytes(&draw(&scene)));
        }
    }
    for (_, set) in modes() {
        let mut item = item(Format::F64);
        item.volume = Arc::new(volume_of::<f64>([9, 9, 9], 0.0, 1.0, |_, _, _| f64::NAN));
        set(&mut item);
        assert!(bytes(&draw(&scene(item))).iter().all(|b| *b == 0));
    }
}

#[test]
fn odd_sizes_are_drawn() {
    for shape in [[1, 1, 1], [1, 1, 40], [40, 1, 1], [1, 30, 2], [2, 2, 5000]] {
        for format in [Format::U8, Format::I16, Format::F32, Format::U32] {
            for (mode, set) in modes().into_iter().take(4) {
                let [low, high] = range_of(format);
                let volume = with_scalar!(format, T => volume_of::<T>(shape, low, high, |x, _, z| 0.6 + 0.4 * (x * z).sin()));
                let mut item = VolumeItem::new(Arc::new(volume), function(), [low, high]);
                (item.unit_distance, item.step) = (0.002, item.step.max(1.0 / 3000.0));
                set(&mut item);
                let mut scene = scene(item);
                scene.camera.look_from = Vec3::new(0.3, 0.2, 0.8);
                assert_close(&format!("{shape:?} {} {mode}", format.numpy_name()), &scene);
            }
        }
    }
    for size in [[1, 1], [1, 37], [300, 1], [9, 3]] {
        let mut scene = scene(item(Format::U8));
        (scene.size, scene.camera) = (size, parallel(0.4));
        assert_close(&format!("picture {size:?}"), &scene);
    }
    let mut empty = scene(item(Format::U8));
    empty.size = [0, 5];
    assert!(matches!(CpuBackEnd::default().draw(&empty, &|| false), Err(RenderError::Failed(_))));
}

#[test]
fn depth_and_picking_follow_the_opacity() {
    for (mode, set) in [modes()[0], modes()[3]] {
        let mut item = item(Format::U16);
        item.unit_distance = 1.0 / 200.0;
        set(&mut item);
        let scene = scene(item.clone());
        let (frame, expected) = (draw(&scene), reference::draw(&scene).unwrap());
        let view = voxloom_render::view::View::new(&scene, &item);
        let (mut most, mut hits, mut wrong) = (0f32, 0, 0);
        for (i, (depth, picked)) in depth(&frame).into_iter().zip(picking(&frame)).enumerate() {
            if (picked == 7) != expected.distance[i].is_some() {
                wrong += 1;
                continue;
            }
            let Some(distance) = expected.distance[i] else {
                assert_eq!(depth, 1.0);
                continue;
            };
            let (origin, direction) = view.ray((i % 75) as f32 + 0.5, (i / 75) as f32 + 0.5);
            let world = view.world_from_index.transform_point3(origin + direction * distance as f32);
            most = most.max((view.depth(&scene, world) - depth).abs());
            hits += 1;
        }
        println!("{mode}: {hits} hits, {wrong} pixels differ, depth within {most:.6}");
        assert!(hits > 500 && wrong <= 3 && most < 2e-4);
    }
}

#[test]
fn the_bounding_box_is_before_and_behind_the_volume() {
    let solid = TransferFunction::new([(0.0, [0.0, 0.0, 1.0, 0.999])]);
    let mut item = item(Format::U8);
    (item.transfer_function, item.unit_distance) = (solid, 0.01);
    let mut scene = scene(item);
    scene.camera.look_from = Vec3::new(0.9, 0.8, 2.0);
    let without = bytes(&draw(&scene));
    scene.bounding_box = Some([1.0, 1.0, 0.0, 1.0]);
    let solid_box = bytes(&draw(&scene));
    scene.volume.as_mut().unwrap().transfer_function = TransferFunction::new([(0.0, [0.0; 4])]);
    let frame = draw(&scene);
    let empty_box = bytes(&frame);
    let lines = |picture: &[u8]| picture.chunks_exact(4).filter(|p| p[0] == 255 && p[1] == 255 && p[2] == 0).count();
    let (solid, empty) = (lines(&solid_box), lines(&empty_box));
    println!("line pixels: {empty} with nothing before them, {solid} with a solid volume");
    // Three of the twelve edges lie behind a box that is seen from a corner.
    assert!(lines(&without) == 0 && empty > 200 && solid < empty - 30 && solid > empty / 2);
    assert_eq!(depth(&frame).iter().filter(|d| **d < 1.0).count(), empty);
    // One pixel wide: no line is thicker than two pixels where it steps, so few pixels have all four neighbors set.
    let set = |x: usize, y: usize| empty_box[(y * 75 + x) * 4] == 255;
    let thick = (1..60)
        .flat_map(|y| (1..74).map(move |x| (x, y)))
        .filter(|&(x, y)| set(x, y) && set(x - 1, y) && set(x + 1, y) && set(x, y - 1) && set(x, y + 1));
    assert!(thick.count() <= 8);
}

#[test]
fn drawing_can_be_cancelled_and_notes_what_it_narrows() {
    let asked = AtomicUsize::new(0);
    let result = CpuBackEnd::default().draw(&scene(item(Format::U8)), &|| asked.fetch_add(1, Ordering::Relaxed) > 3);
    assert!(matches!(result, Err(RenderError::Cancelled)));
    assert!(draw(&scene(item(Format::U8))).notes.is_empty() && draw(&scene(item(Format::F16))).notes.is_empty());
    let note = &draw(&scene(item(Format::F64))).notes[0];
    assert!(note.contains("float64"), "{note}");
}

#[test]
fn what_cannot_be_drawn_is_refused_in_words() {
    let refused = |change: fn(&mut VolumeItem)| {
        let mut item = item(Format::U8);
        change(&mut item);
        let Err(error) = CpuBackEnd::default().draw(&scene(item), &|| false) else { panic!("drawn") };
        error.to_string()
    };
    assert!(refused(|item| item.step = 0.0).contains("step"));
    assert!(refused(|item| item.range = [f64::NAN, 1.0]).contains("range"));
    assert!(refused(|item| item.channel = 1).contains("channel 1"));
    let flat = refused(|item| {
        let mut volume = (*item.volume).clone();
        volume.space.model_from_data = Some(Mat4::from_scale(Vec3::new(1.0, 1.0, 0.0)));
        item.volume = Arc::new(volume);
    });
    assert!(flat.contains("invertible"), "{flat}");
}
