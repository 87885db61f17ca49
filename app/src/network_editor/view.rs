//! Where the network view looks: position and zoom, and the grid behind the nodes.

use egui::{Painter, Pos2, Rect, Stroke, Vec2, pos2, vec2};

use crate::theme;

const MIN_ZOOM: f32 = 0.04;
const MAX_ZOOM: f32 = 2.5;
/// Zoom to fit does not blow up a few nodes beyond this.
const FIT_ZOOM: f32 = 1.0;

/// Maps between the network ("world", in points at zoom 1) and the screen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct View {
    /// What lies in the middle of the screen.
    pub center: Pos2,
    pub zoom: f32,
    /// The part of the screen that the network has.
    pub screen: Rect,
}

impl Default for View {
    fn default() -> Self {
        Self { center: Pos2::ZERO, zoom: 1.0, screen: Rect::ZERO }
    }
}

impl View {
    pub fn on_screen(self, world: Pos2) -> Pos2 {
        self.screen.center() + (world - self.center) * self.zoom
    }

    pub fn in_world(self, screen: Pos2) -> Pos2 {
        self.center + (screen - self.screen.center()) / self.zoom
    }

    pub fn screen_rect(&self, world: Rect) -> Rect {
        Rect::from_min_max(self.on_screen(world.min), self.on_screen(world.max))
    }

    /// The part of the network that is in sight.
    pub fn visible(&self) -> Rect {
        Rect::from_min_max(self.in_world(self.screen.min), self.in_world(self.screen.max))
    }

    /// Moves with the pointer.
    pub fn pan(&mut self, screen_delta: Vec2) {
        self.center -= screen_delta / self.zoom;
    }

    /// Zooms so that what is under the pointer stays there.
    pub fn zoom_at(&mut self, pointer: Pos2, factor: f32) {
        let fixed = self.in_world(pointer);
        self.zoom = (self.zoom * factor).clamp(MIN_ZOOM, MAX_ZOOM);
        self.center = fixed - (pointer - self.screen.center()) / self.zoom;
    }

    /// Looks at a part of the network, with a margin.
    pub fn fit(&mut self, world: Rect) {
        if !world.is_finite() || self.screen.width() < 1.0 {
            return;
        }
        let margin = vec2(64.0, 48.0);
        let room = (self.screen.size() - margin).max(vec2(32.0, 32.0));
        let size = world.size().max(vec2(1.0, 1.0));
        self.zoom = (room.x / size.x).min(room.y / size.y).clamp(MIN_ZOOM, FIT_ZOOM);
        self.center = world.center();
    }

    /// Draws ground and grid. Lines that would lie too close are left out.
    pub fn paint_grid(&self, painter: &Painter) {
        painter.rect_filled(self.screen, 0.0, theme::NETWORK_GROUND);
        let visible = self.visible();
        for (every, color) in [(theme::GRID * 2.0, theme::NETWORK_GRID), (theme::GRID * 10.0, theme::NETWORK_GRID_STRONG)] {
            if every * self.zoom < 12.0 {
                continue;
            }
            let stroke = Stroke::new(1.0, color);
            let steps = |from: f32, to: f32| (((from / every).floor() as i64)..=((to / every).ceil() as i64)).map(move |i| i as f32 * every);
            for x in steps(visible.left(), visible.right()) {
                let x = painter.round_to_pixel_center(self.on_screen(pos2(x, 0.0)).x);
                painter.vline(x, self.screen.y_range(), stroke);
            }
            for y in steps(visible.top(), visible.bottom()) {
                let y = painter.round_to_pixel_center(self.on_screen(pos2(0.0, y)).y);
                painter.hline(self.screen.x_range(), y, stroke);
            }
        }
    }
}

/// The nearest crossing of the grid.
pub fn snap(position: Pos2) -> Pos2 {
    (position / theme::GRID).round() * theme::GRID
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zooming_keeps_what_is_under_the_pointer() {
        let mut view = View { screen: Rect::from_min_size(pos2(100.0, 50.0), vec2(800.0, 600.0)), ..View::default() };
        let pointer = pos2(700.0, 120.0);
        let before = view.in_world(pointer);
        view.zoom_at(pointer, 1.7);
        assert!((view.in_world(pointer) - before).length() < 1e-3);
        assert!((view.on_screen(view.in_world(pointer)) - pointer).length() < 1e-3);
        view.fit(Rect::from_min_size(pos2(-50.0, 10.0), vec2(3000.0, 300.0)));
        assert!(view.visible().contains_rect(Rect::from_min_size(pos2(-50.0, 10.0), vec2(3000.0, 300.0))));
    }
}
