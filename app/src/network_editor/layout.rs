//! Geometry of the network: where nodes, ports and connections lie. Made anew only when the document changes.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use egui::{Color32, Pos2, Rect, pos2, vec2};
use voxloom_core::processor::Sink;
use voxloom_core::{PortSpec, Registry};
use voxloom_workspace::{Connection, Network, Node, NodeId, PortRef};

use super::idle;
use super::room::{self, Room};
use crate::theme;

// Sizes of a node, in points at zoom 1. All are multiples of half a grid step, so that ports of aligned nodes align.
pub const WIDTH: f32 = theme::GRID * 12.0;
pub const HEADER: f32 = 40.0;
pub const ROW: f32 = 20.0;
pub const FOOTER: f32 = 22.0;
/// Around the rows of ports.
pub const GAP: f32 = 4.0;
pub const PORT_RADIUS: f32 = 5.0;

/// The form of a port, by its data type: types are told apart without their colors too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PinShape {
    Disc,
    Square,
    Diamond,
    Triangle,
    Pentagon,
    Hexagon,
}

impl PinShape {
    /// Sequences look like what they are sequences of; types that are not known have a form of their own.
    fn of(data_type: &str) -> Self {
        const KNOWN: [(&str, PinShape); 5] = [
            ("Volume", PinShape::Square),
            ("Image", PinShape::Disc),
            ("Layer", PinShape::Diamond),
            ("Mesh", PinShape::Triangle),
            ("Buffer", PinShape::Hexagon),
        ];
        let name = data_type.rsplit('.').next().unwrap_or(data_type);
        KNOWN.iter().find(|(known, _)| name.starts_with(known)).map_or(Self::Pentagon, |(_, shape)| *shape)
    }
}

/// A port of a node.
#[derive(Debug, Clone)]
pub struct Pin {
    pub port: PortRef,
    pub output: bool,
    pub data_type: Arc<str>,
    pub at: Pos2,
    pub color: Color32,
    pub shape: PinShape,
    pub optional: bool,
    pub multi: bool,
    pub connected: bool,
}

/// A node in the view.
#[derive(Debug, Clone)]
pub struct NodeBox {
    pub node: Arc<Node>,
    pub rect: Rect,
    pub header: Color32,
    pub is_canvas: bool,
    pub pins: Vec<Pin>,
    /// The end that it feeds.
    pub end: Option<NodeId>,
    /// What there is around it for its thumbnail and its message.
    pub room: Room,
}

/// A connection in the view.
#[derive(Debug, Clone)]
pub struct Wire {
    pub connection: Connection,
    pub from: Pos2,
    pub to: Pos2,
    pub color: Color32,
    /// Leads to a port that is gone.
    pub parked: bool,
    /// What it goes over, from source to target.
    pub points: Vec<Pos2>,
    /// It is one of several into a port.
    pub shared: bool,
}

/// Everything in the view, in order of drawing.
#[derive(Debug, Clone, Default)]
pub struct Geometry {
    pub boxes: Vec<NodeBox>,
    pub wires: Vec<Wire>,
    by_id: BTreeMap<NodeId, usize>,
    /// Thumbnails lie above the nodes.
    thumbnails: bool,
}

impl Geometry {
    pub fn new(network: &Network, registry: &Registry, thumbnails: bool) -> Self {
        let mut connected = BTreeSet::new();
        for connection in network.connections() {
            connected.insert((&connection.from, true));
            connected.insert((&connection.to, false));
        }
        let ends = idle::ends(network, registry);
        let mut headers: BTreeMap<Arc<str>, (Color32, bool)> = BTreeMap::new();
        let mut geometry = Self { thumbnails, ..Self::default() };
        for node in network.nodes() {
            let (header, is_canvas) = *headers.entry(node.class.clone()).or_insert_with(|| match registry.get(&node.class) {
                Some(class) => (theme::category_color(&class.info().category), class.info().sink == Sink::Canvas),
                None => (theme::BORDER_STRONG, false),
            });
            let rect = node_rect(node);
            let mut pins = Vec::new();
            for (output, ports) in [(false, node.interface().inports()), (true, node.interface().outports())] {
                for (index, spec) in ports.iter().enumerate() {
                    let mut pin = pin(node, spec, output, rect, index, registry);
                    pin.connected = connected.contains(&(&pin.port, output));
                    pins.push(pin);
                }
            }
            geometry.by_id.insert(node.id, geometry.boxes.len());
            geometry.boxes.push(NodeBox { node: node.clone(), rect, header, is_canvas, pins, end: ends.get(&node.id).copied(), room: Room::ALL });
        }
        let rects: Vec<Rect> = geometry.boxes.iter().map(|node| node.rect).collect();
        for (node, room) in geometry.boxes.iter_mut().zip(room::free(&rects, network, thumbnails)) {
            node.room = room;
        }
        geometry.wires = network.connections().filter_map(|connection| geometry.wire(network, connection)).collect();
        let mut counts: BTreeMap<PortRef, usize> = BTreeMap::new();
        for wire in &geometry.wires {
            *counts.entry(wire.connection.to.clone()).or_default() += 1;
        }
        for wire in &mut geometry.wires {
            wire.shared = counts[&wire.connection.to] > 1;
        }
        geometry
    }

    fn wire(&self, network: &Network, connection: &Connection) -> Option<Wire> {
        let (source, target) = (self.node(connection.from.node)?, self.node(connection.to.node)?);
        let find = |owner: &NodeBox, port: &PortRef, output| {
            owner.pins.iter().find(|pin| pin.output == output && pin.port == *port).map(|pin| (pin.at, pin.color))
        };
        let (from, to) = (find(source, &connection.from, true), find(target, &connection.to, false));
        // A port that is gone: the connection leads to the header.
        let header = |x: f32, rect: Rect| pos2(x, rect.top() + HEADER / 2.0);
        Some(Wire {
            connection: connection.clone(),
            from: from.map_or_else(|| header(source.rect.right(), source.rect), |(at, _)| at),
            to: to.map_or_else(|| header(target.rect.left(), target.rect), |(at, _)| at),
            color: from.or(to).map_or(theme::PARKED, |(_, color)| color),
            parked: network.is_parked(connection),
            points: network.waypoints(connection).map(|point| (*point).into()).collect(),
            shared: false,
        })
    }

    pub fn node(&self, id: NodeId) -> Option<&NodeBox> {
        self.by_id.get(&id).map(|index| &self.boxes[*index])
    }

    /// A port of one direction.
    pub fn pin(&self, port: &PortRef, output: bool) -> Option<&Pin> {
        self.node(port.node)?.pins.iter().find(|pin| pin.output == output && pin.port == *port)
    }

    /// The smallest rectangle around some nodes.
    pub fn bounds<'a>(&self, nodes: impl IntoIterator<Item = &'a NodeId>) -> Rect {
        nodes.into_iter().filter_map(|id| self.node(*id)).fold(Rect::NOTHING, |all, node| all.union(node.rect))
    }

    pub fn all_bounds(&self) -> Rect {
        self.boxes.iter().fold(Rect::NOTHING, |all, node| all.union(node.rect))
    }

    /// The topmost node at a place.
    pub fn node_at(&self, at: Pos2) -> Option<&NodeBox> {
        self.boxes.iter().rev().find(|node| node.rect.contains(at))
    }

    /// The nearest port of one direction within a distance.
    pub fn pin_near(&self, at: Pos2, output: bool, distance: f32) -> Option<&Pin> {
        let near = self.boxes.iter().filter(|node| node.rect.expand(distance).contains(at)).flat_map(|node| &node.pins);
        let measured = near.filter(|pin| pin.output == output).map(|pin| (pin.at.distance(at), pin));
        measured.filter(|(d, _)| *d <= distance).min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, pin)| pin)
    }

    /// Nodes that data flows to from a node, or from which it comes; the node itself included.
    pub fn reach(&self, start: NodeId, downstream: bool) -> BTreeSet<NodeId> {
        let mut next: BTreeMap<NodeId, Vec<NodeId>> = BTreeMap::new();
        for wire in &self.wires {
            let (a, b) = (wire.connection.from.node, wire.connection.to.node);
            let (a, b) = if downstream { (a, b) } else { (b, a) };
            next.entry(a).or_default().push(b);
        }
        let (mut seen, mut stack) = (BTreeSet::new(), vec![start]);
        while let Some(id) = stack.pop() {
            if seen.insert(id) {
                stack.extend(next.get(&id).into_iter().flatten());
            }
        }
        seen
    }

    /// The corner for a node of a size at a place, or below it where others are too near.
    pub fn clear_place(&self, wish: Pos2, size: egui::Vec2) -> Pos2 {
        let mut at = super::view::snap(wish);
        let room = Room { above: if self.thumbnails { room::ABOVE } else { theme::GRID * 1.5 }, below: theme::GRID * 1.5 };
        let near = |at: Pos2| room.around(Rect::from_min_size(at, size)).expand2(vec2(theme::GRID, 0.0));
        while self.boxes.iter().any(|node| node.rect.intersects(near(at))) {
            at.y += theme::GRID;
        }
        at
    }

    /// A place near a wish where a new node covers no other.
    pub fn free_place(&self, wish: Pos2) -> Pos2 {
        let size = vec2(WIDTH, HEADER + 2.0 * ROW + FOOTER);
        let step = vec2(theme::GRID * 2.0, theme::GRID * 2.0);
        let mut at = super::view::snap(wish);
        let room = Room { above: if self.thumbnails { room::ABOVE } else { 0.0 }, below: 0.0 };
        while self.boxes.iter().any(|node| node.rect.intersects(room.around(Rect::from_min_size(at, size)))) {
            at += step;
        }
        at
    }
}

/// Why a connection is parked, in words; `None` when it is not.
pub fn parked_reason(network: &Network, connection: &Connection) -> Option<String> {
    let (source, target) = (network.get(connection.from.node)?, network.get(connection.to.node)?);
    let gone = |node: &Node, kind: &str, port: &str| format!("{} has no {kind} “{port}” now. The connection comes back with it.", node.display_name);
    match (source.outport(&connection.from.port), target.inport(&connection.to.port)) {
        (None, _) => Some(gone(source, "outport", &connection.from.port)),
        (_, None) => Some(gone(target, "inport", &connection.to.port)),
        (Some(from), Some(to)) if from.data_type != to.data_type => {
            let short = |name: &str| name.rsplit('.').next().unwrap_or(name).to_owned();
            Some(format!("{} takes a {}, but gets a {} now.", network.port_label(&connection.to), short(&to.data_type), short(&from.data_type)))
        }
        _ => None,
    }
}

/// The rectangle of a node.
pub fn node_rect(node: &Node) -> Rect {
    let rows = node.interface().inports().len().max(node.interface().outports().len());
    let body = if rows == 0 { 0.0 } else { rows as f32 * ROW + 2.0 * GAP };
    Rect::from_min_size(node.position.into(), vec2(WIDTH, HEADER + body + FOOTER))
}

fn pin(node: &Node, spec: &PortSpec, output: bool, rect: Rect, index: usize, registry: &Registry) -> Pin {
    Pin {
        port: PortRef { node: node.id, port: spec.identifier.clone() },
        output,
        data_type: spec.data_type.clone(),
        at: pos2(if output { rect.right() } else { rect.left() }, rect.top() + HEADER + GAP + (index as f32 + 0.5) * ROW),
        color: theme::port_color(registry.data_type(&spec.data_type)),
        shape: PinShape::of(&spec.data_type),
        optional: spec.optional,
        multi: spec.multi,
        connected: false,
    }
}
