//! Icons of the toolbar, drawn as lines so that they are sharp at every scale.

use egui::{Color32, Painter, Pos2, Rect, Shape, Stroke, StrokeKind};

/// What an icon shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Icon {
    New,
    Open,
    Save,
    Undo,
    Redo,
    Add,
    Fit,
    Left,
    Right,
    Bottom,
    Beside,
}

/// Draws an icon into a square.
pub fn paint(painter: &Painter, icon: Icon, square: Rect, color: Color32) {
    let stroke = Stroke::new(1.4, color);
    // Icons are drawn on a grid of 16 units.
    let at = |x: f32, y: f32| -> Pos2 { square.min + egui::vec2(x, y) * (square.width() / 16.0) };
    let area = |x0: f32, y0: f32, x1: f32, y1: f32| Rect::from_min_max(at(x0, y0), at(x1, y1));
    let lines = |points: &[(f32, f32)]| painter.add(Shape::line(points.iter().map(|(x, y)| at(*x, *y)).collect(), stroke));
    let pane = |side: Rect| {
        painter.rect_stroke(area(2.0, 3.0, 14.0, 13.0), 1.5, stroke, StrokeKind::Middle);
        painter.rect_filled(side, 0.5, color);
    };
    match icon {
        Icon::New => {
            lines(&[(9.5, 2.0), (4.0, 2.0), (4.0, 14.0), (12.5, 14.0), (12.5, 5.0), (9.5, 2.0), (9.5, 5.0), (12.5, 5.0)]);
        }
        Icon::Open => {
            lines(&[(2.0, 13.0), (2.0, 3.5), (6.5, 3.5), (8.0, 5.5), (13.0, 5.5), (13.0, 7.5)]);
            lines(&[(2.0, 13.0), (4.5, 7.5), (15.0, 7.5), (12.5, 13.0), (2.0, 13.0)]);
        }
        Icon::Save => {
            lines(&[(2.5, 2.5), (11.0, 2.5), (13.5, 5.0), (13.5, 13.5), (2.5, 13.5), (2.5, 2.5)]);
            lines(&[(5.0, 2.5), (5.0, 6.0), (10.0, 6.0), (10.0, 2.5)]);
            lines(&[(4.5, 13.5), (4.5, 9.0), (11.5, 9.0), (11.5, 13.5)]);
        }
        Icon::Undo | Icon::Redo => {
            let turn = |x: f32| if icon == Icon::Undo { x } else { 16.0 - x };
            let arc = (0..=12).map(|step| {
                let angle = std::f32::consts::PI * (1.5 + step as f32 / 12.0);
                (turn(9.5 + angle.cos() * 4.0), 9.5 + angle.sin() * 4.0)
            });
            let points: Vec<(f32, f32)> = [(turn(2.5), 5.5)].into_iter().chain(arc).chain([(turn(6.0), 13.5)]).collect();
            lines(&points);
            lines(&[(turn(5.8), 2.2), (turn(2.5), 5.5), (turn(5.8), 8.8)]);
        }
        Icon::Add => {
            lines(&[(8.0, 2.5), (8.0, 13.5)]);
            lines(&[(2.5, 8.0), (13.5, 8.0)]);
        }
        Icon::Fit => {
            for (x, y) in [(1.0, 1.0), (-1.0, 1.0), (1.0, -1.0), (-1.0, -1.0)] {
                let corner = |dx: f32, dy: f32| (8.0 + x * dx, 8.0 + y * dy);
                lines(&[corner(2.5, 5.5), corner(5.5, 5.5), corner(5.5, 2.5)]);
            }
            painter.circle_filled(at(8.0, 8.0), square.width() / 12.0, color);
        }
        Icon::Left => pane(area(2.5, 3.5, 6.0, 12.5)),
        Icon::Right => pane(area(10.0, 3.5, 13.5, 12.5)),
        Icon::Bottom => pane(area(2.5, 9.5, 13.5, 12.5)),
        Icon::Beside => {
            pane(area(7.6, 3.5, 8.4, 12.5));
        }
    }
}
