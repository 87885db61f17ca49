//! What an empty network offers besides a hint: opening a file, a sample, the files that were used last.

use std::path::PathBuf;

use egui::{Align, Layout, Rect, RichText, Ui, pos2};

use crate::commands::actions;
use crate::desk::{Desk, Now};
use crate::theme;

/// Recent files shown.
const SHOWN: usize = 5;
const LINE: f32 = 24.0;
/// The sample, below a folder of samples.
const SAMPLE: &str = "workspaces/brain.voxloom";

/// Draws links below the middle of an empty network.
pub fn show(ui: &mut Ui, desk: &mut Desk, now: &Now, rect: Rect) {
    let recent = desk.files.recent();
    let mut paths: Vec<PathBuf> = recent.paths().iter().filter(|path| !recent.is_missing(path)).take(SHOWN).cloned().collect();
    let top = rect.center().y + 30.0;
    // As many as there is room for.
    let room = ((rect.bottom() - top) / LINE) as usize;
    paths.truncate(room.saturating_sub(3));
    if room == 0 {
        return;
    }
    let place = Rect::from_min_max(pos2(rect.center().x - 200.0, top), pos2(rect.center().x + 200.0, rect.bottom())).intersect(rect);
    let sample = desk.session.folders.assets.iter().map(|folder| folder.join(SAMPLE)).find(|path| path.is_file());
    let mut chosen = None;
    ui.scope_builder(egui::UiBuilder::new().max_rect(place).layout(Layout::top_down(Align::Center)), |ui| {
        if let Some(open) = actions::find("open") {
            let keys = desk.keymap.text(ui.ctx(), open).map_or_else(String::new, |keys| format!(" ({keys})"));
            if ui.link(format!("Open a file…{keys}")).clicked() {
                (open.run)(desk, now);
            }
        }
        if let Some(sample) = sample
            && room > 1
            && ui.link("Show the sample brain").on_hover_text(sample.display().to_string()).clicked()
        {
            chosen = Some(sample);
        }
        if paths.is_empty() {
            return;
        }
        ui.add_space(theme::UNIT);
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
