//! Numbers that may be infinite or NaN, which JSON has no words for.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A finite number travels as a number, the others as `"inf"`, `"-inf"` and `"NaN"`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Real(pub f64);

impl Serialize for Real {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0.is_finite() { serializer.serialize_f64(self.0) } else { serializer.serialize_str(&self.0.to_string()) }
    }
}

impl<'de> Deserialize<'de> for Real {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Form {
            Number(f64),
            Text(String),
        }
        match Form::deserialize(deserializer)? {
            Form::Number(value) => Ok(Self(value)),
            Form::Text(text) => text.parse().map(Self).map_err(D::Error::custom),
        }
    }
}

pub(crate) fn pair(values: [f64; 2]) -> [Real; 2] {
    values.map(Real)
}

pub(crate) fn plain(values: [Real; 2]) -> [f64; 2] {
    values.map(|v| v.0)
}
