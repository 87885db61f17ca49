//! What hangs below a node of Python: why it failed, with a traceback that unfolds, or that an older version of its file runs.

use std::collections::BTreeSet;
use std::path::PathBuf;

use egui::text::{LayoutJob, TextFormat};
use egui::{Align, Align2, Area, Button, CursorIcon, Frame, Id, Label, Layout, Order, Painter, Rect, Response, ScrollArea, Sense, Stroke, Ui};
use egui::{WidgetInfo, WidgetType, pos2, vec2};
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

/// Most that an unfolded traceback takes of the screen, and its distance from the edges of the view.
const WIDTH: f32 = 560.0;
const HEIGHT: f32 = 240.0;
const MARGIN: f32 = 6.0;

/// A file and a line in it.
type Place = (PathBuf, Option<u32>);

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
pub fn place(state: &NodeState, file: Option<&std::path::Path>) -> Option<Place> {
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
    // An error is said even where it covers something.
    let lines = node.room.lines().max(1);
    let galley = elided(painter, &message, font(11.0, zoom), color, rect.width() - 2.0 * inset, lines);
    let first = Rect::from_min_size(rect.left_bottom() + vec2(0.0, 5.0 * zoom), vec2(rect.width(), galley.size().y + 8.0 * zoom));
    let rounding = (4.0 * zoom).clamp(1.0, 8.0);
    painter.rect_filled(first, rounding, fill);
    painter.galley(first.min + vec2(inset, 4.0 * zoom), galley, color);
    let response = link(ui, first, Id::new(("failure", id)), &format!("Error of {}: {message}", node.node.display_name));
    if let (true, Some((file, line))) = (response.clicked(), target.clone()) {
        desk.edit(&file, line);
    }
    if let Some((file, line)) = &target {
        response.on_hover_text(format!("Open {} in the editor", short_place(file, *line)));
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
    if open && show_trace(ui, view, fold, &Failure { node, message, trace, target: target.as_ref() }, desk) {
        unfolded.remove(&id);
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

/// What there is to tell of a node that failed.
struct Failure<'a> {
    node: &'a NodeBox,
    message: &'a str,
    trace: &'a str,
    /// Where it was raised.
    target: Option<&'a Place>,
}

/// The traceback below its node, scrolled to the end: what was called last tells the most. Its text can be selected.
fn show_trace(ui: &Ui, view: &View, fold: Rect, failure: &Failure<'_>, desk: &mut Desk) -> bool {
    let Failure { node, message, trace, target } = *failure;
    let room = view.screen.shrink(MARGIN);
    let mut closed = false;
    let area = Area::new(Id::new(("traceback", node.node.id))).order(Order::Middle).fixed_pos(fold.left_bottom() + vec2(0.0, 2.0));
    area.constrain_to(room).show(ui.ctx(), |ui| {
        let stroke = Stroke::new(1.0, theme::ERROR.gamma_multiply(0.6));
        Frame::popup(ui.style()).fill(theme::GROUND).stroke(stroke).inner_margin(8).show(ui, |ui| {
            ui.set_width(WIDTH.min(room.width() - 24.0));
            ui.horizontal(|ui| {
                if let Some((file, line)) = target {
                    let place = short_place(file, *line);
                    let button = ui.button(format!("Open {place}"));
                    if button.on_hover_text(file.display().to_string()).clicked() {
                        desk.edit(file, *line);
                    }
                }
                let copy = ui.button("Copy");
                copy.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, format!("Copy traceback of {}", node.node.display_name)));
                if copy.on_hover_text("Copies message and traceback").clicked() {
                    ui.ctx().copy_text(format!("{message}\n\n{trace}"));
                }
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    let close = ui.add(Button::new("×").frame_when_inactive(false));
                    close.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, format!("Close traceback of {}", node.node.display_name)));
                    closed = close.clicked();
                });
            });
            ui.add_space(theme::UNIT);
            let height = HEIGHT.min(room.height() - 96.0).max(48.0);
            ScrollArea::both().max_height(height).stick_to_bottom(true).auto_shrink([false, true]).show(ui, |ui| trace_lines(ui, trace, desk));
        });
    });
    closed
}

/// The lines of a traceback as one text. A click on one that names a file opens it there.
fn trace_lines(ui: &mut Ui, trace: &str, desk: &mut Desk) {
    let font = theme::mono(theme::SIZE_SMALL);
    let (mut job, mut places) = (LayoutJob::default(), Vec::new());
    for (index, line) in trace.trim_end().lines().enumerate() {
        let place = traceback::places(line).into_iter().find(|place| traceback::is_file(&place.file));
        // The folder is in the editor; here the name tells enough.
        let text = match &place {
            Some(place) => {
                let name = place.file.file_name().unwrap_or_default().to_string_lossy().into_owned();
                line.replace(&*place.file.to_string_lossy(), &name)
            }
            None => line.to_owned(),
        };
        let color = if place.is_some() { theme::ACCENT } else { theme::TEXT };
        let text = if index == 0 { text } else { format!("\n{text}") };
        job.append(&text, 0.0, TextFormat::simple(font.clone(), color));
        places.push(place);
    }
    let label = ui.add(Label::new(job).selectable(true).extend().sense(Sense::click()));
    let row = |at: egui::Pos2| ((at.y - label.rect.top()) / label.rect.height().max(1.0) * places.len() as f32) as usize;
    let under = label.hover_pos().and_then(|at| places.get(row(at))?.as_ref());
    if let Some(place) = under {
        if label.clicked() {
            desk.edit(&place.file, Some(place.line));
        }
        ui.set_cursor_icon(CursorIcon::PointingHand);
    }
}

/// `reader.py:12`
fn short_place(file: &std::path::Path, line: Option<u32>) -> String {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    line.map_or_else(|| name.to_string(), |line| format!("{name}:{line}"))
}

fn link(ui: &Ui, rect: Rect, id: Id, label: &str) -> Response {
    let response = ui.interact(rect, id, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Link, true, label));
    response.on_hover_cursor(CursorIcon::PointingHand)
}
