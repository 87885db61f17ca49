//! Palettes, keys, the console and scripts: everything that can be done, without a mouse and by name.

mod common;

use std::sync::Arc;
use std::time::{Duration, Instant};

use egui::accesskit::{Action as Accessible, Role};
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};
use voxloom_app::commands::actions::{ACTIONS, find};
use voxloom_app::commands::command_palette;
use voxloom_app::commands::keymap::{Keymap, parse};
use voxloom_app::panels::menu;
use voxloom_host::{ActionError, WindowActions};
use voxloom_workspace::command::AddNode;

use common::{Bench, CANVAS, RAYCASTER, SOURCE, add, session, user};

impl Bench {
    fn new(nodes: &[(&str, [f32; 2])]) -> Self {
        Self::in_folder(tempfile::tempdir().unwrap(), nodes)
    }

    fn in_folder(folder: impl Into<Arc<tempfile::TempDir>>, nodes: &[(&str, [f32; 2])]) -> Self {
        let folder = folder.into();
        let session = session(voxloom_processors::registry(), &user(&folder));
        for (class, position) in nodes {
            add(&session, class, *position);
        }
        Self::over(session, folder, [1440.0, 900.0], &[])
    }

    fn select(&mut self, identifier: &str) {
        let node = self.node(identifier);
        self.harness.state_mut().desk.selection = [node].into();
        self.settle();
    }

    /// Names of the selected nodes.
    fn selected(&self) -> Vec<String> {
        let network = self.snapshot().workspace.network;
        self.harness.state().desk.selection.iter().map(|id| network.get(*id).unwrap().identifier.to_string()).collect()
    }

    /// Connections in the order of their names.
    fn wires(&self) -> Vec<String> {
        let mut wires = self.connections();
        wires.sort();
        wires
    }

    /// Labels that begin with a text, in order.
    fn labels(&self, start: &str) -> Vec<String> {
        let all = self.harness.root().children_recursive().filter_map(|node| node.accesskit_node().label());
        all.filter(|label| label.starts_with(start)).collect()
    }

    /// The classes that the palette offers, in order.
    fn offers(&self) -> Vec<String> {
        let rows =
            self.harness.root().children_recursive().filter(|node| node.accesskit_node().label().is_some_and(|label| label.starts_with("Add ")));
        // Rows are wider than the buttons of the toolbar.
        let in_palette = rows.filter(|node| node.accesskit_node().label().as_deref() != Some("Add a processor") && node.rect().width() > 250.0);
        in_palette.filter_map(|node| node.accesskit_node().label()).collect()
    }

    fn undo_names(&self) -> (Option<String>, Option<String>) {
        self.session.store.undo_redo_names()
    }

    fn steps(&self) -> usize {
        let mut steps = 0;
        while self.session.store.undo().is_some() {
            steps += 1;
        }
        (0..steps).for_each(|_| drop(self.session.store.redo()));
        steps
    }
}

#[test]
fn the_palette_finds_classes_by_name_tags_and_description_and_offers_the_last_used_first() {
    let mut bench = Bench::new(&[]);
    for (typed, class) in
        [("vol ray", "Volume Raycaster"), ("raycst", "Volume Raycaster"), ("lay img", "Layer To Image"), ("GeometryRender", "Mesh Renderer")]
    {
        bench.key(Key::Tab);
        bench.type_text(typed);
        assert_eq!(bench.offers().first(), Some(&format!("Add {class}")), "{typed}");
        bench.key(Key::Escape);
    }
    bench.key(Key::Tab);
    bench.type_text("raycst");
    bench.key(Key::Enter);
    assert_eq!(bench.selected(), ["VolumeRaycaster"]);
    bench.key(Key::Tab);
    assert_eq!(bench.offers().first().map(String::as_str), Some("Add Volume Raycaster"), "the last used is first");
    bench.harness.get_by_label("Recent");
    // The mark moves with the keys, and around.
    bench.key(Key::ArrowUp);
    bench.key(Key::ArrowDown);
    bench.key(Key::Enter);
    assert_eq!(bench.snapshot().workspace.network.len(), 2);
}

#[test]
fn what_is_used_is_remembered_by_the_next_window() {
    let mut bench = Bench::new(&[]);
    bench.key(Key::Tab);
    bench.type_text("canvas");
    bench.key(Key::Enter);
    let path = bench.user().join("recently_used.json");
    let deadline = Instant::now() + Duration::from_secs(5);
    while !std::fs::read_to_string(&path).is_ok_and(|text| text.contains(CANVAS)) && Instant::now() < deadline {
        std::thread::sleep(Duration::from_millis(5));
    }
    let mut next = Bench::in_folder(bench.folder, &[]);
    next.key(Key::Tab);
    assert_eq!(next.offers().first().map(String::as_str), Some("Add Canvas"));
}

#[test]
fn the_palette_opens_at_the_pointer_with_every_way_there_is() {
    let mut bench = Bench::new(&[]);
    let ground = bench.ground();
    let at = ground.left_top() + egui::vec2(60.0, 80.0);
    for way in 0..3 {
        bench.harness.hover_at(at);
        bench.settle();
        match way {
            0 => bench.key(Key::Tab),
            1 => bench.press(Modifiers::SHIFT, Key::A),
            _ => {
                for _ in 0..2 {
                    bench.harness.drag_at(at);
                    bench.harness.run_steps(1);
                    bench.harness.drop_at(at);
                    bench.harness.run_steps(1);
                }
                bench.settle();
            }
        }
        let field = bench.harness.get_by_label("Add a processor").rect();
        assert!((field.left() - at.x).abs() < 30.0, "way {way}: {field:?} is not at {at:?}");
        bench.type_text("canvas");
        assert_eq!(bench.offers().first().map(String::as_str), Some("Add Canvas"), "the key itself is not typed");
        bench.key(Key::Escape);
    }
    assert!(bench.snapshot().workspace.network.is_empty());
}

#[test]
fn what_does_not_fit_a_port_says_why_and_is_not_added() {
    let mut bench = Bench::new(&[(SOURCE, [0.0, 0.0])]);
    bench.harness.get_by_label("Outport data of Volume Source").click_secondary();
    bench.settle();
    bench.click("Add What Connects… Tab");
    bench.harness.get_by_label("Add Volume Raycaster");
    bench.type_text("canvasgl");
    bench.harness.get_by_label("Add Canvas: Takes no Volume");
    bench.key(Key::Enter);
    assert_eq!(bench.snapshot().workspace.network.len(), 1, "nothing was added");
    bench.harness.get_by_label("Add a processor");
}

#[test]
fn a_visualizer_is_added_and_wired_in_one_step() {
    let mut bench = Bench::new(&[(SOURCE, [0.0, 0.0])]);
    let before = bench.steps();
    bench.select("VolumeSource");
    bench.key(Key::V);
    assert_eq!(bench.wires(), ["VolumeRaycaster.outport > Canvas.inport", "VolumeSource.data > VolumeRaycaster.volume"]);
    assert_eq!(bench.steps(), before + 1);
    let network = bench.snapshot().workspace.network;
    let x = |name: &str| network.find(name).unwrap().position[0];
    assert!(x("VolumeSource") < x("VolumeRaycaster") && x("VolumeRaycaster") < x("Canvas"), "from left to right");
    bench.press(Modifiers::COMMAND, Key::Z);
    assert_eq!(bench.snapshot().workspace.network.len(), 1);
    // With the mouse, from the port.
    bench.harness.get_by_label("Outport data of Volume Source").click_secondary();
    bench.settle();
    bench.click("Add Visualizer V");
    assert_eq!(bench.wires().len(), 2);
}

#[test]
fn a_visualizer_uses_the_canvas_that_is_free() {
    let mut bench = Bench::new(&[("org.inviwo.ImageSource", [0.0, 0.0]), (RAYCASTER, [0.0, 300.0]), (CANVAS, [600.0, 0.0])]);
    bench.select("VolumeRaycaster");
    bench.key(Key::V);
    assert_eq!(bench.wires(), ["VolumeRaycaster.outport > Canvas.inport"]);
    bench.select("ImageSource");
    bench.key(Key::V);
    assert!(bench.wires().iter().any(|connection| connection.starts_with("ImageSource")), "{:?}", bench.wires());
    assert!(bench.snapshot().workspace.network.find("Canvas2").is_ok(), "the first one is taken: {:?}", bench.wires());
}

#[test]
fn nodes_are_connected_by_keys_alone() {
    let mut bench = Bench::new(&[(SOURCE, [0.0, 0.0]), (RAYCASTER, [300.0, 0.0]), (CANVAS, [600.0, 0.0])]);
    bench.key(Key::ArrowRight);
    assert_eq!(bench.selected(), ["VolumeSource"], "the first key selects the first node");
    bench.key(Key::C);
    bench.key(Key::Enter);
    assert_eq!(bench.wires(), ["VolumeSource.data > VolumeRaycaster.volume"]);
    bench.key(Key::ArrowRight);
    assert_eq!(bench.selected(), ["VolumeRaycaster"]);
    bench.key(Key::C);
    bench.type_text("canvas");
    bench.key(Key::Enter);
    assert_eq!(bench.wires().len(), 2);
    // What cannot be is shown with the reason when it is sought.
    bench.key(Key::ArrowLeft);
    bench.key(Key::C);
    bench.type_text("canvas");
    let refused = bench.labels("Connect data to Canvas › inport");
    assert!(refused.iter().any(|label| label.contains("carries Volume, but Canvas › inport takes Image")), "{refused:?}");
    bench.key(Key::Enter);
    assert_eq!(bench.wires().len(), 2);
    bench.key(Key::Escape);
    // And the network has the keys again.
    bench.key(Key::ArrowRight);
    assert_eq!(bench.selected(), ["VolumeRaycaster"]);
}

#[test]
fn the_command_palette_runs_every_action_and_says_what_is_not_possible() {
    let mut bench = Bench::new(&[(CANVAS, [0.0, 0.0])]);
    bench.press(Modifiers::COMMAND | Modifiers::SHIFT, Key::P);
    bench.type_text("select all");
    bench.key(Key::Enter);
    assert_eq!(bench.selected(), ["Canvas"]);
    bench.press(Modifiers::COMMAND | Modifiers::SHIFT, Key::P);
    bench.type_text("redo");
    bench.harness.get_by_label("Command Redo: Nothing was undone");
    bench.key(Key::Escape);
    // The network has the keys again.
    bench.key(Key::Delete);
    assert!(bench.snapshot().workspace.network.is_empty());
    bench.press(Modifiers::COMMAND | Modifiers::SHIFT, Key::P);
    bench.type_text("undo");
    bench.key(Key::Enter);
    assert_eq!(bench.snapshot().workspace.network.len(), 1);
}

#[test]
fn every_action_is_reached_from_the_keyboard() {
    let bench = Bench::new(&[]);
    let (now, desk) = (bench.now(), &bench.harness.state().desk);
    let mut ids: Vec<&str> = ACTIONS.iter().map(|action| action.id).collect();
    ids.sort_unstable();
    ids.windows(2).for_each(|pair| assert_ne!(pair[0], pair[1], "two actions have one id"));
    for action in ACTIONS {
        let rows = command_palette::rows(action.name, &bench.harness.ctx, desk, &now);
        assert!(rows.iter().take(4).any(|row| row.item.id == action.id), "typing {:?} does not find {}", action.name, action.id);
        assert!(!action.name.is_empty());
    }
    // What is switched off says why in words of its own.
    let silent: Vec<&str> = ACTIONS.iter().filter(|action| action.refusal(desk, &now) == Some("Not possible now")).map(|action| action.id).collect();
    assert_eq!(silent, Vec::<&str>::new(), "these do not say why they are not possible");
    // Menus name no action that is not there.
    assert_eq!(menu::ids().filter(|id| find(id).is_none()).collect::<Vec<_>>(), Vec::<&str>::new());
}

#[test]
fn keys_are_changed_with_conflicts_named_and_kept() {
    let mut bench = Bench::new(&[(CANVAS, [0.0, 0.0])]);
    bench.key(Key::F1);
    bench.harness.get_by_label("Filter keys").focus();
    bench.settle();
    bench.type_text("Duplicate");
    bench.click("Keys of Duplicate: Ctrl+D");
    bench.press(Modifiers::COMMAND, Key::S);
    bench.harness.get_by_label("Ctrl+S is Save");
    bench.click("Leave Ctrl+S to Save");
    bench.harness.get_by_label("Keys of Duplicate: Ctrl+D");
    bench.click("Keys of Duplicate: Ctrl+D");
    bench.press(Modifiers::COMMAND, Key::ControlLeft);
    bench.harness.get_by_label("Keys of Duplicate: Ctrl+D");
    bench.press(Modifiers::COMMAND, Key::J);
    bench.harness.get_by_label("Keys of Duplicate: Ctrl+J");
    assert_eq!(bench.snapshot().workspace.network.len(), 1, "pressing keys here does nothing else");
    bench.click("Close");
    bench.select("Canvas");
    bench.press(Modifiers::COMMAND, Key::D);
    assert_eq!(bench.snapshot().workspace.network.len(), 1, "the old keys mean nothing any more");
    bench.press(Modifiers::COMMAND, Key::J);
    assert_eq!(bench.snapshot().workspace.network.len(), 2);
    let kept = Keymap::recall(&bench.user());
    assert_eq!(kept.of(find("duplicate").unwrap()), [parse("Ctrl+J").unwrap()]);
    // Menus show them.
    bench.click("Edit");
    let shown = bench.harness.root().children_recursive().filter_map(|node| node.accesskit_node().label()).any(|label| label.contains("Ctrl+J"));
    assert!(shown, "the menu shows Ctrl+J");
    bench.key(Key::Escape);
    bench.key(Key::F1);
    bench.click("Reset All Keys");
    assert!(Keymap::recall(&bench.user()).is_default());
}

#[test]
fn the_console_is_filtered_by_source_and_leads_to_the_processor() {
    let mut bench = Bench::new(&[(CANVAS, [0.0, 0.0]), (RAYCASTER, [300.0, 0.0])]);
    bench.session.console.clear();
    bench.session.console.add(log::Level::Info, "Canvas", "a picture came");
    bench.session.console.add(log::Level::Error, "Volume Raycaster", "no volume");
    bench.session.console.add(log::Level::Info, "python", "hello");
    bench.settle();
    bench.click("Select Volume Raycaster");
    assert_eq!(bench.selected(), ["VolumeRaycaster"]);
    bench.harness.get_by_label("hello");
    bench.click("Source");
    bench.harness.get_all_by_label("Canvas").last().unwrap().click();
    bench.settle();
    bench.harness.get_by_label("a picture came");
    assert!(bench.harness.query_by_label("hello").is_none() && bench.harness.query_by_label("no volume").is_none());
    bench.click("Clear");
    assert!(bench.session.console.lines().is_empty());
}

#[test]
fn scripts_run_actions_in_the_window() {
    let mut bench = Bench::new(&[(CANVAS, [0.0, 0.0])]);
    let ask = |bench: &mut Bench, id: &'static str| {
        let session = bench.session.clone();
        let asked = std::thread::spawn(move || session.requests.run(id));
        let deadline = Instant::now() + Duration::from_secs(5);
        while !asked.is_finished() && Instant::now() < deadline {
            bench.harness.run_steps(1);
        }
        asked.join().unwrap()
    };
    assert!(ask(&mut bench, "select_all").is_ok());
    assert_eq!(bench.selected(), ["Canvas"]);
    assert!(ask(&mut bench, "delete").is_ok());
    assert_eq!(bench.undo_names().0.as_deref(), Some("Remove Canvas"));
    assert!(matches!(ask(&mut bench, "delete"), Err(ActionError::Refused(reason)) if reason == "Delete is not possible: Nothing is selected"));
    assert!(matches!(ask(&mut bench, "undoo"), Err(ActionError::Unknown(reason)) if reason.contains("undo")));
    let session = bench.session.clone();
    let asked = std::thread::spawn(move || session.requests.list());
    while !asked.is_finished() {
        bench.harness.run_steps(1);
    }
    let list = asked.join().unwrap().unwrap();
    assert_eq!(list.as_array().unwrap().len(), ACTIONS.len());
}

/// Something that can be pressed or typed into has a name; rows of lists and drags alike.
fn unnamed(bench: &Bench) -> Vec<String> {
    let mut unnamed = Vec::new();
    for node in bench.harness.root().children_recursive() {
        let node = node.accesskit_node();
        let data = node.data();
        let interactive = data.supports_action(Accessible::Click) || data.supports_action(Accessible::Focus);
        let of_text = matches!(node.role(), Role::TextInput | Role::MultilineTextInput | Role::SpinButton | Role::Slider);
        let role = node.role();
        // A group of widgets, which have names of their own, may have a menu besides.
        let group = matches!(role, Role::Window | Role::ScrollView | Role::TextRun | Role::GenericContainer);
        // Of scroll bars the role says all.
        let group = group || role == Role::ScrollBar;
        if interactive && !group || of_text {
            // What is only a text is called by it.
            let text = if role == Role::Label { node.value() } else { None };
            let name = node.label().or(text).unwrap_or_default();
            if name.trim().is_empty() {
                unnamed.push(format!("{role:?} at {:?} {:?}", node.raw_bounds(), node.value()));
            }
        }
    }
    unnamed
}

#[test]
fn everything_that_can_be_used_has_a_name() {
    let mut bench = Bench::new(&[(SOURCE, [0.0, 0.0]), (RAYCASTER, [300.0, 0.0]), (CANVAS, [600.0, 0.0])]);
    bench.session.console.add(log::Level::Info, "Canvas", "a line");
    for identifier in ["VolumeSource", "VolumeRaycaster", "Canvas"] {
        bench.select(identifier);
        assert_eq!(unnamed(&bench), Vec::<String>::new(), "with {identifier} selected");
    }
    bench.key(Key::F1);
    assert_eq!(unnamed(&bench), Vec::<String>::new(), "in the page of the keys");
    bench.key(Key::Escape);
    bench.press(Modifiers::COMMAND | Modifiers::SHIFT, Key::P);
    assert_eq!(unnamed(&bench), Vec::<String>::new(), "in the command palette");
}

#[test]
fn a_key_goes_from_part_to_part() {
    let mut bench = Bench::new(&[(SOURCE, [0.0, 0.0])]);
    bench.select("VolumeSource");
    let part = |bench: &Bench| {
        let focused = bench.harness.ctx.memory(|memory| memory.focused());
        let rect = focused.and_then(|id| bench.harness.ctx.viewport(|viewport| viewport.prev_pass.widgets.get(id).map(|widget| widget.rect)));
        rect.map(|rect| rect.center())
    };
    let start = part(&bench).expect("the network has the focus");
    let mut visited = vec![start];
    for _ in 0..12 {
        bench.key(Key::F6);
        let at = part(&bench).expect("something has the focus");
        if at.distance(start) < 1.0 {
            break;
        }
        visited.push(at);
    }
    assert!(visited.len() >= 6, "menus, toolbar, list, network, properties, console: {visited:?}");
    assert!(visited.len() < 12, "and back to the first: {visited:?}");
    bench.press(Modifiers::SHIFT, Key::F6);
    bench.key(Key::F6);
    assert!(part(&bench).unwrap().distance(start) < 1.0, "and back");
    // Menus open with keys.
    bench.key(Key::F10);
    bench.key(Key::Enter);
    bench.harness.get_by_label_contains("Save As…");
}

#[test]
fn enter_presses_the_button_that_has_the_focus_and_no_other() {
    let mut bench = Bench::new(&[(CANVAS, [0.0, 0.0])]);
    let asks = |bench: &Bench| bench.harness.query_by_label("Do not save").is_some();
    let saves = |bench: &Bench| bench.harness.query_by_label("Save the workspace").is_some();
    bench.harness.state_mut().desk.files.own_dialogs = true;
    // The default button has it, and none moves when it gets it.
    bench.press(Modifiers::COMMAND, Key::N);
    // The toolbar has a Save of its own.
    let button = |bench: &Bench, name: &str| {
        let all = bench.harness.get_all_by_label(name).map(|node| (node.rect(), node.is_focused()));
        all.max_by(|a, b| a.0.top().total_cmp(&b.0.top())).unwrap()
    };
    assert!(button(&bench, "Save").1);
    let places = |bench: &Bench| ["Do not save", "Cancel", "Save"].map(|name| button(bench, name).0);
    let before = places(&bench);
    assert!(before[0].right() < before[1].left() && before[1].right() < before[2].left(), "{before:?}");
    // Tab goes as they stand.
    for name in ["Do not save", "Cancel"] {
        bench.key(Key::Tab);
        bench.settle();
        assert!(button(&bench, name).1, "{name}");
        assert_eq!(places(&bench), before);
    }
    bench.key(Key::Enter);
    assert!(!asks(&bench) && !saves(&bench), "it was given up");
    assert_eq!(bench.snapshot().workspace.network.len(), 1);
    bench.press(Modifiers::COMMAND, Key::N);
    bench.key(Key::Tab);
    bench.key(Key::Enter);
    assert!(!asks(&bench) && !saves(&bench), "nothing is saved");
    assert!(bench.snapshot().workspace.network.is_empty());
    bench.session.store.commit(&AddNode::new(bench.session.registry.find(CANVAS).unwrap(), [0.0, 0.0])).unwrap();
    bench.settle();
    bench.press(Modifiers::COMMAND, Key::N);
    bench.key(Key::Enter);
    assert!(saves(&bench), "Save is what Enter means at first");
}

#[test]
fn an_open_list_has_all_keys_and_escape_closes_it_alone() {
    let mut bench = Bench::new(&[(RAYCASTER, [0.0, 0.0])]);
    bench.select("VolumeRaycaster");
    let prompt = "Inspect a port of Volume Raycaster";
    bench.key(Key::I);
    assert!(bench.harness.get_by_label(prompt).is_focused());
    // Neither the search of the network nor what letters and Delete do in it.
    for (modifiers, key) in [(Modifiers::COMMAND, Key::F), (Modifiers::COMMAND, Key::D), (Modifiers::NONE, Key::Delete), (Modifiers::NONE, Key::N)] {
        bench.press(modifiers, key);
    }
    assert!(bench.harness.get_by_label(prompt).is_focused());
    assert!(!bench.has("Find in network"));
    bench.key(Key::Escape);
    assert!(!bench.has(prompt));
    assert_eq!(bench.selected(), ["VolumeRaycaster"]);
    assert_eq!((bench.network().len(), bench.network().notes.len()), (1, 0));
    // The same of the search of the properties.
    bench.press(Modifiers::COMMAND | Modifiers::SHIFT, Key::F);
    assert!(bench.harness.get_by_label("Search properties").is_focused());
    bench.key(Key::Escape);
    assert_eq!(bench.selected(), ["VolumeRaycaster"]);
}

#[test]
fn letters_reach_the_network_only_while_it_has_the_keys() {
    let mut bench = Bench::new(&[(SOURCE, [0.0, 0.0])]);
    bench.select("VolumeSource");
    bench.press(Modifiers::COMMAND, Key::Num2);
    assert!(bench.harness.get_by_label("Search properties").is_focused(), "the first field has the focus");
    for _ in 0..9 {
        for key in [Key::V, Key::N, Key::X, Key::B, Key::Delete, Key::L] {
            bench.harness.key_press(key);
        }
        bench.settle();
        bench.key(Key::Tab);
    }
    bench.key(Key::Escape);
    bench.key(Key::V);
    let network = bench.snapshot().workspace.network;
    assert_eq!((network.len(), network.notes.len()), (1, 0));
    bench.press(Modifiers::COMMAND, Key::Num1);
    bench.key(Key::V);
    assert_eq!(bench.snapshot().workspace.network.len(), 3);
}

#[test]
fn the_page_of_keys_is_filtered_scrolled_and_grouped() {
    let mut bench = Bench::new(&[]);
    bench.key(Key::F1);
    assert!(bench.harness.get_by_label("Filter keys").is_focused());
    let top = |bench: &Bench, label: &str| bench.harness.get_by_label_contains(label).rect().top();
    let close = bench.harness.get_by_label("Close").rect();
    let new = top(&bench, "Keys of New:");
    assert!(new < top(&bench, "Keys of Undo:") && top(&bench, "Keys of Undo:") < top(&bench, "Keys of Bypass:"), "as in the menus");
    bench.key(Key::ArrowDown);
    bench.settle();
    let lines = new - top(&bench, "Keys of New:");
    assert!(lines > 20.0, "{lines}");
    bench.key(Key::PageDown);
    bench.settle();
    assert!(new - top(&bench, "Keys of New:") > lines + 100.0);
    bench.type_text("bypass");
    bench.harness.get_by_label_contains("Keys of Bypass:");
    assert!(bench.harness.query_by_label_contains("Keys of New:").is_none());
    assert_eq!(bench.harness.get_by_label("Close").rect(), close, "the page keeps its size");
}

#[test]
fn what_is_added_beside_a_node_is_connected_to_it_in_the_same_step() {
    let mut bench = Bench::new(&[(SOURCE, [0.0, 0.0])]);
    let steps = bench.steps();
    bench.key(Key::ArrowRight);
    for class in ["volume raycaster", "canvas"] {
        bench.key(Key::Tab);
        bench.type_text(class);
        bench.key(Key::Enter);
        bench.settle();
    }
    assert_eq!(bench.wires(), ["VolumeRaycaster.outport > Canvas.inport", "VolumeSource.data > VolumeRaycaster.volume"]);
    assert_eq!(bench.steps(), steps + 2);
    let x = |bench: &Bench, name: &str| bench.snapshot().workspace.network.find(name).unwrap().position[0];
    assert!(x(&bench, "VolumeSource") < x(&bench, "VolumeRaycaster") && x(&bench, "VolumeRaycaster") < x(&bench, "Canvas"));
    let node = bench.harness.get_by_label("Inport inport of Canvas").rect();
    assert!(bench.ground().contains_rect(node), "{node:?} is not in sight");
    // Without a connection on wish, and not on top of what is there.
    bench.select("VolumeSource");
    bench.key(Key::Tab);
    bench.type_text("volume raycaster");
    bench.press(Modifiers::SHIFT, Key::Enter);
    assert_eq!(bench.wires().len(), 2);
    let network = bench.snapshot().workspace.network;
    assert_ne!(network.find("VolumeRaycaster2").unwrap().position, network.find("VolumeRaycaster").unwrap().position);
    // What makes the data that a node needs stands to the left of it.
    bench.select("VolumeRaycaster2");
    bench.key(Key::Tab);
    bench.type_text("volume source");
    bench.key(Key::Enter);
    assert!(bench.wires().contains(&"VolumeSource2.data > VolumeRaycaster2.volume".to_owned()), "{:?}", bench.wires());
    assert!(x(&bench, "VolumeSource2") < x(&bench, "VolumeRaycaster2"));
}

#[test]
fn an_empty_network_leads_to_a_file_and_to_the_sample() {
    let mut bench = Bench::new(&[]);
    bench.harness.state_mut().desk.files.own_dialogs = true;
    bench.click("Open a File…");
    bench.harness.get_by_label("Open a workspace or data");
    bench.harness.get_by_label("Place Samples");
    let here = std::env::current_dir().unwrap();
    bench.harness.get_by_label(&format!("Files in {}", here.display()));
    bench.key(Key::Escape);
    // A path can be typed at once.
    bench.press(Modifiers::COMMAND | Modifiers::SHIFT, Key::O);
    assert!(bench.harness.get_by_label("Path").is_focused());
    bench.type_text(&format!("{}/", bench.folder.path().display()));
    bench.key(Key::Enter);
    bench.harness.get_by_label(&format!("Files in {}", bench.folder.path().display()));
    bench.key(Key::Escape);
    bench.click("Show the Sample Brain");
    let deadline = Instant::now() + Duration::from_secs(20);
    while bench.snapshot().workspace.network.is_empty() && Instant::now() < deadline {
        bench.settle();
        std::thread::sleep(Duration::from_millis(10));
    }
    assert!(bench.snapshot().workspace.network.find("VolumeRaycaster").is_ok());
}
