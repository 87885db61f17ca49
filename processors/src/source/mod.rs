//! Sources: data from files and from formulas.

mod file;
mod image_source;
mod volume_creator;
mod volume_source;
mod watch;

use voxloom_core::processor::BuiltIn;

pub use file::{read_as_choices, readable_extensions};

/// The classes of this folder.
pub(crate) const LIST: &[fn() -> BuiltIn] = &[image_source::class, volume_creator::class, volume_source::class];
