//! Bypassed nodes: what comes in goes on, without a run.

use std::sync::Arc;

use voxloom_core::Request;

use super::driver::Driver;
use super::live::{Live, SlotKey};
use super::structure::{Inlet, Source, Structure, carries_request};

/// An outport of a bypassed node that has something to pass on.
pub(super) struct Passage {
    pub(super) outport: usize,
    pub(super) source: Source,
    /// What is asked of the source.
    pub(super) asked: Option<Request>,
}

/// What a bypassed node passes on when it is asked for `request`: for each outport what the first connected inport of the same type gets.
/// Pictures are passed on only to who asks for one.
pub(super) fn passages(structure: &Structure, live: &Live, index: usize, request: Option<Request>) -> Vec<Passage> {
    let interface = live.node.interface();
    let mut passages = Vec::new();
    for (outport, spec) in interface.outports().iter().enumerate() {
        let picture = carries_request(&spec.data_type);
        if picture && request.is_none() {
            continue;
        }
        let inlets = interface.inports().iter().zip(&structure.inlets[index]);
        let mut fitting = inlets.filter(|(inport, _)| inport.data_type == spec.data_type);
        if let Some(source) = fitting.find_map(|(_, Inlet { sources, .. })| sources.first()) {
            passages.push(Passage { outport, source: *source, asked: request.filter(|_| picture) });
        }
    }
    passages
}

impl Driver {
    /// Passes on what is there for a request. Returns the key that is wanted.
    pub(super) fn pass_on(&mut self, index: usize, request: Option<Request>) -> Option<SlotKey> {
        let passages = passages(&self.structure, &self.lives[index], index, request);
        let outports = self.lives[index].node.interface().outports().len();
        let mut outputs = vec![None; outports];
        let mut inputs = vec![Vec::new(); outports];
        let mut dropped = Vec::new();
        let (mut fresh, mut revision) = (true, self.snapshot.revision);
        for Passage { outport, source, asked } in passages {
            let feeder = &self.lives[source.node];
            let slot = feeder.slot(asked);
            if slot.is_some_and(|slot| slot.evicted.is_some()) {
                dropped.push((source.node, asked));
            }
            let data = slot.and_then(|slot| slot.outputs.get(source.outport).cloned().flatten());
            if !slot.is_some_and(|slot| slot.fresh) && feeder.makes() {
                fresh = false;
                revision = revision.min(slot.map_or(0, |slot| slot.revision));
                if data.is_none() {
                    // It is being made; what was passed on before stays until then.
                    self.lives[index].slot_mut(request).fresh = false;
                    return None;
                }
            }
            inputs[outport].push((slot.map_or(0, |slot| slot.version), source.outport));
            outputs[outport] = data;
        }
        let live = &mut self.lives[index];
        let key = SlotKey { own: live.own, inputs };
        let slot = live.slot_mut(request);
        if slot.is_of(&key) && !slot.remake {
            slot.fresh = fresh;
            return Some(key);
        }
        slot.fresh = false;
        if !dropped.is_empty() {
            for (node, asked) in dropped {
                self.lives[node].slot_mut(asked).remake = true;
            }
            // They come earlier in the order: walk again.
            self.rewritten = true;
            return None;
        }
        self.versions += 1;
        let version = self.versions;
        let slot = self.lives[index].slot_mut(request);
        if slot.evicted.as_ref() != Some(&key) {
            slot.version = version;
        }
        slot.key = Some(key.clone());
        (slot.evicted, slot.failed, slot.waiting, slot.told) = (None, None, None, None);
        (slot.remake, slot.refine, slot.fresh) = (false, false, fresh);
        slot.outputs = Arc::from(outputs);
        slot.revision = revision;
        Some(key)
    }
}
