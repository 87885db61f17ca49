//! Place and scale of a picture on its canvas: state of the view, not of the document.

use egui::{Pos2, Rect, Vec2};

/// How a flat picture is looked at.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PanZoom {
    /// 1: the whole picture fits.
    zoom: f32,
    /// From the middle of the canvas to the middle of the picture, in points.
    offset: Vec2,
}

impl Default for PanZoom {
    fn default() -> Self {
        Self { zoom: 1.0, offset: Vec2::ZERO }
    }
}

impl PanZoom {
    /// Where the picture lies, as large as it fits with its aspect kept, then panned and zoomed.
    pub fn place(&self, canvas: Rect, size: [usize; 2]) -> Rect {
        let size = Vec2::new(size[0].max(1) as f32, size[1].max(1) as f32);
        let fit = (canvas.width() / size.x).min(canvas.height() / size.y);
        Rect::from_center_size(canvas.center() + self.offset, size * fit * self.zoom)
    }

    pub fn pan(&mut self, delta: Vec2) {
        self.offset += delta;
    }

    /// Zooms; what is under the pointer stays there.
    pub fn zoom_at(&mut self, canvas: Rect, pointer: Pos2, factor: f32) {
        let next = (self.zoom * factor).clamp(0.05, 2000.0);
        let grown = next / self.zoom;
        let from_center = pointer - canvas.center();
        self.offset = from_center - (from_center - self.offset) * grown;
        self.zoom = next;
    }
}

/// The texel under a pointer, counted from the top left.
pub fn texel_at(picture: Rect, size: [usize; 2], pointer: Pos2) -> Option<[usize; 2]> {
    let part = (pointer - picture.min) / picture.size();
    let at = |part: f32, n: usize| (0.0..1.0).contains(&part).then(|| ((part * n as f32) as usize).min(n.saturating_sub(1)));
    Some([at(part.x, size[0])?, at(part.y, size[1])?])
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::{pos2, vec2};

    #[test]
    fn the_picture_fits_and_zooms_at_the_pointer() {
        let canvas = Rect::from_min_size(pos2(10.0, 20.0), vec2(400.0, 200.0));
        let mut view = PanZoom::default();
        assert_eq!(view.place(canvas, [100, 100]), Rect::from_center_size(canvas.center(), vec2(200.0, 200.0)));
        let pointer = pos2(250.0, 90.0);
        let before = texel_at(view.place(canvas, [100, 100]), [100, 100], pointer);
        view.zoom_at(canvas, pointer, 8.0);
        assert_eq!(texel_at(view.place(canvas, [100, 100]), [100, 100], pointer), before);
        view.zoom_at(canvas, pointer, 0.125);
        assert!((view.place(canvas, [100, 100]).center() - canvas.center()).length() < 1e-3);
    }
}
