//! Connections by pointer: made, taken by an end and put elsewhere, swapped, and cut by a stroke.

use std::collections::BTreeSet;

use egui::{CursorIcon, Painter, Pos2, Response, RichText, Shape, Stroke, Ui};
use voxloom_workspace::command::{Connect, Disconnect, Reconnect, SwapConnections};
use voxloom_workspace::{Connection, PortRef};

use super::NetworkEditor;
use super::interact::Drag;
use super::layout::{Geometry, Pin, Wire};
use super::paint::{self, PinLook};
use super::palette::{OpenEnd, Palette, Purpose};
use super::path;
use super::view::snap;
use crate::desk::{Desk, Now};
use crate::theme;

/// How near a port, on the screen, a connection has to be dropped.
const CATCH: f32 = 18.0;

/// A connection that is being made or moved.
#[derive(Debug)]
pub struct WireDrag {
    /// The end that stays.
    end: OpenEnd,
    at: Pos2,
    color: egui::Color32,
    /// The connection that was taken off one of its ports.
    pub lifted: Option<Connection>,
    /// Nodes that would close a cycle.
    blocked: BTreeSet<voxloom_workspace::NodeId>,
}

impl WireDrag {
    /// A connection of which one end is still open.
    pub fn new(end: &Pin, lifted: Option<Connection>, geometry: &Geometry) -> Self {
        Self {
            end: OpenEnd { port: end.port.clone(), output: end.output, data_type: end.data_type.clone() },
            at: end.at,
            color: end.color,
            lifted,
            blocked: geometry.reach(end.port.node, !end.output),
        }
    }

    fn fits(&self, pin: &Pin) -> bool {
        pin.output != self.end.output && pin.data_type == self.end.data_type && !self.blocked.contains(&pin.port.node)
    }

    /// How a port is drawn meanwhile.
    pub fn look(&self, pin: &Pin) -> PinLook {
        if pin.port == self.end.port && pin.output == self.end.output {
            PinLook::Normal
        } else if self.fits(pin) {
            PinLook::Fits
        } else {
            PinLook::Dimmed
        }
    }

    /// The connection to a port.
    fn to(&self, other: &PortRef) -> Connection {
        let (from, to) = if self.end.output { (&self.end.port, other) } else { (other, &self.end.port) };
        Connection { from: from.clone(), to: to.clone() }
    }

    /// What loses its source when this is dropped on a port that takes one only.
    fn replaced(&self, pin: &Pin, now: &Now) -> Option<Connection> {
        let target = if self.end.output { pin } else { return None };
        let network = &now.snapshot.workspace.network;
        let held = network.into_port(target.port.node, &target.port.port).next().filter(|_| !target.multi)?;
        (self.lifted.as_ref() != Some(held) && held.from != self.end.port).then(|| held.clone())
    }
}

/// What happens where a connection is dropped.
enum Fate {
    Refused(String),
    /// It lies there already.
    Back,
    Connect,
    Replace(Connection),
    /// The two change their sources.
    Swap(Connection, Connection),
}

impl NetworkEditor {
    /// A drag that began on a port.
    pub(super) fn lift_from_port(&mut self, pin: &Pin, now: &Now) {
        let network = &now.snapshot.workspace.network;
        // Dragging from a connected inport takes its last connection off.
        let lifted = if pin.output { None } else { network.into_port(pin.port.node, &pin.port.port).last().cloned() };
        let source = lifted.as_ref().and_then(|connection| self.geometry.pin(&connection.from, true));
        let drag = match source {
            Some(source) => WireDrag::new(source, lifted, &self.geometry),
            None => WireDrag::new(pin, None, &self.geometry),
        };
        self.drag = Drag::Wire(drag);
    }

    /// A drag that began on a connection: the end that is nearer comes along.
    pub(super) fn lift_wire(&mut self, connection: &Connection, source_end: bool) {
        let stays = if source_end { self.geometry.pin(&connection.to, false) } else { self.geometry.pin(&connection.from, true) };
        if let Some(pin) = stays {
            self.drag = Drag::Wire(WireDrag::new(pin, Some(connection.clone()), &self.geometry));
        }
    }

    fn fate(wire: &WireDrag, pin: &Pin, swap: bool, now: &Now) -> Fate {
        let connection = wire.to(&pin.port);
        if now.snapshot.workspace.network.connections().any(|held| *held == connection) {
            return Fate::Back;
        }
        if let Err(error) = Connect::check(&now.snapshot.workspace.network, &connection.from, &connection.to) {
            return Fate::Refused(error.to_string());
        }
        match (wire.replaced(pin, now), &wire.lifted) {
            (Some(held), Some(lifted)) if swap => Fate::Swap(lifted.clone(), held),
            (Some(held), _) => Fate::Replace(held),
            (None, _) => Fate::Connect,
        }
    }

    /// Draws the connection that is being made, and says what would come of it.
    pub(super) fn show_wire(&self, ui: &Ui, painter: &Painter, ground: &Response, wire: &WireDrag, pointer: Pos2, now: &Now) {
        let target = target(&self.geometry, wire, self.view.in_world(pointer), CATCH / self.view.zoom);
        let fate = target.map(|pin| Self::fate(wire, pin, ui.input(|input| input.modifiers.alt), now));
        let refused = matches!(fate, Some(Fate::Refused(_)));
        let tip = match target {
            Some(pin) if !refused => self.view.on_screen(pin.at),
            _ => pointer,
        };
        let color = if refused { theme::TEXT_WEAK } else { wire.color };
        let (from, to) = if wire.end.output { (self.view.on_screen(wire.at), tip) } else { (tip, self.view.on_screen(wire.at)) };
        let stroke = Stroke::new((2.6 * self.view.zoom).clamp(1.5, 4.0), color);
        if refused {
            // Not by color alone: that of a port may be red too.
            let line: Vec<Pos2> = std::iter::once(from).chain(path::pieces(path::curve(from, to, self.view.zoom))).collect();
            painter.extend(Shape::dashed_line(&line, stroke, 6.0, 5.0));
        } else {
            paint::paint_curve(painter, from, to, self.view.zoom, stroke);
        }
        match target {
            Some(pin) => paint::paint_pin(painter, &self.view, pin, if refused { PinLook::Refused } else { PinLook::Target }),
            None => drop(painter.circle_filled(pointer, 4.0, color)),
        }
        ui.set_cursor_icon(if refused { CursorIcon::NotAllowed } else { CursorIcon::Crosshair });
        let name = |connection: &Connection| now.snapshot.workspace.network.port_label(&connection.from);
        let said = match &fate {
            Some(Fate::Refused(reason)) => RichText::new(reason).color(theme::ERROR),
            Some(Fate::Replace(held)) if wire.lifted.is_some() => {
                RichText::new(format!("Takes the place of {}; with Alt held, the two are swapped", name(held))).color(theme::TEXT)
            }
            Some(Fate::Replace(held)) => RichText::new(format!("Takes the place of {}", name(held))).color(theme::TEXT),
            Some(Fate::Swap(lifted, held)) => RichText::new(format!("Swaps {} and {}", name(lifted), name(held))).color(theme::ACCENT),
            Some(Fate::Back | Fate::Connect) | None => return,
        };
        hint(ui, ground, said);
    }

    pub(super) fn drop_wire(&mut self, ui: &Ui, ground: &Response, wire: &WireDrag, pointer: Pos2, desk: &mut Desk, now: &Now) {
        let world = self.view.in_world(pointer);
        let Some(pin) = target(&self.geometry, wire, world, CATCH / self.view.zoom) else {
            if self.geometry.node_at(world).is_none() && ground.rect.contains(pointer) {
                match &wire.lifted {
                    Some(lifted) => drop(desk.commit(&Disconnect(lifted.clone()))),
                    None => {
                        let end = Purpose::End(wire.end.clone());
                        let palette = Palette::new(&desk.session.registry, pointer, snap(world), end);
                        self.palette = Some(palette.clear_of(self.view.on_screen(wire.at)));
                    }
                }
            }
            return;
        };
        let Connection { from, to } = wire.to(&pin.port);
        match Self::fate(wire, pin, ui.input(|input| input.modifiers.alt), now) {
            Fate::Refused(_) | Fate::Back => {}
            Fate::Swap(lifted, held) => drop(desk.commit(&SwapConnections(lifted, held))),
            Fate::Connect | Fate::Replace(_) => match &wire.lifted {
                Some(lifted) => drop(desk.commit(&Reconnect { connection: lifted.clone(), to: Connection { from, to } })),
                None => drop(desk.commit(&Connect { from, to })),
            },
        }
    }

    /// What is added from the palette will be connected to this port: the connection leads there already.
    pub(super) fn show_open_end(&self, painter: &Painter) {
        let Some((palette, end)) = self.palette.as_ref().and_then(|palette| Some((palette, palette.end()?))) else { return };
        let Some(pin) = self.geometry.pin(&end.port, end.output) else { return };
        let (at, open) = (self.view.on_screen(pin.at), self.view.on_screen(palette.world));
        let (from, to) = if end.output { (at, open) } else { (open, at) };
        paint::paint_curve(painter, from, to, self.view.zoom, Stroke::new((2.6 * self.view.zoom).clamp(1.5, 4.0), pin.color));
        painter.circle_filled(open, 4.0, pin.color);
    }

    /// The connection under a place on the screen.
    pub(super) fn wire_at(&self, place: Pos2) -> Option<&Wire> {
        let near = |wire: &&Wire| path::bounds(&self.view, wire).expand(WIRE_CATCH).contains(place);
        let measured = self.geometry.wires.iter().filter(near).map(|wire| (path::nearest(&self.view, wire, place).distance, wire));
        measured.filter(|(distance, _)| *distance < WIRE_CATCH).min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, wire)| wire)
    }

    /// What a stroke cuts.
    pub(super) fn crossed(&self, stroke: &[Pos2]) -> Vec<Connection> {
        let cut = self.geometry.wires.iter().filter(|wire| path::is_cut(&self.view, wire, stroke));
        cut.map(|wire| wire.connection.clone()).collect()
    }

    /// Draws the stroke that cuts, and what it cuts.
    pub(super) fn show_stroke(&self, ui: &Ui, painter: &Painter, stroke: &[Pos2]) {
        let cut = self.crossed(stroke);
        for wire in self.geometry.wires.iter().filter(|wire| cut.contains(&wire.connection)) {
            painter.add(Shape::line(path::line(&self.view, wire), Stroke::new((3.0 * self.view.zoom).clamp(2.0, 4.0), theme::ERROR)));
        }
        painter.extend(Shape::dashed_line(stroke, Stroke::new(1.5, theme::TEXT_STRONG), 6.0, 4.0));
        ui.set_cursor_icon(CursorIcon::Crosshair);
    }
}

/// How near a connection, on the screen, the pointer means it.
const WIRE_CATCH: f32 = 8.0;

/// Width of the longest row of words at the pointer.
const HINT: f32 = 420.0;

/// Words at the pointer while something is dragged.
pub fn hint(ui: &Ui, ground: &Response, text: RichText) {
    let tooltip = egui::Tooltip::always_open(ui.ctx().clone(), ground.layer_id, ground.id.with("drag hint"), egui::PopupAnchor::Pointer);
    tooltip.gap(22.0).show(|ui| {
        // A tooltip is as wide as it was with shorter words.
        let font = egui::TextStyle::Body.resolve(ui.style());
        let words = ui.painter().layout_no_wrap(text.text().to_owned(), font, theme::TEXT);
        ui.set_width(words.size().x.ceil().min(HINT));
        ui.label(text)
    });
}

/// The port that a connection dropped here goes to: the nearest, or the first of the node below that fits.
fn target<'a>(geometry: &'a Geometry, wire: &WireDrag, world: Pos2, distance: f32) -> Option<&'a Pin> {
    geometry.pin_near(world, !wire.end.output, distance).or_else(|| {
        let node = geometry.node_at(world).filter(|node| node.node.id != wire.end.port.node)?;
        let others = || node.pins.iter().filter(|pin| pin.output != wire.end.output);
        let fitting = || others().filter(|pin| wire.fits(pin));
        fitting().find(|pin| !pin.connected).or_else(|| fitting().next()).or_else(|| others().next())
    })
}
