//! What the place of the canvas offers while no canvas is there: a file, a sample, the files that were used last; or a canvas.

use std::path::PathBuf;

use egui::{Align, Button, Layout, Rect, Response, RichText, Ui, WidgetInfo, WidgetType, vec2};

use crate::commands::actions;
use crate::desk::{Ask, Desk, Now};
use crate::documents::recent::{self, Picked};
use crate::theme;

/// Recent files shown.
const SHOWN: usize = 6;
/// Height of a line of the list, and of all above it.
const LINE: f32 = theme::ROW + theme::UNIT;
const HEAD: f32 = 92.0;
const LIST: f32 = 480.0;
const CANVAS: &str = "org.inviwo.CanvasGL";
/// The sample, below a folder of samples.
const SAMPLE: &str = "workspaces/brain.voxloom";

/// Draws it into the middle of a place.
pub fn show(ui: &mut Ui, desk: &mut Desk, now: &Now, place: Rect) {
    let is_new = now.snapshot.workspace.network.is_empty();
    // As many as there is room for.
    let room = ((place.height() - HEAD - LINE * 2.0) / LINE).max(0.0) as usize;
    let files: Vec<PathBuf> = if is_new { desk.files.recent().paths().iter().take(SHOWN.min(room)).cloned().collect() } else { Vec::new() };
    let list = if files.is_empty() { 0.0 } else { LINE * (files.len() + 1) as f32 };
    let width = LIST.min(place.width() - 24.0);
    let size = vec2(width, (HEAD + list).min(place.height()));
    let inside = Rect::from_center_size(place.center(), size).intersect(place);
    if width < 120.0 {
        return;
    }
    ui.scope_builder(egui::UiBuilder::new().max_rect(inside).layout(Layout::top_down(Align::Center)), |ui| {
        let (title, hint) = if is_new {
            ("Drop a volume, an image or a workspace here", "or add processors to the network: Tab, or a double click on it")
        } else {
            ("No canvas in the network", "A canvas shows what the network draws")
        };
        let title = ui.label(RichText::new(title).size(theme::SIZE_HEADING + 2.0).color(theme::TEXT_STRONG));
        title.widget_info(|| WidgetInfo::labeled(WidgetType::Label, true, if is_new { "Welcome" } else { "No canvas in the network" }));
        ui.label(RichText::new(hint).color(theme::TEXT_WEAK));
        ui.add_space(theme::UNIT * 2.0);
        crate::dialogs::centered(ui, |ui| if is_new { beginnings(ui, desk, now) } else { canvases(ui, desk, now) });
        if !files.is_empty() {
            ui.add_space(theme::UNIT * 2.0);
            ui.label(RichText::new("Recent files").size(theme::SIZE_SMALL + 1.0).color(theme::TEXT_WEAK));
        }
        for path in files {
            let missing = desk.files.recent().is_missing(&path);
            match recent::row(ui, &path, missing, width).1 {
                Some(Picked::Open) => desk.open_path(path, now),
                Some(Picked::Remove) => desk.files.forget(&path),
                None => {}
            }
        }
    });
}

/// Ways to begin.
fn beginnings(ui: &mut Ui, desk: &mut Desk, now: &Now) {
    let sample = desk.session.folders.assets.iter().map(|folder| folder.join(SAMPLE)).find(|path| path.is_file());
    by_action(ui, "open", "Open a File…", desk, now);
    if let Some(sample) = sample
        && ui.button("Show the Sample Brain").on_hover_text(sample.display().to_string()).clicked()
    {
        desk.open_path(sample, now);
    }
}

/// Ways to a canvas.
fn canvases(ui: &mut Ui, desk: &mut Desk, now: &Now) {
    if ui.button("Add a Canvas").on_hover_text("Adds it beside the selected processor, and connects it where that fits").clicked() {
        desk.ask(Ask::AddClass(CANVAS.to_owned()));
    }
    if actions::find("add_visualizer").is_some_and(|action| action.refusal(desk, now).is_none()) {
        by_action(ui, "add_visualizer", "Show What Is Selected", desk, now);
    }
    by_action(ui, "open", "Open a File…", desk, now);
}

/// A button for an action, with its keys in the tip.
fn by_action(ui: &mut Ui, id: &str, text: &str, desk: &mut Desk, now: &Now) -> Option<Response> {
    let action = actions::find(id)?;
    let tip = desk.keymap.named(ui.ctx(), action, action.name);
    let button = ui.add(Button::new(text)).on_hover_text(tip);
    if button.clicked() {
        (action.run)(desk, now);
    }
    Some(button)
}
