//! What was used lately: palettes offer it first.

use serde::{Deserialize, Serialize};

use crate::documents::files::Files;

/// Where it lies in the user's folder.
const FILE: &str = "recently_used.json";
/// As much as is remembered of each kind.
const KEPT: usize = 8;

/// Class identifiers and actions, the last used first.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Used {
    pub classes: Vec<String>,
    pub actions: Vec<String>,
}

impl Used {
    pub fn recall(files: &Files) -> Self {
        files.recall(FILE).unwrap_or_default()
    }

    pub fn note_class(&mut self, identifier: &str, files: &Files) {
        to_front(&mut self.classes, identifier);
        files.keep(FILE, self);
    }

    pub fn note_action(&mut self, id: &str, files: &Files) {
        to_front(&mut self.actions, id);
        files.keep(FILE, self);
    }
}

fn to_front(list: &mut Vec<String>, name: &str) {
    list.retain(|other| other != name);
    list.insert(0, name.to_owned());
    list.truncate(KEPT);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_used_comes_first_and_once() {
        let mut list = Vec::new();
        for name in ["a", "b", "a", "c"] {
            to_front(&mut list, name);
        }
        assert_eq!(list, ["c", "a", "b"]);
        (0..20).for_each(|number| to_front(&mut list, &number.to_string()));
        assert_eq!((list.len(), list[0].as_str()), (KEPT, "19"));
    }
}
