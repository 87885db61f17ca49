//! The evaluator thread: adopts snapshots, walks the network, starts runs, takes results in.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::Duration;

use voxloom_core::context::{DerivedWrite, Services};
use voxloom_core::processor::ProcessorClass;
use voxloom_core::property::InvalidationLevel;
use voxloom_core::{Registry, Request};

use super::board::Board;
use super::gather::{Gathered, Inputs};
use super::job::Body;
use super::live::{Live, Origin, Run, SlotKey};
use super::plan::{self, Demand};
use super::pool::Pool;
use super::structure::Structure;
use super::{Message, Options, budget, publish};
use crate::document::{NodeId, PropertyRef};
use crate::store::{Began, SharedStore, Snapshot};

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
/// A superseded run that would keep the newer one waiting for longer than this gives way, too.
const LONG_WAIT: Duration = Duration::from_secs(5);
/// Walks in a row before results are published, when nodes keep writing to themselves.
const ROUNDS: u32 = 20;
/// How often running states are shown.
const PROGRESS_TICK: Duration = Duration::from_millis(100);

pub(super) struct Driver {
    pub(super) store: SharedStore,
    pub(super) registry: Arc<Registry>,
    pub(super) services: Services,
    pub(super) options: Options,
    pub(super) board: Arc<Board>,
    pub(super) messages: Sender<Message>,
    pub(super) wake: Box<dyn Fn() + Send + Sync>,
    pub(super) pool: Pool,
    pub(super) snapshot: Snapshot,
    pub(super) structure: Structure,
    pub(super) lives: Vec<Live>,
    lived: u64,
    pub(super) demand: Demand,
    pub(super) versions: u64,
    pub(super) shown: BTreeMap<(NodeId, u32), Origin>,
    pub(super) idle_waiters: Vec<(Option<Vec<NodeId>>, Sender<()>)>,
    pub(super) instance_waiters: Vec<(NodeId, Sender<()>)>,
    /// A node wrote to itself since the last walk, or needs what was dropped.
    pub(super) rewritten: bool,
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
            lived: 0,
            demand: Demand::default(),
            versions: 0,
            shown: BTreeMap::new(),
            idle_waiters: Vec::new(),
            instance_waiters: Vec::new(),
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
                // Progress to show; and by it a superseded run may turn out to be a long one.
                Err(RecvTimeoutError::Timeout) => {
                    (self.wake)();
                    if self.lives.iter().any(|live| live.run.as_ref().is_some_and(|run| run.superseded)) {
                        self.advance();
                    }
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
                    if self.live(node).is_some_and(|live| live.node.bypassed) {
                        continue;
                    }
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
            Message::Event(node, event, reply) => {
                if let Some(live) = self.live(node) {
                    live.queue_event(event, reply);
                }
            }
            Message::Registry => self.match_classes(),
            Message::Done(result) => self.finish(*result),
            Message::Consequences(node, life, began, writes) => {
                if let Some(index) = self.alive(node, life) {
                    self.write_consequences(index, &began, writes);
                }
            }
            Message::Idle(nodes, sender) => self.idle_waiters.push((nodes, sender)),
            Message::Instance(node, sender) => self.instance_waiters.push((node, sender)),
            Message::Shutdown => return false,
        }
        true
    }

    /// Where a node is, when it is still the one that a run was started for.
    pub(super) fn alive(&self, node: NodeId, life: u64) -> Option<usize> {
        self.structure.index.get(&node).copied().filter(|index| self.lives[*index].life == life)
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
        let (structure, lives) = (&self.structure, &self.lives);
        self.instance_waiters.retain(|(node, waiter)| {
            let live = structure.index.get(node).map(|index| &lives[*index]);
            let waits = live.is_some_and(|live| live.class.is_some() && !live.made && live.broken.is_none() && !live.node.bypassed);
            if !waits && waiter.send(()).is_err() {
                log::debug!("whoever waited for an instance has given up");
            }
            waits
        });
        if self.store.revision() == self.snapshot.revision {
            if !self.is_running() {
                self.board.set_idle(self.snapshot.revision);
            }
            let waiters = std::mem::take(&mut self.idle_waiters);
            self.idle_waiters = waiters.into_iter().filter(|(nodes, waiter)| self.keeps_waiting(nodes.as_deref(), waiter)).collect();
        }
        (self.wake)();
    }

    fn is_running(&self) -> bool {
        self.lives.iter().any(|live| live.run.is_some())
    }

    /// Tells who waits that nothing runs any more of these nodes and all that feeds them; true as long as something does.
    fn keeps_waiting(&self, nodes: Option<&[NodeId]>, waiter: &Sender<()>) -> bool {
        let waits = match nodes {
            None => self.is_running(),
            Some(nodes) => self.structure.with_feeders(nodes).any(|index| self.lives[index].run.is_some()),
        };
        if !waits && waiter.send(()).is_err() {
            log::debug!("whoever waited has given up");
        }
        waits
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
                        if live.node.class != node.class {
                            // Replaced: another life begins when the network takes shape.
                            reshaped = true;
                            continue;
                        }
                        reshaped |= !Arc::ptr_eq(live.node.interface(), node.interface());
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
                if self.lives[index].class.as_ref().is_some_and(|class| class.info().sink == voxloom_core::processor::Sink::File)
                    && !self.lives[index].node.bypassed
                {
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
                before => {
                    if let Some(run) = before.and_then(|replaced| replaced.run) {
                        run.control.cancel();
                    }
                    self.lived += 1;
                    Live::new(self.lived, node.clone())
                }
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
        for index in 0..self.lives.len() {
            let live = &mut self.lives[index];
            let class = self.registry.get(&live.node.class);
            let same = match (&live.class, &class) {
                (Some(a), Some(b)) => Arc::ptr_eq(a, b),
                (None, None) => true,
                (Some(_), None) | (None, Some(_)) => false,
            };
            if !same {
                let before = std::mem::replace(&mut live.class, class);
                live.broken = None;
                live.unmake();
                self.take_new_limits(index, before.as_deref());
            }
        }
    }

    /// A new version of a class has limits of its own; those that its instance changed before stay as they are.
    fn take_new_limits(&mut self, index: usize, before: Option<&dyn ProcessorClass>) {
        let live = &self.lives[index];
        let (Some(before), Some(now)) = (before.map(ProcessorClass::interface), live.class.as_ref().map(|class| class.interface())) else { return };
        let own = live.node.interface();
        let mut limits = now.limits_beyond(own);
        for changed in own.limits_beyond(&before).keys() {
            limits.remove(changed);
        }
        if !limits.is_empty() {
            let interface = Arc::new(own.with_limits(&limits));
            let began = Began { travels: self.snapshot.travels, values: live.node.values.clone() };
            self.write_consequences(index, &began, vec![DerivedWrite::Amend(interface)]);
        }
    }

    /// One walk over the network; the keys that are wanted of each node's first request.
    fn walk(&mut self, needs: &[Vec<Option<Request>>]) -> Vec<Option<SlotKey>> {
        let mut wanted: Vec<Option<SlotKey>> = vec![None; self.lives.len()];
        for (index, requests) in needs.iter().enumerate() {
            let bypassed = self.lives[index].node.bypassed;
            if self.lives[index].class.is_none() && !bypassed {
                continue;
            }
            for (i, request) in requests.iter().enumerate() {
                let key = if bypassed { self.pass_on(index, *request) } else { self.visit(index, *request) };
                if i == 0 {
                    wanted[index] = key;
                }
            }
            let live = &mut self.lives[index];
            if bypassed {
                // Who waits for an answer gets none.
                live.events.clear();
            }
            live.slots.retain(|slot| requests.is_empty() || requests.contains(&slot.request));
            // What it wrote to itself last may be of a request that nobody makes any more: it writes again what holds now.
            if !bypassed
                && !requests.is_empty()
                && live.run.is_none()
                && live.wrote_otherwise()
                && let Some(slot) = live.slots.iter_mut().find(|slot| slot.fresh && slot.key.is_some())
            {
                slot.remake = true;
                self.rewritten = true;
                continue;
            }
            // Nothing is asked of the instance of a bypassed node: what it missed it hears when it runs again.
            let due = !bypassed && (live.instance.is_none() || !live.callbacks.is_empty() || !live.events.is_empty());
            if live.run.is_none() && live.broken.is_none() && due {
                self.start(index, None, Body::Process, Vec::new());
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
        let inputs = match gathered {
            Gathered::NotReady(reason, inputs) if live.wants_not_ready && live.broken.is_none() => {
                return Some(self.tell_not_ready(index, request, reason, inputs));
            }
            Gathered::NotReady(reason, _) => {
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
            Gathered::Older(inputs) if starving => inputs,
            Gathered::Older(..) => return None,
            Gathered::Ready(inputs) => inputs,
        };
        let key = SlotKey { own: live.own, inputs: inputs.versions };
        if live.broken.is_some() {
            return Some(key);
        }
        let slot = live.slot_mut(request);
        (slot.waiting, slot.told) = (None, None);
        if slot.is_of(&key) && !slot.remake {
            slot.fresh = newest;
            return Some(key);
        }
        if !inputs.dropped.is_empty() {
            for (node, asked) in inputs.dropped {
                self.lives[node].slot_mut(asked).remake = true;
            }
            // They come earlier in the order: walk again.
            self.rewritten = true;
            return None;
        }
        let gives = live.run.as_ref().is_some_and(|run| gives_way(live, run));
        match &mut live.run {
            Some(run) => {
                let outdated = run.process.as_ref().is_some_and(|(r, k)| *r == request && *k != key);
                run.superseded = outdated && !gives;
                if outdated && gives {
                    run.control.cancel();
                }
            }
            None => {
                self.start(index, Some((request, key.clone())), Body::Process, inputs.data);
                // A cheap body has run already.
                let slot = self.lives[index].slot_mut(request);
                slot.fresh = newest && slot.is_of(&key) && !slot.remake;
            }
        }
        Some(key)
    }

    /// A node that does something when it is not ready is told so, once for each key. What it showed before stays until then.
    fn tell_not_ready(&mut self, index: usize, request: Option<Request>, reason: String, inputs: Inputs) -> SlotKey {
        let live = &mut self.lives[index];
        let key = SlotKey { own: live.own, inputs: inputs.versions };
        let has_instance = live.instance.is_some();
        let slot = live.slot_mut(request);
        slot.waiting = Some(reason);
        if !slot.was_told(&key) {
            match &live.run {
                None if has_instance => self.start(index, Some((request, key.clone())), Body::NotReady, inputs.data),
                // What it works on is gone.
                Some(run) if run.process.as_ref().is_some_and(|(_, running)| *running != key) => run.control.cancel(),
                Some(_) | None => {}
            }
        }
        // A cheap body has run already.
        let slot = self.lives[index].slot_mut(request);
        slot.fresh = slot.was_told(&key);
        key
    }
}

/// Whether a superseded run is worth cancelling: it waits for its turn or has barely begun, it is long and something was shown lately, or its end is far away.
fn gives_way(live: &Live, run: &Run) -> bool {
    if run.control.is_waiting() {
        return true;
    }
    if live.time.is_some_and(|time| time < QUICK_RUN) && run.since.elapsed() < QUICK_RUN {
        return false;
    }
    let attempts = live.first_attempt.map_or(Duration::ZERO, |at| at.elapsed());
    if attempts < BARELY_BEGUN {
        return true;
    }
    let so_far = run.since.elapsed();
    let whole = match run.control.progress() {
        done if done > 0.01 => so_far.div_f32(done),
        _ => live.time.unwrap_or(so_far * 2),
    };
    // Nobody would see anything for long; but what is edited all the time has to end once.
    if whole.saturating_sub(so_far) > LONG_WAIT && attempts < whole * 2 {
        return true;
    }
    let lately = live.succeeded_at.is_some_and(|at| at.elapsed() < SHOWN_LATELY);
    let long = live.time.is_none_or(|time| time > SHORT_RUN) || run.since.elapsed() > SHORT_RUN;
    lately && long
}
