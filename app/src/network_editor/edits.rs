//! Edits of the network that need several steps at once: add and connect, reset.

use std::sync::Arc;

use voxloom_core::Value;
use voxloom_core::processor::ProcessorClass;
use voxloom_workspace::command::{AddNode, Batch, Command, Connect, Edit, SetProperty};
use voxloom_workspace::{CommandError, Network, Node, PortRef};

/// A command behind a pointer, for batches.
pub(super) fn shared<C: Command + 'static>(command: C) -> Arc<dyn Command> {
    Arc::new(command)
}

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

/// A command under another name in the history.
pub struct Renamed<C> {
    pub name: String,
    pub command: C,
}

impl<C: Command> Command for Renamed<C> {
    fn name(&self, _network: &Network) -> String {
        self.name.clone()
    }

    fn apply(&self, edit: &mut Edit<'_>) -> Result<(), CommandError> {
        self.command.apply(edit)
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
