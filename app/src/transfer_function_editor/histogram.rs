//! The histogram behind the curve: of the volume that arrives at the node, counted by a thread of its own.

use egui::{Context, Id};
use voxloom_core::data::{Histogram, Volume};
use voxloom_core::port::{PortData, downcast};
use voxloom_workspace::{NodeId, Snapshot};

use crate::session::Session;

/// What is known of the data that the function colors.
#[derive(Default)]
pub struct Backdrop {
    /// Values at 0 and 1.
    pub range: Option<[f64; 2]>,
    pub histogram: Option<Histogram>,
    pub unit: String,
    /// It is being counted.
    pub counting: bool,
}

/// The backdrop for a node: of the first volume that arrives, or of nothing.
pub fn of_node(ctx: &Context, session: &Session, snapshot: &Snapshot, node: NodeId) -> Backdrop {
    arriving(session, snapshot, node).map_or_else(Backdrop::default, |volume| of_volume(ctx, session, &volume))
}

/// The volume on the outport that the node's first volume inport is connected to.
fn arriving(session: &Session, snapshot: &Snapshot, node: NodeId) -> Option<Volume> {
    let network = &snapshot.workspace.network;
    let this = network.get(node)?;
    let ports = this.interface().inports().iter().filter(|port| &*port.data_type == Volume::data_type().id);
    ports.flat_map(|port| network.into_port(node, &port.identifier)).find_map(|connection| {
        let index = network.get(connection.from.node)?.interface().outport_index(&connection.from.port)?;
        let state = session.evaluator.board().node(connection.from.node);
        downcast::<Volume>(state.outputs.get(index)?.as_ref()?).cloned()
    })
}

fn of_volume(ctx: &Context, session: &Session, volume: &Volume) -> Backdrop {
    let unit = volume.data_map.value_axis.unit.clone();
    if let Some(histogram) = volume.known_histogram() {
        return Backdrop { range: Some(histogram.range), histogram: Some(histogram.clone()), unit, counting: false };
    }
    let asked = Id::new(("histogram of", volume.id()));
    let first = ctx.data_mut(|data| !std::mem::replace(data.get_temp_mut_or_default::<bool>(asked), true));
    if first {
        let (ctx, volume, console) = (ctx.clone(), volume.clone(), session.console.clone());
        std::thread::spawn(move || {
            if let Err(error) = volume.histogram() {
                console.add(log::Level::Warn, "histogram", error.to_string());
            }
            ctx.request_repaint();
        });
    }
    Backdrop { range: volume.data_map.data_range, histogram: None, unit, counting: true }
}
