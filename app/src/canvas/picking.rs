//! What lies under the pointer gets events. Nothing waits: the picking layer of the last frame that was read decides, and answers arrive later.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};

use egui::{Key, PointerButton, Pos2, Rect, Response, Ui};
use voxloom_core::data::{Image, Layer, Storage};
use voxloom_core::event::{Buttons, Event, EventReply, Modifiers, MouseButton, Pointer};
use voxloom_core::picking::id_at;
use voxloom_core::port::downcast;
use voxloom_workspace::NodeId;
use voxloom_workspace::evaluator::CanvasFrame;
use voxloom_workspace::interaction::{Addressed, Interaction, Stage};

use crate::session::Session;

/// Depth where nothing is known.
const FAR: f32 = 1.0;

/// Events of one canvas.
pub struct CanvasEvents {
    interaction: Interaction,
    buttons: Buttons,
    /// The picking layer of the last frame, once its bytes are here.
    under: Arc<Mutex<Option<Layer>>>,
    /// The frame that `under` was asked for.
    frame: u64,
    replies: (Sender<EventReply>, Receiver<EventReply>),
    tooltip: Option<String>,
}

impl Default for CanvasEvents {
    fn default() -> Self {
        Self { interaction: Interaction::default(), buttons: Buttons::default(), under: Arc::default(), frame: 0, replies: channel(), tooltip: None }
    }
}

impl CanvasEvents {
    /// Sends what happened since the last frame to those whom it concerns. True while an object has the pointer: the camera rests then.
    pub fn update(&mut self, ui: &Ui, response: &Response, rect: Rect, session: &Session, canvas: NodeId) -> bool {
        while let Ok(reply) = self.replies.1.try_recv() {
            // An empty text takes the tooltip away.
            if let Some(text) = reply.tooltip {
                self.tooltip = Some(text).filter(|text| !text.is_empty());
            }
        }
        let over = response.contains_pointer() || self.interaction.object_has_pointer();
        let stage = Stage { canvas, store: &session.store, evaluator: &session.evaluator, picking: &session.picking };
        for event in self.gather(ui, response, rect, over) {
            let under = event.pointer().map_or(0, |pointer| self.id_at(pointer.position));
            for Addressed { node, event } in self.interaction.address(&event, under, &stage) {
                session.evaluator.send_event(node, event, Some(self.replies.0.clone()));
            }
            if under == 0 {
                self.tooltip = None;
            }
        }
        if let Some(text) = self.tooltip.as_ref().filter(|_| over) {
            response.clone().on_hover_text_at_pointer(text.as_str());
        }
        self.interaction.object_has_pointer()
    }

    /// Takes the picking layer of a frame: at once when its bytes are in host memory, else when a thread has fetched them.
    pub fn look_at(&mut self, ctx: &egui::Context, frame: Option<&CanvasFrame>) {
        let Some(frame) = frame else {
            *self.under.lock().unwrap_or_else(PoisonError::into_inner) = None;
            self.frame = 0;
            return;
        };
        if std::mem::replace(&mut self.frame, frame.number) == frame.number {
            return;
        }
        let Some(layer) = downcast::<Image>(&frame.data).and_then(|image| image.picking.clone()) else {
            *self.under.lock().unwrap_or_else(PoisonError::into_inner) = None;
            return;
        };
        if matches!(layer.array().storage(), Storage::Host(_)) {
            *self.under.lock().unwrap_or_else(PoisonError::into_inner) = Some(layer);
            return;
        }
        let (under, ctx) = (self.under.clone(), ctx.clone());
        std::thread::spawn(move || {
            if layer.array().memory().is_ok() {
                *under.lock().unwrap_or_else(PoisonError::into_inner) = Some(layer);
                ctx.request_repaint();
            }
        });
    }

    fn id_at(&self, place: [f32; 2]) -> u32 {
        self.under.lock().unwrap_or_else(PoisonError::into_inner).as_ref().map_or(0, |layer| id_at(layer, place))
    }

    /// The events of this frame, in order.
    fn gather(&mut self, ui: &Ui, response: &Response, rect: Rect, over: bool) -> Vec<Event> {
        let mut events = Vec::new();
        let double = response.double_clicked();
        let focus = response.has_focus();
        ui.input(|input| {
            for event in &input.events {
                match event {
                    egui::Event::PointerMoved(pos) if over => events.push(Event::MouseMove { pointer: self.pointer(rect, *pos, input.modifiers) }),
                    egui::Event::PointerButton { pos, button, pressed, modifiers } => {
                        let Some(button) = mouse_button(*button) else { continue };
                        if *pressed && over {
                            self.buttons.set(button, true);
                            events.push(Event::MousePress { button, pointer: self.pointer(rect, *pos, *modifiers), double });
                        } else if !*pressed && (over || self.buttons.any()) {
                            self.buttons.set(button, false);
                            events.push(Event::MouseRelease { button, pointer: self.pointer(rect, *pos, *modifiers) });
                        }
                    }
                    egui::Event::MouseWheel { delta, modifiers, .. } if over => {
                        let Some(pos) = input.pointer.latest_pos() else { continue };
                        events.push(Event::Wheel { delta: [delta.x, delta.y], pointer: self.pointer(rect, pos, *modifiers) });
                    }
                    egui::Event::Key { key, pressed, modifiers, .. } if focus => events.push(key_event(*key, *pressed, *modifiers)),
                    _ => {}
                }
            }
        });
        events
    }

    fn pointer(&self, rect: Rect, pos: Pos2, modifiers: egui::Modifiers) -> Pointer {
        let position = [(pos.x - rect.left()) / rect.width().max(1.0), (rect.bottom() - pos.y) / rect.height().max(1.0)];
        let canvas = [rect.width().max(1.0) as u32, rect.height().max(1.0) as u32];
        Pointer { position, depth: FAR, canvas, modifiers: held(modifiers), buttons: self.buttons }
    }
}

fn key_event(key: Key, pressed: bool, modifiers: egui::Modifiers) -> Event {
    Event::Key { key: key.name().to_owned(), pressed, text: String::new(), modifiers: held(modifiers) }
}

fn held(modifiers: egui::Modifiers) -> Modifiers {
    Modifiers { shift: modifiers.shift, control: modifiers.ctrl, alt: modifiers.alt, command: modifiers.mac_cmd }
}

fn mouse_button(button: PointerButton) -> Option<MouseButton> {
    match button {
        PointerButton::Primary => Some(MouseButton::Primary),
        PointerButton::Secondary => Some(MouseButton::Secondary),
        PointerButton::Middle => Some(MouseButton::Middle),
        PointerButton::Extra1 | PointerButton::Extra2 => None,
    }
}
