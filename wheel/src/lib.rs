//! The extension module `_voxloom`: joins the crates and holds no logic.

#[cfg(feature = "network")]
mod network;

use pyo3::prelude::*;

/// What `voxloom` and `inviwopy` need of Rust.
#[pymodule]
fn _voxloom(module: &Bound<'_, PyModule>) -> PyResult<()> {
    voxloom_bindings::populate(module)?;
    #[cfg(feature = "network")]
    {
        module.add_function(wrap_pyfunction!(network::start_program, module)?)?;
        module.add_function(wrap_pyfunction!(network::stop_program, module)?)?;
    }
    Ok(())
}
