//! Interaction events: they go up from a canvas to the processors above it.

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MouseButton {
    Primary,
    Secondary,
    Middle,
}

/// Keys that are held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Modifiers {
    pub shift: bool,
    pub control: bool,
    pub alt: bool,
    pub command: bool,
}

/// Where the pointer is.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Pointer {
    /// 0–1 from the bottom left.
    pub position: [f32; 2],
    /// Of what is drawn there: -1 at the near plane, 1 at the far plane and where nothing is.
    pub depth: f32,
    /// Size of the canvas in pixels.
    pub canvas: [u32; 2],
    pub modifiers: Modifiers,
    /// Buttons that are down.
    pub buttons: Buttons,
}

impl Default for Pointer {
    fn default() -> Self {
        Self { position: [0.5; 2], depth: 1.0, canvas: [512, 512], modifiers: Modifiers::default(), buttons: Buttons::default() }
    }
}

/// Which buttons are down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Buttons {
    pub primary: bool,
    pub secondary: bool,
    pub middle: bool,
}

impl Buttons {
    pub const fn any(self) -> bool {
        self.primary || self.secondary || self.middle
    }

    pub fn set(&mut self, button: MouseButton, down: bool) {
        match button {
            MouseButton::Primary => self.primary = down,
            MouseButton::Secondary => self.secondary = down,
            MouseButton::Middle => self.middle = down,
        }
    }
}

/// What happened on a canvas.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Event {
    MousePress {
        button: MouseButton,
        pointer: Pointer,
        #[serde(default)]
        double: bool,
    },
    MouseMove {
        pointer: Pointer,
    },
    MouseRelease {
        button: MouseButton,
        pointer: Pointer,
    },
    Wheel {
        /// Lines, positive away from the user.
        delta: [f32; 2],
        pointer: Pointer,
    },
    Key {
        /// `A`, `Escape`, `ArrowLeft` …
        key: String,
        pressed: bool,
        /// What it types.
        #[serde(default)]
        text: String,
        #[serde(default)]
        modifiers: Modifiers,
    },
    /// Something happened to an object that a processor drew.
    Picking(Pick),
}

impl Event {
    pub const fn pointer(&self) -> Option<&Pointer> {
        match self {
            Self::MousePress { pointer, .. } | Self::MouseMove { pointer } | Self::MouseRelease { pointer, .. } | Self::Wheel { pointer, .. } => {
                Some(pointer)
            }
            Self::Picking(pick) => Some(&pick.pointer),
            Self::Key { .. } => None,
        }
    }

    /// Whether a later event of this kind makes this one needless.
    pub const fn coalesces(&self) -> bool {
        matches!(self, Self::MouseMove { .. })
            || matches!(self, Self::Picking(Pick { press: PressState::Move | PressState::None, hover: HoverState::Move, .. }))
    }
}

/// Life of an interaction with an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PickState {
    #[default]
    None,
    Started,
    Updated,
    Finished,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PressState {
    #[default]
    None,
    Press,
    Move,
    Release,
    DoubleClick,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HoverState {
    #[default]
    None,
    Enter,
    Move,
    Exit,
}

/// An event on an object that a processor drew with picking ids.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Pick {
    /// Of the object that the event is about.
    pub id: u32,
    /// Under the pointer now, at the last event, and at the press; 0: nothing.
    pub current: u32,
    pub previous: u32,
    pub pressed: u32,
    pub state: PickState,
    pub press: PressState,
    pub hover: HoverState,
    /// The button that the press is about.
    pub button: Option<MouseButton>,
    pub pointer: Pointer,
    /// The pointer at the last event and at the press.
    pub previous_pointer: Pointer,
    pub pressed_pointer: Pointer,
}

/// What a processor answers to an event.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct EventReply {
    pub used: bool,
    pub tooltip: Option<String>,
}
