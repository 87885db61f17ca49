//! One run of one processor, on whatever thread.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::time::{Duration, Instant};

use voxloom_core::context::{ChangeSet, Context, DerivedWrite, InputData, RunControl, RunResult, Services};
use voxloom_core::processor::{Flow, Instance, Interface, Processor, ProcessorClass};
use voxloom_core::{ProcessorError, Request, Value, Values};

use super::Message;
use super::live::{QueuedEvent, SlotKey};
use crate::document::NodeId;
use crate::store::Began;

/// What a run calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Body {
    Process,
    /// An input is missing.
    NotReady,
}

/// Everything that a run needs, taken out of the evaluator.
pub(super) struct Job {
    pub(super) node: NodeId,
    /// Which life of the node it is for.
    pub(super) life: u64,
    pub(super) class: Arc<dyn ProcessorClass>,
    pub(super) instance: Option<Box<dyn Processor>>,
    /// There is no instance: what a new one is told about itself.
    pub(super) newcomer: Option<Instance>,
    pub(super) values: Values,
    pub(super) inputs: Vec<InputData>,
    pub(super) changed: ChangeSet,
    /// Properties whose callbacks are due, in order; a button once for each press.
    pub(super) callbacks: Vec<Arc<str>>,
    /// Undo or redo called for the callbacks: the document holds already what they would write.
    pub(super) travelled: bool,
    pub(super) events: Vec<QueuedEvent>,
    pub(super) initialize: bool,
    /// The slot to fill, or callbacks and creation only.
    pub(super) process: Option<(Option<Request>, SlotKey)>,
    pub(super) body: Body,
    pub(super) services: Services,
    pub(super) control: Arc<RunControl>,
    /// Who gets what callbacks wrote, before a body that may take long; `None`: it comes with the result.
    pub(super) early: Option<Sender<Message>>,
    /// How often undo and redo had brought in another document.
    pub(super) travels: u64,
    /// Revision of the document that this run shows.
    pub(super) revision: u64,
}

/// What came out.
pub(super) struct JobResult {
    pub(super) node: NodeId,
    pub(super) life: u64,
    /// Gone after a panic: it is made anew.
    pub(super) instance: Option<Box<dyn Processor>>,
    /// Ports and properties of an instance that was just made.
    pub(super) created: Option<Option<Arc<Interface>>>,
    pub(super) initialized: bool,
    /// Whether the instance wants events, and to be told that it is not ready; `None` when there is none.
    pub(super) wants: Option<(bool, bool)>,
    /// Events that a new instance gets after its interface is known.
    pub(super) events: Vec<QueuedEvent>,
    /// Writes of callbacks: they join the step that caused them.
    pub(super) consequences: Vec<DerivedWrite>,
    /// The button among what called for them.
    pub(super) pressed: Option<Arc<str>>,
    pub(super) outcome: Result<Outcome, ProcessorError>,
    pub(super) process: Option<(Option<Request>, SlotKey)>,
    pub(super) body: Body,
    pub(super) elapsed: Duration,
    pub(super) revision: u64,
    pub(super) travels: u64,
    /// What it ran with.
    pub(super) values: Values,
}

#[derive(Default)]
pub(super) struct Outcome {
    pub(super) refine: bool,
    pub(super) result: RunResult,
}

/// Runs a job. A panic is a failure of this node and of nothing else.
pub(super) fn run(mut job: Job) -> JobResult {
    let start = Instant::now();
    let mut result = JobResult {
        node: job.node,
        life: job.life,
        instance: None,
        created: None,
        initialized: false,
        wants: None,
        events: Vec::new(),
        consequences: Vec::new(),
        pressed: job.callbacks.iter().find(|path| job.values.get(path) == Some(&Value::Button)).cloned(),
        outcome: Ok(Outcome::default()),
        process: job.process.clone(),
        body: job.body,
        elapsed: Duration::ZERO,
        revision: job.revision,
        travels: job.travels,
        values: job.values.clone(),
    };
    let mut instance = job.instance.take();
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        let outcome = steps(&mut job, &mut instance, &mut result);
        result.wants = instance.as_ref().map(|instance| (instance.wants_events(), instance.wants_not_ready()));
        outcome
    }));
    result.outcome = outcome.unwrap_or_else(|panic| {
        instance = None;
        let text =
            panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("without a message");
        Err(ProcessorError::failed(format!("the processor panicked: {text}. It is made anew before its next run")))
    });
    result.instance = instance;
    result.elapsed = start.elapsed();
    result
}

fn steps(job: &mut Job, instance: &mut Option<Box<dyn Processor>>, result: &mut JobResult) -> Result<Outcome, ProcessorError> {
    if instance.is_none()
        && let Some(identity) = &job.newcomer
    {
        let made = job.class.create(identity)?;
        let own = made.interface();
        let differs = own.is_some();
        result.created = Some(own);
        *instance = Some(made);
        // An instance with ports and properties of its own runs after the document was amended.
        if job.process.is_none() && job.events.is_empty() || differs {
            result.process = None;
            result.events = std::mem::take(&mut job.events);
            return Ok(Outcome::default());
        }
    }
    let Some(processor) = instance else { return Err(ProcessorError::failed("the new instance vanished")) };
    let request = job.process.as_ref().and_then(|(request, _)| *request).unwrap_or_default();
    let events = std::mem::take(&mut job.events);
    let job = &*job;
    let context = || Context::new(&job.values, &job.inputs, &job.changed, request, &job.services, &job.control);
    if !job.callbacks.is_empty() {
        let mut ctx = context();
        for path in &job.callbacks {
            processor.on_change(path, &mut ctx);
        }
        result.consequences = ctx.finish().derived;
        if job.travelled {
            result.consequences.retain(|write| matches!(write, DerivedWrite::Amend(_)));
        }
    }
    if !events.is_empty() {
        let mut ctx = context();
        for (event, reply) in events {
            let answer = processor.on_event(&event, &mut ctx);
            if let Some(reply) = reply
                && reply.send(answer).is_err()
            {
                log::debug!("nobody waits for the answer to an event any more");
            }
        }
        result.consequences.extend(ctx.finish().derived);
    }
    if job.process.is_none() {
        return Ok(Outcome::default());
    }
    if let Some(evaluator) = &job.early
        && !result.consequences.is_empty()
    {
        let began = Began { travels: job.travels, values: job.values.clone(), pressed: result.pressed.clone() };
        // After the evaluator ended nobody listens.
        drop(evaluator.send(Message::Consequences(job.node, job.life, began, std::mem::take(&mut result.consequences))));
    }
    let mut ctx = context();
    if job.body == Body::NotReady {
        processor.not_ready(&mut ctx)?;
        return Ok(Outcome { refine: false, result: ctx.finish() });
    }
    if job.initialize {
        processor.initialize_resources(&mut ctx)?;
        result.initialized = true;
    }
    let flow = processor.process(&mut ctx)?;
    Ok(Outcome { refine: flow == Flow::Refine, result: ctx.finish() })
}
