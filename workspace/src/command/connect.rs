//! Connects and disconnects ports.

use voxloom_core::identifier::did_you_mean;

use super::{Command, Edit};
use crate::document::{Connection, Network, PortRef};
use crate::error::CommandError;

/// Connects an outport to an inport; a single inport lets go of what it had.
pub struct Connect {
    pub from: PortRef,
    pub to: PortRef,
}

impl Connect {
    /// Why the two ports do not connect; `Ok` when they do.
    pub fn check(network: &Network, from: &PortRef, to: &PortRef) -> Result<(), CommandError> {
        let (source, target) = (network.node(from.node)?, network.node(to.node)?);
        let missing = |node: &str, what, port: &str, names: &[voxloom_core::PortSpec]| CommandError::NoPort {
            node: node.to_owned(),
            what,
            port: port.to_owned(),
            hint: did_you_mean(port, names.iter().map(|p| &*p.identifier)),
        };
        let outport = source.outport(&from.port).ok_or_else(|| missing(&source.identifier, "outport", &from.port, source.interface().outports()))?;
        let inport = target.inport(&to.port).ok_or_else(|| missing(&target.identifier, "inport", &to.port, target.interface().inports()))?;
        let short = |id: &str| id.rsplit('.').next().unwrap_or(id).to_owned();
        if outport.data_type != inport.data_type {
            return Err(CommandError::WrongType {
                from: network.port_label(from),
                from_type: short(&outport.data_type),
                to: network.port_label(to),
                to_type: short(&inport.data_type),
            });
        }
        if network.reaches(to.node, from.node) {
            return Err(CommandError::Cycle { from: network.port_label(from), to: network.port_label(to) });
        }
        Ok(())
    }
}

impl Command for Connect {
    fn name(&self, network: &Network) -> String {
        format!("Connect {} to {}", network.port_label(&self.from), network.port_label(&self.to))
    }

    fn apply(&self, edit: &mut Edit<'_>) -> Result<(), CommandError> {
        Self::check(edit.network(), &self.from, &self.to)?;
        let multi = edit.network().node(self.to.node)?.inport(&self.to.port).is_some_and(|port| port.multi);
        let connection = Connection { from: self.from.clone(), to: self.to.clone() };
        let network = edit.network_mut();
        if !multi {
            network.retain_connections(|c| c.to != connection.to || *c == connection);
        }
        if !network.connections.contains(&connection) {
            network.connections.push_back(connection);
        }
        Ok(())
    }
}

/// Takes a connection away.
pub struct Disconnect(pub Connection);

impl Command for Disconnect {
    fn name(&self, network: &Network) -> String {
        format!("Disconnect {} from {}", network.port_label(&self.0.to), network.port_label(&self.0.from))
    }

    fn apply(&self, edit: &mut Edit<'_>) -> Result<(), CommandError> {
        edit.network().require(&self.0)?;
        edit.network_mut().retain_connections(|c| *c != self.0);
        Ok(())
    }
}
