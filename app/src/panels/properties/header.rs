//! What stands above the properties of a node: its name, class and file, how it fares, and its help.

use std::path::Path;

use egui::{Align, CollapsingHeader, Frame, Label, Layout, RichText, ScrollArea, Sense, Ui, WidgetInfo, WidgetType, vec2};
use voxloom_core::ProcessorError;
use voxloom_workspace::Node;
use voxloom_workspace::evaluator::{NodeState, ProcessorStatus};

use super::Wish;
use crate::python::catalog;
use crate::python::code_editor::traceback;
use crate::session::Session;
use crate::theme;

/// Name, class, source, status and help.
pub fn show(ui: &mut Ui, session: &Session, state: &NodeState, node: &Node, wishes: &mut Vec<Wish>) {
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
        ProcessorStatus::NotEvaluated | ProcessorStatus::Bypassed => theme::TEXT_DISABLED,
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
        | ProcessorStatus::Cancelled
        | ProcessorStatus::Bypassed => {}
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
        let text = RichText::new(&message).color(theme::TEXT_STRONG);
        // Several lines belong below each other as they are: a caret points at what is above it.
        let text = if message.contains('\n') { text.font(theme::mono(theme::SIZE_SMALL)) } else { text };
        ui.add(Label::new(text).wrap().selectable(true));
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
