//! The list of processor classes: a tree by category with a filter. Python files that do not load are in it too, greyed.

use std::collections::BTreeMap;
use std::sync::Arc;

use egui::{Align, CollapsingHeader, Key, Label, Layout, Rect, Response, RichText, ScrollArea, Sense, TextEdit, Ui, WidgetInfo, WidgetType, vec2};
use voxloom_core::processor::{CodeState, ProcessorClass};
use voxloom_host::{CatalogEntry, CatalogState};

use super::{Panel, Place, empty_state, field_info};
use crate::commands::class_search::{matches_words, state_name, words_occur};
use crate::desk::{Ask, Desk, Now};
use crate::python::catalog;
use crate::theme;

/// What a row carries when it is dragged: the class identifier.
#[derive(Debug, Clone)]
pub struct DraggedClass(pub String);

/// Files of which no class came.
const NOT_LOADED: &str = "Not loaded";

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

    fn draw_heading(&mut self, ui: &mut Ui, desk: &mut Desk) {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let new = ui.add(egui::Button::new("New…"));
            new.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, "New Python processor"));
            if new.on_hover_text("Write a processor of your own in Python (Ctrl+Shift+N)").clicked() {
                let questions = crate::python::new_processor_dialog::NewProcessor::new(desk);
                desk.dialogs.show_new_processor(questions);
            }
        });
    }

    fn draw(&mut self, ui: &mut Ui, desk: &mut Desk, now: &Now) {
        let classes = desk.session.registry.all();
        let fitting: Vec<_> = classes.iter().filter(|class| matches_words(class.info(), &self.filter)).collect();
        let broken: Vec<&CatalogEntry> = now.catalog.iter().filter(|entry| self.is_broken(entry, desk)).collect();
        self.filter_box(ui, desk, fitting.first().map(|class| class.info().class_identifier.as_ref()));
        let mut categories: BTreeMap<&str, Vec<&Arc<dyn ProcessorClass>>> = BTreeMap::new();
        for class in &fitting {
            categories.entry(class.info().category.as_ref()).or_default().push(class);
        }
        if classes.is_empty() {
            empty_state(ui, "No processors", "This program was built without any.");
        } else if fitting.is_empty() && broken.is_empty() {
            empty_state(ui, "Nothing fits the filter", "Every word has to occur in the name, tags, category, state or identifier.");
        }
        let loading = desk.session.python.loading();
        if loading > 0 {
            ui.label(RichText::new(format!("Loading {loading} Python files…")).size(theme::SIZE_SMALL).color(theme::ACCENT));
        }
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            // While something is sought, everything found is in sight.
            let open = (!self.filter.trim().is_empty()).then_some(true);
            if !broken.is_empty() {
                let name = RichText::new(NOT_LOADED).color(theme::ERROR);
                CollapsingHeader::new(name).id_salt(NOT_LOADED).default_open(true).open(open).show_unindented(ui, |ui| {
                    ui.spacing_mut().item_spacing.y = 0.0;
                    broken.iter().for_each(|entry| file_row(ui, entry, desk));
                    ui.add_space(theme::UNIT);
                });
            }
            for (category, mut classes) in categories {
                classes.sort_by(|a, b| a.info().display_name.cmp(&b.info().display_name));
                let name = if category.is_empty() { "Other" } else { category };
                let header =
                    CollapsingHeader::new(RichText::new(name).color(theme::TEXT)).id_salt(("category", category)).default_open(true).open(open);
                header.show_unindented(ui, |ui| {
                    ui.spacing_mut().item_spacing.y = 0.0;
                    classes.iter().for_each(|class| self.row(ui, class, desk, now));
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

    /// Files that give no class: they do not load, or another file of the folder came first.
    fn is_broken(&self, entry: &CatalogEntry, desk: &Desk) -> bool {
        let listed = match &entry.state {
            CatalogState::Conflict { .. } => true,
            CatalogState::Failed(_) | CatalogState::Broken { .. } => {
                let class = entry.class_identifier.as_ref().and_then(|identifier| desk.session.registry.get(identifier));
                class.is_none_or(|class| class.file() != Some(&*entry.file))
            }
            CatalogState::Loaded | CatalogState::Loading | CatalogState::Overridden { .. } | CatalogState::Helper => false,
        };
        let name = entry.display_name.as_deref().unwrap_or_default();
        listed
            && words_occur(&format!("{name} {} {} error", entry.file.display(), entry.class_identifier.as_deref().unwrap_or_default()), &self.filter)
    }

    fn row(&mut self, ui: &mut Ui, class: &Arc<dyn ProcessorClass>, desk: &mut Desk, now: &Now) {
        let info = class.info();
        let error = class.error();
        let entry = catalog::of_class(&now.catalog, &**class);
        let old = class.file().is_some_and(|file| catalog::old_version(&now.catalog, file).is_some());
        let id = egui::Id::new(("class", info.class_identifier.as_ref()));
        let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), theme::ROW), Sense::hover());
        let response = ui.interact(rect, id, Sense::click_and_drag());
        let selected = self.selected.as_deref() == Some(info.class_identifier.as_ref());
        response.widget_info(|| WidgetInfo::selected(WidgetType::SelectableLabel, error.is_none(), selected, format!("Class {}", info.display_name)));
        if ui.is_rect_visible(rect) {
            let badges = badges(class, error.is_some(), old, entry);
            self.paint_row(ui, rect, class, &badges, error.is_some(), selected, response.hovered());
        }
        let usable = error.is_none();
        response.context_menu(|ui| class_menu(ui, class, error.as_deref(), entry, desk));
        let response = response.on_hover_ui(|ui| {
            tooltip(ui, class, error.as_deref());
            entry.into_iter().for_each(|entry| file_facts(ui, entry));
            if let Some(error) = class.file().and_then(|file| catalog::old_version(&now.catalog, file)) {
                ui.label(
                    RichText::new(format!("The last version that loads runs; the file has an error: {}", error.summary())).color(theme::WARNING),
                );
            }
        });
        if response.clicked() {
            self.selected = Some(info.class_identifier.to_string());
            if let (false, Some(entry)) = (usable, entry) {
                edit_at_error(entry, desk);
            }
        }
        if usable && response.double_clicked() {
            desk.ask(Ask::AddClass(info.class_identifier.to_string()));
        }
        if usable && response.drag_started() {
            response.dnd_set_drag_payload(DraggedClass(info.class_identifier.to_string()));
        }
    }

    #[expect(clippy::too_many_arguments, reason = "all of it is one row's look")]
    fn paint_row(&self, ui: &Ui, rect: Rect, class: &Arc<dyn ProcessorClass>, badges: &[&'static str], broken: bool, selected: bool, hovered: bool) {
        let info = class.info();
        let painter = ui.painter();
        if selected || hovered {
            painter.rect_filled(rect, 4.0, if selected { theme::ACCENT_FILL } else { theme::RAISED });
        }
        let color = if broken { theme::TEXT_DISABLED } else { theme::category_color(&info.category) };
        painter.rect_filled(
            Rect::from_center_size(rect.left_center() + vec2(17.0, 0.0), vec2(7.0, 7.0)),
            2.0,
            color.lerp_to_gamma(theme::TEXT_STRONG, 0.15),
        );
        let text = if broken { theme::TEXT_DISABLED } else { theme::TEXT };
        let mut right = rect.right() - 6.0;
        // The first badge says most and is always there; the others where the name leaves room.
        let name = painter.layout_no_wrap(info.display_name.to_string(), theme::font(theme::SIZE_BODY), text);
        let name_end = rect.left() + 28.0 + name.size().x;
        for (index, badge) in badges.iter().enumerate() {
            let color = if matches!(*badge, "error" | "old version") { theme::WARNING } else { theme::TEXT_WEAK };
            let galley = painter.layout_no_wrap((*badge).to_owned(), theme::font(theme::SIZE_SMALL - 1.0), color);
            if index > 0 && right - galley.size().x < name_end + 6.0 {
                break;
            }
            right -= galley.size().x;
            painter.galley(egui::pos2(right, rect.center().y - galley.size().y / 2.0), galley, color);
            right -= 8.0;
        }
        let name = if name_end > right { elided(ui, &info.display_name, right - rect.left() - 28.0, text) } else { name };
        painter.galley(egui::pos2(rect.left() + 28.0, rect.center().y - name.size().y / 2.0), name, text);
    }
}

/// A name in a line of this width, cut with an ellipsis.
fn elided(ui: &Ui, name: &str, width: f32, color: egui::Color32) -> Arc<egui::Galley> {
    let mut job = egui::text::LayoutJob::simple_singleline(name.to_owned(), theme::font(theme::SIZE_BODY), color);
    job.wrap = egui::text::TextWrapping::truncate_at_width(width.max(0.0));
    ui.painter().layout_job(job)
}

fn badges(class: &Arc<dyn ProcessorClass>, broken: bool, old: bool, entry: Option<&CatalogEntry>) -> Vec<&'static str> {
    let info = class.info();
    let mut badges = Vec::new();
    if broken {
        badges.push("error");
    }
    if old {
        badges.push("old version");
    }
    match info.code_state {
        CodeState::Broken | CodeState::Experimental => badges.push(state_name(info.code_state)),
        CodeState::Stable => {}
    }
    if entry.is_some_and(|entry| !entry.overrides.is_empty()) {
        badges.push("overrides");
    }
    if info.language == "Python" {
        badges.push("Python");
    }
    badges
}

/// A file that gives no class: its name, and below it what is wrong.
fn file_row(ui: &mut Ui, entry: &CatalogEntry, desk: &mut Desk) {
    let name = entry.display_name.clone().unwrap_or_else(|| entry.file.file_name().unwrap_or_default().to_string_lossy().into_owned());
    let reason = reason(entry);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), theme::ROW * 1.7), Sense::hover());
    let response = ui.interact(rect, egui::Id::new(("file", &entry.file, &entry.class_identifier)), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Link, true, format!("File {name}: {reason}")));
    if ui.is_rect_visible(rect) {
        let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
        if response.hovered() {
            painter.rect_filled(rect, 4.0, theme::RAISED);
        }
        let at = rect.left_top() + vec2(13.0, 3.0);
        painter.text(at, egui::Align2::LEFT_TOP, &name, theme::font(theme::SIZE_BODY), theme::TEXT_DISABLED);
        painter.text(at + vec2(0.0, 17.0), egui::Align2::LEFT_TOP, &reason, theme::font(theme::SIZE_SMALL), theme::ERROR);
    }
    response.context_menu(|ui| file_menu(ui, entry, desk));
    let response = response.on_hover_cursor(egui::CursorIcon::PointingHand).on_hover_ui(|ui| {
        ui.set_max_width(420.0);
        ui.label(RichText::new(&name).color(theme::TEXT_STRONG));
        ui.add(Label::new(RichText::new(&reason).color(theme::ERROR)).wrap());
        file_facts(ui, entry);
        ui.label(RichText::new("Click to open it in the editor").size(theme::SIZE_SMALL).color(theme::TEXT_WEAK));
    });
    if response.clicked() {
        edit_at_error(entry, desk);
    }
}

/// Why a file gives no class: `line 3: SyntaxError: invalid syntax`.
fn reason(entry: &CatalogEntry) -> String {
    match &entry.state {
        CatalogState::Conflict { with } => {
            let identifier = entry.class_identifier.as_deref().unwrap_or("the class");
            format!("{} has {identifier} too, and stays loaded", with.file_name().unwrap_or_default().to_string_lossy())
        }
        state => catalog::error(state).map_or_else(String::new, |error| match error.line {
            Some(line) if error.file.as_ref().is_none_or(|file| *file == entry.file) => format!("line {line}: {}", error.message),
            _ => error.summary(),
        }),
    }
}

fn edit_at_error(entry: &CatalogEntry, desk: &mut Desk) {
    match catalog::error(&entry.state) {
        Some(error) => {
            let (file, line) = catalog::place(entry, error);
            desk.edit(&file, line);
        }
        None => desk.edit(&entry.file, None),
    }
}

/// Where a class comes from and what it replaces.
fn file_facts(ui: &mut Ui, entry: &CatalogEntry) {
    let weak = |text: String| Label::new(RichText::new(text).size(theme::SIZE_SMALL).color(theme::TEXT_WEAK)).wrap();
    ui.add(weak(entry.file.display().to_string()));
    for path in &entry.overrides {
        ui.add(weak(format!("overrides {}", path.display())));
    }
    if let CatalogState::Conflict { with } = &entry.state {
        ui.add(weak(format!("conflicts with {}", with.display())));
    }
}

fn class_menu(ui: &mut Ui, class: &Arc<dyn ProcessorClass>, error: Option<&str>, entry: Option<&CatalogEntry>, desk: &mut Desk) {
    let identifier = class.info().class_identifier.to_string();
    if ui.add_enabled(error.is_none(), egui::Button::new("Add to Network")).clicked() {
        desk.ask(Ask::AddClass(identifier.clone()));
        ui.close();
    }
    if let Some(entry) = entry {
        file_menu(ui, entry, desk);
    } else if let Some(file) = class.file()
        && ui.button("Edit Source").clicked()
    {
        desk.edit(file, None);
        ui.close();
    }
    if ui.button("Copy Identifier").clicked() {
        ui.ctx().copy_text(identifier);
        ui.close();
    }
}

fn file_menu(ui: &mut Ui, entry: &CatalogEntry, desk: &mut Desk) {
    if ui.button("Edit Source").clicked() {
        edit_at_error(entry, desk);
        ui.close();
    }
    if let Some(error) = catalog::error(&entry.state) {
        install_item(ui, &error.message, desk);
    }
    if ui.button("Copy Path").clicked() {
        ui.ctx().copy_text(entry.file.display().to_string());
        ui.close();
    }
}

/// Offers the package whose absence is why something failed.
pub fn install_item(ui: &mut Ui, message: &str, desk: &mut Desk) -> Option<Response> {
    let package = catalog::package_of(catalog::missing_module(message)?).to_owned();
    let busy = desk.environment.installing().is_some();
    let button = ui.add_enabled(!busy, egui::Button::new(format!("Install {package}")));
    let button = button.on_hover_text("Runs pip in the environment of the Python interpreter");
    if button.clicked() {
        let session = desk.session.clone();
        desk.environment.install(ui.ctx(), &session, &package);
        desk.notices.info(format!("Installing {package}; the console shows how it goes"));
        ui.close();
    }
    Some(button)
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
    let facts = [info.category.as_ref(), state_name(info.code_state), info.tags.as_ref()];
    let facts: Vec<&str> = facts.into_iter().filter(|fact| !fact.is_empty()).collect();
    ui.label(RichText::new(facts.join("  ·  ")).size(theme::SIZE_SMALL).color(theme::TEXT_WEAK));
    if !info.help.trim().is_empty() {
        // The beginning says what it is; all of it stands with the properties.
        let help: String = info.help.trim().split("\n\n").next().unwrap_or_default().chars().take(400).collect();
        ui.label(help);
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
