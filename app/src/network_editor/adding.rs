//! Adding nodes: in the middle, where the palette was asked for, at the end of a wire, beside a node.

use std::sync::Arc;

use egui::{Pos2, vec2};
use voxloom_core::processor::ProcessorClass;
use voxloom_workspace::command::AddNode;
use voxloom_workspace::store::Committed;

use super::beside::{Beside, Joint};
use super::edits::AddConnected;
use super::palette::{OpenEnd, Outcome, Palette, Purpose};
use super::view::snap;
use super::{NetworkEditor, layout};
use crate::desk::{Ask, Desk};

impl NetworkEditor {
    pub(super) fn add_in_the_middle(&mut self, class: &str, desk: &mut Desk) {
        let corner = self.view.screen.center() - vec2(layout::WIDTH, layout::HEADER * 2.5) * 0.5 * self.view.zoom;
        let at = self.geometry.free_place(self.view.in_world(corner));
        self.add_class(class, at, desk);
    }

    pub(super) fn add_class(&mut self, class: &str, at: Pos2, desk: &mut Desk) {
        match desk.session.registry.find(class) {
            Ok(class) => self.add(class, at, None, desk),
            Err(error) => desk.notices.error(error),
        }
    }

    pub(super) fn add(&mut self, class: Arc<dyn ProcessorClass>, at: Pos2, end: Option<&OpenEnd>, desk: &mut Desk) {
        let identifier = class.info().class_identifier.to_string();
        let connected = end.and_then(|end| Some((end, end.fitting_port(&*class)?)));
        let committed = match connected {
            Some((end, port)) => {
                // The new port lies at the pointer: its node beside it.
                let x = if end.output { at.x } else { at.x - layout::WIDTH };
                let y = at.y - layout::HEADER - layout::ROW;
                let interface = class.interface();
                let rows = interface.inports().len().max(interface.outports().len()) as f32;
                let size = vec2(layout::WIDTH, layout::HEADER + (rows + 1.0) * layout::ROW + layout::FOOTER);
                let position = self.geometry.clear_place(Pos2::new(x, y), size).into();
                desk.commit(&AddConnected { class, position, other: end.port.clone(), port, output: !end.output })
            }
            None => desk.commit(&AddNode::new(class, self.geometry.free_place(at).into())),
        };
        self.added(&identifier, committed, desk);
    }

    /// What was added is selected and in view.
    pub(super) fn added(&mut self, class: &str, committed: Option<Committed>, desk: &mut Desk) {
        if let Some(committed) = committed {
            desk.used.note_class(class, &desk.files);
            desk.selection = committed.added.into_iter().collect();
            desk.ask(Ask::Reveal);
            self.wants_focus = true;
        }
    }

    /// Adds an instance of a class beside a node; `alone`: without connecting it.
    pub(super) fn add_beside(&mut self, class: Arc<dyn ProcessorClass>, beside: &Beside, alone: bool, desk: &mut Desk) {
        let (identifier, interface) = (class.info().class_identifier.to_string(), class.interface());
        let Some(at) = beside.place(&self.geometry, &interface) else { return };
        let position = at.into();
        let committed = match beside.joint(&interface).filter(|_| !alone) {
            Some(Joint { other, port, output }) => desk.commit(&AddConnected { class, position, other, port, output }),
            None => desk.commit(&AddNode::new(class, position)),
        };
        self.added(&identifier, committed, desk);
    }

    pub(super) fn open_palette_at_pointer(&mut self, desk: &Desk) {
        if let Some(at) = self.over {
            self.palette = Some(Palette::new(&desk.session.registry, at, snap(self.view.in_world(at)), Purpose::Free).beside(desk));
        }
    }

    pub(super) fn show_palette(&mut self, ctx: &egui::Context, desk: &mut Desk) {
        let Some(mut palette) = self.palette.take() else { return };
        match palette.show(ctx, desk) {
            Outcome::Open => self.palette = Some(palette),
            Outcome::Closed => self.wants_focus = true,
            Outcome::Chosen(class) => match &palette.purpose {
                Purpose::Free => self.add(class, palette.world, None, desk),
                Purpose::End(end) => self.add(class, palette.world, Some(end), desk),
                Purpose::Into { connection, .. } => self.insert_class(class, connection, palette.world, desk),
                Purpose::Beside(beside) => self.add_beside(class, beside, ctx.input(|input| input.modifiers.shift), desk),
            },
        }
    }
}
