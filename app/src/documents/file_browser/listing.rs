//! What lies in a folder, and paths, sizes and ages in words.

use std::path::{Component, Path, PathBuf};
use std::time::SystemTime;

/// A folder with more is shown in part.
const MOST: usize = 20_000;

/// What lies in a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    pub name: String,
    pub folder: bool,
    pub size: u64,
    pub changed: Option<SystemTime>,
}

impl Entry {
    pub fn hidden(&self) -> bool {
        self.name.starts_with('.')
    }
}

/// The folder of the user.
pub fn home() -> Option<PathBuf> {
    directories::UserDirs::new().map(|dirs| dirs.home_dir().to_owned())
}

/// What was typed as a path: in quotes, as an address, from the home folder, or from the folder that is shown.
pub(super) fn typed_path(text: &str, folder: &Path) -> PathBuf {
    let text = text.trim().trim_matches(['"', '\'']);
    let text = text.strip_prefix("file://").unwrap_or(text);
    let path = match (text.strip_prefix('~'), home()) {
        (Some(rest), Some(home)) if rest.is_empty() || rest.starts_with('/') => home.join(rest.trim_start_matches('/')),
        _ => folder.join(text),
    };
    let mut whole = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => drop(whole.pop()),
            Component::CurDir => {}
            Component::Normal(_) | Component::Prefix(_) | Component::RootDir => whole.push(part),
        }
    }
    whole
}

pub(super) fn with_slash(folder: &Path) -> String {
    folder.join("").to_string_lossy().into_owned()
}

pub(super) fn list(folder: &Path) -> Result<Vec<Entry>, String> {
    let failed = |error: std::io::Error| format!("{} could not be read: {error}", folder.display());
    let mut entries = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failed)?.take(MOST) {
        let entry = entry.map_err(failed)?;
        // Through links, so that a linked folder can be entered; what cannot be looked at is shown as it is.
        let about = std::fs::metadata(entry.path()).ok();
        entries.push(Entry {
            name: entry.file_name().to_string_lossy().into_owned(),
            folder: about.as_ref().is_some_and(std::fs::Metadata::is_dir),
            size: about.as_ref().map_or(0, std::fs::Metadata::len),
            changed: about.and_then(|about| about.modified().ok()),
        });
    }
    entries.sort_by_cached_key(|entry| (!entry.folder, entry.name.to_lowercase(), entry.name.clone()));
    Ok(entries)
}

/// A size for a list.
pub(super) fn size_text(bytes: u64) -> String {
    const STEPS: [(u64, &str); 3] = [(1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB")];
    match STEPS.iter().find(|(step, _)| bytes >= *step) {
        Some((step, name)) => format!("{:.1} {name}", bytes as f64 / *step as f64),
        None => format!("{bytes} B"),
    }
}

/// How long ago something was, in words.
pub fn age(when: SystemTime) -> String {
    let seconds = SystemTime::now().duration_since(when).map_or(0, |age| age.as_secs());
    let counted = |count: u64, unit: &str| format!("{count} {unit}{} ago", if count == 1 { "" } else { "s" });
    match seconds {
        0..60 => "just now".to_owned(),
        60..3600 => counted(seconds / 60, "minute"),
        3600..86_400 => counted(seconds / 3600, "hour"),
        86_400..63_072_000 => counted(seconds / 86_400, "day"),
        _ => counted(seconds / 31_536_000, "year"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn what_is_typed_becomes_a_path() {
        let folder = Path::new("/data");
        for (text, path) in
            [("a.npy", "/data/a.npy"), (" '/x y/b.npy' ", "/x y/b.npy"), ("file:///c.npy", "/c.npy"), ("../up/./d", "/up/d"), ("/", "/")]
        {
            assert_eq!(typed_path(text, folder), Path::new(path), "{text}");
        }
        if let Some(home) = home() {
            assert_eq!(typed_path("~/e", folder), home.join("e"));
        }
        assert_eq!(typed_path("~odd", folder), Path::new("/data/~odd"));
    }

    #[test]
    fn a_folder_is_listed_folders_first() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["b.npy", "A.npy", ".hidden"] {
            std::fs::write(folder.path().join(name), [0; 3]).unwrap();
        }
        std::fs::create_dir(folder.path().join("Zoo")).unwrap();
        let entries = list(folder.path()).unwrap();
        let names: Vec<_> = entries.iter().map(|entry| &*entry.name).collect();
        assert_eq!(names, ["Zoo", ".hidden", "A.npy", "b.npy"]);
        assert!(entries[0].folder && entries[1].hidden() && entries[2].size == 3);
        assert!(list(&folder.path().join("none")).unwrap_err().contains("could not be read"));
    }

    #[test]
    fn ages_and_sizes_are_said_in_words() {
        let ago = |seconds| age(SystemTime::now() - Duration::from_secs(seconds));
        assert_eq!([ago(3), ago(61), ago(7300), ago(86_401 * 3)], ["just now", "1 minute ago", "2 hours ago", "3 days ago"]);
        assert_eq!([size_text(12), size_text(1536), size_text(3 << 30)], ["12 B", "1.5 KiB", "3.0 GiB"]);
    }
}
