//! Going from node to node with the arrow keys.

use egui::{Rect, Vec2};
use voxloom_workspace::NodeId;

use super::NetworkEditor;
use super::layout::Geometry;
use super::marked;
use crate::desk::Desk;

/// A direction on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Left,
    Right,
    Up,
    Down,
}

impl NetworkEditor {
    /// Selects the next node in a direction; the first one when none is selected.
    pub(super) fn step(&mut self, step: Step, desk: &mut Desk) {
        // From a wire to its ends.
        let end = marked::wire(desk).and_then(|wire| match step {
            Step::Left => Some(wire.from.node),
            Step::Right => Some(wire.to.node),
            Step::Up | Step::Down => None,
        });
        let from = desk.selection.iter().find_map(|id| self.geometry.node(*id));
        let next = match from {
            _ if end.is_some() => end,
            Some(from) => neighbor(&self.geometry, from.node.id, from.rect, step),
            None => self.geometry.boxes.iter().min_by(|a, b| a.rect.left().total_cmp(&b.rect.left())).map(|node| node.node.id),
        };
        if let Some(next) = next {
            desk.selection = [next].into();
            desk.marked = None;
            self.reveal(desk);
        }
    }

    /// Moves the view as far as it takes to see what is selected.
    pub(super) fn reveal(&mut self, desk: &Desk) {
        let bounds = self.marked_bounds(desk).unwrap_or_else(|| self.geometry.bounds(&desk.selection));
        let visible = self.view.visible();
        if !bounds.is_finite() || visible.contains_rect(bounds) {
            return;
        }
        if bounds.width() > visible.width() || bounds.height() > visible.height() {
            return self.view.fit(bounds);
        }
        // With a little room around it.
        let margin = (visible.size() - bounds.size()) * 0.25;
        let wanted = bounds.expand2(margin.min(Vec2::splat(40.0)));
        let shift = |low: f32, high: f32, from: f32, to: f32| if from < low { low - from } else { (high - to).min(0.0) };
        let by = Vec2::new(
            shift(visible.left(), visible.right(), wanted.left(), wanted.right()),
            shift(visible.top(), visible.bottom(), wanted.top(), wanted.bottom()),
        );
        self.view.pan(by * self.view.zoom);
    }
}

/// The nearest node in a direction; what lies aside counts as farther away.
fn neighbor(geometry: &Geometry, from: NodeId, rect: Rect, step: Step) -> Option<NodeId> {
    let distance = |other: Rect| {
        let by = other.center() - rect.center();
        let (ahead, aside) = match step {
            Step::Left => (-by.x, by.y.abs()),
            Step::Right => (by.x, by.y.abs()),
            Step::Up => (-by.y, by.x.abs()),
            Step::Down => (by.y, by.x.abs()),
        };
        (ahead > 1.0).then_some(ahead + aside * 2.0)
    };
    let others = geometry.boxes.iter().filter(|node| node.node.id != from).filter_map(|node| Some((distance(node.rect)?, node.node.id)));
    others.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, id)| id)
}
