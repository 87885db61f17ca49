//! Renderers: data in, pictures out.

mod camera;
mod lighting;
mod mesh_renderer;
mod volume_raycaster;

use voxloom_core::Context;
use voxloom_core::processor::BuiltIn;
use voxloom_core::property::Values;

/// The classes of this folder.
pub(crate) const LIST: &[fn() -> BuiltIn] = &[volume_raycaster::class, mesh_renderer::class];

/// What is behind everything: the property `background`, premultiplied, or nothing where the request wants it left out.
fn background(ctx: &Context<'_>, values: &Values) -> [f32; 4] {
    let [r, g, b, a] = if ctx.request().transparent { [0.0; 4] } else { values.color("background") };
    [r * a, g * a, b * a, a]
}
