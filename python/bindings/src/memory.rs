//! Voxel memory as Python holds it.

use pyo3::exceptions::{PyMemoryError, PyValueError};
use pyo3::prelude::*;
use std::sync::atomic::{AtomicU64, Ordering};

use voxloom_core::memory::{Memory, MemoryMut, SHARED_FROM};

use crate::registry;

/// Bytes of arrays that were copied into segments on their way out.
static COPIED: AtomicU64 = AtomicU64::new(0);

/// Immutable bytes that stay at their address as long as this object lives.
#[pyclass(name = "Memory", module = "_voxloom", frozen)]
pub struct PyMemory(pub Memory);

#[pymethods]
impl PyMemory {
    /// Address of the first byte; views of it must keep this object alive.
    #[getter]
    fn address(&self) -> usize {
        self.0.as_bytes().as_ptr() as usize
    }

    #[getter]
    fn nbytes(&self) -> usize {
        self.0.len()
    }

    /// Whether another process can map the bytes.
    #[getter]
    fn shared(&self) -> bool {
        self.0.segment().is_some()
    }

    fn __repr__(&self) -> String {
        format!("<Memory of {} bytes>", self.0.len())
    }
}

/// Address and bytes of a C-contiguous array.
fn place(array: &Bound<'_, PyAny>) -> PyResult<(usize, usize)> {
    let contiguous: bool = array.getattr("flags")?.getattr("c_contiguous")?.extract()?;
    if !contiguous {
        return Err(PyValueError::new_err("only a C-contiguous array has its bytes in one piece"));
    }
    let (address, _): (usize, bool) = array.getattr("__array_interface__")?.get_item("data")?.extract()?;
    Ok((address, array.getattr("nbytes")?.extract()?))
}

/// The segment memory that a C-contiguous array lies in, or None when there is none that holds what the array holds. It never
/// changes: what this process writes to the array afterwards, through whatever view, goes to copies of the pages.
#[pyfunction]
pub fn memory_of(array: &Bound<'_, PyAny>) -> PyResult<Option<PyMemory>> {
    let (address, length) = place(array)?;
    Ok(registry::find(address, length).map(PyMemory))
}

/// Whether a C-contiguous array was written after [`memory_of`] returned its memory.
#[pyfunction]
pub fn was_written(array: &Bound<'_, PyAny>) -> PyResult<bool> {
    Ok(registry::was_written(place(array)?.0))
}

/// A copy of a C-contiguous array, in a segment from 1 MiB on.
#[pyfunction]
pub fn copy_of(array: &Bound<'_, PyAny>) -> PyResult<PyMemory> {
    let (address, length) = place(array)?;
    let mut memory = MemoryMut::zeroed(length).map_err(|error| PyMemoryError::new_err(error.to_string()))?;
    fill(array.py(), &mut memory, address, length);
    count_copy(if length >= SHARED_FROM { length as u64 } else { 0 });
    Ok(PyMemory(memory.freeze()))
}

#[allow(unsafe_code, reason = "reads an array by its address")]
fn fill(py: Python<'_>, memory: &mut MemoryMut, address: usize, length: usize) {
    let target = memory.as_bytes_mut();
    let mut copy = move || {
        // SAFETY: the caller holds the array, whose `length` bytes begin at `address`; the target is fresh memory of the same
        // length. Another thread may write the array meanwhile, so the bytes are moved raw and never seen through a reference.
        unsafe { std::ptr::copy_nonoverlapping(address as *const u8, target.as_mut_ptr(), length) }
    };
    if length >= SHARED_FROM { py.detach(copy) } else { copy() }
}

/// Adds to the figure of [`copied_bytes`].
#[pyfunction]
pub fn count_copy(bytes: u64) {
    COPIED.fetch_add(bytes, Ordering::Relaxed);
}

/// Bytes of arrays of 1 MiB and more that were copied because of where they lay, since the start.
#[pyfunction]
pub fn copied_bytes() -> u64 {
    COPIED.load(Ordering::Relaxed) + voxloom_core::memory::copied_bytes()
}

/// `(arrays in segments, kept segments, bytes of kept segments)`.
#[pyfunction]
pub fn segment_statistics() -> (usize, usize, usize) {
    let (count, bytes) = voxloom_core::memory::pool_statistics();
    (registry::born(), count, bytes)
}
