//! One canvas: title, picture, interaction, and what it asks of the evaluator.

use std::time::{Duration, Instant};

use egui::emath::GuiRounding as _;
use egui::{Align2, Color32, PointerButton, Rect, Sense, Stroke, Ui, WidgetInfo, WidgetType, pos2, vec2};
use egui_wgpu::RenderState;
use voxloom_core::data::Storage;
use voxloom_core::{Quality, Request, with_scalar};
use voxloom_workspace::evaluator::CanvasFrame;
use voxloom_workspace::{NodeId, Snapshot, interaction};

use super::camera_control::{CameraControl, zoom_factor};
use super::pan_zoom::{PanZoom, texel_at};
use super::picking::CanvasEvents;
use super::probe::Probe;
use super::texture::{Filter, Picture};
use super::upstream::{self, Reason};
use crate::session::Session;
use crate::theme;

/// Height of the title.
const TITLE: f32 = 20.0;
/// Rest after which the settled picture is asked for, in seconds.
const REST: f64 = 0.12;
/// A computation of this length is worth a mark.
const WORTH_A_MARK: Duration = Duration::from_millis(150);
/// Pixels per texel from which on single texels are shown, with a grid.
const GRID_FROM: f32 = 8.0;
/// The largest picture that is asked for.
const LARGEST: u32 = 8192;

/// What all canvases of the window share in a frame.
pub struct Stage<'a> {
    pub session: &'a Session,
    pub snapshot: &'a Snapshot,
    pub render_state: Option<&'a RenderState>,
    /// The pixel under the pointer is told.
    pub pixels: bool,
}

/// What one canvas of the window remembers.
#[derive(Default)]
pub struct CanvasView {
    asked: Option<Request>,
    picture: Picture,
    control: CameraControl,
    pan_zoom: PanZoom,
    events: CanvasEvents,
    probe: Probe,
    /// Time of the last move, in seconds of the interface.
    moved_at: Option<f64>,
    size: [u32; 2],
    /// Revision of the document that was seen last.
    revision: u64,
}

impl CanvasView {
    /// Nobody looks at this canvas now.
    pub fn look_away(&mut self, session: &Session, node: NodeId) {
        if self.asked.take().is_some() {
            session.evaluator.watch(node, 0, None);
        }
    }

    /// Shows the canvas; true when it was pressed.
    pub fn show(&mut self, ui: &Ui, rect: Rect, stage: &Stage<'_>, node: NodeId, name: &str) -> bool {
        let Stage { session, snapshot, render_state, pixels } = *stage;
        let scale = ui.pixels_per_point();
        let title = Rect::from_min_size(rect.min, vec2(rect.width(), TITLE));
        let canvas = Rect::from_min_max(pos2(rect.left(), rect.top() + TITLE), rect.max).round_to_pixels(scale);
        if canvas.width() < 1.0 || canvas.height() < 1.0 {
            return false;
        }
        let network = &snapshot.workspace.network;
        let response = ui.interact(canvas, ui.id().with(("canvas", node.0)), Sense::click_and_drag());
        response.widget_info(|| WidgetInfo::labeled(WidgetType::Image, true, format!("Canvas {name}")));
        if response.clicked() || response.drag_started() {
            response.request_focus();
        }

        let camera = interaction::camera(network, node);
        let object_has_pointer = self.events.update(ui, &response, canvas, session, node);
        let mut moved = match &camera {
            _ if object_has_pointer => false,
            Some(camera) => self.control.update(ui, &response, canvas, session, camera),
            None => {
                self.look_around(ui, &response, canvas);
                false
            }
        };
        let size = [canvas.width(), canvas.height()].map(|length| ((length * scale).round() as u32).clamp(1, LARGEST));
        moved |= self.size != size && self.size != [0, 0];
        self.size = size;
        // A value that is dragged elsewhere in the window moves the picture as well.
        let edited = std::mem::replace(&mut self.revision, snapshot.revision) != snapshot.revision;
        moved |= edited && ui.ctx().dragged_id().is_some();
        self.ask(ui, session, node, moved);

        let frame = session.evaluator.board().frame(node, 0);
        self.events.look_at(ui.ctx(), frame.as_ref());
        match &frame {
            Some(frame) => self.picture.update(ui.ctx(), render_state, session.renderer.gpu().map(|gpu| gpu.device()).as_ref(), &frame.data),
            None => self.picture.clear(),
        }
        let flat = camera.is_none();
        let painter = ui.painter().with_clip_rect(canvas.intersect(ui.clip_rect()));
        painter.rect_filled(canvas, 0.0, theme::GROUND);
        let placed = self.paint(&painter, canvas, scale, flat);
        let states = session.evaluator.board().nodes();
        let message = match (placed, self.picture.error()) {
            (_, Some(error)) => Some(Reason::Wrong(error.to_owned())),
            (None, None) => Some(if frame.is_some() { Reason::Working } else { upstream::reason(network, &states, node) }),
            (Some(_), None) => None,
        };
        if let Some(message) = &message {
            say(ui, canvas, message);
        }
        let late = message.is_none() && self.is_late(ui, frame.as_ref(), snapshot, &states, node);
        let hovered = placed.and_then(|placed| self.hovered(&response, placed));
        let told = pixels || ui.input(|input| input.modifiers.alt);
        if let (true, Some(pointer), Some(placed), Some(data)) = (told && !response.dragged(), response.hover_pos(), placed, self.picture.data()) {
            self.probe.show(ui, pointer, placed, &data.clone(), name);
        }
        let zoom = placed.filter(|_| flat).zip(self.picture.size()).map(|(placed, size)| placed.width() * scale / size[0].max(1) as f32);
        self.paint_title(ui, title, name, late, zoom, hovered.as_deref());
        if response.has_focus() {
            ui.painter().rect_stroke(canvas, 0.0, Stroke::new(1.0, theme::ACCENT_FILL), egui::StrokeKind::Inside);
        }
        response.is_pointer_button_down_on()
    }

    /// Asks for the picture that is needed now: fast while something moves, good at rest.
    fn ask(&mut self, ui: &Ui, session: &Session, node: NodeId, moved: bool) {
        let now = ui.input(|i| i.time);
        if moved {
            self.moved_at = Some(now);
        }
        let moving = self.moved_at.is_some_and(|at| now - at < REST);
        if moving {
            let rest = self.moved_at.map_or(0.0, |at| at + REST - now).max(0.001);
            ui.ctx().request_repaint_after(Duration::from_secs_f64(rest));
        } else if self.moved_at.take().is_some() {
            self.control.rest(session);
        }
        let quality = if moving { Quality::Moving } else { Quality::Settled };
        let request = Request { quality, ..Request::settled(self.size[0], self.size[1]) };
        if self.asked != Some(request) {
            self.asked = Some(request);
            session.evaluator.watch(node, 0, Some(request));
        }
    }

    /// Pan and zoom of a flat picture.
    fn look_around(&mut self, ui: &Ui, response: &egui::Response, canvas: Rect) {
        let before = self.pan_zoom;
        if response.double_clicked_by(PointerButton::Primary) {
            self.pan_zoom = PanZoom::default();
        } else if response.dragged() {
            self.pan_zoom.pan(response.drag_delta());
        }
        if let Some(pointer) = response.hover_pos() {
            let factor = zoom_factor(ui);
            if factor != 1.0 {
                self.pan_zoom.zoom_at(canvas, pointer, factor);
            }
        }
        if self.pan_zoom != before {
            ui.ctx().request_repaint();
        }
    }

    /// Paints the picture; where it lies, when there is one.
    fn paint(&mut self, painter: &egui::Painter, canvas: Rect, scale: f32, flat: bool) -> Option<Rect> {
        let size = self.picture.size()?;
        let view = if flat { self.pan_zoom } else { PanZoom::default() };
        let mut placed = view.place(canvas, size);
        let mut pixels = placed.width() * scale / size[0].max(1) as f32;
        if (pixels - 1.0).abs() < 0.01 {
            // One texel for one pixel: on the pixels, without any filter.
            placed = Rect::from_min_size(placed.min.round_to_pixels(scale), vec2(size[0] as f32, size[1] as f32) / scale);
            pixels = 1.0;
        }
        let crisp = pixels == 1.0 || (flat && pixels >= GRID_FROM);
        let texture = self.picture.texture(if crisp { Filter::Nearest } else { Filter::Linear })?;
        painter.image(texture, placed, Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0)), Color32::WHITE);
        if flat && pixels >= GRID_FROM {
            grid(painter, canvas, placed, size);
        }
        Some(placed)
    }

    /// Whether the picture is older than the document and its successor takes a while.
    fn is_late(&self, ui: &Ui, frame: Option<&CanvasFrame>, snapshot: &Snapshot, states: &upstream::States, node: NodeId) -> bool {
        if frame.is_none_or(|frame| frame.revision >= snapshot.revision) {
            return false;
        }
        let Some(since) = upstream::working_since(&snapshot.workspace.network, states, node) else { return false };
        let elapsed = Instant::now().saturating_duration_since(since);
        if elapsed < WORTH_A_MARK {
            ui.ctx().request_repaint_after(WORTH_A_MARK - elapsed);
        }
        elapsed >= WORTH_A_MARK
    }

    /// Place and value of the texel under the pointer, when it lies in host memory.
    fn hovered(&self, response: &egui::Response, placed: Rect) -> Option<String> {
        let layer = self.picture.layer()?;
        let size = layer.dimensions();
        let [x, from_top] = texel_at(placed, size, response.hover_pos()?)?;
        let y = size[1] - 1 - from_top;
        let array = layer.array();
        let Storage::Host(_) = array.storage() else { return None };
        let channels = layer.channels();
        let values: Vec<String> = with_scalar!(array.format(), T => {
            let texels = array.as_slice::<T>().ok()?;
            let texel = texels.get((y * size[0] + x) * channels..)?.get(..channels)?;
            texel.iter().map(|v| crate::property_widgets::short(voxloom_core::data::Scalar::to_f64(*v))).collect()
        });
        Some(format!("({x}, {y})  {}", values.join("  ")))
    }

    fn paint_title(&self, ui: &Ui, title: Rect, name: &str, late: bool, zoom: Option<f32>, hovered: Option<&str>) {
        let painter = ui.painter().with_clip_rect(title);
        painter.rect_filled(title, 0.0, theme::RAISED);
        let middle = title.center().y;
        let small = theme::font(theme::SIZE_SMALL);
        let named = painter.text(pos2(title.left() + 8.0, middle), Align2::LEFT_CENTER, name, theme::font(theme::SIZE_BODY - 1.0), theme::TEXT);
        if late {
            let spinner = Rect::from_center_size(pos2(named.right() + 16.0, middle), vec2(11.0, 11.0));
            egui::Spinner::new().color(theme::ACCENT).paint_at(ui, spinner);
            let mark = painter.text(pos2(spinner.right() + 5.0, middle), Align2::LEFT_CENTER, "updating…", small.clone(), theme::ACCENT);
            let response = ui.interact(mark, ui.id().with(("late", name)), Sense::hover());
            response.widget_info(|| WidgetInfo::labeled(WidgetType::ProgressIndicator, true, format!("{name} is updating")));
        }
        let mut facts = Vec::new();
        facts.extend(hovered.map(str::to_owned));
        facts.extend(zoom.map(|zoom| format!("{:.0} %", zoom * 100.0)));
        // A picture that is drawn for this canvas has its size, also while a coarse one stands in.
        let size = if zoom.is_some() { self.picture.size() } else { self.picture.size().map(|_| self.size.map(|n| n as usize)) };
        facts.extend(size.map(|[x, y]| format!("{x} × {y}")));
        // What does not fit beside the name is left out, the value under the pointer last.
        let room = title.right() - 24.0 - named.right() - if late { 90.0 } else { 0.0 };
        while !facts.is_empty() {
            let galley = painter.layout_no_wrap(facts.join("   ·   "), small.clone(), theme::TEXT_WEAK);
            if galley.size().x <= room {
                painter.galley(pos2(title.right() - 8.0 - galley.size().x, middle - galley.size().y * 0.5), galley, theme::TEXT_WEAK);
                break;
            }
            facts.pop();
        }
    }
}

/// Lines between texels that are large enough.
fn grid(painter: &egui::Painter, canvas: Rect, placed: Rect, size: [usize; 2]) {
    let stroke = Stroke::new(1.0, Color32::from_white_alpha(22));
    let seen = canvas.intersect(placed);
    let lines = |from: f32, to: f32, start: f32, step: f32, n: usize| {
        let first = (((from - start) / step).floor().max(0.0) as usize).min(n);
        let last = (((to - start) / step).ceil().max(0.0) as usize).min(n);
        (first..=last).map(move |i| start + i as f32 * step)
    };
    for x in lines(seen.left(), seen.right(), placed.left(), placed.width() / size[0] as f32, size[0]) {
        painter.vline(x, seen.y_range(), stroke);
    }
    for y in lines(seen.top(), seen.bottom(), placed.top(), placed.height() / size[1] as f32, size[1]) {
        painter.hline(seen.x_range(), y, stroke);
    }
}

/// What a canvas says instead of a picture, or over the last one.
fn say(ui: &Ui, canvas: Rect, reason: &Reason) {
    let (text, color) = match reason {
        Reason::Wrong(text) => (text.as_str(), theme::ERROR),
        Reason::Waiting(text) => (text.as_str(), theme::TEXT_WEAK),
        Reason::Working => ("Working…", theme::TEXT_WEAK),
    };
    let painter = ui.painter().with_clip_rect(canvas);
    let width = (canvas.width() - 40.0).clamp(60.0, 520.0);
    // Several lines belong below each other as they are: a caret points at what is above it.
    let lines = text.contains('\n');
    let font = if lines { theme::mono(theme::SIZE_SMALL) } else { theme::font(theme::SIZE_BODY) };
    let mut job = egui::text::LayoutJob::simple(text.to_owned(), font, color, width);
    job.halign = if lines { egui::Align::LEFT } else { egui::Align::Center };
    let galley = painter.layout_job(job);
    let place = Rect::from_center_size(canvas.center(), galley.size());
    let back = place.expand2(vec2(14.0, 9.0));
    painter.rect_filled(back, 5.0, if matches!(reason, Reason::Wrong(_)) { theme::ERROR_FILL } else { theme::PANEL });
    painter.galley(pos2(if lines { place.left() } else { place.center().x }, place.top()), galley, color);
    if *reason == Reason::Working {
        let spinner = Rect::from_center_size(pos2(place.center().x, back.bottom() + 18.0), vec2(16.0, 16.0));
        egui::Spinner::new().color(theme::ACCENT).paint_at(ui, spinner);
    }
    let response = ui.interact(back, ui.id().with(("canvas says", canvas.min.x as i32, canvas.min.y as i32)), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Label, true, text));
}
