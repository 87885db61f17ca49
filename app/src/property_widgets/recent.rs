//! Files that were chosen in properties lately, kept in the user's folder. Disk is read and written by threads of their own.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use egui::{Context, Id};

/// Where they lie in the user's folder.
const FILE: &str = "recent_data.json";
const MOST: usize = 24;

/// The list, newest first, as written in documents. `user` is the folder of the user.
#[derive(Clone, Default)]
struct Recent(Arc<Mutex<Vec<String>>>);

fn list(ctx: &Context, user: &Path) -> Recent {
    let id = Id::new("recent data files");
    if let Some(known) = ctx.data(|data| data.get_temp::<Recent>(id)) {
        return known;
    }
    let recent = Recent::default();
    ctx.data_mut(|data| data.insert_temp(id, recent.clone()));
    let (file, reading) = (user.join(FILE), recent.clone());
    std::thread::spawn(move || {
        let Ok(text) = std::fs::read_to_string(file) else { return };
        let Ok(kept) = serde_json::from_str::<Vec<String>>(&text) else { return };
        let mut list = reading.0.lock().unwrap_or_else(PoisonError::into_inner);
        let new: Vec<String> = kept.into_iter().filter(|path| !list.contains(path)).collect();
        list.extend(new);
    });
    recent
}

/// Puts a path at the head.
pub fn remember(ctx: &Context, user: &Path, path: &str) {
    if path.trim().is_empty() {
        return;
    }
    let recent = list(ctx, user);
    let kept = {
        let mut list = recent.0.lock().unwrap_or_else(PoisonError::into_inner);
        list.retain(|other| other != path);
        list.insert(0, path.to_owned());
        list.truncate(MOST);
        list.clone()
    };
    let file: PathBuf = user.join(FILE);
    std::thread::spawn(move || {
        let written = serde_json::to_string(&kept).map_err(std::io::Error::other).and_then(|text| {
            // Beside it first: nobody reads half a list.
            let beside = file.with_extension("json.new");
            std::fs::write(&beside, text)?;
            std::fs::rename(&beside, &file)
        });
        if let Err(error) = written {
            log::warn!("{} cannot be written: {error}", file.display());
        }
    });
}

/// Paths that end with one of these extensions; all for none.
pub fn fitting(ctx: &Context, user: &Path, extensions: &[String]) -> Vec<String> {
    let recent = list(ctx, user);
    let list = recent.0.lock().unwrap_or_else(PoisonError::into_inner);
    list.iter().filter(|path| fits(path, extensions)).cloned().collect()
}

fn fits(path: &str, extensions: &[String]) -> bool {
    let name = Path::new(path).file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    extensions.is_empty() || extensions.iter().any(|extension| name.ends_with(&format!(".{}", extension.trim_start_matches('.').to_lowercase())))
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn recent_files_are_those_of_the_kind() {
        let list = ["nii.gz".to_owned(), "npy".to_owned()];
        assert!(fits("/a/brain.NII.gz", &list) && fits("b.npy", &list) && !fits("/a/npy", &list) && !fits("a.gz", &list));
        assert!(fits("anything", &[]));
    }
}
