//! Invert: 255 minus every voxel.

use voxloom_core::data::Volume;
use voxloom_core::memory::Memory;
use voxloom_core::processor::{BuiltIn, Flow, Interface, Processor, ProcessorInfo};
use voxloom_core::{Context, PortSpec, ProcessorError};

pub fn class() -> BuiltIn {
    BuiltIn::new(
        ProcessorInfo::built_in("org.example.Invert", "Invert", "Volume Operation", "Turns a volume of bytes into its negative."),
        || Interface::new().inport(PortSpec::new::<Volume>("volume", "uint8")).outport(PortSpec::new::<Volume>("inverted", "255 - voxel")),
        |_| Box::new(Invert),
    )
}

struct Invert;

impl Processor for Invert {
    fn process(&mut self, ctx: &mut Context<'_>) -> Result<Flow, ProcessorError> {
        let volume = ctx.input::<Volume>("volume")?;
        let voxels: Vec<u8> = volume.array().as_slice::<u8>()?.iter().map(|v| 255 - v).collect();
        let [x, y, z] = volume.dimensions();
        ctx.set_output("inverted", volume.with_voxels([z, y, x], volume.channels(), volume.format(), Memory::from_vec(voxels))?);
        Ok(Flow::Done)
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_class_is_in_the_registry() {
        let registry = voxloom_processors::registry().with(&[super::class]);
        assert_eq!(registry.find("org.example.Invert").unwrap().info().display_name, "Invert");
    }
}
