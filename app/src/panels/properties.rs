//! The properties of what is selected: header, status, help, and a widget for each property.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use egui::{Align, CollapsingHeader, Frame, Id, Label, Layout, RichText, ScrollArea, Sense, TextStyle, Ui, UiBuilder, WidgetInfo, WidgetType, vec2};
use voxloom_core::ProcessorError;
use voxloom_core::property::{Kind, Property};
use voxloom_workspace::evaluator::{NodeState, ProcessorStatus};
use voxloom_workspace::{Node, NodeId, Snapshot};

use crate::catalog;
use crate::code_editor::traceback;
use crate::property_widgets::{self, Field};
use crate::session::Session;
use crate::theme;

/// Lists longer than this lay out only the rows that are seen.
const LONG: usize = 40;

/// What a person asks for here that others do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wish {
    /// Open a Python file.
    Edit(PathBuf, Option<u32>),
    /// Install a package.
    Install(String),
}

/// Shows the properties of the selected nodes, in a scroll area of its own.
pub fn show(ui: &mut Ui, session: &Session, snapshot: &Snapshot, states: &BTreeMap<NodeId, NodeState>, selection: &[NodeId]) -> Vec<Wish> {
    let mut wishes = Vec::new();
    let nodes: Vec<_> = selection.iter().filter_map(|id| snapshot.workspace.network.get(*id)).collect();
    if nodes.is_empty() {
        nothing(ui, snapshot);
        return wishes;
    }
    let unknown = NodeState::default();
    ScrollArea::vertical().id_salt("properties").auto_shrink(false).show(ui, |ui| {
        // The bar of the scroll area floats: it does not cover the fields.
        ui.set_max_width(ui.available_width() - 6.0);
        for (i, node) in nodes.iter().enumerate() {
            ui.push_id(("node", node.id.0), |ui| {
                if i > 0 {
                    ui.add_space(theme::UNIT * 2.0);
                    ui.separator();
                }
                show_node(ui, session, snapshot, states.get(&node.id).unwrap_or(&unknown), node, &mut wishes);
            });
        }
        ui.add_space(theme::UNIT * 4.0);
    });
    wishes
}

fn nothing(ui: &mut Ui, snapshot: &Snapshot) {
    ui.add_space(theme::UNIT * 6.0);
    ui.vertical_centered(|ui| {
        ui.label(RichText::new("Nothing is selected").color(theme::TEXT_WEAK));
        let hint = if snapshot.workspace.network.is_empty() {
            "Drop a file on the window, or add a processor"
        } else {
            "Click a processor in the network to see its properties"
        };
        ui.label(RichText::new(hint).small().color(theme::TEXT_DISABLED));
    });
}

fn show_node(ui: &mut Ui, session: &Session, snapshot: &Snapshot, state: &NodeState, node: &Node, wishes: &mut Vec<Wish>) {
    let class = session.registry.get(&node.class);
    ui.add(Label::new(RichText::new(&*node.display_name).heading().color(theme::TEXT_STRONG)).truncate());
    let class_name = class.as_ref().map(|class| class.info().display_name.to_string()).filter(|name| *name != *node.display_name);
    let line = class_name.map_or_else(|| node.class.to_string(), |name| format!("{name}  ·  {}", node.class));
    ui.add(Label::new(RichText::new(line).small().color(theme::TEXT_WEAK)).truncate())
        .on_hover_text(format!("Identifier: {}\nClass: {}", node.identifier, node.class));
    if let Some(file) = class.as_ref().and_then(|class| class.file()) {
        source(ui, file, wishes);
    }
    status(ui, session, node, state, wishes);
    if let Some(class) = &class {
        let help = class.info().help.trim();
        if !help.is_empty() {
            CollapsingHeader::new(RichText::new("Help").color(theme::TEXT_WEAK)).id_salt("help").show(ui, |ui| markdown(ui, help));
        }
    }
    ui.add_space(theme::UNIT);
    let widgets_at = ui.cursor().left() + (ui.available_width() * 0.36).clamp(80.0, 180.0);
    let list = List { session, snapshot, node, lazy: node.interface().leaves().len() > LONG, widgets_at };
    list.show(ui, "", "", node.interface().properties());
    if node.interface().leaves().is_empty() {
        ui.label(RichText::new("This processor has no properties").color(theme::TEXT_DISABLED));
    }
}

/// The file of a Python class.
fn source(ui: &mut Ui, file: &Path, wishes: &mut Vec<Wish>) {
    ui.horizontal(|ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if ui.small_button("Edit source").on_hover_text("Open the file in the editor; saving it reloads the processor").clicked() {
                wishes.push(Wish::Edit(file.to_owned(), None));
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let name = RichText::new(file.file_name().unwrap_or_default().to_string_lossy()).small().color(theme::TEXT_WEAK);
                ui.add(Label::new(name).truncate()).on_hover_text(file.display().to_string());
            });
        });
    });
}

/// One line, and below it what is wrong or worth knowing.
fn status(ui: &mut Ui, session: &Session, node: &Node, state: &NodeState, wishes: &mut Vec<Wish>) {
    let color = match &state.status {
        ProcessorStatus::Ready => theme::GOOD,
        ProcessorStatus::Running(_) => theme::ACCENT,
        ProcessorStatus::Waiting(_) | ProcessorStatus::Stale | ProcessorStatus::Cancelled => theme::WARNING,
        ProcessorStatus::Failed(_) | ProcessorStatus::Missing(_) => theme::ERROR,
        ProcessorStatus::NotEvaluated => theme::TEXT_DISABLED,
    };
    ui.horizontal(|ui| {
        let (dot, _) = ui.allocate_exact_size(vec2(10.0, theme::ROW), Sense::hover());
        ui.painter().circle_filled(dot.center(), 4.0, color);
        let time = state.time.map(|time| format!("  ·  {}", in_words(time))).unwrap_or_default();
        let memory = if state.bytes > 0 { format!("  ·  {}", voxloom_core::data::format_bytes(state.bytes)) } else { String::new() };
        ui.label(RichText::new(format!("{}{time}{memory}", first_upper(state.status.name()))).color(theme::TEXT_WEAK));
        if let ProcessorStatus::Running(running) = &state.status {
            let progress = running.control.progress();
            if progress > 0.0 {
                ui.add(egui::ProgressBar::new(progress).desired_width(70.0).desired_height(6.0));
            }
            if ui.small_button("Cancel").clicked() {
                session.evaluator.cancel(node.id);
            }
        }
    });
    match &state.status {
        ProcessorStatus::Failed(error) => failure(ui, error, wishes),
        ProcessorStatus::Waiting(text) => {
            ui.add(Label::new(RichText::new(first_upper(text)).color(theme::WARNING)).wrap().selectable(true));
        }
        ProcessorStatus::Missing(text) => {
            ui.add(Label::new(RichText::new(first_upper(text)).color(theme::ERROR)).wrap().selectable(true));
        }
        ProcessorStatus::NotEvaluated
        | ProcessorStatus::Running(_)
        | ProcessorStatus::Ready
        | ProcessorStatus::Stale
        | ProcessorStatus::Cancelled => {}
    }
    for note in state.notes.iter() {
        ui.add(Label::new(RichText::new(note).small().color(theme::TEXT_WEAK)).wrap().selectable(true));
    }
}

/// The message of a failure, and its traceback, to read and to copy.
fn failure(ui: &mut Ui, error: &ProcessorError, wishes: &mut Vec<Wish>) {
    let message = error.to_string();
    let trace = if let ProcessorError::Failed { trace, .. } = error { trace.as_deref() } else { None };
    Frame::new().fill(theme::ERROR_FILL).corner_radius(4.0).inner_margin(8.0).show(ui, |ui| {
        ui.set_min_width(ui.available_width());
        ui.add(Label::new(RichText::new(&message).color(theme::TEXT_STRONG)).wrap().selectable(true));
        if let Some(trace) = trace {
            CollapsingHeader::new(RichText::new("Traceback").color(theme::TEXT_WEAK)).id_salt("traceback").show(ui, |ui| {
                ScrollArea::horizontal().id_salt("traceback text").show(ui, |ui| trace_lines(ui, trace, wishes));
            });
        }
        if let Some(package) = catalog::missing_module(&message).map(catalog::package_of)
            && ui.small_button(format!("Install {package}")).on_hover_text("Runs pip in the environment of the Python interpreter").clicked()
        {
            wishes.push(Wish::Install(package.to_owned()));
        }
        if ui.small_button("Copy").on_hover_text("Copy message and traceback").clicked() {
            ui.ctx().copy_text(trace.map_or_else(|| message.clone(), |trace| format!("{message}\n\n{trace}")));
        }
    });
}

/// A traceback; a click on a line that names a place opens it.
pub fn trace_lines(ui: &mut Ui, trace: &str, wishes: &mut Vec<Wish>) {
    ui.spacing_mut().item_spacing.y = 1.0;
    for line in trace.trim_end().lines() {
        let place = traceback::places(line).into_iter().find(|place| traceback::is_file(&place.file));
        let text = RichText::new(line).font(theme::mono(theme::SIZE_SMALL));
        match place {
            None => drop(ui.add(Label::new(text).extend().selectable(true))),
            Some(place) => {
                let link = ui.add(Label::new(text.underline().color(theme::ACCENT)).extend().sense(Sense::click()));
                link.widget_info(|| WidgetInfo::labeled(WidgetType::Link, true, line.trim()));
                if link.on_hover_cursor(egui::CursorIcon::PointingHand).on_hover_text("Open this line in the editor").clicked() {
                    wishes.push(Wish::Edit(place.file, Some(place.line)));
                }
            }
        }
    }
}

/// Help as running text: headings, lists and code are told apart, nothing more.
fn markdown(ui: &mut Ui, text: &str) {
    for paragraph in text.split("\n\n") {
        let paragraph = paragraph.trim();
        if let Some(heading) = paragraph.strip_prefix('#') {
            ui.add(Label::new(RichText::new(heading.trim_start_matches('#').trim()).strong()).wrap());
            continue;
        }
        let is_list = |line: &str| line.trim_start().starts_with(['-', '*']);
        let joined =
            if paragraph.lines().any(is_list) { paragraph.to_owned() } else { paragraph.lines().map(str::trim).collect::<Vec<_>>().join(" ") };
        ui.add(Label::new(RichText::new(joined.replace("**", "").replace('`', "")).color(theme::TEXT_WEAK)).wrap().selectable(true));
    }
}

fn in_words(time: std::time::Duration) -> String {
    let ms = time.as_secs_f64() * 1e3;
    match ms {
        _ if ms < 1.0 => format!("{:.0} µs", ms * 1e3),
        _ if ms < 10.0 => format!("{ms:.1} ms"),
        _ if ms < 1000.0 => format!("{ms:.0} ms"),
        _ => format!("{:.1} s", ms / 1e3),
    }
}

fn first_upper(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// The rows of one node.
struct List<'a> {
    session: &'a Session,
    snapshot: &'a Snapshot,
    node: &'a Node,
    lazy: bool,
    /// Where the widgets begin, at every depth.
    widgets_at: f32,
}

impl List<'_> {
    fn show(&self, ui: &mut Ui, prefix: &str, heading: &str, properties: &[Property]) {
        for property in properties.iter().filter(|property| property.visible) {
            let path = if prefix.is_empty() { property.identifier.to_string() } else { format!("{prefix}.{}", property.identifier) };
            match &property.kind {
                Kind::Composite { children, collapsed } => self.composite(ui, &path, property, children, *collapsed),
                _ => self.lazily(ui, &path, heading, property),
            }
        }
    }

    fn composite(&self, ui: &mut Ui, path: &str, property: &Property, children: &[Property], collapsed: bool) {
        ui.add_space(2.0);
        let title = RichText::new(&*property.display_name).color(theme::TEXT_STRONG);
        let id = Id::new(("composite", self.node.id.0, path));
        let header = CollapsingHeader::new(title).id_salt(id).default_open(!collapsed).show(ui, |ui| {
            ui.add_enabled_ui(!property.read_only, |ui| self.show(ui, path, &property.display_name, children));
        });
        header.header_response.on_hover_text(tooltip(property, path));
    }

    /// A row, or in a long list the space of one that is out of sight.
    fn lazily(&self, ui: &mut Ui, path: &str, heading: &str, property: &Property) {
        let id = Id::new(("row height", self.node.id.0, path));
        if self.lazy
            && let Some(height) = ui.data(|data| data.get_temp::<f32>(id))
        {
            let place = egui::Rect::from_min_size(ui.cursor().min, vec2(ui.available_width(), height));
            if !ui.is_rect_visible(place.expand(200.0)) {
                ui.allocate_space(place.size());
                return;
            }
        }
        let height = self.row(ui, path, heading, property);
        if self.lazy {
            ui.data_mut(|data| data.insert_temp(id, height));
        }
    }

    /// Label and widget; the height that they take.
    fn row(&self, ui: &mut Ui, path: &str, heading: &str, property: &Property) -> f32 {
        let Some(value) = self.node.value(path) else { return 0.0 };
        let field = Field { session: self.session, snapshot: self.snapshot, node: self.node.id, path, property, value };
        // An id of its own: a drag goes on when something above the row comes or goes.
        let builder = UiBuilder::new().id(field.id().with("row")).sense(Sense::click());
        let row = ui.scope_builder(builder, |ui| {
            let changed = !property.read_only && property.default_value().is_some_and(|default| default != *value);
            let wide = property_widgets::is_wide(property);
            if matches!(property.kind, Kind::Button) {
                ui.add_enabled_ui(!property.read_only, |ui| property_widgets::show(ui, &field)).response.on_hover_text(tooltip(property, path));
            } else if wide {
                // The only one under a heading of the same name needs no second name.
                if *property.display_name != *heading {
                    label(ui, &field, changed, ui.available_width());
                }
                self.widget(ui, &field);
            } else {
                let width = (self.widgets_at - ui.cursor().left()).max(50.0);
                ui.with_layout(Layout::left_to_right(Align::Min), |ui| {
                    label(ui, &field, changed, width);
                    ui.vertical(|ui| self.widget(ui, &field));
                });
            }
        });
        if !matches!(property.kind, Kind::Button) {
            row.response.context_menu(|ui| menu(ui, &field));
        }
        row.response.rect.height()
    }

    fn widget(&self, ui: &mut Ui, field: &Field<'_>) {
        let texts = matches!(field.property.kind, Kind::String { .. });
        ui.add_enabled_ui(!field.property.read_only || texts, |ui| property_widgets::show(ui, field));
        if let Some(error) = field.error(ui) {
            ui.add(Label::new(RichText::new(error).small().color(theme::ERROR)).wrap());
        }
    }
}

/// The name of a property; brighter when its value is not the default.
fn label(ui: &mut Ui, field: &Field<'_>, changed: bool, width: f32) {
    let height = ui.spacing().interact_size.y;
    let color = if changed { theme::TEXT_STRONG } else { theme::TEXT_WEAK };
    let response = ui
        .allocate_ui_with_layout(vec2(width, height), Layout::left_to_right(Align::Center), |ui| {
            ui.set_min_size(vec2(width, height));
            ui.add(
                Label::new(RichText::new(field.name()).color(color))
                    .truncate()
                    .selectable(false)
                    .show_tooltip_when_elided(false)
                    .sense(Sense::hover()),
            )
        })
        .inner;
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Label, true, field.name()));
    response.on_hover_text(tooltip(field.property, field.path));
}

/// Help, path and range.
fn tooltip(property: &Property, path: &str) -> String {
    [&*property.help, &property_widgets::describe(property), path].iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join("\n")
}

/// What a right click on a row offers.
fn menu(ui: &mut Ui, field: &Field<'_>) {
    ui.style_mut().override_text_style = Some(TextStyle::Body);
    let default = field.property.default_value().filter(|default| default != field.value);
    if ui.add_enabled(default.is_some() && !field.property.read_only, egui::Button::new("Reset to default")).clicked()
        && let Some(default) = default
    {
        field.set_once(ui, default);
    }
    if ui.button("Copy path").clicked() {
        let identifier = field.snapshot.workspace.network.get(field.node).map(|node| node.identifier.to_string()).unwrap_or_default();
        ui.ctx().copy_text(format!("{identifier}.{}", field.path));
    }
    if ui.button("Copy value").clicked() {
        ui.ctx().copy_text(field.value.as_str().map_or_else(|| field.value.to_json().to_string(), str::to_owned));
    }
}
