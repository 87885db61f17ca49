//! A processor in the document.

use std::sync::Arc;

use serde_json::{Map, Value as Json};
use voxloom_core::processor::Interface;
use voxloom_core::{Isolation, PortSpec, Value, Values};

use super::Network;

/// Identity of a node for as long as the document lives; files use identifiers instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeId(pub u64);

/// A processor: what it is, where it stands, and the values of its properties.
#[derive(Debug, Clone)]
pub struct Node {
    pub id: NodeId,
    /// Class identifier.
    pub class: Arc<str>,
    /// Version of the class that the values belong to.
    pub class_version: u32,
    /// Unique in the network, usable as a Python attribute.
    pub identifier: Arc<str>,
    pub display_name: Arc<str>,
    /// Of the top left corner in the network view, in points.
    pub position: [f32; 2],
    pub values: Values,
    /// What shares the process of its Python code.
    pub isolation: Isolation,
    /// It does not run: what comes in goes on to outports of the same type.
    pub bypassed: bool,
    /// Values from a file that fit no property yet: of an unknown class, or of a port or property that is gone. Written back.
    pub kept: Map<String, Json>,
    /// Limits from a file whose property is not known yet, by path. Written back.
    pub kept_limits: Map<String, Json>,
    /// A network inside this node; carried, not evaluated yet.
    pub group: Option<Arc<Network>>,
}

impl Node {
    /// Whether nothing differs.
    pub fn equal(&self, other: &Self) -> bool {
        let group = match (&self.group, &other.group) {
            (Some(a), Some(b)) => Arc::ptr_eq(a, b),
            (a, b) => a.is_none() && b.is_none(),
        };
        (self.id, self.class_version, self.isolation, self.bypassed) == (other.id, other.class_version, other.isolation, other.bypassed)
            && (&self.class, &self.identifier, &self.display_name) == (&other.class, &other.identifier, &other.display_name)
            && (&self.kept, &self.kept_limits) == (&other.kept, &other.kept_limits)
            && self.position == other.position
            && self.values == other.values
            && group
    }

    pub fn interface(&self) -> &Arc<Interface> {
        self.values.interface()
    }

    pub fn inport(&self, identifier: &str) -> Option<&PortSpec> {
        self.interface().inport_index(identifier).map(|index| &self.interface().inports()[index])
    }

    pub fn outport(&self, identifier: &str) -> Option<&PortSpec> {
        self.interface().outport_index(identifier).map(|index| &self.interface().outports()[index])
    }

    pub fn value(&self, path: &str) -> Option<&Value> {
        self.values.get(path)
    }

    /// The node with other ports and properties: values are carried over, kept ones find their place if there is one now.
    #[must_use]
    pub fn amended(&self, mut interface: Arc<Interface>) -> Self {
        let mut node = self.clone();
        if !node.kept_limits.is_empty() {
            interface = Arc::new(interface.with_limits(&node.kept_limits));
            node.kept_limits.retain(|path, _| interface.leaf_index(path).is_none());
        }
        // Values of properties that are gone wait, in case the property comes back.
        for (leaf, value) in self.values.iter() {
            if interface.leaf_index(&leaf.path).is_none() && leaf.property.default_value().as_ref() != Some(value) {
                node.kept.insert(leaf.path.to_string(), value.to_json());
            }
        }
        node.values = self.values.carried_to(interface);
        let mut placed = Vec::new();
        for (path, json) in &node.kept {
            if let Some(leaf) = node.values.interface().leaf(path)
                && let Ok(value) = leaf.property.value_from_json(json)
            {
                placed.push((path.clone(), value));
            }
        }
        for (path, value) in placed {
            // The value was checked against this very property.
            if node.values.set(&path, value).is_ok() {
                node.kept.remove(&path);
            }
        }
        node
    }
}
