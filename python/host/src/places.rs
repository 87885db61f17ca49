//! Where the package folder and the extension module lie.

use std::path::{Path, PathBuf};

use crate::error::HostError;

/// Name of the extension as cargo builds it.
const EXTENSION: &str = "lib_voxloom.so";

/// What a host is started with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Places {
    /// The folder that holds `voxloom` and `inviwopy`.
    pub package: PathBuf,
    /// The extension module `_voxloom`; without one the package has to do alone.
    pub extension: Option<PathBuf>,
}

/// The checkout that this program was built from, if it is still there.
pub fn checkout() -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent()?.parent()?;
    root.join("Cargo.toml").is_file().then(|| root.to_owned())
}

/// Looks beside the program, in its `lib` folder, then in the checkout.
pub fn find() -> Result<Places, HostError> {
    let program = std::env::current_exe().unwrap_or_default();
    let beside = program.parent().unwrap_or(Path::new("."));
    let package = [beside.join("python"), beside.join("../lib/voxloom/python")]
        .into_iter()
        .chain(checkout().map(|root| root.join("python/bindings/python")))
        .find(|folder| folder.join("voxloom").is_dir())
        .ok_or_else(|| HostError::Unavailable("the Python package of Voxloom was not found; reinstall the program".to_owned()))?;
    // A test program lies in `deps`, one folder below the extension.
    let folders = [beside.to_owned(), beside.join(".."), beside.join("../lib"), beside.join("../lib/voxloom"), package.clone()];
    let extension = folders.iter().map(|folder| folder.join(EXTENSION)).find(|file| file.is_file()).ok_or_else(|| {
        HostError::Unavailable(format!("{EXTENSION} was not found beside {}; build it with: cargo build -p voxloom-wheel", program.display()))
    })?;
    Ok(Places { package, extension: Some(extension) })
}
