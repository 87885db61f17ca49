//! Finding things by a few typed letters: every word has to fit somewhere, and the best fit counts.

/// A text that is searched, and how much a find in it counts.
#[derive(Debug, Clone, Copy)]
pub struct Field<'a> {
    pub text: &'a str,
    pub weight: i32,
    pub how: How,
}

/// How a word fits a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// Its letters occur in order, from the start of a word on: `raycst` in "Volume Raycaster".
    Letters,
    /// It occurs as it is.
    Part,
    /// A word begins with it, and it is no mere letter or two: long texts have all of those.
    Start,
}

impl<'a> Field<'a> {
    pub const fn letters(text: &'a str, weight: i32) -> Self {
        Self { text, weight, how: How::Letters }
    }

    pub const fn part(text: &'a str, weight: i32) -> Self {
        Self { text, weight, how: How::Part }
    }

    pub const fn start(text: &'a str, weight: i32) -> Self {
        Self { text, weight, how: How::Start }
    }

    fn score(&self, word: &[char]) -> Option<i32> {
        let text: Vec<char> = self.text.chars().collect();
        let (mut whole, mut inside) = (false, false);
        for (at, window) in text.windows(word.len()).enumerate() {
            if window.iter().zip(word).all(|(a, b)| same(*a, *b)) {
                inside = true;
                whole |= starts_word(&text, at);
            }
        }
        let found = match self.how {
            _ if whole && (self.how != How::Start || word.len() > 2) => Some(40 + if word.len() == text.len() { 20 } else { 0 }),
            How::Letters | How::Part if inside => Some(20),
            How::Letters => letters(&text, word).map(|score| score.min(30)),
            How::Part | How::Start => None,
        };
        found.map(|score| score + self.weight * 10)
    }
}

/// How well a query fits, the higher the better; `None` when one of its words fits nowhere. Nothing typed fits everything.
pub fn score(fields: &[Field<'_>], query: &str) -> Option<i32> {
    query
        .split_whitespace()
        .map(|word| {
            let word: Vec<char> = word.chars().collect();
            fields.iter().filter_map(|field| field.score(&word)).max()
        })
        .sum()
}

fn same(a: char, b: char) -> bool {
    a == b || a.to_lowercase().eq(b.to_lowercase())
}

fn starts_word(text: &[char], at: usize) -> bool {
    at == 0 || !text[at - 1].is_alphanumeric() || text[at].is_uppercase() && text[at - 1].is_lowercase()
}

/// The best way to find the letters in order; starts of words and runs count more, and the first one starts a word.
fn letters(text: &[char], word: &[char]) -> Option<i32> {
    const NONE: i32 = i32::MIN / 2;
    let mut best = vec![NONE; text.len()];
    for (index, wanted) in word.iter().enumerate() {
        let mut next = vec![NONE; text.len()];
        let mut before = NONE;
        for at in 0..text.len() {
            let run = if at > 0 { best[at - 1] + 5 } else { NONE };
            if same(text[at], *wanted) && (index > 0 || starts_word(text, at)) {
                let reached = if index == 0 { 0 } else { before.max(run) };
                next[at] = reached + if starts_word(text, at) { 6 } else { 1 };
            }
            before = before.max(best[at]);
        }
        best = next;
    }
    best.into_iter().max().filter(|score| *score > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str, query: &str) -> Option<i32> {
        score(&[Field::letters(text, 6)], query)
    }

    #[test]
    fn words_and_letters_find_names() {
        for query in ["vol ray", "raycst", "vr", "ray vol", "VOLUMERAY", "volrayc"] {
            assert!(name("Volume Raycaster", query).is_some(), "{query}");
        }
        for query in ["xyz", "vol mesh", "olume caster x", "rrv"] {
            assert_eq!(name("Volume Raycaster", query), None, "{query}");
        }
        assert_eq!(name("Canvas", ""), Some(0));
    }

    #[test]
    fn better_fits_come_first() {
        assert!(name("Canvas", "can") > name("Scan Converter", "can"));
        assert!(name("Volume Raycaster", "vr") > name("Overlay Renderer", "vr"));
        assert!(name("Undo", "undo") > name("Undo History", "undo"));
        // The best alignment, not the first one.
        assert!(name("Red Array", "ray") > name("Rotary Arm Yaw", "ray"));
    }

    #[test]
    fn long_texts_are_found_by_starts_of_words_only() {
        let help = |query| score(&[Field::start("Casts rays through a volume.", 1)], query);
        assert!(help("through").is_some() && help("thro").is_some());
        assert_eq!(help("ume"), None);
        assert_eq!(help("ra"), None);
    }
}
