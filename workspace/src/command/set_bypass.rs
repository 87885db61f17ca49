//! Bypasses processors.

use super::{Command, Edit};
use crate::document::{Network, NodeId};
use crate::error::CommandError;

/// Bypassed nodes do not run: what comes in goes on to outports of the same type.
pub struct SetBypass {
    pub nodes: Vec<NodeId>,
    pub bypassed: bool,
}

impl Command for SetBypass {
    fn name(&self, network: &Network) -> String {
        let what = if self.bypassed { "Bypass" } else { "Stop bypassing" };
        match self.nodes.as_slice() {
            [node] => format!("{what} {}", network.get(*node).map_or("?", |node| &*node.display_name)),
            nodes => format!("{what} {} processors", nodes.len()),
        }
    }

    fn apply(&self, edit: &mut Edit<'_>) -> Result<(), CommandError> {
        for node in &self.nodes {
            if edit.network().node(*node)?.bypassed != self.bypassed {
                edit.change(*node, |node| {
                    node.bypassed = self.bypassed;
                    Ok(())
                })?;
            }
        }
        Ok(())
    }
}
