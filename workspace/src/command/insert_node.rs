//! Puts a processor into a wire.

use std::sync::Arc;

use voxloom_core::processor::Interface;

use super::{Command, Connect, Edit};
use crate::document::{Connection, Network, NodeId, PortRef};
use crate::error::CommandError;

/// Leads a connection through a node that is there. What its inport was connected to gives way.
pub struct InsertNode {
    pub connection: Connection,
    pub node: NodeId,
    pub inport: Arc<str>,
    pub outport: Arc<str>,
}

/// The ports by which a node (or a class) with this interface fits into a connection: `(inport, outport)`; `None`: it does not.
pub fn insertion(network: &Network, interface: &Interface, connection: &Connection) -> Option<(Arc<str>, Arc<str>)> {
    let carried = &network.get(connection.from.node)?.outport(&connection.from.port)?.data_type;
    let taken = &network.get(connection.to.node)?.inport(&connection.to.port)?.data_type;
    let inport = interface.inports().iter().find(|port| port.data_type == *carried)?;
    let outport = interface.outports().iter().find(|port| port.data_type == *taken)?;
    Some((inport.identifier.clone(), outport.identifier.clone()))
}

impl Command for InsertNode {
    fn name(&self, network: &Network) -> String {
        format!("Insert {}", network.get(self.node).map_or("?", |node| &*node.display_name))
    }

    fn apply(&self, edit: &mut Edit<'_>) -> Result<(), CommandError> {
        let Connection { from, to } = &self.connection;
        let (inport, outport) = (PortRef { node: self.node, port: self.inport.clone() }, PortRef { node: self.node, port: self.outport.clone() });
        edit.network().node(self.node)?;
        edit.network().require(&self.connection)?;
        if self.node == from.node || self.node == to.node {
            let name = edit.network().port_label(&outport);
            return Err(CommandError::Invalid(format!("{name} is an end of this connection already")));
        }
        // Judged without the wire itself.
        let mut without = edit.network().clone();
        without.retain_connections(|c| *c != self.connection);
        Connect::check(&without, from, &inport)?;
        Connect::check(&without, &outport, to)?;
        if without.reaches(to.node, from.node) || without.reaches(to.node, self.node) {
            return Err(CommandError::Cycle { from: without.port_label(from), to: without.port_label(&inport) });
        }
        edit.network_mut().waypoints.remove(&self.connection);
        edit.network_mut().rewire(&self.connection, Connection { from: outport, to: to.clone() });
        Connect { from: from.clone(), to: inport }.apply(edit)
    }
}
