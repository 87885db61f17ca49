//! Small pictures of what nodes make: of the first output of which there is one. They are made one at a time away from the window's
//! thread and kept for the data that they show.

use std::collections::BTreeMap;
use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

use egui::{Color32, ColorImage, Painter, Rect, Sense, Stroke, StrokeKind, TextureHandle, TextureOptions, Ui, Vec2, WidgetInfo, WidgetType, vec2};
use voxloom_core::port::{Data, PortData};
use voxloom_workspace::NodeId;
use voxloom_workspace::evaluator::NodeState;

use super::detail::Detail;
use super::layout::NodeBox;
use super::room;
use super::view::View;
use crate::inspector;
use crate::job::{self, Job};
use crate::theme;

/// The largest thumbnail, in points at zoom 1.
const SHOWN: Vec2 = vec2(96.0, 72.0);
/// Thumbnails that are kept.
const KEPT: usize = 256;
/// A node whose data changes all the time gets a new thumbnail this often.
const PAUSE: Duration = Duration::from_millis(250);

/// What a node makes, by where it lies. What is kept by it holds the places, so that nothing else can come to lie there.
type Places = Vec<usize>;

/// A thumbnail, or that there can be none.
struct Made {
    texture: Option<TextureHandle>,
    used: Instant,
    _data: Vec<Weak<dyn PortData>>,
}

struct Making {
    places: Places,
    data: Vec<Weak<dyn PortData>>,
    job: Job<ColorImage>,
}

/// What a node shows: the last thumbnail that was made, and when.
struct Shown {
    places: Places,
    since: Instant,
}

/// The thumbnails of all nodes.
#[derive(Default)]
pub struct Thumbnails {
    made: BTreeMap<Places, Made>,
    shown: BTreeMap<NodeId, Shown>,
    making: Option<Making>,
}

/// The picture of the first that has one. May read back from a device: not for the window's thread.
fn picture(outputs: &[Data]) -> Result<ColorImage, String> {
    outputs.iter().find_map(inspector::thumbnail).ok_or_else(|| "there is no picture of this".to_owned())
}

impl Thumbnails {
    /// Takes over what was made.
    pub fn collect(&mut self, ctx: &egui::Context) {
        let Some(Making { places, data, job }) = self.making.take() else { return };
        let mut slot = Some(job);
        match job::take(&mut slot) {
            Some(result) => {
                // What cannot be shown small says so where it is shown large.
                let texture = result.ok().map(|pixels| ctx.load_texture("thumbnail", pixels, TextureOptions::LINEAR));
                self.made.insert(places, Made { texture, used: Instant::now(), _data: data });
                self.forget_oldest();
            }
            None => self.making = slot.map(|job| Making { places, data, job }),
        }
    }

    fn forget_oldest(&mut self) {
        while self.made.len() > KEPT {
            let Some(oldest) = self.made.iter().min_by_key(|(_, made)| made.used).map(|(places, _)| places.clone()) else { return };
            self.made.remove(&oldest);
        }
    }

    /// Draws the thumbnail of a node above it, and has it made when there is none yet.
    pub fn show(&mut self, ui: &Ui, painter: &Painter, view: &View, node: &NodeBox, state: &NodeState) {
        if Detail::at(view.zoom) == Detail::Far {
            return;
        }
        let outputs: Vec<Data> = state.outputs.iter().flatten().cloned().collect();
        if outputs.is_empty() {
            self.shown.remove(&node.node.id);
            return;
        }
        let places: Places = outputs.iter().map(|data| Arc::as_ptr(data).cast::<()>() as usize).collect();
        let now = Instant::now();
        let shown = self.shown.get(&node.node.id);
        if self.made.contains_key(&places) {
            if shown.is_none_or(|shown| shown.places != places) {
                self.shown.insert(node.node.id, Shown { places, since: now });
            }
        } else {
            let rests = shown.map_or(Duration::ZERO, |shown| PAUSE.saturating_sub(now - shown.since));
            if rests > Duration::ZERO {
                ui.ctx().request_repaint_after(rests);
            } else if self.making.is_none() {
                let data = outputs.iter().map(Arc::downgrade).collect();
                self.making = Some(Making { places, data, job: Job::start(ui.ctx(), "thumbnail", move || picture(&outputs)) });
            }
        }
        let Some(shown) = self.shown.get(&node.node.id) else { return };
        let Some(made) = self.made.get_mut(&shown.places) else { return };
        made.used = now;
        let Some(texture) = &made.texture else { return };
        let Some(size) = room::fitted(texture.size_vec2(), SHOWN, node.room.above - 8.0) else { return };
        let size = size * view.zoom;
        let top = view.screen_rect(node.rect).center_top() - vec2(0.0, 5.0 * view.zoom);
        let rect = Rect::from_min_size(top - vec2(size.x / 2.0, size.y), size);
        painter.rect_filled(rect, 0.0, theme::GROUND);
        painter.image(texture.id(), rect, Rect::from_min_max(egui::Pos2::ZERO, egui::pos2(1.0, 1.0)), Color32::WHITE);
        painter.rect_stroke(rect, 1.0, Stroke::new(1.0, theme::BORDER_STRONG), StrokeKind::Outside);
        let response = ui.interact(rect, egui::Id::new(("thumbnail", node.node.id)), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(WidgetType::Image, true, format!("Thumbnail of {}", node.node.display_name)));
    }
}
