//! Changes which connection is which: the order at a multi inport, and swapped ends.

use super::{Command, Connect, Edit};
use crate::document::{Connection, Network, PortRef};
use crate::error::CommandError;

/// Gives what is connected to a multi inport another order.
pub struct ReorderConnections {
    pub to: PortRef,
    /// All outports that are connected to it, in their new order.
    pub from: Vec<PortRef>,
}

impl Command for ReorderConnections {
    fn name(&self, network: &Network) -> String {
        format!("Reorder {}", network.port_label(&self.to))
    }

    fn apply(&self, edit: &mut Edit<'_>) -> Result<(), CommandError> {
        let network = edit.network_mut();
        let places: Vec<usize> = network.connections().enumerate().filter(|(_, c)| c.to == self.to).map(|(index, _)| index).collect();
        let mut now: Vec<&PortRef> = places.iter().map(|index| &network.connections[*index].from).collect();
        let mut wanted: Vec<&PortRef> = self.from.iter().collect();
        now.sort();
        wanted.sort();
        if now != wanted {
            let names: Vec<String> = now.iter().map(|port| network.port_label(port)).collect();
            let port = network.port_label(&self.to);
            return Err(CommandError::Invalid(format!("the new order of {port} has to name what is connected, each once: {}", names.join(", "))));
        }
        for (index, from) in places.into_iter().zip(&self.from) {
            network.connections.set(index, Connection { from: from.clone(), to: self.to.clone() });
        }
        Ok(())
    }
}

/// Two inports swap what they are connected to.
pub struct SwapConnections(pub Connection, pub Connection);

impl Command for SwapConnections {
    fn name(&self, network: &Network) -> String {
        format!("Swap {} and {}", network.port_label(&self.0.to), network.port_label(&self.1.to))
    }

    fn apply(&self, edit: &mut Edit<'_>) -> Result<(), CommandError> {
        let Self(a, b) = self;
        let network = edit.network_mut();
        network.require(a)?;
        network.require(b)?;
        let swapped = [Connection { from: b.from.clone(), to: a.to.clone() }, Connection { from: a.from.clone(), to: b.to.clone() }];
        let places = [a, b].map(|c| network.connections.iter().position(|other| other == c).unwrap_or_default());
        // Judged without the two: the one must not stand in the way of the other.
        let mut without = network.clone();
        without.retain_connections(|c| c != a && c != b);
        for new in &swapped {
            Connect::check(&without, &new.from, &new.to)?;
            if without.connections.contains(new) {
                let (from, to) = (network.port_label(&new.from), network.port_label(&new.to));
                return Err(CommandError::Invalid(format!("{from} is connected to {to} already")));
            }
            without.connections.push_back(new.clone());
        }
        let points = [a, b].map(|c| network.waypoints.remove(c));
        for ((place, new), points) in places.into_iter().zip(swapped).zip(points) {
            if let Some(points) = points {
                network.waypoints.insert(new.clone(), points);
            }
            network.connections.set(place, new);
        }
        Ok(())
    }
}
