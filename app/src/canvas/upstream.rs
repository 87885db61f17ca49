//! What lies above a canvas: its camera, and why there is no picture.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;
use std::time::Instant;

use voxloom_core::Value;
use voxloom_core::data::Camera;
use voxloom_core::property::Kind;
use voxloom_workspace::evaluator::{NodeState, ProcessorStatus};
use voxloom_workspace::{Network, Node, NodeId};

/// States of nodes by id, as the board has them.
pub type States = BTreeMap<NodeId, NodeState>;

/// A camera of a node.
#[derive(Debug, Clone, PartialEq)]
pub struct CameraRef {
    pub node: NodeId,
    pub path: Arc<str>,
    pub camera: Camera,
}

/// The node and everything above it, nearest first.
fn nearest_first(network: &Network, start: NodeId) -> Vec<&Arc<Node>> {
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

/// The camera that a drag on the canvas moves: of the nearest node above that has one.
pub fn camera(network: &Network, canvas: NodeId) -> Option<CameraRef> {
    nearest_first(network, canvas).into_iter().find_map(|node| {
        node.values.iter().find_map(|(leaf, value)| match (&leaf.property.kind, value) {
            (Kind::Camera { .. }, Value::Camera(camera)) => Some(CameraRef { node: node.id, path: leaf.path.clone(), camera: *camera }),
            _ => None,
        })
    })
}

/// What a canvas without a picture says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// Something failed or is missing.
    Wrong(String),
    /// Something has to be done first.
    Waiting(String),
    /// It is being computed.
    Working,
}

/// Why a canvas has no picture.
pub fn reason(network: &Network, states: &States, canvas: NodeId) -> Reason {
    let above = nearest_first(network, canvas);
    let told = |pick: fn(&ProcessorStatus) -> bool| {
        let mut found = above.iter().filter_map(|node| Some((node, &states.get(&node.id)?.status)));
        found.find(|(_, status)| pick(status)).map(|(node, status)| (node.id, node.display_name.clone(), status.message().unwrap_or_default()))
    };
    if let Some((_, name, message)) = told(|status| matches!(status, ProcessorStatus::Failed(_))) {
        return Reason::Wrong(format!("{name} failed: {message}"));
    }
    if let Some((_, name, message)) = told(|status| matches!(status, ProcessorStatus::Missing(_))) {
        return Reason::Wrong(format!("{name}: {message}"));
    }
    if runs_since(&above, states).is_some() {
        return Reason::Working;
    }
    if let Some((id, name, message)) = told(|status| matches!(status, ProcessorStatus::Waiting(_))) {
        return Reason::Waiting(if id == canvas { sentence(&message) } else { format!("{name}: {message}") });
    }
    if above.len() <= 1 {
        return Reason::Waiting("Nothing is connected to this canvas".to_owned());
    }
    Reason::Working
}

fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

fn runs_since(nodes: &[&Arc<Node>], states: &States) -> Option<Instant> {
    let running = nodes.iter().filter_map(|node| match &states.get(&node.id)?.status {
        ProcessorStatus::Running(running) => Some(running.since),
        _ => None,
    });
    running.min()
}

/// Since when something that the canvas shows is being computed.
pub fn working_since(network: &Network, states: &States, canvas: NodeId) -> Option<Instant> {
    runs_since(&nearest_first(network, canvas), states)
}
