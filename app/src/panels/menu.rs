//! The menu bar.

use std::path::PathBuf;

use egui::{Button, Checkbox, MenuBar, RadioButton, RichText, Ui};

use crate::commands::actions::{self, Action};
use crate::desk::{Desk, Now};
use crate::documents::open::is_workspace;
use crate::theme;

/// An entry of a menu.
enum Entry {
    /// The action of an id.
    Do(&'static str),
    Line,
    Recent,
    Heading(&'static str),
}

use Entry::{Do, Heading, Line, Recent};

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
            Do("pull_out"),
            Do("swap_inputs"),
            Do("straighten"),
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
            Heading("Draw with"),
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

/// Draws the menu bar.
pub fn show(ui: &mut Ui, desk: &mut Desk, now: &Now) {
    MenuBar::new().ui(ui, |ui| {
        for (name, entries) in MENUS {
            ui.menu_button(*name, |ui| {
                ui.set_min_width(210.0);
                entries.iter().for_each(|entry| draw(ui, entry, desk, now));
            });
        }
    });
}

fn draw(ui: &mut Ui, entry: &Entry, desk: &mut Desk, now: &Now) {
    match entry {
        Do(id) => {
            if let Some(action) = actions::find(id) {
                item(ui, action, desk, now);
            }
        }
        Line => drop(ui.separator()),
        Heading(text) => drop(ui.label(RichText::new(*text).size(theme::SIZE_SMALL).color(theme::TEXT_WEAK))),
        Recent => recent(ui, desk, now),
    }
}

/// One action as an entry of a menu.
pub fn item(ui: &mut Ui, action: &Action, desk: &mut Desk, now: &Now) {
    let name = actions::full_name(action, now);
    let enabled = (action.enabled)(desk, now);
    if let Some(checked) = action.checked {
        let mut on = checked(desk);
        let clicked =
            if action.one_of { ui.add_enabled(enabled, RadioButton::new(on, name)) } else { ui.add_enabled(enabled, Checkbox::new(&mut on, name)) }
                .clicked();
        if clicked {
            (action.run)(desk, now);
            ui.close();
        }
        return;
    }
    let mut button = Button::new(name);
    if let Some(keys) = desk.keymap.text(ui.ctx(), action) {
        button = button.shortcut_text(RichText::new(keys).color(theme::TEXT_WEAK));
    }
    let refusal = action.refusal(desk, now).unwrap_or_default();
    if ui.add_enabled(enabled, button).on_disabled_hover_text(refusal).clicked() {
        (action.run)(desk, now);
        ui.close();
    }
}

/// The menus with the actions that are in them.
pub fn groups() -> impl Iterator<Item = (&'static str, impl Iterator<Item = &'static str>)> {
    let id = |entry: &Entry| match entry {
        Do(id) => Some(*id),
        Line | Recent | Heading(_) => None,
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

/// Recent files; those that are gone can be taken out of the list.
fn recent(ui: &mut Ui, desk: &mut Desk, now: &Now) {
    let recent: Vec<(PathBuf, bool)> = desk.files.recent().paths().iter().map(|path| (path.clone(), desk.files.recent().is_missing(path))).collect();
    ui.add_enabled_ui(!recent.is_empty(), |ui| {
        ui.menu_button("Open Recent", |ui| {
            desk.files.look_at_recent();
            ui.set_min_width(320.0);
            for (path, missing) in recent {
                let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
                let kind = match (missing, is_workspace(&path)) {
                    (true, _) => "missing",
                    (false, true) => "workspace",
                    (false, false) => "data",
                };
                ui.horizontal(|ui| {
                    let width = ui.available_width() - if missing { 30.0 } else { 0.0 };
                    let button = Button::new(&name).shortcut_text(RichText::new(kind).color(theme::TEXT_WEAK)).min_size(egui::vec2(width, 0.0));
                    let button = ui.add_enabled(!missing, button);
                    let tip = path.display().to_string();
                    if button.on_hover_text(&tip).on_disabled_hover_text(format!("{tip} is not there")).clicked() {
                        desk.open_path(path.clone(), now);
                        ui.close();
                    }
                    if missing {
                        let remove = ui.add(Button::new("×").frame_when_inactive(false)).on_hover_text("Take it out of this list");
                        remove.widget_info(|| egui::WidgetInfo::labeled(egui::WidgetType::Button, true, format!("Remove {name} from the list")));
                        if remove.clicked() {
                            desk.files.forget(&path);
                        }
                    }
                });
            }
            ui.separator();
            if ui.button("Clear This List").clicked() {
                desk.files.forget_recent();
                ui.close();
            }
        });
    });
}
