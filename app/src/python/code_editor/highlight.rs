//! Tells the parts of Python source apart, for coloring.
//!
//! Our own, in one pass over the bytes: it runs at every key that is pressed, on the window's thread. The libraries that do this match regular
//! expressions line by line, which takes a tenth of a second for a thousand lines, or parse, and give up on what is half typed.

use std::ops::Range;

/// What a part of the source is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Keyword,
    /// `True`, `None`, `self` and the like.
    Constant,
    /// A function of Python itself.
    BuiltIn,
    /// The name after `def` or `class`.
    Definition,
    Decorator,
    Text,
    Number,
    Comment,
}

fn is_keyword(word: &str) -> bool {
    matches!(
        word,
        "and"
            | "as"
            | "assert"
            | "async"
            | "await"
            | "break"
            | "case"
            | "class"
            | "continue"
            | "def"
            | "del"
            | "elif"
            | "else"
            | "except"
            | "finally"
            | "for"
            | "from"
            | "global"
            | "if"
            | "import"
            | "in"
            | "is"
            | "lambda"
            | "match"
            | "nonlocal"
            | "not"
            | "or"
            | "pass"
            | "raise"
            | "return"
            | "try"
            | "while"
            | "with"
            | "yield"
    )
}

fn is_constant(word: &str) -> bool {
    matches!(word, "True" | "False" | "None" | "NotImplemented" | "Ellipsis" | "self" | "cls")
}

fn is_built_in(word: &str) -> bool {
    matches!(
        word,
        "abs"
            | "all"
            | "any"
            | "bool"
            | "bytes"
            | "callable"
            | "dict"
            | "dir"
            | "divmod"
            | "enumerate"
            | "filter"
            | "float"
            | "format"
            | "frozenset"
            | "getattr"
            | "hasattr"
            | "hash"
            | "int"
            | "isinstance"
            | "issubclass"
            | "iter"
            | "len"
            | "list"
            | "map"
            | "max"
            | "min"
            | "next"
            | "object"
            | "open"
            | "ord"
            | "pow"
            | "print"
            | "property"
            | "range"
            | "repr"
            | "reversed"
            | "round"
            | "set"
            | "setattr"
            | "slice"
            | "sorted"
            | "staticmethod"
            | "classmethod"
            | "str"
            | "sum"
            | "super"
            | "tuple"
            | "type"
            | "vars"
            | "zip"
            | "Exception"
            | "ValueError"
            | "TypeError"
            | "KeyError"
            | "IndexError"
            | "RuntimeError"
            | "OSError"
            | "NotImplementedError"
    )
}

/// The colored parts of a source, in order; what lies between them is plain.
pub fn parts(source: &str) -> Vec<(Range<usize>, Part)> {
    let bytes = source.as_bytes();
    let mut parts = Vec::new();
    // The word before decides what a name is.
    let mut before = "";
    let mut line_is_blank = true;
    let mut at = 0;
    while at < bytes.len() {
        let start = at;
        let c = bytes[at];
        match c {
            b'\n' => {
                line_is_blank = true;
                at += 1;
                continue;
            }
            b' ' | b'\t' | b'\r' => {
                at += 1;
                continue;
            }
            b'#' => {
                at = source[at..].find('\n').map_or(bytes.len(), |end| at + end);
                parts.push((start..at, Part::Comment));
                continue;
            }
            b'@' if line_is_blank => {
                at += 1 + bytes[at + 1..].iter().take_while(|b| is_word(**b) || **b == b'.').count();
                parts.push((start..at, Part::Decorator));
            }
            b'"' | b'\'' => {
                at = string_end(bytes, at);
                parts.push((start..at, Part::Text));
            }
            _ if c.is_ascii_digit() || c == b'.' && bytes.get(at + 1).is_some_and(u8::is_ascii_digit) => {
                at = number_end(bytes, at);
                parts.push((start..at, Part::Number));
            }
            _ if is_word(c) => {
                at += bytes[at..].iter().take_while(|b| is_word(**b)).count();
                let word = &source[start..at];
                if matches!(bytes.get(at), Some(b'"' | b'\'')) && is_prefix(word) {
                    at = string_end(bytes, at);
                    parts.push((start..at, Part::Text));
                } else if let Some(part) = word_part(word, before, start.checked_sub(1).map(|i| bytes[i])) {
                    parts.push((start..at, part));
                }
                before = word;
                line_is_blank = false;
                continue;
            }
            _ => at += 1,
        }
        before = "";
        line_is_blank = false;
    }
    parts
}

fn word_part(word: &str, before: &str, previous: Option<u8>) -> Option<Part> {
    if matches!(before, "def" | "class") {
        Some(Part::Definition)
    } else if previous == Some(b'.') {
        // An attribute may be called as it likes.
        None
    } else if is_constant(word) {
        Some(Part::Constant)
    } else if is_keyword(word) {
        Some(Part::Keyword)
    } else {
        is_built_in(word).then_some(Part::BuiltIn)
    }
}

fn is_word(c: u8) -> bool {
    // Bytes of letters beyond ASCII are parts of words.
    c.is_ascii_alphanumeric() || c == b'_' || c >= 0x80
}

/// Whether a word in front of a quote belongs to the string.
fn is_prefix(word: &str) -> bool {
    matches!(word.to_ascii_lowercase().as_str(), "r" | "u" | "b" | "f" | "t" | "br" | "rb" | "fr" | "rf" | "tr" | "rt")
}

/// The end of the string that begins with the quote at `at`. A string of one line that is not closed ends with the line.
fn string_end(bytes: &[u8], at: usize) -> usize {
    let quote = bytes[at];
    let triple = bytes[at..].starts_with(&[quote; 3]);
    let mut i = at + if triple { 3 } else { 1 };
    while i < bytes.len() {
        match bytes[i] {
            // Also in raw strings a backslash keeps a quote from ending them.
            b'\\' => i += 2,
            b'\n' if !triple => return i,
            c if c == quote && !triple => return i + 1,
            c if c == quote && bytes[i..].starts_with(&[quote; 3]) => return i + 3,
            _ => i += 1,
        }
    }
    bytes.len()
}

fn number_end(bytes: &[u8], at: usize) -> usize {
    let mut i = at;
    while i < bytes.len() {
        let exponent_sign = matches!(bytes[i], b'+' | b'-') && matches!(bytes[i - 1], b'e' | b'E') && !bytes[at..].starts_with(b"0x");
        if !(bytes[i].is_ascii_alphanumeric() || matches!(bytes[i], b'_' | b'.') || i > at && exponent_sign) {
            break;
        }
        i += 1;
    }
    i
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(source: &str) -> Vec<(&str, Part)> {
        parts(source).into_iter().map(|(range, part)| (&source[range], part)).collect()
    }

    #[test]
    fn the_parts_of_python_are_told_apart() {
        use Part::{BuiltIn, Comment, Constant, Decorator, Definition, Keyword, Number, Text};
        let source = "@staticmethod\ndef blur(self, x=1.5e-3): # smooth\n    return rf'{x}\\'s' + str.format(0xFF) if not None else a @ b\n";
        assert_eq!(
            marked(source),
            [
                ("@staticmethod", Decorator),
                ("def", Keyword),
                ("blur", Definition),
                ("self", Constant),
                ("1.5e-3", Number),
                ("# smooth", Comment),
                ("return", Keyword),
                ("rf'{x}\\'s'", Text),
                ("str", BuiltIn),
                ("0xFF", Number),
                ("if", Keyword),
                ("not", Keyword),
                ("None", Constant),
                ("else", Keyword),
            ]
        );
    }

    #[test]
    fn strings_of_several_lines_and_half_typed_ones_end_where_python_ends_them() {
        assert_eq!(marked("\"\"\"a\n'b' \"c\"\n\"\"\" + 1"), [("\"\"\"a\n'b' \"c\"\n\"\"\"", Part::Text), ("1", Part::Number)]);
        assert_eq!(marked("x = 'open\nclass A"), [("'open", Part::Text), ("class", Part::Keyword), ("A", Part::Definition)]);
        assert_eq!(marked("'''never closed\nclass"), [("'''never closed\nclass", Part::Text)]);
        assert_eq!(marked("data.print"), []);
        assert_eq!(marked("größe = 'ä\\"), [("'ä\\", Part::Text)], "a backslash at the very end");
    }

    #[test]
    fn any_text_is_taken_and_ranges_fit_it() {
        let source = "@é.ü 'ü\\é' 1.é \u{1F600} \"\"\"ß\n0x\\ é#é\n''é'";
        for end in source.char_indices().map(|(i, _)| i) {
            for (range, _) in parts(&source[..end]) {
                assert!(source.is_char_boundary(range.start) && source.is_char_boundary(range.end.min(end)), "{range:?}");
            }
        }
    }

    #[test]
    fn ten_thousand_lines_take_less_than_a_frame() {
        let source = "    value = self.property.value * 2.5 + float('x')  # note\n".repeat(10_000);
        let started = std::time::Instant::now();
        assert_eq!(parts(&source).len(), 50_000);
        let took = started.elapsed();
        println!("10,000 lines in {took:?}");
        // With room for an unoptimized build on a busy machine.
        assert!(took < std::time::Duration::from_millis(300), "{took:?}");
    }
}
