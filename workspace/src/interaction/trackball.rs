//! Moves of a camera: orbit, pan, zoom, axis views. Pure functions of the camera at the start of a drag.

use glam::{Quat, Vec2, Vec3};
use voxloom_core::data::{Camera, Projection};

/// Turn for a drag across the smaller side of the picture, in radians.
const TURN: f32 = std::f32::consts::PI;

/// Turns the camera around what it looks at. `delta` is the drag in parts of the smaller side, right and down positive.
///
/// The axis lies in the picture, across the drag, so that there is no pole to flip at.
pub fn orbit(start: &Camera, delta: Vec2) -> Camera {
    let (right, up, back) = start.basis();
    let angle = delta.length() * TURN;
    let axis = right * -delta.y + up * -delta.x;
    let Some(axis) = axis.try_normalize() else { return *start };
    let turn = Quat::from_axis_angle(axis, angle);
    let distance = start.look_from.distance(start.look_to);
    Camera { look_from: start.look_to + (turn * back).normalize() * distance, look_up: (turn * up).normalize(), fit: false, ..*start }
}

/// Moves the camera in the picture's plane; what it looks at follows the mouse. `delta` is in parts of the height, right and down positive.
pub fn pan(start: &Camera, delta: Vec2) -> Camera {
    let (right, up, _) = start.basis();
    let height = match start.projection {
        Projection::Perspective { fov } => 2.0 * start.look_from.distance(start.look_to) * (fov.to_radians() * 0.5).tan(),
        Projection::Orthographic { height } => height,
    };
    let shift = (up * delta.y - right * delta.x) * height;
    Camera { look_from: start.look_from + shift, look_to: start.look_to + shift, fit: false, ..*start }
}

/// Brings the camera nearer (`factor` below 1) or farther; near and far plane give way.
pub fn zoom(start: &Camera, factor: f32) -> Camera {
    let mut camera = Camera { fit: false, ..*start };
    match &mut camera.projection {
        Projection::Orthographic { height } => *height = (*height * factor).clamp(1e-6, 1e9),
        Projection::Perspective { .. } => {
            let (_, _, back) = start.basis();
            let distance = (start.look_from.distance(start.look_to) * factor).clamp(1e-6, 1e9);
            camera.look_from = start.look_to + back * distance;
            camera.near = start.near.min(distance * 0.02);
            camera.far = start.far.max(distance * 4.0);
        }
    }
    camera
}

/// The same view in the other projection: what one looks at keeps its size.
pub fn other_projection(camera: &Camera) -> Camera {
    let distance = camera.look_from.distance(camera.look_to);
    let projection = match camera.projection {
        Projection::Perspective { fov } => Projection::Orthographic { height: 2.0 * distance * (fov.to_radians() * 0.5).tan() },
        Projection::Orthographic { .. } => Projection::Perspective { fov: 38.0 },
    };
    let mut next = Camera { projection, fit: false, ..*camera };
    if let (Projection::Orthographic { height }, Projection::Perspective { fov }) = (camera.projection, projection) {
        let (_, _, back) = camera.basis();
        let distance = height * 0.5 / (fov * 0.5).to_radians().tan();
        next.look_from = camera.look_to + back * distance;
        next.near = camera.near.min(distance * 0.02);
        next.far = camera.far.max(distance * 4.0);
    }
    next
}

/// A view along an axis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AxisView {
    Front,
    Back,
    Right,
    Left,
    Top,
    Bottom,
}

impl AxisView {
    pub const ALL: [Self; 6] = [Self::Front, Self::Back, Self::Right, Self::Left, Self::Top, Self::Bottom];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Front => "+Z",
            Self::Back => "−Z",
            Self::Right => "+X",
            Self::Left => "−X",
            Self::Top => "+Y",
            Self::Bottom => "−Y",
        }
    }

    pub const fn help(self) -> &'static str {
        match self {
            Self::Front => "Look from the front, +Z (1 in the canvas)",
            Self::Back => "Look from the back, −Z (Shift+1)",
            Self::Right => "Look from the right, +X (3)",
            Self::Left => "Look from the left, −X (Shift+3)",
            Self::Top => "Look from above, +Y (7)",
            Self::Bottom => "Look from below, −Y (Shift+7)",
        }
    }

    /// Direction from the target to the eye, and up.
    const fn directions(self) -> (Vec3, Vec3) {
        match self {
            Self::Front => (Vec3::Z, Vec3::Y),
            Self::Back => (Vec3::NEG_Z, Vec3::Y),
            Self::Right => (Vec3::X, Vec3::Y),
            Self::Left => (Vec3::NEG_X, Vec3::Y),
            Self::Top => (Vec3::Y, Vec3::NEG_Z),
            Self::Bottom => (Vec3::NEG_Y, Vec3::Z),
        }
    }
}

/// Looks along an axis at what the camera looks at, from as far away.
pub fn axis_view(camera: &Camera, view: AxisView) -> Camera {
    let (back, up) = view.directions();
    let distance = camera.look_from.distance(camera.look_to);
    Camera { look_from: camera.look_to + back * distance, look_up: up, fit: false, ..*camera }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn camera() -> Camera {
        Camera { look_from: Vec3::new(1.0, 2.0, 3.0), look_to: Vec3::new(0.5, 0.0, -1.0), ..Camera::default() }
    }

    fn distance(camera: &Camera) -> f32 {
        camera.look_from.distance(camera.look_to)
    }

    #[test]
    fn orbit_keeps_the_distance_and_up_stays_orthogonal() {
        let mut moved = camera();
        for step in 0..200 {
            let delta = Vec2::new((step as f32 * 0.7).sin(), (step as f32 * 1.3).cos()) * 0.3;
            moved = orbit(&moved, delta);
            let (_, up, back) = moved.basis();
            assert!((distance(&moved) - distance(&camera())).abs() < 1e-3);
            assert!(moved.look_up.dot(back).abs() < 1e-4, "up leans by {}", moved.look_up.dot(back));
            assert!(moved.look_up.dot(up) > 0.999);
        }
        assert_eq!(moved.look_to, camera().look_to);
    }

    #[test]
    fn a_full_turn_returns() {
        for direction in [Vec2::X, Vec2::Y, Vec2::new(0.6, -0.8)] {
            let turned = orbit(&camera(), direction * 2.0);
            assert!(turned.look_from.distance(camera().look_from) < 1e-4);
        }
        let halves = orbit(&orbit(&camera(), Vec2::Y), Vec2::Y);
        assert!(halves.look_from.distance(camera().look_from) < 1e-4);
    }

    #[test]
    fn what_is_dragged_follows_the_mouse() {
        let start = Camera::default();
        assert!(orbit(&start, Vec2::new(0.1, 0.0)).look_from.x < 0.0);
        assert!(orbit(&start, Vec2::new(0.0, 0.1)).look_from.y > 0.0);
        let panned = pan(&start, Vec2::new(0.5, 0.0));
        // Half the height to the right: the point that was in the middle is half a height to the right of it now.
        let clip = panned.clip_from_view(1.0) * panned.view_from_world() * start.look_to.extend(1.0);
        assert!((clip.x / clip.w - 1.0).abs() < 1e-4 && (clip.y / clip.w).abs() < 1e-4);
    }

    #[test]
    fn zoom_keeps_the_direction_and_never_clips_what_it_left() {
        let near = zoom(&camera(), 0.1);
        assert!((distance(&near) - 0.1 * distance(&camera())).abs() < 1e-4);
        assert!(near.near < distance(&near));
        let back = zoom(&near, 10.0);
        assert!(back.look_from.distance(camera().look_from) < 1e-3);
        assert!(zoom(&camera(), 1e3).far > distance(&camera()) * 1e3);
    }

    #[test]
    fn axis_views_and_projections_keep_what_is_looked_at() {
        for view in AxisView::ALL {
            let seen = axis_view(&camera(), view);
            let (_, up, back) = seen.basis();
            assert!((distance(&seen) - distance(&camera())).abs() < 1e-4);
            assert!(up.dot(back).abs() < 1e-6 && up.dot(seen.look_up) > 0.999);
        }
        let there_and_back = other_projection(&other_projection(&camera()));
        assert!(there_and_back.look_from.distance(camera().look_from) < 1e-3);
    }
}
