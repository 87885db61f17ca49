//! "Connect…": what the ports of a node can be connected to, found by typing; for those who do not drag.

use egui::{Pos2, pos2};
use voxloom_core::Registry;
use voxloom_workspace::command::Connect;
use voxloom_workspace::{Network, Node, NodeId, PortRef};

use super::NetworkEditor;
use super::layout::WIDTH;
use crate::commands::fuzzy::{self, Field};
use crate::commands::picker::{Look, Picked, Picker, Row};
use crate::desk::{Desk, Now};
use crate::theme;

const PALETTE_WIDTH: f32 = 400.0;

/// The open list of what a node can be connected to.
pub struct ConnectList {
    node: NodeId,
    picker: Picker,
}

/// Source and target.
type Ends = (PortRef, PortRef);

impl NetworkEditor {
    /// Opens the list for the selected node.
    pub(super) fn open_connect(&mut self, desk: &Desk) {
        self.connect = desk.selection.first().map(|node| ConnectList { node: *node, picker: Picker::default() });
    }

    pub(super) fn show_connect(&mut self, ctx: &egui::Context, desk: &mut Desk, now: &Now) {
        let Some(mut list) = self.connect.take() else { return };
        let network = &now.snapshot.workspace.network;
        let Some(node) = network.get(list.node) else { return };
        let place = self.geometry.node(list.node).map(|node| self.view.on_screen(pos2(node.rect.left() + WIDTH * 0.5, node.rect.bottom() + 6.0)));
        let hint = format!("Connect {} to", node.display_name);
        let look = Look {
            id: "connect list",
            at: self.view.screen.shrink(8.0).clamp(place.unwrap_or(Pos2::ZERO)),
            width: PALETTE_WIDTH,
            name: "Connect to",
            hint: &hint,
            nothing: "Nothing in the network can be connected to this",
        };
        match list.picker.show(ctx, &look, |query| rows(network, &desk.session.registry, node, query)) {
            Picked::Open => self.connect = Some(list),
            Picked::Closed => self.wants_focus = true,
            Picked::Chosen((from, to)) => {
                self.wants_focus = true;
                desk.commit(&Connect { from, to });
            }
        }
    }
}

/// The pairs of ports of which one is the node's: free ones first, then by distance. What is refused is shown when it is sought.
fn rows(network: &Network, registry: &Registry, node: &Node, query: &str) -> Vec<Row<Ends>> {
    let mut found = Vec::new();
    for other in network.nodes().filter(|other| other.id != node.id) {
        for (from, to, output) in [(node, &**other, true), (&**other, node, false)] {
            for outport in from.interface().outports() {
                for inport in to.interface().inports() {
                    let ends =
                        (PortRef { node: from.id, port: outport.identifier.clone() }, PortRef { node: to.id, port: inport.identifier.clone() });
                    if network.connections().any(|connection| connection.from == ends.0 && connection.to == ends.1) {
                        continue;
                    }
                    let refusal = Connect::check(network, &ends.0, &ends.1).err().map(|error| error.to_string());
                    let (own, far) = if output { (outport, inport) } else { (inport, outport) };
                    let name = format!("{} {} {}.{}", own.identifier, if output { "to" } else { "from" }, other.display_name, far.identifier);
                    let fields = [Field::letters(&other.display_name, 4), Field::letters(&far.identifier, 3), Field::letters(&own.identifier, 2)];
                    let fits = fuzzy::score(&fields, query).filter(|_| refusal.is_none() || !query.trim().is_empty());
                    let Some(score) = fits else { continue };
                    let taken = network.into_port(to.id, &inport.identifier).next().is_some();
                    let mut row = Row::new(ends, format!("Connect {name}"), name);
                    row.color = Some(theme::port_color(registry.data_type(&own.data_type)));
                    row.aside =
                        if taken && !inport.multi { "replaces a connection".to_owned() } else { super::palette::short(&own.data_type).to_owned() };
                    row.refusal = refusal;
                    let (dx, dy) = (node.position[0] - other.position[0], node.position[1] - other.position[1]);
                    let rank = (row.refusal.is_some(), -score, taken && !inport.multi, inport.optional, dx.hypot(dy) as i32);
                    found.push((rank, row));
                }
            }
        }
    }
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().map(|(_, row)| row).collect()
}
