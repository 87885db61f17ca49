//! What stands above the properties of a node: its name, class and file, how it fares, and its help.

use std::path::Path;

use egui::{Align, CollapsingHeader, Label, Layout, RichText, Sense, Ui, WidgetInfo, WidgetType, vec2};
use voxloom_workspace::Node;
use voxloom_workspace::evaluator::{NodeState, ProcessorStatus};

use super::{Scene, Wish};
use crate::network_editor::idle;
use crate::session::Session;
use crate::theme;

/// The name of a node.
pub fn title(ui: &mut Ui, node: &Node) {
    ui.add(Label::new(RichText::new(&*node.display_name).heading().color(theme::TEXT_STRONG)).truncate());
}

/// The name of one of several nodes, which folds what stands below it; whether it was pressed.
pub fn fold(ui: &mut Ui, node: &Node, open: bool) -> bool {
    let text = RichText::new(format!("{}  {}", if open { "⏷" } else { "⏵" }, node.display_name)).heading().color(theme::TEXT_STRONG);
    let button = ui.add(egui::Button::new(text).frame_when_inactive(false).truncate().min_size(vec2(ui.available_width(), theme::ROW)));
    let words = if open { "Close" } else { "Open" };
    button.widget_info(|| WidgetInfo::selected(WidgetType::CollapsingHeader, true, open, format!("{words} {}", node.display_name)));
    button.clicked()
}

/// Class, source, status and help.
pub fn show(ui: &mut Ui, Scene { session, snapshot }: Scene<'_>, state: &NodeState, node: &Node, wishes: &mut Vec<Wish>) {
    let state = &*idle::seen(state, || idle::ends(&snapshot.workspace.network, &session.registry).contains_key(&node.id));
    let class = session.registry.get(&node.class);
    let class_name = class.as_ref().map(|class| class.info().display_name.to_string()).filter(|name| *name != *node.display_name);
    let line = class_name.map_or_else(|| node.class.to_string(), |name| format!("{name}  ·  {}", node.class));
    ui.add(Label::new(RichText::new(line).small().color(theme::TEXT_WEAK)).truncate())
        .on_hover_text(format!("Identifier: {}\nClass: {}", node.identifier, node.class));
    if let Some(file) = class.as_ref().and_then(|class| class.file()) {
        source(ui, file, wishes);
    }
    status(ui, session, node, state);
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

/// One line, so that what is below stays where it is; the foot of the panel says the rest.
fn status(ui: &mut Ui, session: &Session, node: &Node, state: &NodeState) {
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

pub fn first_upper(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
