//! Errors of this crate.

/// Why a message could not be sent or understood.
#[derive(Debug, thiserror::Error)]
pub enum ProtocolError {
    /// The other side is gone: it closed the connection or died.
    #[error("the other side closed the connection")]
    Closed,
    #[error("the connection failed: {0}")]
    Io(#[from] std::io::Error),
    /// What arrived breaks the format of a frame or of a message.
    #[error("a malformed message arrived: {0}")]
    Malformed(String),
    #[error("{what} of {size} is larger than the limit of {limit}")]
    TooLarge { what: &'static str, size: String, limit: String },
    #[error("data of type {0} cannot be handed to another process")]
    NotPortable(&'static str),
    #[error(transparent)]
    Data(#[from] voxloom_core::DataError),
}

impl ProtocolError {
    pub(crate) fn malformed(what: impl std::fmt::Display) -> Self {
        Self::Malformed(what.to_string())
    }
}

impl From<rustix::io::Errno> for ProtocolError {
    fn from(error: rustix::io::Errno) -> Self {
        match error {
            rustix::io::Errno::PIPE | rustix::io::Errno::CONNRESET => Self::Closed,
            _ => Self::Io(error.into()),
        }
    }
}
