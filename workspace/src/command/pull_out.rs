//! Takes processors out of the flow and heals the wires.

use std::collections::BTreeSet;

use super::{Command, Connect, Edit, RemoveNodes};
use crate::document::{Connection, Network, NodeId, PortRef};
use crate::error::CommandError;

/// Disconnects nodes from all that is outside of them. What flowed into them goes on to where they led, type by type.
pub struct PullOut {
    pub nodes: Vec<NodeId>,
}

impl Command for PullOut {
    fn name(&self, network: &Network) -> String {
        match self.nodes.as_slice() {
            [id] => format!("Pull out {}", network.get(*id).map_or("?", |node| &*node.display_name)),
            many => format!("Pull out {} processors", many.len()),
        }
    }

    fn apply(&self, edit: &mut Edit<'_>) -> Result<(), CommandError> {
        self.nodes.iter().try_for_each(|id| edit.network().node(*id).map(|_| ()))?;
        let inside: BTreeSet<NodeId> = self.nodes.iter().copied().collect();
        let before = edit.network().clone();
        let leaving: Vec<Connection> =
            before.connections().filter(|c| inside.contains(&c.from.node) && !inside.contains(&c.to.node)).cloned().collect();
        edit.network_mut().retain_connections(|c| inside.contains(&c.from.node) || !inside.contains(&c.to.node));
        for wire in leaving {
            let network = edit.network_mut();
            let mut healed = network.clone();
            healed.retain_connections(|c| *c != wire);
            match source(&before, &inside, &wire.from).filter(|from| Connect::check(&healed, from, &wire.to).is_ok()) {
                Some(from) => network.rewire(&wire, Connection { from, to: wire.to.clone() }),
                None => network.retain_connections(|c| *c != wire),
            }
        }
        Ok(())
    }
}

/// Where outside of `inside` the data comes from that stands in for an outport.
fn source(network: &Network, inside: &BTreeSet<NodeId>, outport: &PortRef) -> Option<PortRef> {
    let mut port = outport;
    // There are no cycles, so this ends.
    while inside.contains(&port.node) {
        port = &network.passes(port)?.from;
    }
    Some(port.clone())
}

/// Removes nodes and heals the wires.
pub struct RemoveHealing(pub Vec<NodeId>);

impl Command for RemoveHealing {
    fn name(&self, network: &Network) -> String {
        RemoveNodes(self.0.clone()).name(network)
    }

    fn apply(&self, edit: &mut Edit<'_>) -> Result<(), CommandError> {
        PullOut { nodes: self.0.clone() }.apply(edit)?;
        RemoveNodes(self.0.clone()).apply(edit)
    }
}
