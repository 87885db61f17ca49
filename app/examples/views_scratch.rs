//! Scratch: pictures of the panels.
use std::sync::Arc;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use voxloom_app::canvas::CanvasViews;
use voxloom_app::log_console::Console;
use voxloom_app::panels::properties;
use voxloom_app::session::{Session, SessionOptions};
use voxloom_workspace::{NodeId, Snapshot};
struct State { session: Arc<Session>, views: CanvasViews, selection: Vec<NodeId> }
fn save(h: &mut Harness<'_, State>, name: &str) {
    let image = h.render().unwrap();
    let mut out = format!("P6\n{} {}\n255\n", image.width(), image.height()).into_bytes();
    for p in image.pixels() { out.extend(&p.0[..3]); }
    std::fs::write(format!("/tmp/{name}.ppm"), out).unwrap();
}
fn main() {
    let registry = Arc::new(voxloom_processors::registry());
    let session = Arc::new(Session::new(registry.clone(), SessionOptions { back_end: voxloom_render::BackEndChoice::Cpu, user_dir: Some("/tmp/vx_scratch".into()), ..Default::default() }, None, Arc::new(Console::default()), || ()).unwrap());
    let file = std::env::args().nth(1).unwrap_or("/work/shared/data/mni152_t1_1mm.npy".into());
    let cmd = voxloom_app::quick::network_for(&registry, &session.places, std::path::Path::new(&file), [0.0, 0.0]).unwrap();
    let added = session.store.commit(&cmd).unwrap().added;
    let state = State { session: session.clone(), views: CanvasViews::default(), selection: vec![added[1]] };
    let mut h = Harness::builder().with_size([1300.0, 1000.0]).wgpu().build_ui_state(|ui, s: &mut State| {
        voxloom_app::theme::apply(ui.ctx());
        let snapshot: Snapshot = s.session.store.snapshot();
        egui::Panel::right("p").default_size(340.0).show_inside(ui, |ui| properties::show(ui, &s.session, &snapshot, &s.selection));
        egui::CentralPanel::no_frame().show_inside(ui, |ui| s.views.show(ui, &s.session, &snapshot));
    }, state);
    h.run_ok();
    save(&mut h, "v0");
    session.evaluator.wait_idle(Some(std::time::Duration::from_secs(60)));
    for _ in 0..6 { h.run_ok(); std::thread::sleep(std::time::Duration::from_millis(150)); session.evaluator.wait_idle(Some(std::time::Duration::from_secs(60))); }
    save(&mut h, "v1");
    // orbit
    let c = h.get_by_label_contains("Canvas Canvas").rect().center();
    h.drag_at(c); h.run_ok(); h.hover_at(c + egui::vec2(30.0, 10.0)); h.run_ok(); h.hover_at(c + egui::vec2(180.0, 60.0)); h.run_ok();
    session.evaluator.wait_idle(Some(std::time::Duration::from_secs(60))); h.run_ok();
    h.drop_at(c + egui::vec2(180.0, 60.0)); h.run_ok();
    h.set_size(egui::vec2(1300.0, 1900.0));
    for _ in 0..6 { h.run_ok(); std::thread::sleep(std::time::Duration::from_millis(150)); session.evaluator.wait_idle(Some(std::time::Duration::from_secs(60))); }
    save(&mut h, "v2");
    println!("{:?}", session.store.undo_redo_names());
    h.state_mut().selection = added.clone();
    for n in session.store.snapshot().workspace.network.nodes() { println!("{} {:?}", n.display_name, session.evaluator.board().node(n.id).status); }
    h.run_ok(); save(&mut h, "v3");
    h.set_size(egui::vec2(1300.0, 1000.0));
    // two canvases: a layer and an error
    let canvas = registry.get("org.inviwo.CanvasGL").unwrap();
    let img = std::env::args().nth(2).unwrap();
    let cmd = voxloom_app::quick::network_for(&registry, &session.places, std::path::Path::new(&img), [0.0, 0.0]).unwrap();
    let more = session.store.commit(&cmd).unwrap().added;
    session.store.commit(&voxloom_workspace::command::AddNode::new(canvas, [0.0, 0.0])).unwrap();
    h.state_mut().selection = vec![more[0]];
    for _ in 0..4 { h.run_ok(); std::thread::sleep(std::time::Duration::from_millis(150)); session.evaluator.wait_idle(Some(std::time::Duration::from_secs(60))); }
    let c = h.get_by_label("Canvas Canvas 2").rect().center();
    h.hover_at(c); h.run_ok();
    for _ in 0..2 { h.event(egui::Event::MouseWheel { unit: egui::MouseWheelUnit::Line, delta: egui::vec2(0.0, 3.0), phase: egui::TouchPhase::Move, modifiers: Default::default() }); for _ in 0..30 { h.step(); } }
    h.run_ok();
    save(&mut h, "v4");
    session.store.commit(&voxloom_workspace::command::SetProperty { node: more[0], path: "imageFileName".into(), value: voxloom_core::Value::Path("/nowhere/at/all/that/exists/picture.png".into()) }).unwrap();
    for _ in 0..4 { h.run_ok(); std::thread::sleep(std::time::Duration::from_millis(150)); session.evaluator.wait_idle(Some(std::time::Duration::from_secs(60))); }
    h.run_ok(); save(&mut h, "v5");
}
