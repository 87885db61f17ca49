//! What pointer and keyboard do in the network: select, move, connect, pan and zoom.

use std::collections::BTreeSet;

use egui::{CursorIcon, Key, Painter, PointerButton, Pos2, Rect, Response, Stroke, StrokeKind, Ui, Vec2};
use voxloom_workspace::command::{Batch, Connect, Disconnect, MoveNodes};
use voxloom_workspace::{Connection, NodeId, PortRef};

use super::NetworkEditor;
use super::layout::{Geometry, NodeBox, Pin};
use super::paint::{self, PinLook};
use super::palette::{OpenEnd, Palette};
use super::view::snap;
use crate::actions::shared;
use crate::desk::{Desk, Now};
use crate::theme;

/// How near a port, on the screen, a connection has to be dropped.
const CATCH: f32 = 18.0;

/// What is being dragged.
#[derive(Debug, Default)]
pub enum Drag {
    #[default]
    Nothing,
    Pan,
    Nodes {
        /// The node under the pointer, and where it is held.
        anchor: NodeId,
        hold: Vec2,
        starts: Vec<(NodeId, [f32; 2])>,
    },
    Band {
        from: Pos2,
        before: BTreeSet<NodeId>,
    },
    Wire(WireDrag),
}

/// A connection that is being made or moved.
#[derive(Debug)]
pub struct WireDrag {
    /// The end that stays.
    end: OpenEnd,
    at: Pos2,
    color: egui::Color32,
    /// The connection that was taken off its inport.
    pub lifted: Option<Connection>,
    /// Nodes that would close a cycle.
    blocked: BTreeSet<NodeId>,
}

impl WireDrag {
    fn fits(&self, pin: &Pin) -> bool {
        pin.output != self.end.output && pin.data_type == self.end.data_type && !self.blocked.contains(&pin.port.node)
    }

    /// How a port is drawn meanwhile.
    pub fn look(&self, pin: &Pin) -> PinLook {
        if pin.port == self.end.port && pin.output == self.end.output || self.fits(pin) && pin.connected {
            PinLook::Normal
        } else if self.fits(pin) {
            PinLook::Fits
        } else {
            PinLook::Dimmed
        }
    }

    /// Source and target of a connection to a port.
    fn between(&self, other: &PortRef) -> (PortRef, PortRef) {
        if self.end.output { (self.end.port.clone(), other.clone()) } else { (other.clone(), self.end.port.clone()) }
    }
}

fn panning(ui: &Ui, response: &Response) -> bool {
    let held = ui.input(|input| input.modifiers.command || input.key_down(Key::Space));
    response.drag_started_by(PointerButton::Middle) || held && response.drag_started_by(PointerButton::Primary)
}

/// Where the button went down, which may be some points from where the drag was noticed.
fn pressed_at(ui: &Ui, response: &Response) -> Option<Pos2> {
    ui.input(|input| input.pointer.press_origin()).or(response.interact_pointer_pos())
}

impl NetworkEditor {
    /// Wheel and pinch zoom at the pointer.
    pub(super) fn zoom_input(&mut self, ui: &Ui, ground: &Response) {
        let Some(pointer) = ui.input(|input| input.pointer.hover_pos()).filter(|_| ground.contains_pointer() && self.palette.is_none()) else {
            return;
        };
        let (scroll, pinch) = ui.input(|input| (input.smooth_scroll_delta(), input.zoom_delta()));
        if scroll.y != 0.0 || pinch != 1.0 {
            self.view.zoom_at(pointer, pinch * (scroll.y / 420.0).exp());
        }
        if scroll.x != 0.0 {
            self.view.pan(Vec2::new(scroll.x, 0.0));
        }
    }

    pub(super) fn ground_input(&mut self, ui: &Ui, ground: &Response, hovered_wire: Option<&Connection>, desk: &mut Desk) {
        if panning(ui, ground) {
            self.drag = Drag::Pan;
        } else if ground.drag_started_by(PointerButton::Primary)
            && let Some(from) = pressed_at(ui, ground)
        {
            let keep = ui.input(|input| input.modifiers.shift);
            let before = if keep { desk.selection.clone() } else { BTreeSet::new() };
            self.drag = Drag::Band { from: self.view.in_world(from), before };
        }
        // Not the click that a key makes on what has the focus.
        let clicked = ground.clicked_by(PointerButton::Primary);
        if clicked || ground.drag_started() {
            ground.request_focus();
        }
        if clicked {
            self.marked = hovered_wire.cloned();
            if !ui.input(|input| input.modifiers.shift) {
                desk.selection.clear();
            }
        }
        if ground.double_clicked()
            && hovered_wire.is_none()
            && let Some(at) = ground.interact_pointer_pos()
        {
            self.palette = Some(Palette::new(&desk.session.registry, at, snap(self.view.in_world(at)), None));
        }
    }

    pub(super) fn node_input(&mut self, ui: &Ui, response: &Response, node: &NodeBox, desk: &mut Desk) {
        let id = node.node.id;
        if panning(ui, response) {
            self.drag = Drag::Pan;
            return;
        }
        let shift = ui.input(|input| input.modifiers.shift);
        let held = response.drag_started_by(PointerButton::Primary);
        if response.clicked() || response.secondary_clicked() || held {
            self.marked = None;
            self.wants_focus = true;
            if shift && response.clicked() {
                if !desk.selection.remove(&id) {
                    desk.selection.insert(id);
                }
            } else if !desk.selection.contains(&id) {
                if !shift {
                    desk.selection.clear();
                }
                desk.selection.insert(id);
            } else if response.clicked() {
                desk.selection = [id].into();
            }
        }
        if held && let Some(at) = pressed_at(ui, response) {
            desk.session.store.end_drag();
            let starts = desk.selection.iter().filter_map(|id| Some((*id, self.geometry.node(*id)?.node.position))).collect();
            self.drag = Drag::Nodes { anchor: id, hold: self.view.in_world(at) - node.rect.min, starts };
        }
    }

    pub(super) fn pin_input(&mut self, ui: &Ui, response: &Response, pin: &Pin, now: &Now) {
        if panning(ui, response) {
            self.drag = Drag::Pan;
        } else if response.drag_started_by(PointerButton::Primary) {
            let network = &now.snapshot.workspace.network;
            // Dragging from a connected inport takes its last connection off.
            let lifted = if pin.output { None } else { network.into_port(pin.port.node, &pin.port.port).last().cloned() };
            let source = lifted.as_ref().and_then(|connection| {
                self.geometry.node(connection.from.node)?.pins.iter().find(|other| other.output && other.port == connection.from)
            });
            let (end, lifted) = match source {
                Some(source) => (source, lifted),
                None => (pin, None),
            };
            let blocked = self.geometry.reach(end.port.node, !end.output);
            self.drag = Drag::Wire(WireDrag {
                end: OpenEnd { port: end.port.clone(), output: end.output, data_type: end.data_type.clone() },
                at: end.at,
                color: end.color,
                lifted,
                blocked,
            });
        }
    }

    /// Goes on with the drag, and ends it when the button is up.
    pub(super) fn drag_on(&mut self, ui: &Ui, painter: &Painter, ground: &Response, desk: &mut Desk, now: &Now) {
        let (pointer, delta, down) = ui.input(|input| (input.pointer.interact_pos(), input.pointer.delta(), input.pointer.any_down()));
        let Some(pointer) = pointer else { return };
        if ui.input(|input| input.key_pressed(Key::Escape)) {
            self.give_up(desk);
        }
        let world = self.view.in_world(pointer);
        match &self.drag {
            Drag::Nothing => return,
            Drag::Pan => {
                self.view.pan(delta);
                ui.set_cursor_icon(CursorIcon::Grabbing);
            }
            Drag::Nodes { anchor, hold, starts } => {
                if let Some((_, start)) = starts.iter().find(|(id, _)| id == anchor) {
                    let shift = snap(world - *hold) - Pos2::from(*start);
                    let moves: Vec<(NodeId, [f32; 2])> = starts.iter().map(|(id, at)| (*id, [at[0] + shift.x, at[1] + shift.y])).collect();
                    let network = &now.snapshot.workspace.network;
                    if moves.iter().any(|(id, at)| network.get(*id).is_some_and(|node| node.position != *at)) {
                        desk.commit(&MoveNodes(moves));
                    }
                }
            }
            Drag::Band { from, before } => {
                let band = Rect::from_two_pos(*from, world);
                let inside = self.geometry.boxes.iter().filter(|node| band.intersects(node.rect)).map(|node| node.node.id);
                desk.selection = before.iter().copied().chain(inside).collect();
                let screen = self.view.screen_rect(band);
                painter.rect(screen, 2.0, theme::ACCENT.gamma_multiply(0.12), Stroke::new(1.0, theme::ACCENT), StrokeKind::Inside);
            }
            Drag::Wire(wire) => self.show_wire(ui, painter, ground, wire, pointer, now),
        }
        if !down {
            self.finish(ground, pointer, desk, now);
        }
    }

    /// Draws the connection that is being made, and says why it cannot be where it cannot.
    fn show_wire(&self, ui: &Ui, painter: &Painter, ground: &Response, wire: &WireDrag, pointer: Pos2, now: &Now) {
        let target = target(&self.geometry, wire, self.view.in_world(pointer), CATCH / self.view.zoom);
        let refusal = target.and_then(|pin| refusal(wire, pin, now));
        let tip = match (target, &refusal) {
            (Some(pin), None) => self.view.on_screen(pin.at),
            _ => pointer,
        };
        let color = if refusal.is_some() { theme::ERROR } else { wire.color };
        let (from, to) = if wire.end.output { (self.view.on_screen(wire.at), tip) } else { (tip, self.view.on_screen(wire.at)) };
        paint::paint_curve(painter, from, to, self.view.zoom, Stroke::new((2.6 * self.view.zoom).clamp(1.5, 4.0), color));
        match target {
            Some(pin) => paint::paint_pin(painter, &self.view, pin, if refusal.is_some() { PinLook::Refused } else { PinLook::Target }),
            None => drop(painter.circle_filled(pointer, 4.0, color)),
        }
        ui.set_cursor_icon(if refusal.is_some() { CursorIcon::NotAllowed } else { CursorIcon::Crosshair });
        if let Some(reason) = refusal {
            let tooltip = egui::Tooltip::always_open(ui.ctx().clone(), ground.layer_id, ground.id.with("refusal"), egui::PopupAnchor::Pointer);
            tooltip.gap(14.0).show(|ui| ui.label(egui::RichText::new(reason).color(theme::ERROR)));
        }
    }

    fn finish(&mut self, ground: &Response, pointer: Pos2, desk: &mut Desk, now: &Now) {
        match std::mem::take(&mut self.drag) {
            Drag::Nothing | Drag::Pan | Drag::Band { .. } => {}
            Drag::Nodes { .. } => desk.session.store.end_drag(),
            Drag::Wire(wire) => self.drop_wire(ground, &wire, pointer, desk, now),
        }
    }

    fn drop_wire(&mut self, ground: &Response, wire: &WireDrag, pointer: Pos2, desk: &mut Desk, now: &Now) {
        let world = self.view.in_world(pointer);
        if let Some(pin) = target(&self.geometry, wire, world, CATCH / self.view.zoom) {
            let back = wire.lifted.as_ref().is_some_and(|lifted| lifted.to == pin.port);
            if back || refusal(wire, pin, now).is_some() {
                return;
            }
            let (from, to) = wire.between(&pin.port);
            match &wire.lifted {
                Some(lifted) => {
                    let commands = vec![shared(Disconnect(lifted.clone())), shared(Connect { from, to })];
                    desk.commit(&Batch { name: "Move connection".to_owned(), commands });
                }
                None => drop(desk.commit(&Connect { from, to })),
            }
        } else if self.geometry.node_at(world).is_none() && ground.rect.contains(pointer) {
            match &wire.lifted {
                Some(lifted) => drop(desk.commit(&Disconnect(lifted.clone()))),
                None => self.palette = Some(Palette::new(&desk.session.registry, pointer, snap(world), Some(wire.end.clone()))),
            }
        }
    }

    /// Escape: everything is as it was before the drag.
    fn give_up(&mut self, desk: &mut Desk) {
        match std::mem::take(&mut self.drag) {
            Drag::Nodes { starts, .. } => {
                desk.commit(&MoveNodes(starts));
                desk.session.store.end_drag();
            }
            Drag::Band { before, .. } => desk.selection = before,
            Drag::Nothing | Drag::Pan | Drag::Wire(_) => {}
        }
    }

    /// The connection under the pointer.
    pub(super) fn wire_at(&self, pointer: Pos2) -> Option<Connection> {
        let near = |wire: &&super::layout::Wire| {
            if !paint::wire_bounds(&self.view, wire).contains(pointer) {
                return false;
            }
            let points = paint::curve(self.view.on_screen(wire.from), self.view.on_screen(wire.to), self.view.zoom);
            let line: Vec<Pos2> = (0..=32).map(|step| paint::curve_at(points, step as f32 / 32.0)).collect();
            line.windows(2).any(|pair| distance_to_segment(pointer, pair[0], pair[1]) < 6.0)
        };
        self.geometry.wires.iter().rev().find(near).map(|wire| wire.connection.clone())
    }
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

/// Why a connection to a port cannot be.
fn refusal(wire: &WireDrag, pin: &Pin, now: &Now) -> Option<String> {
    let (from, to) = wire.between(&pin.port);
    Connect::check(&now.snapshot.workspace.network, &from, &to).err().map(|error| error.to_string())
}

fn distance_to_segment(point: Pos2, a: Pos2, b: Pos2) -> f32 {
    let along = b - a;
    let t = if along.length_sq() > 0.0 { ((point - a).dot(along) / along.length_sq()).clamp(0.0, 1.0) } else { 0.0 };
    point.distance(a + along * t)
}
