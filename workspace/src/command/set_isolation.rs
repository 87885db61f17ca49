//! Chooses what shares the process of a node's Python code.

use voxloom_core::Isolation;

use super::{Command, Edit};
use crate::document::{Network, NodeId};
use crate::error::CommandError;

/// Gives nodes a host of another kind; their instances are made anew in it.
pub struct SetIsolation {
    pub nodes: Vec<NodeId>,
    pub isolation: Isolation,
}

impl Command for SetIsolation {
    fn name(&self, network: &Network) -> String {
        match self.nodes.as_slice() {
            [node] => format!("Change host of {}", network.get(*node).map_or("?", |node| &*node.display_name)),
            nodes => format!("Change host of {} processors", nodes.len()),
        }
    }

    fn apply(&self, edit: &mut Edit<'_>) -> Result<(), CommandError> {
        self.nodes.iter().try_for_each(|node| {
            edit.change(*node, |node| {
                node.isolation = self.isolation;
                Ok(())
            })
        })
    }
}
