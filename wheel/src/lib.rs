//! The extension module `_voxloom`: joins the crates and holds no logic.

use pyo3::prelude::*;

/// What `voxloom` and `inviwopy` need of Rust.
#[pymodule]
fn _voxloom(module: &Bound<'_, PyModule>) -> PyResult<()> {
    voxloom_bindings::populate(module)
}
