//! Errors of this crate.

use voxloom_core::ProcessorError;
use voxloom_protocol::ProtocolError;
use voxloom_protocol::message::{ErrorKind, PythonError};

/// Why something in Python could not be done.
#[derive(Debug, Clone, thiserror::Error)]
pub enum HostError {
    /// There is no interpreter that serves, or the parts that it needs were not found.
    #[error("{0}")]
    Unavailable(String),
    /// The host ended while it was needed.
    #[error("the Python host {reason}")]
    Died {
        reason: String,
        trace: Option<String>,
        /// A person ended it, or the program is closing.
        wanted: bool,
    },
    /// Python raised an exception.
    #[error("{}", .0.summary())]
    Python(PythonError),
    #[error("the Python host did not answer within {0} s")]
    TimedOut(u64),
    #[error("{0}")]
    Protocol(String),
    /// What was waited for is not needed any more.
    #[error("it is not needed any more")]
    GivenUp,
    #[error("the program is closing")]
    Closing,
}

impl From<ProtocolError> for HostError {
    fn from(error: ProtocolError) -> Self {
        Self::Protocol(error.to_string())
    }
}

impl From<HostError> for ProcessorError {
    fn from(error: HostError) -> Self {
        match error {
            HostError::Python(error) => python_failure(error),
            HostError::Died { ref trace, .. } => Self::Failed { message: error.to_string(), trace: trace.clone() },
            HostError::Closing | HostError::GivenUp => Self::Cancelled,
            HostError::Unavailable(_) | HostError::TimedOut(_) | HostError::Protocol(_) => Self::failed(error.to_string()),
        }
    }
}

/// What Python raised, as the failure of a processor.
pub(crate) fn python_failure(error: PythonError) -> ProcessorError {
    match error.kind {
        ErrorKind::Cancelled => ProcessorError::Cancelled,
        ErrorKind::NotReady => ProcessorError::NotReady(error.message),
        ErrorKind::Exception => {
            let message = error.summary();
            ProcessorError::Failed { message, trace: Some(error.traceback).filter(|trace| !trace.is_empty()) }
        }
    }
}
