//! What pointer and keyboard do in the network: select, move, connect, cut, pan and zoom.

use std::sync::Arc;

use egui::{CursorIcon, Event, Key, MouseWheelUnit, Painter, PointerButton, Pos2, Rect, Response, RichText, Stroke, StrokeKind, Ui, Vec2};
use voxloom_workspace::Connection;
use voxloom_workspace::command::{Batch, Command, PullOut, SetWaypoints};

use super::NetworkEditor;
use super::edits::shared;
use super::items::{Items, Places, rect_of};
use super::layout::{NodeBox, Pin, ROW, node_rect};
use super::marked::Marked;
use super::palette::{Palette, Purpose};
use super::path;
use super::remarks::{Edge, Remark};
use super::snapping::{Guide, snapped};
use super::view::snap;
use super::wiring::{WireDrag, hint};
use crate::desk::{Desk, Now};
use crate::theme;

/// How near another node, on the screen, a dragged one is laid level with it.
const LEVEL: f32 = 6.0;
/// A connection that is dragged by its first or last part is taken off there; in between it is led around.
const END_PART: f32 = 0.35;

/// What is being dragged.
#[derive(Debug, Default)]
pub enum Drag {
    #[default]
    Nothing,
    Pan,
    Items(Box<Moving>),
    Resize {
        remark: Remark,
        edge: Edge,
        start: Rect,
    },
    Band {
        from: Pos2,
        before: Items,
        /// What is in the band is taken out of the selection.
        without: bool,
    },
    Wire(WireDrag),
    Waypoint {
        connection: Connection,
        index: usize,
        /// All waypoints as they were.
        start: Vec<[f32; 2]>,
    },
    /// A line that cuts connections, on the screen.
    Stroke(Vec<Pos2>),
}

/// Nodes, frames and notes on their way.
#[derive(Debug)]
pub struct Moving {
    pub(super) places: Places,
    /// Where what is held lay, and the pointer, in the network.
    held: Rect,
    from: Pos2,
    /// What it may be laid level with.
    others: Vec<Rect>,
    guides: Vec<Guide>,
    /// They were taken out of their connections: all of it is one step.
    pulled: bool,
}

fn panning(ui: &Ui, response: &Response) -> bool {
    let held = ui.input(|input| input.modifiers.command || input.key_down(Key::Space));
    response.drag_started_by(PointerButton::Middle) || held && response.drag_started_by(PointerButton::Primary)
}

/// Ctrl and the secondary button, or the key K and the primary one: for those whose mouse has one button.
fn cutting(ui: &Ui, response: &Response) -> bool {
    let (command, key) = ui.input(|input| (input.modifiers.command, input.key_down(Key::K)));
    command && response.drag_started_by(PointerButton::Secondary) || key && response.drag_started_by(PointerButton::Primary)
}

/// Where the button went down, which may be some points from where the drag was noticed.
fn pressed_at(ui: &Ui, response: &Response) -> Option<Pos2> {
    ui.input(|input| input.pointer.press_origin()).or(response.interact_pointer_pos())
}

impl NetworkEditor {
    /// The wheel and pinching zoom at the pointer; two fingers, which scroll by points and not by lines, pan.
    pub(super) fn zoom_input(&mut self, ui: &Ui, ground: &Response) {
        let Some(pointer) = ui.input(|input| input.pointer.hover_pos()).filter(|_| ground.contains_pointer() && self.palette.is_none()) else {
            return;
        };
        let (scroll, pinch, unit) = ui.input(|input| {
            let unit = input.events.iter().rev().find_map(|event| match event {
                Event::MouseWheel { unit, .. } => Some(*unit),
                _ => None,
            });
            (input.smooth_scroll_delta(), input.zoom_delta(), unit)
        });
        // The wheel goes on for some frames after its event.
        if let Some(unit) = unit {
            self.two_fingers = unit == MouseWheelUnit::Point;
        }
        let (zoom, pan) = if self.two_fingers { (0.0, scroll) } else { (scroll.y, Vec2::new(scroll.x, 0.0)) };
        if zoom != 0.0 || pinch != 1.0 {
            self.view.zoom_at(pointer, pinch * (zoom / 420.0).exp());
        }
        if pan != Vec2::ZERO {
            self.view.pan(pan);
        }
    }

    /// Drags that mean the same wherever they begin: panning and cutting.
    pub(super) fn begin_special_drag(&mut self, ui: &Ui, response: &Response) -> bool {
        if cutting(ui, response) {
            self.drag = Drag::Stroke(pressed_at(ui, response).into_iter().collect());
        } else if panning(ui, response) {
            self.drag = Drag::Pan;
        } else {
            return false;
        }
        true
    }

    pub(super) fn ground_input(&mut self, ui: &Ui, ground: &Response, hovered_wire: Option<&Connection>, desk: &mut Desk, now: &Now) {
        let (shift, command, alt) = ui.input(|input| (input.modifiers.shift, input.modifiers.command, input.modifiers.alt));
        if !self.begin_special_drag(ui, ground)
            && ground.drag_started_by(PointerButton::Primary)
            && let Some(from) = pressed_at(ui, ground)
            && !self.drag_port(from, now)
            && !self.drag_wire(from, desk)
        {
            let before = if shift || alt { Items::selected(desk) } else { Items::default() };
            self.drag = Drag::Band { from: self.view.in_world(from), before, without: alt };
        }
        // Not the click that a key makes on what has the focus.
        let clicked = ground.clicked_by(PointerButton::Primary);
        if clicked || ground.drag_started() {
            ground.request_focus();
        }
        let at = ground.interact_pointer_pos();
        if clicked {
            desk.marked = hovered_wire.cloned().map(Marked::Wire);
            if !shift && !command {
                Items::default().select(desk);
            }
            if command && let (Some(wire), Some(at)) = (hovered_wire, at) {
                self.add_waypoint(wire, at, desk);
            }
        }
        if ground.double_clicked()
            && let Some(at) = at
        {
            match hovered_wire {
                Some(wire) => drop(self.add_waypoint(wire, at, desk)),
                None => self.palette = Some(Palette::new(&desk.session.registry, at, snap(self.view.in_world(at)), Purpose::Free)),
            }
        }
    }

    /// A drag that began on a port, but in a slow frame was noticed beside it only.
    fn drag_port(&mut self, from: Pos2, now: &Now) -> bool {
        let (geometry, at) = (self.geometry.clone(), self.view.in_world(from));
        let near = [true, false].into_iter().filter_map(|output| geometry.pin_near(at, output, ROW * 0.5));
        let pin = near.min_by(|a, b| a.at.distance(at).total_cmp(&b.at.distance(at)));
        pin.inspect(|pin| self.lift_from_port(pin, now)).is_some()
    }

    /// A drag that began on a connection, if there is one: its ends come along, its middle is led around.
    fn drag_wire(&mut self, from: Pos2, desk: &mut Desk) -> bool {
        let Some((connection, along)) = self.wire_at(from).map(|wire| (wire.connection.clone(), path::nearest(&self.view, wire, from).along)) else {
            return false;
        };
        desk.marked = None;
        if (END_PART..=1.0 - END_PART).contains(&along) {
            desk.session.store.end_drag();
            let start = self.waypoints_of(&connection);
            if let Some(index) = self.add_waypoint(&connection, from, desk) {
                self.drag = Drag::Waypoint { connection, index, start };
            }
        } else {
            self.lift_wire(&connection, along < 0.5);
        }
        true
    }

    pub(super) fn node_input(&mut self, ui: &Ui, response: &Response, node: &NodeBox, desk: &mut Desk, now: &Now) {
        let id = node.node.id;
        if self.begin_special_drag(ui, response) {
            return;
        }
        let add = ui.input(|input| input.modifiers.shift || input.modifiers.command);
        let held = response.drag_started_by(PointerButton::Primary);
        if response.clicked() || response.secondary_clicked() || held {
            desk.marked = None;
            self.wants_focus = true;
            if add && response.clicked() {
                if !desk.selection.remove(&id) {
                    desk.selection.insert(id);
                }
            } else if !desk.selection.contains(&id) {
                if !add {
                    Items::default().select(desk);
                }
                desk.selection.insert(id);
            } else if response.clicked() {
                Items { nodes: [id].into(), ..Items::default() }.select(desk);
            }
        }
        if held {
            self.begin_move(ui, response, node.rect, desk, now);
        }
    }

    /// What is selected is moved from now on. With Alt held, it is taken out of its connections first.
    pub(super) fn begin_move(&mut self, ui: &Ui, response: &Response, held: Rect, desk: &mut Desk, now: &Now) {
        let Some(at) = pressed_at(ui, response) else { return };
        let network = &now.snapshot.workspace.network;
        let items = Items::selected(desk).with_content(network);
        let pulled = ui.input(|input| input.modifiers.alt) && !items.nodes.is_empty();
        desk.session.store.end_drag();
        if pulled {
            desk.session.store.begin_group("Pull out of connections");
            desk.commit(&PullOut { nodes: items.nodes.iter().copied().collect() });
        }
        let visible = self.view.visible();
        let nodes = self.geometry.boxes.iter().filter(|node| !items.nodes.contains(&node.node.id)).map(|node| node.rect);
        let notes = network.notes.iter().filter(|note| !items.notes.contains(&note.id)).map(|note| rect_of(note.rect));
        let others = nodes.chain(notes).filter(|rect| visible.intersects(*rect)).collect();
        let moving = Moving { places: items.places(network), held, from: self.view.in_world(at), others, guides: Vec::new(), pulled };
        self.drag = Drag::Items(Box::new(moving));
    }

    /// A click on a port selects it and its node; a drag makes a connection.
    pub(super) fn pin_input(&mut self, ui: &Ui, response: &Response, pin: &Pin, desk: &mut Desk, now: &Now) {
        if response.clicked_by(PointerButton::Primary) {
            Items { nodes: [pin.port.node].into(), ..Items::default() }.select(desk);
            desk.marked = Some(Marked::Port(pin.port.clone(), pin.output));
            self.wants_focus = true;
        }
        if !self.begin_special_drag(ui, response) && response.drag_started_by(PointerButton::Primary) {
            self.lift_from_port(pin, now);
        }
    }

    /// Goes on with the drag, and ends it when the button is up.
    pub(super) fn drag_on(&mut self, ui: &Ui, painter: &Painter, ground: &Response, desk: &mut Desk, now: &Now) {
        let (pointer, delta, down) = ui.input(|input| (input.pointer.interact_pos(), input.pointer.delta(), input.pointer.any_down()));
        let Some(pointer) = pointer else { return };
        if ui.input(|input| input.key_pressed(Key::Escape)) {
            self.give_up(desk, now);
        }
        if std::mem::replace(&mut self.travels, now.snapshot.travels) != now.snapshot.travels {
            self.let_go(desk);
        }
        let world = self.view.in_world(pointer);
        match &mut self.drag {
            Drag::Nothing => return,
            Drag::Pan => {
                self.view.pan(delta);
                ui.set_cursor_icon(CursorIcon::Grabbing);
            }
            Drag::Items(moving) => {
                let wanted = moving.held.translate(world - moving.from);
                let result = snapped(wanted, &moving.others, LEVEL / self.view.zoom);
                let by = result.corner - moving.held.min;
                moving.guides = result.guides;
                if !moving.places.are_moved(&now.snapshot.workspace.network, by) {
                    desk.commit(&moving.places.moved(by));
                }
                for guide in &moving.guides {
                    let ends = [self.view.on_screen(guide.from), self.view.on_screen(guide.to)];
                    painter.line_segment(ends, Stroke::new(1.0, theme::ACCENT.gamma_multiply(0.8)));
                }
                self.show_insertion(ui, painter, ground, now);
            }
            Drag::Resize { remark, edge, .. } => {
                let (remark, edge) = (*remark, *edge);
                if let Some(rect) = remark.rect(now) {
                    remark.set_rect(rect, edge.moved(rect, world), desk, now);
                }
            }
            Drag::Band { from, before, without } => {
                let band = Rect::from_two_pos(*from, world);
                let network = &now.snapshot.workspace.network;
                let nodes = self.geometry.boxes.iter().filter(|node| band.intersects(node.rect)).map(|node| node.node.id).collect();
                let notes = network.notes.iter().filter(|note| band.intersects(rect_of(note.rect))).map(|note| note.id).collect();
                // A frame is so large that the band has to be around all of it.
                let frames = network.frames.iter().filter(|frame| band.contains_rect(rect_of(frame.rect))).map(|frame| frame.id).collect();
                let inside = Items { nodes, frames, notes };
                if *without { before.less(&inside) } else { before.and(&inside) }.select(desk);
                let color = if *without { theme::ERROR } else { theme::ACCENT };
                painter.rect(self.view.screen_rect(band), 2.0, color.gamma_multiply(0.12), Stroke::new(1.0, color), StrokeKind::Inside);
            }
            Drag::Waypoint { connection, index, .. } => {
                let (connection, index) = (connection.clone(), *index);
                self.move_waypoint(&connection, index, world, desk, now);
            }
            Drag::Stroke(stroke) => {
                if stroke.last().is_none_or(|last| last.distance(pointer) > 3.0) {
                    stroke.push(pointer);
                }
                let stroke = stroke.clone();
                self.show_stroke(ui, painter, &stroke);
                let count = self.crossed(&stroke).len();
                let text = if count == 1 { "Cuts 1 connection".to_owned() } else { format!("Cuts {count} connections") };
                hint(ui, ground, RichText::new(text).color(if count == 0 { theme::TEXT_WEAK } else { theme::ERROR }));
            }
            Drag::Wire(_) => {
                if let Drag::Wire(wire) = &self.drag {
                    self.show_wire(ui, painter, ground, wire, pointer, now);
                }
            }
        }
        if !down {
            self.finish(ui, ground, pointer, desk, now);
        }
    }

    fn finish(&mut self, ui: &Ui, ground: &Response, pointer: Pos2, desk: &mut Desk, now: &Now) {
        let insertion = self.insertion_of_dragged(now);
        match std::mem::take(&mut self.drag) {
            Drag::Nothing | Drag::Pan | Drag::Band { .. } => {}
            Drag::Items(moving) => {
                let store = desk.session.store.clone();
                match insertion {
                    Some(found) if moving.pulled => drop(desk.commit(&found.command())),
                    // The move and what becomes of it are one step: it goes back, and comes again with the insertion.
                    Some(found) => {
                        let network = store.snapshot().workspace.network;
                        let insert = found.command();
                        let dropped = network.get(insert.node).map_or(Rect::NOTHING, |node| node_rect(node));
                        let rect = self.right_of(insert.connection.from.node, dropped);
                        let moved = Arc::new(moving.places.moved(moving.places.way(&network) + (rect.min - dropped.min)));
                        let room = self.room_for(rect, Some(insert.node), insert.connection.to.node, &network);
                        let both = Batch { name: insert.name(&network), commands: vec![moved.clone(), shared(insert), shared(room)] };
                        desk.commit(&moving.places.moved(Vec2::ZERO));
                        store.end_drag();
                        if desk.commit(&both).is_none() {
                            desk.commit(&*moved);
                        }
                    }
                    None => {}
                }
                store.end_drag();
                if moving.pulled {
                    store.end_group();
                }
            }
            Drag::Resize { .. } | Drag::Waypoint { .. } => desk.session.store.end_drag(),
            Drag::Wire(wire) => self.drop_wire(ui, ground, &wire, pointer, desk, now),
            Drag::Stroke(stroke) => super::menus::disconnect(desk, self.crossed(&stroke)),
        }
    }

    /// Undo or redo: what was dragged may be gone, and stays as that left it.
    fn let_go(&mut self, desk: &Desk) {
        let drag = std::mem::take(&mut self.drag);
        if matches!(&drag, Drag::Items(moving) if moving.pulled) {
            desk.session.store.end_group();
        }
        if !matches!(drag, Drag::Nothing) {
            desk.session.store.end_drag();
        }
    }

    /// Escape: everything is as it was before the drag.
    fn give_up(&mut self, desk: &mut Desk, now: &Now) {
        match std::mem::take(&mut self.drag) {
            Drag::Items(moving) if moving.pulled => {
                desk.session.store.end_group();
                if now.undo.as_deref() == Some("Pull out of connections") {
                    desk.session.store.undo();
                }
            }
            Drag::Items(moving) => {
                desk.commit(&moving.places.moved(Vec2::ZERO));
                desk.session.store.end_drag();
            }
            Drag::Band { before, .. } => before.select(desk),
            Drag::Resize { remark, start, .. } => {
                if let Some(rect) = remark.rect(now) {
                    remark.set_rect(rect, start, desk, now);
                }
                desk.session.store.end_drag();
            }
            Drag::Waypoint { connection, start, .. } => {
                desk.commit(&SetWaypoints { connection, points: start });
                desk.session.store.end_drag();
            }
            Drag::Nothing | Drag::Pan | Drag::Wire(_) | Drag::Stroke(_) => {}
        }
    }
}
