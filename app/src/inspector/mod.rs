//! The port inspector: what lies on a port, live, in a tooltip or pinned as a small panel.
//!
//! Nothing here waits: figures and pictures are made by a [`Worker`], and a pass shows what is there.

mod content;
mod figures;
mod mesh_picture;
mod pinned;
mod placing;
mod subject;
mod thumbnail;
mod worker;

use std::cell::{Cell, RefCell};

use egui::{Button, Context, Id, Pos2, Rect, RichText, Ui, WidgetInfo, WidgetType, pos2};
use voxloom_workspace::{Connection, NodeId, PortRef};

use crate::commands::actions;
use crate::commands::picker::{Look as List, Picked, Picker, Row};
use crate::desk::{Desk, Now};
use crate::session::Session;
use crate::theme;
pub use figures::{Figures, element, survey_rows};
use pinned::Pinned;
pub use placing::Ground;
use subject::Subject;
pub use thumbnail::{LARGEST, thumbnail};
pub use worker::{Look, Worker};

/// What a tooltip says of a port's data. `reachable`: the pointer can get into the tooltip, so there is a button in it that pins it.
pub fn tooltip(ui: &mut Ui, port: &PortRef, output: bool, reachable: bool, desk: &Desk, now: &Now) {
    let (inspector, subject) = (&desk.inspector, Subject { port: port.clone(), output });
    inspector.point_at(ui.ctx(), port, output);
    ui.add_space(theme::UNIT);
    subject.show(ui, Id::new("tooltip"), &inspector.worker, &desk.session, now);
    ui.add_space(theme::UNIT);
    let pinned = inspector.is_pinned(&subject);
    ui.horizontal(|ui| {
        let verb = if pinned { "Unpin" } else { "Pin" };
        let keys = actions::find("inspect").and_then(|action| desk.keymap.text(ui.ctx(), action)).unwrap_or_default();
        if reachable {
            let button = ui.add(Button::new(RichText::new(verb).size(theme::SIZE_SMALL)).small());
            button.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, format!("{verb} inspector")));
            if button.clicked() {
                inspector.pressed.set(true);
            }
        }
        let keys = if reachable || keys.is_empty() { keys } else { format!("{keys}: {}", verb.to_lowercase()) };
        ui.label(RichText::new(keys).size(theme::SIZE_SMALL).color(theme::TEXT_WEAK));
    });
}

/// What a tooltip says of a connection: the data that flows through it.
pub fn wire_tooltip(ui: &mut Ui, wire: &Connection, desk: &Desk, now: &Now) {
    ui.set_max_width(420.0);
    let network = &now.snapshot.workspace.network;
    ui.label(RichText::new(format!("{} to {}", network.port_label(&wire.from), network.port_label(&wire.to))).color(theme::TEXT_STRONG));
    tooltip(ui, &wire.from, true, false, desk, now);
}

/// Width of the list of ports.
const LIST: f32 = 340.0;

/// Who looks at what.
#[derive(Default)]
pub struct Inspector {
    worker: Worker,
    pinned: Vec<Pinned>,
    /// Counts the panels.
    serial: u32,
    /// What lies under the pointer, and where that is; of this pass and of the last one.
    pointed: RefCell<Option<(Subject, Pos2)>>,
    pointed_before: Option<(Subject, Pos2)>,
    /// The button in the tooltip was pressed.
    pressed: Cell<bool>,
    /// The list of a node's ports.
    list: Option<(NodeId, Picker)>,
    /// The network on the screen, in this pass; `None` while it is not shown.
    ground: Option<Ground>,
    /// Where panels were that were dragged, for when they open again.
    dragged: Vec<(Subject, Pos2)>,
    /// Canvases show the pixel under the pointer also without the modifier.
    pub pixels: bool,
}

impl Inspector {
    /// The worker, for those who have data but no port.
    pub fn worker(&self) -> &Worker {
        &self.worker
    }

    /// The pointer is over a port.
    pub fn point_at(&self, ctx: &Context, port: &PortRef, output: bool) {
        let subject = Subject { port: port.clone(), output };
        *self.pointed.borrow_mut() = ctx.pointer_hover_pos().map(|at| (subject, at));
    }

    pub fn has_pinned(&self) -> bool {
        !self.pinned.is_empty()
    }

    /// The ports that have a panel; `true`: outports.
    pub fn ports(&self) -> impl Iterator<Item = (&PortRef, bool)> {
        self.pinned.iter().map(|pinned| (&pinned.subject.port, pinned.subject.output))
    }

    /// Where the network is in this pass, for the panels to go beside its nodes.
    pub fn stand_on(&mut self, ground: Ground) {
        self.ground = Some(ground);
    }

    fn is_pinned(&self, subject: &Subject) -> bool {
        self.pinned.iter().any(|pinned| pinned.subject == *subject)
    }

    /// Whether a port has a panel.
    pub fn is_open(&self, port: &PortRef, output: bool) -> bool {
        self.pinned.iter().any(|pinned| pinned.subject.output == output && pinned.subject.port == *port)
    }

    /// Where the panel of a port is.
    pub fn panel(&self, port: &PortRef, output: bool) -> Option<Rect> {
        self.pinned.iter().find(|pinned| pinned.subject.output == output && pinned.subject.port == *port)?.rect()
    }

    /// Opens a panel for a port, or closes the one that it has.
    pub fn toggle(&mut self, port: &PortRef, output: bool, session: &Session) {
        self.switch(Subject { port: port.clone(), output }, session);
    }

    fn switch(&mut self, subject: Subject, session: &Session) {
        match self.pinned.iter().position(|pinned| pinned.subject == subject) {
            Some(index) => self.close(index, session),
            None => {
                self.serial += 1;
                let known = self.dragged.iter().position(|(known, _)| *known == subject);
                let at = known.map(|known| self.dragged.swap_remove(known).1);
                self.pinned.push(Pinned::new(subject, self.serial, at));
            }
        }
    }

    fn close(&mut self, index: usize, session: &Session) {
        let pinned = self.pinned.remove(index);
        self.dragged.extend(pinned.dragged_to().map(|at| (pinned.subject.clone(), at)));
        pinned.look_away(session);
    }

    /// Whether there is something to inspect: a port under the pointer, or a node that is the only one selected.
    pub fn can_inspect(&self, selected: usize) -> bool {
        self.pointed_before.is_some() || selected == 1
    }

    /// Pins or unpins what lies under the pointer; else the port of the selected node, after asking which when it has several.
    pub fn inspect(&mut self, selected: Option<NodeId>, session: &Session, now: &Now) {
        if let Some((subject, _)) = self.pointed_before.clone() {
            self.switch(subject, session);
            return;
        }
        let Some(node) = selected else { return };
        match subject::of_node(&now.snapshot.workspace.network, node).as_slice() {
            [] => {}
            [one] => self.switch(one.clone(), session),
            _ => self.list = Some((node, Picker::default())),
        }
    }

    pub fn close_all(&mut self, session: &Session) {
        while !self.pinned.is_empty() {
            self.close(0, session);
        }
    }

    /// Draws the panels, and ends the pass.
    pub fn show(&mut self, ctx: &Context, session: &Session, now: &Now) {
        self.pointed_before = self.pointed.take();
        if self.pressed.take()
            && let Some((subject, _)) = self.pointed_before.clone()
        {
            self.switch(subject, session);
        }
        self.show_list(ctx, session, now);
        let (worker, network) = (&self.worker, &now.snapshot.workspace.network);
        let (stay, gone): (Vec<Pinned>, Vec<Pinned>) =
            std::mem::take(&mut self.pinned).into_iter().partition(|pinned| network.get(pinned.subject.port.node).is_some());
        self.pinned = stay;
        gone.into_iter().for_each(|pinned| pinned.look_away(session));
        let ground = self.ground.take();
        let mut closed = None;
        for index in 0..self.pinned.len() {
            let others: Vec<Rect> = self.pinned.iter().enumerate().filter(|(i, _)| *i != index).filter_map(|(_, other)| other.rect()).collect();
            self.pinned[index].find_place(ctx, ground.as_ref(), &others);
            if self.pinned[index].show(ctx, worker, session, now) {
                closed = Some(index);
            }
        }
        if let Some(index) = closed {
            self.close(index, session);
        }
        self.worker.end_pass();
    }

    /// The list of a node's ports.
    fn show_list(&mut self, ctx: &Context, session: &Session, now: &Now) {
        let Some((node, mut picker)) = self.list.take() else { return };
        let network = &now.snapshot.workspace.network;
        let Some(name) = network.get(node).map(|node| node.display_name.clone()) else { return };
        let window = ctx.content_rect();
        let prompt = format!("Inspect a port of {name}");
        let look = List {
            id: "inspect port",
            at: pos2(window.center().x - LIST / 2.0, window.top() + 96.0),
            width: LIST,
            name: &prompt,
            hint: &prompt,
            nothing: "No port is called that",
        };
        let row = |subject: Subject| {
            let kind = if subject.output { "Outport" } else { "Inport" };
            let mut row = Row::new(subject.clone(), format!("Inspect {kind} {}", subject.port.port), &*subject.port.port);
            row.color = Some(subject.color(session, now));
            row.aside = format!("{}{}", if self.is_pinned(&subject) { "pinned · " } else { "" }, kind.to_lowercase());
            row
        };
        let picked = picker.show(ctx, &look, |query| {
            let query = query.to_lowercase();
            let ports = subject::of_node(network, node).into_iter();
            ports.filter(|subject| subject.port.port.to_lowercase().contains(&query)).map(row).collect()
        });
        match picked {
            Picked::Open => self.list = Some((node, picker)),
            Picked::Closed => {}
            Picked::Chosen(subject) => self.switch(subject, session),
        }
    }
}
