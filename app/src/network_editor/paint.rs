//! Painting of nodes, ports and connections.

use std::sync::Arc;
use std::time::Duration;

use egui::epaint::CubicBezierShape;
use egui::text::{LayoutJob, TextFormat, TextWrapping};
use egui::{Align2, Color32, CornerRadius, FontId, Galley, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, pos2, vec2};
use voxloom_workspace::Network;
use voxloom_workspace::evaluator::{NodeState, ProcessorStatus};

use super::layout::{FOOTER, GAP, HEADER, NodeBox, PORT_RADIUS, Pin, ROW, Wire};
use super::view::View;
use crate::panels::status_bar::short_time;
use crate::theme;

/// Below these zooms text is left out: it could not be read.
const NAMES_FROM: f32 = 0.42;
pub const DETAILS_FROM: f32 = 0.62;

/// How a node is drawn besides what it is.
#[derive(Debug, Clone, Copy, Default)]
pub struct NodeLook {
    pub selected: bool,
    pub hovered: bool,
    /// What hangs below it is drawn elsewhere.
    pub own_message: bool,
}

/// How a port is drawn while a connection is being made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PinLook {
    #[default]
    Normal,
    /// Could be the other end.
    Fits,
    /// Cannot be.
    Dimmed,
    /// Is under the pointer and fits.
    Target,
    /// Is under the pointer and does not fit.
    Refused,
}

/// A font in the zoom of the view, in half points so that few sizes are made.
pub fn font(size: f32, zoom: f32) -> FontId {
    theme::font((size * zoom * 2.0).round() / 2.0)
}

/// Text in one or more rows, cut off with an ellipsis.
pub fn elided(painter: &Painter, text: &str, font: FontId, color: Color32, width: f32, rows: usize) -> Arc<Galley> {
    let mut job = LayoutJob::single_section(text.to_owned(), TextFormat::simple(font, color));
    job.wrap = TextWrapping { max_width: width, max_rows: rows, break_anywhere: rows == 1, overflow_character: Some('…') };
    painter.layout_job(job)
}

/// The light of a status.
pub fn status_color(status: &ProcessorStatus) -> Color32 {
    match status {
        ProcessorStatus::Ready => theme::GOOD,
        ProcessorStatus::Running(_) => theme::ACCENT,
        ProcessorStatus::Stale | ProcessorStatus::Waiting(_) | ProcessorStatus::Cancelled => theme::WARNING,
        ProcessorStatus::Failed(_) | ProcessorStatus::Missing(_) => theme::ERROR,
        ProcessorStatus::NotEvaluated => theme::TEXT_DISABLED,
    }
}

/// A word for a status.
pub fn status_text(status: &ProcessorStatus) -> String {
    sentence(status.name())
}

/// Text that begins with a large letter.
pub fn sentence(text: &str) -> String {
    let mut letters = text.trim().chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Frames and notes, which lie behind everything else.
pub fn paint_remarks(painter: &Painter, view: &View, network: &Network) {
    for frame in &network.frames {
        let [x, y, width, height] = frame.rect;
        let rect = view.screen_rect(Rect::from_min_size(pos2(x, y), vec2(width, height)));
        let [r, g, b, _] = frame.color.map(|part| (part.clamp(0.0, 1.0) * 255.0) as u8);
        let color = Color32::from_rgb(r, g, b);
        painter.rect(rect, 6.0, color.gamma_multiply(0.12), Stroke::new(1.0, color.gamma_multiply(0.6)), StrokeKind::Inside);
        if view.zoom >= NAMES_FROM {
            painter.text(rect.min + vec2(8.0, 6.0) * view.zoom, Align2::LEFT_TOP, &frame.title, font(13.0, view.zoom), theme::TEXT);
        }
    }
    for note in network.notes.iter().filter(|_| view.zoom >= NAMES_FROM) {
        let text = elided(painter, &note.text, font(13.0, view.zoom), theme::TEXT_WEAK, 320.0 * view.zoom, 12);
        painter.galley(view.on_screen(note.position.into()), text, theme::TEXT_WEAK);
    }
}

/// The bounding box of a connection on the screen.
pub fn wire_bounds(view: &View, wire: &Wire) -> Rect {
    let points = curve(view.on_screen(wire.from), view.on_screen(wire.to), view.zoom);
    points.into_iter().fold(Rect::NOTHING, |all, point| all.union(Rect::from_pos(point))).expand(4.0)
}

/// Control points of a connection: it leaves and arrives level.
pub fn curve(from: Pos2, to: Pos2, zoom: f32) -> [Pos2; 4] {
    let dx = to.x - from.x;
    let reach = if dx >= 0.0 { (dx * 0.5).max(24.0 * zoom) } else { (-dx * 0.6).clamp(40.0 * zoom, 220.0 * zoom) };
    [from, from + vec2(reach, 0.0), to - vec2(reach, 0.0), to]
}

/// A point of a connection.
pub fn curve_at([a, b, c, d]: [Pos2; 4], t: f32) -> Pos2 {
    let s = 1.0 - t;
    let v = a.to_vec2() * (s * s * s) + b.to_vec2() * (3.0 * s * s * t) + c.to_vec2() * (3.0 * s * t * t) + d.to_vec2() * (t * t * t);
    v.to_pos2()
}

/// A connection between two places on the screen.
pub fn paint_curve(painter: &Painter, from: Pos2, to: Pos2, zoom: f32, stroke: Stroke) {
    painter.add(CubicBezierShape::from_points_stroke(curve(from, to, zoom), false, Color32::TRANSPARENT, stroke));
}

pub fn paint_wire(painter: &Painter, view: &View, wire: &Wire, marked: bool) {
    let (from, to) = (view.on_screen(wire.from), view.on_screen(wire.to));
    let width = (2.4 * view.zoom).clamp(1.0, 4.0);
    if wire.parked {
        let points = curve(from, to, view.zoom);
        let line: Vec<Pos2> = (0..=24).map(|step| curve_at(points, step as f32 / 24.0)).collect();
        let color = if marked { theme::ERROR } else { theme::PARKED };
        painter.extend(Shape::dashed_line(&line, Stroke::new(width, color), 7.0 * view.zoom.max(0.4), 5.0 * view.zoom.max(0.4)));
        return;
    }
    if marked {
        paint_curve(painter, from, to, view.zoom, Stroke::new(width + 4.0, wire.color.gamma_multiply(0.35)));
    } else if view.zoom > DETAILS_FROM {
        // A dark seam keeps crossing connections apart.
        paint_curve(painter, from, to, view.zoom, Stroke::new(width + 2.0, theme::NETWORK_GROUND));
    }
    paint_curve(painter, from, to, view.zoom, Stroke::new(width, wire.color));
}

/// A node without its ports.
pub fn paint_node(painter: &Painter, view: &View, node: &NodeBox, state: &NodeState, look: NodeLook) {
    let (rect, zoom) = (view.screen_rect(node.rect), view.zoom);
    let failed = matches!(state.status, ProcessorStatus::Failed(_) | ProcessorStatus::Missing(_));
    let radius = (6.0 * zoom).clamp(1.0, 8.0) as u8;
    let corners = CornerRadius::same(radius);
    if zoom > DETAILS_FROM {
        painter.rect_filled(rect.translate(vec2(0.0, 3.0 * zoom)).expand(1.0), corners, theme::SHADOW);
    }
    painter.rect_filled(rect, corners, theme::NODE);
    let header = rect.with_max_y(rect.top() + HEADER * zoom);
    painter.rect_filled(header, CornerRadius { nw: radius, ne: radius, sw: 0, se: 0 }, node.header);
    let footer = rect.with_min_y(rect.bottom() - FOOTER * zoom);
    painter.rect_filled(footer, CornerRadius { nw: 0, ne: 0, sw: radius, se: radius }, theme::NODE_FOOTER);
    let border = match (look.selected, failed, look.hovered) {
        (true, _, _) => Stroke::new(2.0, theme::ACCENT),
        (_, true, _) => Stroke::new(1.6, theme::ERROR),
        (_, _, true) => Stroke::new(1.0, theme::BORDER_STRONG.lerp_to_gamma(theme::TEXT, 0.3)),
        _ => Stroke::new(1.0, theme::NODE_BORDER),
    };
    painter.rect_stroke(rect, corners, border, StrokeKind::Outside);
    if look.selected && failed {
        painter.rect_stroke(rect.expand(2.5), corners, Stroke::new(1.2, theme::ERROR), StrokeKind::Outside);
    }
    if zoom >= NAMES_FROM {
        paint_header(painter, header, node, zoom);
    }
    paint_footer(painter, footer, state, zoom);
    if zoom >= DETAILS_FROM && !look.own_message {
        paint_message(painter, rect, state, zoom);
    }
}

fn paint_header(painter: &Painter, header: Rect, node: &NodeBox, zoom: f32) {
    let inset = 9.0 * zoom;
    let width = header.width() - 2.0 * inset;
    let details = zoom >= DETAILS_FROM;
    let name = elided(painter, &node.node.display_name, font(13.5, zoom), theme::TEXT_STRONG, width, 1);
    let y = if details { header.top() + 5.0 * zoom } else { header.center().y - name.size().y / 2.0 };
    painter.galley(pos2(header.left() + inset, y), name, theme::TEXT_STRONG);
    if details {
        let color = theme::TEXT_STRONG.gamma_multiply(0.66);
        let identifier = elided(painter, &node.node.identifier, font(10.0, zoom), color, width, 1);
        painter.galley(pos2(header.left() + inset, header.bottom() - 5.0 * zoom - identifier.size().y), identifier, color);
    }
}

fn paint_footer(painter: &Painter, footer: Rect, state: &NodeState, zoom: f32) {
    let light = pos2(footer.left() + 12.0 * zoom, footer.center().y);
    let color = status_color(&state.status);
    painter.circle_filled(light, (3.8 * zoom).max(2.0), color);
    if zoom < DETAILS_FROM {
        return;
    }
    let left = footer.left() + 21.0 * zoom;
    if let ProcessorStatus::Running(running) = &state.status {
        let bar = Rect::from_min_max(pos2(left, footer.center().y - 3.0 * zoom), pos2(footer.right() - 28.0 * zoom, footer.center().y + 3.0 * zoom));
        paint_progress(painter, bar, running.control.progress(), running.since.elapsed());
        return;
    }
    let small = font(11.0, zoom);
    painter.text(pos2(left, footer.center().y), Align2::LEFT_CENTER, status_text(&state.status), small.clone(), theme::TEXT_WEAK);
    if let Some(time) = state.time {
        painter.text(pos2(footer.right() - 9.0 * zoom, footer.center().y), Align2::RIGHT_CENTER, short_time(time), small, theme::TEXT_WEAK);
    }
}

/// A bar that fills, or one that runs to and fro while no progress is known.
fn paint_progress(painter: &Painter, bar: Rect, progress: f32, since: Duration) {
    let corners = CornerRadius::same((bar.height() / 2.0) as u8);
    painter.rect_filled(bar, corners, theme::GROUND);
    let filled = if progress > 0.0 {
        bar.with_max_x(bar.left() + bar.width() * progress.min(1.0))
    } else {
        let phase = (since.as_secs_f32() * 1.6).sin() * 0.5 + 0.5;
        let width = bar.width() * 0.3;
        Rect::from_min_size(pos2(bar.left() + (bar.width() - width) * phase, bar.top()), vec2(width, bar.height()))
    };
    painter.rect_filled(filled, corners, theme::ACCENT);
}

/// Under the node: why it failed, why it waits, or what it has to say.
fn paint_message(painter: &Painter, rect: Rect, state: &NodeState, zoom: f32) {
    let (text, color, fill) = match (&state.status, state.notes.first()) {
        (ProcessorStatus::Failed(error), _) => (error.to_string(), theme::ERROR, theme::ERROR_FILL),
        (ProcessorStatus::Missing(reason), _) => (reason.clone(), theme::ERROR, theme::ERROR_FILL),
        (ProcessorStatus::Waiting(reason), _) => (reason.clone(), theme::WARNING, Color32::TRANSPARENT),
        (_, Some(note)) => (note.clone(), theme::TEXT_WEAK, Color32::TRANSPARENT),
        (_, None) => return,
    };
    let inset = 7.0 * zoom;
    let galley = elided(painter, &sentence(&text), font(11.0, zoom), color, rect.width() - 2.0 * inset, 3);
    let place = Rect::from_min_size(rect.left_bottom() + vec2(0.0, 5.0 * zoom), vec2(rect.width(), galley.size().y + 8.0 * zoom));
    if fill != Color32::TRANSPARENT {
        painter.rect_filled(place, (4.0 * zoom).clamp(1.0, 8.0), fill);
    }
    painter.galley(place.min + vec2(inset, 4.0 * zoom), galley, color);
}

/// A port: a disc when it is needed, a ring when it is optional, a second ring when it takes several.
pub fn paint_pin(painter: &Painter, view: &View, pin: &Pin, look: PinLook) {
    let (at, zoom) = (view.on_screen(pin.at), view.zoom);
    let radius = (PORT_RADIUS * zoom).max(1.5);
    let color = if look == PinLook::Dimmed { pin.color.lerp_to_gamma(theme::NODE, 0.75) } else { pin.color };
    match look {
        PinLook::Fits => drop(painter.circle_filled(at, radius * 1.9, color.gamma_multiply(0.28))),
        PinLook::Target => drop(painter.circle_filled(at, radius * 2.3, color.gamma_multiply(0.5))),
        PinLook::Refused => drop(painter.circle_stroke(at, radius * 2.1, Stroke::new(2.0, theme::ERROR))),
        PinLook::Normal | PinLook::Dimmed => {}
    }
    if pin.multi {
        painter.circle_filled(at, radius * 1.55, theme::NETWORK_GROUND);
        painter.circle_stroke(at, radius * 1.45, Stroke::new((1.3 * zoom).max(0.8), color));
    } else {
        painter.circle_filled(at, radius * 1.3, theme::NETWORK_GROUND);
    }
    if pin.optional {
        painter.circle_filled(at, radius, theme::NODE);
        painter.circle_stroke(at, radius * 0.8, Stroke::new((1.8 * zoom).max(1.0), color));
        if pin.connected {
            painter.circle_filled(at, radius * 0.4, color);
        }
    } else {
        painter.circle_filled(at, radius * if pin.multi { 0.85 } else { 1.0 }, color);
    }
    if zoom >= DETAILS_FROM {
        let text = if look == PinLook::Dimmed { theme::TEXT_DISABLED } else { theme::TEXT };
        let width = (super::layout::WIDTH * 0.5 - 14.0 - GAP) * zoom;
        let label = elided(painter, &pin.port.port, font(11.5, zoom), text, width, 1);
        let x = if pin.output { at.x - 12.0 * zoom - label.size().x } else { at.x + 12.0 * zoom };
        painter.galley(pos2(x, at.y - label.size().y / 2.0), label, text);
    }
}

/// The cancel button in the footer of a running node.
pub fn cancel_rect(view: &View, node: &NodeBox) -> Rect {
    let footer = Rect::from_min_max(pos2(node.rect.right() - 24.0, node.rect.bottom() - FOOTER), node.rect.max);
    view.screen_rect(footer.shrink2(vec2(2.0, (FOOTER - ROW) / 2.0 + 1.0)))
}

pub fn paint_cancel(painter: &Painter, rect: Rect, hovered: bool) {
    if hovered {
        painter.rect_filled(rect, 3.0, theme::CONTROL_HOVERED);
    }
    let cross = Rect::from_center_size(rect.center(), vec2(rect.height(), rect.height()) * 0.42);
    let stroke = Stroke::new(1.5, if hovered { theme::TEXT_STRONG } else { theme::TEXT_WEAK });
    painter.line_segment([cross.left_top(), cross.right_bottom()], stroke);
    painter.line_segment([cross.right_top(), cross.left_bottom()], stroke);
}
