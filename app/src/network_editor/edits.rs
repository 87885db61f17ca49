//! Edits of the network that need several steps at once: add and connect, duplicate, reset.

use std::collections::BTreeMap;
use std::sync::Arc;

use egui::Rect;
use voxloom_core::Value;
use voxloom_core::identifier::{strip_identifier, unique_identifier};
use voxloom_core::processor::ProcessorClass;
use voxloom_workspace::command::{AddNode, Batch, Command, Connect, Edit, SetProperty};
use voxloom_workspace::{CommandError, Network, Node, NodeId, PortRef};

use super::layout::node_rect;
use crate::actions::shared;
use crate::theme;

/// Adds an instance of a class and connects one of its ports to one that is there.
pub struct AddConnected {
    pub class: Arc<dyn ProcessorClass>,
    pub position: [f32; 2],
    pub other: PortRef,
    /// Port of the new node.
    pub port: Arc<str>,
    /// Whether that is an outport.
    pub output: bool,
}

impl Command for AddConnected {
    fn name(&self, _network: &Network) -> String {
        format!("Add {}", self.class.info().display_name)
    }

    fn apply(&self, edit: &mut Edit<'_>) -> Result<(), CommandError> {
        let node = AddNode::new(self.class.clone(), self.position).add(edit);
        let new = PortRef { node, port: self.port.clone() };
        let (from, to) = if self.output { (new, self.other.clone()) } else { (self.other.clone(), new) };
        Connect { from, to }.apply(edit)
    }
}

/// Copies nodes with their values, their connections among each other, and what flows into them.
pub struct Duplicate {
    pub nodes: Vec<NodeId>,
}

impl Command for Duplicate {
    fn name(&self, network: &Network) -> String {
        match self.nodes.as_slice() {
            [id] => format!("Duplicate {}", network.get(*id).map_or("?", |node| &*node.display_name)),
            many => format!("Duplicate {} processors", many.len()),
        }
    }

    fn apply(&self, edit: &mut Edit<'_>) -> Result<(), CommandError> {
        let mut copies = BTreeMap::new();
        // Copies stand below, so that they hide nothing.
        let rects = self.nodes.iter().filter_map(|id| Some(node_rect(edit.network().get(*id)?)));
        let below = rects.fold(Rect::NOTHING, Rect::union).height() + theme::GRID * 3.0;
        let below = (below / theme::GRID).ceil() * theme::GRID;
        for id in &self.nodes {
            let original = Node::clone(edit.network().node(*id)?);
            let identifier = unique_identifier(&strip_identifier(&original.identifier), |name| edit.network().is_taken(name));
            let stem = original.display_name.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end();
            let number: String = identifier.chars().skip_while(|c| !c.is_ascii_digit()).collect();
            let display_name = format!("{stem} {number}");
            let position = [original.position[0], original.position[1] + below];
            let copy = edit.add(|id| Node { id, identifier: identifier.into(), display_name: display_name.trim().into(), position, ..original });
            copies.insert(*id, copy);
        }
        let connections: Vec<_> =
            edit.network().connections().filter(|c| copies.contains_key(&c.to.node) && !edit.network().is_parked(c)).cloned().collect();
        for connection in connections {
            let moved = |port: &PortRef| PortRef { node: copies.get(&port.node).copied().unwrap_or(port.node), port: port.port.clone() };
            Connect { from: moved(&connection.from), to: moved(&connection.to) }.apply(edit)?;
        }
        Ok(())
    }
}

/// Gives every property of a node its default.
pub fn reset(node: &Node) -> Batch {
    let changed = node.values.iter().filter_map(|(leaf, value)| {
        let default = leaf.property.default_value().filter(|default| default != value && !matches!(default, Value::Button))?;
        Some(shared(SetProperty { node: node.id, path: leaf.path.to_string(), value: default }))
    });
    Batch { name: format!("Reset {}", node.display_name), commands: changed.collect() }
}
