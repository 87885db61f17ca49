//! Opens and saves: workspaces, and data files that become networks.

use std::path::{Path, PathBuf};

use voxloom_workspace::{Workspace, file};

use crate::quick;
use crate::session::Session;

/// Extension of workspace files.
pub const EXTENSION: &str = "voxloom";

/// Whether a path names a workspace file.
pub fn is_workspace(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case(EXTENSION))
}

/// Opens a workspace (replacing the document), or adds a network for a data file. Reads the file: not for the UI thread when it may be slow.
pub fn open_path(session: &Session, path: &Path) -> Result<(), String> {
    if is_workspace(path) {
        let loaded = file::load(path, &session.registry).map_err(|error| error.to_string())?;
        for warning in &loaded.warnings {
            log::warn!("{warning}");
        }
        session.store.replace(loaded.workspace, Some(path.to_owned()));
        return Ok(());
    }
    let path = std::path::absolute(path).unwrap_or_else(|_| PathBuf::from(path));
    let network = session.store.snapshot().workspace.network;
    let below = network.nodes().map(|node| node.position[1]).fold(f32::NEG_INFINITY, f32::max);
    let place = [40.0, if below.is_finite() { below + 150.0 } else { 40.0 }];
    let command = quick::network_for(&session.registry, &session.places, &path, place)?;
    session.store.commit(&command).map_err(|error| error.to_string())?;
    session.store.end_drag();
    Ok(())
}

/// An empty document.
pub fn new_workspace(session: &Session) {
    session.store.replace(Workspace::default(), None);
}

/// Writes the workspace, atomically.
pub fn save(session: &Session, path: &Path) -> Result<(), String> {
    let workspace = session.store.snapshot().workspace;
    file::save(&workspace, &session.registry, path).map_err(|error| error.to_string())?;
    session.store.mark_saved(path.to_owned());
    Ok(())
}
