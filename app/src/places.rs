//! Folders: samples, per-user state, shipped Python processors.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use voxloom_core::places::Places;

/// All folders of a session.
#[derive(Debug, Clone)]
pub struct Folders {
    /// Where samples lie, first match wins.
    pub assets: Vec<PathBuf>,
    /// Per-user state.
    pub user: PathBuf,
    /// The user's Python processors.
    pub user_python: PathBuf,
    /// Python processors that come with the program.
    pub shipped_python: Vec<PathBuf>,
    /// The Python package `voxloom` for hosts.
    pub package: Vec<PathBuf>,
}

impl Folders {
    /// `user_dir` moves everything that is the user's.
    pub fn find(user_dir: Option<&Path>) -> Self {
        let user = match user_dir {
            Some(folder) => std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned()),
            None => directories::ProjectDirs::from("org", "voxloom", "voxloom")
                .map_or_else(|| PathBuf::from(".voxloom"), |dirs| dirs.data_dir().to_owned()),
        };
        Self {
            assets: shipped("assets"),
            user_python: user.join("python_processors"),
            shipped_python: shipped("python_processors"),
            package: shipped("python/bindings/python"),
            user,
        }
    }

    pub fn places(&self) -> Places {
        Places { assets: self.assets.clone() }
    }

    /// Folders by the names that scripts ask for.
    pub fn for_scripts(&self) -> BTreeMap<&'static str, PathBuf> {
        let assets = self.assets.first().cloned().unwrap_or_default();
        let shipped = self.shipped_python.first().cloned().unwrap_or_default();
        BTreeMap::from([
            ("base", assets.parent().map(Path::to_owned).unwrap_or_default()),
            ("data", assets.clone()),
            ("volumes", assets.join("volumes")),
            ("workspaces", assets.join("workspaces")),
            ("images", assets.join("images")),
            ("transfer_functions", assets.join("transfer_functions")),
            ("resources", assets.clone()),
            ("scripts", shipped),
            ("tests", assets.join("tests")),
            ("help", assets),
            ("settings", self.user.clone()),
            ("python_processors", self.user_python.clone()),
            ("output", std::env::current_dir().unwrap_or_default()),
        ])
    }

    /// Folders with what they are, for `voxloom info --paths`.
    pub fn list(&self) -> Vec<(&'static str, &Path)> {
        let mut list: Vec<(&'static str, &Path)> = vec![("user data", &self.user), ("user Python processors", &self.user_python)];
        list.extend(self.shipped_python.iter().map(|path| ("shipped Python processors", path.as_path())));
        list.extend(self.assets.iter().map(|path| ("assets", path.as_path())));
        list.extend(self.package.iter().map(|path| ("Python package", path.as_path())));
        list
    }
}

/// A shipped folder: beside the program, in its package, then in the checkout it was built from.
fn shipped(name: &str) -> Vec<PathBuf> {
    let mut candidates = Vec::new();
    if let Ok(program) = std::env::current_exe()
        && let Some(folder) = program.parent()
    {
        candidates.push(folder.join(name));
        candidates.push(folder.join("../share/voxloom").join(name));
    }
    candidates.push(Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(name));
    candidates.into_iter().filter_map(|path| path.canonicalize().ok()).collect()
}
