//! Layer: one 2-D grid of values.

use serde::{Deserialize, Serialize};

use super::{Array, Axis, DataId, DataMap, Format, Interpolation, Scalar, Space, ValueRange, format_bytes};
use crate::error::DataError;
use crate::memory::Memory;
use crate::port::{DataType, Description, PortData};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum LayerKind {
    #[default]
    Color,
    Depth,
    Picking,
}

/// Texels `(y, x[, c])`; row 0 is the bottom row.
#[derive(Debug, Clone)]
pub struct Layer {
    array: Array,
    pub kind: LayerKind,
    pub space: Space,
    pub data_map: DataMap,
    pub axes: [Axis; 2],
    pub interpolation: Interpolation,
}

impl Layer {
    /// A layer of `shape` (y, x) over bytes in C order.
    pub fn new(shape: [usize; 2], channels: usize, format: Format, memory: Memory) -> Result<Self, DataError> {
        Ok(Self::from_array(Array::new("layer", &shape, channels, format, memory)?))
    }

    pub fn from_vec<T: Scalar>(shape: [usize; 2], channels: usize, texels: Vec<T>) -> Result<Self, DataError> {
        Self::new(shape, channels, T::FORMAT, Memory::from_vec(texels))
    }

    /// A layer over any two-dimensional array (one on a device, say).
    pub fn from_array(array: Array) -> Self {
        Self {
            array,
            kind: LayerKind::Color,
            space: Space::default(),
            data_map: DataMap::default(),
            axes: ["x", "y"].map(|name| Axis { name: name.to_owned(), unit: String::new() }),
            interpolation: Interpolation::default(),
        }
    }

    #[must_use]
    pub fn with_kind(mut self, kind: LayerKind) -> Self {
        self.kind = kind;
        self
    }

    /// With the range of its values as data range, where nothing stated one and the values are no bytes: what a picture shows then.
    pub fn with_display_range(mut self) -> Result<Self, DataError> {
        if self.data_map.data_range.is_none() && self.format() != Format::U8 {
            let range = ValueRange::of(&self.array)?;
            self.data_map.data_range = Some([range.min, if range.max > range.min { range.max } else { range.min + 1.0 }]);
        }
        Ok(self)
    }

    pub fn array(&self) -> &Array {
        &self.array
    }

    pub fn id(&self) -> DataId {
        self.array.id()
    }

    /// `(x, y)`.
    pub fn dimensions(&self) -> [usize; 2] {
        let shape = self.array.shape();
        [shape[1], shape[0]]
    }

    pub fn format(&self) -> Format {
        self.array.format()
    }

    pub fn channels(&self) -> usize {
        self.array.channels()
    }
}

impl PortData for Layer {
    fn data_type() -> &'static DataType {
        static TYPE: DataType = DataType { id: "org.inviwo.Layer", name: "Layer", color: [130, 101, 188] };
        &TYPE
    }

    fn dyn_type(&self) -> &'static DataType {
        Self::data_type()
    }

    fn describe(&self) -> Description {
        let [x, y] = self.dimensions();
        let mut rows = Description::new("Layer");
        rows.add("Dimensions", format!("{x} × {y}"));
        rows.add("Format", format!("{} × {}", self.format().numpy_name(), self.channels()));
        rows.add_range(None::<ValueRange>, self.data_map.data_range);
        rows.add_values(&self.data_map);
        if self.space.model_from_data.is_some() {
            rows.add_space(&self.space, &[x, y], &self.axes);
        }
        rows.add("Memory", format_bytes(self.array.bytes()));
        rows.shape = vec![x, y];
        rows.format = Some(self.format());
        rows.channels = self.channels();
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
