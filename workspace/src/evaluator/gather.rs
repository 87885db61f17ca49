//! The inputs of a node: what is there, what is being made, and why something is missing.

use voxloom_core::context::InputData;
use voxloom_core::{ProcessorError, Request};

use super::driver::Driver;
use super::live::Origin;
use super::plan;

/// Data at the inports of a node.
#[derive(Default)]
pub(super) struct Inputs {
    pub(super) data: Vec<InputData>,
    /// What the data is of, port by port.
    pub(super) versions: Vec<Vec<Origin>>,
    /// Results among them that were dropped for want of memory: they are made again before someone reads them.
    pub(super) dropped: Vec<(usize, Option<Request>)>,
}

/// What is there of the inputs of a node.
pub(super) enum Gathered {
    Ready(Inputs),
    /// All there, but something newer is being made.
    Older(Inputs),
    Pending,
    /// Something is missing, and why.
    NotReady(String, Inputs),
}

impl Driver {
    /// The inputs of a node for a request, as far as they are there.
    pub(super) fn gather(&self, index: usize, request: Option<Request>) -> Gathered {
        let mut inputs = Inputs::default();
        let (mut pending, mut older) = (false, false);
        let mut missing = None;
        for (port, inlet) in self.structure.inlets[index].iter().enumerate() {
            let asked = plan::upstream(&self.lives[index], port, inlet.carries_request, request);
            let mut data = Vec::with_capacity(inlet.sources.len());
            let mut ids = Vec::with_capacity(inlet.sources.len());
            for source in &inlet.sources {
                let feeder = &self.lives[source.node];
                let slot = feeder.slot(asked);
                let dropped = slot.is_some_and(|slot| slot.evicted.is_some());
                if dropped {
                    inputs.dropped.push((source.node, asked));
                }
                let fresh = slot.is_some_and(|slot| slot.fresh);
                let found = slot.and_then(|slot| slot.outputs.get(source.outport).cloned().flatten());
                if !fresh && feeder.makes() {
                    if found.is_some() && !dropped { older = true } else { pending = true }
                }
                ids.push((slot.map_or(0, |slot| slot.version), source.outport));
                data.push(found);
            }
            let dropped = inlet.sources.iter().any(|source| inputs.dropped.contains(&(source.node, asked)));
            if !inlet.optional && !dropped && data.iter().all(Option::is_none) {
                missing = missing.or_else(|| Some(self.why_missing(index, port)));
            }
            let last = self.lives[index].last_inputs.get(port);
            let each = ids.iter().enumerate().map(|(i, id)| last.and_then(|last| last.get(i)) != Some(id)).collect();
            inputs.data.push(InputData { data, changed: last != Some(&ids), each });
            inputs.versions.push(ids);
        }
        match (pending, missing) {
            (true, _) => Gathered::Pending,
            (false, Some(reason)) if !older => Gathered::NotReady(reason, inputs),
            (false, _) if older => Gathered::Older(inputs),
            (false, _) => Gathered::Ready(inputs),
        }
    }

    /// Why nothing arrives at an inport, in words.
    pub(super) fn why_missing(&self, index: usize, port: usize) -> String {
        let inlet = &self.structure.inlets[index][port];
        let live = &self.lives[index];
        let name = &live.node.interface().inports()[port].identifier;
        let Some(source) = inlet.sources.first() else {
            return if inlet.parked {
                format!("the connection to {name} leads to a port that is gone")
            } else {
                format!("nothing is connected to {name}")
            };
        };
        let feeder = &self.lives[source.node];
        let from = &feeder.node.display_name;
        if feeder.node.bypassed {
            return format!("{from} is bypassed and has nothing of that type to pass on");
        }
        if feeder.class.is_none() {
            return format!("{from} is of a class that is not known here");
        }
        let failure = feeder.broken.as_ref().or_else(|| feeder.slots.iter().find_map(|slot| slot.failed.as_ref().map(|(_, error)| error)));
        match failure {
            Some(ProcessorError::Cancelled) => return format!("{from} was cancelled"),
            Some(ProcessorError::NotReady(reason)) => return format!("{from} is not ready: {reason}"),
            Some(ProcessorError::Failed { .. }) => return format!("{from} failed"),
            None => {}
        }
        match feeder.slots.iter().find_map(|slot| slot.waiting.clone()) {
            Some(reason) => format!("{from} is not ready: {reason}"),
            None => format!("{from} gave no data"),
        }
    }
}
