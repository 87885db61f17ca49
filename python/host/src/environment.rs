//! What interpreters get of the program's environment.

use std::path::Path;
use std::process::Command;

/// Leaves the current folder out of `PYTHONPATH`. It may be one that someone sent, and `PYTHONPATH=$PYTHONPATH:/more` names it
/// by accident: a `sitecustomize.py` in it would run before anything of the program does. What is named otherwise stays.
pub(crate) fn without_current_folder(command: &mut Command) {
    let Some(path) = std::env::var_os("PYTHONPATH") else { return };
    let kept: Vec<_> = std::env::split_paths(&path).filter(|entry| !is_current(entry)).collect();
    match std::env::join_paths(&kept) {
        Ok(path) if !kept.is_empty() => command.env("PYTHONPATH", path),
        // Parts of what was one such list can be joined.
        Ok(_) | Err(_) => command.env_remove("PYTHONPATH"),
    };
}

/// "", ".", "./" and the like.
fn is_current(entry: &Path) -> bool {
    entry.components().all(|component| component == std::path::Component::CurDir)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_current_folder_has_several_names() {
        for (entry, expected) in
            [("", true), (".", true), ("./", true), ("././.", true), ("..", false), ("src", false), ("./src", false), ("/", false)]
        {
            assert_eq!(is_current(Path::new(entry)), expected, "{entry:?}");
        }
    }
}
