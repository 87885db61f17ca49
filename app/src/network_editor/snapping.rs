//! Where what is dragged comes to lie: level with what lies near it, else on the grid.

use egui::{Pos2, Rect, pos2};

use super::view::snap;

/// A line that shows with what something lies level.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Guide {
    pub from: Pos2,
    pub to: Pos2,
}

/// The corner that a dragged rectangle gets, and the lines that say why.
#[derive(Debug, Clone, PartialEq)]
pub struct Snapped {
    pub corner: Pos2,
    pub guides: Vec<Guide>,
}

/// Snaps a rectangle to the edges and middles of others within a distance, and to the grid where none is so near.
pub fn snapped(rect: Rect, others: &[Rect], distance: f32) -> Snapped {
    let grid = snap(rect.min);
    let x = nearest(others, distance, |other| [other.left() - rect.left(), other.right() - rect.right(), other.center().x - rect.center().x]);
    let y = nearest(others, distance, |other| [other.top() - rect.top(), other.bottom() - rect.bottom(), other.center().y - rect.center().y]);
    let corner = pos2(x.map_or(grid.x, |(by, _)| rect.left() + by), y.map_or(grid.y, |(by, _)| rect.top() + by));
    let settled = Rect::from_min_size(corner, rect.size());
    let mut guides = Vec::new();
    if let Some((_, other)) = x {
        let both = settled.union(other);
        for at in level([settled.left(), settled.center().x, settled.right()], [other.left(), other.center().x, other.right()]) {
            guides.push(Guide { from: pos2(at, both.top()), to: pos2(at, both.bottom()) });
        }
    }
    if let Some((_, other)) = y {
        let both = settled.union(other);
        for at in level([settled.top(), settled.center().y, settled.bottom()], [other.top(), other.center().y, other.bottom()]) {
            guides.push(Guide { from: pos2(both.left(), at), to: pos2(both.right(), at) });
        }
    }
    Snapped { corner, guides }
}

fn nearest(others: &[Rect], distance: f32, offsets: impl Fn(&Rect) -> [f32; 3]) -> Option<(f32, Rect)> {
    let all = others.iter().flat_map(|other| offsets(other).map(|by| (by, *other)));
    all.filter(|(by, _)| by.abs() <= distance).min_by(|(a, _), (b, _)| a.abs().total_cmp(&b.abs()))
}

/// The lines that both have.
fn level(mine: [f32; 3], others: [f32; 3]) -> impl Iterator<Item = f32> {
    mine.into_iter().zip(others).filter(|(a, b)| (a - b).abs() < 0.5).map(|(a, _)| a)
}

#[cfg(test)]
mod tests {
    use egui::vec2;

    use super::*;

    #[test]
    fn what_is_near_is_lain_level_with_and_a_line_says_so() {
        let other = Rect::from_min_size(pos2(3.0, 100.0), vec2(90.0, 40.0));
        let moved = Rect::from_min_size(pos2(6.0, 211.0), vec2(90.0, 40.0));
        let result = snapped(moved, &[other], 5.0);
        assert_eq!(result.corner.x, 3.0, "level with the left edge of the other, which is not on the grid");
        assert_eq!(result.corner.y, snap(pos2(0.0, 211.0)).y, "nothing is near in the other direction: the grid");
        let lines: Vec<f32> = result.guides.iter().map(|guide| guide.from.x).collect();
        assert_eq!(lines, [3.0, 48.0, 93.0], "same size: edges and middles lie level");
        assert!(snapped(moved, &[], 5.0).guides.is_empty());
    }
}
