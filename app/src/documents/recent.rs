//! The files that were opened or saved last.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use egui::{Button, Response, RichText, Ui, WidgetInfo, WidgetType, vec2};

use crate::documents::file_browser::home;
use crate::theme;

/// Files kept.
const MOST: usize = 12;
/// How long it counts that a file is there.
const FRESH: Duration = Duration::from_secs(2);
/// Letters of a folder that are shown.
const FOLDER: usize = 44;

/// What a file is called.
pub fn name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

/// The folder of a file as lists show it beside the name: from the home folder on, and without its middle when it is long.
pub fn folder(path: &Path) -> String {
    let folder = path.parent().unwrap_or(path);
    let short = home().and_then(|home| Some(Path::new("~").join(folder.strip_prefix(home).ok()?)));
    elided(&short.as_deref().unwrap_or(folder).to_string_lossy(), FOLDER)
}

/// A text without its middle, where it is longer than so many letters.
fn elided(text: &str, most: usize) -> String {
    let letters: Vec<char> = text.chars().collect();
    if letters.len() <= most {
        return text.to_owned();
    }
    let (first, last) = (most / 3, most - most / 3 - 1);
    letters[..first].iter().chain(&['…']).chain(&letters[letters.len() - last..]).collect()
}

/// What was done with a file of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Picked {
    Open,
    Remove,
}

/// A file of a list with its folder. One that is gone is gray, says so, and can be taken out.
pub fn row(ui: &mut Ui, path: &Path, missing: bool, width: f32) -> (Response, Option<Picked>) {
    const REMOVE: f32 = 30.0;
    let (name, folder) = (name(path), folder(path));
    ui.horizontal(|ui| {
        let beside = if missing { format!("{folder} · not there") } else { folder.clone() };
        let size = vec2(width - if missing { REMOVE } else { 0.0 }, 0.0);
        let button = Button::new(&name).shortcut_text(RichText::new(beside).size(theme::SIZE_SMALL + 1.0).color(theme::TEXT_WEAK)).min_size(size);
        let button = ui.add_enabled(!missing, button.frame_when_inactive(false));
        button.widget_info(|| WidgetInfo::labeled(WidgetType::Button, !missing, format!("{name} in {folder}")));
        let tip = path.display().to_string();
        let gone = format!("{tip} is not there: it was moved or deleted, or its disk is away");
        let button = button.on_hover_text(tip).on_disabled_hover_text(gone);
        let mut picked = button.clicked().then_some(Picked::Open);
        if missing {
            let remove = ui.add(Button::new("×").frame_when_inactive(false)).on_hover_text("Take it out of this list");
            remove.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, format!("Remove {name} from the list")));
            picked = picked.or(remove.clicked().then_some(Picked::Remove));
            return (remove, picked);
        }
        (button, picked)
    })
    .inner
}

/// The list, and which of it is gone: a disk may answer late, so that this is looked up on a thread.
#[derive(Default)]
pub struct Recent {
    paths: Vec<PathBuf>,
    missing: Arc<Mutex<BTreeSet<PathBuf>>>,
    looked: Option<Instant>,
}

impl Recent {
    pub fn new(paths: Vec<PathBuf>) -> Self {
        Self { paths, ..Self::default() }
    }

    /// The last one first.
    pub fn paths(&self) -> &[PathBuf] {
        &self.paths
    }

    /// Whether a file was not there when it was looked for.
    pub fn is_missing(&self, path: &Path) -> bool {
        self.missing.lock().unwrap_or_else(PoisonError::into_inner).contains(path)
    }

    pub(crate) fn remember(&mut self, path: &Path) {
        let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        self.missing.lock().unwrap_or_else(PoisonError::into_inner).remove(&path);
        self.paths.retain(|other| *other != path);
        self.paths.insert(0, path);
        self.paths.truncate(MOST);
    }

    pub(crate) fn forget(&mut self, path: &Path) {
        self.paths.retain(|other| other != path);
    }

    /// Looks which files are there, unless it was looked just now.
    pub(crate) fn look(&mut self, ctx: &egui::Context) {
        if self.paths.is_empty() || self.looked.is_some_and(|looked| looked.elapsed() < FRESH) {
            return;
        }
        self.looked = Some(Instant::now());
        let (paths, missing, ctx) = (self.paths.clone(), self.missing.clone(), ctx.clone());
        std::thread::spawn(move || {
            let gone: BTreeSet<PathBuf> = paths.into_iter().filter(|path| !path.exists()).collect();
            let mut missing = missing.lock().unwrap_or_else(PoisonError::into_inner);
            if *missing != gone {
                *missing = gone;
                ctx.request_repaint();
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_short_and_tell_files_of_one_name_apart() {
        if let Some(home) = home() {
            assert_eq!(folder(&home.join("a/b.npy")), Path::new("~").join("a").to_string_lossy());
        }
        assert_eq!(folder(Path::new("/data/b.npy")), "/data");
        let long = folder(Path::new("/data/of/a/very/long/study/with/many/subjects/and/sessions/017/b.npy"));
        assert!(long.chars().count() == FOLDER && long.starts_with("/data/of/a/") && long.ends_with("/sessions/017"), "{long}");
    }
}
