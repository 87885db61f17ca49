//! Painting of ports and connections, and what is shared by all that is painted in the network.

use std::sync::Arc;

use egui::epaint::{CircleShape, CubicBezierShape, RectShape};
use egui::text::{LayoutJob, TextFormat, TextWrapping};
use egui::{Color32, FontId, Galley, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, Vec2, pos2};
use voxloom_workspace::evaluator::ProcessorStatus;

use super::detail::{Detail, polygon};
use super::layout::{GAP, PORT_RADIUS, Pin, PinShape, Wire};
use super::node_paint::scaled;
use super::path;
use super::view::View;
use crate::theme;

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
        ProcessorStatus::NotEvaluated | ProcessorStatus::Bypassed => theme::TEXT_DISABLED,
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

/// A connection between two places on the screen.
pub fn paint_curve(painter: &Painter, from: Pos2, to: Pos2, zoom: f32, stroke: Stroke) {
    painter.add(CubicBezierShape::from_points_stroke(path::curve(from, to, zoom), false, Color32::TRANSPARENT, stroke));
}

/// How a connection is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WireLook {
    Normal,
    Hovered,
    /// Keys are about it.
    Marked,
}

/// Around the port that keys are about.
pub fn paint_marked_pin(painter: &Painter, view: &View, pin: &Pin) {
    let radius = (PORT_RADIUS * view.zoom).max(1.5) * 2.1;
    painter.circle_stroke(view.on_screen(pin.at), radius, Stroke::new(2.0, theme::TEXT_STRONG));
}

pub fn paint_wire(painter: &Painter, view: &View, wire: &Wire, look: WireLook) {
    let marked = look != WireLook::Normal;
    let width = (2.4 * view.zoom).clamp(1.0, 4.0);
    if wire.parked {
        let color = if marked { theme::ERROR } else { theme::PARKED };
        let (dash, gap) = (7.0 * view.zoom.max(0.4), 5.0 * view.zoom.max(0.4));
        painter.extend(Shape::dashed_line(&path::line(view, wire), Stroke::new(width, color), dash, gap));
        return;
    }
    if Detail::at(view.zoom) != Detail::Full && wire.points.is_empty() && !marked {
        // Short on the screen: a few straight pieces look the same and cost a tenth.
        let curve = path::curve(view.on_screen(wire.from), view.on_screen(wire.to), view.zoom);
        let pieces = (curve[0].distance(curve[3]) / 10.0).clamp(1.0, 24.0) as usize;
        let line = (0..=pieces).map(|step| path::curve_at(curve, step as f32 / pieces as f32)).collect();
        painter.line(line, Stroke::new(width, wire.color));
        return;
    }
    let curves = path::curves(view, wire);
    let paint = |stroke: Stroke| {
        for curve in &curves {
            painter.add(CubicBezierShape::from_points_stroke(*curve, false, Color32::TRANSPARENT, stroke));
        }
    };
    if marked {
        // Not by the color of the type alone: it is on top of a light seam.
        let glow = if look == WireLook::Marked { theme::TEXT_STRONG } else { wire.color.gamma_multiply(0.35) };
        paint(Stroke::new(width + 4.0, glow));
    } else if Detail::at(view.zoom) == Detail::Full {
        // A dark seam keeps crossing connections apart.
        paint(Stroke::new(width + 2.0, theme::NETWORK_GROUND));
    }
    paint(Stroke::new(width, wire.color));
}

/// A port: filled when it is needed, hollow when it is optional, with a second outline when it takes several; its form tells the type.
pub fn paint_pin(painter: &Painter, view: &View, pin: &Pin, look: PinLook) {
    let (at, zoom) = (view.on_screen(pin.at), view.zoom);
    let radius = (PORT_RADIUS * zoom).max(1.5);
    let color = if look == PinLook::Dimmed { pin.color.lerp_to_gamma(theme::NODE, 0.75) } else { pin.color };
    match look {
        PinLook::Fits => {
            painter.circle(at, radius * 2.1, color.gamma_multiply(0.45), Stroke::new((1.6 * zoom).max(1.0), theme::TEXT_STRONG));
        }
        PinLook::Target => {
            painter.circle(at, radius * 2.6, color.gamma_multiply(0.6), Stroke::new((2.4 * zoom).max(1.5), theme::TEXT_STRONG));
        }
        PinLook::Refused => {
            let (reach, stroke) = (radius * 2.1, Stroke::new(2.0, theme::ERROR));
            painter.circle_stroke(at, reach, stroke);
            let slash = Vec2::splat(reach * std::f32::consts::FRAC_1_SQRT_2);
            painter.line_segment([at - slash, at + slash], stroke);
        }
        PinLook::Normal | PinLook::Dimmed => {}
    }
    if Detail::at(zoom) != Detail::Full && look != PinLook::Target {
        painter.add(form(pin.shape, at, radius * 1.1, color, Stroke::NONE));
        return;
    }
    let seam = if pin.multi { Stroke::new((1.3 * zoom).max(0.8), color) } else { Stroke::NONE };
    painter.add(form(pin.shape, at, radius * if pin.multi { 1.6 } else { 1.35 }, theme::NETWORK_GROUND, seam));
    if pin.optional {
        painter.add(form(pin.shape, at, radius * 0.85, theme::NODE, Stroke::new((1.8 * zoom).max(1.0), color)));
        if pin.connected {
            painter.circle_filled(at, radius * 0.4, color);
        }
    } else {
        painter.add(form(pin.shape, at, radius * if pin.multi { 0.9 } else { 1.0 }, color, Stroke::NONE));
    }
    let text = if look == PinLook::Dimmed { theme::TEXT_DISABLED } else { theme::TEXT };
    let label = scaled(painter, &pin.port.port, 11.5, zoom, text, super::layout::WIDTH * 0.5 - 14.0 - GAP);
    let x = if pin.output { at.x - 12.0 * zoom - label.size().x } else { at.x + 12.0 * zoom };
    painter.galley(pos2(x, at.y - label.size().y / 2.0), label, text);
}

/// The form of a port; all have about the same area.
fn form(shape: PinShape, at: Pos2, radius: f32, fill: Color32, stroke: Stroke) -> Shape {
    match shape {
        PinShape::Disc => CircleShape { center: at, radius, fill, stroke }.into(),
        PinShape::Square => RectShape::new(Rect::from_center_size(at, Vec2::splat(radius * 1.8)), 0.0, fill, stroke, StrokeKind::Middle).into(),
        PinShape::Diamond => Shape::convex_polygon(polygon(at, 4, radius * 1.25), fill, stroke),
        PinShape::Triangle => Shape::convex_polygon(polygon(at, 3, radius * 1.4), fill, stroke),
        PinShape::Pentagon => Shape::convex_polygon(polygon(at, 5, radius * 1.12), fill, stroke),
        PinShape::Hexagon => Shape::convex_polygon(polygon(at, 6, radius * 1.1), fill, stroke),
    }
}
