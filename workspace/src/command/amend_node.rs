//! Changes the ports and properties of a node at run time.

use std::sync::Arc;

use voxloom_core::processor::Interface;

use super::{Command, Edit};
use crate::document::{Network, NodeId};
use crate::error::CommandError;

/// Gives a node another interface. Values are carried over; connections to ports that are gone are parked and come back with the port.
pub struct AmendNode {
    pub node: NodeId,
    pub interface: Arc<Interface>,
}

impl Command for AmendNode {
    fn name(&self, network: &Network) -> String {
        format!("Change ports of {}", network.get(self.node).map_or("?", |node| &*node.display_name))
    }

    fn apply(&self, edit: &mut Edit<'_>) -> Result<(), CommandError> {
        let before = edit.network().node(self.node)?.values.clone();
        edit.change(self.node, |node| {
            *node = node.amended(self.interface.clone());
            Ok(())
        })?;
        // Links follow a value that other limits clamp.
        let after = edit.network().node(self.node)?.values.clone();
        for (leaf, value) in after.iter() {
            if before.get(&leaf.path).is_some_and(|before| before != value) {
                edit.touch(self.node, &leaf.path);
            }
        }
        // A port that was a multi port and is none any more keeps its first connection.
        let mut seen = std::collections::BTreeSet::new();
        let single: Vec<Arc<str>> = self.interface.inports().iter().filter(|p| !p.multi).map(|p| p.identifier.clone()).collect();
        edit.network_mut().retain_connections(|c| c.to.node != self.node || !single.contains(&c.to.port) || seen.insert(c.to.clone()));
        Ok(())
    }
}
