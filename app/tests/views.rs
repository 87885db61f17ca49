//! Property widgets, the transfer function editor and canvases, driven as a person drives them; no GPU, no display.

mod common;

use std::sync::Arc;

use egui::accesskit::Role;
use egui::{Key, Pos2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use glam::Vec3;
use voxloom_app::canvas::CanvasViews;
use voxloom_app::panels::properties;
use voxloom_app::session::Session;
use voxloom_core::data::{Camera, Image, Layer, TransferFunction};
use voxloom_core::processor::{BuiltIn, Flow, Interface, Processor, ProcessorInfo, Sink};
use voxloom_core::property::{Kind, RangeKind};
use voxloom_core::{Context, PortSpec, ProcessorError, Property, Registry, Value};
use voxloom_workspace::command::{AddNode, Compose, Connect, Edit, SetProperty};
use voxloom_workspace::{NodeId, PortRef};

use common::{idle, session, user};

/// Draws one color, and has a property of most kinds.
struct Painter;

impl Processor for Painter {
    fn process(&mut self, ctx: &mut Context<'_>) -> Result<Flow, ProcessorError> {
        if ctx.values().bool("fails") {
            return Err(ProcessorError::failed("the brush is dry"));
        }
        let [width, height] = ctx.request().size.map(|n| n as usize);
        let layer = Layer::from_vec::<u8>([height, width], 4, vec![200; width * height * 4])?;
        ctx.set_output("outport", Image::from_layer(layer));
        Ok(Flow::Done)
    }
}

fn painter() -> BuiltIn {
    BuiltIn::new(
        ProcessorInfo::built_in("test.Painter", "Painter", "Test", "Paints."),
        || {
            Interface::new()
                .outport(PortSpec::new::<Image>("outport", "A picture."))
                .property(Property::float("alpha", "Alpha", 0.25, 0.0..=1.0).help("How much."))
                .property(Property::int("count", "Count", 3, 0..=10))
                .property(Property::option("mode", "Mode", &[("a", "First"), ("b", "Second")]))
                .property(Property::bool("fails", "Fails", false))
                .property(Property::string("title", "Title", "picture"))
                .property(Property::new("range", "Range", Kind::MinMax(RangeKind::new([0.0, 1.0], [0.0, 1.0]))))
                .property(Property::color("tint", "Tint", [1.0, 0.0, 0.0, 1.0]))
                .property(Property::button("go", "Go"))
                .property(Property::composite("inner", "Inner", vec![Property::float("beta", "Beta", 0.5, 0.0..=1.0)]))
                .property(Property::transfer_function("tf", "Colors", TransferFunction::default()))
                .property(Property::new("camera", "Camera", Kind::Camera { default: Camera::default() }))
        },
        |_| Box::new(Painter),
    )
}

fn screen() -> BuiltIn {
    idle(ProcessorInfo::built_in("test.Screen", "Screen", "Test", "Shows.").sink(Sink::Canvas), || {
        Interface::new().inport(PortSpec::new::<Image>("inport", "What is shown."))
    })
}

struct Desk {
    session: Arc<Session>,
    views: CanvasViews,
    painter: NodeId,
    _folder: tempfile::TempDir,
}

impl Desk {
    /// A painter, shown by as many canvases.
    fn new(canvases: usize) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let session = session(Registry::new().with(&[painter, screen]), &user(&folder));
        let (painter, screen) = (session.registry.get("test.Painter").unwrap(), session.registry.get("test.Screen").unwrap());
        let build = Compose {
            name: "Build".into(),
            edit: move |edit: &mut Edit<'_>| {
                let from = AddNode::new(painter.clone(), [0.0; 2]).add(edit);
                for _ in 0..canvases {
                    let to = AddNode::new(screen.clone(), [0.0, 100.0]).add(edit);
                    let connect = Connect { from: PortRef { node: from, port: "outport".into() }, to: PortRef { node: to, port: "inport".into() } };
                    voxloom_workspace::command::Command::apply(&connect, edit)?;
                }
                Ok(())
            },
        };
        let painter = session.store.commit(&build).unwrap().added[0];
        session.store.end_drag();
        Self { session, views: CanvasViews::default(), painter, _folder: folder }
    }

    fn value(&self, path: &str) -> Value {
        self.session.store.snapshot().workspace.network.get(self.painter).unwrap().value(path).unwrap().clone()
    }

    fn camera(&self) -> Camera {
        let Value::Camera(camera) = self.value("camera") else { panic!("no camera") };
        camera
    }

    fn points(&self) -> Vec<(f64, f32)> {
        let Value::TransferFunction(function) = self.value("tf") else { panic!("no transfer function") };
        function.points().iter().map(|p| (p.position, p.color[3])).collect()
    }

    /// Name of the step that undo would take.
    fn undo_name(&self) -> Option<String> {
        self.session.store.undo_redo_names().0
    }
}

fn panel() -> Harness<'static, Desk> {
    let show = |ui: &mut egui::Ui, desk: &mut Desk| {
        voxloom_app::theme::apply(ui.ctx());
        let snapshot = desk.session.store.snapshot();
        let states = desk.session.evaluator.board().nodes();
        properties::show(ui, &desk.session, &snapshot, &states, &[desk.painter]);
    };
    let mut harness = Harness::builder().with_size([360.0, 1100.0]).with_step_dt(1.0 / 60.0).build_ui_state(show, Desk::new(0));
    harness.run_ok();
    harness
}

fn canvases(count: usize) -> Harness<'static, Desk> {
    let show = |ui: &mut egui::Ui, desk: &mut Desk| {
        voxloom_app::theme::apply(ui.ctx());
        let snapshot = desk.session.store.snapshot();
        desk.views.show(ui, &desk.session, &snapshot);
    };
    let mut harness = Harness::builder().with_size([640.0, 480.0]).with_step_dt(1.0 / 60.0).build_ui_state(show, Desk::new(count));
    harness.run_ok();
    harness
}

/// Presses at a place, moves in steps, and releases.
fn drag<S>(harness: &mut Harness<'_, S>, from: Pos2, to: Pos2) {
    harness.drag_at(from);
    harness.step();
    for part in [0.3, 0.6, 1.0] {
        harness.hover_at(from.lerp(to, part));
        harness.step();
    }
    harness.drop_at(to);
    harness.run_ok();
}

#[test]
fn a_slider_drag_is_one_step_of_undo() {
    let mut harness = panel();
    let rect = harness.get_by_role_and_label(Role::Slider, "Alpha").rect();
    drag(&mut harness, rect.left_center() + vec2(8.0, 0.0), rect.center());
    let Value::Float(alpha) = harness.state().value("alpha") else { panic!("no number") };
    assert!((alpha - 0.5).abs() < 0.05, "{alpha}");
    assert_eq!(harness.state().undo_name().as_deref(), Some("Change Alpha of Painter"));
    harness.state().session.store.undo();
    assert_eq!(harness.state().value("alpha"), Value::Float(0.25));
    assert_eq!(harness.state().undo_name().as_deref(), Some("Build"));
}

#[test]
fn two_drags_are_two_steps() {
    let mut harness = panel();
    let rect = harness.get_by_role_and_label(Role::Slider, "Alpha").rect();
    drag(&mut harness, rect.left_center() + vec2(8.0, 0.0), rect.center());
    drag(&mut harness, rect.center(), rect.right_center() - vec2(8.0, 0.0));
    harness.state().session.store.undo();
    let Value::Float(alpha) = harness.state().value("alpha") else { panic!("no number") };
    assert!((alpha - 0.5).abs() < 0.05, "{alpha}");
}

#[test]
fn a_typed_number_counts_when_the_typing_ends() {
    let mut harness = panel();
    harness.get_by_role_and_label(Role::SpinButton, "Alpha").focus();
    harness.run_ok();
    harness.event(egui::Event::Text("0.75".to_owned()));
    harness.run_ok();
    assert_eq!(harness.state().value("alpha"), Value::Float(0.25), "half a number computes nothing");
    harness.key_press(Key::Enter);
    harness.run_ok();
    assert_eq!(harness.state().value("alpha"), Value::Float(0.75));
    harness.state().session.store.undo();
    assert_eq!(harness.state().value("alpha"), Value::Float(0.25));
}

#[test]
fn text_that_is_no_number_is_refused_in_words() {
    let mut harness = panel();
    for (field, text) in [("Alpha", "lots"), ("Count", "2.5")] {
        harness.get_by_role_and_label(Role::SpinButton, field).focus();
        harness.run_ok();
        harness.event(egui::Event::Text(text.to_owned()));
        harness.run_ok();
        harness.key_press(Key::Enter);
        harness.run_ok();
        harness.get_by_label_contains(&format!("“{text}” is not a number that {field} takes"));
    }
    assert_eq!(harness.state().value("alpha"), Value::Float(0.25));
    assert_eq!(harness.state().value("count"), Value::Int(3));
}

#[test]
fn escape_takes_typing_back() {
    let mut harness = panel();
    harness.get_by_role_and_label(Role::SpinButton, "Alpha").focus();
    harness.run_ok();
    harness.event(egui::Event::Text("0.9".to_owned()));
    harness.run_ok();
    harness.key_press(Key::Escape);
    harness.run_ok();
    assert_eq!(harness.state().value("alpha"), Value::Float(0.25));
}

#[test]
fn an_option_is_chosen_from_its_list() {
    let mut harness = panel();
    harness.get_by_role_and_label(Role::ComboBox, "Mode").click();
    harness.run_ok();
    harness.get_by_label("Second").click();
    harness.run_ok();
    assert_eq!(harness.state().value("mode"), Value::Option("b".into()));
}

#[test]
fn switches_buttons_texts_and_colors_work() {
    let mut harness = panel();
    harness.get_by_role_and_label(Role::CheckBox, "Fails").click();
    harness.run_ok();
    assert_eq!(harness.state().value("fails"), Value::Bool(true));
    harness.get_by_label("Go").click();
    harness.run_ok();
    assert_eq!(harness.state().session.store.snapshot().presses.values().copied().sum::<u64>(), 1);
    harness.get_by_role_and_label(Role::TextInput, "Title").focus();
    harness.run_ok();
    harness.key_press_modifiers(egui::Modifiers::COMMAND, Key::A);
    harness.event(egui::Event::Text("a new title".to_owned()));
    harness.run_ok();
    assert_eq!(harness.state().value("title"), Value::String("picture".into()));
    harness.key_press(Key::Enter);
    harness.run_ok();
    assert_eq!(harness.state().value("title"), Value::String("a new title".into()));
    harness.get_by_role_and_label(Role::TextInput, "Tint").focus();
    harness.run_ok();
    harness.key_press_modifiers(egui::Modifiers::COMMAND, Key::A);
    harness.event(egui::Event::Text("green".to_owned()));
    harness.run_ok();
    harness.key_press(Key::Enter);
    harness.run_ok();
    harness.get_by_label_contains("#rrggbb");
    assert_eq!(harness.state().value("tint"), Value::Color([1.0, 0.0, 0.0, 1.0]));
}

#[test]
fn what_is_typed_is_not_lost_when_the_selection_changes() {
    let mut harness = panel();
    harness.get_by_role_and_label(Role::SpinButton, "Alpha").focus();
    harness.run_ok();
    harness.event(egui::Event::Text("0.6".to_owned()));
    harness.run_ok();
    // A press elsewhere is enough: what it hits may take the panel away.
    harness.drag_at(egui::pos2(350.0, 1090.0));
    harness.step();
    assert_eq!(harness.state().value("alpha"), Value::Float(0.6));
}

#[test]
fn an_interval_moves_by_its_handles() {
    let mut harness = panel();
    let rect = harness.get_by_role_and_label(Role::Slider, "Range").rect();
    drag(&mut harness, rect.left_center() + vec2(6.0, 0.0), rect.center());
    let Value::MinMax([lo, hi]) = harness.state().value("range") else { panic!("no interval") };
    assert!((lo - 0.5).abs() < 0.1 && hi == 1.0, "{lo} {hi}");
    harness.state().session.store.undo();
    assert_eq!(harness.state().value("range"), Value::MinMax([0.0, 1.0]));
}

#[test]
fn a_point_of_a_transfer_function_is_dragged_added_and_removed() {
    let mut harness = panel();
    let plot = harness.get_by_label("Colors plot").rect();
    let point = harness.get_by_label("Colors point 2").rect().center();
    drag(&mut harness, point, plot.center());
    let points = harness.state().points();
    assert!((points[1].0 - 0.5).abs() < 0.05 && (points[1].1 - 0.5).abs() < 0.05, "{points:?}");
    assert_eq!(harness.state().undo_name().as_deref(), Some("Change Colors of Painter"));
    harness.state().session.store.undo();
    assert_eq!(harness.state().points(), [(0.0, 0.0), (1.0, 1.0)]);
    assert_eq!(harness.state().undo_name().as_deref(), Some("Build"));
    harness.run_ok();

    let place = plot.center() - vec2(40.0, 30.0);
    for _ in 0..2 {
        harness.drag_at(place);
        harness.drop_at(place);
    }
    harness.run_ok();
    assert_eq!(harness.state().points().len(), 3);
    harness.key_press(Key::Delete);
    harness.run_ok();
    assert_eq!(harness.state().points().len(), 2);
}

#[test]
fn a_failure_is_shown_on_the_node_and_on_the_canvas() {
    let mut harness = canvases(1);
    let command = SetProperty { node: harness.state().painter, path: "fails".to_owned(), value: Value::Bool(true) };
    harness.state().session.store.commit(&command).unwrap();
    harness.state().session.evaluator.wait_idle(Some(std::time::Duration::from_secs(20)));
    harness.run_ok();
    harness.get_by_label_contains("Painter failed: the brush is dry");
}

#[test]
fn a_drag_on_the_canvas_turns_the_camera_in_one_step() {
    let mut harness = canvases(1);
    let before = harness.state().camera();
    let rect = harness.get_by_label("Canvas Screen").rect();
    drag(&mut harness, rect.center(), rect.center() + vec2(120.0, 40.0));
    let after = harness.state().camera();
    let distance = |camera: &Camera| camera.look_from.distance(camera.look_to);
    assert!(after.look_from.distance(before.look_from) > 0.3);
    assert!((distance(&after) - distance(&before)).abs() < 1e-4);
    assert_eq!(harness.state().undo_name().as_deref(), Some("Change Camera of Painter"));
    harness.state().session.store.undo();
    assert_eq!(harness.state().camera(), before);
    assert_eq!(harness.state().undo_name().as_deref(), Some("Build"));
}

#[test]
fn keys_give_axis_views_and_fit() {
    let mut harness = canvases(1);
    harness.get_by_label("Canvas Screen").click();
    harness.run_ok();
    harness.key_press(Key::Num3);
    harness.run_ok();
    let camera = harness.state().camera();
    assert!(((camera.look_from - camera.look_to).normalize() - Vec3::X).length() < 1e-5);
    harness.key_press(Key::F);
    harness.run_ok();
    assert!(harness.state().camera().fit);
}

#[test]
fn several_canvases_stand_side_by_side_or_behind_tabs() {
    let mut harness = canvases(2);
    let (left, right) = (harness.get_by_label("Canvas Screen").rect(), harness.get_by_label("Canvas Screen 2").rect());
    assert!(left.right() < right.left() && (left.width() - right.width()).abs() < 2.0);
    let border = harness.get_by_label("Border after canvas 1").rect().center();
    drag(&mut harness, border, border - vec2(100.0, 0.0));
    assert!(harness.get_by_label("Canvas Screen").rect().width() < left.width() - 80.0);
    harness.get_by_label("Split").click();
    harness.run_ok();
    assert!(harness.query_by_label("Canvas Screen 2").is_none());
    harness.get_by_label("Screen 2").click();
    harness.run_ok();
    assert!(harness.query_by_label("Canvas Screen").is_none());
    assert!(harness.get_by_label("Canvas Screen 2").rect().width() > 600.0);
}
