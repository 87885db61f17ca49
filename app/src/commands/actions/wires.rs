//! Actions on ports, wires and waypoints: what the pointer does to them, by keys.

use egui::Key;

use super::{Action, NOTHING_SELECTED, action, bare, shift};
use crate::desk::Ask;
use crate::network_editor::marked;
use crate::network_editor::walk::Step;

const NO_PORTS: &str = "Select one processor that has ports";
const NO_WIRE: &str = "Select a wire: click on it, or go to it by keys";
const NO_WIRES: &str = "There are no wires to go to";

pub(super) const LIST: &[Action] = &[
    action("next_port", "Select Next Port", |desk, now| marked::next_port(true, desk, now))
        .keys(&[bare(Key::P)])
        .of_network()
        .when(marked::has_ports)
        .unless(NO_PORTS),
    action("previous_port", "Select Previous Port", |desk, now| marked::next_port(false, desk, now))
        .keys(&[shift(Key::P)])
        .of_network()
        .when(marked::has_ports)
        .unless(NO_PORTS),
    action("next_wire", "Select Next Wire", |desk, now| marked::next_wire(true, desk, now))
        .keys(&[bare(Key::W)])
        .of_network()
        .when(marked::any_wires)
        .unless(NO_WIRES),
    action("previous_wire", "Select Previous Wire", |desk, now| marked::next_wire(false, desk, now))
        .keys(&[shift(Key::W)])
        .of_network()
        .when(marked::any_wires)
        .unless(NO_WIRES),
    action("insert", "Insert into Wire…", |desk, _| desk.ask(Ask::InsertIntoWire)).hint("Tab").when(marked::wire_marked).unless(NO_WIRE),
    action("disconnect", "Disconnect", marked::disconnect_marked)
        .keys(&[shift(Key::C)])
        .of_network()
        .when(marked::can_disconnect)
        .unless("Select a wire, a connected port or a connected processor"),
    action("add_waypoint", "Add Waypoint", |desk, _| desk.ask(Ask::AddWaypoint))
        .keys(&[bare(Key::R)])
        .of_network()
        .when(marked::wire_marked)
        .unless(NO_WIRE),
    action("nudge_left", "Nudge Left", |desk, now| marked::nudge(Step::Left, desk, now))
        .keys(&[shift(Key::ArrowLeft)])
        .of_network()
        .when(marked::can_nudge)
        .unless(NOTHING_SELECTED),
    action("nudge_right", "Nudge Right", |desk, now| marked::nudge(Step::Right, desk, now))
        .keys(&[shift(Key::ArrowRight)])
        .of_network()
        .when(marked::can_nudge)
        .unless(NOTHING_SELECTED),
    action("nudge_up", "Nudge Up", |desk, now| marked::nudge(Step::Up, desk, now))
        .keys(&[shift(Key::ArrowUp)])
        .of_network()
        .when(marked::can_nudge)
        .unless(NOTHING_SELECTED),
    action("nudge_down", "Nudge Down", |desk, now| marked::nudge(Step::Down, desk, now))
        .keys(&[shift(Key::ArrowDown)])
        .of_network()
        .when(marked::can_nudge)
        .unless(NOTHING_SELECTED),
    action("open_menu", "Open Context Menu", |desk, _| desk.ask(Ask::OpenMenu)).keys(&[shift(Key::F10)]).of_network(),
];
