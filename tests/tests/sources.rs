//! Files that change, shrink and vanish under a source that has them open.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use voxloom_core::context::Services;
use voxloom_core::data::Volume;
use voxloom_core::places::Places;
use voxloom_core::port::downcast;
use voxloom_core::{Request, Value};
use voxloom_io::{Content, write_npy};
use voxloom_render::Renderer;
use voxloom_workspace::command::{AddNode, Connect, SetProperty};
use voxloom_workspace::evaluator::{Evaluator, Options, ProcessorStatus};
use voxloom_workspace::{NodeId, PortRef, Store};

struct Bench {
    store: Arc<Store>,
    evaluator: Evaluator,
    source: NodeId,
    canvas: NodeId,
    raycaster: NodeId,
}

/// A source, a raycaster and a canvas that is looked at.
fn bench(file: &Path) -> Bench {
    let registry = Arc::new(voxloom_processors::registry());
    let store = Arc::new(Store::default());
    let services = Services::default().with(Renderer::cpu_only()).with(Arc::new(Places::default()));
    let evaluator = Evaluator::start(store.clone(), registry.clone(), services, Options::default(), || {});
    let add = |class: &str| store.commit(&AddNode::new(registry.get(class).unwrap(), [0.0, 0.0])).unwrap().added[0];
    let (source, raycaster, canvas) = (add("org.inviwo.VolumeSource"), add("org.inviwo.VolumeRaycaster"), add("org.inviwo.CanvasGL"));
    let connect = |from, out: &str, to, into: &str| {
        store.commit(&Connect { from: PortRef { node: from, port: out.into() }, to: PortRef { node: to, port: into.into() } }).unwrap();
    };
    connect(source, "data", raycaster, "volume");
    connect(raycaster, "outport", canvas, "inport");
    store.commit(&SetProperty { node: source, path: "filename".to_owned(), value: Value::Path(file.to_str().unwrap().into()) }).unwrap();
    evaluator.watch(canvas, 0, Some(Request::settled(160, 120)));
    evaluator.wait_idle(Some(Duration::from_secs(20)));
    Bench { store, evaluator, source, canvas, raycaster }
}

/// A volume of one value.
fn write(path: &Path, edge: usize, value: u8) {
    let volume = Volume::from_vec([edge, edge, edge], 1, vec![value; edge * edge * edge]).unwrap();
    write_npy(path, volume.array()).unwrap();
}

impl Bench {
    fn volume(&self) -> Option<(usize, u8)> {
        let state = self.evaluator.board().node(self.source);
        let data = state.outputs.first()?.clone()?;
        let volume = downcast::<Volume>(&data)?;
        Some((volume.dimensions()[0], volume.array().as_slice::<u8>().unwrap()[0]))
    }

    fn wait(&self, what: &str, is: impl Fn(&Self) -> bool) {
        let start = Instant::now();
        while !is(self) {
            assert!(start.elapsed() < Duration::from_secs(10), "{what}: {:?}, {:?}", self.volume(), self.evaluator.board().node(self.source).status);
            // The camera moves all the while.
            let mut camera = self.store.snapshot().workspace.network.get(self.raycaster).unwrap().values.camera("camera");
            camera.look_from = glam::Quat::from_rotation_z(0.05) * camera.look_from;
            camera.fit = false;
            self.store.commit(&SetProperty { node: self.raycaster, path: "camera".to_owned(), value: Value::Camera(camera) }).unwrap();
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

#[test]
fn a_file_that_changes_while_it_is_shown_never_hurts_and_is_read_again() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("v.npy");
    write(&file, 64, 1);
    let bench = bench(&file);
    assert_eq!(bench.volume(), Some((64, 1)));
    assert!(bench.evaluator.board().frame(bench.canvas, 0).is_some());
    let failed = |b: &Bench| matches!(b.evaluator.board().node(b.source).status, ProcessorStatus::Failed(_));
    for round in 0..20u8 {
        // Overwritten smaller, in place.
        let small = folder.path().join("small.npy");
        write(&small, 24 + usize::from(round), 10 + round);
        std::fs::write(&file, std::fs::read(&small).unwrap()).unwrap();
        bench.wait("overwritten smaller", |b| b.volume() == Some((24 + usize::from(round), 10 + round)));
        // Truncated.
        std::fs::OpenOptions::new().write(true).open(&file).unwrap().set_len(1000).unwrap();
        bench.wait("truncated", failed);
        // Replaced by another file.
        write(&file, 48, 30 + round);
        bench.wait("replaced", |b| b.volume() == Some((48, 30 + round)));
        // Deleted, and back.
        std::fs::remove_file(&file).unwrap();
        bench.wait("deleted", failed);
        write(&file, 64, 50 + round);
        bench.wait("back", |b| b.volume() == Some((64, 50 + round)));
    }
    bench.evaluator.wait_idle(Some(Duration::from_secs(20)));
    assert!(bench.evaluator.board().frame(bench.canvas, 0).is_some(), "the picture is there again");
}

#[test]
fn what_a_source_reads_is_what_was_written() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("v.npy");
    write(&file, 8, 7);
    let Content::Volume(volume) = voxloom_io::read(&file, &Default::default()).unwrap().content else { panic!("no volume") };
    assert_eq!(volume.array().as_slice::<u8>().unwrap(), [7; 512]);
}
