//! Documents as a person handles them in the window: history, recent files, the file dialog, dropped files, pictures that carry a workspace.

mod common;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};
use voxloom_app::commands::actions::find;
use voxloom_app::documents::open;
use voxloom_app::settings::FileDialogs;
use voxloom_core::Request;
use voxloom_core::data::{Image, Layer};
use voxloom_io::{Content, PngText, ReadOptions, read, read_png_text, write_png_image_with};
use voxloom_workspace::command::AddNode;

use common::{Bench, CANVAS, RAYCASTER, SOURCE, connect, drop_file, session, user};

impl Bench {
    fn new() -> Self {
        Self::sized(1440.0, 900.0, tempfile::tempdir().unwrap(), &[])
    }

    fn sized(width: f32, height: f32, folder: impl Into<Arc<tempfile::TempDir>>, files: &[PathBuf]) -> Self {
        let folder = folder.into();
        let session = session(voxloom_processors::registry(), &user(&folder));
        let mut bench = Self::over(session, folder, [width, height], files);
        // No dialog of the system comes up in a test.
        bench.harness.state_mut().desk.settings.file_dialogs = FileDialogs::BuiltIn;
        bench.settle();
        bench
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn nodes(&self) -> Vec<String> {
        self.session.store.snapshot().workspace.network.nodes().map(|node| node.identifier.to_string()).collect()
    }

    /// Presses a button of the dialog that is open: the toolbar has some of the same name.
    fn click_in_dialog(&mut self, label: &str) {
        self.harness.get_all_by_label(label).last().unwrap().click();
        self.settle();
    }

    /// The button of the window's frame.
    fn close_window(&mut self) {
        self.harness.input_mut().viewports.entry(egui::ViewportId::ROOT).or_default().events.push(egui::ViewportEvent::Close);
        self.settle();
    }
}

#[test]
fn the_history_lists_the_steps_and_goes_to_any_of_them() {
    let mut bench = Bench::new();
    for class in [SOURCE, RAYCASTER, CANVAS] {
        bench.add(class);
    }
    assert!(!bench.has("Step 0: Beginning"));
    bench.press(Modifiers::COMMAND, Key::H);
    let names: Vec<String> = bench.session.store.history().steps;
    assert_eq!(names.len(), 3);
    for (index, name) in names.iter().enumerate() {
        bench.harness.get_by_label(&format!("Step {}: {name}", index + 1));
    }
    bench.click(&format!("Step 1: {}", names[0]));
    assert_eq!(bench.nodes().len(), 1);
    // What was undone is still there, and marked so.
    bench.harness.get_by_label(&format!("Step 3: {}, undone", names[2]));
    // From there by keyboard.
    bench.press(Modifiers::NONE, Key::ArrowDown);
    assert_eq!(bench.nodes().len(), 2);
    bench.press(Modifiers::NONE, Key::ArrowUp);
    bench.press(Modifiers::NONE, Key::ArrowUp);
    assert_eq!(bench.nodes().len(), 0);
    bench.press(Modifiers::NONE, Key::End);
    assert_eq!(bench.nodes().len(), 3);
    bench.press(Modifiers::NONE, Key::Home);
    assert_eq!(bench.nodes().len(), 0);
    bench.press(Modifiers::COMMAND, Key::H);
    assert!(!bench.has("Step 0: Beginning"));
}

#[test]
fn a_workspace_is_saved_and_opened_with_the_dialog_of_the_program() {
    let mut bench = Bench::new();
    bench.add(CANVAS);
    std::fs::create_dir(bench.path("work")).unwrap();
    bench.press(Modifiers::COMMAND, Key::S);
    bench.harness.get_by_label("Save the workspace");
    // The name is in the keys already; a whole path is taken too, and gets its extension.
    bench.press(Modifiers::COMMAND, Key::A);
    let target = bench.path("work/mine");
    bench.type_text(&target.to_string_lossy());
    bench.press(Modifiers::NONE, Key::Enter);
    let saved = bench.path("work/mine.voxloom");
    bench.wait("saved", |_| saved.is_file());
    bench.wait("no change is left", |harness| !harness.state().desk.session.store.file_state().unsaved);

    // Saving another one over it asks first.
    bench.add(RAYCASTER);
    bench.press(Modifiers::COMMAND | Modifiers::SHIFT, Key::S);
    let before = std::fs::read(&saved).unwrap();
    bench.wait("listed", |harness| harness.query_by_label("File mine.voxloom").is_some());
    bench.click_in_dialog("Save");
    bench.harness.get_by_label_contains("mine.voxloom exists already");
    assert_eq!(std::fs::read(&saved).unwrap(), before);
    bench.click("Replace");
    bench.wait("replaced", |_| std::fs::read(&saved).unwrap() != before);

    bench.press(Modifiers::COMMAND, Key::N);
    bench.wait("empty", |harness| harness.state().desk.session.store.snapshot().workspace.network.is_empty());
    // By keyboard alone: down to the file, Enter.
    bench.press(Modifiers::COMMAND, Key::O);
    bench.wait("listed", |harness| harness.query_by_label("File mine.voxloom").is_some());
    bench.press(Modifiers::NONE, Key::ArrowDown);
    bench.press(Modifiers::NONE, Key::Enter);
    bench.wait("opened", |harness| harness.state().desk.session.store.snapshot().workspace.network.len() == 2);
}

#[test]
fn the_dialog_filters_hides_enters_folders_and_says_what_is_wrong() {
    let mut bench = Bench::new();
    std::fs::create_dir_all(bench.path("data/inner")).unwrap();
    for name in ["data/a.npy", "data/b.txt", "data/.hidden.npy", "data/inner/deep.npy"] {
        std::fs::write(bench.path(name), "x").unwrap();
    }
    bench.press(Modifiers::COMMAND | Modifiers::SHIFT, Key::O);
    bench.press(Modifiers::COMMAND, Key::L);
    bench.press(Modifiers::COMMAND, Key::A);
    let folder = bench.path("data");
    bench.type_text(&folder.to_string_lossy());
    bench.press(Modifiers::NONE, Key::Enter);
    bench.wait("listed", |harness| harness.query_by_label("File a.npy").is_some());
    assert!(!bench.has("File b.txt") && !bench.has("File .hidden.npy"));
    bench.click("Hidden files");
    assert!(bench.has("File .hidden.npy"));
    bench.harness.get_by_label("File types").click();
    bench.settle();
    bench.click("All files");
    assert!(bench.has("File b.txt"));
    // Into a folder and out of it again.
    bench.click("Folder inner");
    bench.press(Modifiers::NONE, Key::Enter);
    bench.wait("entered", |harness| harness.query_by_label("File deep.npy").is_some());
    bench.press(Modifiers::NONE, Key::Backspace);
    bench.wait("back", |harness| harness.query_by_label("Folder inner").is_some());
    bench.press(Modifiers::COMMAND, Key::L);
    bench.press(Modifiers::COMMAND, Key::A);
    bench.type_text("nothing.npy");
    bench.press(Modifiers::NONE, Key::Enter);
    bench.harness.get_by_label_contains("nothing.npy does not exist");
    bench.press(Modifiers::NONE, Key::Escape);
    bench.press(Modifiers::NONE, Key::Escape);
    assert!(!bench.has("Hidden files"), "Escape closes it");
}

#[test]
fn other_parts_of_the_window_ask_with_the_same_dialog() {
    use voxloom_app::documents::file_dialog::{Mode, Question, ask};
    let mut bench = Bench::new();
    std::fs::create_dir_all(bench.path("here/inner")).unwrap();
    let (sender, receiver) = std::sync::mpsc::channel();
    let question = Question {
        mode: Mode::Folder,
        title: "A folder, please".to_owned(),
        filters: Vec::new(),
        folder: Some(bench.path("here")),
        name: String::new(),
    };
    ask(&bench.harness.ctx.clone(), question, move |path| sender.send(path).unwrap());
    bench.wait("asked", |harness| harness.query_by_label("Folder inner").is_some());
    bench.click("Folder inner");
    bench.click("Choose Folder");
    assert_eq!(receiver.recv_timeout(Duration::from_secs(1)).unwrap(), bench.path("here/inner"));
}

#[test]
fn recent_files_are_offered_and_those_that_are_gone_can_be_taken_out() {
    let folder = tempfile::tempdir().unwrap();
    let (kept, gone) = (folder.path().join("kept.voxloom"), folder.path().join("gone.voxloom"));
    {
        let session = session(voxloom_processors::registry(), &folder.path().join("other"));
        session.store.commit(&AddNode::new(session.registry.find(CANVAS).unwrap(), [0.0, 0.0])).unwrap();
        open::save(&session, &kept).unwrap();
    }
    std::fs::create_dir(folder.path().join("user")).unwrap();
    std::fs::write(folder.path().join("user/recent.json"), serde_json::to_vec(&[&gone, &kept]).unwrap()).unwrap();
    let mut bench = Bench::sized(1440.0, 900.0, folder, &[]);
    let row = format!("kept.voxloom in {}", bench.folder.path().display());
    bench.wait("the window offers it", |harness| harness.query_by_label(&row).is_some());
    bench.wait("the other one is gone", |harness| harness.state().desk.files.recent().is_missing(&gone));
    bench.settle();
    let dead = format!("gone.voxloom in {}", bench.folder.path().display());
    let dead = bench.harness.get_by_label(&dead);
    assert!(dead.accesskit_node().is_disabled(), "what is not there is gray");
    bench.click("File");
    bench.harness.get_by_label_contains("Open Recent").click();
    bench.settle();
    bench.click_in_dialog("Remove gone.voxloom from the list");
    assert_eq!(bench.harness.state().desk.files.recent().paths(), std::slice::from_ref(&kept));
    bench.press(Modifiers::NONE, Key::Escape);
    bench.press(Modifiers::NONE, Key::Escape);
    bench.click(&row);
    bench.wait("opened", |harness| harness.state().desk.session.store.snapshot().workspace.network.len() == 1);
    let list = bench.path("user/recent.json");
    bench.wait("kept", |_| !std::fs::read_to_string(&list).unwrap().contains("gone"));
}

#[test]
fn a_name_to_save_under_is_typed_over_and_an_empty_folder_offers_no_other_types() {
    let mut bench = Bench::new();
    std::fs::write(bench.folder.path().join("notes.txt"), "x").unwrap();
    let at = bench.folder.path().join("old.voxloom");
    open::save(&bench.session, &at).unwrap();
    std::fs::remove_file(&at).unwrap();
    bench.press(Modifiers::COMMAND | Modifiers::SHIFT, Key::S);
    bench.wait("listed", |harness| harness.query_by_label("Nothing of this type here yet").is_some());
    bench.type_text("new");
    let value = bench.harness.get_by_role_and_label(egui::accesskit::Role::TextInput, "Name").accesskit_node().value();
    assert_eq!(value.as_deref(), Some("new.voxloom"), "the name is selected, its extension stays");
}

fn white() -> Image {
    Image::from_layer(Layer::from_vec([8, 8], 4, vec![255_u8; 256]).unwrap())
}

#[test]
fn a_picture_opens_the_workspace_that_it_carries_or_itself() {
    let mut bench = Bench::new();
    bench.add(CANVAS);
    bench.add(RAYCASTER);
    let (carrying, plain) = (bench.path("carrying.png"), bench.path("plain.png"));
    let text = open::text_beside(&bench.session, &carrying);
    write_png_image_with(&carrying, &white(), Some(PngText { keyword: open::KEYWORD, text: &text })).unwrap();
    write_png_image_with(&plain, &white(), None).unwrap();
    let session = bench.session.clone();
    open::new_workspace(&session);

    drop_file(&mut bench.harness, &carrying);
    bench.wait("asked", |harness| harness.query_by_label("Open the workspace in carrying.png?").is_some());
    assert!(bench.nodes().is_empty(), "nothing is opened before the answer");
    bench.click("Open Workspace");
    bench.wait("opened", |harness| harness.state().desk.session.store.snapshot().workspace.network.len() == 2);
    assert_eq!(open::text_beside(&session, &carrying), text);
    assert_eq!(bench.now().file.path, None, "saving does not write over the picture");

    // The same file as a picture.
    open::new_workspace(&session);
    drop_file(&mut bench.harness, &carrying);
    bench.wait("asked", |harness| harness.query_by_label("Add Picture").is_some());
    bench.click("Add Picture");
    bench.wait("added", |harness| harness.state().desk.session.store.snapshot().workspace.network.find("ImageSource").is_ok());
    // One without a workspace is not asked about.
    open::new_workspace(&session);
    drop_file(&mut bench.harness, &plain);
    bench.wait("added", |harness| harness.state().desk.session.store.snapshot().workspace.network.find("ImageSource").is_ok());
}

#[test]
fn unsaved_work_is_asked_about_before_a_picture_replaces_it() {
    let mut bench = Bench::new();
    bench.add(CANVAS);
    let carrying = bench.path("carrying.png");
    let text = "{\"voxloom\": 1, \"network\": {}}";
    write_png_image_with(&carrying, &white(), Some(PngText { keyword: open::KEYWORD, text })).unwrap();
    drop_file(&mut bench.harness, &carrying);
    bench.wait("asked", |harness| harness.query_by_label("Open Workspace").is_some());
    bench.click("Open Workspace");
    bench.harness.get_by_label_contains("Save the changes");
    bench.click("Cancel");
    assert_eq!(bench.nodes().len(), 1);
}

#[test]
fn an_exported_picture_carries_the_workspace_unless_it_is_left_out() {
    let mut bench = Bench::new();
    let picture = bench.path("white.png");
    write_png_image_with(&picture, &white(), None).unwrap();
    drop_file(&mut bench.harness, &picture);
    bench.wait("added", |harness| harness.state().desk.session.store.snapshot().workspace.network.len() == 2);
    let session = bench.session.clone();
    let canvas = session.store.snapshot().workspace.network.nodes().find(|node| &*node.class == CANVAS).unwrap().id;
    session.evaluator.watch(canvas, 0, Some(Request::settled(64, 64)));
    bench.wait("drawn", |harness| harness.state().desk.session.evaluator.board().frame(canvas, 0).is_some());
    for (name, carry) in [("without.png", false), ("with.png", true)] {
        let out = bench.path(name);
        bench.harness.state_mut().desk.files.export(session.clone(), canvas, Request::settled(64, 64), out.clone(), carry);
        bench.wait("exported", |_| out.is_file());
        let text = read_png_text(&out, open::KEYWORD).unwrap();
        assert_eq!(text.is_some(), carry);
        if let Some(text) = text {
            assert!(text.contains("\"white.png\""), "data beside the picture is named from there: {text}");
            open::open_carried(&session, &out).unwrap();
            assert_eq!(bench.nodes().len(), 2);
        }
    }
}

#[test]
fn a_canvas_is_exported_in_the_size_that_was_chosen() {
    let mut bench = Bench::new();
    let (source, raycaster, canvas) = (bench.add("org.inviwo.VolumeCreator"), bench.add(RAYCASTER), bench.add(CANVAS));
    connect(&bench.session, (source, "volume"), (raycaster, "volume"));
    connect(&bench.session, (raycaster, "outport"), (canvas, "inport"));
    bench.wait("drawn", |harness| harness.state().desk.session.evaluator.board().frame(canvas, 0).is_some());
    let shown = bench.session.evaluator.board().frame(canvas, 0).unwrap().request.size.map(|n| n as usize);
    let mut export = |name: &str, choose: &dyn Fn(&mut Bench)| {
        let now = bench.now();
        (find("export_canvas").unwrap().run)(&mut bench.harness.state_mut().desk, &now);
        bench.settle();
        choose(&mut bench);
        bench.click("Choose File…");
        let out = bench.path(name);
        bench.press(Modifiers::COMMAND, Key::A);
        bench.type_text(&out.to_string_lossy());
        bench.key(Key::Enter);
        bench.wait("exported", |_| out.is_file());
        let Content::Layer(layer) = read(&out, &ReadOptions::default()).unwrap().content else { panic!("no picture") };
        let [width, height] = layer.dimensions();
        let said = format!("Exported {} ({width} × {height} pixels)", out.display());
        bench.wait("said", |harness| harness.state().desk.notices.all().iter().any(|notice| notice.text.starts_with(&said)));
        let corner = layer.array().as_slice::<u8>().unwrap()[3];
        ([width, height], corner)
    };
    let (size, alpha) = export("twice.png", &|bench| bench.click("2×"));
    assert_eq!((size, alpha), (shown.map(|n| 2 * n), 255));
    let (size, alpha) = export("free.png", &|bench| {
        bench.click("Keep Aspect Ratio");
        bench.click("Transparent Background");
        for (side, value) in [("Width in pixels", "123"), ("Height in pixels", "45")] {
            bench.harness.get_by_label(side).focus();
            bench.settle();
            bench.press(Modifiers::COMMAND, Key::A);
            bench.type_text(value);
            bench.key(Key::Tab);
        }
    });
    assert_eq!((size, alpha), ([123, 45], 0), "what was chosen, and nothing behind the volume");
    // What was chosen last counts again.
    assert_eq!(export("again.png", &|_| ()), ([123, 45], 0));
}

#[test]
fn the_step_of_a_dropped_file_names_it() {
    let mut bench = Bench::new();
    let picture = bench.path("white.png");
    write_png_image_with(&picture, &white(), None).unwrap();
    drop_file(&mut bench.harness, &picture);
    bench.wait("added", |harness| harness.state().desk.session.store.snapshot().workspace.network.len() == 2);
    assert_eq!(bench.undo_name().as_deref(), Some("Open white.png"));
}

#[test]
fn a_dropped_python_file_runs_only_after_it_was_said() {
    let mut bench = Bench::new();
    let (file, marker) = (bench.path("evil.py"), bench.path("it_ran"));
    std::fs::write(&file, format!("open({:?}, 'w').close()\n", marker)).unwrap();
    drop_file(&mut bench.harness, &file);
    bench.harness.get_by_label("What is to become of evil.py?");
    bench.click("Read It");
    bench.wait("open in the editor", |harness| !harness.state().desk.sources.files().is_empty());
    drop_file(&mut bench.harness, &file);
    bench.click("Cancel");
    std::thread::sleep(Duration::from_millis(300));
    assert!(!marker.exists());
    assert!(!bench.path("user/python_processors/evil.py").exists());
    drop_file(&mut bench.harness, &file);
    bench.click("Copy into My Folder");
    let copy = bench.path("user/python_processors/evil.py");
    bench.wait("copied", |_| copy.is_file());
    assert_eq!(std::fs::read(&copy).unwrap(), std::fs::read(&file).unwrap());
}

#[test]
fn a_dropped_folder_of_processors_is_added_and_forgotten() {
    let mut bench = Bench::new();
    std::fs::create_dir_all(bench.path("lab")).unwrap();
    std::fs::write(bench.path("lab/filter.py"), "x = 1\n").unwrap();
    let lab = bench.path("lab");
    drop_file(&mut bench.harness, &lab);
    bench.harness.get_by_label("Use the processors in lab?");
    bench.click("Add Its Folder");
    assert_eq!(bench.harness.state().desk.settings.processor_folders, std::slice::from_ref(&lab));
    bench.wait("told", |harness| harness.state().desk.session.python.folders().user.contains(&lab));
    // The next session knows it too.
    let next = session(voxloom_processors::registry(), &bench.path("user"));
    assert!(next.python.folders().user.contains(&lab));
    bench.harness.state_mut().desk.forget_processor_folders();
    bench.wait("told", |harness| !harness.state().desk.session.python.folders().user.contains(&lab));
    // A folder without any is said to be none.
    std::fs::create_dir_all(bench.path("empty")).unwrap();
    let empty = bench.path("empty");
    drop_file(&mut bench.harness, &empty);
    bench.wait("said", |harness| harness.state().desk.notices.all().iter().any(|notice| notice.text.contains("without Python files")));
}

#[test]
fn several_files_are_opened_one_after_the_other() {
    let folder = tempfile::tempdir().unwrap();
    let (workspace, picture) = (folder.path().join("a.voxloom"), folder.path().join("b.png"));
    std::fs::write(&workspace, "{\"voxloom\": 1, \"network\": {\"processors\": [{\"id\": \"C\", \"class\": \"org.inviwo.CanvasGL\"}]}}").unwrap();
    write_png_image_with(&picture, &white(), None).unwrap();
    for _ in 0..3 {
        let folder = tempfile::tempdir().unwrap();
        let mut bench = Bench::sized(1440.0, 900.0, folder, &[workspace.clone(), picture.clone()]);
        bench.wait("both are there", |harness| harness.state().desk.session.store.snapshot().workspace.network.len() == 3);
    }
}

#[test]
fn every_way_out_of_unsaved_work_asks() {
    let mut bench = Bench::new();
    let other = bench.path("other.voxloom");
    std::fs::write(&other, "{\"voxloom\": 1, \"network\": {}}").unwrap();
    bench.add(CANVAS);
    type Way = Box<dyn Fn(&mut Bench)>;
    let ways: Vec<(&str, Way)> = vec![
        ("close", Box::new(Bench::close_window)),
        ("new", Box::new(|bench| bench.press(Modifiers::COMMAND, Key::N))),
        ("quit", Box::new(|bench| bench.press(Modifiers::COMMAND, Key::Q))),
        (
            "drop",
            Box::new({
                let other = other.clone();
                move |bench| drop_file(&mut bench.harness, &other)
            }),
        ),
        (
            "open",
            Box::new({
                let other = other.clone();
                move |bench| {
                    let now = bench.now();
                    bench.harness.state_mut().desk.open_path(other.clone(), &now);
                    bench.settle();
                }
            }),
        ),
    ];
    for (name, go) in &ways {
        go(&mut bench);
        assert!(bench.harness.query_by_label_contains("Save the changes").is_some(), "{name}");
        bench.click("Cancel");
        assert_eq!(bench.nodes().len(), 1, "{name}");
        assert!(!bench.harness.state().desk.may_close, "{name}");
    }
    // Saved first, then gone on: nothing is lost.
    let target = bench.path("kept.voxloom");
    bench.press(Modifiers::COMMAND, Key::N);
    bench.click_in_dialog("Save");
    bench.press(Modifiers::COMMAND, Key::A);
    bench.type_text(&target.to_string_lossy());
    bench.press(Modifiers::NONE, Key::Enter);
    bench.wait("empty", |harness| harness.state().desk.session.store.snapshot().workspace.network.is_empty());
    assert!(std::fs::read_to_string(&target).unwrap().contains("CanvasGL"));
    // A save that fails goes nowhere.
    bench.add(CANVAS);
    bench.press(Modifiers::COMMAND, Key::Q);
    bench.click_in_dialog("Save");
    bench.press(Modifiers::COMMAND, Key::A);
    bench.type_text("/nowhere/at/all.voxloom");
    bench.press(Modifiers::NONE, Key::Enter);
    bench.harness.get_by_label_contains("does not exist; make it first");
    bench.click("Cancel");
    assert!(!bench.harness.state().desk.may_close);
    bench.press(Modifiers::COMMAND, Key::Q);
    bench.click("Do not save");
    assert!(bench.harness.state().desk.may_close);
}

#[test]
fn an_edit_while_the_file_is_written_stays_unsaved() {
    let bench = Bench::new();
    let store = bench.session.store.clone();
    let session = bench.session.clone();
    session.store.commit(&AddNode::new(session.registry.find(CANVAS).unwrap(), [0.0, 0.0])).unwrap();
    let (_, state) = store.to_save();
    session.store.commit(&AddNode::new(session.registry.find(RAYCASTER).unwrap(), [0.0, 0.0])).unwrap();
    store.mark_saved("a.voxloom".into(), state);
    assert!(store.file_state().unsaved);
    store.undo();
    assert!(!store.file_state().unsaved);
}

#[test]
fn the_arrangement_comes_back_and_small_windows_leave_the_canvas_room() {
    let mut bench = Bench::sized(1440.0, 900.0, tempfile::tempdir().unwrap(), &[]);
    let file = bench.path("a.py");
    std::fs::write(&file, "x = 1\n").unwrap();
    bench.harness.state_mut().desk.edit_here(&file, None);
    bench.wait("open", |harness| !harness.state().desk.sources.files().is_empty());
    let center = bench.ground().width();
    assert!(center >= 460.0, "with every panel open {center} px are left for canvas and network");
    // The border of a panel is dragged.
    let edge = bench.ground().left() - 1.0;
    let from = egui::pos2(edge, 300.0);
    bench.harness.hover_at(from);
    bench.settle();
    bench.harness.drag_at(from);
    bench.harness.run_steps(2);
    for step in 1..=6 {
        bench.harness.hover_at(from + egui::vec2(10.0 * step as f32, 0.0));
        bench.harness.run_steps(1);
    }
    bench.harness.drop_at(from + egui::vec2(60.0, 0.0));
    bench.settle();
    bench.press(Modifiers::COMMAND, Key::H);
    let left = bench.ground().left();
    assert!((left - edge - 60.0).abs() < 8.0, "{edge} {left}");
    let kept = bench.path("user/window.json");
    bench.wait("kept", |_| std::fs::read_to_string(&kept).is_ok_and(|text| text.contains("\"left\"") && text.contains("\"history\": true")));
    let folder = bench.folder.clone();
    drop(bench);
    let again = Bench::sized(1440.0, 900.0, folder, &[]);
    let came_back = again.ground().left();
    assert!((came_back - left).abs() < 3.0, "{left} {came_back}");
    assert!(again.has("Step 0: Beginning"));
}
