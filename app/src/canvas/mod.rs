//! The canvases: what a network shows, side by side or one behind the other.

mod camera_control;
mod pan_zoom;
mod picking;
mod probe;
mod texture;
mod upstream;
mod view;

use std::collections::{BTreeMap, BTreeSet};

use egui::{CursorIcon, Rect, Sense, Stroke, Ui, WidgetInfo, WidgetType, pos2, vec2};
use egui_wgpu::RenderState;
use voxloom_core::processor::Sink;
use voxloom_workspace::{Node, NodeId, Snapshot};

use crate::session::Session;
use crate::theme;
pub use texture::color_layer;
use view::{CanvasView, Stage};

/// Least width or height of a canvas in a split.
const LEAST: f32 = 120.0;
/// Distance between two canvases in a split.
const GAP: f32 = 4.0;

/// The canvases of the window.
#[derive(Default)]
pub struct CanvasViews {
    render_state: Option<RenderState>,
    views: BTreeMap<NodeId, CanvasView>,
    /// Parts of the width (or height) of a split.
    weights: BTreeMap<NodeId, f32>,
    active: Option<NodeId>,
    /// Those that lie behind the active one.
    hidden: BTreeSet<NodeId>,
    /// Only the active canvas is shown.
    single: bool,
    /// The pixel under the pointer is told, also without the modifier.
    pub pixels: bool,
}

impl CanvasViews {
    /// Canvases of a window that draws with wgpu: pictures on the same device are shown without a copy.
    pub fn new(render_state: Option<RenderState>) -> Self {
        Self { render_state, ..Self::default() }
    }

    /// Brings a canvas to the front.
    pub fn focus(&mut self, canvas: NodeId) {
        self.active = Some(canvas);
    }

    /// Canvases that are not in sight.
    pub fn hidden(&self) -> &BTreeSet<NodeId> {
        &self.hidden
    }

    /// Nobody looks any more: nothing is computed for these canvases. Call it when the panel is closed.
    pub fn hide(&mut self, session: &Session) {
        for (node, view) in &mut self.views {
            view.look_away(session, *node);
        }
    }

    /// Shows the canvases in the space that is there; false: there is none.
    pub fn show(&mut self, ui: &mut Ui, session: &Session, snapshot: &Snapshot) -> bool {
        let is_canvas = |node: &Node| session.registry.get(&node.class).is_some_and(|class| class.info().sink == Sink::Canvas);
        let canvases: Vec<(NodeId, &str)> =
            snapshot.workspace.network.nodes().filter(|node| is_canvas(node)).map(|node| (node.id, &*node.display_name)).collect();
        let area = ui.available_rect_before_wrap();
        ui.allocate_rect(area, Sense::hover());
        ui.painter().rect_filled(area, 0.0, theme::GROUND);
        if !self.active.is_some_and(|active| canvases.iter().any(|(id, _)| *id == active)) {
            self.active = canvases.first().map(|(id, _)| *id);
        }
        let shown: Vec<NodeId> = canvases.iter().map(|(id, _)| *id).filter(|id| !self.single || self.active == Some(*id)).collect();
        self.hidden = canvases.iter().map(|(id, _)| *id).filter(|id| !shown.contains(id)).collect();
        self.views.retain(|id, view| {
            let stays = canvases.iter().any(|(canvas, _)| canvas == id);
            if !shown.contains(id) {
                view.look_away(session, *id);
            }
            stays
        });
        let mut rest = area;
        match canvases.len() {
            0 => return false,
            1 => {}
            _ => {
                let strip = Rect::from_min_size(area.min, vec2(area.width(), theme::ROW + 4.0));
                rest.min.y = strip.max.y;
                self.tabs(ui, strip, &canvases);
            }
        }
        for (id, rect) in self.split(ui, rest, &shown) {
            let name = canvases.iter().find(|(canvas, _)| *canvas == id).map_or("", |(_, name)| name);
            let view = self.views.entry(id).or_default();
            let stage = Stage { session, snapshot, render_state: self.render_state.as_ref(), pixels: self.pixels };
            if view.show(ui, rect, &stage, id, name) {
                self.active = Some(id);
            }
        }
        true
    }

    /// The strip of tabs, and the switch between one and all.
    fn tabs(&mut self, ui: &mut Ui, strip: Rect, canvases: &[(NodeId, &str)]) {
        ui.painter().rect_filled(strip, 0.0, theme::PANEL);
        ui.painter().hline(strip.x_range(), strip.max.y - 0.5, Stroke::new(1.0, theme::BORDER));
        let inner = strip.shrink2(vec2(theme::UNIT, 2.0));
        ui.scope_builder(egui::UiBuilder::new().max_rect(inner).layout(egui::Layout::right_to_left(egui::Align::Center)), |ui| {
            let mut split = !self.single;
            if ui.toggle_value(&mut split, "Split").on_hover_text("All canvases side by side").changed() {
                self.single = !split;
            }
            ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                egui::ScrollArea::horizontal().id_salt("canvas tabs").show(ui, |ui| {
                    for (id, name) in canvases {
                        if ui.selectable_label(self.active == Some(*id), *name).clicked() {
                            self.active = Some(*id);
                        }
                    }
                });
            });
        });
    }

    /// The places of canvases side by side (or one above the other, where that leaves more room), with borders to drag.
    fn split(&mut self, ui: &Ui, area: Rect, shown: &[NodeId]) -> Vec<(NodeId, Rect)> {
        let beside = area.width() >= area.height() * 0.9;
        let length = if beside { area.width() } else { area.height() };
        let free = (length - GAP * (shown.len().saturating_sub(1)) as f32).max(1.0);
        let weight = |weights: &BTreeMap<NodeId, f32>, id: &NodeId| weights.get(id).copied().unwrap_or(1.0);
        for pair in 0..shown.len().saturating_sub(1) {
            let total: f32 = shown.iter().map(|id| weight(&self.weights, id)).sum();
            let before: f32 = shown[..=pair].iter().map(|id| weight(&self.weights, id)).sum();
            let at = before / total * free + GAP * pair as f32;
            let handle = if beside {
                Rect::from_min_max(pos2(area.left() + at, area.top()), pos2(area.left() + at + GAP, area.bottom()))
            } else {
                Rect::from_min_max(pos2(area.left(), area.top() + at), pos2(area.right(), area.top() + at + GAP))
            };
            let id = ui.id().with(("canvas border", pair));
            let response = ui.interact(handle.expand(1.0), id, Sense::drag());
            response.widget_info(|| WidgetInfo::labeled(WidgetType::ResizeHandle, true, format!("Border after canvas {}", pair + 1)));
            let lit = response.hovered() || response.dragged();
            if lit {
                ui.set_cursor_icon(if beside { CursorIcon::ResizeHorizontal } else { CursorIcon::ResizeVertical });
            }
            ui.painter().rect_filled(handle, 0.0, if lit { theme::ACCENT } else { theme::BORDER });
            let delta = if beside { response.drag_delta().x } else { response.drag_delta().y };
            if delta != 0.0 {
                let (a, b) = (weight(&self.weights, &shown[pair]), weight(&self.weights, &shown[pair + 1]));
                let least = (LEAST / free * total).min((a + b) * 0.5);
                let next = (a + delta / free * total).clamp(least, a + b - least);
                self.weights.insert(shown[pair], next);
                self.weights.insert(shown[pair + 1], a + b - next);
            }
        }
        let total: f32 = shown.iter().map(|id| weight(&self.weights, id)).sum();
        let mut at = 0.0;
        let mut places = Vec::with_capacity(shown.len());
        for id in shown {
            let part = weight(&self.weights, id) / total * free;
            let place = if beside {
                Rect::from_min_size(pos2(area.left() + at, area.top()), vec2(part, area.height()))
            } else {
                Rect::from_min_size(pos2(area.left(), area.top() + at), vec2(area.width(), part))
            };
            places.push((*id, place));
            at += part + GAP;
        }
        places
    }
}
