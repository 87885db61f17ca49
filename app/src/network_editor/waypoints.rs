//! Waypoints: places that a connection is led over.

use egui::{Id, Painter, Pos2, Rect, Sense, Stroke, Ui, WidgetInfo, WidgetType, vec2};
use voxloom_workspace::Connection;
use voxloom_workspace::command::SetWaypoints;

use super::NetworkEditor;
use super::interact::Drag;
use super::layout::Wire;
use super::marked::Marked;
use super::path;
use super::view::snap;
use crate::desk::{Desk, Now};
use crate::theme;

/// Of the handle of a waypoint, at zoom 1.
const RADIUS: f32 = 5.0;

impl NetworkEditor {
    fn wire_of(&self, connection: &Connection) -> Option<&Wire> {
        self.geometry.wires.iter().find(|wire| wire.connection == *connection)
    }

    pub(super) fn waypoints_of(&self, connection: &Connection) -> Vec<[f32; 2]> {
        self.wire_of(connection).map(|wire| wire.points.iter().map(|point| (*point).into()).collect()).unwrap_or_default()
    }

    /// Puts a waypoint on a connection at a place on the screen; which of them it is.
    pub(super) fn add_waypoint(&mut self, connection: &Connection, at: Pos2, desk: &mut Desk) -> Option<usize> {
        let wire = self.wire_of(connection)?;
        let index = path::nearest(&self.view, wire, at).curve;
        let mut points = self.waypoints_of(connection);
        points.insert(index.min(points.len()), snap(self.view.in_world(at)).into());
        desk.commit(&SetWaypoints { connection: connection.clone(), points })?;
        desk.marked = Some(Marked::Point(connection.clone(), index));
        Some(index)
    }

    pub(super) fn move_waypoint(&self, connection: &Connection, index: usize, world: Pos2, desk: &mut Desk, now: &Now) {
        let mut points: Vec<[f32; 2]> = now.snapshot.workspace.network.waypoints(connection).copied().collect();
        let Some(point) = points.get_mut(index) else { return };
        let wanted: [f32; 2] = snap(world).into();
        if *point != wanted {
            *point = wanted;
            desk.commit(&SetWaypoints { connection: connection.clone(), points });
        }
    }

    /// Takes a waypoint away.
    pub(super) fn remove_waypoint(&mut self, connection: &Connection, index: usize, desk: &mut Desk) {
        desk.marked = Some(Marked::Wire(connection.clone()));
        let Some(wire) = self.wire_of(connection) else { return };
        let left = wire.points.iter().enumerate().filter(|(other, _)| *other != index).map(|(_, point)| (*point).into());
        desk.session.store.end_drag();
        desk.commit(&SetWaypoints { connection: connection.clone(), points: left.collect() });
        desk.session.store.end_drag();
    }

    /// The handles of waypoints in sight.
    pub(super) fn waypoints(&mut self, ui: &Ui, painter: &Painter, desk: &mut Desk, now: &Now) {
        if self.view.zoom < 0.3 {
            return;
        }
        let geometry = self.geometry.clone();
        let network = &now.snapshot.workspace.network;
        for wire in geometry.wires.iter().filter(|wire| !wire.points.is_empty()) {
            for (index, point) in wire.points.iter().enumerate() {
                let at = self.view.on_screen(*point);
                if !self.view.screen.contains(at) {
                    continue;
                }
                let area = Rect::from_center_size(at, vec2(1.0, 1.0) * (RADIUS * 3.2 * self.view.zoom).max(14.0));
                let id = Id::new(("waypoint", &wire.connection, index));
                let response = ui.interact(area, id, Sense::click_and_drag());
                let (from, to) = (network.port_label(&wire.connection.from), network.port_label(&wire.connection.to));
                response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, format!("Waypoint {} of {from} to {to}", index + 1)));
                let marked = desk.marked.as_ref() == Some(&Marked::Point(wire.connection.clone(), index));
                let radius = (RADIUS * self.view.zoom).max(2.5) * if response.hovered() { 1.3 } else { 1.0 };
                painter.circle(at, radius, wire.color, Stroke::new(1.5, if marked { theme::TEXT_STRONG } else { theme::NETWORK_GROUND }));
                if response.double_clicked() {
                    self.remove_waypoint(&wire.connection, index, desk);
                } else if response.clicked() {
                    (desk.marked, self.wants_focus) = (Some(Marked::Point(wire.connection.clone(), index)), true);
                } else if !self.begin_special_drag(ui, &response) && response.drag_started_by(egui::PointerButton::Primary) {
                    desk.session.store.end_drag();
                    self.drag = Drag::Waypoint { connection: wire.connection.clone(), index, start: self.waypoints_of(&wire.connection) };
                }
                response.context_menu(|ui| {
                    if ui.button("Remove Waypoint").clicked() {
                        self.remove_waypoint(&wire.connection, index, desk);
                        ui.close();
                    }
                    if ui.button("Straighten").clicked() {
                        desk.commit(&SetWaypoints { connection: wire.connection.clone(), points: Vec::new() });
                        ui.close();
                    }
                });
            }
        }
    }
}
