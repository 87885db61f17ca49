//! The port inspector as a person uses it: figures in tooltips, pinned panels that follow the data, and that nothing waits for them.

mod common;

use std::sync::Arc;
use std::time::{Duration, Instant};

use egui::{Key, Modifiers, Pos2};
use egui_kittest::kittest::Queryable;
use voxloom_core::data::{Array, DeviceData, Format, Image, Layer, Volume};
use voxloom_core::processor::{BuiltIn, Flow, Interface, Processor, ProcessorInfo, Sink};
use voxloom_core::{Context, DataError, PortSpec, ProcessorError, Property, Registry, Value};
use voxloom_workspace::command::{RemoveNodes, SetProperty};
use voxloom_workspace::{NodeId, PortRef};

use common::{Bench, add, connect, idle, session, user};

/// A volume of 4 × 3 × 2: 0, 1, … 23 times the scale, two of them NaN and one infinite.
struct Ramp;

impl Processor for Ramp {
    fn process(&mut self, ctx: &mut Context<'_>) -> Result<Flow, ProcessorError> {
        let scale = ctx.values().float("scale") as f32;
        let mut voxels: Vec<f32> = (0..24).map(|i| i as f32 * scale).collect();
        voxels[1] = f32::NAN;
        voxels[2] = f32::NAN;
        voxels[3] = f32::INFINITY;
        let mut volume = Volume::from_vec([2, 3, 4], 1, voxels)?;
        volume.data_map.data_range = Some([0.0, 23.0]);
        volume.data_map.value_range = Some([-1000.0, 3000.0]);
        volume.data_map.value_axis.unit = "HU".to_owned();
        volume.space = voxloom_core::data::Space::with_spacing([4, 3, 2], glam::vec3(1.0, 1.0, 2.5), glam::Vec3::ZERO);
        volume.axes.iter_mut().for_each(|axis| axis.unit = "mm".to_owned());
        ctx.set_output("volume", volume);
        Ok(Flow::Done)
    }
}

fn ramp() -> BuiltIn {
    BuiltIn::new(
        ProcessorInfo::built_in("test.Ramp", "Ramp", "Test", "Makes a ramp."),
        || Interface::new().outport(PortSpec::new::<Volume>("volume", "A ramp.")).property(Property::float("scale", "Scale", 1.0, 0.0..=10.0)),
        |_| Box::new(Ramp),
    )
}

/// Texels on a device that takes its time.
struct SlowDevice;

const SLOW: Duration = Duration::from_millis(1200);

impl DeviceData for SlowDevice {
    fn format(&self) -> Format {
        Format::U8
    }

    fn bytes(&self) -> usize {
        16 * 16 * 4
    }

    fn read_back(&self) -> Result<Vec<u8>, DataError> {
        std::thread::sleep(SLOW);
        Ok((0..16 * 16).flat_map(|i| [i as u8, 10, 20, 255]).collect())
    }

    fn as_any(&self) -> &dyn std::any::Any {
        self
    }
}

/// A picture on the slow device, or of bytes that lie here.
struct Painter;

impl Processor for Painter {
    fn process(&mut self, ctx: &mut Context<'_>) -> Result<Flow, ProcessorError> {
        let layer = if ctx.values().bool("slow") {
            Layer::from_array(Array::on_device(&[16, 16], 4, Arc::new(SlowDevice)))
        } else {
            Layer::from_vec::<u8>([16, 16], 4, (0..16 * 16).flat_map(|i| [i as u8, 10, 20, 255]).collect())?
        };
        ctx.set_output("image", Image::from_layer(layer));
        Ok(Flow::Done)
    }
}

fn painter() -> BuiltIn {
    BuiltIn::new(
        ProcessorInfo::built_in("test.Painter", "Painter", "Test", "Paints."),
        || {
            let ports = Interface::new().inport(PortSpec::new::<Volume>("volume", "").optional());
            ports.outport(PortSpec::new::<Image>("image", "A picture.")).property(Property::bool("slow", "Slow", false))
        },
        |_| Box::new(Painter),
    )
}

fn screen() -> BuiltIn {
    let info = ProcessorInfo::built_in("test.Screen", "Screen", "Test", "Shows.").sink(Sink::Canvas);
    idle(info, || Interface::new().inport(PortSpec::new::<Image>("image", "")))
}

impl Bench {
    /// Ramp → painter → screen; the picture of the painter may lie on the slow device.
    fn new(slow: bool) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let session = session(Registry::new().with(&[ramp, painter, screen]), &user(&folder));
        let ramp = add(&session, "test.Ramp", [0.0, 0.0]);
        let painter = add(&session, "test.Painter", [260.0, 0.0]);
        let screen = add(&session, "test.Screen", [520.0, 0.0]);
        session.store.commit(&SetProperty { node: painter, path: "slow".to_owned(), value: Value::Bool(slow) }).unwrap();
        connect(&session, (ramp, "volume"), (painter, "volume"));
        connect(&session, (painter, "image"), (screen, "image"));
        Self::over(session, folder, [1400.0, 900.0], &[])
    }

    fn hover(&mut self, label: &str) {
        let at = self.place(label);
        self.harness.hover_at(at);
        // Longer than tooltips wait.
        self.harness.run_steps(40);
    }

    fn shows_part(&self, text: &str) -> bool {
        self.harness.query_all_by_label_contains(text).next().is_some()
    }

    fn select(&mut self, node: NodeId) {
        self.harness.state_mut().desk.selection = [node].into();
        self.settle();
    }

    fn set(&mut self, node: NodeId, path: &str, value: Value) {
        self.session.store.commit(&SetProperty { node, path: path.to_owned(), value }).unwrap();
        self.session.store.end_drag();
        self.settle();
    }
}

#[test]
fn hovering_a_port_shows_the_exact_figures_of_its_data() {
    let mut bench = Bench::new(false);
    bench.hover("Outport volume of Ramp");
    bench.wait_for("2 NaN, 1 infinite");
    for text in ["4 × 3 × 2", "float32", "0 … 23", "-1000 … 3000 HU", "1 × 1 × 2.5 mm", "96 B", "12.8571", "Picture of the data"] {
        assert!(bench.has(text), "{text:?} is missing");
    }
    assert!(bench.has("Histogram of 21 values from 0 to 23"), "the counts add up to the finite values");
}

#[test]
fn an_inport_and_a_connection_show_what_arrives() {
    let mut bench = Bench::new(false);
    bench.hover("Inport volume of Painter");
    bench.wait_for("2 NaN, 1 infinite");
    let (from, to) = (bench.place("Outport volume of Ramp"), bench.place("Inport volume of Painter"));
    bench.harness.hover_at(Pos2::new(700.0, 100.0));
    bench.harness.run_steps(20);
    assert!(!bench.has("2 NaN, 1 infinite"));
    bench.harness.hover_at(from.lerp(to, 0.5));
    bench.harness.run_steps(40);
    bench.wait_for("2 NaN, 1 infinite");
    assert!(bench.has("Ramp › volume to Painter › volume"));
}

#[test]
fn a_slow_reading_delays_no_pass() {
    let mut bench = Bench::new(true);
    let at = bench.place("Outport image of Painter");
    bench.harness.hover_at(at);
    let (mut longest, start) = (Duration::ZERO, Instant::now());
    let mut waited = false;
    while !bench.shows_part("Histogram of 1024 values") {
        assert!(start.elapsed() < Duration::from_secs(20), "the figures never came");
        waited |= bench.has("…") && bench.has("16 × 16");
        let pass = Instant::now();
        bench.harness.step();
        longest = longest.max(pass.elapsed());
        std::thread::sleep(Duration::from_millis(10));
    }
    assert!(waited, "the figures are … at first");
    assert!(longest < SLOW / 2, "a pass took {longest:?}");
}

#[test]
fn a_key_pins_what_is_under_the_pointer_and_unpins_it() {
    let mut bench = Bench::new(false);
    bench.hover("Outport volume of Ramp");
    bench.press(Modifiers::NONE, Key::I);
    bench.harness.hover_at(Pos2::new(700.0, 100.0));
    bench.harness.run_steps(20);
    bench.wait_for("2 NaN, 1 infinite");
    assert!(bench.has("Close inspector of Ramp › volume"), "it stays when the pointer leaves");
    let (cross, picture) = (bench.place("Close inspector of Ramp › volume"), bench.harness.get_by_label("Picture of the data").rect());
    assert!(cross.x > picture.right() - 24.0 && cross.y < picture.top(), "at the right edge: {cross:?} {picture:?}");
    bench.hover("Outport volume of Ramp");
    bench.press(Modifiers::NONE, Key::I);
    assert!(!bench.has("Close inspector of Ramp › volume"));
}

#[test]
fn a_pinned_panel_covers_no_node_and_comes_back_where_it_was_dragged() {
    let mut bench = Bench::new(false);
    let port = PortRef { node: bench.node("Ramp"), port: "volume".into() };
    let panel = |bench: &Bench| bench.harness.state().desk.inspector.panel(&port, true);
    let pin = |bench: &mut Bench| {
        bench.hover("Outport volume of Ramp");
        bench.press(Modifiers::NONE, Key::I);
        bench.harness.hover_at(Pos2::new(700.0, 100.0));
        bench.harness.run_steps(20);
    };
    pin(&mut bench);
    bench.wait_for("2 NaN, 1 infinite");
    bench.harness.run_steps(60);
    let rect = panel(&bench).unwrap();
    for node in ["Node Ramp", "Node Painter", "Node Screen"] {
        let node = bench.harness.get_by_label(node).rect();
        assert!(!node.intersects(rect), "{node:?} {rect:?}");
    }
    assert!(bench.harness.ctx.content_rect().contains_rect(rect));
    // By its head, since what is below is read and scrolled.
    let (from, by) = (rect.left_top() + egui::vec2(60.0, 16.0), egui::vec2(-40.0, -90.0));
    bench.harness.hover_at(from);
    bench.harness.run_steps(2);
    bench.harness.drag_at(from);
    bench.harness.run_steps(2);
    for step in 1..=6 {
        bench.harness.hover_at(from + by * (step as f32 / 6.0));
        bench.harness.run_steps(1);
    }
    bench.harness.drop_at(from + by);
    bench.settle();
    let dragged = panel(&bench).unwrap();
    assert!((dragged.min - rect.min - by).length() < 8.0, "{rect:?} {dragged:?}");
    pin(&mut bench);
    assert!(panel(&bench).is_none());
    pin(&mut bench);
    let again = panel(&bench).unwrap();
    assert!((again.min - dragged.min).length() < 2.0, "{dragged:?} {again:?}");
}

#[test]
fn the_button_in_the_tooltip_pins_too() {
    let mut bench = Bench::new(false);
    bench.hover("Outport volume of Ramp");
    bench.wait_for("Pin inspector");
    bench.wait_for("2 NaN, 1 infinite");
    let at = bench.place("Pin inspector");
    bench.harness.hover_at(at);
    bench.harness.run_steps(2);
    bench.harness.get_by_label("Pin inspector").click();
    bench.settle();
    assert!(bench.has("Close inspector of Ramp › volume"));
}

#[test]
fn a_pinned_inspector_follows_the_data_and_survives_selection_and_undo() {
    let mut bench = Bench::new(false);
    bench.select(bench.node("Ramp"));
    bench.press(Modifiers::NONE, Key::I);
    bench.wait_for("0 … 23");
    let (ramp, painter) = (bench.node("Ramp"), bench.node("Painter"));
    bench.set(ramp, "scale", Value::Float(2.0));
    bench.wait_for("0 … 46");
    bench.select(painter);
    assert!(bench.has("Close inspector of Ramp › volume"));
    bench.press(Modifiers::COMMAND, Key::Z);
    bench.wait_for("0 … 23");
    assert!(bench.has("Close inspector of Ramp › volume"));
    bench.harness.get_by_label("Close inspector of Ramp › volume").click();
    bench.settle();
    assert!(!bench.has("Close inspector of Ramp › volume"));
}

#[test]
fn several_are_pinned_by_keyboard_and_close_with_their_node() {
    let mut bench = Bench::new(false);
    bench.select(bench.node("Ramp"));
    bench.press(Modifiers::NONE, Key::I);
    // A node with several ports asks which.
    bench.select(bench.node("Painter"));
    bench.press(Modifiers::NONE, Key::I);
    assert!(bench.has("Inspect a port of Painter") && bench.has("Inspect Outport image") && bench.has("Inspect Inport volume"));
    bench.press(Modifiers::NONE, Key::ArrowDown);
    bench.press(Modifiers::NONE, Key::Enter);
    assert!(bench.has("Close inspector of Ramp › volume") && bench.has("Close inspector of Painter › volume"));
    let store = bench.harness.state().desk.session.store.clone();
    store.commit(&RemoveNodes(vec![bench.node("Painter")])).unwrap();
    bench.settle();
    assert!(bench.has("Close inspector of Ramp › volume") && !bench.has("Close inspector of Painter › volume"));
    bench.press(Modifiers::SHIFT, Key::I);
    assert!(!bench.has("Close inspector of Ramp › volume"));
}

#[test]
fn what_no_canvas_needs_is_computed_while_it_is_pinned() {
    let mut bench = Bench::new(false);
    let store = bench.harness.state().desk.session.store.clone();
    store.commit(&RemoveNodes(vec![bench.node("Painter")])).unwrap();
    bench.set(bench.node("Ramp"), "scale", Value::Float(3.0));
    bench.select(bench.node("Ramp"));
    bench.press(Modifiers::NONE, Key::I);
    bench.wait_for("0 … 69");
}

#[test]
fn a_canvas_tells_the_pixel_under_the_pointer() {
    let mut bench = Bench::new(true);
    bench.harness.state_mut().desk.inspector.pixels = true;
    let start = Instant::now();
    // The picture is there when the slow device has given it.
    loop {
        let rect = bench.harness.get_by_label("Canvas Screen").rect();
        let side = rect.width().min(rect.height());
        // The middle of the texel in column 8, row 7 from the bottom.
        bench.harness.hover_at(rect.center() + egui::vec2(side / 32.0, side / 32.0));
        bench.harness.run_steps(2);
        if bench.has("Pixel (8, 7) of Screen: Color 120  10  20  255") {
            break;
        }
        assert!(start.elapsed() < Duration::from_secs(20), "the pixel is not told");
        std::thread::sleep(Duration::from_millis(5));
    }
}
