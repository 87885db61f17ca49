//! A pinned inspector: a small panel that floats over the window and follows the data of its port.

use std::collections::BTreeSet;

use egui::{
    Button, Color32, Context, Frame, Id, LayerId, Pos2, Rect, RichText, ScrollArea, Sense, Stroke, UiBuilder, Vec2, WidgetInfo, WidgetType, Window,
    pos2, vec2,
};
use voxloom_core::Request;
use voxloom_workspace::NodeId;

use super::placing::{Ground, place};
use super::subject::{Subject, is_needed};
use super::worker::Worker;
use crate::desk::Now;
use crate::session::Session;
use crate::theme;

/// Viewers of the evaluator with this number and more are inspectors.
const VIEWERS: u32 = 1 << 16;
/// Size of the picture that is asked for where nobody else asks.
const SIZE: [u32; 2] = [512, 512];
/// Size of a panel before it was drawn, in points.
const FIRST: Vec2 = vec2(300.0, 330.0);
/// Passes of one size after which a panel stays where it is.
const SETTLES: u32 = 40;
/// Width of what closes the panel, in points.
const CLOSE: f32 = 18.0;

/// The panel of a port.
pub struct Pinned {
    pub subject: Subject,
    serial: u32,
    /// Where it is to be in the next pass; `None`: it stays.
    at: Option<Pos2>,
    /// Where it opens again, until it has its size.
    start: Option<Pos2>,
    /// Where it was last drawn.
    rect: Option<Rect>,
    /// A person put it where it is.
    dragged: bool,
    /// Passes that it has waited for the network to be drawn, or has had the size that it has; it stays where it is after some.
    waited: u32,
    settled: bool,
    /// Where its port lies on the screen, and in what of it.
    port: Option<(Pos2, Rect)>,
    /// Nodes that are evaluated for this panel, because nothing else needs them.
    watched: BTreeSet<NodeId>,
    /// Revision of the document that `watched` was found for.
    revision: Option<u64>,
}

impl Pinned {
    pub fn new(subject: Subject, serial: u32, at: Option<Pos2>) -> Self {
        Self {
            subject,
            serial,
            at,
            start: at,
            rect: None,
            dragged: at.is_some(),
            waited: 0,
            settled: false,
            port: None,
            watched: BTreeSet::new(),
            revision: None,
        }
    }

    pub fn rect(&self) -> Option<Rect> {
        self.rect
    }

    /// Where a person put it.
    pub fn dragged_to(&self) -> Option<Pos2> {
        self.rect.filter(|_| self.dragged).map(|rect| rect.min)
    }

    /// Looks for a place beside the port when it has none yet, or when what came makes it cover a node.
    pub fn find_place(&mut self, ctx: &Context, ground: Option<&Ground>, others: &[Rect]) {
        self.port = ground.and_then(|ground| Some((ground.port(&self.subject.port, self.subject.output)?, ground.screen)));
        let held = self.rect.is_some() && ctx.input(|input| input.pointer.any_down());
        if self.dragged || self.settled || held {
            return;
        }
        if let (Some(ground), Some((port, _))) = (ground, self.port) {
            let size = self.rect.map_or(FIRST, |rect| rect.size());
            self.at = Some(place(port, self.subject.output, size, ground, others));
        } else if self.rect.is_none() {
            self.waited += 1;
            if self.waited > 2 {
                // The network is not shown.
                let step = (self.serial % 8) as f32 * 26.0;
                self.at = Some(ctx.content_rect().center_top() + vec2(step - 120.0, 110.0 + step));
            } else {
                ctx.request_repaint();
            }
        }
    }

    /// Asks for nothing any more.
    pub fn look_away(self, session: &Session) {
        for node in self.watched {
            session.evaluator.watch(node, VIEWERS + self.serial, None);
        }
    }

    /// Has evaluated what nothing else needs.
    fn watch(&mut self, session: &Session, now: &Now) {
        if self.revision.replace(now.snapshot.revision) == Some(now.snapshot.revision) {
            return;
        }
        let network = &now.snapshot.workspace.network;
        let sources = self.subject.sources(network).into_iter().map(|port| port.node);
        let wanted: BTreeSet<NodeId> = sources.filter(|node| !is_needed(&session.registry, network, *node)).collect();
        let viewer = VIEWERS + self.serial;
        for node in self.watched.difference(&wanted) {
            session.evaluator.watch(*node, viewer, None);
        }
        for node in wanted.difference(&self.watched) {
            session.evaluator.watch(*node, viewer, Some(Request::settled(SIZE[0], SIZE[1])));
        }
        self.watched = wanted;
    }

    /// Draws the panel; true when it is to be closed.
    pub fn show(&mut self, ctx: &Context, worker: &Worker, session: &Session, now: &Now) -> bool {
        self.watch(session, now);
        let id = Id::new(("inspector", self.serial));
        let network = &now.snapshot.workspace.network;
        let name = network.port_label(&self.subject.port);
        let window = ctx.content_rect();
        if self.at.is_none() && self.rect.is_none() {
            return false;
        }
        self.lead(ctx, self.subject.color(session, now));
        let frame = Frame::window(&ctx.global_style()).inner_margin(10);
        let mut panel = Window::new(&name).id(id).title_bar(false).resizable(false).constrain_to(window).frame(frame);
        let put = self.at.take().or(self.start);
        if let Some(at) = put {
            panel = panel.current_pos(at);
        }
        let mut closed = false;
        let shown = panel.show(ctx, |ui| {
            ui.set_max_width(460.0);
            ui.horizontal(|ui| {
                let (dot, _) = ui.allocate_exact_size(vec2(10.0, theme::ROW), Sense::hover());
                ui.painter().circle_filled(dot.center(), 4.5, self.subject.color(session, now));
                ui.label(RichText::new(&name).color(theme::TEXT_STRONG));
                let kind = if self.subject.output { "outport" } else { "inport" };
                ui.label(RichText::new(kind).size(theme::SIZE_SMALL).color(theme::TEXT_WEAK));
                // For what closes it.
                ui.add_space(CLOSE);
            });
            ScrollArea::vertical().max_height(window.height() * 0.7).show(ui, |ui| self.subject.show(ui, id, worker, session, now));
            // What is below makes the panel as wide as it is: only now it is known where the right edge lies.
            let all = ui.min_rect();
            let corner = Rect::from_min_size(pos2(all.right() - CLOSE, all.top()), vec2(CLOSE, theme::ROW));
            let cross = Button::new(RichText::new("×").size(theme::SIZE_HEADING)).frame(false).min_size(corner.size());
            let button = ui.new_child(UiBuilder::new().max_rect(corner)).add(cross);
            button.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, format!("Close inspector of {name}")));
            closed = button.on_hover_text("Close").clicked();
        });
        if let Some(shown) = shown {
            let rect = shown.response.rect;
            let before = self.rect.replace(rect);
            let moved = before.is_some_and(|before| (before.min - rect.min).length() > 0.5);
            self.dragged |= moved && put.is_none() && ctx.input(|input| input.pointer.any_down());
            self.waited = if before.is_some_and(|before| (before.size() - rect.size()).length() < 1.0) { self.waited + 1 } else { 0 };
            self.settled |= self.waited > SETTLES;
            if self.waited > 2 {
                self.start = None;
            }
        }
        closed
    }

    /// A line from the panel to its port, as far as the network is in sight; under all windows.
    fn lead(&self, ctx: &Context, color: Color32) {
        let (Some((port, screen)), Some(rect)) = (self.port, self.rect) else { return };
        let rect = self.at.map_or(rect, |at| Rect::from_min_size(at, rect.size()));
        if rect.contains(port) {
            return;
        }
        let painter = ctx.layer_painter(LayerId::background()).with_clip_rect(screen);
        let end = rect.clamp(port);
        painter.line_segment([port, end], Stroke::new(1.5, color.gamma_multiply(0.8)));
        painter.circle_stroke(port, 8.0, Stroke::new(1.5, color));
    }
}
