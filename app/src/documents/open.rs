//! Opens and saves: workspaces, and data files that become networks.

use std::path::{Path, PathBuf};

use voxloom_core::Registry;
use voxloom_workspace::{FileError, Workspace, file};

use crate::desk::LOADING;
use crate::documents::quick;
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
        let again = path.clone();
        session.store.replace(warned(session, loaded, move |registry| file::load(&again, registry)), Some(path));
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

/// Says what a file held that is not understood. What the Python files tell may not be known yet: then it is read once more when it is.
fn warned(session: &Session, loaded: file::Loaded, again: impl FnOnce(&Registry) -> Result<file::Loaded, FileError> + Send + 'static) -> Workspace {
    let say = |warnings: &[String]| warnings.iter().for_each(|warning| log::warn!("{warning}"));
    let unknown = loaded.workspace.network.nodes().any(|node| session.registry.get(&node.class).is_none());
    if !unknown || session.python.is_scanned() {
        say(&loaded.warnings);
        return loaded.workspace;
    }
    let (python, registry) = (session.python.clone(), session.registry.clone());
    std::thread::spawn(move || {
        if let Err(reason) = python.wait_scanned(LOADING) {
            log::debug!("{reason}");
        }
        match again(&registry) {
            Ok(loaded) => say(&loaded.warnings),
            Err(error) => log::debug!("{error}"),
        }
    });
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
    let read = move |registry: &Registry| file::load_text(&text, &format!("the workspace in {}", path.display()), path.parent(), registry);
    let loaded = read(&session.registry).map_err(|error| error.to_string())?;
    session.store.replace(warned(session, loaded, read), None);
    Ok(())
}

/// Makes a document of what was kept of a session that did not end well. It counts as unsaved.
pub fn restore(session: &Session, text: &str, original: Option<&Path>) -> Result<(), String> {
    let shown = original.map_or_else(|| "the work that was kept".to_owned(), |path| format!("the kept work of {}", path.display()));
    let (text, folder) = (text.to_owned(), original.and_then(Path::parent).map(Path::to_owned));
    let read = move |registry: &Registry| file::load_text(&text, &shown, folder.as_deref(), registry);
    let loaded = read(&session.registry).map_err(|error| error.to_string())?;
    session.store.replace_unsaved(warned(session, loaded, read), original.map(Path::to_owned));
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
