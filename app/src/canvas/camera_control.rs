//! Mouse and keys on a canvas move the camera above it: commands to the document, one step of undo for each drag.

use egui::{EventFilter, InputState, Key, Modifiers, PointerButton, Pos2, Rect, Response, Ui, Vec2};
use voxloom_core::Value;
use voxloom_core::data::Camera;
use voxloom_workspace::command::SetProperty;
use voxloom_workspace::interaction::CameraRef;
use voxloom_workspace::interaction::trackball::{self, AxisView};

use crate::session::Session;

/// Turn of one press of an arrow key, in parts of the smaller side.
const KEY_STEP: f32 = 1.0 / 12.0;

#[derive(Clone, Copy, PartialEq)]
enum Mode {
    Orbit,
    Pan,
}

/// A drag: where it began and the camera then.
struct Drag {
    mode: Mode,
    origin: Pos2,
    start: CameraRef,
}

/// The drag that is going on, if any.
#[derive(Default)]
pub struct CameraControl {
    drag: Option<Drag>,
    /// The wheel turned: its step is still open.
    wheel: bool,
}

impl CameraControl {
    /// Follows mouse and keys; true when the camera moved or is held.
    pub fn update(&mut self, ui: &Ui, response: &Response, rect: Rect, session: &Session, camera: &CameraRef) -> bool {
        let dragged = self.drags(ui, response, rect, session, camera);
        // A camera that waits to be fitted says nothing about the view that is shown.
        if camera.camera.fit {
            return dragged;
        }
        self.wheel(ui, response, session, camera) || self.keys(ui, response, session, camera) || dragged
    }

    /// The camera rests: an open step of the wheel ends.
    pub fn rest(&mut self, session: &Session) {
        if std::mem::take(&mut self.wheel) {
            session.store.end_drag();
        }
    }

    fn drags(&mut self, ui: &Ui, response: &Response, rect: Rect, session: &Session, camera: &CameraRef) -> bool {
        if response.double_clicked_by(PointerButton::Primary) {
            set_once(session, camera, Camera { fit: true, ..camera.camera });
            return true;
        }
        if response.drag_stopped() {
            if self.drag.take().is_some() {
                session.store.end_drag();
            }
            return true;
        }
        let Some(pointer) = response.interact_pointer_pos().filter(|_| response.dragged()) else {
            self.drag = None;
            return false;
        };
        let Some(drag) = &self.drag else {
            if !camera.camera.fit {
                let pans = !response.dragged_by(PointerButton::Primary) || ui.input(|i| i.modifiers.shift);
                self.rest(session);
                session.store.end_drag();
                self.drag = Some(Drag { mode: if pans { Mode::Pan } else { Mode::Orbit }, origin: pointer, start: camera.clone() });
            }
            return true;
        };
        let way = pointer - drag.origin;
        let next = match drag.mode {
            Mode::Orbit => trackball::orbit(&drag.start.camera, to_glam(way / rect.width().min(rect.height()).max(1.0))),
            Mode::Pan => trackball::pan(&drag.start.camera, to_glam(way / rect.height().max(1.0))),
        };
        set(session, &drag.start, next);
        true
    }

    fn wheel(&mut self, ui: &Ui, response: &Response, session: &Session, camera: &CameraRef) -> bool {
        if !response.hovered() {
            return false;
        }
        let factor = zoom_factor(ui);
        if factor == 1.0 {
            return false;
        }
        if !std::mem::replace(&mut self.wheel, true) {
            session.store.end_drag();
        }
        set(session, camera, trackball::zoom(&camera.camera, 1.0 / factor));
        true
    }

    fn keys(&mut self, ui: &Ui, response: &Response, session: &Session, camera: &CameraRef) -> bool {
        if response.has_focus() {
            let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
        }
        let nothing_focused = ui.memory(|memory| memory.focused().is_none());
        if !(response.has_focus() || (response.hovered() && nothing_focused)) {
            return false;
        }
        let Some(next) = ui.ctx().input_mut(|input| pressed(input, &camera.camera)) else { return false };
        set_once(session, camera, next);
        true
    }
}

/// What the keys pressed make of a camera.
fn pressed(input: &mut InputState, camera: &Camera) -> Option<Camera> {
    let mut plain = |key| input.consume_key(Modifiers::NONE, key);
    for (key, step) in [(Key::ArrowLeft, [1.0, 0.0]), (Key::ArrowRight, [-1.0, 0.0]), (Key::ArrowUp, [0.0, 1.0]), (Key::ArrowDown, [0.0, -1.0])] {
        if plain(key) {
            return Some(trackball::orbit(camera, glam::Vec2::from(step) * KEY_STEP));
        }
    }
    if plain(Key::Plus) || plain(Key::Equals) {
        return Some(trackball::zoom(camera, 1.0 / 1.2));
    }
    if plain(Key::Minus) {
        return Some(trackball::zoom(camera, 1.2));
    }
    if plain(Key::F) {
        return Some(Camera { fit: true, ..*camera });
    }
    for (key, view, opposite) in
        [(Key::Num1, AxisView::Front, AxisView::Back), (Key::Num3, AxisView::Right, AxisView::Left), (Key::Num7, AxisView::Top, AxisView::Bottom)]
    {
        if input.consume_key(Modifiers::SHIFT, key) {
            return Some(trackball::axis_view(camera, opposite));
        }
        if input.consume_key(Modifiers::NONE, key) {
            return Some(trackball::axis_view(camera, view));
        }
    }
    // Shift and plus are one key on some keyboards.
    input.consume_key(Modifiers::SHIFT, Key::Plus).then(|| trackball::zoom(camera, 1.0 / 1.2))
}

/// How much larger things get by wheel and pinch in this frame.
pub fn zoom_factor(ui: &Ui) -> f32 {
    ui.input(|i| i.zoom_delta() * (i.smooth_scroll_delta().y / 600.0).exp())
}

fn to_glam(v: Vec2) -> glam::Vec2 {
    glam::Vec2::new(v.x, v.y)
}

fn set(session: &Session, camera: &CameraRef, next: Camera) {
    let command = SetProperty { node: camera.node, path: camera.path.to_string(), value: Value::Camera(next) };
    if let Err(error) = session.store.commit(&command) {
        session.console.add(log::Level::Error, "canvas", error.to_string());
    }
}

fn set_once(session: &Session, camera: &CameraRef, next: Camera) {
    session.store.end_drag();
    set(session, camera, next);
    session.store.end_drag();
}
