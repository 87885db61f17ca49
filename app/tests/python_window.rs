//! Python in the window, as a person uses it: new processors, the editor, the console, trust and the list. With a real interpreter, without a display.

mod common;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use voxloom_app::app::App;
use voxloom_app::documents::open;
use voxloom_app::session::Session;
use voxloom_workspace::NodeId;
use voxloom_workspace::evaluator::ProcessorStatus;

use common::Bench;

impl Bench {
    fn processors(&self) -> PathBuf {
        self.user().join("python_processors")
    }

    #[track_caller]
    fn wait_containing(&mut self, label: &str) {
        self.wait(label, |harness| harness.query_all_by_label_contains(label).next().is_some());
    }

    #[track_caller]
    fn wait_printed(&mut self, text: &str) {
        self.wait(&format!("{text} in the console"), |harness| {
            harness.state().desk.session.console.lines().iter().any(|line| line.source != ">>>" && line.text.contains(text))
        });
    }

    /// Clears the text field that has the keys and types.
    fn retype(&mut self, text: &str) {
        self.press(Modifiers::COMMAND, Key::A);
        self.type_text(text);
    }

    fn enter(&mut self, line: &str) {
        self.type_text(line);
        self.press(Modifiers::NONE, Key::Enter);
    }
}

/// A processor that makes an image and has no inputs; `body` is its `process`.
fn image_source(class: &str, identifier: &str, body: &str) -> String {
    format!(
        "import inviwopy as ivw\nimport numpy as np\nfrom inviwopy.data import Image, Layer, ImageOutport\n\n\nclass {class}(ivw.Processor):\n    \
         def __init__(self, id, name):\n        super().__init__(id, name)\n        self.outport = ImageOutport(\"outport\")\n        \
         self.addOutport(self.outport)\n\n    @staticmethod\n    def processorInfo():\n        return ivw.ProcessorInfo(\"{identifier}\", \"{class}\", \
         \"Test\", ivw.CodeState.Experimental, ivw.Tags(\"PY, Zebra\"), \"Makes nothing.\")\n\n    def getProcessorInfo(self):\n        \
         return {class}.processorInfo()\n\n    def process(self):\n        {body}\n"
    )
}

#[test]
fn a_new_processor_is_made_listed_added_and_opened() {
    let mut bench = Bench::with_python(|_| ());
    bench.press(Modifiers::COMMAND | Modifiers::SHIFT, Key::N);
    bench.harness.get_by_label_contains("Type a name for the processor");
    for (name, reason) in
        [("random", "would hide the Python module random"), ("a-b", "cannot be part of the name"), ("Volume", "template itself uses")]
    {
        bench.retype(name);
        bench.wait_containing(reason);
        bench.press(Modifiers::NONE, Key::Enter);
        assert_eq!(std::fs::read_dir(bench.processors()).unwrap().count(), 0, "{name} was refused");
    }
    bench.retype("Edge Detector");
    bench.harness.get_by_label_contains("class EdgeDetector, org.voxloom.user.edgedetector");
    bench.click("Create");
    let path = bench.processors().join("EdgeDetector.py");
    assert!(std::fs::read_to_string(&path).unwrap().contains("class EdgeDetector(ivw.Processor)"));
    bench.wait_containing(&format!("Made {}", path.display()));
    bench.wait_for("Node Edge Detector");
    bench.wait_for("Class Edge Detector");
    bench.wait_for("File EdgeDetector.py");
    // The same name again is refused while it is typed.
    bench.press(Modifiers::COMMAND | Modifiers::SHIFT, Key::N);
    bench.retype("Edge Detector");
    bench.harness.get_by_label_contains("exists already");
    bench.click("Cancel");
    assert!(std::fs::read_to_string(&path).unwrap().contains("class EdgeDetector"), "and nothing was written over");
}

#[test]
fn every_kind_of_template_loads_without_edits() {
    let mut bench = Bench::with_python(|_| ());
    for kind in ["Volume source", "Image", "Mesh", "Empty"] {
        bench.press(Modifiers::COMMAND | Modifiers::SHIFT, Key::N);
        bench.retype(&format!("My {kind}"));
        bench.harness.get_by_role_and_label(egui::accesskit::Role::RadioButton, kind).click();
        bench.settle();
        bench.press(Modifiers::NONE, Key::Enter);
        if bench.harness.query_by_label("Create").is_some() {
            bench.click("Create");
        }
        let name = format!("My {kind}");
        bench.wait(&format!("{name} is in the network"), |harness| {
            let network = harness.state().desk.session.store.snapshot().workspace.network;
            network.nodes().any(|node| *node.display_name == *name)
        });
    }
    let failed: Vec<_> =
        bench.session.python.catalog().into_iter().filter(|entry| voxloom_app::python::catalog::error(&entry.state).is_some()).collect();
    assert!(failed.is_empty(), "{failed:?}");
}

#[test]
fn saving_in_the_editor_reloads_and_an_error_is_marked_at_its_line() {
    let source = image_source("Painter", "org.test.Painter", "count = 1");
    let mut bench = Bench::with_python(|user| std::fs::write(user.join("python_processors/painter.py"), &source).unwrap());
    let path = bench.processors().join("painter.py");
    bench.wait_for("Class Painter");
    bench.add("org.test.Painter");
    let canvas = bench.add("org.inviwo.CanvasGL");
    bench.harness.state_mut().desk.edit(&path, Some(24));
    bench.wait_for("File painter.py");
    let line = source.lines().position(|line| line.trim() == "count = 1").unwrap() + 1;
    // Tab indents, Enter keeps the depth, Shift + Tab goes back.
    bench.press(Modifiers::COMMAND, Key::G);
    bench.enter(&line.to_string());
    bench.press(Modifiers::NONE, Key::End);
    bench.enter("");
    bench.enter("if True:");
    bench.type_text("raise ValueError('no paint')");
    bench.harness.get_by_label("File painter.py •");
    bench.press(Modifiers::COMMAND, Key::S);
    bench.wait("the file is written", |_| std::fs::read_to_string(&path).is_ok_and(|text| text.contains("no paint")));
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains("        count = 1\n        if True:\n            raise ValueError('no paint')\n"), "{text}");
    assert!(bench.session.store.file_state().path.is_none(), "the workspace was not saved by that");
    bench.wait_for("File painter.py");

    // It fails where it was written, on the node and in the console, with a way to the line.
    let session = bench.session.clone();
    let painter = session.store.snapshot().workspace.network.find("Painter").unwrap().id;
    connect(&session, painter, canvas);
    bench.wait("the node fails", |harness| matches!(harness.state().desk.session.evaluator.board().node(painter).status, ProcessorStatus::Failed(_)));
    bench.wait_containing(&format!("Error in line {}: Painter: ValueError: no paint", line + 2));
    bench.wait_printed("ValueError: no paint");
    assert!(session.console.lines().iter().any(|entry| entry.source == "Painter" && entry.text.contains(&format!("line {}", line + 2))));

    // A syntax error leaves the version before, and says so.
    bench.press(Modifiers::COMMAND, Key::End);
    bench.enter("def (:");
    bench.press(Modifiers::COMMAND, Key::S);
    bench.wait_containing("SyntaxError");
    bench.wait("the list marks the file", |harness| {
        let desk = &harness.state().desk;
        voxloom_app::python::catalog::old_version(&desk.session.python.catalog(), &path).is_some()
    });
    // Saved in another program the file recovers, and the editor shows it.
    std::fs::write(&path, &source).unwrap();
    bench.wait("the editor follows", |harness| harness.state().desk.sources.files()[0].text == source);
    bench.wait("the node recovers", |harness| {
        let status = harness.state().desk.session.evaluator.board().node(painter).status;
        !matches!(status, ProcessorStatus::Failed(_) | ProcessorStatus::Running(_))
    });
    bench.wait("no mark is left", |harness| harness.query_all_by_label_contains("Error in line").next().is_none());
}

fn connect(session: &Session, from: NodeId, to: NodeId) {
    let port = |node, port: &str| voxloom_workspace::PortRef { node, port: port.into() };
    let connect = voxloom_workspace::command::Connect { from: port(from, "outport"), to: port(to, "inport") };
    session.store.commit(&connect).unwrap();
}

#[test]
fn a_failed_node_unfolds_its_traceback_and_leads_to_the_line() {
    let source = image_source("Painter", "org.test.Painter", "raise ValueError('no paint')");
    let mut bench = Bench::with_python(|user| std::fs::write(user.join("python_processors/painter.py"), &source).unwrap());
    bench.wait_for("Class Painter");
    let painter = bench.add("org.test.Painter");
    let canvas = bench.add("org.inviwo.CanvasGL");
    connect(&bench.session, painter, canvas);
    bench.wait_containing("Error of Painter: ValueError: no paint");
    bench.click("Traceback of Painter");
    let line = source.lines().count();
    bench.wait_containing(&format!("File \"painter.py\", line {line}, in process"));
    bench.harness.get_by_label_contains("Error of Painter").click();
    bench.wait_for("File painter.py");
    bench.wait_for(&format!("Error in line {line}: Painter: ValueError: no paint (painter.py:{line})"));
    bench.wait_for(&format!("Go to line {line}: Painter: ValueError: no paint (painter.py:{line})"));
    // The properties say it too, with the source at hand.
    bench.harness.state_mut().desk.selection = [painter].into();
    bench.wait_for("Edit source");
    bench.click("Close traceback of Painter");
    bench.settle();
    let called = format!("painter.py\", line {line}, in process");
    // The console has it, too.
    let folded = bench.harness.query_all_by_label_contains(&called).count();
    bench.click("Show the whole message");
    bench.wait("the panel shows it", |harness| harness.query_all_by_label_contains(&called).count() == folded + 1);
}

#[test]
fn a_node_gets_a_host_of_its_own_from_its_menu() {
    let source = image_source("Painter", "org.test.Painter", "raise ValueError('no paint')");
    let mut bench = Bench::with_python(|user| std::fs::write(user.join("python_processors/painter.py"), &source).unwrap());
    bench.wait_for("Class Painter");
    let painter = bench.add("org.test.Painter");
    let canvas = bench.add("org.inviwo.CanvasGL");
    connect(&bench.session, painter, canvas);
    bench.wait_containing("Error of Painter");
    bench.harness.get_by_label("Node Painter").click_secondary();
    bench.settle();
    bench.harness.get_by_label_contains("Host").hover();
    bench.wait_for("One for This Node");
    bench.click("One for This Node");
    let isolation = bench.session.store.snapshot().workspace.network.get(painter).unwrap().isolation;
    assert_eq!(isolation, voxloom_core::processor::Isolation::Node);
    bench.wait("it lives in its own", |harness| {
        let keys = harness.state().desk.session.python.hosts_of(painter.0);
        keys == [voxloom_host::HostKey::Node(painter.0)]
    });
    assert_eq!(bench.session.store.undo_redo_names().0.as_deref(), Some("Change host of Painter"));
}

#[test]
fn the_environment_names_interpreter_and_packages_and_refuses_what_is_none() {
    let mut bench = Bench::with_python(|_| ());
    let read = voxloom_app::desk::Now::read(&bench.session);
    (voxloom_app::commands::actions::find("python_environment").unwrap().run)(&mut bench.harness.state_mut().desk, &read);
    bench.wait_containing("Automatic: the active environment");
    bench.wait_for("numpy");
    let version = bench.session.python.interpreter().unwrap().version_text();
    bench.wait_for(&format!("Python {version}"));
    bench.harness.get_by_label("Filter packages").focus();
    bench.settle();
    bench.type_text("surely no package");
    let filter = bench.harness.get_by_label("Filter packages").accesskit_node().value();
    assert!(bench.harness.query_by_label("numpy").is_none(), "{filter:?}");
    bench.harness.get_by_label("Package to install").focus();
    bench.settle();
    bench.type_text("--index-url=evil");
    bench.harness.get_by_label("This is no name of a package");
    bench.harness.get_by_label("Path of an interpreter").focus();
    bench.settle();
    let file = bench.user().join("no python");
    std::fs::write(&file, "").unwrap();
    bench.type_text(&file.display().to_string());
    bench.click("Use");
    bench.wait("it is refused in words", |harness| {
        harness.state().desk.notices.all().iter().any(|notice| notice.text.contains("is not a Python interpreter"))
    });
    assert_eq!(bench.harness.state().desk.settings.interpreter, None);
    assert!(!bench.user().join("settings.json").exists());
}

#[test]
fn unsaved_source_is_asked_about_when_a_tab_or_the_window_is_closed() {
    let mut bench = Bench::with_python(|user| std::fs::write(user.join("python_processors/_notes.py"), "a = 1\n").unwrap());
    let path = bench.processors().join("_notes.py");
    bench.harness.state_mut().desk.edit(&path, None);
    bench.wait_for("File _notes.py");
    bench.type_text("b = 2\n");
    bench.click("Close _notes.py");
    bench.harness.get_by_label_contains("Save the changes to _notes.py?");
    bench.click("Cancel");
    bench.harness.get_by_label("File _notes.py •");
    bench.press(Modifiers::COMMAND, Key::Q);
    bench.harness.get_by_label_contains("Save the changes to _notes.py?");
    bench.press(Modifiers::NONE, Key::Enter);
    bench.wait("the window may close", |harness| harness.state().desk.may_close);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "b = 2\na = 1\n");
}

#[test]
fn letters_are_found_and_changes_of_other_programs_are_asked_about() {
    let mut bench = Bench::with_python(|user| std::fs::write(user.join("python_processors/_notes.py"), "one\ntwo two\n").unwrap());
    let path = bench.processors().join("_notes.py");
    bench.harness.state_mut().desk.edit(&path, None);
    bench.wait_for("File _notes.py");
    bench.press(Modifiers::COMMAND, Key::F);
    bench.harness.get_by_label("Find");
    bench.type_text("two");
    bench.harness.get_by_label("2 found");
    bench.press(Modifiers::NONE, Key::Escape);
    // What was found is selected: typing replaces it.
    bench.type_text("zwei");
    assert_eq!(bench.harness.state().desk.sources.files()[0].text, "one\nzwei two\n");
    std::fs::write(&path, "theirs\n").unwrap();
    bench.wait_containing("Another program changed _notes.py while you did");
    bench.click("Keep mine");
    bench.harness.get_by_label_contains("Source of _notes.py").focus();
    bench.settle();
    bench.press(Modifiers::COMMAND, Key::S);
    bench.wait("mine is written", |_| std::fs::read_to_string(&path).is_ok_and(|text| text == "one\nzwei two\n"));
}

#[test]
fn the_console_answers_remembers_completes_and_is_interrupted() {
    let mut bench = Bench::with_python(|_| ());
    bench.press(Modifiers::COMMAND, Key::Backtick);
    bench.enter("answer = 6 * 7");
    bench.wait("the line is done", |harness| harness.query_by_label("Interrupt").is_none());
    bench.enter("answer");
    bench.wait_printed("42");
    // A block goes on until an empty line.
    bench.enter("for i in range(2):");
    bench.wait("more is asked for", |harness| prompt(harness).ends_with(":\n    "));
    bench.enter("print('row', i)");
    bench.wait("still more", |harness| prompt(harness).ends_with("i)\n    "));
    bench.press(Modifiers::NONE, Key::Enter);
    bench.wait_printed("row 1");
    let echoes: Vec<String> = bench.session.console.lines().into_iter().filter(|line| line.source == ">>>").map(|line| line.text).collect();
    assert_eq!(echoes, ["answer = 6 * 7", "answer", "for i in range(2):\n    print('row', i)"], "what goes on is shown once");
    // The history, and what is kept of it.
    bench.press(Modifiers::NONE, Key::ArrowUp);
    assert!(prompt(&bench.harness).starts_with("for i"));
    for _ in 0..2 {
        bench.press(Modifiers::NONE, Key::Home);
        bench.harness.key_press_modifiers(Modifiers::CTRL | Modifiers::COMMAND, Key::Home);
        bench.settle();
        bench.press(Modifiers::NONE, Key::ArrowUp);
    }
    assert_eq!(prompt(&bench.harness), "answer = 6 * 7");
    bench.wait("the history is kept", |harness| {
        let user = harness.state().desk.session.folders.user.clone();
        std::fs::read_to_string(user.join("python_history.json")).is_ok_and(|text| text.contains("answer = 6 * 7"))
    });
    // Completion: one that fits is taken, several are offered.
    bench.retype("answ");
    bench.press(Modifiers::NONE, Key::Tab);
    bench.wait("it is completed", |harness| prompt(harness) == "answer");
    bench.retype("network.addC");
    bench.press(Modifiers::NONE, Key::Tab);
    bench.wait("it is completed", |harness| prompt(harness).starts_with("network.addConnection"));
    bench.retype("network.add");
    bench.press(Modifiers::NONE, Key::Tab);
    bench.wait_containing("Complete addProcessor");
    bench.press(Modifiers::NONE, Key::Escape);
    // An error is told in red, with the line; the prompt goes on.
    bench.retype("1 / 0");
    bench.press(Modifiers::NONE, Key::Enter);
    bench.wait_printed("ZeroDivisionError");
    // What runs long is interrupted, and the window draws on meanwhile.
    bench.enter("import time; time.sleep(600)");
    bench.wait_for("Interrupt");
    let started = Instant::now();
    bench.click("Interrupt");
    bench.wait_printed("KeyboardInterrupt");
    println!("interrupted after {:?}", started.elapsed());
    assert!(started.elapsed() < Duration::from_secs(10));
    bench.enter("'after'");
    bench.wait_printed("after");
}

fn prompt(harness: &Harness<'_, App>) -> String {
    harness.get_by_label("Python prompt").accesskit_node().value().unwrap_or_default()
}

#[test]
fn a_line_of_the_console_is_one_step_of_undo_and_sees_the_selection() {
    let mut bench = Bench::with_python(|_| ());
    let canvas = bench.add("org.inviwo.CanvasGL");
    bench.settle();
    bench.harness.state_mut().desk.selection = [canvas].into();
    bench.settle();
    bench.press(Modifiers::COMMAND, Key::Backtick);
    bench.enter("print([p.identifier for p in selection])");
    bench.wait_printed("['Canvas']");
    bench.enter("selection[0].displayName = 'Front'");
    bench.wait_for("Node Front");
    bench.session.store.undo();
    bench.wait_for("Node Canvas");
}

#[test]
fn scripts_run_the_commands_of_the_window_and_are_told_why_not() {
    let mut bench = Bench::with_python(|_| ());
    bench.add("org.inviwo.CanvasGL");
    bench.settle();
    bench.press(Modifiers::COMMAND, Key::Backtick);
    bench.enter("vx.action('select_all'); vx.action('delete'); print('left', len(network.processors))");
    bench.wait_printed("left 0");
    bench.enter("vx.action('undo'); print('back', len(network.processors))");
    bench.wait_printed("back 1");
    bench.enter("print('can', vx.actions()['save_as'], 'or', vx.actions().get('redo'))");
    bench.wait_printed("can Save As… or Redo");
    bench.enter("vx.action('duplicate')");
    bench.wait_printed("RuntimeError: Duplicate is not possible: Nothing is selected");
    bench.enter("vx.action('undoo')");
    bench.wait_printed("KeyError");
}

/// A workspace with a canvas behind a Python processor that leaves a mark when its file runs.
fn hostile(folder: &Path) -> (PathBuf, PathBuf) {
    let beside = folder.join("python_processors");
    std::fs::create_dir_all(&beside).unwrap();
    let marker = folder.join("marker");
    let mark = format!("\nopen({:?}, 'a').write('ran')\n", marker.display().to_string());
    std::fs::write(beside.join("hostile.py"), image_source("Hostile", "org.test.Hostile", "pass") + &mark).unwrap();
    let workspace = folder.join("net.voxloom");
    let json = serde_json::json!({
        "voxloom": 1,
        "network": { "processors": [{ "class": "org.test.Hostile", "id": "Hostile", "name": "Hostile", "position": [0.0, 0.0], "version": 1 }] },
    });
    std::fs::write(&workspace, json.to_string()).unwrap();
    (workspace, marker)
}

#[test]
fn files_beside_a_workspace_run_only_after_a_yes_and_are_asked_about_again_when_they_change() {
    let mut bench = Bench::with_python(|_| ());
    bench.session.wait_for_python().unwrap();
    let (workspace, marker) = hostile(&bench.folder.path().canonicalize().unwrap());
    open_workspace(&mut bench, &workspace);
    bench.wait_containing("Run this Python file?");
    // Reading it runs nothing.
    bench.click("hostile.py");
    bench.wait_for("File hostile.py");
    let until = Instant::now() + Duration::from_secs(2);
    while Instant::now() < until {
        bench.harness.run_steps(2);
        std::thread::sleep(Duration::from_millis(20));
    }
    assert!(!marker.exists(), "nothing ran");
    assert!(bench.session.registry.get("org.test.Hostile").is_none());
    let now = bench.harness.get_by_label("Node Hostile").rect().center();
    bench.harness.hover_at(now);
    bench.wait_containing("Not trusted: org.test.Hostile is not known");
    // No is an answer, and can be taken back.
    bench.click("Do not run");
    assert!(bench.harness.query_by_label_contains("Run this Python file?").is_none());
    let action = voxloom_app::commands::actions::find("trust_files").unwrap();
    let read = voxloom_app::desk::Now::read(&bench.session);
    assert!((action.enabled)(&bench.harness.state().desk, &read));
    (action.run)(&mut bench.harness.state_mut().desk, &read);
    bench.wait_containing("Run this Python file?");
    assert!(!marker.exists());
    bench.click("Always run");
    bench.wait("its file runs", |_| marker.exists());
    bench.wait("its class is known", |harness| harness.state().desk.session.registry.get("org.test.Hostile").is_some());

    // Another workspace takes it away; coming back it is not asked about.
    open::new_workspace(&bench.session);
    bench.wait("the class is gone", |harness| harness.state().desk.session.registry.get("org.test.Hostile").is_none());
    open_workspace(&mut bench, &workspace);
    bench.wait("its class is known again", |harness| harness.state().desk.session.registry.get("org.test.Hostile").is_some());
    // Changed meanwhile it is.
    open::new_workspace(&bench.session);
    bench.wait("the class is gone", |harness| harness.state().desk.session.registry.get("org.test.Hostile").is_none());
    std::fs::remove_file(&marker).unwrap();
    let file = workspace.with_file_name("python_processors").join("hostile.py");
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, text + "# changed\n").unwrap();
    open_workspace(&mut bench, &workspace);
    bench.wait_containing("Run this Python file?");
    assert!(!marker.exists());
}

fn open_workspace(bench: &mut Bench, path: &Path) {
    open::open_path(&bench.session, path).unwrap();
    bench.settle();
}

#[test]
fn the_list_names_files_that_fail_conflict_and_override() {
    let mut bench = Bench::with_python(|user| {
        let folder = user.join("python_processors");
        std::fs::write(folder.join("mine.py"), image_source("MyGauss", "org.voxloom.GaussianFilter", "pass")).unwrap();
        std::fs::write(folder.join("broken.py"), "import inviwopy\n\ndef f(:\n").unwrap();
        std::fs::write(folder.join("a_first.py"), image_source("First", "org.test.Same", "pass")).unwrap();
        std::fs::write(folder.join("b_second.py"), image_source("Second", "org.test.Same", "pass")).unwrap();
        std::fs::write(folder.join("needs.py"), "import surely_not_installed_module\n").unwrap();
    });
    bench.wait_for("Class First");
    bench.wait_containing("File broken.py: line 3: SyntaxError");
    bench.wait_containing("File needs.py: line 1: ModuleNotFoundError");
    bench.wait_containing("a_first.py has org.test.Same too, and stays loaded");
    // The user's file replaces the shipped one, and says so.
    bench.wait_for("Class MyGauss");
    assert!(bench.harness.query_by_label("Class Gaussian Filter").is_none());
    bench.harness.get_by_label("Filter processors").focus();
    bench.settle();
    bench.type_text("mygauss");
    bench.harness.get_by_label("Class MyGauss").hover();
    bench.wait_containing("overrides ");
    let over = bench.harness.get_by_label_contains("overrides ").accesskit_node().value().unwrap_or_default();
    assert!(over.ends_with("gaussian_filter.py"), "{over}");
    // Each part of the information is searched.
    for query in ["first", "zebra", "experimental zebra", "org.test.same"] {
        bench.harness.get_by_label("Filter processors").focus();
        bench.settle();
        bench.retype(query);
        bench.harness.get_by_label("Class First");
        assert!(bench.harness.query_by_label("Class Canvas").is_none(), "{query}");
    }
    bench.retype("");
    bench.press(Modifiers::NONE, Key::Backspace);
    // A click on a broken file opens it where it is broken.
    bench.wait_containing("File broken.py: line 3");
    bench.harness.get_by_label_contains("File broken.py: line 3").click();
    bench.wait_for("File broken.py");
    bench.wait_containing("Error in line 3: SyntaxError");
}

#[test]
fn a_node_says_that_it_runs_an_old_version_of_a_file_with_an_error() {
    let mut bench = Bench::with_python(|user| {
        std::fs::write(user.join("python_processors/first.py"), image_source("First", "org.test.First", "raise ValueError('old')")).unwrap();
    });
    bench.wait_for("Class First");
    let node = bench.add("org.test.First");
    bench.harness.state_mut().desk.selection = [node].into();
    let file = bench.processors().join("first.py");
    std::fs::write(&file, "import inviwopy\n\ndef f(:\n").unwrap();
    let said = "old version runs: line 3 of first.py has an error";
    bench.wait("said on the node or with its properties", |harness| common::painted(harness).iter().any(|painted| painted.text.contains(said)));
    bench.harness.state_mut().desk.edit_here(&file, None);
    bench.wait_containing("Error in line 3: SyntaxError");
}
