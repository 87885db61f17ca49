//! Why a canvas has no picture.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Instant;

use voxloom_workspace::evaluator::{NodeState, ProcessorStatus};
use voxloom_workspace::interaction::nearest_first;
use voxloom_workspace::{Network, Node, NodeId};

/// States of nodes by id, as the board has them.
pub type States = BTreeMap<NodeId, NodeState>;

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
