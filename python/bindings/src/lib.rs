//! The Python side: what of `voxloom` and `inviwopy` has to be Rust. The rest is the package in `python/`.
//!
//! Invariants
//! * Nothing here holds a reference into the document or the live side: messages are all that crosses.
//! * Memory that was handed to someone is never written again, and what was received is never written at all.
//! * Rust reached from Python detaches before anything long; no lock of ours is held while Python code runs.
//!
//! Read `memory.rs` first.

mod connection;
mod handler;
mod interrupt;
mod memory;
mod registry;

pub use connection::{Connection, over as connection_over};
use pyo3::prelude::*;

/// Fills the extension module.
pub fn populate(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add("PROTOCOL_VERSION", voxloom_protocol::message::PROTOCOL_VERSION)?;
    module.add("SHARED_FROM", voxloom_core::memory::SHARED_FROM)?;
    module.add_class::<connection::Connection>()?;
    module.add_class::<connection::PyAttached>()?;
    module.add_class::<connection::Outgoing>()?;
    module.add_class::<memory::PyMemory>()?;
    module.add_function(wrap_pyfunction!(connection::connect, module)?)?;
    module.add_function(wrap_pyfunction!(connection::connection_pair, module)?)?;
    module.add_function(wrap_pyfunction!(handler::install_data_handler, module)?)?;
    module.add_function(wrap_pyfunction!(handler::after_fork, module)?)?;
    module.add_function(wrap_pyfunction!(interrupt::interrupt, module)?)?;
    module.add_function(wrap_pyfunction!(memory::memory_of, module)?)?;
    module.add_function(wrap_pyfunction!(memory::was_written, module)?)?;
    module.add_function(wrap_pyfunction!(memory::copy_of, module)?)?;
    module.add_function(wrap_pyfunction!(memory::count_copy, module)?)?;
    module.add_function(wrap_pyfunction!(memory::copied_bytes, module)?)?;
    module.add_function(wrap_pyfunction!(memory::segment_statistics, module)?)?;
    Ok(())
}
