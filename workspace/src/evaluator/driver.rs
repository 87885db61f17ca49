//! The evaluator thread: adopts snapshots, walks the network, starts runs, takes results in.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use voxloom_core::context::{DerivedWrite, InputData, RunControl, Services};
use voxloom_core::processor::Instance;
use voxloom_core::property::InvalidationLevel;
use voxloom_core::{ProcessorError, Registry, Request};

use super::board::Board;
use super::job::{self, Job, JobResult};
use super::live::{Live, Run, SlotKey};
use super::plan::{self, Demand};
use super::pool::Pool;
use super::structure::Structure;
use super::{Message, Options, budget, publish};
use crate::command::{Batch, SetProperty};
use crate::document::{NodeId, PropertyRef};
use crate::store::{SharedStore, Snapshot};

/// Bodies that took less than this the last time run at once on the evaluator thread: a hand-over to another thread would cost more.
const CHEAP: Duration = Duration::from_micros(200);
/// A superseded run is cancelled without regret when no attempt is older than this.
const BARELY_BEGUN: Duration = Duration::from_millis(30);
/// While something was shown this lately, a long superseded run may give way.
const SHOWN_LATELY: Duration = Duration::from_millis(250);
/// A node that has shown nothing for this long takes an older input while the newest is being made.
const OLDER_SERVES: Duration = Duration::from_millis(30);
/// Runs shorter than this are always finished.
const QUICK_RUN: Duration = Duration::from_millis(50);
/// Runs shorter than this are finished once they are under way.
const SHORT_RUN: Duration = Duration::from_millis(500);
/// Walks in a row before results are published, when nodes keep writing to themselves.
const ROUNDS: u32 = 20;
/// How often running states are shown.
const PROGRESS_TICK: Duration = Duration::from_millis(100);

pub(super) struct Driver {
    store: SharedStore,
    registry: Arc<Registry>,
    services: Services,
    options: Options,
    board: Arc<Board>,
    messages: Sender<Message>,
    wake: Box<dyn Fn() + Send + Sync>,
    pool: Pool,
    snapshot: Snapshot,
    structure: Structure,
    lives: Vec<Live>,
    demand: Demand,
    versions: u64,
    shown: BTreeMap<(NodeId, u32), u64>,
    idle_waiters: Vec<Sender<()>>,
    /// A node wrote to itself since the last walk.
    rewritten: bool,
}

impl Driver {
    pub(super) fn new(
        store: SharedStore,
        registry: Arc<Registry>,
        services: Services,
        options: Options,
        board: Arc<Board>,
        messages: Sender<Message>,
        wake: Box<dyn Fn() + Send + Sync>,
    ) -> Self {
        let mut snapshot = store.snapshot();
        // Nothing is adopted yet: the first walk sees everything as new.
        snapshot.workspace = Default::default();
        snapshot.revision = 0;
        Self {
            store,
            registry,
            services,
            options,
            board,
            messages,
            wake,
            pool: Pool::default(),
            snapshot,
            structure: Structure::default(),
            lives: Vec::new(),
            demand: Demand::default(),
            versions: 0,
            shown: BTreeMap::new(),
            idle_waiters: Vec::new(),
            rewritten: false,
        }
    }

    pub(super) fn run(mut self, inbox: &Receiver<Message>) {
        self.advance();
        loop {
            let first = if self.is_running() { inbox.recv_timeout(PROGRESS_TICK) } else { inbox.recv().map_err(Into::into) };
            match first {
                Ok(message) => {
                    if !self.take(message) {
                        break;
                    }
                }
                // Only progress to show.
                Err(RecvTimeoutError::Timeout) => {
                    (self.wake)();
                    continue;
                }
                Err(RecvTimeoutError::Disconnected) => break,
            }
            // Everything that waits is taken in before the network is walked: the latest wins.
            let mut going = true;
            while let Ok(message) = inbox.try_recv() {
                going &= self.take(message);
            }
            if !going {
                break;
            }
            self.advance();
        }
        for live in &self.lives {
            if let Some(run) = &live.run {
                run.control.cancel();
            }
        }
    }

    /// Takes a message in. False: the end.
    fn take(&mut self, message: Message) -> bool {
        match message {
            Message::Document => {}
            Message::Watch { canvas, viewer, request } => {
                match request {
                    Some(request) => self.demand.watched.insert((canvas, viewer), request),
                    None => self.demand.watched.remove(&(canvas, viewer)),
                };
            }
            Message::Cancel(node) => {
                if let Some(run) = self.live(node).and_then(|live| live.run.as_mut()) {
                    run.by_user = true;
                    run.control.cancel();
                }
            }
            Message::Export(nodes) => {
                for node in nodes {
                    // Exported again even when nothing changed: the file may be gone.
                    if let Some(live) = self.live(node) {
                        live.raise(InvalidationLevel::InvalidOutput);
                    }
                    self.demand.exports.insert(node);
                }
            }
            Message::Invalidate(node, level) => {
                if let Some(live) = self.live(node) {
                    live.raise(level);
                }
            }
            Message::Registry => self.match_classes(),
            Message::Done(result) => self.finish(*result),
            Message::Idle(sender) => self.idle_waiters.push(sender),
            Message::Shutdown => return false,
        }
        true
    }

    fn live(&mut self, node: NodeId) -> Option<&mut Live> {
        let index = *self.structure.index.get(&node)?;
        self.lives.get_mut(index)
    }

    /// Adopts the newest document and runs what is due, until nothing more can start.
    fn advance(&mut self) {
        let mut rounds = 0;
        loop {
            self.adopt();
            let needs = plan::needs(&self.structure, &self.lives, &self.demand);
            let wanted = self.walk(&needs);
            if std::mem::take(&mut self.rewritten) && rounds < ROUNDS {
                // A node wrote to itself: the plan has to be made anew. (Edits of others come with a message.)
                rounds += 1;
                continue;
            }
            if !self.is_running() && self.refine(&needs) && !self.is_running() {
                // A cheap body refined at once: what is below follows.
                continue;
            }
            if !self.is_running() {
                budget::enforce(self.options.budget, &self.structure, &mut self.lives);
            }
            self.publish(&needs, &wanted);
            break;
        }
        if !self.is_running() && self.store.revision() == self.snapshot.revision {
            self.board.set_idle(self.snapshot.revision);
            for waiter in self.idle_waiters.drain(..) {
                if waiter.send(()).is_err() {
                    log::debug!("whoever waited has given up");
                }
            }
        }
        (self.wake)();
    }

    fn is_running(&self) -> bool {
        self.lives.iter().any(|live| live.run.is_some())
    }

    /// Takes over the newest snapshot: nodes that came, went or changed, presses of buttons.
    fn adopt(&mut self) {
        let next = self.store.snapshot();
        if next.revision == self.snapshot.revision {
            return;
        }
        let (old, new) = (&self.snapshot.workspace.network, &next.workspace.network);
        let travelled = next.travels != self.snapshot.travels;
        let mut reshaped = !new.same_connections(old) || new.len() != old.len();
        if !new.same_nodes(old) {
            for node in new.nodes() {
                match self.structure.index.get(&node.id) {
                    Some(&index) => {
                        let live = &mut self.lives[index];
                        if Arc::ptr_eq(&live.node, node) {
                            continue;
                        }
                        reshaped |= !Arc::ptr_eq(live.node.interface(), node.interface()) || live.node.class != node.class;
                        live.adopt(node, travelled);
                    }
                    None => reshaped = true,
                }
            }
        }
        for (PropertyRef { node, path }, count) in &next.presses {
            let before = self.snapshot.presses.get(&PropertyRef { node: *node, path: path.clone() }).copied().unwrap_or(0);
            if *count > before
                && let Some(&index) = self.structure.index.get(node)
            {
                self.lives[index].press(path, count - before);
                if self.lives[index].class.as_ref().is_some_and(|class| class.info().sink == voxloom_core::processor::Sink::File) {
                    self.demand.exports.insert(*node);
                }
            }
        }
        self.snapshot = next;
        if reshaped {
            self.reshape();
        }
    }

    /// Puts the nodes into the order of the network as it is now.
    fn reshape(&mut self) {
        let network = &self.snapshot.workspace.network;
        let structure = Structure::of(network);
        let mut old: BTreeMap<NodeId, Live> = self.lives.drain(..).map(|live| (live.node.id, live)).collect();
        self.lives = structure
            .order
            .iter()
            .filter_map(|id| network.get(*id))
            .map(|node| match old.remove(&node.id) {
                Some(live) if live.node.class == node.class => live,
                Some(_) | None => Live::new(node.clone()),
            })
            .collect();
        for gone in old.values() {
            if let Some(run) = &gone.run {
                run.control.cancel();
            }
            self.demand.exports.remove(&gone.node.id);
            self.demand.watched.retain(|(canvas, _), _| *canvas != gone.node.id);
        }
        self.structure = structure;
        self.match_classes();
    }

    /// Gives every node its class as the registry has it now. A class that was replaced makes new instances.
    fn match_classes(&mut self) {
        for live in &mut self.lives {
            let class = self.registry.get(&live.node.class);
            let same = match (&live.class, &class) {
                (Some(a), Some(b)) => Arc::ptr_eq(a, b),
                (None, None) => true,
                (Some(_), None) | (None, Some(_)) => false,
            };
            if !same {
                live.class = class;
                live.instance = None;
                live.everything = true;
                live.broken = None;
                live.raise(InvalidationLevel::InvalidResources);
            }
        }
    }

    /// One walk over the network; the keys that are wanted of each node's first request.
    fn walk(&mut self, needs: &[Vec<Option<Request>>]) -> Vec<Option<SlotKey>> {
        let mut wanted: Vec<Option<SlotKey>> = vec![None; self.lives.len()];
        for (index, requests) in needs.iter().enumerate() {
            if self.lives[index].class.is_none() {
                continue;
            }
            for (i, request) in requests.iter().enumerate() {
                let key = self.visit(index, *request);
                if i == 0 {
                    wanted[index] = key;
                }
            }
            let live = &mut self.lives[index];
            live.slots.retain(|slot| requests.is_empty() || requests.contains(&slot.request));
            if live.run.is_none() && live.broken.is_none() && (live.instance.is_none() || !live.callbacks.is_empty()) {
                self.start(index, None, Vec::new());
            }
        }
        wanted
    }

    fn publish(&mut self, needs: &[Vec<Option<Request>>], wanted: &[Option<SlotKey>]) {
        let (lives, board) = (&self.lives, &self.board);
        board.update(|nodes| {
            nodes.retain(|id, _| self.structure.index.contains_key(id));
            for (index, live) in lives.iter().enumerate() {
                nodes.insert(live.node.id, publish::state(live, &needs[index], wanted[index].as_ref()));
            }
        });
        publish::frames(board, &self.structure, lives, &self.demand, &mut self.shown);
    }

    /// Looks whether a node is up to date for a request and starts it if it can run. Returns the key that is wanted.
    fn visit(&mut self, index: usize, request: Option<Request>) -> Option<SlotKey> {
        let gathered = self.gather(index, request);
        let live = &mut self.lives[index];
        let starving = live.slot_mut(request).succeeded_at.is_none_or(|at| at.elapsed() > OLDER_SERVES);
        live.slot_mut(request).fresh = false;
        let newest = matches!(gathered, Gathered::Ready(..));
        let (key, inputs) = match gathered {
            Gathered::NotReady(reason) => {
                let own = live.own;
                let slot = live.slot_mut(request);
                slot.failed = None;
                slot.fresh = true;
                if slot.waiting.as_ref() != Some(&reason) || slot.outputs.iter().any(Option::is_some) {
                    slot.waiting = Some(reason);
                    slot.outputs = Arc::from([]);
                    slot.key = None;
                    slot.evicted = None;
                    self.versions += 1;
                    let slot = self.lives[index].slot_mut(request);
                    slot.version = self.versions;
                }
                return Some(SlotKey { own, inputs: Vec::new() });
            }
            // Something upstream is being made. Old results serve only when nothing was shown for a while.
            Gathered::Pending => return None,
            Gathered::Older(inputs, versions) if starving => (SlotKey { own: live.own, inputs: versions }, inputs),
            Gathered::Older(..) => return None,
            Gathered::Ready(inputs, versions) => (SlotKey { own: live.own, inputs: versions }, inputs),
        };
        if live.broken.is_some() {
            return Some(key);
        }
        let slot = live.slot_mut(request);
        slot.waiting = None;
        if slot.is_of(&key) {
            slot.fresh = newest;
            return Some(key);
        }
        match &live.run {
            Some(run) => {
                let outdated = run.process.as_ref().is_some_and(|(r, k)| *r == request && *k != key);
                if outdated && gives_way(live, run) {
                    run.control.cancel();
                }
            }
            None => {
                self.start(index, Some((request, key.clone())), inputs);
                // A cheap body has run already.
                let slot = self.lives[index].slot_mut(request);
                slot.fresh = newest && slot.is_of(&key);
            }
        }
        Some(key)
    }

    /// The inputs of a node for a request, as far as they are there.
    fn gather(&mut self, index: usize, request: Option<Request>) -> Gathered {
        let mut inputs = Vec::with_capacity(self.structure.inlets[index].len());
        let mut versions = Vec::with_capacity(inputs.capacity());
        let (mut pending, mut older) = (false, false);
        let mut missing = None;
        let mut remake = Vec::new();
        for (port, inlet) in self.structure.inlets[index].iter().enumerate() {
            let asked = plan::upstream(&self.lives[index], port, inlet.carries_request, request);
            let mut data = Vec::with_capacity(inlet.sources.len());
            let mut ids = Vec::with_capacity(inlet.sources.len());
            for source in &inlet.sources {
                let feeder = &self.lives[source.node];
                let slot = feeder.slot(asked);
                if slot.is_some_and(|slot| slot.evicted.is_some()) {
                    remake.push((source.node, asked));
                }
                let fresh = slot.is_some_and(|slot| slot.fresh);
                let found = slot.and_then(|slot| slot.outputs.get(source.outport).cloned().flatten());
                if !fresh && feeder.class.is_some() && feeder.broken.is_none() {
                    if found.is_some() { older = true } else { pending = true }
                }
                ids.push(slot.map_or(0, |slot| slot.version));
                data.push(found);
            }
            if !inlet.optional && data.iter().all(Option::is_none) {
                missing = missing.or_else(|| Some(self.why_missing(index, port)));
            }
            let changed = self.lives[index].last_inputs.get(port) != Some(&ids);
            inputs.push(InputData { data, changed });
            versions.push(ids);
        }
        for (node, asked) in remake {
            // Read again: what was dropped has to be made again first.
            self.lives[node].slot_mut(asked).evicted = None;
            pending = true;
        }
        match (pending, missing) {
            (true, _) => Gathered::Pending,
            (false, Some(reason)) if !older => Gathered::NotReady(reason),
            (false, _) if older => Gathered::Older(inputs, versions),
            (false, _) => Gathered::Ready(inputs, versions),
        }
    }

    /// Why nothing arrives at an inport, in words.
    fn why_missing(&self, index: usize, port: usize) -> String {
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
        if feeder.class.is_none() {
            return format!("{from} is of a class that is not known here");
        }
        if feeder.broken.is_some() || feeder.slots.iter().any(|slot| slot.failed.is_some()) {
            return format!("{from} failed");
        }
        match feeder.slots.iter().find_map(|slot| slot.waiting.clone()) {
            Some(reason) => format!("{from} is not ready: {reason}"),
            None => format!("{from} gave no data"),
        }
    }

    /// Starts a run: at once here when it is known to be cheap, else on a thread.
    fn start(&mut self, index: usize, process: Option<(Option<Request>, SlotKey)>, inputs: Vec<InputData>) {
        let live = &mut self.lives[index];
        let Some(class) = live.class.clone() else { return };
        let node = live.node.id;
        let sender = self.messages.clone();
        let invalidate = Arc::new(move |level| {
            // After the evaluator ended nobody listens.
            drop(sender.send(Message::Invalidate(node, level)));
        });
        let inputs = if inputs.is_empty() { vec![InputData::default(); live.node.interface().inports().len()] } else { inputs };
        let control = Arc::new(RunControl::default());
        let cheap = &class.info().language == "Rust" && (process.is_none() || live.time.is_some_and(|time| time < CHEAP));
        let job = Job {
            node,
            class,
            instance: live.instance.take(),
            identity: Instance { identifier: live.node.identifier.clone(), display_name: live.node.display_name.clone(), invalidate },
            values: live.node.values.clone(),
            inputs,
            changed: live.change_set(),
            callbacks: std::mem::take(&mut live.callbacks),
            initialize: live.initialize,
            process: process.clone(),
            services: self.services.clone(),
            control: control.clone(),
            revision: self.snapshot.revision,
        };
        // What changes from here on is for the next run.
        live.changed.clear();
        live.first_attempt.get_or_insert_with(Instant::now);
        live.run = Some(Run { control, since: Instant::now(), process, by_user: false });
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
    fn finish(&mut self, result: JobResult) {
        let Some(&index) = self.structure.index.get(&result.node) else { return };
        let live = &mut self.lives[index];
        let by_user = live.run.take().is_some_and(|run| run.by_user);
        live.instance = result.instance;
        if result.initialized {
            live.initialized += 1;
        }
        if let Some(Some(interface)) = result.created {
            self.write_derived(index, vec![DerivedWrite::Amend(interface)]);
        }
        if !result.consequences.is_empty() {
            self.write_consequences(index, &result.consequences);
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
                let version = self.versions;
                let revision = self.inputs_revision(index, request).min(result.revision);
                if self.demand.exports.remove(&result.node) {
                    log::info!("{} exported", self.lives[index].node.display_name);
                }
                let slot = self.lives[index].slot_mut(request);
                slot.key = Some(key);
                slot.evicted = None;
                slot.outputs = outcome.result.outputs.into();
                slot.version = version;
                slot.revision = revision;
                slot.failed = None;
                slot.waiting = None;
                slot.refine = outcome.refine;
                slot.succeeded_at = Some(now);
                if !outcome.result.derived.is_empty() {
                    self.write_derived(index, outcome.result.derived);
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
                slot.outputs = Arc::from([]);
                slot.version = version;
            }
        }
    }

    /// The oldest revision among what a node was made from.
    fn inputs_revision(&self, index: usize, request: Option<Request>) -> u64 {
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

    fn write_derived(&mut self, index: usize, writes: Vec<DerivedWrite>) {
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

    fn write_consequences(&mut self, index: usize, writes: &[DerivedWrite]) {
        let node = self.lives[index].node.id;
        let (mut sets, mut amends) = (Vec::new(), Vec::new());
        for write in writes {
            match write {
                DerivedWrite::Set { path, value } => {
                    let set: Arc<dyn crate::command::Command> = Arc::new(SetProperty { node, path: path.to_string(), value: value.clone() });
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
    fn refine(&mut self, needs: &[Vec<Option<Request>>]) -> bool {
        for (index, requests) in needs.iter().enumerate() {
            for request in requests {
                if self.lives[index].slot(*request).is_some_and(|slot| slot.refine)
                    && let Gathered::Ready(inputs, versions) = self.gather(index, *request)
                {
                    let key = SlotKey { own: self.lives[index].own, inputs: versions };
                    self.lives[index].slot_mut(*request).refine = false;
                    self.start(index, Some((*request, key)), inputs);
                    return true;
                }
            }
        }
        false
    }
}

/// What is there of the inputs of a node.
enum Gathered {
    Ready(Vec<InputData>, Vec<Vec<u64>>),
    /// All there, but something newer is being made.
    Older(Vec<InputData>, Vec<Vec<u64>>),
    Pending,
    NotReady(String),
}

/// Whether a superseded run is worth cancelling: it has barely begun, or it is long and something was shown lately.
fn gives_way(live: &Live, run: &Run) -> bool {
    if live.time.is_some_and(|time| time < QUICK_RUN) && run.since.elapsed() < QUICK_RUN {
        return false;
    }
    let attempts = live.first_attempt.map_or(Duration::ZERO, |at| at.elapsed());
    if attempts < BARELY_BEGUN {
        return true;
    }
    let lately = live.succeeded_at.is_some_and(|at| at.elapsed() < SHOWN_LATELY);
    let long = live.time.is_none_or(|time| time > SHORT_RUN) || run.since.elapsed() > SHORT_RUN;
    lately && long
}
