//! Completing a path while it is typed: the folders and files that fit, below the field.
//!
//! Folders are read by threads of their own: one on a network may answer late.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use egui::text::CCursor;
use egui::{Area, Button, Context, EventFilter, Id, Key, Modifiers, Order, Rect, RichText, ScrollArea, TextEdit, Ui, WidgetInfo, WidgetType, vec2};

use crate::theme;

/// How many are in sight at once.
const ROWS: f32 = 9.0;
/// How long what was read of a folder counts.
const FRESH: Duration = Duration::from_secs(3);

/// What lies in a folder: names, those of folders end in `/`.
type Names = Arc<Vec<String>>;

#[derive(Clone, Default)]
struct Folders(Arc<Mutex<HashMap<PathBuf, (Names, Instant)>>>);

/// What the list below a field remembers.
#[derive(Clone, Default)]
struct Open {
    /// What was typed when the list was closed.
    closed: Option<String>,
    chosen: Option<usize>,
    /// The list as it was drawn last.
    rows: Vec<(String, Rect)>,
}

/// What is looked for.
pub struct Wanted<'a> {
    /// Endings of files; none: all files.
    pub extensions: &'a [String],
    pub folders_only: bool,
    /// The folder of this machine that a typed folder stands for.
    pub folder: &'a dyn Fn(&str) -> PathBuf,
}

/// The part of a typed path up to its last separator.
fn folder_part(typed: &str) -> &str {
    let colon = typed.strip_prefix("assets:").map(|_| "assets:".len());
    &typed[..typed.rfind(['/', '\\']).map(|at| at + 1).or(colon).unwrap_or(0)]
}

impl Wanted<'_> {
    /// Whole paths, as they would be typed, that go on from what is typed.
    fn fitting(&self, ctx: &Context, typed: &str) -> Vec<String> {
        let folder = folder_part(typed);
        let begin = typed[folder.len()..].to_lowercase();
        let fits = |name: &&String| {
            let name = name.to_lowercase();
            let kind = name.ends_with('/')
                || !self.folders_only && (self.extensions.is_empty() || self.extensions.iter().any(|end| has_extension(&name, end)));
            kind && name.starts_with(&begin) && (begin.starts_with('.') || !name.starts_with('.'))
        };
        names(ctx, &(self.folder)(folder)).iter().filter(fits).map(|name| format!("{folder}{name}")).filter(|path| path != typed).collect()
    }
}

fn has_extension(name: &str, end: &str) -> bool {
    let end = end.trim_start_matches(['*', '.']).to_lowercase();
    end.is_empty() || name.strip_suffix(&end).is_some_and(|stem| stem.ends_with('.'))
}

fn names(ctx: &Context, folder: &Path) -> Names {
    let known: Folders = ctx.data_mut(|data| data.get_temp_mut_or_default::<Folders>(Id::new("folders for completion")).clone());
    let mut folders = known.0.lock().unwrap_or_else(PoisonError::into_inner);
    let (names, asked) = folders.get(folder).cloned().map_or_else(Default::default, |(names, asked)| (names, Some(asked)));
    if asked.is_none_or(|asked| asked.elapsed() > FRESH) {
        folders.insert(folder.to_owned(), (names.clone(), Instant::now()));
        drop(folders);
        let (ctx, folder) = (ctx.clone(), folder.to_owned());
        std::thread::spawn(move || {
            let names = Arc::new(read(&folder));
            known.0.lock().unwrap_or_else(PoisonError::into_inner).insert(folder, (names, Instant::now()));
            ctx.request_repaint();
        });
    }
    names
}

/// Names in a folder, without regard to letter case in their order.
fn read(folder: &Path) -> Vec<String> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut names: Vec<String> = entries
        .flatten()
        .filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            Some(if entry.path().is_dir() { format!("{name}/") } else { name })
        })
        .collect();
    names.sort_by_key(|name| name.to_lowercase());
    names
}

/// Before the field is drawn: the keys that go to the list, and presses on it. True when a folder was pressed, into which one goes on to type.
///
/// `id` is where the typed text is kept, `entry` the field.
pub fn before(ui: &Ui, id: Id, entry: Id) -> bool {
    let ctx = ui.ctx();
    let Some(mut open) = ctx.data(|data| data.get_temp::<Open>(id.with("completion"))) else { return false };
    if open.rows.is_empty() || !ui.memory(|memory| memory.has_focus(entry)) {
        return false;
    }
    let last = open.rows.len() - 1;
    let pressed = |key| ui.input_mut(|i| i.consume_key(Modifiers::NONE, key));
    let step = |i: &mut egui::InputState, key| i.count_and_consume_key(Modifiers::NONE, key);
    for _ in 0..ctx.input_mut(|i| step(i, Key::ArrowDown)) {
        open.chosen = Some(open.chosen.map_or(0, |chosen| (chosen + 1).min(last)));
    }
    for _ in 0..ctx.input_mut(|i| step(i, Key::ArrowUp)) {
        open.chosen = open.chosen.and_then(|chosen| chosen.checked_sub(1));
    }
    let press = ui.input(|i| i.pointer.any_pressed().then(|| i.pointer.interact_pos()).flatten());
    let under = press.and_then(|at| open.rows.iter().position(|(_, rect)| rect.contains(at)));
    let shift = ui.input(|i| i.modifiers.shift);
    let by_key = (!shift && pressed(Key::Tab)).then(|| open.chosen.unwrap_or(0)).or_else(|| open.chosen.filter(|_| pressed(Key::Enter)));
    let mut into_folder = false;
    if pressed(Key::Escape) {
        open.closed = ctx.data(|data| data.get_temp::<String>(id));
    } else if let Some((path, _)) = under.or(by_key).and_then(|index| open.rows.get(index)) {
        into_folder = under.is_some() && path.ends_with('/');
        ctx.data_mut(|data| data.insert_temp(id, path.clone()));
        to_end(ctx, entry, path);
        // A file is whole; in a folder one goes on.
        open.closed = (!path.ends_with('/')).then(|| path.clone());
        open.chosen = None;
    }
    ctx.data_mut(|data| data.insert_temp(id.with("completion"), open));
    into_folder
}

/// The end of a path tells most: the cursor, and what is in sight, go there.
pub fn to_end(ctx: &Context, entry: Id, text: &str) {
    let mut state = TextEdit::load_state(ctx, entry).unwrap_or_default();
    state.cursor.set_char_range(Some(egui::text::CCursorRange::one(CCursor::new(text.chars().count()))));
    state.store(ctx, entry);
}

/// After the field was drawn: the list of what fits below it.
pub fn after(ui: &Ui, id: Id, entry: Id, field: Rect, label: &str, wanted: &Wanted<'_>) {
    let (ctx, own) = (ui.ctx(), id.with("completion"));
    let typed = ctx.data(|data| data.get_temp::<String>(id)).filter(|_| ui.memory(|memory| memory.has_focus(entry)));
    let Some(typed) = typed else { return ctx.data_mut(|data| data.remove_temp::<Open>(own)).map_or((), drop) };
    // What was there when the typing began is no question.
    let mut open = ctx.data(|data| data.get_temp::<Open>(own)).unwrap_or_else(|| Open { closed: Some(typed.clone()), ..Open::default() });
    if open.closed.as_ref() != Some(&typed) {
        open.closed = None;
    }
    let fitting = if open.closed.is_none() { wanted.fitting(ctx, &typed) } else { Vec::new() };
    open.chosen = open.chosen.filter(|chosen| *chosen < fitting.len());
    open.rows.clear();
    if !fitting.is_empty() {
        let filter = EventFilter { tab: true, escape: true, horizontal_arrows: true, vertical_arrows: true };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(entry, filter));
        let area = Area::new(own).order(Order::Foreground).fixed_pos(field.left_bottom() + vec2(0.0, 2.0)).constrain(true);
        area.show(ctx, |ui| {
            egui::Frame::popup(ui.style()).inner_margin(3).show(ui, |ui| {
                ui.set_width(field.width().max(260.0));
                ScrollArea::vertical().max_height(ROWS * theme::ROW).auto_shrink([false, true]).show(ui, |ui| {
                    ui.spacing_mut().item_spacing.y = 0.0;
                    for (index, path) in fitting.iter().enumerate() {
                        let name = &path[folder_part(path.trim_end_matches(['/', '\\'])).len()..];
                        let chosen = open.chosen == Some(index);
                        let text = RichText::new(name).color(if name.ends_with('/') { theme::TEXT_WEAK } else { theme::TEXT });
                        let row =
                            Button::selectable(chosen, text).min_size(vec2(ui.available_width(), theme::ROW)).truncate().sense(egui::Sense::CLICK);
                        let row = ui.add(row);
                        row.widget_info(|| WidgetInfo::selected(WidgetType::SelectableLabel, true, chosen, format!("Complete {label}: {name}")));
                        if chosen && !ui.clip_rect().contains_rect(row.rect) {
                            row.scroll_to_me(None);
                        }
                        let seen = row.rect.intersect(ui.clip_rect());
                        open.rows.push((path.clone(), seen));
                    }
                });
            });
        });
    }
    ctx.data_mut(|data| data.insert_temp(own, open));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_cut_at_its_last_separator() {
        assert_eq!(["/a/b", "b", "assets:vol", "assets:volumes/m"].map(folder_part), ["/a/", "", "assets:", "assets:volumes/"]);
        assert!(has_extension("brain.nii.gz", "nii.gz") && has_extension("a.npy", "*.npy") && !has_extension("npy", "npy"));
    }
}
