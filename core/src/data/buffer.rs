//! Buffer: a list of values.

use super::{Array, Format, Scalar, format_bytes};
use crate::error::DataError;
use crate::memory::Memory;
use crate::port::{DataType, Description, PortData};

/// Elements `(n[, c])`.
#[derive(Debug, Clone)]
pub struct Buffer {
    array: Array,
}

impl Buffer {
    pub fn new(length: usize, channels: usize, format: Format, memory: Memory) -> Result<Self, DataError> {
        Ok(Self { array: Array::new("buffer", &[length], channels, format, memory)? })
    }

    pub fn from_vec<T: Scalar>(channels: usize, elements: Vec<T>) -> Result<Self, DataError> {
        let length = elements.len() / channels.max(1);
        Self::new(length, channels, T::FORMAT, Memory::from_vec(elements))
    }

    pub fn array(&self) -> &Array {
        &self.array
    }
}

impl PortData for Buffer {
    fn data_type() -> &'static DataType {
        static TYPE: DataType = DataType { id: "org.inviwo.Buffer", name: "Buffer", color: [255, 113, 0] };
        &TYPE
    }

    fn dyn_type(&self) -> &'static DataType {
        Self::data_type()
    }

    fn describe(&self) -> Description {
        let mut rows = Description::new("Buffer");
        rows.add("Length", self.array.shape()[0].to_string());
        rows.add("Format", format!("{} × {}", self.array.format().numpy_name(), self.array.channels()));
        rows.add("Memory", format_bytes(self.array.bytes()));
        rows.shape = self.array.shape().to_vec();
        rows.format = Some(self.array.format());
        rows.channels = self.array.channels();
        rows
    }

    fn numbers(&self) -> Option<&Array> {
        Some(&self.array)
    }

    fn bytes(&self) -> usize {
        self.array.bytes()
    }

    fn as_any(&self) -> &dyn std::any::Any {
        self
    }
}
