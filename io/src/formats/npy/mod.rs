//! `.npy`: NumPy's arrays, versions 1 to 3, any byte order, C or Fortran order.

mod header;
mod literal;

use std::io::Write;
use std::path::Path;

use voxloom_core::data::{Array, Format};

use self::header::Header;
use crate::fill::{Fill, check_limit};
use crate::interpret::{Reading, build, interpret};
use crate::order::{read_fortran, swap_bytes};
use crate::source::{Progress, Source};
use crate::{Content, FileFormat, Info, IoError, Kind, Loaded, ReadOptions, atomic};

pub(crate) const FORMAT: FileFormat = FileFormat {
    name: "NPY",
    extensions: &["npy"],
    magic: Some(header::MAGIC),
    reads: &[Kind::Buffer, Kind::Layer, Kind::Volume, Kind::Sequence],
    read,
    probe,
    write: Some(write),
};

fn read(path: &Path, options: &ReadOptions<'_>) -> Result<Loaded, IoError> {
    let source = Source::open(path, FORMAT.name)?;
    let (header, reading, notes) = look(&source, options)?;
    check_limit(
        path,
        header.bytes,
        options,
        "save a part of it or every second voxel: np.save(\"small.npy\", np.load(\"name.npy\", mmap_mode=\"r\")[::2, ::2, ::2])",
    )?;
    let shape: Vec<usize> = header.shape.iter().map(|n| *n as usize).collect();
    let (size, swapped, is_bool) = (header.dtype.format.size(), header.dtype.swapped(), header.dtype.is_bool);
    let convert = |bytes: &mut [u8]| {
        if swapped {
            swap_bytes(bytes, size);
        }
        if is_bool {
            bytes.iter_mut().for_each(|byte| *byte = u8::from(*byte != 0));
        }
    };
    let mut memory = Fill::new(path, header.bytes as usize)?;
    let progress = Progress::new(options, header.bytes);
    if header.transposed() {
        read_fortran(&source, header.offset, &shape, size, memory.bytes_mut(), &progress, convert)?;
    } else {
        source.read_parallel(memory.bytes_mut(), header.offset, &progress, convert)?;
    }
    source.verify()?;
    let content = build(path, &reading, &shape, header.dtype.format, memory.freeze(), &notes)?;
    Ok(Loaded { content, notes, alternatives: reading.alternatives, stamp: source.stamp() })
}

fn probe(path: &Path, options: &ReadOptions<'_>) -> Result<Info, IoError> {
    let (header, reading, notes) = look(&Source::open(path, FORMAT.name)?, options)?;
    Ok(Info {
        format: FORMAT.name,
        dtype: header.dtype.name().to_owned(),
        byte_order: header.dtype.order,
        fortran_order: header.fortran_order,
        bytes: header.bytes,
        read_as: reading.kind,
        channels: reading.channels,
        alternatives: reading.alternatives,
        notes,
        shape: header.shape,
    })
}

/// The header, what the array becomes, and what is to be said about both.
fn look(source: &Source<'_>, options: &ReadOptions<'_>) -> Result<(Header, Reading, Vec<String>), IoError> {
    let header = header::read(source)?;
    let reading = interpret(source.path(), header.dtype.name(), &header.shape, options.read_as)?;
    let mut notes = reading.notes.clone();
    if header.transposed() {
        notes.push("stored in Fortran order: the axes are kept, the elements were put in C order".to_owned());
    }
    if header.dtype.is_bool {
        notes.push("bool is read as uint8, 0 and 1".to_owned());
    }
    let left = source.size() - header.offset - header.bytes;
    if left > 0 {
        notes.push(format!("{left} bytes follow the first array in the file and were not read"));
    }
    Ok((header, reading, notes))
}

impl Header {
    /// Whether the elements lie in another order than C's.
    fn transposed(&self) -> bool {
        self.fortran_order && self.shape.iter().filter(|n| **n > 1).count() > 1
    }
}

fn write(path: &Path, content: &Content) -> Result<(), IoError> {
    match content {
        Content::Buffer(buffer) => write_npy(path, buffer.array()),
        Content::Layer(layer) => write_npy(path, layer.array()),
        Content::Volume(volume) => write_npy(path, volume.array()),
        Content::Sequence(volumes) => {
            let arrays: Vec<&Array> = volumes.iter().map(|volume| volume.array()).collect();
            let alike = |array: &&Array| array.shape() == arrays[0].shape() && array.format() == arrays[0].format() && array.channels() == 1;
            if arrays.is_empty() || !arrays.iter().all(alike) {
                return Err(IoError::CannotWrite {
                    path: path.to_owned(),
                    found: format!("a sequence of {} volumes", arrays.len()),
                    accepted: "an .npy file holds volumes of one shape and format with one channel",
                    cure: "write each volume to a file of its own",
                });
            }
            write_arrays(path, &arrays, true)
        }
    }
}

/// Writes an array, C order, the machine's byte order, its channels (when there are several) as the last axis. Atomic: beside the
/// target, synced, then renamed. Data on a device is read back: not for the UI thread.
///
/// Errors: the folder does not exist, the disk is full, the data cannot be read back.
pub fn write_npy(path: &Path, array: &Array) -> Result<(), IoError> {
    write_arrays(path, &[array], false)
}

/// Writes arrays of one shape and format one after the other, `stacked` along a new first axis.
fn write_arrays(path: &Path, arrays: &[&Array], stacked: bool) -> Result<(), IoError> {
    let array = arrays[0];
    let mut shape: Vec<u64> = stacked.then_some(arrays.len() as u64).into_iter().collect();
    shape.extend(array.shape().iter().map(|n| *n as u64));
    if array.channels() > 1 {
        shape.push(array.channels() as u64);
    }
    atomic::write(path, |file| {
        let mut put = |bytes: &[u8]| file.write_all(bytes).map_err(|error| IoError::system(path, "written", error));
        put(&header_bytes(array.format(), &shape))?;
        arrays.iter().try_for_each(|array| put(array.memory().map_err(IoError::data(path))?.as_bytes()))
    })
}

/// A header of version 1, padded so that the elements begin at a multiple of 64 bytes, as NumPy does it.
fn header_bytes(format: Format, shape: &[u64]) -> Vec<u8> {
    let letter = match format {
        Format::F16 | Format::F32 | Format::F64 => 'f',
        Format::U8 | Format::U16 | Format::U32 | Format::U64 => 'u',
        Format::I8 | Format::I16 | Format::I32 | Format::I64 => 'i',
    };
    let order = match format.size() {
        1 => '|',
        _ if cfg!(target_endian = "little") => '<',
        _ => '>',
    };
    let shape = crate::interpret::shape_text(shape);
    let mut text = format!("{{'descr': '{order}{letter}{}', 'fortran_order': False, 'shape': {shape}, }}", format.size());
    let length = (header::MAGIC.len() + 4 + text.len() + 1).next_multiple_of(64) - header::MAGIC.len() - 4;
    text.extend(std::iter::repeat_n(' ', length - text.len() - 1));
    text.push('\n');
    let mut bytes = header::MAGIC.to_vec();
    bytes.extend([1, 0]);
    // Four axes of twenty digits each are far below the 64 KiB of this version.
    bytes.extend((length as u16).to_le_bytes());
    bytes.extend(text.as_bytes());
    bytes
}
