//! Every format of the list, whichever they are: reads its fixture, writes what it can, and refuses what is broken in words.

mod common;

use common::{Folder, fingerprint, message, read, read_as};
use std::path::{Path, PathBuf};
use voxloom_core::data::{Buffer, Format, Layer, Volume};
use voxloom_core::memory::{Memory, MemoryMut};
use voxloom_io::{Content, FORMATS, FileFormat, IoError, probe};

/// `tests/fixtures/sample.<extension>`: every format brings a tiny one.
fn fixture(format: &FileFormat) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(format!("sample.{}", format.extensions[0]))
}

fn fixture_bytes(format: &FileFormat) -> Vec<u8> {
    std::fs::read(fixture(format)).unwrap_or_else(|error| panic!("{} needs {}: {error}", format.name, fixture(format).display()))
}

#[test]
fn the_list_is_well_formed() {
    let mut extensions: Vec<_> = FORMATS.iter().flat_map(|format| format.extensions).collect();
    let count = extensions.len();
    extensions.sort();
    extensions.dedup();
    assert_eq!(extensions.len(), count, "two formats claim one extension");
    for format in FORMATS {
        assert!(!format.extensions.is_empty() && !format.reads.is_empty(), "{}", format.name);
        assert!(format.extensions.iter().all(|e| *e == e.to_lowercase() && !e.starts_with('.')), "{}", format.name);
    }
}

#[test]
fn fixtures_read_as_probed() {
    for format in FORMATS {
        let (loaded, info) = (read(&fixture(format)).unwrap(), probe(&fixture(format)).unwrap());
        assert_eq!((info.format, info.read_as, &info.notes), (format.name, loaded.content.kind(), &loaded.notes));
        assert!(format.reads.contains(&info.read_as) && info.alternatives == loaded.alternatives);
        assert_eq!(info.bytes as usize, common::arrays(&loaded.content).iter().map(|a| a.bytes()).sum::<usize>());
        assert_eq!(Some(loaded.stamp), voxloom_io::stamp(&fixture(format)));
    }
}

#[test]
fn the_content_decides_not_the_name() {
    let folder = Folder::new();
    for format in FORMATS.iter().filter(|format| format.magic.is_some()) {
        for name in ["no_extension", "upper.XYZ", "other.png", "other.npy"] {
            let loaded = read(&folder.file(name, &fixture_bytes(format))).unwrap();
            assert_eq!(fingerprint(&loaded.content), fingerprint(&read(&fixture(format)).unwrap().content), "{} {name}", format.name);
        }
    }
}

fn memory(format: Format, elements: usize) -> Memory {
    let mut memory = MemoryMut::zeroed(elements * format.size()).unwrap();
    for (i, byte) in memory.as_bytes_mut().iter_mut().enumerate() {
        // Small exponents only, so that no float is NaN; the comparison is of bytes all the same.
        *byte = (i * 37 % 61) as u8;
    }
    memory.freeze()
}

/// One content of each kind, format and number of channels.
fn contents() -> Vec<Content> {
    let mut all = Vec::new();
    for format in Format::ALL {
        for channels in 1..=4 {
            all.push(Content::Buffer(Buffer::new(9, channels, format, memory(format, 9 * channels)).unwrap()));
            all.push(Content::Layer(Layer::new([5, 7], channels, format, memory(format, 35 * channels)).unwrap()));
            all.push(Content::Volume(Volume::new([3, 5, 7], channels, format, memory(format, 105 * channels)).unwrap()));
        }
        all.push(Content::Volume(Volume::new([6, 5, 3], 1, format, memory(format, 90)).unwrap()));
        all.push(Content::Sequence((0..6).map(|_| Volume::new([3, 5, 7], 1, format, memory(format, 105)).unwrap()).collect()));
    }
    all
}

#[test]
fn what_a_format_writes_it_reads_back() {
    let folder = Folder::new();
    for format in FORMATS {
        let Some(write) = format.write else { continue };
        let path = folder.path(&format!("a.{}", format.extensions[0]));
        let mut written = 0;
        for content in contents() {
            match write(&path, &content) {
                Ok(()) => {
                    written += 1;
                    assert_eq!(fingerprint(&read_as(&path, content.kind()).unwrap().content), fingerprint(&content), "{}", format.name);
                }
                Err(error @ IoError::CannotWrite { .. }) => assert!(error.to_string().contains(&path.display().to_string())),
                Err(error) => panic!("{}: {error}", format.name),
            }
        }
        assert!(written > 0, "{} wrote nothing", format.name);
        std::fs::remove_file(&path).unwrap();
        assert_eq!(folder.names(), Vec::<String>::new(), "{} left a file behind", format.name);
        let nowhere = folder.path("no_such_folder").join(path.file_name().unwrap());
        let error = contents().iter().find_map(|content| match write(&nowhere, content) {
            Err(error @ IoError::NoFolder { .. }) => Some(error.to_string()),
            _ => None,
        });
        assert!(error.unwrap().contains("no_such_folder does not exist"));
    }
}

#[test]
fn a_file_cut_anywhere_is_an_error() {
    let folder = Folder::new();
    for format in FORMATS {
        let bytes = fixture_bytes(format);
        for length in 0..bytes.len() {
            let path = folder.file(&format!("cut.{}", format.extensions[0]), &bytes[..length]);
            let text = message(read(&path), &path);
            let says = ["is empty", "is cut short", "damaged", "is no"].iter().any(|words| text.contains(words));
            assert!(says && text.contains(format.name) | text.contains("cut short"), "{} at {length}: {text}", format.name);
        }
    }
}

#[test]
fn foreign_bytes_are_an_error() {
    let folder = Folder::new();
    for format in FORMATS {
        for bytes in [&b"hello, this is a text"[..], &[0; 200], &[0xff; 7], b"PK\x03\x04....", b"\n"] {
            let path = folder.file(&format!("foreign.{}", format.extensions[0]), bytes);
            let text = message(read(&path), &path);
            assert!(text.contains(&format!("is no {} file", format.name)), "{text}");
            assert_eq!(probe(&path).unwrap_err().to_string(), text);
        }
        let path = folder.path(&format!("missing.{}", format.extensions[0]));
        assert!(message(read(&path), &path).contains("does not exist"));
    }
}

#[test]
fn a_damaged_byte_never_panics() {
    let folder = Folder::new();
    for format in FORMATS {
        let bytes = fixture_bytes(format);
        for index in 0..bytes.len() {
            for value in [bytes[index] ^ 1, bytes[index] ^ 0x80, b'9', 0, 0xff] {
                let mut damaged = bytes.clone();
                damaged[index] = value;
                let path = folder.file(&format!("damaged.{}", format.extensions[0]), &damaged);
                if let Err(error) = read(&path) {
                    assert!(error.to_string().contains("damaged."), "{error}");
                }
            }
        }
    }
}
