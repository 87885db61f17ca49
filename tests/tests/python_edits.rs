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
use voxloom_workspace::clipboard::{self, Clip, Selection};
use voxloom_workspace::command::{
    AddFrame, AddLink, AddNode, AddNote, Batch, Command, Connect, Disconnect, InsertNode, MoveNodes, PullOut, RemoveFrames, RemoveHealing,
    RemoveLink, RemoveNodes, RemoveNotes, Rename, ReplaceNode, SetBypass, SetIsolation, SetProperty, SetWaypoints, SwapConnections, insertion,
};
use voxloom_workspace::document::check_invariants;
use voxloom_workspace::evaluator::{Evaluator, Options, ProcessorStatus};
use voxloom_workspace::{Frame, Link, Network, NodeId, Note, PortRef, PropertyRef, Store, file};

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
        store.commit(&add).unwrap();
        let bench = Self { registry, store, evaluator, python, _folder: folder };
        bench.watch_all();
        bench
    }

    /// Shows the picture of a processor.
    fn canvas(&self) -> NodeId {
        self.store.snapshot().workspace.network.find("Canvas").unwrap().id
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

    fn picture(&self) -> Picture {
        assert!(self.evaluator.wait_idle(Some(Duration::from_secs(60))), "the evaluator did not come to rest");
        let workspace = self.store.snapshot().workspace;
        let states = self.evaluator.board().nodes();
        let canvas = self.canvas();
        let shifties = workspace.network.nodes().filter(|node| node.id != canvas);
        let number = |id: NodeId| {
            let state = &states[&id];
            assert!(matches!(state.status, ProcessorStatus::Ready | ProcessorStatus::Bypassed), "{:?} {:?}", state.status, state.notes);
            let buffer = downcast::<Buffer>(state.outputs.first()?.as_ref()?)?;
            buffer.array().as_slice::<f32>().unwrap().first().copied()
        };
        let outputs = shifties.map(|node| (node.identifier.to_string(), number(node.id))).collect();
        let frame = self.evaluator.board().frame(canvas, 0);
        let pixels = frame.map(|frame| downcast::<Image>(&frame.data).unwrap().to_rgba8().unwrap());
        (file::to_text(&workspace, &self.registry, None), outputs, pixels)
    }

    /// A random command and its kind; `None`: there is nothing that it could be done to.
    fn candidate(&self, network: &Network, random: &mut Random) -> Option<(Arc<dyn Command>, &'static str)> {
        let canvas = self.canvas();
        let nodes: Vec<NodeId> = network.nodes().map(|node| node.id).filter(|node| *node != canvas).collect();
        let at = [random.next(500) as f32, random.next(500) as f32];
        let add = || Arc::new(AddNode::new(self.registry.find("org.test.Shifty").unwrap(), at));
        if nodes.len() < 6 {
            return Some((add(), "add"));
        }
        let (a, b) = (nodes[random.next(nodes.len())], nodes[random.next(nodes.len())]);
        let set = |path: &str, value: Value| SetProperty { node: a, path: path.to_owned(), value };
        let wire = |random: &mut Random| network.connections().nth(random.next(network.connections().count())).cloned();
        let frame = network.frames.get(random.next(network.frames.len())).cloned();
        let note = network.notes.get(random.next(network.notes.len())).cloned();
        Some(match random.next(30) {
            0 if nodes.len() < 20 => (add(), "add"),
            0 | 1 => (Arc::new(RemoveNodes(vec![a])), "remove"),
            2..=4 => {
                let inports = network.get(b)?.interface().inports();
                let free = inports.iter().filter(|port| random.next(4) > 0 && network.into_port(b, &port.identifier).next().is_none());
                let to = free.last().unwrap_or(&inports[0]).identifier.clone();
                (Arc::new(Connect { from: PortRef { node: a, port: "o".into() }, to: PortRef { node: b, port: to } }), "connect")
            }
            5 => {
                let (from, to) = (PortRef { node: a, port: "p".into() }, PortRef { node: canvas, port: "inport".into() });
                (Arc::new(Connect { from, to }), "connect")
            }
            6 => (Arc::new(Disconnect(wire(random)?)), "disconnect"),
            7 => (Arc::new(set("count", Value::Int(1 + random.next(4) as i64))), "set inports"),
            8 => (Arc::new(set("limit", Value::Float(1.0 + random.next(20) as f64))), "set range"),
            9 => (Arc::new(set("value", Value::Float(random.next(200) as f64 / 10.0))), "set value"),
            10 => (Arc::new(MoveNodes(vec![(a, at)])), "move"),
            11 => {
                let new = format!("N{}", random.next(40));
                (Arc::new(Rename { node: a, display_name: new.clone(), identifier: Some(new) }), "rename")
            }
            12 | 13 => {
                let path = ["value", "limit"][random.next(2)];
                let end = |node| PropertyRef { node, path: path.into() };
                (Arc::new(AddLink(Link { from: end(a), to: end(b) })), "link")
            }
            14 => (Arc::new(RemoveLink(network.links().nth(random.next(network.links().count()))?.clone())), "unlink"),
            15 => {
                let isolation = [Isolation::Shared, Isolation::File][random.next(2)];
                (Arc::new(SetIsolation { nodes: vec![a], isolation }), "isolate")
            }
            16 => {
                let commands: Vec<Arc<dyn Command>> =
                    vec![Arc::new(MoveNodes(vec![(a, at)])), Arc::new(set("value", Value::Float(random.next(11) as f64 / 10.0)))];
                (Arc::new(Batch { name: "Move and set".to_owned(), commands }), "batch")
            }
            17 => (Arc::new(SetBypass { nodes: vec![a], bypassed: !network.get(a)?.bypassed }), "bypass"),
            18 => (Arc::new(SetWaypoints { connection: wire(random)?, points: vec![at; random.next(3)] }), "waypoints"),
            19 | 29 => {
                let connection = wire(random)?;
                let (inport, outport) = insertion(network, network.get(a)?.interface(), &connection)?;
                (Arc::new(InsertNode { connection, node: a, inport, outport }), "insert")
            }
            20 => (Arc::new(PullOut { nodes: vec![wire(random)?.from.node] }), "pull out"),
            21 | 26 if nodes.len() < 16 => {
                let text = clipboard::to_text(network, &self.registry, &Selection::of_nodes([a, b]), true);
                (Arc::new(Clip::parse(&text, &self.registry).ok()?.paste(Some(at), random.next(2) == 0)), "paste")
            }
            21 | 26 => (Arc::new(RemoveHealing(vec![a])), "remove healing"),
            22 => match frame.filter(|_| random.next(2) == 0) {
                Some(frame) => (Arc::new(RemoveFrames(vec![frame.id])), "frames"),
                None => (Arc::new(AddFrame(Frame::new("Frame", [at[0], at[1], 100.0, 50.0]))), "frames"),
            },
            23 => match note.filter(|_| random.next(2) == 0) {
                Some(note) => (Arc::new(RemoveNotes(vec![note.id])), "notes"),
                None => (Arc::new(AddNote(Note::new("Note", at))), "notes"),
            },
            24 | 27 | 28 => (Arc::new(SwapConnections(wire(random)?, wire(random)?)), "swap"),
            _ => (Arc::new(ReplaceNode { node: a, class: self.registry.find("org.test.Shifty").ok()? }), "replace"),
        })
    }

    /// One random edit, as a step of that name; returns its kind. Refused edits leave no trace. Kinds that are ahead of the others wait.
    fn edit(&self, random: &mut Random, name: usize, kinds: &BTreeMap<&str, usize>) -> &'static str {
        let network = self.store.snapshot().workspace.network;
        for tries in 0..100 {
            let Some((command, kind)) = self.candidate(&network, random) else { continue };
            // Data flows only where there are many connections; what is added has to go.
            let share = if ["connect", "link", "set inports", "remove healing"].contains(&kind) { name / 10 } else { name * 7 / 200 };
            if tries < 90 && kinds.get(kind).copied().unwrap_or(0) > share {
                continue;
            }
            if let Ok(committed) = self.store.commit(&named(name, command)) {
                committed.added.iter().for_each(|node| self.watch(*node));
                return kind;
            }
        }
        "refused"
    }

    /// Opens what the document would be saved as, as a step of that name: all looks as before, though everything in it is new.
    fn open_itself(&self, name: usize) {
        let was = self.picture();
        let loaded = file::load_text(&was.0, "itself", None, &self.registry).unwrap();
        self.store.open(&name.to_string(), loaded.workspace, None, false);
        self.watch_all();
        self.compare(&self.picture(), &was, &format!("opened as {name}"));
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
            let kind = if number % 30 == 29 {
                bench.open_itself(number);
                "open"
            } else {
                bench.edit(&mut random, number, &kinds)
            };
            if kind == "nothing" {
                continue;
            }
            *kinds.entry(kind).or_insert(0) += 1;
            check_invariants(&bench.store.snapshot().workspace.network).unwrap();
            // Settled now and then only: between, the evaluator is behind the edits.
            if number % 20 == 0 {
                let picture = bench.picture();
                flowed += usize::from(["1 of ", "2 of "].iter().any(|some| picture.0.contains(some)));
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
    // Chance evens out with the number.
    let least = if edits < 3000 { 2 } else { 3 };
    for (kind, count) in kinds.iter().filter(|(kind, _)| **kind != "refused") {
        assert!(count * 100 >= edits * least, "{kind}: {count} of {edits}");
    }
    println!("{shown} pictures on the canvas compared");
    assert!(flowed > 0, "no node ever had data on an inport");
    assert!(shown > 0, "the canvas never showed anything");
}
