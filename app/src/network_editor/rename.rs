//! The small box in which a node gets another name.

use egui::{Area, Frame, Id, Key, Modifiers, Order, Pos2, RichText, TextEdit};
use voxloom_workspace::command::Rename;
use voxloom_workspace::{Node, NodeId};

use crate::desk::Desk;
use crate::panels::field_info;
use crate::theme;

/// The open box.
pub struct RenameBox {
    pub node: NodeId,
    name: String,
    identifier: String,
    before: (String, String),
    error: Option<String>,
    first: bool,
}

impl RenameBox {
    pub fn new(node: &Node) -> Self {
        let (name, identifier) = (node.display_name.to_string(), node.identifier.to_string());
        Self { node: node.id, before: (name.clone(), identifier.clone()), name, identifier, error: None, first: true }
    }

    /// Draws the box at a node; false when it is done.
    pub fn show(&mut self, ctx: &egui::Context, at: Pos2, desk: &mut Desk) -> bool {
        if ctx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape)) {
            return false;
        }
        let entered = ctx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
        if entered && self.commit(desk) {
            return false;
        }
        let area = Area::new(Id::new("rename")).order(Order::Foreground).fixed_pos(at).constrain(true);
        let shown = area.show(ctx, |ui| {
            Frame::popup(ui.style()).inner_margin(10).show(ui, |ui| {
                ui.set_width(240.0);
                let name = ui.add(TextEdit::singleline(&mut self.name).desired_width(f32::INFINITY));
                name.widget_info(|| field_info("Name", &self.name));
                if self.first {
                    name.request_focus();
                    let mut state = TextEdit::load_state(ctx, name.id).unwrap_or_default();
                    let all = egui::text::CCursorRange::two(egui::text::CCursor::default(), egui::text::CCursor::new(self.name.chars().count()));
                    state.cursor.set_char_range(Some(all));
                    TextEdit::store_state(ctx, name.id, state);
                }
                ui.label(RichText::new("Identifier, for scripts and files").size(theme::SIZE_SMALL).color(theme::TEXT_WEAK));
                let identifier =
                    ui.add(TextEdit::singleline(&mut self.identifier).font(theme::mono(theme::SIZE_BODY - 1.0)).desired_width(f32::INFINITY));
                identifier.widget_info(|| field_info("Identifier", &self.identifier));
                if let Some(error) = &self.error {
                    ui.label(RichText::new(error).size(theme::SIZE_SMALL).color(theme::ERROR));
                }
            });
        });
        let outside =
            ctx.input(|input| input.pointer.any_pressed() && input.pointer.interact_pos().is_some_and(|at| !shown.response.rect.contains(at)));
        let done = outside && !self.first && self.commit(desk);
        self.first = false;
        !done
    }

    /// Renames; false when that was refused.
    fn commit(&mut self, desk: &Desk) -> bool {
        let (name, identifier) = (self.name.trim(), self.identifier.trim());
        if (name, identifier) == (self.before.0.as_str(), self.before.1.as_str()) || name.is_empty() {
            return true;
        }
        let identifier = (identifier != self.before.1).then(|| identifier.to_owned());
        let renamed = desk.session.store.commit(&Rename { node: self.node, display_name: name.to_owned(), identifier });
        self.error = renamed.as_ref().err().map(ToString::to_string);
        renamed.is_ok()
    }
}
