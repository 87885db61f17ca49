//! "Add Visualizer": the chain of processors that shows what lies at an outport.

use std::sync::Arc;

use egui::{Pos2, Rect, vec2};
use voxloom_core::processor::{ProcessorClass, Sink};
use voxloom_core::{PortSpec, Registry};
use voxloom_workspace::command::{AddNode, Command, Compose, Connect, Edit};
use voxloom_workspace::{CommandError, Network, NodeId, PortRef};

use super::layout::{WIDTH, node_rect};
use super::marked;
use super::view::snap;
use crate::desk::{Ask, Desk, Now};
use crate::theme;

/// Classes that show a type of data, first to last, by the identifier of the type.
const CHAINS: [(&str, &[&str]); 4] = [
    ("org.inviwo.Volume", &["org.inviwo.VolumeRaycaster", "org.inviwo.CanvasGL"]),
    ("org.inviwo.Layer", &["org.voxloom.LayerToImage", "org.inviwo.CanvasGL"]),
    ("org.inviwo.Image", &["org.inviwo.CanvasGL"]),
    ("org.inviwo.Mesh", &["org.inviwo.GeometryRenderGL", "org.inviwo.CanvasGL"]),
];

/// The class that shows a type of data.
pub fn shows(data_type: &str) -> Option<&'static str> {
    CHAINS.iter().find(|(shown, _)| *shown == data_type).and_then(|(_, chain)| chain.first()).copied()
}

/// A way to show what lies at an outport.
#[derive(Clone)]
pub struct Visualizer {
    from: PortRef,
    classes: Vec<Arc<dyn ProcessorClass>>,
}

impl Visualizer {
    /// What it consists of: `Volume Raycaster and Canvas`.
    pub fn name(&self) -> String {
        let names: Vec<&str> = self.classes.iter().map(|class| class.info().display_name.as_ref()).collect();
        names.join(" and ")
    }

    /// What shows the data of an outport, if this program has it.
    pub fn of(registry: &Registry, from: PortRef, data_type: &str) -> Option<Self> {
        let (_, chain) = CHAINS.iter().find(|(shown, _)| *shown == data_type)?;
        let classes = chain.iter().map(|class| registry.find(class).ok().filter(|class| class.error().is_none())).collect::<Option<_>>()?;
        Some(Self { from, classes })
    }

    /// Adds and connects it, and selects what is new. A canvas that shows nothing yet is used.
    pub fn add(&self, desk: &mut Desk, now: &Now) {
        let network = &now.snapshot.workspace.network;
        let canvas = free_canvas(network, &desk.session.registry);
        let Some(command) = self.command(network, canvas) else { return };
        if let Some(committed) = desk.commit(&command) {
            let added = if committed.added.is_empty() { canvas.into_iter().collect() } else { committed.added };
            desk.selection = added.into_iter().collect();
            desk.ask(Ask::Reveal);
        }
    }

    fn command(&self, network: &Network, canvas: Option<NodeId>) -> Option<impl Command + use<>> {
        let source = network.get(self.from.node)?;
        let new = match canvas {
            Some(_) => &self.classes[..self.classes.len() - 1],
            None => &self.classes[..],
        };
        let places = places(network, node_rect(source), new.len());
        let (from, new) = (self.from.clone(), new.to_vec());
        Some(Compose {
            name: "Add visualizer".into(),
            edit: move |edit: &mut Edit<'_>| {
                let mut from = from.clone();
                let added: Vec<NodeId> = new.iter().zip(&places).map(|(class, at)| AddNode::new(class.clone(), (*at).into()).add(edit)).collect();
                for to in added.into_iter().chain(canvas) {
                    from = connect(edit, from, to)?;
                }
                Ok(())
            },
        })
    }
}

/// Connects an outport to the first inport that takes what it carries: the first outport of that node, to go on from.
fn connect(edit: &mut Edit<'_>, from: PortRef, to: NodeId) -> Result<PortRef, CommandError> {
    let network = edit.network();
    let data_type = network.node(from.node)?.outport(&from.port).map(|port| port.data_type.clone());
    let interface = network.node(to)?.interface();
    let fits = |port: &&PortSpec| Some(&port.data_type) == data_type.as_ref();
    let inport = interface.inports().iter().find(fits).map(|port| port.identifier.clone());
    let outport = interface.outports().first().map(|port| port.identifier.clone());
    let inport = inport.ok_or_else(|| CommandError::Invalid("the processors have no ports to connect".to_owned()))?;
    Connect { from, to: PortRef { node: to, port: inport } }.apply(edit)?;
    // The last one has no outport, and nothing goes on from it.
    Ok(PortRef { node: to, port: outport.unwrap_or_default() })
}

/// A canvas that nothing is connected to.
fn free_canvas(network: &Network, registry: &Registry) -> Option<NodeId> {
    let is_free = |id: NodeId| network.connections().all(|connection| connection.to.node != id);
    let is_canvas = |class: &str| registry.get(class).is_some_and(|class| class.info().sink == Sink::Canvas);
    network.nodes().find(|node| is_canvas(&node.class) && is_free(node.id)).map(|node| node.id)
}

/// Places in a row to the right of a node where nothing else stands.
fn places(network: &Network, source: Rect, count: usize) -> Vec<Pos2> {
    let step = WIDTH + theme::GRID * 5.0;
    let mut at = snap(source.right_top() + vec2(theme::GRID * 5.0, 0.0));
    let size = vec2(step * count as f32 - theme::GRID * 5.0, source.height().max(theme::GRID * 8.0));
    while network.nodes().any(|node| node_rect(node).intersects(Rect::from_min_size(at, size))) {
        at.y += theme::GRID * 2.0;
    }
    (0..count).map(|index| at + vec2(step * index as f32, 0.0)).collect()
}

/// What could show the outports of the selected node, or the marked one of them.
pub fn of_selected(desk: &Desk, now: &Now) -> Vec<Visualizer> {
    let [id] = desk.selection.iter().copied().collect::<Vec<_>>()[..] else { return Vec::new() };
    let Some(node) = now.snapshot.workspace.network.get(id) else { return Vec::new() };
    let marked = marked::port(desk);
    let meant = |port: &&PortSpec| marked.is_none_or(|(marked, output)| output && marked.port == port.identifier);
    let from = |port: &PortSpec| Visualizer::of(&desk.session.registry, PortRef { node: id, port: port.identifier.clone() }, &port.data_type);
    node.interface().outports().iter().filter(meant).filter_map(from).collect()
}

/// Shows the first outport of the selected node that can be shown.
pub fn selected(desk: &mut Desk, now: &Now) {
    if let Some(visualizer) = of_selected(desk, now).first() {
        visualizer.add(desk, now);
    }
}
