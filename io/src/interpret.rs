//! What an array becomes: a buffer, a layer, a volume or a sequence of volumes.

use std::path::Path;
use std::sync::Arc;

use voxloom_core::data::{Buffer, Format, Layer, Volume};
use voxloom_core::memory::{Memory, MemoryMut};
use voxloom_core::port::Data;

use crate::IoError;

/// What a file can be read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// `(n[, c])`
    Buffer,
    /// `(y, x[, c])`
    Layer,
    /// `(z, y, x[, c])`
    Volume,
    /// `(t, z, y, x)`
    Sequence,
}

impl Kind {
    /// The name in a sentence.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Buffer => "buffer",
            Self::Layer => "layer",
            Self::Volume => "volume",
            Self::Sequence => "sequence of volumes",
        }
    }

    /// Axes besides that of the channels.
    const fn axes(self) -> usize {
        match self {
            Self::Buffer => 1,
            Self::Layer => 2,
            Self::Volume => 3,
            Self::Sequence => 4,
        }
    }
}

/// What was read, or is to be written.
#[derive(Debug, Clone)]
pub enum Content {
    Buffer(Buffer),
    /// Row 0 is the bottom row; alpha, where there is one, is not premultiplied.
    Layer(Layer),
    Volume(Volume),
    /// Volumes of one shape and format, in order of time. They may share one segment, which lives as long as any of them.
    Sequence(Vec<Volume>),
}

impl Content {
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Buffer(_) => Kind::Buffer,
            Self::Layer(_) => Kind::Layer,
            Self::Volume(_) => Kind::Volume,
            Self::Sequence(_) => Kind::Sequence,
        }
    }

    /// As data for a port; of a sequence the first volume.
    pub fn into_data(self) -> Result<Data, String> {
        Ok(match self {
            Self::Buffer(buffer) => Arc::new(buffer),
            Self::Layer(layer) => Arc::new(layer),
            Self::Volume(volume) => Arc::new(volume),
            Self::Sequence(volumes) => Arc::new(volumes.into_iter().next().ok_or("the sequence is empty")?),
        })
    }
}

/// The decision for one array.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reading {
    pub kind: Kind,
    pub channels: usize,
    /// What else it could be.
    pub alternatives: Vec<Kind>,
    /// What was guessed, in words.
    pub notes: Vec<String>,
}

/// Decides what an array of this shape (NumPy's order) becomes; `asked` overrides the guess. An error names dtype and shape.
pub(crate) fn interpret(path: &Path, dtype: &str, shape: &[u64], asked: Option<Kind>) -> Result<Reading, IoError> {
    let found = format!("{dtype} of shape {}", shape_text(shape));
    let unsupported = |accepted, cure: &str| IoError::Unsupported { path: path.to_owned(), found: found.clone(), accepted, cure: cure.to_owned() };
    if let Some(axis) = shape.iter().position(|n| *n == 0) {
        let cure = format!("axis {axis} has length 0, so there is nothing to show: save an array that is not empty");
        return Err(unsupported("every axis needs at least one element", &cure));
    }
    const AXES: &str = "accepted are arrays of 1 to 4 axes";
    let possible = match shape {
        [] => return Err(unsupported(AXES, "this is a single number: save np.atleast_1d(a)")),
        [_] => vec![Kind::Buffer],
        [_, c] if *c <= 4 => vec![Kind::Layer, Kind::Buffer],
        [_, _] => vec![Kind::Layer],
        [h, w, c] if *c <= 4 && h > c && w > c => vec![Kind::Layer, Kind::Volume],
        [_, _, c] if *c <= 4 => vec![Kind::Volume, Kind::Layer],
        [_, _, _] => vec![Kind::Volume],
        [_, _, _, c] if *c <= 4 => vec![Kind::Volume, Kind::Sequence],
        [_, _, _, _] => vec![Kind::Sequence],
        _ => return Err(unsupported(AXES, "save a part of it, a[0] say, or np.squeeze(a) if some axes have length 1")),
    };
    let kind = match asked {
        None => possible[0],
        Some(kind) if possible.contains(&kind) => kind,
        Some(kind) => {
            let possible = possible.into_iter().map(Kind::name).collect::<Vec<_>>().join(" or ");
            return Err(IoError::NotReadableAs { path: path.to_owned(), found, asked: kind.name(), possible });
        }
    };
    let channels_of = |kind: Kind| if shape.len() > kind.axes() { shape.last().map_or(1, |c| *c as usize) } else { 1 };
    let alternatives: Vec<Kind> = possible.into_iter().filter(|other| *other != kind).collect();
    let mut notes = Vec::new();
    if kind == Kind::Sequence {
        let mut note = format!("a sequence of {} volumes; the first is drawn", shape[0]);
        if shape[0] <= 4 {
            note.push_str(" (if its first axis holds channels, save np.moveaxis(a, 0, -1))");
        }
        notes.push(note);
    }
    if let (None, false) = (asked, alternatives.is_empty()) {
        let text = |kind| with_channels(kind, channels_of(kind));
        let others = alternatives.iter().map(|other| text(*other)).collect::<Vec<_>>().join(" or a ");
        let names = alternatives.iter().map(|other| other.name()).collect::<Vec<_>>().join(" or ");
        notes.push(format!("shape {} is read as a {}; it could also be a {others}: choose “read as {names}” then", shape_text(shape), text(kind)));
    }
    Ok(Reading { kind, channels: channels_of(kind), alternatives, notes })
}

fn with_channels(kind: Kind, channels: usize) -> String {
    match channels {
        1 => kind.name().to_owned(),
        n => format!("{} with {n} channels", kind.name()),
    }
}

/// Makes what was decided from the elements in C order. Volumes carry the notes.
pub(crate) fn build(path: &Path, reading: &Reading, shape: &[usize], format: Format, memory: Memory, notes: &[String]) -> Result<Content, IoError> {
    let error = IoError::data(path);
    let channels = reading.channels;
    let volume = |shape: &[usize], memory| {
        let mut volume = Volume::new([shape[0], shape[1], shape[2]], channels, format, memory)?;
        volume.notes = notes.to_vec();
        Ok(volume)
    };
    Ok(match reading.kind {
        Kind::Buffer => Content::Buffer(Buffer::new(shape[0], channels, format, memory).map_err(error)?),
        Kind::Layer => Content::Layer(Layer::new([shape[0], shape[1]], channels, format, memory).map_err(error)?),
        Kind::Volume => Content::Volume(volume(shape, memory).map_err(error)?),
        Kind::Sequence => {
            let size = memory.len() / shape[0];
            let parts = (0..shape[0]).map(|i| volume(&shape[1..], part(&memory, i * size, size)?));
            Content::Sequence(parts.collect::<Result<_, _>>().map_err(error)?)
        }
    })
}

/// A part of memory: a view where it lies in a segment, else (below 1 MiB) a copy.
fn part(memory: &Memory, offset: usize, length: usize) -> Result<Memory, voxloom_core::DataError> {
    if let Some((segment, start)) = memory.segment() {
        return Ok(Memory::from_segment(segment.clone(), start + offset, length));
    }
    let mut copy = MemoryMut::zeroed(length)?;
    copy.as_bytes_mut().copy_from_slice(&memory.as_bytes()[offset..offset + length]);
    Ok(copy.freeze())
}

/// A shape as NumPy prints it: `(5, 7)`, `(5,)`, `()`.
pub(crate) fn shape_text(shape: &[u64]) -> String {
    match shape {
        [n] => format!("({n},)"),
        _ => format!("({})", shape.iter().map(u64::to_string).collect::<Vec<_>>().join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decide(shape: &[u64], asked: Option<Kind>) -> Result<(Kind, usize, Vec<Kind>), IoError> {
        interpret(Path::new("a.npy"), "uint8", shape, asked).map(|r| (r.kind, r.channels, r.alternatives))
    }

    #[test]
    fn every_rank_has_its_reading() {
        use Kind::{Buffer, Layer, Sequence, Volume};
        let cases: [(&[u64], Kind, usize, &[Kind]); 12] = [
            (&[9], Buffer, 1, &[]),
            (&[9, 8], Layer, 1, &[]),
            (&[9, 3], Layer, 1, &[Buffer]),
            (&[9, 8, 7], Volume, 1, &[]),
            (&[9, 8, 3], Layer, 3, &[Volume]),
            (&[9, 8, 1], Layer, 1, &[Volume]),
            (&[9, 3, 3], Volume, 1, &[Layer]),
            (&[2, 2, 2], Volume, 1, &[Layer]),
            (&[9, 8, 7, 4], Volume, 4, &[Sequence]),
            (&[9, 8, 7, 1], Volume, 1, &[Sequence]),
            (&[9, 8, 7, 5], Sequence, 1, &[]),
            (&[1, 1, 1], Volume, 1, &[Layer]),
        ];
        for (shape, kind, channels, alternatives) in cases {
            assert_eq!(decide(shape, None).unwrap(), (kind, channels, alternatives.to_vec()), "{shape:?}");
        }
        assert_eq!(decide(&[9, 8, 3], Some(Volume)).unwrap(), (Volume, 1, vec![Layer]));
        assert_eq!(decide(&[9, 3], Some(Buffer)).unwrap(), (Buffer, 3, vec![Layer]));
    }

    #[test]
    fn a_guess_is_said_and_a_choice_is_not() {
        let notes = |asked| interpret(Path::new("a.npy"), "uint8", &[9, 8, 3], asked).unwrap().notes;
        assert_eq!(notes(None), ["shape (9, 8, 3) is read as a layer with 3 channels; it could also be a volume: choose “read as volume” then"]);
        assert!(notes(Some(Kind::Volume)).is_empty());
        assert!(decide(&[9, 8], Some(Kind::Volume)).unwrap_err().to_string().contains("can be read as layer"));
    }

    #[test]
    fn shapes_that_are_nothing_are_refused_with_a_cure() {
        for (shape, cure) in [(&[][..], "np.atleast_1d"), (&[2, 2, 2, 2, 2], "np.squeeze"), (&[3, 0, 2], "axis 1 has length 0")] {
            let text = decide(shape, None).unwrap_err().to_string();
            assert!(text.contains(cure) && text.contains(&shape_text(shape)) && text.contains("uint8") && text.contains("a.npy"), "{text}");
        }
    }
}
