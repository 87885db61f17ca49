//! Layer To Image: shows a layer on canvases.

use voxloom_core::data::{Image, Layer};
use voxloom_core::processor::{BuiltIn, Flow, Interface, Processor, ProcessorInfo};
use voxloom_core::{Context, PortSpec, ProcessorError};

const HELP: &str = "Makes an image of a layer, over the layer's data range, or over the range of its values when none is stated.";

pub(crate) fn class() -> BuiltIn {
    BuiltIn::new(
        ProcessorInfo::built_in("org.voxloom.LayerToImage", "Layer To Image", "Image Operation", HELP).tags("CPU, Layer, Image"),
        || Interface::new().inport(PortSpec::new::<Layer>("layer", "Values.")).outport(PortSpec::new::<Image>("image", "The picture of them.")),
        |_| Box::new(LayerToImage),
    )
}

struct LayerToImage;

impl Processor for LayerToImage {
    fn process(&mut self, ctx: &mut Context<'_>) -> Result<Flow, ProcessorError> {
        let layer = ctx.input::<Layer>("layer")?.clone().with_display_range()?;
        ctx.set_output("image", Image::from_layer(layer));
        Ok(Flow::Done)
    }
}
