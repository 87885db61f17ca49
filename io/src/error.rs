//! The error of this crate: each names the file, what was found, what is accepted and the cure.

use std::path::{Path, PathBuf};

use voxloom_core::DataError;

/// Why a file could not be read or written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum IoError {
    #[error("{path} does not exist; check the name and the folder", path = path.display())]
    NotFound { path: PathBuf },
    #[error("{path} is {found}, not a file; choose a file", path = path.display())]
    NotAFile { path: PathBuf, found: &'static str },
    /// The operating system refused; `action` is a verb as in "could not be read".
    #[error("{path} could not be {action}: {source}", path = path.display())]
    System { path: PathBuf, action: &'static str, source: std::io::Error },
    #[error("{path} is in no format that is known here; accepted are {accepted}; save it as one of them, `np.save(\"name.npy\", a)` say", path = path.display())]
    UnknownFormat { path: PathBuf, accepted: String },
    #[error("{path} is empty (0 bytes), but a {expected} file was expected; write it again", path = path.display())]
    Empty { path: PathBuf, expected: &'static str },
    /// The file does not begin as its format demands.
    #[error("{path} is no {expected} file: it begins with {found}; {cure}", path = path.display())]
    WrongMagic { path: PathBuf, expected: &'static str, found: String, cure: &'static str },
    /// The file holds fewer bytes than it says.
    #[error("{path} is cut short: {what} needs {claimed} bytes, but the file has {actual}; write or copy it again", path = path.display())]
    Truncated { path: PathBuf, what: String, claimed: u64, actual: u64 },
    /// The file contradicts its format.
    #[error("{path} is damaged or no proper {format} file: {reason}; write it again", path = path.display())]
    Damaged { path: PathBuf, format: &'static str, reason: String },
    /// A proper file, whose content is none that we take.
    #[error("{path} holds {found}; {accepted}; {cure}", path = path.display())]
    Unsupported { path: PathBuf, found: String, accepted: &'static str, cure: String },
    /// The content cannot become what [`ReadOptions::read_as`](crate::ReadOptions::read_as) asked for.
    #[error("{path} holds {found}, which cannot be read as a {asked}; it can be read as {possible}: choose that under “read as”", path = path.display())]
    NotReadableAs { path: PathBuf, found: String, asked: &'static str, possible: String },
    #[error("{path} needs {needed} of memory, but the limit for one file is {limit} ({limit_is}); {cure}", path = path.display())]
    OutOfMemory { path: PathBuf, needed: String, limit: String, limit_is: &'static str, cure: &'static str },
    #[error("{path} changed while it was read; read it again once the program that writes it is done", path = path.display())]
    Changed { path: PathBuf },
    /// The progress callback said stop.
    #[error("reading {path} was cancelled", path = path.display())]
    Cancelled { path: PathBuf },
    #[error("{path} cannot be written: the folder {folder} does not exist; make it first or choose another", path = path.display(), folder = folder.display())]
    NoFolder { path: PathBuf, folder: PathBuf },
    /// The format of the file cannot hold the data.
    #[error("{path} cannot be written: it would hold {found}, but {accepted}; {cure}", path = path.display())]
    CannotWrite { path: PathBuf, found: String, accepted: &'static str, cure: &'static str },
    #[error("{path}: {source}", path = path.display())]
    Data { path: PathBuf, source: DataError },
}

impl IoError {
    /// An error of the operating system; those with a cure of their own get their own variant.
    pub(crate) fn system(path: &Path, action: &'static str, source: std::io::Error) -> Self {
        let path = path.to_owned();
        match source.kind() {
            std::io::ErrorKind::NotFound => Self::NotFound { path },
            _ => Self::System { path, action, source },
        }
    }

    pub(crate) fn data(path: &Path) -> impl Fn(DataError) -> Self + use<'_> {
        move |source| Self::Data { path: path.to_owned(), source }
    }

    pub(crate) fn damaged(path: &Path, format: &'static str, reason: impl Into<String>) -> Self {
        Self::Damaged { path: path.to_owned(), format, reason: reason.into() }
    }

    /// The file that the error is about.
    pub fn path(&self) -> &Path {
        match self {
            Self::NotFound { path }
            | Self::NotAFile { path, .. }
            | Self::System { path, .. }
            | Self::UnknownFormat { path, .. }
            | Self::Empty { path, .. }
            | Self::WrongMagic { path, .. }
            | Self::Truncated { path, .. }
            | Self::Damaged { path, .. }
            | Self::Unsupported { path, .. }
            | Self::NotReadableAs { path, .. }
            | Self::OutOfMemory { path, .. }
            | Self::Changed { path }
            | Self::Cancelled { path }
            | Self::NoFolder { path, .. }
            | Self::CannotWrite { path, .. }
            | Self::Data { path, .. } => path,
        }
    }
}
