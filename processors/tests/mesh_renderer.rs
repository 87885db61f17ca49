//! The Mesh Renderer as a node has it: ports, properties, camera, and its errors.

use std::sync::Arc;

use glam::{Mat4, Vec3};
use voxloom_core::context::{ChangeSet, Context, DerivedWrite, InputData, RunControl, RunResult, Services};
use voxloom_core::data::{Buffer, Camera, Connectivity, DrawType, Image, Layer, LayerKind, Mesh, Projection, Volume};
use voxloom_core::port::{Data, downcast};
use voxloom_core::processor::Instance;
use voxloom_core::{ProcessorError, Request, Value, Values};
use voxloom_render::{BackEndChoice, Renderer};

const CLASS: &str = "org.inviwo.GeometryRenderGL";

/// Runs the node on data at its ports `geometry`, `imageInport` and `volume`.
fn run(
    renderer: Arc<Renderer>,
    values: &[(&str, Value)],
    meshes: Vec<Mesh>,
    image: Option<Image>,
    volume: Option<Volume>,
) -> Result<RunResult, ProcessorError> {
    let registry = voxloom_processors::registry();
    let class = registry.get(CLASS).unwrap();
    let mut all = Values::defaults(class.interface());
    for (path, value) in values {
        all.set(path, value.clone()).unwrap();
    }
    let inputs = [
        meshes.into_iter().map(|mesh| Some(Arc::new(mesh) as Data)).collect(),
        vec![image.map(|image| Arc::new(image) as Data)],
        vec![volume.map(|volume| Arc::new(volume) as Data)],
    ];
    let inputs: Vec<InputData> = inputs.into_iter().map(|data| InputData { data, changed: true, each: Vec::new() }).collect();
    let changed = ChangeSet { everything: true, ..ChangeSet::default() };
    let (services, control) = (Services::default().with(renderer), RunControl::default());
    let identifier: Arc<str> = "Test".into();
    let instance =
        Instance { network: 0, node: 1, isolation: Default::default(), display_name: identifier.clone(), identifier, invalidate: Arc::new(|_| {}) };
    let mut processor = class.create(&instance)?;
    let mut ctx = Context::new(&all, &inputs, &changed, Request::settled(60, 40), &services, &control);
    processor.process(&mut ctx)?;
    Ok(ctx.finish())
}

/// A renderer with an adapter; `None` on a machine without one, which these tests do not fail on.
fn renderer() -> Option<Arc<Renderer>> {
    let renderer = Renderer::new(BackEndChoice::Auto).unwrap();
    if renderer.gpu().is_none() {
        println!("skipped: no adapter");
    }
    renderer.gpu().is_some().then_some(renderer)
}

fn picture(result: &RunResult) -> &Image {
    downcast::<Image>(result.outputs[0].as_ref().unwrap()).unwrap()
}

/// RGBA, row 0 at the bottom.
fn pixel(image: &Image, x: usize, y: usize) -> [u8; 4] {
    image.color[0].array().as_slice::<u8>().unwrap().as_chunks::<4>().0[y * 60 + x]
}

fn id(image: &Image, x: usize, y: usize) -> u32 {
    image.picking.as_ref().unwrap().array().as_slice::<u32>().unwrap()[y * 60 + x]
}

/// A square around a center, in the plane z = `center.z`, with one picking id.
fn square(center: Vec3, half: f32, id: u32) -> Mesh {
    let corners = [[-half, -half], [half, -half], [half, half], [-half, half]];
    let mut mesh = Mesh {
        positions: corners.map(|[x, y]| (center + Vec3::new(x, y, 0.0)).into()).to_vec(),
        indices: vec![(DrawType::Triangles, Connectivity::Fan, vec![0, 1, 2, 3])],
        ..Mesh::default()
    };
    mesh.attributes.push((Mesh::PICKING.to_owned(), Buffer::from_vec(1, vec![id; 4]).unwrap()));
    mesh
}

/// From z = 10 along -z; 60 × 40 world units, so that a unit is a pixel.
fn pixel_camera() -> Value {
    let projection = Projection::Orthographic { height: 40.0 };
    let camera = Camera { look_from: Vec3::Z * 10.0, look_to: Vec3::ZERO, look_up: Vec3::Y, projection, near: 0.0, far: 20.0, fit: false };
    Value::Camera(camera)
}

fn unlit() -> (&'static str, Value) {
    ("lighting.shadingMode", Value::Option("none".into()))
}

#[test]
fn several_meshes_are_drawn_with_color_depth_and_picking() {
    let Some(renderer) = renderer() else { return };
    let (far, near) = (square(Vec3::new(-5.0, 0.0, -1.0), 10.0, 4), square(Vec3::new(5.0, 0.0, 2.0), 10.0, 600));
    let mut colored = near.clone();
    colored.colors = vec![[1.0, 0.0, 0.0, 1.0]; 4];
    let values = [("camera", pixel_camera()), unlit(), ("geometry.defaultColor", Value::Color([0.0, 0.0, 1.0, 1.0]))];
    let result = run(renderer.clone(), &values, vec![far.clone(), colored.clone()], None, None).unwrap();
    let image = picture(&result);
    assert_eq!(image.dimensions(), [60, 40]);
    // World x = pixel - 30.
    assert_eq!([pixel(image, 20, 20), pixel(image, 30, 20), pixel(image, 44, 20)], [[0, 0, 255, 255], [255, 0, 0, 255], [255, 0, 0, 255]]);
    assert_eq!([id(image, 20, 20), id(image, 30, 20), id(image, 50, 20)], [4, 600, 0]);
    assert_eq!(image.depth.as_ref().unwrap().array().as_slice::<f32>().unwrap()[20 * 60 + 30], 0.4);
    assert_eq!(pixel(image, 55, 2), [14, 15, 19, 255], "the background");
    let mut values = values.to_vec();
    values.extend([("geometry.overrideColorBuffer", Value::Bool(true)), ("geometry.overrideColor", Value::Color([0.0, 1.0, 0.0, 1.0]))]);
    let result = run(renderer, &values, vec![far, colored], None, None).unwrap();
    assert_eq!([20, 30].map(|x| pixel(picture(&result), x, 20)), [[0, 255, 0, 255]; 2]);
}

#[test]
fn line_width_point_size_culling_and_light_do_as_they_say() {
    let Some(renderer) = renderer() else { return };
    let draw = |mesh: &Mesh, values: &[(&'static str, Value)]| {
        let mut all = vec![("camera", pixel_camera()), ("background", Value::Color([0.0; 4]))];
        all.extend(values.iter().cloned());
        run(renderer.clone(), &all, vec![mesh.clone()], None, None).unwrap()
    };
    let covered = |result: &RunResult| {
        let texels = picture(result).color[0].array().as_slice::<u8>().unwrap().to_vec();
        texels.iter().skip(3).step_by(4).map(|a| f64::from(*a) / 255.0).sum::<f64>()
    };
    let mut line = square(Vec3::ZERO, 10.0, 1);
    line.indices = vec![(DrawType::Lines, Connectivity::Strip, vec![0, 1])];
    for width in [2.0, 6.0] {
        let area = covered(&draw(&line, &[("geometry.lineWidth", Value::Float(width))]));
        let exact = 20.0 * width + std::f64::consts::PI * width * width / 4.0;
        assert!((area / exact - 1.0).abs() < 0.03, "{area} for {exact}");
    }
    line.indices = vec![(DrawType::Points, Connectivity::Unconnected, vec![0, 1, 2])];
    let area = covered(&draw(&line, &[("geometry.pointSize", Value::Float(8.0))]));
    assert!((area / (3.0 * std::f64::consts::PI * 16.0) - 1.0).abs() < 0.03, "{area}");
    let face = square(Vec3::ZERO, 10.0, 1);
    let cull = |which: &str| covered(&draw(&face, &[("geometry.cullFace", Value::Option(which.into()))]));
    assert_eq!(["culldisable", "cullfront", "cullback", "cullfrontback"].map(cull), [400.0, 0.0, 400.0, 0.0]);
    // Facing the light: 0.75 × (0.25 + 0.75) + 0.25.
    assert_eq!(pixel(picture(&draw(&face, &[])), 30, 20), [255; 4]);
    let shade = |values: &[(&'static str, Value)]| pixel(picture(&draw(&face, values)), 30, 20)[0];
    assert_eq!(shade(&[("lighting.specular", Value::Float(0.0))]), 191);
    let from_behind = [
        ("lighting.specular", Value::Float(0.0)),
        ("lighting.headLight", Value::Bool(false)),
        ("lighting.lightPosition", Value::FloatVector(vec![0.0, 0.0, -9.0])),
    ];
    assert_eq!(shade(&from_behind), 48, "ambient alone");
}

#[test]
fn the_camera_fits_the_first_data_and_the_document_is_told() {
    let Some(renderer) = renderer() else { return };
    let mut far_away = square(Vec3::ZERO, 1.0, 3);
    far_away.space.model_from_data = Some(Mat4::from_scale(Vec3::splat(50.0)));
    far_away.space.world_from_model = Mat4::from_translation(Vec3::new(1000.0, 0.0, 0.0));
    let result = run(renderer.clone(), &[], vec![far_away.clone()], None, None).unwrap();
    let [DerivedWrite::Set { path, value: Value::Camera(camera) }] = &result.derived[..] else { panic!("the camera is not set") };
    assert_eq!((&**path, camera.fit), ("camera", false));
    assert!((camera.look_to - Vec3::new(1000.0, 0.0, 0.0)).length() < 1e-3);
    let drawn = picture(&result).picking.as_ref().unwrap().array().as_slice::<u32>().unwrap().iter().filter(|id| **id == 3).count();
    assert!(drawn > 300, "{drawn} of 2400 pixels");
    let result = run(renderer.clone(), &[("camera", Value::Camera(*camera))], vec![far_away], None, None).unwrap();
    assert!(result.derived.is_empty(), "a camera that was set stays");
    // Nothing to see: the background, and the camera goes on waiting.
    let result = run(renderer, &[], vec![Mesh::default()], None, None).unwrap();
    assert!(result.derived.is_empty());
    assert_eq!(pixel(picture(&result), 30, 20), [14, 15, 19, 255]);
}

#[test]
fn the_box_of_a_volume_and_a_picture_take_part() {
    let Some(renderer) = renderer() else { return };
    let mut volume = Volume::from_vec([2, 2, 2], 1, vec![0u8; 8]).unwrap();
    volume.space.model_from_data = Some(Mat4::from_translation(Vec3::new(-19.5, -9.5, -5.0)) * Mat4::from_scale(Vec3::new(40.0, 20.0, 5.0)));
    let values = [("camera", pixel_camera()), unlit(), ("boundingBoxColor", Value::Color([1.0, 0.0, 0.0, 1.0]))];
    let before = square(Vec3::new(0.0, 0.0, 5.0), 5.0, 9);
    let mut tall = before.clone();
    tall.space.model_from_data = Some(Mat4::from_scale(Vec3::new(1.0, 3.0, 1.0)));
    let result = run(renderer.clone(), &values, vec![tall.clone()], None, Some(volume.clone())).unwrap();
    // The lower edge lies at y = -9.5, row 10.
    assert_eq!([pixel(picture(&result), 15, 10), pixel(picture(&result), 30, 10)], [[255, 0, 0, 255], [191, 191, 191, 255]]);
    let mut off = values.to_vec();
    off.push(("boundingBox", Value::Bool(false)));
    let result = run(renderer.clone(), &off, vec![tall], None, Some(volume)).unwrap();
    assert_eq!(pixel(picture(&result), 15, 10), [14, 15, 19, 255]);
    // A picture behind, close on the left.
    let image = Image {
        color: vec![Layer::from_vec([40, 60], 4, vec![9u8; 9600]).unwrap()],
        depth: Some(
            Layer::from_vec([40, 60], 1, (0..2400).map(|i| if i % 60 < 30 { 0.1f32 } else { 0.9 }).collect()).unwrap().with_kind(LayerKind::Depth),
        ),
        picking: None,
    };
    let result = run(renderer, &values, vec![before], Some(image), None).unwrap();
    let image = picture(&result);
    assert_eq!([pixel(image, 27, 20), pixel(image, 32, 20), pixel(image, 50, 35)], [[9; 4], [191, 191, 191, 255], [9; 4]]);
    assert_eq!([id(image, 27, 20), id(image, 32, 20)], [0, 9]);
}

#[test]
fn errors_name_the_cause_and_the_cure() {
    let Err(error) = run(Renderer::cpu_only(), &[], vec![square(Vec3::ZERO, 1.0, 1)], None, None) else { panic!("drawn without an adapter") };
    let error = error.to_string();
    assert!(error.contains("graphics adapter") && error.contains("mesa-vulkan-drivers") && error.contains("--backend cpu"), "{error}");
    let Some(renderer) = renderer() else { return };
    let mut broken = square(Vec3::ZERO, 1.0, 1);
    broken.indices[0].2[3] = 99;
    let Err(error) = run(renderer, &[], vec![broken], None, None) else { panic!("drawn out of range") };
    assert_eq!(error.to_string(), "the mesh index 99 is out of range: the mesh has 4 vertices, 0 to 3 (entry 3 of index list 0, triangles)");
}
