//! What the list of Python files says, for those who show it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use voxloom_core::Registry;
use voxloom_core::processor::ProcessorClass;
use voxloom_host::{CatalogEntry, CatalogState, PythonError};

use crate::desk::Now;

/// What is wrong with a file or class, if something is.
pub fn error(state: &CatalogState) -> Option<&PythonError> {
    match state {
        CatalogState::Failed(error) | CatalogState::Broken { error, .. } => Some(error),
        CatalogState::Loaded | CatalogState::Loading | CatalogState::Overridden { .. } | CatalogState::Conflict { .. } | CatalogState::Helper => None,
    }
}

/// The entry of a class of the registry.
pub fn of_class<'a>(catalog: &'a [CatalogEntry], class: &dyn ProcessorClass) -> Option<&'a CatalogEntry> {
    let file = class.file()?;
    let identifier = class.info().class_identifier.as_ref();
    catalog.iter().find(|entry| entry.file == file && entry.class_identifier.as_deref() == Some(identifier))
}

/// What is wrong with the file as it lies on the disk, while an older version of it goes on running.
pub fn old_version<'a>(catalog: &'a [CatalogEntry], file: &Path) -> Option<&'a PythonError> {
    catalog.iter().filter(|entry| entry.file == file).find_map(|entry| match &entry.state {
        CatalogState::Broken { error, running: true } => Some(error),
        _ => None,
    })
}

/// Nodes of a file that has an error say that they run an older version of it, and where the error is.
pub fn tell_old_versions(now: &mut Now, registry: &Registry) {
    if !now.catalog.iter().any(|entry| matches!(entry.state, CatalogState::Broken { running: true, .. })) {
        return;
    }
    let mut told = Vec::new();
    for node in now.snapshot.workspace.network.nodes() {
        let class = registry.get(&node.class);
        let Some(file) = class.as_ref().and_then(|class| class.file()) else { continue };
        if let Some(error) = old_version(&now.catalog, file) {
            let (place, line) = (error.file.as_deref().unwrap_or(file), error.line);
            let name = place.file_name().unwrap_or_default().to_string_lossy();
            let at = line.map_or_else(|| format!("{name} has an error"), |line| format!("line {line} of {name} has an error"));
            told.push((node.id, format!("old version runs: {at}: {}", error.message)));
        }
    }
    for (id, note) in told {
        if let Some(state) = Arc::make_mut(&mut now.states).get_mut(&id) {
            state.notes = std::iter::once(note).chain(state.notes.iter().cloned()).collect();
        }
    }
}

/// The place of an error: its own, else the file.
pub fn place(entry: &CatalogEntry, error: &PythonError) -> (PathBuf, Option<u32>) {
    match &error.file {
        Some(file) => (file.clone(), error.line),
        None => (entry.file.clone(), error.line),
    }
}

/// The module that was not there, when that is why Python failed: `No module named 'scipy.ndimage'` → `scipy`.
pub fn missing_module(message: &str) -> Option<&str> {
    let rest = message.split_once("ModuleNotFoundError: No module named ")?.1.trim_start();
    let quote = rest.chars().next().filter(|c| matches!(c, '\'' | '"'))?;
    let name = rest[1..].split(quote).next()?.split('.').next()?;
    (!name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_')).then_some(name)
}

/// The package that brings a module, where it has another name.
pub fn package_of(module: &str) -> &str {
    const OTHER: [(&str, &str); 9] = [
        ("skimage", "scikit-image"),
        ("sklearn", "scikit-learn"),
        ("PIL", "pillow"),
        ("cv2", "opencv-python-headless"),
        ("yaml", "pyyaml"),
        ("dateutil", "python-dateutil"),
        ("SimpleITK", "SimpleITK"),
        ("bs4", "beautifulsoup4"),
        ("attr", "attrs"),
    ];
    OTHER.iter().find(|(name, _)| *name == module).map_or(module, |(_, package)| package)
}

/// Whether this can be the name of a package for pip, a version included; options and addresses cannot.
pub fn is_package(text: &str) -> bool {
    let name_ends = text.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'))).unwrap_or(text.len());
    let (name, rest) = text.split_at(name_ends);
    let named = name.starts_with(|c: char| c.is_ascii_alphanumeric()) && name.ends_with(|c: char| c.is_ascii_alphanumeric());
    named && rest.chars().all(|c| c.is_ascii_alphanumeric() || "[],.=<>!~ *+-_".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_package_that_is_missing_is_named() {
        let message = "ModuleNotFoundError: No module named 'skimage.measure' (marching_cubes.py:12)";
        assert_eq!(missing_module(message).map(package_of), Some("scikit-image"));
        assert_eq!(missing_module("ModuleNotFoundError: No module named 'torch'"), Some("torch"));
        assert_eq!(missing_module("ValueError: No module named 'x'"), None);
        assert_eq!(missing_module("ModuleNotFoundError: No module named ''"), None);
    }

    #[test]
    fn only_packages_are_installed() {
        assert!(["scipy", "scikit-image>=0.22", "torch[cpu] ==2.*", "a"].into_iter().all(is_package));
        assert!(!["", "--index-url x", "-r", "https://x/y.whl", "git+ssh://x", "../x", "a;b", "a$(b)"].into_iter().any(is_package));
    }
}
