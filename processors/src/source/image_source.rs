//! Image Source: a picture or a 2-D array from a file.

use voxloom_core::data::{Image, Layer};
use voxloom_core::processor::{BuiltIn, Flow, Instance, Interface, Processor, ProcessorInfo};
use voxloom_core::property::InvalidationLevel;
use voxloom_core::{Context, PortSpec, ProcessorError, Property};
use voxloom_io::{Content, Kind};

use super::file::{SourceFile, readable_extensions};

const HELP: &str = "Reads a picture (PNG) or a 2-D array (.npy of shape (y, x) or (y, x, 1–4)) from a file.\n\n\
Row 0 of an array is the bottom row. Arrays other than 8 bit are shown over the range of their values. The file is watched.";

pub(crate) fn class() -> BuiltIn {
    BuiltIn::new(
        ProcessorInfo::built_in("org.inviwo.ImageSource", "Image Source", "Data Input", HELP).tags("CPU, Image, Source, File"),
        || {
            Interface::new()
                .outport(PortSpec::new::<Image>("outport", "The image."))
                .property(
                    Property::file("imageFileName", "Image file", &readable_extensions())
                        .help("The file to read; also `assets:…` for shipped ones.")
                        .invalidates(InvalidationLevel::InvalidResources),
                )
                .property(Property::button("reload", "Reload data").invalidates(InvalidationLevel::InvalidResources).help("Reads the file again."))
        },
        |instance: &Instance| Box::new(ImageSource { file: SourceFile::new(instance.invalidate.clone()), layer: None }),
    )
}

struct ImageSource {
    file: SourceFile,
    layer: Option<(Layer, Vec<String>)>,
}

impl Processor for ImageSource {
    fn initialize_resources(&mut self, ctx: &mut Context<'_>) -> Result<(), ProcessorError> {
        self.layer = None;
        let path = SourceFile::path(ctx, "imageFileName")?;
        let loaded = self.file.read(ctx, &path, None)?;
        let mut layer = match loaded.content {
            Content::Layer(layer) => layer,
            other => {
                let cure = if other.kind() == Kind::Volume { "; use a Volume Source for it" } else { "" };
                return Err(ProcessorError::failed(format!("{} holds a {}, not an image{cure}", path.display(), other.kind().name())));
            }
        };
        let picture = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("png"));
        if !picture {
            layer = layer.with_display_range()?;
        }
        self.layer = Some((layer, loaded.notes));
        Ok(())
    }

    fn process(&mut self, ctx: &mut Context<'_>) -> Result<Flow, ProcessorError> {
        let Some((layer, notes)) = &self.layer else { return Err(ProcessorError::NotReady("no file is chosen".to_owned())) };
        for note in notes {
            ctx.note(note.clone());
        }
        ctx.set_output("outport", Image::from_layer(layer.clone()));
        Ok(Flow::Done)
    }
}
