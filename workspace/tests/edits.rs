//! Random edits of every kind, undone to the first state and redone to the last, results included.
//!
//! `VOXLOOM_EDITS` sets how many (10,000 is what the benchmarks report), `VOXLOOM_SEEDS` which ones, as `1,2,3`.

mod common;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Instant;

use common::Bench;
use voxloom_core::data::Buffer;
use voxloom_core::processor::{Interface, Isolation};
use voxloom_core::{PortSpec, Value};
use voxloom_workspace::clipboard::{self, Clip, Selection};
use voxloom_workspace::command::{
    AddFrame, AddLink, AddNode, AddNote, AmendNode, Batch, ChangeFrame, ChangeNote, Command, Connect, Disconnect, InsertNode, MoveItems, MoveNodes,
    PullOut, RemoveFrames, RemoveHealing, RemoveLink, RemoveNodes, RemoveNotes, Rename, ReorderConnections, ReplaceNode, SetBypass, SetIsolation,
    SetProperty, SetWaypoints, SwapConnections, insertion,
};
use voxloom_workspace::document::check_invariants;
use voxloom_workspace::store::FileState;
use voxloom_workspace::{Connection, Frame, Link, Network, NodeId, Note, PortRef, PropertyRef, file};

/// xorshift, so that a failure can be repeated.
struct Random(u64);

impl Random {
    fn next(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % n.max(1) as u64) as usize
    }

    fn pick<T: Clone>(&mut self, list: impl IntoIterator<Item = T>) -> Option<T> {
        let list: Vec<T> = list.into_iter().collect();
        let index = self.next(list.len());
        list.get(index).cloned()
    }

    fn place(&mut self) -> [f32; 2] {
        [self.next(5000) as f32 / 10.0, self.next(5000) as f32 / 10.0]
    }

    fn rect(&mut self) -> [f32; 4] {
        let ([x, y], [width, height]) = (self.place(), self.place());
        [x, y, width, height]
    }
}

const KINDS: [&str; 30] = [
    "add",
    "remove",
    "remove healing",
    "pull out",
    "connect",
    "disconnect",
    "set",
    "set ports",
    "move",
    "move items",
    "rename",
    "link",
    "unlink",
    "isolate",
    "bypass",
    "waypoints",
    "replace",
    "insert",
    "reorder",
    "swap",
    "amend",
    "add frame",
    "change frame",
    "remove frame",
    "add note",
    "change note",
    "remove note",
    "paste",
    "batch",
    "open",
];

/// A random command of a kind; `None`: there is nothing that it could be done to.
fn command(bench: &Bench, network: &Network, random: &mut Random, kind: &str) -> Option<Arc<dyn Command>> {
    let nodes: Vec<NodeId> = network.nodes().map(|node| node.id).collect();
    let mut two = [None; 2];
    two.fill_with(|| random.pick(nodes.clone()));
    let node = || two[0];
    let [a, b] = two;
    let class = |random: &mut Random| bench.registry.get(["test.Number", "test.Sum", "test.Grow", "test.Grow"][random.next(4)]).unwrap();
    let frame = |random: &mut Random| random.pick(network.frames.iter().map(|frame| frame.id));
    let note = |random: &mut Random| random.pick(network.notes.iter().map(|note| note.id));
    let wire = |random: &mut Random| random.pick(network.connections().cloned());
    let value = |random: &mut Random| SetProperty { node: a.unwrap(), path: "value".to_owned(), value: Value::Float(random.next(5) as f64) };
    Some(match kind {
        "add" => Arc::new(AddNode::new(class(random), random.place())),
        "remove" | "remove healing" | "pull out" if nodes.len() < 15 => return None,
        "remove" => Arc::new(RemoveNodes(vec![node()?])),
        "remove healing" => Arc::new(RemoveHealing(if a == b { vec![a?] } else { vec![a?, b?] })),
        "pull out" => {
            let (to, other) = (wire(random)?.to.node, wire(random)?.from.node);
            Arc::new(PullOut { nodes: if other == to || random.next(2) == 0 { vec![to] } else { vec![to, other] } })
        }
        "connect" => {
            // Multi inports get several.
            let sums = network.nodes().filter(|node| &*node.class == "test.Sum").map(|node| node.id);
            let b = random.pick(sums.collect::<Vec<_>>()).filter(|_| random.next(3) > 0).or(b);
            let out = random.pick(network.get(a?)?.interface().outports().to_vec())?;
            let inp = random.pick(network.get(b?)?.interface().inports().to_vec())?;
            Arc::new(Connect { from: PortRef { node: a?, port: out.identifier }, to: PortRef { node: b?, port: inp.identifier } })
        }
        "disconnect" => Arc::new(Disconnect(wire(random)?)),
        "set" => node().map(|_| Arc::new(value(random)))?,
        "set ports" => {
            let grows = network.nodes().filter(|node| node.value("ports").is_some()).map(|node| node.id);
            Arc::new(SetProperty { node: random.pick(grows)?, path: "ports".to_owned(), value: Value::Int(random.next(5) as i64) })
        }
        "move" => Arc::new(MoveNodes(vec![(node()?, random.place())])),
        "move items" => Arc::new(MoveItems {
            nodes: node().into_iter().map(|id| (id, random.place())).collect(),
            frames: frame(random).into_iter().map(|id| (id, random.place())).collect(),
            notes: note(random).into_iter().map(|id| (id, random.place())).collect(),
        }),
        "rename" => {
            let name = format!("N{}", random.next(40));
            Arc::new(Rename { node: node()?, display_name: name.clone(), identifier: Some(name) })
        }
        "link" => {
            let end = |node| PropertyRef { node, path: "value".into() };
            Arc::new(AddLink(Link { from: end(a?), to: end(b?) }))
        }
        "unlink" => Arc::new(RemoveLink(random.pick(network.links().cloned())?)),
        "isolate" => {
            let isolation = [Isolation::Shared, Isolation::File][random.next(2)];
            Arc::new(SetIsolation { nodes: vec![node()?], isolation })
        }
        "bypass" => Arc::new(SetBypass { nodes: vec![node()?], bypassed: !network.get(a?)?.bypassed }),
        "waypoints" => {
            let points = (0..random.next(4)).map(|_| random.place()).collect();
            Arc::new(SetWaypoints { connection: wire(random)?, points })
        }
        "replace" => Arc::new(ReplaceNode { node: node()?, class: class(random) }),
        "insert" => {
            let connection = wire(random)?;
            let (inport, outport) = insertion(network, network.get(a?)?.interface(), &connection)?;
            Arc::new(InsertNode { connection, node: a?, inport, outport })
        }
        "reorder" => {
            let several = |c: &&Connection| network.into_port(c.to.node, &c.to.port).count() > 1;
            let to = random.pick(network.connections().filter(several).map(|c| c.to.clone()))?;
            let mut from: Vec<PortRef> = network.into_port(to.node, &to.port).map(|c| c.from.clone()).collect();
            let places = from.len();
            from.rotate_left(1 + random.next(places - 1));
            Arc::new(ReorderConnections { to, from })
        }
        "swap" => Arc::new(SwapConnections(wire(random)?, wire(random)?)),
        "amend" => {
            let number = random.pick(network.nodes().filter(|node| &*node.class == "test.Number"))?;
            let (inports, outports) = (number.interface().inports().to_vec(), number.interface().outports().to_vec());
            let inports = if inports.is_empty() { vec![PortSpec::new::<Buffer>("extra", "").optional()] } else { Vec::new() };
            let interface = Interface::of(inports, outports, number.interface().properties().to_vec());
            Arc::new(AmendNode { node: number.id, interface: Arc::new(interface) })
        }
        "add frame" => Arc::new(AddFrame(Frame::new(&format!("Frame {}", random.next(9)), random.rect()))),
        "change frame" => {
            let old = network.frame(frame(random)?)?.clone();
            Arc::new(ChangeFrame(Frame {
                rect: random.rect(),
                comment: format!("{}", random.next(3)),
                color: random.rect().map(|x| x / 500.0),
                ..old
            }))
        }
        "remove frame" => Arc::new(RemoveFrames(vec![frame(random)?])),
        "add note" => Arc::new(AddNote(Note::new(&format!("Note {}", random.next(9)), random.place()))),
        "change note" => Arc::new(ChangeNote(Note { rect: random.rect(), ..network.note(note(random)?)?.clone() })),
        "remove note" => Arc::new(RemoveNotes(vec![note(random)?])),
        "paste" => {
            // Small networks stay small.
            let selection = if nodes.len() < 25 {
                let some = (0..1 + random.next(3)).filter_map(|_| random.pick(nodes.clone()));
                Selection::of_nodes(some.collect::<Vec<_>>())
            } else {
                Selection { frames: frame(random).into_iter().collect(), notes: note(random).into_iter().collect(), ..Selection::default() }
            };
            let text = clipboard::to_text(network, &bench.registry, &selection, random.next(2) == 0);
            let at = (random.next(2) == 0).then(|| random.place());
            Arc::new(Clip::parse(&text, &bench.registry).unwrap().paste(at, random.next(2) == 0))
        }
        "batch" => {
            let commands: Vec<Arc<dyn Command>> = vec![Arc::new(MoveNodes(vec![(node()?, random.place())])), Arc::new(value(random))];
            Arc::new(Batch { name: "Move and set".to_owned(), commands })
        }
        other => unreachable!("{other}"),
    })
}

/// Random edits until one changes the document, and how many were refused or changed nothing until then.
/// `done` counts each kind; those that fall behind come first.
fn edit(bench: &Bench, random: &mut Random, done: &mut BTreeMap<&'static str, usize>) -> usize {
    let mut without = 0;
    loop {
        bench.store.end_drag();
        let snapshot = bench.store.snapshot();
        let network = &snapshot.workspace.network;
        let all: usize = done.values().sum();
        let behind = KINDS.into_iter().filter(|kind| done.get(kind).copied().unwrap_or(0) * 100 < all * 31 / 10);
        let rarest = KINDS.into_iter().min_by_key(|kind| done.get(kind).copied().unwrap_or(0)).unwrap();
        let few = network.len() < 12;
        let kind = match random.next(20) {
            _ if few => "add",
            0 => random.pick(KINDS).unwrap(),
            1..=9 => rarest,
            _ => random.pick(behind).unwrap_or(KINDS[random.next(KINDS.len())]),
        };
        if kind == "open" {
            open_itself(bench);
            *done.entry(kind).or_insert(0) += 1;
            return without;
        }
        let Some((command, kind)) = command(bench, network, random, kind).map(|command| (command, kind)).or_else(|| {
            // What it could be done to is made.
            let instead = match kind {
                "unlink" => "link",
                "change frame" | "remove frame" => "add frame",
                "change note" | "remove note" => "add note",
                "reorder" if network.nodes().all(|node| &*node.class != "test.Sum") => "replace",
                _ if network.len() < 20 => "paste",
                _ => "connect",
            };
            (random.next(if kind == "reorder" { 2 } else { 6 }) == 0).then(|| Some((command(bench, network, random, instead)?, instead))).flatten()
        }) else {
            without += 1;
            continue;
        };
        match bench.store.commit(&*command) {
            Ok(committed) if committed.revision > snapshot.revision && bench.store.history().steps.last() == Some(&command.name(network)) => {
                committed.added.iter().for_each(|node| bench.watch(*node));
                *done.entry(kind).or_insert(0) += 1;
                return without;
            }
            // A refused edit leaves no trace.
            Ok(_) | Err(_) => without += 1,
        }
    }
}

/// Opens what the document would be saved as: all looks as before, though everything in it is new.
fn open_itself(bench: &Bench) {
    let was = picture(bench);
    let loaded = file::load_text(&was.0, "test", None, &bench.registry).unwrap();
    bench.store.open("Open itself", loaded.workspace, Some("itself.voxloom".into()), false);
    compare(&picture(bench), &was, "opened");
    assert_eq!(bench.store.file_state(), FileState { path: Some("itself.voxloom".into()), unsaved: false });
}

/// Everything that a user sees: the document, and what every node puts out.
type Picture = (String, BTreeMap<String, Vec<Option<f64>>>);

fn picture(bench: &Bench) -> Picture {
    for node in bench.store.snapshot().workspace.network.nodes() {
        // A watch ends when its node goes; the user looks again.
        bench.watch(node.id);
    }
    bench.settle();
    let workspace = bench.store.snapshot().workspace;
    let outputs = workspace.network.nodes().map(|node| (node.identifier.to_string(), bench.outputs(node.id))).collect();
    (file::to_text(&workspace, &bench.registry, None), outputs)
}

fn compare(is: &Picture, was: &Picture, what: &str) {
    for (is, was) in is.0.lines().zip(was.0.lines()).filter(|(is, was)| is != was).take(20) {
        println!("{what}: {is} instead of {was}");
    }
    for (node, outputs) in was.1.iter().filter(|(node, outputs)| is.1.get(*node) != Some(outputs)) {
        println!("{what}: {node} puts out {:?} instead of {outputs:?}", is.1.get(node));
    }
    assert!(is == was, "{what}");
}

/// Saved, loaded and saved again, the text is the same.
fn saved_and_loaded(bench: &Bench) {
    let text = file::to_text(&bench.store.snapshot().workspace, &bench.registry, None);
    let loaded = file::load_text(&text, "test", None, &bench.registry).unwrap();
    check_invariants(&loaded.workspace.network).unwrap();
    let again = file::to_text(&loaded.workspace, &bench.registry, None);
    for (again, text) in again.lines().zip(text.lines()).filter(|(again, text)| again != text).take(20) {
        println!("{again} instead of {text}");
    }
    assert!(again == text, "saved again: {:?}", loaded.warnings);
}

#[test]
fn random_edits_of_every_kind_are_undone_and_redone_with_their_results() {
    let edits: usize = std::env::var("VOXLOOM_EDITS").ok().and_then(|n| n.parse().ok()).unwrap_or(1000);
    let seeds = std::env::var("VOXLOOM_SEEDS").unwrap_or_else(|_| "1,2,3,4,5".to_owned());
    for seed in seeds.split(',').map(|seed| seed.trim().parse::<u64>().unwrap()) {
        let (started, bench) = (Instant::now(), Bench::new());
        let mut random = Random(0x9e37_79b9_7f4a_7c15_u64.wrapping_mul(seed));
        let mut kinds = BTreeMap::new();
        let (mut refused, mut saved) = (0, 0);
        // What was seen, by the number of steps that were done.
        let mut seen = BTreeMap::from([(0, picture(&bench))]);
        for step in 1..=edits {
            refused += edit(&bench, &mut random, &mut kinds);
            check_invariants(&bench.store.snapshot().workspace.network).unwrap();
            assert_eq!(bench.store.history().position, step);
            if random.next(40) == 0 || step == edits {
                seen.insert(step, picture(&bench));
            }
            if random.next(100) == 0 {
                saved_and_loaded(&bench);
                saved += 1;
            }
        }
        saved_and_loaded(&bench);
        let edited = started.elapsed();
        let mut undone = 0;
        while bench.store.undo().is_some() {
            undone += 1;
            check_invariants(&bench.store.snapshot().workspace.network).unwrap();
        }
        assert_eq!(undone, edits);
        compare(&picture(&bench), &seen[&0], "undone to the first state");
        assert!(bench.store.snapshot().workspace.network.is_empty());
        for step in 1..=edits {
            bench.store.redo().unwrap();
            if let Some(was) = seen.get(&step) {
                compare(&picture(&bench), was, &format!("redone to step {step}"));
            }
        }
        assert!(bench.store.redo().is_none());
        // Jumps, as in the history panel.
        for _ in 0..10 {
            let (step, was) = random.pick(&seen).unwrap();
            bench.store.travel_to(*step);
            assert_eq!(bench.store.history().position, *step);
            compare(&picture(&bench), was, &format!("jumped to step {step}"));
        }
        println!(
            "seed {seed}: {edits} edits in {edited:.1?}, {refused} more refused or without effect, {} pictures, saved {saved} times",
            seen.len()
        );
        println!("{}", kinds.iter().map(|(kind, n)| format!("{kind} {:.1} %", *n as f64 * 100.0 / edits as f64)).collect::<Vec<_>>().join(", "));
        // Chance evens out with the number.
        let least = if edits < 5000 { 2 } else { 3 };
        for kind in KINDS {
            assert!(kinds.get(kind).copied().unwrap_or(0) * 100 >= edits * least, "{kind}: {:?} of {edits}", kinds.get(kind));
        }
    }
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
    bench.store.mark_saved("x.voxloom".into(), bench.store.to_save().1);
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
fn opening_is_a_step_that_brings_the_other_document_and_its_file_back() {
    let bench = Bench::new();
    let number = bench.add("test.Number");
    bench.store.mark_saved("a.voxloom".into(), bench.store.to_save().1);
    bench.set(number, "value", Value::Float(5.0));
    let (was, a) = (picture(&bench), FileState { path: Some("a.voxloom".into()), unsaved: true });
    let text = was.0.replace("\"Number\"", "\"Other\"");
    let opened = file::load_text(&text, "test", None, &bench.registry).unwrap().workspace;
    assert!(opened.network.nodes().all(|node| node.id != number), "nothing is kept for it by mistake");
    bench.store.open("Open b.voxloom", opened, Some("b.voxloom".into()), false);
    assert_eq!(bench.store.file_state(), FileState { path: Some("b.voxloom".into()), unsaved: false });
    let other = bench.store.snapshot().workspace.network.nodes().next().unwrap().id;
    bench.set(other, "value", Value::Float(6.0));
    let (edited, saving) = (picture(&bench), bench.store.to_save().1);
    assert!(bench.store.file_state().unsaved);
    bench.store.undo();
    assert_eq!(bench.store.undo().as_deref(), Some("Open b.voxloom"));
    assert_eq!(bench.store.file_state(), a, "unsaved as it was left");
    compare(&picture(&bench), &was, "undone");
    // A file that was being written meanwhile is not this document's.
    bench.store.mark_saved("c.voxloom".into(), saving);
    assert_eq!(bench.store.file_state(), a);
    bench.store.travel_to(usize::MAX);
    compare(&picture(&bench), &edited, "done again");
    assert_eq!(bench.store.file_state(), FileState { path: Some("c.voxloom".into()), unsaved: false });
    // In a document that nobody touched there is nothing to come back to.
    let fresh = Bench::new();
    fresh.store.open("Open a.voxloom", bench.store.snapshot().workspace, Some("a.voxloom".into()), false);
    assert!(fresh.store.history().steps.is_empty());
    assert!(!fresh.store.file_state().unsaved);
}

#[test]
fn a_drag_that_comes_back_is_no_step() {
    let bench = Bench::new();
    let number = bench.add("test.Number");
    bench.store.end_drag();
    bench.store.mark_saved("x.voxloom".into(), bench.store.to_save().1);
    for value in [5.0, 7.0, 1.0] {
        bench.set(number, "value", Value::Float(value));
    }
    assert_eq!(bench.store.history().steps.len(), 2);
    bench.store.end_drag();
    assert_eq!(bench.store.history().steps.len(), 1, "{:?}", bench.store.history());
    assert!(!bench.store.file_state().unsaved);
    // Within a group it takes nothing of the others.
    bench.store.begin_group("Together");
    bench.set(number, "value", Value::Float(3.0));
    bench.set(number, "value", Value::Float(1.0));
    bench.store.end_drag();
    bench.set(number, "value", Value::Float(4.0));
    bench.store.end_group();
    assert_eq!(bench.store.undo().as_deref(), Some("Together"));
    assert!(bench.store.snapshot().workspace.network.get(number).is_some());
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
        bench.store.mark_saved("x.voxloom".into(), bench.store.to_save().1);
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
