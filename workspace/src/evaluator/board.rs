//! What the evaluator tells the world: status, timing and outputs of every node, as immutable snapshots.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use voxloom_core::port::Data;
use voxloom_core::{ProcessorError, Request};

use crate::document::NodeId;

/// State of a node, visible on it.
#[derive(Debug, Clone, Default)]
pub enum ProcessorStatus {
    /// Its sink was not looked at yet, or it has none.
    #[default]
    NotEvaluated,
    /// An input is missing, and why.
    Waiting(String),
    Running(Running),
    /// Up to date.
    Ready,
    /// A result is shown, but newer inputs wait.
    Stale,
    Failed(ProcessorError),
    Cancelled,
    /// The user takes it out of the flow: what comes in goes on to outports of the same type.
    Bypassed,
    /// The class is unknown, or its file is not trusted.
    Missing(String),
}

/// A run under way.
#[derive(Debug, Clone)]
pub struct Running {
    pub since: Instant,
    pub control: Arc<voxloom_core::context::RunControl>,
}

impl ProcessorStatus {
    /// One word.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::NotEvaluated => "not evaluated",
            Self::Waiting(_) => "not ready",
            Self::Running(_) => "running",
            Self::Ready => "ready",
            Self::Stale => "stale",
            Self::Failed(_) => "failed",
            Self::Cancelled => "cancelled",
            Self::Bypassed => "bypassed",
            Self::Missing(_) => "missing",
        }
    }

    /// What there is to say beyond the word.
    pub fn message(&self) -> Option<String> {
        match self {
            Self::Waiting(reason) | Self::Missing(reason) => Some(reason.clone()),
            Self::Failed(error) => Some(error.to_string()),
            // What Python goes on with after it was asked to stop, say.
            Self::Running(running) => running.control.said().map(|text| text.to_string()),
            Self::NotEvaluated | Self::Ready | Self::Stale | Self::Cancelled | Self::Bypassed => None,
        }
    }
}

/// What is known of a node.
#[derive(Clone, Default)]
pub struct NodeState {
    pub status: ProcessorStatus,
    /// Of the last run that succeeded.
    pub time: Option<Duration>,
    /// Runs of `initialize_resources` and of `process` that succeeded.
    pub initialized: u64,
    pub processed: u64,
    /// Data on the outports, of the last request served; kept while something newer is computed.
    pub outputs: Arc<[Option<Data>]>,
    /// Bytes on the outports.
    pub bytes: usize,
    /// Things to say that are no failure.
    pub notes: Arc<[String]>,
    /// Whether it wants what happens on a canvas below.
    pub wants_events: bool,
    /// Whether there is an instance.
    pub exists: bool,
    /// Whether a canvas, an inspector or an export asks for what it makes.
    pub asked: bool,
}

/// What a canvas shows.
#[derive(Clone)]
pub struct CanvasFrame {
    pub data: Data,
    /// The request that this answers.
    pub request: Request,
    /// Document revision that it shows.
    pub revision: u64,
    /// Counts the frames of this canvas.
    pub number: u64,
}

/// Latest state of everything; reading takes one short lock and clones `Arc`s.
#[derive(Default)]
pub struct Board {
    inner: Mutex<Inner>,
}

#[derive(Default)]
struct Inner {
    nodes: Arc<BTreeMap<NodeId, NodeState>>,
    frames: BTreeMap<(NodeId, u32), CanvasFrame>,
    idle_at: u64,
}

impl Board {
    fn lock(&self) -> std::sync::MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// State of all nodes.
    pub fn nodes(&self) -> Arc<BTreeMap<NodeId, NodeState>> {
        self.lock().nodes.clone()
    }

    pub fn node(&self, id: NodeId) -> NodeState {
        self.lock().nodes.get(&id).cloned().unwrap_or_default()
    }

    /// What a viewer of a canvas shows: the last good frame, also while a newer one is made.
    pub fn frame(&self, canvas: NodeId, viewer: u32) -> Option<CanvasFrame> {
        self.lock().frames.get(&(canvas, viewer)).cloned()
    }

    /// Revision up to which everything is evaluated.
    pub fn idle_revision(&self) -> u64 {
        self.lock().idle_at
    }

    pub(super) fn update(&self, change: impl FnOnce(&mut BTreeMap<NodeId, NodeState>)) {
        change(Arc::make_mut(&mut self.lock().nodes));
    }

    pub(super) fn set_frame(&self, canvas: NodeId, viewer: u32, data: Data, request: Request, revision: u64) {
        let inner = &mut *self.lock();
        let number = inner.frames.get(&(canvas, viewer)).map_or(1, |frame| frame.number + 1);
        inner.frames.insert((canvas, viewer), CanvasFrame { data, request, revision, number });
    }

    /// Blanks a viewer: a failure or an emptied port.
    pub(super) fn clear_frame(&self, canvas: NodeId, viewer: u32) {
        self.lock().frames.remove(&(canvas, viewer));
    }

    pub(super) fn set_idle(&self, revision: u64) {
        self.lock().idle_at = revision;
    }
}
