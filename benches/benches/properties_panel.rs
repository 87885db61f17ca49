//! CPU time of one pass of the properties panel, tessellation included: a processor with 100 properties of ten kinds, some of them
//! changed and linked, in a panel of 360 × 900 points without a display. What is measured is a whole frame of egui with the panel in it:
//! layout, input, painting and the triangles; not their upload and drawing.

use std::collections::BTreeMap;
use std::sync::Arc;

use criterion::{Criterion, criterion_group, criterion_main};
use egui::{Event, Modifiers, MouseWheelUnit, Pos2, RawInput, Rect, TouchPhase, pos2, vec2};
use voxloom_app::log_console::Console;
use voxloom_app::panels::properties;
use voxloom_app::session::{Session, SessionOptions};
use voxloom_app::theme;
use voxloom_core::processor::{BuiltIn, Flow, Interface, Processor, ProcessorInfo};
use voxloom_core::property::{Kind, RangeKind, VectorKind};
use voxloom_core::{Context, ProcessorError, Property, Registry, Value};
use voxloom_render::BackEndChoice;
use voxloom_workspace::command::{AddLink, AddNode, SetProperty};
use voxloom_workspace::{Link, NodeId, PropertyRef};

const COUNT: usize = 100;

struct Nothing;

impl Processor for Nothing {
    fn process(&mut self, _ctx: &mut Context<'_>) -> Result<Flow, ProcessorError> {
        Ok(Flow::Done)
    }
}

fn property(i: usize) -> Property {
    let (id, name) = (format!("p{i}"), format!("Parameter {i}"));
    match i % 10 {
        0..3 => Property::float(&id, &name, 0.5, 0.0..=1.0),
        3 => Property::int(&id, &name, 5, 0..=100),
        4 => Property::bool(&id, &name, i % 20 == 4),
        5 => Property::string(&id, &name, "some text"),
        6 => Property::option(&id, &name, &[("a", "First"), ("b", "Second")]),
        7 => Property::color(&id, &name, [0.2, 0.4, 0.6, 1.0]),
        8 => Property::new(&id, &name, Kind::FloatVector(VectorKind::new(&[0.0, 1.0, 2.0], -10.0, 10.0, 0.1))),
        _ => Property::new(&id, &name, Kind::MinMax(RangeKind::new([0.2, 0.8], [0.0, 1.0]))),
    }
}

fn class() -> BuiltIn {
    let interface = || (0..COUNT).fold(Interface::new(), |interface, i| interface.property(property(i).help("What it does to the picture.")));
    BuiltIn::new(ProcessorInfo::built_in("bench.Many", "Many", "Test", "Has much to set."), interface, |_| Box::new(Nothing))
}

struct Bench {
    ctx: egui::Context,
    session: Arc<Session>,
    nodes: Vec<NodeId>,
    frame: u64,
    _folder: tempfile::TempDir,
}

impl Bench {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder for temporary files");
        let registry = Arc::new(Registry::new().with(&[class]));
        let options = SessionOptions { back_end: BackEndChoice::Cpu, user_dir: Some(folder.path().to_owned()), ..SessionOptions::default() };
        let session = Arc::new(Session::new(registry, options, None, Arc::new(Console::default()), || ()).expect("a session on the CPU"));
        let class = session.registry.get("bench.Many").expect("the class was just added");
        let add = |_| session.store.commit(&AddNode::new(class.clone(), [0.0; 2])).expect("a node").added[0];
        let nodes: Vec<NodeId> = (0..2).map(add).collect();
        for i in (0..COUNT).step_by(10) {
            let path = format!("p{i}");
            session.store.commit(&SetProperty { node: nodes[0], path: path.clone(), value: Value::Float(0.1) }).expect("a number");
            let end = |node: NodeId| PropertyRef { node, path: path.as_str().into() };
            session.store.commit(&AddLink(Link { from: end(nodes[0]), to: end(nodes[1]) })).expect("a link");
        }
        let ctx = egui::Context::default();
        theme::apply(&ctx);
        let mut bench = Self { ctx, session, nodes, frame: 0, _folder: folder };
        for _ in 0..5 {
            bench.step(1, vec![Event::PointerMoved(pos2(180.0, 400.0))]);
        }
        bench
    }

    /// One frame with its triangles; their number, so that nothing is left out.
    fn step(&mut self, selected: usize, events: Vec<Event>) -> usize {
        self.frame += 1;
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, vec2(360.0, 900.0))),
            time: Some(self.frame as f64 / 60.0),
            events,
            ..RawInput::default()
        };
        let (snapshot, session, nodes) = (self.session.store.snapshot(), &self.session, &self.nodes[..selected]);
        let mut output = self.ctx.run_ui(input, |ui| drop(properties::show(ui, session, &snapshot, &BTreeMap::new(), nodes)));
        output.textures_delta.clear();
        self.ctx.tessellate(output.shapes, output.pixels_per_point).len()
    }

    /// The wheel goes down and up.
    fn scroll(&mut self, selected: usize) -> usize {
        let down = self.frame % 120 < 60;
        let delta = vec2(0.0, if down { -40.0 } else { 40.0 });
        self.step(selected, vec![Event::MouseWheel { unit: MouseWheelUnit::Point, delta, phase: TouchPhase::Move, modifiers: Modifiers::NONE }])
    }
}

fn bench(c: &mut Criterion) {
    let mut group = c.benchmark_group("properties panel, 100 properties");
    let mut bench = Bench::new();
    group.bench_function("still", |b| b.iter(|| bench.step(1, Vec::new())));
    group.bench_function("scrolled", |b| b.iter(|| bench.scroll(1)));
    group.bench_function("of two processors, scrolled", |b| b.iter(|| bench.scroll(2)));
    group.finish();
}

criterion_group!(benches, bench);
criterion_main!(benches);
