//! Runs: started when their inputs are there, taken in when they end.

use std::sync::Arc;
use std::time::{Duration, Instant};

use voxloom_core::context::{DerivedWrite, InputData, RunControl};
use voxloom_core::processor::Instance;
use voxloom_core::{ProcessorError, Request, Values};

use super::driver::Driver;
use super::gather::Gathered;
use super::job::{self, Job, JobResult};
use super::live::{Run, SlotKey};
use super::{Message, plan};
use crate::command::{Batch, Command, SetProperty};

/// Bodies that took less than this the last time run at once on the evaluator thread: a hand-over to another thread would cost more.
const CHEAP: Duration = Duration::from_micros(200);

impl Driver {
    /// Starts a run: at once here when it is known to be cheap, else on a thread.
    pub(super) fn start(&mut self, index: usize, process: Option<(Option<Request>, SlotKey)>, inputs: Vec<InputData>) {
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
            services: self.services.clone(),
            control: control.clone(),
            travels: self.snapshot.travels,
            early: (!cheap).then(|| self.messages.clone()),
            revision: self.snapshot.revision,
        };
        // What changes from here on is for the next run.
        live.changed.clear();
        live.first_attempt.get_or_insert_with(Instant::now);
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
        let Some(&index) = self.structure.index.get(&result.node) else { return };
        let live = &mut self.lives[index];
        let run = live.run.take();
        let by_user = run.as_ref().is_some_and(|run| run.by_user);
        if run.is_some_and(|run| run.left) {
            // The next run makes the node anew; what an edit called for before is part of that edit still.
            live.events.splice(0..0, result.events);
            result.consequences.retain(|write| matches!(write, DerivedWrite::Set { .. }));
            if !result.consequences.is_empty() {
                self.write_consequences(index, result.travels, &result.consequences);
            }
            return;
        }
        live.made = result.instance.is_some();
        live.instance = result.instance;
        live.events.splice(0..0, result.events);
        if let Some(wants) = result.wants_events {
            live.wants_events = wants;
        }
        if result.initialized {
            live.initialized += 1;
        }
        if let Some(Some(interface)) = result.created {
            self.write_derived(index, vec![DerivedWrite::Amend(interface)]);
        }
        if !result.consequences.is_empty() {
            self.write_consequences(index, result.travels, &result.consequences);
        }
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
            Ok(outcome) => {
                let now = Instant::now();
                live.processed += 1;
                live.time = Some(result.elapsed);
                live.first_attempt = None;
                live.succeeded_at = Some(now);
                live.everything = false;
                live.last_inputs.clone_from(&key.inputs);
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
                let mut derived = outcome.result.derived;
                self.give_way_to_edits(index, &result.values, &mut derived);
                if !derived.is_empty() {
                    self.write_derived(index, derived);
                }
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
                slot.key = None;
                slot.evicted = None;
                slot.remake = false;
                slot.outputs = Arc::from([]);
                slot.version = version;
            }
        }
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

    pub(super) fn write_derived(&mut self, index: usize, writes: Vec<DerivedWrite>) {
        self.rewritten = true;
        let live = &mut self.lives[index];
        for write in &writes {
            match write {
                DerivedWrite::Set { path, value } => live.saw_own(path, value),
                DerivedWrite::Amend(interface) => live.seen = live.seen.carried_to(interface.clone()),
            }
        }
        for problem in self.store.commit_derived(live.node.id, &writes) {
            log::warn!("{}: {problem}", live.node.identifier);
        }
    }

    /// Drops what a run wrote to properties that were edited, or brought back by undo, since it began: the latest edit wins.
    fn give_way_to_edits(&self, index: usize, began: &Values, writes: &mut Vec<DerivedWrite>) {
        let now = self.store.snapshot().workspace.network;
        let Some(node) = now.get(self.lives[index].node.id) else { return };
        writes.retain(|write| match write {
            DerivedWrite::Set { path, .. } => began.get(path).is_none_or(|began| node.values.get(path).is_none_or(|now| now == began)),
            DerivedWrite::Amend(_) => true,
        });
    }

    pub(super) fn write_consequences(&mut self, index: usize, travels: u64, writes: &[DerivedWrite]) {
        // What followed from a document that undo or redo left belongs to none.
        let stale = self.store.snapshot().travels != travels;
        let node = self.lives[index].node.id;
        let (mut sets, mut amends) = (Vec::new(), Vec::new());
        for write in writes {
            match write {
                DerivedWrite::Set { .. } if stale => {}
                DerivedWrite::Set { path, value } => {
                    let set: Arc<dyn Command> = Arc::new(SetProperty { node, path: path.to_string(), value: value.clone() });
                    sets.push(set);
                }
                DerivedWrite::Amend(_) => amends.push(write.clone()),
            }
        }
        if !amends.is_empty() {
            self.write_derived(index, amends);
        }
        self.rewritten |= !sets.is_empty();
        if !sets.is_empty()
            && let Err(error) = self.store.commit_consequence(&Batch { name: String::new(), commands: sets })
        {
            log::warn!("{}: {error}", self.lives[index].node.identifier);
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
                    self.start(index, Some((*request, key)), inputs.data);
                    return true;
                }
            }
        }
        false
    }
}
