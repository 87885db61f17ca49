//! The network editor: nodes and connections on a plane, drawn with egui's painter.
//!
//! Data flows from left to right. Geometry is made anew only when the document changes, what is out of sight is skipped,
//! and text is left out where it could not be read, so that a thousand nodes stay cheap.

pub mod arrange;
pub mod edits;
mod failure;
mod interact;
pub mod layout;
mod menus;
mod paint;
mod palette;
mod rename;
mod view;

use std::collections::BTreeSet;
use std::sync::Arc;

use egui::{Align2, EventFilter, FocusDirection, Id, Key, Modifiers, Painter, Pos2, Rect, Response, Sense, Ui, WidgetInfo, WidgetType, vec2};
use voxloom_core::processor::ProcessorClass;
use voxloom_workspace::command::AddNode;
use voxloom_workspace::evaluator::{NodeState, ProcessorStatus};
use voxloom_workspace::{Connection, NodeId};

use crate::desk::{Ask, Desk, Now};
use crate::panels::processor_list::DraggedClass;
use crate::theme;
use edits::AddConnected;
use interact::Drag;
use layout::{Geometry, NodeBox};
use paint::{NodeLook, PinLook};
use palette::{Outcome, Palette};
use rename::RenameBox;
use view::{View, snap};

/// The editor's own state; document and selection lie elsewhere.
#[derive(Default)]
pub struct NetworkEditor {
    view: View,
    geometry: Arc<Geometry>,
    /// Revision and number of classes that the geometry was made for.
    made_for: Option<(u64, usize)>,
    drag: Drag,
    palette: Option<Palette>,
    rename: Option<RenameBox>,
    /// The connection that is selected, and the one that the open menu is about.
    marked: Option<Connection>,
    menu_wire: Option<Connection>,
    menu_at: Pos2,
    /// A node was clicked: keys go to the network from now on.
    wants_focus: bool,
    /// What has the focus when the network has it.
    ground: Option<Id>,
    was_empty: bool,
    /// Nodes whose traceback is in sight.
    unfolded: BTreeSet<NodeId>,
}

impl NetworkEditor {
    /// Draws the editor into the space that is there.
    pub fn show(&mut self, ui: &mut Ui, desk: &mut Desk, now: &Now) {
        let rect = ui.available_rect_before_wrap();
        let ground = ui.allocate_rect(rect, Sense::click_and_drag());
        ground.widget_info(|| WidgetInfo::labeled(WidgetType::Other, true, "Network"));
        self.view.screen = rect;
        self.refresh(desk, now);
        self.answer(desk, now);
        self.keep_focus(ui, &ground);
        self.zoom_input(ui, &ground);
        let painter = ui.painter_at(rect);
        self.view.paint_grid(&painter);
        paint::paint_remarks(&painter, &self.view, &now.snapshot.workspace.network);
        let geometry = self.geometry.clone();
        let hovered_wire = self.hovered_wire(ui, &ground);
        self.wires(&painter, &geometry, hovered_wire.as_ref());
        self.ground_input(ui, &ground, hovered_wire.as_ref(), desk);
        let mut nested = ui.new_child(egui::UiBuilder::new().max_rect(rect));
        nested.set_clip_rect(rect.intersect(ui.clip_rect()));
        self.nodes(&mut nested, &painter, &geometry, desk, now);
        self.drag_on(ui, &painter, &ground, desk, now);
        self.drop_class(ui, &ground, desk);
        self.ground_menu(&ground, hovered_wire, desk, now);
        if std::mem::take(&mut self.wants_focus) {
            ground.request_focus();
        }
        if geometry.boxes.is_empty() && self.palette.is_none() {
            empty_hint(ui, &painter, rect);
        }
        self.show_palette(ui.ctx(), desk);
        self.show_rename(ui.ctx(), desk);
        paint_focus(&painter, rect, &ground);
    }

    /// Geometry for the document as it is now.
    fn refresh(&mut self, desk: &Desk, now: &Now) {
        let wanted = (now.snapshot.revision, desk.session.registry.all().len());
        let first = self.made_for.is_none();
        if self.made_for != Some(wanted) {
            self.geometry = Arc::new(Geometry::new(&now.snapshot.workspace.network, &desk.session.registry));
            self.made_for = Some(wanted);
            let gone = |connection: &Connection| !self.geometry.wires.iter().any(|wire| wire.connection == *connection);
            self.marked.take_if(|connection| gone(connection));
        }
        let empty = self.geometry.boxes.is_empty();
        if !empty && (first || self.was_empty && !self.view.visible().intersects(self.geometry.all_bounds())) {
            self.view.fit(self.geometry.all_bounds());
        }
        self.was_empty = empty;
    }

    /// Does what other parts asked for.
    fn answer(&mut self, desk: &mut Desk, now: &Now) {
        // What was edited within this frame is in sight in the next.
        if desk.session.store.revision() != now.snapshot.revision {
            return;
        }
        for ask in desk.take_asks(|ask| !matches!(ask, Ask::FocusCanvas(_) | Ask::FocusPrompt)) {
            match ask {
                Ask::AddClass(class) => self.add_in_the_middle(&class, desk),
                Ask::AddQuietly(class) => {
                    let wanted = self.wants_focus;
                    self.add_in_the_middle(&class, desk);
                    self.wants_focus = wanted;
                }
                Ask::OpenPalette => {
                    let at = self.view.screen.center_top() + vec2(-160.0, 40.0);
                    let world =
                        self.geometry.free_place(self.view.in_world(self.view.screen.center()) - vec2(layout::WIDTH, layout::HEADER * 2.5) * 0.5);
                    self.palette = Some(Palette::new(&desk.session.registry, at, world, None));
                }
                Ask::FitAll => self.view.fit(self.geometry.all_bounds()),
                Ask::FitSelection => self.view.fit(self.geometry.bounds(&desk.selection)),
                Ask::Rename(id) => self.rename = now.snapshot.workspace.network.get(id).map(|node| RenameBox::new(node)),
                Ask::FocusCanvas(_) | Ask::FocusPrompt => {}
            }
        }
    }

    fn add_in_the_middle(&mut self, class: &str, desk: &mut Desk) {
        let corner = self.view.screen.center() - vec2(layout::WIDTH, layout::HEADER * 2.5) * 0.5 * self.view.zoom;
        let at = self.geometry.free_place(self.view.in_world(corner));
        self.add_class(class, at, desk);
    }

    fn add_class(&mut self, class: &str, at: Pos2, desk: &mut Desk) {
        match desk.session.registry.find(class) {
            Ok(class) => self.add(class, at, None, desk),
            Err(error) => desk.notices.error(error),
        }
    }

    fn add(&mut self, class: Arc<dyn ProcessorClass>, at: Pos2, end: Option<&palette::OpenEnd>, desk: &mut Desk) {
        let connected = end.and_then(|end| Some((end, end.fitting_port(&*class)?)));
        let committed = match connected {
            Some((end, port)) => {
                // The new port lies at the pointer: its node beside it.
                let x = if end.output { at.x } else { at.x - layout::WIDTH };
                let y = at.y - layout::HEADER - layout::ROW;
                let position = snap(Pos2::new(x, y)).into();
                desk.commit(&AddConnected { class, position, other: end.port.clone(), port, output: !end.output })
            }
            None => desk.commit(&AddNode::new(class, self.geometry.free_place(at).into())),
        };
        if let Some(committed) = committed {
            desk.selection = committed.added.into_iter().collect();
            self.wants_focus = true;
        }
    }

    /// Keys that mean something in the network only; before anything is drawn, else egui moves the focus with Tab.
    pub fn keys(&mut self, ctx: &egui::Context, desk: &mut Desk) {
        let Some(ground) = self.ground else { return };
        let focused = ctx.memory(|memory| memory.focused());
        let over = ctx.input(|input| input.pointer.hover_pos()).filter(|at| self.view.screen.contains(*at));
        let busy = self.palette.is_some() || self.rename.is_some() || desk.dialogs.is_open() || ctx.any_popup_open();
        if busy || focused.map_or(over.is_none(), |id| id != ground) {
            return;
        }
        let pressed = |key| ctx.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        if pressed(Key::Tab) {
            ctx.memory_mut(|memory| memory.move_focus(FocusDirection::None));
            match over {
                Some(at) => self.palette = Some(Palette::new(&desk.session.registry, at, snap(self.view.in_world(at)), None)),
                None => desk.ask(Ask::OpenPalette),
            }
        }
        if self.marked.is_some() && (pressed(Key::Delete) || pressed(Key::Backspace)) {
            menus::disconnect(desk, self.marked.take().into_iter().collect());
        }
        if matches!(self.drag, Drag::Nothing) && pressed(Key::Escape) {
            desk.selection.clear();
            self.marked = None;
        }
    }

    /// The network takes the keys from the beginning, and Tab while it has them.
    fn keep_focus(&mut self, ui: &Ui, ground: &Response) {
        if self.ground.replace(ground.id).is_none() {
            ground.request_focus();
        }
        if ground.has_focus() {
            ui.memory_mut(|memory| memory.set_focus_lock_filter(ground.id, EventFilter { tab: true, escape: true, ..EventFilter::default() }));
        }
    }

    fn hovered_wire(&self, ui: &Ui, ground: &Response) -> Option<Connection> {
        let pointer = ui.input(|input| input.pointer.hover_pos()).filter(|_| ground.contains_pointer() && matches!(self.drag, Drag::Nothing))?;
        let on_node = self.geometry.node_at(self.view.in_world(pointer)).is_some();
        if on_node { None } else { self.wire_at(pointer) }
    }

    fn wires(&self, painter: &Painter, geometry: &Geometry, hovered: Option<&Connection>) {
        let lifted = match &self.drag {
            Drag::Wire(wire) => wire.lifted.as_ref(),
            _ => None,
        };
        for wire in &geometry.wires {
            if lifted == Some(&wire.connection) || !paint::wire_bounds(&self.view, wire).intersects(self.view.screen) {
                continue;
            }
            let marked = self.marked.as_ref() == Some(&wire.connection) || hovered == Some(&wire.connection);
            paint::paint_wire(painter, &self.view, wire, marked);
        }
    }

    fn nodes(&mut self, ui: &mut Ui, painter: &Painter, geometry: &Geometry, desk: &mut Desk, now: &Now) {
        // Messages hang below their nodes.
        let visible = self.view.visible().expand2(vec2(16.0, 80.0));
        let unknown = NodeState::default();
        // Selected ones lie on top. A click changes the selection, but not within this frame.
        let in_sight = geometry.boxes.iter().filter(|node| visible.intersects(node.rect));
        let (above, below): (Vec<&NodeBox>, Vec<&NodeBox>) = in_sight.partition(|node| desk.selection.contains(&node.node.id));
        for (node, selected) in below.into_iter().map(|node| (node, false)).chain(above.into_iter().map(|node| (node, true))) {
            let state = now.states.get(&node.node.id).unwrap_or(&unknown);
            self.node(ui, painter, node, state, selected, desk, now);
        }
    }

    #[expect(clippy::too_many_arguments, reason = "all of it is one node's drawing")]
    fn node(&mut self, ui: &mut Ui, painter: &Painter, node: &NodeBox, state: &NodeState, selected: bool, desk: &mut Desk, now: &Now) {
        let id = node.node.id;
        let rect = self.view.screen_rect(node.rect);
        let response = ui.interact(rect, Id::new(("node", id)), Sense::click_and_drag());
        response.widget_info(|| WidgetInfo::selected(WidgetType::SelectableLabel, true, selected, format!("Node {}", node.node.display_name)));
        let own_message = failure::has_own(node, state, desk, now);
        paint::paint_node(painter, &self.view, node, state, NodeLook { selected, hovered: response.hovered(), own_message });
        self.node_input(ui, &response, node, desk);
        if response.double_clicked() {
            desk.ask(if node.is_canvas { Ask::FocusCanvas(id) } else { Ask::Rename(id) });
        }
        let geometry = self.geometry.clone();
        response.context_menu(|ui| menus::node_menu(ui, node, state, &geometry, desk, now));
        if self.at_rest(desk) {
            response.on_hover_ui(|ui| menus::node_tooltip(ui, node, state, desk));
        }
        if matches!(state.status, ProcessorStatus::Running(_)) {
            self.cancel_button(ui, painter, node, desk);
        }
        if own_message {
            failure::show(ui, painter, &self.view, node, state, &mut self.unfolded, desk, now);
        }
        self.pins(ui, painter, node, desk, now);
    }

    /// Nothing is going on that a tooltip would cover.
    fn at_rest(&self, desk: &Desk) -> bool {
        matches!(self.drag, Drag::Nothing) && self.palette.is_none() && self.rename.is_none() && !desk.dialogs.is_open()
    }

    fn cancel_button(&self, ui: &Ui, painter: &Painter, node: &NodeBox, desk: &Desk) {
        let rect = paint::cancel_rect(&self.view, node);
        let response = ui.interact(rect, Id::new(("cancel", node.node.id)), Sense::click());
        response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, format!("Cancel {}", node.node.display_name)));
        paint::paint_cancel(painter, rect, response.hovered());
        if response.on_hover_text("Cancel").clicked() {
            desk.session.evaluator.cancel(node.node.id);
        }
    }

    fn pins(&mut self, ui: &Ui, painter: &Painter, node: &NodeBox, desk: &mut Desk, now: &Now) {
        if self.view.zoom < 0.2 {
            return;
        }
        for pin in &node.pins {
            let look = match &self.drag {
                Drag::Wire(wire) => wire.look(pin),
                _ => PinLook::Normal,
            };
            paint::paint_pin(painter, &self.view, pin, look);
            let area = Rect::from_center_size(self.view.on_screen(pin.at), vec2(1.0, 1.0) * (layout::ROW * self.view.zoom).max(8.0));
            let response = ui.interact(area, Id::new(("port", pin.port.node, pin.output, &*pin.port.port)), Sense::click_and_drag());
            let kind = if pin.output { "Outport" } else { "Inport" };
            response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, format!("{kind} {} of {}", pin.port.port, node.node.display_name)));
            self.pin_input(ui, &response, pin, now);
            if response.hovered() && matches!(self.drag, Drag::Nothing) {
                painter.circle_stroke(self.view.on_screen(pin.at), layout::PORT_RADIUS * self.view.zoom * 1.8, egui::Stroke::new(1.5, pin.color));
            }
            let mut add = false;
            response.context_menu(|ui| add = menus::pin_menu(ui, pin, desk, now));
            if add {
                let end = palette::OpenEnd { port: pin.port.clone(), output: pin.output, data_type: pin.data_type.clone() };
                let world = pin.at + vec2(if pin.output { 80.0 } else { -80.0 }, 0.0);
                self.palette = Some(Palette::new(&desk.session.registry, self.view.on_screen(world), world, Some(end)));
            }
            if self.at_rest(desk) {
                response.on_hover_ui(|ui| menus::pin_tooltip(ui, pin, desk, now));
            }
        }
    }

    /// A class that is dragged here from the list.
    fn drop_class(&mut self, ui: &Ui, ground: &Response, desk: &mut Desk) {
        let Some(pointer) = ui.input(|input| input.pointer.interact_pos()) else { return };
        let corner = self.view.in_world(pointer) - vec2(layout::WIDTH / 2.0, layout::HEADER / 2.0);
        if ground.dnd_hover_payload::<DraggedClass>().is_some() {
            let ghost = Rect::from_min_size(snap(corner), vec2(layout::WIDTH, layout::HEADER + 2.0 * layout::ROW + layout::FOOTER));
            let screen = self.view.screen_rect(ghost);
            ui.painter_at(ground.rect).rect(
                screen,
                6.0,
                theme::ACCENT.gamma_multiply(0.1),
                egui::Stroke::new(1.5, theme::ACCENT),
                egui::StrokeKind::Inside,
            );
        }
        if let Some(dropped) = ground.dnd_release_payload::<DraggedClass>() {
            self.add_class(&dropped.0, snap(corner), desk);
        }
    }

    fn ground_menu(&mut self, ground: &Response, hovered: Option<Connection>, desk: &mut Desk, now: &Now) {
        if ground.secondary_clicked() {
            self.menu_wire = hovered;
            self.menu_at = ground.interact_pointer_pos().unwrap_or(ground.rect.center());
        }
        let mut add = false;
        ground.context_menu(|ui| add = menus::ground_menu(ui, self.menu_wire.as_ref(), desk, now));
        if add {
            self.palette = Some(Palette::new(&desk.session.registry, self.menu_at, snap(self.view.in_world(self.menu_at)), None));
        }
    }

    fn show_palette(&mut self, ctx: &egui::Context, desk: &mut Desk) {
        let Some(mut palette) = self.palette.take() else { return };
        match palette.show(ctx) {
            Outcome::Open => self.palette = Some(palette),
            Outcome::Closed => self.wants_focus = true,
            Outcome::Chosen(class) => self.add(class, palette.world, palette.end.as_ref(), desk),
        }
    }

    fn show_rename(&mut self, ctx: &egui::Context, desk: &mut Desk) {
        let Some(mut rename) = self.rename.take() else { return };
        let Some(node) = self.geometry.node(rename.node) else { return };
        let at = self.view.on_screen(node.rect.min) + vec2(0.0, 4.0);
        if rename.show(ctx, at, desk) {
            self.rename = Some(rename);
        } else {
            self.wants_focus = true;
        }
    }
}

fn empty_hint(ui: &Ui, painter: &Painter, rect: Rect) {
    let center = rect.center();
    painter.text(center - vec2(0.0, 14.0), Align2::CENTER_CENTER, "Drop a volume (.npy) here", theme::font(theme::SIZE_HEADING + 3.0), theme::TEXT);
    painter.text(center + vec2(0.0, 14.0), Align2::CENTER_CENTER, "or press Tab to add a processor", theme::font(theme::SIZE_BODY), theme::TEXT_WEAK);
    let response = ui.interact(Rect::from_center_size(center, vec2(1.0, 1.0)), ui.id().with("hint"), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Label, true, "Drop a volume (.npy) here, or press Tab to add a processor"));
}

/// A line at the edge while keys go to the network.
fn paint_focus(painter: &Painter, rect: Rect, ground: &Response) {
    if ground.has_focus() {
        painter.rect_stroke(rect, 0.0, egui::Stroke::new(1.0, theme::ACCENT.gamma_multiply(0.45)), egui::StrokeKind::Inside);
    }
}
