//! Mesh: vertices with attributes, and indices.

use glam::{Mat4, Vec3};

use super::{Buffer, DataId, Space, format_bytes};
use crate::error::DataError;
use crate::port::{DataType, Description, PortData};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DrawType {
    #[default]
    Points,
    Lines,
    Triangles,
}

impl DrawType {
    /// In a word, for messages.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Points => "points",
            Self::Lines => "lines",
            Self::Triangles => "triangles",
        }
    }
}

/// How the indices of a list are joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Connectivity {
    #[default]
    Unconnected,
    Strip,
    Loop,
    Fan,
}

/// Vertices `(n, 3)`, optional normals `(n, 3)` and colors `(n, 4)` (sRGB and opacity, 0–1, not premultiplied), and index lists `(m,)`.
#[derive(Debug)]
pub struct Mesh {
    /// Keys caches. Every value has its own, clones too: who changes a mesh in place after it was drawn gives it a fresh one.
    pub id: DataId,
    /// In data space.
    pub positions: Vec<[f32; 3]>,
    pub normals: Vec<[f32; 3]>,
    pub colors: Vec<[f32; 4]>,
    /// What is drawn. Vertices that no list names are not.
    pub indices: Vec<(DrawType, Connectivity, Vec<u32>)>,
    /// Further attributes by name: [`Mesh::PICKING`], and those that the program does not interpret.
    pub attributes: Vec<(String, Buffer)>,
    /// A model matrix that nothing stated is the identity.
    pub space: Space,
}

impl Default for Mesh {
    fn default() -> Self {
        Self {
            id: DataId::fresh(),
            positions: Vec::new(),
            normals: Vec::new(),
            colors: Vec::new(),
            indices: Vec::new(),
            attributes: Vec::new(),
            space: Space::default(),
        }
    }
}

impl Clone for Mesh {
    fn clone(&self) -> Self {
        Self {
            id: DataId::fresh(),
            positions: self.positions.clone(),
            normals: self.normals.clone(),
            colors: self.colors.clone(),
            indices: self.indices.clone(),
            attributes: self.attributes.clone(),
            space: self.space,
        }
    }
}

impl Mesh {
    /// Name of the attribute with the picking id of each vertex: `(n,)` whole numbers, 0 for "none".
    pub const PICKING: &str = "PickingAttrib";

    /// An attribute by name.
    pub fn attribute(&self, name: &str) -> Option<&Buffer> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, buffer)| buffer)
    }

    pub fn world_from_data(&self) -> Mat4 {
        self.space.world_from_model * self.space.model_matrix()
    }

    /// The finite positions in world space.
    fn world_points(&self) -> impl Iterator<Item = Vec3> {
        let matrix = self.world_from_data();
        self.positions.iter().map(move |p| matrix.transform_point3(Vec3::from(*p))).filter(|p| p.is_finite())
    }

    /// Lowest and highest corner in world space; `None` when there are no finite positions.
    pub fn world_bounds(&self) -> Option<[Vec3; 2]> {
        self.world_points().map(|p| [p, p]).reduce(|a, b| [a[0].min(b[0]), a[1].max(b[1])])
    }

    /// Distance of the farthest vertex from a point, in world space.
    pub fn world_radius(&self, center: Vec3) -> f32 {
        self.world_points().map(|p| p.distance_squared(center)).fold(0.0, f32::max).sqrt()
    }

    /// Refuses attributes of another length than the positions and indices out of range.
    pub fn check(&self) -> Result<(), DataError> {
        let n = self.positions.len();
        for (name, length) in [("normals", self.normals.len()), ("colors", self.colors.len())] {
            if length != 0 && length != n {
                return Err(DataError::Invalid(format!("the mesh has {n} positions but {length} {name}; both need the same number")));
            }
        }
        for (number, (draw, _, list)) in self.indices.iter().enumerate() {
            if let Some(place) = list.iter().position(|index| *index as usize >= n) {
                let (index, what) = (list[place], draw.name());
                let there = if n == 0 { "has no vertices".to_owned() } else { format!("has {n} vertices, 0 to {}", n - 1) };
                return Err(DataError::Invalid(format!(
                    "the mesh index {index} is out of range: the mesh {there} (entry {place} of index list {number}, {what})"
                )));
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
        for (draw, connectivity, list) in &self.indices {
            let corners = match draw {
                DrawType::Points => 1,
                DrawType::Lines => 2,
                DrawType::Triangles => 3,
            };
            let count = match connectivity {
                Connectivity::Unconnected => list.len() / corners,
                Connectivity::Strip | Connectivity::Fan => (list.len() + 1).saturating_sub(corners),
                Connectivity::Loop => list.len(),
            };
            rows.add("Drawn", format!("{count} {}", draw.name()));
        }
        rows.add("Indices", self.indices.iter().map(|(_, _, list)| list.len()).sum::<usize>().to_string());
        let parts = [("normals", !self.normals.is_empty()), ("colors", !self.colors.is_empty())];
        let parts = parts.iter().filter(|(_, has)| *has).map(|(name, _)| *name).chain(self.attributes.iter().map(|(name, _)| name.as_str()));
        let parts: Vec<&str> = parts.collect();
        if !parts.is_empty() {
            rows.add("Attributes", parts.join(", "));
        }
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
