//! Objects of Python's that flow through ports but stay in their host.

use std::sync::Arc;

use voxloom_core::port::{DataType, Description, PortData};

/// An object of Python's that flows through ports but stays in its host.
pub struct PythonObject {
    /// Its key in the host.
    pub handle: u64,
    /// What the port inspector says.
    pub summary: String,
    release: Option<Release>,
}

/// Called when nobody holds an object any more.
pub type Release = Arc<dyn Fn(u64) + Send + Sync>;

impl PythonObject {
    pub fn new(handle: u64, summary: String, release: Option<Release>) -> Self {
        Self { handle, summary, release }
    }
}

impl Drop for PythonObject {
    fn drop(&mut self) {
        if let Some(release) = &self.release {
            release(self.handle);
        }
    }
}

impl PortData for PythonObject {
    fn data_type() -> &'static DataType {
        static TYPE: DataType = DataType { id: "org.inviwo.PythonObject", name: "Python object", color: [190, 190, 190] };
        &TYPE
    }

    fn dyn_type(&self) -> &'static DataType {
        Self::data_type()
    }

    fn describe(&self) -> Description {
        let mut rows = Description::new("Python object");
        rows.add("Value", self.summary.clone());
        rows
    }

    fn bytes(&self) -> usize {
        0
    }

    fn as_any(&self) -> &dyn std::any::Any {
        self
    }
}
