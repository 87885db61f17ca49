//! `.png`: pictures of 8 or 16 bits, gray to RGBA, as layers.

use std::fs::File;
use std::io::{BufReader, BufWriter, Write};
use std::path::Path;

use png::{BitDepth, ColorType, Compression, DecodingError, EncodingError, Transformations};
use voxloom_core::data::{Format, Image, Layer};

use super::beginning;
use crate::fill::{Fill, check_limit};
use crate::interpret::{Reading, build};
use crate::order::swap_bytes;
use crate::source::{Progress, Source};
use crate::{ByteOrder, Content, FileFormat, Info, IoError, Kind, Loaded, ReadOptions, atomic};

const MAGIC: &[u8] = b"\x89PNG\r\n\x1a\n";

pub(crate) const FORMAT: FileFormat =
    FileFormat { name: "PNG", extensions: &["png"], magic: Some(MAGIC), reads: &[Kind::Layer], read, probe, write: Some(write) };

/// Deflate cannot pack better than about 1:1032.
const BEST_COMPRESSION: u64 = 1040;

/// An opened PNG and its decoded layout.
struct Picture<'a> {
    reader: png::Reader<BufReader<&'a File>>,
    shape: [usize; 2],
    channels: usize,
    format: Format,
    bytes: u64,
    notes: Vec<String>,
}

fn open<'a>(source: &'a Source<'_>, options: &ReadOptions<'_>) -> Result<Picture<'a>, IoError> {
    let path = source.path();
    let head = source.head(MAGIC.len())?;
    if !head.starts_with(MAGIC) {
        let cure = "save it as PNG, or give it the extension of its format";
        return Err(IoError::WrongMagic { path: path.to_owned(), expected: FORMAT.name, found: beginning(&head), cure });
    }
    if let Some(asked) = options.read_as.filter(|kind| *kind != Kind::Layer) {
        let possible = Kind::Layer.name().to_owned();
        return Err(IoError::NotReadableAs { path: path.to_owned(), found: "a picture".to_owned(), asked: asked.name(), possible });
    }
    let mut decoder = png::Decoder::new(BufReader::with_capacity(1 << 18, source.file()));
    // Palettes, fewer than 8 bits and transparent colors become channels of 8 bits.
    decoder.set_transformations(Transformations::EXPAND);
    decoder.set_ignore_text_chunk(true);
    decoder.set_ignore_iccp_chunk(true);
    let reader = decoder.read_info().map_err(|error| decoding(source, error))?;
    let (color, depth) = reader.output_color_type();
    let (format, channels) = (if depth == BitDepth::Sixteen { Format::U16 } else { Format::U8 }, color.samples());
    let (width, height) = reader.info().size();
    let bytes = u128::from(width) * u128::from(height) * (channels * format.size()) as u128;
    if bytes / u128::from(BEST_COMPRESSION) > u128::from(source.size()) {
        let packed = u64::try_from(bytes / u128::from(BEST_COMPRESSION)).unwrap_or(u64::MAX);
        let what = format!("a picture of {width} × {height}, packed as well as can be,");
        return Err(IoError::Truncated { path: path.to_owned(), what, claimed: packed, actual: source.size() });
    }
    let mut notes = Vec::new();
    if reader.info().animation_control.is_some() {
        notes.push("an animated PNG; only its first picture is read".to_owned());
    }
    if let Some(palette) = reader.info().palette.as_ref().filter(|_| reader.info().color_type == ColorType::Indexed) {
        notes.push(format!("a palette of {} colors, read as the colors", palette.len() / 3));
    }
    let bytes = u64::try_from(bytes).unwrap_or(u64::MAX);
    Ok(Picture { reader, shape: [height as usize, width as usize], channels, format, bytes, notes })
}

fn read(path: &Path, options: &ReadOptions<'_>) -> Result<Loaded, IoError> {
    let source = Source::open(path, FORMAT.name)?;
    let Picture { mut reader, shape, channels, format, bytes, notes } = open(&source, options)?;
    check_limit(path, bytes, options, "save a part of the picture or a smaller one")?;
    let progress = Progress::new(options, bytes);
    progress.add(path, 0)?;
    let mut memory = Fill::new(path, bytes as usize)?;
    let pixels = memory.bytes_mut();
    reader.next_frame(pixels).and_then(|_| reader.finish()).map_err(|error| decoding(&source, error))?;
    flip_rows(pixels, shape[1] * channels * format.size());
    if cfg!(target_endian = "little") {
        swap_bytes(pixels, format.size());
    }
    source.verify()?;
    progress.add(path, bytes)?;
    let reading = Reading { kind: Kind::Layer, channels, alternatives: Vec::new(), notes: Vec::new() };
    let content = build(path, &reading, &shape, format, memory.freeze(), &notes)?;
    Ok(Loaded { content, notes, alternatives: Vec::new(), stamp: source.stamp() })
}

fn probe(path: &Path, options: &ReadOptions<'_>) -> Result<Info, IoError> {
    let source = Source::open(path, FORMAT.name)?;
    let picture = open(&source, options)?;
    let mut shape = picture.shape.map(|n| n as u64).to_vec();
    if picture.channels > 1 {
        shape.push(picture.channels as u64);
    }
    Ok(Info {
        format: FORMAT.name,
        dtype: picture.format.numpy_name().to_owned(),
        shape,
        byte_order: if picture.format == Format::U16 { ByteOrder::Big } else { ByteOrder::None },
        fortran_order: false,
        bytes: picture.bytes,
        read_as: Kind::Layer,
        channels: picture.channels,
        alternatives: Vec::new(),
        notes: picture.notes,
    })
}

/// Files have the top row first, layers the bottom row.
fn flip_rows(pixels: &mut [u8], row: usize) {
    let height = pixels.len() / row.max(1);
    let (top, bottom) = pixels.split_at_mut(height / 2 * row);
    for (a, b) in top.chunks_exact_mut(row).zip(bottom.chunks_exact_mut(row).rev()) {
        a.swap_with_slice(b);
    }
}

fn decoding(source: &Source<'_>, error: DecodingError) -> IoError {
    // A file that shrank meanwhile ends early too.
    if let Err(changed) = source.verify() {
        return changed;
    }
    match error {
        DecodingError::IoError(error) if error.kind() != std::io::ErrorKind::UnexpectedEof => IoError::system(source.path(), "read", error),
        DecodingError::IoError(_) => IoError::damaged(source.path(), FORMAT.name, format!("it ends too early, after {} bytes", source.size())),
        DecodingError::LimitsExceeded => IoError::damaged(source.path(), FORMAT.name, "one row or one other part of it needs more than 64 MiB"),
        error => IoError::damaged(source.path(), FORMAT.name, error.to_string()),
    }
}

fn write(path: &Path, content: &Content) -> Result<(), IoError> {
    match content {
        Content::Layer(layer) => write_png_layer(path, layer),
        Content::Buffer(_) | Content::Volume(_) | Content::Sequence(_) => Err(IoError::CannotWrite {
            path: path.to_owned(),
            found: format!("a {}", content.kind().name()),
            accepted: "a PNG holds a layer",
            cure: "write an .npy file",
        }),
    }
}

/// Writes a layer of `uint8` or `uint16` with 1–4 channels: gray, gray and alpha, RGB, RGBA. Values and alpha are written as they are.
///
/// A layer of one of our images has premultiplied alpha, PNG has not: go through [`unpremultiply_rgba8`] for those.
/// Atomic. Errors: another format, a folder that does not exist, a full disk.
pub fn write_png_layer(path: &Path, layer: &Layer) -> Result<(), IoError> {
    let [width, height] = layer.dimensions();
    let (format, channels) = (layer.format(), layer.channels());
    let depth = match format {
        Format::U8 => BitDepth::Eight,
        Format::U16 => BitDepth::Sixteen,
        _ => {
            return Err(IoError::CannotWrite {
                path: path.to_owned(),
                found: format!("a layer of {}", format.numpy_name()),
                accepted: "a PNG holds uint8 or uint16",
                cure: "scale the values to one of them, or write an .npy file",
            });
        }
    };
    let color = match channels {
        1 => ColorType::Grayscale,
        2 => ColorType::GrayscaleAlpha,
        3 => ColorType::Rgb,
        _ => ColorType::Rgba,
    };
    let texels = layer.array().memory().map_err(IoError::data(path))?.as_bytes();
    let row = width * channels * format.size();
    let rows = texels.chunks_exact(row).rev();
    encode(path, [width, height], color, depth, rows, None)
}

/// Writes a picture of `width × height` RGBA bytes, top row first, alpha *not* premultiplied (see [`unpremultiply_rgba8`]). Atomic.
///
/// Errors: a size that does not fit the bytes, a folder that does not exist, a full disk.
pub fn write_png_rgba8(path: &Path, width: usize, height: usize, rgba_top_row_first: &[u8]) -> Result<(), IoError> {
    write_rgba8(path, width, height, rgba_top_row_first, None)
}

fn write_rgba8(path: &Path, width: usize, height: usize, rgba_top_row_first: &[u8], text: Option<PngText<'_>>) -> Result<(), IoError> {
    let row = width.checked_mul(4).filter(|row| row.checked_mul(height) == Some(rgba_top_row_first.len()) && *row > 0 && height > 0);
    let Some(row) = row else {
        return Err(IoError::CannotWrite {
            path: path.to_owned(),
            found: format!("a picture of {width} × {height} in {} bytes", rgba_top_row_first.len()),
            accepted: "it needs width × height × 4 bytes, and at least one pixel",
            cure: "give the size that the picture was drawn in",
        });
    };
    encode(path, [width, height], ColorType::Rgba, BitDepth::Eight, rgba_top_row_first.chunks_exact(row), text)
}

/// A text that a picture carries: an `iTXt` chunk before the pixels, compressed. Other programs show the picture and leave it alone.
#[derive(Debug, Clone, Copy)]
pub struct PngText<'a> {
    /// 1–79 Latin letters.
    pub keyword: &'a str,
    pub text: &'a str,
}

/// The text that a picture carries under a keyword, if there is one. Reads what stands before the pixels.
///
/// Errors: no PNG, a damaged one, a text of more than 64 MiB.
pub fn read_png_text(path: &Path, keyword: &str) -> Result<Option<String>, IoError> {
    const MOST: usize = 64 << 20;
    let source = Source::open(path, FORMAT.name)?;
    let head = source.head(MAGIC.len())?;
    if !head.starts_with(MAGIC) {
        return Ok(None);
    }
    let mut decoder = png::Decoder::new(BufReader::with_capacity(1 << 16, source.file()));
    decoder.set_ignore_iccp_chunk(true);
    let reader = decoder.read_info().map_err(|error| decoding(&source, error))?;
    let Some(found) = reader.info().utf8_text.iter().find(|chunk| chunk.keyword == keyword) else { return Ok(None) };
    let mut found = found.clone();
    let text = found.decompress_text_with_limit(MOST).and_then(|()| found.get_text());
    text.map(Some).map_err(|error| decoding(&source, error))
}

/// Writes the first color layer of an image, read back where it lies on a device. Atomic.
///
/// Errors as [`write_png_rgba8`], and an image without a color layer.
pub fn write_png_image(path: &Path, image: &Image) -> Result<(), IoError> {
    write_png_image_with(path, image, None)
}

/// [`write_png_image`] with a text that the picture carries.
pub fn write_png_image_with(path: &Path, image: &Image, text: Option<PngText<'_>>) -> Result<(), IoError> {
    let mut rgba = image.to_rgba8().map_err(IoError::data(path))?;
    unpremultiply_rgba8(&mut rgba);
    let [width, height] = image.dimensions();
    write_rgba8(path, width, height, &rgba, text)
}

/// Divides the colors of RGBA bytes by their alpha, rounded: from premultiplied, as our images have it, to what PNG stores.
/// Where alpha is 255 nothing changes, where it is 0 the color becomes black.
pub fn unpremultiply_rgba8(rgba: &mut [u8]) {
    for [r, g, b, a] in rgba.as_chunks_mut::<4>().0 {
        let alpha = u32::from(*a);
        for channel in [r, g, b] {
            *channel = match (u32::from(*channel) * 255 + alpha / 2).checked_div(alpha) {
                Some(value) => value.min(255) as u8,
                None => 0,
            };
        }
    }
}

/// Encodes rows, top row first, 16-bit values in the machine's byte order.
fn encode<'a>(
    path: &Path,
    [width, height]: [usize; 2],
    color: ColorType,
    depth: BitDepth,
    rows: impl Iterator<Item = &'a [u8]>,
    text: Option<PngText<'_>>,
) -> Result<(), IoError> {
    let (Ok(w), Ok(h)) = (i32::try_from(width), i32::try_from(height)) else {
        return Err(IoError::CannotWrite {
            path: path.to_owned(),
            found: format!("a picture of {width} × {height}"),
            accepted: "a PNG holds up to 2147483647 in each direction",
            cure: "write an .npy file",
        });
    };
    atomic::write(path, |file: &mut BufWriter<File>| {
        let mut encoder = png::Encoder::new(file, w.cast_unsigned(), h.cast_unsigned());
        encoder.set_color(color);
        encoder.set_depth(depth);
        encoder.set_compression(Compression::Fast);
        let encoding = |error| match error {
            EncodingError::IoError(error) => IoError::system(path, "written", error),
            error => IoError::system(path, "written", std::io::Error::other(error)),
        };
        let system = |error| IoError::system(path, "written", error);
        let mut writer = encoder.write_header().map_err(encoding)?;
        if let Some(PngText { keyword, text }) = text {
            let mut chunk = png::text_metadata::ITXtChunk::new(keyword, text);
            chunk.compress_text().map_err(encoding)?;
            chunk.compressed = true;
            writer.write_text_chunk(&chunk).map_err(encoding)?;
        }
        let mut stream = writer.stream_writer().map_err(encoding)?;
        let mut swapped = Vec::new();
        for row in rows {
            if depth == BitDepth::Sixteen && cfg!(target_endian = "little") {
                swapped.clear();
                swapped.extend_from_slice(row);
                swap_bytes(&mut swapped, 2);
                stream.write_all(&swapped).map_err(system)?;
            } else {
                stream.write_all(row).map_err(system)?;
            }
        }
        stream.finish().map_err(encoding)?;
        writer.finish().map_err(encoding)
    })
}
