//! What else is drawn besides volumes: plain data, and the parts of drawing that need no device.

pub mod mesh;
pub mod primitives;

pub use mesh::{BoxEdges, Cull, MeshLook, MeshScene};
