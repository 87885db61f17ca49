//! The window as a person uses it, without a display and without a GPU: parts are found by their labels.

mod common;

use std::path::Path;

use egui::{Key, Modifiers, PointerButton};
use egui_kittest::kittest::{NodeT, Queryable};
use voxloom_core::data::{Image, Mesh, Volume};
use voxloom_core::processor::{BuiltIn, Interface, ProcessorInfo, Sink};
use voxloom_core::{PortSpec, Property, Registry};
use voxloom_workspace::command::SetProperty;

use common::{Bench, add, drop_file, idle, session, user};

fn source() -> BuiltIn {
    let info = ProcessorInfo::built_in("org.test.Source", "Volume Source", "Data Input", "Makes a volume.");
    idle(info, || {
        Interface::new().outport(PortSpec::new::<Volume>("volume", "A volume.")).property(Property::float("scale", "Scale", 1.0, 0.0..=2.0))
    })
}

fn raycaster() -> BuiltIn {
    let info = ProcessorInfo::built_in("org.test.Raycaster", "Volume Raycaster", "Volume Rendering", "Draws a volume.");
    let interface = || {
        let inports = Interface::new().inport(PortSpec::new::<Volume>("volume", "")).inport(PortSpec::new::<Mesh>("geometry", "").optional());
        inports.outport(PortSpec::new::<Image>("image", ""))
    };
    idle(info, interface)
}

fn canvas() -> BuiltIn {
    let info = ProcessorInfo::built_in("org.test.Canvas", "Canvas", "Data Output", "Shows an image.").sink(Sink::Canvas);
    idle(info, || Interface::new().inport(PortSpec::new::<Image>("image", "")))
}

impl Bench {
    fn new(nodes: &[(&str, [f32; 2])]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let session = session(Registry::new().with(&[source, raycaster, canvas]), &user(&folder));
        for (class, position) in nodes {
            add(&session, class, *position);
        }
        Self::over(session, folder, [1400.0, 900.0], &[])
    }

    fn wired() -> Self {
        Self::new(&[("org.test.Source", [0.0, 0.0]), ("org.test.Raycaster", [260.0, 0.0]), ("org.test.Canvas", [520.0, 0.0])])
    }

    fn wire(&mut self, from: &str, to: &str) {
        let (from, to) = (self.place(from), self.place(to));
        self.drag(from, to);
    }
}

#[test]
fn a_processor_is_added_by_keyboard_alone() {
    let mut bench = Bench::new(&[]);
    bench.harness.get_by_label_contains("Drop a volume (.npy) here");
    bench.press(Modifiers::NONE, Key::Tab);
    bench.harness.get_by_label("Add a processor");
    bench.type_text("rayc");
    bench.press(Modifiers::NONE, Key::Enter);
    bench.harness.get_by_label("Node Volume Raycaster");
    let added = bench.node("VolumeRaycaster");
    assert!(bench.harness.state().desk.selection.contains(&added), "what was added is selected");
    assert_eq!(bench.undo_name().as_deref(), Some("Add Volume Raycaster"));
}

#[test]
fn ports_are_connected_by_dragging_and_undo_takes_it_back() {
    let mut bench = Bench::wired();
    bench.wire("Outport volume of Volume Source", "Inport volume of Volume Raycaster");
    assert_eq!(bench.connections(), ["VolumeSource.volume > VolumeRaycaster.volume"]);
    // The connection may be dropped on the node as well: the port that fits takes it.
    bench.wire("Outport image of Volume Raycaster", "Node Canvas");
    assert_eq!(bench.connections().len(), 2);
    bench.press(Modifiers::COMMAND, Key::Z);
    bench.press(Modifiers::COMMAND, Key::Z);
    assert!(bench.connections().is_empty());
    bench.press(Modifiers::COMMAND, Key::Y);
    assert_eq!(bench.connections().len(), 1);
}

#[test]
fn a_wrong_type_is_refused_with_the_reason() {
    let mut bench = Bench::wired();
    let (from, to) = (bench.place("Outport volume of Volume Source"), bench.place("Inport image of Canvas"));
    bench.drag_with(PointerButton::Primary, Modifiers::NONE, from, to, |harness| {
        harness.get_by_label_contains("Volume Source › volume carries Volume, but Canvas › image takes Image");
    });
    assert!(bench.connections().is_empty());
}

#[test]
fn dragging_a_connected_inport_away_disconnects_it() {
    let mut bench = Bench::wired();
    bench.wire("Outport volume of Volume Source", "Inport volume of Volume Raycaster");
    let from = bench.place("Inport volume of Volume Raycaster");
    bench.drag(from, from + egui::vec2(-30.0, 130.0));
    assert!(bench.connections().is_empty());
}

#[test]
fn a_connection_dropped_on_the_ground_adds_what_fits() {
    let mut bench = Bench::new(&[("org.test.Source", [0.0, 0.0])]);
    let from = bench.place("Outport volume of Volume Source");
    bench.drag(from, from + egui::vec2(120.0, 60.0));
    bench.harness.get_by_label("Add Volume Raycaster");
    assert!(bench.harness.query_by_label("Add Canvas").is_none(), "a canvas takes no volume");
    bench.press(Modifiers::NONE, Key::Enter);
    assert_eq!(bench.connections(), ["VolumeSource.volume > VolumeRaycaster.volume"]);
}

#[test]
fn nodes_are_selected_deleted_and_brought_back() {
    let mut bench = Bench::wired();
    bench.harness.get_by_label("Node Volume Raycaster").click();
    bench.settle();
    bench.press(Modifiers::NONE, Key::Delete);
    assert!(bench.harness.query_by_label("Node Volume Raycaster").is_none());
    bench.press(Modifiers::COMMAND, Key::Z);
    bench.harness.get_by_label("Node Volume Raycaster");
    bench.press(Modifiers::COMMAND, Key::A);
    assert_eq!(bench.harness.state().desk.selection.len(), 3);
}

#[test]
fn a_node_is_renamed_in_place() {
    let mut bench = Bench::wired();
    bench.harness.get_by_label("Node Canvas").click();
    bench.settle();
    bench.press(Modifiers::NONE, Key::F2);
    bench.harness.get_by_label("Name");
    bench.type_text("Front");
    bench.press(Modifiers::NONE, Key::Enter);
    bench.harness.get_by_label("Node Front");
    assert_eq!(bench.undo_name().as_deref(), Some("Rename Canvas"));
}

#[test]
fn a_move_snaps_to_the_grid_and_is_one_step() {
    let mut bench = Bench::wired();
    let from = bench.place("Node Canvas");
    bench.drag(from, from + egui::vec2(61.0, 38.0));
    let id = bench.node("Canvas");
    let position = bench.snapshot().workspace.network.get(id).unwrap().position;
    assert_ne!(position, [520.0, 0.0]);
    assert_eq!(position.map(|c| c % 16.0), [0.0, 0.0]);
    assert_eq!(bench.undo_name().as_deref(), Some("Move Canvas"));
    bench.press(Modifiers::COMMAND, Key::Z);
    assert_eq!(bench.snapshot().workspace.network.get(id).unwrap().position, [520.0, 0.0]);
}

#[test]
fn duplicates_keep_what_flows_into_them() {
    let mut bench = Bench::wired();
    bench.wire("Outport volume of Volume Source", "Inport volume of Volume Raycaster");
    bench.harness.get_by_label("Node Volume Raycaster").click();
    bench.settle();
    bench.press(Modifiers::COMMAND, Key::D);
    bench.harness.get_by_label("Node Volume Raycaster 2");
    assert_eq!(bench.connections(), ["VolumeSource.volume > VolumeRaycaster.volume", "VolumeSource.volume > VolumeRaycaster2.volume"]);
}

#[test]
fn unsaved_work_is_asked_about() {
    let mut bench = Bench::wired();
    bench.press(Modifiers::COMMAND, Key::N);
    bench.harness.get_by_label_contains("Save the changes");
    bench.harness.get_by_label("Cancel").click();
    bench.settle();
    assert_eq!(bench.snapshot().workspace.network.len(), 3);
    bench.press(Modifiers::COMMAND, Key::N);
    bench.harness.get_by_label("Do not save").click();
    bench.settle();
    assert!(bench.snapshot().workspace.network.is_empty());
}

#[test]
fn the_list_is_filtered_and_a_double_click_adds() {
    let mut bench = Bench::new(&[]);
    bench.harness.get_by_label("Filter processors").focus();
    bench.settle();
    bench.type_text("render vol");
    assert!(bench.harness.query_by_label("Class Canvas").is_none());
    bench.harness.get_by_label("Class Volume Raycaster").click();
    bench.harness.run_steps(1);
    bench.harness.get_by_label("Class Volume Raycaster").click();
    bench.settle();
    bench.harness.get_by_label("Node Volume Raycaster");
}

#[test]
fn a_thousand_nodes_stay_cheap() {
    let nodes: Vec<(&str, [f32; 2])> = (0..1000).map(|i| ("org.test.Raycaster", [(i % 40) as f32 * 240.0, (i / 40) as f32 * 160.0])).collect();
    let mut bench = Bench::new(&nodes);
    bench.press(Modifiers::NONE, Key::F);
    let started = std::time::Instant::now();
    bench.harness.run_steps(20);
    let frame = started.elapsed() / 20;
    // With room for an unoptimized build on a busy machine; it takes a tenth.
    assert!(frame < std::time::Duration::from_millis(250), "a frame takes {frame:?}");
    assert!(bench.harness.root().children_recursive().count() > 1000, "all of them are there");
}

#[test]
fn arranging_puts_what_flows_left_to_right() {
    let mut bench = Bench::new(&[("org.test.Source", [400.0, 0.0]), ("org.test.Raycaster", [0.0, 130.0]), ("org.test.Canvas", [0.0, 0.0])]);
    bench.wire("Outport volume of Volume Source", "Inport volume of Volume Raycaster");
    bench.wire("Outport image of Volume Raycaster", "Inport image of Canvas");
    bench.press(Modifiers::NONE, Key::L);
    let network = bench.snapshot().workspace.network;
    let x = |name: &str| network.find(name).unwrap().position[0];
    assert!(x("VolumeSource") < x("VolumeRaycaster") && x("VolumeRaycaster") < x("Canvas"));
    assert_eq!(bench.undo_name().as_deref(), Some("Arrange"));
}

#[test]
fn a_dropped_file_that_cannot_be_opened_is_named_in_a_notice() {
    let mut bench = Bench::new(&[]);
    drop_file(&mut bench.harness, Path::new("/nowhere/brain.npy"));
    bench.wait("something is said", |harness| !harness.state().desk.notices.all().is_empty());
    assert!(bench.notices().iter().any(|notice| notice.contains("/nowhere/brain.npy")));
    bench.click("Close notice");
    assert!(bench.harness.state().desk.notices.all().is_empty());
}

#[test]
fn keys_on_the_ground_leave_the_selection_alone() {
    let mut bench = Bench::wired();
    bench.press(Modifiers::COMMAND, Key::A);
    bench.press(Modifiers::NONE, Key::Space);
    assert_eq!(bench.harness.state().desk.selection.len(), 3);
    bench.press(Modifiers::NONE, Key::Escape);
    assert!(bench.harness.state().desk.selection.is_empty());
}

#[test]
fn a_rubber_band_selects_and_shift_adds() {
    let mut bench = Bench::wired();
    let (source, canvas) = (bench.harness.get_by_label("Node Volume Source").rect(), bench.harness.get_by_label("Node Canvas").rect());
    bench.drag(source.left_top() - egui::vec2(20.0, 20.0), source.right_bottom() + egui::vec2(10.0, 10.0));
    assert_eq!(bench.harness.state().desk.selection.iter().copied().collect::<Vec<_>>(), [bench.node("VolumeSource")]);
    bench.drag_with(
        PointerButton::Primary,
        Modifiers::SHIFT,
        canvas.left_top() - egui::vec2(20.0, 20.0),
        canvas.right_bottom() + egui::vec2(10.0, 10.0),
        |_| (),
    );
    assert_eq!(bench.harness.state().desk.selection.len(), 2);
}

#[test]
fn a_script_commits_ten_thousand_commands_while_the_window_draws() {
    let mut bench = Bench::wired();
    let session = bench.harness.state().desk.session.clone();
    let node = session.store.snapshot().workspace.network.by_identifier("VolumeSource").unwrap().id;
    let script = std::thread::spawn(move || {
        let start = std::time::Instant::now();
        for i in 0..10_000 {
            let value = voxloom_core::Value::Float(f64::from(i % 200) / 100.0);
            session.store.commit(&SetProperty { node, path: "scale".to_owned(), value }).unwrap();
        }
        start.elapsed()
    });
    let mut frames = 0;
    while !script.is_finished() {
        bench.harness.step();
        frames += 1;
    }
    let elapsed = script.join().unwrap();
    println!("10,000 commands in {elapsed:?} while {frames} frames were drawn");
    assert!(elapsed.as_secs_f64() <= 1.0, "{elapsed:?}");
}
