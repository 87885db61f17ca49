//! Canvases of several sizes, linked cameras, and what goes through host memory.

use std::sync::Arc;
use std::time::Duration;

use voxloom_core::context::Services;
use voxloom_core::data::Image;
use voxloom_core::memory::read_back_bytes;
use voxloom_core::places::Places;
use voxloom_core::port::downcast;
use voxloom_core::{Quality, Registry, Request, Value};
use voxloom_render::{BackEndChoice, Renderer};
use voxloom_workspace::command::{AddLink, AddNode, Connect, SetProperty};
use voxloom_workspace::evaluator::{Evaluator, Options};
use voxloom_workspace::{Link, NodeId, PortRef, PropertyRef, Store};

struct Bench {
    store: Arc<Store>,
    registry: Arc<Registry>,
    evaluator: Evaluator,
}

impl Bench {
    fn new(renderer: Arc<Renderer>) -> Self {
        let registry = Arc::new(voxloom_processors::registry());
        let store = Arc::new(Store::default());
        let services = Services::default().with(renderer).with(Arc::new(Places::default()));
        let evaluator = Evaluator::start(store.clone(), registry.clone(), services, Options::default(), || {});
        Self { store, registry, evaluator }
    }

    fn add(&self, class: &str) -> NodeId {
        self.store.commit(&AddNode::new(self.registry.get(class).unwrap(), [0.0, 0.0])).unwrap().added[0]
    }

    fn connect(&self, from: NodeId, out: &str, to: NodeId, into: &str) {
        self.store.commit(&Connect { from: PortRef { node: from, port: out.into() }, to: PortRef { node: to, port: into.into() } }).unwrap();
    }

    fn settle(&self) {
        assert!(self.evaluator.wait_idle(Some(Duration::from_secs(30))));
    }

    fn picture(&self, canvas: NodeId) -> ([usize; 2], Vec<u8>) {
        let frame = self.evaluator.board().frame(canvas, 0).expect("a frame");
        let image = downcast::<Image>(&frame.data).unwrap();
        (image.dimensions(), image.to_rgba8().unwrap())
    }
}

#[test]
fn linked_cameras_and_two_sizes_on_one_raycaster_give_two_right_pictures_without_feedback() {
    let bench = Bench::new(Renderer::cpu_only());
    let (source, ray, other) =
        (bench.add("org.inviwo.VolumeCreator"), bench.add("org.inviwo.VolumeRaycaster"), bench.add("org.inviwo.VolumeRaycaster"));
    let (tall, wide) = (bench.add("org.inviwo.CanvasGL"), bench.add("org.inviwo.CanvasGL"));
    bench.connect(source, "volume", ray, "volume");
    bench.connect(source, "volume", other, "volume");
    bench.connect(ray, "outport", tall, "inport");
    bench.connect(ray, "outport", wide, "inport");
    let camera = |node| PropertyRef { node, path: "camera".into() };
    bench.store.commit(&AddLink(Link { from: camera(ray), to: camera(other) })).unwrap();
    bench.store.commit(&AddLink(Link { from: camera(other), to: camera(ray) })).unwrap();
    bench.evaluator.watch(tall, 0, Some(Request::settled(300, 900)));
    bench.evaluator.watch(wide, 0, Some(Request::settled(900, 300)));
    bench.settle();
    bench.store.mark_saved("x.voxloom".into(), bench.store.to_save().1);
    let (revision, undo) = (bench.store.revision(), bench.store.undo_redo_names());
    assert_eq!(bench.picture(tall).0, [300, 900]);
    assert_eq!(bench.picture(wide).0, [900, 300]);
    let expected = bench.picture(wide).1;
    // Resizing is no edit, and comes back to the same picture.
    for (width, height) in [(500, 200), (123, 456), (900, 300)] {
        bench.evaluator.watch(wide, 0, Some(Request::settled(width, height)));
        bench.settle();
        assert_eq!(bench.picture(wide).0, [width as usize, height as usize]);
    }
    assert_eq!(bench.picture(wide).1, expected);
    assert_eq!((bench.store.revision(), bench.store.undo_redo_names()), (revision, undo), "no feedback into the document");
    assert!(!bench.store.file_state().unsaved);
    // A camera that one canvas moves is the other's too.
    let mut moved = bench.store.snapshot().workspace.network.get(ray).unwrap().values.camera("camera");
    moved.look_from = -moved.look_from;
    bench.store.commit(&SetProperty { node: other, path: "camera".to_owned(), value: Value::Camera(moved) }).unwrap();
    bench.settle();
    let now = bench.store.snapshot().workspace.network.get(ray).unwrap().values.camera("camera");
    assert_eq!(now, moved);
}

#[test]
fn pictures_on_the_gpu_stay_there_unless_someone_reads_them() {
    let Ok(renderer) = Renderer::new(BackEndChoice::Gpu) else {
        println!("no adapter here: nothing to measure");
        return;
    };
    let bench = Bench::new(renderer);
    let (source, ray, canvas) = (bench.add("org.inviwo.VolumeCreator"), bench.add("org.inviwo.VolumeRaycaster"), bench.add("org.inviwo.CanvasGL"));
    bench.connect(source, "volume", ray, "volume");
    bench.connect(ray, "outport", canvas, "inport");
    let before = read_back_bytes();
    for i in 0..5 {
        bench.evaluator.watch(canvas, 0, Some(Request { quality: Quality::Moving, ..Request::settled(200 + i, 150) }));
        bench.settle();
        assert!(bench.evaluator.board().frame(canvas, 0).is_some());
    }
    assert_eq!(read_back_bytes(), before, "0 bytes through host memory");
    bench.picture(canvas);
    assert!(read_back_bytes() > before, "the counter counts");
}
