//! A pinned inspector: a small panel that floats over the window and follows the data of its port.

use std::collections::BTreeSet;

use egui::{Button, Context, Frame, Id, Pos2, Rect, RichText, ScrollArea, Sense, UiBuilder, WidgetInfo, WidgetType, Window, pos2, vec2};
use voxloom_core::Request;
use voxloom_workspace::NodeId;

use super::subject::{Subject, is_needed};
use super::worker::Worker;
use crate::desk::Now;
use crate::session::Session;
use crate::theme;

/// Viewers of the evaluator with this number and more are inspectors.
const VIEWERS: u32 = 1 << 16;
/// Size of the picture that is asked for where nobody else asks.
const SIZE: [u32; 2] = [512, 512];
/// Width of what closes the panel, in points.
const CLOSE: f32 = 18.0;

/// The panel of a port.
pub struct Pinned {
    pub subject: Subject,
    serial: u32,
    at: Option<Pos2>,
    /// Nodes that are evaluated for this panel, because nothing else needs them.
    watched: BTreeSet<NodeId>,
    /// Revision of the document that `watched` was found for.
    revision: Option<u64>,
}

impl Pinned {
    pub fn new(subject: Subject, serial: u32, at: Option<Pos2>) -> Self {
        Self { subject, serial, at, watched: BTreeSet::new(), revision: None }
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
        let name = network.port_name(&self.subject.port);
        let window = ctx.content_rect();
        let step = (self.serial % 8) as f32 * 26.0;
        let at = self.at.unwrap_or_else(|| window.center_top() + vec2(step - 120.0, 110.0 + step));
        let frame = Frame::window(&ctx.global_style()).inner_margin(10);
        let panel = Window::new(&name).id(id).title_bar(false).resizable(false).default_pos(at).constrain_to(window).frame(frame);
        let mut closed = false;
        panel.show(ctx, |ui| {
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
        closed
    }
}
