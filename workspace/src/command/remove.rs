//! Removes processors.

use super::{Command, Edit};
use crate::document::{Network, NodeId};
use crate::error::CommandError;

/// Removes nodes with their connections and links.
pub struct RemoveNodes(pub Vec<NodeId>);

impl Command for RemoveNodes {
    fn name(&self, network: &Network) -> String {
        match self.0.as_slice() {
            [id] => format!("Remove {}", network.get(*id).map_or("?", |node| &*node.display_name)),
            many => format!("Remove {} processors", many.len()),
        }
    }

    fn apply(&self, edit: &mut Edit<'_>) -> Result<(), CommandError> {
        for id in &self.0 {
            edit.network().node(*id)?;
            edit.network_mut().take_out(*id);
        }
        Ok(())
    }
}
