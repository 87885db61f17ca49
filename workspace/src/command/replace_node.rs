//! Puts a processor of another class into a node's place.

use std::sync::Arc;

use voxloom_core::Values;
use voxloom_core::identifier::{strip_identifier, unique_identifier};
use voxloom_core::processor::{Interface, ProcessorClass};

use super::{Command, Edit};
use crate::document::{Connection, Network, Node, NodeId, PortRef};
use crate::error::CommandError;

/// Gives a node another class. Values that were changed stay where a property of their path takes them; connections and links where they fit,
/// by identifier first, then by type. A name of one's own stays; one that came from the class is made anew.
pub struct ReplaceNode {
    pub node: NodeId,
    pub class: Arc<dyn ProcessorClass>,
}

impl Command for ReplaceNode {
    fn name(&self, network: &Network) -> String {
        let old = network.get(self.node).map_or("?", |node| &*node.display_name);
        format!("Replace {old} by {}", self.class.info().display_name)
    }

    fn apply(&self, edit: &mut Edit<'_>) -> Result<(), CommandError> {
        let old = edit.network().node(self.node)?.clone();
        let interface = self.class.interface();
        let info = self.class.info();
        let (mut identifier, mut display_name) = (old.identifier.clone(), old.display_name.clone());
        if named_by_class(&old) {
            let wanted = strip_identifier(&info.display_name);
            let unique = unique_identifier(&wanted, |name| name != &*old.identifier && edit.network().is_taken(name));
            let number = unique.strip_prefix(&wanted).filter(|number| !number.is_empty());
            display_name = number.map_or_else(|| info.display_name.to_string(), |number| format!("{} {number}", info.display_name)).into();
            identifier = unique.into();
        }
        edit.change(self.node, |node| {
            *node = Node {
                id: old.id,
                class: info.class_identifier.as_ref().into(),
                class_version: info.version,
                identifier,
                display_name,
                position: old.position,
                values: carried(&old, interface.clone()),
                isolation: old.isolation,
                bypassed: old.bypassed,
                kept: Default::default(),
                kept_limits: Default::default(),
                group: None,
            };
            Ok(())
        })?;
        rewire(edit.network_mut(), &old, &interface);
        let links: Vec<_> = edit.network().links().filter(|link| link.from.node == old.id || link.to.node == old.id).cloned().collect();
        for link in links {
            let network = edit.network_mut();
            let value = network.get(link.from.node).and_then(|node| node.value(&link.from.path));
            let target = network.get(link.to.node).and_then(|node| node.interface().leaf(&link.to.path));
            if value.zip(target).is_none_or(|(value, target)| target.property.check(value.clone()).is_err()) {
                network.links.retain(|other| *other != link);
            }
        }
        let after = edit.network().node(self.node)?.values.clone();
        for (leaf, value) in after.iter() {
            if old.value(&leaf.path).is_some_and(|before| before != value) {
                edit.touch(self.node, &leaf.path);
            }
        }
        Ok(())
    }
}

/// Whether a node is called as its class is: all words of its name stand in that of its class.
fn named_by_class(node: &Node) -> bool {
    let class = node.class.rsplit('.').next().unwrap_or_default().to_lowercase();
    let name = node.display_name.trim_end_matches(|c: char| c.is_ascii_digit());
    let own = node.identifier.trim_end_matches(|c: char| c.is_ascii_digit()) != strip_identifier(name).trim_end_matches(|c: char| c.is_ascii_digit());
    !own && name.split_whitespace().all(|word| class.contains(&strip_identifier(word).to_lowercase()))
}

/// Values of a class's own, with those that were changed in the old node.
fn carried(old: &Node, interface: Arc<Interface>) -> Values {
    let mut values = Values::defaults(interface.clone());
    for leaf in interface.leaves() {
        if leaf.property.read_only || leaf.property.transient {
            continue;
        }
        let changed = match old.interface().leaf(&leaf.path) {
            Some(was) => old.value(&leaf.path).filter(|value| was.property.default_value().as_ref() != Some(*value)).cloned(),
            // Of a class that was not known.
            None => old.kept.get(&*leaf.path).and_then(|json| leaf.property.value_from_json(json).ok()),
        };
        if let Some(value) = changed
            && let Err(unfit) = values.set(&leaf.path, value)
        {
            log::debug!("{}: {unfit}", old.identifier);
        }
    }
    values
}

/// Leads the wires of the old node to ports of the new interface, and drops those that fit none.
fn rewire(network: &mut Network, old: &Node, interface: &Interface) {
    let wires: Vec<Connection> = network.connections().filter(|c| c.from.node == old.id || c.to.node == old.id).cloned().collect();
    // Those that fit by identifier come first: their ports are taken then.
    let mut placed: Vec<(Connection, Option<Connection>)> = wires.into_iter().map(|wire| (wire, None)).collect();
    for by_type in [false, true] {
        for i in 0..placed.len() {
            if placed[i].1.is_some() {
                continue;
            }
            let wire = &placed[i].0;
            let new = if wire.from.node == old.id {
                let taken = network.get(wire.to.node).and_then(|node| node.inport(&wire.to.port)).map(|port| &port.data_type);
                let same = old.outport(&wire.from.port).map(|port| &port.data_type);
                // A parked connection waits for its port.
                let Some(data_type) = taken.or(same) else { continue };
                let port = interface.outports().iter().find(|port| port.data_type == *data_type && (by_type || port.identifier == wire.from.port));
                port.map(|port| Connection { from: PortRef { node: old.id, port: port.identifier.clone() }, to: wire.to.clone() })
            } else {
                let carried = network.get(wire.from.node).and_then(|node| node.outport(&wire.from.port)).map(|port| &port.data_type);
                let same = old.inport(&wire.to.port).map(|port| &port.data_type);
                let Some(data_type) = carried.or(same) else { continue };
                let free = |port: &voxloom_core::PortSpec| {
                    port.multi || !placed.iter().filter_map(|(_, new)| new.as_ref()).any(|c| c.to.node == old.id && c.to.port == port.identifier)
                };
                let port = interface
                    .inports()
                    .iter()
                    .find(|port| port.data_type == *data_type && (by_type || port.identifier == wire.to.port) && free(port));
                port.map(|port| Connection { from: wire.from.clone(), to: PortRef { node: old.id, port: port.identifier.clone() } })
            };
            placed[i].1 = new;
        }
    }
    // All at once: a wire may take the port that another one leaves.
    let mut points = Vec::new();
    for (wire, new) in &placed {
        if let Some(led) = network.waypoints.remove(wire)
            && let Some(new) = new
        {
            points.push((new.clone(), led));
        }
    }
    let mut wires = imbl::Vector::new();
    for connection in &network.connections {
        match placed.iter().find(|(wire, _)| wire == connection) {
            Some((_, Some(new))) if !wires.contains(new) => wires.push_back(new.clone()),
            Some(_) => {}
            None => wires.push_back(connection.clone()),
        }
    }
    network.connections = wires;
    network.waypoints.extend(points);
}
