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

impl ProcessorError {
    /// File and line that a failure points at: the one that its message names, as the trace spells it.
    pub fn place(&self) -> Option<(std::path::PathBuf, u32)> {
        let Self::Failed { message, trace: Some(trace) } = self else { return None };
        let (name, line) = message.strip_suffix(')')?.rsplit_once(" (")?.1.rsplit_once(':')?;
        let number: u32 = line.parse().ok()?;
        let end = format!("{name}\", line {line}");
        let row = trace.lines().rev().find(|row| row.split_once(&end).is_some_and(|(_, rest)| !rest.starts_with(|c: char| c.is_ascii_digit())))?;
        let file = row.split_once('"')?.1.split_once('"')?.0;
        Some((file.into(), number))
    }
}

impl From<DataError> for ProcessorError {
    fn from(error: DataError) -> Self {
        Self::failed(error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_points_at_file_and_line() {
        let trace = "Traceback (most recent call last):\n  File \"/a/filter.py\", line 12, in process\n    f()\n  File \"/lib/x.py\", line 3, in f\nValueError: no".to_owned();
        let error = ProcessorError::Failed { message: "ValueError: no (filter.py:12)".to_owned(), trace: Some(trace) };
        assert_eq!(error.place(), Some(("/a/filter.py".into(), 12)));
        assert_eq!(ProcessorError::failed("plain (filter.py:12)").place(), None);
    }
}
