//! What hangs below a node of Python: why it failed, with a traceback that unfolds, or that an older version of its file runs.

use std::collections::BTreeSet;
use std::path::PathBuf;

use egui::{Align2, CursorIcon, Id, Painter, Rect, Response, Sense, Ui, WidgetInfo, WidgetType, pos2, vec2};
use voxloom_core::ProcessorError;
use voxloom_workspace::NodeId;
use voxloom_workspace::evaluator::{NodeState, ProcessorStatus};

use super::detail::Detail;
use super::layout::NodeBox;
use super::paint::{elided, font, sentence};
use super::view::View;
use crate::desk::{Desk, Now};
use crate::python::catalog;
use crate::python::code_editor::traceback;
use crate::theme;

/// Width of an unfolded traceback, at zoom 1.
const UNFOLDED: f32 = 400.0;
/// Lines of it; the last ones tell the most.
const LINES: usize = 24;

/// A row under a node.
struct Row {
    text: String,
    place: Option<(PathBuf, Option<u32>)>,
}

/// The traceback of a node that failed.
fn trace(state: &NodeState) -> Option<(&str, &str)> {
    match &state.status {
        ProcessorStatus::Failed(ProcessorError::Failed { message, trace: Some(trace) }) => Some((message, trace)),
        _ => None,
    }
}

/// Whether this module draws what hangs below the node.
pub fn has_own(node: &NodeBox, state: &NodeState, desk: &Desk, now: &Now) -> bool {
    trace(state).is_some() || old_version(node, desk, now).is_some()
}

/// What is wrong with the file of a node while its last good version runs.
fn old_version(node: &NodeBox, desk: &Desk, now: &Now) -> Option<(String, PathBuf, Option<u32>)> {
    if now.catalog.is_empty() {
        return None;
    }
    let class = desk.session.registry.get(&node.node.class)?;
    let error = catalog::old_version(&now.catalog, class.file()?)?;
    let text = format!("The version before runs; the file has an error: {}", error.summary());
    Some((text, error.file.clone().unwrap_or_else(|| class.file().map(Into::into).unwrap_or_default()), error.line))
}

/// The place to edit when a node failed: the innermost that is a file of the class's folder, else the innermost file.
pub fn place(state: &NodeState, file: Option<&std::path::Path>) -> Option<(PathBuf, Option<u32>)> {
    let (_, trace) = trace(state)?;
    let places: Vec<_> = traceback::places(trace).into_iter().filter(|place| traceback::is_file(&place.file)).collect();
    let own = places.iter().rev().find(|place| file.is_some_and(|file| crate::python::code_editor::marks::same_file(&place.file, file)));
    own.or(places.last()).map(|place| (place.file.clone(), Some(place.line)))
}

/// Draws it; `unfolded` are the nodes whose traceback is in sight.
#[expect(clippy::too_many_arguments, reason = "all of it is one node's drawing")]
pub fn show(ui: &Ui, painter: &Painter, view: &View, node: &NodeBox, state: &NodeState, unfolded: &mut BTreeSet<NodeId>, desk: &mut Desk, now: &Now) {
    if Detail::at(view.zoom) != Detail::Full {
        return;
    }
    let (zoom, id) = (view.zoom, node.node.id);
    let rect = view.screen_rect(node.rect);
    let class = desk.session.registry.get(&node.node.class);
    let file = class.as_ref().and_then(|class| class.file());
    let (message, color, fill, target) = match trace(state) {
        Some((message, _)) => (sentence(message), theme::ERROR, theme::ERROR_FILL, place(state, file)),
        None => match old_version(node, desk, now) {
            Some((text, file, line)) => (text, theme::WARNING, theme::NODE_FOOTER, Some((file, line))),
            None => return,
        },
    };
    let inset = 7.0 * zoom;
    let galley = elided(painter, &message, font(11.0, zoom), color, rect.width() - 2.0 * inset, 3);
    let first = Rect::from_min_size(rect.left_bottom() + vec2(0.0, 5.0 * zoom), vec2(rect.width(), galley.size().y + 8.0 * zoom));
    let rounding = (4.0 * zoom).clamp(1.0, 8.0);
    painter.rect_filled(first, rounding, fill);
    painter.galley(first.min + vec2(inset, 4.0 * zoom), galley, color);
    let response = link(ui, first, Id::new(("failure", id)), &format!("Error of {}: {message}", node.node.display_name));
    if let (true, Some((file, line))) = (response.clicked(), target.clone()) {
        desk.edit(&file, line);
    }
    if target.is_some() {
        response.on_hover_text("Open the line in the editor");
    }
    let Some((message, trace)) = trace(state) else { return };
    // The fold, and below it the lines.
    let open = unfolded.contains(&id);
    let below = Rect::from_min_size(first.left_bottom() + vec2(0.0, 2.0 * zoom), vec2(rect.width(), 16.0 * zoom));
    let (fold, right) = below.split_left_right_at_fraction(0.5);
    install(ui, painter, right, zoom, node, message, desk);
    let text = if open { "⏷ Traceback" } else { "⏵ Traceback" };
    let response = link(ui, fold, Id::new(("fold", id)), &format!("Traceback of {}", node.node.display_name));
    let tint = if response.hovered() { theme::TEXT } else { theme::TEXT_WEAK };
    painter.text(fold.left_center() + vec2(inset, 0.0), Align2::LEFT_CENTER, text, font(10.5, zoom), tint);
    if response.clicked() && !unfolded.remove(&id) {
        unfolded.insert(id);
    }
    if open {
        draw_trace(ui, painter, fold, zoom, id, trace, desk);
    }
}

/// Beside the fold: the package whose absence is why the node failed.
fn install(ui: &Ui, painter: &Painter, rect: Rect, zoom: f32, node: &NodeBox, message: &str, desk: &mut Desk) {
    let Some(package) = catalog::missing_module(message).map(catalog::package_of) else { return };
    let text = match desk.environment.installing() {
        Some(installing) if installing == package => "Installing…".to_owned(),
        _ => format!("Install {package}"),
    };
    let response = link(ui, rect, Id::new(("install", node.node.id)), &format!("Install {package} for {}", node.node.display_name));
    let color = if response.hovered() { theme::TEXT_STRONG } else { theme::ACCENT };
    let galley = elided(painter, &text, font(10.5, zoom), color, rect.width(), 1);
    painter.galley(pos2(rect.right() - galley.size().x - 4.0 * zoom, rect.center().y - galley.size().y / 2.0), galley, color);
    if response.on_hover_text("Runs pip in the environment of the Python interpreter").clicked() {
        let session = desk.session.clone();
        desk.environment.install(ui.ctx(), &session, package);
    }
}

fn draw_trace(ui: &Ui, painter: &Painter, fold: Rect, zoom: f32, id: NodeId, trace: &str, desk: &mut Desk) {
    let all: Vec<&str> = trace.trim_end().lines().collect();
    let rows = all.iter().skip(all.len().saturating_sub(LINES)).map(|line| {
        let place = traceback::places(line).into_iter().find(|place| traceback::is_file(&place.file));
        // The folder is in the editor; here the name tells enough.
        let text = match &place {
            Some(place) => {
                let name = place.file.file_name().unwrap_or_default().to_string_lossy().into_owned();
                line.replace(&*place.file.to_string_lossy(), &name)
            }
            None => (*line).to_owned(),
        };
        Row { text, place: place.map(|place| (place.file, Some(place.line))) }
    });
    let rows: Vec<Row> = rows.collect();
    let height = 14.0 * zoom;
    let area = Rect::from_min_size(fold.left_bottom(), vec2(UNFOLDED * zoom, rows.len() as f32 * height + 8.0 * zoom));
    painter.rect(area, 4.0, theme::GROUND, egui::Stroke::new(1.0, theme::ERROR_FILL), egui::StrokeKind::Inside);
    for (index, row) in rows.iter().enumerate() {
        let place = Rect::from_min_size(pos2(area.left(), area.top() + 4.0 * zoom + index as f32 * height), vec2(area.width(), height));
        let size = theme::mono(font(10.5, zoom).size);
        let mut color = theme::TEXT;
        if let Some((file, line)) = &row.place {
            let response = link(ui, place, Id::new(("trace", id, index)), row.text.trim());
            color = if response.hovered() { theme::TEXT_STRONG } else { theme::ACCENT };
            if response.clicked() {
                desk.edit(file, *line);
            }
        }
        let galley = elided(painter, &row.text, size, color, area.width() - 12.0 * zoom, 1);
        painter.galley(place.min + vec2(6.0 * zoom, 0.0), galley, color);
    }
}

fn link(ui: &Ui, rect: Rect, id: Id, label: &str) -> Response {
    let response = ui.interact(rect, id, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Link, true, label));
    response.on_hover_cursor(CursorIcon::PointingHand)
}
