//! Each processor on tiny input where the right answer is known.

use std::sync::Arc;

use voxloom_core::context::{ChangeSet, Context, InputData, RunControl, Services};
use voxloom_core::data::{Format, Image, Layer, Scalar, Volume};
use voxloom_core::places::Places;
use voxloom_core::port::{Data, downcast};
use voxloom_core::processor::Instance;
use voxloom_core::{ProcessorError, Request, Value, Values, with_scalar};
use voxloom_io::{Content, ReadOptions, write_npy};
use voxloom_render::Renderer;

/// Runs a class once and returns what is on its outports.
fn run(class: &str, values: &[(&str, Value)], inputs: Vec<Data>, request: Request) -> Result<Vec<Option<Data>>, ProcessorError> {
    let registry = voxloom_processors::registry();
    let class = registry.get(class).unwrap();
    let mut all = Values::defaults(class.interface());
    for (path, value) in values {
        all.set(path, value.clone()).unwrap();
    }
    let inputs: Vec<InputData> = inputs.into_iter().map(|data| InputData { data: vec![Some(data)], changed: true, each: Vec::new() }).collect();
    let changed = ChangeSet { everything: true, ..ChangeSet::default() };
    let services = Services::default().with(Renderer::cpu_only()).with(Arc::new(Places::default()));
    let control = RunControl::default();
    let instance = Instance {
        network: 0,
        node: 1,
        isolation: Default::default(),
        identifier: "Test".into(),
        display_name: "Test".into(),
        invalidate: Arc::new(|_| {}),
    };
    let mut processor = class.create(&instance)?;
    let mut ctx = Context::new(&all, &inputs, &changed, request, &services, &control);
    processor.initialize_resources(&mut ctx)?;
    processor.process(&mut ctx)?;
    Ok(ctx.finish().outputs)
}

fn text(value: &str) -> Value {
    Value::Option(value.into())
}

#[test]
fn created_ramps_have_the_values_of_their_formula_in_every_format() {
    for format in Format::ALL {
        let values = [("type", text("ramp")), ("format", text(format.numpy_name())), ("dimensions", Value::IntVector(vec![8, 3, 2]))];
        let outputs = run("org.inviwo.VolumeCreator", &values, Vec::new(), Request::default()).unwrap();
        let volume = downcast::<Volume>(outputs[0].as_ref().unwrap()).unwrap();
        assert_eq!((volume.dimensions(), volume.format()), ([8, 3, 2], format));
        let scale = if format.is_float() { 1.0 } else { format.full_range()[1] };
        with_scalar!(format, T => {
            for (i, voxel) in volume.array().as_slice::<T>().unwrap().iter().enumerate() {
                let expected = <T as Scalar>::from_f64(((i % 8) as f64 + 0.5) / 8.0 * scale);
                assert_eq!(*voxel, expected, "{format:?} voxel {i}");
            }
        });
    }
}

#[test]
fn a_created_ball_is_symmetric_and_full_in_the_middle() {
    let values = [("format", text("float64")), ("dimensions", Value::IntVector(vec![9, 9, 9]))];
    let outputs = run("org.inviwo.VolumeCreator", &values, Vec::new(), Request::default()).unwrap();
    let volume = downcast::<Volume>(outputs[0].as_ref().unwrap()).unwrap();
    let voxels = volume.array().as_slice::<f64>().unwrap();
    let at = |x: usize, y: usize, z: usize| voxels[(z * 9 + y) * 9 + x];
    assert_eq!(at(4, 4, 4), 1.0);
    assert_eq!(at(0, 0, 0), 0.0);
    for i in 0..9 {
        let expected = 1.0 - 2.0 * ((i as f64 + 0.5) / 9.0 - 0.5).abs();
        assert!((at(i, 4, 4) - expected).abs() < 1e-12 && at(i, 4, 4) == at(4, i, 4) && at(i, 4, 4) == at(4, 4, i));
    }
}

#[test]
fn noise_depends_on_the_seed_alone() {
    let make = |seed| {
        let values = [("type", text("noise")), ("dimensions", Value::IntVector(vec![16, 16, 16])), ("seed", Value::Int(seed))];
        let outputs = run("org.inviwo.VolumeCreator", &values, Vec::new(), Request::default()).unwrap();
        downcast::<Volume>(outputs[0].as_ref().unwrap()).unwrap().array().as_slice::<u8>().unwrap().to_vec()
    };
    assert_eq!(make(3), make(3));
    assert_ne!(make(3), make(4));
}

#[test]
fn a_source_keeps_values_and_refuses_what_is_no_volume() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("v.npy");
    let volume = Volume::from_vec([2, 3, 4], 1, (0..24u16).collect()).unwrap();
    write_npy(&file, volume.array()).unwrap();
    let path = |file: &std::path::Path| Value::Path(file.to_str().unwrap().into());
    let outputs = run("org.inviwo.VolumeSource", &[("filename", path(&file))], Vec::new(), Request::default()).unwrap();
    let read = downcast::<Volume>(outputs[0].as_ref().unwrap()).unwrap();
    assert_eq!((read.dimensions(), read.array().as_slice::<u16>().unwrap()), ([4, 3, 2], (0..24u16).collect::<Vec<_>>().as_slice()));
    let Err(ProcessorError::NotReady(reason)) = run("org.inviwo.VolumeSource", &[], Vec::new(), Request::default()) else {
        panic!("ready without a file")
    };
    assert_eq!(reason, "no file is chosen");
    let flat = Layer::from_vec([30, 40], 1, vec![0u8; 1200]).unwrap();
    write_npy(&file, flat.array()).unwrap();
    let Err(error) = run("org.inviwo.VolumeSource", &[("filename", path(&file))], Vec::new(), Request::default()) else {
        panic!("a layer is no volume")
    };
    assert!(error.to_string().contains("Image Source"), "{error}");
}

#[test]
fn a_layer_is_shown_over_the_range_of_its_values_with_row_zero_at_the_bottom() {
    let layer = Layer::from_vec([2, 3], 1, vec![-1.0f32, 0.0, 1.0, 3.0, 3.0, 3.0]).unwrap();
    let outputs = run("org.voxloom.LayerToImage", &[], vec![Arc::new(layer)], Request::default()).unwrap();
    let image = downcast::<Image>(outputs[0].as_ref().unwrap()).unwrap();
    let rgba = image.to_rgba8().unwrap();
    let gray: Vec<u8> = rgba.chunks(4).map(|p| p[0]).collect();
    assert_eq!(gray, [255, 255, 255, 0, 64, 128], "the top row comes first in pictures");
}

#[test]
fn the_raycaster_answers_the_request_and_names_a_wrong_channel() {
    let volume = Volume::from_vec([8, 8, 8], 1, vec![200u8; 512]).unwrap();
    let outputs = run("org.inviwo.VolumeRaycaster", &[], vec![Arc::new(volume.clone())], Request::settled(40, 30)).unwrap();
    assert_eq!(downcast::<Image>(outputs[0].as_ref().unwrap()).unwrap().dimensions(), [40, 30]);
    let Err(error) = run("org.inviwo.VolumeRaycaster", &[("raycaster.channel", Value::Int(2))], vec![Arc::new(volume)], Request::settled(40, 30))
    else {
        panic!()
    };
    assert_eq!(error.to_string(), "channel 2 was asked for, but the volume has 1: 0 to 0");
}

#[test]
fn an_export_writes_what_it_is_given_and_overwrites_only_when_told() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("out.png");
    // Half transparent red, premultiplied, above opaque green.
    let layer = Layer::from_vec([2, 1], 4, vec![0u8, 255, 0, 255, 128, 0, 0, 128]).unwrap();
    let image: Data = Arc::new(Image::from_layer(layer));
    let set = [("file", Value::Path(file.to_str().unwrap().into()))];
    run("org.inviwo.ImageExport", &set, vec![image.clone()], Request::default()).unwrap();
    let Content::Layer(read) = voxloom_io::read(&file, &ReadOptions::default()).unwrap().content else { panic!("no picture") };
    assert_eq!(read.array().as_slice::<u8>().unwrap(), [0, 255, 0, 255, 255, 0, 0, 128]);
    let Err(error) = run("org.inviwo.ImageExport", &set, vec![image], Request::default()) else { panic!("overwritten") };
    assert!(error.to_string().contains("overwrite"), "{error}");
}
