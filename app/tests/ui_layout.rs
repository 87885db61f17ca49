//! Laying out, describing, finding and copying networks as a person does it.

mod common;
mod network_bench;

use egui::{Event, Key, Modifiers, PointerButton, Vec2, vec2};
use egui_kittest::kittest::Queryable;
use voxloom_app::network_editor::layout::node_rect;
use voxloom_workspace::command::SetWaypoints;

use common::Bench;

#[test]
fn the_selected_are_bypassed_and_work_again() {
    let mut bench = Bench::chain();
    bench.select(&["Filter"]);
    bench.press(Modifiers::NONE, Key::B);
    assert!(bench.network().find("Filter").unwrap().bypassed);
    bench.press(Modifiers::NONE, Key::M);
    assert!(!bench.network().find("Filter").unwrap().bypassed);
}

#[test]
fn nodes_are_lined_up_and_spread() {
    let nodes = [("Source", [0.0, 0.0]), ("Source", [16.0, 160.0]), ("Source", [48.0, 480.0])];
    let mut bench = Bench::new(&nodes, &[]);
    bench.select(&["Source", "Source2", "Source3"]);
    let xs = |bench: &Bench| ["Source", "Source2", "Source3"].map(|name| bench.position(name)[0]);
    let ys = |bench: &Bench| ["Source", "Source2", "Source3"].map(|name| bench.position(name)[1]);
    bench.run("align_left");
    assert_eq!(xs(&bench), [0.0; 3]);
    assert_eq!(ys(&bench), [0.0, 160.0, 480.0], "along the line they stay where there is room");
    bench.undo();
    bench.run("align_right");
    assert_eq!(xs(&bench), [48.0; 3]);
    bench.undo();
    bench.run("align_top");
    assert_eq!(ys(&bench), [0.0; 3]);
    bench.undo();
    bench.run("spread_vertically");
    assert_eq!(ys(&bench), [0.0, 240.0, 480.0]);
    bench.undo();
    assert_eq!(ys(&bench), [0.0, 160.0, 480.0]);
}

#[test]
fn what_is_lined_up_does_not_lie_on_top_of_each_other() {
    // A row: level, from left to right.
    let nodes = [("Source", [0.0, 0.0]), ("Filter", [320.0, 8.0]), ("Pair", [640.0, 8.0]), ("Canvas", [330.0, 300.0])];
    let mut bench = Bench::new(&nodes, &[]);
    let all = ["Source", "Filter", "Pair", "Canvas"];
    let places = |bench: &Bench| all.map(|name| bench.position(name));
    let overlap = |bench: &Bench| {
        let rects = all.map(|name| node_rect(bench.network().find(name).unwrap()).shrink(1.0));
        rects.iter().enumerate().any(|(index, a)| rects[index + 1..].iter().any(|b| a.intersects(*b)))
    };
    let before = places(&bench);
    for (id, axis) in [("align_left", 0), ("align_right", 0), ("align_top", 1), ("align_bottom", 1)] {
        bench.select(&all);
        bench.run(id);
        let after = places(&bench);
        assert!(!overlap(&bench), "{id}: {after:?}");
        if id == "align_left" {
            assert!(after.iter().all(|place| place[0] == 0.0), "{after:?}");
            let ys = after.map(|place| place[1]);
            assert!(ys[0] < ys[1] && ys[1] < ys[2] && ys[2] < ys[3], "from left to right became from top to bottom: {ys:?}");
        }
        if id == "align_top" {
            assert!(after.iter().all(|place| place[axis] == 0.0), "{after:?}");
        }
        bench.undo();
        assert_eq!(places(&bench), before, "{id} was one step");
    }
    // Too little room between the outermost: the usual gap.
    let mut bench = Bench::new(&[("Source", [0.0, 0.0]), ("Filter", [32.0, 0.0]), ("Pair", [64.0, 0.0]), ("Canvas", [96.0, 0.0])], &[]);
    bench.select(&all);
    bench.run("spread_horizontally");
    let xs = places(&bench).map(|place| place[0]);
    assert!(!overlap(&bench) && xs[1] - xs[0] == xs[2] - xs[1] && xs[2] - xs[1] == xs[3] - xs[2], "{xs:?}");
}

#[test]
fn a_frame_is_made_around_the_selection_and_moves_with_what_lies_in_it() {
    let mut bench = Bench::chain();
    bench.select(&["Source", "Filter"]);
    bench.press(Modifiers::COMMAND, Key::G);
    bench.event(Event::Text("Input".to_owned()));
    bench.press(Modifiers::NONE, Key::Enter);
    let frame = bench.network().frames[0].clone();
    assert_eq!(frame.title, "Input");
    assert!(frame.rect[0] < 0.0 && frame.rect[2] > 320.0 + 192.0, "it goes around both: {:?}", frame.rect);
    let (source, pair, from) = (bench.position("Source"), bench.position("Pair"), bench.place("Frame Input"));
    bench.drag(from, from + vec2(0.0, 64.0));
    let moved = bench.network().frames[0].rect[1] - frame.rect[1];
    assert!(moved > 0.0);
    assert_eq!(bench.position("Source"), [source[0], source[1] + moved]);
    assert_eq!(bench.position("Pair"), pair, "what lies outside stays");
    bench.undo();
    assert_eq!(bench.network().frames[0].rect, frame.rect, "all of it was one step");
    // The edge resizes it.
    let edge = bench.place("Frame Input, lower right corner");
    bench.drag(edge, edge + vec2(40.0, 40.0));
    assert!(bench.network().frames[0].rect[2] > frame.rect[2] && bench.network().frames[0].rect[3] > frame.rect[3]);
    // Copied with its content.
    let title = bench.place("Frame Input");
    bench.click_at(title, PointerButton::Primary, Modifiers::NONE);
    bench.press(Modifiers::COMMAND, Key::D);
    assert_eq!((bench.network().frames.len(), bench.network().len()), (2, 6));
    bench.undo();
    // Removed alone.
    let title = bench.place("Frame Input");
    bench.click_at(title, PointerButton::Primary, Modifiers::NONE);
    bench.press(Modifiers::NONE, Key::Delete);
    assert_eq!((bench.network().frames.len(), bench.network().len()), (0, 4));
}

#[test]
fn a_note_is_written_on_the_ground() {
    let mut bench = Bench::chain();
    let ground = bench.place("Network") + vec2(0.0, 240.0);
    bench.harness.hover_at(ground);
    bench.settle();
    bench.press(Modifiers::NONE, Key::N);
    bench.event(Event::Text("Look here".to_owned()));
    bench.press(Modifiers::NONE, Key::Escape);
    assert_eq!(bench.network().notes[0].text, "Look here");
    let (note, nodes) = (bench.harness.get_by_label("Note Look here").rect(), ["Source", "Filter", "Pair", "Canvas"]);
    assert!(nodes.iter().all(|name| !bench.harness.get_by_label(&format!("Node {name}")).rect().intersects(note)), "no node lies over it");
    let before = bench.network().notes[0].rect;
    let note = bench.place("Note Look here");
    bench.drag(note, note + Vec2::new(64.0, 0.0));
    assert!(bench.network().notes[0].rect[0] > before[0]);
    // A double click writes on.
    let note = bench.place("Note Look here");
    bench.double_click_at(note);
    bench.event(Event::Text("Twice".to_owned()));
    let elsewhere = bench.place("Network") + vec2(-300.0, 240.0);
    bench.click_at(elsewhere, PointerButton::Primary, Modifiers::NONE);
    assert_eq!(bench.network().notes[0].text, "Twice");
}

#[test]
fn what_is_sought_is_selected_and_looked_at() {
    let mut bench = Bench::chain();
    let before = bench.harness.get_by_label("Node Source").rect();
    bench.press(Modifiers::COMMAND, Key::F);
    bench.event(Event::Text("scale=1".to_owned()));
    bench.harness.get_by_label("1 of 2");
    assert_eq!(bench.harness.state().desk.selection, [bench.node("Source")].into());
    bench.event(Event::Text("99".to_owned()));
    bench.harness.get_by_label("Nothing in the network fits");
    assert!(bench.harness.state().desk.selection.is_empty());
    assert_eq!(bench.harness.get_by_label("Node Source").rect(), before, "back to where it was");
    bench.press(Modifiers::NONE, Key::Backspace);
    bench.press(Modifiers::NONE, Key::Backspace);
    assert_eq!(bench.harness.state().desk.selection, [bench.node("Source")].into());
    bench.press(Modifiers::NONE, Key::Enter);
    assert_eq!(bench.harness.state().desk.selection, [bench.node("Filter")].into());
    bench.press(Modifiers::SHIFT, Key::Enter);
    assert_eq!(bench.harness.state().desk.selection, [bench.node("Source")].into());
    let shown = bench.harness.get_by_label("Node Source").rect();
    let room = bench.harness.get_by_label("Network").rect();
    assert!((shown.center() - room.center()).length() < 60.0, "the view looks at it: {shown:?} in {room:?}");
    bench.press(Modifiers::NONE, Key::Escape);
    assert!(bench.harness.query_by_label("1 of 2").is_none());
    bench.press(Modifiers::NONE, Key::F3);
    assert_eq!(bench.harness.state().desk.selection, [bench.node("Filter")].into(), "the next one, without the search in sight");
}

#[test]
fn a_network_is_copied_as_text_and_pasted() {
    let mut bench = Bench::chain();
    bench.select(&["Filter", "Pair"]);
    let text = bench.copied(Modifiers::COMMAND, false);
    assert!(text.contains("\"voxloom\"") && text.contains("org.test.Filter"), "{text}");
    let ground = bench.place("Network") + vec2(0.0, 240.0);
    bench.harness.hover_at(ground);
    bench.event(Event::Paste(text.clone()));
    assert_eq!(bench.network().len(), 6);
    assert!(bench.connections().contains(&"Filter2.output > Pair2.first".to_owned()), "{:?}", bench.connections());
    assert!(!bench.connections().contains(&"Source.volume > Filter2.input".to_owned()), "without what flows in");
    assert_eq!(bench.harness.state().desk.selection.len(), 2, "what was pasted is selected");
    bench.undo();
    // With Shift, what flows in is connected too.
    bench.harness.event(Event::ModifiersChanged(Modifiers::COMMAND | Modifiers::SHIFT));
    bench.event(Event::Paste(text.clone()));
    bench.harness.event(Event::ModifiersChanged(Modifiers::NONE));
    assert!(bench.connections().contains(&"Source.volume > Filter2.input".to_owned()), "{:?}", bench.connections());
    bench.undo();
    // Also when the keys are up again before the frame is drawn.
    let shift = |pressed| Event::Key { key: Key::ShiftLeft, physical_key: None, pressed, repeat: false, modifiers: Modifiers::NONE };
    bench.harness.event(shift(true));
    bench.harness.event(Event::Paste(text.clone()));
    bench.event(shift(false));
    assert!(bench.connections().contains(&"Source.volume > Filter2.input".to_owned()), "{:?}", bench.connections());
    // Another window takes it.
    let mut other = Bench::new(&[], &[]);
    other.event(Event::Paste(format!("Look at this:\n{text}\nNice, is it not?")));
    assert_eq!(other.network().len(), 2);
    // What is no network says so, and changes nothing.
    let notices = other.harness.state().desk.notices.all().len();
    other.event(Event::Paste("a shopping list".to_owned()));
    assert_eq!(other.network().len(), 2);
    assert_eq!(other.harness.state().desk.notices.all().len(), notices + 1);
    // Cut.
    bench.select(&["Filter"]);
    bench.copied(Modifiers::COMMAND, true);
    assert!(bench.network().by_identifier("Filter").is_none());
    assert_eq!(bench.undo_name().as_deref(), Some("Cut Filter"));
}

#[test]
fn a_trackpad_pans_with_two_fingers_and_a_wheel_zooms() {
    let mut bench = Bench::chain();
    let at = bench.place("Network");
    bench.harness.hover_at(at);
    bench.settle();
    let scroll = |bench: &mut Bench, unit, delta| {
        let event = Event::MouseWheel { unit, delta, phase: egui::TouchPhase::Move, modifiers: Modifiers::NONE };
        bench.event(event);
        bench.harness.run_steps(20);
    };
    let before = bench.harness.get_by_label("Node Source").rect();
    scroll(&mut bench, egui::MouseWheelUnit::Point, vec2(12.0, 30.0));
    let panned = bench.harness.get_by_label("Node Source").rect();
    assert!((panned.size() - before.size()).length() < 0.01, "two fingers do not zoom");
    assert!((panned.min - before.min - vec2(12.0, 30.0)).length() < 1.0, "{:?}", panned.min - before.min);
    scroll(&mut bench, egui::MouseWheelUnit::Line, vec2(0.0, -2.0));
    assert!(bench.harness.get_by_label("Node Source").rect().width() < panned.width() - 1.0, "the wheel zooms");
}

#[test]
fn arranging_puts_what_is_not_connected_below() {
    let nodes = [("Source", [0.0, 0.0]), ("Filter", [30.0, 20.0]), ("Source", [60.0, 40.0]), ("Source", [90.0, 60.0])];
    let mut bench = Bench::new(&nodes, &[("Source.volume", "Filter.input")]);
    bench.press(Modifiers::NONE, Key::L);
    let [source, filter, second, third] = ["Source", "Filter", "Source2", "Source3"].map(|name| bench.position(name));
    assert!(filter[0] > source[0] && filter[1] == source[1], "connected ones lie level, from left to right");
    assert!(second[1] > source[1] + 100.0 && third[1] == second[1], "others lie in a row below");
    assert!(third[0] > second[0]);
}

#[test]
fn arranging_keeps_bends_whose_ends_go_the_same_way() {
    let mut bench = Bench::chain();
    let wires: Vec<_> = bench.network().connections().cloned().collect();
    let bend = |bench: &mut Bench, wire: usize, at: [f32; 2]| {
        bench.session.store.commit(&SetWaypoints { connection: wires[wire].clone(), points: vec![at] }).unwrap();
        bench.session.store.end_drag();
        bench.settle();
    };
    let points = |bench: &Bench| bench.network().waypoints.values().map(|points| points[0]).collect::<Vec<_>>();
    bend(&mut bench, 0, [250.0, 200.0]);
    bench.select(&[]);
    bench.run("arrange");
    assert_eq!((points(&bench).len(), bench.undo_name().as_deref()), (0, Some("Arrange and straighten a wire")));
    assert!(bench.notices().iter().any(|notice| notice.contains("Undo brings the waypoints back")));
    bench.undo();
    assert_eq!(points(&bench), [[250.0, 200.0]]);
    bench.run("arrange");
    // All are in their places: a bend stays.
    bend(&mut bench, 1, [440.0, 200.0]);
    bench.run("arrange");
    assert_eq!(points(&bench), [[440.0, 200.0]]);
}
