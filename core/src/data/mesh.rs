//! Mesh: vertices with attributes, and indices.

use super::{Buffer, Space, format_bytes};
use crate::error::DataError;
use crate::port::{DataType, Description, PortData};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DrawType {
    #[default]
    Points,
    Lines,
    Triangles,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Connectivity {
    #[default]
    Unconnected,
    Strip,
    Loop,
    Fan,
}

/// Vertices `(n, 3)`, optional normals `(n, 3)` and colors `(n, 3|4)`, and index lists `(m,)`.
#[derive(Debug, Clone, Default)]
pub struct Mesh {
    pub positions: Vec<[f32; 3]>,
    pub normals: Vec<[f32; 3]>,
    pub colors: Vec<[f32; 4]>,
    pub indices: Vec<(DrawType, Connectivity, Vec<u32>)>,
    /// Attributes that the program does not interpret, by name.
    pub attributes: Vec<(String, Buffer)>,
    pub space: Space,
}

impl Mesh {
    /// Refuses attributes of another length than the positions and indices out of range.
    pub fn check(&self) -> Result<(), DataError> {
        let n = self.positions.len();
        for (name, length) in [("normals", self.normals.len()), ("colors", self.colors.len())] {
            if length != 0 && length != n {
                return Err(DataError::Invalid(format!("the mesh has {n} positions but {length} {name}; both need the same number")));
            }
        }
        for (_, _, list) in &self.indices {
            if let Some(index) = list.iter().find(|index| **index as usize >= n) {
                return Err(DataError::Invalid(format!("the mesh index {index} is out of range: there are {n} vertices")));
            }
        }
        Ok(())
    }
}

impl PortData for Mesh {
    fn data_type() -> &'static DataType {
        static TYPE: DataType = DataType { id: "org.inviwo.Mesh", name: "Mesh", color: [188, 188, 101] };
        &TYPE
    }

    fn dyn_type(&self) -> &'static DataType {
        Self::data_type()
    }

    fn describe(&self) -> Description {
        let mut rows = Description::new("Mesh");
        rows.add("Vertices", self.positions.len().to_string());
        rows.add("Indices", self.indices.iter().map(|(_, _, list)| list.len()).sum::<usize>().to_string());
        rows.add("Memory", format_bytes(self.bytes()));
        rows.shape = vec![self.positions.len()];
        rows
    }

    fn bytes(&self) -> usize {
        self.positions.len() * 12
            + self.normals.len() * 12
            + self.colors.len() * 16
            + self.indices.iter().map(|(_, _, list)| list.len() * 4).sum::<usize>()
            + self.attributes.iter().map(|(_, buffer)| buffer.array().bytes()).sum::<usize>()
    }

    fn as_any(&self) -> &dyn std::any::Any {
        self
    }
}
