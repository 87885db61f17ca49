//! Volume Raycaster: a picture of a volume.

use std::sync::Arc;

use glam::Vec3;
use voxloom_core::data::{Image, Interpolation, TransferFunction, Volume};
use voxloom_core::processor::{BuiltIn, Flow, Interface, Processor, ProcessorInfo};
use voxloom_core::property::RangeKind;
use voxloom_core::{Context, PortSpec, ProcessorError, Property, Quality, property};
use voxloom_render::scene::extent;
use voxloom_render::{BackEnd, Compositing, RenderError, Renderer, Scene, VolumeItem};

use super::{background, camera, lighting};

const HELP: &str = "Draws a volume by casting rays through it.\n\n\
Front to back with a transfer function, or the maximum along the ray. Opacity is that over 1/256 of the longest edge, whatever the sampling rate. \
Drag on the canvas to orbit. The camera fits the first volume that arrives. Draws on the GPU, or on the CPU where there is none.";

/// Pictures with more pixels than this are drawn at half the size on the CPU while something moves.
const MOVING_PIXELS: u32 = 150_000;

pub(crate) fn class() -> BuiltIn {
    BuiltIn::new(
        ProcessorInfo::built_in("org.inviwo.VolumeRaycaster", "Volume Raycaster", "Volume Rendering", HELP)
            .tags("CPU, GPU, Volume, Image, Raycaster"),
        interface,
        |_| Box::new(VolumeRaycaster),
    )
}

fn interface() -> Interface {
    let clip = |id: &str, name: &str| {
        Property::new(id, name, property::Kind::MinMax(RangeKind::new([0.0, 1.0], [0.0, 1.0]))).help("Part of the volume that is drawn, 0–1.")
    };
    Interface::new()
        .inport(PortSpec::new::<Volume>("volume", "The volume to draw."))
        .outport(PortSpec::new::<Image>("outport", "Color, depth and picking."))
        .property(Property::composite(
            "raycaster",
            "Raycaster",
            vec![
                Property::option(
                    "compositingMode",
                    "Compositing",
                    &[("dvr", "Volume rendering"), ("mip", "Maximum"), ("mipColor", "Maximum, colored")],
                )
                .help("How the samples along a ray become a color."),
                Property::float("samplingRate", "Sampling rate", 2.0, 0.5..=20.0).help("Samples per voxel."),
                Property::int("channel", "Channel", 0, 0..=3).help("The channel that is drawn."),
            ],
        ))
        .property(Property::composite(
            "isotfComposite",
            "Transfer function",
            vec![Property::transfer_function("tf", "Transfer function", default_transfer_function()).help("Color and opacity by value.")],
        ))
        .property(lighting::properties("Light from the gradient of the values."))
        .property(Property::composite("clip", "Clipping", vec![clip("x", "x"), clip("y", "y"), clip("z", "z")]))
        .property(Property::color("background", "Background", [0.055, 0.06, 0.075, 1.0]).help("Behind the volume."))
        .property(Property::bool("boundingBox", "Bounding box", true).help("Draws the edges of the volume."))
        .property(Property::color("boundingBoxColor", "Box color", [0.45, 0.5, 0.6, 0.6]))
        .property(Property::camera("camera", "Camera"))
}

/// Gray, what is dark transparent: shows something sensible of most data.
fn default_transfer_function() -> TransferFunction {
    TransferFunction::new([
        (0.0, [0.0, 0.0, 0.0, 0.0]),
        (0.12, [0.1, 0.1, 0.12, 0.0]),
        (0.4, [0.45, 0.42, 0.4, 0.04]),
        (0.75, [0.85, 0.8, 0.75, 0.2]),
        (1.0, [1.0, 0.98, 0.95, 0.6]),
    ])
}

struct VolumeRaycaster;

impl Processor for VolumeRaycaster {
    fn process(&mut self, ctx: &mut Context<'_>) -> Result<Flow, ProcessorError> {
        let volume = ctx.input::<Volume>("volume")?;
        let renderer = ctx.service::<Renderer>()?;
        let values = ctx.values();
        let camera = camera::fit(ctx, values.camera("camera"), || Some(camera::ball_around(volume)));
        let channel = values.int("raycaster.channel") as usize;
        if channel >= volume.channels() {
            return Err(ProcessorError::failed(format!(
                "channel {channel} was asked for, but the volume has {}: 0 to {}",
                volume.channels(),
                volume.channels() - 1
            )));
        }
        let range = volume.display_range()?;
        volume.histogram()?;
        let [_, voxel] = extent(volume);
        let function = values.transfer_function("isotfComposite.tf");
        let mut item = VolumeItem::new(Arc::new(volume.clone()), (*function).clone(), range);
        item.channel = channel;
        item.compositing = match values.text("raycaster.compositingMode") {
            "mip" => Compositing::Mip { colored: false },
            "mipColor" => Compositing::Mip { colored: true },
            _ => Compositing::Dvr,
        };
        item.step = voxel / values.float("raycaster.samplingRate") as f32;
        item.nearest = volume.interpolation == Interpolation::Nearest;
        item.lighting = lighting::read(values);
        let clip = ["clip.x", "clip.y", "clip.z"].map(|path| values.floats(path));
        item.clip = [0, 1].map(|end| Vec3::from([0, 1, 2].map(|axis| clip[axis][end] as f32)));
        let mut size = ctx.request().size.map(|n| n.max(1));
        if ctx.request().quality == Quality::Moving && renderer.back_end() == BackEnd::Cpu && size[0] * size[1] > MOVING_PIXELS {
            size = size.map(|n| n.div_ceil(2));
        }
        let scene = Scene {
            size,
            camera,
            background: background(ctx, values),
            volume: Some(item),
            bounding_box: values.bool("boundingBox").then(|| values.color("boundingBoxColor")),
        };
        let control = ctx.control();
        let frame = renderer.draw(&scene, &|| control.is_cancelled()).map_err(|error| match error {
            RenderError::Cancelled => ProcessorError::Cancelled,
            other => ProcessorError::failed(other.to_string()),
        })?;
        for note in &frame.notes {
            ctx.note(note.clone());
        }
        ctx.set_output::<Image>("outport", frame.image);
        Ok(Flow::Done)
    }
}
