//! The evaluator thread: takes messages, walks the network, publishes what came of it.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::Duration;

use voxloom_core::context::Services;
use voxloom_core::property::InvalidationLevel;
use voxloom_core::{Registry, Request};

use super::board::Board;
use super::job::Body;
use super::live::{Live, Origin, SlotKey};
use super::plan::{self, Demand};
use super::pool::Pool;
use super::structure::Structure;
use super::{Message, Options, budget, publish};
use crate::document::NodeId;
use crate::store::{SharedStore, Snapshot};

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
    /// Lives so far.
    pub(super) lived: u64,
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
            pool: Pool::new(options.in_background),
            options,
            board,
            messages,
            wake,
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
}
