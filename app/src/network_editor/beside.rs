//! What is added while one node is selected stands beside it, and is connected to it where there is one way to do so.

use std::sync::Arc;

use egui::{Pos2, pos2, vec2};
use voxloom_core::PortSpec;
use voxloom_core::processor::Interface;
use voxloom_workspace::{Network, NodeId, PortRef};

use super::layout::{FOOTER, Geometry, HEADER, ROW, WIDTH};
use crate::desk::Desk;
use crate::theme;

/// Between a node and the one beside it.
const GAP: f32 = theme::GRID * 5.0;

/// The node that others are added beside.
pub struct Beside {
    pub node: NodeId,
    pub name: String,
    network: Network,
}

/// How a new node is connected to the one beside it.
#[derive(Debug, Clone, PartialEq)]
pub struct Joint {
    pub other: PortRef,
    /// Port of the new node.
    pub port: Arc<str>,
    /// Whether that is an outport.
    pub output: bool,
}

impl Beside {
    /// The selected node, when it is the only one.
    pub fn selected(desk: &Desk) -> Option<Self> {
        let node = desk.selection.first().copied().filter(|_| desk.selection.len() == 1)?;
        let network = desk.session.store.snapshot().workspace.network;
        Some(Self { node, name: network.get(node)?.display_name.to_string(), network })
    }

    /// The one pair of ports that fit and are free: what the node makes first, then what it needs. `None`: there is no pair, or a choice.
    pub fn joint(&self, new: &Interface) -> Option<Joint> {
        let own = self.network.get(self.node)?.interface();
        let forward = pairs(own.outports(), new.inports());
        let only = if forward.is_empty() { only(&pairs(new.outports(), &self.free_inports(own))) } else { only(&forward) };
        let (from, to) = only?;
        let output = forward.is_empty();
        let (mine, port) = if output { (to, from) } else { (from, to) };
        Some(Joint { other: PortRef { node: self.node, port: mine }, port, output })
    }

    fn free_inports(&self, own: &Interface) -> Vec<PortSpec> {
        let free = |port: &&PortSpec| port.multi || self.network.into_port(self.node, &port.identifier).next().is_none();
        own.inports().iter().filter(free).cloned().collect()
    }

    /// Where a new node stands: to the right, but to the left when it only makes what the node needs; below what stands there already.
    pub fn place(&self, geometry: &Geometry, new: &Interface) -> Option<Pos2> {
        let rect = geometry.node(self.node)?.rect;
        let own = self.network.get(self.node)?.interface();
        let left = pairs(own.outports(), new.inports()).is_empty() && !pairs(new.outports(), &self.free_inports(own)).is_empty();
        let rows = new.inports().len().max(new.outports().len()) as f32;
        let size = vec2(WIDTH, HEADER + (rows + 1.0) * ROW + FOOTER);
        let x = if left { rect.left() - GAP - WIDTH } else { rect.right() + GAP };
        Some(geometry.clear_place(pos2(x, rect.top()), size))
    }
}

type Pair<'a> = (&'a PortSpec, &'a PortSpec);

/// Outports with the inports that take what they carry.
fn pairs<'a>(outports: &'a [PortSpec], inports: &'a [PortSpec]) -> Vec<Pair<'a>> {
    let fitting = |from: &'a PortSpec| inports.iter().filter(|to| to.data_type == from.data_type).map(move |to| (from, to));
    outports.iter().flat_map(fitting).collect()
}

/// The only pair, or the only one whose inport has to be connected.
fn only(pairs: &[Pair<'_>]) -> Option<(Arc<str>, Arc<str>)> {
    let needed: Vec<&Pair<'_>> = pairs.iter().filter(|(_, to)| !to.optional).collect();
    match (needed.as_slice(), pairs) {
        ([(from, to)], _) | ([], [(from, to)]) => Some((from.identifier.clone(), to.identifier.clone())),
        _ => None,
    }
}
