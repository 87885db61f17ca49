//! The panels around the center. To add one: a file here and a line in [`all`].

pub mod console;
pub mod history;
pub mod menu;
pub mod menu_keys;
pub mod processor_list;
pub mod properties;
pub mod status_bar;
pub mod toolbar;

use egui::{RichText, Ui};

use crate::desk::{Ask, Desk, Now};
use crate::theme;

/// Where a panel stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    Left,
    Right,
    Bottom,
}

/// A part of the window beside the center.
pub trait Panel {
    fn title(&self) -> &'static str;

    fn place(&self) -> Place;

    fn draw(&mut self, ui: &mut Ui, desk: &mut Desk, now: &Now);

    /// Things of its own in the heading, right of the title.
    fn draw_heading(&mut self, _ui: &mut Ui, _desk: &mut Desk) {}
}

/// Every panel but the console, whose prompt takes keys before anything is drawn.
pub fn all() -> Vec<Box<dyn Panel>> {
    vec![Box::<processor_list::ProcessorList>::default(), Box::new(Properties)]
}

/// Draws a panel with its heading.
pub fn show(panel: &mut dyn Panel, ui: &mut Ui, desk: &mut Desk, now: &Now) {
    ui.horizontal(|ui| {
        ui.set_min_height(theme::ROW);
        ui.label(RichText::new(panel.title()).color(theme::TEXT_STRONG));
        panel.draw_heading(ui, desk);
    });
    ui.add_space(theme::UNIT);
    panel.draw(ui, desk, now);
}

/// The properties of what is selected.
struct Properties;

impl Panel for Properties {
    fn title(&self) -> &'static str {
        "Properties"
    }

    fn place(&self) -> Place {
        Place::Right
    }

    fn draw(&mut self, ui: &mut Ui, desk: &mut Desk, now: &Now) {
        let selection: Vec<_> = desk.selection.iter().copied().collect();
        for ask in desk.take_asks(|ask| matches!(ask, Ask::FindProperty | Ask::LinkProperties)) {
            match (ask, selection.as_slice()) {
                (Ask::LinkProperties, [first, second]) => properties::open_link_dialog(ui.ctx(), *first, *second),
                (Ask::FindProperty, _) => properties::find_property(ui.ctx()),
                _ => {}
            }
        }
        for wish in properties::show(ui, &desk.session, &now.snapshot, &now.states, &selection) {
            match wish {
                properties::Wish::Edit(file, line) => desk.edit(&file, line),
                properties::Wish::Install(package) => {
                    let session = desk.session.clone();
                    desk.environment.install(ui.ctx(), &session, &package);
                    desk.notices.info(format!("Installing {package}; the console shows how it goes"));
                }
            }
        }
    }
}

/// What a text field is called for those who do not see it.
pub fn field_info(name: &str, text: &str) -> egui::WidgetInfo {
    egui::WidgetInfo { label: Some(name.to_owned()), ..egui::WidgetInfo::text_edit(true, text, text, name) }
}

/// Text in the middle of a part that has nothing to show yet.
pub fn empty_state(ui: &mut Ui, title: &str, hint: &str) {
    ui.add_space(theme::UNIT * 6.0);
    ui.vertical_centered(|ui| {
        ui.label(RichText::new(title).color(theme::TEXT));
        ui.label(RichText::new(hint).size(theme::SIZE_SMALL + 1.0).color(theme::TEXT_WEAK));
    });
}
