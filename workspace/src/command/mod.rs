//! Commands: every undoable edit is one file here.
//!
//! A command changes the network through [`Edit`], or refuses with an error; the store takes care of links, undo and redo.

mod add_node;
mod amend_node;
mod connect;
mod insert_node;
mod link;
mod move_nodes;
mod pull_out;
mod reconnect;
mod remarks;
mod remove;
mod rename;
mod reorder;
mod replace_node;
mod set_bypass;
mod set_isolation;
mod set_property;
mod waypoints;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

pub use add_node::AddNode;
pub use amend_node::AmendNode;
pub use connect::{Connect, Disconnect};
pub use insert_node::{InsertNode, insertion};
pub use link::{AddLink, RemoveLink};
pub use move_nodes::MoveNodes;
pub use pull_out::{PullOut, RemoveHealing};
pub use reconnect::Reconnect;
pub use remarks::{AddFrame, AddNote, ChangeFrame, ChangeNote, MoveItems, RemoveFrames, RemoveNotes};
pub use remove::RemoveNodes;
pub use rename::Rename;
pub use reorder::{ReorderConnections, SwapConnections};
pub use replace_node::ReplaceNode;
pub use set_bypass::SetBypass;
pub use set_isolation::SetIsolation;
pub use set_property::SetProperty;
pub use waypoints::SetWaypoints;

use crate::document::{Frame, FrameId, Network, Node, NodeId, Note, NoteId, PropertyRef};
use crate::error::CommandError;

/// An undoable edit.
pub trait Command: Send + Sync {
    /// As it stands in the history: "Move Canvas".
    fn name(&self, network: &Network) -> String;

    /// Changes the network, or refuses and leaves no trace.
    fn apply(&self, edit: &mut Edit<'_>) -> Result<(), CommandError>;

    /// Commands of the same key in one drag become one step.
    fn merge_key(&self) -> Option<String> {
        None
    }
}

/// A network that is being changed, and a record of what needs links resolved.
pub struct Edit<'a> {
    network: &'a mut Network,
    touched: BTreeSet<PropertyRef>,
    added: Added,
}

/// What an edit added, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Added {
    pub nodes: Vec<NodeId>,
    pub frames: Vec<FrameId>,
    pub notes: Vec<NoteId>,
}

/// Positions, sizes and colors are numbers: nothing else can be drawn or saved.
pub(crate) fn finite(numbers: &[f32]) -> Result<(), CommandError> {
    match numbers.iter().find(|number| !number.is_finite()) {
        Some(number) => Err(CommandError::Invalid(format!("{number} is no place; positions, sizes and colors are finite numbers"))),
        None => Ok(()),
    }
}

impl<'a> Edit<'a> {
    pub(crate) fn new(network: &'a mut Network) -> Self {
        Self { network, touched: BTreeSet::new(), added: Added::default() }
    }

    pub fn network(&self) -> &Network {
        self.network
    }

    pub(crate) fn network_mut(&mut self) -> &mut Network {
        self.network
    }

    /// Changes a node in place.
    pub fn change(&mut self, id: NodeId, change: impl FnOnce(&mut Node) -> Result<(), CommandError>) -> Result<(), CommandError> {
        let mut node = Node::clone(self.network.node(id)?);
        change(&mut node)?;
        self.network.insert(node);
        Ok(())
    }

    /// Sets a value; links that start there are followed when the transaction ends.
    pub fn set_value(&mut self, id: NodeId, path: &str, value: voxloom_core::Value) -> Result<(), CommandError> {
        let node = self.network.node(id)?;
        let mut values = node.values.clone();
        let property_error =
            |error: voxloom_core::property::ValueError| CommandError::Property { node: node.identifier.to_string(), message: error.to_string() };
        if !values.set(path, value).map_err(property_error)? {
            return Ok(());
        }
        self.change(id, |node| {
            node.values = values;
            Ok(())
        })?;
        self.touch(id, path);
        Ok(())
    }

    /// Links that start at a property are followed when the transaction ends.
    pub(crate) fn touch(&mut self, id: NodeId, path: &str) {
        self.touched.insert(PropertyRef { node: id, path: path.into() });
    }

    /// Puts values back that other limits have just clamped. True: there were such.
    pub(crate) fn keep_values(&mut self, id: NodeId, kept: &[(Arc<str>, voxloom_core::Value)]) -> Result<bool, CommandError> {
        let mut beyond = false;
        if kept.is_empty() {
            return Ok(beyond);
        }
        self.change(id, |node| {
            for (path, value) in kept {
                if let Some(index) = node.interface().leaf_index(path)
                    && let Ok(fitting) = node.interface().leaves()[index].property.check(value.clone())
                    && std::mem::discriminant(&fitting) == std::mem::discriminant(value)
                {
                    beyond |= fitting != *value;
                    node.values.set_checked(index, value.clone());
                }
            }
            Ok(())
        })?;
        Ok(beyond)
    }

    /// Adds a node under an id that is free.
    pub fn add(&mut self, make: impl FnOnce(NodeId) -> Node) -> NodeId {
        let id = NodeId(Network::fresh_number());
        self.network.insert(make(id));
        self.added.nodes.push(id);
        id
    }

    /// Adds a frame under an id that is free, in front of the others.
    pub fn add_frame(&mut self, frame: Frame) -> Result<FrameId, CommandError> {
        finite(&frame.rect)?;
        finite(&frame.color)?;
        let id = FrameId(Network::fresh_number());
        self.network.frames.push_back(Frame { id, ..frame });
        self.added.frames.push(id);
        Ok(id)
    }

    /// Adds a note under an id that is free.
    pub fn add_note(&mut self, note: Note) -> Result<NoteId, CommandError> {
        finite(&note.rect)?;
        finite(&note.color)?;
        let id = NoteId(Network::fresh_number());
        self.network.notes.push_back(Note { id, ..note });
        self.added.notes.push(id);
        Ok(id)
    }

    pub(crate) fn finish(self) -> (BTreeSet<PropertyRef>, Added) {
        (self.touched, self.added)
    }
}

/// Several commands as one step.
pub struct Batch {
    pub name: String,
    pub commands: Vec<Arc<dyn Command>>,
}

impl Command for Batch {
    fn name(&self, _network: &Network) -> String {
        self.name.clone()
    }

    fn apply(&self, edit: &mut Edit<'_>) -> Result<(), CommandError> {
        self.commands.iter().try_for_each(|command| command.apply(edit))
    }
}

/// An edit written as a closure, for edits that need the ids of what they add: whole networks, pastes.
pub struct Compose<F> {
    pub name: Cow<'static, str>,
    pub edit: F,
}

impl<F: Fn(&mut Edit<'_>) -> Result<(), CommandError> + Send + Sync> Command for Compose<F> {
    fn name(&self, _network: &Network) -> String {
        self.name.to_string()
    }

    fn apply(&self, edit: &mut Edit<'_>) -> Result<(), CommandError> {
        (self.edit)(edit)
    }
}
