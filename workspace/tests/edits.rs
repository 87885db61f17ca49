//! Random edits, undone to the first state and redone to the last, results included.

mod common;

use std::collections::BTreeMap;
use std::time::Instant;

use common::{Bench, CLASSES};
use voxloom_core::{Registry, Value};
use voxloom_workspace::command::{AddLink, RemoveLink};
use voxloom_workspace::command::{AddNode, Connect, Disconnect, MoveNodes, RemoveNodes, Rename, SetProperty};
use voxloom_workspace::document::check_invariants;
use voxloom_workspace::{Link, NodeId, PortRef, PropertyRef, file};

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

/// One random edit; returns its kind. Refused edits leave no trace.
fn edit(bench: &Bench, random: &mut Random) -> &'static str {
    let network = bench.store.snapshot().workspace.network;
    let nodes: Vec<NodeId> = network.nodes().map(|node| node.id).collect();
    let pick = |random: &mut Random| nodes.get(random.next(nodes.len())).copied();
    let kind = random.next(12);
    let (Some(a), Some(b)) = (pick(random), pick(random)) else { return add(bench, random) };
    let (from, to) = (network.get(a).unwrap(), network.get(b).unwrap());
    // A refused edit is an edit as well: nothing may change.
    let result = match kind {
        0 | 1 if nodes.len() < 25 => return add(bench, random),
        2..=4 => {
            let (outports, inports) = (from.interface().outports(), to.interface().inports());
            if outports.is_empty() || inports.is_empty() {
                return "nothing";
            }
            let (out, inp) = (&outports[random.next(outports.len())], &inports[random.next(inports.len())]);
            bench
                .store
                .commit(&Connect { from: PortRef { node: a, port: out.identifier.clone() }, to: PortRef { node: b, port: inp.identifier.clone() } })
                .map(|_| "connect")
        }
        5 => match network.connections().nth(random.next(network.connections().count())) {
            Some(connection) => bench.store.commit(&Disconnect(connection.clone())).map(|_| "disconnect"),
            None => return "nothing",
        },
        6 | 7 => {
            let path = if from.value("ports").is_some() && random.next(2) == 0 { "ports" } else { "value" };
            let value = random.next(5) as f64;
            bench.store.commit(&SetProperty { node: a, path: path.to_owned(), value: Value::Float(value) }).map(|_| "set")
        }
        8 => bench.store.commit(&MoveNodes(vec![(a, [random.next(500) as f32, random.next(500) as f32])])).map(|_| "move"),
        9 => {
            let name = format!("N{}", random.next(40));
            bench.store.commit(&Rename { node: a, display_name: name.clone(), identifier: Some(name) }).map(|_| "rename")
        }
        10 if nodes.len() > 6 => bench.store.commit(&RemoveNodes(vec![a])).map(|_| "remove"),
        11 if random.next(3) == 0 => match network.links().next() {
            Some(link) => bench.store.commit(&RemoveLink(link.clone())).map(|_| "unlink"),
            None => return "nothing",
        },
        _ => {
            let end = |node| PropertyRef { node, path: "value".into() };
            bench.store.commit(&AddLink(Link { from: end(a), to: end(b) })).map(|_| "link")
        }
    };
    result.unwrap_or("refused")
}

fn add(bench: &Bench, random: &mut Random) -> &'static str {
    let class = ["test.Number", "test.Sum", "test.Grow", "test.Grow"][random.next(4)];
    let added = bench.store.commit(&AddNode::new(bench.registry.get(class).unwrap(), [0.0, 0.0])).unwrap().added;
    bench.watch(added[0]);
    "add"
}

/// Everything that a user sees: the document, and what every node puts out.
fn picture(bench: &Bench) -> (String, BTreeMap<String, Vec<Option<f64>>>) {
    bench.settle();
    let workspace = bench.store.snapshot().workspace;
    let outputs = workspace.network.nodes().map(|node| (node.identifier.to_string(), bench.outputs(node.id))).collect();
    (file::to_text(&workspace, &bench.registry, None), outputs)
}

#[test]
fn a_thousand_random_edits_are_undone_and_redone_with_their_results() {
    for seed in [1, 78] {
        let bench = Bench::new();
        let mut random = Random(0x9e37_79b9_7f4a_7c15_u64.wrapping_mul(seed));
        for _ in 0..5 {
            add(&bench, &mut random);
            bench.store.end_drag();
        }
        let mut kinds = BTreeMap::new();
        let mut states = vec![picture(&bench)];
        for step in 0..500 {
            bench.store.end_drag();
            *kinds.entry(edit(&bench, &mut random)).or_insert(0) += 1;
            check_invariants(&bench.store.snapshot().workspace.network).unwrap();
            if step % 25 == 24 {
                states.push(picture(&bench));
            }
        }
        println!("seed {seed}: {kinds:?}");
        let last = picture(&bench);
        let mut undone = 0;
        while bench.store.undo().is_some() {
            undone += 1;
            check_invariants(&bench.store.snapshot().workspace.network).unwrap();
        }
        assert!(bench.store.snapshot().workspace.network.is_empty(), "undone to the first state");
        let mut redone = 0;
        while bench.store.redo().is_some() {
            redone += 1;
            // A watch ends when its node goes; the user looks again.
            for node in bench.store.snapshot().workspace.network.nodes() {
                bench.watch(node.id);
            }
        }
        assert_eq!(undone, redone);
        let again = picture(&bench);
        for (a, b) in again.0.lines().zip(last.0.lines()).filter(|(a, b)| a != b) {
            println!("{a} instead of {b}");
        }
        for (node, outputs) in &last.1 {
            if again.1.get(node) != Some(outputs) {
                println!("{node}: {:?} instead of {outputs:?}", again.1.get(node));
            }
        }
        assert!(again == last, "redone to the last state");
        assert!(!bench.evaluator.board().nodes().is_empty());
    }
}

#[test]
fn saved_and_loaded_and_saved_again_is_the_same_text() {
    let bench = Bench::new();
    let mut random = Random(5);
    for _ in 0..200 {
        edit(&bench, &mut random);
    }
    bench.settle();
    let registry = Registry::new().with(CLASSES);
    let text = file::to_text(&bench.store.snapshot().workspace, &registry, None);
    let loaded = file::load_text(&text, "test", None, &registry).unwrap();
    assert_eq!(file::to_text(&loaded.workspace, &registry, None), text);
    assert!(bench.store.snapshot().workspace.network.len() > 5);
}

#[test]
fn ten_thousand_commands_from_a_thread_are_quick() {
    let bench = Bench::new();
    let number = bench.add("test.Number");
    bench.watch(number);
    let start = Instant::now();
    for i in 0..10_000 {
        bench.set(number, "value", Value::Float(f64::from(i)));
        assert_eq!(
            bench.store.snapshot().workspace.network.get(number).unwrap().value("value"),
            Some(&Value::Float(f64::from(i))),
            "a script reads its own writes"
        );
    }
    let elapsed = start.elapsed();
    println!("10,000 commands: {elapsed:?}");
    bench.settle();
    assert_eq!(bench.output(number), Some(9999.0));
    assert!(elapsed.as_secs_f64() < 1.0, "{elapsed:?}");
}

#[test]
fn a_drag_is_one_step_and_the_unsaved_mark_follows_undo() {
    let bench = Bench::new();
    let number = bench.add("test.Number");
    bench.store.mark_saved("x.voxloom".into());
    for i in 0..50 {
        bench.set(number, "value", Value::Float(f64::from(i)));
    }
    bench.store.end_drag();
    bench.set(number, "value", Value::Float(100.0));
    assert!(bench.store.file_state().unsaved);
    assert_eq!(bench.store.undo().as_deref(), Some("Change Value of Number"));
    let value = || bench.store.snapshot().workspace.network.get(number).unwrap().value("value").cloned();
    assert_eq!(value(), Some(Value::Float(49.0)));
    bench.store.undo();
    assert_eq!(value(), Some(Value::Float(1.0)));
    assert!(!bench.store.file_state().unsaved, "back at what the file holds");
}

#[test]
fn what_changes_nothing_is_no_step_no_revision_and_leaves_redo() {
    // With and without connections and links: short lists are compared another way than long ones.
    for wired in [false, true] {
        let bench = Bench::new();
        let (a, b, sum) = (bench.add("test.Number"), bench.add("test.Number"), bench.add("test.Sum"));
        if wired {
            bench.connect(a, sum);
            let end = |node| PropertyRef { node, path: "value".into() };
            bench.commit(&AddLink(Link { from: end(a), to: end(b) }));
        }
        bench.set(a, "value", Value::Float(5.0));
        bench.store.end_drag();
        bench.set(a, "value", Value::Float(7.0));
        bench.store.undo();
        bench.store.mark_saved("x.voxloom".into());
        let revision = bench.store.revision();
        bench.set(a, "value", Value::Float(5.0));
        assert_eq!(bench.store.revision(), revision, "wired: {wired}");
        assert!(!bench.store.file_state().unsaved);
        assert_eq!(bench.store.undo_redo_names().1.as_deref(), Some("Change Value of Number"));
        bench.store.undo();
        let value = bench.store.snapshot().workspace.network.get(a).unwrap().value("value").cloned();
        assert_eq!(value, Some(Value::Float(1.0)));
    }
}

#[test]
fn links_carry_values_both_ways_and_end() {
    let bench = Bench::new();
    let (a, b) = (bench.add("test.Number"), bench.add("test.Number"));
    let end = |node| PropertyRef { node, path: "value".into() };
    bench.commit(&AddLink(Link { from: end(a), to: end(b) }));
    bench.commit(&AddLink(Link { from: end(b), to: end(a) }));
    let value = |node| bench.store.snapshot().workspace.network.get(node).unwrap().value("value").cloned();
    bench.set(a, "value", Value::Float(5.0));
    assert_eq!(value(b), Some(Value::Float(5.0)));
    bench.set(b, "value", Value::Float(6.0));
    assert_eq!(value(a), Some(Value::Float(6.0)));
    bench.store.undo();
    assert_eq!((value(a), value(b)), (Some(Value::Float(5.0)), Some(Value::Float(5.0))), "a link is part of the step");
}
