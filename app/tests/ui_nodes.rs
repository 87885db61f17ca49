//! Nodes in the network view: what is wrong is seen at any zoom, what they cost, what they make, and why a connection is broken.

use std::sync::Arc;
use std::time::Duration;

use egui::epaint::Shape;
use egui::{Event, Key, Modifiers, PointerButton, Pos2, Rect, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use voxloom_app::app::App;
use voxloom_app::log_console::Console;
use voxloom_app::session::{Session, SessionOptions};
use voxloom_core::data::{Image, Layer, Volume};
use voxloom_core::processor::{BuiltIn, Flow, Interface, Processor, ProcessorInfo, Sink};
use voxloom_core::{Context, PortSpec, ProcessorError, Property, Registry, Value};
use voxloom_render::BackEndChoice;
use voxloom_workspace::command::{AddNode, AmendNode, Connect, SetBypass, SetProperty};
use voxloom_workspace::evaluator::ProcessorStatus;
use voxloom_workspace::{NodeId, PortRef};

const PATIENCE: Duration = Duration::from_secs(20);

/// Makes a volume after a while, or fails with a traceback.
struct Source;

impl Processor for Source {
    fn process(&mut self, ctx: &mut Context<'_>) -> Result<Flow, ProcessorError> {
        let file = ctx.values().text("file").to_owned();
        if ctx.values().bool("fails") {
            let trace = format!("Traceback (most recent call last):\n  File \"{file}\", line 3, in process\n    read()\nValueError: too short");
            return Err(ProcessorError::Failed { message: "ValueError: too short (reader.py:3)".to_owned(), trace: Some(trace) });
        }
        std::thread::sleep(Duration::from_millis(ctx.values().int("millis").unsigned_abs()));
        ctx.set_output("volume", Volume::from_vec::<f32>([4, 8, 16], 1, (0..512).map(|i| i as f32).collect())?);
        Ok(Flow::Done)
    }
}

fn source() -> BuiltIn {
    let interface = || {
        let ports = Interface::new().outport(PortSpec::new::<Volume>("volume", "A volume."));
        let ports = ports.property(Property::bool("fails", "Fails", false)).property(Property::int("millis", "Millis", 60, 0..=10_000));
        ports.property(Property::string("file", "File", ""))
    };
    BuiltIn::new(ProcessorInfo::built_in("org.test.Source", "Reader", "Data Input", "Makes a volume."), interface, |_| Box::new(Source))
}

/// Draws one color at once.
struct Drawer;

impl Processor for Drawer {
    fn process(&mut self, ctx: &mut Context<'_>) -> Result<Flow, ProcessorError> {
        ctx.input::<Volume>("volume")?;
        ctx.set_output("image", Image::from_layer(Layer::from_vec::<u8>([30, 40], 4, vec![200; 4800])?));
        Ok(Flow::Done)
    }
}

fn drawer() -> BuiltIn {
    let interface = || Interface::new().inport(PortSpec::new::<Volume>("volume", "")).outport(PortSpec::new::<Image>("image", ""));
    BuiltIn::new(ProcessorInfo::built_in("org.test.Drawer", "Drawer", "Volume Rendering", "Draws."), interface, |_| Box::new(Drawer))
}

struct Screen;

impl Processor for Screen {
    fn process(&mut self, ctx: &mut Context<'_>) -> Result<Flow, ProcessorError> {
        ctx.input::<Image>("image")?;
        Ok(Flow::Done)
    }
}

fn screen() -> BuiltIn {
    let info = ProcessorInfo::built_in("org.test.Screen", "Screen", "Data Output", "Shows.").sink(Sink::Canvas);
    BuiltIn::new(info, || Interface::new().inport(PortSpec::new::<Image>("image", "")), |_| Box::new(Screen))
}

/// A window with a reader, a drawer and a screen, wired.
struct Bench {
    harness: Harness<'static, App>,
    session: Arc<Session>,
    nodes: [NodeId; 3],
    folder: tempfile::TempDir,
}

impl Bench {
    fn new() -> Self {
        let registry = Arc::new(Registry::new().with(&[source, drawer, screen]));
        let folder = tempfile::tempdir().unwrap();
        let options = SessionOptions { back_end: BackEndChoice::Cpu, user_dir: Some(folder.path().to_owned()), ..SessionOptions::default() };
        let session = Arc::new(Session::new(registry, options, None, Arc::new(Console::default()), || ()).unwrap());
        let add = |class: &str, x: f32| session.store.commit(&AddNode::new(session.registry.find(class).unwrap(), [x, 0.0])).unwrap().added[0];
        let nodes = [add("org.test.Source", 0.0), add("org.test.Drawer", 320.0), add("org.test.Screen", 640.0)];
        for (from, out, to, into) in [(0, "volume", 1, "volume"), (1, "image", 2, "image")] {
            let port = |node: usize, port: &str| PortRef { node: nodes[node], port: port.into() };
            session.store.commit(&Connect { from: port(from, out), to: port(to, into) }).unwrap();
        }
        let (size, shared) = (vec2(1400.0, 900.0), session.clone());
        let harness = Harness::builder().with_size(size).with_step_dt(1.0 / 60.0).build_eframe(move |cc| App::new(&cc.egui_ctx, shared, None, &[]));
        let mut bench = Self { harness, session, nodes, folder };
        bench.evaluated();
        bench
    }

    fn settle(&mut self) {
        self.harness.run_steps(6);
    }

    /// Everything that the window wants is evaluated and shown.
    fn evaluated(&mut self) {
        self.settle();
        assert!(self.session.evaluator.wait_idle(Some(PATIENCE)), "the network is evaluated");
        self.settle();
    }

    fn set(&mut self, path: &str, value: Value) {
        self.session.store.commit(&SetProperty { node: self.nodes[0], path: path.to_owned(), value }).unwrap();
    }

    fn place(&self, label: &str) -> Rect {
        self.harness.get_by_label(label).rect()
    }

    fn has(&self, label: &str) -> bool {
        self.harness.query_by_label(label).is_some()
    }

    fn click(&mut self, at: Pos2, button: PointerButton) {
        self.harness.hover_at(at);
        self.harness.run_steps(2);
        for pressed in [true, false] {
            self.harness.event(Event::PointerButton { pos: at, button, pressed, modifiers: Modifiers::NONE });
            self.harness.run_steps(1);
        }
        self.settle();
    }

    fn press(&mut self, key: Key) {
        self.harness.key_press(key);
        self.settle();
    }

    /// Pinches over the network until a node has become this wide.
    fn zoom_to(&mut self, width: f32) {
        let at = self.place("Node Drawer").center();
        self.harness.hover_at(at);
        for _ in 0..20 {
            let now = self.place("Node Drawer").width();
            self.harness.event(Event::Zoom((width / now).clamp(0.6, 1.7)));
            self.harness.run_steps(2);
        }
        // No tooltip lies over it.
        self.harness.remove_cursor();
        self.settle();
    }

    /// Texts that are painted within the network view.
    fn texts(&self) -> Vec<(String, Pos2)> {
        fn walk(shape: &Shape, texts: &mut Vec<(String, Pos2)>) {
            match shape {
                Shape::Vec(shapes) => shapes.iter().for_each(|shape| walk(shape, texts)),
                Shape::Text(text) => texts.push((text.galley.text().to_owned(), text.visual_bounding_rect().center())),
                _ => {}
            }
        }
        let network = self.place("Network");
        let mut texts = Vec::new();
        self.harness.output().shapes.iter().for_each(|clipped| walk(&clipped.shape, &mut texts));
        texts.retain(|(_, at)| network.contains(*at));
        texts
    }

    fn says(&self, part: &str) -> bool {
        self.texts().iter().any(|(text, _)| text.contains(part))
    }

    fn view_menu(&mut self, entry: &str) {
        self.click(self.place("View").center(), PointerButton::Primary);
        self.click(self.place(entry).center(), PointerButton::Primary);
        self.press(Key::Escape);
    }
}

#[test]
fn an_error_is_seen_from_afar() {
    let mut bench = Bench::new();
    bench.set("fails", Value::Bool(true));
    bench.evaluated();
    assert!(bench.says("ValueError: too short (reader.py:3)"), "near, the message stands below the node");
    bench.zoom_to(192.0 * 0.15);
    let texts = bench.texts();
    let marks: Vec<Pos2> = texts.iter().filter(|(text, _)| text == "!").map(|(_, at)| *at).collect();
    let node = bench.place("Node Reader");
    assert!(node.width() < 30.0, "the view is far: {node:?}");
    assert!(marks.iter().any(|mark| node.expand(1.0).contains(*mark)), "the mark {marks:?} stands on the node {node:?}");
    let drawn = bench.place("Node Drawer");
    let waiting = marks.iter().filter(|mark| drawn.contains(**mark)).count();
    assert!(waiting <= 1 && !texts.iter().any(|(text, _)| text.contains("Reader")), "text that could not be read is left out");
    bench.set("fails", Value::Bool(false));
    bench.evaluated();
    assert!(!bench.says("!"), "what is repaired has no mark");
}

#[test]
fn the_zoom_chooses_what_is_drawn_of_a_node() {
    let mut bench = Bench::new();
    bench.zoom_to(192.0);
    let says = |bench: &Bench| ["Drawer", "volume", "Ready"].map(|text| bench.texts().iter().any(|(all, _)| all == text));
    assert_eq!(says(&bench), [true, true, false], "the light alone says that it is ready while costs are shown");
    assert!(bench.has("Outport image of Drawer"));
    bench.zoom_to(192.0 * 0.45);
    assert_eq!(says(&bench), [true, false, false], "the title alone");
    assert!(bench.has("Outport image of Drawer"), "ports can be used still");
    bench.zoom_to(192.0 * 0.15);
    assert_eq!(says(&bench), [false, false, false]);
    assert!(!bench.has("Outport image of Drawer"));
}

#[test]
fn what_is_slow_is_seen_at_a_glance() {
    let mut bench = Bench::new();
    bench.zoom_to(192.0);
    let reader = bench.place("Node Reader");
    let share = |bench: &Bench| bench.texts().into_iter().find(|(text, at)| reader.contains(*at) && text.ends_with('%')).map(|(text, _)| text);
    let text = share(&bench).expect("the reader says what it costs");
    let percent: f32 = text.rsplit("· ").next().unwrap().trim_end_matches(" %").parse().unwrap();
    assert!(percent > 80.0, "it took 60 ms, the others nearly nothing: {text}");
    assert!(text.contains("ms"), "its time stands beside: {text}");
    assert!(bench.texts().iter().any(|(text, at)| reader.contains(*at) && text == "2.0 KiB"), "so does its memory");
    bench.harness.hover_at(reader.center_top() + vec2(0.0, 8.0));
    bench.harness.run_steps(60);
    assert!(bench.says(&format!("{percent:.0} % of the time of all")), "so does the tooltip: {:?}", bench.texts());
    bench.view_menu("Show Costs");
    assert!(!bench.harness.state().desk.arrangement.costs);
    assert_eq!(share(&bench), None, "it can be switched off");
    assert!(bench.says("Ready"));
}

#[test]
fn thumbnails_show_what_nodes_make() {
    let mut bench = Bench::new();
    bench.zoom_to(192.0);
    assert!(!bench.has("Thumbnail of Drawer"), "they are off at first");
    bench.view_menu("Show Thumbnails");
    for _ in 0..200 {
        if bench.has("Thumbnail of Drawer") && bench.has("Thumbnail of Reader") {
            break;
        }
        std::thread::sleep(Duration::from_millis(5));
        bench.settle();
    }
    let (picture, node) = (bench.place("Thumbnail of Drawer"), bench.place("Node Drawer"));
    assert!((picture.width() / picture.height() - 4.0 / 3.0).abs() < 0.02, "in the shape of the picture: {picture:?}");
    assert!(picture.bottom() < node.top() && (picture.center().x - node.center().x).abs() < 1.0, "above its node");
    let slice = bench.place("Thumbnail of Reader");
    assert!((slice.width() / slice.height() - 2.0).abs() < 0.05, "a slice of the volume is 16 by 8: {slice:?}");
    assert!(!bench.has("Thumbnail of Screen"), "it makes nothing");
}

#[test]
fn a_broken_connection_says_why() {
    let mut bench = Bench::new();
    let less = Interface::new().property(Property::bool("fails", "Fails", false));
    bench.session.store.commit(&AmendNode { node: bench.nodes[0], interface: Arc::new(less) }).unwrap();
    bench.settle();
    // The connection leads from the header of the reader now.
    let (from, to) = (bench.place("Node Reader"), bench.place("Inport volume of Drawer").center());
    let zoom = from.width() / 192.0;
    let middle = Pos2::new(from.right(), from.top() + 20.0 * zoom).lerp(to, 0.5);
    bench.harness.hover_at(middle);
    bench.settle();
    bench.harness.get_by_label("Reader has no outport “volume” now. The connection comes back with it.");
}

#[test]
fn escape_closes_the_menu_of_a_node_and_keeps_the_selection() {
    let mut bench = Bench::new();
    bench.click(bench.place("Node Drawer").center(), PointerButton::Secondary);
    assert!(bench.has("Reset Properties"));
    bench.press(Key::Escape);
    assert!(!bench.has("Reset Properties"), "the menu is closed");
    assert_eq!(bench.harness.state().desk.selection, [bench.nodes[1]].into());
    bench.press(Key::Escape);
    assert!(bench.harness.state().desk.selection.is_empty(), "the next one selects nothing");
}

#[test]
fn one_click_unfolds_the_traceback_and_another_opens_the_line() {
    let mut bench = Bench::new();
    let file = bench.folder.path().join("reader.py");
    std::fs::write(&file, "class Reader:\n    def process(self):\n        read()\n").unwrap();
    bench.set("file", Value::String(file.display().to_string().into()));
    bench.set("fails", Value::Bool(true));
    bench.evaluated();
    bench.zoom_to(192.0);
    assert!(!bench.says("in process"));
    bench.click(bench.place("Traceback of Reader").center(), PointerButton::Primary);
    assert!(bench.says("File \"reader.py\", line 3, in process"), "all of it is in sight: {:?}", bench.texts());
    let link = bench.place(&format!("File \"{}\", line 3, in process", file.display()));
    bench.click(link.left_center() + vec2(60.0, 0.0), PointerButton::Primary);
    let opened = bench.harness.state().desk.sources.files().iter().any(|open| open.path == file);
    assert!(opened, "the file of the frame is in the editor");
}

#[test]
fn a_bypassed_node_says_so() {
    let mut bench = Bench::new();
    bench.zoom_to(192.0);
    assert!(!bench.says("Bypassed"));
    bench.session.store.commit(&SetBypass { nodes: vec![bench.nodes[1]], bypassed: true }).unwrap();
    bench.evaluated();
    let status = bench.session.evaluator.board().node(bench.nodes[1]).status;
    assert!(matches!(status, ProcessorStatus::Bypassed), "{}", status.name());
    let node = bench.place("Node Drawer");
    assert!(bench.texts().iter().any(|(text, at)| node.contains(*at) && text == "Bypassed"));
}

#[test]
fn nothing_moves_while_something_runs() {
    let mut bench = Bench::new();
    bench.click(bench.place("Node Reader").center(), PointerButton::Primary);
    let places = |bench: &Bench| -> Vec<Rect> {
        let labels = ["Network", "Millis", "Fails", "Console", "Search processors", "Node Reader"];
        labels.iter().flat_map(|label| bench.harness.query_all_by_label(label).map(|node| node.rect())).collect()
    };
    let before = places(&bench);
    assert!(before.len() > 4, "{before:?}");
    bench.set("millis", Value::Int(700));
    for _ in 0..50 {
        bench.settle();
        if bench.harness.query_by_label("Cancel Reader").is_some() {
            break;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    assert!(bench.has("Cancel Reader"), "it runs");
    assert_eq!(places(&bench), before);
    bench.evaluated();
    assert_eq!(places(&bench), before);
}
