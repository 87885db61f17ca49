//! Ready-made transfer functions.

use voxloom_core::data::TransferFunction;

use super::scale::Scale;

pub struct Preset {
    pub name: &'static str,
    pub help: &'static str,
    /// Part of the range, then red, green, blue and opacity.
    points: &'static [(f64, [f32; 4])],
}

pub const ALL: &[Preset] = &[
    Preset { name: "Grayscale", help: "Black and clear to white and solid", points: &[(0.0, [0.0, 0.0, 0.0, 0.0]), (1.0, [1.0, 1.0, 1.0, 1.0])] },
    Preset {
        name: "CT bone",
        help: "Bone solid, soft tissue faint",
        points: &[
            (0.0, [0.0, 0.0, 0.0, 0.0]),
            (0.28, [0.55, 0.25, 0.15, 0.0]),
            (0.34, [0.88, 0.60, 0.29, 0.06]),
            (0.46, [1.0, 0.94, 0.83, 0.72]),
            (1.0, [1.0, 1.0, 0.98, 0.9]),
        ],
    },
    Preset {
        name: "CT tissue",
        help: "Skin and soft tissue in warm tones, bone white",
        points: &[
            (0.0, [0.0, 0.0, 0.0, 0.0]),
            (0.2, [0.6, 0.25, 0.2, 0.0]),
            (0.26, [0.83, 0.47, 0.37, 0.2]),
            (0.36, [0.86, 0.6, 0.45, 0.1]),
            (0.5, [1.0, 0.95, 0.85, 0.75]),
            (1.0, [1.0, 1.0, 1.0, 0.9]),
        ],
    },
    Preset {
        name: "Heat",
        help: "Black, red, yellow, white",
        points: &[(0.0, [0.0, 0.0, 0.0, 0.0]), (0.33, [0.8, 0.05, 0.0, 0.2]), (0.66, [1.0, 0.78, 0.1, 0.55]), (1.0, [1.0, 1.0, 0.95, 0.95])],
    },
    Preset {
        name: "Viridis",
        help: "Even steps for the eye, from violet to yellow",
        points: &[
            (0.0, [0.267, 0.005, 0.329, 0.0]),
            (0.2, [0.255, 0.267, 0.530, 0.08]),
            (0.4, [0.165, 0.471, 0.558, 0.2]),
            (0.6, [0.134, 0.659, 0.518, 0.4]),
            (0.8, [0.478, 0.821, 0.32, 0.65]),
            (1.0, [0.993, 0.906, 0.144, 0.95]),
        ],
    },
    Preset {
        name: "Cool to warm",
        help: "Blue below, red above, clear in between: for values of both signs",
        points: &[(0.0, [0.23, 0.30, 0.75, 0.8]), (0.45, [0.80, 0.84, 0.92, 0.0]), (0.55, [0.92, 0.83, 0.79, 0.0]), (1.0, [0.71, 0.02, 0.15, 0.8])],
    },
    Preset {
        name: "Isolate",
        help: "Only a narrow stretch of values, to drag along the range",
        points: &[(0.42, [0.95, 0.62, 0.25, 0.0]), (0.5, [1.0, 0.86, 0.55, 0.85]), (0.58, [0.95, 0.62, 0.25, 0.0])],
    },
];

/// The preset over the range of the plot; mask and the kind of positions stay.
pub fn applied(preset: &Preset, function: &TransferFunction, scale: &Scale) -> TransferFunction {
    let shape = TransferFunction::new(preset.points.iter().map(|(part, color)| (scale.at_part(*part), *color)));
    let mut next = function.clone();
    next.set_points(shape.points().to_vec());
    next
}
