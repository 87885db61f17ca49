//! Light, as all renderers have it.

use glam::Vec3;
use voxloom_core::Values;
use voxloom_core::property::{self, Property, Semantics};
use voxloom_render::Lighting;

/// The properties under `lighting`. `help` says what the light falls on.
pub(super) fn properties(help: &str) -> Property {
    Property::composite(
        "lighting",
        "Lighting",
        vec![
            Property::option("shadingMode", "Shading", &[("blinnphong", "Blinn-Phong"), ("none", "None")]).help(help),
            Property::float("ambient", "Ambient", 0.25, 0.0..=1.0),
            Property::float("diffuse", "Diffuse", 0.75, 0.0..=1.0),
            Property::float("specular", "Specular", 0.25, 0.0..=1.0),
            Property::float("materialShininess", "Shininess", 24.0, 1.0..=180.0),
            Property::bool("headLight", "Head light", true).help("The light goes with the camera."),
            Property::new(
                "lightPosition",
                "Light position",
                property::Kind::FloatVector(property::VectorKind::new(&[2.0, 3.0, 4.0], -20.0, 20.0, 0.1)),
            )
            .semantics(Semantics::LightPosition)
            .help("In world space, when the light does not go with the camera."),
        ],
    )
}

/// What they say; `None`: unshaded.
pub(super) fn read(values: &Values) -> Option<Lighting> {
    (values.text("lighting.shadingMode") != "none").then(|| Lighting {
        ambient: values.float("lighting.ambient") as f32,
        diffuse: values.float("lighting.diffuse") as f32,
        specular: values.float("lighting.specular") as f32,
        shininess: values.float("lighting.materialShininess") as f32,
        position: (!values.bool("lighting.headLight")).then(|| {
            let p = values.floats("lighting.lightPosition");
            Vec3::new(p[0] as f32, p[1] as f32, p[2] as f32)
        }),
    })
}
