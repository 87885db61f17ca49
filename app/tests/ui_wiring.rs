//! Wiring as a person does it: with the pointer, from menus and with keys.

mod common;
mod network_bench;

use egui::{Event, Key, Modifiers, PointerButton, vec2};
use egui_kittest::kittest::Queryable;
use voxloom_app::network_editor::marked::Marked;
use voxloom_workspace::command::SetProperty;

use common::{Bench, add};
use network_bench::port;

#[test]
fn both_ends_of_a_connection_are_put_elsewhere() {
    let nodes = [("Source", [0.0, 0.0]), ("Source", [0.0, 200.0]), ("Pair", [480.0, 0.0]), ("Filter", [480.0, 200.0])];
    let mut bench = Bench::new(&nodes, &[("Source.volume", "Pair.first")]);
    // Near its target, the target's end comes along.
    let (near, to) = (bench.between("Outport volume of Source", "Inport first of Pair", 0.85), bench.place("Inport second of Pair"));
    bench.drag(near, to);
    assert_eq!(bench.connections(), ["Source.volume > Pair.second"]);
    assert_eq!(bench.undo_name().as_deref(), Some("Move connection to Pair › second"));
    bench.undo();
    // Near its source, the source's.
    let (near, to) = (bench.between("Outport volume of Source", "Inport first of Pair", 0.12), bench.place("Outport volume of Source 2"));
    bench.drag(near, to);
    assert_eq!(bench.connections(), ["Source2.volume > Pair.first"]);
    bench.undo();
    // Dropped on nothing, it goes.
    let near = bench.between("Outport volume of Source", "Inport first of Pair", 0.85);
    bench.drag(near, near + vec2(-60.0, 220.0));
    assert_eq!(bench.connections(), [""; 0]);
}

#[test]
fn what_would_be_replaced_or_refused_is_said_before_it_is_dropped() {
    let mut bench = Bench::chain();
    let (from, to) = (bench.place("Outport volume of Source"), bench.place("Inport first of Pair"));
    bench.drag_with(PointerButton::Primary, Modifiers::NONE, from, to, |shown| {
        shown.get_by_label("Takes the place of Filter › output");
    });
    assert_eq!(bench.connections()[2], "Source.volume > Pair.first");
    bench.undo();
    // A cycle is refused, with the reason.
    let mut bench = Bench::new(&[("Filter", [0.0, 0.0]), ("Filter", [320.0, 0.0])], &[("Filter.output", "Filter2.input")]);
    let (from, to) = (bench.place("Outport output of Filter 2"), bench.place("Inport input of Filter"));
    bench.drag_with(PointerButton::Primary, Modifiers::NONE, from, to, |shown| {
        shown.get_by_label_contains("would make a cycle");
    });
    assert_eq!(bench.connections(), ["Filter.output > Filter2.input"]);
}

#[test]
fn connections_are_swapped_by_pointer_and_by_key() {
    let nodes = [("Source", [0.0, 0.0]), ("Source", [0.0, 200.0]), ("Pair", [480.0, 0.0])];
    let mut bench = Bench::new(&nodes, &[("Source.volume", "Pair.first"), ("Source2.volume", "Pair.second")]);
    let (from, to) = (bench.place("Inport first of Pair"), bench.place("Inport second of Pair"));
    bench.drag_with(PointerButton::Primary, Modifiers::ALT, from, to, |shown| {
        shown.get_by_label("Swaps Source › volume and Source 2 › volume");
    });
    assert_eq!(bench.connections(), ["Source2.volume > Pair.first", "Source.volume > Pair.second"]);
    bench.select(&["Pair"]);
    bench.press(Modifiers::ALT, Key::S);
    assert_eq!(bench.connections(), ["Source.volume > Pair.first", "Source2.volume > Pair.second"]);
    assert_eq!(bench.undo_name().as_deref(), Some("Swap Pair › first and Pair › second"));
}

#[test]
fn a_stroke_cuts_what_it_crosses() {
    let mut bench = Bench::chain();
    let at = bench.between("Outport volume of Source", "Inport input of Filter", 0.5);
    bench.drag_with(PointerButton::Secondary, Modifiers::COMMAND, at - vec2(0.0, 50.0), at + vec2(4.0, 50.0), |shown| {
        shown.get_by_label("Cuts 1 connection");
    });
    assert_eq!(bench.connections(), ["Filter.output > Pair.first", "Pair.image > Canvas.image"]);
    bench.undo();
    // With one button: the key K is held. The stroke goes above the nodes, down beside them.
    bench.event(Event::Key { key: Key::K, physical_key: None, pressed: true, repeat: false, modifiers: Modifiers::NONE });
    let at = bench.between("Outport output of Filter", "Inport first of Pair", 0.5);
    bench.drag(at - vec2(0.0, 50.0), at + vec2(4.0, 50.0));
    bench.event(Event::Key { key: Key::K, physical_key: None, pressed: false, repeat: false, modifiers: Modifiers::NONE });
    assert_eq!(bench.connections(), ["Source.volume > Filter.input", "Pair.image > Canvas.image"]);
}

#[test]
fn waypoints_are_added_dragged_and_removed() {
    let mut bench = Bench::chain();
    let points = |bench: &Bench| {
        let network = bench.network();
        let connection = network.connections().next().unwrap().clone();
        network.waypoints(&connection).copied().collect::<Vec<_>>()
    };
    let at = bench.between("Outport volume of Source", "Inport input of Filter", 0.5);
    bench.double_click_at(at);
    assert_eq!(points(&bench).len(), 1, "a double click on a wire");
    let label = "Waypoint 1 of Source › volume to Filter › input";
    let (handle, before) = (bench.place(label), points(&bench)[0]);
    bench.drag(handle, handle + vec2(0.0, 96.0));
    let after = points(&bench)[0];
    assert!(after[1] > before[1] + 48.0, "{before:?} {after:?}");
    assert_eq!(bench.connections().len(), 3, "the connection itself is as it was");
    let handle = bench.place(label);
    bench.click_at(handle, PointerButton::Primary, Modifiers::NONE);
    bench.press(Modifiers::NONE, Key::Delete);
    assert!(points(&bench).is_empty());
    assert_eq!(bench.connections().len(), 3, "the waypoint was removed, not the connection or a node");
    // Ctrl and click adds one too, and dragging the middle of a wire bends it at once.
    bench.click_at(at, PointerButton::Primary, Modifiers::COMMAND);
    assert_eq!(points(&bench).len(), 1);
    bench.undo();
    bench.drag(at, at + vec2(0.0, 80.0));
    assert_eq!(points(&bench).len(), 1);
    bench.undo();
    assert!(points(&bench).is_empty(), "adding and dragging is one step");
}

#[test]
fn a_drag_that_is_given_up_leaves_no_step() {
    let mut bench = Bench::chain();
    bench.select(&["Source", "Filter"]);
    bench.press(Modifiers::COMMAND, Key::G);
    bench.press(Modifiers::NONE, Key::Enter);
    let (network, steps) = (bench.network(), bench.harness.state().desk.session.store.history().steps.len());
    let edge = bench.place("Frame Frame, lower right corner");
    let (node, wire) = (bench.header("Pair"), bench.between("Outport image of Pair", "Inport image of Canvas", 0.5));
    for from in [edge, node, wire] {
        let mut moved = false;
        bench.drag_with(PointerButton::Primary, Modifiers::NONE, from, from + vec2(0.0, 90.0), |shown| {
            moved = !shown.state().desk.session.store.snapshot().workspace.network.equal(&network);
            shown.key_press(Key::Escape);
        });
        assert!(moved, "{from:?}");
        assert!(bench.network().equal(&network), "everything is where it was");
        assert_eq!(bench.harness.state().desk.session.store.history().steps.len(), steps, "{:?}", bench.undo_name());
    }
}

#[test]
fn a_node_is_pulled_out_and_put_back_in() {
    let mut bench = Bench::chain();
    let (from, start) = (bench.header("Filter"), bench.position("Filter"));
    bench.drag_with(PointerButton::Primary, Modifiers::ALT, from, from + vec2(0.0, 170.0), |_| ());
    assert_eq!(bench.connections(), ["Source.volume > Pair.first", "Pair.image > Canvas.image"], "the wire is healed");
    assert!(bench.position("Filter")[1] > start[1] + 50.0, "it was moved too");
    // Dropped on the wire, it goes in, which is said before.
    let (from, wire) = (bench.header("Filter"), bench.between("Outport volume of Source", "Inport first of Pair", 0.5));
    bench.drag_with(PointerButton::Primary, Modifiers::NONE, from, wire + vec2(30.0, 0.0), |shown| {
        shown.get_by_label("Insert between Source › volume and Pair › first");
    });
    let mut connections = bench.connections();
    connections.sort();
    assert_eq!(connections, ["Filter.output > Pair.first", "Pair.image > Canvas.image", "Source.volume > Filter.input"]);
    assert_eq!(bench.undo_name().as_deref(), Some("Insert Filter"));
    let (store, placed) = (bench.harness.state().desk.session.store.clone(), bench.position("Filter"));
    bench.undo();
    assert_eq!(bench.undo_name().as_deref(), Some("Pull out of connections"), "the move and the insertion were one step");
    assert_eq!(bench.connections(), ["Source.volume > Pair.first", "Pair.image > Canvas.image"]);
    store.redo();
    bench.settle();
    assert_eq!(bench.position("Filter"), placed);
    let rect = |bench: &Bench, name: &str| bench.harness.get_by_label(&format!("Node {name}")).rect();
    for other in ["Source", "Pair", "Canvas"] {
        assert!(!rect(&bench, "Filter").intersects(rect(&bench, other)), "{other} made room");
    }
    // By command it goes aside, in the same step.
    bench.select(&["Filter"]);
    let before = bench.position("Filter");
    bench.press(Modifiers::NONE, Key::X);
    assert_eq!(bench.connections().len(), 2, "{:?}", bench.connections());
    assert!(bench.position("Filter")[1] > before[1] + 48.0);
    bench.undo();
    assert_eq!((bench.connections().len(), bench.position("Filter")), (3, before), "it was one step");
    // Removing it heals the wire as well.
    bench.select(&["Filter"]);
    bench.press(Modifiers::COMMAND, Key::Delete);
    assert_eq!(bench.connections().len(), 2);
    assert!(bench.connections().contains(&"Source.volume > Pair.first".to_owned()));
}

#[test]
fn a_class_from_the_list_goes_into_a_wire_or_takes_the_place_of_a_node() {
    let nodes = [("Source", [0.0, 0.0]), ("Pair", [640.0, 0.0])];
    let mut bench = Bench::new(&nodes, &[("Source.volume", "Pair.first")]);
    let (from, wire) = (bench.place("Class Filter"), bench.between("Outport volume of Source", "Inport first of Pair", 0.5));
    bench.drag_with(PointerButton::Primary, Modifiers::NONE, from, wire, |shown| {
        shown.get_by_label("Insert between Source › volume and Pair › first");
    });
    let mut connections = bench.connections();
    connections.sort();
    assert_eq!(connections, ["Filter.output > Pair.first", "Source.volume > Filter.input"]);
    // On a node: what fits is kept.
    let id = bench.node("Source");
    let scale = SetProperty { node: bench.node("Filter"), path: "scale".into(), value: voxloom_core::Value::Float(1.5) };
    bench.harness.state().desk.session.store.commit(&scale).unwrap();
    bench.settle();
    let (from, to) = (bench.place("Class Filter"), bench.header("Source"));
    bench.drag_with(PointerButton::Primary, Modifiers::NONE, from, to, |shown| {
        shown.get_by_label("Replace Source; what fits is kept");
    });
    let network = bench.network();
    assert_eq!(&*network.get(id).unwrap().class, "org.test.Filter", "the same node of another class");
    assert_eq!(network.len(), 3);
}

#[test]
fn the_order_at_a_multi_inport_is_changed_from_its_menu() {
    let nodes = [("Source", [0.0, 0.0]), ("Source", [0.0, 200.0]), ("Merge", [480.0, 0.0])];
    let mut bench = Bench::new(&nodes, &[("Source.volume", "Merge.inputs"), ("Source2.volume", "Merge.inputs")]);
    let at = bench.place("Inport inputs of Merge");
    bench.harness.hover_at(at);
    bench.settle();
    bench.button(at, PointerButton::Secondary, true, Modifiers::NONE);
    bench.button(at, PointerButton::Secondary, false, Modifiers::NONE);
    let up = bench.place("Move Source 2 › volume Up");
    bench.click_at(up, PointerButton::Primary, Modifiers::NONE);
    assert_eq!(bench.connections(), ["Source2.volume > Merge.inputs", "Source.volume > Merge.inputs"]);
    assert_eq!(bench.undo_name().as_deref(), Some("Reorder Merge › inputs"));
}

#[test]
fn the_palette_of_a_wire_has_only_what_goes_into_it_and_wires_it_at_once() {
    let nodes = [("Source", [0.0, 0.0]), ("Pair", [320.0, 0.0]), ("Canvas", [640.0, 0.0])];
    let mut bench = Bench::new(&nodes, &[("Source.volume", "Pair.first"), ("Pair.image", "Canvas.image")]);
    let at = bench.between("Outport volume of Source", "Inport first of Pair", 0.5);
    bench.harness.hover_at(at);
    bench.settle();
    bench.button(at, PointerButton::Secondary, true, Modifiers::NONE);
    bench.button(at, PointerButton::Secondary, false, Modifiers::NONE);
    let entry = bench.harness.get_by_label_contains("Insert Processor…").rect().center();
    bench.click_at(entry, PointerButton::Primary, Modifiers::NONE);
    assert_eq!(bench.labels("Add "), ["Add Filter", "Add Merge"], "what takes and makes a volume");
    bench.press(Modifiers::NONE, Key::Enter);
    let mut connections = bench.connections();
    connections.sort();
    assert_eq!(connections, ["Filter.output > Pair.first", "Pair.image > Canvas.image", "Source.volume > Filter.input"]);
    let rects = ["Source", "Filter", "Pair", "Canvas"].map(|name| bench.harness.get_by_label(&format!("Node {name}")).rect());
    assert!(rects.windows(2).all(|pair| pair[0].right() < pair[1].left()), "what follows made room: {rects:?}");
    assert_eq!(bench.undo_name().as_deref(), Some("Insert Filter"));
    bench.undo();
    assert_eq!((bench.connections().len(), bench.network().len()), (2, 3), "it was one step");
    // By keys: to the wire, then Tab. What does not fit says why when it is sought.
    bench.press(Modifiers::NONE, Key::W);
    bench.press(Modifiers::NONE, Key::Tab);
    assert_eq!(bench.labels("Add "), ["Add Filter", "Add Merge"]);
    bench.event(Event::Text("canv".to_owned()));
    assert_eq!(bench.labels("Add "), ["Add Canvas: Does not take and make what flows here"]);
}

#[test]
fn the_palette_puts_first_what_is_mostly_wanted() {
    let mut bench = Bench::new(&[("Source", [0.0, 0.0])], &[]);
    // On the ground: as data flows.
    let ground = bench.place("Network") + vec2(0.0, 200.0);
    bench.double_click_at(ground);
    assert_eq!(bench.labels("Add "), ["Add Source", "Add Filter", "Add Merge", "Add Pair", "Add Canvas"]);
    bench.press(Modifiers::NONE, Key::ArrowDown);
    bench.press(Modifiers::NONE, Key::Enter);
    assert_eq!(bench.network().len(), 2, "it was added");
    // What was added last comes first.
    let elsewhere = bench.place("Network") - vec2(200.0, 150.0);
    // Long enough for this to be no triple click.
    bench.harness.run_steps(40);
    bench.double_click_at(elsewhere);
    assert_eq!(bench.labels("Add ")[0], "Add Filter");
    bench.press(Modifiers::NONE, Key::Escape);
    // From an outport: what draws it before what changes it, and nothing that does not connect; the wire is in sight.
    let (port, to) = (bench.place("Outport volume of Source"), bench.place("Outport volume of Source") + vec2(90.0, -110.0));
    bench.drag(port, to);
    assert_eq!(bench.labels("Add "), ["Add Filter", "Add Pair", "Add Merge"], "recent, what draws it, what changes it");
    let field = bench.harness.get_by_label("Add a processor").rect();
    assert!(field.left() > to.x, "the palette stands beside the end of the wire: {field:?} at {to:?}");
}

#[test]
fn ports_wires_and_waypoints_are_used_by_keys() {
    let mut bench = Bench::chain();
    let marked = |bench: &Bench| bench.harness.state().desk.marked.clone();
    // A port of the selected node, and what it connects to.
    bench.select(&["Pair"]);
    bench.press(Modifiers::NONE, Key::P);
    bench.press(Modifiers::NONE, Key::P);
    bench.press(Modifiers::NONE, Key::P);
    let network = bench.network();
    assert_eq!(marked(&bench), Some(Marked::Port(port(&network, "Pair.second"), false)));
    bench.press(Modifiers::NONE, Key::C);
    assert_eq!(bench.labels("Connect second"), ["Connect second from Filter › output", "Connect second from Source › volume"], "of this port only");
    bench.press(Modifiers::NONE, Key::Enter);
    assert!(bench.connections().contains(&"Filter.output > Pair.second".to_owned()));
    // Only the wires of that port go.
    bench.press(Modifiers::SHIFT, Key::C);
    assert_eq!(bench.connections().len(), 3);
    // Delete is about the port, not about its node.
    bench.press(Modifiers::NONE, Key::Delete);
    assert_eq!(bench.network().len(), 4);
    // Escape lets go of the port first.
    bench.press(Modifiers::NONE, Key::Escape);
    assert_eq!((marked(&bench), bench.harness.state().desk.selection.len()), (None, 1));
    bench.press(Modifiers::NONE, Key::Escape);
    // A wire: a waypoint, moved and removed.
    bench.press(Modifiers::NONE, Key::W);
    let wire = network.connections().next().unwrap().clone();
    assert_eq!(marked(&bench), Some(Marked::Wire(wire.clone())));
    bench.press(Modifiers::NONE, Key::R);
    let points = |bench: &Bench| bench.network().waypoints(&wire).copied().collect::<Vec<_>>();
    let first = points(&bench)[0];
    bench.press(Modifiers::SHIFT, Key::ArrowDown);
    bench.press(Modifiers::SHIFT, Key::ArrowDown);
    assert_eq!(points(&bench), [[first[0], first[1] + 32.0]]);
    bench.press(Modifiers::NONE, Key::Delete);
    assert!(points(&bench).is_empty());
    assert_eq!(marked(&bench), Some(Marked::Wire(wire.clone())), "the wire is there still");
    // Its end goes elsewhere, as by dragging it.
    bench.press(Modifiers::NONE, Key::C);
    assert_eq!(bench.labels("Move "), ["Move to Pair › second", "Move to Pair › first"], "where nothing is connected first");
    bench.press(Modifiers::NONE, Key::Enter);
    assert!(bench.connections().contains(&"Source.volume > Pair.second".to_owned()), "{:?}", bench.connections());
    bench.undo();
    bench.press(Modifiers::NONE, Key::W);
    bench.press(Modifiers::NONE, Key::ArrowRight);
    assert_eq!(bench.harness.state().desk.selection, [bench.node("Filter")].into(), "to the end of the wire");
    bench.press(Modifiers::NONE, Key::W);
    bench.press(Modifiers::NONE, Key::Delete);
    assert_eq!(bench.connections().len(), 2, "{:?}", bench.connections());
    // Nodes are moved by steps of the grid, all of them one step of undo.
    let before = bench.position("Filter");
    bench.press(Modifiers::SHIFT, Key::ArrowRight);
    bench.press(Modifiers::SHIFT, Key::ArrowRight);
    assert_eq!(bench.position("Filter"), [before[0] + 32.0, before[1]]);
    bench.undo();
    assert_eq!(bench.position("Filter"), before);
}

#[test]
fn context_menus_open_and_are_used_by_keys() {
    let mut bench = Bench::chain();
    bench.select(&["Filter"]);
    bench.press(Modifiers::SHIFT, Key::F10);
    assert!(bench.harness.query_by_label("Reset Properties").is_some(), "that of the node");
    bench.press(Modifiers::NONE, Key::B);
    bench.press(Modifiers::NONE, Key::Enter);
    assert!(bench.network().find("Filter").unwrap().bypassed, "a letter goes to the entry that begins with it");
    bench.press(Modifiers::NONE, Key::P);
    bench.press(Modifiers::SHIFT, Key::F10);
    assert!(bench.harness.query_by_label_contains("Add What Connects…").is_some(), "that of the port");
    bench.press(Modifiers::NONE, Key::Escape);
    bench.press(Modifiers::NONE, Key::W);
    bench.press(Modifiers::SHIFT, Key::F10);
    assert!(bench.harness.query_by_label_contains("Insert Processor…").is_some(), "that of the wire");
}

#[test]
fn undo_ends_a_drag() {
    let mut bench = Bench::chain();
    bench.select(&["Pair"]);
    bench.press(Modifiers::NONE, Key::ArrowDown);
    let (network, from) = (bench.network(), bench.header("Pair"));
    bench.drag_with(PointerButton::Primary, Modifiers::NONE, from, from + vec2(0.0, 90.0), |shown| {
        shown.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    });
    assert!(bench.network().equal(&network), "what was dragged is back, and what was before it stays");
    // A wire in the air is no step.
    let (port, steps) = (bench.place("Outport volume of Source"), bench.session.store.history().steps.len());
    bench.drag_with(PointerButton::Primary, Modifiers::NONE, port, bench.place("Inport second of Pair"), |shown| shown.key_press(Key::Escape));
    assert!(bench.network().equal(&network));
    assert_eq!(bench.session.store.history().steps.len(), steps);
    let from = bench.header("Filter");
    bench.drag(from, from + vec2(0.0, 60.0));
    assert!(!bench.network().equal(&network), "the next drag is as any other");
}

#[test]
fn a_property_is_dropped_on_a_node() {
    let mut bench = Bench::chain();
    let merge = add(&bench.session, "org.test.Merge", [320.0, 300.0]);
    bench.press(Modifiers::NONE, Key::F);
    bench.select(&["Source"]);
    let links = |bench: &Bench| -> Vec<String> {
        let network = bench.network();
        let name = |end: &voxloom_workspace::PropertyRef| format!("{}.{}", network.get(end.node).unwrap().identifier, end.path);
        network.links().map(|link| format!("{} > {}", name(&link.from), name(&link.to))).collect()
    };
    let row = |bench: &Bench| bench.harness.get_all_by_label("Scale").map(|node| node.rect().left_center() + vec2(6.0, 0.0)).next().unwrap();
    // There is none.
    bench.drag(row(&bench), bench.header("Pair"));
    assert!(links(&bench).is_empty());
    // The same in both.
    bench.drag(row(&bench), bench.header("Filter"));
    assert_eq!(links(&bench), ["Source.scale > Filter.scale"]);
    // Several that fit are asked for.
    bench.drag(row(&bench), bench.header("Merge"));
    assert_eq!(links(&bench).len(), 1);
    bench.click("Link Low of Merge");
    assert_eq!(links(&bench), ["Source.scale > Filter.scale", "Source.scale > Merge.low"], "{merge:?}");
    bench.undo();
    assert_eq!(links(&bench).len(), 1);
}
