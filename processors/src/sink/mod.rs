//! Sinks: where networks end.

mod canvas;
mod image_export;

use voxloom_core::processor::BuiltIn;

/// The classes of this folder.
pub(crate) const LIST: &[fn() -> BuiltIn] = &[canvas::class, image_export::class];
