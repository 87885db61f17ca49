//! Properties as JSON: name, help, kind with default and bounds.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use voxloom_core::Property;
use voxloom_core::data::{Camera, TransferFunction};
use voxloom_core::property::{Bound, Choice, ChoiceKind, FileKind, FileMode, Kind, NumberKind, RangeKind, Semantics, VectorKind};

use crate::error::ProtocolError;
use crate::message::Level;
use crate::real::{Real, pair, plain};

/// A [`Property`] as it travels.
#[derive(Serialize, Deserialize)]
pub(crate) struct PropertyMessage {
    identifier: String,
    display_name: String,
    #[serde(default)]
    help: String,
    invalidation: Level,
    #[serde(with = "SemanticsForm")]
    semantics: Semantics,
    visible: bool,
    read_only: bool,
    transient: bool,
    #[serde(default = "yes")]
    listens: bool,
    /// The class in Python.
    #[serde(default)]
    class: String,
    kind: KindMessage,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Semantics", rename_all = "snake_case")]
enum SemanticsForm {
    Default,
    Text,
    SpinBox,
    Color,
    LightPosition,
    Multiline,
    Code,
}

#[derive(Serialize, Deserialize, Clone, Copy)]
#[serde(rename_all = "snake_case")]
enum BoundForm {
    Editable,
    Mutable,
    Immutable,
    Ignore,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum KindMessage {
    Float {
        default: Real,
        min: Real,
        max: Real,
        bounds: [BoundForm; 2],
        increment: Real,
        unit: String,
    },
    Int {
        default: i64,
        min: i64,
        max: i64,
        bounds: [BoundForm; 2],
        increment: i64,
        unit: String,
    },
    Bool {
        default: bool,
    },
    String {
        default: String,
    },
    /// Each choice is identifier, display name and value.
    Option {
        choices: Vec<(String, String, Json)>,
        default: String,
    },
    File {
        default: String,
        save: bool,
        filters: Vec<String>,
    },
    Directory {
        default: String,
    },
    Button,
    Color {
        default: [f32; 4],
    },
    FloatVector {
        default: Vec<Real>,
        min: Vec<Real>,
        max: Vec<Real>,
        bounds: [BoundForm; 2],
        increment: Real,
    },
    IntVector {
        default: Vec<i64>,
        min: Vec<i64>,
        max: Vec<i64>,
        bounds: [BoundForm; 2],
        increment: i64,
    },
    MinMax {
        default: [Real; 2],
        range: [Real; 2],
        increment: Real,
        min_separation: Real,
        integer: bool,
    },
    TransferFunction {
        default: TransferFunction,
    },
    Camera {
        default: Camera,
    },
    Composite {
        children: Vec<PropertyMessage>,
        collapsed: bool,
    },
}

/// A property as JSON.
pub fn property_to_json(property: &Property) -> Json {
    // Plain structs with text keys always have a JSON form.
    serde_json::to_value(PropertyMessage::from(property)).unwrap_or_default()
}

/// The inverse of [`property_to_json`].
pub fn property_from_json(json: &Json) -> Result<Property, ProtocolError> {
    PropertyMessage::deserialize(json).map_err(ProtocolError::malformed)?.into_property()
}

impl From<&Property> for PropertyMessage {
    fn from(property: &Property) -> Self {
        Self {
            identifier: property.identifier.to_string(),
            display_name: property.display_name.to_string(),
            help: property.help.to_string(),
            invalidation: property.invalidation.into(),
            semantics: property.semantics,
            visible: property.visible,
            read_only: property.read_only,
            transient: property.transient,
            listens: property.listens,
            class: property.class_identifier.to_string(),
            kind: (&property.kind).into(),
        }
    }
}

impl PropertyMessage {
    pub(crate) fn into_property(self) -> Result<Property, ProtocolError> {
        let kind = self.kind.into_kind(&self.identifier)?;
        Ok(Property {
            identifier: self.identifier.into(),
            display_name: self.display_name.into(),
            help: self.help.into(),
            invalidation: self.invalidation.into(),
            semantics: self.semantics,
            visible: self.visible,
            read_only: self.read_only,
            transient: self.transient,
            listens: self.listens,
            class_identifier: self.class.into(),
            kind,
        })
    }
}

impl From<&Kind> for KindMessage {
    fn from(kind: &Kind) -> Self {
        match kind {
            Kind::Float(k) => Self::Float {
                default: Real(k.default),
                min: Real(k.min),
                max: Real(k.max),
                bounds: bounds(k.min_bound, k.max_bound),
                increment: Real(k.increment),
                unit: k.unit.to_string(),
            },
            Kind::Int(k) => Self::Int {
                default: k.default,
                min: k.min,
                max: k.max,
                bounds: bounds(k.min_bound, k.max_bound),
                increment: k.increment,
                unit: k.unit.to_string(),
            },
            Kind::Bool { default } => Self::Bool { default: *default },
            Kind::String { default } => Self::String { default: default.to_string() },
            Kind::Option(k) => Self::Option {
                choices: k.choices.iter().map(|c| (c.identifier.to_string(), c.display_name.to_string(), c.value.clone())).collect(),
                default: k.default.to_string(),
            },
            Kind::File(k) => Self::File {
                default: k.default.to_string(),
                save: k.mode == FileMode::Save,
                filters: k.filters.iter().map(ToString::to_string).collect(),
            },
            Kind::Directory { default } => Self::Directory { default: default.to_string() },
            Kind::Button => Self::Button,
            Kind::Color { default } => Self::Color { default: *default },
            Kind::FloatVector(k) => Self::FloatVector {
                default: reals(&k.default),
                min: reals(&k.min),
                max: reals(&k.max),
                bounds: bounds(k.min_bound, k.max_bound),
                increment: Real(k.increment),
            },
            Kind::IntVector(k) => Self::IntVector {
                default: k.default.clone(),
                min: k.min.clone(),
                max: k.max.clone(),
                bounds: bounds(k.min_bound, k.max_bound),
                increment: k.increment,
            },
            Kind::MinMax(k) => Self::MinMax {
                default: pair(k.default),
                range: pair(k.range),
                increment: Real(k.increment),
                min_separation: Real(k.min_separation),
                integer: k.integer,
            },
            Kind::TransferFunction { default } => Self::TransferFunction { default: (**default).clone() },
            Kind::Camera { default } => Self::Camera { default: *default },
            Kind::Composite { children, collapsed } => {
                Self::Composite { children: children.iter().map(PropertyMessage::from).collect(), collapsed: *collapsed }
            }
        }
    }
}

impl KindMessage {
    fn into_kind(self, name: &str) -> Result<Kind, ProtocolError> {
        Ok(match self {
            Self::Float { default, min, max, bounds: [low, high], increment, unit } => Kind::Float(NumberKind {
                default: default.0,
                min: min.0,
                max: max.0,
                min_bound: low.into(),
                max_bound: high.into(),
                increment: increment.0,
                unit: unit.into(),
            }),
            Self::Int { default, min, max, bounds: [low, high], increment, unit } => {
                Kind::Int(NumberKind { default, min, max, min_bound: low.into(), max_bound: high.into(), increment, unit: unit.into() })
            }
            Self::Bool { default } => Kind::Bool { default },
            Self::String { default } => Kind::String { default: default.into() },
            Self::Option { choices, default } => {
                let choice = |(id, label, value): (String, String, Json)| Choice { identifier: id.into(), display_name: label.into(), value };
                Kind::Option(ChoiceKind { choices: choices.into_iter().map(choice).collect(), default: default.into() })
            }
            Self::File { default, save, filters } => Kind::File(FileKind {
                default: default.into(),
                mode: if save { FileMode::Save } else { FileMode::Open },
                filters: filters.into_iter().map(Arc::from).collect(),
            }),
            Self::Directory { default } => Kind::Directory { default: default.into() },
            Self::Button => Kind::Button,
            Self::Color { default } => Kind::Color { default },
            Self::FloatVector { default, min, max, bounds: [low, high], increment } => {
                same_length(name, default.len(), min.len(), max.len())?;
                let (min_bound, max_bound) = (low.into(), high.into());
                Kind::FloatVector(VectorKind {
                    default: floats(&default),
                    min: floats(&min),
                    max: floats(&max),
                    min_bound,
                    max_bound,
                    increment: increment.0,
                })
            }
            Self::IntVector { default, min, max, bounds: [low, high], increment } => {
                same_length(name, default.len(), min.len(), max.len())?;
                Kind::IntVector(VectorKind { default, min, max, min_bound: low.into(), max_bound: high.into(), increment })
            }
            Self::MinMax { default, range, increment, min_separation, integer } => {
                let [low, high] = plain(range);
                if low.is_nan() || high.is_nan() || low > high {
                    return Err(ProtocolError::malformed(format!("the range of {name} goes from {low} to {high}")));
                }
                Kind::MinMax(RangeKind {
                    default: plain(default),
                    range: [low, high],
                    increment: increment.0,
                    min_separation: min_separation.0,
                    integer,
                })
            }
            Self::TransferFunction { default } => {
                let mut sorted = default.clone();
                sorted.set_points(default.points().to_vec());
                Kind::TransferFunction { default: Arc::new(sorted) }
            }
            Self::Camera { default } => Kind::Camera { default },
            Self::Composite { children, collapsed } => {
                Kind::Composite { children: children.into_iter().map(PropertyMessage::into_property).collect::<Result<_, _>>()?, collapsed }
            }
        })
    }
}

const fn yes() -> bool {
    true
}

fn same_length(name: &str, default: usize, min: usize, max: usize) -> Result<(), ProtocolError> {
    if default == min && default == max {
        return Ok(());
    }
    Err(ProtocolError::malformed(format!("{name} has {default} components, but {min} lower and {max} upper bounds")))
}

fn bounds(low: Bound, high: Bound) -> [BoundForm; 2] {
    [low, high].map(|bound| match bound {
        Bound::Editable => BoundForm::Editable,
        Bound::Mutable => BoundForm::Mutable,
        Bound::Immutable => BoundForm::Immutable,
        Bound::Ignore => BoundForm::Ignore,
    })
}

impl From<BoundForm> for Bound {
    fn from(form: BoundForm) -> Self {
        match form {
            BoundForm::Editable => Self::Editable,
            BoundForm::Mutable => Self::Mutable,
            BoundForm::Immutable => Self::Immutable,
            BoundForm::Ignore => Self::Ignore,
        }
    }
}

fn reals(values: &[f64]) -> Vec<Real> {
    values.iter().copied().map(Real).collect()
}

fn floats(values: &[Real]) -> Vec<f64> {
    values.iter().map(|value| value.0).collect()
}
