//! Pictures of volumes and meshes. Volumes: one scene description, two back ends that draw it and test each other. Meshes: [`draw`], on the GPU.
//!
//! Invariants
//! * Nothing here knows the network or a window; [`Renderer`] is all that others need.
//! * Both back ends use the sampling lattice of [`view`] and the cells of [`macro_cells`]:
//!   skipping never changes a byte of a picture, and the two pictures differ by rounding only.
//! * Work on the GPU is submitted off the UI thread and in short pieces.

pub mod cpu;
pub mod draw;
pub mod gpu;
pub mod macro_cells;
pub mod reference;
mod renderer;
pub mod scene;
pub mod transfer;
pub mod view;

pub use draw::{BoxEdges, Cull, MeshLook, MeshScene};
pub use renderer::{BackEnd, BackEndChoice, Frame, RenderError, Renderer};
pub use scene::{Compositing, Lighting, Scene, VolumeItem};
