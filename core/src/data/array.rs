//! Shape, format and storage: what volumes, layers and buffers have in common.

use std::sync::{Arc, OnceLock};

use ndarray::ArrayViewD;

use super::{DataId, DeviceData, Format, Scalar};
use crate::error::DataError;
use crate::memory::Memory;

/// Where the elements lie.
#[derive(Clone)]
pub enum Storage {
    /// Bytes that this process can read.
    Host(Memory),
    /// Bytes on a device, and their copy on the host once someone asked for it.
    Device(Arc<dyn DeviceData>, Arc<OnceLock<Memory>>),
}

/// An immutable n-dimensional array with 1–4 channels, C order, last axis fastest, channels interleaved.
#[derive(Clone)]
pub struct Array {
    id: DataId,
    shape: Arc<[usize]>,
    channels: usize,
    format: Format,
    storage: Storage,
}

impl std::fmt::Debug for Array {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Array({:?} x{} {})", self.shape, self.channels, self.format.numpy_name())
    }
}

impl Array {
    /// An array over bytes in host memory. `what` names it in errors.
    pub fn new(what: &'static str, shape: &[usize], channels: usize, format: Format, memory: Memory) -> Result<Self, DataError> {
        if !(1..=4).contains(&channels) {
            return Err(DataError::Channels { what, got: channels });
        }
        const AXES: [&[&str]; 4] = [&[], &["x"], &["y", "x"], &["z", "y", "x"]];
        if let Some(axis) = shape.iter().position(|n| *n == 0) {
            return Err(DataError::EmptyAxis { axis: AXES.get(shape.len()).and_then(|names| names.get(axis)).copied().unwrap_or("?") });
        }
        let expected = shape.iter().try_fold(channels * format.size(), |all, n| all.checked_mul(*n));
        if expected != Some(memory.len()) {
            return Err(DataError::WrongSize {
                what,
                got: memory.len(),
                expected: expected.unwrap_or(usize::MAX),
                shape: shape.to_vec(),
                channels,
                format: format.numpy_name(),
            });
        }
        if !(memory.as_bytes().as_ptr() as usize).is_multiple_of(format.size()) {
            return Err(DataError::Invalid(format!("the memory of the {what} is not aligned to {} bytes", format.size())));
        }
        Ok(Self { id: DataId::fresh(), shape: shape.into(), channels, format, storage: Storage::Host(memory) })
    }

    /// An array over typed elements.
    pub fn from_vec<T: Scalar>(what: &'static str, shape: &[usize], channels: usize, elements: Vec<T>) -> Result<Self, DataError> {
        Self::new(what, shape, channels, T::FORMAT, Memory::from_vec(elements))
    }

    /// An array that lies on a device.
    pub fn on_device(shape: &[usize], channels: usize, device: Arc<dyn DeviceData>) -> Self {
        Self { id: DataId::fresh(), shape: shape.into(), channels, format: device.format(), storage: Storage::Device(device, Arc::default()) }
    }

    pub fn id(&self) -> DataId {
        self.id
    }

    /// Lengths of the axes, slowest first, channels not among them.
    pub fn shape(&self) -> &[usize] {
        &self.shape
    }

    pub fn channels(&self) -> usize {
        self.channels
    }

    pub fn format(&self) -> Format {
        self.format
    }

    /// Elements, each with all its channels.
    pub fn elements(&self) -> usize {
        self.shape.iter().product()
    }

    /// Bytes of the elements, wherever they lie.
    pub fn bytes(&self) -> usize {
        self.elements() * self.channels * self.format.size()
    }

    pub fn storage(&self) -> &Storage {
        &self.storage
    }

    /// The device data, if it lies there.
    pub fn device(&self) -> Option<&Arc<dyn DeviceData>> {
        match &self.storage {
            Storage::Device(device, _) => Some(device),
            Storage::Host(_) => None,
        }
    }

    /// The bytes on the host; data on a device is read back once and kept. May block: not for the UI thread.
    pub fn memory(&self) -> Result<&Memory, DataError> {
        match &self.storage {
            Storage::Host(memory) => Ok(memory),
            Storage::Device(device, copy) => {
                if copy.get().is_none() {
                    let bytes = device.read_back()?;
                    crate::memory::count_read_back(bytes.len());
                    // Two threads may race to read back; either copy is right.
                    drop(copy.set(Memory::from_vec(bytes)));
                }
                copy.get().ok_or_else(|| DataError::ReadBack("the copy vanished".to_owned()))
            }
        }
    }

    /// The bytes on the host if they are there already: nothing is read back, nobody waits.
    pub fn known_memory(&self) -> Option<&Memory> {
        match &self.storage {
            Storage::Host(memory) => Some(memory),
            Storage::Device(_, copy) => copy.get(),
        }
    }

    /// The elements as a flat slice, channels interleaved.
    pub fn as_slice<T: Scalar>(&self) -> Result<&[T], DataError> {
        if T::FORMAT != self.format {
            return Err(DataError::WrongFormat { got: self.format.numpy_name(), expected: T::FORMAT.numpy_name() });
        }
        Ok(bytemuck::cast_slice(self.memory()?.as_bytes()))
    }

    /// The elements as an `ndarray` view: the shape, then the channels when there are several.
    pub fn view<T: Scalar>(&self) -> Result<ArrayViewD<'_, T>, DataError> {
        let mut shape = self.shape.to_vec();
        if self.channels > 1 {
            shape.push(self.channels);
        }
        ArrayViewD::from_shape(shape, self.as_slice::<T>()?).map_err(|error| DataError::Invalid(error.to_string()))
    }

    /// The same elements with another id and no other difference.
    pub fn with_fresh_id(&self) -> Self {
        Self { id: DataId::fresh(), ..self.clone() }
    }
}
