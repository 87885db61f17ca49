//! "Connect…": what the ports of a node can be connected to, found by typing; for those who do not drag.

use egui::{Pos2, pos2, vec2};
use voxloom_core::Registry;
use voxloom_workspace::command::{Connect, Reconnect};
use voxloom_workspace::{Connection, Network, Node, NodeId, PortRef};

use super::NetworkEditor;
use super::layout::WIDTH;
use super::marked::{self, Marked};
use crate::commands::fuzzy::{self, Field};
use crate::commands::picker::{Look, Picked, Picker, Row};
use crate::desk::{Desk, Now};
use crate::theme;

const PALETTE_WIDTH: f32 = 400.0;

/// The open list of what can be connected.
pub struct ConnectList {
    subject: Subject,
    picker: Picker,
}

/// What gets a connection.
enum Subject {
    /// A node; with the only port of it that is meant, and whether that is an outport.
    Node(NodeId, Option<(PortRef, bool)>),
    /// A wire whose ends are put elsewhere.
    Wire(Connection),
}

/// Source and target.
type Ends = (PortRef, PortRef);

impl NetworkEditor {
    /// Opens the list for the marked wire, or for the selected node or the marked port of it.
    pub(super) fn open_connect(&mut self, desk: &Desk) {
        let port = marked::port(desk).map(|(port, output)| (port.clone(), output));
        let node = desk.selection.first().map(|node| Subject::Node(*node, port));
        let subject = marked::wire(desk).cloned().map(Subject::Wire).or(node);
        self.connect = subject.map(|subject| ConnectList { subject, picker: Picker::default() });
    }

    pub(super) fn show_connect(&mut self, ctx: &egui::Context, desk: &mut Desk, now: &Now) {
        let Some(mut list) = self.connect.take() else { return };
        let network = &now.snapshot.workspace.network;
        let (place, hint) = match &list.subject {
            Subject::Node(id, port) => {
                let Some(node) = network.get(*id) else { return };
                let below = self.geometry.node(*id).map(|node| pos2(node.rect.left() + WIDTH * 0.5, node.rect.bottom() + 6.0));
                let hint = match port {
                    Some((port, output)) => format!("Connect {} {}", network.port_label(port), if *output { "to" } else { "from" }),
                    None => format!("Connect {} to", node.display_name),
                };
                (below.map(|at| self.view.on_screen(at)), hint)
            }
            Subject::Wire(wire) => {
                let middle = self.middle_of(wire, None).map(|at| at + vec2(0.0, 12.0));
                (middle, format!("Move {} to {}", network.port_label(&wire.from), network.port_label(&wire.to)))
            }
        };
        let look = Look {
            id: "connect list",
            at: self.view.screen.shrink(8.0).clamp(place.unwrap_or(Pos2::ZERO)),
            width: PALETTE_WIDTH,
            name: "Connect to",
            hint: &hint,
            nothing: "Nothing in the network can be connected to this",
        };
        match list.picker.show(ctx, &look, |query| match &list.subject {
            Subject::Node(id, port) => {
                network.get(*id).map_or_else(Vec::new, |node| rows(network, &desk.session.registry, node, port.as_ref(), query))
            }
            Subject::Wire(wire) => rows_of_wire(network, &desk.session.registry, wire, query),
        }) {
            Picked::Open => self.connect = Some(list),
            Picked::Closed => self.wants_focus = true,
            Picked::Chosen((from, to)) => {
                self.wants_focus = true;
                match list.subject {
                    Subject::Node(..) => drop(desk.commit(&Connect { from, to })),
                    Subject::Wire(connection) => {
                        let to = Connection { from, to };
                        if desk.commit(&Reconnect { connection, to: to.clone() }).is_some() {
                            desk.marked = Some(Marked::Wire(to));
                        }
                    }
                }
            }
        }
    }
}

/// The pairs of ports of which one is the node's: free ones first, then by distance. What is refused is shown when it is sought.
fn rows(network: &Network, registry: &Registry, node: &Node, port: Option<&(PortRef, bool)>, query: &str) -> Vec<Row<Ends>> {
    let mut found = Vec::new();
    for other in network.nodes().filter(|other| other.id != node.id) {
        for (from, to, output) in [(node, &**other, true), (&**other, node, false)] {
            for outport in from.interface().outports() {
                for inport in to.interface().inports() {
                    let ends =
                        (PortRef { node: from.id, port: outport.identifier.clone() }, PortRef { node: to.id, port: inport.identifier.clone() });
                    let own = if output { &ends.0 } else { &ends.1 };
                    if port.is_some_and(|(port, out)| port != own || *out != output) {
                        continue;
                    }
                    if network.connections().any(|connection| connection.from == ends.0 && connection.to == ends.1) {
                        continue;
                    }
                    let refusal = Connect::check(network, &ends.0, &ends.1).err().map(|error| error.to_string());
                    let (own, far) = if output { (outport, inport) } else { (inport, outport) };
                    let name = format!(
                        "{} {} {}",
                        own.identifier,
                        if output { "to" } else { "from" },
                        network.port_label(if output { &ends.1 } else { &ends.0 })
                    );
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

/// The ports that the ends of a wire can be put on: where it could lead to first, then where it could come from.
fn rows_of_wire(network: &Network, registry: &Registry, wire: &Connection, query: &str) -> Vec<Row<Ends>> {
    let mut found = Vec::new();
    for node in network.nodes() {
        for output in [false, true] {
            let ports = if output { node.interface().outports() } else { node.interface().inports() };
            for spec in ports {
                let port = PortRef { node: node.id, port: spec.identifier.clone() };
                let ends = if output { (port.clone(), wire.to.clone()) } else { (wire.from.clone(), port.clone()) };
                if network.connections().any(|held| held.from == ends.0 && held.to == ends.1) {
                    continue;
                }
                let moved = Reconnect { connection: wire.clone(), to: Connection { from: ends.0.clone(), to: ends.1.clone() } };
                let refusal = moved.check(network).err().map(|error| error.to_string());
                let fields = [Field::letters(&node.display_name, 4), Field::letters(&spec.identifier, 3)];
                let fits = fuzzy::score(&fields, query).filter(|_| refusal.is_none() || !query.trim().is_empty());
                let Some(score) = fits else { continue };
                let name = format!("{} {}", if output { "from" } else { "to" }, network.port_label(&port));
                let taken = !output && !spec.multi && network.into_port(node.id, &spec.identifier).next().is_some();
                let mut row = Row::new(ends, format!("Move {name}"), name);
                row.color = Some(theme::port_color(registry.data_type(&spec.data_type)));
                row.aside = if taken { "replaces a connection".to_owned() } else { super::palette::short(&spec.data_type).to_owned() };
                row.refusal = refusal;
                found.push(((row.refusal.is_some(), -score, output, taken), row));
            }
        }
    }
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().map(|(_, row)| row).collect()
}
