//! How much of a node is drawn at a zoom, and the marks that tell from afar what is wrong.

use egui::{Align2, Painter, Pos2, Shape, Stroke, pos2, vec2};
use voxloom_workspace::evaluator::ProcessorStatus;

use super::view::View;
use crate::theme;

/// How much of a node is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Detail {
    /// A block with the color of the category, and a mark where something is wrong.
    Far,
    /// Title and ports.
    Compact,
    /// Names of ports, times, messages.
    Full,
}

/// Zoom from which text within a node can be read.
const FULL: f32 = 0.62;
/// Zoom from which a title has room.
const COMPACT: f32 = 0.3;

impl Detail {
    pub fn at(zoom: f32) -> Self {
        match zoom {
            FULL.. => Self::Full,
            COMPACT.. => Self::Compact,
            _ => Self::Far,
        }
    }
}

/// What is wrong with a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Trouble {
    /// It waits for something, or shows what is not the newest.
    Warning,
    Error,
}

impl Trouble {
    pub fn of(status: &ProcessorStatus) -> Option<Self> {
        match status {
            ProcessorStatus::Failed(_) | ProcessorStatus::Missing(_) => Some(Self::Error),
            ProcessorStatus::Waiting(_) | ProcessorStatus::Cancelled => Some(Self::Warning),
            _ => None,
        }
    }
}

/// Where a mark stands, and how large; its size on the screen does not shrink below what is seen at a glance.
pub fn mark_place(view: &View, node: egui::Rect, trouble: Trouble) -> (Pos2, f32) {
    let rect = view.screen_rect(node);
    let (least, most) = match trouble {
        Trouble::Error => (9.0, 13.0),
        Trouble::Warning => (4.5, 9.0),
    };
    match Detail::at(view.zoom) {
        Detail::Far => (rect.center(), (rect.height() * 0.42).clamp(least, most)),
        Detail::Compact | Detail::Full => (rect.right_top() + vec2(-2.0, 2.0), if trouble == Trouble::Error { 10.0 } else { 7.5 }),
    }
}

/// Draws a mark: a disc for an error, a triangle for a warning, both with an exclamation mark.
pub fn paint_mark(painter: &Painter, trouble: Trouble, at: Pos2, radius: f32) {
    let seam = Stroke::new(1.5, theme::NETWORK_GROUND);
    match trouble {
        Trouble::Error => drop(painter.circle(at, radius, theme::ERROR, seam)),
        Trouble::Warning => {
            let corner = |x: f32, y: f32| at + vec2(x, y) * radius * 1.15;
            let corners = vec![corner(0.0, -1.0), corner(1.0, 0.8), corner(-1.0, 0.8)];
            painter.add(Shape::convex_polygon(corners, theme::WARNING, seam));
        }
    }
    let dark = theme::NETWORK_GROUND;
    if radius >= 6.0 {
        let at = if trouble == Trouble::Warning { at + vec2(0.0, radius * 0.12) } else { at };
        painter.text(at, Align2::CENTER_CENTER, "!", theme::font((radius * 1.5).round()), dark);
    } else {
        painter.line_segment([at - vec2(0.0, radius * 0.4), at + vec2(0.0, radius * 0.5)], Stroke::new(1.2, dark));
    }
}

/// A regular polygon with a corner on top.
pub fn polygon(at: Pos2, corners: usize, radius: f32) -> Vec<Pos2> {
    let angle = |corner: usize| std::f32::consts::TAU * corner as f32 / corners as f32;
    (0..corners).map(|corner| pos2(at.x + angle(corner).sin() * radius, at.y - angle(corner).cos() * radius)).collect()
}

#[cfg(test)]
mod tests {
    use egui::Rect;

    use super::*;

    #[test]
    fn a_mark_is_seen_at_any_zoom() {
        let node = Rect::from_min_size(Pos2::ZERO, vec2(192.0, 90.0));
        for zoom in [0.04, 0.15, 0.29, 0.4, 1.0, 2.5] {
            let view = View { zoom, screen: Rect::from_min_size(Pos2::ZERO, vec2(1000.0, 800.0)), ..View::default() };
            let ((_, error), (_, warning)) = (mark_place(&view, node, Trouble::Error), mark_place(&view, node, Trouble::Warning));
            assert!(error >= 9.0 && error > warning, "an error is larger than a warning at {zoom}");
        }
        assert_eq!([0.15, 0.3, 0.61, 0.62].map(Detail::at), [Detail::Far, Detail::Compact, Detail::Compact, Detail::Full]);
    }
}
