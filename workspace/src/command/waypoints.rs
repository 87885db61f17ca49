//! Leads wires around things.

use super::{Command, Edit, finite};
use crate::document::{Connection, Network};
use crate::error::CommandError;

/// Points that the wire of a connection is led through, in network points, from source to target; none: it goes straight.
/// Sets for the same connection in one drag become one step.
pub struct SetWaypoints {
    pub connection: Connection,
    pub points: Vec<[f32; 2]>,
}

impl Command for SetWaypoints {
    fn name(&self, network: &Network) -> String {
        format!("Reroute the wire to {}", network.port_label(&self.connection.to))
    }

    fn apply(&self, edit: &mut Edit<'_>) -> Result<(), CommandError> {
        finite(self.points.as_flattened())?;
        let network = edit.network_mut();
        network.require(&self.connection)?;
        if self.points.is_empty() {
            network.waypoints.remove(&self.connection);
        } else {
            network.waypoints.insert(self.connection.clone(), self.points.iter().copied().collect());
        }
        Ok(())
    }

    fn merge_key(&self) -> Option<String> {
        let Connection { from, to } = &self.connection;
        Some(format!("waypoints {}.{} {}.{}", from.node.0, from.port, to.node.0, to.port))
    }
}
