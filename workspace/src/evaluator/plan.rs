//! Which node is needed for which requests: walked from the sinks up.

use std::collections::{BTreeMap, BTreeSet};

use voxloom_core::Request;
use voxloom_core::processor::Sink;

use super::bypass::{Passage, passages};
use super::live::Live;
use super::structure::{Structure, carries_request};
use crate::document::NodeId;

/// What sinks are asked for.
#[derive(Debug, Default)]
pub(super) struct Demand {
    /// Requests by canvas and viewer.
    pub(super) watched: BTreeMap<(NodeId, u32), Request>,
    /// Exporters that are due.
    pub(super) exports: BTreeSet<NodeId>,
}

/// For each node in order, the requests that it is needed for; empty: not needed.
pub(super) fn needs(structure: &Structure, lives: &[Live], demand: &Demand) -> Vec<Vec<Option<Request>>> {
    let mut needs: Vec<Vec<Option<Request>>> = vec![Vec::new(); lives.len()];
    for index in (0..lives.len()).rev() {
        let live = &lives[index];
        if live.node.bypassed {
            pass_up(structure, live, index, demand, &mut needs);
            continue;
        }
        let Some(class) = &live.class else { continue };
        match class.info().sink {
            Sink::Canvas => {
                let watched = demand.watched.iter().filter(|((canvas, _), _)| *canvas == live.node.id);
                for (_, request) in watched {
                    add(&mut needs[index], Some(*request));
                }
            }
            Sink::File => {
                let automatic = live.node.value("automatic") == Some(&voxloom_core::Value::Bool(true));
                if automatic || demand.exports.contains(&live.node.id) {
                    add(&mut needs[index], Some(class.own_request(&live.node.values)));
                }
            }
            Sink::No => {
                let outports = live.node.interface().outports();
                if outports.is_empty() {
                    // An end: it runs for itself, whoever looks.
                    add(&mut needs[index], Some(class.own_request(&live.node.values)));
                }
                looked_at(live, demand, &mut needs[index]);
            }
        }
        for i in 0..needs[index].len() {
            for (port, inlet) in structure.inlets[index].iter().enumerate() {
                let request = upstream(live, port, inlet.carries_request, needs[index][i]);
                for source in &inlet.sources {
                    add(&mut needs[source.node], request);
                }
            }
        }
    }
    needs
}

/// A temporary sink: an inspector, a thumbnail, a script.
fn looked_at(live: &Live, demand: &Demand, needs: &mut Vec<Option<Request>>) {
    let outports = live.node.interface().outports();
    let pictures = outports.iter().any(|port| carries_request(&port.data_type));
    for ((node, _), request) in &demand.watched {
        if *node == live.node.id && !outports.is_empty() {
            add(needs, pictures.then_some(*request));
        }
    }
}

/// A bypassed node wants nothing for itself, and what it is asked for it asks of what it passes on.
fn pass_up(structure: &Structure, live: &Live, index: usize, demand: &Demand, needs: &mut [Vec<Option<Request>>]) {
    looked_at(live, demand, &mut needs[index]);
    for i in 0..needs[index].len() {
        for Passage { source, asked, .. } in passages(structure, live, index, needs[index][i]) {
            add(&mut needs[source.node], asked);
        }
    }
}

/// What a node asks of an inport when it is asked for `request`.
pub(super) fn upstream(live: &Live, inport: usize, carries_request: bool, request: Option<Request>) -> Option<Request> {
    if !carries_request {
        return None;
    }
    let identifier = &live.node.interface().inports()[inport].identifier;
    let request = request.unwrap_or_default();
    Some(live.class.as_ref().map_or(request, |class| class.upstream_request(&live.node.values, identifier, &request)))
}

fn add(needs: &mut Vec<Option<Request>>, request: Option<Request>) {
    if !needs.contains(&request) {
        needs.push(request);
    }
}
