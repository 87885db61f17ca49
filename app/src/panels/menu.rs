//! The menu bar, and the entries of menus.

use std::path::{Path, PathBuf};

use egui::containers::menu::{MenuButton, find_menu_root};
use egui::text::{LayoutJob, TextFormat};
use egui::{Atom, Button, Color32, Id, Key, MenuBar, PointerButton, Popup, Rect, Response, RichText, Stroke, Ui, WidgetInfo, WidgetType, vec2};

use super::menu_keys::{self, Leave};
use crate::commands::actions::{self, Action};
use crate::desk::{Ask, Desk, Now};
use crate::documents::recent::{self, Picked};
use crate::parts;
use crate::theme;

/// Side of the place for check marks.
const MARK: f32 = 14.0;

/// An entry of a menu.
enum Entry {
    /// The action of an id.
    Do(&'static str),
    Line,
    Recent,
}

use Entry::{Do, Line, Recent};

const MENUS: &[(&str, &[Entry])] = &[
    (
        "File",
        &[
            Do("new"),
            Do("open"),
            Do("open_path"),
            Recent,
            Line,
            Do("save"),
            Do("save_as"),
            Line,
            Do("export_canvas"),
            Do("pictures_carry"),
            Do("own_dialogs"),
            Line,
            Do("quit"),
        ],
    ),
    (
        "Edit",
        &[
            Do("undo"),
            Do("redo"),
            Line,
            Do("add"),
            Do("add_visualizer"),
            Do("connect"),
            Do("rename"),
            Line,
            Do("cut"),
            Do("copy"),
            Do("paste"),
            Do("paste_connected"),
            Do("duplicate"),
            Do("duplicate_alone"),
            Do("delete"),
            Do("remove_heal"),
            Line,
            Do("select_all"),
            Do("find"),
            Do("find_next"),
            Do("find_previous"),
            Line,
            Do("find_property"),
            Do("link_properties"),
            Do("link_cameras"),
        ],
    ),
    (
        "Nodes",
        &[
            Do("bypass"),
            Do("run_again"),
            Do("cancel"),
            Do("pull_out"),
            Do("swap_inputs"),
            Line,
            Do("next_wire"),
            Do("insert"),
            Do("add_waypoint"),
            Do("straighten"),
            Do("disconnect"),
            Do("next_port"),
            Line,
            Do("frame"),
            Do("add_note"),
            Do("edit_remark"),
            Do("select_content"),
            Do("delete_content"),
            Line,
            Do("select_upstream"),
            Do("select_downstream"),
            Line,
            Do("arrange"),
            Do("align_left"),
            Do("align_middle"),
            Do("align_right"),
            Do("align_top"),
            Do("align_center"),
            Do("align_bottom"),
            Do("spread_horizontally"),
            Do("spread_vertically"),
        ],
    ),
    (
        "View",
        &[
            Do("fit"),
            Line,
            Do("show_processors"),
            Do("show_properties"),
            Do("show_console"),
            Do("show_editor"),
            Do("show_history"),
            Do("side_by_side"),
            Line,
            Do("show_costs"),
            Do("show_thumbnails"),
            Line,
            Do("inspect"),
            Do("close_inspectors"),
            Do("inspect_pixels"),
            Line,
            Do("zoom_in"),
            Do("zoom_out"),
            Do("zoom_reset"),
            Line,
            Do("back_end_auto"),
            Do("back_end_gpu"),
            Do("back_end_cpu"),
        ],
    ),
    (
        "Python",
        &[
            Do("new_python_processor"),
            Do("python_console"),
            Line,
            Do("reload_processors"),
            Do("trust_files"),
            Do("forget_processor_folders"),
            Line,
            Do("python_environment"),
            Do("restart_python"),
        ],
    ),
    ("Help", &[Do("command_palette"), Do("shortcuts"), Line, Do("about")]),
];

/// The menu bar, and what the keys do in it.
#[derive(Debug, Default)]
pub struct Menus {
    /// What had the focus before the menus had it; it gets it back.
    before: Option<Id>,
    /// In the frame before a menu was open, or the bar had the focus.
    open: bool,
    active: bool,
    /// What had the focus while a menu was open.
    at: Option<Id>,
    /// The menus have just been left.
    leaves: bool,
    /// The first row of the menu that opens, or of the list of recent files, is to get the focus.
    enter: bool,
    enter_recent: bool,
}

impl Menus {
    /// Draws the bar.
    pub fn show(&mut self, ui: &mut Ui, desk: &mut Desk, now: &Now) {
        let ctx = ui.ctx().clone();
        menu_keys::press_entered(&ctx);
        let asked = desk.take_asks(|ask| matches!(ask, Ask::OpenBarMenu(_))).pop();
        let mut buttons: Vec<Response> = Vec::new();
        let mut left = None;
        MenuBar::new().ui(ui, |ui| {
            for (index, (name, entries)) in MENUS.iter().enumerate() {
                let (button, shown) = MenuButton::new(with_mnemonic(ui, name)).ui(ui, |ui| {
                    ui.set_min_width(210.0);
                    let marks =
                        entries.iter().any(|entry| matches!(entry, Do(id) if actions::find(id).is_some_and(|action| action.checked.is_some())));
                    entries.iter().for_each(|entry| self.draw(ui, entry, marks, desk, now));
                    menu_keys::walk(ui, &mut self.enter)
                });
                left = left.or(shown.and_then(|shown| shown.inner).map(|leave| (index, leave)));
                buttons.push(button);
            }
        });
        let is_open = |button: &Response| Popup::is_id_open(&ctx, Popup::default_response_id(button));
        let neighbor = |index: usize, leave: Leave| match leave {
            Leave::Left => index.checked_sub(1).unwrap_or(MENUS.len() - 1),
            Leave::Right => (index + 1) % MENUS.len(),
        };
        let mut open = left.map(|(index, leave)| neighbor(index, leave));
        if let Some(Ask::OpenBarMenu(wanted)) = asked {
            open = MENUS.iter().position(|(name, _)| *name == wanted);
        }
        for (index, button) in buttons.iter().enumerate() {
            if button.clicked() && is_open(button) {
                self.enter = !button.clicked_by(PointerButton::Primary);
                // What moves through the menu from now on are its keys.
                button.request_focus();
            } else if button.hovered() && !is_open(button) && buttons.iter().any(is_open) && ctx.input(|input| input.pointer.is_moving()) {
                Popup::open_id(&ctx, Popup::default_response_id(button));
                button.request_focus();
            }
            if !button.has_focus() {
                continue;
            }
            for (key, shift) in menu_keys::pressed(&ctx, button.id) {
                let to = match key {
                    Key::ArrowLeft => neighbor(index, Leave::Left),
                    Key::ArrowRight => neighbor(index, Leave::Right),
                    Key::Tab => neighbor(index, if shift { Leave::Left } else { Leave::Right }),
                    Key::ArrowDown | Key::ArrowUp => index,
                    letter => MENUS.iter().position(|(name, _)| menu_keys::letter(name) == Some(letter)).unwrap_or(index),
                };
                let across = matches!(key, Key::ArrowLeft | Key::ArrowRight | Key::Tab);
                if across && !is_open(button) {
                    buttons[to].request_focus();
                } else if across || matches!(key, Key::ArrowDown | Key::ArrowUp) || menu_keys::letter(MENUS[to].0) == Some(key) {
                    open = Some(to);
                }
            }
        }
        if let Some(index) = open {
            Popup::open_id(&ctx, Popup::default_response_id(&buttons[index]));
            buttons[index].request_focus();
            self.enter = true;
            ctx.request_repaint();
        }
        self.keep_focus(&ctx, &buttons, buttons.iter().any(is_open));
    }

    /// Once the parts of the window are drawn: what had the focus before the menus gets it back, if it is still there.
    pub fn give_back(&mut self, ctx: &egui::Context) {
        if std::mem::take(&mut self.leaves)
            && let Some(before) = self.before
        {
            parts::focus(ctx, before);
        }
    }

    /// What had the focus before gets it back once no menu is open, unless what was chosen gave it to something else.
    fn keep_focus(&mut self, ctx: &egui::Context, buttons: &[Response], open: bool) {
        let focused = ctx.memory(|memory| memory.focused());
        let on_bar = buttons.iter().any(|button| Some(button.id) == focused);
        let was_open = std::mem::replace(&mut self.open, open);
        let was_active = std::mem::replace(&mut self.active, open || on_bar);
        if open {
            self.at = focused;
            return;
        }
        self.enter = false;
        let left = if was_open { on_bar || focused.is_none() || focused == self.at } else { was_active && focused.is_none() };
        if left {
            self.active = false;
            self.leaves = true;
        } else if !on_bar {
            self.before = focused;
        }
    }

    fn draw(&mut self, ui: &mut Ui, entry: &Entry, marks: bool, desk: &mut Desk, now: &Now) {
        match entry {
            Do(id) => {
                if let Some(action) = actions::find(id) {
                    row(ui, action, marks, desk, now);
                }
            }
            Line => drop(ui.separator()),
            Recent => recent_files(ui, &mut self.enter_recent, marks, desk, now),
        }
    }
}

/// The name of a menu with its first letter underlined: with Alt held it opens it.
fn with_mnemonic(ui: &Ui, name: &str) -> LayoutJob {
    let (first, rest) = name.split_at(1);
    let plain = TextFormat::simple(egui::TextStyle::Button.resolve(ui.style()), Color32::PLACEHOLDER);
    let mut job = LayoutJob::default();
    job.append(first, 0.0, TextFormat { underline: Stroke::new(1.0, theme::TEXT_WEAK), ..plain.clone() });
    job.append(rest, 0.0, plain);
    job
}

/// One action as an entry of a menu.
pub fn item(ui: &mut Ui, action: &Action, desk: &mut Desk, now: &Now) {
    row(ui, action, action.checked.is_some(), desk, now);
}

/// `marks`: names begin right of the place for check marks.
fn row(ui: &mut Ui, action: &Action, marks: bool, desk: &mut Desk, now: &Now) {
    let name = actions::full_name(action, now);
    let refusal = action.refusal(desk, now);
    let on = action.checked.map(|checked| checked(desk));
    let mark = ui.id().with("mark");
    let mut button = if marks { Button::new((Atom::custom(mark, vec2(MARK, MARK)), name.as_str())) } else { Button::new(name.as_str()) };
    if let Some(keys) = desk.keymap.text(ui.ctx(), action) {
        button = button.shortcut_text(RichText::new(keys).color(theme::TEXT_WEAK));
    }
    let shown = ui.add_enabled_ui(refusal.is_none(), |ui| button.atom_ui(ui)).inner;
    let place = shown.rect(mark);
    let response = shown.response;
    menu_keys::note(ui, &response, &name, false);
    if let Some(on) = on {
        let kind = if action.one_of { WidgetType::RadioButton } else { WidgetType::Checkbox };
        response.widget_info(|| WidgetInfo::selected(kind, refusal.is_none(), on, &name));
        if let Some(place) = place.filter(|_| on) {
            paint_mark(ui, place, action.one_of, if refusal.is_none() { theme::ACCENT } else { theme::TEXT_DISABLED });
        }
    }
    let response = if action.help.is_empty() { response } else { response.on_hover_text(action.help) };
    if response.on_disabled_hover_text(refusal.unwrap_or_default()).clicked() {
        (action.run)(desk, now);
        ui.close();
    }
}

/// A tick, or a dot where one of several is on.
fn paint_mark(ui: &Ui, place: Rect, dot: bool, color: Color32) {
    let center = place.center();
    if dot {
        ui.painter().circle_filled(center, 3.0, color);
    } else {
        let points = [vec2(-4.0, 0.0), vec2(-1.0, 3.0), vec2(4.0, -4.0)].map(|offset| center + offset);
        ui.painter().line(points.to_vec(), Stroke::new(1.6, color));
    }
}

/// The menus with the actions that are in them.
pub fn groups() -> impl Iterator<Item = (&'static str, impl Iterator<Item = &'static str>)> {
    let id = |entry: &Entry| match entry {
        Do(id) => Some(*id),
        Line | Recent => None,
    };
    MENUS.iter().map(move |(name, entries)| (*name, entries.iter().filter_map(id)))
}

/// The actions that are in menus.
pub fn ids() -> impl Iterator<Item = &'static str> {
    groups().flat_map(|(_, ids)| ids)
}

/// The menu that has an action.
pub fn of(id: &str) -> Option<&'static str> {
    MENUS.iter().find(|(_, entries)| entries.iter().any(|entry| matches!(entry, Do(other) if *other == id))).map(|(name, _)| *name)
}

/// Recent files with their folders; those that are gone can be taken out of the list.
fn recent_files(ui: &mut Ui, enter: &mut bool, marks: bool, desk: &mut Desk, now: &Now) {
    let files: Vec<(PathBuf, bool)> = desk.files.recent().paths().iter().map(|path| (path.clone(), desk.files.recent().is_missing(path))).collect();
    let parent = find_menu_root(ui).id;
    let mut leave = None;
    let button = ui.add_enabled_ui(!files.is_empty(), |ui| {
        let mark = Atom::custom(ui.id().with("mark"), vec2(MARK, MARK));
        let button = if marks { Button::new((mark, "Open Recent")) } else { Button::new("Open Recent") };
        let button = egui::containers::menu::SubMenuButton::from_button(button.right_text("⏵"));
        let (response, shown) = button.ui(ui, |ui| {
            desk.files.look_at_recent();
            ui.set_min_width(360.0);
            for (path, missing) in files {
                recent_file(ui, &path, missing, desk, now);
            }
            ui.separator();
            let clear = ui.button("Clear This List");
            menu_keys::note(ui, &clear, "Clear This List", false);
            if clear.clicked() {
                desk.files.forget_recent();
                ui.close();
            }
            leave = menu_keys::walk(ui, enter);
        });
        if shown.is_some() {
            menu_keys::note_submenu(ui, &response);
        }
        response
    });
    let button = button.inner.on_disabled_hover_text("No file was opened or saved yet");
    menu_keys::note(ui, &button, "Open Recent", true);
    *enter |= button.clicked() && !button.clicked_by(PointerButton::Primary);
    if leave == Some(Leave::Left) {
        menu_keys::close_submenu(ui.ctx(), parent, button.id);
    }
}

fn recent_file(ui: &mut Ui, path: &Path, missing: bool, desk: &mut Desk, now: &Now) {
    let (row, picked) = recent::row(ui, path, missing, ui.available_width());
    menu_keys::note(ui, &row, &recent::name(path), false);
    match picked {
        Some(Picked::Open) => {
            desk.open_path(path.to_owned(), now);
            ui.close();
        }
        Some(Picked::Remove) => desk.files.forget(path),
        None => {}
    }
}
