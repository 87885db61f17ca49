//! Puts an end of a connection elsewhere.

use super::{Command, Connect, Edit};
use crate::document::{Connection, Network};
use crate::error::CommandError;

/// Makes one connection another: the order at a multi inport and the waypoints stay. What a single inport had gives way.
pub struct Reconnect {
    pub connection: Connection,
    pub to: Connection,
}

impl Reconnect {
    /// Why the connection cannot become the other; `Ok` when it can.
    pub fn check(&self, network: &Network) -> Result<(), CommandError> {
        network.require(&self.connection)?;
        // Judged without the one that goes.
        let mut without = network.clone();
        without.retain_connections(|c| *c != self.connection);
        Connect::check(&without, &self.to.from, &self.to.to)
    }
}

impl Command for Reconnect {
    fn name(&self, network: &Network) -> String {
        if self.connection.to == self.to.to {
            format!("Connect {} to {}", network.port_label(&self.to.from), network.port_label(&self.to.to))
        } else {
            format!("Move connection to {}", network.port_label(&self.to.to))
        }
    }

    fn apply(&self, edit: &mut Edit<'_>) -> Result<(), CommandError> {
        let Self { connection, to } = self;
        self.check(edit.network())?;
        let multi = edit.network().node(to.to.node)?.inport(&to.to.port).is_some_and(|port| port.multi);
        let network = edit.network_mut();
        if !multi {
            network.retain_connections(|c| c.to != to.to || c == connection);
        }
        network.rewire(connection, to.clone());
        Ok(())
    }
}
