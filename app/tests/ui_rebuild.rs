//! The network of the brain, built in an empty window by keys alone, and again with the mouse alone.
//!
//! What counts as one gesture: a key that is pressed (with what is held), a text typed into one field, a click or double
//! click, a drag. Moving the pointer to where it is used counts with the click.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use egui::{Key, Modifiers, Pos2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use voxloom_app::app::App;
use voxloom_app::log_console::Console;
use voxloom_app::session::{Session, SessionOptions};
use voxloom_render::BackEndChoice;
use voxloom_workspace::Network;

/// The most gestures that it may take.
const MOST: usize = 12;
const DATA: &str = "assets:volumes/mni152_t1_1mm.npy";

struct Bench {
    harness: Harness<'static, App>,
    session: Arc<Session>,
    gestures: Vec<String>,
    _folder: tempfile::TempDir,
}

impl Bench {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let registry = Arc::new(voxloom_processors::registry());
        let options = SessionOptions { back_end: BackEndChoice::Cpu, user_dir: Some(folder.path().to_owned()), ..SessionOptions::default() };
        let session = Arc::new(Session::new(registry, options, None, Arc::new(Console::default()), || ()).unwrap());
        let shared = session.clone();
        let builder = Harness::builder().with_size(vec2(1440.0, 900.0)).with_step_dt(1.0 / 60.0);
        let harness = builder.build_eframe(move |cc| App::new(&cc.egui_ctx, shared, None, &[]));
        let mut bench = Self { harness, session, gestures: Vec::new(), _folder: folder };
        bench.harness.run_steps(6);
        bench
    }

    fn done(&mut self, gesture: String) {
        self.gestures.push(gesture);
        // As long as it takes until the next click is none of a double click.
        self.harness.run_steps(40);
    }

    fn press(&mut self, modifiers: Modifiers, key: Key) {
        self.harness.key_press_modifiers(modifiers, key);
        let held = [(modifiers.command, "Ctrl+"), (modifiers.shift, "Shift+")].into_iter().filter(|(held, _)| *held).map(|(_, name)| name);
        self.done(format!("press {}{}", held.collect::<String>(), key.name()));
    }

    fn type_text(&mut self, text: &str) {
        self.harness.event(egui::Event::Text(text.to_owned()));
        self.done(format!("type {text}"));
    }

    fn place(&self, label: &str) -> Pos2 {
        self.harness.get_by_label(label).rect().center()
    }

    fn click_at(&mut self, at: Pos2) {
        self.harness.hover_at(at);
        self.harness.run_steps(2);
        for pressed in [true, false] {
            self.harness.event(egui::Event::PointerButton { pos: at, button: egui::PointerButton::Primary, pressed, modifiers: Modifiers::NONE });
            self.harness.run_steps(1);
        }
    }

    fn click(&mut self, label: &str) {
        self.click_at(self.place(label));
        self.done(format!("click {label}"));
    }

    fn double_click(&mut self, label: &str) {
        let at = self.place(label);
        self.click_at(at);
        self.click_at(at);
        self.done(format!("double click {label}"));
    }

    /// What has the focus is called this.
    fn focused(&self) -> Option<String> {
        self.harness.root().children_recursive().find(|node| node.accesskit_node().is_focused()).and_then(|node| node.accesskit_node().label())
    }

    /// Waits for something to come up, which is no gesture.
    fn wait_for(&mut self, label: &str) {
        let deadline = Instant::now() + Duration::from_secs(20);
        while self.harness.query_by_label(label).is_none() {
            let shown = || self.harness.root().children_recursive().filter_map(|node| node.accesskit_node().label()).collect::<Vec<_>>();
            assert!(Instant::now() < deadline, "{label} does not come up after {:?} among {:?}", self.gestures, shown());
            self.harness.run_steps(1);
            std::thread::sleep(Duration::from_millis(5));
        }
        self.harness.run_steps(4);
    }

    fn assert_is_the_brain(&mut self, how: &str) {
        let workspace = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets/workspaces/brain.voxloom");
        let wanted = shape_of_file(&serde_json::from_slice(&std::fs::read(workspace).unwrap()).unwrap());
        let deadline = Instant::now() + Duration::from_secs(20);
        while shape(&self.session.store.snapshot().workspace.network) != wanted {
            let found = shape(&self.session.store.snapshot().workspace.network);
            assert!(Instant::now() < deadline, "{found:#?} is not {wanted:#?} after {:#?}", self.gestures);
            self.harness.run_steps(1);
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
    let mut bench = Bench::new();
    bench.press(Modifiers::NONE, Key::Tab);
    bench.type_text("vol source");
    bench.press(Modifiers::NONE, Key::Enter);
    // Raycaster and canvas, wired.
    bench.press(Modifiers::NONE, Key::V);
    // Back to the source, and to its file.
    bench.press(Modifiers::NONE, Key::ArrowLeft);
    bench.press(Modifiers::COMMAND, Key::Num2);
    while bench.focused().as_deref() != Some("Volume file") {
        assert!(bench.gestures.len() < MOST, "{:?} has the focus after {:#?}", bench.focused(), bench.gestures);
        bench.press(Modifiers::NONE, Key::Tab);
    }
    bench.type_text(DATA);
    bench.press(Modifiers::NONE, Key::Enter);
    bench.assert_is_the_brain("Keys");
}

#[test]
fn with_the_mouse_alone() {
    let mut bench = Bench::new();
    bench.harness.state_mut().desk.files.own_dialogs = true;
    bench.click("Open…");
    bench.wait_for("Place Samples");
    bench.click("Place Samples");
    bench.wait_for("Folder volumes");
    bench.double_click("Folder volumes");
    bench.wait_for("File mni152_t1_1mm.npy");
    bench.double_click("File mni152_t1_1mm.npy");
    bench.assert_is_the_brain("Mouse");
}
