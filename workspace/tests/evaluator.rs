//! What a user relies on when the network evaluates.

mod common;

use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use common::{Bench, CALLBACKS, MODIFIED};
use voxloom_core::Value;
use voxloom_core::property::InvalidationLevel;
use voxloom_workspace::command::{Batch, Disconnect, RemoveNodes, SetProperty};
use voxloom_workspace::evaluator::ProcessorStatus;

/// Number → Sum, both watched.
fn pair() -> (Bench, voxloom_workspace::NodeId, voxloom_workspace::NodeId) {
    let bench = Bench::new();
    let (number, sum) = (bench.add("test.Number"), bench.add("test.Sum"));
    bench.connect(number, sum);
    bench.watch(sum);
    bench.settle();
    (bench, number, sum)
}

#[test]
fn each_level_runs_what_it_says_and_no_more() {
    let (bench, number, sum) = pair();
    let counts = |node| (bench.state(node).initialized, bench.state(node).processed);
    assert_eq!((counts(number), counts(sum)), ((1, 1), (1, 1)));
    bench.set(number, "silent", Value::Float(3.0));
    bench.settle();
    assert_eq!((counts(number), counts(sum)), ((1, 1), (1, 1)), "a change of level Valid runs nothing");
    bench.set(number, "value", Value::Float(3.0));
    bench.settle();
    assert_eq!((counts(number), counts(sum)), ((1, 2), (1, 2)), "InvalidOutput processes here and downstream");
    bench.set(number, "resource", Value::Float(3.0));
    bench.settle();
    assert_eq!((counts(number), counts(sum)), ((2, 3), (1, 3)), "InvalidResources initializes first");
    bench.evaluator.poke();
    bench.settle();
    assert_eq!((counts(number), counts(sum)), ((2, 3), (1, 3)), "looking again runs nothing");
}

#[test]
fn a_thousand_presses_are_a_thousand_callbacks() {
    let (bench, number, _) = pair();
    for _ in 0..1000 {
        bench.store.press(number, "press").unwrap();
    }
    bench.settle();
    assert_eq!(CALLBACKS.load(Ordering::Relaxed), 1000);
    assert!(bench.store.undo_redo_names().0.is_some_and(|name| name.starts_with("Connect")), "a press is no step of undo");
}

#[test]
fn coalesced_changes_are_both_seen_as_modified() {
    let (bench, number, _) = pair();
    MODIFIED.lock().unwrap().clear();
    let set = |path: &str| -> std::sync::Arc<dyn voxloom_workspace::command::Command> {
        std::sync::Arc::new(SetProperty { node: number, path: path.to_owned(), value: Value::Float(9.0) })
    };
    bench.commit(&Batch { name: "both".to_owned(), commands: vec![set("value"), set("other")] });
    bench.settle();
    assert_eq!(MODIFIED.lock().unwrap().as_slice(), [(true, true)]);
}

#[test]
fn a_failure_is_remembered_and_what_is_below_says_why_it_waits() {
    let (bench, number, sum) = pair();
    bench.set(number, "fail", Value::Bool(true));
    bench.settle();
    let ProcessorStatus::Failed(error) = bench.status(number) else { panic!("{:?}", bench.status(number)) };
    assert_eq!(error.to_string(), "told to fail");
    let ProcessorStatus::Waiting(reason) = bench.status(sum) else { panic!("{:?}", bench.status(sum)) };
    assert_eq!(reason, "Number failed");
    assert_eq!(bench.output(sum), None, "no stale data below a failure");
    MODIFIED.lock().unwrap().clear();
    bench.set(sum, "value", Value::Float(1.0));
    bench.settle();
    bench.set(number, "fail", Value::Bool(false));
    bench.settle();
    assert_eq!(bench.output(sum), Some(2.0), "it recovers");
}

#[test]
fn a_panic_fails_the_node_and_nothing_else() {
    let (bench, number, sum) = pair();
    let other = bench.add("test.Number");
    bench.watch(other);
    bench.set(number, "panic", Value::Bool(true));
    bench.settle();
    let ProcessorStatus::Failed(error) = bench.status(number) else { panic!("{:?}", bench.status(number)) };
    assert!(error.to_string().contains("told to panic"), "{error}");
    assert_eq!(bench.output(other), Some(1.0));
    bench.set(number, "panic", Value::Bool(false));
    bench.settle();
    assert_eq!(bench.output(sum), Some(1.0), "the instance was made anew");
}

#[test]
fn no_data_is_not_ready_and_so_is_no_connection() {
    let (bench, number, sum) = pair();
    bench.set(number, "nothing", Value::Bool(true));
    bench.settle();
    let ProcessorStatus::Waiting(reason) = bench.status(number) else { panic!("{:?}", bench.status(number)) };
    assert_eq!(reason, "it gave no data on out");
    let ProcessorStatus::Waiting(reason) = bench.status(sum) else { panic!("{:?}", bench.status(sum)) };
    assert_eq!(reason, "Number gave no data");
    let connection = bench.store.snapshot().workspace.network.connections().next().unwrap().clone();
    bench.commit(&Disconnect(connection));
    bench.settle();
    let ProcessorStatus::Waiting(reason) = bench.status(sum) else { panic!("{:?}", bench.status(sum)) };
    assert_eq!(reason, "nothing is connected to in");
    bench.commit(&RemoveNodes(vec![number]));
    bench.settle();
    assert!(matches!(bench.status(number), ProcessorStatus::NotEvaluated), "what is gone is forgotten");
}

#[test]
fn independent_nodes_run_at_the_same_time() {
    let bench = Bench::new();
    let (number, sum) = (bench.add("test.Number"), bench.add("test.Sum"));
    for _ in 0..4 {
        let slow = bench.add("test.Slow");
        bench.connect(number, slow);
        bench.connect(slow, sum);
    }
    let start = Instant::now();
    bench.watch(sum);
    bench.settle();
    let elapsed = start.elapsed();
    println!("4 nodes of 300 ms each: {elapsed:?}");
    assert_eq!(bench.output(sum), Some(4.0));
    assert!(elapsed < Duration::from_millis(900), "{elapsed:?}");
}

/// Drags a slider of `Number` over `Slow` and counts the different results that were shown.
fn drag(ms: i64, seconds: f64) -> f64 {
    let bench = Bench::new();
    let (number, slow, sum) = (bench.add("test.Number"), bench.add("test.Slow"), bench.add("test.Sum"));
    bench.connect(number, slow);
    bench.connect(slow, sum);
    bench.set(slow, "ms", Value::Int(ms));
    bench.watch(sum);
    bench.settle();
    let start = Instant::now();
    let (mut shown, mut last, mut value) = (0, bench.output(sum), 1.0);
    while start.elapsed().as_secs_f64() < seconds {
        value += 1.0;
        bench.set(number, "value", Value::Float(value));
        std::thread::sleep(Duration::from_millis(8));
        let now = bench.output(sum);
        if now.is_some() && now != last {
            shown += 1;
            last = now;
        }
    }
    let rate = f64::from(shown) / start.elapsed().as_secs_f64();
    bench.settle();
    assert_eq!(bench.output(sum), Some(value), "the last value wins");
    println!("slider over {ms} ms: {rate:.1} pictures/s");
    rate
}

#[test]
fn a_slider_over_a_slow_filter_shows_pictures_and_ends_at_the_last_value() {
    assert!(drag(300, 4.0) >= 2.0);
    assert!(drag(20, 2.0) >= 15.0);
}

#[test]
fn refinement_goes_on_until_done() {
    let bench = Bench::new();
    let refiner = bench.add("test.Refiner");
    bench.watch(refiner);
    bench.settle();
    assert_eq!(bench.output(refiner), Some(5.0));
}

#[test]
fn cancel_stops_a_run_and_a_change_starts_it_again() {
    let bench = Bench::new();
    let (number, slow) = (bench.add("test.Number"), bench.add("test.Slow"));
    bench.connect(number, slow);
    bench.set(slow, "ms", Value::Int(60_000));
    bench.watch(slow);
    while !matches!(bench.status(slow), ProcessorStatus::Running(_)) {
        std::thread::sleep(Duration::from_millis(1));
    }
    bench.evaluator.cancel(slow);
    bench.settle();
    assert!(matches!(bench.status(slow), ProcessorStatus::Cancelled), "{:?}", bench.status(slow));
    // As when a person asks for it again.
    bench.evaluator.invalidate(slow, InvalidationLevel::InvalidResources);
    while !matches!(bench.status(slow), ProcessorStatus::Running(_)) {
        std::thread::sleep(Duration::from_millis(1));
    }
    bench.set(slow, "ms", Value::Int(1));
    bench.settle();
    assert_eq!(bench.output(slow), Some(1.0));
}

#[test]
fn what_hangs_on_a_node_that_runs_again_is_stale_until_then() {
    let bench = Bench::new();
    let (number, slow, sum) = (bench.add("test.Number"), bench.add("test.Slow"), bench.add("test.Sum"));
    bench.connect(number, slow);
    bench.connect(slow, sum);
    bench.set(slow, "ms", Value::Int(200));
    bench.watch(sum);
    bench.settle();
    assert!(matches!(bench.status(sum), ProcessorStatus::Ready));
    // As when its code was loaded again.
    bench.evaluator.invalidate(slow, InvalidationLevel::InvalidResources);
    while !matches!(bench.status(slow), ProcessorStatus::Running(_)) {
        std::thread::sleep(Duration::from_millis(1));
    }
    assert!(matches!(bench.status(sum), ProcessorStatus::Stale), "{:?}", bench.status(sum));
    assert_eq!(bench.output(sum), Some(1.0), "the last result stays");
    bench.settle();
    assert!(matches!(bench.status(sum), ProcessorStatus::Ready));
}

#[test]
fn outputs_beyond_the_budget_go_and_come_back_on_demand() {
    let bench = Bench::with_budget(16);
    let (number, first, second) = (bench.add("test.Number"), bench.add("test.Sum"), bench.add("test.Sum"));
    bench.connect(number, first);
    bench.connect(first, second);
    bench.watch(second);
    bench.settle();
    assert_eq!(bench.output(second), Some(1.0));
    let held = [number, first, second].into_iter().filter(|node| bench.output(*node).is_some()).count();
    assert_eq!(held, 2, "two numbers fit into 16 bytes");
    let runs = |node| bench.state(node).processed;
    let before = [runs(number), runs(first), runs(second)];
    bench.evaluator.poke();
    bench.settle();
    assert_eq!([runs(number), runs(first), runs(second)], before, "what is dropped is not made again while nobody reads it");
    bench.set(second, "value", Value::Float(1.0));
    bench.settle();
    assert_eq!(bench.output(second), Some(2.0), "and made again when it is");
}

#[test]
fn a_processor_that_amends_itself_is_not_run_by_its_own_writes() {
    let bench = Bench::new();
    let grow = bench.add("test.Grow");
    bench.watch(grow);
    bench.set(grow, "ports", Value::Int(3));
    bench.set(grow, "value", Value::Float(2.0));
    bench.settle();
    assert_eq!(bench.outputs(grow), [Some(2.0), Some(3.0), Some(4.0)]);
    let runs = bench.state(grow).processed;
    let revision = bench.store.revision();
    bench.evaluator.poke();
    bench.settle();
    assert_eq!((bench.state(grow).processed, bench.store.revision()), (runs, revision));
    let node = bench.store.snapshot().workspace.network.get(grow).unwrap().clone();
    assert_eq!((node.value("info"), node.interface().outports().len()), (Some(&Value::Float(2.0)), 3));
    assert!(runs <= 3, "{runs} runs for one creation and two changes");
}

#[test]
fn a_node_that_is_not_ready_is_told_so_once_and_may_stand_in() {
    let bench = Bench::new();
    let (number, stand_in, sum) = (bench.add("test.Number"), bench.add("test.StandIn"), bench.add("test.Sum"));
    bench.connect(stand_in, sum);
    bench.settle();
    let told = || bench.store.snapshot().workspace.network.get(stand_in).and_then(|node| node.value("told").and_then(Value::as_int)).unwrap();
    assert_eq!(told(), 0, "nobody needs it");
    bench.watch(sum);
    bench.settle();
    let waits = || matches!(bench.status(stand_in), ProcessorStatus::Waiting(reason) if reason == "nothing is connected to in");
    assert!(waits(), "{:?}", bench.status(stand_in));
    assert_eq!((told(), bench.output(stand_in), bench.output(sum), bench.state(stand_in).processed), (1, Some(-1.0), Some(-1.0), 0));
    bench.evaluator.poke();
    bench.set(sum, "value", Value::Float(10.0));
    bench.settle();
    assert_eq!((told(), bench.output(sum)), (1, Some(9.0)), "what is below runs, and its own write is no news");
    bench.set(stand_in, "value", Value::Float(-2.0));
    bench.settle();
    assert_eq!((told(), bench.output(sum)), (2, Some(8.0)), "its own property changed");
    bench.connect(number, stand_in);
    bench.settle();
    assert_eq!((told(), bench.output(sum), bench.state(stand_in).processed), (2, Some(11.0), 1));
    assert!(matches!(bench.status(stand_in), ProcessorStatus::Ready), "{:?}", bench.status(stand_in));
    assert!(bench.store.undo_redo_names().0.is_some_and(|name| name.starts_with("Connect")), "what it writes is no step of undo");
    bench.set(number, "fail", Value::Bool(true));
    bench.settle();
    assert_eq!((told(), bench.output(sum)), (3, Some(8.0)), "its source failed");
    bench.set(stand_in, "stands", Value::Bool(false));
    bench.settle();
    assert_eq!((told(), bench.output(stand_in), bench.output(sum)), (4, None, None), "it clears");
    let ProcessorStatus::Waiting(reason) = bench.status(sum) else { panic!("{:?}", bench.status(sum)) };
    assert_eq!(reason, "StandIn is not ready: Number failed");
    bench.set(stand_in, "fail", Value::Bool(true));
    bench.settle();
    let ProcessorStatus::Failed(error) = bench.status(stand_in) else { panic!("{:?}", bench.status(stand_in)) };
    assert_eq!(error.to_string(), "told to fail");
    bench.set(number, "fail", Value::Bool(false));
    bench.settle();
    assert_eq!((told(), bench.output(sum)), (4, Some(11.0)), "it recovers");
}
