//! Lists of numbers, vectors or matrices, each element type with a port type of its own, as Inviwo has them.

use super::Array;
use crate::port::{DataType, Description, PortData};

/// `(n[, c])` numbers; matrices as `n` times their columns, one after the other.
#[derive(Debug, Clone)]
pub struct Numbers {
    kind: &'static DataType,
    /// `None`: the list is empty.
    array: Option<Array>,
}

macro_rules! kinds {
    ($($name:literal),* $(,)?) => {
        static KINDS: &[DataType] = &[$(DataType { id: concat!("org.inviwo.", $name, "Vector"), name: concat!($name, " list"), color: [71, 148, 118] }),*];
    };
}
kinds!(
    "float", "double", "int", "uint", "vec2", "vec3", "vec4", "dvec2", "dvec3", "dvec4", "ivec2", "ivec3", "ivec4", "uvec2", "uvec3", "uvec4",
    "mat2", "mat3", "mat4", "dmat2", "dmat3", "dmat4", "imat2", "imat3", "imat4", "umat2", "umat3", "umat4",
);

impl Numbers {
    /// A list for the port type of this identifier, `org.inviwo.vec3Vector` say; `None` when there is no such type.
    pub fn new(data_type: &str, array: Option<Array>) -> Option<Self> {
        KINDS.iter().find(|kind| kind.id == data_type).map(|kind| Self { kind, array })
    }

    /// All types of lists.
    pub fn types() -> &'static [DataType] {
        KINDS
    }

    pub fn array(&self) -> Option<&Array> {
        self.array.as_ref()
    }
}

impl PortData for Numbers {
    /// The first of the types; a list says its own with [`PortData::dyn_type`].
    fn data_type() -> &'static DataType {
        &KINDS[0]
    }

    fn dyn_type(&self) -> &'static DataType {
        self.kind
    }

    fn describe(&self) -> Description {
        let mut rows = Description::new(self.kind.name);
        rows.add("Length", self.array.as_ref().map_or(0, |array| array.shape()[0]).to_string());
        if let Some(array) = &self.array {
            rows.add("Format", format!("{} × {}", array.format().numpy_name(), array.channels()));
            rows.shape = array.shape().to_vec();
            rows.format = Some(array.format());
            rows.channels = array.channels();
        }
        rows
    }

    fn numbers(&self) -> Option<&Array> {
        self.array.as_ref()
    }

    fn bytes(&self) -> usize {
        self.array.as_ref().map_or(0, Array::bytes)
    }

    fn as_any(&self) -> &dyn std::any::Any {
        self
    }
}
