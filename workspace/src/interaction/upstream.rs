//! What lies above a canvas.

use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;

use voxloom_core::Value;
use voxloom_core::data::Camera;
use voxloom_core::property::Kind;

use crate::document::{Network, Node, NodeId};

/// A camera of a node.
#[derive(Debug, Clone, PartialEq)]
pub struct CameraRef {
    pub node: NodeId,
    pub path: Arc<str>,
    pub camera: Camera,
}

/// The node and everything above it, nearest first.
pub fn nearest_first(network: &Network, start: NodeId) -> Vec<&Arc<Node>> {
    let mut queue = VecDeque::from([start]);
    let mut seen = BTreeSet::from([start]);
    let mut found = Vec::new();
    while let Some(id) = queue.pop_front() {
        found.extend(network.get(id));
        for connection in network.connections().filter(|connection| connection.to.node == id) {
            if seen.insert(connection.from.node) {
                queue.push_back(connection.from.node);
            }
        }
    }
    found
}

/// The camera that a drag on the canvas moves: of the nearest node above that has one and is not bypassed.
pub fn camera(network: &Network, canvas: NodeId) -> Option<CameraRef> {
    nearest_first(network, canvas).into_iter().filter(|node| !node.bypassed).find_map(|node| {
        node.values.iter().find_map(|(leaf, value)| match (&leaf.property.kind, value) {
            (Kind::Camera { .. }, Value::Camera(camera)) => Some(CameraRef { node: node.id, path: leaf.path.clone(), camera: *camera }),
            _ => None,
        })
    })
}
