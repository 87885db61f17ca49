//! Workspace files: `*.voxloom`, versioned JSON in a stable order.
//!
//! Loading never fails as a whole: an unknown class, a missing property or a dead link is kept, written back, and warned about.
//! Saved are values that differ from the class's defaults. Data paths are relative to the workspace where they lie beside or below it.

mod load;
mod paths;
mod save;

pub(crate) use load::read_network;
pub use load::{Loaded, load, load_text};
pub(crate) use save::network as network_json;
pub use save::{save, to_text, write_whole};

/// Version of the format that this program writes, and the newest that it reads.
pub const FORMAT: u64 = 1;
