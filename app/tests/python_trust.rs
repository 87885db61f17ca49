//! Python files that came with a workspace, in the window: whatever way it comes in, nothing of them runs before a yes.

mod common;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use voxloom_app::app::App;
use voxloom_app::desk::Now;
use voxloom_workspace::file;

use common::{drop_file, session, user, wait, window};

/// Several looks at the folders of processors, and time to import.
const A_WHILE: Duration = Duration::from_millis(1500);
const ASKED: &str = "Run these Python files?";

/// What someone sent: a workspace with files beside it, each of which leaves a mark when it runs.
struct Sent {
    folder: tempfile::TempDir,
    workspace: PathBuf,
    marker: PathBuf,
}

impl Sent {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        let (sent, marker) = (root.join("sent"), root.join("marker"));
        let mark = format!("open({:?}, 'a').write(__file__ + '\\n')\n", marker.display().to_string());
        let class = |identifier: &str| {
            format!(
                "{mark}import inviwopy as ivw\n\n\nclass Hostile(ivw.Processor):\n    classIdentifier = '{identifier}'\n\n    def process(self):\n        {mark}"
            )
        };
        let write = |path: PathBuf, text: &str| {
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        };
        for inside in [sent.clone(), sent.join("python_processors")] {
            write(inside.join("hostile.py"), &class("org.test.Hostile"));
            // A shipped class of that identifier would be replaced.
            write(inside.join("numpy_source.py"), &class("org.inviwo.numpysource"));
            for name in
                ["helper.py", "_helper.py", "sitecustomize.py", "usercustomize.py", "numpy.py", "inviwopy.py", "pack/__init__.py", "pack/part.py"]
            {
                write(inside.join(name), &mark);
            }
            write(inside.join("evil.pth"), &format!("import os; {mark}"));
            write(inside.join(".venv/lib/python3/site-packages/sitecustomize.py"), &mark);
        }
        write(root.join("elsewhere/linked.py"), &class("org.test.Linked"));
        std::os::unix::fs::symlink(root.join("elsewhere"), sent.join("python_processors/link")).unwrap();
        let node = |class: &str, id: &str| serde_json::json!({ "class": class, "id": id, "name": id, "position": [0.0, 0.0], "version": 1 });
        let nodes = [node("org.test.Hostile", "Hostile"), node("org.test.Linked", "Linked"), node("org.inviwo.numpysource", "Source")];
        let workspace = sent.join("net.voxloom");
        write(workspace.clone(), &serde_json::json!({ "voxloom": 1, "network": { "processors": nodes } }).to_string());
        Self { folder, workspace, marker }
    }

    fn marks(&self) -> String {
        std::fs::read_to_string(&self.marker).unwrap_or_default()
    }

    /// A window, with a user's folder of its own, after Python has looked through all files.
    fn shown(&self, files: &[PathBuf]) -> Harness<'static, App> {
        let session = session(voxloom_processors::registry(), &user(&self.folder));
        session.wait_for_python().unwrap();
        window(&session, [1500.0, 950.0], files)
    }
}

fn draw(harness: &mut Harness<'_, App>, time: Duration) {
    let started = Instant::now();
    while started.elapsed() < time {
        harness.run_steps(2);
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// The question stands there, the nodes are there, and nothing has run.
#[track_caller]
fn nothing_runs(sent: &Sent, harness: &mut Harness<'_, App>) {
    draw(harness, A_WHILE);
    assert_eq!(sent.marks(), "", "it ran");
    let session = harness.state().desk.session.clone();
    assert!(session.registry.get("org.test.Hostile").is_none() && session.registry.get("org.test.Linked").is_none());
    let shipped = session.registry.get("org.inviwo.numpysource").expect("the shipped class");
    assert!(!shipped.file().unwrap().starts_with(sent.folder.path().canonicalize().unwrap()), "{:?}", shipped.file());
    assert!(session.store.snapshot().workspace.network.by_identifier("Hostile").is_some(), "the node is there all the same");
}

#[test]
fn a_workspace_that_is_opened_runs_nothing_until_a_yes_and_then_what_it_brought() {
    let sent = Sent::new();
    let mut harness = sent.shown(&[]);
    let now = Now::read(&harness.state().desk.session.clone());
    harness.state_mut().desk.open_path(sent.workspace.clone(), &now);
    wait(&mut harness, "the question", |harness| harness.query_by_label_contains(ASKED).is_some());
    nothing_runs(&sent, &mut harness);
    harness.get_by_label("Run").click();
    wait(&mut harness, "the files run", |harness| {
        let registry = &harness.state().desk.session.registry;
        registry.get("org.test.Hostile").is_some() && registry.get("org.test.Linked").is_some()
    });
    let marks = sent.marks();
    assert!(marks.contains("hostile.py") && marks.contains("linked.py"), "the marks work: {marks}");
    assert!(!marks.contains("site-packages") && !marks.contains(".pth"), "an environment in the folder is no part of it: {marks}");
}

#[test]
fn a_workspace_that_is_given_or_dropped_runs_nothing() {
    let sent = Sent::new();
    let mut harness = sent.shown(std::slice::from_ref(&sent.workspace));
    wait(&mut harness, "the question", |harness| harness.query_by_label_contains(ASKED).is_some());
    nothing_runs(&sent, &mut harness);
    drop(harness);

    let mut harness = sent.shown(&[]);
    drop_file(&mut harness, &sent.workspace);
    wait(&mut harness, "the question", |harness| harness.query_by_label_contains(ASKED).is_some());
    nothing_runs(&sent, &mut harness);
    // For a Python file and its folder it is asked what is to become of them.
    for path in ["python_processors/hostile.py", "python_processors", "hostile.py"] {
        drop_file(&mut harness, &sent.workspace.with_file_name(path));
        wait(&mut harness, "the question what is to become of it", |harness| harness.query_by_label_contains("has run.").is_some());
        nothing_runs(&sent, &mut harness);
        harness.get_by_label("Cancel").click();
        wait(&mut harness, "the question is gone", |harness| harness.query_by_label_contains("has run.").is_none());
    }
    nothing_runs(&sent, &mut harness);
}

#[test]
fn the_text_of_a_network_that_names_the_class_runs_nothing() {
    let sent = Sent::new();
    let mut harness = sent.shown(&[]);
    let text = std::fs::read_to_string(&sent.workspace).unwrap();
    // With and without a word about where it came from.
    for path in [None, Some(sent.workspace.clone())] {
        let session = harness.state().desk.session.clone();
        let loaded = file::load_text(&text, "the text", path.as_deref().and_then(Path::parent), &session.registry).unwrap();
        session.store.open("Open", loaded.workspace, path, false);
        nothing_runs(&sent, &mut harness);
    }
    // Over the network view, where the keys are, it is no command either.
    harness.event(egui::Event::Paste(text));
    nothing_runs(&sent, &mut harness);
}
