//! A camera that fits the first data it sees.

use glam::Vec3;
use voxloom_core::Context;
use voxloom_core::data::{Camera, Volume};
use voxloom_core::property::Value;

/// The property `camera`, moved to see a ball in world space when nobody has set it yet; the document is told. `None`: there is nothing to see.
pub(super) fn fit(ctx: &mut Context<'_>, camera: Camera, ball: impl FnOnce() -> Option<(Vec3, f32)>) -> Camera {
    let Some((center, radius)) = camera.fit.then(ball).flatten() else { return camera };
    // The size of the picture plays no part: the same network gives the same camera everywhere.
    let fitted = camera.fitted(center, radius, 1.0);
    ctx.set_derived("camera", Value::Camera(fitted));
    fitted
}

/// The smallest ball around the middle of the volume's box that holds it.
pub(super) fn ball_around(volume: &Volume) -> (Vec3, f32) {
    let matrix = volume.space.drawn_world_from_data(volume.dimensions());
    let corners = (0..8).map(|i| matrix.transform_point3(Vec3::new((i & 1) as f32, (i >> 1 & 1) as f32, (i >> 2 & 1) as f32)));
    let center = matrix.transform_point3(Vec3::splat(0.5));
    (center, corners.map(|corner| corner.distance(center)).fold(0.0, f32::max))
}
