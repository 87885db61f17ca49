//! Objects of Python's that flow through ports but stay in their host.

use std::sync::Arc;

use voxloom_core::port::{DataType, Description, PortData};

/// An object of Python's that flows through ports but stays in its host.
pub struct PythonObject {
    /// Its key in the host.
    pub handle: u64,
    /// What the port inspector says.
    pub summary: String,
    home: Option<Release>,
}

/// Where objects live.
pub trait ObjectHome: std::any::Any + Send + Sync {
    /// Nobody holds an object any more.
    fn release(&self, handle: u64);
}

/// The home of an object, which is told when it is not needed any more.
pub type Release = Arc<dyn ObjectHome>;

impl PythonObject {
    pub fn new(handle: u64, summary: String, home: Option<Release>) -> Self {
        Self { handle, summary, home }
    }

    /// Where it lives, when that is of this type.
    pub fn home<T: ObjectHome>(&self) -> Option<&T> {
        let home: &dyn std::any::Any = &**self.home.as_ref()?;
        home.downcast_ref()
    }
}

impl Drop for PythonObject {
    fn drop(&mut self) {
        if let Some(home) = &self.home {
            home.release(self.handle);
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
