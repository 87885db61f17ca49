//! Nodes, connections and links.

use std::sync::Arc;

use imbl::{OrdMap, Vector};
use serde::{Deserialize, Serialize};
use voxloom_core::identifier::did_you_mean;

use super::{Node, NodeId};
use crate::error::CommandError;

/// A port of a node.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PortRef {
    pub node: NodeId,
    pub port: Arc<str>,
}

/// A property of a node.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PropertyRef {
    pub node: NodeId,
    pub path: Arc<str>,
}

/// From an outport to an inport. Several to one multi inport are in their order.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Connection {
    pub from: PortRef,
    pub to: PortRef,
}

/// A change of `from` is copied to `to`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Link {
    pub from: PropertyRef,
    pub to: PropertyRef,
}

/// A titled rectangle behind nodes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Frame {
    pub title: String,
    /// x, y, width, height.
    pub rect: [f32; 4],
    pub color: [f32; 4],
}

/// A text on the canvas.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Note {
    pub text: String,
    pub position: [f32; 2],
}

/// Processors and how they are wired. Cloning costs nothing.
#[derive(Debug, Clone, Default)]
pub struct Network {
    nodes: OrdMap<NodeId, Arc<Node>>,
    names: OrdMap<Arc<str>, NodeId>,
    pub(crate) connections: Vector<Connection>,
    pub(crate) links: Vector<Link>,
    pub frames: Vector<Frame>,
    pub notes: Vector<Note>,
    next_id: u64,
}

impl Network {
    pub fn nodes(&self) -> impl Iterator<Item = &Arc<Node>> {
        self.nodes.values()
    }

    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    pub fn get(&self, id: NodeId) -> Option<&Arc<Node>> {
        self.nodes.get(&id)
    }

    /// The node, or an error that says it is gone.
    pub fn node(&self, id: NodeId) -> Result<&Arc<Node>, CommandError> {
        self.nodes.get(&id).ok_or_else(|| CommandError::NoNode { name: format!("#{}", id.0), hint: "; it was removed".to_owned() })
    }

    pub fn by_identifier(&self, identifier: &str) -> Option<&Arc<Node>> {
        self.names.get(identifier).and_then(|id| self.nodes.get(id))
    }

    /// The node, or an error with the nearest names.
    pub fn find(&self, identifier: &str) -> Result<&Arc<Node>, CommandError> {
        self.by_identifier(identifier).ok_or_else(|| CommandError::NoNode {
            name: identifier.to_owned(),
            hint: did_you_mean(identifier, self.names.keys().map(|name| &**name)),
        })
    }

    pub fn is_taken(&self, identifier: &str) -> bool {
        self.names.contains_key(identifier)
    }

    pub fn connections(&self) -> impl Iterator<Item = &Connection> {
        self.connections.iter()
    }

    pub fn links(&self) -> impl Iterator<Item = &Link> {
        self.links.iter()
    }

    /// What is connected to an inport, in order.
    pub fn into_port<'a>(&'a self, node: NodeId, port: &'a str) -> impl Iterator<Item = &'a Connection> {
        self.connections.iter().filter(move |c| c.to.node == node && &*c.to.port == port)
    }

    /// A connection whose port is gone: kept, drawn broken, and back with the port.
    pub fn is_parked(&self, connection: &Connection) -> bool {
        let from = self.nodes.get(&connection.from.node).and_then(|node| node.outport(&connection.from.port));
        let to = self.nodes.get(&connection.to.node).and_then(|node| node.inport(&connection.to.port));
        match (from, to) {
            (Some(from), Some(to)) => from.data_type != to.data_type,
            _ => true,
        }
    }

    /// Whether data flows from `from` to `to`, over any connection, parked ones too.
    pub fn reaches(&self, from: NodeId, to: NodeId) -> bool {
        let mut stack = vec![from];
        let mut seen = std::collections::BTreeSet::new();
        while let Some(node) = stack.pop() {
            if node == to {
                return true;
            }
            if seen.insert(node) {
                stack.extend(self.connections.iter().filter(|c| c.from.node == node).map(|c| c.to.node));
            }
        }
        false
    }

    /// A name that a person reads: `Node.port`.
    pub fn port_name(&self, port: &PortRef) -> String {
        match self.nodes.get(&port.node) {
            Some(node) => format!("{}.{}", node.identifier, port.port),
            None => format!("?.{}", port.port),
        }
    }

    pub(crate) fn fresh_id(&mut self) -> NodeId {
        self.next_id += 1;
        NodeId(self.next_id)
    }

    pub(crate) fn insert(&mut self, node: Node) {
        if let Some(old) = self.nodes.get(&node.id)
            && old.identifier != node.identifier
        {
            self.names.remove(&old.identifier);
        }
        self.next_id = self.next_id.max(node.id.0);
        self.names.insert(node.identifier.clone(), node.id);
        self.nodes.insert(node.id, Arc::new(node));
    }

    /// Takes a node out with its connections and links.
    pub(crate) fn take_out(&mut self, id: NodeId) -> Option<Arc<Node>> {
        let node = self.nodes.remove(&id)?;
        self.names.remove(&node.identifier);
        self.connections.retain(|c| c.from.node != id && c.to.node != id);
        self.links.retain(|l| l.from.node != id && l.to.node != id);
        Some(node)
    }

    pub(crate) fn names(&self) -> &OrdMap<Arc<str>, NodeId> {
        &self.names
    }

    /// Whether nothing differs; nodes are told apart by their memory.
    pub fn same(&self, other: &Self) -> bool {
        self.same_nodes(other) && self.same_connections(other) && same(&self.links, &other.links)
    }

    pub fn same_nodes(&self, other: &Self) -> bool {
        self.nodes.ptr_eq(&other.nodes)
    }

    pub fn same_connections(&self, other: &Self) -> bool {
        same(&self.connections, &other.connections)
    }
}

/// Whether nothing differs. Short vectors lie in place, where there is no shared memory to tell it by.
fn same<T: Clone + PartialEq>(a: &Vector<T>, b: &Vector<T>) -> bool {
    a.ptr_eq(b) || a == b
}
