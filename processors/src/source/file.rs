//! What the file sources share: reading with progress, and watching.

use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;

use voxloom_core::places::Places;
use voxloom_core::processor::Invalidate;
use voxloom_core::{Context, ProcessorError};
use voxloom_io::{FORMATS, IoError, Kind, Loaded, ReadOptions};

use super::watch::{Watch, watch};

/// Extensions of files that can be read.
pub fn readable_extensions() -> Vec<&'static str> {
    FORMATS.iter().flat_map(|format| format.extensions.iter().copied()).collect()
}

/// Choices of "read as": identifier and display name.
pub fn read_as_choices() -> &'static [(&'static str, &'static str)] {
    &[("auto", "Guess by shape"), ("volume", "Volume"), ("sequence", "Sequence of volumes")]
}

/// A file that a source holds.
pub(super) struct SourceFile {
    changed: Invalidate,
    watch: Option<Arc<Watch>>,
}

impl SourceFile {
    pub(super) fn new(changed: Invalidate) -> Self {
        Self { changed, watch: None }
    }

    /// The path that a property leads to, or why there is nothing to read.
    pub(super) fn path(ctx: &Context<'_>, property: &str) -> Result<PathBuf, ProcessorError> {
        match ctx.values().text(property) {
            "" => Err(ProcessorError::NotReady("no file is chosen".to_owned())),
            text => Ok(ctx.service::<Places>().map_or_else(|_| PathBuf::from(text), |places| places.resolve(text))),
        }
    }

    /// Reads the file, tells progress, gives way when cancelled, and watches it from now on, also when reading failed.
    pub(super) fn read(&mut self, ctx: &Context<'_>, path: &std::path::Path, read_as: Option<Kind>) -> Result<Loaded, ProcessorError> {
        let control = ctx.control();
        let progress = |done: u64, all: u64| {
            control.set_progress(done as f32 / all.max(1) as f32);
            if control.is_cancelled() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        let before = voxloom_io::stamp(path);
        let result = voxloom_io::read(path, &ReadOptions { progress: Some(&progress), read_as, memory_limit: None });
        let stamp = result.as_ref().map_or(before, |loaded| Some(loaded.stamp));
        self.watch = Some(watch(path, stamp, self.changed.clone()));
        result.map_err(|error| match error {
            IoError::Cancelled { .. } => ProcessorError::Cancelled,
            other => ProcessorError::failed(other.to_string()),
        })
    }
}
