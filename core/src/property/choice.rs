//! One of several choices.

use std::sync::Arc;

use serde_json::Value as Json;

use super::ValueError;
use crate::identifier::did_you_mean;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    pub identifier: Arc<str>,
    pub display_name: Arc<str>,
    /// What a script gets that asks for the value: a number or text; null: the identifier.
    pub value: Json,
}

/// The choices; the value is the identifier of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChoiceKind {
    pub choices: Arc<[Choice]>,
    pub default: Arc<str>,
}

impl ChoiceKind {
    /// The first choice is the default.
    pub fn new(choices: &[(&str, &str)]) -> Self {
        let choice = |(id, name): &(&str, &str)| Choice { identifier: (*id).into(), display_name: (*name).into(), value: Json::Null };
        let choices: Arc<[Choice]> = choices.iter().map(choice).collect();
        Self { default: choices.first().map_or_else(|| "".into(), |c| c.identifier.clone()), choices }
    }

    /// The same choices with another default.
    #[must_use]
    pub fn with_default(mut self, identifier: &str) -> Self {
        self.default = identifier.into();
        self
    }

    /// By identifier, else by display name. A property without choices takes anything: they may come later.
    pub fn check(&self, property: &str, value: &Arc<str>) -> Result<Arc<str>, ValueError> {
        if self.choices.is_empty() {
            return Ok(value.clone());
        }
        let found = self.choices.iter().find(|c| c.identifier == *value).or_else(|| self.choices.iter().find(|c| c.display_name == *value));
        found.map(|c| c.identifier.clone()).ok_or_else(|| {
            let names = self.choices.iter().map(|c| &*c.identifier);
            ValueError(format!("{property} has no choice \"{value}\"{}", did_you_mean(value, names)))
        })
    }

    pub fn by_index(&self, index: i64) -> Option<Arc<str>> {
        self.choices.get(usize::try_from(index).ok()?).map(|c| c.identifier.clone())
    }
}
