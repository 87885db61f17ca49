//! Links properties.

use super::{Command, Edit};
use crate::document::{Link, Network, PropertyRef};
use crate::error::CommandError;

fn name(network: &Network, property: &PropertyRef) -> String {
    format!("{}.{}", network.get(property.node).map_or("?", |node| &*node.identifier), property.path)
}

/// Links one property to another; the target takes the source's value at once.
pub struct AddLink(pub Link);

impl Command for AddLink {
    fn name(&self, network: &Network) -> String {
        format!("Link {} to {}", name(network, &self.0.from), name(network, &self.0.to))
    }

    fn apply(&self, edit: &mut Edit<'_>) -> Result<(), CommandError> {
        let Link { from, to } = &self.0;
        if from == to {
            return Err(CommandError::Invalid(format!("{} cannot be linked to itself", name(edit.network(), from))));
        }
        let source = edit.network().node(from.node)?;
        let unknown = |node: &crate::Node, path: &str| CommandError::Property {
            node: node.identifier.to_string(),
            message: node.values.unknown(path).to_string(),
        };
        let value = source.value(&from.path).cloned().ok_or_else(|| unknown(source, &from.path))?;
        edit.set_value(to.node, &to.path, value)?;
        let network = edit.network_mut();
        if !network.links.contains(&self.0) {
            network.links.push_back(self.0.clone());
        }
        Ok(())
    }
}

/// Takes a link away.
pub struct RemoveLink(pub Link);

impl Command for RemoveLink {
    fn name(&self, network: &Network) -> String {
        format!("Unlink {} from {}", name(network, &self.0.to), name(network, &self.0.from))
    }

    fn apply(&self, edit: &mut Edit<'_>) -> Result<(), CommandError> {
        edit.network_mut().links.retain(|link| *link != self.0);
        Ok(())
    }
}
