//! What is dropped on a connection goes into it, and a class that is dropped on a node takes its place.

use std::sync::Arc;

use egui::{CornerRadius, Painter, Pos2, Rect, Response, RichText, Shape, Stroke, StrokeKind, Ui, pos2, vec2};
use voxloom_core::processor::{Interface, ProcessorClass};
use voxloom_workspace::command::{AddNode, Batch, Command, Edit, InsertNode, MoveNodes, ReplaceNode, insertion};
use voxloom_workspace::{CommandError, Connection, Network, NodeId};

use super::NetworkEditor;
use super::edits::shared;
use super::interact::Drag;
use super::layout::{FOOTER, GAP, Geometry, HEADER, ROW, WIDTH, node_rect};
use super::paint::{elided, font};
use super::path;
use super::view::{View, snap};
use super::wiring::hint;
use crate::desk::{Desk, Now};
use crate::panels::processor_list::DraggedClass;
use crate::theme;

/// A node that is there, and the connection that it would go into.
pub struct Insertion {
    pub connection: Connection,
    pub node: NodeId,
    inport: Arc<str>,
    outport: Arc<str>,
}

impl Insertion {
    pub fn command(self) -> InsertNode {
        InsertNode { connection: self.connection, node: self.node, inport: self.inport, outport: self.outport }
    }

    /// What is said before it is dropped.
    pub fn said(&self, network: &Network) -> String {
        said(network, &self.connection)
    }
}

fn said(network: &Network, connection: &Connection) -> String {
    format!("Insert between {} and {}", network.port_label(&connection.from), network.port_label(&connection.to))
}

/// The connection that a node lies on and fits into, with ports that are free.
pub fn of_node(view: &View, geometry: &Geometry, network: &Network, node: NodeId) -> Option<Insertion> {
    let (shown, document) = (geometry.node(node)?, network.get(node)?);
    let free = |output: bool, port: &str| !shown.pins.iter().any(|pin| pin.output == output && &*pin.port.port == port && pin.connected);
    let (connection, (inport, outport)) = under(view, geometry, shown.rect, |connection| {
        let other = connection.from.node != node && connection.to.node != node;
        let ports = insertion(network, document.interface(), connection).filter(|_| other)?;
        let acyclic = !network.reaches(node, connection.from.node) && !network.reaches(connection.to.node, node);
        (acyclic && free(false, &ports.0) && free(true, &ports.1)).then_some(ports)
    })?;
    Some(Insertion { connection, node, inport, outport })
}

type Ports = (Arc<str>, Arc<str>);

/// The nearest connection under a rectangle of the network that something fits into.
fn under(view: &View, geometry: &Geometry, rect: Rect, fits: impl Fn(&Connection) -> Option<Ports>) -> Option<(Connection, Ports)> {
    let screen = view.screen_rect(rect);
    let crossed = geometry.wires.iter().filter(|wire| !wire.parked && path::passes(view, wire, screen));
    let fitting = crossed.filter_map(|wire| Some((path::nearest(view, wire, screen.center()).distance, wire, fits(&wire.connection)?)));
    let nearest = fitting.min_by(|a, b| a.0.total_cmp(&b.0))?;
    Some((nearest.1.connection.clone(), nearest.2))
}

/// Lights a connection up that something would go into, but where that lies.
pub fn paint(painter: &Painter, view: &View, geometry: &Geometry, connection: &Connection, over: Rect) {
    let (over, stroke) = (view.screen_rect(over), Stroke::new((5.0 * view.zoom).clamp(3.0, 7.0), theme::ACCENT));
    for wire in geometry.wires.iter().filter(|wire| wire.connection == *connection) {
        for piece in path::line(view, wire).split(|at| over.contains(*at)).filter(|piece| piece.len() > 1) {
            painter.add(Shape::line(piece.to_vec(), stroke));
        }
    }
}

/// Adds an instance of a class and puts it into a connection.
pub struct AddInto {
    pub class: Arc<dyn ProcessorClass>,
    pub position: [f32; 2],
    pub connection: Connection,
    pub inport: Arc<str>,
    pub outport: Arc<str>,
}

impl Command for AddInto {
    fn name(&self, _network: &Network) -> String {
        format!("Insert {}", self.class.info().display_name)
    }

    fn apply(&self, edit: &mut Edit<'_>) -> Result<(), CommandError> {
        let node = AddNode::new(self.class.clone(), self.position).add(edit);
        InsertNode { connection: self.connection.clone(), node, inport: self.inport.clone(), outport: self.outport.clone() }.apply(edit)
    }
}

/// What comes of a class that is dropped at a place.
enum Landing {
    Replace(NodeId, String),
    Insert(Connection, Ports),
    Add,
}

/// The rectangle of a class that is not there yet.
fn ghost(at: Pos2) -> Rect {
    let corner = snap(at - vec2(WIDTH / 2.0, HEADER / 2.0));
    Rect::from_min_size(corner, vec2(WIDTH, HEADER + 2.0 * ROW + FOOTER))
}

impl NetworkEditor {
    /// Where what is dragged would be put into a connection.
    pub(super) fn insertion_of_dragged(&self, now: &Now) -> Option<Insertion> {
        let Drag::Items(moving) = &self.drag else { return None };
        let node = moving.places.only_node()?;
        of_node(&self.view, &self.geometry, &now.snapshot.workspace.network, node)
    }

    /// Where a node stands that would lie on the one that it takes from: to the right of it.
    pub(super) fn right_of(&self, source: NodeId, rect: Rect) -> Rect {
        match self.geometry.node(source).map(|node| node.rect.expand2(vec2(theme::GRID * 2.0, 0.0))) {
            Some(before) if before.intersects(rect) => rect.translate(vec2(((before.right() - rect.left()) / theme::GRID).ceil() * theme::GRID, 0.0)),
            _ => rect,
        }
    }

    /// What lies downstream makes room for a node that is put before it.
    pub(super) fn room_for(&self, rect: Rect, node: Option<NodeId>, next: NodeId, network: &Network) -> MoveNodes {
        let pushed = self.geometry.reach(next, true);
        let rect = rect.expand2(vec2(theme::GRID * 2.0, 0.0));
        let places = || pushed.iter().filter(|id| node != Some(**id)).filter_map(|id| network.get(*id));
        let overlaps = places().map(|other| node_rect(other)).filter(|other| other.intersects(rect));
        let by = overlaps.map(|other| rect.right() - other.left()).fold(0.0, f32::max);
        let by = (by / theme::GRID).ceil() * theme::GRID;
        let moves = places().filter(|_| by > 0.0).map(|other| (other.id, [other.position[0] + by, other.position[1]]));
        MoveNodes(moves.collect())
    }

    pub(super) fn show_insertion(&self, ui: &Ui, painter: &Painter, ground: &Response, now: &Now) {
        let Some(found) = self.insertion_of_dragged(now) else { return };
        let over = self.geometry.node(found.node).map_or(Rect::NOTHING, |node| node.rect);
        paint(painter, &self.view, &self.geometry, &found.connection, over);
        hint(ui, ground, RichText::new(found.said(&now.snapshot.workspace.network)).color(theme::ACCENT));
    }

    fn landing(&self, interface: &Interface, world: Pos2, now: &Now) -> Landing {
        let network = &now.snapshot.workspace.network;
        if let Some(node) = self.geometry.node_at(world) {
            return Landing::Replace(node.node.id, node.node.display_name.to_string());
        }
        match under(&self.view, &self.geometry, ghost(world), |connection| insertion(network, interface, connection)) {
            Some((connection, ports)) => Landing::Insert(connection, ports),
            None => Landing::Add,
        }
    }

    /// A class that is dragged here from the list: goes into the connection below, takes the place of the node below, or is added.
    pub(super) fn drop_class(&mut self, ui: &Ui, ground: &Response, desk: &mut Desk, now: &Now) {
        let Some(pointer) = ui.input(|input| input.pointer.interact_pos()) else { return };
        let world = self.view.in_world(pointer);
        if let Some(dragged) = ground.dnd_hover_payload::<DraggedClass>()
            && let Ok(class) = desk.session.registry.find(&dragged.0)
        {
            self.show_landing(ui, ground, &*class, world, now);
        }
        let Some(dropped) = ground.dnd_release_payload::<DraggedClass>() else { return };
        let class = match desk.session.registry.find(&dropped.0) {
            Ok(class) => class,
            Err(error) => return desk.notices.error(error),
        };
        match self.landing(&class.interface(), world, now) {
            Landing::Replace(node, _) => {
                if desk.commit(&ReplaceNode { node, class }).is_some() {
                    desk.selection = [node].into();
                    self.wants_focus = true;
                }
            }
            Landing::Insert(connection, (inport, outport)) => {
                let position = ghost(world).min.into();
                self.add_into(AddInto { class, position, connection, inport, outport }, desk);
            }
            Landing::Add => self.add_class(&dropped.0, ghost(world).min, desk),
        }
    }

    /// The class that was chosen for a connection goes into it; what follows makes room.
    pub(super) fn insert_class(&mut self, class: Arc<dyn ProcessorClass>, connection: &Connection, world: Pos2, desk: &mut Desk) {
        self.wants_focus = true;
        let network = desk.session.store.snapshot().workspace.network;
        let Some((inport, outport)) = insertion(&network, &class.interface(), connection) else {
            return desk.notices.error("This wire is no more what it was when the palette was opened; ask for it again");
        };
        // Its inport lies level with the wire.
        let row = class.interface().inports().iter().position(|port| port.identifier == inport).unwrap_or_default() as f32;
        let corner = snap(pos2(world.x - WIDTH / 2.0, world.y - HEADER - GAP - (row + 0.5) * ROW));
        self.add_into(AddInto { class, position: corner.into(), connection: connection.clone(), inport, outport }, desk);
    }

    fn add_into(&mut self, add: AddInto, desk: &mut Desk) {
        let (name, network) = (add.class.info().class_identifier.to_string(), desk.session.store.snapshot().workspace.network);
        let rows = add.class.interface().inports().len().max(add.class.interface().outports().len()) as f32;
        let rect = Rect::from_min_size(add.position.into(), vec2(WIDTH, HEADER + (rows + 1.0) * ROW + FOOTER));
        let rect = self.right_of(add.connection.from.node, rect);
        let add = AddInto { position: rect.min.into(), ..add };
        let room = self.room_for(rect, None, add.connection.to.node, &network);
        let both = Batch { name: add.name(&network), commands: vec![shared(room), shared(add)] };
        let committed = desk.commit(&both);
        self.added(&name, committed, desk);
    }

    /// The node as it will stand there: its header with its name.
    fn paint_ghost(&self, painter: &Painter, class: &dyn ProcessorClass, rect: Rect) {
        let (rect, zoom) = (self.view.screen_rect(rect), self.view.zoom);
        let header = rect.with_max_y(rect.top() + HEADER * zoom);
        painter.rect_filled(rect, 6.0, theme::NODE.gamma_multiply(0.6));
        painter.rect_filled(header, CornerRadius { nw: 6, ne: 6, sw: 0, se: 0 }, theme::category_color(&class.info().category).gamma_multiply(0.8));
        let name = elided(painter, &class.info().display_name, font(13.0, zoom), theme::TEXT_STRONG, header.width() - 16.0 * zoom, 1);
        painter.galley(header.left_center() + vec2(8.0 * zoom, -name.size().y / 2.0), name, theme::TEXT_STRONG);
        painter.rect_stroke(rect, 6.0, Stroke::new(1.5, theme::ACCENT), StrokeKind::Inside);
    }

    fn show_landing(&self, ui: &Ui, ground: &Response, class: &dyn ProcessorClass, world: Pos2, now: &Now) {
        let painter = ui.painter_at(ground.rect);
        let outline = |rect: Rect| {
            let screen = self.view.screen_rect(rect);
            painter.rect(screen, 6.0, theme::ACCENT.gamma_multiply(0.1), Stroke::new(1.5, theme::ACCENT), StrokeKind::Inside);
        };
        match self.landing(&class.interface(), world, now) {
            Landing::Replace(node, name) => {
                if let Some(node) = self.geometry.node(node) {
                    outline(node.rect.expand(4.0));
                }
                hint(ui, ground, RichText::new(format!("Replace {name}; what fits is kept")).color(theme::ACCENT));
            }
            Landing::Insert(connection, _) => {
                self.paint_ghost(&painter, class, ghost(world));
                paint(&painter, &self.view, &self.geometry, &connection, ghost(world));
                hint(ui, ground, RichText::new(said(&now.snapshot.workspace.network, &connection)).color(theme::ACCENT));
            }
            Landing::Add => self.paint_ghost(&painter, class, ghost(world)),
        }
    }
}
