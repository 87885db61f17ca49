//! Renderers: data in, pictures out.

mod camera;
mod lighting;
mod mesh_renderer;
mod volume_raycaster;

use voxloom_core::processor::BuiltIn;

/// The classes of this folder.
pub(crate) const LIST: &[fn() -> BuiltIn] = &[volume_raycaster::class, mesh_renderer::class];
