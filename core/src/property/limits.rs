//! The limits of a number, vector or range: what a processor may change of them while it runs, in a form that files and messages carry.

use serde_json::{Map, Value as Json, json};

use super::{Kind, NumberKind, Property, VectorKind};
use crate::processor::Interface;

/// A finite number as it is, others as "inf", "-inf" and "NaN", for which JSON has no words.
fn real(value: f64) -> Json {
    if value.is_finite() { json!(value) } else { json!(value.to_string()) }
}

fn reals(values: &[f64]) -> Json {
    values.iter().map(|value| real(*value)).collect()
}

fn read_real(json: &Json) -> Option<f64> {
    json.as_f64().or_else(|| json.as_str()?.parse().ok())
}

/// As many as asked for, and none of them NaN.
fn read_reals(json: &Json, count: usize) -> Option<Vec<f64>> {
    let values: Vec<f64> = json.as_array()?.iter().map(read_real).collect::<Option<_>>()?;
    (values.len() == count && !values.iter().any(|value| value.is_nan())).then_some(values)
}

fn read_ints(json: &Json, count: usize) -> Option<Vec<i64>> {
    let values: Vec<i64> = json.as_array()?.iter().map(Json::as_i64).collect::<Option<_>>()?;
    (values.len() == count).then_some(values)
}

impl Property {
    /// `{"min": …, "max": …, "increment": …}`, lists for vectors; `None` for kinds without limits.
    pub fn limits(&self) -> Option<Json> {
        Some(match &self.kind {
            Kind::Float(k) => json!({ "min": real(k.min), "max": real(k.max), "increment": real(k.increment) }),
            Kind::Int(k) => json!({ "min": k.min, "max": k.max, "increment": k.increment }),
            Kind::FloatVector(k) => json!({ "min": reals(&k.min), "max": reals(&k.max), "increment": real(k.increment) }),
            Kind::IntVector(k) => json!({ "min": k.min, "max": k.max, "increment": k.increment }),
            Kind::MinMax(k) => json!({ "min": real(k.range[0]), "max": real(k.range[1]), "increment": real(k.increment) }),
            _ => return None,
        })
    }

    /// The property with other limits, as [`Self::limits`] tells them; `None` when they are no limits of this kind.
    pub fn with_limits(&self, limits: &Json) -> Option<Self> {
        let (min, max, increment) = (limits.get("min")?, limits.get("max")?, limits.get("increment")?);
        let number = |json| read_real(json).filter(|value| !value.is_nan());
        let kind = match &self.kind {
            Kind::Float(k) => Kind::Float(NumberKind { min: number(min)?, max: number(max)?, increment: number(increment)?, ..k.clone() }),
            Kind::Int(k) => Kind::Int(NumberKind { min: min.as_i64()?, max: max.as_i64()?, increment: increment.as_i64()?, ..k.clone() }),
            Kind::FloatVector(k) => {
                let (min, max) = (read_reals(min, k.default.len())?, read_reals(max, k.default.len())?);
                Kind::FloatVector(VectorKind { min, max, increment: number(increment)?, ..k.clone() })
            }
            Kind::IntVector(k) => {
                let (min, max) = (read_ints(min, k.default.len())?, read_ints(max, k.default.len())?);
                Kind::IntVector(VectorKind { min, max, increment: increment.as_i64()?, ..k.clone() })
            }
            Kind::MinMax(k) => {
                let range = [number(min)?, number(max)?];
                if range[0] > range[1] {
                    return None;
                }
                Kind::MinMax(super::RangeKind { range, increment: number(increment)?, ..k.clone() })
            }
            _ => return None,
        };
        Some(Self { kind, ..self.clone() })
    }
}

impl Interface {
    /// Limits of properties that differ from what another interface says of the same properties, by path.
    pub fn limits_beyond(&self, told: &Self) -> Map<String, Json> {
        let differing = |leaf: &super::Leaf| {
            let (own, other) = (leaf.property.limits()?, told.leaf(&leaf.path)?.property.limits()?);
            (own != other).then(|| (leaf.path.to_string(), own))
        };
        self.leaves().iter().filter_map(differing).collect()
    }

    /// The interface with other limits, by path. What does not fit is left as it is.
    #[must_use]
    pub fn with_limits(&self, limits: &Map<String, Json>) -> Self {
        let properties = self.properties().iter().map(|property| limited(property, "", limits)).collect();
        Self::of(self.inports().to_vec(), self.outports().to_vec(), properties)
    }
}

fn limited(property: &Property, above: &str, limits: &Map<String, Json>) -> Property {
    let path = if above.is_empty() { property.identifier.to_string() } else { format!("{above}.{}", property.identifier) };
    if let Kind::Composite { children, collapsed } = &property.kind {
        let children = children.iter().map(|child| limited(child, &path, limits)).collect();
        return Property { kind: Kind::Composite { children, collapsed: *collapsed }, ..property.clone() };
    }
    limits.get(&path).and_then(|limits| property.with_limits(limits)).unwrap_or_else(|| property.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn interface(max: f64) -> Interface {
        let inner = Property::composite("inner", "Inner", vec![Property::float("x", "X", 1.0, 0.0..=max)]);
        Interface::new().property(Property::int("n", "N", 3, 0..=10)).property(inner)
    }

    #[test]
    fn limits_that_differ_are_told_and_taken_over_by_path() {
        let (told, now) = (interface(10.0), interface(20.0));
        let beyond = now.limits_beyond(&told);
        assert_eq!(beyond.keys().collect::<Vec<_>>(), ["inner.x"]);
        assert_eq!(told.with_limits(&beyond), now);
        assert!(told.limits_beyond(&told).is_empty());
    }

    #[test]
    fn every_kind_reads_its_own_limits_back_and_refuses_others() {
        let infinite = Property::new("f", "F", Kind::Float(NumberKind::new(0.0, f64::NEG_INFINITY, f64::INFINITY, 0.1)));
        let vector = Property::new("v", "V", Kind::FloatVector(VectorKind::new(&[0.0, 1.0], 0.0, 5.0, 0.1)));
        let ints = Property::new("i", "I", Kind::IntVector(VectorKind::new(&[0, 1, 2], 0, 5, 1)));
        let range = Property::new("r", "R", Kind::MinMax(super::super::RangeKind::new([0.0, 1.0], [0.0, 1.0])));
        for property in [&infinite, &vector, &ints, &range] {
            assert_eq!(property.with_limits(&property.limits().unwrap()).as_ref(), Some(property));
        }
        assert_eq!(vector.with_limits(&ints.limits().unwrap()), None);
        assert_eq!(infinite.with_limits(&json!({ "min": "NaN", "max": 1, "increment": 1 })), None);
        assert_eq!(Property::bool("b", "B", true).limits(), None);
    }
}
