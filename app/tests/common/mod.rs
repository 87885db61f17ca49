//! What the tests of the window share: a window over a session of its own, hands, and eyes.
//! What only one of them needs it adds to [`Bench`] itself.

#![allow(dead_code, reason = "each test uses a part of it")]

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use egui::{Event, Key, Modifiers, PointerButton, Pos2, Rect, Shape};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use voxloom_app::app::App;
use voxloom_app::desk::Now;
use voxloom_app::log_console::Console;
use voxloom_app::session::{Session, SessionOptions};
use voxloom_core::processor::{BuiltIn, Flow, Interface, Processor, ProcessorInfo};
use voxloom_core::{Context, ProcessorError, Registry};
use voxloom_render::BackEndChoice;
use voxloom_workspace::command::{AddNode, Connect};
use voxloom_workspace::{Network, NodeId, PortRef, Snapshot};

pub const SOURCE: &str = "org.inviwo.VolumeSource";
pub const RAYCASTER: &str = "org.inviwo.VolumeRaycaster";
pub const CANVAS: &str = "org.inviwo.CanvasGL";

/// As long as anything here may take on a busy machine.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// The session of a window that draws on the CPU.
pub fn session(registry: Registry, user: &Path) -> Arc<Session> {
    let options = SessionOptions { back_end: BackEndChoice::Cpu, user_dir: Some(user.to_owned()), desktop: true, ..SessionOptions::default() };
    Arc::new(Session::new(Arc::new(registry), options, None, Arc::new(Console::default()), || ()).unwrap())
}

/// A window with files that it was started with.
pub fn window(session: &Arc<Session>, size: [f32; 2], files: &[PathBuf]) -> Harness<'static, App> {
    let (session, files) = (session.clone(), files.to_vec());
    Harness::builder().with_size(size).with_step_dt(1.0 / 60.0).build_eframe(move |cc| App::new(&cc.egui_ctx, session, None, &files))
}

/// The user's folder within a folder of the test.
pub fn user(folder: &tempfile::TempDir) -> PathBuf {
    folder.path().canonicalize().unwrap().join("user")
}

/// Draws until something is so.
#[track_caller]
pub fn wait(harness: &mut Harness<'static, App>, what: &str, done: impl Fn(&Harness<'static, App>) -> bool) {
    let started = Instant::now();
    while !done(harness) {
        if started.elapsed() > PATIENCE {
            let lines = harness.state().desk.session.console.lines();
            let said: Vec<String> = lines.iter().map(|line| format!("{} {}", line.source, line.text.trim_end())).collect();
            panic!("it did not come to this: {what}\nconsole:\n{}", said.join("\n"));
        }
        harness.run_steps(2);
        std::thread::sleep(Duration::from_millis(5));
    }
    harness.run_steps(6);
}

pub fn add(session: &Session, class: &str, position: [f32; 2]) -> NodeId {
    let class = session.registry.find(class).unwrap();
    let node = session.store.commit(&AddNode::new(class, position)).unwrap().added[0];
    session.store.end_drag();
    node
}

pub fn connect(session: &Session, (from, outport): (NodeId, &str), (to, inport): (NodeId, &str)) {
    let port = |node, port: &str| PortRef { node, port: port.into() };
    session.store.commit(&Connect { from: port(from, outport), to: port(to, inport) }).unwrap();
    session.store.end_drag();
}

/// Connections in the order of the network.
pub fn connections(network: &Network) -> Vec<String> {
    network.connections().map(|c| format!("{} > {}", network.port_name(&c.from), network.port_name(&c.to))).collect()
}

/// A text as it is painted.
#[derive(Debug)]
pub struct Painted {
    pub text: String,
    pub center: Pos2,
    /// It is cut off for want of room.
    pub elided: bool,
}

pub fn painted<S>(harness: &Harness<'_, S>) -> Vec<Painted> {
    fn walk(shape: &Shape, texts: &mut Vec<Painted>) {
        match shape {
            Shape::Vec(shapes) => shapes.iter().for_each(|shape| walk(shape, texts)),
            Shape::Text(shape) => {
                let (text, center) = (shape.galley.text().to_owned(), shape.visual_bounding_rect().center());
                texts.push(Painted { text, center, elided: shape.galley.elided });
            }
            _ => {}
        }
    }
    let mut texts = Vec::new();
    harness.output().shapes.iter().for_each(|clipped| walk(&clipped.shape, &mut texts));
    texts
}

/// A file that falls into the window.
pub fn drop_file(harness: &mut Harness<'static, App>, path: &Path) {
    #[derive(Debug)]
    struct Dropped(PathBuf);

    impl egui::DroppedFile for Dropped {
        fn path(&self) -> &Path {
            &self.0
        }

        fn bytes(&self) -> Result<Vec<u8>, String> {
            std::fs::read(&self.0).map_err(|error| error.to_string())
        }
    }

    harness.input_mut().dropped_files.push(Arc::new(Dropped(path.to_owned())));
    harness.run_steps(6);
}

/// A processor of which only the looks matter.
pub fn idle(info: ProcessorInfo, interface: fn() -> Interface) -> BuiltIn {
    struct Idle;

    impl Processor for Idle {
        fn process(&mut self, _ctx: &mut Context<'_>) -> Result<Flow, ProcessorError> {
            Ok(Flow::Done)
        }
    }

    BuiltIn::new(info, interface, |_| Box::new(Idle))
}

/// A window over a session, and the folder of the test with the user's folder in it.
pub struct Bench {
    pub harness: Harness<'static, App>,
    pub session: Arc<Session>,
    pub folder: Arc<tempfile::TempDir>,
}

impl Bench {
    pub fn over(session: Arc<Session>, folder: impl Into<Arc<tempfile::TempDir>>, size: [f32; 2], files: &[PathBuf]) -> Self {
        let harness = window(&session, size, files);
        let mut bench = Self { harness, session, folder: folder.into() };
        bench.settle();
        bench
    }

    /// A window with Python; `prepare` gets the user's folder before anything reads it, with the folder of processors in it.
    pub fn with_python(prepare: impl FnOnce(&Path)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let user = user(&folder);
        std::fs::create_dir_all(user.join("python_processors")).unwrap();
        prepare(&user);
        let session = session(voxloom_processors::registry(), &user);
        session.start_python();
        Self::over(session, folder, [1500.0, 950.0], &[])
    }

    pub fn user(&self) -> PathBuf {
        user(&self.folder)
    }

    pub fn settle(&mut self) {
        self.harness.run_steps(6);
    }

    #[track_caller]
    pub fn wait(&mut self, what: &str, done: impl Fn(&Harness<'static, App>) -> bool) {
        wait(&mut self.harness, what, done);
    }

    #[track_caller]
    pub fn wait_for(&mut self, label: &str) {
        self.wait(label, |harness| harness.query_all_by_label(label).next().is_some());
    }

    pub fn has(&self, label: &str) -> bool {
        self.harness.query_all_by_label(label).next().is_some()
    }

    pub fn rect(&self, label: &str) -> Rect {
        self.harness.get_by_label(label).rect()
    }

    pub fn place(&self, label: &str) -> Pos2 {
        self.rect(label).center()
    }

    /// Where the network is drawn: a button has the same name.
    pub fn ground(&self) -> Rect {
        let all = self.harness.get_all_by_label("Network").map(|node| node.rect());
        all.max_by(|a, b| a.area().total_cmp(&b.area())).unwrap()
    }

    pub fn press(&mut self, modifiers: Modifiers, key: Key) {
        self.harness.key_press_modifiers(modifiers, key);
        self.settle();
    }

    pub fn key(&mut self, key: Key) {
        self.press(Modifiers::NONE, key);
    }

    pub fn event(&mut self, event: Event) {
        self.harness.event(event);
        self.settle();
    }

    pub fn type_text(&mut self, text: &str) {
        self.event(Event::Text(text.to_owned()));
    }

    pub fn click(&mut self, label: &str) {
        self.harness.get_by_label(label).click();
        self.settle();
    }

    pub fn button(&mut self, at: Pos2, button: PointerButton, pressed: bool, modifiers: Modifiers) {
        self.event(Event::PointerButton { pos: at, button, pressed, modifiers });
    }

    pub fn click_at(&mut self, at: Pos2, button: PointerButton, modifiers: Modifiers) {
        self.harness.hover_at(at);
        self.event(Event::ModifiersChanged(modifiers));
        self.button(at, button, true, modifiers);
        self.button(at, button, false, modifiers);
        self.event(Event::ModifiersChanged(Modifiers::NONE));
    }

    pub fn double_click_at(&mut self, at: Pos2) {
        self.harness.hover_at(at);
        self.settle();
        for pressed in [true, false, true, false] {
            self.harness.event(Event::PointerButton { pos: at, button: PointerButton::Primary, pressed, modifiers: Modifiers::NONE });
            self.harness.run_steps(1);
        }
        self.settle();
    }

    /// Drags with a button and modifiers; what is shown before the button comes up is looked at by `meanwhile`.
    pub fn drag_with(&mut self, button: PointerButton, modifiers: Modifiers, from: Pos2, to: Pos2, meanwhile: impl FnOnce(&Harness<'static, App>)) {
        self.harness.hover_at(from);
        self.event(Event::ModifiersChanged(modifiers));
        self.button(from, button, true, modifiers);
        for step in 1..=8 {
            self.harness.hover_at(from + (to - from) * (step as f32 / 8.0));
            self.harness.run_steps(1);
        }
        self.settle();
        meanwhile(&self.harness);
        self.button(to, button, false, modifiers);
        self.event(Event::ModifiersChanged(Modifiers::NONE));
    }

    pub fn drag(&mut self, from: Pos2, to: Pos2) {
        self.drag_with(PointerButton::Primary, Modifiers::NONE, from, to, |_| ());
    }

    /// Adds a node, to the right of those that are there.
    pub fn add(&mut self, class: &str) -> NodeId {
        let node = add(&self.session, class, [self.network().len() as f32 * 260.0, 0.0]);
        self.settle();
        node
    }

    pub fn now(&self) -> Now {
        Now::read(&self.session)
    }

    pub fn snapshot(&self) -> Snapshot {
        self.session.store.snapshot()
    }

    pub fn network(&self) -> Network {
        self.snapshot().workspace.network
    }

    pub fn node(&self, identifier: &str) -> NodeId {
        self.network().find(identifier).unwrap().id
    }

    pub fn connections(&self) -> Vec<String> {
        connections(&self.network())
    }

    pub fn undo_name(&self) -> Option<String> {
        self.session.store.undo_redo_names().0
    }

    pub fn notices(&self) -> Vec<String> {
        self.harness.state().desk.notices.all().iter().map(|notice| notice.text.clone()).collect()
    }
}
