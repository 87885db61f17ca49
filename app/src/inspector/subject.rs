//! A port that is looked at: the data on it, or the reason why there is none.

use std::collections::BTreeSet;

use egui::{Color32, Id, RichText, Ui};
use voxloom_core::port::Data;
use voxloom_core::processor::Sink;
use voxloom_core::{Registry, processor::ProcessorClass};
use voxloom_workspace::evaluator::{NodeState, ProcessorStatus};
use voxloom_workspace::{Network, NodeId, PortRef};

use super::content;
use super::worker::Worker;
use crate::desk::Now;
use crate::session::Session;
use crate::theme;

/// A port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    pub port: PortRef,
    pub output: bool,
}

/// The ports of a node: outports first, they are what a node is inspected for.
pub fn of_node(network: &Network, node: NodeId) -> Vec<Subject> {
    let Some(interface) = network.get(node).map(|node| node.interface().clone()) else { return Vec::new() };
    let subject = |port: &voxloom_core::PortSpec, output| Subject { port: PortRef { node, port: port.identifier.clone() }, output };
    let outports = interface.outports().iter().map(|port| subject(port, true));
    outports.chain(interface.inports().iter().map(|port| subject(port, false))).collect()
}

impl Subject {
    /// The outports whose data lies here: itself, or those that an inport is connected to.
    pub fn sources(&self, network: &Network) -> Vec<PortRef> {
        if self.output {
            return vec![self.port.clone()];
        }
        network.into_port(self.port.node, &self.port.port).map(|connection| connection.from.clone()).collect()
    }

    fn data_type(&self, network: &Network) -> Option<std::sync::Arc<str>> {
        let node = network.get(self.port.node)?;
        let spec = if self.output { node.outport(&self.port.port) } else { node.inport(&self.port.port) };
        spec.map(|spec| spec.data_type.clone())
    }

    pub fn color(&self, session: &Session, now: &Now) -> Color32 {
        let id = self.data_type(&now.snapshot.workspace.network);
        theme::port_color(id.and_then(|id| session.registry.data_type(&id)))
    }

    /// What lies on the port.
    pub fn show(&self, ui: &mut Ui, viewer: Id, worker: &Worker, session: &Session, now: &Now) {
        let network = &now.snapshot.workspace.network;
        let weak = |ui: &mut Ui, text: &str| ui.label(RichText::new(text).size(theme::SIZE_SMALL).color(theme::TEXT_WEAK));
        if self.data_type(network).is_none() {
            weak(ui, "The node has no such port now");
            return;
        }
        let sources = self.sources(network);
        let Some((first, others)) = sources.split_first() else {
            weak(ui, "Not connected: drag from an outport to here");
            return;
        };
        if !others.is_empty() {
            weak(ui, &format!("First of {} connections: {}", sources.len(), network.port_label(first)));
        }
        match data_at(now, first) {
            Some(data) => {
                if let Some(text) = remark(now, first.node) {
                    weak(ui, &text);
                }
                let look = worker.look(ui.ctx(), viewer, &data);
                content::show(ui, &data, &look);
            }
            None => drop(weak(ui, &why_nothing(&session.registry, now, first.node))),
        }
        for other in others {
            let data = data_at(now, other);
            let text =
                data.map_or_else(|| "no data yet".to_owned(), |data| data.describe().rows.first().map_or(String::new(), |(_, text)| text.clone()));
            weak(ui, &format!("{}: {text}", network.port_label(other)));
        }
    }
}

/// The data on an outport.
pub fn data_at(now: &Now, port: &PortRef) -> Option<Data> {
    let index = now.snapshot.workspace.network.get(port.node)?.interface().outport_index(&port.port)?;
    now.states.get(&port.node)?.outputs.get(index)?.clone()
}

/// That the data is older than the document.
fn remark(now: &Now, node: NodeId) -> Option<String> {
    match &now.states.get(&node)?.status {
        ProcessorStatus::Running(_) | ProcessorStatus::Stale => Some("The last result; a newer one is being computed…".to_owned()),
        ProcessorStatus::Failed(_) => Some("The last result; the node has failed since".to_owned()),
        _ => None,
    }
}

fn why_nothing(registry: &Registry, now: &Now, node: NodeId) -> String {
    let unknown = NodeState::default();
    let state = now.states.get(&node).unwrap_or(&unknown);
    match &state.status {
        ProcessorStatus::Running(_) => "Being computed…".to_owned(),
        ProcessorStatus::NotEvaluated if !is_needed(registry, &now.snapshot.workspace.network, node) => {
            "Not computed: no canvas needs it. While it is pinned here, it is.".to_owned()
        }
        status => match status.message() {
            Some(message) => format!("No data: {message}"),
            None => "No data yet".to_owned(),
        },
    }
}

/// Whether a node is evaluated anyway: a canvas or another end lies below it.
pub fn is_needed(registry: &Registry, network: &Network, node: NodeId) -> bool {
    let is_end = |id: NodeId| {
        let Some(node) = network.get(id) else { return false };
        let sink = registry.get(&node.class).map(|class: std::sync::Arc<dyn ProcessorClass>| class.info().sink);
        sink == Some(Sink::Canvas) || sink == Some(Sink::No) && node.interface().outports().is_empty()
    };
    let mut seen = BTreeSet::from([node]);
    let mut open = vec![node];
    while let Some(id) = open.pop() {
        if is_end(id) {
            return true;
        }
        open.extend(
            network.connections().filter(|connection| connection.from.node == id).map(|connection| connection.to.node).filter(|to| seen.insert(*to)),
        );
    }
    false
}
