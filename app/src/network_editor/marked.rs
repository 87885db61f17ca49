//! What is selected besides nodes, frames and notes: a wire, a waypoint or a port. With it everything that the pointer does to them
//! is done by keys.

use egui::{Pos2, Vec2, vec2};
use voxloom_workspace::command::SetWaypoints;
use voxloom_workspace::{Connection, Network, NodeId, PortRef};

use super::items::Items;
use super::layout::Pin;
use super::menus::disconnect;
use super::palette::{OpenEnd, Palette, Purpose};
use super::path;
use super::view::snap;
use super::walk::Step;
use super::{NetworkEditor, layout};
use crate::desk::{Ask, Desk, Now};
use crate::theme;

/// Another thing than nodes that keys are about.
#[derive(Debug, Clone, PartialEq)]
pub enum Marked {
    Wire(Connection),
    /// A waypoint of a wire.
    Point(Connection, usize),
    /// A port, and whether it is an outport.
    Port(PortRef, bool),
}

impl Marked {
    /// The wire, or that of the waypoint.
    pub fn wire(&self) -> Option<&Connection> {
        match self {
            Self::Wire(wire) | Self::Point(wire, _) => Some(wire),
            Self::Port(..) => None,
        }
    }

    /// Whether it is there still.
    pub fn exists(&self, network: &Network) -> bool {
        match self {
            Self::Wire(wire) => network.connections().any(|other| other == wire),
            Self::Point(wire, index) => network.connections().any(|other| other == wire) && network.waypoints(wire).nth(*index).is_some(),
            Self::Port(port, output) => {
                let node = network.get(port.node);
                node.is_some_and(|node| if *output { node.outport(&port.port).is_some() } else { node.inport(&port.port).is_some() })
            }
        }
    }
}

/// The wire that keys are about.
pub fn wire(desk: &Desk) -> Option<&Connection> {
    desk.marked.as_ref().and_then(Marked::wire)
}

pub fn wire_marked(desk: &Desk, _now: &Now) -> bool {
    wire(desk).is_some()
}

/// The port that keys are about.
pub fn port(desk: &Desk) -> Option<(&PortRef, bool)> {
    match &desk.marked {
        Some(Marked::Port(port, output)) => Some((port, *output)),
        _ => None,
    }
}

/// Whether the one selected node has ports.
pub fn has_ports(desk: &Desk, now: &Now) -> bool {
    !ports_of(desk, &now.snapshot.workspace.network).is_empty()
}

fn ports_of(desk: &Desk, network: &Network) -> Vec<Marked> {
    let node = match desk.selection.first() {
        Some(id) if desk.selection.len() == 1 => network.get(*id),
        _ => None,
    };
    let Some(node) = node else { return Vec::new() };
    let of = |output: bool| {
        let ports = if output { node.interface().outports() } else { node.interface().inports() };
        ports.iter().map(move |port| Marked::Port(PortRef { node: node.id, port: port.identifier.clone() }, output))
    };
    // Mostly what it makes goes somewhere.
    of(true).chain(of(false)).collect()
}

pub fn any_wires(desk: &Desk, now: &Now) -> bool {
    !wires_of(desk, &now.snapshot.workspace.network).is_empty()
}

/// The wires that keys go through, each followed by its waypoints: those of the selected nodes, else all.
fn wires_of(desk: &Desk, network: &Network) -> Vec<Marked> {
    let ours = |id: &NodeId| desk.selection.contains(id);
    let concerned = |wire: &&Connection| desk.selection.is_empty() || ours(&wire.from.node) || ours(&wire.to.node);
    let mut wires: Vec<&Connection> = network.connections().filter(concerned).collect();
    // From left to right and from top to bottom, as one reads.
    let place = |wire: &Connection| network.get(wire.to.node).map_or([0.0; 2], |node| node.position);
    wires.sort_by(|a, b| place(a)[0].total_cmp(&place(b)[0]).then(place(a)[1].total_cmp(&place(b)[1])));
    let with_points = |wire: &Connection| {
        let points = network.waypoints(wire).enumerate().map(|(index, _)| Marked::Point(wire.clone(), index));
        std::iter::once(Marked::Wire(wire.clone())).chain(points).collect::<Vec<_>>()
    };
    wires.into_iter().flat_map(with_points).collect()
}

/// Marks the next port of the selected node, or the one before.
pub fn next_port(forward: bool, desk: &mut Desk, now: &Now) {
    step(ports_of(desk, &now.snapshot.workspace.network), forward, desk);
}

/// Marks the next wire or waypoint, or the one before.
pub fn next_wire(forward: bool, desk: &mut Desk, now: &Now) {
    step(wires_of(desk, &now.snapshot.workspace.network), forward, desk);
    desk.ask(Ask::Reveal);
}

fn step(mut all: Vec<Marked>, forward: bool, desk: &mut Desk) {
    if !forward {
        all.reverse();
    }
    let at = all.iter().position(|one| desk.marked.as_ref() == Some(one));
    let next = at.map_or(0, |at| (at + 1) % all.len().max(1));
    desk.marked = all.into_iter().nth(next);
}

/// What "Disconnect" takes away: the marked wire, those of the marked port, else those of the selected nodes.
fn loose(desk: &Desk, network: &Network) -> Vec<Connection> {
    let goes = |c: &&Connection| match &desk.marked {
        Some(Marked::Wire(wire) | Marked::Point(wire, _)) => *c == wire,
        Some(Marked::Port(port, true)) => c.from == *port,
        Some(Marked::Port(port, false)) => c.to == *port,
        None => desk.selection.contains(&c.from.node) || desk.selection.contains(&c.to.node),
    };
    network.connections().filter(goes).cloned().collect()
}

pub fn can_disconnect(desk: &Desk, now: &Now) -> bool {
    !loose(desk, &now.snapshot.workspace.network).is_empty()
}

/// Takes the wires of the marked port away. Its node stays: it was the port that was pointed at.
pub fn empty_port(desk: &mut Desk) {
    let wires = loose(desk, &desk.session.store.snapshot().workspace.network);
    if wires.is_empty() {
        desk.notices.info("Nothing is connected to this port. Escape lets go of it; Delete then removes the processor");
    }
    disconnect(desk, wires);
}

pub fn disconnect_marked(desk: &mut Desk, now: &Now) {
    let wires = loose(desk, &now.snapshot.workspace.network);
    disconnect(desk, wires);
}

/// Whether keys can move something by a step of the grid.
pub fn can_nudge(desk: &Desk, _now: &Now) -> bool {
    matches!(desk.marked, Some(Marked::Point(..))) || !Items::selected(desk).is_empty()
}

/// Moves the marked waypoint, or what is selected, by a step of the grid.
pub fn nudge(step: Step, desk: &mut Desk, now: &Now) {
    let network = &now.snapshot.workspace.network;
    let by = theme::GRID
        * match step {
            Step::Left => vec2(-1.0, 0.0),
            Step::Right => vec2(1.0, 0.0),
            Step::Up => vec2(0.0, -1.0),
            Step::Down => vec2(0.0, 1.0),
        };
    if let Some(Marked::Point(wire, index)) = desk.marked.clone() {
        let mut points: Vec<[f32; 2]> = network.waypoints(&wire).copied().collect();
        if let Some([x, y]) = points.get_mut(index) {
            (*x, *y) = (*x + by.x, *y + by.y);
        }
        desk.commit(&SetWaypoints { connection: wire, points });
        return;
    }
    desk.commit(&Items::selected(desk).with_content(network).places(network).moved(by));
    desk.ask(Ask::Reveal);
}

impl NetworkEditor {
    /// What is marked is there still, and belongs to what is selected.
    pub(super) fn keep_marked(&self, desk: &mut Desk, now: &Now) {
        let network = &now.snapshot.workspace.network;
        let selection = &desk.selection;
        desk.marked.take_if(|marked| !marked.exists(network) || matches!(marked, Marked::Port(port, _) if !selection.contains(&port.node)));
    }

    /// The marked wire gets a waypoint: in its middle, or behind the marked one.
    pub(super) fn add_waypoint_by_key(&mut self, desk: &mut Desk) {
        let Some(connection) = wire(desk).cloned() else { return };
        let after = if let Some(Marked::Point(_, index)) = desk.marked { Some(index + 1) } else { None };
        let Some(at) = self.middle_of(&connection, after) else { return };
        desk.session.store.end_drag();
        self.add_waypoint(&connection, at, desk);
        desk.session.store.end_drag();
    }

    /// The middle of a wire on the screen, or that of one of the curves that its waypoints part it into.
    pub(super) fn middle_of(&self, connection: &Connection, curve: Option<usize>) -> Option<Pos2> {
        let wire = self.geometry.wires.iter().find(|wire| wire.connection == *connection)?;
        let curves = path::curves(&self.view, wire);
        let index = curve.unwrap_or(curves.len() / 2).min(curves.len().saturating_sub(1));
        Some(path::curve_at(*curves.get(index)?, 0.5))
    }

    /// The palette for what is marked: what fits a port, or what goes into a wire.
    pub(super) fn palette_for_marked(&self, desk: &Desk) -> Option<Palette> {
        if let Some(wire) = wire(desk) {
            return self.palette_into(wire, self.middle_of(wire, None)?, desk);
        }
        let (port, output) = port(desk)?;
        Some(self.palette_at(self.geometry.pin(port, output)?, desk))
    }

    /// The palette with what goes into a wire.
    pub(super) fn palette_into(&self, wire: &Connection, at: Pos2, desk: &Desk) -> Option<Palette> {
        let network = desk.session.store.snapshot().workspace.network;
        let into = Purpose::Into { connection: wire.clone(), network };
        Some(Palette::new(&desk.session.registry, at + vec2(-8.0, 12.0), self.view.in_world(at), into))
    }

    /// The palette with what fits a port, beside it.
    pub(super) fn palette_at(&self, pin: &Pin, desk: &Desk) -> Palette {
        let aside: Vec2 = vec2(if pin.output { 80.0 } else { -80.0 }, 0.0);
        let world = snap(pin.at + aside);
        let end = OpenEnd { port: pin.port.clone(), output: pin.output, data_type: pin.data_type.clone() };
        Palette::new(&desk.session.registry, self.view.on_screen(world), world, Purpose::End(end)).clear_of(self.view.on_screen(pin.at))
    }

    /// A wire is shown that keys went to, even if it is out of sight.
    pub(super) fn marked_bounds(&self, desk: &Desk) -> Option<egui::Rect> {
        let wire = wire(desk)?;
        let wire = self.geometry.wires.iter().find(|other| other.connection == *wire)?;
        let reach = egui::Rect::from_two_pos(wire.from, wire.to);
        Some(wire.points.iter().fold(reach, |reach, at| reach.union(egui::Rect::from_pos(*at))).expand(layout::PORT_RADIUS))
    }
}
