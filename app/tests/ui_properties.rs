//! The panel of properties, driven as a person drives it: typing, resetting, pasting, linking, several processors at once.

mod common;
mod properties_bench;

use std::path::PathBuf;
use std::sync::Arc;

use common::painted;
use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use properties_bench::{Bench, everything, session};
use voxloom_app::app::App;
use voxloom_app::panels::properties;
use voxloom_core::Value;
use voxloom_core::data::TransferFunction;
use voxloom_core::processor::Interface;
use voxloom_workspace::command::AmendNode;

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
fn the_link_dialog_names_whole_paths_and_links_several() {
    let mut bench = Bench::sized(&["test.Maker", "test.Maker"], vec2(900.0, 700.0));
    bench.click("Link…");
    assert_eq!(bench.focused(), "Search pairs of properties");
    let dialog = bench.0.get_by_label("Search pairs of properties").rect();
    assert!(dialog.width() < 480.0, "{dialog:?}");
    bench.type_text("inner");
    assert!(bench.shows("Link Inner › Beta both ways") && !bench.shows("Link Alpha both ways"));
    bench.click("Link all that are shown both ways");
    assert_eq!(bench.links().len(), 4);
    assert_eq!(bench.undo_name().as_deref(), Some("Link 2 pairs of properties"));
    bench.click("Unlink Inner › Beta");
    let mut links = bench.links();
    links.sort();
    assert_eq!(links, ["Maker.inner.gamma > Maker2.inner.gamma", "Maker2.inner.gamma > Maker.inner.gamma"]);
    bench.click("Unlink all that are shown");
    assert!(bench.links().is_empty());
    bench.undo();
    assert_eq!(bench.links().len(), 2);

    let mut bench = Bench::sized(&["test.Viewer", "test.Viewer"], vec2(900.0, 700.0));
    bench.click("Link…");
    bench.click("Link the cameras");
    let mut links = bench.links();
    links.sort();
    assert_eq!(links, ["Viewer.camera > Viewer2.camera", "Viewer2.camera > Viewer.camera"]);
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
        let shown: Vec<_> = painted(&bench.0).into_iter().filter(|painted| names.contains(&painted.text)).collect();
        named += shown.len();
        long |= shown.iter().any(|painted| painted.text.starts_with("Sampling "));
        let cut: Vec<_> = shown.iter().filter(|painted| painted.elided).collect();
        assert!(cut.is_empty(), "{}: {cut:?}", class.info().display_name);
    }
    assert!(named > 40 && long, "{named}");
}

#[test]
fn a_name_that_stands_above_is_not_repeated() {
    let mut bench = Bench::new(&["test.Repeated"]);
    let count = |bench: &Bench| painted(&bench.0).iter().filter(|painted| painted.text.contains("Colors")).count();
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

#[test]
fn many_processors_are_folded() {
    let mut bench = Bench::new(&["test.Maker", "test.Viewer", "test.Fussy", "test.Repeated"]);
    assert!(bench.shows("Open Maker") && !bench.has_row("Count"), "only their names");
    bench.click("Open Maker");
    assert!(bench.has_row("Count") && !bench.has_row("Opacity"));
    bench.click("Close Maker");
    assert!(!bench.has_row("Count"));
    // A search looks into all of them.
    bench.0.get_by_label("Search properties").focus();
    bench.settle();
    bench.type_text("opacity");
    assert!(bench.has_row("Opacity"));
    bench.0.state_mut().selected.truncate(2);
    bench.click("Clear the search");
    assert!(!bench.shows("Open Viewer"), "of few all is shown");
}

#[test]
fn a_path_is_completed_while_it_is_typed() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("scans")).unwrap();
    for name in ["scans/brain.npy", "scans/bones.npy", "scans/notes.txt", "summary.npy"] {
        std::fs::write(folder.path().join(name), "").unwrap();
    }
    let mut bench = Bench::new(&["test.Maker"]);
    let wait = |bench: &mut Bench, label: &str| {
        for _ in 0..200 {
            if bench.shows(label) {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(5));
            bench.settle();
        }
        panic!("{label} is not offered");
    };
    bench.0.get_by_role_and_label(Role::TextInput, "File").focus();
    bench.settle();
    bench.type_text(&format!("{}/s", folder.path().display()));
    wait(&mut bench, "Complete File: scans/");
    assert!(bench.shows("Complete File: summary.npy"));
    bench.press(Modifiers::NONE, Key::Tab);
    wait(&mut bench, "Complete File: brain.npy");
    assert!(!bench.shows("Complete File: notes.txt"), "only what the property takes");
    assert_eq!(bench.focused(), "File");
    // Escape leaves the text, and typing asks again.
    bench.press(Modifiers::NONE, Key::Escape);
    assert!(!bench.shows("Complete File: brain.npy") && bench.focused() == "File");
    bench.type_text("b");
    bench.press(Modifiers::NONE, Key::ArrowDown);
    bench.press(Modifiers::NONE, Key::ArrowDown);
    bench.press(Modifiers::NONE, Key::Enter);
    bench.press(Modifiers::NONE, Key::Enter);
    let whole = folder.path().join("scans/brain.npy").display().to_string();
    assert_eq!(bench.value(0, "file"), Value::Path(whole.as_str().into()));
    bench.undo();
    assert_eq!(bench.value(0, "file"), Value::Path("".into()), "it was one step");
}
