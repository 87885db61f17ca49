//! Files and folders: typed, pasted, chosen in a dialog or dropped on the field.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use egui::{Button, Ui};
use voxloom_core::Value;
use voxloom_core::property::{FileKind, FileMode};

use super::{Field, SetTogether, completion, recent, text};
use crate::documents::file_dialog::{self, Filter, Mode, Question};

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
    let (extensions, folders_only) = match &ask {
        Ask::Open(extensions) | Ask::Save(extensions) => (extensions.clone(), false),
        Ask::Folder => (Vec::new(), true),
    };
    let missing = must_exist && !value.is_empty() && is_missing(ui, &path);
    let (id, entry_id) = (field.id(), text::entry_id(field.id()));
    let before = ui.data(|data| data.get_temp::<String>(id)).is_some();
    let into_folder = completion::before(ui, id, entry_id);
    let shown = ui.horizontal(|ui| {
        let browse = 28.0;
        let between = 4.0;
        ui.spacing_mut().item_spacing.x = between;
        let width = (ui.available_width() - 2.0 * (browse + between)).max(40.0);
        let height = ui.spacing().interact_size.y;
        let entry = ui.allocate_ui(egui::vec2(width, height), |ui| {
            if missing {
                ui.visuals_mut().override_text_color = Some(ui.visuals().error_fg_color);
            }
            let shown = if field.mixed { String::new() } else { shortened(ui, value, width - 2.0 * ui.spacing().button_padding.x - 4.0) };
            text::Entry { id: field.id(), value, shown: &shown, label: field.name(), multiline: false, mixed: field.mixed }.show(ui)
        });
        if let Some(text) = entry.inner.clone().filter(|_| into_folder) {
            ui.data_mut(|data| data.insert_temp(id, text));
            ui.memory_mut(|memory| memory.request_focus(entry_id));
        } else if let Some(text) = entry.inner {
            choose(ui, field, &whole(field, &cleaned(&text)));
        }
        recent_files(ui, field, &ask, browse);
        let button = ui.add_sized([browse, height], Button::new("…")).on_hover_text("Choose in a dialog");
        let enabled = ui.is_enabled();
        button.widget_info(|| egui::WidgetInfo::labeled(egui::WidgetType::Button, enabled, format!("Choose {}", field.name())));
        if button.clicked() {
            browse_in_background(ui.ctx(), field, ask, &path);
        }
        entry.response.rect
    });
    if !before && let Some(text) = ui.data(|data| data.get_temp::<String>(id)) {
        completion::to_end(ui.ctx(), entry_id, &text);
    }
    let wanted = completion::Wanted { extensions: &extensions, folders_only, folder: &|typed| resolved(field, typed) };
    completion::after(ui, id, entry_id, shown.inner, field.name(), &wanted);
    take_drop(ui, field, shown.response.rect);
    if !value.is_empty() && !ui.memory(|memory| memory.has_focus(text::entry_id(field.id()))) {
        // What is missing has no line of its own: the rows below stay where they are.
        let what = if missing { "There is nothing at this path: " } else { "" };
        let over = ui.interact(shown.inner, field.id().with("whole path"), egui::Sense::hover());
        over.on_hover_text(format!("{what}{}", path.display()));
    }
}

/// The end of a path, which tells more than its beginning, as much as fits.
fn shortened(ui: &Ui, path: &str, width: f32) -> String {
    let font = egui::TextStyle::Body.resolve(ui.style());
    let fits = |text: &str| ui.painter().layout_no_wrap(text.to_owned(), font.clone(), egui::Color32::PLACEHOLDER).size().x <= width;
    if fits(path) {
        return path.to_owned();
    }
    // The first end that fits: from whole names on, else from any letter on.
    let least = path.char_indices().rev().nth((width / 2.5) as usize).map_or(1, |(at, _)| at.max(1));
    let ends = |separators: bool| path.char_indices().filter(move |(at, c)| *at >= least && (!separators || matches!(c, '/' | '\\')));
    let end = ends(true).chain(ends(false)).map(|(at, _)| format!("…{}", &path[at..])).find(|end| end.chars().count() > 2 && fits(end));
    end.unwrap_or_else(|| path.to_owned())
}

/// A pasted path without the quotes and the scheme that file managers add.
fn cleaned(text: &str) -> String {
    let text = text.trim().trim_matches(['"', '\'']);
    text.strip_prefix("file://").unwrap_or(text).to_owned()
}

/// A path that was typed before the document has a folder that it would be relative to.
fn whole(field: &Field<'_>, text: &str) -> String {
    let path = Path::new(text);
    let named = text.is_empty() || text.starts_with("assets:") || !path.is_relative() || field.session.store.file_state().path.is_some();
    match std::path::absolute(path) {
        Ok(whole) if !named => field.session.places.document_form(&whole),
        _ => text.to_owned(),
    }
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
        choose(ui, field, &field.session.places.document_form(&path));
    }
}

/// Sets the path, and remembers it for other fields.
fn choose(ui: &Ui, field: &Field<'_>, path: &str) {
    recent::remember(ui.ctx(), &field.session.folders.user, path);
    field.set_once(ui, Value::Path(path.into()));
}

/// Files of the kind that were chosen lately.
fn recent_files(ui: &mut Ui, field: &Field<'_>, ask: &Ask, width: f32) {
    let extensions = match ask {
        Ask::Open(extensions) | Ask::Save(extensions) => extensions.as_slice(),
        Ask::Folder => &[],
    };
    let button = ui.add_sized([width, ui.spacing().interact_size.y], Button::new("⏷")).on_hover_text("Files chosen lately");
    let enabled = ui.is_enabled();
    button.widget_info(|| egui::WidgetInfo::labeled(egui::WidgetType::Button, enabled, format!("Recent files for {}", field.name())));
    egui::Popup::menu(&button).show(|ui| {
        let mut paths = recent::fitting(ui.ctx(), &field.session.folders.user, extensions);
        // A folder has no extension; what looks like a file is none.
        paths.retain(|path| !matches!(ask, Ask::Folder) || Path::new(path).extension().is_none());
        if paths.is_empty() {
            ui.weak("No files chosen yet");
        }
        for path in paths.iter().take(12) {
            let name = Path::new(path).file_name().map_or_else(|| path.clone(), |name| name.to_string_lossy().into_owned());
            if ui.button(name).on_hover_text(path).clicked() {
                choose(ui, field, path);
            }
        }
    });
}

/// Asks for a path with the window's dialog; the choice is committed when it comes.
fn browse_in_background(ctx: &egui::Context, field: &Field<'_>, ask: Ask, path: &Path) {
    let (mode, extensions) = match &ask {
        Ask::Open(extensions) => (Mode::Open, extensions.as_slice()),
        Ask::Save(extensions) => (Mode::Save, extensions.as_slice()),
        Ask::Folder => (Mode::Folder, &[][..]),
    };
    let own = (!extensions.is_empty()).then(|| Filter { name: field.name().to_owned(), extensions: extensions.to_vec() });
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let question = Question {
        mode,
        title: format!("{} of {}", field.name(), node_name(field)),
        filters: own.into_iter().chain([Filter::all()]).collect(),
        folder: folder.map(Path::to_owned),
        name: path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
    };
    let (store, places, console) = (field.session.store.clone(), field.session.places.clone(), field.session.console.clone());
    let (user, other) = (field.session.folders.user.clone(), ctx.clone());
    let (nodes, path): (Vec<_>, _) = (field.nodes().collect(), field.path.to_owned());
    file_dialog::ask(ctx, question, move |file| {
        let chosen = places.document_form(&file);
        recent::remember(&other, &user, &chosen);
        store.end_drag();
        let values = nodes.into_iter().map(|node| (node, Value::Path(chosen.as_str().into()))).collect();
        if let Err(error) = store.commit(&SetTogether { path, values }) {
            console.add(log::Level::Error, "properties", error.to_string());
        }
        store.end_drag();
    });
}

fn node_name(field: &Field<'_>) -> String {
    field.snapshot.workspace.network.get(field.node).map(|node| node.display_name.to_string()).unwrap_or_default()
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
