//! What an empty network offers besides a hint: the files that were used last.

use std::path::PathBuf;

use egui::{Align, Layout, Rect, RichText, Ui, pos2, vec2};

use crate::desk::{Desk, Now};
use crate::theme;

/// Files shown.
const SHOWN: usize = 5;

/// Draws the recent files below the middle of an empty network.
pub fn recent(ui: &mut Ui, desk: &mut Desk, now: &Now, rect: Rect) {
    let recent = desk.files.recent();
    let paths: Vec<PathBuf> = recent.paths().iter().filter(|path| !recent.is_missing(path)).take(SHOWN).cloned().collect();
    let height = (paths.len() + 1) as f32 * 24.0;
    let top = rect.center().y + 44.0;
    if paths.is_empty() || top + height > rect.bottom() {
        return;
    }
    let place = Rect::from_min_size(pos2(rect.center().x - 200.0, top), vec2(400.0, height)).intersect(rect);
    let mut chosen = None;
    ui.scope_builder(egui::UiBuilder::new().max_rect(place).layout(Layout::top_down(Align::Center)), |ui| {
        ui.label(RichText::new("Recent files").size(theme::SIZE_SMALL).color(theme::TEXT_WEAK));
        for path in paths {
            let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
            let link = ui.link(name).on_hover_text(path.display().to_string());
            if link.clicked() {
                chosen = Some(path);
            }
        }
    });
    if let Some(path) = chosen {
        desk.open_path(path, now);
    }
}
