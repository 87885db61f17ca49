//! Paths in files: relative to the workspace where that helps, absolute in the document.

use std::path::{Component, Path, PathBuf};

use voxloom_core::places::ASSETS;

/// A path of the document as the file has it. One that is relative in the document was typed or scripted, and is meant from the working folder.
pub(super) fn to_file(path: &str, folder: Option<&Path>) -> String {
    let Some(folder) = folder else { return path.to_owned() };
    if path.is_empty() || path.starts_with(ASSETS) {
        return path.to_owned();
    }
    let whole = std::path::absolute(path).unwrap_or_else(|_| PathBuf::from(path));
    match whole.strip_prefix(folder) {
        Ok(relative) => relative.to_string_lossy().replace('\\', "/"),
        Err(_) => whole.to_string_lossy().into_owned(),
    }
}

/// A path of the file as the document has it.
pub(super) fn from_file(path: &str, folder: Option<&Path>) -> String {
    let Some(folder) = folder else { return path.to_owned() };
    if path.is_empty() || path.starts_with(ASSETS) || Path::new(path).is_absolute() {
        return path.to_owned();
    }
    let mut whole = PathBuf::from(folder);
    for part in Path::new(path).components() {
        match part {
            Component::ParentDir => {
                whole.pop();
            }
            Component::CurDir => {}
            Component::Normal(_) | Component::Prefix(_) | Component::RootDir => whole.push(part),
        }
    }
    whole.to_string_lossy().into_owned()
}
