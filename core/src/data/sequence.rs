//! Sequences: several volumes or meshes on one port, in order.

use std::sync::Arc;

use super::{Array, Mesh, Volume, format_bytes};
use crate::port::{DataType, Description, PortData};

/// Data that comes in sequences.
pub trait InSequence: PortData + Sized {
    /// The type of a sequence of this.
    fn sequence_type() -> &'static DataType;
}

/// Volumes over time, meshes of parts.
#[derive(Debug, Clone)]
pub struct Sequence<T>(pub Vec<Arc<T>>);

impl InSequence for Volume {
    fn sequence_type() -> &'static DataType {
        static TYPE: DataType = DataType { id: "org.inviwo.VolumeSequence", name: "Volume sequence", color: [115, 41, 41] };
        &TYPE
    }
}

impl InSequence for Mesh {
    fn sequence_type() -> &'static DataType {
        static TYPE: DataType = DataType { id: "org.inviwo.MeshSequence", name: "Mesh sequence", color: [153, 139, 57] };
        &TYPE
    }
}

impl<T: InSequence> PortData for Sequence<T> {
    fn data_type() -> &'static DataType {
        T::sequence_type()
    }

    fn dyn_type(&self) -> &'static DataType {
        Self::data_type()
    }

    fn describe(&self) -> Description {
        let first = self.0.first().map(|first| first.describe());
        let mut rows = Description { title: Self::data_type().name, rows: Vec::new(), ..first.unwrap_or_default() };
        rows.add("Elements", self.0.len().to_string());
        rows.add("Memory", format_bytes(self.bytes()));
        rows
    }

    fn numbers(&self) -> Option<&Array> {
        self.0.first()?.numbers()
    }

    fn bytes(&self) -> usize {
        self.0.iter().map(|element| element.bytes()).sum()
    }

    fn as_any(&self) -> &dyn std::any::Any {
        self
    }
}
