//! Paths of files.

use std::sync::Arc;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FileMode {
    #[default]
    Open,
    Save,
}

/// A file: to open or to save, with the extensions that serve.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileKind {
    pub default: Arc<str>,
    pub mode: FileMode,
    /// Extensions without the dot; empty: any.
    pub filters: Vec<Arc<str>>,
}

impl FileKind {
    pub fn open(filters: &[&str]) -> Self {
        Self { default: "".into(), mode: FileMode::Open, filters: filters.iter().map(|f| (*f).into()).collect() }
    }

    pub fn save(filters: &[&str]) -> Self {
        Self { mode: FileMode::Save, ..Self::open(filters) }
    }
}
