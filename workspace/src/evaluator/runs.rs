//! Runs: started when their inputs are there, taken in when they end.

use std::sync::Arc;
use std::time::{Duration, Instant};

use voxloom_core::context::{DerivedWrite, InputData, RunControl};
use voxloom_core::processor::{Instance, Interface};
use voxloom_core::property::InvalidationLevel;
use voxloom_core::{ProcessorError, Request};

use super::driver::Driver;
use super::gather::Gathered;
use super::job::{self, Body, Job, JobResult, Outcome};
use super::live::{Run, SlotKey};
use super::{Message, plan};
use crate::store::{Began, Derived, Writer};

/// Bodies that took less than this the last time run at once on the evaluator thread: a hand-over to another thread would cost more.
const CHEAP: Duration = Duration::from_micros(200);

impl Driver {
    /// Starts a run: at once here when it is known to be cheap, else on a thread.
    pub(super) fn start(&mut self, index: usize, process: Option<(Option<Request>, SlotKey)>, body: Body, inputs: Vec<InputData>) {
        let live = &mut self.lives[index];
        let Some(class) = live.class.clone() else { return };
        let node = live.node.id;
        let instance = live.instance.take();
        let newcomer = instance.is_none().then(|| {
            let sender = self.messages.clone();
            let invalidate = Arc::new(move |level| {
                // After the evaluator ended nobody listens.
                drop(sender.send(Message::Invalidate(node, level)));
            });
            Instance {
                network: self.options.network,
                node: node.0,
                isolation: live.node.isolation,
                identifier: live.node.identifier.clone(),
                display_name: live.node.display_name.clone(),
                invalidate,
            }
        });
        let inputs = if inputs.is_empty() { vec![InputData::default(); live.node.interface().inports().len()] } else { inputs };
        let control = Arc::new(RunControl::default());
        let cheap = &class.info().language == "Rust" && (process.is_none() || live.time.is_some_and(|time| time < CHEAP));
        let job = Job {
            node,
            life: live.life,
            class,
            instance,
            newcomer,
            values: live.node.values.clone(),
            inputs,
            changed: live.change_set(),
            callbacks: std::mem::take(&mut live.callbacks),
            travelled: std::mem::take(&mut live.travelled),
            events: std::mem::take(&mut live.events),
            initialize: live.initialize,
            process: process.clone(),
            body,
            services: self.services.clone(),
            control: control.clone(),
            travels: self.snapshot.travels,
            early: (!cheap).then(|| self.messages.clone()),
            revision: self.snapshot.revision,
        };
        if body == Body::Process {
            // What changes from here on is for the next run.
            live.changed.clear();
            live.first_attempt.get_or_insert_with(Instant::now);
        }
        live.run = Some(Run { control, since: Instant::now(), process, by_user: false, superseded: false, left: false });
        if cheap {
            let result = job::run(job);
            self.finish(result);
            return;
        }
        let sender = self.messages.clone();
        let task = Box::new(move || {
            let result = Box::new(job::run(job));
            drop(sender.send(Message::Done(result)));
        });
        if let Err(task) = self.pool.run(task) {
            task();
        }
    }

    /// Takes the result of a run in.
    pub(super) fn finish(&mut self, mut result: JobResult) {
        let Some(index) = self.alive(result.node, result.life) else { return };
        let began = Began { travels: result.travels, values: result.values, pressed: result.pressed };
        let live = &mut self.lives[index];
        let run = live.run.take();
        let by_user = run.as_ref().is_some_and(|run| run.by_user);
        if run.is_some_and(|run| run.left) {
            // The next run makes the node anew; what an edit called for before is part of that edit still.
            live.events.splice(0..0, result.events);
            result.consequences.retain(|write| matches!(write, DerivedWrite::Set { .. }));
            self.write_consequences(index, &began, result.consequences);
            return;
        }
        live.made = result.instance.is_some();
        live.instance = result.instance;
        live.events.splice(0..0, result.events);
        if let Some(wants) = result.wants {
            (live.wants_events, live.wants_not_ready) = wants;
        }
        if result.initialized {
            live.initialized += 1;
        }
        if let Some(Some(interface)) = result.created {
            self.write_made(index, &interface);
        }
        self.write_consequences(index, &began, result.consequences);
        let live = &mut self.lives[index];
        let Some((request, key)) = result.process else {
            if let Err(error) = result.outcome {
                live.broken = Some(error);
            }
            return;
        };
        if result.initialized && key.own == live.own {
            live.initialize = false;
        }
        match result.outcome {
            Ok(outcome) if result.body == Body::NotReady => self.stand_in(index, request, key, result.revision, &began, outcome),
            Ok(outcome) => {
                let now = Instant::now();
                live.processed += 1;
                live.time = Some(result.elapsed);
                live.first_attempt = None;
                live.succeeded_at = Some(now);
                live.everything = false;
                live.last_inputs.clone_from(&key.inputs);
                if live.wrote.is_some() || !outcome.result.derived.is_empty() {
                    live.wrote = Some(key.clone());
                }
                live.notes = outcome.result.notes.into();
                self.versions += 1;
                let mut version = self.versions;
                let revision = self.inputs_revision(index, request).min(result.revision);
                if self.demand.exports.remove(&result.node) {
                    log::info!("{} exported", self.lives[index].node.display_name);
                }
                let slot = self.lives[index].slot_mut(request);
                if slot.evicted.as_ref() == Some(&key) {
                    // The same again: what was made from it stays valid.
                    version = slot.version;
                }
                slot.key = Some(key);
                slot.evicted = None;
                slot.remake = false;
                slot.outputs = outcome.result.outputs.into();
                slot.version = version;
                slot.revision = revision;
                slot.failed = None;
                slot.waiting = None;
                slot.refine = outcome.refine;
                slot.succeeded_at = Some(now);
                self.write_derived(index, outcome.result.derived, &began);
            }
            Err(ProcessorError::Cancelled) if !by_user => {}
            Err(error) => {
                let error = if by_user { ProcessorError::Cancelled } else { error };
                live.first_attempt = None;
                live.everything = true;
                // Made before the instance existed, or by one that panicked: a property may cure it.
                if live.instance.is_none() {
                    live.initialize = true;
                }
                self.demand.exports.remove(&result.node);
                self.versions += 1;
                let version = self.versions;
                let slot = self.lives[index].slot_mut(request);
                slot.failed = Some((key, error));
                (slot.key, slot.told) = (None, None);
                slot.evicted = None;
                slot.remake = false;
                slot.outputs = Arc::from([]);
                slot.version = version;
            }
        }
    }

    /// What a node gave that is not ready: it goes on waiting.
    fn stand_in(&mut self, index: usize, request: Option<Request>, key: SlotKey, revision: u64, began: &Began, outcome: Outcome) {
        self.versions += 1;
        let version = self.versions;
        let live = &mut self.lives[index];
        live.notes = outcome.result.notes.into();
        let slot = live.slot_mut(request);
        slot.told = Some(key);
        (slot.key, slot.evicted, slot.failed) = (None, None, None);
        slot.outputs = outcome.result.outputs.into();
        slot.version = version;
        slot.revision = revision;
        slot.refine = false;
        self.write_derived(index, outcome.result.derived, began);
    }

    /// The oldest revision among what a node was made from.
    pub(super) fn inputs_revision(&self, index: usize, request: Option<Request>) -> u64 {
        let live = &self.lives[index];
        let mut oldest = u64::MAX;
        for (port, inlet) in self.structure.inlets[index].iter().enumerate() {
            let asked = plan::upstream(live, port, inlet.carries_request, request);
            for source in &inlet.sources {
                let feeder = &self.lives[source.node];
                if let Some(slot) = feeder.slot(asked)
                    && slot.key.as_ref().is_none_or(|key| key.own != feeder.own)
                {
                    oldest = oldest.min(slot.revision);
                }
            }
        }
        oldest
    }

    /// What a node wrote to itself, in a run that `began` as said.
    pub(super) fn write_derived(&mut self, index: usize, writes: Vec<DerivedWrite>, began: &Began) {
        let live = &mut self.lives[index];
        let clamp = std::mem::take(&mut live.beyond);
        if writes.is_empty() && !clamp {
            return;
        }
        self.rewritten |= !writes.is_empty();
        let count = writes.len();
        let derived = self.store.commit_derived(&live.node, writes, began, Writer::Body { clamp });
        for write in &derived.kept {
            match write {
                DerivedWrite::Set { path, value } => live.saw_own(path, value),
                DerivedWrite::Amend(interface) => live.seen = live.seen.carried_beyond(interface.clone()),
            }
        }
        self.after_writing(index, count, derived);
    }

    /// The ports and properties of an instance that was just made.
    fn write_made(&mut self, index: usize, interface: &Interface) {
        let live = &mut self.lives[index];
        let Some(class) = live.class.as_ref().filter(|_| !live.node.bypassed) else { return };
        match self.store.commit_made(&live.node, interface, &class.interface()) {
            Ok(Some(amended)) => {
                self.rewritten = true;
                live.seen = live.seen.carried_beyond(amended);
            }
            Ok(None) => {}
            Err(error) => log::warn!("{}: {error}", live.node.identifier),
        }
    }

    /// What callbacks of a node wrote: part of the step that caused it.
    pub(super) fn write_consequences(&mut self, index: usize, began: &Began, writes: Vec<DerivedWrite>) {
        if writes.is_empty() {
            return;
        }
        self.rewritten = true;
        let live = &mut self.lives[index];
        let count = writes.len();
        let written = self.store.commit_derived(&live.node, writes, began, Writer::Callback);
        for write in &written.kept {
            // Values are changes in the node's own eyes, too: what they invalidate runs.
            if let DerivedWrite::Amend(interface) = write {
                live.seen = live.seen.carried_beyond(interface.clone());
            }
        }
        self.after_writing(index, count, written);
    }

    fn after_writing(&mut self, index: usize, count: usize, written: Derived) {
        let live = &mut self.lives[index];
        live.beyond |= written.beyond;
        self.rewritten |= written.clamped;
        if written.kept.len() < count || written.clamped {
            // It is made anew from what came since, or from what its limits leave.
            live.raise(InvalidationLevel::InvalidOutput);
        }
        for problem in written.problems {
            log::warn!("{}: {problem}", live.node.identifier);
        }
    }

    /// Nothing else is due: those that asked for it make their results better. True when one was started.
    pub(super) fn refine(&mut self, needs: &[Vec<Option<Request>>]) -> bool {
        for (index, requests) in needs.iter().enumerate() {
            for request in requests {
                if self.lives[index].slot(*request).is_some_and(|slot| slot.refine)
                    && let Gathered::Ready(inputs) = self.gather(index, *request)
                {
                    let key = SlotKey { own: self.lives[index].own, inputs: inputs.versions };
                    self.lives[index].slot_mut(*request).refine = false;
                    self.start(index, Some((*request, key)), Body::Process, inputs.data);
                    return true;
                }
            }
        }
        false
    }
}
