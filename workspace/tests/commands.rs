//! Each command by itself: what it does to the network, what it refuses, and that undo takes it back.

mod common;

use common::{Bench, CLASSES};
use voxloom_core::{Registry, Value};
use voxloom_workspace::clipboard::{self, Clip, ClipError, Selection};
use voxloom_workspace::command::{
    AddFrame, AddLink, AddNote, ChangeFrame, Command, Disconnect, InsertNode, MoveItems, PullOut, RemoveFrames, RemoveHealing, RemoveNodes, Rename,
    ReorderConnections, ReplaceNode, SetBypass, SetWaypoints, SwapConnections, insertion,
};
use voxloom_workspace::evaluator::ProcessorStatus;
use voxloom_workspace::{CommandError, Connection, Frame, Link, Network, NodeId, Note, PortRef, PropertyRef, file};

fn network(bench: &Bench) -> Network {
    bench.store.snapshot().workspace.network
}

fn port(node: NodeId, port: &str) -> PortRef {
    PortRef { node, port: port.into() }
}

fn wire(from: NodeId, to: NodeId) -> Connection {
    Connection { from: port(from, "out"), to: port(to, "in") }
}

fn text(bench: &Bench) -> String {
    file::to_text(&bench.store.snapshot().workspace, &bench.registry, None)
}

/// Commits a command, and shows that undo takes all of it back and redo brings it again.
fn commit(bench: &Bench, command: &dyn Command) {
    bench.store.end_drag();
    let before = text(bench);
    let was = network(bench);
    bench.store.commit(command).unwrap();
    let after = text(bench);
    bench.store.undo().unwrap();
    assert_eq!(text(bench), before);
    assert!(network(bench).same(&was));
    bench.store.redo().unwrap();
    assert_eq!(text(bench), after);
    let loaded = file::load_text(&after, "test", None, &bench.registry).unwrap();
    assert_eq!(file::to_text(&loaded.workspace, &bench.registry, None), after, "{:?}", loaded.warnings);
    bench.store.end_drag();
}

/// Nothing changes when a command is refused.
fn refused(bench: &Bench, command: &dyn Command) -> CommandError {
    let (before, revision) = (text(bench), bench.store.revision());
    let error = bench.store.commit(command).unwrap_err();
    assert_eq!((text(bench), bench.store.revision()), (before, revision));
    error
}

/// A number that flows through a chain of nodes that add 0, at once.
fn chain(bench: &Bench, length: usize) -> Vec<NodeId> {
    let mut nodes = vec![bench.add("test.Number")];
    for _ in 0..length {
        let next = bench.add("test.Sum");
        bench.connect(*nodes.last().unwrap(), next);
        nodes.push(next);
    }
    bench.watch(*nodes.last().unwrap());
    nodes
}

#[test]
fn a_bypassed_node_passes_its_first_input_on_and_does_not_run() {
    let bench = Bench::new();
    let nodes = chain(&bench, 2);
    bench.set(nodes[0], "value", Value::Float(5.0));
    bench.set(nodes[1], "value", Value::Float(100.0));
    bench.settle();
    assert_eq!(bench.output(nodes[2]), Some(105.0));
    commit(&bench, &SetBypass { nodes: vec![nodes[1]], bypassed: true });
    bench.settle();
    let runs = bench.state(nodes[1]).processed;
    assert_eq!(bench.output(nodes[2]), Some(5.0));
    assert!(matches!(bench.status(nodes[1]), ProcessorStatus::Bypassed), "{:?}", bench.status(nodes[1]));
    bench.set(nodes[0], "value", Value::Float(6.0));
    bench.set(nodes[1], "value", Value::Float(200.0));
    bench.settle();
    assert_eq!(bench.output(nodes[2]), Some(6.0), "what is new above goes through");
    assert_eq!(bench.state(nodes[1]).processed, runs, "it does not run");
    // A source has nothing to pass on, and what is below says why it waits.
    commit(&bench, &SetBypass { nodes: vec![nodes[0]], bypassed: true });
    bench.settle();
    let status = bench.status(nodes[2]);
    assert!(matches!(&status, ProcessorStatus::Waiting(why) if why.contains("is bypassed")), "{status:?}");
    commit(&bench, &SetBypass { nodes: vec![nodes[0], nodes[1]], bypassed: false });
    bench.settle();
    assert_eq!(bench.output(nodes[2]), Some(206.0), "it runs again, with what was changed meanwhile");
}

#[test]
fn a_node_of_an_unknown_class_and_one_that_fails_can_be_bypassed() {
    let bench = Bench::new();
    let nodes = chain(&bench, 2);
    let known = text(&bench);
    let broken = known.replacen("\"class\": \"test.Sum\"", "\"class\": \"test.Gone\", \"inports\": [{\"id\": \"in\", \"type\": \"org.inviwo.Buffer\"}], \"outports\": [{\"id\": \"out\", \"type\": \"org.inviwo.Buffer\"}]", 1);
    let loaded = file::load_text(&broken, "test", None, &bench.registry).unwrap();
    bench.store.open("Open", loaded.workspace, None, false);
    let missing = network(&bench).nodes().find(|node| &*node.class == "test.Gone").unwrap().id;
    let last = network(&bench).nodes().find(|node| network(&bench).connections().all(|c| c.from.node != node.id)).unwrap().id;
    bench.watch(last);
    bench.settle();
    assert_eq!(bench.output(last), None);
    commit(&bench, &SetBypass { nodes: vec![missing], bypassed: true });
    bench.watch(last);
    bench.settle();
    assert_eq!(bench.output(last), Some(1.0));
    drop(nodes);
}

#[test]
fn another_outport_of_the_same_node_is_another_input() {
    let bench = Bench::new();
    let (grow, sum) = (bench.add("test.Grow"), bench.add("test.Sum"));
    bench.watch(grow);
    bench.watch(sum);
    bench.set(grow, "ports", Value::Int(2));
    bench.settle();
    let connect = |outport: &str| voxloom_workspace::command::Connect { from: port(grow, outport), to: port(sum, "in") };
    bench.commit(&connect("out0"));
    bench.settle();
    assert_eq!(bench.output(sum), Some(0.0));
    bench.commit(&Disconnect(Connection { from: port(grow, "out0"), to: port(sum, "in") }));
    bench.commit(&connect("out1"));
    bench.settle();
    assert_eq!(bench.output(sum), Some(1.0));
}

#[test]
fn a_node_goes_into_a_wire_and_out_again() {
    let bench = Bench::new();
    let nodes = chain(&bench, 1);
    let between = bench.add("test.Slow");
    bench.set(between, "ms", Value::Int(0));
    bench.set(between, "value", Value::Float(10.0));
    let connection = wire(nodes[0], nodes[1]);
    let before = network(&bench);
    let (inport, outport) = insertion(&before, before.get(between).unwrap().interface(), &connection).unwrap();
    assert_eq!((&*inport, &*outport), ("in", "out"));
    assert_eq!(insertion(&before, before.get(nodes[0]).unwrap().interface(), &connection), None, "a source does not fit into a wire");
    commit(&bench, &InsertNode { connection: connection.clone(), node: between, inport: inport.clone(), outport: outport.clone() });
    bench.settle();
    assert_eq!(bench.output(nodes[1]), Some(11.0));
    let wires: Vec<Connection> = network(&bench).connections().cloned().collect();
    assert_eq!(wires, [wire(between, nodes[1]), wire(nodes[0], between)]);
    let again = InsertNode { connection: wire(nodes[0], between), node: nodes[1], inport: "in".into(), outport: "out".into() };
    assert!(matches!(refused(&bench, &again), CommandError::Cycle { .. }));
    commit(&bench, &PullOut { nodes: vec![between] });
    let wires: Vec<Connection> = network(&bench).connections().cloned().collect();
    assert_eq!(wires, [connection]);
    bench.settle();
    assert_eq!(bench.output(nodes[1]), Some(1.0));
}

#[test]
fn removing_several_nodes_heals_the_wires_around_them_and_keeps_their_way_points() {
    let bench = Bench::new();
    let nodes = chain(&bench, 4);
    commit(&bench, &SetWaypoints { connection: wire(nodes[3], nodes[4]), points: vec![[1.0, 2.0]] });
    commit(&bench, &RemoveHealing(vec![nodes[2], nodes[3]]));
    let healed = wire(nodes[1], nodes[4]);
    let now = network(&bench);
    assert_eq!(now.connections().cloned().collect::<Vec<_>>(), [wire(nodes[0], nodes[1]), healed.clone()]);
    assert_eq!(now.waypoints(&healed).collect::<Vec<_>>(), [&[1.0, 2.0]]);
    // The source has nothing above it: its wires just go.
    commit(&bench, &RemoveHealing(vec![nodes[0]]));
    assert_eq!(network(&bench).connections().count(), 1);
}

#[test]
fn way_points_are_saved_and_go_with_their_wire() {
    let bench = Bench::new();
    let nodes = chain(&bench, 1);
    let connection = wire(nodes[0], nodes[1]);
    commit(&bench, &SetWaypoints { connection: connection.clone(), points: vec![[10.0, 20.0], [30.0, 40.0]] });
    let loaded = file::load_text(&text(&bench), "test", None, &bench.registry).unwrap().workspace.network;
    assert_eq!(loaded.waypoints.values().next().unwrap().iter().copied().collect::<Vec<_>>(), [[10.0, 20.0], [30.0, 40.0]]);
    refused(&bench, &SetWaypoints { connection: connection.clone(), points: vec![[f32::NAN, 0.0]] });
    refused(&bench, &SetWaypoints { connection: wire(nodes[1], nodes[0]), points: Vec::new() });
    commit(&bench, &Disconnect(connection));
    assert!(network(&bench).waypoints.is_empty());
    bench.store.undo();
    commit(&bench, &RemoveNodes(vec![nodes[1]]));
    assert!(network(&bench).waypoints.is_empty());
}

#[test]
fn the_order_at_a_multi_inport_changes_and_sources_swap() {
    let bench = Bench::new();
    let numbers: Vec<NodeId> = (0..3).map(|_| bench.add("test.Number")).collect();
    let (sum, other) = (bench.add("test.Sum"), bench.add("test.Slow"));
    numbers.iter().for_each(|number| bench.connect(*number, sum));
    let order = || network(&bench).into_port(sum, "in").map(|c| c.from.node).collect::<Vec<_>>();
    let from = [2, 0, 1].map(|i| port(numbers[i], "out")).to_vec();
    commit(&bench, &ReorderConnections { to: port(sum, "in"), from: from.clone() });
    assert_eq!(order(), [numbers[2], numbers[0], numbers[1]]);
    let error = refused(&bench, &ReorderConnections { to: port(sum, "in"), from: from[..2].to_vec() });
    assert!(error.to_string().contains("Number 2 › out"), "{error}");
    let single = bench.add("test.Number");
    bench.connect(single, other);
    commit(&bench, &SwapConnections(wire(numbers[0], sum), wire(single, other)));
    assert_eq!(order(), [numbers[2], single, numbers[1]], "the order stays");
    assert_eq!(network(&bench).into_port(other, "in").next().unwrap().from.node, numbers[0]);
}

#[test]
fn a_node_is_replaced_and_keeps_what_fits() {
    let bench = Bench::new();
    let (number, grow, sum) = (bench.add("test.Number"), bench.add("test.Grow"), bench.add("test.Sum"));
    bench.connect(number, grow);
    bench.commit(&voxloom_workspace::command::Connect { from: port(grow, "out0"), to: port(sum, "in") });
    bench.set(grow, "value", Value::Float(7.0));
    let end = |node| PropertyRef { node, path: "value".into() };
    bench.commit(&AddLink(Link { from: end(grow), to: end(number) }));
    bench.watch(sum);
    bench.settle();
    assert_eq!(bench.output(sum), Some(14.0));
    commit(&bench, &ReplaceNode { node: grow, class: bench.registry.get("test.Sum").unwrap() });
    let now = network(&bench);
    let node = now.get(grow).unwrap();
    assert_eq!((&*node.class, &*node.identifier, &*node.display_name), ("test.Sum", "Sum2", "Sum 2"), "a name of the class's is made anew");
    assert_eq!(node.value("value"), Some(&Value::Float(7.0)));
    assert_eq!(now.links().count(), 1);
    let wires: Vec<Connection> = now.connections().cloned().collect();
    assert_eq!(wires, [wire(number, grow), wire(grow, sum)], "out0 became out: by type where no identifier fits");
    bench.settle();
    assert_eq!(bench.output(sum), Some(14.0));
    // A name of one's own stays. What fits nowhere goes.
    bench.commit(&Rename { node: grow, display_name: "Mine".to_owned(), identifier: Some("mine".to_owned()) });
    commit(&bench, &ReplaceNode { node: grow, class: bench.registry.get("test.Number").unwrap() });
    let now = network(&bench);
    assert_eq!(&*now.get(grow).unwrap().identifier, "mine");
    assert_eq!(now.connections().cloned().collect::<Vec<_>>(), [wire(grow, sum)]);
    bench.settle();
    assert_eq!(bench.output(sum), Some(7.0));
    bench.store.undo();
    bench.settle();
    assert_eq!(bench.output(sum), Some(14.0), "the old class works again");
}

#[test]
fn frames_and_notes_are_edited_moved_with_nodes_and_saved() {
    let bench = Bench::new();
    let node = bench.add("test.Number");
    let frame = bench.store.commit(&AddFrame(Frame::new("Input", [0.0, 0.0, 100.0, 50.0]))).unwrap().frames[0];
    let note = bench.store.commit(&AddNote(Note::new("Look here", [5.0, 5.0]))).unwrap().notes[0];
    assert_eq!(bench.store.history().steps[1..], ["Add frame \"Input\"", "Add note \"Look here\""]);
    commit(&bench, &MoveItems { nodes: vec![(node, [9.0, 9.0])], frames: vec![(frame, [3.0, 4.0])], notes: vec![(note, [6.0, 7.0])] });
    assert_eq!(network(&bench).frame(frame).unwrap().rect, [3.0, 4.0, 100.0, 50.0]);
    assert_eq!(network(&bench).note(note).unwrap().rect[..2], [6.0, 7.0]);
    commit(&bench, &ChangeFrame(Frame { comment: "Why".to_owned(), ..network(&bench).frame(frame).unwrap().clone() }));
    assert!(bench.store.file_state().unsaved);
    let loaded = file::load_text(&text(&bench), "test", None, &bench.registry).unwrap().workspace.network;
    assert_eq!((&*loaded.frames[0].title, &*loaded.frames[0].comment), ("Input", "Why"));
    refused(&bench, &MoveItems { frames: vec![(frame, [f32::INFINITY, 0.0])], ..MoveItems::default() });
    commit(&bench, &RemoveFrames(vec![frame]));
    assert!(network(&bench).frame(frame).is_none());
    refused(&bench, &RemoveFrames(vec![frame]));
}

#[test]
fn files_from_before_frames_had_ids_load() {
    let old = r#"{ "voxloom": 1, "network": { "processors": [], "connections": [], "links": [],
        "frames": [{ "title": "Old", "rect": [1.0, 2.0, 3.0, 4.0], "color": [0.5, 0.5, 0.5, 1.0] }, 7],
        "notes": [{ "text": "Older", "position": [8.0, 9.0] }] } }"#;
    let loaded = file::load_text(old, "test", None, &Registry::new().with(CLASSES)).unwrap();
    let network = loaded.workspace.network;
    assert_eq!((&*network.frames[0].title, network.frames[0].rect), ("Old", [1.0, 2.0, 3.0, 4.0]));
    assert_eq!(network.notes[0].rect[..2], [8.0, 9.0]);
    assert_ne!(network.frames[0].id.0, network.notes[0].id.0);
    assert_eq!(loaded.warnings.len(), 1, "{:?}", loaded.warnings);
}

#[test]
fn a_clip_goes_as_text_to_another_network() {
    let bench = Bench::new();
    let nodes = chain(&bench, 2);
    bench.set(nodes[1], "value", Value::Float(4.0));
    bench.commit(&SetWaypoints { connection: wire(nodes[1], nodes[2]), points: vec![[1.0, 1.0]] });
    bench.commit(&SetBypass { nodes: vec![nodes[2]], bypassed: true });
    let end = |node| PropertyRef { node, path: "value".into() };
    bench.commit(&AddLink(Link { from: end(nodes[1]), to: end(nodes[2]) }));
    let selection = Selection::of_nodes([nodes[1], nodes[2]]);
    let text = clipboard::to_text(&network(&bench), &bench.registry, &selection, true);
    let clip = Clip::parse(&format!("Look at this:\n```\n{text}```\n"), &bench.registry).unwrap();
    assert_eq!((clip.len(), clip.warnings.len()), (2, 0));
    commit(&bench, &clip.paste(Some([500.0, 600.0]), true));
    let now = network(&bench);
    let (copy, last) = (now.by_identifier("Sum3").unwrap(), now.by_identifier("Sum4").unwrap());
    assert_eq!((copy.position, &*copy.display_name, copy.value("value")), ([500.0, 600.0], "Sum 3", Some(&Value::Float(4.0))));
    assert!(last.bypassed);
    assert!(now.connections().any(|c| *c == wire(nodes[0], copy.id)), "what flowed into it flows into it again");
    assert_eq!(now.waypoints(&wire(copy.id, last.id)).count(), 1);
    assert!(now.links().any(|link| *link == Link { from: end(copy.id), to: end(last.id) }));
    bench.watch(last.id);
    bench.settle();
    assert_eq!(bench.output(last.id), Some(5.0));
    // In an empty network there is nothing that flows into it.
    let other = Bench::new();
    let added = other.store.commit(&clip.paste(None, true)).unwrap().added;
    assert_eq!((added.len(), network(&other).connections().count()), (2, 1));
    assert_eq!(other.store.history().steps, ["Paste 2 processors"]);
}

#[test]
fn a_whole_workspace_and_unknown_classes_paste_and_other_text_is_refused_in_words() {
    let bench = Bench::new();
    chain(&bench, 1);
    let whole = text(&bench);
    let clip = Clip::parse(&whole, &Registry::new()).unwrap();
    commit(&bench, &clip.paste(None, false));
    assert_eq!(network(&bench).len(), 4);
    let mut classes: Vec<String> = network(&bench).nodes().map(|node| node.class.to_string()).collect();
    classes.sort();
    assert_eq!(classes, ["test.Number", "test.Number", "test.Sum", "test.Sum"]);
    for (text, expected) in
        [("", "empty"), ("hello", "other text"), ("{\"a\": 1}", "voxloom"), ("{\"voxloom\": 99, \"clip\": {}}", "newer"), ("{ not json }", "key")]
    {
        let error = Clip::parse(text, &bench.registry).unwrap_err().to_string();
        assert!(error.contains(expected), "{text}: {error}");
    }
    assert_eq!(Clip::parse("  \n", &bench.registry).unwrap_err(), ClipError::Empty);
}

#[test]
fn history_is_listed_and_jumped_in() {
    let bench = Bench::new();
    let number = bench.add("test.Number");
    bench.watch(number);
    bench.store.mark_saved("x.voxloom".into(), bench.store.to_save().1);
    for value in [5.0, 6.0, 7.0] {
        bench.store.end_drag();
        bench.set(number, "value", Value::Float(value));
    }
    let change = "Change Value of Number".to_owned();
    let history = bench.store.history();
    assert_eq!((history.steps, history.position), (vec!["Add Number".to_owned(), change.clone(), change.clone(), change], 4));
    let revision = bench.store.revision();
    bench.store.travel_to(2);
    assert_eq!(bench.store.revision(), revision + 1, "nothing between is shown");
    bench.settle();
    assert_eq!((bench.output(number), bench.store.history().position), (Some(5.0), 2));
    bench.store.travel_to(usize::MAX);
    bench.settle();
    assert_eq!((bench.output(number), bench.store.history().position), (Some(7.0), 4));
    bench.store.travel_to(1);
    assert!(!bench.store.file_state().unsaved);
    bench.store.travel_to(0);
    assert_eq!((network(&bench).len(), bench.store.history().steps.len()), (0, 4));
}
