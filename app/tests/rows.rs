//! Rows of the list of wishes that only the window shows: widgets of properties made in Python, and cancelling while frames go on.

mod common;

use std::time::{Duration, Instant};

use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use voxloom_app::app::App;
use voxloom_core::Value;
use voxloom_workspace::NodeId;
use voxloom_workspace::command::SetProperty;
use voxloom_workspace::evaluator::ProcessorStatus;

use common::{Bench, connect};

/// A window over a user's folder with one processor in it, listed already.
fn listed(file: &str, source: &str, label: &str) -> Bench {
    let mut bench = Bench::with_python(|user| std::fs::write(user.join("python_processors").join(file), source).unwrap());
    bench.wait_for(label);
    bench
}

impl Bench {
    fn value(&self, node: NodeId, path: &str) -> Value {
        self.session.store.snapshot().workspace.network.get(node).unwrap().value(path).unwrap().clone()
    }
}

const WIDGETS: &str = "
import inviwopy as ivw
import numpy as np
from inviwopy.data import Image, ImageOutport, Layer
from inviwopy.properties import *


class Widgets(ivw.Processor):
    classIdentifier = 'org.rows.Widgets'

    def __init__(self, id, name):
        super().__init__(id, name)
        self.outport = ImageOutport('outport')
        self.addOutport(self.outport)
        self.file = FileProperty('file', 'An array (.npy)', invalidationLevel=InvalidationLevel(2))
        self.file.addNameFilter(FileExtension('npy', 'NumPy'))
        self.flag = BoolProperty('flag', 'A flag', False)
        self.words = StringProperty('words', 'Some words', 'at first')
        self.level = FloatProperty('level', 'A level', 1.0, 0.0, 10.0)
        self.addProperties([self.file, self.flag, self.words, self.level])

    def process(self):
        print('flag', type(self.flag.value).__name__, self.flag.value, 'file', self.file.value)
        if self.flag.value:
            self.words.value, self.level.value = 'from Python', 7
            self.outport.setData(Image(Layer(np.full((4, 4, 4), 255, np.uint8))))
";

#[test]
fn i13_i14_widgets_show_and_set_what_python_has() {
    let mut bench = listed("Widgets.py", WIDGETS, "Class Widgets");
    let (node, canvas) = (bench.add("org.rows.Widgets"), bench.add("org.inviwo.CanvasGL"));
    connect(&bench.session, (node, "outport"), (canvas, "inport"));
    bench.harness.state_mut().desk.selection = [node].into();
    // I13: the label, a field for the path and a button to browse.
    bench.wait("the panel shows the properties", |harness| harness.query_all_by_label("A flag").next().is_some());
    bench.harness.get_by_label("Choose An array (.npy)");
    let session = bench.session.clone();
    session.store.commit(&SetProperty { node, path: "file".to_owned(), value: Value::Path("/nowhere/a.npy".into()) }).unwrap();
    let printed = |harness: &Harness<'_, App>, text: &str| harness.state().desk.session.console.lines().iter().any(|line| line.text.contains(text));
    bench.wait("Python has the path", |harness| printed(harness, "flag bool False file /nowhere/a.npy"));
    // I17: without data the canvas waits, and the node says why.
    bench.wait("the canvas waits", |harness| match harness.state().desk.session.evaluator.board().node(canvas).status {
        ProcessorStatus::Waiting(reason) => reason.contains("gave no data"),
        _ => false,
    });
    // I14: a click is a typed value in Python, and what Python sets moves the widgets.
    bench.harness.get_by_role_and_label(egui::accesskit::Role::CheckBox, "A flag").click();
    bench.wait("Python has the flag", |harness| printed(harness, "flag bool True"));
    bench.wait("the words of Python are shown", |harness| {
        harness.query_all_by_label("Some words").any(|field| field.accesskit_node().value().as_deref() == Some("from Python"))
    });
    assert_eq!((bench.value(node, "level"), bench.value(node, "flag")), (Value::Float(7.0), Value::Bool(true)));
    // What the processor wrote itself is no step of its own: one undo takes the click back.
    assert!(session.store.undo().is_some());
    assert_eq!(bench.value(node, "flag"), Value::Bool(false));
}

const LONG: &str = "
import time
import inviwopy as ivw
import numpy as np


class Long(ivw.Processor):
    classIdentifier = 'org.rows.LongInTheWindow'

    def __init__(self, id, name):
        super().__init__(id, name)
        self.outport = ivw.data.ImageOutport('outport')
        self.addOutport(self.outport)

    def process(self):
        began, n = time.monotonic(), 0
        while time.monotonic() - began < 60:
            n += 1
            if n % 10000 == 0:
                self.progress((time.monotonic() - began) / 60)
";

#[test]
fn b3_a_minutes_work_shows_its_progress_and_is_cancelled_while_frames_go_on() {
    let mut bench = listed("Long.py", LONG, "Class Long");
    let (node, canvas) = (bench.add("org.rows.LongInTheWindow"), bench.add("org.inviwo.CanvasGL"));
    connect(&bench.session, (node, "outport"), (canvas, "inport"));
    let running = |harness: &Harness<'_, App>| match harness.state().desk.session.evaluator.board().node(node).status {
        ProcessorStatus::Running(running) => Some(running),
        _ => None,
    };
    bench.wait("it runs and tells", |harness| running(harness).is_some_and(|run| run.control.progress() > 0.005));
    let (mut longest, mut frames) = (Duration::ZERO, 0);
    let started = Instant::now();
    while started.elapsed() < Duration::from_secs(2) {
        let frame = Instant::now();
        bench.harness.step();
        longest = longest.max(frame.elapsed());
        frames += 1;
    }
    bench.harness.get_by_label("Cancel Long").click();
    let clicked = Instant::now();
    bench.wait("it is cancelled", |harness| matches!(harness.state().desk.session.evaluator.board().node(node).status, ProcessorStatus::Cancelled));
    println!("B3: {frames} frames in 2 s of a pure Python loop, the longest {longest:?}; cancelled {:?} after the click", clicked.elapsed());
    assert!(clicked.elapsed() < Duration::from_secs(3));
}
