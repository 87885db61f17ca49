//! Memory on a device, opaque to everyone but the crate that made it.

use std::any::Any;

use super::Format;
use crate::error::DataError;

/// Texels on a device (a GPU texture). `render` implements it and alone downcasts.
///
/// Once published it is never written again while someone may sample it.
pub trait DeviceData: Any + Send + Sync {
    fn format(&self) -> Format;
    /// Bytes on the device.
    fn bytes(&self) -> usize;
    /// Copies the texels to host memory in this crate's order (row 0 at the bottom). Blocks: never call it on the UI thread.
    fn read_back(&self) -> Result<Vec<u8>, DataError>;
    fn as_any(&self) -> &dyn Any;
}
