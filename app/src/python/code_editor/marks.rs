//! Which lines of a file are to blame: of the traceback of a node that failed, or of a file that could not be loaded.

use std::path::Path;

use voxloom_core::ProcessorError;
use voxloom_host::CatalogState;
use voxloom_workspace::evaluator::ProcessorStatus;

use super::traceback;
use crate::desk::Now;
use crate::python::catalog;

/// A line with something wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Counted from 1.
    pub line: u32,
    pub message: String,
    /// It happened here; else this line called what failed.
    pub here: bool,
}

/// The marks of a file: one for each line, those where something happened first.
pub fn marks(file: &Path, now: &Now) -> Vec<Mark> {
    let mut marks = Vec::new();
    for entry in &now.catalog {
        if let Some(error) = catalog::error(&entry.state) {
            add(&mut marks, file, &error.message, &error.traceback, error.file.as_deref().zip(error.line));
        }
    }
    // What the old version does says nothing of the lines that stand here now.
    let old = now.catalog.iter().any(|entry| match &entry.state {
        CatalogState::Broken { error, running: true } => same_file(error.file.as_deref().unwrap_or(&entry.file), file),
        _ => false,
    });
    for (id, state) in now.states.iter().filter(|_| !old) {
        if let ProcessorStatus::Failed(ProcessorError::Failed { message, trace: Some(trace) }) = &state.status {
            let name = now.snapshot.workspace.network.get(*id).map_or("?", |node| &*node.display_name);
            add(&mut marks, file, &format!("{name}: {message}"), trace, None);
        }
    }
    marks.sort_by(|a, b| a.line.cmp(&b.line).then(b.here.cmp(&a.here)));
    marks.dedup_by_key(|mark| mark.line);
    marks
}

fn add(marks: &mut Vec<Mark>, file: &Path, message: &str, trace: &str, place: Option<(&Path, u32)>) {
    let places = traceback::places(trace);
    let last = places.len().saturating_sub(1);
    let mine = places.iter().enumerate().filter(|(_, place)| same_file(&place.file, file));
    // The innermost place in this file, and those that led to it.
    let innermost = mine.clone().map(|(index, _)| index).next_back();
    for (index, place) in mine {
        let here = index == last;
        let text = if Some(index) == innermost { message.to_owned() } else { format!("led to: {message}") };
        marks.push(Mark { line: place.line, message: text, here });
    }
    if let Some((_, line)) = place.filter(|(path, line)| same_file(path, file) && !marks.iter().any(|mark| mark.line == *line)) {
        marks.push(Mark { line, message: message.to_owned(), here: true });
    }
}

/// Whether two paths lead to one file; links are followed only where the names agree.
pub fn same_file(a: &Path, b: &Path) -> bool {
    a == b || a.file_name() == b.file_name() && a.canonicalize().is_ok_and(|a| b.canonicalize().is_ok_and(|b| a == b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lines_of_a_traceback_in_this_file_are_marked() {
        let trace =
            "Traceback (most recent call last):\n  File \"/a/f.py\", line 3, in process\n  File \"/lib/numpy.py\", line 9, in x\nValueError: no";
        let mut found = Vec::new();
        add(&mut found, Path::new("/a/f.py"), "ValueError: no", trace, Some((Path::new("/a/f.py"), 3)));
        assert_eq!(found, [Mark { line: 3, message: "ValueError: no".to_owned(), here: false }]);
        found.clear();
        add(&mut found, Path::new("/a/g.py"), "SyntaxError: no", "", Some((Path::new("/a/g.py"), 8)));
        assert_eq!(found, [Mark { line: 8, message: "SyntaxError: no".to_owned(), here: true }]);
        found.clear();
        add(&mut found, Path::new("/a/other.py"), "x", trace, None);
        assert!(found.is_empty());
    }
}
