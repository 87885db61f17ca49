//! Actions on the workspace as a whole: its file, its pictures, and how files are chosen.

use egui::Key;
use voxloom_workspace::NodeId;

use super::{Action, action, ctrl, ctrl_shift};
use crate::desk::{Desk, Now};
use crate::documents::export::ExportDialog;
use crate::documents::files::{Purpose, Then};
use crate::icons::Icon;
use crate::settings::FileDialogs;

pub(super) const LIST: &[Action] = &[
    action("save_as", "Save As…", |desk, now| desk.pick(Purpose::Save(None), now)).keys(&[ctrl_shift(Key::S)]),
    action("open_path", "Open Path…", |desk, now| desk.pick_here(Purpose::Open, now)).keys(&[ctrl_shift(Key::O)]),
    action("new", "New", |desk, now| desk.start(Then::New, now)).keys(&[ctrl(Key::N)]).icon(Icon::New),
    action("open", "Open…", |desk, now| desk.pick(Purpose::Open, now)).keys(&[ctrl(Key::O)]).icon(Icon::Open),
    action("save", "Save", |desk, now| desk.save(now, None)).keys(&[ctrl(Key::S)]).icon(Icon::Save),
    action("export_canvas", "Export Canvas Image…", |desk, now| {
        if let Some(canvas) = canvas(desk, now) {
            let dialog = ExportDialog::new(desk, now, canvas);
            desk.dialogs.show_export(dialog);
        }
    })
    .when(|desk, now| canvas(desk, now).is_some())
    .unless("There is no canvas in the network"),
    action("pictures_carry", "Save Workspace in Pictures", |desk, _| {
        desk.settings.bare_pictures ^= true;
        desk.keep_settings();
    })
    .checked(|desk| !desk.settings.bare_pictures),
    action("own_dialogs", "Use Built-In File Dialogs", |desk, _| {
        let own = desk.settings.file_dialogs == FileDialogs::BuiltIn;
        desk.settings.file_dialogs = if own { FileDialogs::System } else { FileDialogs::BuiltIn };
        desk.keep_settings();
    })
    .checked(|desk| desk.settings.file_dialogs == FileDialogs::BuiltIn),
    action("quit", "Quit", |desk, now| desk.start(Then::Close, now)).keys(&[ctrl(Key::Q)]),
];

/// The selected canvas, or the only one.
fn canvas(desk: &Desk, now: &Now) -> Option<NodeId> {
    let is_canvas = |id: &NodeId| {
        let class = now.snapshot.workspace.network.get(*id).and_then(|node| desk.session.registry.get(&node.class));
        class.is_some_and(|class| class.info().sink == voxloom_core::processor::Sink::Canvas)
    };
    let selected = desk.selection.iter().copied().find(is_canvas);
    selected.or_else(|| now.snapshot.workspace.network.nodes().map(|node| node.id).find(is_canvas))
}
