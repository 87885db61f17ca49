//! Nodes in the network view: what is wrong is seen at any zoom, what they cost, what they make, and why a connection is broken.

mod common;

use std::sync::Arc;
use std::time::Duration;

use egui::{Event, Key, Modifiers, OutputCommand, PointerButton, Pos2, Rect, vec2};
use egui_kittest::kittest::Queryable;
use voxloom_core::data::{Image, Layer, Volume};
use voxloom_core::processor::{BuiltIn, Flow, Interface, Processor, ProcessorInfo, Sink};
use voxloom_core::{Context, PortSpec, ProcessorError, Property, Registry, Value};
use voxloom_workspace::command::{AmendNode, Connect, Disconnect, SetBypass, SetProperty};
use voxloom_workspace::evaluator::ProcessorStatus;

use common::{Bench, PATIENCE, add, connect, idle, painted, session, user};

/// Makes a volume after a while, or fails with a traceback.
struct Source;

impl Processor for Source {
    fn process(&mut self, ctx: &mut Context<'_>) -> Result<Flow, ProcessorError> {
        let file = ctx.values().text("file").to_owned();
        if ctx.values().bool("fails") {
            let deeper = "  File \"deep.py\", line 1, in deeper\n    deeper()\n".repeat(ctx.values().int("frames").unsigned_abs() as usize);
            let trace =
                format!("Traceback (most recent call last):\n{deeper}  File \"{file}\", line 3, in process\n    read()\nValueError: too short");
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
        ports.property(Property::string("file", "File", "")).property(Property::int("frames", "Frames", 0, 0..=100))
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

fn screen() -> BuiltIn {
    let info = ProcessorInfo::built_in("org.test.Screen", "Screen", "Data Output", "Shows.").sink(Sink::Canvas);
    idle(info, || Interface::new().inport(PortSpec::new::<Image>("image", "")))
}

impl Bench {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let session = session(Registry::new().with(&[source, drawer, screen]), &user(&folder));
        let source = add(&session, "org.test.Source", [0.0, 0.0]);
        let drawer = add(&session, "org.test.Drawer", [320.0, 0.0]);
        let screen = add(&session, "org.test.Screen", [640.0, 0.0]);
        connect(&session, (source, "volume"), (drawer, "volume"));
        connect(&session, (drawer, "image"), (screen, "image"));
        let mut bench = Self::over(session, folder, [1400.0, 900.0], &[]);
        bench.evaluated();
        bench
    }

    /// Everything that the window wants is evaluated and shown.
    fn evaluated(&mut self) {
        self.settle();
        assert!(self.session.evaluator.wait_idle(Some(PATIENCE)), "the network is evaluated");
        self.settle();
    }

    fn set(&mut self, path: &str, value: Value) {
        self.session.store.commit(&SetProperty { node: self.node("Reader"), path: path.to_owned(), value }).unwrap();
    }

    /// Pinches over the network until a node has become this wide.
    fn zoom_to(&mut self, width: f32) {
        let at = self.place("Node Drawer");
        self.harness.hover_at(at);
        for _ in 0..20 {
            let now = self.rect("Node Drawer").width();
            self.harness.event(Event::Zoom((width / now).clamp(0.6, 1.7)));
            self.harness.run_steps(2);
        }
        // No tooltip lies over it.
        self.harness.remove_cursor();
        self.settle();
    }

    /// Texts that are painted within the network view.
    fn texts(&self) -> Vec<(String, Pos2)> {
        let network = self.ground();
        let texts = painted(&self.harness).into_iter().map(|painted| (painted.text, painted.center));
        texts.filter(|(_, at)| network.contains(*at)).collect()
    }

    fn says(&self, part: &str) -> bool {
        self.texts().iter().any(|(text, _)| text.contains(part))
    }

    fn view_menu(&mut self, entry: &str) {
        self.click_at(self.place("View"), PointerButton::Primary, Modifiers::NONE);
        self.click_at(self.place(entry), PointerButton::Primary, Modifiers::NONE);
        self.key(Key::Escape);
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
    let node = bench.rect("Node Reader");
    assert!(node.width() < 30.0, "the view is far: {node:?}");
    assert!(marks.iter().any(|mark| node.expand(1.0).contains(*mark)), "the mark {marks:?} stands on the node {node:?}");
    let drawn = bench.rect("Node Drawer");
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
    let reader = bench.rect("Node Reader");
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
    let (picture, node) = (bench.rect("Thumbnail of Drawer"), bench.rect("Node Drawer"));
    assert!((picture.width() / picture.height() - 4.0 / 3.0).abs() < 0.02, "in the shape of the picture: {picture:?}");
    assert!(picture.bottom() < node.top() && (picture.center().x - node.center().x).abs() < 1.0, "above its node");
    let slice = bench.rect("Thumbnail of Reader");
    assert!((slice.width() / slice.height() - 2.0).abs() < 0.05, "a slice of the volume is 16 by 8: {slice:?}");
    assert!(!bench.has("Thumbnail of Screen"), "it makes nothing");
}

#[test]
fn a_broken_connection_says_why() {
    let mut bench = Bench::new();
    let less = Interface::new().property(Property::bool("fails", "Fails", false));
    bench.session.store.commit(&AmendNode { node: bench.node("Reader"), interface: Arc::new(less) }).unwrap();
    bench.settle();
    // The connection leads from the header of the reader now.
    let (from, to) = (bench.rect("Node Reader"), bench.place("Inport volume of Drawer"));
    let zoom = from.width() / 192.0;
    let middle = Pos2::new(from.right(), from.top() + 20.0 * zoom).lerp(to, 0.5);
    bench.harness.hover_at(middle);
    bench.settle();
    bench.harness.get_by_label("Reader has no outport “volume” now. The connection comes back with it.");
}

#[test]
fn escape_closes_the_menu_of_a_node_and_keeps_the_selection() {
    let mut bench = Bench::new();
    bench.click_at(bench.place("Node Drawer"), PointerButton::Secondary, Modifiers::NONE);
    assert!(bench.has("Reset Properties"));
    bench.key(Key::Escape);
    assert!(!bench.has("Reset Properties"), "the menu is closed");
    assert_eq!(bench.harness.state().desk.selection, [bench.node("Drawer")].into());
    bench.key(Key::Escape);
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
    bench.click_at(bench.place("Traceback of Reader"), PointerButton::Primary, Modifiers::NONE);
    assert!(bench.says("File \"reader.py\", line 3, in process"), "all of it is in sight: {:?}", bench.texts());
    bench.harness.get_by_label("Copy traceback of Reader").click();
    bench.harness.run_steps(1);
    let copied = bench.harness.output().platform_output.commands.iter().any(|command| match command {
        OutputCommand::CopyText(text) => text.starts_with("ValueError: too short") && text.contains("Traceback (most recent call last)"),
        _ => false,
    });
    assert!(copied, "message and traceback");
    bench.click_at(bench.place("Open reader.py:3"), PointerButton::Primary, Modifiers::NONE);
    let opened = bench.harness.state().desk.sources.files().iter().any(|open| open.path == file);
    assert!(opened, "the file of the frame is in the editor");
    // The editor has taken the room of the node.
    bench.harness.state_mut().desk.arrangement.editor = false;
    bench.settle();
    bench.click_at(bench.place("Close traceback of Reader"), PointerButton::Primary, Modifiers::NONE);
    assert!(!bench.has("Copy traceback of Reader"));
}

#[test]
fn a_long_traceback_shows_its_end_within_the_view() {
    let mut bench = Bench::new();
    bench.set("file", Value::String("deep.py".into()));
    bench.set("frames", Value::Int(60));
    bench.set("fails", Value::Bool(true));
    bench.evaluated();
    bench.zoom_to(192.0);
    bench.click_at(bench.place("Traceback of Reader"), PointerButton::Primary, Modifiers::NONE);
    bench.settle();
    let network = bench.rect("Network");
    let (copy, close) = (bench.rect("Copy traceback of Reader"), bench.rect("Close traceback of Reader"));
    assert!(network.contains_rect(copy) && network.contains_rect(close), "{copy:?} {close:?} in {network:?}");
    let text = bench.harness.get_by_label_contains("Traceback (most recent call last)").rect();
    assert!(text.bottom() <= network.bottom() + 1.0, "its last line is in sight: {text:?} in {network:?}");
    assert!(text.top() < copy.top(), "its first lines are scrolled away");
}

#[test]
fn what_nobody_asks_for_says_so_and_what_to_do() {
    let mut bench = Bench::new();
    bench.zoom_to(192.0);
    assert!(!bench.says("asks for it"), "all feed the screen");
    let connection = bench.session.store.snapshot().workspace.network.connections().last().unwrap().clone();
    bench.session.store.commit(&Disconnect(connection.clone())).unwrap();
    bench.set("millis", Value::Int(1));
    bench.evaluated();
    assert!(bench.says("No canvas asks for it: connect it towards one, or press V to show it"), "{:?}", bench.texts());
    bench.session.store.commit(&Connect { from: connection.from, to: connection.to }).unwrap();
    bench.evaluated();
    assert!(!bench.says("asks for it"));
}

#[test]
fn a_bypassed_node_says_so() {
    let mut bench = Bench::new();
    bench.zoom_to(192.0);
    assert!(!bench.says("Bypassed"));
    bench.session.store.commit(&SetBypass { nodes: vec![bench.node("Drawer")], bypassed: true }).unwrap();
    bench.evaluated();
    let status = bench.session.evaluator.board().node(bench.node("Drawer")).status;
    assert!(matches!(status, ProcessorStatus::Bypassed), "{}", status.name());
    let node = bench.rect("Node Drawer");
    assert!(bench.texts().iter().any(|(text, at)| node.contains(*at) && text == "Bypassed"));
}

#[test]
fn nothing_moves_while_something_runs() {
    let mut bench = Bench::new();
    bench.click_at(bench.place("Node Reader"), PointerButton::Primary, Modifiers::NONE);
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

#[test]
fn what_nobody_asks_for_any_more_looks_idle() {
    let mut bench = Bench::new();
    bench.zoom_to(192.0);
    assert!(bench.says("%") && !bench.says("Not evaluated"), "{:?}", bench.texts());
    let connections: Vec<_> = bench.network().connections().cloned().collect();
    for connection in connections {
        bench.session.store.commit(&Disconnect(connection)).unwrap();
    }
    bench.evaluated();
    let idle = bench.texts().iter().filter(|(text, _)| text == "Not evaluated").count();
    assert_eq!(idle, 2, "the reader and the drawer: {:?}", bench.texts());
    assert!(!bench.says("%"), "what has no part in the whole has no share: {:?}", bench.texts());
    assert!(bench.says("ms"), "the last time stays");
    bench.click_at(bench.place("Node Reader"), PointerButton::Primary, Modifiers::NONE);
    assert!(painted(&bench.harness).iter().any(|painted| painted.text.starts_with("Not evaluated  ·")), "the properties say the same");
}

#[test]
fn a_message_takes_the_room_that_there_is() {
    let mut bench = Bench::new();
    let reader = bench.network().connections().next().cloned().unwrap();
    bench.session.store.commit(&Disconnect(reader)).unwrap();
    let (drawer, height) = (bench.node("Drawer"), bench.rect("Node Drawer").height() / bench.rect("Node Drawer").width() * 192.0);
    bench.evaluated();
    bench.zoom_to(192.0);
    let says = |bench: &Bench| bench.texts().iter().any(|(text, _)| text == "Nothing is connected to volume");
    assert!(says(&bench), "{:?}", bench.texts());
    // A node that lies close below would lie on it.
    let below = add(&bench.session, "org.test.Screen", [330.0, height + 12.0]);
    bench.evaluated();
    assert!(!says(&bench), "{:?}", bench.texts());
    bench.harness.state_mut().desk.selection = [drawer, below].into();
    bench.session.store.commit(&voxloom_workspace::command::MoveNodes(vec![(below, [330.0, height + 90.0])])).unwrap();
    bench.evaluated();
    assert!(says(&bench), "{:?}", bench.texts());
}
