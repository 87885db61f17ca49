//! The data that ports carry, and its parts.

mod array;
mod buffer;
mod camera;
mod data_frame;
mod device;
mod format;
mod image;
mod layer;
mod mesh;
mod numbers;
mod sequence;
mod space;
mod statistics;
mod survey;
mod transfer_function;
mod volume;

pub use array::{Array, Storage};
pub use buffer::Buffer;
pub use camera::{Camera, Projection};
pub use data_frame::{Column, DataFrame};
pub use device::DeviceData;
pub use format::{Format, Scalar};
pub use image::Image;
pub use layer::{Layer, LayerKind};
pub use mesh::{Connectivity, DrawType, Mesh};
pub use numbers::Numbers;
pub use sequence::{InSequence, Sequence};
pub use space::{Axis, DataMap, Interpolation, Space, Wrapping};
pub use statistics::{Histogram, ValueRange};
pub use survey::{ChannelSurvey, Survey};
pub use transfer_function::{TfPoint, TransferFunction};
pub use volume::Volume;

use std::sync::atomic::{AtomicU64, Ordering};

/// Identity of one immutable piece of data; caches (the GPU's, say) are keyed by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DataId(u64);

impl DataId {
    /// An id that no other data of this process has.
    pub fn fresh() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        Self(NEXT.fetch_add(1, Ordering::Relaxed))
    }
}

/// `1536` as `"1.5 KiB"`.
pub fn format_bytes(bytes: usize) -> String {
    const UNITS: [&str; 6] = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];
    let mut value = bytes as f64;
    let mut unit = 0;
    while value >= 1024.0 && unit < UNITS.len() - 1 {
        value /= 1024.0;
        unit += 1;
    }
    match unit {
        0 => format!("{bytes} B"),
        _ if value < 10.0 => format!("{value:.1} {}", UNITS[unit]),
        _ => format!("{value:.0} {}", UNITS[unit]),
    }
}
