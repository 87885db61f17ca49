//! The panel of properties, driven as a person drives it: typing, resetting, pasting, linking, several processors at once.

use std::path::PathBuf;
use std::sync::Arc;

use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, Pos2, Vec2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use voxloom_app::app::App;
use voxloom_app::log_console::Console;
use voxloom_app::panels::properties;
use voxloom_app::session::{Session, SessionOptions};
use voxloom_core::data::TransferFunction;
use voxloom_core::processor::{BuiltIn, Flow, Interface, Processor, ProcessorInfo};
use voxloom_core::property::{Kind, NumberKind, RangeKind, Semantics, VectorKind};
use voxloom_core::{Context, ProcessorError, Property, Value};
use voxloom_render::BackEndChoice;
use voxloom_workspace::NodeId;
use voxloom_workspace::command::{AddNode, AmendNode, SetProperty};

struct Idle;

impl Processor for Idle {
    fn process(&mut self, _ctx: &mut Context<'_>) -> Result<Flow, ProcessorError> {
        Ok(Flow::Done)
    }
}

fn length(identifier: &str, name: &str, value: f64) -> Property {
    let kind = NumberKind { unit: "mm".into(), ..NumberKind::new(value, 0.0, 1000.0, 0.1) };
    Property::new(identifier, name, Kind::Float(kind))
}

/// A property of every kind.
fn everything() -> Interface {
    let mut elements = Property::string("elements", "Elements", r#"[[0,"one","One"],[0,"two","Two"],[0,"three","Three"]]"#);
    elements.visible = false;
    let float = |id: &str, name: &str| Property::float(id, name, 0.5, 0.0..=1.0);
    let list = vec![Property::button("add", "Add Number"), Property::button("remove", "Remove Last"), elements];
    let list = list.into_iter().chain([float("one", "One"), float("two", "Two"), float("three", "Three")]).collect();
    Interface::new()
        .property(Property::float("alpha", "Alpha", 0.25, 0.0..=10.0).help("How much of it."))
        .property(length("depth", "Depth", 10.0))
        .property(Property::int("count", "Count", 3, 0..=100))
        .property(Property::bool("on", "Switch", false))
        .property(Property::string("title", "Title", "picture"))
        .property(Property::string("source", "Script", "x = 1").semantics(Semantics::Code))
        .property(Property::option("mode", "Mode", &[("a", "First"), ("b", "Second")]))
        .property(Property::file("file", "File", &["npy"]))
        .property(Property::new("folder", "Folder", Kind::Directory { default: "".into() }))
        .property(Property::new("size", "Size", Kind::IntVector(VectorKind::new(&[4, 5, 6], 0, 100, 1))))
        .property(Property::new("matrix", "Matrix", Kind::FloatVector(VectorKind::new(&[0.0; 16], -10.0, 10.0, 0.1))))
        .property(
            Property::new("light", "Light", Kind::FloatVector(VectorKind::new(&[0.0, 0.0, 5.0], -9.0, 9.0, 0.1))).semantics(Semantics::LightPosition),
        )
        .property(Property::new("range", "Range", Kind::MinMax(RangeKind::new([0.0, 1.0], [0.0, 1.0]))))
        .property(Property::color("tint", "Tint", [1.0, 0.0, 0.0, 1.0]))
        .property(Property::button("go", "Go"))
        .property(Property::composite("inner", "Inner", vec![float("beta", "Beta"), float("gamma", "Gamma")]))
        .property(Property::composite("shade", "Shading", vec![Property::bool("checked", "Checked", false), float("strength", "Strength")]))
        .property(Property::composite("list", "Numbers", list))
}

fn maker() -> BuiltIn {
    BuiltIn::new(ProcessorInfo::built_in("test.Maker", "Maker", "Test", "Makes."), everything, |_| Box::new(Idle))
}

fn viewer() -> BuiltIn {
    let interface = || {
        Interface::new()
            .property(Property::float("alpha", "Opacity", 1.0, 0.0..=10.0))
            .property(Property::camera("camera", "Camera"))
            .property(Property::transfer_function("tf", "Colors", TransferFunction::default()))
    };
    BuiltIn::new(ProcessorInfo::built_in("test.Viewer", "Viewer", "Test", "Shows."), interface, |_| Box::new(Idle))
}

/// A hundred properties.
fn long() -> BuiltIn {
    let interface = || {
        (0..100)
            .fold(Interface::new(), |interface, i| interface.property(Property::float(&format!("p{i}"), &format!("Parameter {i}"), 0.5, 0.0..=1.0)))
    };
    BuiltIn::new(ProcessorInfo::built_in("test.Long", "Long", "Test", "Has much to set."), interface, |_| Box::new(Idle))
}

/// A heading with one property of its name.
fn repeated() -> BuiltIn {
    let interface = || {
        let colors = Property::transfer_function("tf", "Colors", TransferFunction::default());
        Interface::new().property(Property::composite("colors", "Colors", vec![colors]))
    };
    BuiltIn::new(ProcessorInfo::built_in("test.Repeated", "Repeated", "Test", "Says it once."), interface, |_| Box::new(Idle))
}

/// Texts that are painted, and whether they are cut off.
fn painted(harness: &Harness<'static, Desk>) -> Vec<(String, bool)> {
    fn walk(shape: &egui::Shape, texts: &mut Vec<(String, bool)>) {
        match shape {
            egui::Shape::Vec(shapes) => shapes.iter().for_each(|shape| walk(shape, texts)),
            egui::Shape::Text(text) => texts.push((text.galley.text().to_owned(), text.galley.elided)),
            _ => {}
        }
    }
    let mut texts = Vec::new();
    harness.output().shapes.iter().for_each(|clipped| walk(&clipped.shape, &mut texts));
    texts
}

fn session(folder: &tempfile::TempDir) -> Arc<Session> {
    let registry = Arc::new(voxloom_processors::registry().with(&[maker, viewer, long, repeated]));
    let options = SessionOptions { back_end: BackEndChoice::Cpu, user_dir: Some(folder.path().to_owned()), ..SessionOptions::default() };
    Arc::new(Session::new(registry, options, None, Arc::new(Console::default()), || ()).unwrap())
}

struct Desk {
    session: Arc<Session>,
    nodes: Vec<NodeId>,
    selected: Vec<NodeId>,
    _folder: tempfile::TempDir,
}

struct Bench(Harness<'static, Desk>);

impl Bench {
    /// One node of each class that is named; all of them are selected.
    fn new(classes: &[&str]) -> Self {
        Self::sized(classes, vec2(380.0, 1400.0))
    }

    fn sized(classes: &[&str], size: Vec2) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let session = session(&folder);
        let add = |class: &&str| session.store.commit(&AddNode::new(session.registry.get(class).unwrap(), [0.0; 2])).unwrap().added[0];
        let nodes: Vec<NodeId> = classes.iter().map(add).collect();
        session.store.end_drag();
        let desk = Desk { session, selected: nodes.clone(), nodes, _folder: folder };
        let show = |ui: &mut egui::Ui, desk: &mut Desk| {
            voxloom_app::theme::apply(ui.ctx());
            let (snapshot, states) = (desk.session.store.snapshot(), desk.session.evaluator.board().nodes());
            properties::show(ui, &desk.session, &snapshot, &states, &desk.selected);
        };
        let mut bench = Self(Harness::builder().with_size(size).with_step_dt(1.0 / 60.0).build_ui_state(show, desk));
        bench.settle();
        bench
    }

    fn settle(&mut self) {
        self.0.run_steps(6);
    }

    fn value(&self, node: usize, path: &str) -> Value {
        let desk = self.0.state();
        desk.session.store.snapshot().workspace.network.get(desk.nodes[node]).unwrap().value(path).unwrap().clone()
    }

    fn float(&self, node: usize, path: &str) -> f64 {
        self.value(node, path).as_float().unwrap()
    }

    fn set(&mut self, node: usize, path: &str, value: Value) {
        let desk = self.0.state();
        desk.session.store.commit(&SetProperty { node: desk.nodes[node], path: path.to_owned(), value }).unwrap();
        desk.session.store.end_drag();
        self.settle();
    }

    fn links(&self) -> Vec<String> {
        let network = self.0.state().session.store.snapshot().workspace.network.clone();
        let name = |end: &voxloom_workspace::PropertyRef| format!("{}.{}", network.get(end.node).unwrap().identifier, end.path);
        network.links().map(|link| format!("{} > {}", name(&link.from), name(&link.to))).collect()
    }

    fn undo(&mut self) {
        self.0.state().session.store.undo();
        self.settle();
    }

    fn undo_name(&self) -> Option<String> {
        self.0.state().session.store.undo_redo_names().0
    }

    fn click(&mut self, label: &str) {
        self.0.get_by_label(label).click();
        self.settle();
    }

    fn press(&mut self, modifiers: Modifiers, key: Key) {
        self.0.key_press_modifiers(modifiers, key);
        self.settle();
    }

    fn write(&mut self, role: Role, label: &str, text: &str) {
        self.0.get_by_role_and_label(role, label).focus();
        self.settle();
        self.press(Modifiers::COMMAND, Key::A);
        self.0.event(Event::Text(text.to_owned()));
        self.settle();
        self.press(Modifiers::NONE, Key::Enter);
    }

    /// The menu of a row: a right click on its name.
    fn menu(&mut self, name: &str) {
        let place = self.0.get_by_role_and_label(Role::Label, name).rect().center();
        self.menu_at(place);
    }

    fn menu_at(&mut self, place: Pos2) {
        self.0.hover_at(place);
        self.settle();
        for pressed in [true, false] {
            self.0.event(Event::PointerButton { pos: place, button: egui::PointerButton::Secondary, pressed, modifiers: Modifiers::NONE });
            self.0.run_steps(2);
        }
        self.settle();
    }

    fn copied(&self) -> Option<String> {
        self.0.output().platform_output.commands.iter().find_map(|command| match command {
            egui::OutputCommand::CopyText(text) => Some(text.clone()),
            _ => None,
        })
    }

    fn drag(&mut self, from: Pos2, to: Pos2) {
        self.0.hover_at(from);
        self.settle();
        self.0.drag_at(from);
        self.0.run_steps(2);
        for step in 1..=8 {
            self.0.hover_at(from + (to - from) * (step as f32 / 8.0));
            self.0.run_steps(1);
        }
        self.settle();
        self.0.drop_at(to);
        self.settle();
    }

    fn shows(&self, label: &str) -> bool {
        self.0.query_by_label(label).is_some()
    }

    /// Whether a property has its row.
    fn has_row(&self, name: &str) -> bool {
        self.0.query_by_role_and_label(Role::Label, name).is_some()
    }
}

#[test]
fn arithmetic_and_units_are_typed_into_numbers() {
    let mut bench = Bench::new(&["test.Maker"]);
    for (text, expected) in [("2*pi", std::f64::consts::TAU), ("1e-3/4", 0.000_25), ("sqrt(2)", 2.0_f64.sqrt()), ("2,5", 2.5)] {
        bench.write(Role::SpinButton, "Alpha", text);
        assert!((bench.float(0, "alpha") - expected).abs() < 1e-12, "{text}: {}", bench.float(0, "alpha"));
    }
    bench.write(Role::SpinButton, "Depth", "2.5 cm");
    assert_eq!(bench.value(0, "depth"), Value::Float(25.0));
    bench.write(Role::SpinButton, "Count", "2^5");
    assert_eq!(bench.value(0, "count"), Value::Int(32));
    bench.write(Role::SpinButton, "Size y", "3*4");
    assert_eq!(bench.value(0, "size"), Value::IntVector(vec![4, 12, 6]));
    bench.write(Role::SpinButton, "Alpha", "2*");
    bench.0.get_by_label_contains("“2*” is not a number that Alpha takes");
    assert_eq!(bench.float(0, "alpha"), 2.5);
}

#[test]
fn looking_into_a_number_does_not_round_it() {
    let mut bench = Bench::new(&["test.Maker"]);
    bench.set(0, "alpha", Value::Float(1.0 / 3.0));
    bench.0.get_by_role_and_label(Role::SpinButton, "Alpha").focus();
    bench.settle();
    bench.press(Modifiers::NONE, Key::Enter);
    assert_eq!(bench.float(0, "alpha"), 1.0 / 3.0);
}

#[test]
fn matrices_are_edited_in_rows() {
    let mut bench = Bench::new(&["test.Maker"]);
    let place =
        |bench: &Bench, row, column| bench.0.get_by_role_and_label(Role::SpinButton, &format!("Matrix row {row} column {column}")).rect().center();
    assert!(place(&bench, 1, 4).x > place(&bench, 1, 1).x && place(&bench, 4, 1).y > place(&bench, 1, 1).y);
    bench.write(Role::SpinButton, "Matrix row 1 column 4", "7");
    let mut expected = vec![0.0; 16];
    // Elements lie column by column.
    expected[12] = 7.0;
    assert_eq!(bench.value(0, "matrix"), Value::FloatVector(expected));
}

#[test]
fn a_light_is_dragged_around_at_its_distance() {
    let mut bench = Bench::new(&["test.Maker"]);
    let ball = bench.0.get_by_role_and_label(Role::Slider, "Light direction").rect();
    bench.drag(ball.center(), ball.center() + vec2(20.0, 0.0));
    let light = bench.value(0, "light").as_floats().unwrap();
    let distance = light.iter().map(|v| v * v).sum::<f64>().sqrt();
    assert!((distance - 5.0).abs() < 1e-6 && light[0] > 2.5 && light[1].abs() < 0.3, "{light:?}");
    bench.undo();
    assert_eq!(bench.value(0, "light"), Value::FloatVector(vec![0.0, 0.0, 5.0]));
}

#[test]
fn a_changed_value_is_marked_and_reset_to_its_default() {
    let mut bench = Bench::new(&["test.Maker"]);
    assert!(!bench.shows("Reset Alpha"));
    bench.set(0, "alpha", Value::Float(3.0));
    bench.click("Reset Alpha");
    assert_eq!(bench.float(0, "alpha"), 0.25);
    assert!(!bench.shows("Reset Alpha"));
    bench.undo();
    assert_eq!(bench.float(0, "alpha"), 3.0);
    // All of a heading at once, and as one step.
    bench.set(0, "inner.beta", Value::Float(0.1));
    bench.set(0, "inner.gamma", Value::Float(0.2));
    let place = bench.0.get_by_label("Close Inner").rect().center();
    bench.menu_at(place);
    bench.click("Reset all to default");
    assert_eq!((bench.float(0, "inner.beta"), bench.float(0, "inner.gamma")), (0.5, 0.5));
    bench.undo();
    assert_eq!((bench.float(0, "inner.beta"), bench.float(0, "inner.gamma")), (0.1, 0.2));
}

#[test]
fn values_and_paths_are_copied_and_pasted() {
    let mut bench = Bench::new(&["test.Maker"]);
    bench.menu("Alpha");
    bench.0.get_by_label("Copy path").click();
    bench.0.step();
    assert_eq!(bench.copied().as_deref(), Some("Maker.alpha"));
    bench.settle();
    bench.menu("Tint");
    bench.0.get_by_label("Copy value").click();
    bench.0.step();
    assert_eq!(bench.copied().as_deref(), Some("[1.0,0.0,0.0,1.0]"));
    bench.settle();
    for (name, text, path, expected) in [
        ("Alpha", "4.5", "alpha", Value::Float(4.5)),
        ("Tint", "#00ff00\n", "tint", Value::Color([0.0, 1.0, 0.0, 1.0])),
        ("Size", "[1,2,3]", "size", Value::IntVector(vec![1, 2, 3])),
        ("Title", "12", "title", Value::String("12".into())),
    ] {
        bench.menu(name);
        bench.click("Paste value");
        bench.0.event(Event::Paste(text.to_owned()));
        bench.settle();
        assert_eq!(bench.value(0, path), expected);
    }
    bench.menu("Count");
    bench.click("Paste value");
    bench.0.event(Event::Paste("many".to_owned()));
    bench.settle();
    bench.0.get_by_label_contains("Not pasted: count takes a whole number");
    assert_eq!(bench.value(0, "count"), Value::Int(3));
}

#[test]
fn the_menu_of_a_row_opens_by_key() {
    let mut bench = Bench::new(&["test.Maker"]);
    bench.set(0, "alpha", Value::Float(3.0));
    bench.0.get_by_role_and_label(Role::SpinButton, "Alpha").focus();
    bench.settle();
    bench.press(Modifiers::SHIFT, Key::F10);
    bench.0.get_by_label("How much of it.");
    bench.click("Reset to default");
    assert_eq!(bench.float(0, "alpha"), 0.25);
}

#[test]
fn headings_open_close_and_switch() {
    let mut bench = Bench::new(&["test.Maker"]);
    assert!(bench.has_row("Beta"));
    bench.click("Close Inner");
    assert!(!bench.has_row("Beta"));
    bench.click("Open Inner");
    assert!(bench.has_row("Beta"));
    bench.0.get_by_role_and_label(Role::CheckBox, "Shading").click();
    bench.settle();
    assert_eq!(bench.value(0, "shade.checked"), Value::Bool(true));
    assert!(!bench.has_row("Checked"), "the switch stands on the heading");
}

#[test]
fn elements_of_a_list_are_added_moved_and_removed() {
    let mut bench = Bench::new(&["test.Maker"]);
    assert!(!bench.shows("Remove Last") && !bench.has_row("Elements"));
    bench.click("Move Two up");
    assert_eq!(bench.value(0, "list.elements"), Value::String(r#"[[0,"two","Two"],[0,"one","One"],[0,"three","Three"]]"#.into()));
    bench.undo();
    bench.click("Remove One");
    assert_eq!(bench.value(0, "list.elements"), Value::String(r#"[[0,"two","Two"],[0,"three","Three"]]"#.into()));
    bench.click("Add Number");
    let presses = bench.0.state().session.store.snapshot().presses.clone();
    assert_eq!(presses.values().copied().sum::<u64>(), 1);
}

#[test]
fn visibility_and_read_only_follow_the_processor() {
    let mut bench = Bench::new(&["test.Maker"]);
    let mut properties = everything().properties().to_vec();
    properties[0].visible = false;
    properties[2].read_only = true;
    let desk = bench.0.state();
    let amend = AmendNode { node: desk.nodes[0], interface: Arc::new(Interface::of(Vec::new(), Vec::new(), properties)) };
    desk.session.store.commit(&amend).unwrap();
    bench.settle();
    assert!(!bench.has_row("Alpha"));
    assert!(bench.0.get_by_role_and_label(Role::SpinButton, "Count").accesskit_node().is_disabled());
    bench.undo();
    assert!(bench.has_row("Alpha"));
    assert!(!bench.0.get_by_role_and_label(Role::SpinButton, "Count").accesskit_node().is_disabled());
}

#[test]
fn several_processors_are_edited_together() {
    let mut bench = Bench::new(&["test.Maker", "test.Maker"]);
    bench.set(1, "alpha", Value::Float(7.0));
    bench.set(1, "size", Value::IntVector(vec![4, 50, 6]));
    bench.set(1, "mode", Value::Option("b".into()));
    let shown = |bench: &Bench, label: &str| bench.0.get_by_role_and_label(Role::ComboBox, label).accesskit_node().value();
    assert_eq!(shown(&bench, "Mode").as_deref().unwrap_or("—"), "—");
    bench.write(Role::SpinButton, "Alpha", "2");
    assert_eq!((bench.float(0, "alpha"), bench.float(1, "alpha")), (2.0, 2.0));
    assert_eq!(bench.undo_name().as_deref(), Some("Change Alpha of 2 processors"));
    bench.undo();
    assert_eq!((bench.float(0, "alpha"), bench.float(1, "alpha")), (0.25, 7.0));
    // Only the component that is typed changes.
    bench.write(Role::SpinButton, "Size x", "9");
    assert_eq!(bench.value(0, "size"), Value::IntVector(vec![9, 5, 6]));
    assert_eq!(bench.value(1, "size"), Value::IntVector(vec![9, 50, 6]));
    // The value that the first has may be typed for all.
    bench.write(Role::SpinButton, "Size y", "5");
    assert_eq!(bench.value(1, "size"), Value::IntVector(vec![9, 5, 6]));
    // Looking into a field of several values changes none.
    bench.0.get_by_role_and_label(Role::SpinButton, "Alpha").focus();
    bench.settle();
    bench.press(Modifiers::NONE, Key::Enter);
    assert_eq!((bench.float(0, "alpha"), bench.float(1, "alpha")), (0.25, 7.0));
    bench.write(Role::TextInput, "Title", "both");
    assert_eq!(bench.value(0, "title"), bench.value(1, "title"));
    bench.click("Reset Alpha");
    assert_eq!(bench.float(1, "alpha"), 0.25);
}

#[test]
fn processors_of_different_classes_share_what_both_have() {
    let mut bench = Bench::new(&["test.Maker", "test.Viewer"]);
    assert!(bench.has_row("Alpha") && !bench.has_row("Count") && !bench.has_row("Beta"));
    bench.click("One by one");
    assert!(bench.has_row("Alpha") && bench.has_row("Opacity") && bench.has_row("Count"));
}

#[test]
fn the_search_leaves_what_has_the_words() {
    let mut bench = Bench::new(&["test.Maker"]);
    for (words, there, gone) in [("bet", "Beta", "Alpha"), ("inner gam", "Gamma", "Beta"), ("picture", "Title", "Count"), ("secon", "Count", "Alpha")]
    {
        if words == "secon" {
            bench.set(0, "mode", Value::Option("b".into()));
        }
        bench.0.get_by_label("Search properties").focus();
        bench.settle();
        bench.press(Modifiers::COMMAND, Key::A);
        bench.0.event(Event::Text(words.to_owned()));
        bench.settle();
        let there = if words == "secon" { "Mode" } else { there };
        assert!(bench.has_row(there) && !bench.has_row(gone), "{words}");
    }
    bench.click("Clear the search");
    assert!(bench.has_row("Alpha") && bench.has_row("Count"));
}

#[test]
fn a_name_dragged_onto_another_links_them() {
    let mut bench = Bench::sized(&["test.Maker", "test.Viewer"], vec2(380.0, 2600.0));
    bench.click("One by one");
    let place = |bench: &Bench, name: &str| bench.0.get_by_role_and_label(Role::Label, name).rect().left_center() + vec2(8.0, 0.0);
    let (from, to) = (place(&bench, "Alpha"), place(&bench, "Opacity"));
    bench.drag(from, to);
    assert_eq!(bench.links(), ["Maker.alpha > Viewer.alpha"]);
    assert_eq!(bench.float(1, "alpha"), 0.25, "what follows takes the value at once");
    bench.set(0, "alpha", Value::Float(6.0));
    assert_eq!(bench.float(1, "alpha"), 6.0);
    bench.click("Links of Opacity");
    bench.click("Unlink from Alpha of Maker");
    assert_eq!(bench.links(), Vec::<String>::new());
    assert!(!bench.shows("Links of Opacity"));
    bench.undo();
    assert_eq!(bench.links(), ["Maker.alpha > Viewer.alpha"]);
    // What does not fit stays as it is.
    let (from, to) = (place(&bench, "Title"), place(&bench, "Count"));
    bench.drag(from, to);
    assert_eq!(bench.links().len(), 1);
}

#[test]
fn a_property_is_linked_from_its_menu() {
    let mut bench = Bench::new(&["test.Maker", "test.Maker", "test.Viewer"]);
    bench.0.state_mut().selected.truncate(1);
    bench.settle();
    bench.menu("Alpha");
    bench.click("Link to…");
    assert!(!bench.shows("Title of Maker 2"), "a text is nothing that a number follows");
    bench.0.event(Event::Text("viewer".to_owned()));
    bench.settle();
    bench.press(Modifiers::NONE, Key::Enter);
    let mut links = bench.links();
    links.sort();
    assert_eq!(links, ["Maker.alpha > Viewer.alpha", "Viewer.alpha > Maker.alpha"]);
    assert_eq!(bench.float(0, "alpha"), 1.0);
    bench.click("Links of Alpha");
    bench.click("Unlink from Opacity of Viewer");
    assert!(bench.links().is_empty());
}

#[test]
fn the_links_of_two_processors_have_a_dialog() {
    let mut bench = Bench::new(&["test.Maker", "test.Maker"]);
    bench.click("Link…");
    bench.click("Link Alpha both ways");
    bench.click("Link Count to the second");
    let mut links = bench.links();
    links.sort();
    assert_eq!(links, ["Maker.alpha > Maker2.alpha", "Maker.count > Maker2.count", "Maker2.alpha > Maker.alpha"]);
    bench.click("Link Count to the first");
    assert!(bench.links().contains(&"Maker2.count > Maker.count".to_owned()) && bench.links().len() == 3);
    bench.click("Link Count to the first");
    assert_eq!(bench.links().len(), 2);
    bench.press(Modifiers::NONE, Key::Escape);
    assert!(!bench.shows("Link Alpha both ways"));
}

#[test]
fn cameras_are_linked_at_once() {
    let bench = Bench::new(&["test.Viewer", "test.Viewer", "test.Viewer", "test.Maker"]);
    let desk = bench.0.state();
    let snapshot = desk.session.store.snapshot();
    assert_eq!(properties::link_cameras(&desk.session, &snapshot, desk.nodes.iter().copied()), Ok(3));
    assert_eq!(bench.links().len(), 4);
    let Value::Camera(mut camera) = bench.value(2, "camera") else { panic!("no camera") };
    camera.look_from.x += 3.0;
    let mut bench = bench;
    bench.set(2, "camera", Value::Camera(camera));
    assert_eq!(bench.value(0, "camera"), Value::Camera(camera));
    assert_eq!(bench.value(1, "camera"), Value::Camera(camera));
    let desk = bench.0.state();
    assert!(properties::link_cameras(&desk.session, &snapshot, desk.nodes[2..].iter().copied()).unwrap_err().contains("two are needed"));
}

#[derive(Debug)]
struct Dropped(PathBuf);

impl egui::DroppedFile for Dropped {
    fn path(&self) -> &std::path::Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        Err("nobody reads it here".to_owned())
    }
}

#[test]
fn files_are_dropped_on_their_field_and_remembered() {
    let mut bench = Bench::new(&["test.Maker", "test.Maker"]);
    bench.0.state_mut().selected.truncate(1);
    bench.settle();
    let place = bench.0.get_by_role_and_label(Role::TextInput, "File").rect().center();
    bench.0.hover_at(place);
    bench.settle();
    bench.0.input_mut().dropped_files.push(Arc::new(Dropped("/data/brain.npy".into())));
    bench.settle();
    assert_eq!(bench.value(0, "file").as_str(), Some("/data/brain.npy"));
    // Another field of the same kind offers it, one of another kind does not.
    let second = bench.0.state().nodes[1];
    bench.0.state_mut().selected = vec![second];
    bench.settle();
    bench.click("Recent files for Folder");
    assert!(!bench.shows("brain.npy"));
    bench.press(Modifiers::NONE, Key::Escape);
    bench.click("Recent files for File");
    bench.click("brain.npy");
    assert_eq!(bench.value(1, "file").as_str(), Some("/data/brain.npy"));
}

#[test]
fn the_names_of_shipped_processors_are_whole() {
    // What is left of the panel in a window 1440 points wide.
    let width = 306.0;
    let (mut named, mut long) = (0, false);
    for class in voxloom_processors::registry().all() {
        let names: Vec<String> = class.interface().leaves().iter().map(|leaf| leaf.property.display_name.to_string()).collect();
        let bench = Bench::sized(&[&*class.info().class_identifier], vec2(width, 2400.0));
        let shown: Vec<_> = painted(&bench.0).into_iter().filter(|(text, _)| names.contains(text)).collect();
        named += shown.len();
        long |= shown.iter().any(|(name, _)| name.starts_with("Sampling "));
        let cut: Vec<_> = shown.iter().filter(|(_, cut)| *cut).collect();
        assert!(cut.is_empty(), "{}: {cut:?}", class.info().display_name);
    }
    assert!(named > 40 && long, "{named}");
}

#[test]
fn a_name_that_stands_above_is_not_repeated() {
    let mut bench = Bench::new(&["test.Repeated"]);
    let count = |bench: &Bench| painted(&bench.0).iter().filter(|(text, _)| text.contains("Colors")).count();
    assert_eq!(count(&bench), 1);
    let mut changed = TransferFunction::default();
    changed.set_points(Vec::new());
    bench.set(0, "colors.tf", Value::TransferFunction(Arc::new(changed)));
    assert_eq!(count(&bench), 1, "changed, it has its mark but no name");
    bench.click("Reset Colors");
    assert_eq!(bench.value(0, "colors.tf"), Value::TransferFunction(Arc::new(TransferFunction::default())));
}

#[test]
fn only_what_is_in_sight_is_laid_out() {
    let mut bench = Bench::sized(&["test.Long"], vec2(380.0, 500.0));
    let laid_out = |bench: &Bench| (0..100).filter(|i| bench.has_row(&format!("Parameter {i}"))).count();
    assert!(bench.has_row("Parameter 0") && !bench.has_row("Parameter 99"));
    assert!(laid_out(&bench) < 30, "{}", laid_out(&bench));
    // The end is reached, and what is there works.
    bench.0.hover_at(egui::pos2(100.0, 300.0));
    for _ in 0..40 {
        bench.0.event(Event::MouseWheel {
            unit: egui::MouseWheelUnit::Point,
            delta: vec2(0.0, -300.0),
            modifiers: Modifiers::NONE,
            phase: egui::TouchPhase::Move,
        });
        bench.0.run_steps(2);
    }
    bench.0.run_steps(30);
    assert!(bench.has_row("Parameter 99") && !bench.has_row("Parameter 0") && laid_out(&bench) < 30);
    bench.write(Role::SpinButton, "Parameter 99", "1/4");
    assert_eq!(bench.value(0, "p99"), Value::Float(0.25));
}

#[test]
fn undo_in_the_code_editor_changes_the_text_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("notes.py");
    std::fs::write(&file, "one\ntwo\n").unwrap();
    let session = session(&folder);
    let mut harness =
        Harness::builder().with_size([1200.0, 800.0]).with_step_dt(0.25).build_eframe(move |cc| App::new(&cc.egui_ctx, session, None, &[]));
    harness.run_steps(4);
    harness.state_mut().desk.edit_here(&file, None);
    for _ in 0..200 {
        harness.run_steps(2);
        if harness.query_by_label_contains("Source of notes.py").is_some() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    harness.get_by_label_contains("Source of notes.py").focus();
    harness.run_steps(8);
    harness.event(Event::Text("x".to_owned()));
    harness.run_steps(8);
    let text = |harness: &Harness<'_, App>| harness.state().desk.sources.files()[0].text.clone();
    let typed = text(&harness);
    assert_ne!(typed, "one\ntwo\n");
    // Long enough for the field to remember each place of the cursor.
    for _ in 0..3 {
        harness.key_press(Key::ArrowRight);
        harness.run_steps(8);
    }
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    harness.run_steps(4);
    assert_eq!(text(&harness), "one\ntwo\n", "the first undo takes back what was typed");
    harness.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    harness.run_steps(4);
    assert_eq!(text(&harness), typed);
}
