//! Fake processors over buffers of one number, and a bench to run them on.
#![allow(dead_code, reason = "each test uses a part of this")]

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use voxloom_core::context::Services;
use voxloom_core::data::Buffer;
use voxloom_core::port::downcast;
use voxloom_core::processor::{BuiltIn, Flow, Interface, Processor, ProcessorInfo};
use voxloom_core::property::{InvalidationLevel, Value};
use voxloom_core::{Context, PortSpec, ProcessorError, Property, Registry, Request};
use voxloom_workspace::command::{AddNode, Command, Connect, SetProperty};
use voxloom_workspace::evaluator::{Evaluator, NodeState, Options, ProcessorStatus};
use voxloom_workspace::store::SharedStore;
use voxloom_workspace::{NodeId, PortRef, Store};

fn info(id: &'static str) -> ProcessorInfo {
    ProcessorInfo::built_in(id, id.rsplit('.').next().unwrap(), "Test", "A fake for tests.")
}

fn buffer(value: f64) -> Buffer {
    Buffer::from_vec::<f64>(1, vec![value]).unwrap()
}

fn number(buffer: &Buffer) -> f64 {
    buffer.array().as_slice::<f64>().unwrap()[0]
}

/// Callbacks of buttons over all instances of `Number`.
pub static CALLBACKS: AtomicU64 = AtomicU64::new(0);
/// What `is_modified` said in each run of `Number`.
pub static MODIFIED: Mutex<Vec<(bool, bool)>> = Mutex::new(Vec::new());

/// A number from a property; properties of every level and a button.
pub struct Number;

fn number_class() -> BuiltIn {
    BuiltIn::new(
        info("test.Number"),
        || {
            Interface::new()
                .outport(PortSpec::new::<Buffer>("out", ""))
                .property(Property::float("value", "Value", 1.0, -1e9..=1e9))
                .property(Property::float("other", "Other", 0.0, -1e9..=1e9))
                .property(Property::float("resource", "Resource", 0.0, -1e9..=1e9).invalidates(InvalidationLevel::InvalidResources))
                .property(Property::float("silent", "Silent", 0.0, -1e9..=1e9).invalidates(InvalidationLevel::Valid))
                .property(Property::button("press", "Press"))
                .property(Property::bool("fail", "Fail", false))
                .property(Property::bool("panic", "Panic", false))
                .property(Property::bool("nothing", "Nothing", false))
        },
        |_| Box::new(Number),
    )
}

impl Processor for Number {
    fn process(&mut self, ctx: &mut Context<'_>) -> Result<Flow, ProcessorError> {
        MODIFIED.lock().unwrap().push((ctx.is_modified("value"), ctx.is_modified("other")));
        if ctx.values().bool("fail") {
            return Err(ProcessorError::failed("told to fail"));
        }
        assert!(!ctx.values().bool("panic"), "told to panic");
        if !ctx.values().bool("nothing") {
            ctx.set_output("out", buffer(ctx.values().float("value")));
        }
        Ok(Flow::Done)
    }

    fn on_change(&mut self, path: &str, _ctx: &mut Context<'_>) {
        if path == "press" {
            CALLBACKS.fetch_add(1, Ordering::Relaxed);
        }
    }
}

/// Passes a number on after a while.
struct Slow;

fn slow_class() -> BuiltIn {
    BuiltIn::new(
        info("test.Slow"),
        || {
            Interface::new()
                .inport(PortSpec::new::<Buffer>("in", ""))
                .outport(PortSpec::new::<Buffer>("out", ""))
                .property(Property::int("ms", "Milliseconds", 300, 0..=60_000))
                .property(Property::float("value", "Added", 0.0, -1e9..=1e9))
        },
        |_| Box::new(Slow),
    )
}

impl Processor for Slow {
    fn process(&mut self, ctx: &mut Context<'_>) -> Result<Flow, ProcessorError> {
        let end = Instant::now() + Duration::from_millis(ctx.values().int("ms") as u64);
        while Instant::now() < end {
            ctx.check_cancelled()?;
            std::thread::sleep(Duration::from_millis(1));
        }
        ctx.set_output("out", buffer(number(ctx.input::<Buffer>("in")?) + ctx.values().float("value")));
        Ok(Flow::Done)
    }
}

/// The sum of all that is connected.
struct Sum;

fn sum_class() -> BuiltIn {
    BuiltIn::new(
        info("test.Sum"),
        || {
            Interface::new().inport(PortSpec::new::<Buffer>("in", "").multi()).outport(PortSpec::new::<Buffer>("out", "")).property(Property::float(
                "value",
                "Added",
                0.0,
                -1e9..=1e9,
            ))
        },
        |_| Box::new(Sum),
    )
}

impl Processor for Sum {
    fn process(&mut self, ctx: &mut Context<'_>) -> Result<Flow, ProcessorError> {
        let sum: f64 = ctx.input_list::<Buffer>("in").into_iter().map(number).sum();
        ctx.set_output("out", buffer(sum + ctx.values().float("value")));
        Ok(Flow::Done)
    }
}

/// Makes as many outports as a property says, and tells the sum in a property of its own.
struct Grow;

fn grow_interface(outports: i64, limit: f64) -> Interface {
    let mut interface = Interface::new().inport(PortSpec::new::<Buffer>("in", "").optional());
    for i in 0..outports {
        interface = interface.outport(PortSpec::new::<Buffer>(&format!("out{i}"), ""));
    }
    interface
        .property(Property::int("ports", "Ports", 1, 0..=4))
        .property(Property::float("value", "Value", 0.0, -limit..=limit))
        .property(Property::float("info", "Information", 0.0, -1e12..=1e12).read_only().invalidates(InvalidationLevel::Valid))
}

fn grow_class() -> BuiltIn {
    BuiltIn::new(info("test.Grow"), || grow_interface(1, 10.0), |_| Box::new(Grow))
}

impl Processor for Grow {
    fn process(&mut self, ctx: &mut Context<'_>) -> Result<Flow, ProcessorError> {
        let ports = ctx.values().int("ports");
        let input = ctx.optional_input::<Buffer>("in").map_or(0.0, number);
        let value = ctx.values().float("value");
        ctx.amend(grow_interface(ports, 10.0 + ports as f64));
        ctx.set_derived("info", Value::Float(input + value));
        for i in 0..ports {
            ctx.set_output(&format!("out{i}"), buffer(input + value + i as f64));
        }
        Ok(Flow::Done)
    }
}

/// Counts its calls and asks for more until the count is reached.
struct Refiner(i64);

fn refiner_class() -> BuiltIn {
    BuiltIn::new(
        info("test.Refiner"),
        || Interface::new().outport(PortSpec::new::<Buffer>("out", "")).property(Property::int("passes", "Passes", 5, 1..=100)),
        |_| Box::new(Refiner(0)),
    )
}

impl Processor for Refiner {
    fn process(&mut self, ctx: &mut Context<'_>) -> Result<Flow, ProcessorError> {
        self.0 += 1;
        ctx.set_output("out", buffer(self.0 as f64));
        Ok(if self.0 < ctx.values().int("passes") { Flow::Refine } else { Flow::Done })
    }
}

/// Passes a number on; without one it counts that in a property of its own and stands in, if it is told to.
struct StandIn;

fn stand_in_class() -> BuiltIn {
    BuiltIn::new(
        info("test.StandIn"),
        || {
            Interface::new()
                .inport(PortSpec::new::<Buffer>("in", ""))
                .outport(PortSpec::new::<Buffer>("out", ""))
                .property(Property::float("value", "Stands in", -1.0, -1e9..=1e9))
                .property(Property::bool("stands", "Stands in", true))
                .property(Property::bool("fail", "Fail", false))
                .property(Property::int("told", "Told", 0, 0..=1_000_000).read_only())
        },
        |_| Box::new(StandIn),
    )
}

impl Processor for StandIn {
    fn process(&mut self, ctx: &mut Context<'_>) -> Result<Flow, ProcessorError> {
        let value = number(ctx.input::<Buffer>("in")?);
        ctx.set_output("out", buffer(value));
        Ok(Flow::Done)
    }

    fn wants_not_ready(&self) -> bool {
        true
    }

    fn not_ready(&mut self, ctx: &mut Context<'_>) -> Result<(), ProcessorError> {
        if ctx.values().bool("fail") {
            return Err(ProcessorError::failed("told to fail"));
        }
        ctx.set_derived("told", Value::Int(ctx.values().int("told") + 1));
        if ctx.values().bool("stands") {
            ctx.set_output("out", buffer(ctx.values().float("value")));
        }
        Ok(())
    }
}

pub const CLASSES: &[fn() -> BuiltIn] = &[number_class, slow_class, sum_class, grow_class, refiner_class, stand_in_class];

/// A store with an evaluator over fake classes.
pub struct Bench {
    pub store: SharedStore,
    pub registry: Arc<Registry>,
    pub evaluator: Evaluator,
}

impl Bench {
    pub fn new() -> Self {
        Self::with_budget(usize::MAX)
    }

    pub fn with_budget(budget: usize) -> Self {
        let registry = Arc::new(Registry::new().with(CLASSES));
        let store: SharedStore = Arc::new(Store::default());
        let evaluator = Evaluator::start(store.clone(), registry.clone(), Services::default(), Options { budget, ..Options::default() }, || {});
        Self { store, registry, evaluator }
    }

    pub fn add(&self, class: &str) -> NodeId {
        let class = self.registry.get(class).unwrap();
        self.store.commit(&AddNode::new(class, [0.0, 0.0])).unwrap().added[0]
    }

    pub fn commit(&self, command: &dyn Command) {
        self.store.commit(command).unwrap();
    }

    pub fn connect(&self, from: NodeId, to: NodeId) {
        self.commit(&Connect { from: PortRef { node: from, port: "out".into() }, to: PortRef { node: to, port: "in".into() } });
    }

    pub fn set(&self, node: NodeId, path: &str, value: Value) {
        self.commit(&SetProperty { node, path: path.to_owned(), value });
    }

    /// Looks at a node, as an inspector does.
    pub fn watch(&self, node: NodeId) {
        self.evaluator.watch(node, 0, Some(Request::default()));
    }

    pub fn settle(&self) {
        assert!(self.evaluator.wait_idle(Some(Duration::from_secs(20))), "the evaluator did not come to rest");
    }

    pub fn state(&self, node: NodeId) -> NodeState {
        self.evaluator.board().node(node)
    }

    pub fn status(&self, node: NodeId) -> ProcessorStatus {
        self.state(node).status
    }

    /// The number on the first outport.
    pub fn output(&self, node: NodeId) -> Option<f64> {
        self.outputs(node).first().copied().flatten()
    }

    pub fn outputs(&self, node: NodeId) -> Vec<Option<f64>> {
        self.state(node).outputs.iter().map(|data| data.as_ref().map(|data| number(downcast::<Buffer>(data).unwrap()))).collect()
    }
}
