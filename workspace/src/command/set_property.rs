//! Sets a property.

use voxloom_core::Value;

use super::{Command, Edit};
use crate::document::{Network, NodeId};
use crate::error::CommandError;

/// Sets a value, clamped and converted as the property says; links follow. Sets of the same property in one drag become one step.
pub struct SetProperty {
    pub node: NodeId,
    pub path: String,
    pub value: Value,
}

impl Command for SetProperty {
    fn name(&self, network: &Network) -> String {
        let node = network.get(self.node);
        let property = node.and_then(|node| node.interface().leaf(&self.path)).map_or(&*self.path, |leaf| &*leaf.property.display_name);
        format!("Change {property} of {}", node.map_or("?", |node| &*node.display_name))
    }

    fn apply(&self, edit: &mut Edit<'_>) -> Result<(), CommandError> {
        edit.set_value(self.node, &self.path, self.value.clone())
    }

    fn merge_key(&self) -> Option<String> {
        Some(format!("set {} {}", self.node.0, self.path))
    }
}
