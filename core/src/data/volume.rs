//! Volume: voxels on a regular grid.

use std::sync::{Arc, OnceLock};

use super::{Array, Axis, DataId, DataMap, Format, Histogram, Interpolation, Scalar, Space, ValueRange, Wrapping, format_bytes};
use crate::error::DataError;
use crate::memory::Memory;
use crate::port::{DataType, Description, PortData};

/// Voxels `(z, y, x[, c])` with their place in space and the meaning of their values.
#[derive(Debug, Clone)]
pub struct Volume {
    array: Array,
    pub space: Space,
    pub data_map: DataMap,
    pub axes: [Axis; 3],
    pub interpolation: Interpolation,
    pub wrapping: [Wrapping; 3],
    /// What was guessed or converted on the way, in words; shown on the node.
    pub notes: Vec<String>,
    range: Arc<OnceLock<ValueRange>>,
    histogram: Arc<OnceLock<Histogram>>,
}

impl Volume {
    /// A volume of `shape` (z, y, x) over bytes in C order, x fastest, channels interleaved.
    pub fn new(shape: [usize; 3], channels: usize, format: Format, memory: Memory) -> Result<Self, DataError> {
        Ok(Self::from_array(Array::new("volume", &shape, channels, format, memory)?))
    }

    /// A volume over typed voxels.
    pub fn from_vec<T: Scalar>(shape: [usize; 3], channels: usize, voxels: Vec<T>) -> Result<Self, DataError> {
        Self::new(shape, channels, T::FORMAT, Memory::from_vec(voxels))
    }

    fn from_array(array: Array) -> Self {
        Self {
            array,
            space: Space::default(),
            data_map: DataMap::default(),
            axes: ["x", "y", "z"].map(|name| Axis { name: name.to_owned(), unit: String::new() }),
            interpolation: Interpolation::default(),
            wrapping: Default::default(),
            notes: Vec::new(),
            range: Arc::default(),
            histogram: Arc::default(),
        }
    }

    /// The same metadata over other voxels.
    pub fn with_voxels(&self, shape: [usize; 3], channels: usize, format: Format, memory: Memory) -> Result<Self, DataError> {
        let array = Array::new("volume", &shape, channels, format, memory)?;
        Ok(Self { array, range: Arc::default(), histogram: Arc::default(), notes: Vec::new(), ..self.clone() })
    }

    pub fn array(&self) -> &Array {
        &self.array
    }

    pub fn id(&self) -> DataId {
        self.array.id()
    }

    /// `(x, y, z)`.
    pub fn dimensions(&self) -> [usize; 3] {
        let shape = self.array.shape();
        [shape[2], shape[1], shape[0]]
    }

    pub fn format(&self) -> Format {
        self.array.format()
    }

    pub fn channels(&self) -> usize {
        self.array.channels()
    }

    /// Range of the finite values over all channels, computed at the first call and kept. Touches every voxel then: not for the UI thread.
    pub fn auto_range(&self) -> Result<ValueRange, DataError> {
        if let Some(range) = self.range.get() {
            return Ok(*range);
        }
        let range = ValueRange::of(&self.array)?;
        Ok(*self.range.get_or_init(|| range))
    }

    /// The range if someone computed it already.
    pub fn known_range(&self) -> Option<ValueRange> {
        self.range.get().copied()
    }

    /// Stored values that stand for 0 and 1 of a transfer function: the stated range, else 0–255 for bytes, else the range of the values.
    pub fn display_range(&self) -> Result<[f64; 2], DataError> {
        if let Some(range) = self.data_map.data_range {
            return Ok(range);
        }
        let range = self.auto_range()?;
        Ok(if range.max > range.min { [range.min, range.max] } else { [range.min, range.min + 1.0] })
    }

    /// Histogram over the display range, 256 bins, computed at the first call and kept.
    pub fn histogram(&self) -> Result<&Histogram, DataError> {
        if self.histogram.get().is_none() {
            let histogram = Histogram::of(&self.array, self.display_range()?, 256)?;
            return Ok(self.histogram.get_or_init(|| histogram));
        }
        self.histogram.get().ok_or_else(|| DataError::Invalid("the histogram vanished".to_owned()))
    }

    /// The histogram if someone computed it already.
    pub fn known_histogram(&self) -> Option<&Histogram> {
        self.histogram.get()
    }
}

impl PortData for Volume {
    fn data_type() -> &'static DataType {
        static TYPE: DataType = DataType { id: "org.inviwo.Volume", name: "Volume", color: [188, 101, 101] };
        &TYPE
    }

    fn dyn_type(&self) -> &'static DataType {
        Self::data_type()
    }

    fn describe(&self) -> Description {
        let [x, y, z] = self.dimensions();
        let mut rows = Description::new("Volume");
        rows.add("Dimensions", format!("{x} × {y} × {z}"));
        rows.add(
            "Format",
            format!("{}{}", self.format().numpy_name(), if self.channels() > 1 { format!(" × {}", self.channels()) } else { String::new() }),
        );
        rows.add_range(self.known_range(), self.data_map.data_range);
        rows.add_values(&self.data_map);
        rows.add_space(&self.space, &[x, y, z], &self.axes);
        rows.add("Memory", format_bytes(self.array.bytes()));
        for note in &self.notes {
            rows.add("Note", note.clone());
        }
        rows.shape = vec![x, y, z];
        rows.format = Some(self.format());
        rows.channels = self.channels();
        rows.range = self.known_range().map(|r| [r.min, r.max]).or(self.data_map.data_range);
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
