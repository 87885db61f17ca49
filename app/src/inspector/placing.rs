//! Where a pinned panel goes: beside or under its port, over no node.

use egui::{Pos2, Rect, Vec2, pos2};
use voxloom_workspace::PortRef;

/// The network as it is on the screen.
#[derive(Debug, Clone)]
pub struct Ground {
    pub screen: Rect,
    /// All of the window.
    pub window: Rect,
    /// What is not to be covered.
    pub nodes: Vec<Rect>,
    /// Where the ports lie that have a panel; `true`: outports.
    pub ports: Vec<(PortRef, bool, Pos2)>,
}

impl Ground {
    pub fn port(&self, port: &PortRef, output: bool) -> Option<Pos2> {
        self.ports.iter().find(|known| known.0 == *port && known.1 == output).map(|known| known.2)
    }
}

/// Between a panel and what it must not cover, in points.
const MARGIN: f32 = 8.0;
/// What of a panel lies beside the network counts so much less than what lies over a node.
const OUTSIDE: f32 = 0.06;
/// Places are tried in such steps.
const STEP: f32 = 16.0;
/// From a port to its panel, where there is room.
const AWAY: Vec2 = Vec2::new(28.0, -20.0);

/// The place nearest to a port where a panel covers least: best nothing, else what is beside the network. `others`: the panels that are there.
pub fn place(port: Pos2, output: bool, size: Vec2, ground: &Ground, others: &[Rect]) -> Pos2 {
    let area = ground.window.shrink(MARGIN);
    let wish = if output { port + AWAY } else { port + Vec2::new(-AWAY.x - size.x, AWAY.y) };
    let (most_x, most_y) = ((area.right() - size.x).max(area.left()), (area.bottom() - size.y).max(area.top()));
    let covered = |rect: Rect| -> f32 {
        let over = |other: &Rect| {
            let common = rect.intersect(other.expand(MARGIN));
            if common.is_positive() { common.area() } else { 0.0 }
        };
        let inside = ground.screen.shrink(MARGIN).intersect(rect);
        let outside = size.x * size.y - if inside.is_positive() { inside.area() } else { 0.0 };
        // Another panel hides more than a node does, and a node more than what is beside the network.
        ground.nodes.iter().map(over).sum::<f32>() + 4.0 * others.iter().map(over).sum::<f32>() + OUTSIDE * outside
    };
    let start = pos2(wish.x.clamp(area.left(), most_x), wish.y.clamp(area.top(), most_y));
    let mut best = (covered(Rect::from_min_size(start, size)), start.distance(wish), start);
    let steps = |from: f32, to: f32| (0..=((to - from) / STEP).ceil() as u32).map(move |i| (from + i as f32 * STEP).min(to));
    for y in steps(area.top(), most_y) {
        for x in steps(area.left(), most_x) {
            let at = pos2(x, y);
            let far = at.distance(wish);
            if best.0 <= 0.0 && far >= best.1 {
                continue;
            }
            let hides = covered(Rect::from_min_size(at, size));
            if hides < best.0 - 1.0 || hides < best.0 + 1.0 && far < best.1 {
                best = (hides, far, at);
            }
        }
    }
    best.2
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::vec2;

    fn ground(nodes: &[Rect]) -> Ground {
        let screen = Rect::from_min_size(Pos2::ZERO, vec2(900.0, 600.0));
        Ground { screen, window: screen.expand2(vec2(300.0, 200.0)), nodes: nodes.to_vec(), ports: Vec::new() }
    }

    fn node(x: f32, y: f32) -> Rect {
        Rect::from_min_size(pos2(x, y), vec2(150.0, 70.0))
    }

    #[test]
    fn a_panel_covers_no_node_where_there_is_room() {
        let nodes = [node(60.0, 200.0), node(260.0, 200.0), node(460.0, 200.0), node(660.0, 200.0)];
        let (port, size) = (pos2(210.0, 240.0), vec2(260.0, 300.0));
        let panel = Rect::from_min_size(place(port, true, size, &ground(&nodes), &[]), size);
        assert!(nodes.iter().all(|node| !node.intersects(panel)), "{panel:?}");
        let second = Rect::from_min_size(place(port, true, size, &ground(&nodes), &[panel]), size);
        assert!(nodes.iter().all(|node| !node.intersects(second)) && !second.intersects(panel), "{second:?}");
    }

    #[test]
    fn with_room_beside_it_stays_near() {
        let size = vec2(200.0, 200.0);
        let at = place(pos2(210.0, 240.0), true, size, &ground(&[node(60.0, 200.0)]), &[]);
        assert_eq!(at, pos2(238.0, 220.0));
        let at = place(pos2(660.0, 240.0), false, size, &ground(&[node(660.0, 200.0)]), &[]);
        assert_eq!(at, pos2(432.0, 220.0));
    }

    #[test]
    fn without_room_it_goes_beside_the_network_and_stays_in_the_window() {
        let full = ground(&[Rect::from_min_size(Pos2::ZERO, vec2(900.0, 600.0))]);
        let size = vec2(250.0, 300.0);
        let panel = Rect::from_min_size(place(pos2(300.0, 300.0), true, size, &full, &[]), size);
        assert!(full.window.contains_rect(panel) && !panel.intersects(full.nodes[0]), "{panel:?}");
        let size = vec2(2000.0, 1700.0);
        assert!(full.window.contains(place(pos2(300.0, 300.0), true, size, &full, &[])));
    }
}
