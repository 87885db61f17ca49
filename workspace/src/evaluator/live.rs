//! The live side of a node: instance, outputs, and what is due.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::time::{Duration, Instant};

use voxloom_core::context::{ChangeSet, RunControl};
use voxloom_core::event::{Event, EventReply};
use voxloom_core::port::Data;
use voxloom_core::processor::{Processor, ProcessorClass};
use voxloom_core::property::InvalidationLevel;
use voxloom_core::{ProcessorError, Request, Value, Values};

use crate::document::Node;

/// What data on an inport is of: the version of a result, and which outport of it.
pub(super) type Origin = (u64, usize);

/// What a result depends on: the node's own revision and its inputs, port by port.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct SlotKey {
    pub(super) own: u64,
    pub(super) inputs: Vec<Vec<Origin>>,
}

/// The result of a node for one request.
pub(super) struct Slot {
    pub(super) request: Option<Request>,
    /// What the outputs were made from; `None`: nothing made yet.
    pub(super) key: Option<SlotKey>,
    /// The key of outputs that were dropped for want of memory; up to date still, made again when someone reads them.
    pub(super) evicted: Option<SlotKey>,
    /// Someone reads dropped outputs: make them again.
    pub(super) remake: bool,
    pub(super) outputs: Arc<[Option<Data>]>,
    /// Grows with every new output, unique over all nodes. 0: none yet.
    pub(super) version: u64,
    /// The document revision that the outputs show, inputs considered.
    pub(super) revision: u64,
    /// A failure, and what caused it: not tried again until that changes.
    pub(super) failed: Option<(SlotKey, ProcessorError)>,
    /// Not ready, and why.
    pub(super) waiting: Option<String>,
    /// What the instance was told last that it is not ready with: the outputs are what it gave then.
    pub(super) told: Option<SlotKey>,
    pub(super) refine: bool,
    /// Set by the walk: this is what the node makes of the present document.
    pub(super) fresh: bool,
    pub(super) succeeded_at: Option<Instant>,
}

impl Slot {
    pub(super) fn new(request: Option<Request>) -> Self {
        Self {
            request,
            key: None,
            evicted: None,
            remake: false,
            outputs: Arc::from([]),
            version: 0,
            revision: 0,
            failed: None,
            waiting: None,
            told: None,
            refine: false,
            fresh: false,
            succeeded_at: None,
        }
    }

    /// The node's own revision that the outcome, good or bad, was made from.
    pub(super) fn own(&self) -> Option<u64> {
        self.failed.as_ref().map(|(key, _)| key).or(self.key.as_ref()).or(self.evicted.as_ref()).map(|key| key.own)
    }

    /// Whether the instance was told that it is not ready with exactly this, also when it failed then.
    pub(super) fn was_told(&self, key: &SlotKey) -> bool {
        self.told.as_ref() == Some(key) || self.failed.as_ref().is_some_and(|(failed, _)| failed == key)
    }

    /// Whether the outcome, good or bad, was made from exactly this.
    pub(super) fn is_of(&self, key: &SlotKey) -> bool {
        self.key.as_ref() == Some(key) || self.evicted.as_ref() == Some(key) || self.failed.as_ref().is_some_and(|(failed, _)| failed == key)
    }
}

/// A run under way.
pub(super) struct Run {
    pub(super) control: Arc<RunControl>,
    pub(super) since: Instant,
    pub(super) process: Option<(Option<Request>, SlotKey)>,
    /// The user cancelled it; superseded runs are simply run again.
    pub(super) by_user: bool,
    /// What it is made from is out of date, and it goes on for the time being.
    pub(super) superseded: bool,
    /// Its instance is of a class or in a place that the node has left: it is dropped when the run ends.
    pub(super) left: bool,
}

/// An event and who waits for the answer.
pub(super) type QueuedEvent = (Event, Option<Sender<EventReply>>);

/// A node as the evaluator knows it.
pub(super) struct Live {
    /// Tells it from an earlier life of the same node, which undo brought back: what that one still runs is not for this one.
    pub(super) life: u64,
    pub(super) node: Arc<Node>,
    pub(super) class: Option<Arc<dyn ProcessorClass>>,
    pub(super) instance: Option<Box<dyn Processor>>,
    /// The instance exists, perhaps in a run.
    pub(super) made: bool,
    /// Values as last seen, own writes included, so that these do not count as changes.
    pub(super) seen: Values,
    pub(super) own: u64,
    pub(super) initialize: bool,
    /// Everything changed since the instance last succeeded.
    pub(super) everything: bool,
    pub(super) changed: BTreeSet<Arc<str>>,
    /// Properties that this node writes itself.
    pub(super) derived: BTreeSet<Arc<str>>,
    /// Values may lie beyond limits: undo brought them, or the limits came after they were edited.
    pub(super) beyond: bool,
    pub(super) callbacks: Vec<Arc<str>>,
    /// Undo or redo called for them: what they would write is in the document already.
    pub(super) travelled: bool,
    /// Events that wait for the instance, and who waits for the answer.
    pub(super) events: Vec<QueuedEvent>,
    /// Whether the instance wants what happens on a canvas.
    pub(super) wants_events: bool,
    /// Whether the instance does something when it is not ready.
    pub(super) wants_not_ready: bool,
    pub(super) last_inputs: Vec<Vec<Origin>>,
    /// What the last run was made from whose node writes to itself: the document has what that run wrote.
    pub(super) wrote: Option<SlotKey>,
    pub(super) slots: Vec<Slot>,
    pub(super) run: Option<Run>,
    /// Creation failed with this, for this class object; not tried again until the class or a property changes.
    pub(super) broken: Option<ProcessorError>,
    pub(super) first_attempt: Option<Instant>,
    pub(super) succeeded_at: Option<Instant>,
    pub(super) time: Option<Duration>,
    pub(super) initialized: u64,
    pub(super) processed: u64,
    pub(super) notes: Arc<[String]>,
}

impl Live {
    pub(super) fn new(life: u64, node: Arc<Node>) -> Self {
        let seen = node.values.clone();
        Self {
            life,
            node,
            class: None,
            instance: None,
            made: false,
            seen,
            own: 1,
            initialize: true,
            everything: true,
            changed: BTreeSet::new(),
            derived: BTreeSet::new(),
            beyond: true,
            callbacks: Vec::new(),
            travelled: false,
            events: Vec::new(),
            wants_events: false,
            wants_not_ready: false,
            last_inputs: Vec::new(),
            wrote: None,
            slots: Vec::new(),
            run: None,
            broken: None,
            first_attempt: None,
            succeeded_at: None,
            time: None,
            initialized: 0,
            processed: 0,
            notes: Arc::from([]),
        }
    }

    /// Takes over the node of a newer document and raises what its changes demand. `travelled`: by undo or redo, which may bring back
    /// older values of properties that the node writes itself; it writes them again then.
    pub(super) fn adopt(&mut self, node: &Arc<Node>, travelled: bool) {
        if Arc::ptr_eq(&self.node, node) {
            return;
        }
        if self.node.isolation != node.isolation {
            // The instance lives in the wrong process, and so does what it runs.
            if let Some(run) = &self.run {
                run.control.cancel();
            }
            self.unmake();
        }
        if self.node.bypassed != node.bypassed {
            if let Some(run) = self.run.as_ref().filter(|run| run.process.is_some()) {
                run.control.cancel();
            }
            self.everything = true;
            self.raise(InvalidationLevel::InvalidOutput);
        }
        self.node = node.clone();
        self.beyond |= travelled;
        if self.seen.same(&node.values) {
            return;
        }
        if self.seen.interface() != node.interface() {
            // Ports or properties changed by an edit or by undo: results of other ports are of no use.
            self.slots.clear();
            self.raise(InvalidationLevel::InvalidResources);
            self.everything = true;
            self.seen = node.values.clone();
            return;
        }
        self.travelled |= travelled;
        let mut level = InvalidationLevel::Valid;
        for ((leaf, new), old) in node.values.iter().zip(self.seen.all()) {
            if new != old {
                level = level.max(leaf.property.invalidation);
                if travelled && self.derived.contains(&leaf.path) {
                    level = level.max(InvalidationLevel::InvalidOutput);
                }
                self.changed.insert(leaf.path.clone());
                self.callbacks.push(leaf.path.clone());
            }
        }
        self.seen = node.values.clone();
        self.raise(level);
    }

    /// The instance is of no use any more, also when it is in a run: it is made anew.
    pub(super) fn unmake(&mut self) {
        self.instance = None;
        self.made = false;
        self.everything = true;
        if let Some(run) = &mut self.run {
            run.left = true;
        }
        self.raise(InvalidationLevel::InvalidResources);
    }

    /// A button was pressed `times` times.
    pub(super) fn press(&mut self, path: &Arc<str>, times: u64) {
        let level = self.node.interface().leaf(path).map_or(InvalidationLevel::Valid, |leaf| leaf.property.invalidation);
        self.changed.insert(path.clone());
        self.callbacks.extend(std::iter::repeat_n(path.clone(), times as usize));
        self.raise(level);
    }

    /// An event for the instance. A move takes the place of the one before it.
    pub(super) fn queue_event(&mut self, event: Event, reply: Option<Sender<EventReply>>) {
        if let Some(last) = self.events.last_mut()
            && last.0.coalesces()
            && event.coalesces()
            && std::mem::discriminant(&last.0) == std::mem::discriminant(&event)
            && last.1.is_none()
        {
            *last = (event, reply);
        } else {
            self.events.push((event, reply));
        }
    }

    pub(super) fn raise(&mut self, level: InvalidationLevel) {
        if level >= InvalidationLevel::InvalidOutput {
            self.own += 1;
            self.broken = None;
        }
        if level == InvalidationLevel::InvalidResources {
            self.initialize = true;
        }
    }

    /// A write of this node to itself: no change in its own eyes.
    pub(super) fn saw_own(&mut self, path: &Arc<str>, value: &Value) {
        self.derived.insert(path.clone());
        if let Err(error) = self.seen.set(path, value.clone()) {
            log::debug!("{}: {error}", self.node.identifier);
        }
    }

    /// Whether what it wrote to itself last is of none of its results.
    pub(super) fn wrote_otherwise(&self) -> bool {
        self.wrote.as_ref().is_some_and(|wrote| self.slots.iter().all(|slot| !slot.is_of(wrote)))
    }

    /// Whether it makes something of what is new above: it can run, or passes things on.
    pub(super) fn makes(&self) -> bool {
        self.node.bypassed || self.class.is_some() && self.broken.is_none()
    }

    pub(super) fn change_set(&self) -> ChangeSet {
        let mut properties: Vec<usize> = self.changed.iter().filter_map(|path| self.node.interface().leaf_index(path)).collect();
        properties.sort_unstable();
        ChangeSet { properties, everything: self.everything }
    }

    pub(super) fn slot(&self, request: Option<Request>) -> Option<&Slot> {
        self.slots.iter().find(|slot| slot.request == request)
    }

    pub(super) fn slot_mut(&mut self, request: Option<Request>) -> &mut Slot {
        let index = match self.slots.iter().position(|slot| slot.request == request) {
            Some(index) => index,
            None => {
                self.slots.push(Slot::new(request));
                self.slots.len() - 1
            }
        };
        &mut self.slots[index]
    }

    /// Bytes on the outports, shared ones counted once for each slot.
    pub(super) fn bytes(&self) -> usize {
        self.slots.iter().flat_map(|slot| slot.outputs.iter().flatten()).map(|data| data.bytes()).sum()
    }
}
