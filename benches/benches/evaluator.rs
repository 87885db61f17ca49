//! What the evaluator adds to each node: a chain of 1,000 adders and a grid of 32 × 32, the top value changed each time.

use std::hint::black_box;
use std::sync::Arc;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use voxloom_core::context::Services;
use voxloom_core::data::Buffer;
use voxloom_core::processor::{BuiltIn, Flow, Interface, Processor, ProcessorInfo};
use voxloom_core::{Context, PortSpec, ProcessorError, Property, Registry, Request, Value};
use voxloom_workspace::command::{AddNode, Compose, Connect, Edit, SetProperty};
use voxloom_workspace::evaluator::{Evaluator, Options};
use voxloom_workspace::{CommandError, NodeId, PortRef, Store};

/// Adds its value to the sum of its inputs.
struct Adder;

fn class() -> BuiltIn {
    BuiltIn::new(
        ProcessorInfo::built_in("bench.Adder", "Adder", "Bench", "Adds."),
        || {
            Interface::new()
                .inport(PortSpec::new::<Buffer>("a", "").optional())
                .inport(PortSpec::new::<Buffer>("b", "").optional())
                .outport(PortSpec::new::<Buffer>("out", ""))
                .property(Property::float("value", "Value", 0.0, -1e12..=1e12))
        },
        |_| Box::new(Adder),
    )
}

fn body(a: Option<&Buffer>, b: Option<&Buffer>, value: f64) -> Result<Buffer, ProcessorError> {
    let number = |buffer: Option<&Buffer>| buffer.map_or(Ok(0.0), |buffer| buffer.array().as_slice::<f64>().map(|v| v[0]));
    Ok(Buffer::from_vec::<f64>(1, vec![number(a)? + number(b)? + value])?)
}

impl Processor for Adder {
    fn process(&mut self, ctx: &mut Context<'_>) -> Result<Flow, ProcessorError> {
        let sum = body(ctx.optional_input("a"), ctx.optional_input("b"), ctx.values().float("value"))?;
        ctx.set_output("out", sum);
        Ok(Flow::Done)
    }
}

/// A network of adders, each fed by those that `feeders` tells.
fn network(count: usize, feeders: impl Fn(usize) -> Vec<(usize, &'static str)> + Send + Sync) -> (Arc<Store>, Evaluator, NodeId) {
    let registry = Arc::new(Registry::new().with(&[class]));
    let store = Arc::new(Store::default());
    let adder = registry.get("bench.Adder").expect("the class was just added");
    let build = Compose {
        name: "Build".into(),
        edit: |edit: &mut Edit<'_>| -> Result<(), CommandError> {
            let add = AddNode::new(adder.clone(), [0.0, 0.0]);
            let nodes: Vec<NodeId> = (0..count).map(|_| add.add(edit)).collect();
            for (i, node) in nodes.iter().enumerate() {
                for (feeder, port) in feeders(i) {
                    let (from, to) = (PortRef { node: nodes[feeder], port: "out".into() }, PortRef { node: *node, port: port.into() });
                    voxloom_workspace::command::Command::apply(&Connect { from, to }, edit)?;
                }
            }
            Ok(())
        },
    };
    let nodes = store.commit(&build).expect("a valid network").added;
    let evaluator = Evaluator::start(store.clone(), registry, Services::default(), Options::default(), || {});
    evaluator.watch(nodes[count - 1], 0, Some(Request::default()));
    evaluator.wait_idle(None);
    (store, evaluator, nodes[0])
}

fn update(store: &Store, evaluator: &Evaluator, top: NodeId, value: &mut f64) {
    *value += 1.0;
    store.commit(&SetProperty { node: top, path: "value".to_owned(), value: Value::Float(*value) }).expect("a valid value");
    evaluator.wait_idle(None);
}

fn bench(c: &mut Criterion) {
    let mut group = c.benchmark_group("evaluator");
    group.throughput(Throughput::Elements(1));
    group.bench_function("body alone", |b| {
        let input = Buffer::from_vec::<f64>(1, vec![1.0]).expect("one number");
        b.iter(|| body(black_box(Some(&input)), black_box(None), black_box(2.0)));
    });
    group.throughput(Throughput::Elements(1000));
    let (store, evaluator, top) = network(1000, |i| if i > 0 { vec![(i - 1, "a")] } else { Vec::new() });
    group.bench_function("chain of 1000", |b| {
        let mut value = 0.0;
        b.iter(|| update(&store, &evaluator, top, &mut value));
    });
    group.throughput(Throughput::Elements(1024));
    let grid = |i: usize| {
        let (x, y) = (i % 32, i / 32);
        let mut from = Vec::new();
        if x > 0 {
            from.push((i - 1, "a"));
        }
        if y > 0 {
            from.push((i - 32, "b"));
        }
        from
    };
    let (store, evaluator, top) = network(1024, grid);
    group.bench_function("grid of 32 x 32", |b| {
        let mut value = 0.0;
        b.iter(|| update(&store, &evaluator, top, &mut value));
    });
    group.finish();
}

criterion_group!(benches, bench);
criterion_main!(benches);
