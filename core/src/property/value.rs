//! Values of properties, and their form as JSON.

use std::sync::Arc;

use serde_json::{Value as Json, json};

use super::{Kind, Property, color};
use crate::data::{Camera, TransferFunction};

/// A value of a property.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    Float(f64),
    Int(i64),
    Bool(bool),
    String(Arc<str>),
    /// Identifier of the choice.
    Option(Arc<str>),
    /// As written in the document: absolute, relative to the workspace, or `assets:…`.
    Path(Arc<str>),
    Button,
    Color([f32; 4]),
    FloatVector(Vec<f64>),
    IntVector(Vec<i64>),
    MinMax([f64; 2]),
    TransferFunction(Arc<TransferFunction>),
    Camera(Camera),
}

/// Why a property does not take a value.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct ValueError(pub String);

impl ValueError {
    pub fn new(property: &str, expected: &str, got: &Value) -> Self {
        Self(format!("{property} takes {expected}, not {}", got.to_json()))
    }
}

impl Value {
    pub fn as_float(&self) -> Option<f64> {
        match self {
            Self::Float(v) => Some(*v),
            Self::Int(v) => Some(*v as f64),
            Self::Bool(v) => Some(f64::from(u8::from(*v))),
            _ => None,
        }
    }

    /// A whole number; a float only when it is integral.
    pub fn as_int(&self) -> Option<i64> {
        match self {
            Self::Int(v) => Some(*v),
            Self::Float(v) if v.fract() == 0.0 && v.abs() < 9e15 => Some(*v as i64),
            Self::Bool(v) => Some(i64::from(*v)),
            _ => None,
        }
    }

    pub fn as_floats(&self) -> Option<Vec<f64>> {
        match self {
            Self::FloatVector(v) => Some(v.clone()),
            Self::IntVector(v) => Some(v.iter().map(|v| *v as f64).collect()),
            Self::MinMax(v) => Some(v.to_vec()),
            Self::Color(c) => Some(c.iter().map(|c| f64::from(*c)).collect()),
            _ => None,
        }
    }

    pub fn as_ints(&self) -> Option<Vec<i64>> {
        match self {
            Self::IntVector(v) => Some(v.clone()),
            Self::FloatVector(v) => v.iter().map(|v| Self::Float(*v).as_int()).collect(),
            _ => None,
        }
    }

    /// The text of a string, option or path.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(v) | Self::Option(v) | Self::Path(v) => Some(v),
            _ => None,
        }
    }

    /// The form in files, messages and on the command line.
    pub fn to_json(&self) -> Json {
        match self {
            Self::Float(v) => json!(v),
            Self::Int(v) => json!(v),
            Self::Bool(v) => json!(v),
            Self::String(v) | Self::Option(v) | Self::Path(v) => json!(&**v),
            Self::Button => Json::Null,
            Self::Color(v) => json!(v),
            Self::FloatVector(v) => json!(v),
            Self::IntVector(v) => json!(v),
            Self::MinMax(v) => json!(v),
            Self::TransferFunction(v) => json!(&**v),
            Self::Camera(v) => json!(v),
        }
    }
}

/// JSON of single precision numbers with the fewest digits that mean the same: 0.1, which JSON would widen to 0.10000000149011612.
pub fn shortest(json: Json) -> Json {
    match json {
        Json::Array(list) => list.into_iter().map(shortest).collect(),
        Json::Object(fields) => fields.into_iter().map(|(key, value)| (key, shortest(value))).collect(),
        Json::Number(number) if number.is_f64() => {
            let short = number.as_f64().and_then(|value| (value as f32).to_string().parse::<f64>().ok());
            short.map_or(Json::Number(number), |short| json!(short))
        }
        other => other,
    }
}

impl Property {
    /// A value from JSON; text serves for every kind that has a text form.
    pub fn value_from_json(&self, json: &Json) -> Result<Value, ValueError> {
        let wrong = |expected: &str| ValueError(format!("{} takes {expected}, not {json}", self.identifier));
        let value = match (&self.kind, json) {
            (Kind::TransferFunction { .. }, Json::Object(_)) => {
                let function: TransferFunction = serde_json::from_value(json.clone()).map_err(|e| wrong(&format!("a transfer function ({e})")))?;
                let mut sorted = function.clone();
                sorted.set_points(function.points().to_vec());
                Value::TransferFunction(Arc::new(sorted))
            }
            (Kind::Camera { default }, Json::Object(fields)) => {
                // A part of the camera is enough: the rest keeps its default.
                let mut whole = json!(default);
                if let Some(map) = whole.as_object_mut() {
                    map.remove("fit");
                    map.extend(fields.clone());
                }
                Value::Camera(serde_json::from_value(whole).map_err(|e| wrong(&format!("a camera ({e})")))?)
            }
            (Kind::Color { .. }, Json::String(text)) => Value::Color(color::from_hex(text).ok_or_else(|| wrong("a color as \"#rrggbb\""))?),
            (Kind::String { .. }, Json::String(text)) => Value::String(text.as_str().into()),
            (Kind::Option(_), Json::String(text)) => Value::Option(text.as_str().into()),
            (Kind::File(_) | Kind::Directory { .. }, Json::String(text)) => Value::Path(text.as_str().into()),
            (Kind::Button, _) => Value::Button,
            (_, Json::Bool(v)) => Value::Bool(*v),
            (_, Json::Number(n)) => n.as_i64().map(Value::Int).or_else(|| n.as_f64().map(Value::Float)).ok_or_else(|| wrong("a number"))?,
            (_, Json::Array(list)) => {
                let ints: Option<Vec<i64>> = list.iter().map(Json::as_i64).collect();
                match ints {
                    Some(ints) => Value::IntVector(ints),
                    None => Value::FloatVector(list.iter().map(Json::as_f64).collect::<Option<_>>().ok_or_else(|| wrong("numbers"))?),
                }
            }
            (_, Json::String(text)) => Value::String(text.as_str().into()),
            (_, Json::Null | Json::Object(_)) => return Err(wrong("another value")),
        };
        match (&self.kind, value) {
            (Kind::Color { .. }, Value::IntVector(v)) => self.check(Value::FloatVector(v.iter().map(|v| *v as f64).collect())),
            (_, value) => self.check(value),
        }
    }

    /// A value from the command line: JSON, or bare text.
    pub fn value_from_text(&self, text: &str) -> Result<Value, ValueError> {
        let json = serde_json::from_str(text).unwrap_or_else(|_| Json::String(text.to_owned()));
        // A file or text named like a number stays a text.
        let json = match (&self.kind, json) {
            (Kind::String { .. } | Kind::File(_) | Kind::Directory { .. } | Kind::Option(_), json) if !json.is_string() => {
                Json::String(text.to_owned())
            }
            (_, json) => json,
        };
        self.value_from_json(&json)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_json_become_values_and_errors_name_the_property() {
        let float = Property::float("alpha", "Alpha", 0.5, 0.0..=1.0);
        assert_eq!(float.value_from_text("2"), Ok(Value::Float(1.0)));
        assert!(float.value_from_text("x").unwrap_err().0.contains("alpha takes a number"));
        let option = Property::option("mode", "Mode", &[("dvr", "Volume"), ("mip", "Maximum")]);
        assert_eq!(option.value_from_text("mip"), Ok(Value::Option("mip".into())));
        assert!(option.value_from_text("mipp").unwrap_err().0.contains("did you mean mip?"));
        let color = Property::color("background", "Background", [0.0; 4]);
        assert_eq!(color.value_from_text("#ff0000"), Ok(Value::Color([1.0, 0.0, 0.0, 1.0])));
        assert_eq!(color.value_from_text("[0, 1, 0]"), Ok(Value::Color([0.0, 1.0, 0.0, 1.0])));
        let file = Property::file("file", "File", &["npy"]);
        assert_eq!(file.value_from_text("12"), Ok(Value::Path("12".into())));
        let camera = Property::camera("camera", "Camera");
        let Ok(Value::Camera(c)) = camera.value_from_text("{\"look_from\": [1, 2, 3]}") else { panic!("no camera") };
        assert_eq!((c.look_from.to_array(), c.fit), ([1.0, 2.0, 3.0], false));
    }

    #[test]
    fn every_value_survives_the_way_through_json() {
        let properties = [
            Property::float("a", "", 0.1, 0.0..=1.0),
            Property::int("b", "", 3, -5..=5),
            Property::color("c", "", [0.1, 0.2, 0.3, 0.4]),
            Property::camera("d", ""),
            Property::transfer_function("e", "", TransferFunction::default()),
            Property::option("f", "", &[("x", "X")]),
        ];
        for property in properties {
            let value = property.default_value().unwrap();
            assert_eq!(property.value_from_json(&value.to_json()).unwrap(), value);
        }
    }
}
