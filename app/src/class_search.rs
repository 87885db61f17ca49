//! Finding processor classes by what a person types.

use std::sync::Arc;

use voxloom_core::processor::{CodeState, ProcessorClass, ProcessorInfo};

/// Whether every word occurs in the name, tags, category, state or identifier of a class.
pub fn matches_words(info: &ProcessorInfo, query: &str) -> bool {
    let state = state_name(info.code_state);
    words_occur(&format!("{} {} {} {state} {}", info.display_name, info.tags, info.category, info.class_identifier), query)
}

/// Whether every word of a query occurs in a text.
pub fn words_occur(text: &str, query: &str) -> bool {
    let text = text.to_lowercase();
    query.to_lowercase().split_whitespace().all(|word| text.contains(word))
}

/// A word for a state.
pub const fn state_name(state: CodeState) -> &'static str {
    match state {
        CodeState::Broken => "broken",
        CodeState::Experimental => "experimental",
        CodeState::Stable => "stable",
    }
}

/// How well a class fits a query, the higher the better; `None` when it does not.
pub fn score(info: &ProcessorInfo, query: &str) -> Option<i32> {
    let query = query.trim();
    if query.is_empty() {
        return Some(0);
    }
    let by_name = fuzzy(&info.display_name, query).map(|score| score + 20);
    by_name.or_else(|| matches_words(info, query).then_some(0))
}

/// Whether the letters of the query occur in the text in order; starts of words and runs count more.
fn fuzzy(text: &str, query: &str) -> Option<i32> {
    let letters: Vec<char> = text.chars().collect();
    let (mut score, mut at, mut last) = (0, 0, None);
    for wanted in query.chars().filter(|c| !c.is_whitespace()) {
        let same = |c: &char| c.eq_ignore_ascii_case(&wanted);
        let starts_word =
            |index: usize| index == 0 || !letters[index - 1].is_alphanumeric() || letters[index].is_uppercase() && letters[index - 1].is_lowercase();
        // A letter goes on with a run, else it is sought at the start of a word, else anywhere.
        let run = letters.get(at).filter(|c| last.is_some() && same(c)).map(|_| at);
        let found = run
            .or_else(|| (at..letters.len()).find(|i| same(&letters[*i]) && starts_word(*i)))
            .or_else(|| (at..letters.len()).find(|i| same(&letters[*i])))?;
        score += if starts_word(found) { 6 } else { 1 } + if run.is_some() { 5 } else { 0 } - if found == 0 { 0 } else { 1 };
        last = Some(found);
        at = found + 1;
    }
    Some(score - letters.len() as i32 / 8)
}

/// The classes that fit a query, the best first.
pub fn ranked(classes: &[Arc<dyn ProcessorClass>], query: &str) -> Vec<Arc<dyn ProcessorClass>> {
    let mut scored: Vec<(i32, &Arc<dyn ProcessorClass>)> = classes.iter().filter_map(|class| Some((score(class.info(), query)?, class))).collect();
    scored.sort_by(|(a, x), (b, y)| b.cmp(a).then_with(|| x.info().display_name.cmp(&y.info().display_name)));
    scored.into_iter().map(|(_, class)| class.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn info(name: &'static str, category: &'static str) -> ProcessorInfo {
        ProcessorInfo::built_in("org.example.Thing", name, category, "").tags("CPU, Volume")
    }

    #[test]
    fn all_words_have_to_occur_somewhere() {
        let raycaster = info("Volume Raycaster", "Volume Rendering");
        assert!(matches_words(&raycaster, "ray render"));
        assert!(matches_words(&raycaster, "org.example cpu"));
        assert!(matches_words(&raycaster, "stable ray"));
        assert!(!matches_words(&raycaster, "ray mesh"));
    }

    #[test]
    fn the_palette_prefers_starts_of_words() {
        let score = |name, query| score(&info(name, "x"), query);
        assert!(score("Volume Raycaster", "vr") > score("Overlay Renderer", "vr"));
        assert!(score("Canvas", "can") > score("Scan Converter", "can"));
        assert_eq!(score("Canvas", "xyz"), None);
    }
}
