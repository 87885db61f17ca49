//! Reload, absence and death as a document sees them: with the evaluator.

mod common;

use std::sync::Arc;
use std::time::{Duration, Instant};

use common::{Bench, real_places, unstarted, wait_until};
use voxloom_core::context::Services;
use voxloom_core::processor::Isolation;
use voxloom_core::{Request, Value};
use voxloom_host::{HostKey, Python, PythonEvent, PythonSettings};
use voxloom_workspace::command::{AddLink, AddNode, Connect, SetIsolation, SetProperty};
use voxloom_workspace::evaluator::{Evaluator, Options, ProcessorStatus};
use voxloom_workspace::{Link, NodeId, PortRef, PropertyRef, Store};

const SOURCE: &str = r#"
import os
import numpy as np
import inviwopy as ivw
from inviwopy.data import Buffer, BufferOutport
from inviwopy.properties import FloatProperty


class Source(ivw.Processor):
    def __init__(self, id, name):
        super().__init__(id, name)
        self.o = BufferOutport("o")
        self.addOutport(self.o)
        self.value = FloatProperty("value", "Value", 1.0, 0.0, 10.0)
        self.addProperty(self.value)
        # more

    @staticmethod
    def processorInfo():
        return ivw.ProcessorInfo("org.test.Source", "Source")

    def process(self):
        self.o.setData(Buffer(np.full(3, self.value.value, np.float32)))
"#;

const SINK: &str = r#"
import os
import inviwopy as ivw
from inviwopy.data import Buffer, BufferInport, BufferOutport
from inviwopy.properties import FloatProperty


class Sink(ivw.Processor):
    def __init__(self, id, name):
        super().__init__(id, name)
        self.i = BufferInport("i")
        self.addInport(self.i)
        self.o = BufferOutport("o")
        self.addOutport(self.o)
        self.factor = FloatProperty("factor", "Factor", 2.0, 0.0, 10.0)
        self.addProperty(self.factor)

    @staticmethod
    def processorInfo():
        return ivw.ProcessorInfo("org.test.Sink", "Sink")

    def process(self):
        if self.factor.value == 9.0:
            os.abort()
        self.o.setData(Buffer(self.i.getData().data * self.factor.value))
"#;

struct Scene {
    bench: Bench,
    store: Arc<Store>,
    evaluator: Evaluator,
    source: NodeId,
    sink: NodeId,
}

fn scene() -> Option<Scene> {
    voxloom_host::find_interpreter(&common::choice()).ok()?;
    let folder = Arc::new(tempfile::tempdir().unwrap());
    std::fs::write(folder.path().join("source.py"), SOURCE).unwrap();
    std::fs::write(folder.path().join("sink.py"), SINK).unwrap();
    let mut bench = unstarted(real_places(), folder.clone(), |settings| settings);
    let store = Arc::new(Store::default());
    let evaluator = Evaluator::start(store.clone(), bench.registry.clone(), Services::default(), Options::default(), || {});
    let (poke, events) = (evaluator.poker(), bench.events.clone());
    let on_event = move |event: PythonEvent| {
        if event == PythonEvent::ClassesChanged {
            poke();
        }
        events.lock().unwrap().push(event);
    };
    let settings = PythonSettings {
        interpreter: common::choice(),
        folders: voxloom_host::Folders { user: vec![folder.path().to_owned()], ..Default::default() },
        places: Some(real_places()),
        ..Default::default()
    };
    bench.python = Python::new(settings, bench.registry.clone(), Box::new(on_event));
    bench.python.start();
    bench.python.wait_scanned(Duration::from_secs(60)).unwrap();
    let add = |class: &str| store.commit(&AddNode::new(bench.registry.find(class).unwrap(), [0.0, 0.0])).unwrap().added[0];
    let (source, sink) = (add("org.test.Source"), add("org.test.Sink"));
    store.commit(&Connect { from: PortRef { node: source, port: "o".into() }, to: PortRef { node: sink, port: "i".into() } }).unwrap();
    evaluator.watch(sink, 0, Some(Request::default()));
    Some(Scene { bench, store, evaluator, source, sink })
}

impl Scene {
    fn set(&self, node: NodeId, path: &str, value: f64) {
        self.store.commit(&SetProperty { node, path: path.into(), value: Value::Float(value) }).unwrap();
    }

    fn value(&self, node: NodeId, path: &str) -> Option<Value> {
        self.store.snapshot().workspace.network.get(node).unwrap().value(path).cloned()
    }

    /// The number that the sink shows.
    fn shown(&self) -> Option<f32> {
        let state = self.evaluator.board().node(self.sink);
        let data = state.outputs.first()?.clone()?;
        let buffer = voxloom_core::port::downcast::<voxloom_core::data::Buffer>(&data)?;
        buffer.array().as_slice::<f32>().unwrap().first().copied()
    }

    fn wait_shown(&self, number: f32) {
        let started = Instant::now();
        while self.shown() != Some(number) || !matches!(self.status(self.sink), ProcessorStatus::Ready) {
            assert!(
                started.elapsed() < Duration::from_secs(10),
                "{number} is not shown, but {:?}; {:?}, {:?}, {:?}",
                self.shown(),
                self.status(self.source),
                self.status(self.sink),
                self.bench.problems()
            );
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    fn status(&self, node: NodeId) -> ProcessorStatus {
        self.evaluator.board().node(node).status
    }
}

#[test]
fn a_saved_file_is_live_within_a_second_and_values_links_and_connections_stay() {
    let Some(scene) = scene() else { return };
    scene.set(scene.source, "value", 3.0);
    scene.wait_shown(6.0);
    let end = |node, path: &str| PropertyRef { node, path: path.into() };
    scene.store.commit(&AddLink(Link { from: end(scene.source, "value"), to: end(scene.sink, "factor") })).unwrap();
    scene.wait_shown(9.0);
    let mut times = Vec::new();
    for round in 1..=10 {
        let saved = Instant::now();
        let more = format!("self.addProperty(FloatProperty('extra{round}', 'Extra', 0.0, 0.0, 1.0))");
        scene.bench.write("source.py", &SOURCE.replace("# more", &more).replace("np.float32)", &format!("np.float32) + {round}")));
        scene.wait_shown((3.0 + round as f32) * 3.0);
        times.push(saved.elapsed());
        wait_until(|| scene.value(scene.source, &format!("extra{round}")).map(|_| ()));
        assert!(scene.value(scene.source, &format!("extra{}", round - 1)).is_none(), "what is gone in the file is gone");
        assert_eq!(scene.value(scene.source, "value"), Some(Value::Float(3.0)));
        let notes = scene.evaluator.board().node(scene.source).notes;
        assert!(round == 1 || notes.iter().any(|note| note.contains(&format!("has no property extra{} any more", round - 1))), "{notes:?}");
    }
    times.sort();
    println!("from the save to the new result downstream: median {:?}, longest {:?}", times[5], times[9]);
    assert!(times[9] < Duration::from_secs(1));
    // Values still go over the link.
    scene.set(scene.source, "value", 2.0);
    scene.wait_shown(24.0);
    assert_eq!(scene.store.snapshot().workspace.network.connections().count(), 1);
}

#[test]
fn a_node_whose_file_vanishes_is_missing_and_comes_back_with_its_values() {
    let Some(scene) = scene() else { return };
    scene.set(scene.source, "value", 3.0);
    scene.wait_shown(6.0);
    std::fs::remove_file(scene.bench.folder.path().join("source.py")).unwrap();
    wait_until(|| matches!(scene.status(scene.source), ProcessorStatus::Missing(_)).then_some(()));
    assert_eq!((scene.value(scene.source, "value"), scene.store.snapshot().workspace.network.connections().count()), (Some(Value::Float(3.0)), 1));
    scene.bench.write("source.py", SOURCE);
    scene.set(scene.sink, "factor", 3.0);
    scene.wait_shown(9.0);
}

#[test]
fn a_node_that_kills_its_host_fails_and_recovers_with_the_next_change_and_a_host_of_its_own_spares_the_others() {
    let Some(scene) = scene() else { return };
    scene.wait_shown(2.0);
    scene.set(scene.sink, "factor", 9.0);
    let failed = |scene: &Scene| match scene.status(scene.sink) {
        ProcessorStatus::Failed(error) => Some(error.to_string()),
        _ => None,
    };
    let message = wait_until(|| failed(&scene));
    assert!(message.contains("aborted (signal 6) while Sink ran, twice"), "{message}");
    std::thread::sleep(Duration::from_millis(500));
    assert!(failed(&scene).is_some(), "it is not tried again by itself");
    scene.set(scene.sink, "factor", 4.0);
    scene.wait_shown(4.0);
    // In a host of its own.
    scene.store.commit(&SetIsolation { nodes: vec![scene.sink], isolation: Isolation::Node }).unwrap();
    wait_until(|| scene.bench.python.hosts().iter().any(|host| host.key == HostKey::Node(scene.sink.0) && host.alive).then_some(()));
    scene.wait_shown(4.0);
    let shared = scene.bench.python.hosts().into_iter().find(|host| host.key == HostKey::Shared).unwrap();
    assert_eq!(shared.nodes, [scene.source.0]);
    scene.set(scene.sink, "factor", 9.0);
    wait_until(|| failed(&scene));
    assert_eq!(scene.bench.python.hosts().into_iter().find(|host| host.key == HostKey::Shared).unwrap().pid, shared.pid);
    // Killed from outside while nothing runs: nobody notices.
    scene.set(scene.sink, "factor", 5.0);
    scene.wait_shown(5.0);
    let own = scene.bench.python.hosts().into_iter().find(|host| host.key == HostKey::Node(scene.sink.0)).unwrap();
    assert!(std::process::Command::new("kill").args(["-9", &own.pid.unwrap().to_string()]).status().unwrap().success());
    scene.bench.wait_for(|event| matches!(event, PythonEvent::HostDied { reason } if reason == "the node's own Python host was killed by signal 9"));
    scene.set(scene.sink, "factor", 6.0);
    scene.wait_shown(6.0);
}
