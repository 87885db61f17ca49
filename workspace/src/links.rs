//! Property links: a change travels along them inside the transaction that made it.

use std::collections::BTreeSet;

use crate::document::{Network, PropertyRef};

/// Copies the values of touched properties along links, each property at most once, so that cycles end.
/// A target that does not take the value (another type) is left as it is.
pub(crate) fn resolve(network: &mut Network, touched: BTreeSet<PropertyRef>) {
    if network.links.is_empty() {
        return;
    }
    let mut visited = touched.clone();
    let mut queue: Vec<PropertyRef> = touched.into_iter().collect();
    while let Some(from) = queue.pop() {
        let targets: Vec<PropertyRef> = network.links.iter().filter(|link| link.from == from).map(|link| link.to.clone()).collect();
        for to in targets {
            if !visited.insert(to.clone()) {
                continue;
            }
            let Some(value) = network.get(from.node).and_then(|node| node.value(&from.path)).cloned() else { continue };
            let Some(node) = network.get(to.node) else { continue };
            let mut values = node.values.clone();
            match values.set(&to.path, value) {
                Ok(true) => {
                    let mut changed = crate::Node::clone(node);
                    changed.values = values;
                    network.insert(changed);
                    queue.push(to);
                }
                Ok(false) => {}
                Err(error) => log::warn!("a link to {}.{} carries nothing: {error}", node.identifier, to.path),
            }
        }
    }
}
