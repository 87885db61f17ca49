//! Messages, interfaces and data arrive as they were sent, over both transports.

use std::os::fd::AsFd;
use std::sync::Arc;

use serde_json::json;
use voxloom_core::data::{Axis, Buffer, Camera, Connectivity, DrawType, Format, Image, Layer, Mesh, TransferFunction, Volume};
use voxloom_core::event::{Event, MouseButton, Pointer};
use voxloom_core::memory::{Memory, MemoryMut, copied_bytes};
use voxloom_core::port::{Data, PortData, downcast};
use voxloom_core::property::{Bound, Choice, ChoiceKind, FileKind, Kind, NumberKind, RangeKind, Semantics, VectorKind};
use voxloom_core::{Interface, InvalidationLevel, PortSpec, Property, with_scalar};
use voxloom_protocol::message::{
    ClassMessage, ErrorKind, FromHost, Input, Level, PythonError, ReplyError, ReplyErrorKind, RequestMessage, Run, Stage, Stream, ToHost,
};
use voxloom_protocol::passing::split;
use voxloom_protocol::{Attachments, Frame, PythonObject, Receiver, Sender, channel_pair, interface_from_json, interface_to_json, socket_pair};

fn to_host() -> Vec<ToHost> {
    let run = Run {
        call: 7,
        node: 3,
        stage: Stage::Process,
        inputs: vec![Input { port: "inport".into(), changed: true, each: vec![true], data: vec![None] }],
        changed: vec!["group.amount".into()],
        everything: false,
        request: RequestMessage { size: [640, 480], region: Some([0, 0, 10, 10]), moving: true, level: 1 },
    };
    let (call, node) = (5, 2);
    vec![
        ToHost::Hello { version: 1 },
        ToHost::Folders { folders: vec!["/home/a".into()] },
        ToHost::Load { call, file: "/home/a/Größe.py".into() },
        ToHost::Unload { file: "/home/a/b.py".into() },
        ToHost::Create { call, node, place: Some((1, 4)), file: None, class: "org.a".into(), identifier: "A".into(), display_name: "A a".into() },
        ToHost::Values {
            node,
            revision: 9,
            limits: serde_json::from_value(json!({ "x": { "min": 0 } })).unwrap(),
            values: vec![("x".into(), json!([1, 2.5, null]))],
        },
        ToHost::Change { call, node, paths: vec!["press".into()] },
        ToHost::Run(Box::new(run)),
        ToHost::Cancel { call },
        ToHost::Event { call, node, event: Event::MousePress { button: MouseButton::Middle, pointer: Pointer::default(), double: true } },
        ToHost::DropInstance { node },
        ToHost::DropData { handle: 4 },
        ToHost::Request { call, method: "complete".into(), args: json!({"text": "vx."}) },
        ToHost::Reply { call, result: Err(ReplyError::new(ReplyErrorKind::Key, "no such node")), data: None },
        ToHost::Shutdown,
    ]
}

fn from_host() -> Vec<FromHost> {
    let error = PythonError {
        kind: ErrorKind::Exception,
        message: "ValueError: no".into(),
        traceback: "Traceback".into(),
        file: Some("/a/b.py".into()),
        line: Some(12),
    };
    assert_eq!(error.summary(), "ValueError: no (b.py:12)");
    let class = ClassMessage {
        class_identifier: "org.a".into(),
        display_name: "A".into(),
        category: "Python".into(),
        code_state: voxloom_core::CodeState::Experimental,
        tags: "PY".into(),
        help: String::new(),
    };
    let (call, node) = (5, 2);
    vec![
        FromHost::Hello { version: 1, python: "3.11".into(), executable: "/usr/bin/python3".into(), numpy: None },
        FromHost::Loaded { call, classes: vec![class], error: Some(error.clone()), helpers: vec!["/folder/helper.py".into()] },
        FromHost::Created { call, interface: interface_to_json(&interface()), events: true, not_ready: true },
        FromHost::Progress { call, progress: 0.5 },
        FromHost::Output { call, port: "outport".into(), data: None },
        FromHost::Changes { call: Some(call), node, writes: vec![("x".into(), json!(1))], interface: None },
        FromHost::Print { node: Some(node), stream: Stream::Err, text: "line\n".into() },
        FromHost::Note { call, text: "copied".into() },
        FromHost::Failed { call, error: error.clone() },
        FromHost::Done { call, refine: true },
        FromHost::Invalidate { node, level: Level::Resources },
        FromHost::EventReply { call, used: true, tooltip: Some("tip".into()) },
        FromHost::Request { call, method: "nodes".into(), args: json!([]) },
        FromHost::Reply { call, result: Err(error) },
    ]
}

fn interface() -> Interface {
    let vector = VectorKind { min_bound: Bound::Ignore, ..VectorKind::new(&[0.5, f64::INFINITY], -1.0, f64::INFINITY, 0.1) };
    let number = NumberKind { unit: "mm".into(), max_bound: Bound::Immutable, ..NumberKind::new(0.1, f64::NEG_INFINITY, 1.0, 0.01) };
    let children = vec![Property::bool("on", "On", true).read_only(), Property::button("press", "Press")];
    let property = |name, kind| Property::new(name, "Name", kind);
    let choice = |id: &str, value| Choice { identifier: id.into(), display_name: "Name".into(), value };
    let choices = ChoiceKind { choices: [choice("a", json!(1.0)), choice("b", json!("inf")), choice("c", json!(null))].into(), default: "b".into() };
    Interface::of(
        vec![PortSpec::new::<Volume>("inport", "Help.").optional().multi(), PortSpec { dynamic: true, ..PortSpec::new::<Mesh>("mesh", "") }],
        vec![PortSpec::of_type("out", "org.inviwo.PythonObject", "")],
        vec![
            property("float", Kind::Float(number)).help("Help").invalidates(InvalidationLevel::InvalidResources),
            Property::int("int", "Int", 3, -5..=i64::MAX).transient(),
            Property::composite("group", "Group", children),
            Property::string("string", "String", "a").semantics(Semantics::Multiline),
            Property { class_identifier: "org.inviwo.OptionPropertyFloat".into(), ..property("option", Kind::Option(choices)) },
            property("file", Kind::File(FileKind::save(&["npy"]))),
            property("directory", Kind::Directory { default: "/tmp".into() }),
            Property::color("color", "Color", [0.1, 0.2, 0.3, 1.0]),
            property("floats", Kind::FloatVector(vector)),
            property("ints", Kind::IntVector(VectorKind::new(&[1, 2, 3], 0, 10, 1))),
            property("range", Kind::MinMax(RangeKind::new([0.1, 0.4], [0.0, 1.0]))),
            property("tf", Kind::TransferFunction { default: Arc::new(TransferFunction::default()) }),
            property("camera", Kind::Camera { default: Camera { fit: true, ..Camera::default() } }),
        ],
    )
}

/// Sends a frame over both transports; the same bytes must arrive. Returns what the socket brought.
fn pass(make: impl Fn() -> Frame) -> Frame {
    let ((near, _keep), (_answer, mut far)) = channel_pair();
    near.send(make()).unwrap();
    let by_channel = far.recv().unwrap();
    let (a, b) = socket_pair().unwrap();
    let ((sender, _keep), (_other, mut receiver)) = (split(a), split(b));
    let frame = make();
    let sending = std::thread::spawn(move || sender.send(frame));
    let by_socket = receiver.recv().unwrap();
    sending.join().unwrap().unwrap();
    assert_eq!((&by_channel.json, &by_channel.tail), (&by_socket.json, &by_socket.tail));
    assert_eq!(by_channel.lengths(), by_socket.lengths());
    by_socket
}

fn pass_data(data: &Data) -> Data {
    let frame = pass(|| {
        let mut attachments = Attachments::default();
        let described = attachments.describe(data).unwrap();
        Frame::new(&FromHost::Output { call: 1, port: "outport".into(), data: Some(Box::new(described)) }, attachments).unwrap()
    });
    let (message, attached) = frame.open::<FromHost>().unwrap();
    let FromHost::Output { data: Some(described), .. } = message else { panic!("another message came") };
    attached.restore(&described, None).unwrap()
}

#[test]
fn every_message_arrives_as_it_was_sent() {
    for message in to_host() {
        assert_eq!(pass(|| Frame::plain(&message).unwrap()).open::<ToHost>().unwrap().0, message);
    }
    for message in from_host() {
        assert_eq!(pass(|| Frame::plain(&message).unwrap()).open::<FromHost>().unwrap().0, message);
    }
}

#[test]
fn every_kind_of_property_survives_as_json() {
    let json = interface_to_json(&interface());
    let text = serde_json::to_string(&json).unwrap();
    assert_eq!(interface_from_json(&serde_json::from_str(&text).unwrap()).unwrap(), interface());
}

#[test]
fn volumes_of_every_format_and_number_of_channels_arrive_equal() {
    for format in Format::ALL {
        for channels in 1..=4 {
            with_scalar!(format, T => {
                let voxels: Vec<T> = (0..24 * channels).map(|i| voxloom_core::data::Scalar::from_f64(i as f64)).collect();
                let mut volume = Volume::from_vec([2, 3, 4], channels, voxels).unwrap();
                volume.data_map.data_range = Some([0.0, f64::INFINITY]);
                volume.axes[1] = Axis { name: "depth".into(), unit: "mm".into() };
                volume.space.model_from_data = Some(glam::Mat4::from_scale(glam::Vec3::splat(2.0)));
                volume.notes.push("read as".into());
                let data: Data = Arc::new(volume.clone());
                let back = pass_data(&data);
                let back = downcast::<Volume>(&back).unwrap();
                assert_eq!(back.array().as_slice::<T>().unwrap(), volume.array().as_slice::<T>().unwrap());
                assert_eq!((&back.space, &back.data_map, &back.axes, &back.notes), (&volume.space, &volume.data_map, &volume.axes, &volume.notes));
            });
        }
    }
}

#[test]
fn layers_images_buffers_meshes_and_objects_arrive_equal() {
    let layer = Layer::from_vec([2, 2], 3, (0..12u8).collect()).unwrap();
    let image: Data = Arc::new(Image { depth: Some(layer.clone()), ..Image::from_layer(layer) });
    let back = pass_data(&image);
    let back = downcast::<Image>(&back).unwrap();
    assert_eq!(back.color[0].array().as_slice::<u8>().unwrap()[11], 11);
    assert!(back.depth.is_some() && back.picking.is_none());
    let buffer = Buffer::from_vec(2, vec![1.5f64, 2.5, 3.5, 4.5]).unwrap();
    let mesh = Mesh {
        positions: vec![[0.0, 1.0, 2.0]; 3],
        colors: vec![[1.0; 4]; 3],
        indices: vec![(DrawType::Triangles, Connectivity::Strip, vec![0, 1, 2])],
        attributes: vec![("radius".into(), buffer)],
        ..Mesh::default()
    };
    let sent: Data = Arc::new(mesh.clone());
    let back = pass_data(&sent);
    let back = downcast::<Mesh>(&back).unwrap();
    assert_eq!((&back.positions, &back.normals, &back.colors, &back.indices), (&mesh.positions, &mesh.normals, &mesh.colors, &mesh.indices));
    assert_eq!(back.attributes[0].1.array().as_slice::<f64>().unwrap(), [1.5, 2.5, 3.5, 4.5]);
    let object: Data = Arc::new(PythonObject::new(17, "a dict".into(), None));
    assert_eq!(downcast::<PythonObject>(&pass_data(&object)).unwrap().handle, 17);
}

#[test]
fn a_quarter_gibibyte_crosses_without_a_copy_and_comes_back_as_the_same_segment() {
    let memory = MemoryMut::zeroed(256 << 20).unwrap().freeze();
    let volume: Data = Arc::new(Volume::new([256, 1024, 1024], 1, Format::U8, memory).unwrap());
    let copied = copied_bytes();
    let back = pass_data(&volume);
    let again = pass_data(&back);
    assert_eq!(copied_bytes(), copied);
    let place = |data: &Data| {
        let memory = downcast::<Volume>(data).unwrap().array().memory().unwrap().clone();
        let (segment, offset) = memory.segment().unwrap();
        let stat = rustix::fs::fstat(segment.descriptor().unwrap()).unwrap();
        (memory.as_bytes().as_ptr(), stat.st_ino, offset)
    };
    assert_eq!(place(&volume), place(&back));
    assert_eq!(place(&back), place(&again));
    assert_eq!(back.dyn_type(), Volume::data_type());
}

#[test]
fn more_descriptors_than_one_kernel_message_takes_arrive_in_order() {
    let files: Vec<_> = (0..450).map(|_| tempfile()).collect();
    let inode = |file: &dyn AsFd| rustix::fs::fstat(file.as_fd()).unwrap().st_ino;
    let frame = pass(|| {
        let descriptors = files.iter().map(|file| file.as_fd().try_clone_to_owned().unwrap()).collect();
        Frame { json: b"{}".to_vec(), tail: vec![7; 300_000], descriptors }
    });
    assert_eq!(frame.tail, vec![7; 300_000]);
    assert!(frame.descriptors.iter().zip(&files).all(|(a, b)| inode(a) == inode(b)) && frame.descriptors.len() == 450);
}

fn tempfile() -> std::os::fd::OwnedFd {
    rustix::fs::memfd_create("test", rustix::fs::MemfdFlags::CLOEXEC).unwrap()
}

#[test]
fn private_memory_of_a_mebibyte_is_copied_once_into_a_segment() {
    let volume: Data = Arc::new(Volume::new([1, 1024, 1024], 1, Format::U8, Memory::from_vec(vec![3u8; 1 << 20])).unwrap());
    let back = pass_data(&volume);
    let memory = downcast::<Volume>(&back).unwrap().array().memory().unwrap().clone();
    assert!(memory.segment().is_some() && memory.as_bytes().iter().all(|b| *b == 3));
}

#[test]
fn a_frame_that_waits_goes_right_before_the_next_one_and_keeps_off_its_segments() {
    let (a, b) = socket_pair().unwrap();
    let ((sender, _keep), (_other, mut receiver)) = (split(a), split(b));
    let plain = |call| Frame::plain(&ToHost::Cancel { call }).unwrap();
    sender.hold(&plain(1)).unwrap();
    sender.hold(&plain(2)).unwrap();
    let mut memory = MemoryMut::zeroed(2 << 20).unwrap();
    memory.as_bytes_mut()[1 << 20] = 9;
    let data: Data = Arc::new(Buffer::new(2 << 20, 1, Format::U8, memory.freeze()).unwrap());
    let mut attachments = Attachments::default();
    let described = attachments.describe(&data).unwrap();
    let frame = Frame::new(&described, attachments).unwrap();
    assert!(sender.hold(&frame).unwrap_err().to_string().contains("cannot wait"));
    sender.send(frame).unwrap();
    sender.send(plain(3)).unwrap();
    let mut cancelled = || receiver.recv().unwrap().open::<ToHost>().unwrap().0;
    assert_eq!((cancelled(), cancelled()), (ToHost::Cancel { call: 1 }, ToHost::Cancel { call: 2 }));
    let (described, attached) = receiver.recv().unwrap().open::<voxloom_protocol::Described>().unwrap();
    let restored = attached.restore(&described, None).unwrap();
    assert_eq!(downcast::<Buffer>(&restored).unwrap().array().as_slice::<u8>().unwrap()[1 << 20], 9);
    assert_eq!(receiver.recv().unwrap().open::<ToHost>().unwrap().0, ToHost::Cancel { call: 3 });
}

#[test]
fn a_small_frame_there_and_back_is_quick() {
    let (a, b) = socket_pair().unwrap();
    let ((there, mut back), (answer, mut arrived)) = (split(a), split(b));
    let echo = std::thread::spawn(move || {
        while let Ok((ToHost::Cancel { call }, _)) = arrived.recv().and_then(Frame::open) {
            answer.send(Frame::plain(&FromHost::Done { call, refine: false }).unwrap()).unwrap();
        }
    });
    let mut times: Vec<std::time::Duration> = (0..2000)
        .map(|call| {
            let started = std::time::Instant::now();
            there.send(Frame::plain(&ToHost::Cancel { call }).unwrap()).unwrap();
            assert_eq!(back.recv().unwrap().open::<FromHost>().unwrap().0, FromHost::Done { call, refine: false });
            started.elapsed()
        })
        .collect();
    there.close();
    echo.join().unwrap();
    times.sort();
    println!("a small frame to another thread and back: median {:?}, 99 % {:?}", times[1000], times[1980]);
    assert!(times[1000] < std::time::Duration::from_millis(2));
}
