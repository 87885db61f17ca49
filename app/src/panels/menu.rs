//! The menu bar.

use egui::{Button, Checkbox, MenuBar, RadioButton, RichText, Ui};

use crate::actions::{self, Action};
use crate::desk::{Desk, Now};
use crate::open::is_workspace;
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
    ("File", &[Do("new"), Do("open"), Do("open_path"), Recent, Line, Do("save"), Do("save_as"), Line, Do("export_canvas"), Line, Do("quit")]),
    ("Edit", &[Do("undo"), Do("redo"), Line, Do("add"), Do("duplicate"), Do("rename"), Do("delete"), Line, Do("select_all"), Do("arrange")]),
    (
        "View",
        &[
            Do("fit"),
            Line,
            Do("show_processors"),
            Do("show_properties"),
            Do("show_console"),
            Do("show_editor"),
            Do("side_by_side"),
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
            Line,
            Do("python_environment"),
            Do("restart_python"),
        ],
    ),
    ("Help", &[Do("shortcuts"), Do("about")]),
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
    if let Some(keys) = actions::shortcut_text(ui.ctx(), action) {
        button = button.shortcut_text(RichText::new(keys).color(theme::TEXT_WEAK));
    }
    if ui.add_enabled(enabled, button).clicked() {
        (action.run)(desk, now);
        ui.close();
    }
}

fn recent(ui: &mut Ui, desk: &mut Desk, now: &Now) {
    let recent = desk.files.recent().to_vec();
    ui.add_enabled_ui(!recent.is_empty(), |ui| {
        ui.menu_button("Open Recent", |ui| {
            ui.set_min_width(280.0);
            for path in recent {
                let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
                let kind = if is_workspace(&path) { "workspace" } else { "data" };
                let button = Button::new(name).shortcut_text(RichText::new(kind).color(theme::TEXT_WEAK));
                if ui.add(button).on_hover_text(path.display().to_string()).clicked() {
                    desk.open_path(path, now);
                    ui.close();
                }
            }
            ui.separator();
            if ui.button("Clear This List").clicked() {
                desk.files.forget_recent();
                ui.close();
            }
        });
    });
}
