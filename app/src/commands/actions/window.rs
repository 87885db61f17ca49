//! Actions that move through the window, and help.

use egui::Key;

use super::{Action, action, alt, bare, ctrl, ctrl_shift, shift};
use crate::desk::Ask;
use crate::parts::{Go, Part};

pub(super) const LIST: &[Action] = &[
    action("command_palette", "Run a Command…", |desk, _| desk.dialogs.show_commands()).keys(&[ctrl_shift(Key::P)]),
    action("next_part", "Go to Next Part", |desk, _| desk.parts.go(Go::Next)).keys(&[bare(Key::F6), ctrl(Key::ArrowRight)]),
    action("previous_part", "Go to Previous Part", |desk, _| desk.parts.go(Go::Previous)).keys(&[shift(Key::F6), ctrl(Key::ArrowLeft)]),
    action("go_menu", "Go to Menus", |desk, _| desk.parts.go(Go::To(Part::Menu))).keys(&[bare(Key::F10)]),
    action("menu_file", "Open File Menu", |desk, _| desk.ask(Ask::OpenBarMenu("File"))).keys(&[alt(Key::F)]),
    action("menu_edit", "Open Edit Menu", |desk, _| desk.ask(Ask::OpenBarMenu("Edit"))).keys(&[alt(Key::E)]),
    action("menu_nodes", "Open Nodes Menu", |desk, _| desk.ask(Ask::OpenBarMenu("Nodes"))).keys(&[alt(Key::N)]),
    action("menu_view", "Open View Menu", |desk, _| desk.ask(Ask::OpenBarMenu("View"))).keys(&[alt(Key::V)]),
    action("menu_python", "Open Python Menu", |desk, _| desk.ask(Ask::OpenBarMenu("Python"))).keys(&[alt(Key::P)]),
    action("menu_help", "Open Help Menu", |desk, _| desk.ask(Ask::OpenBarMenu("Help"))).keys(&[alt(Key::H)]),
    action("go_network", "Go to Network", |desk, _| desk.parts.go(Go::To(Part::Network))).keys(&[ctrl(Key::Num1)]),
    action("go_properties", "Go to Properties", |desk, _| {
        desk.arrangement.properties = true;
        desk.parts.go(Go::To(Part::Properties));
    })
    .keys(&[ctrl(Key::Num2)]),
    action("go_processors", "Go to Processors", |desk, _| {
        desk.arrangement.processors = true;
        desk.parts.go(Go::To(Part::Processors));
    })
    .keys(&[ctrl(Key::Num3)]),
    action("shortcuts", "Keyboard and Mouse", |desk, _| desk.dialogs.show_shortcuts()).keys(&[bare(Key::F1)]),
    action("about", "About Voxloom", |desk, _| desk.dialogs.show_about()),
];
