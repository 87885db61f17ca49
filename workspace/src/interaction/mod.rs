//! What a person does on a canvas: events for the processors above it, moves of the camera.
//!
//! A hit object owns the pointer until the release; else the camera of the nearest processor above moves.

pub mod trackball;
mod upstream;

pub use upstream::{CameraRef, camera, nearest_first};

use std::sync::Arc;
use std::sync::mpsc::channel;
use std::time::Duration;

use glam::Vec2;
use voxloom_core::Value;
use voxloom_core::data::Camera;
use voxloom_core::event::{Event, EventReply, MouseButton, Pointer, PressState};
use voxloom_core::picking::{Picking, Tracker};

use crate::command::SetProperty;
use crate::document::NodeId;
use crate::error::CommandError;
use crate::evaluator::Evaluator;
use crate::store::Store;

/// Zoom by one line of the wheel.
const WHEEL: f32 = 0.85;

/// The state of one canvas: what is hovered and pressed, and the drag of the camera.
#[derive(Default)]
pub struct Interaction {
    tracker: Tracker,
    drag: Option<(MouseButton, Pointer, CameraRef)>,
}

/// A canvas and what is behind it.
pub struct Stage<'a> {
    pub canvas: NodeId,
    pub store: &'a Store,
    pub evaluator: &'a Evaluator,
    pub picking: &'a Picking,
}

/// Who gets an event.
#[derive(Debug, Clone, PartialEq)]
pub struct Addressed {
    pub node: NodeId,
    pub event: Event,
}

impl Interaction {
    /// Who gets an event, when `under` is the picking id under the pointer: owners of objects first,
    /// and unless an object has the pointer, the processors above the canvas that want events.
    pub fn address(&mut self, event: &Event, under: u32, stage: &Stage<'_>) -> Vec<Addressed> {
        let held = self.tracker.holds();
        let mut found = Vec::new();
        for pick in self.tracker.follow(event, under) {
            let Event::Picking(about) = &pick else { continue };
            if let Some(owner) = stage.picking.owner(about.id) {
                found.push(Addressed { node: NodeId(owner), event: pick });
            }
        }
        if !held && !self.tracker.holds() {
            let network = stage.store.snapshot().workspace.network;
            let states = stage.evaluator.board().nodes();
            for node in nearest_first(&network, stage.canvas) {
                if states.get(&node.id).is_some_and(|state| state.wants_events) {
                    found.push(Addressed { node: node.id, event: event.clone() });
                }
            }
        }
        found
    }

    /// Whether an object that a processor drew has the pointer.
    pub const fn object_has_pointer(&self) -> bool {
        self.tracker.holds()
    }

    /// Does what an event asks for and waits for the answers, each at most `patience`: for scripts and tests.
    pub fn perform(&mut self, event: &Event, under: u32, stage: &Stage<'_>, patience: Duration) -> Result<EventReply, CommandError> {
        let mut answer = EventReply::default();
        for Addressed { node, event } in self.address(event, under, stage) {
            let (sender, receiver) = channel();
            let pressed = matches!(&event, Event::Picking(pick) if pick.press != PressState::None);
            stage.evaluator.send_event(node, event, Some(sender));
            let reply = receiver.recv_timeout(patience).unwrap_or_default();
            answer.used |= reply.used || pressed;
            answer.tooltip = reply.tooltip.or(answer.tooltip);
        }
        if !answer.used && self.drag_camera(event, stage.canvas, stage.store)? {
            answer.used = true;
        }
        Ok(answer)
    }

    /// Drags and wheel move the camera above; true when it moved.
    fn drag_camera(&mut self, event: &Event, canvas: NodeId, store: &Store) -> Result<bool, CommandError> {
        let find = || camera(&store.snapshot().workspace.network, canvas);
        match event {
            Event::MousePress { button, pointer, double: false } => {
                if let Some(found) = find() {
                    store.end_drag();
                    self.drag = Some((*button, *pointer, found));
                }
                Ok(false)
            }
            Event::MousePress { double: true, .. } => match find() {
                Some(found) => {
                    store.end_drag();
                    set(store, &found, Camera { fit: true, ..found.camera })?;
                    store.end_drag();
                    Ok(true)
                }
                None => Ok(false),
            },
            Event::MouseMove { pointer } => {
                let Some((button, origin, start)) = &self.drag else { return Ok(false) };
                let [width, height] = pointer.canvas.map(|n| n.max(1) as f32);
                let way = Vec2::new((pointer.position[0] - origin.position[0]) * width, (origin.position[1] - pointer.position[1]) * height);
                let next = if *button == MouseButton::Primary && !pointer.modifiers.shift {
                    trackball::orbit(&start.camera, way / width.min(height))
                } else {
                    trackball::pan(&start.camera, way / height)
                };
                set(store, start, next)?;
                Ok(true)
            }
            Event::MouseRelease { button, .. } => {
                let was = self.drag.take_if(|(held, ..)| held == button).is_some();
                if was {
                    store.end_drag();
                }
                Ok(was)
            }
            Event::Wheel { delta, .. } => match find() {
                Some(found) => {
                    set(store, &found, trackball::zoom(&found.camera, WHEEL.powf(delta[1])))?;
                    store.end_drag();
                    Ok(true)
                }
                None => Ok(false),
            },
            Event::Key { .. } | Event::Picking(_) => Ok(false),
        }
    }
}

fn set(store: &Store, camera: &CameraRef, next: Camera) -> Result<(), CommandError> {
    let path: Arc<str> = camera.path.clone();
    store.commit(&SetProperty { node: camera.node, path: path.to_string(), value: Value::Camera(next) }).map(|_| ())
}
