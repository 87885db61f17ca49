//! Actions on what is shown, and on what draws it.

use egui::Key;
use voxloom_core::PortData;
use voxloom_core::data::Image;
use voxloom_core::property::InvalidationLevel;
use voxloom_render::BackEndChoice;

use super::{Action, EMPTY, action, bare, ctrl, shift, some_nodes};
use crate::arrangement::{LEAST_ZOOM, MOST_ZOOM};
use crate::desk::{Ask, Desk};
use crate::icons::Icon;
use crate::network_editor::{marked, selection};

pub(super) const LIST: &[Action] = &[
    action("inspect", "Inspect Port…", |desk, now| {
        let port = marked::port(desk).map(|(port, output)| (port.clone(), output));
        let selected = desk.selection.first().copied().filter(|_| desk.selection.len() == 1);
        // What the pointer rests on goes before what keys went to.
        if let Some((port, output)) = port.filter(|_| !desk.inspector.can_inspect(0)) {
            return desk.inspector.toggle(&port, output, &desk.session);
        }
        if let Some(wire) = marked::wire(desk).cloned().filter(|_| !desk.inspector.can_inspect(0)) {
            return desk.inspector.toggle(&wire.from, true, &desk.session);
        }
        desk.inspector.inspect(selected, &desk.session, now);
    })
    .keys(&[bare(Key::I)])
    .when(|desk, _| desk.marked.is_some() || desk.inspector.can_inspect(desk.selection.len()))
    .unless("Select one processor, or point at a port or connection"),
    action("close_inspectors", "Close All Inspectors", |desk, _| desk.inspector.close_all(&desk.session))
        .keys(&[shift(Key::I)])
        .when(|desk, _| desk.inspector.has_pinned())
        .unless("No inspector is pinned"),
    action("inspect_pixels", "Inspect Pixels", |desk, _| desk.inspector.pixels ^= true).checked(|desk| desk.inspector.pixels),
    action("fit", "Zoom to Fit", |desk, now| {
        let ask = if selection::anything(desk, now) { Ask::FitSelection } else { Ask::FitAll };
        desk.ask(ask);
    })
    .keys(&[bare(Key::F)])
    .icon(Icon::Fit)
    .when(some_nodes)
    .unless(EMPTY),
    action("show_processors", "Processors", |desk, _| desk.arrangement.processors ^= true)
        .checked(|desk| desk.arrangement.processors)
        .icon(Icon::Left),
    action("show_properties", "Properties", |desk, _| desk.arrangement.properties ^= true)
        .checked(|desk| desk.arrangement.properties)
        .icon(Icon::Right),
    action("show_console", "Console", |desk, _| desk.arrangement.console ^= true).checked(|desk| desk.arrangement.console).icon(Icon::Bottom),
    action("show_history", "History", |desk, _| {
        desk.arrangement.history ^= true;
        if desk.arrangement.history {
            desk.ask(Ask::FocusHistory);
        }
    })
    .keys(&[ctrl(Key::H)])
    .checked(|desk| desk.arrangement.history),
    action("show_editor", "Code Editor", |desk, _| desk.arrangement.editor ^= true)
        .checked(|desk| desk.arrangement.editor && !desk.sources.files().is_empty())
        .when(|desk, _| !desk.sources.files().is_empty())
        .unless("No file is open in it"),
    action("side_by_side", "Canvas Beside Network", |desk, _| desk.arrangement.side_by_side ^= true)
        .checked(|desk| desk.arrangement.side_by_side)
        .icon(Icon::Beside),
    action("show_costs", "Show Costs", |desk, _| desk.arrangement.costs ^= true).checked(|desk| desk.arrangement.costs),
    action("show_thumbnails", "Show Thumbnails", |desk, _| desk.arrangement.thumbnails ^= true).checked(|desk| desk.arrangement.thumbnails),
    action("zoom_in", "Larger Interface", |desk, _| zoom(desk, 1))
        .keys(&[ctrl(Key::Plus), ctrl(Key::Equals)])
        .when(|desk, _| desk.arrangement.zoom < MOST_ZOOM)
        .unless("It is as large as it gets"),
    action("zoom_out", "Smaller Interface", |desk, _| zoom(desk, -1))
        .keys(&[ctrl(Key::Minus)])
        .when(|desk, _| desk.arrangement.zoom > LEAST_ZOOM)
        .unless("It is as small as it gets"),
    action("zoom_reset", "Interface in Normal Size", |desk, _| zoom(desk, 0))
        .keys(&[ctrl(Key::Num0)])
        .when(|desk, _| desk.arrangement.zoom != 1.0)
        .unless("It has its normal size"),
    action("back_end_auto", "Draw with What Fits", |desk, _| set_back_end(desk, BackEndChoice::Auto))
        .one_of(|desk| desk.session.renderer.choice() == BackEndChoice::Auto),
    action("back_end_gpu", "Draw with GPU", |desk, _| set_back_end(desk, BackEndChoice::Gpu))
        .one_of(|desk| desk.session.renderer.choice() == BackEndChoice::Gpu)
        .when(|desk, _| desk.session.renderer.gpu().is_some())
        .unless("This machine has no GPU that could be used"),
    action("back_end_cpu", "Draw with CPU", |desk, _| set_back_end(desk, BackEndChoice::Cpu))
        .one_of(|desk| desk.session.renderer.choice() == BackEndChoice::Cpu),
];

/// Steps of the size of everything in the window; 0: the normal size.
fn zoom(desk: &mut Desk, steps: i32) {
    let ctx = desk.files.ctx().clone();
    desk.arrangement.zoom_by(&ctx, steps);
}

fn set_back_end(desk: &mut Desk, choice: BackEndChoice) {
    desk.session.renderer.set_choice(choice);
    // What draws pictures draws them again.
    for node in desk.session.store.snapshot().workspace.network.nodes() {
        if node.interface().outports().iter().any(|port| *port.data_type == *Image::data_type().id) {
            desk.session.evaluator.invalidate(node.id, InvalidationLevel::InvalidOutput);
        }
    }
    desk.notices.info(format!("Drawing with {}", desk.session.renderer.describe()));
}
