//! `.npy`: every dtype, byte order, axis order and version reads the same values.

mod common;

use common::{Folder, arrays, fingerprint, header, npy_bytes, read, read_as};
use half::f16;
use ndarray::ArrayD;
use proptest::prelude::*;
use voxloom_core::data::{Format, Scalar};
use voxloom_core::memory::SHARED_FROM;
use voxloom_core::with_scalar;
use voxloom_io::{ByteOrder, Content, Kind, probe, write_npy};

/// Elements of a format, their bytes in one order, made without the code under test.
fn element_bytes(format: Format, index: usize, big: bool) -> Vec<u8> {
    let value = (index * 7 % 120) as f64 - if matches!(format, Format::U8 | Format::U16 | Format::U32 | Format::U64) { 0.0 } else { 60.0 };
    let mut bytes = match format {
        Format::U8 => (value as u8).to_le_bytes().to_vec(),
        Format::U16 => (value as u16 * 300).to_le_bytes().to_vec(),
        Format::U32 => (value as u32 * 30_000_000).to_le_bytes().to_vec(),
        Format::U64 => (value as u64 * 100_000_000_000_000_007).to_le_bytes().to_vec(),
        Format::I8 => (value as i8).to_le_bytes().to_vec(),
        Format::I16 => (value as i16 * 300).to_le_bytes().to_vec(),
        Format::I32 => (value as i32 * 30_000_001).to_le_bytes().to_vec(),
        Format::I64 => (value as i64 * 100_000_000_000_000_007).to_le_bytes().to_vec(),
        Format::F16 => f16::from_f64(value * 0.5).to_le_bytes().to_vec(),
        Format::F32 => (value as f32 * 0.3).to_le_bytes().to_vec(),
        Format::F64 => (value * 0.3).to_le_bytes().to_vec(),
    };
    if big {
        bytes.reverse();
    }
    bytes
}

/// For every element in the order of the file: its index in C order.
fn file_order(shape: &[usize], fortran: bool) -> Vec<usize> {
    let total: usize = shape.iter().product();
    if !fortran {
        return (0..total).collect();
    }
    (0..total)
        .map(|mut n| {
            let mut index = Vec::new();
            for length in shape {
                index.push(n % length);
                n /= length;
            }
            index.iter().zip(shape).fold(0, |all, (i, length)| all * length + i)
        })
        .collect()
}

fn npy(format: Format, shape: &[usize], big: bool, fortran: bool, version: u8) -> Vec<u8> {
    let name = format.numpy_name();
    let letter = if name.starts_with("uint") {
        'u'
    } else if name.starts_with("int") {
        'i'
    } else {
        'f'
    };
    let order = if format.size() == 1 {
        '|'
    } else if big {
        '>'
    } else {
        '<'
    };
    let elements: Vec<u8> = file_order(shape, fortran).into_iter().flat_map(|i| element_bytes(format, i, big)).collect();
    npy_bytes(version, &header(&format!("{order}{letter}{}", format.size()), fortran, shape), &elements)
}

/// The bytes in C order, little-endian as the test machines are.
fn expected(format: Format, shape: &[usize]) -> Vec<u8> {
    (0..shape.iter().product()).flat_map(|i| element_bytes(format, i, cfg!(target_endian = "big"))).collect()
}

fn all_bytes(content: &Content) -> Vec<u8> {
    arrays(content).iter().flat_map(|array| array.memory().unwrap().as_bytes().to_vec()).collect()
}

#[test]
fn every_dtype_order_and_version_reads_the_same_values() {
    let folder = Folder::new();
    for shape in [&[11][..], &[5, 7], &[3, 5, 7], &[19, 17, 33], &[2, 3, 5, 7], &[6, 5, 4, 3]] {
        for format in Format::ALL {
            for (big, fortran) in [(false, false), (true, false), (false, true), (true, true)] {
                for version in 1..=3 {
                    let path = folder.file("a.npy", &npy(format, shape, big, fortran, version));
                    let loaded = read(&path).unwrap();
                    let case = format!("{format:?} {shape:?} big {big} fortran {fortran} version {version}");
                    assert!(all_bytes(&loaded.content) == expected(format, shape), "{case}");
                    assert_eq!(arrays(&loaded.content)[0].format(), format, "{case}");
                    assert_eq!(loaded.notes.iter().any(|n| n.contains("Fortran")), fortran && shape.len() > 1, "{case}");
                    let info = probe(&path).unwrap();
                    assert_eq!((info.fortran_order, info.shape.len(), info.dtype.as_str()), (fortran, shape.len(), format.numpy_name()));
                    let order = if format.size() == 1 {
                        ByteOrder::None
                    } else if big {
                        ByteOrder::Big
                    } else {
                        ByteOrder::Little
                    };
                    assert_eq!(info.byte_order, order, "{case}");
                }
            }
        }
    }
}

#[test]
fn shapes_become_what_the_design_says() {
    let folder = Folder::new();
    type Case<'a> = (&'a [usize], Kind, &'a [usize], usize, usize);
    let cases: [Case<'_>; 8] = [
        (&[11], Kind::Buffer, &[11], 1, 1),
        (&[5, 7], Kind::Layer, &[5, 7], 1, 1),
        (&[5, 7, 3], Kind::Layer, &[5, 7], 3, 1),
        (&[3, 5, 7], Kind::Volume, &[3, 5, 7], 1, 1),
        (&[5, 3, 4], Kind::Volume, &[5, 3, 4], 1, 1),
        (&[3, 5, 7, 2], Kind::Volume, &[3, 5, 7], 2, 1),
        (&[2, 3, 5, 7], Kind::Sequence, &[3, 5, 7], 1, 2),
        (&[1, 1], Kind::Layer, &[1, 1], 1, 1),
    ];
    for (shape, kind, spatial, channels, parts) in cases {
        let loaded = read(&folder.file("a.npy", &npy(Format::I16, shape, false, false, 1))).unwrap();
        let arrays = arrays(&loaded.content);
        assert_eq!((loaded.content.kind(), arrays[0].shape(), arrays[0].channels(), arrays.len()), (kind, spatial, channels, parts));
        if let Content::Volume(volume) = &loaded.content {
            assert_eq!(volume.notes, loaded.notes);
        }
    }
    let path = folder.file("a.npy", &npy(Format::U8, &[5, 7, 3], false, false, 1));
    let loaded = read(&path).unwrap();
    assert!(loaded.notes[0].contains("could also be a volume") && loaded.alternatives == [Kind::Volume], "{:?}", loaded.notes);
    let volume = read_as(&path, Kind::Volume).unwrap();
    assert_eq!(arrays(&volume.content)[0].shape(), [5, 7, 3]);
}

#[test]
fn large_content_lies_in_a_segment_also_as_parts_of_a_sequence() {
    let folder = Folder::new();
    for (shape, fortran) in [(&[64, 128, 160][..], false), (&[64, 128, 160], true), (&[5, 64, 64, 65], false), (&[5, 64, 64, 65], true)] {
        let loaded = read(&folder.file("a.npy", &npy(Format::F32, shape, true, fortran, 1))).unwrap();
        assert!(all_bytes(&loaded.content) == expected(Format::F32, shape), "{shape:?} {fortran}");
        for array in arrays(&loaded.content) {
            assert!(array.memory().unwrap().segment().is_some());
        }
    }
    let small = read(&folder.file("a.npy", &npy(Format::U8, &[9, 8, 7], false, false, 1))).unwrap();
    assert!(arrays(&small.content)[0].bytes() < SHARED_FROM && arrays(&small.content)[0].memory().unwrap().segment().is_none());
}

#[test]
fn bool_reads_as_zero_and_one() {
    let folder = Folder::new();
    for descr in ["|b1", "?", "bool"] {
        let path = folder.file("a.npy", &npy_bytes(1, &header(descr, false, &[5]), &[0, 1, 7, 255, 0]));
        let loaded = read(&path).unwrap();
        assert_eq!(arrays(&loaded.content)[0].as_slice::<u8>().unwrap(), [0, 1, 1, 1, 0]);
        assert!(loaded.notes[0].contains("bool") && probe(&path).unwrap().dtype == "bool");
    }
}

#[test]
fn headers_in_any_spelling_are_understood() {
    let folder = Folder::new();
    for text in [
        "{'shape': (2,3), 'fortran_order': False, 'descr': '|u1'}",
        "  {\"descr\":\"|u1\",\n\"fortran_order\" : False ,\t'shape':( 2L , 3L , ), 'extra': None,}   \n",
        "{'descr': 'uint8', 'fortran_order': False, 'shape': [2, 3]}",
    ] {
        let loaded = read(&folder.file("a.npy", &npy_bytes(1, text, &[0, 1, 2, 3, 4, 5]))).unwrap();
        assert_eq!(arrays(&loaded.content)[0].as_slice::<u8>().unwrap(), [0, 1, 2, 3, 4, 5], "{text}");
    }
    let long = format!("{{'descr': '|u1', 'fortran_order': False, 'shape': (2, 3), 'märchen': '{}'}}", "ü".repeat(70_000));
    read(&folder.file("a.npy", &npy_bytes(3, &long, &[0; 6]))).unwrap();
    let more = read(&folder.file("a.npy", &npy_bytes(1, &header("|u1", false, &[4]), &[0; 9]))).unwrap();
    assert_eq!(more.notes, ["5 bytes follow the first array in the file and were not read"]);
}

#[test]
fn another_library_reads_what_we_write() {
    let folder = Folder::new();
    let path = folder.path("a.npy");
    let array = voxloom_core::data::Array::from_vec("volume", &[2, 3, 4], 2, (0..48).map(|i| i as f32 * 0.5).collect()).unwrap();
    write_npy(&path, &array).unwrap();
    let theirs: ArrayD<f32> = ndarray_npy::read_npy(&path).unwrap();
    assert_eq!(theirs.view(), array.view::<f32>().unwrap());
    ndarray_npy::write_npy(&path, &theirs).unwrap();
    assert_eq!(arrays(&read(&path).unwrap().content)[0].view::<f32>().unwrap(), theirs.view());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn round_trip(shape in prop::collection::vec(1_usize..20, 1..=4), format in 0..11_usize, seed in any::<u64>(), fortran in any::<bool>()) {
        let format = Format::ALL[format];
        let folder = Folder::new();
        let first = read(&folder.file("a.npy", &npy(format, &shape, seed % 2 == 0, fortran, (seed % 3) as u8 + 1))).unwrap();
        prop_assert!(all_bytes(&first.content) == expected(format, &shape));
        let path = folder.path("b.npy");
        voxloom_io::write(&path, &first.content).unwrap();
        let second = read_as(&path, first.content.kind()).unwrap();
        prop_assert_eq!(fingerprint(&second.content), fingerprint(&first.content));
        with_scalar!(format, T => prop_assert_eq!(T::FORMAT, arrays(&second.content)[0].format()));
    }

    #[test]
    fn any_header_text_is_an_error_or_an_array(text in "[{}()\\[\\]'\":, 0-9a-zLu<>|fTrueFalse\\\\-]{0,80}", version in 1_u8..4) {
        let folder = Folder::new();
        let text = format!("{{'descr': '<f4', 'fortran_order': {text}");
        drop(read(&folder.file("a.npy", &npy_bytes(version, &text, &[0; 64]))));
    }
}

#[test]
fn more_than_4_gib_are_read_to_the_last_byte() {
    use std::os::unix::fs::FileExt;
    let folder = Folder::new();
    let shape = [1100, 1024, 1024, 4];
    let bytes: u64 = shape.iter().map(|n| *n as u64).product();
    let path = folder.file("a.npy", &npy_bytes(1, &header("|u1", false, &shape), &[]));
    let file = std::fs::File::options().write(true).open(&path).unwrap();
    let offset = file.metadata().unwrap().len();
    file.set_len(offset + bytes).unwrap();
    file.write_all_at(&[77], offset + bytes - 1).unwrap();
    let loaded = read(&path).unwrap();
    let array = arrays(&loaded.content)[0].clone();
    assert_eq!((array.bytes() as u64, array.as_slice::<u8>().unwrap().last()), (bytes, Some(&77)));
}
