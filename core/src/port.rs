//! Ports, and the open set of data types that they carry.

use std::any::Any;
use std::sync::Arc;

use crate::data::{Array, Axis, DataMap, Format, Space, ValueRange};

/// A type of port data: its stable identifier, name and color.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DataType {
    pub id: &'static str,
    pub name: &'static str,
    /// sRGB, for ports and connections.
    pub color: [u8; 3],
}

/// Anything that can flow through a port. To add a type: implement this in one file and register it.
pub trait PortData: Any + Send + Sync {
    fn data_type() -> &'static DataType
    where
        Self: Sized;
    fn dyn_type(&self) -> &'static DataType;
    /// What the port inspector and `voxloom run --json` say. Cheap: nothing is computed.
    fn describe(&self) -> Description;
    /// The numbers that inspectors count, when it is made of such: figures and histograms are of these.
    fn numbers(&self) -> Option<&Array> {
        None
    }
    /// Bytes held, for the memory budget.
    fn bytes(&self) -> usize;
    fn as_any(&self) -> &dyn Any;
}

/// Data on a port.
pub type Data = Arc<dyn PortData>;

/// The data as a concrete type.
pub fn downcast<T: PortData>(data: &Data) -> Option<&T> {
    data.as_any().downcast_ref::<T>()
}

/// A description of data in rows of label and text, and the figures among them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Description {
    pub title: &'static str,
    pub rows: Vec<(&'static str, String)>,
    /// Lengths of the axes, x first.
    pub shape: Vec<usize>,
    pub format: Option<Format>,
    pub channels: usize,
    pub range: Option<[f64; 2]>,
}

impl Description {
    pub fn new(title: &'static str) -> Self {
        Self { title, channels: 1, ..Self::default() }
    }

    pub fn add(&mut self, label: &'static str, text: String) {
        self.rows.push((label, text));
    }

    pub fn add_range(&mut self, values: Option<ValueRange>, stated: Option<[f64; 2]>) {
        if let Some(range) = values {
            self.add("Range", format!("{} … {}", short(range.min), short(range.max)));
            if range.not_finite > 0 {
                self.add("NaN or Inf", range.not_finite.to_string());
            }
        }
        if let Some([lo, hi]) = stated {
            self.add("Data range", format!("{} … {}", short(lo), short(hi)));
        }
    }

    /// What the values stand for, where someone said so.
    pub fn add_values(&mut self, map: &DataMap) {
        let Axis { name, unit } = &map.value_axis;
        if let Some([lo, hi]) = map.value_range {
            self.add("Value range", with_unit(format!("{} … {}", short(lo), short(hi)), unit));
        } else if !unit.is_empty() {
            self.add("Unit", unit.clone());
        }
        if !name.is_empty() {
            self.add("Values", name.clone());
        }
    }

    /// Where a grid of `dimensions` (x first) lies in the world: spacing, or the basis where the axes are not the world's, and the offset.
    pub fn add_space(&mut self, space: &Space, dimensions: &[usize], axes: &[Axis]) {
        if space.model_from_data.is_none() {
            self.add("Spacing", "not stated".to_owned());
            return;
        }
        let matrix = space.world_from_model * space.model_matrix();
        let columns = [matrix.x_axis, matrix.y_axis, matrix.z_axis].map(|column| column.truncate());
        let columns = &columns[..dimensions.len().min(3)];
        let unit = axes.first().filter(|first| axes.iter().all(|axis| axis.unit == first.unit)).map_or("", |axis| &axis.unit);
        let length = |v: f32| short(f64::from(v));
        let spacing: Vec<String> = columns.iter().zip(dimensions).map(|(column, n)| length(column.length() / (*n).max(1) as f32)).collect();
        self.add("Spacing", with_unit(spacing.join(" × "), unit));
        let vector = |v: glam::Vec3| format!("({}, {}, {})", length(v.x), length(v.y), length(v.z));
        if columns.iter().enumerate().any(|(axis, column)| (0..3).any(|i| i != axis && column[i].abs() > column.length() * 1e-6)) {
            self.add("Basis", columns.iter().map(|column| vector(*column)).collect::<Vec<_>>().join("  "));
        }
        self.add("Offset", with_unit(vector(matrix.w_axis.truncate()), unit));
    }
}

fn with_unit(text: String, unit: &str) -> String {
    if unit.is_empty() { text } else { format!("{text} {unit}") }
}

/// A number in few characters.
pub fn short(value: f64) -> String {
    if value == value.trunc() && value.abs() < 1e15 {
        format!("{value:.0}")
    } else if value.abs() >= 1e-3 && value.abs() < 1e6 {
        let text = format!("{value:.4}");
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        format!("{value:.4e}")
    }
}

/// A port of a processor as the network sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PortSpec {
    pub identifier: Arc<str>,
    /// Identifier of the [`DataType`]; only ports of the same type connect.
    pub data_type: Arc<str>,
    pub help: Arc<str>,
    /// Inports: the processor is ready without a connection.
    pub optional: bool,
    /// Inports: takes several connections, in order.
    pub multi: bool,
    /// Made by the instance at run time, not by the class.
    pub dynamic: bool,
}

impl PortSpec {
    /// A port for data of type `T`.
    pub fn new<T: PortData>(identifier: &str, help: &str) -> Self {
        Self::of_type(identifier, T::data_type().id, help)
    }

    /// A port for data of a type known by its identifier.
    pub fn of_type(identifier: &str, data_type: &str, help: &str) -> Self {
        Self { identifier: identifier.into(), data_type: data_type.into(), help: help.into(), optional: false, multi: false, dynamic: false }
    }

    #[must_use]
    pub fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    #[must_use]
    pub fn multi(mut self) -> Self {
        self.multi = true;
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(space: &Space, unit: &str) -> Vec<(&'static str, String)> {
        let mut rows = Description::new("Volume");
        let axis = Axis { name: String::new(), unit: unit.to_owned() };
        rows.add_space(space, &[10, 20, 40], &[axis.clone(), axis.clone(), axis]);
        rows.rows
    }

    #[test]
    fn the_place_of_a_grid_is_told_by_spacing_and_offset() {
        let stated = Space::with_spacing([10, 20, 40], glam::vec3(1.0, 0.5, 2.0), glam::Vec3::ZERO);
        let told = [("Spacing", "1 × 0.5 × 2 mm"), ("Offset", "(-5, -5, -40) mm")];
        assert_eq!(rows(&stated, "mm"), told.map(|(label, text)| (label, text.to_owned())));
        assert_eq!(rows(&Space::default(), ""), [("Spacing", "not stated".to_owned())]);
    }

    #[test]
    fn a_basis_that_is_not_along_the_axes_is_told_whole() {
        let matrix =
            glam::Mat4::from_cols(glam::vec4(0.0, 10.0, 0.0, 0.0), glam::vec4(20.0, 0.0, 0.0, 0.0), glam::vec4(0.0, 0.0, 40.0, 0.0), glam::Vec4::W);
        let told = rows(&Space { model_from_data: Some(matrix), world_from_model: glam::Mat4::IDENTITY }, "");
        assert_eq!(told[0], ("Spacing", "1 × 1 × 1".to_owned()));
        assert_eq!(told[1], ("Basis", "(0, 10, 0)  (20, 0, 0)  (0, 0, 40)".to_owned()));
    }
}
