//! Errors of this crate: of data, and of processors.

/// What is wrong with data that someone tried to make or read.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum DataError {
    #[error("{what} has {got} bytes, but its shape {shape:?} with {channels} channel(s) of {format} needs {expected}")]
    WrongSize { what: &'static str, got: usize, expected: usize, shape: Vec<usize>, channels: usize, format: &'static str },
    #[error("a {what} has 1 to 4 channels, not {got}")]
    Channels { what: &'static str, got: usize },
    #[error("the axis {axis} has length 0; every axis needs at least one element")]
    EmptyAxis { axis: &'static str },
    #[error("the data holds {got} values, but {expected} were asked for; read it as {got}")]
    WrongFormat { got: &'static str, expected: &'static str },
    #[error("{bytes} of shared memory could not be had: {reason}")]
    OutOfMemory { bytes: String, reason: String },
    #[error("the data lies on the GPU and could not be read back: {0}")]
    ReadBack(String),
    #[error("{0}")]
    Invalid(String),
}

/// Why a processor did not produce its outputs.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ProcessorError {
    /// An input is missing: the node is "not ready", which is no failure.
    #[error("not ready: {0}")]
    NotReady(String),
    /// The evaluation was superseded or cancelled by the user.
    #[error("cancelled")]
    Cancelled,
    /// The work failed. `trace` holds a traceback when there is one.
    #[error("{message}")]
    Failed { message: String, trace: Option<String> },
}

impl ProcessorError {
    /// A failure with a message that names the thing, what was expected and the cure.
    pub fn failed(message: impl Into<String>) -> Self {
        Self::Failed { message: message.into(), trace: None }
    }
}

impl From<DataError> for ProcessorError {
    fn from(error: DataError) -> Self {
        Self::failed(error.to_string())
    }
}
