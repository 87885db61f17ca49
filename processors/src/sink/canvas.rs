//! Canvas: shows an image.

use voxloom_core::data::Image;
use voxloom_core::processor::{BuiltIn, Flow, Interface, Processor, ProcessorInfo, Sink};
use voxloom_core::property::{InvalidationLevel, Kind, VectorKind};
use voxloom_core::{Context, PortSpec, ProcessorError, Property};

const HELP: &str = "Shows an image in the window.\n\n\
The picture has the size of its pane. Without a window it has the size set here, unless the command line says another.";

pub(crate) fn class() -> BuiltIn {
    BuiltIn::new(
        ProcessorInfo::built_in("org.inviwo.CanvasGL", "Canvas", "Data Output", HELP).tags("CPU, GPU, Image").sink(Sink::Canvas),
        || {
            Interface::new().inport(PortSpec::new::<Image>("inport", "What is shown.")).property(Property::composite(
                "inputSize",
                "Size without a window",
                vec![
                    Property::new("dimensions", "Width and height", Kind::IntVector(VectorKind::new(&[1024, 768], 1, 16384, 1)))
                        .help("In pixels.")
                        .invalidates(InvalidationLevel::Valid),
                ],
            ))
        },
        |_| Box::new(Canvas),
    )
}

/// Shows what arrives: the evaluator publishes the input of a canvas, there is nothing to compute.
struct Canvas;

impl Processor for Canvas {
    fn process(&mut self, ctx: &mut Context<'_>) -> Result<Flow, ProcessorError> {
        ctx.input::<Image>("inport").map(|_| Flow::Done)
    }
}
