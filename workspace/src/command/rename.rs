//! Renames a processor.

use voxloom_core::identifier::is_identifier;

use super::{Command, Edit};
use crate::document::{Network, NodeId};
use crate::error::CommandError;

/// Gives a node another display name, and another identifier when one is stated.
pub struct Rename {
    pub node: NodeId,
    pub display_name: String,
    pub identifier: Option<String>,
}

impl Command for Rename {
    fn name(&self, network: &Network) -> String {
        format!("Rename {}", network.get(self.node).map_or("?", |node| &*node.display_name))
    }

    fn apply(&self, edit: &mut Edit<'_>) -> Result<(), CommandError> {
        if let Some(identifier) = &self.identifier {
            if !is_identifier(identifier) {
                return Err(CommandError::BadIdentifier(identifier.clone()));
            }
            if edit.network().by_identifier(identifier).is_some_and(|other| other.id != self.node) {
                return Err(CommandError::Taken(identifier.clone()));
            }
        }
        edit.change(self.node, |node| {
            node.display_name = self.display_name.as_str().into();
            if let Some(identifier) = &self.identifier {
                node.identifier = identifier.as_str().into();
            }
            Ok(())
        })
    }
}
