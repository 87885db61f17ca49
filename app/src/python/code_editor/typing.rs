//! What keys do to Python source beyond what every text field does: indentation, comments, lines.
//!
//! Positions are counted in characters, as egui's text fields do.

use std::ops::Range;

/// One step of indentation.
pub const INDENT: &str = "    ";

/// A text with what is selected in it; the range is empty where the cursor stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selected {
    pub text: String,
    pub range: Range<usize>,
}

impl Selected {
    pub fn new(text: &str, range: Range<usize>) -> Self {
        Self { text: text.to_owned(), range }
    }

    fn byte(&self, char_index: usize) -> usize {
        self.text.char_indices().nth(char_index).map_or(self.text.len(), |(byte, _)| byte)
    }

    /// Replaces what is selected; the cursor stands behind it.
    pub fn insert(&mut self, new: &str) {
        let bytes = self.byte(self.range.start)..self.byte(self.range.end);
        self.text.replace_range(bytes, new);
        let end = self.range.start + new.chars().count();
        self.range = end..end;
    }

    /// The lines that the selection touches, as a range of bytes without the last end of line.
    fn lines(&self) -> Range<usize> {
        let (first, last) = (self.byte(self.range.start), self.byte(self.range.end));
        let start = self.text[..first].rfind('\n').map_or(0, |at| at + 1);
        // A selection that ends at the beginning of a line does not touch it.
        let last = if last > first && self.text[..last].ends_with('\n') { last - 1 } else { last };
        let end = self.text[last..].find('\n').map_or(self.text.len(), |at| last + at);
        start..end
    }

    /// Changes the touched lines one by one; the selection covers them afterwards, or the cursor keeps its distance to the end of its line.
    fn change_lines(&mut self, change: impl Fn(&str) -> String) {
        let lines = self.lines();
        let new: Vec<String> = self.text[lines.clone()].split('\n').map(change).collect();
        let new = new.join("\n");
        let (before, after) = (self.text[lines.clone()].chars().count(), new.chars().count());
        let first = self.text[..lines.start].chars().count();
        self.text.replace_range(lines, &new);
        self.range = if self.range.is_empty() {
            let at = (self.range.start + after).saturating_sub(before).max(first);
            at..at
        } else {
            first..first + after
        };
    }

    /// Tab: indents the touched lines, or fills up to the next stop at the cursor.
    pub fn indent(&mut self) {
        if self.range.is_empty() {
            let start = self.lines().start;
            let column = self.text[start..self.byte(self.range.start)].chars().count();
            self.insert(&INDENT[column % INDENT.len()..]);
        } else {
            self.change_lines(|line| if line.is_empty() { String::new() } else { format!("{INDENT}{line}") });
        }
    }

    /// Shift + Tab: takes one step of indentation off the touched lines.
    pub fn outdent(&mut self) {
        self.change_lines(|line| match line.strip_prefix('\t') {
            Some(rest) => rest.to_owned(),
            None => line[line.bytes().take(INDENT.len()).take_while(|b| *b == b' ').count()..].to_owned(),
        });
    }

    /// Enter: the new line is indented as the one before; deeper after a colon or an open bracket, less after what leaves a block.
    pub fn new_line(&mut self) {
        let start = self.lines().start;
        let line = &self.text[start..self.byte(self.range.start)];
        let depth = line.len() - line.trim_start_matches([' ', '\t']).len();
        let mut indent = line[..depth].to_owned();
        let code = line.trim();
        let first = code.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        if code.ends_with([':', '(', '[', '{']) && !code.starts_with('#') {
            indent.push_str(INDENT);
        } else if ["return", "raise", "pass", "break", "continue"].contains(&first) {
            indent.truncate(indent.len().saturating_sub(INDENT.len()));
        }
        self.insert(&format!("\n{indent}"));
    }

    /// Backspace in front of the code of a line takes a whole step of indentation; false where it is an ordinary one.
    pub fn backspace(&mut self) -> bool {
        let (start, at) = (self.lines().start, self.byte(self.range.start));
        let before = &self.text[start..at];
        if !self.range.is_empty() || before.len() < 2 || before.bytes().any(|b| b != b' ') {
            return false;
        }
        let count = (before.len() - 1) % INDENT.len() + 1;
        self.range.start -= count;
        self.insert("");
        true
    }

    /// Comments the touched lines out, or in again when all of them are comments.
    pub fn toggle_comment(&mut self) {
        let touched = self.text[self.lines()].to_owned();
        let code: Vec<&str> = touched.split('\n').filter(|line| !line.trim().is_empty()).collect();
        let all = !code.is_empty() && code.iter().all(|line| line.trim_start().starts_with('#'));
        let depth = code.iter().map(|line| line.len() - line.trim_start().len()).min().unwrap_or(0);
        self.change_lines(|line| {
            if line.trim().is_empty() {
                line.to_owned()
            } else if all {
                let at = line.len() - line.trim_start().len();
                let rest = &line[at + 1..];
                format!("{}{}", &line[..at], rest.strip_prefix(' ').unwrap_or(rest))
            } else {
                format!("{}# {}", &line[..depth], &line[depth..])
            }
        });
    }

    /// Repeats the touched lines below themselves; the cursor goes along.
    pub fn duplicate_lines(&mut self) {
        let lines = self.lines();
        let copy = format!("\n{}", &self.text[lines.clone()]);
        self.text.insert_str(lines.end, &copy);
        let count = copy.chars().count();
        self.range = self.range.start + count..self.range.end + count;
    }
}

/// The characters of a line, counted from 1, without its end; the last line where there are fewer.
pub fn line_range(text: &str, line: u32) -> Range<usize> {
    let mut start = 0;
    for (index, content) in text.split('\n').enumerate() {
        let end = start + content.chars().count();
        if index + 1 >= line as usize {
            return start..end;
        }
        start = end + 1;
    }
    let end = text.chars().count();
    end..end
}

/// The next place of some letters after a character, going round at the end; large and small letters are the same. With `back` the one before.
pub fn find(text: &str, query: &str, from: usize, back: bool) -> Option<Range<usize>> {
    let letters: Vec<char> = text.chars().flat_map(|c| c.to_lowercase().next()).collect();
    let wanted: Vec<char> = query.chars().flat_map(|c| c.to_lowercase().next()).collect();
    if wanted.is_empty() || wanted.len() > letters.len() {
        return None;
    }
    let last = letters.len() - wanted.len();
    let fits = |at: &usize| letters[*at..].starts_with(&wanted);
    let found = if back {
        (0..from.min(last + 1)).rev().find(fits).or_else(|| (0..=last).rev().find(fits))
    } else {
        (from..=last).find(fits).or_else(|| (0..=last).find(fits))
    };
    found.map(|at| at..at + wanted.len())
}

/// How often some letters occur.
pub fn count(text: &str, query: &str) -> usize {
    let query = query.to_lowercase();
    if query.is_empty() { 0 } else { text.to_lowercase().matches(&query).count() }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Text in which `|` marks the cursor, or both ends of what is selected.
    fn at(marked: &str) -> Selected {
        let places: Vec<usize> = marked.chars().enumerate().filter(|(_, c)| *c == '|').map(|(i, _)| i).collect();
        let start = places[0];
        Selected::new(&marked.replace('|', ""), start..places.get(1).map_or(start, |end| end - 1))
    }

    fn after(marked: &str, edit: impl Fn(&mut Selected)) -> String {
        let mut selected = at(marked);
        edit(&mut selected);
        let mut letters: Vec<char> = selected.text.chars().collect();
        letters.insert(selected.range.end, '|');
        if !selected.range.is_empty() {
            letters.insert(selected.range.start, '|');
        }
        letters.into_iter().collect()
    }

    #[test]
    fn tab_and_shift_tab_move_by_four() {
        assert_eq!(after("a|b", Selected::indent), "a   |b");
        assert_eq!(after("|", Selected::indent), "    |");
        assert_eq!(after("é\n  a|a\n\n  b\n|c", Selected::indent), "é\n|      aa\n\n      b|\nc");
        assert_eq!(after("      a|", Selected::outdent), "  a|");
        assert_eq!(after("  |a", Selected::outdent), "|a");
        assert_eq!(after("|    a\n\tb\n c|\nd", Selected::outdent), "|a\nb\nc|\nd");
        assert_eq!(after("a|", Selected::outdent), "a|");
    }

    #[test]
    fn enter_keeps_the_depth() {
        assert_eq!(after("    x = 1|", Selected::new_line), "    x = 1\n    |");
        assert_eq!(after("    def f(self):|", Selected::new_line), "    def f(self):\n        |");
        assert_eq!(after("        return 1|\nx", Selected::new_line), "        return 1\n    |\nx");
        assert_eq!(after("returned = 1|", Selected::new_line), "returned = 1\n|");
        assert_eq!(after("    # note:|", Selected::new_line), "    # note:\n    |");
        assert_eq!(after("  a|bc|d", Selected::new_line), "  a\n  |d");
    }

    #[test]
    fn backspace_takes_a_step_of_indentation() {
        assert_eq!(after("x\n        |y", |s| assert!(s.backspace())), "x\n    |y");
        assert_eq!(after("      |y", |s| assert!(s.backspace())), "    |y");
        assert!(!at("    a|").backspace() && !at("  | |").backspace() && !at("|x").backspace());
    }

    #[test]
    fn lines_are_commented_and_duplicated() {
        assert_eq!(after("|  a\n    b|", Selected::toggle_comment), "|  # a\n  #   b|");
        assert_eq!(after("|  # a\n  #   b|", Selected::toggle_comment), "|  a\n    b|");
        assert_eq!(after("a|b", Selected::toggle_comment), "# a|b");
        assert_eq!(after("a|b\nc", Selected::duplicate_lines), "ab\na|b\nc");
    }

    #[test]
    fn lines_and_letters_are_found() {
        let text = "é1\n\nabc";
        assert_eq!((line_range(text, 1), line_range(text, 2), line_range(text, 3), line_range(text, 99)), (0..2, 3..3, 4..7, 7..7));
        assert_eq!(find("é Foo foo", "FOO", 0, false), Some(2..5));
        assert_eq!(find("é Foo foo", "foo", 3, false), Some(6..9));
        assert_eq!(find("é Foo foo", "foo", 7, false), Some(2..5), "round the end");
        assert_eq!(find("é Foo foo", "foo", 6, true), Some(2..5));
        assert_eq!(find("é Foo foo", "foo", 2, true), Some(6..9));
        assert_eq!((find("a", "", 0, false), find("a", "ab", 0, false)), (None, None));
        assert_eq!(count("Foo foo", "foo"), 2);
    }
}
