//! A properties panel of its own over a session, for the tests of the panel and of its widgets.
#![allow(dead_code, reason = "each test file takes what it needs")]

use std::sync::Arc;

use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, Pos2, Vec2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use voxloom_app::panels::properties;
use voxloom_app::session::Session;
use voxloom_core::data::TransferFunction;
use voxloom_core::processor::{BuiltIn, Flow, Interface, Processor, ProcessorInfo};
use voxloom_core::property::{Kind, NumberKind, RangeKind, Semantics, VectorKind};
use voxloom_core::{Context, ProcessorError, Property, Value};
use voxloom_workspace::NodeId;
use voxloom_workspace::command::{AddNode, SetProperty};

use crate::common::{self, idle};

pub fn length(identifier: &str, name: &str, value: f64) -> Property {
    let kind = NumberKind { unit: "mm".into(), ..NumberKind::new(value, 0.0, 1000.0, 0.1) };
    Property::new(identifier, name, Kind::Float(kind))
}

/// A property of every kind.
pub fn everything() -> Interface {
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

pub fn maker() -> BuiltIn {
    idle(ProcessorInfo::built_in("test.Maker", "Maker", "Test", "Makes."), everything)
}

pub fn viewer() -> BuiltIn {
    let interface = || {
        Interface::new()
            .property(Property::float("alpha", "Opacity", 1.0, 0.0..=10.0))
            .property(Property::camera("camera", "Camera"))
            .property(Property::transfer_function("tf", "Colors", TransferFunction::default()))
    };
    idle(ProcessorInfo::built_in("test.Viewer", "Viewer", "Test", "Shows."), interface)
}

/// A hundred properties.
pub fn long() -> BuiltIn {
    let interface = || {
        (0..100)
            .fold(Interface::new(), |interface, i| interface.property(Property::float(&format!("p{i}"), &format!("Parameter {i}"), 0.5, 0.0..=1.0)))
    };
    idle(ProcessorInfo::built_in("test.Long", "Long", "Test", "Has much to set."), interface)
}

/// A heading with one property of its name.
pub fn repeated() -> BuiltIn {
    let interface = || {
        let colors = Property::transfer_function("tf", "Colors", TransferFunction::default());
        Interface::new().property(Property::composite("colors", "Colors", vec![colors]))
    };
    idle(ProcessorInfo::built_in("test.Repeated", "Repeated", "Test", "Says it once."), interface)
}

struct Fussy;

impl Processor for Fussy {
    fn process(&mut self, ctx: &mut Context<'_>) -> Result<Flow, ProcessorError> {
        match ctx.values().float("alpha") {
            alpha if alpha > 0.5 => Err(ProcessorError::failed(format!("alpha is {alpha}, which is more than a half"))),
            _ => Ok(Flow::Done),
        }
    }
}

/// Fails for what is more than a half; and has a list of a thousand, and names without end.
fn fussy() -> BuiltIn {
    let interface = || {
        let choices: Vec<(String, String)> = (0..1000).map(|i| (format!("c{i}"), format!("Choice {i}"))).collect();
        let choices: Vec<(&str, &str)> = choices.iter().map(|(id, name)| (id.as_str(), name.as_str())).collect();
        let endless = "A name without end ".repeat(12);
        Interface::new()
            .property(Property::float("alpha", "Alpha", 0.25, 0.0..=1.0))
            .property(Property::float("beta", "Beta", 0.25, 0.0..=1.0))
            .property(Property::option("choice", "Choice", &choices))
            .property(Property::float("endless", &endless, 0.5, 0.0..=1.0))
            .property(Property::button("press", &endless))
            .property(Property::string("text", &endless, &"x".repeat(5000)))
            .property(Property::composite("group", &endless, vec![Property::file("file", &endless, &["npy"])]))
    };
    BuiltIn::new(ProcessorInfo::built_in("test.Fussy", "Fussy", "Test", "Fails."), interface, |_| Box::new(Fussy))
}

pub fn session(folder: &tempfile::TempDir) -> Arc<Session> {
    common::session(voxloom_processors::registry().with(&[maker, viewer, long, repeated, fussy]), &common::user(folder))
}

pub struct Desk {
    pub session: Arc<Session>,
    pub nodes: Vec<NodeId>,
    pub selected: Vec<NodeId>,
    _folder: tempfile::TempDir,
}

pub struct Bench(pub Harness<'static, Desk>);

impl Bench {
    /// One node of each class that is named; all of them are selected.
    pub fn new(classes: &[&str]) -> Self {
        Self::sized(classes, vec2(380.0, 1400.0))
    }

    pub fn sized(classes: &[&str], size: Vec2) -> Self {
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

    pub fn settle(&mut self) {
        self.0.run_steps(6);
    }

    pub fn value(&self, node: usize, path: &str) -> Value {
        let desk = self.0.state();
        desk.session.store.snapshot().workspace.network.get(desk.nodes[node]).unwrap().value(path).unwrap().clone()
    }

    pub fn float(&self, node: usize, path: &str) -> f64 {
        self.value(node, path).as_float().unwrap()
    }

    pub fn set(&mut self, node: usize, path: &str, value: Value) {
        let desk = self.0.state();
        desk.session.store.commit(&SetProperty { node: desk.nodes[node], path: path.to_owned(), value }).unwrap();
        desk.session.store.end_drag();
        self.settle();
    }

    pub fn links(&self) -> Vec<String> {
        let network = self.0.state().session.store.snapshot().workspace.network.clone();
        let name = |end: &voxloom_workspace::PropertyRef| format!("{}.{}", network.get(end.node).unwrap().identifier, end.path);
        network.links().map(|link| format!("{} > {}", name(&link.from), name(&link.to))).collect()
    }

    pub fn undo(&mut self) {
        self.0.state().session.store.undo();
        self.settle();
    }

    pub fn undo_name(&self) -> Option<String> {
        self.0.state().session.store.undo_redo_names().0
    }

    pub fn click(&mut self, label: &str) {
        self.0.get_by_label(label).click();
        self.settle();
    }

    pub fn press(&mut self, modifiers: Modifiers, key: Key) {
        self.0.key_press_modifiers(modifiers, key);
        self.settle();
    }

    pub fn write(&mut self, role: Role, label: &str, text: &str) {
        self.0.get_by_role_and_label(role, label).focus();
        self.settle();
        self.press(Modifiers::COMMAND, Key::A);
        self.0.event(Event::Text(text.to_owned()));
        self.settle();
        self.press(Modifiers::NONE, Key::Enter);
    }

    /// The menu of a row: a right click on its name.
    pub fn menu(&mut self, name: &str) {
        let place = self.0.get_by_role_and_label(Role::Label, name).rect().center();
        self.menu_at(place);
    }

    pub fn menu_at(&mut self, place: Pos2) {
        self.0.hover_at(place);
        self.settle();
        for pressed in [true, false] {
            self.0.event(Event::PointerButton { pos: place, button: egui::PointerButton::Secondary, pressed, modifiers: Modifiers::NONE });
            self.0.run_steps(2);
        }
        self.settle();
    }

    pub fn copied(&self) -> Option<String> {
        self.0.output().platform_output.commands.iter().find_map(|command| match command {
            egui::OutputCommand::CopyText(text) => Some(text.clone()),
            _ => None,
        })
    }

    pub fn drag(&mut self, from: Pos2, to: Pos2) {
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

    pub fn shows(&self, label: &str) -> bool {
        self.0.query_by_label(label).is_some()
    }

    /// Whether a property has its row.
    pub fn has_row(&self, name: &str) -> bool {
        self.0.query_by_role_and_label(Role::Label, name).is_some()
    }

    /// What the widget with the keys is called.
    pub fn focused(&self) -> String {
        let focused = self.0.root().children_recursive().find(|node| node.accesskit_node().is_focused());
        focused.and_then(|node| node.accesskit_node().label()).unwrap_or_default()
    }

    pub fn type_text(&mut self, text: &str) {
        self.0.event(Event::Text(text.to_owned()));
        self.settle();
    }

    /// Where the row of a property is, by its name.
    pub fn top_of(&self, name: &str) -> f32 {
        self.0.get_by_role_and_label(Role::Label, name).rect().top()
    }
}
