//! What the tests share: `.npy` bytes made by hand, and short ways to read.
#![allow(dead_code, reason = "each test crate uses a part of it")]

use std::path::{Path, PathBuf};

use voxloom_core::data::Array;
use voxloom_io::{Content, IoError, Kind, Loaded, ReadOptions};

/// An `.npy` file of any version around a header text and the bytes of the elements.
pub fn npy_bytes(version: u8, header: &str, elements: &[u8]) -> Vec<u8> {
    let mut bytes = b"\x93NUMPY".to_vec();
    bytes.extend([version, 0]);
    let text: Vec<u8> = if version == 3 { header.bytes().collect() } else { header.chars().map(|c| c as u8).collect() };
    match version {
        1 => bytes.extend((text.len() as u16).to_le_bytes()),
        _ => bytes.extend((text.len() as u32).to_le_bytes()),
    }
    bytes.extend(text);
    bytes.extend(elements);
    bytes
}

/// The header that NumPy would write.
pub fn header(descr: &str, fortran: bool, shape: &[usize]) -> String {
    let axes: String = shape.iter().map(|n| format!("{n}, ")).collect();
    format!("{{'descr': '{descr}', 'fortran_order': {}, 'shape': ({axes}), }}\n", if fortran { "True" } else { "False" })
}

/// A folder that is removed with this value, and files in it.
pub struct Folder(pub tempfile::TempDir);

impl Folder {
    pub fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    pub fn names(&self) -> Vec<String> {
        std::fs::read_dir(self.0.path()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }
}

pub fn read(path: &Path) -> Result<Loaded, IoError> {
    voxloom_io::read(path, &ReadOptions::default())
}

pub fn read_as(path: &Path, kind: Kind) -> Result<Loaded, IoError> {
    voxloom_io::read(path, &ReadOptions { read_as: Some(kind), ..ReadOptions::default() })
}

/// The arrays of any content, one but for sequences.
pub fn arrays(content: &Content) -> Vec<&Array> {
    match content {
        Content::Buffer(buffer) => vec![buffer.array()],
        Content::Layer(layer) => vec![layer.array()],
        Content::Volume(volume) => vec![volume.array()],
        Content::Sequence(volumes) => volumes.iter().map(|volume| volume.array()).collect(),
    }
}

/// Shape, channels, format and bytes of one array.
pub type Part = (Vec<usize>, usize, &'static str, Vec<u8>);

/// Everything that two equal contents have in common.
pub fn fingerprint(content: &Content) -> (Kind, Vec<Part>) {
    let parts =
        arrays(content).into_iter().map(|a| (a.shape().to_vec(), a.channels(), a.format().numpy_name(), a.memory().unwrap().as_bytes().to_vec()));
    (content.kind(), parts.collect())
}

/// The error in words; fails when it does not name the file.
pub fn message(result: Result<Loaded, IoError>, path: &Path) -> String {
    let error = result.expect_err(&path.display().to_string());
    let text = error.to_string();
    assert!(text.contains(&path.display().to_string()) && error.path() == path, "does not name the file: {text}");
    text
}
