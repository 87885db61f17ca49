//! Exceptions raised in another thread: how a run that does not look at its flag is stopped.
#![allow(unsafe_code, reason = "a C function of Python; the block states why it is sound")]

use pyo3::prelude::*;
use pyo3::types::PyType;

/// Raises an exception in the thread with this identifier (`threading.get_ident()`), at its next Python instruction;
/// None takes back one that was not raised yet. Returns whether there is such a thread.
#[pyfunction]
#[pyo3(signature = (thread, exception=None))]
pub fn interrupt(thread: i64, exception: Option<&Bound<'_, PyType>>) -> bool {
    let exception = exception.map_or(std::ptr::null_mut(), |exception| exception.as_ptr());
    // SAFETY: attached; the exception class is alive for the call, which takes a reference of its own.
    unsafe { PyThreadState_SetAsyncExc(thread as std::ffi::c_ulong, exception) > 0 }
}

unsafe extern "C" {
    fn PyThreadState_SetAsyncExc(thread: std::ffi::c_ulong, exception: *mut pyo3::ffi::PyObject) -> std::ffi::c_int;
}
