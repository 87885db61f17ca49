//! The menus by keys, the status bar, and what the window offers while no canvas is there.

mod common;

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};
use voxloom_core::Value;
use voxloom_workspace::NodeId;
use voxloom_workspace::command::{AddNode, SetProperty};

use common::{Bench, CANVAS, RAYCASTER, SOURCE, add, session, user};

const CREATOR: &str = "org.inviwo.VolumeCreator";

impl Bench {
    fn new(nodes: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let session = session(voxloom_processors::registry(), &user(&folder));
        for (index, class) in nodes.iter().enumerate() {
            add(&session, class, [300.0 * index as f32, 0.0]);
        }
        Self::over(session, folder, [1440.0, 900.0], &[])
    }

    fn shows(&self, part: &str) -> bool {
        self.harness.query_all_by_label_contains(part).next().is_some()
    }

    /// What has the focus, by its label.
    fn focused(&self) -> String {
        let mut all = self.harness.root().children_recursive();
        all.find(|node| node.is_focused()).and_then(|node| node.accesskit_node().label()).unwrap_or_default()
    }

    fn chosen(&self) -> Vec<NodeId> {
        self.harness.state().desk.selection.iter().copied().collect()
    }

    fn count(&self) -> usize {
        self.session.store.snapshot().workspace.network.len()
    }
}

#[test]
fn menus_are_opened_walked_and_left_by_keys() {
    let mut bench = Bench::new(&[CREATOR, CANVAS]);
    assert_eq!(bench.focused(), "Network");
    bench.press(Modifiers::ALT, Key::F);
    assert!(bench.shows("Save As…"), "Alt+F opens the File menu");
    assert!(bench.focused().starts_with("New"), "{}", bench.focused());
    bench.key(Key::ArrowDown);
    assert!(bench.focused().starts_with("Open…"), "{}", bench.focused());
    bench.key(Key::ArrowUp);
    bench.key(Key::ArrowUp);
    assert!(bench.focused().starts_with("Quit"), "around the end: {}", bench.focused());
    bench.key(Key::Home);
    bench.key(Key::S);
    assert!(bench.focused().starts_with("Save"), "a letter goes to the next row that begins with it: {}", bench.focused());
    // To the neighbors, around the ends too.
    bench.key(Key::ArrowRight);
    assert!(!bench.shows("Save As…") && bench.focused().starts_with("Undo"), "{}", bench.focused());
    bench.key(Key::ArrowLeft);
    bench.key(Key::ArrowLeft);
    assert!(bench.shows("About Voxloom") && bench.focused().starts_with("Run a Command"), "{}", bench.focused());
    // Escape closes, and the keys are the network's again.
    bench.key(Key::Escape);
    assert!(!bench.shows("About Voxloom"));
    assert_eq!(bench.focused(), "Network");
    // A row that is chosen runs; what is not possible is passed over.
    bench.press(Modifiers::ALT, Key::E);
    bench.key(Key::S);
    assert!(bench.focused().starts_with("Select All"), "{}", bench.focused());
    bench.key(Key::Enter);
    assert_eq!(bench.chosen().len(), 2);
    assert_eq!(bench.focused(), "Network");
    // Alt+letter also while a text is edited, which does not get the letter.
    bench.harness.get_by_label("Filter processors").focus();
    bench.settle();
    bench.harness.event(egui::Event::Text("v".to_owned()));
    bench.press(Modifiers::ALT, Key::V);
    assert!(bench.shows("Draw with"));
    bench.key(Key::Escape);
    assert_eq!(bench.focused(), "Filter processors");
    let field = bench.harness.get_by_label("Filter processors");
    assert!(field.accesskit_node().value().unwrap_or_default().len() <= 1);
}

#[test]
fn the_bar_is_reached_with_f10_and_its_letters_open_menus() {
    let mut bench = Bench::new(&[]);
    bench.key(Key::F10);
    assert_eq!(bench.focused(), "File");
    bench.key(Key::ArrowRight);
    assert_eq!(bench.focused(), "Edit");
    assert!(!bench.shows("Select All"), "no menu is open yet");
    bench.key(Key::V);
    assert!(bench.shows("Draw with") && bench.focused().starts_with("Zoom to Fit") || bench.focused() == "Processors", "{}", bench.focused());
    bench.key(Key::Escape);
    bench.key(Key::F10);
    bench.key(Key::ArrowDown);
    assert!(!bench.focused().is_empty() && bench.focused() != "Network");
}

#[test]
fn the_list_of_recent_files_is_entered_and_left_with_arrows() {
    let mut bench = Bench::new(&[]);
    let file = tempfile::Builder::new().prefix("a.").suffix(".voxloom").tempfile().unwrap();
    bench.harness.state_mut().desk.files.remember(file.path());
    bench.press(Modifiers::ALT, Key::F);
    bench.key(Key::End);
    bench.key(Key::Home);
    for _ in 0..3 {
        bench.key(Key::ArrowDown);
    }
    assert!(bench.focused().starts_with("Open Recent"), "{}", bench.focused());
    bench.key(Key::ArrowRight);
    assert!(bench.shows("Clear This List"), "the arrow opens it");
    assert!(bench.focused().starts_with("a.") || bench.focused().starts_with("Clear"), "{}", bench.focused());
    bench.key(Key::ArrowLeft);
    assert!(!bench.shows("Clear This List") && bench.focused().starts_with("Open Recent"), "{}", bench.focused());
    bench.key(Key::Escape);
    assert_eq!(bench.focused(), "Network");
}

#[test]
fn escape_closes_a_menu_within_a_menu_alone() {
    let mut bench = Bench::new(&[]);
    let file = tempfile::Builder::new().prefix("a.").suffix(".voxloom").tempfile().unwrap();
    bench.harness.state_mut().desk.files.remember(file.path());
    bench.press(Modifiers::ALT, Key::F);
    for _ in 0..3 {
        bench.key(Key::ArrowDown);
    }
    bench.key(Key::ArrowRight);
    assert!(bench.shows("Clear This List"));
    bench.key(Key::Escape);
    assert!(!bench.shows("Clear This List"), "the inner menu is closed");
    assert!(bench.focused().starts_with("Open Recent"), "the outer one goes on: {}", bench.focused());
    bench.key(Key::Escape);
    assert!(!bench.shows("Open Recent"));
    assert_eq!(bench.focused(), "Network");
}

#[test]
fn the_interface_is_made_larger_and_smaller_and_stays_so() {
    let mut bench = Bench::new(&[]);
    let zoom = |bench: &Bench| bench.harness.ctx.zoom_factor();
    bench.press(Modifiers::COMMAND, Key::Plus);
    bench.press(Modifiers::COMMAND, Key::Equals);
    assert_eq!(zoom(&bench), 1.2);
    let (session, folder) = (bench.session.clone(), bench.folder.clone());
    let kept = user(&folder).join("window.json");
    bench.wait("kept", |_| std::fs::read_to_string(&kept).is_ok_and(|text| text.contains("\"zoom\": 1.2")));
    bench.press(Modifiers::COMMAND, Key::Minus);
    assert_eq!(zoom(&bench), 1.1);
    bench.press(Modifiers::COMMAND, Key::Num0);
    assert_eq!(zoom(&bench), 1.0);
    bench.press(Modifiers::COMMAND, Key::Plus);
    bench.wait("kept again", |_| std::fs::read_to_string(&kept).is_ok_and(|text| text.contains("\"zoom\": 1.1")));
    assert_eq!(zoom(&Bench::over(session, folder, [1440.0, 900.0], &[])), 1.1, "in the next window");
}

#[test]
fn switches_in_menus_say_what_is_on_and_why_not() {
    let mut bench = Bench::new(&[]);
    bench.press(Modifiers::ALT, Key::V);
    let toggled = |bench: &Bench, label: &str| {
        let row = bench.harness.get_by_role_and_label(Role::CheckBox, label);
        (row.accesskit_node().toggled() == Some(egui::accesskit::Toggled::True), !row.accesskit_node().is_disabled())
    };
    assert_eq!(toggled(&bench, "Code Editor"), (false, false), "no file is open in it: neither on nor possible");
    assert_eq!(toggled(&bench, "Console"), (true, true));
    bench.harness.get_by_role_and_label(Role::CheckBox, "Console").click();
    bench.settle();
    assert!(!bench.harness.state().desk.arrangement.console);
    bench.press(Modifiers::ALT, Key::V);
    assert_eq!(toggled(&bench, "Console"), (false, true));
}

#[test]
fn the_status_bar_tells_what_is_wrong_and_leads_there() {
    assert!(Bench::new(&[]).shows("Nothing to evaluate"));
    let mut bench = Bench::new(&[SOURCE, RAYCASTER, CANVAS]);
    let ids: Vec<NodeId> = bench.session.store.snapshot().workspace.network.nodes().map(|node| node.id).collect();
    let set = SetProperty { node: ids[0], path: "filename".to_owned(), value: Value::Path("/nowhere/brain.npy".into()) };
    bench.session.store.commit(&set).unwrap();
    bench.session.evaluator.watch(ids[0], 0, Some(voxloom_core::Request::settled(8, 8)));
    bench.wait("it fails", |harness| harness.query_all_by_label("Failed: Volume Source").next().is_some());
    bench.harness.get_by_label("Failed: Volume Source").click();
    bench.settle();
    assert_eq!(bench.chosen(), [ids[0]]);
}

#[test]
fn a_window_without_a_canvas_leads_to_one() {
    let mut bench = Bench::new(&[]);
    for label in ["Welcome", "Open a File…", "Show the Sample Brain"] {
        assert!(bench.harness.query_by_label(label).is_some(), "{label}");
    }
    let mut with_source = Bench::new(&[CREATOR]);
    assert!(with_source.shows("No canvas in the network") && !with_source.shows("Welcome"));
    let creator = with_source.session.store.snapshot().workspace.network.nodes().next().unwrap().id;
    with_source.harness.state_mut().desk.selection = [creator].into();
    with_source.settle();
    with_source.harness.get_by_label("Show What Is Selected").click();
    with_source.settle();
    assert_eq!(with_source.count(), 3, "a raycaster and a canvas came with it");
    assert!(!with_source.shows("No canvas in the network"));
    bench.session.store.commit(&AddNode::new(bench.session.registry.find(CREATOR).unwrap(), [0.0, 0.0])).unwrap();
    bench.settle();
    bench.harness.get_by_label("Add a Canvas").click();
    bench.settle();
    assert_eq!(bench.count(), 2);
}

#[test]
fn what_dropping_will_do_is_said_once_for_each_file() {
    let mut bench = Bench::new(&[]);
    // Some window systems name a file at every move.
    for name in ["ball.npy", "ball.npy", "brain.voxloom", "filter.py"] {
        let file = egui::HoveredFile { path: Some(format!("/data/{name}").into()), ..Default::default() };
        bench.harness.input_mut().hovered_files.push(file);
    }
    bench.harness.run_steps(1);
    let texts: Vec<String> = common::painted(&bench.harness).into_iter().map(|painted| painted.text).collect();
    let count = |start: &str| texts.iter().filter(|text| text.starts_with(start)).count();
    assert_eq!([count("ball.npy is added"), count("brain.voxloom opens in the place"), count("filter.py: you are asked")], [1, 1, 1], "{texts:?}");
}

#[test]
fn a_key_that_is_recorded_is_no_text_of_the_filter() {
    let mut bench = Bench::new(&[]);
    bench.key(Key::F1);
    bench.type_text("thumb");
    bench.harness.get_by_label("Keys of Show Thumbnails: ").click();
    bench.settle();
    bench.harness.event(egui::Event::Text("j".to_owned()));
    bench.press(Modifiers::CTRL, Key::J);
    let row = bench.harness.get_by_label_contains("Keys of Show Thumbnails: Ctrl+J");
    let before = row.rect();
    assert_eq!(bench.harness.get_by_label("Filter keys").accesskit_node().value().as_deref(), Some("thumb"));
    // The columns stay where they are, whatever the filter leaves.
    bench.harness.get_by_label("Filter keys").focus();
    bench.settle();
    (0..5).for_each(|_| bench.key(Key::Backspace));
    let after = bench.harness.get_by_label_contains("Keys of Show Thumbnails: Ctrl+J").rect();
    assert!((before.left() - after.left()).abs() < 40.0, "{before} {after}");
}

#[test]
fn the_focus_goes_back_after_a_dialog_that_a_menu_opened() {
    let mut bench = Bench::new(&[]);
    bench.press(Modifiers::ALT, Key::H);
    bench.key(Key::A);
    assert!(bench.focused().starts_with("About"), "{}", bench.focused());
    bench.key(Key::Enter);
    assert_eq!(bench.focused(), "Close");
    bench.key(Key::Escape);
    assert!(!bench.shows("Close"));
    assert_eq!(bench.focused(), "Network");
}
