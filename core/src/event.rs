//! Interaction events: they go up from a canvas to the processors above it.

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MouseButton {
    Primary,
    Secondary,
    Middle,
}

/// What happened on a canvas. Positions are normalized: 0–1 from the bottom left.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    MousePress { button: MouseButton, position: [f32; 2] },
    MouseMove { position: [f32; 2] },
    MouseRelease { button: MouseButton, position: [f32; 2] },
    Wheel { delta: f32, position: [f32; 2] },
    Key { key: String, pressed: bool },
}

/// What a processor answers to an event.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct EventReply {
    pub used: bool,
    pub tooltip: Option<String>,
}
