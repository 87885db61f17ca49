//! A Python processor that changes its own ports, ranges and properties, among random edits: all undone, all done again, data included.
//!
//! `VOXLOOM_EDITS` sets how many, 10,000 is what the benchmarks report, and `VOXLOOM_SEED` which ones.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use voxloom_core::context::Services;
use voxloom_core::data::{Buffer, Image};
use voxloom_core::port::downcast;
use voxloom_core::processor::Isolation;
use voxloom_core::{Registry, Request, Value};
use voxloom_host::{Choice, Folders, Python, PythonSettings};
use voxloom_workspace::command::{
    AddLink, AddNode, Batch, Command, Connect, Disconnect, MoveNodes, RemoveLink, RemoveNodes, Rename, SetIsolation, SetProperty,
};
use voxloom_workspace::document::check_invariants;
use voxloom_workspace::evaluator::{Evaluator, Options, ProcessorStatus};
use voxloom_workspace::{Link, NodeId, PortRef, PropertyRef, Store, file};

const FILE: &str = r#"
import numpy as np

import inviwopy as ivw
from inviwopy.data import Buffer, BufferInport, BufferOutport, Image, ImageOutport, Layer
from inviwopy.properties import FloatProperty, IntProperty, StringProperty


class Shifty(ivw.Processor):
    def __init__(self, id, name):
        super().__init__(id, name)
        self.o = BufferOutport("o")
        self.addOutport(self.o)
        self.p = ImageOutport("p")
        self.addOutport(self.p)
        self.count = IntProperty("count", "Inports", 1, 1, 4)
        self.limit = FloatProperty("limit", "Limit", 10.0, 1.0, 20.0)
        self.value = FloatProperty("value", "Value", 1.0, 0.0, 10.0)
        self.info = StringProperty("info", "Info", "")
        self.total = FloatProperty("total", "Total", 0.0, -1e9, 1e9)
        for prop in (self.count, self.limit, self.value, self.info, self.total):
            self.addProperty(prop)
        self.info.readOnly = self.total.readOnly = True
        self.count.onChange(self.fit)
        self.limit.onChange(self.range)
        self.fit()

    @staticmethod
    def processorInfo():
        return ivw.ProcessorInfo("org.test.Shifty", "Shifty", "Test")

    def fit(self):
        for n in range(4):
            port, wanted = self.getInport(f"i{n}"), n < self.count.value
            if wanted and port is None:
                port = BufferInport(f"i{n}")
                port.optional = True
                self.addInport(port)
            elif port is not None and not wanted:
                self.removeInport(port)

    def range(self):
        self.value.maxValue = self.limit.value

    def process(self):
        # An instance that was made anew heard of no change.
        self.fit()
        self.range()
        given = [port.getData().data for port in self.inports if port.hasData()]
        total = self.value.value + sum(float(data[0]) for data in given) % 1000
        self.info.value = f"{len(given)} of {len(self.inports)} inports, at most {self.value.maxValue:g}"
        self.total.value = total
        self.o.setData(Buffer(np.full(4, total, np.float32)))
        digits = np.array([total * 10, self.value.maxValue, len(self.inports), 255]).astype(np.int64) % 256
        self.p.setData(Image(Layer(np.full((2, 3, 4), digits, np.uint8))))
"#;

/// xorshift, so that a failure can be repeated.
struct Random(u64);

impl Random {
    fn next(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % n.max(1) as u64) as usize
    }
}

/// A command as a step whose name tells which it is.
fn named(name: usize, command: Arc<dyn Command>) -> Batch {
    Batch { name: name.to_string(), commands: vec![command] }
}

struct Bench {
    registry: Arc<Registry>,
    store: Arc<Store>,
    evaluator: Evaluator,
    python: Arc<Python>,
    /// Shows the picture of a processor.
    canvas: NodeId,
    _folder: tempfile::TempDir,
}

/// What a person sees: the document, the number on every outport, and the pixels on the canvas.
type Picture = (String, BTreeMap<String, Option<f32>>, Option<Vec<u8>>);

impl Bench {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("Shifty.py"), FILE).unwrap();
        let registry = Arc::new(voxloom_processors::registry());
        let project = Some(Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().unwrap());
        let settings = PythonSettings {
            interpreter: Choice { flag: None, setting: None, project },
            folders: Folders { user: vec![folder.path().to_owned()], ..Folders::default() },
            ..PythonSettings::default()
        };
        let python = Python::new(settings, registry.clone(), Box::new(|event| println!("{event:?}")));
        python.start();
        python.wait_scanned(Duration::from_secs(60)).unwrap();
        let store = Arc::new(Store::default());
        let evaluator = Evaluator::start(store.clone(), registry.clone(), Services::default(), Options::default(), || {});
        let add = AddNode::new(registry.find("org.inviwo.CanvasGL").unwrap(), [0.0, 0.0]);
        let canvas = store.commit(&add).unwrap().added[0];
        let bench = Self { registry, store, evaluator, python, canvas, _folder: folder };
        bench.watch(canvas);
        bench
    }

    fn watch(&self, node: NodeId) {
        self.evaluator.watch(node, 0, Some(Request::settled(3, 2)));
    }

    /// A watch ends with its node.
    fn watch_all(&self) {
        for node in self.store.snapshot().workspace.network.nodes() {
            self.watch(node.id);
        }
    }

    fn add(&self, random: &mut Random, name: usize) -> &'static str {
        let at = [random.next(500) as f32, random.next(500) as f32];
        let add = AddNode::new(self.registry.find("org.test.Shifty").unwrap(), at);
        let added = self.store.commit(&named(name, Arc::new(add))).unwrap().added;
        self.watch(added[0]);
        "add"
    }

    fn picture(&self) -> Picture {
        assert!(self.evaluator.wait_idle(Some(Duration::from_secs(60))), "the evaluator did not come to rest");
        let workspace = self.store.snapshot().workspace;
        let states = self.evaluator.board().nodes();
        let shifties = workspace.network.nodes().filter(|node| node.id != self.canvas);
        let number = |id: NodeId| {
            let state = &states[&id];
            assert!(matches!(state.status, ProcessorStatus::Ready), "{:?} {:?}", state.status, state.notes);
            let buffer = downcast::<Buffer>(state.outputs.first()?.as_ref()?)?;
            buffer.array().as_slice::<f32>().unwrap().first().copied()
        };
        let outputs = shifties.map(|node| (node.identifier.to_string(), number(node.id))).collect();
        let frame = self.evaluator.board().frame(self.canvas, 0);
        let pixels = frame.map(|frame| downcast::<Image>(&frame.data).unwrap().to_rgba8().unwrap());
        (file::to_text(&workspace, &self.registry, None), outputs, pixels)
    }

    /// One random edit, as a step of that name; returns its kind. Refused edits leave no trace.
    fn edit(&self, random: &mut Random, name: usize) -> &'static str {
        let network = self.store.snapshot().workspace.network;
        let nodes: Vec<NodeId> = network.nodes().map(|node| node.id).filter(|node| *node != self.canvas).collect();
        if nodes.len() < 6 {
            return self.add(random, name);
        }
        let (a, b) = (nodes[random.next(nodes.len())], nodes[random.next(nodes.len())]);
        let set = |path: &str, value: Value| SetProperty { node: a, path: path.to_owned(), value };
        let at = [random.next(500) as f32, random.next(500) as f32];
        let (command, kind): (Arc<dyn Command>, _) = match random.next(20) {
            0 | 1 if nodes.len() < 14 => return self.add(random, name),
            0 | 1 => (Arc::new(RemoveNodes(vec![a])), "remove"),
            2 if random.next(3) == 0 => {
                let (from, to) = (PortRef { node: a, port: "p".into() }, PortRef { node: self.canvas, port: "inport".into() });
                (Arc::new(Connect { from, to }), "connect")
            }
            2..=5 => {
                let inports = network.get(b).unwrap().interface().inports();
                let to = inports[random.next(inports.len())].identifier.clone();
                (Arc::new(Connect { from: PortRef { node: a, port: "o".into() }, to: PortRef { node: b, port: to } }), "connect")
            }
            6 => match network.connections().nth(random.next(network.connections().count())) {
                Some(connection) => (Arc::new(Disconnect(connection.clone())), "disconnect"),
                None => return "nothing",
            },
            7 | 8 => (Arc::new(set("count", Value::Int(1 + random.next(4) as i64))), "set inports"),
            9 | 10 => (Arc::new(set("limit", Value::Float(1.0 + random.next(20) as f64))), "set range"),
            11 | 12 => (Arc::new(set("value", Value::Float(random.next(200) as f64 / 10.0))), "set value"),
            13 => (Arc::new(MoveNodes(vec![(a, at)])), "move"),
            14 => {
                let new = format!("N{}", random.next(40));
                (Arc::new(Rename { node: a, display_name: new.clone(), identifier: Some(new) }), "rename")
            }
            15 | 16 => {
                let path = ["value", "limit"][random.next(2)];
                let end = |node| PropertyRef { node, path: path.into() };
                (Arc::new(AddLink(Link { from: end(a), to: end(b) })), "link")
            }
            17 => match network.links().nth(random.next(network.links().count())) {
                Some(link) => (Arc::new(RemoveLink(link.clone())), "unlink"),
                None => return "nothing",
            },
            18 => {
                let isolation = [Isolation::Shared, Isolation::File][random.next(2)];
                (Arc::new(SetIsolation { nodes: vec![a], isolation }), "isolate")
            }
            _ => {
                let commands: Vec<Arc<dyn Command>> =
                    vec![Arc::new(MoveNodes(vec![(a, at)])), Arc::new(set("value", Value::Float(random.next(11) as f64 / 10.0)))];
                (Arc::new(Batch { name: "Move and set".to_owned(), commands }), "batch")
            }
        };
        self.store.commit(&named(name, command)).map_or("refused", |_| kind)
    }

    /// Every difference, for a person to read.
    fn compare(&self, is: &Picture, was: &Picture, what: &str) {
        let nodes = |picture: &Picture| -> BTreeMap<String, serde_json::Value> {
            let mut file: serde_json::Value = serde_json::from_str(&picture.0).unwrap();
            let nodes = file["network"]["processors"].take();
            nodes.as_array().unwrap().iter().map(|node| (node["id"].to_string(), node.clone())).collect()
        };
        let (mine, others) = (nodes(is), nodes(was));
        for (id, was) in others.iter().filter(|(id, was)| mine.get(*id) != Some(was)) {
            println!("{what}: {}\ninstead of {was}", mine.get(id).map_or("nothing".to_owned(), ToString::to_string));
        }
        for (node, output) in was.1.iter().filter(|(node, output)| is.1.get(*node) != Some(output)) {
            println!("{what}: {node} puts out {:?} instead of {output:?}", is.1.get(node));
        }
        if is.2 != was.2 {
            println!("{what}: the canvas shows {:?} instead of {:?}", is.2, was.2);
        }
        assert!(is == was, "{what}");
    }
}

/// Edits between which all is undone and done again: fewer than the steps that are kept.
const ROUND: usize = 500;

#[test]
fn random_edits_of_processors_that_change_themselves_are_undone_and_done_again_with_their_data() {
    let edits: usize = std::env::var("VOXLOOM_EDITS").ok().and_then(|n| n.parse().ok()).unwrap_or(1000);
    let bench = Bench::new();
    let seed = std::env::var("VOXLOOM_SEED").ok().and_then(|n| n.parse().ok()).unwrap_or(1_u64);
    let mut random = Random(0x9e37_79b9_7f4a_7c15_u64.wrapping_mul(seed));
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    let (mut number, mut steps, mut flowed, mut shown) = (0, 0, 0, 0);
    let (mut editing, mut travelling) = (Duration::ZERO, Duration::ZERO);
    while number < edits {
        let started = Instant::now();
        let (first, before) = (number, bench.picture());
        // What is seen after a step.
        let mut seen: BTreeMap<usize, Picture> = BTreeMap::new();
        while number < edits.min(first + ROUND) {
            bench.store.end_drag();
            let kind = bench.edit(&mut random, number);
            if kind == "nothing" {
                continue;
            }
            *kinds.entry(kind).or_insert(0) += 1;
            check_invariants(&bench.store.snapshot().workspace.network).unwrap();
            // Settled now and then only: between, the evaluator is behind the edits.
            if number % 20 == 0 {
                let picture = bench.picture();
                flowed += usize::from(picture.0.contains("2 of "));
                shown += usize::from(picture.2.is_some());
                seen.insert(number, picture);
            }
            number += 1;
        }
        let last = bench.picture();
        editing += started.elapsed();
        let started = Instant::now();
        let mut undone = 0;
        let step = |name: Option<String>| name.and_then(|name| name.parse::<usize>().ok());
        while step(bench.store.undo_redo_names().0).is_some_and(|step| step >= first) {
            bench.store.undo().unwrap();
            undone += 1;
            check_invariants(&bench.store.snapshot().workspace.network).unwrap();
        }
        bench.watch_all();
        bench.compare(&bench.picture(), &before, &format!("undone down to {first}"));
        let mut redone = 0;
        while let Some(step) = step(bench.store.redo()) {
            redone += 1;
            if let Some(picture) = seen.get(&step) {
                bench.watch_all();
                bench.compare(&bench.picture(), picture, &format!("done again up to {step}"));
            }
        }
        bench.watch_all();
        bench.compare(&bench.picture(), &last, &format!("done again up to {number}"));
        assert_eq!(undone, redone);
        steps += undone;
        travelling += started.elapsed();
    }
    println!("{edits} edits in {editing:.1?}, {steps} steps undone and done again in {travelling:.1?}, in {} hosts", bench.python.hosts().len());
    println!("{kinds:?}");
    for (kind, count) in kinds.iter().filter(|(kind, _)| **kind != "refused") {
        assert!(count * 100 >= edits * 3, "{kind}: {count} of {edits}");
    }
    println!("{shown} pictures on the canvas compared");
    assert!(flowed > 0, "no node ever had data on two inports");
    assert!(shown > 0, "the canvas never showed anything");
}
