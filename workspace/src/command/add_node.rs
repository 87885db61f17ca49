//! Adds a processor.

use std::sync::Arc;

use voxloom_core::Values;
use voxloom_core::identifier::{strip_identifier, unique_identifier};
use voxloom_core::processor::ProcessorClass;

use super::{Command, Edit};
use crate::document::{Network, Node, NodeId};
use crate::error::CommandError;

/// Adds an instance of a class at a position.
pub struct AddNode {
    class: Arc<dyn ProcessorClass>,
    position: [f32; 2],
    identifier: Option<String>,
}

impl AddNode {
    pub fn new(class: Arc<dyn ProcessorClass>, position: [f32; 2]) -> Self {
        Self { class, position, identifier: None }
    }

    /// With an identifier of one's own; made unique when it is taken.
    #[must_use]
    pub fn named(mut self, identifier: &str) -> Self {
        self.identifier = Some(identifier.to_owned());
        self
    }

    /// Adds the node and tells its id.
    pub fn add(&self, edit: &mut Edit<'_>) -> NodeId {
        let info = self.class.info();
        let wanted = strip_identifier(self.identifier.as_deref().unwrap_or(&info.display_name));
        let identifier = unique_identifier(&wanted, |name| edit.network().is_taken(name));
        let suffix = identifier.strip_prefix(&wanted).filter(|s| !s.is_empty());
        let display_name = match (&self.identifier, suffix) {
            (Some(own), _) => own.clone(),
            (None, Some(number)) => format!("{} {number}", info.display_name),
            (None, None) => info.display_name.to_string(),
        };
        edit.add(|id| Node {
            id,
            class: info.class_identifier.as_ref().into(),
            class_version: info.version,
            identifier: identifier.into(),
            display_name: display_name.into(),
            position: self.position,
            values: Values::defaults(self.class.interface()),
            isolation: Default::default(),
            bypassed: false,
            kept: Default::default(),
            kept_limits: Default::default(),
            group: None,
        })
    }
}

impl Command for AddNode {
    fn name(&self, _network: &Network) -> String {
        format!("Add {}", self.class.info().display_name)
    }

    fn apply(&self, edit: &mut Edit<'_>) -> Result<(), CommandError> {
        self.add(edit);
        Ok(())
    }
}
