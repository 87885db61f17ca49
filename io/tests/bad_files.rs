//! Files that are broken, foreign, too large, or change while they are read: an error in words, never a crash.

mod common;

use common::{Folder, header, message, npy_bytes, read};
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicU64, Ordering};
use voxloom_io::{IoError, ReadOptions, probe, stamp};

fn npy(descr: &str, shape: &[usize], bytes: usize) -> Vec<u8> {
    npy_bytes(1, &header(descr, false, shape), &vec![0; bytes])
}

#[test]
fn foreign_dtypes_are_refused_by_name_with_a_cure() {
    let folder = Folder::new();
    for (descr, name, cure) in [
        ("<c8", "complex64", "np.abs(a) or a.real"),
        ("<c16", "complex128", "np.abs(a) or a.real"),
        ("<f16", "float128 (longdouble)", "a.astype(np.float64)"),
        ("|O", "Python objects (dtype object)", "a.astype(np.float32)"),
        ("<U3", "text (dtype <U3)", "a.astype(np.float32)"),
        ("|S5", "text (dtype |S5)", "a.astype(np.float32)"),
        ("<M8[ns]", "datetime64", "a.astype(np.int64)"),
        ("<m8[s]", "timedelta64", "a.astype(np.int64)"),
        ("|V4", "dtype void", "a.astype(np.float32)"),
        ("<q9", "unknown dtype '<q9'", "a.astype(np.float32)"),
        ("", "unknown dtype ''", "a.astype(np.float32)"),
        ("é", "unknown dtype 'é'", "a.astype(np.float32)"),
    ] {
        let path = folder.file("a.npy", &npy(descr, &[2, 3], 96));
        let text = message(read(&path), &path);
        assert!([name, cure, "of shape (2, 3)", "accepted are bool"].iter().all(|words| text.contains(words)), "{text}");
        assert_eq!(probe(&path).unwrap_err().to_string(), text);
    }
    let records = "{'descr': [('x', '<f4'), ('y', '<f4')], 'fortran_order': False, 'shape': (2,)}";
    let path = folder.file("a.npy", &npy_bytes(1, records, &[0; 16]));
    assert!(message(read(&path), &path).contains("save one field, a['x'] say"));
}

#[test]
fn shapes_that_are_nothing_are_refused() {
    let folder = Folder::new();
    for (shape, words) in [(&[][..], "np.atleast_1d(a)"), (&[2, 2, 2, 2, 2], "np.squeeze(a)"), (&[4, 0, 3], "axis 1 has length 0")] {
        let path = folder.file("a.npy", &npy("<f4", shape, 128));
        let text = message(read(&path), &path);
        assert!(text.contains(words) && text.contains("float32"), "{text}");
    }
}

#[test]
fn claims_are_compared_with_the_file_before_anything_is_allocated() {
    let folder = Folder::new();
    let path = folder.file("a.npy", &npy("<f4", &[4096, 8192, 8192], 100));
    let text = message(read(&path), &path);
    let actual = std::fs::metadata(&path).unwrap().len();
    let claimed = actual - 100 + 4096 * 8192 * 8192 * 4;
    assert!(text.contains(&format!("needs {claimed} bytes")) && text.contains(&format!("has {actual}")), "{text}");
    for (text, words) in [
        ("{'descr': '<f8', 'fortran_order': False, 'shape': (18446744073709551615, 3)}", "no machine can hold"),
        ("{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999999999999999,)}", "length 99999999999999999999999"),
        ("{'descr': '<f8', 'fortran_order': False, 'shape': (-1,)}", "length -1"),
        ("{'descr': '<f8', 'fortran_order': False, 'shape': (1.5,)}", "cannot be understood"),
        ("{'descr': '<f8', 'fortran_order': 'no', 'shape': (1,)}", "not True or False"),
        ("{'descr': 5, 'fortran_order': False, 'shape': (1,)}", "'descr' is 5"),
        ("{'descr': '<f8', 'fortran_order': False}", "no entry 'shape'"),
        ("{'descr': '<f8', 'fortran_order': False, 'shape': 3}", "no tuple"),
        ("['descr']", "no dictionary"),
        ("__import__('os')", "cannot be understood"),
    ] {
        let path = folder.file("a.npy", &npy_bytes(1, text, &[0; 64]));
        let error = message(read(&path), &path);
        assert!(error.contains(words), "{error}");
    }
    for (bytes, words) in [
        (&b"\x93NUMPY\x01\x00\xff\xff{}"[..], "the header needs 65545 bytes"),
        (b"\x93NUMPY\x02\x00\xff\xff\xff\xff{}", "the header needs 4294967307 bytes"),
        (b"\x93NUMPY\x04\x00\x00\x00", "format version is 4.0"),
        (b"\x93NUMPY\x01\x07\x00\x00", "format version is 1.7"),
        (b"\x93NUMPY\x03\x00\x02\x00\x00\x00\xff\xfe", "no UTF-8"),
        (b"\x93NUMPY\x01", "cut short"),
    ] {
        let path = folder.file("a.npy", bytes);
        let error = message(read(&path), &path);
        assert!(error.contains(words), "{error}");
    }
}

#[test]
fn files_that_are_something_else_get_the_right_cure() {
    let folder = Folder::new();
    for (bytes, words) in [(&b"PK\x03\x04...."[..], ".npz archive"), (b"\x80\x04\x95....", "pickle"), (b"\x1f\x8b\x08....", "gzip")] {
        let path = folder.file("a.npy", bytes);
        let text = message(read(&path), &path);
        assert!(text.contains(words), "{text}");
    }
    let path = folder.file("a.xyz", b"something");
    assert!(message(read(&path), &path).contains("accepted are .npy, .png"));
    let path = folder.path("folder.npy");
    std::fs::create_dir(&path).unwrap();
    assert!(message(read(&path), &path).contains("is a folder"));
    let path = folder.path("pipe.npy");
    if std::process::Command::new("mkfifo").arg(&path).status().is_ok_and(|status| status.success()) {
        assert!(message(read(&path), &path).contains("a device or a pipe"));
    }
}

#[test]
fn a_file_that_shrinks_or_changes_while_it_is_read_is_an_error() {
    let folder = Folder::new();
    let bytes = npy("|u1", &[40, 1024, 1024], 40 << 20);
    for grow in [false, true] {
        let path = folder.file("a.npy", &bytes);
        let change = |_, _| {
            let file = std::fs::File::options().write(true).open(&path).unwrap();
            file.set_len(if grow { bytes.len() as u64 + 1 } else { 1000 }).unwrap();
            ControlFlow::Continue(())
        };
        let result = voxloom_io::read(&path, &ReadOptions { progress: Some(&change), ..ReadOptions::default() });
        assert!(matches!(result, Err(IoError::Changed { .. })), "{result:?}");
    }
}

#[test]
fn progress_is_told_and_cancels() {
    let folder = Folder::new();
    for fortran in [false, true] {
        let path = folder.file("a.npy", &npy_bytes(1, &header("|u1", fortran, &[40, 1024, 1024]), &vec![0; 40 << 20]));
        let last = AtomicU64::new(0);
        let tell = |done, total| {
            assert_eq!(total, 40 << 20);
            last.fetch_max(done, Ordering::Relaxed);
            ControlFlow::Continue(())
        };
        voxloom_io::read(&path, &ReadOptions { progress: Some(&tell), ..ReadOptions::default() }).unwrap();
        assert_eq!(last.into_inner(), 40 << 20);
        let stop = |_, _| ControlFlow::Break(());
        let result = voxloom_io::read(&path, &ReadOptions { progress: Some(&stop), ..ReadOptions::default() });
        assert!(matches!(result, Err(IoError::Cancelled { .. })));
    }
}

#[test]
fn what_is_too_large_is_refused_with_figures_and_probed_all_the_same() {
    let folder = Folder::new();
    let path = folder.file("a.npy", &npy("<u2", &[1 << 14, 1 << 14, 1 << 14], 0));
    // Sparse: takes no space on the disk.
    std::fs::File::options().write(true).open(&path).unwrap().set_len(9 << 40).unwrap();
    let text = message(read(&path), &path);
    assert!(text.contains("8.0 TiB") && text.contains("a quarter of this machine's memory") && text.contains("[::2, ::2, ::2]"), "{text}");
    assert_eq!(probe(&path).unwrap().bytes, 8 << 40);
    let small = folder.file("b.npy", &npy("<u2", &[8, 8, 8], 1024));
    let limited = ReadOptions { memory_limit: Some(1023), ..ReadOptions::default() };
    assert!(message(voxloom_io::read(&small, &limited), &small).contains("as set"));
}

#[test]
fn a_stamp_tells_a_change() {
    let folder = Folder::new();
    let path = folder.file("a.npy", b"one");
    let first = stamp(&path).unwrap();
    assert_eq!(Some(first), stamp(&path));
    folder.file("a.npy", b"three");
    assert_ne!(Some(first), stamp(&path));
    let other = folder.file("b.npy", b"three");
    std::fs::rename(&other, &path).unwrap();
    assert_ne!(Some(first), stamp(&path));
    assert_eq!(stamp(&folder.path("none")), None);
}
