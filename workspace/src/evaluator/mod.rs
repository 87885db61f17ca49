//! The evaluator: runs what sinks ask for, on its own thread, and publishes results on a [`Board`].
//!
//! How it works, in one page:
//! * A change of the document, of a request, or a finished run wakes the thread. It adopts the newest snapshot and walks the network once in
//!   topological order ([`structure`]), node by node and request by request ([`plan`]).
//! * A result ([`live::Slot`]) carries a key: the node's own revision (raised by property changes) and the versions of its inputs. Equal keys:
//!   up to date. So nothing is propagated; what is invalid shows by comparison, and a failure is not tried again while its key stands.
//! * What is ready runs: cheap Rust bodies at once on this thread, everything else on threads of the [`pool`], independent ones in parallel.
//! * A run whose key is out of date is cancelled only when it has barely begun, or when something was shown lately; else it finishes and is shown,
//!   marked older, while the newer one starts. What is downstream waits for the newest input unless it has shown nothing for a while.
//!   So the last value always wins and nothing starves.

mod adopt;
mod board;
mod budget;
mod bypass;
mod driver;
mod gather;
mod job;
mod live;
mod plan;
mod pool;
mod publish;
mod runs;
mod structure;
mod visit;

pub use board::{Board, CanvasFrame, NodeState, ProcessorStatus, Running};

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use voxloom_core::context::{DerivedWrite, Services};
use voxloom_core::event::{Event, EventReply};
use voxloom_core::property::InvalidationLevel;
use voxloom_core::{Registry, Request};

use crate::document::NodeId;
use crate::store::{Began, SharedStore};

/// How the evaluator behaves.
#[derive(Debug, Clone)]
pub struct Options {
    /// Bytes that outputs may take before those that nobody needs go.
    pub budget: usize,
    /// Number of the network among those of the program; its instances are told.
    pub network: u64,
    /// Bodies give way to the window and to scripts where the machine is busy.
    pub in_background: bool,
}

impl Default for Options {
    /// Half of the machine's memory.
    fn default() -> Self {
        Self { budget: voxloom_core::memory::total_memory() / 2, network: 0, in_background: false }
    }
}

enum Message {
    /// The document changed.
    Document,
    Watch {
        canvas: NodeId,
        viewer: u32,
        request: Option<Request>,
    },
    Cancel(NodeId),
    Export(BTreeSet<NodeId>),
    Invalidate(NodeId, InvalidationLevel),
    Event(NodeId, Event, Option<Sender<EventReply>>),
    Registry,
    Done(Box<job::JobResult>),
    /// What callbacks of a node (in this life) wrote whose run goes on, and what it began with.
    Consequences(NodeId, u64, Began, Vec<DerivedWrite>),
    /// Answered when everything that was asked for before is there, or these nodes and all that feeds them.
    Idle(Option<Vec<NodeId>>, Sender<()>),
    /// Answered when the instance of a node exists, or cannot.
    Instance(NodeId, Sender<()>),
    Shutdown,
}

/// Handle to the evaluator thread; dropping it cancels what runs and ends the thread.
pub struct Evaluator {
    board: Arc<Board>,
    messages: Sender<Message>,
    thread: Option<JoinHandle<()>>,
}

impl Evaluator {
    /// Starts the evaluator over a store. `wake` is called (from any thread, often) when there is something new on the board.
    pub fn start(store: SharedStore, registry: Arc<Registry>, services: Services, options: Options, wake: impl Fn() + Send + Sync + 'static) -> Self {
        let board = Arc::new(Board::default());
        let (messages, inbox) = channel();
        let listener = messages.clone();
        store.on_change(move || {
            // After the evaluator ended nobody listens, which is no error.
            drop(listener.send(Message::Document));
        });
        let driver = driver::Driver::new(store, registry, services, options, board.clone(), messages.clone(), Box::new(wake));
        let thread = std::thread::Builder::new().name("evaluator".to_owned()).spawn(move || driver.run(&inbox));
        let thread = thread.map_err(|error| log::error!("the evaluator thread could not be started: {error}")).ok();
        Self { board, messages, thread }
    }

    pub fn board(&self) -> &Arc<Board> {
        &self.board
    }

    fn send(&self, message: Message) {
        if self.messages.send(message).is_err() {
            log::error!("the evaluator has ended");
        }
    }

    /// A viewer (0, 1, …) looks at a canvas and wants a picture as requested, or looks away (`None`).
    /// Any other node may be looked at as well: it is evaluated then, and the board has its outputs.
    pub fn watch(&self, canvas: NodeId, viewer: u32, request: Option<Request>) {
        self.send(Message::Watch { canvas, viewer, request });
    }

    /// Cancels what a node is running. It is not tried again until something changes.
    pub fn cancel(&self, node: NodeId) {
        self.send(Message::Cancel(node));
    }

    /// Runs nodes that write files, once.
    pub fn export(&self, nodes: &BTreeSet<NodeId>) {
        self.send(Message::Export(nodes.clone()));
    }

    /// Hands an event to a node: between its runs, moves coalesced, presses and releases never. The answer goes to `reply`.
    pub fn send_event(&self, node: NodeId, event: Event, reply: Option<Sender<EventReply>>) {
        self.send(Message::Event(node, event, reply));
    }

    /// Runs a node again.
    pub fn invalidate(&self, node: NodeId, level: InvalidationLevel) {
        self.send(Message::Invalidate(node, level));
    }

    /// Looks again: classes in the registry, or services, changed.
    pub fn poke(&self) {
        self.send(Message::Registry);
    }

    /// [`Self::poke`] for those who outlive this handle.
    pub fn poker(&self) -> impl Fn() + Send + Sync + 'static + use<> {
        let messages = self.messages.clone();
        move || {
            if messages.send(Message::Registry).is_err() {
                log::debug!("the evaluator has ended");
            }
        }
    }

    /// Waits until a node's instance was made, or could not be: its own ports and properties are in the document then. False when the time is up.
    pub fn wait_instance(&self, node: NodeId, timeout: Duration) -> bool {
        let (sender, receiver) = channel();
        self.send(Message::Instance(node, sender));
        receiver.recv_timeout(timeout).is_ok()
    }

    /// Waits until everything that was asked for is there. False when the time is up.
    pub fn wait_idle(&self, timeout: Option<Duration>) -> bool {
        self.wait(None, timeout)
    }

    /// Waits until these nodes and all that feeds them have what was asked of them; others may go on. False when the time is up.
    pub fn wait_for(&self, nodes: &[NodeId], timeout: Option<Duration>) -> bool {
        self.wait(Some(nodes.to_vec()), timeout)
    }

    fn wait(&self, nodes: Option<Vec<NodeId>>, timeout: Option<Duration>) -> bool {
        let (sender, receiver) = channel();
        self.send(Message::Idle(nodes, sender));
        match timeout {
            Some(timeout) => receiver.recv_timeout(timeout).is_ok(),
            None => receiver.recv().is_ok(),
        }
    }
}

impl Drop for Evaluator {
    fn drop(&mut self) {
        if self.messages.send(Message::Shutdown).is_ok()
            && let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            log::error!("the evaluator thread panicked");
        }
    }
}
