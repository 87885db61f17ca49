//! Files and folders: typed, pasted, chosen in a dialog or dropped on the field.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use egui::{Button, Ui};
use voxloom_core::Value;
use voxloom_core::property::{FileKind, FileMode};
use voxloom_workspace::command::SetProperty;

use super::Field;
use super::text;

/// What the dialog asks for.
enum Ask {
    Open(Vec<String>),
    Save(Vec<String>),
    Folder,
}

pub fn file(ui: &mut Ui, field: &Field<'_>, kind: &FileKind) {
    let filters = kind.filters.iter().map(ToString::to_string).collect();
    match kind.mode {
        FileMode::Open => show(ui, field, Ask::Open(filters), true),
        FileMode::Save => show(ui, field, Ask::Save(filters), false),
    }
}

pub fn directory(ui: &mut Ui, field: &Field<'_>) {
    show(ui, field, Ask::Folder, true);
}

fn show(ui: &mut Ui, field: &Field<'_>, ask: Ask, must_exist: bool) {
    let value = field.value.as_str().unwrap_or_default();
    let path = resolved(field, value);
    let missing = must_exist && !value.is_empty() && is_missing(ui, &path);
    let shown = ui.horizontal(|ui| {
        let browse = 30.0;
        let width = (ui.available_width() - browse - ui.spacing().item_spacing.x).max(40.0);
        let height = ui.spacing().interact_size.y;
        let edited = ui
            .allocate_ui(egui::vec2(width, height), |ui| {
                if missing {
                    ui.visuals_mut().override_text_color = Some(ui.visuals().error_fg_color);
                }
                text::entry_shown_as(ui, field.id(), value, &shortened(ui, value, width), field.name(), false)
            })
            .inner;
        if let Some(text) = edited {
            field.set_once(ui, Value::Path(cleaned(&text).into()));
        }
        let button = ui.add_sized([browse, height], Button::new("…")).on_hover_text("Choose in a dialog");
        let enabled = ui.is_enabled();
        button.widget_info(|| egui::WidgetInfo::labeled(egui::WidgetType::Button, enabled, format!("Choose {}", field.name())));
        if button.clicked() {
            browse_in_background(field, ask, &path);
        }
    });
    if missing {
        let text = egui::RichText::new("There is nothing at this path").small().color(ui.visuals().error_fg_color);
        ui.add(egui::Label::new(text).wrap()).on_hover_text(path.display().to_string());
    }
    take_drop(ui, field, shown.response.rect);
}

/// The end of a path, which tells more than its beginning, as much as fits.
fn shortened(ui: &Ui, path: &str, width: f32) -> String {
    let fits = (width / (ui.text_style_height(&egui::TextStyle::Body) * 0.45)) as usize;
    let count = path.chars().count();
    if count <= fits {
        return path.to_owned();
    }
    let tail: String = path.chars().skip(count - fits.saturating_sub(1)).collect();
    // From a whole name on, when one begins there.
    let from = tail.find(['/', '\\']).filter(|at| *at + 1 < tail.len()).unwrap_or(0);
    format!("…{}", &tail[from..])
}

/// A pasted path without the quotes and the scheme that file managers add.
fn cleaned(text: &str) -> String {
    let text = text.trim().trim_matches(['"', '\'']);
    text.strip_prefix("file://").unwrap_or(text).to_owned()
}

/// The path on this machine: shipped files are looked up, relative ones lie beside the workspace.
fn resolved(field: &Field<'_>, value: &str) -> PathBuf {
    let path = field.session.places.resolve(value);
    match field.session.store.file_state().path.as_deref().and_then(Path::parent) {
        Some(folder) if path.is_relative() => folder.join(path),
        _ => path,
    }
}

/// A file dropped on the field becomes its value; nobody else sees the drop then.
fn take_drop(ui: &Ui, field: &Field<'_>, rect: egui::Rect) {
    if !ui.is_enabled() {
        return;
    }
    let here = ui.input(|i| i.pointer.latest_pos()).is_some_and(|pointer| rect.contains(pointer));
    if here && ui.input(|i| !i.raw.hovered_files.is_empty()) {
        ui.painter().rect_stroke(rect, 3.0, ui.visuals().selection.stroke, egui::StrokeKind::Outside);
    }
    let dropped = here.then(|| ui.input(|i| i.raw.dropped_files.first().map(|file| file.path().to_owned()))).flatten();
    if let Some(path) = dropped {
        ui.ctx().input_mut(|i| i.raw.dropped_files.clear());
        field.set_once(ui, Value::Path(field.session.places.document_form(&path).into()));
    }
}

/// Opens the system's dialog without waiting for it; the choice is committed when it comes.
fn browse_in_background(field: &Field<'_>, ask: Ask, path: &Path) {
    let mut dialog = rfd::AsyncFileDialog::new().set_title(format!("{} of {}", field.name(), node_name(field)));
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        dialog = dialog.set_directory(folder);
    }
    let (Ask::Open(filters) | Ask::Save(filters)) = &ask else {
        return finish(field, dialog.pick_folder());
    };
    if !filters.is_empty() {
        dialog = dialog.add_filter(field.name(), filters).add_filter("All files", &["*"]);
    }
    match ask {
        Ask::Save(_) => {
            if let Some(name) = path.file_name() {
                dialog = dialog.set_file_name(name.to_string_lossy());
            }
            finish(field, dialog.save_file());
        }
        Ask::Open(_) | Ask::Folder => finish(field, dialog.pick_file()),
    }
}

fn node_name(field: &Field<'_>) -> String {
    field.snapshot.workspace.network.get(field.node).map(|node| node.display_name.to_string()).unwrap_or_default()
}

fn finish(field: &Field<'_>, choice: impl Future<Output = Option<rfd::FileHandle>> + Send + 'static) {
    let (store, places, console) = (field.session.store.clone(), field.session.places.clone(), field.session.console.clone());
    let (node, path) = (field.node, field.path.to_owned());
    std::thread::spawn(move || {
        let Some(file) = pollster::block_on(choice) else { return };
        store.end_drag();
        let value = Value::Path(places.document_form(file.path()).into());
        if let Err(error) = store.commit(&SetProperty { node, path, value }) {
            console.add(log::Level::Error, "properties", error.to_string());
        }
        store.end_drag();
    });
}

/// Which paths exist, looked up by threads of their own: a folder on a network may answer late.
#[derive(Clone, Default)]
struct Known(Arc<Mutex<HashMap<PathBuf, Entry>>>);

#[derive(Clone, Copy)]
struct Entry {
    missing: bool,
    asked: Instant,
}

/// How long an answer counts.
const FRESH: Duration = Duration::from_secs(2);

fn is_missing(ui: &Ui, path: &Path) -> bool {
    let known: Known = ui.data_mut(|data| data.get_temp_mut_or_default::<Known>(egui::Id::new("known paths")).clone());
    let (missing, ask) = {
        let mut entries = known.0.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        match entries.get_mut(path) {
            Some(entry) => {
                let stale = now.duration_since(entry.asked) > FRESH;
                if stale {
                    entry.asked = now;
                }
                (entry.missing, stale)
            }
            None => {
                entries.insert(path.to_owned(), Entry { missing: false, asked: now });
                (false, true)
            }
        }
    };
    if ask {
        let (ctx, path) = (ui.ctx().clone(), path.to_owned());
        std::thread::spawn(move || {
            let now_missing = !path.exists();
            let mut entries = known.0.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(entry) = entries.get_mut(&path)
                && entry.missing != now_missing
            {
                entry.missing = now_missing;
                ctx.request_repaint();
            }
        });
    }
    missing
}

#[cfg(test)]
mod tests {
    use super::cleaned;

    #[test]
    fn pasted_paths_lose_quotes_and_scheme() {
        assert_eq!(cleaned(" \"/a b/c.npy\" "), "/a b/c.npy");
        assert_eq!(cleaned("file:///a/c.npy"), "/a/c.npy");
    }
}
