//! Ports, and the open set of data types that they carry.

use std::any::Any;
use std::sync::Arc;

use crate::data::{Format, ValueRange};

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
}

/// A number in few characters.
fn short(value: f64) -> String {
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
