//! A window over a small network of processors of which only ports and looks matter, for the tests of the network editor.
#![allow(dead_code, reason = "each test file takes what it needs")]

use egui::{Event, Key, Modifiers, OutputCommand, Pos2, vec2};
use egui_kittest::kittest::{NodeT, Queryable};
use voxloom_core::data::{Image, Volume};
use voxloom_core::processor::{BuiltIn, Interface, ProcessorInfo, Sink};
use voxloom_core::{PortSpec, Property, Registry};
use voxloom_workspace::command::Connect;
use voxloom_workspace::{Network, PortRef};

use crate::common::{Bench, add, idle, session, user};

pub fn source() -> BuiltIn {
    let info = ProcessorInfo::built_in("org.test.Source", "Source", "Data Input", "Makes a volume.");
    let interface = || Interface::new().outport(PortSpec::new::<Volume>("volume", "")).property(Property::float("scale", "Scale", 1.0, 0.0..=2.0));
    idle(info, interface)
}

pub fn filter() -> BuiltIn {
    let info = ProcessorInfo::built_in("org.test.Filter", "Filter", "Volume", "Changes a volume.");
    let interface = || {
        let ports = Interface::new().inport(PortSpec::new::<Volume>("input", "")).outport(PortSpec::new::<Volume>("output", ""));
        ports.property(Property::float("scale", "Scale", 1.0, 0.0..=2.0))
    };
    idle(info, interface)
}

pub fn pair() -> BuiltIn {
    let info = ProcessorInfo::built_in("org.test.Pair", "Pair", "Volume", "Draws two volumes.");
    let interface = || {
        let inports = Interface::new().inport(PortSpec::new::<Volume>("first", "")).inport(PortSpec::new::<Volume>("second", "").optional());
        inports.outport(PortSpec::new::<Image>("image", ""))
    };
    idle(info, interface)
}

pub fn merge() -> BuiltIn {
    let info = ProcessorInfo::built_in("org.test.Merge", "Merge", "Volume", "Merges volumes.");
    let interface = || {
        let ports = Interface::new().inport(PortSpec::new::<Volume>("inputs", "").multi()).outport(PortSpec::new::<Volume>("merged", ""));
        ports.property(Property::float("low", "Low", 0.0, 0.0..=2.0)).property(Property::float("high", "High", 1.0, 0.0..=2.0))
    };
    idle(info, interface)
}

pub fn canvas() -> BuiltIn {
    let info = ProcessorInfo::built_in("org.test.Canvas", "Canvas", "Data Output", "Shows an image.").sink(Sink::Canvas);
    idle(info, || Interface::new().inport(PortSpec::new::<Image>("image", "")))
}

impl Bench {
    /// Nodes of classes at places, and connections between their ports.
    pub fn new(nodes: &[(&str, [f32; 2])], connections: &[(&str, &str)]) -> Self {
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

    pub fn chain() -> Self {
        let nodes = [("Source", [0.0, 0.0]), ("Filter", [320.0, 0.0]), ("Pair", [640.0, 0.0]), ("Canvas", [960.0, 0.0])];
        Self::new(&nodes, &[("Source.volume", "Filter.input"), ("Filter.output", "Pair.first"), ("Pair.image", "Canvas.image")])
    }

    pub fn undo(&mut self) {
        self.press(Modifiers::COMMAND, Key::Z);
    }

    pub fn position(&self, identifier: &str) -> [f32; 2] {
        self.network().find(identifier).unwrap().position
    }

    /// The header of a node.
    pub fn header(&self, name: &str) -> Pos2 {
        let rect = self.harness.get_by_label(&format!("Node {name}")).rect();
        rect.center_top() + vec2(0.0, 14.0)
    }

    pub fn select(&mut self, names: &[&str]) {
        let nodes = names.iter().map(|name| self.node(name)).collect();
        self.harness.state_mut().desk.selection = nodes;
        self.settle();
    }

    /// A place part of the way along the straight line between two ports.
    pub fn between(&self, from: &str, to: &str, part: f32) -> Pos2 {
        let (from, to) = (self.place(from), self.place(to));
        from + (to - from) * part
    }

    pub fn run(&mut self, id: &str) {
        let now = voxloom_app::desk::Now::read(&self.harness.state().desk.session);
        let action = voxloom_app::commands::actions::find(id).unwrap();
        let desk = &mut self.harness.state_mut().desk;
        assert!((action.enabled)(desk, &now), "{id}");
        (action.run)(desk, &now);
        self.settle();
    }

    /// Labels that begin with a text, in the order in which they are drawn; buttons of the toolbar and the like are left out.
    pub fn labels(&self, start: &str) -> Vec<String> {
        let all = self.harness.root().children_recursive().filter_map(|node| node.accesskit_node().label());
        all.filter(|label| label.starts_with(start) && !label.starts_with("Add a ") && !label.ends_with('…')).collect()
    }

    /// A text that was put on the clipboard in the last frame.
    pub fn copied(&mut self, modifiers: Modifiers, cut: bool) -> String {
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

pub fn port(network: &Network, name: &str) -> PortRef {
    let (node, port) = name.split_once('.').unwrap();
    PortRef { node: network.find(node).unwrap().id, port: port.into() }
}
