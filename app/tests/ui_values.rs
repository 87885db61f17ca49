//! The widgets of values as a demanding person uses them: typing with a preview, dragging finely and in steps, going from value to value,
//! taking back, long lists and names; and that nothing moves under the pointer.

mod common;
mod properties_bench;

use std::sync::Arc;
use std::time::{Duration, Instant};

use common::painted;
use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, PointerButton, Pos2, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use properties_bench::Bench;
use voxloom_core::Value;
use voxloom_core::data::TransferFunction;

impl Bench {
    fn begin_typing(&mut self, label: &str, text: &str) {
        self.0.get_by_role_and_label(Role::SpinButton, label).focus();
        self.settle();
        self.type_text(text);
    }

    fn pointer(&mut self, pos: Pos2, button: PointerButton, pressed: bool, modifiers: Modifiers) {
        self.0.event(Event::PointerButton { pos, button, pressed, modifiers });
        self.0.run_steps(1);
    }

    /// Presses at a place and moves by some points, without letting go.
    fn press_and_move(&mut self, from: Pos2, by: f32, modifiers: Modifiers) -> Pos2 {
        self.0.hover_at(from);
        self.0.run_steps(2);
        self.0.event(Event::ModifiersChanged(modifiers));
        self.pointer(from, PointerButton::Primary, true, modifiers);
        for step in 1..=8 {
            self.0.hover_at(from + vec2(by * step as f32 / 8.0, 0.0));
            self.0.run_steps(1);
        }
        from + vec2(by, 0.0)
    }

    fn let_go(&mut self, at: Pos2) {
        self.pointer(at, PointerButton::Primary, false, Modifiers::NONE);
        self.0.event(Event::ModifiersChanged(Modifiers::NONE));
        self.settle();
    }

    fn slider(&self, label: &str) -> egui::Rect {
        self.0.get_by_role_and_label(Role::Slider, label).rect()
    }
}

#[test]
fn typing_shows_what_it_comes_to_and_what_is_wrong() {
    let mut bench = Bench::new(&["test.Maker"]);
    let below = bench.top_of("Depth");
    bench.begin_typing("Alpha", "2*pi");
    assert!(bench.shows("= 6.283"));
    assert_eq!(bench.float(0, "alpha"), 0.25, "only shown");
    bench.press(Modifiers::NONE, Key::Escape);
    assert!(!bench.shows("= 6.283"));
    assert_eq!(bench.float(0, "alpha"), 0.25, "Escape takes the typing back");

    bench.begin_typing("Depth", "2 m");
    assert!(bench.shows("The most is 1000 mm"));
    bench.press(Modifiers::COMMAND, Key::A);
    bench.type_text("2.5 cm");
    assert!(bench.shows("= 25 mm"));
    bench.press(Modifiers::NONE, Key::Enter);
    assert_eq!(bench.float(0, "depth"), 25.0);

    bench.begin_typing("Alpha", "3*lots");
    bench.0.get_by_label_contains("No number: “lots” is no name");
    assert_eq!(bench.top_of("Depth"), below, "nothing moves for it");
    bench.press(Modifiers::NONE, Key::Enter);
    bench.0.get_by_label_contains("“3*lots” is not a number that Alpha takes: “lots” is no name");
    assert_eq!((bench.top_of("Depth"), bench.float(0, "alpha")), (below, 0.25));
    assert_eq!(bench.focused(), "Alpha", "it is there to be mended");
    bench.type_text("3");
    bench.press(Modifiers::NONE, Key::Enter);
    assert_eq!(bench.float(0, "alpha"), 3.0);
    assert!(bench.0.query_by_label_contains("is not a number").is_none());
}

#[test]
fn arrow_keys_step_a_number_that_is_typed() {
    let mut bench = Bench::new(&["test.Maker"]);
    bench.0.get_by_role_and_label(Role::SpinButton, "Count").focus();
    bench.settle();
    bench.press(Modifiers::NONE, Key::ArrowUp);
    bench.press(Modifiers::NONE, Key::ArrowUp);
    bench.press(Modifiers::NONE, Key::ArrowDown);
    assert_eq!(bench.value(0, "count"), Value::Int(3), "until the typing ends");
    bench.press(Modifiers::NONE, Key::Enter);
    assert_eq!(bench.value(0, "count"), Value::Int(4));
}

#[test]
fn tab_goes_from_value_to_value() {
    let mut bench = Bench::new(&["test.Maker"]);
    // Marks of changes and of links are no stops, names neither.
    bench.set(0, "depth", Value::Float(3.0));
    bench.0.get_by_role_and_label(Role::SpinButton, "Alpha").focus();
    bench.settle();
    let mut stops = vec![bench.focused()];
    for _ in 0..4 {
        bench.press(Modifiers::NONE, Key::Tab);
        stops.push(bench.focused());
    }
    assert_eq!(stops, ["Alpha", "Depth", "Count", "Switch", "Title"]);
    bench.press(Modifiers::SHIFT, Key::Tab);
    assert_eq!(bench.focused(), "Switch");
    // What was typed counts, and the next value has the keys.
    bench.begin_typing("Alpha", "7/2");
    bench.press(Modifiers::NONE, Key::Tab);
    assert_eq!((bench.float(0, "alpha"), bench.focused().as_str()), (3.5, "Depth"));
}

#[test]
fn escape_takes_a_drag_back() {
    let mut bench = Bench::new(&["test.Maker", "test.Maker"]);
    bench.set(1, "alpha", Value::Float(7.0));
    let before = bench.undo_name();
    let track = bench.slider("Alpha");
    let at = bench.press_and_move(track.center(), 10.0, Modifiers::NONE);
    let moved = bench.float(0, "alpha");
    assert!(moved > 4.0 && bench.float(1, "alpha") == moved);
    bench.press(Modifiers::NONE, Key::Escape);
    assert_eq!((bench.float(0, "alpha"), bench.float(1, "alpha")), (0.25, 7.0));
    bench.0.hover_at(at - vec2(20.0, 0.0));
    bench.settle();
    assert_eq!(bench.float(0, "alpha"), 0.25, "the drag is over");
    bench.let_go(at);
    assert_eq!(bench.undo_name(), before, "it is no step of undo");
    // A number that is dragged itself, and a range.
    for (role, label, path) in [(Role::SpinButton, "Size x", "size"), (Role::Slider, "Range", "range")] {
        let (place, value) = (bench.0.get_by_role_and_label(role, label).rect().center(), bench.value(0, path));
        let at = bench.press_and_move(place, 30.0, Modifiers::NONE);
        if role == Role::SpinButton {
            assert_ne!(bench.value(0, path), value, "{label}");
        }
        bench.press(Modifiers::NONE, Key::Escape);
        bench.let_go(at);
        assert_eq!(bench.value(0, path), value, "{label}");
    }
}

#[test]
fn shift_drags_finely_and_ctrl_in_steps() {
    let mut bench = Bench::new(&["test.Maker"]);
    bench.set(0, "alpha", Value::Float(5.0));
    let track = bench.slider("Alpha");
    let points = f64::from(track.width() - 10.0);
    let at = bench.press_and_move(track.center(), 10.0, Modifiers::SHIFT);
    bench.let_go(at);
    let fine = bench.float(0, "alpha");
    assert!((fine - 5.0 - 1.0 / points * 10.0).abs() < 0.03, "{fine}");
    bench.set(0, "alpha", Value::Float(5.0));
    let at = bench.press_and_move(track.center(), 11.0, Modifiers::COMMAND | Modifiers::CTRL);
    bench.let_go(at);
    let stepped = bench.float(0, "alpha");
    assert!(stepped > 5.0 && stepped.fract() == 0.0, "{stepped}");
}

#[test]
fn a_double_click_on_a_slider_types() {
    let mut bench = Bench::new(&["test.Maker"]);
    let before = bench.undo_name();
    let place = bench.slider("Alpha").center();
    for _ in 0..2 {
        bench.0.hover_at(place);
        bench.pointer(place, PointerButton::Primary, true, Modifiers::NONE);
        bench.pointer(place, PointerButton::Primary, false, Modifiers::NONE);
    }
    bench.settle();
    assert_eq!(bench.focused(), "Alpha");
    assert_eq!((bench.float(0, "alpha"), bench.undo_name()), (0.25, before), "the first press is taken back");
    bench.type_text("8");
    bench.press(Modifiers::NONE, Key::Enter);
    assert_eq!(bench.float(0, "alpha"), 8.0);
}

#[test]
fn the_wheel_scrolls_and_changes_no_value() {
    let mut bench = Bench::sized(&["test.Maker"], vec2(380.0, 500.0));
    let values = |bench: &Bench| bench.0.state().session.store.revision();
    let before = values(&bench);
    for label in ["Alpha", "Count"] {
        for role in [Role::Slider, Role::SpinButton] {
            let place = bench.0.get_by_role_and_label(role, label).rect().center();
            bench.0.hover_at(place);
            let (unit, phase) = (egui::MouseWheelUnit::Line, egui::TouchPhase::Move);
            bench.0.event(Event::MouseWheel { unit, delta: vec2(0.0, 1.0), modifiers: Modifiers::NONE, phase });
            bench.settle();
        }
    }
    assert_eq!(values(&bench), before);
}

#[test]
fn a_right_click_on_a_value_opens_the_menu() {
    let mut bench = Bench::new(&["test.Maker"]);
    bench.set(0, "alpha", Value::Float(3.0));
    for (role, label) in [(Role::SpinButton, "Alpha"), (Role::Slider, "Alpha"), (Role::TextInput, "Title"), (Role::CheckBox, "Switch")] {
        let place = bench.0.get_by_role_and_label(role, label).rect().center();
        bench.menu_at(place);
        assert!(bench.shows("Copy path"), "{role:?}");
        bench.press(Modifiers::NONE, Key::Escape);
        assert!(!bench.shows("Copy path"));
    }
    let place = bench.slider("Alpha").center();
    bench.menu_at(place);
    bench.click("Reset to default");
    assert_eq!(bench.float(0, "alpha"), 0.25);
    // An element of a list is moved and removed there, too.
    bench.menu("Two");
    bench.click("Move up");
    assert!(bench.value(0, "list.elements").as_str().unwrap().starts_with(r#"[[0,"two""#));
}

#[test]
fn a_failure_moves_nothing_and_covers_nothing_in_use() {
    let mut bench = Bench::sized(&["test.Fussy"], vec2(360.0, 420.0));
    let wait = |bench: &mut Bench| {
        bench.0.state().session.evaluator.wait_idle(Some(Duration::from_secs(20)));
        bench.settle();
    };
    let tops = |bench: &Bench| [bench.top_of("Alpha"), bench.top_of("Beta"), bench.top_of("Choice")];
    wait(&mut bench);
    let before = tops(&bench);
    let track = bench.slider("Alpha");
    let at = bench.press_and_move(track.left_center() + vec2(5.0, 0.0), track.width(), Modifiers::NONE);
    wait(&mut bench);
    bench.0.get_by_label_contains("alpha is 1, which is more than a half");
    assert_eq!(tops(&bench), before, "while it is dragged");
    bench.let_go(at);
    assert_eq!(tops(&bench), before);
    bench.undo();
    wait(&mut bench);
    assert!(bench.0.query_by_label_contains("more than a half").is_none());
    assert_eq!(tops(&bench), before);
    // The message waits while the pointer is where it would come.
    bench.0.hover_at(egui::pos2(180.0, 400.0));
    bench.set(0, "alpha", Value::Float(0.75));
    wait(&mut bench);
    assert!(bench.0.query_by_label_contains("more than a half").is_none());
    bench.0.hover_at(egui::pos2(180.0, 60.0));
    bench.settle();
    bench.0.get_by_label_contains("alpha is 0.75, which is more than a half");
}

#[test]
fn a_thousand_choices_are_searched() {
    let mut bench = Bench::sized(&["test.Fussy"], vec2(360.0, 800.0));
    bench.0.get_by_role_and_label(Role::ComboBox, "Choice").click();
    bench.settle();
    assert_eq!(bench.focused(), "Search choices of Choice");
    assert!(bench.shows("Choice 3") && !bench.shows("Choice 700"), "only what is in sight is laid out");
    bench.type_text("777");
    assert!(bench.shows("Choice 777") && !bench.shows("Choice 3"));
    bench.press(Modifiers::NONE, Key::Enter);
    assert_eq!(bench.value(0, "choice"), Value::Option("c777".into()));
    assert!(!bench.shows("Search choices of Choice"));
    // The keys go on from there.
    bench.0.get_by_role_and_label(Role::ComboBox, "Choice").focus();
    bench.settle();
    bench.press(Modifiers::NONE, Key::ArrowDown);
    assert_eq!(bench.value(0, "choice"), Value::Option("c778".into()));
    bench.press(Modifiers::NONE, Key::ArrowUp);
    assert_eq!(bench.value(0, "choice"), Value::Option("c777".into()));
}

#[test]
fn names_and_values_without_end_stay_in_the_panel() {
    let bench = Bench::sized(&["test.Fussy"], vec2(300.0, 800.0));
    for node in bench.0.root().children_recursive() {
        let node = node.accesskit_node();
        let right = node.bounding_box().map_or(0.0, |bounds| bounds.x1);
        assert!(node.role() == Role::TextRun || right <= 300.5, "{:?} {right}", node.label());
    }
    let cut = painted(&bench.0).into_iter().filter(|painted| painted.text.starts_with("A name without end") && painted.elided).count();
    assert!(cut >= 3, "{cut}");
}

#[test]
fn one_drag_is_one_step_also_right_after_another() {
    let mut bench = Bench::new(&["test.Maker"]);
    let track = bench.slider("Alpha");
    let started = Instant::now();
    for by in [20.0, 30.0] {
        let at = bench.press_and_move(track.center(), by, Modifiers::NONE);
        bench.let_go(at);
    }
    assert!(started.elapsed() < Duration::from_secs(20));
    bench.undo();
    assert!(bench.float(0, "alpha") > 4.0);
    bench.undo();
    assert_eq!(bench.float(0, "alpha"), 0.25);
}

#[test]
fn a_path_that_is_typed_before_the_document_has_a_folder_is_whole() {
    let mut bench = Bench::new(&["test.Maker"]);
    bench.write(Role::TextInput, "File", "some/data.npy");
    let here = std::env::current_dir().unwrap().join("some/data.npy");
    assert_eq!(bench.value(0, "file").as_str(), here.to_str());
    bench.0.get_by_role_and_label(Role::TextInput, "File").focus();
    bench.settle();
    bench.press(Modifiers::COMMAND, Key::A);
    bench.press(Modifiers::NONE, Key::Backspace);
    bench.press(Modifiers::NONE, Key::Enter);
    assert_eq!(bench.value(0, "file").as_str(), Some(""));
}

#[test]
fn points_of_a_transfer_function_are_moved_by_keys() {
    let mut bench = Bench::new(&["test.Viewer"]);
    bench.set(0, "tf", Value::TransferFunction(Arc::new(TransferFunction::new([(0.25, [0.2; 4]), (0.5, [0.5; 4]), (0.75, [0.8; 4])]))));
    let points = |bench: &Bench| -> Vec<[i32; 2]> {
        let Value::TransferFunction(function) = bench.value(0, "tf") else { panic!("no function") };
        let percent = |value: f64| (value * 1000.0).round() as i32;
        function.points().iter().map(|point| [percent(point.position), percent(f64::from(point.color[3]))]).collect()
    };
    let start = points(&bench);
    let steps = |bench: &Bench| bench.0.state().session.store.history().steps.len();
    let before = steps(&bench);
    bench.0.get_by_label("Colors plot").focus();
    bench.settle();
    bench.press(Modifiers::NONE, Key::Tab);
    bench.press(Modifiers::NONE, Key::Tab);
    bench.press(Modifiers::NONE, Key::ArrowRight);
    bench.press(Modifiers::SHIFT, Key::ArrowUp);
    assert_eq!(points(&bench), [[250, 200], [510, 501], [750, 800]]);
    assert_eq!(steps(&bench), before + 2, "each press is a step");
    bench.press(Modifiers::NONE, Key::Insert);
    assert_eq!((points(&bench).len(), points(&bench)[2][0]), (4, 630), "in the middle before the next");
    bench.press(Modifiers::NONE, Key::Delete);
    bench.press(Modifiers::COMMAND, Key::A);
    bench.press(Modifiers::NONE, Key::ArrowDown);
    assert_eq!(points(&bench), [[250, 190], [510, 491], [750, 790]]);
    for _ in 0..5 {
        bench.undo();
    }
    assert_eq!(points(&bench), start);
    // Beyond the last point, Tab goes on.
    for _ in 0..4 {
        bench.press(Modifiers::NONE, Key::Tab);
    }
    assert_ne!(bench.focused(), "Colors plot");
}

#[test]
fn points_are_selected_by_a_band_and_set_together() {
    let mut bench = Bench::new(&["test.Viewer"]);
    bench.set(0, "tf", Value::TransferFunction(Arc::new(TransferFunction::new([(0.25, [0.2; 4]), (0.5, [0.5; 4]), (0.75, [0.8; 4])]))));
    let alphas = |bench: &Bench| -> Vec<f32> {
        let Value::TransferFunction(function) = bench.value(0, "tf") else { panic!("no function") };
        function.points().iter().map(|point| point.color[3]).collect()
    };
    let plot = bench.0.get_by_label("Colors plot").rect();
    let at = |x: f32, y: f32| plot.min + vec2(plot.width() * x, plot.height() * y);
    bench.drag(at(0.4, 0.05), at(0.9, 0.95));
    bench.write(Role::SpinButton, "Colors point opacity", "30");
    assert_eq!(alphas(&bench), [0.2, 0.3, 0.3]);
    bench.undo();
    // Escape takes the drag of a point back.
    let (point, before) = (bench.0.get_by_label("Colors point 2").rect().center(), bench.undo_name());
    let end = bench.press_and_move(point, 40.0, Modifiers::NONE);
    bench.press(Modifiers::NONE, Key::Escape);
    bench.let_go(end);
    assert_eq!((alphas(&bench), bench.undo_name()), (vec![0.2, 0.5, 0.8], before));
    let Value::TransferFunction(function) = bench.value(0, "tf") else { panic!("no function") };
    assert_eq!(function.points()[1].position, 0.5);
}
