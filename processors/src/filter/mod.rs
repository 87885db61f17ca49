//! Filters: data in, data out.

mod layer_to_image;

use voxloom_core::processor::BuiltIn;

/// The classes of this folder.
pub(crate) const LIST: &[fn() -> BuiltIn] = &[layer_to_image::class];
