//! Errors of this crate.

/// Why an edit was refused; the document is as before.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CommandError {
    #[error("there is no processor \"{name}\" in the network{hint}")]
    NoNode { name: String, hint: String },
    #[error("{node} has no {what} \"{port}\"{hint}")]
    NoPort { node: String, what: &'static str, port: String, hint: String },
    #[error("{node}: {message}")]
    Property { node: String, message: String },
    #[error("{from} carries {from_type}, but {to} takes {to_type}; only ports of the same type connect")]
    WrongType { from: String, from_type: String, to: String, to_type: String },
    #[error("connecting {from} to {to} would make a cycle; data has to flow one way")]
    Cycle { from: String, to: String },
    #[error("\"{0}\" is no identifier: letters, digits and _ only, not starting with a digit")]
    BadIdentifier(String),
    #[error("the network has a processor \"{0}\" already")]
    Taken(String),
    #[error("{0}")]
    Invalid(String),
}

/// Why a workspace was not loaded or saved.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    #[error("{path}: {source}")]
    Io { path: String, source: std::io::Error },
    #[error("{path} is no Voxloom workspace: {reason}")]
    NoWorkspace { path: String, reason: String },
    #[error("{path} was written by a newer Voxloom (format {found}, this one reads up to {known}); update to open it")]
    Newer { path: String, found: u64, known: u64 },
}
