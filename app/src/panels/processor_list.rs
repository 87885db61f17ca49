//! The list of processor classes: a tree by category with a filter.

use std::collections::BTreeMap;
use std::sync::Arc;

use egui::{Align, CollapsingHeader, Key, Layout, RichText, ScrollArea, Sense, TextEdit, Ui, WidgetInfo, WidgetType, vec2};
use voxloom_core::processor::{CodeState, ProcessorClass};

use super::{Panel, Place, empty_state, field_info};
use crate::class_search::matches_words;
use crate::desk::{Ask, Desk, Now};
use crate::theme;

/// What a row carries when it is dragged: the class identifier.
#[derive(Debug, Clone)]
pub struct DraggedClass(pub String);

/// The list and what is typed in its filter.
#[derive(Default)]
pub struct ProcessorList {
    filter: String,
    selected: Option<String>,
}

impl Panel for ProcessorList {
    fn title(&self) -> &'static str {
        "Processors"
    }

    fn place(&self) -> Place {
        Place::Left
    }

    fn draw(&mut self, ui: &mut Ui, desk: &mut Desk, _now: &Now) {
        let classes = desk.session.registry.all();
        let fitting: Vec<_> = classes.iter().filter(|class| matches_words(class.info(), &self.filter)).collect();
        self.filter_box(ui, desk, fitting.first().map(|class| class.info().class_identifier.as_ref()));
        let mut categories: BTreeMap<&str, Vec<&Arc<dyn ProcessorClass>>> = BTreeMap::new();
        for class in &fitting {
            categories.entry(class.info().category.as_ref()).or_default().push(class);
        }
        if classes.is_empty() {
            empty_state(ui, "No processors", "This program was built without any.");
        } else if fitting.is_empty() {
            empty_state(ui, "Nothing fits the filter", "Every word has to occur in the name, tags, category or identifier.");
        }
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            for (category, mut classes) in categories {
                classes.sort_by(|a, b| a.info().display_name.cmp(&b.info().display_name));
                // While something is sought, everything found is in sight.
                let open = (!self.filter.trim().is_empty()).then_some(true);
                let name = if category.is_empty() { "Other" } else { category };
                let header =
                    CollapsingHeader::new(RichText::new(name).color(theme::TEXT)).id_salt(("category", category)).default_open(true).open(open);
                header.show_unindented(ui, |ui| {
                    ui.spacing_mut().item_spacing.y = 0.0;
                    classes.iter().for_each(|class| self.row(ui, class, desk));
                    ui.add_space(theme::UNIT);
                });
            }
        });
    }
}

impl ProcessorList {
    fn filter_box(&mut self, ui: &mut Ui, desk: &mut Desk, first: Option<&str>) {
        ui.horizontal(|ui| {
            let clear = if self.filter.is_empty() { 0.0 } else { theme::ROW + theme::UNIT * 1.5 };
            let width = ui.available_width() - clear;
            let field = ui.add(TextEdit::singleline(&mut self.filter).hint_text("Filter processors").desired_width(width));
            field.widget_info(|| field_info("Filter processors", &self.filter));
            if field.lost_focus()
                && ui.input(|input| input.key_pressed(Key::Enter))
                && !self.filter.is_empty()
                && let Some(class) = first
            {
                desk.ask(Ask::AddClass(class.to_owned()));
            }
            if !self.filter.is_empty()
                && ui
                    .add(egui::Button::new(RichText::new("×").size(theme::SIZE_HEADING)).min_size(vec2(theme::ROW, theme::ROW)).frame(false))
                    .on_hover_text("Clear the filter")
                    .clicked()
            {
                self.filter.clear();
            }
        });
        ui.add_space(theme::UNIT);
    }

    fn row(&mut self, ui: &mut Ui, class: &Arc<dyn ProcessorClass>, desk: &mut Desk) {
        let info = class.info();
        let error = class.error();
        let id = egui::Id::new(("class", info.class_identifier.as_ref()));
        let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), theme::ROW), Sense::hover());
        let response = ui.interact(rect, id, Sense::click_and_drag());
        let selected = self.selected.as_deref() == Some(info.class_identifier.as_ref());
        response.widget_info(|| WidgetInfo::selected(WidgetType::SelectableLabel, error.is_none(), selected, format!("Class {}", info.display_name)));
        if ui.is_rect_visible(rect) {
            self.paint_row(ui, rect, class, error.is_some(), selected, response.hovered());
        }
        let usable = error.is_none();
        let response = response.on_hover_ui(|ui| tooltip(ui, class, error.as_deref()));
        if response.clicked() {
            self.selected = Some(info.class_identifier.to_string());
        }
        if usable && response.double_clicked() {
            desk.ask(Ask::AddClass(info.class_identifier.to_string()));
        }
        if usable && response.drag_started() {
            response.dnd_set_drag_payload(DraggedClass(info.class_identifier.to_string()));
        }
    }

    fn paint_row(&self, ui: &Ui, rect: egui::Rect, class: &Arc<dyn ProcessorClass>, broken: bool, selected: bool, hovered: bool) {
        let info = class.info();
        let painter = ui.painter();
        if selected || hovered {
            painter.rect_filled(rect, 4.0, if selected { theme::ACCENT_FILL } else { theme::RAISED });
        }
        let color = if broken { theme::TEXT_DISABLED } else { theme::category_color(&info.category) };
        painter.rect_filled(
            egui::Rect::from_center_size(rect.left_center() + vec2(17.0, 0.0), vec2(7.0, 7.0)),
            2.0,
            color.lerp_to_gamma(theme::TEXT_STRONG, 0.15),
        );
        let text = if broken { theme::TEXT_DISABLED } else { theme::TEXT };
        let mut right = rect.right() - 6.0;
        for badge in badges(class, broken) {
            let galley = painter.layout_no_wrap(badge.to_owned(), theme::font(theme::SIZE_SMALL - 1.0), theme::TEXT_WEAK);
            right -= galley.size().x;
            painter.galley(egui::pos2(right, rect.center().y - galley.size().y / 2.0), galley, theme::TEXT_WEAK);
            right -= 8.0;
        }
        let clipped = painter.with_clip_rect(rect.with_max_x(right).intersect(ui.clip_rect()));
        clipped.text(rect.left_center() + vec2(28.0, 0.0), egui::Align2::LEFT_CENTER, &info.display_name, theme::font(theme::SIZE_BODY), text);
    }
}

fn badges(class: &Arc<dyn ProcessorClass>, broken: bool) -> Vec<&'static str> {
    let info = class.info();
    let mut badges = Vec::new();
    if broken {
        badges.push("error");
    }
    match info.code_state {
        CodeState::Broken => badges.push("broken"),
        CodeState::Experimental => badges.push("experimental"),
        CodeState::Stable => {}
    }
    if info.language == "Python" {
        badges.push("Python");
    }
    badges
}

/// What a class is and how it is used.
pub fn tooltip(ui: &mut Ui, class: &Arc<dyn ProcessorClass>, error: Option<&str>) {
    let info = class.info();
    ui.set_max_width(360.0);
    ui.horizontal(|ui| {
        ui.label(RichText::new(info.display_name.as_ref()).color(theme::TEXT_STRONG));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.label(RichText::new(info.language.as_ref()).size(theme::SIZE_SMALL).color(theme::TEXT_WEAK))
        });
    });
    if !info.help.trim().is_empty() {
        ui.label(info.help.trim());
    }
    let interface = class.interface();
    for (what, ports) in [("In", interface.inports()), ("Out", interface.outports())] {
        if !ports.is_empty() {
            let names: Vec<&str> = ports.iter().map(|port| &*port.identifier).collect();
            ui.label(RichText::new(format!("{what}: {}", names.join(", "))).size(theme::SIZE_SMALL).color(theme::TEXT_WEAK));
        }
    }
    ui.label(RichText::new(info.class_identifier.as_ref()).font(theme::mono(theme::SIZE_SMALL)).color(theme::TEXT_WEAK));
    if let Some(error) = error {
        ui.label(RichText::new(error).color(theme::ERROR));
    } else {
        ui.label(RichText::new("Double click or drag into the network to add it").size(theme::SIZE_SMALL).color(theme::TEXT_WEAK));
    }
}
