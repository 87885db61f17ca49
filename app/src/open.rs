//! Opens and saves: workspaces, and data files that become networks.

use std::path::{Path, PathBuf};

use voxloom_workspace::{Workspace, file};

use crate::quick;
use crate::session::Session;

/// Extension of workspace files.
pub const EXTENSION: &str = "voxloom";

/// The keyword of the text in a PNG that is the workspace which drew it.
pub const KEYWORD: &str = "voxloom";

/// Whether a path names a workspace file.
pub fn is_workspace(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case(EXTENSION))
}

/// Opens a workspace (replacing the document), or adds a network for a data file. Reads the file: not for the UI thread when it may be slow.
pub fn open_path(session: &Session, path: &Path) -> Result<(), String> {
    let path = std::path::absolute(path).unwrap_or_else(|_| PathBuf::from(path));
    if is_workspace(&path) {
        let loaded = file::load(&path, &session.registry).map_err(|error| error.to_string())?;
        session.store.replace(warned(loaded), Some(path));
        return Ok(());
    }
    let network = session.store.snapshot().workspace.network;
    let below = network.nodes().map(|node| node.position[1]).fold(f32::NEG_INFINITY, f32::max);
    let place = [40.0, if below.is_finite() { below + 150.0 } else { 40.0 }];
    let command = quick::network_for(&session.registry, &session.places, &path, place)?;
    session.store.commit(&command).map_err(|error| error.to_string())?;
    session.store.end_drag();
    Ok(())
}

fn warned(loaded: file::Loaded) -> Workspace {
    for warning in &loaded.warnings {
        log::warn!("{warning}");
    }
    loaded.workspace
}

/// Whether a picture carries the workspace that drew it. Reads the beginning of the file.
pub fn carries_workspace(path: &Path) -> Result<bool, String> {
    Ok(carried(path)?.is_some())
}

fn carried(path: &Path) -> Result<Option<String>, String> {
    voxloom_io::read_png_text(path, KEYWORD).map_err(|error| error.to_string())
}

/// Opens the workspace that a picture carries, as one that no file holds yet. Runs no code of it, as with every workspace.
pub fn open_carried(session: &Session, path: &Path) -> Result<(), String> {
    let text = carried(path)?.ok_or_else(|| format!("{} carries no workspace", path.display()))?;
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let loaded = file::load_text(&text, &format!("the workspace in {}", path.display()), path.parent(), &session.registry);
    session.store.replace(warned(loaded.map_err(|error| error.to_string())?), None);
    Ok(())
}

/// Makes a document of what was kept of a session that did not end well. It counts as unsaved.
pub fn restore(session: &Session, text: &str, original: Option<&Path>) -> Result<(), String> {
    let shown = original.map_or_else(|| "the work that was kept".to_owned(), |path| format!("the kept work of {}", path.display()));
    let folder = original.and_then(Path::parent);
    let loaded = file::load_text(text, &shown, folder, &session.registry).map_err(|error| error.to_string())?;
    session.store.replace_unsaved(warned(loaded), original.map(Path::to_owned));
    Ok(())
}

/// The text of the document for a file at a path: what lies beside or below that is named from there.
pub fn text_beside(session: &Session, path: &Path) -> String {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    file::to_text(&session.store.snapshot().workspace, &session.registry, path.parent())
}

/// An empty document.
pub fn new_workspace(session: &Session) {
    session.store.replace(Workspace::default(), None);
}

/// Writes the workspace, atomically.
pub fn save(session: &Session, path: &Path) -> Result<(), String> {
    let (workspace, state) = session.store.to_save();
    file::save(&workspace, &session.registry, path).map_err(|error| error.to_string())?;
    session.store.mark_saved_at(path.to_owned(), state);
    Ok(())
}
