//! `.png`: values, orientation, palettes and low depths, and what is written.

mod common;

use common::{Folder, arrays, message, read};
use voxloom_core::data::{Format, Image, Layer};
use voxloom_io::{
    Content, IoError, Kind, PngText, probe, read_png_text, unpremultiply_rgba8, write, write_png_image, write_png_image_with, write_png_layer,
    write_png_rgba8,
};

/// A PNG made by the encoder directly.
fn encoded(width: u32, height: u32, color: png::ColorType, depth: png::BitDepth, palette: Option<&[u8]>, rows: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(color);
    encoder.set_depth(depth);
    if let Some(palette) = palette {
        encoder.set_palette(palette.to_vec());
    }
    encoder.write_header().unwrap().write_image_data(rows).unwrap();
    bytes
}

#[test]
fn the_bottom_row_comes_first() {
    let folder = Folder::new();
    let rows: Vec<u8> = (0..35).collect();
    let path = folder.file("a.png", &encoded(7, 5, png::ColorType::Grayscale, png::BitDepth::Eight, None, &rows));
    let Content::Layer(layer) = read(&path).unwrap().content else { panic!() };
    assert_eq!((layer.dimensions(), layer.channels(), layer.format()), ([7, 5], 1, Format::U8));
    let texels = layer.array().as_slice::<u8>().unwrap();
    assert_eq!((&texels[..7], &texels[28..]), (&[28, 29, 30, 31, 32, 33, 34][..], &[0, 1, 2, 3, 4, 5, 6][..]));
    // The picture of that layer is the file again.
    let rgba = Image::from_layer(layer).to_rgba8().unwrap();
    assert!(rgba.chunks(4).map(|texel| texel[0]).eq(0..35));
}

#[test]
fn eight_and_sixteen_bits_come_back_with_any_channels() {
    let folder = Folder::new();
    for channels in 1..=4 {
        let path = folder.path("a.png");
        let eight = Layer::from_vec([5, 7], channels, (0..35 * channels).map(|i| (i * 3) as u8).collect()).unwrap();
        write_png_layer(&path, &eight).unwrap();
        let loaded = read(&path).unwrap();
        assert_eq!(arrays(&loaded.content)[0].view::<u8>().unwrap(), eight.array().view::<u8>().unwrap());
        let sixteen = Layer::from_vec([5, 7], channels, (0..35 * channels).map(|i| (i * 457) as u16).collect()).unwrap();
        write(&path, &Content::Layer(sixteen.clone())).unwrap();
        let loaded = read(&path).unwrap();
        assert_eq!(arrays(&loaded.content)[0].view::<u16>().unwrap(), sixteen.array().view::<u16>().unwrap());
        let info = probe(&path).unwrap();
        assert_eq!((info.dtype.as_str(), info.channels, info.bytes), ("uint16", channels, 70 * channels as u64));
        assert_eq!(info.shape[..2], [5, 7]);
    }
}

#[test]
fn palettes_and_low_depths_become_bytes() {
    let folder = Folder::new();
    let path = folder.file("a.png", &encoded(2, 2, png::ColorType::Indexed, png::BitDepth::Eight, Some(&[9, 8, 7, 1, 2, 3]), &[0, 1, 1, 0]));
    let loaded = read(&path).unwrap();
    assert_eq!(arrays(&loaded.content)[0].as_slice::<u8>().unwrap(), [1, 2, 3, 9, 8, 7, 9, 8, 7, 1, 2, 3]);
    assert!(loaded.notes[0].contains("palette of 2 colors"));
    let path = folder.file("a.png", &encoded(3, 1, png::ColorType::Grayscale, png::BitDepth::Two, None, &[0b00_01_11_00]));
    assert_eq!(arrays(&read(&path).unwrap().content)[0].as_slice::<u8>().unwrap(), [0, 85, 255]);
}

#[test]
fn a_large_picture_lies_in_a_segment() {
    let folder = Folder::new();
    let path = folder.path("a.png");
    let rgba: Vec<u8> = (0..700 * 500 * 4).map(|i: u32| (i / 4 % 251) as u8).collect();
    write_png_rgba8(&path, 700, 500, &rgba).unwrap();
    let loaded = read(&path).unwrap();
    let array = arrays(&loaded.content)[0];
    assert!(array.memory().unwrap().segment().is_some());
    assert_eq!(array.as_slice::<u8>().unwrap()[499 * 2800..], rgba[..2800]);
}

#[test]
fn pictures_are_written_top_row_first_and_replace_the_old_one() {
    let folder = Folder::new();
    let path = folder.file("a.png", b"old");
    let link = folder.path("link.png");
    std::os::unix::fs::symlink(&path, &link).unwrap();
    write_png_rgba8(&link, 1, 2, &[1, 2, 3, 4, 5, 6, 7, 8]).unwrap();
    assert!(link.is_symlink());
    assert_eq!(arrays(&read(&path).unwrap().content)[0].as_slice::<u8>().unwrap(), [5, 6, 7, 8, 1, 2, 3, 4]);
    for (width, height, bytes) in [(1, 2, 7), (0, 0, 0), (usize::MAX, 2, 8), (0, 5, 0)] {
        assert!(matches!(write_png_rgba8(&path, width, height, &vec![0; bytes]), Err(IoError::CannotWrite { .. })));
    }
    let mut names = folder.names();
    names.sort();
    assert_eq!(names, ["a.png", "link.png"]);
    assert!(matches!(write_png_rgba8(&folder.path("none/a.png"), 1, 1, &[0; 4]), Err(IoError::NoFolder { .. })));
}

#[test]
fn colors_are_divided_by_their_alpha() {
    let mut rgba = [10, 20, 30, 255, 50, 25, 0, 100, 3, 2, 1, 0, 200, 128, 64, 128];
    unpremultiply_rgba8(&mut rgba);
    assert_eq!(rgba, [10, 20, 30, 255, 128, 64, 0, 100, 0, 0, 0, 0, 255, 255, 128, 128]);
}

#[test]
fn what_a_png_cannot_hold_is_said() {
    let folder = Folder::new();
    let float = Layer::from_vec([1, 1], 1, vec![0.5_f32]).unwrap();
    let text = write_png_layer(&folder.path("a.png"), &float).unwrap_err().to_string();
    assert!(text.contains("float32") && text.contains("uint16"), "{text}");
    let path = folder.file("a.png", &encoded(1, 1, png::ColorType::Grayscale, png::BitDepth::Eight, None, &[0]));
    assert!(message(common::read_as(&path, Kind::Volume), &path).contains("can be read as layer"));
}

#[test]
fn a_header_that_claims_a_huge_picture_allocates_nothing() {
    let folder = Folder::new();
    for (width, height, words) in [(1_000_000, i32::MAX as u32, "1000000 × 2147483647"), (i32::MAX as u32, 1, "more than 64 MiB")] {
        let mut bytes = encoded(1, 1, png::ColorType::Grayscale, png::BitDepth::Eight, None, &[0]);
        bytes[16..20].copy_from_slice(&u32::to_be_bytes(width));
        bytes[20..24].copy_from_slice(&u32::to_be_bytes(height));
        let crc = crc32(&bytes[12..29]);
        bytes[29..33].copy_from_slice(&crc.to_be_bytes());
        let path = folder.file("a.png", &bytes);
        let text = message(read(&path), &path);
        assert!(text.contains(words), "{text}");
    }
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0_u32, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), |c, _| if c & 1 == 1 { c >> 1 ^ 0xedb8_8320 } else { c >> 1 }))
}

#[test]
fn a_picture_carries_a_text_and_stays_the_picture() {
    let folder = Folder::new();
    let image = Image::from_layer(Layer::from_vec([6, 4], 4, vec![255_u8; 96]).unwrap());
    let (plain, carrying) = (folder.path("plain.png"), folder.path("carrying.png"));
    let text = "{\"network\": \"Größe – 脳\"}\n".repeat(5000);
    write_png_image(&plain, &image).unwrap();
    write_png_image_with(&carrying, &image, Some(PngText { keyword: "voxloom", text: &text })).unwrap();
    assert_eq!(read_png_text(&carrying, "voxloom").unwrap().as_deref(), Some(&*text), "byte for byte");
    assert_eq!(read_png_text(&carrying, "other").unwrap(), None);
    assert_eq!(read_png_text(&plain, "voxloom").unwrap(), None);
    let pixels = |path| arrays(&read(path).unwrap().content)[0].as_slice::<u8>().unwrap().to_vec();
    assert_eq!(pixels(&carrying), pixels(&plain));
    assert!(std::fs::metadata(&carrying).unwrap().len() < text.len() as u64 / 10, "compressed");
    // What is no PNG carries nothing; half of one says so.
    assert_eq!(read_png_text(&folder.file("a.txt", b"hello"), "voxloom").unwrap(), None);
    let bytes = std::fs::read(&carrying).unwrap();
    assert!(read_png_text(&folder.file("half.png", &bytes[..60]), "voxloom").is_err());
}
