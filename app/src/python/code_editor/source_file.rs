//! An open file, and how it lies on the disk.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Larger files are no source.
const LARGEST: u64 = 4 << 20;

/// How a file looked on the disk; `None` when there is none.
pub(super) type Stamp = Option<(SystemTime, u64)>;

/// An open file.
#[derive(Debug, Clone)]
pub struct SourceFile {
    pub path: PathBuf,
    /// What is being edited, with `\n` at the ends of lines.
    pub text: String,
    /// What lies on the disk, as far as known.
    pub(super) saved: String,
    pub(super) stamp: Stamp,
    /// Lines end with `\r\n` on the disk.
    pub(super) crlf: bool,
    /// Raised with each save: what was looked up before is old.
    pub(super) generation: u64,
    pub(super) saving: bool,
    /// The text was brought back after a crash; what lies on the disk is not known yet.
    restored: bool,
    pub outside: Outside,
    /// The line to show, counted from 1.
    pub go_to: Option<u32>,
}

/// What another program did to a file whose text here has changes of its own.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Outside {
    #[default]
    Nothing,
    /// It holds another text now.
    Changed(String),
    Gone,
}

impl SourceFile {
    /// A file as it was read.
    pub(super) fn read(path: PathBuf, stamp: Stamp, contents: Contents) -> Self {
        let Contents { text, crlf } = contents;
        let saved = text.clone();
        Self { path, text, saved, stamp, crlf, generation: 0, saving: false, restored: false, outside: Outside::Nothing, go_to: Some(1) }
    }

    /// A text that was not saved, of a file that is not read yet.
    pub(super) fn restored(path: PathBuf, text: String) -> Self {
        let nothing = Contents { text: String::new(), crlf: false };
        Self { text, restored: true, ..Self::read(path, None, nothing) }
    }

    pub fn is_modified(&self) -> bool {
        self.text != self.saved
    }

    /// The name for a tab.
    pub fn name(&self) -> String {
        self.path.file_name().unwrap_or(self.path.as_os_str()).to_string_lossy().into_owned()
    }

    /// Takes the text of the disk in place of what was edited.
    pub fn reload(&mut self) {
        if let Outside::Changed(text) = std::mem::take(&mut self.outside) {
            self.text.clone_from(&text);
            self.saved = text;
        }
    }

    /// Keeps what was edited; saving will write over what another program wrote.
    pub fn keep(&mut self) {
        match std::mem::take(&mut self.outside) {
            Outside::Changed(text) => self.saved = text,
            // Nothing lies there, so that everything is a change.
            Outside::Gone => self.saved = String::new(),
            Outside::Nothing => {}
        }
    }

    /// Applies how the file looks on the disk.
    pub(super) fn looked(&mut self, stamp: Stamp, found: Option<Contents>) {
        self.stamp = stamp;
        let Some(found) = found else {
            self.outside = if stamp.is_none() { Outside::Gone } else { Outside::Nothing };
            return;
        };
        self.crlf = found.crlf;
        if std::mem::take(&mut self.restored) {
            self.saved = found.text;
            return;
        }
        if !self.is_modified() || found.text == self.text {
            self.text.clone_from(&found.text);
            self.saved = found.text;
            self.outside = Outside::Nothing;
        } else if found.text != self.saved {
            self.outside = Outside::Changed(found.text);
        }
    }
}

/// What lies in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Contents {
    pub(super) text: String,
    pub(super) crlf: bool,
}

pub(super) enum SaveError {
    /// Another program wrote meanwhile.
    Changed,
    Failed(String),
}

pub(super) fn stamp(path: &Path) -> Stamp {
    let about = std::fs::metadata(path).ok()?;
    Some((about.modified().ok()?, about.len()))
}

pub(super) fn read(path: &Path) -> Result<Contents, String> {
    let failed = |why: &dyn std::fmt::Display| format!("{} could not be opened: {why}", path.display());
    let about = std::fs::metadata(path).map_err(|error| failed(&error))?;
    if !about.is_file() {
        return Err(failed(&"it is not a file"));
    }
    if about.len() > LARGEST {
        return Err(failed(&format!("it has more than {} MiB and is no source", LARGEST >> 20)));
    }
    let bytes = std::fs::read(path).map_err(|error| failed(&error))?;
    let text = String::from_utf8(bytes).map_err(|_| failed(&"it is not text in UTF-8"))?;
    let crlf = text.contains("\r\n");
    Ok(Contents { text: if crlf { text.replace("\r\n", "\n") } else { text }, crlf })
}

pub(super) fn write(path: &Path, text: &str, expected: Stamp, crlf: bool) -> Result<Stamp, SaveError> {
    let now = stamp(path);
    if now.is_some() && now != expected {
        return Err(SaveError::Changed);
    }
    let text = if crlf { text.replace('\n', "\r\n") } else { text.to_owned() };
    voxloom_io::write_bytes(path, text.as_bytes()).map_err(|error| SaveError::Failed(error.to_string()))?;
    Ok(stamp(path))
}
