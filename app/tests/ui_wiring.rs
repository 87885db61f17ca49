//! Wiring, laying out and copying networks as a person does it: with the pointer, from menus and with keys.

mod common;

use egui::{Event, Key, Modifiers, OutputCommand, PointerButton, Pos2, Vec2, vec2};
use egui_kittest::kittest::{NodeT, Queryable};
use voxloom_app::network_editor::layout::node_rect;
use voxloom_app::network_editor::marked::Marked;
use voxloom_core::data::{Image, Volume};
use voxloom_core::processor::{BuiltIn, Interface, ProcessorInfo, Sink};
use voxloom_core::{PortSpec, Property, Registry};
use voxloom_workspace::command::{Connect, SetProperty};
use voxloom_workspace::{Network, PortRef};

use common::{Bench, add, idle, session, user};

fn source() -> BuiltIn {
    let info = ProcessorInfo::built_in("org.test.Source", "Source", "Data Input", "Makes a volume.");
    let interface = || Interface::new().outport(PortSpec::new::<Volume>("volume", "")).property(Property::float("scale", "Scale", 1.0, 0.0..=2.0));
    idle(info, interface)
}

fn filter() -> BuiltIn {
    let info = ProcessorInfo::built_in("org.test.Filter", "Filter", "Volume", "Changes a volume.");
    let interface = || {
        let ports = Interface::new().inport(PortSpec::new::<Volume>("input", "")).outport(PortSpec::new::<Volume>("output", ""));
        ports.property(Property::float("scale", "Scale", 1.0, 0.0..=2.0))
    };
    idle(info, interface)
}

fn pair() -> BuiltIn {
    let info = ProcessorInfo::built_in("org.test.Pair", "Pair", "Volume", "Draws two volumes.");
    let interface = || {
        let inports = Interface::new().inport(PortSpec::new::<Volume>("first", "")).inport(PortSpec::new::<Volume>("second", "").optional());
        inports.outport(PortSpec::new::<Image>("image", ""))
    };
    idle(info, interface)
}

fn merge() -> BuiltIn {
    let info = ProcessorInfo::built_in("org.test.Merge", "Merge", "Volume", "Merges volumes.");
    let interface = || Interface::new().inport(PortSpec::new::<Volume>("inputs", "").multi()).outport(PortSpec::new::<Volume>("merged", ""));
    idle(info, interface)
}

fn canvas() -> BuiltIn {
    let info = ProcessorInfo::built_in("org.test.Canvas", "Canvas", "Data Output", "Shows an image.").sink(Sink::Canvas);
    idle(info, || Interface::new().inport(PortSpec::new::<Image>("image", "")))
}

impl Bench {
    /// Nodes of classes at places, and connections between their ports.
    fn new(nodes: &[(&str, [f32; 2])], connections: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let session = session(Registry::new().with(&[source, filter, pair, merge, canvas]), &user(&folder));
        for (class, position) in nodes {
            add(&session, &format!("org.test.{class}"), *position);
        }
        for (from, to) in connections {
            let network = session.store.snapshot().workspace.network;
            session.store.commit(&Connect { from: port(&network, from), to: port(&network, to) }).unwrap();
        }
        let mut bench = Self::over(session, folder, [1500.0, 1000.0], &[]);
        // The network has the room: tests drag far.
        let arrangement = &mut bench.harness.state_mut().desk.arrangement;
        (arrangement.console, arrangement.split) = (false, 0.2);
        bench.settle();
        bench.press(Modifiers::NONE, Key::F);
        bench
    }

    fn chain() -> Self {
        let nodes = [("Source", [0.0, 0.0]), ("Filter", [320.0, 0.0]), ("Pair", [640.0, 0.0]), ("Canvas", [960.0, 0.0])];
        Self::new(&nodes, &[("Source.volume", "Filter.input"), ("Filter.output", "Pair.first"), ("Pair.image", "Canvas.image")])
    }

    fn undo(&mut self) {
        self.press(Modifiers::COMMAND, Key::Z);
    }

    fn position(&self, identifier: &str) -> [f32; 2] {
        self.network().find(identifier).unwrap().position
    }

    /// The header of a node.
    fn header(&self, name: &str) -> Pos2 {
        let rect = self.harness.get_by_label(&format!("Node {name}")).rect();
        rect.center_top() + vec2(0.0, 14.0)
    }

    fn select(&mut self, names: &[&str]) {
        let nodes = names.iter().map(|name| self.node(name)).collect();
        self.harness.state_mut().desk.selection = nodes;
        self.settle();
    }

    /// A place part of the way along the straight line between two ports.
    fn between(&self, from: &str, to: &str, part: f32) -> Pos2 {
        let (from, to) = (self.place(from), self.place(to));
        from + (to - from) * part
    }

    fn run(&mut self, id: &str) {
        let now = voxloom_app::desk::Now::read(&self.harness.state().desk.session);
        let action = voxloom_app::commands::actions::find(id).unwrap();
        let desk = &mut self.harness.state_mut().desk;
        assert!((action.enabled)(desk, &now), "{id}");
        (action.run)(desk, &now);
        self.settle();
    }

    /// Labels that begin with a text, in the order in which they are drawn; buttons of the toolbar and the like are left out.
    fn labels(&self, start: &str) -> Vec<String> {
        let all = self.harness.root().children_recursive().filter_map(|node| node.accesskit_node().label());
        all.filter(|label| label.starts_with(start) && !label.starts_with("Add a ") && !label.ends_with('…')).collect()
    }

    /// A text that was put on the clipboard in the last frame.
    fn copied(&mut self, modifiers: Modifiers, cut: bool) -> String {
        self.harness.event(Event::ModifiersChanged(modifiers));
        self.harness.event(if cut { Event::Cut } else { Event::Copy });
        self.harness.run_steps(1);
        let commands = self.harness.output().platform_output.commands.clone();
        self.settle();
        let text = commands.into_iter().find_map(|command| match command {
            OutputCommand::CopyText(text) => Some(text),
            _ => None,
        });
        text.expect("something was put on the clipboard")
    }
}

fn port(network: &Network, name: &str) -> PortRef {
    let (node, port) = name.split_once('.').unwrap();
    PortRef { node: network.find(node).unwrap().id, port: port.into() }
}

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
fn the_selected_are_bypassed_and_work_again() {
    let mut bench = Bench::chain();
    bench.select(&["Filter"]);
    bench.press(Modifiers::NONE, Key::B);
    assert!(bench.network().find("Filter").unwrap().bypassed);
    bench.press(Modifiers::NONE, Key::M);
    assert!(!bench.network().find("Filter").unwrap().bypassed);
}

#[test]
fn nodes_are_lined_up_and_spread() {
    let nodes = [("Source", [0.0, 0.0]), ("Source", [16.0, 160.0]), ("Source", [48.0, 480.0])];
    let mut bench = Bench::new(&nodes, &[]);
    bench.select(&["Source", "Source2", "Source3"]);
    let xs = |bench: &Bench| ["Source", "Source2", "Source3"].map(|name| bench.position(name)[0]);
    let ys = |bench: &Bench| ["Source", "Source2", "Source3"].map(|name| bench.position(name)[1]);
    bench.run("align_left");
    assert_eq!(xs(&bench), [0.0; 3]);
    assert_eq!(ys(&bench), [0.0, 160.0, 480.0], "along the line they stay where there is room");
    bench.undo();
    bench.run("align_right");
    assert_eq!(xs(&bench), [48.0; 3]);
    bench.undo();
    bench.run("align_top");
    assert_eq!(ys(&bench), [0.0; 3]);
    bench.undo();
    bench.run("spread_vertically");
    assert_eq!(ys(&bench), [0.0, 240.0, 480.0]);
    bench.undo();
    assert_eq!(ys(&bench), [0.0, 160.0, 480.0]);
}

#[test]
fn what_is_lined_up_does_not_lie_on_top_of_each_other() {
    // A row: level, from left to right.
    let nodes = [("Source", [0.0, 0.0]), ("Filter", [320.0, 8.0]), ("Pair", [640.0, 8.0]), ("Canvas", [330.0, 300.0])];
    let mut bench = Bench::new(&nodes, &[]);
    let all = ["Source", "Filter", "Pair", "Canvas"];
    let places = |bench: &Bench| all.map(|name| bench.position(name));
    let overlap = |bench: &Bench| {
        let rects = all.map(|name| node_rect(bench.network().find(name).unwrap()).shrink(1.0));
        rects.iter().enumerate().any(|(index, a)| rects[index + 1..].iter().any(|b| a.intersects(*b)))
    };
    let before = places(&bench);
    for (id, axis) in [("align_left", 0), ("align_right", 0), ("align_top", 1), ("align_bottom", 1)] {
        bench.select(&all);
        bench.run(id);
        let after = places(&bench);
        assert!(!overlap(&bench), "{id}: {after:?}");
        if id == "align_left" {
            assert!(after.iter().all(|place| place[0] == 0.0), "{after:?}");
            let ys = after.map(|place| place[1]);
            assert!(ys[0] < ys[1] && ys[1] < ys[2] && ys[2] < ys[3], "from left to right became from top to bottom: {ys:?}");
        }
        if id == "align_top" {
            assert!(after.iter().all(|place| place[axis] == 0.0), "{after:?}");
        }
        bench.undo();
        assert_eq!(places(&bench), before, "{id} was one step");
    }
    // Too little room between the outermost: the usual gap.
    let mut bench = Bench::new(&[("Source", [0.0, 0.0]), ("Filter", [32.0, 0.0]), ("Pair", [64.0, 0.0]), ("Canvas", [96.0, 0.0])], &[]);
    bench.select(&all);
    bench.run("spread_horizontally");
    let xs = places(&bench).map(|place| place[0]);
    assert!(!overlap(&bench) && xs[1] - xs[0] == xs[2] - xs[1] && xs[2] - xs[1] == xs[3] - xs[2], "{xs:?}");
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
fn a_frame_is_made_around_the_selection_and_moves_with_what_lies_in_it() {
    let mut bench = Bench::chain();
    bench.select(&["Source", "Filter"]);
    bench.press(Modifiers::COMMAND, Key::G);
    bench.event(Event::Text("Input".to_owned()));
    bench.press(Modifiers::NONE, Key::Enter);
    let frame = bench.network().frames[0].clone();
    assert_eq!(frame.title, "Input");
    assert!(frame.rect[0] < 0.0 && frame.rect[2] > 320.0 + 192.0, "it goes around both: {:?}", frame.rect);
    let (source, pair, from) = (bench.position("Source"), bench.position("Pair"), bench.place("Frame Input"));
    bench.drag(from, from + vec2(0.0, 64.0));
    let moved = bench.network().frames[0].rect[1] - frame.rect[1];
    assert!(moved > 0.0);
    assert_eq!(bench.position("Source"), [source[0], source[1] + moved]);
    assert_eq!(bench.position("Pair"), pair, "what lies outside stays");
    bench.undo();
    assert_eq!(bench.network().frames[0].rect, frame.rect, "all of it was one step");
    // The edge resizes it.
    let edge = bench.place("Frame Input, lower right corner");
    bench.drag(edge, edge + vec2(40.0, 40.0));
    assert!(bench.network().frames[0].rect[2] > frame.rect[2] && bench.network().frames[0].rect[3] > frame.rect[3]);
    // Copied with its content.
    let title = bench.place("Frame Input");
    bench.click_at(title, PointerButton::Primary, Modifiers::NONE);
    bench.press(Modifiers::COMMAND, Key::D);
    assert_eq!((bench.network().frames.len(), bench.network().len()), (2, 6));
    bench.undo();
    // Removed alone.
    let title = bench.place("Frame Input");
    bench.click_at(title, PointerButton::Primary, Modifiers::NONE);
    bench.press(Modifiers::NONE, Key::Delete);
    assert_eq!((bench.network().frames.len(), bench.network().len()), (0, 4));
}

#[test]
fn a_note_is_written_on_the_ground() {
    let mut bench = Bench::chain();
    let ground = bench.place("Network") + vec2(0.0, 240.0);
    bench.harness.hover_at(ground);
    bench.settle();
    bench.press(Modifiers::NONE, Key::N);
    bench.event(Event::Text("Look here".to_owned()));
    bench.press(Modifiers::NONE, Key::Escape);
    assert_eq!(bench.network().notes[0].text, "Look here");
    let (note, nodes) = (bench.harness.get_by_label("Note Look here").rect(), ["Source", "Filter", "Pair", "Canvas"]);
    assert!(nodes.iter().all(|name| !bench.harness.get_by_label(&format!("Node {name}")).rect().intersects(note)), "no node lies over it");
    let before = bench.network().notes[0].rect;
    let note = bench.place("Note Look here");
    bench.drag(note, note + Vec2::new(64.0, 0.0));
    assert!(bench.network().notes[0].rect[0] > before[0]);
    // A double click writes on.
    let note = bench.place("Note Look here");
    bench.double_click_at(note);
    bench.event(Event::Text("Twice".to_owned()));
    let elsewhere = bench.place("Network") + vec2(-300.0, 240.0);
    bench.click_at(elsewhere, PointerButton::Primary, Modifiers::NONE);
    assert_eq!(bench.network().notes[0].text, "Twice");
}

#[test]
fn what_is_sought_is_selected_and_looked_at() {
    let mut bench = Bench::chain();
    let before = bench.harness.get_by_label("Node Source").rect();
    bench.press(Modifiers::COMMAND, Key::F);
    bench.event(Event::Text("scale=1".to_owned()));
    bench.harness.get_by_label("1 of 2");
    assert_eq!(bench.harness.state().desk.selection, [bench.node("Source")].into());
    bench.event(Event::Text("99".to_owned()));
    bench.harness.get_by_label("Nothing in the network fits");
    assert!(bench.harness.state().desk.selection.is_empty());
    assert_eq!(bench.harness.get_by_label("Node Source").rect(), before, "back to where it was");
    bench.press(Modifiers::NONE, Key::Backspace);
    bench.press(Modifiers::NONE, Key::Backspace);
    assert_eq!(bench.harness.state().desk.selection, [bench.node("Source")].into());
    bench.press(Modifiers::NONE, Key::Enter);
    assert_eq!(bench.harness.state().desk.selection, [bench.node("Filter")].into());
    bench.press(Modifiers::SHIFT, Key::Enter);
    assert_eq!(bench.harness.state().desk.selection, [bench.node("Source")].into());
    let shown = bench.harness.get_by_label("Node Source").rect();
    let room = bench.harness.get_by_label("Network").rect();
    assert!((shown.center() - room.center()).length() < 60.0, "the view looks at it: {shown:?} in {room:?}");
    bench.press(Modifiers::NONE, Key::Escape);
    assert!(bench.harness.query_by_label("1 of 2").is_none());
    bench.press(Modifiers::NONE, Key::F3);
    assert_eq!(bench.harness.state().desk.selection, [bench.node("Filter")].into(), "the next one, without the search in sight");
}

#[test]
fn a_network_is_copied_as_text_and_pasted() {
    let mut bench = Bench::chain();
    bench.select(&["Filter", "Pair"]);
    let text = bench.copied(Modifiers::COMMAND, false);
    assert!(text.contains("\"voxloom\"") && text.contains("org.test.Filter"), "{text}");
    let ground = bench.place("Network") + vec2(0.0, 240.0);
    bench.harness.hover_at(ground);
    bench.event(Event::Paste(text.clone()));
    assert_eq!(bench.network().len(), 6);
    assert!(bench.connections().contains(&"Filter2.output > Pair2.first".to_owned()), "{:?}", bench.connections());
    assert!(!bench.connections().contains(&"Source.volume > Filter2.input".to_owned()), "without what flows in");
    assert_eq!(bench.harness.state().desk.selection.len(), 2, "what was pasted is selected");
    bench.undo();
    // With Shift, what flows in is connected too.
    bench.harness.event(Event::ModifiersChanged(Modifiers::COMMAND | Modifiers::SHIFT));
    bench.event(Event::Paste(text.clone()));
    bench.harness.event(Event::ModifiersChanged(Modifiers::NONE));
    assert!(bench.connections().contains(&"Source.volume > Filter2.input".to_owned()), "{:?}", bench.connections());
    bench.undo();
    // Also when the keys are up again before the frame is drawn.
    let shift = |pressed| Event::Key { key: Key::ShiftLeft, physical_key: None, pressed, repeat: false, modifiers: Modifiers::NONE };
    bench.harness.event(shift(true));
    bench.harness.event(Event::Paste(text.clone()));
    bench.event(shift(false));
    assert!(bench.connections().contains(&"Source.volume > Filter2.input".to_owned()), "{:?}", bench.connections());
    // Another window takes it.
    let mut other = Bench::new(&[], &[]);
    other.event(Event::Paste(format!("Look at this:\n{text}\nNice, is it not?")));
    assert_eq!(other.network().len(), 2);
    // What is no network says so, and changes nothing.
    let notices = other.harness.state().desk.notices.all().len();
    other.event(Event::Paste("a shopping list".to_owned()));
    assert_eq!(other.network().len(), 2);
    assert_eq!(other.harness.state().desk.notices.all().len(), notices + 1);
    // Cut.
    bench.select(&["Filter"]);
    bench.copied(Modifiers::COMMAND, true);
    assert!(bench.network().by_identifier("Filter").is_none());
    assert_eq!(bench.undo_name().as_deref(), Some("Cut Filter"));
}

#[test]
fn a_trackpad_pans_with_two_fingers_and_a_wheel_zooms() {
    let mut bench = Bench::chain();
    let at = bench.place("Network");
    bench.harness.hover_at(at);
    bench.settle();
    let scroll = |bench: &mut Bench, unit, delta| {
        let event = Event::MouseWheel { unit, delta, phase: egui::TouchPhase::Move, modifiers: Modifiers::NONE };
        bench.event(event);
        bench.harness.run_steps(20);
    };
    let before = bench.harness.get_by_label("Node Source").rect();
    scroll(&mut bench, egui::MouseWheelUnit::Point, vec2(12.0, 30.0));
    let panned = bench.harness.get_by_label("Node Source").rect();
    assert!((panned.size() - before.size()).length() < 0.01, "two fingers do not zoom");
    assert!((panned.min - before.min - vec2(12.0, 30.0)).length() < 1.0, "{:?}", panned.min - before.min);
    scroll(&mut bench, egui::MouseWheelUnit::Line, vec2(0.0, -2.0));
    assert!(bench.harness.get_by_label("Node Source").rect().width() < panned.width() - 1.0, "the wheel zooms");
}

#[test]
fn arranging_puts_what_is_not_connected_below() {
    let nodes = [("Source", [0.0, 0.0]), ("Filter", [30.0, 20.0]), ("Source", [60.0, 40.0]), ("Source", [90.0, 60.0])];
    let mut bench = Bench::new(&nodes, &[("Source.volume", "Filter.input")]);
    bench.press(Modifiers::NONE, Key::L);
    let [source, filter, second, third] = ["Source", "Filter", "Source2", "Source3"].map(|name| bench.position(name));
    assert!(filter[0] > source[0] && filter[1] == source[1], "connected ones lie level, from left to right");
    assert!(second[1] > source[1] + 100.0 && third[1] == second[1], "others lie in a row below");
    assert!(third[0] > second[0]);
}
