//! Properties: what a person sets on a processor.
//!
//! A kind of property is one file here, its widget in `app` and its binding in `python/bindings`; [`Kind`] and [`Value`]
//! are matched exhaustively, so that the compiler names the places.

mod choice;
mod color;
mod limits;
mod number;
mod range;
mod text;
mod value;
mod values;
mod vector;

use std::sync::Arc;

pub use choice::{Choice, ChoiceKind};
pub use number::{Bound, NumberKind};
pub use range::RangeKind;
pub use text::{FileKind, FileMode};
pub use value::{Value, ValueError, shortest};
pub use values::{Leaf, Values};
pub use vector::VectorKind;

use crate::data::{Camera, TransferFunction};

/// What a change of a property does to its processor. Ordered: it only rises until the processor succeeds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum InvalidationLevel {
    /// Nothing.
    Valid = 0,
    /// `process` runs again.
    #[default]
    InvalidOutput = 1,
    /// `initialize_resources`, then `process`.
    InvalidResources = 2,
}

/// How a value is edited, when its kind leaves a choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Semantics {
    #[default]
    Default,
    Text,
    SpinBox,
    Color,
    LightPosition,
    Multiline,
    Code,
}

/// A property of a processor: its name, help and kind. Values live apart, in [`Values`].
#[derive(Debug, Clone, PartialEq)]
pub struct Property {
    pub identifier: Arc<str>,
    pub display_name: Arc<str>,
    /// Shown as a tooltip.
    pub help: Arc<str>,
    pub invalidation: InvalidationLevel,
    pub semantics: Semantics,
    pub visible: bool,
    pub read_only: bool,
    /// Never written to a file.
    pub transient: bool,
    /// The processor is told of a change at once; else with its next run.
    pub listens: bool,
    /// The class that a script sees, such as `org.inviwo.ListProperty`; empty: as the kind says.
    pub class_identifier: Arc<str>,
    pub kind: Kind,
}

/// What a property holds, with its default and bounds.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    Float(NumberKind<f64>),
    Int(NumberKind<i64>),
    Bool {
        default: bool,
    },
    String {
        default: Arc<str>,
    },
    Option(ChoiceKind),
    File(FileKind),
    Directory {
        default: Arc<str>,
    },
    /// A press arrives exactly once; it has no value.
    Button,
    /// sRGB and opacity.
    Color {
        default: [f32; 4],
    },
    FloatVector(VectorKind<f64>),
    IntVector(VectorKind<i64>),
    MinMax(RangeKind),
    TransferFunction {
        default: Arc<TransferFunction>,
    },
    Camera {
        default: Camera,
    },
    /// Properties under one heading.
    Composite {
        children: Vec<Property>,
        collapsed: bool,
    },
}

impl Kind {
    /// The kind in a word, for lists.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Float(_) => "float",
            Self::Int(_) => "int",
            Self::Bool { .. } => "bool",
            Self::String { .. } => "string",
            Self::Option(_) => "option",
            Self::File(_) => "file",
            Self::Directory { .. } => "directory",
            Self::Button => "button",
            Self::Color { .. } => "color",
            Self::FloatVector(_) => "float vector",
            Self::IntVector(_) => "int vector",
            Self::MinMax(_) => "range",
            Self::TransferFunction { .. } => "transfer function",
            Self::Camera { .. } => "camera",
            Self::Composite { .. } => "composite",
        }
    }
}

impl Property {
    pub fn new(identifier: &str, display_name: &str, kind: Kind) -> Self {
        Self {
            identifier: identifier.into(),
            display_name: display_name.into(),
            help: "".into(),
            invalidation: InvalidationLevel::InvalidOutput,
            semantics: Semantics::Default,
            visible: true,
            read_only: false,
            transient: false,
            listens: true,
            class_identifier: "".into(),
            kind,
        }
    }

    pub fn float(identifier: &str, name: &str, default: f64, range: std::ops::RangeInclusive<f64>) -> Self {
        Self::new(identifier, name, Kind::Float(NumberKind::new(default, *range.start(), *range.end(), 0.01)))
    }

    pub fn int(identifier: &str, name: &str, default: i64, range: std::ops::RangeInclusive<i64>) -> Self {
        Self::new(identifier, name, Kind::Int(NumberKind::new(default, *range.start(), *range.end(), 1)))
    }

    pub fn bool(identifier: &str, name: &str, default: bool) -> Self {
        Self::new(identifier, name, Kind::Bool { default })
    }

    pub fn string(identifier: &str, name: &str, default: &str) -> Self {
        Self::new(identifier, name, Kind::String { default: default.into() })
    }

    /// An option; the first choice is the default. Each is identifier and display name.
    pub fn option(identifier: &str, name: &str, choices: &[(&str, &str)]) -> Self {
        Self::new(identifier, name, Kind::Option(ChoiceKind::new(choices)))
    }

    /// A file to open; `filters` are extensions without the dot.
    pub fn file(identifier: &str, name: &str, filters: &[&str]) -> Self {
        Self::new(identifier, name, Kind::File(FileKind::open(filters)))
    }

    pub fn button(identifier: &str, name: &str) -> Self {
        Self::new(identifier, name, Kind::Button)
    }

    pub fn color(identifier: &str, name: &str, default: [f32; 4]) -> Self {
        Self { semantics: Semantics::Color, ..Self::new(identifier, name, Kind::Color { default }) }
    }

    /// A camera that fits the first data it sees, from the front right above, z up.
    pub fn camera(identifier: &str, name: &str) -> Self {
        let default = Camera { look_from: glam::Vec3::new(1.0, -1.5, 0.8), look_up: glam::Vec3::Z, fit: true, ..Camera::default() };
        Self::new(identifier, name, Kind::Camera { default })
    }

    pub fn transfer_function(identifier: &str, name: &str, default: TransferFunction) -> Self {
        Self::new(identifier, name, Kind::TransferFunction { default: Arc::new(default) })
    }

    pub fn composite(identifier: &str, name: &str, children: Vec<Self>) -> Self {
        Self::new(identifier, name, Kind::Composite { children, collapsed: false })
    }

    #[must_use]
    pub fn help(mut self, help: &str) -> Self {
        self.help = help.into();
        self
    }

    #[must_use]
    pub fn invalidates(mut self, level: InvalidationLevel) -> Self {
        self.invalidation = level;
        self
    }

    #[must_use]
    pub fn read_only(mut self) -> Self {
        self.read_only = true;
        self
    }

    #[must_use]
    pub fn transient(mut self) -> Self {
        self.transient = true;
        self
    }

    #[must_use]
    pub fn semantics(mut self, semantics: Semantics) -> Self {
        self.semantics = semantics;
        self
    }

    /// The value of a new instance; `None` for a composite.
    pub fn default_value(&self) -> Option<Value> {
        Some(match &self.kind {
            Kind::Float(kind) => Value::Float(kind.default),
            Kind::Int(kind) => Value::Int(kind.default),
            Kind::Bool { default } => Value::Bool(*default),
            Kind::String { default } => Value::String(default.clone()),
            Kind::Option(kind) => Value::Option(kind.default.clone()),
            Kind::File(kind) => Value::Path(kind.default.clone()),
            Kind::Directory { default } => Value::Path(default.clone()),
            Kind::Button => Value::Button,
            Kind::Color { default } => Value::Color(*default),
            Kind::FloatVector(kind) => Value::FloatVector(kind.default.clone()),
            Kind::IntVector(kind) => Value::IntVector(kind.default.clone()),
            Kind::MinMax(kind) => Value::MinMax(kind.default),
            Kind::TransferFunction { default } => Value::TransferFunction(default.clone()),
            Kind::Camera { default } => Value::Camera(*default),
            Kind::Composite { .. } => return None,
        })
    }

    /// The value as this property may hold it: clamped to the bounds, converted between numbers; an error names got and expected.
    pub fn check(&self, value: Value) -> Result<Value, ValueError> {
        let wrong = |expected: &str| ValueError::new(&self.identifier, expected, &value);
        match (&self.kind, &value) {
            (Kind::Float(kind), _) => value.as_float().map(|v| Value::Float(kind.clamp(v))).ok_or_else(|| wrong("a number")),
            (Kind::Int(kind), _) => value.as_int().map(|v| Value::Int(kind.clamp(v))).ok_or_else(|| wrong("a whole number")),
            (Kind::Bool { .. }, Value::Bool(_))
            | (Kind::String { .. }, Value::String(_))
            | (Kind::File(_) | Kind::Directory { .. }, Value::Path(_))
            | (Kind::Button, Value::Button)
            | (Kind::TransferFunction { .. }, Value::TransferFunction(_))
            | (Kind::Camera { .. }, Value::Camera(_)) => Ok(value),
            (Kind::Bool { .. }, Value::Int(v)) => Ok(Value::Bool(*v != 0)),
            (Kind::String { .. }, Value::Path(v) | Value::Option(v)) => Ok(Value::String(v.clone())),
            (Kind::File(_) | Kind::Directory { .. }, Value::String(v)) => Ok(Value::Path(v.clone())),
            (Kind::Option(kind), Value::Option(v) | Value::String(v)) => kind.check(&self.identifier, v).map(Value::Option),
            (Kind::Option(kind), Value::Int(v)) => kind.by_index(*v).map(Value::Option).ok_or_else(|| wrong("the index of a choice")),
            (Kind::Color { .. }, Value::Color(c)) => color::check(*c).map(Value::Color).ok_or_else(|| wrong("finite numbers")),
            (Kind::Color { .. }, Value::FloatVector(v)) => color::from_slice(v).map(Value::Color).ok_or_else(|| wrong("3 or 4 numbers from 0 to 1")),
            (Kind::FloatVector(kind), _) => match value.as_floats() {
                Some(v) if v.len() == kind.default.len() && v.iter().all(|v| v.is_finite()) => Ok(Value::FloatVector(kind.clamp(v))),
                Some(_) | None => Err(wrong(&format!("{} finite numbers", kind.default.len()))),
            },
            (Kind::IntVector(kind), _) => match value.as_ints() {
                Some(v) if v.len() == kind.default.len() => Ok(Value::IntVector(kind.clamp(v))),
                Some(_) | None => Err(wrong(&format!("{} whole numbers", kind.default.len()))),
            },
            (Kind::MinMax(kind), _) => match value.as_floats().as_deref() {
                Some([lo, hi]) if lo.is_finite() && hi.is_finite() => Ok(Value::MinMax(kind.clamp([*lo, *hi]))),
                Some(_) | None => Err(wrong("two finite numbers")),
            },
            (Kind::Bool { .. }, _) => Err(wrong("true or false")),
            (Kind::String { .. }, _) => Err(wrong("a text")),
            (Kind::Option(_), _) => Err(wrong("the identifier of a choice")),
            (Kind::File(_) | Kind::Directory { .. }, _) => Err(wrong("a path")),
            (Kind::Button, _) => Err(wrong("a press")),
            (Kind::Color { .. }, _) => Err(wrong("a color: 3 or 4 numbers from 0 to 1, or \"#rrggbb\"")),
            (Kind::TransferFunction { .. }, _) => Err(wrong("a transfer function")),
            (Kind::Camera { .. }, _) => Err(wrong("a camera")),
            (Kind::Composite { .. }, _) => Err(wrong("nothing: a composite holds properties, not a value")),
        }
    }
}
