//! Why a node is not evaluated, and what to do about it.

use std::borrow::Cow;
use std::collections::{BTreeMap, VecDeque};

use voxloom_core::Registry;
use voxloom_core::processor::Sink;
use voxloom_workspace::evaluator::{NodeState, ProcessorStatus};
use voxloom_workspace::{Network, NodeId};

use super::layout::NodeBox;
use super::visualize;
use crate::desk::{Desk, Now};

/// The end that each node feeds: the nearest canvas, writer of files, or processor without outports; itself, when it is one.
pub fn ends(network: &Network, registry: &Registry) -> BTreeMap<NodeId, NodeId> {
    let mut above: BTreeMap<NodeId, Vec<NodeId>> = BTreeMap::new();
    for connection in network.connections() {
        above.entry(connection.to.node).or_default().push(connection.from.node);
    }
    // Canvases first: what they need is evaluated, whatever else it feeds.
    let sink = |class: &str| registry.get(class).map_or(Sink::No, |class| class.info().sink);
    let mut found: Vec<(u8, NodeId)> = Vec::new();
    for node in network.nodes() {
        match sink(&node.class) {
            Sink::Canvas => found.push((0, node.id)),
            Sink::No if node.interface().outports().is_empty() => found.push((1, node.id)),
            Sink::File => found.push((2, node.id)),
            Sink::No => {}
        }
    }
    found.sort_unstable();
    let mut ends = BTreeMap::new();
    for (_, end) in found {
        let mut open = VecDeque::from([end]);
        while let Some(id) = open.pop_front() {
            if let std::collections::btree_map::Entry::Vacant(free) = ends.entry(id) {
                free.insert(end);
                open.extend(above.get(&id).into_iter().flatten());
            }
        }
    }
    ends
}

/// The state of a node as it is shown. One that feeds no end keeps what it made when it still was asked for, which says nothing of now.
pub fn seen(state: &NodeState, feeds_an_end: impl FnOnce() -> bool) -> Cow<'_, NodeState> {
    let kept = matches!(state.status, ProcessorStatus::Ready | ProcessorStatus::Stale) && !state.asked;
    if kept && !feeds_an_end() {
        return Cow::Owned(NodeState { status: ProcessorStatus::NotEvaluated, ..state.clone() });
    }
    Cow::Borrowed(state)
}

/// Why nobody asks for what a node makes, with the cure; `None` when somebody does.
pub fn reason(node: &NodeBox, desk: &Desk, now: &Now) -> Option<String> {
    let name = |id: NodeId| now.snapshot.workspace.network.get(id).map_or_else(String::new, |node| node.display_name.to_string());
    let Some(end) = node.end else {
        // The last of a chain says what to do.
        if node.pins.iter().any(|pin| pin.output && pin.connected) {
            return Some("Leads to no canvas".to_owned());
        }
        let shown = node.node.interface().outports().iter().any(|port| visualize::shows(&port.data_type).is_some());
        return Some(match shown {
            true => "No canvas asks for it: connect it towards one, or press V to show it".to_owned(),
            false => "Nothing asks for it: connect it to what ends in a canvas".to_owned(),
        });
    };
    let class = |id: NodeId| now.snapshot.workspace.network.get(id).and_then(|node| desk.session.registry.get(&node.class));
    if class(end).is_some_and(|class| class.info().sink == Sink::File) {
        return Some(if end == node.node.id { "Writes when its button is pressed".to_owned() } else { format!("Runs when {} writes", name(end)) });
    }
    let hidden = desk.hidden_canvases.contains(&end);
    hidden.then(|| match end == node.node.id {
        true => "It is not in sight: double click to show it".to_owned(),
        false => format!("{} is not in sight: double click it to show it", name(end)),
    })
}
