//! Actions that edit the network, go back in its history, or find something in it.

use egui::Key;
use voxloom_workspace::NodeId;

use super::{Action, EMPTY, NO_FRAME, NOTHING_SELECTED, ONE_SELECTED, action, bare, ctrl, ctrl_shift, shift, some_nodes, some_selected};
use crate::desk::{Ask, Desk, Now};
use crate::icons::Icon;
use crate::network_editor::{selection, visualize};
use crate::panels::properties;

pub(super) const LIST: &[Action] = &[
    action("redo", "Redo", |desk, _| drop(desk.session.store.redo()))
        .keys(&[ctrl_shift(Key::Z), ctrl(Key::Y)])
        .icon(Icon::Redo)
        .when(|_, now| now.redo.is_some())
        .unless("Nothing was undone")
        .detail(|now| now.redo.as_ref()),
    action("undo", "Undo", |desk, _| drop(desk.session.store.undo()))
        .keys(&[ctrl(Key::Z)])
        .icon(Icon::Undo)
        .when(|_, now| now.undo.is_some())
        .unless("Nothing was done yet")
        .detail(|now| now.undo.as_ref()),
    action("add", "Add Processor…", |desk, _| desk.ask(Ask::OpenPalette)).hint("Tab").keys(&[shift(Key::A)]).icon(Icon::Add),
    action("connect", "Connect…", |desk, _| desk.ask(Ask::Connect))
        .keys(&[bare(Key::C)])
        .when(|desk, _| desk.selection.len() == 1 || desk.marked.is_some())
        .unless("Select one processor, a port or a wire"),
    action("add_visualizer", "Add Visualizer", visualize::selected)
        .keys(&[bare(Key::V)])
        .when(|desk, now| !visualize::of_selected(desk, now).is_empty())
        .unless("Select one processor with an outport for a volume, layer, image or mesh"),
    action("cut", "Cut", selection::cut).hint("Ctrl+X").when(selection::anything).unless(NOTHING_SELECTED),
    action("copy", "Copy", selection::copy).hint("Ctrl+C").when(selection::anything).unless(NOTHING_SELECTED),
    action("paste", "Paste", |desk, _| desk.ask(Ask::Paste { with_incoming: false })).hint("Ctrl+V"),
    action("paste_connected", "Paste with Incoming Wires", |desk, _| desk.ask(Ask::Paste { with_incoming: true })).hint("Ctrl+Shift+V"),
    action("duplicate_alone", "Duplicate without Incoming Wires", |desk, now| selection::duplicate(false, desk, now))
        .keys(&[ctrl_shift(Key::D)])
        .when(selection::anything)
        .unless(NOTHING_SELECTED),
    action("duplicate", "Duplicate", |desk, now| selection::duplicate(true, desk, now))
        .keys(&[ctrl(Key::D)])
        .when(selection::anything)
        .unless(NOTHING_SELECTED),
    action("remove_heal", "Remove and Heal", selection::remove_healing)
        .keys(&[ctrl(Key::Delete), ctrl(Key::Backspace)])
        .when(some_selected)
        .unless(NOTHING_SELECTED),
    action("delete_content", "Delete with Content", |desk, now| selection::delete(true, desk, now))
        .keys(&[shift(Key::Delete)])
        .when(selection::frames_selected)
        .unless(NO_FRAME),
    action("delete", "Delete", |desk, now| selection::delete(false, desk, now))
        .keys(&[bare(Key::Delete), bare(Key::Backspace)])
        .when(selection::anything)
        .unless(NOTHING_SELECTED),
    action("find_previous", "Find Previous", |desk, _| desk.ask(Ask::FindStep { forward: false }))
        .keys(&[shift(Key::F3)])
        .when(some_nodes)
        .unless(EMPTY),
    action("find_next", "Find Next", |desk, _| desk.ask(Ask::FindStep { forward: true })).keys(&[bare(Key::F3)]).when(some_nodes).unless(EMPTY),
    action("find", "Find in Network…", |desk, _| desk.ask(Ask::Find)).keys(&[ctrl(Key::F)]),
    action("find_property", "Find Property…", |desk, _| {
        desk.arrangement.properties = true;
        desk.ask(Ask::FindProperty);
    })
    .keys(&[ctrl_shift(Key::F)])
    .when(some_selected)
    .unless(NOTHING_SELECTED),
    action("link_properties", "Link Properties…", |desk, _| {
        desk.arrangement.properties = true;
        desk.ask(Ask::LinkProperties);
    })
    .when(|desk, _| desk.selection.len() == 2)
    .unless("Select two processors"),
    action("link_cameras", "Link Cameras", link_cameras).when(some_nodes).unless(EMPTY),
    action("rename", "Rename…", |desk, _| edit_name(desk)).keys(&[bare(Key::F2)]).when(|desk, _| desk.selection.len() == 1).unless(ONE_SELECTED),
    action("select_all", "Select All", selection::select_all).keys(&[ctrl(Key::A)]).when(some_nodes).unless(EMPTY),
];

fn edit_name(desk: &mut Desk) {
    if let Some(id) = desk.selection.first() {
        let ask = Ask::Rename(*id);
        desk.ask(ask);
    }
}

/// The cameras of the selected nodes, or of all, move as one from now on.
fn link_cameras(desk: &mut Desk, now: &Now) {
    let all: Vec<NodeId> = now.snapshot.workspace.network.nodes().map(|node| node.id).collect();
    let chosen: Vec<NodeId> = if desk.selection.len() > 1 { desk.selection.iter().copied().collect() } else { all };
    match properties::link_cameras(&desk.session, &now.snapshot, chosen.into_iter()) {
        Ok(count) => desk.notices.info(format!("{count} cameras move as one")),
        Err(reason) => desk.notices.error(reason),
    }
}
