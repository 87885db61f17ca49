//! The network of the brain, built in an empty window by keys alone, and again with the mouse alone.
//!
//! What counts as one gesture: a key that is pressed (with what is held), a text typed into one field, a click or double
//! click, a drag. Moving the pointer to where it is used counts with the click.

mod common;

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use egui::{Key, Modifiers, PointerButton};
use egui_kittest::kittest::{NodeT, Queryable};
use voxloom_workspace::Network;

use common::{Bench, session, user};

/// The most gestures that it may take.
const MOST: usize = 12;
const DATA: &str = "assets:volumes/mni152_t1_1mm.npy";

/// A window, and every gesture that was made in it.
struct Hands {
    bench: Bench,
    gestures: Vec<String>,
}

impl Hands {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let session = session(voxloom_processors::registry(), &user(&folder));
        Self { bench: Bench::over(session, folder, [1440.0, 900.0], &[]), gestures: Vec::new() }
    }

    fn done(&mut self, gesture: String) {
        self.gestures.push(gesture);
        // As long as it takes until the next click is none of a double click.
        self.bench.harness.run_steps(40);
    }

    fn press(&mut self, modifiers: Modifiers, key: Key) {
        self.bench.press(modifiers, key);
        let held = [(modifiers.command, "Ctrl+"), (modifiers.shift, "Shift+")].into_iter().filter(|(held, _)| *held).map(|(_, name)| name);
        self.done(format!("press {}{}", held.collect::<String>(), key.name()));
    }

    fn type_text(&mut self, text: &str) {
        self.bench.type_text(text);
        self.done(format!("type {text}"));
    }

    fn click(&mut self, label: &str) {
        self.bench.click_at(self.bench.place(label), PointerButton::Primary, Modifiers::NONE);
        self.done(format!("click {label}"));
    }

    fn double_click(&mut self, label: &str) {
        self.bench.double_click_at(self.bench.place(label));
        self.done(format!("double click {label}"));
    }

    /// What has the focus is called this.
    fn focused(&self) -> Option<String> {
        self.bench.harness.root().children_recursive().find(|node| node.accesskit_node().is_focused()).and_then(|node| node.accesskit_node().label())
    }

    /// Waits for something to come up, which is no gesture.
    fn wait_for(&mut self, label: &str) {
        let deadline = Instant::now() + Duration::from_secs(20);
        while self.bench.harness.query_by_label(label).is_none() {
            let shown = || self.bench.harness.root().children_recursive().filter_map(|node| node.accesskit_node().label()).collect::<Vec<_>>();
            assert!(Instant::now() < deadline, "{label} does not come up after {:?} among {:?}", self.gestures, shown());
            self.bench.harness.run_steps(1);
            std::thread::sleep(Duration::from_millis(5));
        }
        self.bench.harness.run_steps(4);
    }

    fn assert_is_the_brain(&mut self, how: &str) {
        let workspace = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets/workspaces/brain.voxloom");
        let wanted = shape_of_file(&serde_json::from_slice(&std::fs::read(workspace).unwrap()).unwrap());
        let deadline = Instant::now() + Duration::from_secs(20);
        while shape(&self.bench.session.store.snapshot().workspace.network) != wanted {
            let found = shape(&self.bench.session.store.snapshot().workspace.network);
            assert!(Instant::now() < deadline, "{found:#?} is not {wanted:#?} after {:#?}", self.gestures);
            self.bench.harness.run_steps(1);
            std::thread::sleep(Duration::from_millis(5));
        }
        println!("{how}: {} gestures", self.gestures.len());
        self.gestures.iter().enumerate().for_each(|(index, gesture)| println!("  {}. {gesture}", index + 1));
        assert!(self.gestures.len() <= MOST, "{:#?}", self.gestures);
    }
}

/// Classes, connections and the data file.
type Shape = BTreeSet<String>;

fn shape(network: &Network) -> Shape {
    let class = |id| network.get(id).unwrap().class.to_string();
    let nodes = network.nodes().map(|node| node.class.to_string());
    let wires = network.connections().map(|c| format!("{}.{} > {}.{}", class(c.from.node), c.from.port, class(c.to.node), c.to.port));
    let files = network.nodes().filter_map(|node| Some(node.value("filename")?.as_str()?.to_owned()));
    nodes.chain(wires).chain(files).collect()
}

fn shape_of_file(file: &serde_json::Value) -> Shape {
    let network = &file["network"];
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    let processors = network["processors"].as_array().unwrap();
    let class = |id: &str| text(&processors.iter().find(|node| node["id"] == id).unwrap()["class"]);
    let port = |name: String| {
        let (node, port) = name.split_once('.').unwrap();
        format!("{}.{port}", class(node))
    };
    let nodes = processors.iter().map(|node| text(&node["class"]));
    let wires = network["connections"].as_array().unwrap().iter().map(|c| format!("{} > {}", port(text(&c["from"])), port(text(&c["to"]))));
    let files = processors.iter().filter_map(|node| node["properties"]["filename"].as_str().map(str::to_owned));
    nodes.chain(wires).chain(files).collect()
}

#[test]
fn by_keys_alone() {
    let mut hands = Hands::new();
    hands.press(Modifiers::NONE, Key::Tab);
    hands.type_text("vol source");
    hands.press(Modifiers::NONE, Key::Enter);
    // Raycaster and canvas, wired.
    hands.press(Modifiers::NONE, Key::V);
    // Back to the source, and to its file.
    hands.press(Modifiers::NONE, Key::ArrowLeft);
    hands.press(Modifiers::COMMAND, Key::Num2);
    while hands.focused().as_deref() != Some("Volume file") {
        assert!(hands.gestures.len() < MOST, "{:?} has the focus after {:#?}", hands.focused(), hands.gestures);
        hands.press(Modifiers::NONE, Key::Tab);
    }
    hands.type_text(DATA);
    hands.press(Modifiers::NONE, Key::Enter);
    hands.assert_is_the_brain("Keys");
}

#[test]
fn with_the_mouse_alone() {
    let mut hands = Hands::new();
    hands.bench.harness.state_mut().desk.files.own_dialogs = true;
    hands.click("Open…");
    hands.wait_for("Place Samples");
    hands.click("Place Samples");
    hands.wait_for("Folder volumes");
    hands.double_click("Folder volumes");
    hands.wait_for("File mni152_t1_1mm.npy");
    hands.double_click("File mni152_t1_1mm.npy");
    hands.assert_is_the_brain("Mouse");
}
