//! The list of formats, and reading, probing and writing by it.

use std::ops::ControlFlow;
use std::path::Path;

use crate::formats;
use crate::source::Source;
use crate::{Content, IoError, Kind, Stamp};

/// A file format, as data. To add one: a file in `formats/` that makes such a constant, and a line in [`FORMATS`].
pub struct FileFormat {
    /// In menus and messages, `"NPY"` say.
    pub name: &'static str,
    /// Without the dot, lower case, the usual one first.
    pub extensions: &'static [&'static str],
    /// The bytes that every such file begins with.
    pub magic: Option<&'static [u8]>,
    /// What its files can be read as.
    pub reads: &'static [Kind],
    /// Reads a file. Must be right for any bytes: an error, never a panic, and no allocation on a header's word alone.
    pub read: fn(&Path, &ReadOptions<'_>) -> Result<Loaded, IoError>,
    /// Reads the header only.
    pub probe: fn(&Path, &ReadOptions<'_>) -> Result<Info, IoError>,
    /// Writes atomically; [`IoError::CannotWrite`] for what the format cannot hold.
    pub write: Option<WriteFile>,
}

/// A function that writes a file.
pub type WriteFile = fn(&Path, &Content) -> Result<(), IoError>;

/// All formats.
pub const FORMATS: &[FileFormat] = &[formats::npy::FORMAT, formats::png::FORMAT];

/// How to read.
#[derive(Clone, Copy, Default)]
pub struct ReadOptions<'a> {
    /// Told bytes done and bytes in all, now and then, from any thread; `Break` cancels the reading within a few MiB
    /// (a PNG, which is decoded at once, is cancelled before or after).
    pub progress: Option<&'a (dyn Fn(u64, u64) -> ControlFlow<()> + Sync)>,
    /// What to read the content as; `None`: guess by its shape, and say so.
    pub read_as: Option<Kind>,
    /// Bytes that the content may need; `None`: a quarter of the machine's memory.
    pub memory_limit: Option<u64>,
}

/// What a file held.
#[derive(Debug, Clone)]
pub struct Loaded {
    pub content: Content,
    /// What was guessed or converted, in words; volumes carry them too.
    pub notes: Vec<String>,
    /// What [`ReadOptions::read_as`] could ask for instead.
    pub alternatives: Vec<Kind>,
    /// The stamp of the very file that was read: compare it with [`stamp`](crate::stamp()) to see a change.
    pub stamp: Stamp,
}

/// Order of the bytes of an element in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ByteOrder {
    Little,
    Big,
    /// Elements of one byte.
    None,
}

/// What the header of a file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Info {
    /// Name of the [`FileFormat`].
    pub format: &'static str,
    /// NumPy's name of the elements, `bool` included.
    pub dtype: String,
    /// Shape in NumPy's order, channels included.
    pub shape: Vec<u64>,
    pub byte_order: ByteOrder,
    pub fortran_order: bool,
    /// Bytes of the content in memory.
    pub bytes: u64,
    /// What it is read as.
    pub read_as: Kind,
    /// Channels when it is read so.
    pub channels: usize,
    /// What else it could be read as.
    pub alternatives: Vec<Kind>,
    /// What [`Loaded::notes`] would say.
    pub notes: Vec<String>,
}

/// Reads a file of any known format.
///
/// The first bytes decide on the format; where they say nothing, the extension does.
pub fn read(path: &Path, options: &ReadOptions<'_>) -> Result<Loaded, IoError> {
    let format = detect(path)?;
    (format.read)(path, options)
}

/// Reads the header only: cheap, whatever the size of the file. Errors are those that [`read`] would give for it.
pub fn probe(path: &Path) -> Result<Info, IoError> {
    let format = detect(path)?;
    (format.probe)(path, &ReadOptions::default())
}

/// Writes in the format of the extension, atomically: beside the target, synced, then renamed.
pub fn write(path: &Path, content: &Content) -> Result<(), IoError> {
    let write = by_extension(path).and_then(|format| format.write);
    write.ok_or_else(|| unknown(path, |format| format.write.is_some()))?(path, content)
}

fn detect(path: &Path) -> Result<&'static FileFormat, IoError> {
    let by_extension = by_extension(path);
    let head = Source::open(path, by_extension.map_or("data", |format| format.name))?.head(16)?;
    FORMATS.iter().find(|format| format.magic.is_some_and(|magic| head.starts_with(magic))).or(by_extension).ok_or_else(|| unknown(path, |_| true))
}

fn by_extension(path: &Path) -> Option<&'static FileFormat> {
    let extension = path.extension()?.to_str()?.to_lowercase();
    FORMATS.iter().find(|format| format.extensions.contains(&extension.as_str()))
}

fn unknown(path: &Path, counts: impl Fn(&FileFormat) -> bool) -> IoError {
    let accepted = FORMATS.iter().filter(|format| counts(format)).flat_map(|format| format.extensions).map(|e| format!(".{e}"));
    IoError::UnknownFormat { path: path.to_owned(), accepted: accepted.collect::<Vec<_>>().join(", ") }
}
