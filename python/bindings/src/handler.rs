//! NumPy's data memory handler (NEP 49): large arrays are born in segments that the program can map.
//!
//! The handler is a context variable of NumPy, so each host thread installs it. It lives for ever: arrays are freed through
//! the handler they were made with. Small requests go to NumPy's own handler, which caches them.
#![allow(unsafe_code, reason = "C functions that NumPy calls; each block states why it is sound")]

use std::ffi::{c_char, c_void};
use std::ptr::{NonNull, null_mut};
use std::sync::OnceLock;

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::types::PyCapsule;
use voxloom_core::memory::SHARED_FROM;

use crate::registry;

/// Slots of NumPy's C-API table.
const FEATURE_VERSION: usize = 211;
const SET_HANDLER: usize = 304;
const GET_HANDLER: usize = 305;
/// The C-API version of NumPy 1.22, which brought the handlers.
const NUMPY_1_22: u32 = 0xf;

/// `PyDataMemAllocator` of NumPy.
#[repr(C)]
#[derive(Clone, Copy)]
struct Allocator {
    context: *mut c_void,
    malloc: unsafe extern "C" fn(*mut c_void, usize) -> *mut c_void,
    calloc: unsafe extern "C" fn(*mut c_void, usize, usize) -> *mut c_void,
    realloc: unsafe extern "C" fn(*mut c_void, *mut c_void, usize) -> *mut c_void,
    free: unsafe extern "C" fn(*mut c_void, *mut c_void, usize),
}

/// `PyDataMem_Handler` of NumPy.
#[repr(C)]
struct Handler {
    name: [c_char; 127],
    version: u8,
    allocator: Allocator,
}

// SAFETY: the context pointer is NumPy's own (null), and the functions may be called from any thread that NumPy calls from.
unsafe impl Send for Allocator {}
// SAFETY: as above; nothing writes to an allocator after it is made.
unsafe impl Sync for Allocator {}

/// NumPy's own handler, which serves small requests.
static INNER: OnceLock<Allocator> = OnceLock::new();
/// The handler that NumPy is given.
static OURS: OnceLock<Handler> = OnceLock::new();

fn inner() -> &'static Allocator {
    match INNER.get() {
        Some(inner) => inner,
        // `install` sets it before NumPy can call anything here.
        None => unreachable!("the handler runs before it is installed"),
    }
}

unsafe extern "C" fn malloc(_context: *mut c_void, size: usize) -> *mut c_void {
    if size >= SHARED_FROM
        && let Some(address) = registry::allocate(size, false)
    {
        return address.as_ptr().cast();
    }
    // SAFETY: NumPy's own function with its own context.
    unsafe { (inner().malloc)(inner().context, size) }
}

unsafe extern "C" fn calloc(_context: *mut c_void, count: usize, size: usize) -> *mut c_void {
    let Some(bytes) = count.checked_mul(size) else { return null_mut() };
    if bytes >= SHARED_FROM
        && let Some(address) = registry::allocate(bytes, true)
    {
        return address.as_ptr().cast();
    }
    // SAFETY: NumPy's own function with its own context.
    unsafe { (inner().calloc)(inner().context, count, size) }
}

unsafe extern "C" fn realloc(context: *mut c_void, pointer: *mut c_void, size: usize) -> *mut c_void {
    let Some(old) = registry::born_length(pointer as usize) else {
        // SAFETY: not from a segment, so it came from NumPy's own allocator.
        let grown = unsafe { (inner().realloc)(inner().context, pointer, size) };
        if grown.is_null() || size < SHARED_FROM {
            return grown;
        }
        let Some(segment) = registry::allocate(size, false) else { return grown };
        // SAFETY: both have `size` bytes and do not overlap; the old block is not used again.
        unsafe {
            std::ptr::copy_nonoverlapping(grown.cast::<u8>(), segment.as_ptr(), size);
            (inner().free)(inner().context, grown, size);
        }
        return segment.as_ptr().cast();
    };
    if size >= SHARED_FROM && size <= old && size > old / 2 && !registry::was_passed(pointer as usize) {
        return pointer;
    }
    // SAFETY: a call to ourselves with what NumPy gave.
    let fresh = unsafe { malloc(context, size) };
    if !fresh.is_null() {
        // SAFETY: the old segment has `old` bytes, the fresh block `size`; they do not overlap.
        unsafe { std::ptr::copy_nonoverlapping(pointer.cast::<u8>(), fresh.cast::<u8>(), old.min(size)) };
        registry::release(pointer as usize);
    }
    fresh
}

unsafe extern "C" fn free(_context: *mut c_void, pointer: *mut c_void, size: usize) {
    if !registry::release(pointer as usize) {
        // SAFETY: not from a segment, so it came from NumPy's own allocator.
        unsafe { (inner().free)(inner().context, pointer, size) };
    }
}

/// Makes the calling thread's arrays of 1 MiB and more come from segments. Returns whether NumPy (1.22 or later) takes handlers.
#[pyfunction]
pub fn install_data_handler(py: Python<'_>) -> PyResult<bool> {
    let numpy = py.import("numpy")?;
    let core = if numpy.hasattr("_core")? { "numpy._core.multiarray" } else { "numpy.core.multiarray" };
    let capsule = py.import(core)?.getattr("_ARRAY_API")?.cast_into::<PyCapsule>()?;
    let table: NonNull<*const c_void> = capsule.pointer_checked(None)?.cast();
    // SAFETY: the table holds function pointers of the stated types at these slots since NumPy 1.5.
    let version = unsafe {
        let function: unsafe extern "C" fn() -> u32 = std::mem::transmute(*table.add(FEATURE_VERSION).as_ptr());
        function()
    };
    if version < NUMPY_1_22 {
        return Ok(false);
    }
    type Set = unsafe extern "C" fn(*mut pyo3::ffi::PyObject) -> *mut pyo3::ffi::PyObject;
    type Get = unsafe extern "C" fn() -> *mut pyo3::ffi::PyObject;
    // SAFETY: the table has these slots with these types since NumPy 1.22, which was checked.
    let (set, get) = unsafe {
        let (set, get) = (*table.add(SET_HANDLER).as_ptr(), *table.add(GET_HANDLER).as_ptr());
        (std::mem::transmute::<*const c_void, Set>(set), std::mem::transmute::<*const c_void, Get>(get))
    };
    if INNER.get().is_none() {
        // SAFETY: returns a new reference or sets an error.
        let current = unsafe { Bound::from_owned_ptr_or_err(py, get()) }?.cast_into::<PyCapsule>()?;
        let handler: NonNull<Handler> = current.pointer_checked(Some(c"mem_handler"))?.cast();
        // The capsule of NumPy's own handler lives as long as NumPy does; another's might not, so it is kept for ever.
        std::mem::forget(current);
        // SAFETY: a capsule of this name holds a handler.
        INNER.get_or_init(|| unsafe { handler.as_ref() }.allocator);
    }
    let ours = OURS.get_or_init(|| {
        let mut name = [0; 127];
        for (target, byte) in name.iter_mut().zip(b"voxloom_segments") {
            *target = *byte as c_char;
        }
        Handler { name, version: 1, allocator: Allocator { context: null_mut(), malloc, calloc, realloc, free } }
    });
    // SAFETY: the handler and the name live for ever; no destructor is needed.
    let capsule = unsafe {
        Bound::from_owned_ptr_or_err(py, pyo3::ffi::PyCapsule_New(std::ptr::from_ref(ours).cast_mut().cast(), c"mem_handler".as_ptr(), None))
    }?;
    // SAFETY: takes a borrowed capsule; returns a new reference to the earlier handler or sets an error.
    let earlier = unsafe { Bound::from_owned_ptr_or_err(py, set(capsule.as_ptr())) };
    earlier.map(|_| true).map_err(|error| {
        let failure = PyRuntimeError::new_err("NumPy refused the memory handler of Voxloom");
        failure.set_cause(py, Some(error));
        failure
    })
}

/// Marks the process as a fork of a host: it shares no memory with its parent from now on. Called in the child.
/// Returns the number of segments that could not be made private.
#[pyfunction]
pub fn after_fork() -> usize {
    registry::after_fork()
}
