//! Moves nodes in the network view.

use super::{Command, Edit};
use crate::document::{Network, NodeId};
use crate::error::CommandError;

/// New positions; moves of the same nodes in one drag become one step.
pub struct MoveNodes(pub Vec<(NodeId, [f32; 2])>);

impl Command for MoveNodes {
    fn name(&self, network: &Network) -> String {
        match self.0.as_slice() {
            [(id, _)] => format!("Move {}", network.get(*id).map_or("?", |node| &*node.display_name)),
            many => format!("Move {} processors", many.len()),
        }
    }

    fn apply(&self, edit: &mut Edit<'_>) -> Result<(), CommandError> {
        self.0.iter().try_for_each(|(id, position)| {
            edit.change(*id, |node| {
                node.position = *position;
                Ok(())
            })
        })
    }

    fn merge_key(&self) -> Option<String> {
        Some(format!("move {:?}", self.0.iter().map(|(id, _)| id.0).collect::<Vec<_>>()))
    }
}
