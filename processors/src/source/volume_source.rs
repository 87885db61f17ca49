//! Volume Source: a volume from a file.

use voxloom_core::data::Volume;
use voxloom_core::processor::{BuiltIn, Flow, Instance, Interface, Processor, ProcessorInfo};
use voxloom_core::property::{InvalidationLevel, Kind as PropertyKind, Value};
use voxloom_core::{Context, PortSpec, ProcessorError, Property};
use voxloom_io::{Content, Kind};

use super::file::{SourceFile, read_as_choices, readable_extensions};

const HELP: &str = "Reads a volume from a file.\n\n\
The formats are chosen by content, then by extension. The file is watched: when it changes, it is read again. \
Arrays keep their axes (z, y, x[, channel]), also Fortran-ordered ones. Of a sequence the first volume is taken, and said.";

pub(crate) fn class() -> BuiltIn {
    BuiltIn::new(
        ProcessorInfo::built_in("org.inviwo.VolumeSource", "Volume Source", "Data Input", HELP).tags("CPU, Volume, Source, File"),
        || {
            Interface::new()
                .outport(PortSpec::new::<Volume>("data", "The volume."))
                .property(
                    Property::file("filename", "Volume file", &readable_extensions())
                        .help("The file to read; also `assets:…` for shipped ones.")
                        .invalidates(InvalidationLevel::InvalidResources),
                )
                .property(
                    Property::option("readAs", "Read as", read_as_choices())
                        .help("What the array is, when its shape leaves a choice.")
                        .invalidates(InvalidationLevel::InvalidResources),
                )
                .property(Property::button("reload", "Reload data").invalidates(InvalidationLevel::InvalidResources).help("Reads the file again."))
                .property(Property::composite(
                    "Information",
                    "Information",
                    ["dimensions", "format", "dataRange"].map(information).into_iter().collect(),
                ))
        },
        |instance: &Instance| Box::new(VolumeSource { file: SourceFile::new(instance.invalidate.clone()), volume: None }),
    )
}

fn information(identifier: &str) -> Property {
    let name = match identifier {
        "dimensions" => "Dimensions (x, y, z)",
        "format" => "Format",
        _ => "Range of values",
    };
    let kind = PropertyKind::String { default: "".into() };
    Property::new(identifier, name, kind).read_only().transient().invalidates(InvalidationLevel::Valid)
}

struct VolumeSource {
    file: SourceFile,
    volume: Option<(Volume, Vec<String>)>,
}

impl Processor for VolumeSource {
    fn initialize_resources(&mut self, ctx: &mut Context<'_>) -> Result<(), ProcessorError> {
        self.volume = None;
        let path = SourceFile::path(ctx, "filename")?;
        let read_as = match ctx.values().text("readAs") {
            "volume" => Some(Kind::Volume),
            "sequence" => Some(Kind::Sequence),
            _ => None,
        };
        let loaded = self.file.read(ctx, &path, read_as)?;
        let mut notes = loaded.notes;
        let volume = match loaded.content {
            Content::Volume(volume) => volume,
            Content::Sequence(volumes) => {
                let count = volumes.len();
                let first = volumes.into_iter().next().ok_or_else(|| ProcessorError::failed(format!("{} holds no volume", path.display())))?;
                notes.push(format!("the file holds a sequence of {count} volumes; the first is shown"));
                first
            }
            other @ (Content::Layer(_) | Content::Buffer(_)) => {
                let cure = if matches!(other, Content::Layer(_)) { "use an Image Source for it" } else { "a volume has three axes (z, y, x)" };
                return Err(ProcessorError::failed(format!("{} holds a {}, not a volume; {cure}", path.display(), other.kind().name())));
            }
        };
        volume.auto_range()?;
        self.volume = Some((volume, notes));
        Ok(())
    }

    fn process(&mut self, ctx: &mut Context<'_>) -> Result<Flow, ProcessorError> {
        let Some((volume, notes)) = &self.volume else { return Err(ProcessorError::NotReady("no file is chosen".to_owned())) };
        for note in notes {
            ctx.note(note.clone());
        }
        for (label, text) in voxloom_core::PortData::describe(volume).rows {
            let path = match label {
                "Dimensions" => "Information.dimensions",
                "Format" => "Information.format",
                "Range" => "Information.dataRange",
                _ => continue,
            };
            ctx.set_derived(path, Value::String(text.into()));
        }
        ctx.set_output("data", volume.clone());
        Ok(Flow::Done)
    }
}
