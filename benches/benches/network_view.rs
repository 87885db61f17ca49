//! CPU time of one pass of the network view, tessellation included: 1,000 nodes and 1,500 connections, panned and zoomed by
//! pointer and wheel as a person does, in a window of 1600 × 1000 points without a display. What is measured is a whole frame of egui
//! with the network view in it: layout, input, painting and the triangles; not their upload and drawing.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};
use egui::{Event, Modifiers, MouseWheelUnit, PointerButton, Pos2, RawInput, Rect, TouchPhase, pos2, vec2};
use voxloom_app::desk::{Ask, Desk, Now};
use voxloom_app::documents::files::Files;
use voxloom_app::log_console::Console;
use voxloom_app::network_editor::NetworkEditor;
use voxloom_app::session::{Session, SessionOptions};
use voxloom_app::theme;
use voxloom_core::data::{Image, Volume};
use voxloom_core::processor::{BuiltIn, Flow, Interface, Processor, ProcessorInfo};
use voxloom_core::{Context, PortSpec, ProcessorError, Property, Registry};
use voxloom_render::BackEndChoice;
use voxloom_workspace::command::{AddNode, Command, Compose, Connect, Edit};
use voxloom_workspace::evaluator::{NodeState, ProcessorStatus};
use voxloom_workspace::{CommandError, NodeId, PortRef};

const COLUMNS: usize = 40;
const NODES: usize = 1000;
const WIRES: usize = 1500;

struct Nothing;

impl Processor for Nothing {
    fn process(&mut self, _ctx: &mut Context<'_>) -> Result<Flow, ProcessorError> {
        Ok(Flow::Done)
    }
}

fn filter() -> BuiltIn {
    let interface = || {
        let ports = Interface::new().inport(PortSpec::new::<Volume>("inport", "")).inport(PortSpec::new::<Volume>("mask", "").optional().multi());
        let ports = ports.outport(PortSpec::new::<Volume>("outport", "")).outport(PortSpec::new::<Image>("preview", ""));
        ports.property(Property::float("value", "Value", 0.0, 0.0..=1.0))
    };
    BuiltIn::new(ProcessorInfo::built_in("bench.Filter", "Volume Filter", "Volume", "Filters."), interface, |_| Box::new(Nothing))
}

/// A network view over a session, and the pointer that moves in it.
struct Bench {
    ctx: egui::Context,
    desk: Desk,
    now: Now,
    editor: NetworkEditor,
    frame: u64,
    _folder: tempfile::TempDir,
}

impl Bench {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder for temporary files");
        let registry = Arc::new(Registry::new().with(&[filter]));
        let options = SessionOptions { back_end: BackEndChoice::Cpu, user_dir: Some(folder.path().to_owned()), ..SessionOptions::default() };
        let session = Arc::new(Session::new(registry, options, None, Arc::new(Console::default()), || ()).expect("a session on the CPU"));
        session.store.commit(&network(&session)).expect("a valid network");
        let ctx = egui::Context::default();
        theme::apply(&ctx);
        let desk = Desk::new(&ctx, session.clone(), Files::new(ctx.clone(), None));
        let mut now = Now::read(&session);
        now.states = Arc::new(states(now.snapshot.workspace.network.nodes().map(|node| node.id)));
        let mut bench = Self { ctx, desk, now, editor: NetworkEditor::default(), frame: 0, _folder: folder };
        for _ in 0..3 {
            bench.step(vec![Event::PointerMoved(MIDDLE)]);
        }
        bench
    }

    /// One frame with its triangles; their number, so that nothing is left out.
    fn step(&mut self, events: Vec<Event>) -> usize {
        self.frame += 1;
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, vec2(1600.0, 1000.0))),
            time: Some(self.frame as f64 / 60.0),
            events,
            ..RawInput::default()
        };
        let Self { ctx, desk, now, editor, .. } = self;
        let output = ctx.run_ui(input, |ui| editor.show(ui, desk, now));
        let primitives = ctx.tessellate(output.shapes, output.pixels_per_point);
        primitives.len()
    }

    /// The whole network is in sight, or less of it after some turns of the wheel.
    fn look(&mut self, turns: usize) {
        self.desk.ask(Ask::FitAll);
        self.step(vec![Event::PointerMoved(MIDDLE)]);
        for _ in 0..turns {
            self.step(vec![wheel(60.0)]);
        }
        for _ in 0..30 {
            self.step(Vec::new());
        }
    }

    fn press(&mut self, pressed: bool) {
        self.step(vec![Event::PointerButton { pos: MIDDLE, button: PointerButton::Middle, pressed, modifiers: Modifiers::NONE }]);
    }

    /// The pointer drags the plane in circles.
    fn pan(&mut self) -> usize {
        let angle = self.frame as f32 * 0.1;
        self.step(vec![Event::PointerMoved(MIDDLE + vec2(angle.cos(), angle.sin()) * 120.0)])
    }

    /// The wheel goes in and out.
    fn zoom(&mut self) -> usize {
        let inward = self.frame % 120 < 60;
        self.step(vec![wheel(if inward { 24.0 } else { -24.0 })])
    }
}

const MIDDLE: Pos2 = pos2(800.0, 500.0);

fn wheel(points: f32) -> Event {
    Event::MouseWheel { unit: MouseWheelUnit::Line, delta: vec2(0.0, points / 40.0), phase: TouchPhase::Move, modifiers: Modifiers::NONE }
}

/// Rows of nodes; each feeds the one beside it, every second also one in the row below.
fn network(session: &Session) -> impl Command + use<> {
    let class = session.registry.get("bench.Filter").expect("the class was just added");
    let edit = move |edit: &mut Edit<'_>| -> Result<(), CommandError> {
        let place = |i: usize| [(i % COLUMNS) as f32 * 256.0, (i / COLUMNS) as f32 * 160.0];
        let nodes: Vec<NodeId> = (0..NODES).map(|i| AddNode::new(class.clone(), place(i)).add(edit)).collect();
        let beside = (1..NODES).filter(|i| i % COLUMNS != 0).map(|i| (i - 1, i, "inport"));
        let below = (0..NODES - COLUMNS - 2).map(|i| (i, i + COLUMNS + 1, "mask"));
        for (from, to, port) in beside.chain(below).take(WIRES) {
            let (from, to) = (PortRef { node: nodes[from], port: "outport".into() }, PortRef { node: nodes[to], port: port.into() });
            Connect { from, to }.apply(edit)?;
        }
        Ok(())
    };
    Compose { name: "Build".into(), edit }
}

/// Most ran, some failed, some wait.
fn states(nodes: impl Iterator<Item = NodeId>) -> BTreeMap<NodeId, NodeState> {
    let state = |i: usize| {
        let status = match i % 50 {
            7 => ProcessorStatus::Failed(ProcessorError::failed("the array has 3 axes, 2 were expected: take a slice of it")),
            8 => ProcessorStatus::Waiting("inport has no data yet".to_owned()),
            _ => ProcessorStatus::Ready,
        };
        NodeState { status, time: Some(Duration::from_micros(100 + 37 * i as u64)), bytes: i << 16, ..NodeState::default() }
    };
    nodes.enumerate().map(|(i, id)| (id, state(i))).collect()
}

fn bench(c: &mut Criterion) {
    let mut group = c.benchmark_group("network view, 1000 nodes");
    let mut bench = Bench::new();
    let network = &bench.now.snapshot.workspace.network;
    assert_eq!((network.len(), network.connections().count()), (NODES, WIRES));
    // Zoom 1 with about 40 nodes in sight, titles and ports of about 300, and blocks of all.
    for (name, turns) in [("near", 13), ("middle", 6), ("whole", 0)] {
        bench.look(turns);
        group.bench_function(format!("still, {name}"), |b| b.iter(|| bench.step(Vec::new())));
        bench.press(true);
        group.bench_function(format!("pan, {name}"), |b| b.iter(|| bench.pan()));
        bench.press(false);
    }
    bench.look(0);
    group.bench_function("zoom in and out", |b| b.iter(|| bench.zoom()));
    group.finish();
}

criterion_group!(benches, bench);
criterion_main!(benches);
