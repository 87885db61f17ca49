//! What was entered before.

/// Lines kept.
const HISTORY: usize = 500;

/// What was entered before.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct History {
    lines: Vec<String>,
    /// The line that is shown, and what was being typed before.
    at: Option<usize>,
    draft: String,
}

impl History {
    pub fn new(lines: Vec<String>) -> Self {
        Self { lines, at: None, draft: String::new() }
    }

    pub fn lines(&self) -> &[String] {
        &self.lines
    }

    /// Adds a line, unless it is the last one again.
    pub fn push(&mut self, line: &str) {
        self.at = None;
        if !line.trim().is_empty() && self.lines.last().is_none_or(|last| last != line) {
            self.lines.push(line.to_owned());
            let over = self.lines.len().saturating_sub(HISTORY);
            self.lines.drain(..over);
        }
    }

    /// The line before the one that is shown.
    pub fn older(&mut self, shown: &str) -> Option<String> {
        let at = match self.at {
            None => {
                shown.clone_into(&mut self.draft);
                self.lines.len()
            }
            Some(at) => at,
        };
        self.at = Some(at.checked_sub(1)?);
        self.lines.get(at - 1).cloned()
    }

    /// The line after it; behind the last what was being typed.
    pub fn newer(&mut self) -> Option<String> {
        let at = self.at? + 1;
        match self.lines.get(at) {
            Some(line) => {
                self.at = Some(at);
                Some(line.clone())
            }
            None => {
                self.at = None;
                Some(std::mem::take(&mut self.draft))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_history_goes_back_and_comes_again() {
        let mut history = History::new(vec!["a".to_owned()]);
        history.push("b");
        history.push("b");
        history.push("  ");
        assert_eq!(history.lines(), ["a", "b"]);
        assert_eq!(history.newer(), None);
        assert_eq!(history.older("typing").as_deref(), Some("b"));
        assert_eq!(history.older("b").as_deref(), Some("a"));
        assert_eq!(history.older("a"), None);
        assert_eq!(history.newer().as_deref(), Some("b"));
        assert_eq!(history.newer().as_deref(), Some("typing"), "what was being typed is not lost");
        assert_eq!(history.newer(), None);
        for i in 0..HISTORY + 5 {
            history.push(&i.to_string());
        }
        assert_eq!((history.lines().len(), history.lines()[0].as_str()), (HISTORY, "5"));
    }
}
