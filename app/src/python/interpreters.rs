//! The Python interpreters on this machine, for choosing one.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use voxloom_host::{Choice, Interpreter};

/// An interpreter, or why it does not serve.
#[derive(Debug, Clone)]
pub struct Found {
    pub path: PathBuf,
    pub is: Result<Interpreter, String>,
}

/// Looks for interpreters and asks each what it is. Takes a fraction of a second for each: not for the UI thread.
pub fn find_all(project: Option<&Path>) -> Vec<Found> {
    let variable = |name: &str| std::env::var_os(name).map(PathBuf::from);
    let home = variable("HOME").unwrap_or_default();
    candidates(project, &home, variable).into_iter().map(|path| Found { is: ask(&path), path }).collect()
}

/// Asks an interpreter what it is.
pub fn ask(path: &Path) -> Result<Interpreter, String> {
    voxloom_host::find_interpreter(&Choice { setting: Some(path.to_owned()), ..Choice::default() }).map_err(|error| error.to_string())
}

fn candidates(project: Option<&Path>, home: &Path, variable: impl Fn(&str) -> Option<PathBuf>) -> Vec<PathBuf> {
    let mut list: Vec<PathBuf> = Vec::new();
    let environments = ["VIRTUAL_ENV", "CONDA_PREFIX"].into_iter().filter_map(&variable).chain(project.map(|folder| folder.join(".venv")));
    list.extend(environments.map(|folder| folder.join("bin/python")));
    for folder in ["miniconda3/envs", "anaconda3/envs", "miniforge3/envs", "mambaforge/envs", ".conda/envs", ".pyenv/versions", ".virtualenvs"] {
        list.extend(inner(&home.join(folder)).map(|folder| folder.join("bin/python")));
    }
    for folder in ["miniconda3", "anaconda3", "miniforge3", "mambaforge"] {
        list.push(home.join(folder).join("bin/python"));
    }
    let path = variable("PATH").unwrap_or_default();
    // The shims of pyenv only start what is found above.
    for folder in std::env::split_paths(&path).filter(|folder| !folder.ends_with("shims")) {
        let named = inner(&folder).filter(|file| file.file_name().is_some_and(|name| is_python(&name.to_string_lossy())));
        list.extend(named);
    }
    let mut seen = BTreeSet::new();
    list.into_iter().filter(|path| identity(path).is_some_and(|identity| seen.insert(identity))).collect()
}

/// What a folder holds, sorted.
fn inner(folder: &Path) -> impl Iterator<Item = PathBuf> + use<> {
    let mut list: Vec<PathBuf> = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    list.sort();
    list.into_iter()
}

/// `python3`, `python3.11`; not `python3-config`.
fn is_python(name: &str) -> bool {
    name.strip_prefix("python3")
        .is_some_and(|rest| rest.is_empty() || rest.strip_prefix('.').is_some_and(|minor| minor.bytes().all(|b| b.is_ascii_digit())))
}

/// Paths with the same identity are the same interpreter. One of a virtual environment is another than the one that it links to.
fn identity(path: &Path) -> Option<PathBuf> {
    let target = path.canonicalize().ok()?;
    let folder = path.parent()?;
    let is_venv = folder.parent().is_some_and(|prefix| prefix.join("pyvenv.cfg").is_file());
    if is_venv { folder.canonicalize().ok() } else { Some(target) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_interpreter_is_found_once_and_environments_are_not_taken_for_what_they_link_to() {
        let base = tempfile::tempdir().unwrap();
        let root = base.path().canonicalize().unwrap();
        for folder in ["usr/bin", "project/.venv/bin", "home/miniconda3/envs/study/bin"] {
            std::fs::create_dir_all(root.join(folder)).unwrap();
        }
        std::fs::write(root.join("usr/bin/python3.11"), "").unwrap();
        std::fs::write(root.join("usr/bin/python3-config"), "").unwrap();
        std::fs::write(root.join("project/.venv/pyvenv.cfg"), "").unwrap();
        std::fs::write(root.join("home/miniconda3/envs/study/bin/python"), "").unwrap();
        std::os::unix::fs::symlink("python3.11", root.join("usr/bin/python3")).unwrap();
        std::os::unix::fs::symlink(root.join("usr/bin/python3"), root.join("project/.venv/bin/python")).unwrap();
        let found = candidates(Some(&root.join("project")), &root.join("home"), |name| (name == "PATH").then(|| root.join("usr/bin")));
        let brief: Vec<&Path> = found.iter().map(|path| path.strip_prefix(&root).unwrap()).collect();
        assert_eq!(brief, ["project/.venv/bin/python", "home/miniconda3/envs/study/bin/python", "usr/bin/python3"].map(Path::new));
        let reason = ask(&root.join("usr/bin/python3-config")).unwrap_err();
        assert!(reason.contains("python3-config") && reason.contains("is not a Python interpreter"), "{reason}");
    }
}
