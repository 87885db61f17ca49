//! Exceptions raised in another thread: how a run that does not look at its flag is stopped.
#![allow(unsafe_code, reason = "a C function of Python; the block states why it is sound")]

use pyo3::prelude::*;
use pyo3::types::PyType;

/// Raises an exception in the thread with this identifier (`threading.get_ident()`), at its next Python instruction.
/// Returns whether there is such a thread.
///
/// There is no taking back: Python 3.11 would look for a pending exception for ever after (and hang under a profiler).
#[pyfunction]
pub fn interrupt(thread: i64, exception: &Bound<'_, PyType>) -> bool {
    // SAFETY: attached; the exception class is alive for the call, which takes a reference of its own.
    unsafe { PyThreadState_SetAsyncExc(thread as std::ffi::c_ulong, exception.as_ptr()) > 0 }
}

unsafe extern "C" {
    fn PyThreadState_SetAsyncExc(thread: std::ffi::c_ulong, exception: *mut pyo3::ffi::PyObject) -> std::ffi::c_int;
}
