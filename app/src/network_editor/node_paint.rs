//! Painting of nodes: header, status, cost and message, in the detail that the zoom allows.

use std::time::Duration;

use egui::{Align2, Color32, CornerRadius, FontId, Painter, Rect, Shape, Stroke, StrokeKind, pos2, vec2};
use voxloom_core::data::format_bytes;
use voxloom_workspace::evaluator::{NodeState, ProcessorStatus};

use super::costs::Cost;
use super::detail::{Detail, Trouble};
use super::layout::{FOOTER, HEADER, NodeBox, ROW, WIDTH};
use super::paint::{elided, font, sentence, status_color, status_text};
use super::view::View;
use crate::panels::status_bar::short_time;
use crate::theme;

/// How a node is drawn besides what it is.
#[derive(Debug, Clone, Copy, Default)]
pub struct NodeLook<'a> {
    pub selected: bool,
    pub hovered: bool,
    /// What hangs below it is drawn elsewhere.
    pub own_message: bool,
    /// Why it is not evaluated.
    pub idle: Option<&'a str>,
    /// What it costs, when costs are shown.
    pub cost: Option<Cost>,
}

/// A node without its ports.
pub fn paint_node(painter: &Painter, view: &View, node: &NodeBox, state: &NodeState, look: NodeLook<'_>) {
    let (rect, zoom) = (view.screen_rect(node.rect), view.zoom);
    match Detail::at(zoom) {
        Detail::Far => paint_block(painter, rect, node, state, look),
        detail => {
            paint_body(painter, rect, zoom, node, look, detail);
            paint_header(painter, rect.with_max_y(rect.top() + HEADER * zoom), node, zoom, detail);
            paint_footer(painter, rect.with_min_y(rect.bottom() - FOOTER * zoom), node, state, zoom, detail, look.cost);
        }
    }
    paint_border(painter, rect, zoom, state, look);
    if Detail::at(zoom) == Detail::Full && !look.own_message {
        paint_message(painter, rect, state, look.idle, zoom, node.room.lines());
    }
}

/// From afar a node is a block: what it is or what it costs, and how it fares in the strip below.
fn paint_block(painter: &Painter, rect: Rect, node: &NodeBox, state: &NodeState, look: NodeLook<'_>) {
    let fill = match (Trouble::of(&state.status), look.cost) {
        (Some(Trouble::Error), _) => theme::ERROR.lerp_to_gamma(theme::NETWORK_GROUND, 0.35),
        (_, Some(cost)) => node.header.lerp_to_gamma(cost.color(), cost.heat),
        (_, None) => node.header,
    };
    painter.rect_filled(rect, 0.0, if node.node.bypassed { fill.gamma_multiply(0.35) } else { fill });
    let strip = rect.with_min_y(rect.bottom() - (rect.height() * 0.25).max(2.0));
    painter.rect_filled(strip, 0.0, status_color(&state.status));
}

fn radius(zoom: f32) -> u8 {
    // What is too small to be seen is not paid for.
    if zoom < 0.45 { 0 } else { (6.0 * zoom).min(8.0) as u8 }
}

fn paint_body(painter: &Painter, rect: Rect, zoom: f32, node: &NodeBox, look: NodeLook<'_>, detail: Detail) {
    let (corner, corners) = (radius(zoom), CornerRadius::same(radius(zoom)));
    if detail == Detail::Full {
        painter.rect_filled(rect.translate(vec2(0.0, 3.0 * zoom)).expand(1.0), corners, theme::SHADOW);
    }
    let faded = |color: Color32| if node.node.bypassed { color.lerp_to_gamma(theme::NETWORK_GROUND, 0.6) } else { color };
    painter.rect_filled(rect, corners, faded(theme::NODE));
    let header = rect.with_max_y(rect.top() + HEADER * zoom);
    painter.rect_filled(header, CornerRadius { nw: corner, ne: corner, sw: 0, se: 0 }, faded(node.header));
    let footer = rect.with_min_y(rect.bottom() - FOOTER * zoom);
    let below = CornerRadius { nw: 0, ne: 0, sw: corner, se: corner };
    // Heat in the footer, and a bar as long as the share.
    let heat = |cost: Cost| theme::NODE_FOOTER.lerp_to_gamma(cost.color(), 0.12 + 0.12 * cost.heat);
    painter.rect_filled(footer, below, look.cost.map_or(theme::NODE_FOOTER, heat));
    if let Some(cost) = look.cost {
        let bar = footer.with_min_y(footer.bottom() - (4.0 * zoom).max(2.0));
        if detail == Detail::Full {
            painter.rect_filled(bar, below, theme::GROUND);
        }
        let length = bar.width() * cost.share;
        if length >= 1.0 {
            painter.rect_filled(bar.with_max_x(bar.left() + length), CornerRadius { sw: corner, se: 0, nw: 0, ne: 0 }, cost.color());
        }
    }
    if node.node.bypassed {
        paint_bypass(painter, rect, zoom, node);
    }
}

/// What comes in goes out: a line across the body, below the names of the ports.
fn paint_bypass(painter: &Painter, rect: Rect, zoom: f32, node: &NodeBox) {
    let place = |world: egui::Pos2| rect.min + (world - node.rect.min) * zoom;
    for out in node.pins.iter().filter(|pin| pin.output) {
        if let Some(into) = node.pins.iter().find(|pin| !pin.output && pin.data_type == out.data_type) {
            let (from, to) = (place(into.at), place(out.at));
            let (y, side) = (from.y.max(to.y) + ROW * 0.5 * zoom, 9.0 * zoom);
            let line = [from, pos2(from.x + side, y), pos2(to.x - side, y), to];
            painter.extend(Shape::dashed_line(&line, Stroke::new((2.0 * zoom).max(1.0), out.color), 6.0 * zoom, 4.0 * zoom));
        }
    }
}

fn paint_border(painter: &Painter, rect: Rect, zoom: f32, state: &NodeState, look: NodeLook<'_>) {
    let corners = CornerRadius::same(radius(zoom));
    let error = Trouble::of(&state.status) == Some(Trouble::Error);
    let border = match (look.selected, error, look.hovered) {
        (true, _, _) => Stroke::new(2.0, theme::ACCENT),
        (_, true, _) => Stroke::new(1.6, theme::ERROR),
        (_, _, true) => Stroke::new(1.0, theme::BORDER_STRONG.lerp_to_gamma(theme::TEXT, 0.3)),
        _ if Detail::at(zoom) == Detail::Far => return,
        _ => Stroke::new(1.0, theme::NODE_BORDER),
    };
    painter.rect_stroke(rect, corners, border, StrokeKind::Outside);
    if look.selected && error {
        painter.rect_stroke(rect.expand(2.5), corners, Stroke::new(1.2, theme::ERROR), StrokeKind::Outside);
    }
}

fn paint_header(painter: &Painter, header: Rect, node: &NodeBox, zoom: f32, detail: Detail) {
    let bright = if node.node.bypassed { theme::TEXT_WEAK } else { theme::TEXT_STRONG };
    if detail == Detail::Compact {
        // Larger than in scale, so that it can be read longer.
        let font = FontId::new((13.5 * zoom).max(9.0).round(), egui::FontFamily::Proportional);
        // In steps, so that the same text serves while the zoom changes.
        let width = ((header.width() - 4.0) / 8.0).floor() * 8.0;
        let name = elided(painter, &node.node.display_name, font, bright, width, 1);
        painter.galley(pos2(header.left() + 3.0, header.center().y - name.size().y / 2.0), name, bright);
        return;
    }
    let (inset, width) = (9.0 * zoom, WIDTH - 18.0);
    let name = scaled(painter, &node.node.display_name, 13.5, zoom, bright, width);
    painter.galley(pos2(header.left() + inset, header.top() + 5.0 * zoom), name, bright);
    let color = bright.gamma_multiply(0.66);
    let identifier = scaled(painter, &node.node.identifier, 10.0, zoom, color, width);
    painter.galley(pos2(header.left() + inset, header.bottom() - 5.0 * zoom - identifier.size().y), identifier, color);
}

/// One row of text in a node, `width` at zoom 1. It is laid out for the size of the font and not for the zoom: within a step of
/// the size it is the same text, which egui keeps.
pub fn scaled(painter: &Painter, text: &str, size: f32, zoom: f32, color: Color32, width: f32) -> std::sync::Arc<egui::Galley> {
    let font = font(size, zoom);
    let width = width * font.size / size;
    elided(painter, text, font, color, width, 1)
}

fn paint_footer(painter: &Painter, footer: Rect, node: &NodeBox, state: &NodeState, zoom: f32, detail: Detail, cost: Option<Cost>) {
    let center = footer.center().y;
    let color = if node.node.bypassed { theme::TEXT_DISABLED } else { status_color(&state.status) };
    painter.circle_filled(pos2(footer.left() + 12.0 * zoom, center), (3.8 * zoom).max(2.0), color);
    let left = footer.left() + 21.0 * zoom;
    if let ProcessorStatus::Running(running) = &state.status {
        let bar = Rect::from_min_max(pos2(left, center - 3.0 * zoom), pos2(footer.right() - 28.0 * zoom, center + 3.0 * zoom));
        paint_progress(painter, bar, running.control.progress(), running.since.elapsed());
        return;
    }
    if detail != Detail::Full {
        return;
    }
    let (small, weak) = (font(11.0, zoom), theme::TEXT_WEAK);
    let at_left = |text: &str, color: Color32| {
        painter.text(pos2(left, center), Align2::LEFT_CENTER, text, small.clone(), color);
    };
    let at_right = |text: &str, color: Color32| {
        painter.text(pos2(footer.right() - 9.0 * zoom, center), Align2::RIGHT_CENTER, text, small.clone(), color);
    };
    let settled = matches!(state.status, ProcessorStatus::Ready);
    match (cost, state.time) {
        // The light says that it is ready; the room is for figures.
        (Some(cost), Some(time)) if settled => {
            at_left(&format!("{} · {}", short_time(time), cost.text()), theme::TEXT);
            if state.bytes > 0 {
                at_right(&format_bytes(state.bytes), weak);
            }
        }
        (_, time) => {
            at_left(&status_text(&state.status), weak);
            if let Some(time) = time {
                at_right(&short_time(time), weak);
            }
        }
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
fn paint_message(painter: &Painter, rect: Rect, state: &NodeState, idle: Option<&str>, zoom: f32, lines: usize) {
    let (text, color, fill) = match (&state.status, state.notes.first()) {
        (ProcessorStatus::NotEvaluated, _) if idle.is_some() => (idle.unwrap_or_default().to_owned(), theme::TEXT_WEAK, Color32::TRANSPARENT),
        (ProcessorStatus::Failed(error), _) => (error.to_string(), theme::ERROR, theme::ERROR_FILL),
        (ProcessorStatus::Missing(reason), _) => (reason.clone(), theme::ERROR, theme::ERROR_FILL),
        (ProcessorStatus::Waiting(reason), _) => (root_cause(reason), theme::WARNING, Color32::TRANSPARENT),
        (_, Some(note)) => (note.clone(), theme::TEXT_WEAK, Color32::TRANSPARENT),
        (_, None) => return,
    };
    if lines == 0 {
        return;
    }
    let font = font(11.0, zoom);
    let (inset, width) = (7.0 * zoom, (WIDTH - 14.0) * font.size / 11.0);
    let galley = elided(painter, &sentence(&text), font, color, width, lines);
    let place = Rect::from_min_size(rect.left_bottom() + vec2(0.0, 5.0 * zoom), vec2(rect.width(), galley.size().y + 8.0 * zoom));
    if fill != Color32::TRANSPARENT {
        painter.rect_filled(place, (4.0 * zoom).clamp(1.0, 8.0), fill);
    }
    painter.galley(place.min + vec2(inset, 4.0 * zoom), galley, color);
}

/// Who waits for whom is seen by the wires: the node at the end of the chain, and what it lacks.
fn root_cause(reason: &str) -> String {
    match reason.rsplit_once(LINK) {
        Some((chain, cause)) => format!("{}: {cause}", chain.rsplit(": ").next().unwrap_or(chain)),
        None => reason.to_owned(),
    }
}

/// Between the links of a chain of nodes that wait for each other.
const LINK: &str = " is not ready: ";

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

#[cfg(test)]
mod tests {
    use super::root_cause;

    #[test]
    fn the_cause_comes_before_the_chain() {
        assert_eq!(root_cause("Volume Raycaster is not ready: Volume Source is not ready: no file is chosen"), "Volume Source: no file is chosen");
        assert_eq!(root_cause("nothing is connected to inport"), "nothing is connected to inport");
    }
}
