//! Opens and saves: workspaces, and data files that become networks.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use voxloom_core::places::ASSETS;
use voxloom_core::{Registry, Value};
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

/// Opens a workspace (in the place of the document, as a step), or adds a network for a data file. Reads the file: not for the UI thread when it may be slow.
pub fn open_path(session: &Session, path: &Path) -> Result<(), String> {
    let path = std::path::absolute(path).unwrap_or_else(|_| PathBuf::from(path));
    if is_workspace(&path) {
        let loaded = file::load(&path, &session.registry).map_err(|error| error.to_string())?;
        let again = path.clone();
        let workspace = warned(session, loaded, move |registry| file::load(&again, registry));
        session.store.open(&opened(&path), workspace, Some(path), false);
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

/// The name of the step that opens a file.
pub fn opened(path: &Path) -> String {
    format!("Open {}", path.file_name().unwrap_or(path.as_os_str()).to_string_lossy())
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

/// The workspace that a picture carries, if it carries one; data beside or below the picture is found from there.
pub fn load_carried(path: &Path, registry: &Registry) -> Result<Option<file::Loaded>, String> {
    let Some(text) = carried(path)? else { return Ok(None) };
    read_carried(&text, path, registry).map(Some).map_err(|error| error.to_string())
}

fn read_carried(text: &str, path: &Path, registry: &Registry) -> Result<file::Loaded, FileError> {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    file::load_text(text, &format!("the workspace in {}", path.display()), path.parent(), registry)
}

/// Opens the workspace that a picture carries, as one that no file holds yet. Runs no code of it, as with every workspace.
pub fn open_carried(session: &Session, path: &Path) -> Result<(), String> {
    let text = carried(path)?.ok_or_else(|| format!("{} carries no workspace", path.display()))?;
    let (name, path) = (opened(path), path.to_owned());
    let read = move |registry: &Registry| read_carried(&text, &path, registry);
    let loaded = read(&session.registry).map_err(|error| error.to_string())?;
    session.store.open(&name, warned(session, loaded, read), None, false);
    Ok(())
}

/// Makes a document of what was kept of a session that did not end well. It counts as unsaved.
pub fn restore(session: &Session, text: &str, original: Option<&Path>) -> Result<(), String> {
    let shown = original.map_or_else(|| "the work that was kept".to_owned(), |path| format!("the kept work of {}", path.display()));
    let (text, folder) = (text.to_owned(), original.and_then(Path::parent).map(Path::to_owned));
    let read = move |registry: &Registry| file::load_text(&text, &shown, folder.as_deref(), registry);
    let loaded = read(&session.registry).map_err(|error| error.to_string())?;
    session.store.open("Restore Work", warned(session, loaded, read), original.map(Path::to_owned), true);
    Ok(())
}

/// The text of the document for a file at a path: what lies beside or below that is named from there.
pub fn text_beside(session: &Session, path: &Path) -> String {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    file::to_text(&session.store.snapshot().workspace, &session.registry, path.parent())
}

/// Data of the document that a file at a path would name by its whole path, since it lies neither beside nor below it.
pub fn named_whole(session: &Session, path: &Path) -> Vec<String> {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let folder = path.parent().unwrap_or(&path);
    let network = session.store.snapshot().workspace.network;
    let files = network.nodes().flat_map(|node| {
        let value = |leaf: &voxloom_core::property::Leaf| match node.value(&leaf.path) {
            Some(Value::Path(file)) => Some(file.to_string()),
            _ => None,
        };
        node.interface().leaves().iter().filter_map(value).collect::<Vec<_>>()
    });
    let outside = |file: &String| !file.is_empty() && !file.starts_with(ASSETS) && !Path::new(file).starts_with(folder);
    let files: BTreeSet<String> = files.filter(outside).collect();
    files.into_iter().collect()
}

/// An empty document.
pub fn new_workspace(session: &Session) {
    session.store.open("New Workspace", Workspace::default(), None, false);
}

/// Writes the workspace, atomically.
pub fn save(session: &Session, path: &Path) -> Result<(), String> {
    let (workspace, saving) = session.store.to_save();
    file::save(&workspace, &session.registry, path).map_err(|error| error.to_string())?;
    session.store.mark_saved(path.to_owned(), saving);
    Ok(())
}
