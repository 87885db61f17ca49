//! What always holds; checked after every command in tests and debug builds.

use std::collections::BTreeSet;

use voxloom_core::identifier::is_identifier;

use super::Network;

/// The first broken invariant, in words.
pub fn check_invariants(network: &Network) -> Result<(), String> {
    let mut identifiers = BTreeSet::new();
    for node in network.nodes() {
        if !is_identifier(&node.identifier) {
            return Err(format!("\"{}\" is no identifier", node.identifier));
        }
        if !identifiers.insert(node.identifier.clone()) {
            return Err(format!("the identifier {} is not unique", node.identifier));
        }
        if network.names().get(&node.identifier) != Some(&node.id) {
            return Err(format!("the name table does not lead to {}", node.identifier));
        }
        if node.values.all().len() != node.interface().leaves().len() {
            return Err(format!("{} has {} values for {} properties", node.identifier, node.values.all().len(), node.interface().leaves().len()));
        }
    }
    if network.names().len() != network.len() {
        return Err("the name table holds names of nodes that are gone".to_owned());
    }
    let mut taken = BTreeSet::new();
    for connection in network.connections() {
        let (Some(_), Some(to)) = (network.get(connection.from.node), network.get(connection.to.node)) else {
            return Err("a connection leads to a node that is gone".to_owned());
        };
        let multi = to.inport(&connection.to.port).is_none_or(|port| port.multi);
        if !taken.insert((connection.to.clone(), if multi { Some(connection.from.clone()) } else { None })) {
            return Err(format!("{} is connected twice", network.port_name(&connection.to)));
        }
        if connection.from.node == connection.to.node || network.reaches(connection.to.node, connection.from.node) {
            return Err(format!("there is a cycle through {}", network.port_name(&connection.from)));
        }
    }
    for connection in network.waypoints.keys() {
        if !network.connections.contains(connection) {
            return Err(format!("waypoints of a connection to {} that is gone", network.port_name(&connection.to)));
        }
    }
    let mut numbers: BTreeSet<u64> = network.nodes().map(|node| node.id.0).collect();
    let remarks = network.frames.iter().map(|frame| frame.id.0).chain(network.notes.iter().map(|note| note.id.0));
    for number in remarks {
        if number == 0 || !numbers.insert(number) {
            return Err(format!("the number {number} of a frame or note is not its own"));
        }
    }
    for link in network.links() {
        if network.get(link.from.node).is_none() || network.get(link.to.node).is_none() {
            return Err("a link leads to a node that is gone".to_owned());
        }
    }
    Ok(())
}
