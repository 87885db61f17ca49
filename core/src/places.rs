//! Where things lie: samples, and paths as documents write them.

use std::path::{Path, PathBuf};

/// Folders that `assets:` paths are looked up in, first match wins.
#[derive(Debug, Clone, Default)]
pub struct Places {
    pub assets: Vec<PathBuf>,
}

/// Prefix of paths of shipped files.
pub const ASSETS: &str = "assets:";

impl Places {
    /// A path of a document as a path of this machine. `assets:` paths that lie nowhere lead to the first folder, so that errors name it.
    pub fn resolve(&self, path: &str) -> PathBuf {
        match path.strip_prefix(ASSETS) {
            None => PathBuf::from(path),
            Some(rest) => {
                let candidates = self.assets.iter().map(|folder| folder.join(rest));
                candidates.clone().find(|path| path.exists()).or_else(|| candidates.clone().next()).unwrap_or_else(|| PathBuf::from(rest))
            }
        }
    }

    /// The form for a document: `assets:…` for shipped files, else the path itself.
    pub fn document_form(&self, path: &Path) -> String {
        for folder in &self.assets {
            if let Ok(rest) = path.strip_prefix(folder) {
                return format!("{ASSETS}{}", rest.to_string_lossy());
            }
        }
        path.to_string_lossy().into_owned()
    }
}
