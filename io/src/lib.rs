//! File formats: what lies in a file becomes a volume, a layer, a buffer or a sequence of volumes.
//!
//! Invariants
//! * A user's file is never mapped: a mapped file that shrinks kills its reader. Files are read into memory, from 1 MiB on
//!   straight into a shared segment, and one that changes meanwhile is an error.
//! * Nothing is allocated on the word of a header alone: what it claims is compared with the size of the file first.
//! * Writing is atomic: beside the target, synced, then renamed.
//! * Every error names the file, what was found, what is accepted and the cure.
//!
//! A format is one file in `formats/` and one line in [`FORMATS`]; `tests/conformance.rs` tests whatever is in that list.
//! Read `registry.rs` first.

mod atomic;
mod error;
mod fill;
mod formats;
mod interpret;
mod order;
mod registry;
mod source;
mod stamp;

pub use atomic::write_bytes;
pub use error::IoError;
pub use formats::npy::write_npy;
pub use formats::png::{PngText, read_png_text, unpremultiply_rgba8, write_png_image, write_png_image_with, write_png_layer, write_png_rgba8};
pub use interpret::{Content, Kind};
pub use registry::{ByteOrder, FORMATS, FileFormat, Info, Loaded, ReadOptions, WriteFile, probe, read, write};
pub use stamp::{Stamp, stamp};
