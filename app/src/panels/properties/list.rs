//! Lays out the rows that are in sight; those out of sight take the space that they had last.

use egui::{Rect, Ui, UiBuilder, pos2, vec2};
use voxloom_core::property::Kind;
use voxloom_workspace::{Node, NodeId};

use super::Scene;
use super::row::{RowView, name_column};
use super::rows::{Gather, Row};
use super::state::State;
use crate::property_widgets;
use crate::theme;

/// Rows this far out of sight are laid out too, so that the keys reach them.
const MARGIN: f32 = 60.0;

/// The properties of a node, or what several nodes have in common.
pub struct List<'a> {
    pub scene: Scene<'a>,
    pub nodes: &'a [&'a Node],
}

impl List<'_> {
    pub fn show(&self, ui: &mut Ui, state: &mut State) {
        let Some((first, others)) = self.nodes.split_first() else { return };
        let rows = Gather { nodes: self.nodes, query: &state.query, open: &state.open }.rows();
        if rows.is_empty() {
            let text = if state.query.is_empty() { "None of its properties is shown now" } else { "No property has these words" };
            ui.label(egui::RichText::new(text).color(theme::TEXT_DISABLED));
            return;
        }
        let others: Vec<NodeId> = others.iter().map(|node| node.id).collect();
        let widgets_at = ui.cursor().left() + name_column(ui, first, ui.available_width());
        let (width, spacing) = (ui.available_width(), ui.spacing().item_spacing.y);
        let sight = ui.clip_rect().expand2(vec2(0.0, MARGIN));
        let mut skipped = 0.0;
        for row in &rows {
            let id = row.id(first.id).with(width as i32);
            let top = ui.cursor().top() + skipped;
            let height = state.heights.get(&id).copied().unwrap_or_else(|| expected_height(row));
            let place = Rect::from_min_size(pos2(ui.cursor().left(), top), vec2(width, height));
            if !sight.intersects(place) && state.held != Some(id) {
                skipped += height + spacing;
                continue;
            }
            if skipped > 0.0 {
                ui.add_space(std::mem::take(&mut skipped));
            }
            let view = RowView { scene: self.scene, node: first, others: &others, row, widgets_at };
            // An id of its own: a drag goes on when something above the row comes or goes.
            let builder = UiBuilder::new().id(row.id(first.id)).sense(egui::Sense::CLICK);
            let shown = ui.scope_builder(builder, |ui| {
                ui.set_width(width);
                view.show(ui, state)
            });
            let whole = shown.response.rect;
            view.after(ui, &shown.response, shown.inner, state);
            if holds_focus(ui, whole) {
                // What is being typed goes on when it is scrolled away.
                state.held = Some(id);
                reveal_focus(ui, whole);
            }
            state.heights.insert(id, whole.height());
        }
        ui.add_space(skipped);
    }
}

/// Brings a row into sight that the Tab key has just gone to.
fn reveal_focus(ui: &Ui, row: Rect) {
    if ui.input(|input| input.key_pressed(egui::Key::Tab)) && !ui.clip_rect().contains_rect(row) {
        ui.scroll_to_rect(row, None);
    }
}

fn holds_focus(ui: &Ui, row: Rect) -> bool {
    let focused = ui.memory(|memory| memory.focused()).and_then(|id| ui.ctx().read_response(id));
    focused.is_some_and(|focused| row.contains(focused.rect.center()))
}

/// The height of a row that was not drawn yet.
fn expected_height(row: &Row<'_>) -> f32 {
    match &row.property.kind {
        _ if row.heading.is_some() => theme::ROW,
        Kind::TransferFunction { .. } => 240.0,
        Kind::Camera { .. } => 90.0,
        Kind::File(_) | Kind::Directory { .. } | Kind::MinMax(_) => 2.0 * theme::ROW + 4.0,
        Kind::FloatVector(kind) if kind.default.len() > 4 => (1.0 + (kind.default.len() as f32).sqrt()) * (theme::ROW + 4.0),
        _ if property_widgets::is_wide(row.property) => 120.0,
        _ => theme::ROW,
    }
}
