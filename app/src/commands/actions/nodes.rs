//! Actions on what is selected in the network: wires, frames and notes, places, and what to select next.

use egui::Key;

use super::{Action, EMPTY, NO_FRAME, NOTHING_SELECTED, THREE_SELECTED, TWO_SELECTED, action, alt, bare, ctrl, shift, some_nodes, some_selected};
use crate::desk::Ask;
use crate::network_editor::align::Line;
use crate::network_editor::selection;
use crate::network_editor::walk::Step;

pub(super) const LIST: &[Action] = &[
    action("step_left", "Select Node to the Left", |desk, _| desk.ask(Ask::Step(Step::Left)))
        .keys(&[bare(Key::ArrowLeft)])
        .of_network()
        .when(some_nodes)
        .unless(EMPTY),
    action("step_right", "Select Node to the Right", |desk, _| desk.ask(Ask::Step(Step::Right)))
        .keys(&[bare(Key::ArrowRight)])
        .of_network()
        .when(some_nodes)
        .unless(EMPTY),
    action("step_up", "Select Node Above", |desk, _| desk.ask(Ask::Step(Step::Up)))
        .keys(&[bare(Key::ArrowUp)])
        .of_network()
        .when(some_nodes)
        .unless(EMPTY),
    action("step_down", "Select Node Below", |desk, _| desk.ask(Ask::Step(Step::Down)))
        .keys(&[bare(Key::ArrowDown)])
        .of_network()
        .when(some_nodes)
        .unless(EMPTY),
    action("bypass", "Bypass", selection::bypass).keys(&[bare(Key::B), bare(Key::M)]).of_network().when(some_selected).unless(NOTHING_SELECTED),
    action("run_again", "Run Again", selection::run_again).keys(&[shift(Key::R)]).of_network().when(some_selected).unless(NOTHING_SELECTED),
    action("cancel", "Cancel Run", selection::cancel)
        .keys(&[ctrl(Key::Period)])
        .when(selection::any_running)
        .unless("No selected processor is running"),
    action("pull_out", "Pull Out of Wires", selection::pull_out).keys(&[bare(Key::X)]).of_network().when(some_selected).unless(NOTHING_SELECTED),
    action("swap_inputs", "Swap Inputs", selection::swap_inputs)
        .keys(&[alt(Key::S)])
        .when(selection::can_swap)
        .unless("Select one processor with two connected inports of the same type"),
    action("straighten", "Straighten Wires", selection::straighten)
        .when(selection::any_bent)
        .unless("No wire that is selected, or of a selected processor, has waypoints"),
    action("frame", "Frame Selection", |desk, _| desk.ask(Ask::AddFrame)).keys(&[ctrl(Key::G)]),
    action("add_note", "Add Note", |desk, _| desk.ask(Ask::AddNote)).keys(&[bare(Key::N)]).of_network(),
    action("edit_remark", "Edit Frame or Note…", selection::edit_remark)
        .keys(&[bare(Key::E)])
        .of_network()
        .when(selection::remark_selected)
        .unless("Select one frame or note"),
    action("select_upstream", "Select Upstream", |desk, now| selection::select_flow(false, desk, now))
        .keys(&[bare(Key::U)])
        .of_network()
        .when(some_selected)
        .unless(NOTHING_SELECTED),
    action("select_downstream", "Select Downstream", |desk, now| selection::select_flow(true, desk, now))
        .keys(&[bare(Key::D)])
        .of_network()
        .when(some_selected)
        .unless(NOTHING_SELECTED),
    action("select_content", "Select Content of Frame", selection::select_content).when(selection::frames_selected).unless(NO_FRAME),
    action("align_left", "Align Left", |desk, now| selection::line_up(Line::Left, desk, now)).when(selection::several).unless(TWO_SELECTED),
    action("align_middle", "Align Middles Vertically", |desk, now| selection::line_up(Line::Middle, desk, now))
        .help("Centers them on one vertical line, one below the other")
        .when(selection::several)
        .unless(TWO_SELECTED),
    action("align_right", "Align Right", |desk, now| selection::line_up(Line::Right, desk, now)).when(selection::several).unless(TWO_SELECTED),
    action("align_top", "Align Top", |desk, now| selection::line_up(Line::Top, desk, now)).when(selection::several).unless(TWO_SELECTED),
    action("align_center", "Align Middles Horizontally", |desk, now| selection::line_up(Line::Center, desk, now))
        .help("Centers them on one horizontal line, one beside the other")
        .when(selection::several)
        .unless(TWO_SELECTED),
    action("align_bottom", "Align Bottom", |desk, now| selection::line_up(Line::Bottom, desk, now)).when(selection::several).unless(TWO_SELECTED),
    action("spread_horizontally", "Distribute Horizontally", |desk, now| selection::spread(true, desk, now))
        .help("Makes the gaps from left to right equal; the outermost stay")
        .when(selection::three)
        .unless(THREE_SELECTED),
    action("spread_vertically", "Distribute Vertically", |desk, now| selection::spread(false, desk, now))
        .help("Makes the gaps from top to bottom equal; the outermost stay")
        .when(selection::three)
        .unless(THREE_SELECTED),
    action("arrange", "Arrange", selection::arrange_nodes).keys(&[bare(Key::L)]).when(some_nodes).unless(EMPTY),
];
