//! The nodes in sight: draws them and takes in what the pointer does to them and their ports.

use egui::{Id, Painter, Popup, Rect, Response, Sense, Ui, WidgetInfo, WidgetType, vec2};
use voxloom_workspace::evaluator::{NodeState, ProcessorStatus};

use super::costs::Costs;
use super::detail::{Detail, Trouble, mark_place, paint_mark};
use super::interact::Drag;
use super::layout::{self, Geometry, NodeBox};
use super::node_paint::{self, NodeLook};
use super::paint::{self, PinLook};
use super::{NetworkEditor, failure, idle, marked, menus};
use crate::desk::{Ask, Desk, Now};
use crate::panels::properties;

/// What is the same for all nodes of a frame.
struct Frame<'a> {
    painter: &'a Painter,
    detail: Detail,
    costs: Option<Costs>,
    /// A menu is open somewhere, maybe of a node.
    menu_open: bool,
    /// Tooltips may be shown.
    at_rest: bool,
    now: &'a Now,
}

impl NetworkEditor {
    pub(super) fn nodes(&mut self, ui: &mut Ui, painter: &Painter, geometry: &Geometry, desk: &mut Desk, now: &Now) {
        let detail = Detail::at(self.view.zoom);
        // Messages hang below their nodes, thumbnails lie above them.
        let visible = self.view.visible().expand2(vec2(16.0, 96.0));
        let unknown = NodeState::default();
        let frame = Frame {
            painter,
            detail,
            costs: desk.arrangement.costs.then(|| Costs::new(&now.states, |id| geometry.node(id).is_some_and(|node| node.end.is_some()))),
            menu_open: self.wants_menu || Popup::is_any_open(ui.ctx()),
            at_rest: self.at_rest(desk),
            now,
        };
        if desk.arrangement.thumbnails {
            self.thumbnails.collect(ui.ctx());
        }
        // Selected ones lie on top. A click changes the selection, but not within this frame.
        let in_sight = geometry.boxes.iter().filter(|node| visible.intersects(node.rect));
        let (above, below): (Vec<&NodeBox>, Vec<&NodeBox>) = in_sight.partition(|node| desk.selection.contains(&node.node.id));
        let mut troubles = Vec::new();
        let mut messages = Vec::new();
        for (node, selected) in below.into_iter().map(|node| (node, false)).chain(above.into_iter().map(|node| (node, true))) {
            let seen = idle::seen(now.states.get(&node.node.id).unwrap_or(&unknown), || node.end.is_some());
            let state = &*seen;
            let own_message = detail == Detail::Full && failure::has_own(node, state, desk, now);
            let idle =
                if detail == Detail::Full && matches!(state.status, ProcessorStatus::NotEvaluated) { idle::reason(node, desk, now) } else { None };
            self.node(ui, &frame, node, state, NodeLook { selected, own_message, idle: idle.as_deref(), ..NodeLook::default() }, desk);
            // Where there is no room for words, a mark stands for them.
            let wordless = detail != Detail::Full || !own_message && node.room.lines() == 0;
            if let Some(trouble) = Trouble::of(&state.status).filter(|_| wordless) {
                troubles.push((trouble, node));
            }
            if own_message {
                messages.push((node, seen));
            }
        }
        // On top of the nodes: what has to be seen, the worst last.
        for (node, state) in messages {
            failure::show(ui, painter, &self.view, node, &state, &mut self.unfolded, desk, now);
        }
        troubles.sort_by_key(|(trouble, _)| *trouble);
        for (trouble, node) in troubles {
            let (at, radius) = mark_place(&self.view, node.rect, trouble);
            paint_mark(painter, trouble, at, radius);
        }
    }

    fn node(&mut self, ui: &mut Ui, frame: &Frame<'_>, node: &NodeBox, state: &NodeState, look: NodeLook<'_>, desk: &mut Desk) {
        let id = node.node.id;
        let rect = self.view.screen_rect(node.rect);
        let response = ui.interact(rect, Id::new(("node", id)), Sense::click_and_drag());
        response.widget_info(|| WidgetInfo::selected(WidgetType::SelectableLabel, true, look.selected, format!("Node {}", node.node.display_name)));
        // What does not run has no share.
        let rests = matches!(state.status, ProcessorStatus::NotEvaluated | ProcessorStatus::Waiting(_) | ProcessorStatus::Missing(_));
        let cost = frame.costs.filter(|_| !node.node.bypassed && !rests).and_then(|costs| costs.of(state));
        node_paint::paint_node(frame.painter, &self.view, node, state, NodeLook { hovered: response.hovered(), cost, ..look });
        if desk.arrangement.thumbnails {
            self.thumbnails.show(ui, frame.painter, &self.view, node, state);
        }
        properties::drop_on_node(&response, &desk.session, &frame.now.snapshot, id);
        if concerned(&response, frame, self.told) {
            self.node_input(ui, &response, node, desk, frame.now);
            if response.double_clicked() {
                desk.ask(if node.is_canvas { Ask::FocusCanvas(id) } else { Ask::Rename(id) });
            }
            let asked = self.wants_menu && desk.marked.is_none() && desk.selection.first() == Some(&id);
            self.wants_menu &= !asked;
            menus::context(&response, asked, rect.center_bottom(), |ui| menus::node_menu(ui, node, state, desk, frame.now));
            if frame.at_rest {
                let shown = response.on_hover_ui(|ui| menus::node_tooltip(ui, node, state, desk, frame.now));
                self.remember_tooltip(&shown);
            }
        }
        if matches!(state.status, ProcessorStatus::Running(_)) && frame.detail != Detail::Far {
            self.cancel_button(ui, frame.painter, node, desk);
        }
        if frame.detail != Detail::Far {
            self.pins(ui, frame, node, desk);
        }
    }

    /// The pointer may go over to a tooltip, which stays open then.
    fn remember_tooltip(&mut self, response: &Response) {
        if response.is_tooltip_open() {
            self.told = Some(response.id);
        }
    }

    /// Nothing is going on that a tooltip would cover.
    pub(super) fn at_rest(&self, desk: &Desk) -> bool {
        matches!(self.drag, Drag::Nothing) && self.palette.is_none() && self.rename.is_none() && !desk.dialogs.is_open()
    }

    fn cancel_button(&self, ui: &Ui, painter: &Painter, node: &NodeBox, desk: &Desk) {
        let rect = node_paint::cancel_rect(&self.view, node);
        let response = ui.interact(rect, Id::new(("cancel", node.node.id)), Sense::click());
        response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, format!("Cancel {}", node.node.display_name)));
        node_paint::paint_cancel(painter, rect, response.hovered());
        if response.on_hover_text("Cancel").clicked() {
            desk.session.evaluator.cancel(node.node.id);
        }
    }

    fn pins(&mut self, ui: &Ui, frame: &Frame<'_>, node: &NodeBox, desk: &mut Desk) {
        let painter = frame.painter;
        for pin in &node.pins {
            let look = match &self.drag {
                Drag::Wire(wire) => wire.look(pin),
                _ => PinLook::Normal,
            };
            paint::paint_pin(painter, &self.view, pin, look);
            if marked::port(desk) == Some((&pin.port, pin.output)) {
                paint::paint_marked_pin(painter, &self.view, pin);
            }
            let area = Rect::from_center_size(self.view.on_screen(pin.at), vec2(1.0, 1.0) * (layout::ROW * self.view.zoom).max(8.0));
            let response = ui.interact(area, Id::new(("port", pin.port.node, pin.output, &*pin.port.port)), Sense::click_and_drag());
            let kind = if pin.output { "Outport" } else { "Inport" };
            response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, format!("{kind} {} of {}", pin.port.port, node.node.display_name)));
            if !concerned(&response, frame, self.told) {
                continue;
            }
            self.pin_input(ui, &response, pin, desk, frame.now);
            if response.hovered() && matches!(self.drag, Drag::Nothing) {
                desk.inspector.point_at(ui.ctx(), &pin.port, pin.output);
                painter.circle_stroke(self.view.on_screen(pin.at), layout::PORT_RADIUS * self.view.zoom * 1.8, egui::Stroke::new(1.5, pin.color));
            }
            let mut add = false;
            let asked = self.wants_menu && marked::port(desk) == Some((&pin.port, pin.output));
            self.wants_menu &= !asked;
            menus::context(&response, asked, area.center_bottom(), |ui| add = menus::pin_menu(ui, pin, desk, frame.now));
            if add {
                self.palette = Some(self.palette_at(pin, desk));
            }
            if frame.at_rest {
                let shown = response.on_hover_ui(|ui| menus::pin_tooltip(ui, pin, desk, frame.now));
                self.remember_tooltip(&shown);
            }
        }
    }
}

/// Whether anything happens to a widget; of a thousand, all but one or two are left alone.
fn concerned(response: &Response, frame: &Frame<'_>, told: Option<Id>) -> bool {
    let acted = response.clicked() || response.secondary_clicked() || response.dragged() || response.drag_stopped();
    response.hovered() || response.contains_pointer() || response.has_focus() || acted || frame.menu_open || told == Some(response.id)
}
