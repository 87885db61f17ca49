//! Mesh Renderer: a picture of meshes.

use glam::Vec3;
use voxloom_core::data::{Image, Mesh, Volume};
use voxloom_core::processor::{BuiltIn, Flow, Interface, Processor, ProcessorInfo};
use voxloom_core::{Context, PortSpec, ProcessorError, Property};
use voxloom_render::{BoxEdges, Cull, MeshLook, MeshScene, RenderError, Renderer};

use super::{background, camera, lighting};

const HELP: &str = "Draws triangles, lines and points.\n\n\
Several meshes may be connected; they share the look that is set here. Colors are those of the vertices, or the default color where a mesh has none. \
Triangles are lit by the normals of the vertices, or flat where there are none; lines and points are unlit. \
What is transparent is blended from the farthest on: meshes by their centers, and within a mesh its triangles. \
The picking layer holds the ids of the vertices (`PickingAttrib`). \
A picture behind takes part with its color, depth and picking ids. The edges of a volume's box are drawn where no mesh hides them. \
Drag on the canvas to orbit. The camera fits the first data that arrives. Needs a graphics adapter; a software one will do.";

pub(crate) fn class() -> BuiltIn {
    BuiltIn::new(
        ProcessorInfo::built_in("org.inviwo.GeometryRenderGL", "Mesh Renderer", "Mesh Rendering", HELP).tags("GPU, Mesh, Image, Renderer"),
        interface,
        |_| Box::new(MeshRenderer),
    )
}

fn interface() -> Interface {
    let culls = [("culldisable", "Disable"), ("cullfront", "Front"), ("cullback", "Back"), ("cullfrontback", "Front & Back")];
    Interface::new()
        .inport(PortSpec::new::<Mesh>("geometry", "The meshes to draw.").multi())
        .inport(PortSpec::new::<Image>("imageInport", "A picture behind, instead of the background color.").optional())
        .inport(PortSpec::new::<Volume>("volume", "Its bounding box is drawn.").optional())
        .outport(PortSpec::new::<Image>("image", "Color, depth and picking."))
        .property(Property::camera("camera", "Camera"))
        .property(Property::composite(
            "geometry",
            "Geometry",
            vec![
                Property::option("cullFace", "Cull face", &culls)
                    .help("Triangles that are left out. The front is where the vertices go round counter-clockwise."),
                Property::bool("enableDepthTest_", "Depth test", true).help("Off: whatever comes later is drawn over what came before."),
                Property::bool("overrideColorBuffer", "Override colors", false).help("One color for all meshes, also for those with colors."),
                Property::color("overrideColor", "Override color", [0.75, 0.75, 0.75, 1.0]).help("The color for all meshes, when it is on."),
                Property::color("defaultColor", "Default color", [0.75, 0.75, 0.75, 1.0]).help("For meshes without colors."),
                Property::float("lineWidth", "Line width", 1.5, 0.5..=50.0).help("Pixels."),
                Property::float("pointSize", "Point size", 5.0, 0.5..=100.0).help("Diameter in pixels."),
            ],
        ))
        .property(lighting::properties("Light on triangles, from both sides."))
        .property(Property::color("background", "Background", [0.055, 0.06, 0.075, 1.0]).help("Behind the meshes, when no picture is connected."))
        .property(Property::bool("boundingBox", "Bounding box", true).help("Draws the edges of the connected volume."))
        .property(Property::color("boundingBoxColor", "Box color", [0.45, 0.5, 0.6, 0.6]))
}

struct MeshRenderer;

impl Processor for MeshRenderer {
    fn process(&mut self, ctx: &mut Context<'_>) -> Result<Flow, ProcessorError> {
        let meshes = ctx.input_list::<Mesh>("geometry");
        let volume = ctx.optional_input::<Volume>("volume");
        let backdrop = ctx.optional_input::<Image>("imageInport");
        let renderer = ctx.service::<Renderer>()?;
        let values = ctx.values();
        let camera = camera::fit(ctx, values.camera("camera"), || ball_around(&meshes, volume));
        let override_colors = values.bool("geometry.overrideColorBuffer");
        let scene = MeshScene {
            size: ctx.request().size.map(|n| n.max(1)),
            camera,
            background: background(ctx, values),
            backdrop,
            meshes,
            look: MeshLook {
                color: values.color(if override_colors { "geometry.overrideColor" } else { "geometry.defaultColor" }),
                override_colors,
                lighting: lighting::read(values),
                line_width: values.float("geometry.lineWidth") as f32,
                point_size: values.float("geometry.pointSize") as f32,
                cull: match values.text("geometry.cullFace") {
                    "cullfront" => Cull::Front,
                    "cullback" => Cull::Back,
                    "cullfrontback" => Cull::All,
                    _ => Cull::None,
                },
                depth_test: values.bool("geometry.enableDepthTest_"),
            },
            bounding_box: volume.filter(|_| values.bool("boundingBox")).map(|volume| BoxEdges {
                world_from_data: volume.space.drawn_world_from_data(volume.dimensions()),
                color: values.color("boundingBoxColor"),
            }),
        };
        let control = ctx.control();
        let frame = renderer.draw_meshes(&scene, &|| control.is_cancelled()).map_err(|error| match error {
            RenderError::Cancelled => ProcessorError::Cancelled,
            other => ProcessorError::failed(other.to_string()),
        })?;
        for note in &frame.notes {
            ctx.note(note.clone());
        }
        ctx.set_output::<Image>("image", frame.image);
        Ok(Flow::Done)
    }
}

/// A ball that holds everything drawn, around the middle of the box that does.
fn ball_around(meshes: &[&Mesh], volume: Option<&Volume>) -> Option<(Vec3, f32)> {
    let of_volume = volume.map(camera::ball_around);
    let boxes = meshes.iter().filter_map(|mesh| mesh.world_bounds());
    let boxes = boxes.chain(of_volume.map(|(center, radius)| [center - radius, center + radius]));
    let [low, high] = boxes.reduce(|a, b| [a[0].min(b[0]), a[1].max(b[1])])?;
    let center = low.midpoint(high);
    let farthest = meshes.iter().map(|mesh| mesh.world_radius(center));
    let farthest = farthest.chain(of_volume.map(|(middle, radius)| middle.distance(center) + radius));
    Some((center, farthest.fold(0.0, f32::max)))
}
