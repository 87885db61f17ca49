//! Places in the text of a Python traceback.

use std::ops::Range;
use std::path::{Path, PathBuf};

/// A place that a text names: `File "filter.py", line 12`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub file: PathBuf,
    /// Counted from 1.
    pub line: u32,
    /// The bytes of the text that name it.
    pub range: Range<usize>,
}

/// The places that a text names, in order. Of a traceback the last is where it happened.
pub fn places(text: &str) -> Vec<Place> {
    const FILE: &str = "File \"";
    const LINE: &str = "\", line ";
    let mut places = Vec::new();
    let mut at = 0;
    while let Some(found) = text[at..].find(FILE) {
        let start = at + found;
        let name = start + FILE.len();
        at = name;
        let row_end = text[name..].find('\n').map_or(text.len(), |end| name + end);
        let Some(end) = text[name..row_end].find(LINE).map(|end| name + end) else { continue };
        let number = end + LINE.len();
        let digits = text[number..row_end].bytes().take_while(u8::is_ascii_digit).count();
        if let Ok(line) = text[number..number + digits].parse() {
            places.push(Place { file: PathBuf::from(&text[name..end]), line, range: start..number + digits });
        }
        at = number + digits;
    }
    places
}

/// The place that a line names when it is `/folder/filter.py: what is wrong (filter.py:12)`.
pub fn problem(line: &str) -> Option<Place> {
    let (file, rest) = line.split_once(".py: ")?;
    let (_, place) = rest.trim_end().strip_suffix(')')?.rsplit_once('(')?;
    let (name, number) = place.rsplit_once(':')?;
    let file = PathBuf::from(format!("{file}.py"));
    let named = file.file_name().is_some_and(|own| own == name);
    Some(Place { line: number.parse().ok().filter(|_| named)?, file, range: 0..line.len() })
}

/// Whether a place can be opened: a file, not `<stdin>` or a frozen module.
pub fn is_file(place: &Path) -> bool {
    place.is_absolute()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_found_where_a_traceback_names_them() {
        let text = "Traceback (most recent call last):\n  File \"/home/a b/filter.py\", line 12, in process\n    self.run()\n  \
                    File \"<string>\", line 1\nValueError: File \"x\" is no place\n  File \"/b.py\", line 7\n";
        let found = places(text);
        let brief: Vec<(&str, u32)> = found.iter().map(|place| (place.file.to_str().unwrap(), place.line)).collect();
        assert_eq!(brief, [("/home/a b/filter.py", 12), ("<string>", 1), ("/b.py", 7)]);
        assert_eq!(&text[found[0].range.clone()], "File \"/home/a b/filter.py\", line 12");
        assert!(is_file(&found[0].file) && !is_file(&found[1].file));
        let problem = problem("/a/f.py: SyntaxError: invalid syntax (maybe) (f.py:58)").unwrap();
        assert_eq!((problem.file.to_str().unwrap(), problem.line), ("/a/f.py", 58));
        assert!(super::problem("/a/f.py: no (g.py:58)").is_none() && super::problem("f(x)").is_none());
        assert!(places("File \"/cut off").is_empty() && places("File \"/a.py\", line ").is_empty());
    }
}
