//! The way of a connection on the screen: curves that leave and arrive level, over its waypoints.

use egui::{Pos2, Rect, Vec2, vec2};

use super::layout::Wire;
use super::view::View;

/// A cubic curve by its control points.
pub type Curve = [Pos2; 4];

/// Straight pieces that a curve is taken for where something near it is looked for.
const PIECES: usize = 24;

/// The curve between two places on the screen: it leaves and arrives level.
pub fn curve(from: Pos2, to: Pos2, zoom: f32) -> Curve {
    let dx = to.x - from.x;
    let reach = if dx >= 0.0 { (dx * 0.5).max(24.0 * zoom) } else { (-dx * 0.6).clamp(40.0 * zoom, 220.0 * zoom) };
    [from, from + vec2(reach, 0.0), to - vec2(reach, 0.0), to]
}

/// A point of a curve.
pub fn curve_at([a, b, c, d]: Curve, t: f32) -> Pos2 {
    let s = 1.0 - t;
    let v = a.to_vec2() * (s * s * s) + b.to_vec2() * (3.0 * s * s * t) + c.to_vec2() * (3.0 * s * t * t) + d.to_vec2() * (t * t * t);
    v.to_pos2()
}

/// The curves of a connection, one more than it has waypoints.
pub fn curves(view: &View, wire: &Wire) -> Vec<Curve> {
    let (from, to) = (view.on_screen(wire.from), view.on_screen(wire.to));
    if wire.points.is_empty() {
        return vec![curve(from, to, view.zoom)];
    }
    let knots: Vec<Pos2> = std::iter::once(from).chain(wire.points.iter().map(|at| view.on_screen(*at))).chain([to]).collect();
    let direction = |index: usize| match index {
        0 => vec2(1.0, 0.0),
        last if last + 1 == knots.len() => vec2(1.0, 0.0),
        _ => (knots[index + 1] - knots[index - 1]).normalized(),
    };
    let pieces = knots.windows(2).enumerate().map(|(index, pair)| {
        let reach: f32 = pair[0].distance(pair[1]) * 0.4;
        let (leaves, arrives): (Vec2, Vec2) = (direction(index), direction(index + 1));
        [pair[0], pair[0] + leaves * reach, pair[1] - arrives * reach, pair[1]]
    });
    pieces.collect()
}

/// A rectangle on the screen in which a connection lies.
pub fn bounds(view: &View, wire: &Wire) -> Rect {
    curves(view, wire).into_iter().flatten().fold(Rect::NOTHING, |all, point| all.union(Rect::from_pos(point))).expand(4.0)
}

/// A connection as a line of straight pieces on the screen.
pub fn line(view: &View, wire: &Wire) -> Vec<Pos2> {
    let curves = curves(view, wire);
    let start = curves.first().map(|curve| curve[0]);
    start.into_iter().chain(curves.into_iter().flat_map(pieces)).collect()
}

/// A curve as a line of short pieces, without its beginning.
pub fn pieces(curve: Curve) -> impl Iterator<Item = Pos2> {
    (1..=PIECES).map(move |step| curve_at(curve, step as f32 / PIECES as f32))
}

/// Where a connection comes nearest to a place on the screen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Nearest {
    pub distance: f32,
    /// How far along, from 0 at the source to 1 at the target.
    pub along: f32,
    /// The curve: a waypoint put here gets this index.
    pub curve: usize,
}

/// Where a connection comes nearest to a place on the screen.
pub fn nearest(view: &View, wire: &Wire, place: Pos2) -> Nearest {
    let line = line(view, wire);
    let mut best = Nearest { distance: f32::INFINITY, along: 0.0, curve: 0 };
    for (index, pair) in line.windows(2).enumerate() {
        let (distance, t) = to_segment(place, pair[0], pair[1]);
        if distance < best.distance {
            best = Nearest { distance, along: (index as f32 + t) / (line.len() - 1) as f32, curve: index / PIECES };
        }
    }
    best
}

/// Whether a stroke of straight pieces crosses a connection.
pub fn is_cut(view: &View, wire: &Wire, stroke: &[Pos2]) -> bool {
    let reach = stroke.iter().fold(Rect::NOTHING, |all, at| all.union(Rect::from_pos(*at)));
    if !bounds(view, wire).intersects(reach) {
        return false;
    }
    let line = line(view, wire);
    line.windows(2).any(|a| stroke.windows(2).any(|b| cross(a[0], a[1], b[0], b[1])))
}

/// Whether a connection passes through a rectangle on the screen.
pub fn passes(view: &View, wire: &Wire, rect: Rect) -> bool {
    bounds(view, wire).intersects(rect) && line(view, wire).iter().any(|at| rect.contains(*at))
}

/// Distance to a straight piece, and how far along the nearest place lies.
fn to_segment(point: Pos2, a: Pos2, b: Pos2) -> (f32, f32) {
    let along = b - a;
    let t = if along.length_sq() > 0.0 { ((point - a).dot(along) / along.length_sq()).clamp(0.0, 1.0) } else { 0.0 };
    (point.distance(a + along * t), t)
}

fn cross(a: Pos2, b: Pos2, c: Pos2, d: Pos2) -> bool {
    let side = |from: Pos2, to: Pos2, at: Pos2| {
        let (along, across) = (to - from, at - from);
        along.x * across.y - along.y * across.x
    };
    side(a, b, c) * side(a, b, d) <= 0.0 && side(c, d, a) * side(c, d, b) <= 0.0 && (b - a).length_sq() > 0.0 && (d - c).length_sq() > 0.0
}

#[cfg(test)]
mod tests {
    use egui::{Color32, pos2};
    use voxloom_workspace::{Connection, NodeId, PortRef};

    use super::*;

    fn wire(points: &[Pos2]) -> Wire {
        let port = |node| PortRef { node: NodeId(node), port: "data".into() };
        Wire {
            connection: Connection { from: port(1), to: port(2) },
            from: pos2(0.0, 0.0),
            to: pos2(400.0, 0.0),
            color: Color32::WHITE,
            parked: false,
            points: points.to_vec(),
            shared: false,
        }
    }

    fn view() -> View {
        View { screen: Rect::from_min_size(Pos2::ZERO, vec2(800.0, 600.0)), ..View::default() }
    }

    #[test]
    fn a_connection_goes_over_its_waypoints() {
        let (view, wire) = (view(), wire(&[pos2(100.0, 200.0), pos2(300.0, 200.0)]));
        for point in &wire.points {
            assert!(nearest(&view, &wire, view.on_screen(*point)).distance < 0.5);
        }
        assert_eq!(nearest(&view, &wire, view.on_screen(pos2(200.0, 205.0))).curve, 1, "a new one lies between the two");
        assert!(nearest(&view, &wire, view.on_screen(pos2(200.0, 0.0))).distance > 100.0, "the straight way is left");
    }

    #[test]
    fn a_stroke_cuts_what_it_crosses() {
        let (view, wire) = (view(), wire(&[]));
        let stroke = |points: &[[f32; 2]]| points.iter().map(|at| view.on_screen(pos2(at[0], at[1]))).collect::<Vec<_>>();
        assert!(is_cut(&view, &wire, &stroke(&[[200.0, -50.0], [210.0, 50.0]])));
        assert!(!is_cut(&view, &wire, &stroke(&[[200.0, -50.0], [210.0, -10.0]])), "it ends before");
        assert!(!is_cut(&view, &wire, &stroke(&[[500.0, -50.0], [500.0, 50.0]])), "it passes beside");
    }
}
