//! The built-in processors: one file each, by category.
//!
//! To add one: a file in its category's folder with a `class()` and a type that implements `Processor`, and one line in that folder's list.
//! Start from `filter/layer_to_image.rs`, the smallest.
//!
//! Invariants
//! * Nothing here knows the window or the network around a processor.
//! * Where Inviwo has the processor, the identifiers of class, ports and properties are Inviwo's.

mod filter;
mod render;
mod sink;
mod source;

use voxloom_core::Registry;

pub use source::{read_as_choices, readable_extensions};

/// A registry of all built-in processors.
pub fn registry() -> Registry {
    Registry::new().with(source::LIST).with(filter::LIST).with(render::LIST).with(sink::LIST)
}
