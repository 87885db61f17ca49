//! The shape of the network as the evaluator walks it: topological order and edges by index.

use std::collections::{BTreeMap, HashMap};

use voxloom_core::data::{Image, Layer};
use voxloom_core::port::PortData;

use crate::document::{Network, NodeId};

/// An outport that feeds an inport.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Source {
    /// Index of the node in topological order.
    pub(super) node: usize,
    pub(super) outport: usize,
}

/// An inport of a node.
#[derive(Debug, Clone, Default)]
pub(super) struct Inlet {
    pub(super) sources: Vec<Source>,
    /// There is a connection, but its port is gone.
    pub(super) parked: bool,
    pub(super) optional: bool,
    /// Requests travel through ports of pictures only.
    pub(super) carries_request: bool,
}

/// Order and edges of one network.
#[derive(Debug, Default)]
pub(super) struct Structure {
    /// Nodes so that each comes after all that feed it.
    pub(super) order: Vec<NodeId>,
    pub(super) index: HashMap<NodeId, usize>,
    /// For each node in order, its inports.
    pub(super) inlets: Vec<Vec<Inlet>>,
    /// Whether anything is connected to the node's outports.
    pub(super) feeds: Vec<bool>,
}

impl Structure {
    /// These nodes and all that feeds them, by index.
    pub(super) fn with_feeders(&self, nodes: &[NodeId]) -> impl Iterator<Item = usize> + use<> {
        let mut wanted = vec![false; self.order.len()];
        for index in nodes.iter().filter_map(|node| self.index.get(node)) {
            wanted[*index] = true;
        }
        // Whatever feeds a node comes before it.
        for index in (0..wanted.len()).rev() {
            if wanted[index] {
                for source in self.inlets[index].iter().flat_map(|inlet| &inlet.sources) {
                    wanted[source.node] = true;
                }
            }
        }
        wanted.into_iter().enumerate().filter_map(|(index, wanted)| wanted.then_some(index))
    }

    pub(super) fn of(network: &Network) -> Self {
        let mut missing: BTreeMap<NodeId, usize> = network.nodes().map(|node| (node.id, 0)).collect();
        let mut out: HashMap<NodeId, Vec<NodeId>> = HashMap::new();
        for c in network.connections() {
            if let Some(count) = missing.get_mut(&c.to.node) {
                *count += 1;
                out.entry(c.from.node).or_default().push(c.to.node);
            }
        }
        let mut ready: Vec<NodeId> = missing.iter().filter(|(_, count)| **count == 0).map(|(id, _)| *id).rev().collect();
        let mut order = Vec::with_capacity(missing.len());
        while let Some(id) = ready.pop() {
            order.push(id);
            for next in out.get(&id).map_or(&[][..], Vec::as_slice) {
                if let Some(count) = missing.get_mut(next) {
                    *count -= 1;
                    if *count == 0 {
                        ready.push(*next);
                    }
                }
            }
        }
        let index: HashMap<NodeId, usize> = order.iter().enumerate().map(|(i, id)| (*id, i)).collect();
        let mut inlets: Vec<Vec<Inlet>> = Vec::with_capacity(order.len());
        for id in &order {
            let ports = network.get(*id).map(|node| node.interface().inports()).unwrap_or_default();
            inlets.push(
                ports
                    .iter()
                    .map(|port| Inlet { optional: port.optional, carries_request: carries_request(&port.data_type), ..Inlet::default() })
                    .collect(),
            );
        }
        let mut feeds = vec![false; order.len()];
        for c in network.connections() {
            let (Some(&from), Some(&to)) = (index.get(&c.from.node), index.get(&c.to.node)) else { continue };
            let Some(inport) = network.get(c.to.node).and_then(|node| node.interface().inport_index(&c.to.port)) else { continue };
            let outport = network.get(c.from.node).and_then(|node| node.interface().outport_index(&c.from.port));
            match outport.filter(|_| !network.is_parked(c)) {
                Some(outport) => {
                    inlets[to][inport].sources.push(Source { node: from, outport });
                    feeds[from] = true;
                }
                None => inlets[to][inport].parked = true,
            }
        }
        Self { order, index, inlets, feeds }
    }
}

/// Requests travel through ports of pictures.
pub(super) fn carries_request(data_type: &str) -> bool {
    [Image::data_type().id, Layer::data_type().id].contains(&data_type)
}
