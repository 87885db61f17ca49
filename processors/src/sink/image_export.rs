//! Image Export: writes an image to a file.

use voxloom_core::data::Image;
use voxloom_core::places::Places;
use voxloom_core::processor::{BuiltIn, Flow, Interface, Processor, ProcessorInfo, Sink};
use voxloom_core::property::{FileKind, Kind, VectorKind};
use voxloom_core::{Context, PortSpec, ProcessorError, Property, Request};
use voxloom_io::write_png_image;

const HELP: &str = "Writes an image to a PNG file.\n\n\
It writes when its button is pressed, with `voxloom run --export`, or after each change when \"Automatic\" is on (which is off when a workspace is opened). \
The file is replaced as a whole or not at all.";

pub(crate) fn class() -> BuiltIn {
    BuiltIn::new(
        ProcessorInfo::built_in("org.inviwo.ImageExport", "Image Export", "Data Output", HELP).tags("CPU, Image, Export, File").sink(Sink::File),
        || {
            Interface::new()
                .inport(PortSpec::new::<Image>("image", "What is written."))
                .property(Property::new("file", "Image file", Kind::File(FileKind::save(&["png"]))).help("Where to write."))
                .property(Property::button("export", "Export image").help("Writes the file now."))
                .property(Property::bool("overwrite", "Overwrite", false).help("Replace a file that is there."))
                .property(
                    Property::new("imageSize", "Size", Kind::IntVector(VectorKind::new(&[1024, 768], 1, 16384, 1)))
                        .help("Width and height in pixels."),
                )
                .property(Property::bool("automatic", "Automatic", false).transient().help("Write after each change."))
        },
        |_| Box::new(ImageExport),
    )
    .own_request(|values| {
        let size = values.ints("imageSize");
        Request::settled(size[0] as u32, size[1] as u32)
    })
}

struct ImageExport;

impl Processor for ImageExport {
    fn process(&mut self, ctx: &mut Context<'_>) -> Result<Flow, ProcessorError> {
        let file = match ctx.values().text("file") {
            "" => return Err(ProcessorError::failed("no file is chosen; set \"file\" to a path that ends in .png")),
            text => ctx.service::<Places>()?.resolve(text),
        };
        if file.exists() && !ctx.values().bool("overwrite") && !ctx.values().bool("automatic") {
            return Err(ProcessorError::failed(format!("{} exists; choose another name, or switch \"overwrite\" on", file.display())));
        }
        let image = ctx.input::<Image>("image")?;
        write_png_image(&file, image).map_err(|error| ProcessorError::failed(error.to_string()))?;
        ctx.note(format!("wrote {}", file.display()));
        Ok(Flow::Done)
    }
}
