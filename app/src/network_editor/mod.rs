//! The network editor: nodes and connections on a plane, drawn with egui's painter.
//!
//! Data flows from left to right. Geometry is made anew only when the document changes, what is out of sight is skipped,
//! and text is left out where it could not be read, so that a thousand nodes stay cheap.

mod adding;
pub mod align;
pub mod arrange;
mod beside;
mod clip_keys;
mod connect;
mod costs;
mod detail;
pub mod edits;
mod failure;
mod finder;
pub mod idle;
mod insert;
mod interact;
mod items;
pub mod layout;
pub mod marked;
mod menus;
mod node_paint;
mod nodes;
mod order;
mod paint;
mod palette;
mod path;
mod remark_box;
pub mod remarks;
mod rename;
mod room;
pub mod selection;
mod snapping;
mod thumbnails;
mod view;
pub mod visualize;
pub mod walk;
mod waypoints;
mod wiring;

use std::collections::BTreeSet;
use std::sync::Arc;

use egui::{Align2, EventFilter, FocusDirection, Id, Key, Modifiers, Painter, Pos2, Rect, Response, Sense, Ui, WidgetInfo, WidgetType, vec2};
use voxloom_workspace::{Connection, NodeId, PortRef};

use crate::commands::picker;
use crate::desk::{Ask, Desk, Now};
use crate::inspector;
use crate::panels::processor_list::DraggedClass;
use crate::panels::properties;
use crate::parts::Part;
use crate::theme;
use clip_keys::ClipKey;
use connect::ConnectList;
use detail::Detail;
use finder::Finder;
use interact::Drag;
use items::Items;
use layout::Geometry;
use marked::Marked;
use paint::WireLook;
use palette::{Palette, Purpose};
use remark_box::RemarkBox;
use rename::RenameBox;
use thumbnails::Thumbnails;
use view::{View, snap};

/// The editor's own state; document and selection lie elsewhere.
#[derive(Default)]
pub struct NetworkEditor {
    view: View,
    geometry: Arc<Geometry>,
    /// Revision, number of classes, and whether there are thumbnails, that the geometry was made for.
    made_for: Option<(u64, usize, bool)>,
    drag: Drag,
    /// Undo and redo so far: one of them ends a drag.
    travels: u64,
    /// What scrolls is two fingers on a trackpad, not a wheel.
    two_fingers: bool,
    palette: Option<Palette>,
    connect: Option<ConnectList>,
    /// The pointer, while it is over the network.
    over: Option<Pos2>,
    rename: Option<RenameBox>,
    /// The frame or note that is being written.
    remark_box: Option<RemarkBox>,
    finder: Finder,
    clip_keys: Vec<ClipKey>,
    /// A menu asked for a paste, with what flows in or without.
    awaits_paste: Option<bool>,
    /// The connection that the open menu is about.
    menu_wire: Option<Connection>,
    menu_at: Pos2,
    /// A node was clicked: keys go to the network from now on.
    wants_focus: bool,
    /// A key asked for the menu of what is marked or selected.
    wants_menu: bool,
    /// What has the focus when the network has it.
    ground: Option<Id>,
    /// What had the focus at the end of the last frame.
    focus_before: Option<Id>,
    was_empty: bool,
    /// Nodes whose traceback is in sight.
    unfolded: BTreeSet<NodeId>,
    thumbnails: Thumbnails,
    /// The node or port whose tooltip was in sight last.
    told: Option<Id>,
}

impl NetworkEditor {
    /// Draws the editor into the space that is there.
    pub fn show(&mut self, ui: &mut Ui, desk: &mut Desk, now: &Now) {
        let rect = ui.available_rect_before_wrap();
        let ground = ui.allocate_rect(rect, Sense::click_and_drag());
        ground.widget_info(|| WidgetInfo::labeled(WidgetType::Other, true, "Network"));
        self.view.screen = rect;
        self.refresh(desk, now);
        self.keep_marked(desk, now);
        self.answer(ui.ctx(), desk, now);
        self.follow_clip_keys(desk, now);
        self.keep_focus(ui, &ground);
        self.zoom_input(ui, &ground);
        let painter = ui.painter_at(rect);
        self.view.paint_grid(&painter);
        let mut nested = ui.new_child(egui::UiBuilder::new().max_rect(rect));
        nested.set_clip_rect(rect.intersect(ui.clip_rect()));
        self.remarks(&nested, &painter, desk, now);
        let geometry = self.geometry.clone();
        let hovered_wire = self.hovered_wire(ui, &ground);
        // From afar they are everywhere.
        if let Some(wire) = hovered_wire.as_ref().filter(|_| Detail::at(self.view.zoom) != Detail::Far) {
            wire_tooltip(ui, &ground, wire, desk, now);
        }
        self.wires(&painter, &geometry, hovered_wire.as_ref(), marked::wire(desk));
        self.ground_input(ui, &ground, hovered_wire.as_ref(), desk, now);
        self.waypoints(&nested, &painter, desk, now);
        self.nodes(&mut nested, &painter, &geometry, desk, now);
        self.drag_on(ui, &painter, &ground, desk, now);
        self.drop_class(ui, &ground, desk, now);
        self.ground_menu(&ground, hovered_wire, desk, now);
        if std::mem::take(&mut self.wants_focus) {
            ground.request_focus();
        }
        let dragged = egui::DragAndDrop::has_payload_of_type::<DraggedClass>(ui.ctx());
        if geometry.boxes.is_empty() && self.palette.is_none() && !dragged {
            empty_hint(ui, &painter, rect);
        }
        if desk.inspector.has_pinned() {
            desk.inspector.stand_on(self.ground_of(ui.ctx().content_rect(), &desk.inspector));
        }
        self.show_open_end(&painter);
        self.show_palette(ui.ctx(), desk);
        self.show_connect(ui.ctx(), desk, now);
        self.show_rename(ui.ctx(), desk);
        self.show_remark_box(ui.ctx(), desk, now);
        self.show_finder(ui.ctx(), desk, now);
        paint_focus(&painter, rect, &ground);
        self.focus_before = ui.memory(|memory| memory.focused());
    }

    /// What the panels of pinned inspectors go beside.
    fn ground_of(&self, window: Rect, inspector: &inspector::Inspector) -> inspector::Ground {
        let (view, geometry) = (self.view, &self.geometry);
        let pin = |(port, output)| Some((PortRef::clone(port), output, view.on_screen(geometry.pin(port, output)?.at)));
        let nodes = geometry.boxes.iter().map(|node| view.screen_rect(node.rect)).filter(|rect| rect.intersects(view.screen)).collect();
        inspector::Ground { screen: view.screen, window, nodes, ports: inspector.ports().filter_map(pin).collect() }
    }

    /// Geometry for the document as it is now.
    fn refresh(&mut self, desk: &Desk, now: &Now) {
        let wanted = (now.snapshot.revision, desk.session.registry.all().len(), desk.arrangement.thumbnails);
        let first = self.made_for.is_none();
        if self.made_for != Some(wanted) {
            self.geometry = Arc::new(Geometry::new(&now.snapshot.workspace.network, &desk.session.registry, wanted.2));
            self.made_for = Some(wanted);
        }
        let empty = self.geometry.boxes.is_empty();
        if !empty && (first || self.was_empty && !self.view.visible().intersects(self.geometry.all_bounds())) {
            self.view.fit(self.geometry.all_bounds());
        }
        self.was_empty = empty;
    }

    /// Does what other parts asked for.
    fn answer(&mut self, ctx: &egui::Context, desk: &mut Desk, now: &Now) {
        // What was edited within this frame is in sight in the next.
        if desk.session.store.revision() != now.snapshot.revision {
            return;
        }
        for ask in desk.take_asks(|_| true) {
            match ask {
                Ask::AddClass(class) => self.add_in_the_middle(&class, desk),
                Ask::AddQuietly(class) => {
                    let wanted = self.wants_focus;
                    self.add_in_the_middle(&class, desk);
                    self.wants_focus = wanted;
                }
                Ask::OpenPalette if desk.marked.is_some() => self.palette = self.palette_for_marked(desk),
                Ask::InsertIntoWire => self.palette = self.palette_for_marked(desk),
                Ask::AddWaypoint => self.add_waypoint_by_key(desk),
                Ask::OpenMenu => self.wants_menu = true,
                Ask::OpenPalette if self.over.is_some() => self.open_palette_at_pointer(desk),
                Ask::OpenPalette => {
                    let at = self.view.screen.center_top() + vec2(-160.0, 40.0);
                    let world =
                        self.geometry.free_place(self.view.in_world(self.view.screen.center()) - vec2(layout::WIDTH, layout::HEADER * 2.5) * 0.5);
                    self.palette = Some(Palette::new(&desk.session.registry, at, world, Purpose::Free).beside(desk));
                }
                Ask::Connect => self.open_connect(desk),
                Ask::Step(step) => self.step(step, desk),
                Ask::Reveal => self.reveal(desk),
                Ask::FitAll => self.view.fit(Items::all(&now.snapshot.workspace.network).bounds(&now.snapshot.workspace.network)),
                Ask::FitSelection => self.view.fit(Items::selected(desk).bounds(&now.snapshot.workspace.network)),
                Ask::AddFrame => self.add_frame(desk, now),
                Ask::AddNote => self.add_note(desk, now),
                Ask::EditRemark(remark) => self.remark_box = RemarkBox::new(remark, now),
                Ask::Find => self.finder.open(),
                Ask::FindStep { forward } => {
                    self.finder.step(forward, desk, now);
                    self.look_at_found(desk, now);
                }
                Ask::Paste { with_incoming } => self.ask_for_paste(ctx, with_incoming),
                Ask::Rename(id) => self.rename = now.snapshot.workspace.network.get(id).map(|node| RenameBox::new(node)),
                // What others answer.
                other => desk.ask(other),
            }
        }
    }

    /// Keys that mean something in the network only; before anything is drawn, else egui moves the focus with Tab.
    pub fn keys(&mut self, ctx: &egui::Context, desk: &mut Desk) {
        self.over = ctx.input(|input| input.pointer.hover_pos()).filter(|at| self.view.screen.contains(*at));
        desk.network_has_keys = false;
        let Some(ground) = self.ground else { return };
        let focused = ctx.memory(|memory| memory.focused());
        let busy = picker::is_open(ctx)
            || self.palette.is_some()
            || self.connect.is_some()
            || self.rename.is_some()
            || self.remark_box.is_some()
            || desk.dialogs.is_open()
            || properties::is_busy(ctx)
            || egui::Popup::is_any_open(ctx);
        // Escape takes the focus from a field before the search hears of it.
        let searching = self.finder.is_open() && focused.is_none();
        // Where nothing has the focus, keys belong to the part that had it last, or to the one under the pointer.
        let nobody = self.over.is_some() || desk.parts.recent().is_none_or(|part| part == Part::Network);
        // Escape has taken the focus from a field already, which is what it was meant for.
        let left = self.focus_before.is_some_and(|id| Some(id) != self.ground) && ctx.input(|input| input.key_pressed(Key::Escape));
        desk.network_has_keys = !busy && !searching && !left && focused.map_or(nobody, |id| id == ground);
        self.take_clip_keys(ctx, desk.network_has_keys);
        if !desk.network_has_keys {
            return;
        }
        let pressed = |key| ctx.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        if pressed(Key::Tab) {
            ctx.memory_mut(|memory| memory.move_focus(FocusDirection::None));
            desk.ask(Ask::OpenPalette);
        }
        let deletes = || pressed(Key::Delete) || pressed(Key::Backspace);
        match desk.marked.clone() {
            Some(Marked::Wire(wire)) if deletes() => {
                desk.marked = None;
                menus::disconnect(desk, vec![wire]);
            }
            Some(Marked::Point(wire, index)) if deletes() => self.remove_waypoint(&wire, index, desk),
            Some(Marked::Port(..)) if deletes() => marked::empty_port(desk),
            _ => {}
        }
        // First a wire, waypoint or port, then all else.
        if matches!(self.drag, Drag::Nothing) && pressed(Key::Escape) && desk.marked.take().is_none() {
            Items::default().select(desk);
        }
    }

    /// The network takes the keys from the beginning, and Tab while it has them.
    fn keep_focus(&mut self, ui: &Ui, ground: &Response) {
        if self.ground.replace(ground.id).is_none() {
            ground.request_focus();
        }
        if ground.has_focus() {
            ui.memory_mut(|memory| {
                memory.set_focus_lock_filter(ground.id, EventFilter { tab: true, escape: true, horizontal_arrows: true, vertical_arrows: true });
            });
        }
    }

    fn hovered_wire(&self, ui: &Ui, ground: &Response) -> Option<Connection> {
        let pointer = ui.input(|input| input.pointer.hover_pos()).filter(|_| ground.contains_pointer() && matches!(self.drag, Drag::Nothing))?;
        let on_node = self.geometry.node_at(self.view.in_world(pointer)).is_some();
        if on_node { None } else { self.wire_at(pointer).map(|wire| wire.connection.clone()) }
    }

    fn wires(&self, painter: &Painter, geometry: &Geometry, hovered: Option<&Connection>, marked: Option<&Connection>) {
        let lifted = match &self.drag {
            Drag::Wire(wire) => wire.lifted.as_ref(),
            _ => None,
        };
        // Connections bend out of the rectangle between their ends by no more than this.
        let visible = self.view.visible().expand(240.0);
        for wire in &geometry.wires {
            let reach = wire.points.iter().fold(Rect::from_two_pos(wire.from, wire.to), |reach, at| reach.union(Rect::from_pos(*at)));
            if !visible.intersects(reach) || lifted == Some(&wire.connection) {
                continue;
            }
            let look = match () {
                () if marked == Some(&wire.connection) => WireLook::Marked,
                () if hovered == Some(&wire.connection) => WireLook::Hovered,
                () => WireLook::Normal,
            };
            paint::paint_wire(painter, &self.view, wire, look);
        }
        if self.view.zoom >= 0.5 {
            order::paint_order(painter, &self.view, geometry);
        }
    }

    fn ground_menu(&mut self, ground: &Response, hovered: Option<Connection>, desk: &mut Desk, now: &Now) {
        if ground.secondary_clicked() {
            self.menu_wire = hovered;
            self.menu_at = ground.interact_pointer_pos().unwrap_or(ground.rect.center());
        }
        let mut chosen = menus::GroundChoice::Nothing;
        let asked = std::mem::take(&mut self.wants_menu);
        if asked {
            self.menu_wire = marked::wire(desk).cloned();
            let middle = self.menu_wire.as_ref().and_then(|wire| self.middle_of(wire, None));
            self.menu_at = middle.or(self.over).unwrap_or(ground.rect.center());
        }
        let wire = self.menu_wire.clone();
        menus::context(ground, asked, self.menu_at, |ui| chosen = menus::ground_menu(ui, wire.as_ref(), desk, now));
        let at = self.menu_at;
        match (chosen, self.menu_wire.clone()) {
            (menus::GroundChoice::Waypoint, Some(wire)) => drop(self.add_waypoint(&wire, at, desk)),
            (menus::GroundChoice::Insert, Some(wire)) => self.palette = self.palette_into(&wire, at, desk),
            (menus::GroundChoice::Add, _) => {
                self.palette = Some(Palette::new(&desk.session.registry, at, snap(self.view.in_world(at)), Purpose::Free));
            }
            _ => {}
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

/// Why a connection is drawn broken, or the data that flows through it.
fn wire_tooltip(ui: &Ui, ground: &Response, wire: &Connection, desk: &Desk, now: &Now) {
    let Some(reason) = layout::parked_reason(&now.snapshot.workspace.network, wire) else {
        desk.inspector.point_at(ui.ctx(), &wire.from, true);
        ground.clone().on_hover_ui_at_pointer(|ui| inspector::wire_tooltip(ui, wire, desk, now));
        return;
    };
    let tooltip = egui::Tooltip::always_open(ui.ctx().clone(), ground.layer_id, ground.id.with("parked"), egui::PopupAnchor::Pointer);
    tooltip.gap(14.0).show(|ui| ui.label(egui::RichText::new(reason).color(theme::WARNING)));
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
