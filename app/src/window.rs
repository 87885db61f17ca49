//! The window.

use std::path::PathBuf;
use std::sync::Arc;

use voxloom_core::Registry;

use crate::session::SessionOptions;

/// Opens the window with files in it; returns when it is closed.
pub fn run(_registry: Arc<Registry>, _options: SessionOptions, _files: &[PathBuf]) -> Result<(), String> {
    Err("the window is being built".to_owned())
}
