//! Nodes, connections and links.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use imbl::{OrdMap, Vector};
use voxloom_core::identifier::did_you_mean;

use super::{Frame, FrameId, Node, NodeId, Note, NoteId};
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
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
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

static NEXT_NUMBER: AtomicU64 = AtomicU64::new(1);

/// Processors and how they are wired. Cloning costs nothing.
#[derive(Debug, Clone, Default)]
pub struct Network {
    nodes: OrdMap<NodeId, Arc<Node>>,
    names: OrdMap<Arc<str>, NodeId>,
    pub(crate) connections: Vector<Connection>,
    pub(crate) links: Vector<Link>,
    /// Points that a wire is led through, in network points, from source to target. They go with their connection.
    pub waypoints: OrdMap<Connection, Vector<[f32; 2]>>,
    /// The first is drawn first.
    pub frames: Vector<Frame>,
    pub notes: Vector<Note>,
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

    /// An error when there is no such connection.
    pub fn require(&self, connection: &Connection) -> Result<(), CommandError> {
        if self.connections.contains(connection) {
            return Ok(());
        }
        let (from, to) = (self.port_label(&connection.from), self.port_label(&connection.to));
        Err(CommandError::Invalid(format!("{from} is not connected to {to}")))
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

    /// A port as people read it: `Volume Raycaster › volume`. The identifier stands with it where two nodes have the same name.
    pub fn port_label(&self, port: &PortRef) -> String {
        let Some(node) = self.nodes.get(&port.node) else { return format!("? › {}", port.port) };
        let same = self.nodes().any(|other| other.id != node.id && other.display_name == node.display_name);
        let told = if same { format!(" ({})", node.identifier) } else { String::new() };
        format!("{}{told} › {}", node.display_name, port.port)
    }

    pub fn frame(&self, id: FrameId) -> Option<&Frame> {
        self.frames.iter().find(|frame| frame.id == id)
    }

    pub fn note(&self, id: NoteId) -> Option<&Note> {
        self.notes.iter().find(|note| note.id == id)
    }

    /// Points that the wire of a connection is led through; mostly none.
    pub fn waypoints(&self, connection: &Connection) -> impl Iterator<Item = &[f32; 2]> {
        self.waypoints.get(connection).into_iter().flatten()
    }

    /// The connection whose data stands in for an outport when its node is bypassed or pulled out: the first one into the first connected
    /// inport of the same type.
    pub fn passes(&self, outport: &PortRef) -> Option<&Connection> {
        let node = self.nodes.get(&outport.node)?;
        let data_type = &node.outport(&outport.port)?.data_type;
        let mut inports = node.interface().inports().iter().filter(|port| port.data_type == *data_type);
        inports.find_map(|port| self.into_port(node.id, &port.identifier).find(|connection| !self.is_parked(connection)))
    }

    /// A number for a node, frame or note that no other has in this process: what is kept by it outlives undo and other documents.
    pub(crate) fn fresh_number() -> u64 {
        NEXT_NUMBER.fetch_add(1, Ordering::Relaxed)
    }

    /// Keeps the connections that a condition holds for, and drops the others with their waypoints.
    pub(crate) fn retain_connections(&mut self, mut keep: impl FnMut(&Connection) -> bool) {
        let waypoints = &mut self.waypoints;
        self.connections.retain(|connection| {
            let kept = keep(connection);
            if !kept && !waypoints.is_empty() {
                waypoints.remove(connection);
            }
            kept
        });
    }

    /// Puts a connection into the place of another, so that the order at a multi inport stays; the waypoints stay with the wire. Where there is
    /// one like it already, the other just goes.
    pub(crate) fn rewire(&mut self, old: &Connection, new: Connection) {
        if *old == new {
            return;
        }
        let points = self.waypoints.remove(old);
        let Some(index) = self.connections.iter().position(|c| c == old) else { return };
        if self.connections.contains(&new) {
            self.connections.remove(index);
            return;
        }
        if let Some(points) = points {
            self.waypoints.insert(new.clone(), points);
        }
        self.connections.set(index, new);
    }

    pub(crate) fn insert(&mut self, node: Node) {
        if let Some(old) = self.nodes.get(&node.id)
            && old.identifier != node.identifier
        {
            self.names.remove(&old.identifier);
        }
        self.names.insert(node.identifier.clone(), node.id);
        self.nodes.insert(node.id, Arc::new(node));
    }

    /// Takes a node out with its connections and links.
    pub(crate) fn take_out(&mut self, id: NodeId) -> Option<Arc<Node>> {
        let node = self.nodes.remove(&id)?;
        self.names.remove(&node.identifier);
        self.retain_connections(|c| c.from.node != id && c.to.node != id);
        self.links.retain(|l| l.from.node != id && l.to.node != id);
        Some(node)
    }

    pub(crate) fn names(&self) -> &OrdMap<Arc<str>, NodeId> {
        &self.names
    }

    /// Whether nothing differs; nodes are told apart by their memory.
    pub fn same(&self, other: &Self) -> bool {
        self.same_nodes(other)
            && self.same_connections(other)
            && same(&self.links, &other.links)
            && same(&self.frames, &other.frames)
            && same(&self.notes, &other.notes)
            && (self.waypoints.ptr_eq(&other.waypoints) || self.waypoints == other.waypoints)
    }

    /// Whether nothing differs, even where it was changed and changed back.
    pub fn equal(&self, other: &Self) -> bool {
        let nodes = || self.nodes.values().zip(other.nodes.values());
        self.nodes.len() == other.nodes.len()
            && nodes().all(|(a, b)| Arc::ptr_eq(a, b) || a.equal(b))
            && Self { nodes: other.nodes.clone(), ..self.clone() }.same(other)
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
