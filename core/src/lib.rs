//! The vocabulary of Voxloom: data types, the memory they lie in, and the processor contract.
//!
//! Invariants
//! * Nothing here knows a window, a GPU or Python; this crate depends on no other crate of the workspace.
//! * Data is immutable once made: a change makes a new value with a new [`DataId`](data::DataId).
//! * Array order is NumPy's: volume `(z, y, x[, c])`, layer `(y, x[, c])`, x fastest.
//!
//! Read `processor.rs` first.

/// The crate of [`f16`](half::f16), for those who meet it in a macro of this crate.
pub use half;

pub mod context;
pub mod data;
pub mod error;
pub mod event;
pub mod identifier;
pub mod memory;
pub mod picking;
pub mod places;
pub mod port;
pub mod processor;
pub mod property;
pub mod registry;
pub mod request;
pub mod threads;

pub use context::{Context, DerivedWrite};
pub use error::{DataError, ProcessorError};
pub use port::{Data, DataType, PortData, PortSpec};
pub use processor::{CodeState, Flow, Interface, Isolation, Processor, ProcessorClass, ProcessorInfo};
pub use property::{InvalidationLevel, Property, Value, Values};
pub use registry::Registry;
pub use request::{Quality, Request};
