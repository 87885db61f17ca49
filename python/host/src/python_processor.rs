//! A processor whose code runs in a Python host.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use serde_json::Value as Json;
use voxloom_core::context::Context;
use voxloom_core::event::{Event, EventReply};
use voxloom_core::places::Places;
use voxloom_core::processor::{Flow, Interface, Processor};
use voxloom_core::{PortSpec, ProcessorError, Value, Values};
use voxloom_protocol::message::{FromHost, Input, Run, Stage, ToHost};
use voxloom_protocol::{Attachments, interface_from_json};

use crate::PythonEvent;
use crate::connection::Connection;
use crate::error::HostError;
use crate::imports::{Created, Creation};
use crate::objects;
use crate::python_run::{Stop, dead};
use crate::shared::{InstanceState, Shared, lock};

/// How long a constructor may take.
const CONSTRUCTOR: Duration = Duration::from_secs(600);
/// How long the answer to an event is waited for.
const EVENT: Duration = Duration::from_millis(500);

pub(crate) struct PythonProcessor {
    pub(crate) shared: Arc<Shared>,
    pub(crate) state: Arc<InstanceState>,
    /// The host that the instance lives in, or lived in.
    pub(crate) home: Arc<Connection>,
    /// As the instance has it now.
    pub(crate) interface: Arc<Interface>,
    /// As its constructor made it: limits in the document that differ were changed since.
    built: Arc<Interface>,
    /// Whether it wants what happens on a canvas.
    events: bool,
    /// Whether it does something when an input is missing.
    not_ready: bool,
    /// Whether `initializeResources` ran.
    initialized: bool,
    /// The values that the instance has.
    pub(crate) sent: Option<Values>,
    /// The document's values that were compared with them last. Within one run they stay what they were when it was planned, while the
    /// instance writes to itself.
    planned: Option<Values>,
    revision: u64,
    /// Ports changed in this run.
    pub(crate) amended: bool,
    /// What a new version of the class dropped, said with the next run.
    dropped: Option<String>,
}

/// A living instance, just made.
struct Made {
    home: Arc<Connection>,
    said: Created,
}

impl PythonProcessor {
    pub(crate) fn create(shared: &Arc<Shared>, state: InstanceState) -> Result<Self, ProcessorError> {
        let state = Arc::new(state);
        // Known before it is made, so that what its constructor prints has a name.
        lock(&shared.instances).insert(state.node, state.clone());
        let made = make(shared, &state, &|| false).or_else(|error| match error {
            // It may have been another node that ended the host: once more, while no other runs.
            HostError::Died { wanted: false, .. } => {
                let home = shared.host(&state.key)?;
                let _turn = home.turn.take(|| !home.is_alive());
                make(shared, &state, &|| false)
            }
            error => Err(error),
        });
        let made = made.inspect_err(|_| {
            lock(&shared.instances).remove(&state.node);
            shared.end_if_unused(&state.key);
        })?;
        let interface = Arc::new(made.said.interface);
        let dropped = lock(&shared.former).remove(&(state.network, state.owner)).and_then(|former| what_is_gone(&former, &interface));
        *lock(&state.interface) = interface.clone();
        Ok(Self {
            shared: shared.clone(),
            state,
            home: made.home,
            built: interface.clone(),
            interface,
            events: made.said.events,
            not_ready: made.said.not_ready,
            initialized: false,
            sent: None,
            planned: None,
            revision: 0,
            amended: false,
            dropped,
        })
    }

    /// Does something in the host. When that dies it is started again and the same is tried once more, while no other node runs there:
    /// a second death is due to this node.
    fn guarded<T>(
        &mut self,
        ctx: &mut Context<'_>,
        runs: bool,
        mut work: impl FnMut(&mut Self, &mut Context<'_>) -> Result<T, Stop>,
    ) -> Result<T, ProcessorError> {
        let first = match self.in_turn(ctx, runs, &mut work) {
            Ok(done) => return Ok(done),
            Err(Stop::Failed(error)) => return Err(error),
            Err(Stop::Died(end)) => end,
        };
        if ctx.control().is_cancelled() {
            return Err(ProcessorError::Cancelled);
        }
        let name = self.state.display_name.clone();
        if first.wanted || self.home.is_attached() {
            return Err(dead(&first, &format!("the Python host {} while {name} ran; the next run starts a new one", first.reason)));
        }
        log::warn!("the Python host {} while {name} ran; it is tried once more", first.reason);
        match self.in_turn(ctx, true, &mut work) {
            Ok(done) => {
                ctx.note(format!("the Python host {} while {name} ran, was started again, and then it worked", first.reason));
                Ok(done)
            }
            Err(Stop::Failed(error)) => Err(error),
            Err(Stop::Died(end)) => {
                let text =
                    format!("the Python host {} while {name} ran, twice; it starts again when something changes or you restart it", end.reason);
                Err(dead(&end, &text))
            }
        }
    }

    fn in_turn<T>(
        &mut self,
        ctx: &mut Context<'_>,
        alone: bool,
        work: &mut impl FnMut(&mut Self, &mut Context<'_>) -> Result<T, Stop>,
    ) -> Result<T, Stop> {
        if !self.home.is_alive() {
            self.home = self.shared.host(&self.state.key)?;
            self.state.stale.store(true, Ordering::Release);
        }
        let home = self.home.clone();
        let _turn = if alone {
            ctx.control().set_waiting(true);
            let turn = home.turn.take(|| ctx.control().is_cancelled() || !home.is_alive());
            ctx.control().set_waiting(false);
            if turn.is_none() && ctx.control().is_cancelled() {
                return Err(ProcessorError::Cancelled.into());
            }
            turn
        } else {
            None
        };
        // Another node ended the host meanwhile.
        if alone && !home.is_alive() {
            return self.in_turn(ctx, alone, work);
        }
        work(self, ctx)
    }

    /// Makes the instance anew when its host died or its class changed, then sends what values changed.
    fn prepare(&mut self, ctx: &mut Context<'_>) -> Result<(), Stop> {
        self.amended = false;
        if self.state.stale.swap(false, Ordering::AcqRel) || !self.home.is_alive() {
            self.renew(ctx)?;
        }
        if !self.amended && !same_shape(&self.interface, ctx.interface()) {
            // Undo brought back a document from before the instance changed its ports; it does not say so twice by itself.
            self.amended = true;
            let limits = ctx.interface().limits_beyond(&self.interface);
            ctx.amend(self.interface.with_limits(&limits));
        }
        if let Some(dropped) = self.dropped.take() {
            ctx.note(dropped);
        }
        let deferred = std::mem::take(&mut *lock(&self.state.deferred));
        for message in deferred {
            if let FromHost::Changes { writes, interface, .. } = message {
                self.apply_changes(writes, interface, ctx)?;
            }
        }
        let places = ctx.service::<Places>().ok();
        Ok(self.send_values(ctx.values(), places.as_deref())?)
    }

    fn renew(&mut self, ctx: &mut Context<'_>) -> Result<(), Stop> {
        if self.home.is_alive() {
            self.home.send(&ToHost::DropInstance { node: self.state.node })?;
        }
        (self.initialized, self.sent, self.planned) = (false, None, None);
        lock(&self.state.deferred).clear();
        let control = ctx.control();
        let made = make(&self.shared, &self.state, &|| control.is_cancelled());
        let made = made.inspect_err(|_| self.state.stale.store(true, Ordering::Release))?;
        self.dropped = what_is_gone(&self.interface, &made.said.interface);
        (self.home, self.interface) = (made.home, Arc::new(made.said.interface));
        (self.events, self.not_ready) = (made.said.events, made.said.not_ready);
        *lock(&self.state.interface) = self.interface.clone();
        let limits = ctx.interface().limits_beyond(&self.built);
        self.built = self.interface.clone();
        let amended = self.interface.with_limits(&limits);
        if amended != **ctx.interface() {
            self.amended = true;
            ctx.amend(amended);
        }
        Ok(())
    }

    /// Paths are sent as this machine has them: what is relative in a document is not so in Python.
    fn send_values(&mut self, values: &Values, places: Option<&Places>) -> Result<(), HostError> {
        let form = |value: &Value| match (value, places) {
            (Value::Path(path), Some(places)) if !path.is_empty() => Json::from(places.resolve(path).to_string_lossy()),
            _ => value.to_json(),
        };
        if self.planned.as_ref().is_some_and(|planned| planned.same(values)) {
            return Ok(());
        }
        self.planned = Some(values.clone());
        let limits = values.interface().limits_beyond(&self.interface);
        if !limits.is_empty() {
            self.interface = Arc::new(self.interface.with_limits(&limits));
            *lock(&self.state.interface) = self.interface.clone();
        }
        let known = |path: &str| match &self.sent {
            Some(sent) => sent.get(path).cloned(),
            None => self.interface.leaf(path).and_then(|leaf| leaf.property.default_value()),
        };
        let changed: Vec<(String, Json)> = values
            .iter()
            .filter(|(leaf, value)| {
                **value != Value::Button && self.interface.leaf(&leaf.path).is_some() && known(&leaf.path).as_ref() != Some(value)
            })
            .map(|(leaf, value)| (leaf.path.to_string(), form(value)))
            .collect();
        if !changed.is_empty() || !limits.is_empty() {
            self.revision += 1;
            // Whoever prepares an instance calls into it next.
            self.home.send_with_next(&ToHost::Values { node: self.state.node, revision: self.revision, limits, values: changed })?;
        }
        self.sent = Some(values.clone());
        Ok(())
    }

    fn run(&mut self, stage: Stage, ctx: &mut Context<'_>) -> Result<Flow, Stop> {
        let mut attachments = Attachments::default();
        let mut inputs = Vec::with_capacity(ctx.inputs().len());
        let control = ctx.control();
        // Data for ports that the instance does not have at present.
        let mut missed = Vec::new();
        for (port, input) in ctx.values().interface().inports().iter().zip(ctx.inputs()) {
            let mut data = Vec::with_capacity(input.data.len());
            for given in &input.data {
                let brought = given.as_ref().map(|given| objects::bring(given, &self.home, &self.state, || control.is_cancelled())).transpose()?;
                data.push(brought.map(|brought| attachments.describe(&brought)).transpose().map_err(HostError::from)?);
            }
            if self.interface.inport_index(&port.identifier).is_none() && data.iter().any(Option::is_some) {
                missed.push(port.identifier.clone());
            }
            inputs.push(Input { port: port.identifier.to_string(), changed: input.changed, each: input.each.clone(), data });
        }
        let leaves = ctx.values().interface().leaves();
        let changed = ctx.changed().properties.iter().filter_map(|index| leaves.get(*index)).map(|leaf| leaf.path.to_string()).collect();
        let (node, everything, request) = (self.state.node, ctx.changed().everything, (*ctx.request()).into());
        let call = self.home.call(|call| ToHost::Run(Box::new(Run { call, node, stage, inputs, changed, everything, request })), attachments)?;
        let flow = self.finish(&call, ctx)?;
        if missed.iter().any(|port| self.interface.inport_index(port).is_some()) {
            // The run itself added the port that the data was for: the next one, which has it, takes the data.
            (self.state.invalidate)(voxloom_core::InvalidationLevel::InvalidOutput);
        }
        Ok(flow)
    }

    /// What the instance wrote to itself: shown and saved, but not sent back to it.
    pub(crate) fn apply_changes(&mut self, writes: Vec<(String, Json)>, interface: Option<Json>, ctx: &mut Context<'_>) -> Result<(), Stop> {
        if let Some(json) = interface {
            self.interface = Arc::new(interface_from_json(&json).map_err(HostError::from)?);
            *lock(&self.state.interface) = self.interface.clone();
            self.sent = self.sent.take().map(|sent| sent.carried_beyond(self.interface.clone()));
            self.amended = true;
            ctx.amend((*self.interface).clone());
        }
        for (path, json) in writes {
            let Some(leaf) = self.interface.leaf(&path) else {
                log::warn!("{} wrote a property \"{path}\" that it does not have", self.state.display_name);
                continue;
            };
            let value = leaf.property.value_from_json(&json).map_err(|error| ProcessorError::failed(error.to_string()))?;
            if let Some(sent) = &mut self.sent
                && let Some(index) = sent.interface().leaf_index(&path)
            {
                sent.set_checked(index, value.clone());
            }
            ctx.set_derived(&path, value);
        }
        Ok(())
    }

    /// Says on the node that its file does not load as it was saved last.
    fn say_broken(&self, ctx: &mut Context<'_>) {
        let error = self.state.file.as_ref().and_then(|file| lock(&self.shared.library).error_of(file).map(|error| error.summary()));
        if let Some(error) = error {
            ctx.note(format!("the file as it was saved last does not load, and the version before it goes on: {error}"));
        }
    }
}

/// Whether two interfaces have the same ports and properties, whatever their ranges.
fn same_shape(a: &Interface, b: &Interface) -> bool {
    let same_ports = |a: &[PortSpec], b: &[PortSpec]| {
        a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.identifier == b.identifier && a.data_type == b.data_type)
    };
    let (mine, others) = (a.leaves(), b.leaves());
    same_ports(a.inports(), b.inports())
        && same_ports(a.outports(), b.outports())
        && mine.len() == others.len()
        && mine.iter().zip(others).all(|(a, b)| a.path == b.path)
}

/// Which properties and ports a new version has no more.
fn what_is_gone(before: &Interface, after: &Interface) -> Option<String> {
    let properties = before.leaves().iter().filter(|leaf| after.leaf(&leaf.path).is_none()).map(|leaf| format!("no property {}", leaf.path));
    let inports = before.inports().iter().filter(|port| after.inport_index(&port.identifier).is_none());
    let outports = before.outports().iter().filter(|port| after.outport_index(&port.identifier).is_none());
    let gone: Vec<String> = properties.chain(inports.chain(outports).map(|port| format!("no port {}", port.identifier))).collect();
    (!gone.is_empty()).then(|| format!("the new version of its file has {} any more", gone.join(", ")))
}

fn make(shared: &Arc<Shared>, state: &InstanceState, give_up: &dyn Fn() -> bool) -> Result<Made, HostError> {
    let home = shared.host(&state.key)?;
    let file = shared.load_for(&home, state)?;
    let what = Creation {
        node: state.node,
        place: Some((state.network, state.owner)),
        file: file.as_deref(),
        class: &state.class,
        identifier: &state.identifier,
        display_name: &state.display_name,
    };
    let call = what.send(&home)?;
    let created = call.wait_unless(CONSTRUCTOR, || give_up() || shared.closing.load(Ordering::Acquire));
    Ok(Made { home, said: Creation::made(created)? })
}

impl Processor for PythonProcessor {
    fn interface(&self) -> Option<Arc<Interface>> {
        Some(self.interface.clone())
    }

    fn initialize_resources(&mut self, ctx: &mut Context<'_>) -> Result<(), ProcessorError> {
        self.guarded(ctx, true, |this, ctx| {
            this.prepare(ctx)?;
            this.initialized = false;
            this.run(Stage::Initialize, ctx)?;
            this.initialized = true;
            Ok(())
        })
    }

    fn process(&mut self, ctx: &mut Context<'_>) -> Result<Flow, ProcessorError> {
        let flow = self.guarded(ctx, true, |this, ctx| {
            this.prepare(ctx)?;
            if !this.initialized {
                this.run(Stage::Initialize, ctx)?;
                this.initialized = true;
            }
            let flow = this.run(Stage::Process, ctx)?;
            this.say_broken(ctx);
            Ok(flow)
        });
        // The next run is planned from the document as it is then.
        self.planned = None;
        flow
    }

    fn wants_not_ready(&self) -> bool {
        self.not_ready
    }

    fn not_ready(&mut self, ctx: &mut Context<'_>) -> Result<(), ProcessorError> {
        let done = self.guarded(ctx, true, |this, ctx| {
            this.prepare(ctx)?;
            this.run(Stage::NotReady, ctx)?;
            this.say_broken(ctx);
            Ok(())
        });
        self.planned = None;
        done
    }

    fn on_change(&mut self, path: &str, ctx: &mut Context<'_>) {
        // An instance that is made anew before its next run starts with the new value.
        if !self.home.is_alive() || self.state.stale.load(Ordering::Acquire) {
            return;
        }
        let node = self.state.node;
        let result = self.guarded(ctx, false, |this, ctx| {
            this.prepare(ctx)?;
            if this.interface.leaf(path).is_some_and(|leaf| !leaf.property.listens) {
                // Nobody is called: the value is there, and the run says what changed.
                return Ok(Flow::Done);
            }
            let call = this.home.call(|call| ToHost::Change { call, node, paths: vec![path.to_owned()] }, Attachments::default())?;
            this.finish(&call, ctx)
        });
        if let Err(error) = result {
            if let ProcessorError::Failed { trace: Some(trace), .. } = &error {
                self.shared.tell(PythonEvent::Print { node: Some(self.state.display_name.to_string()), error: true, text: trace.clone() });
            }
            ctx.note(format!("onChange: {error}"));
        }
    }

    fn wants_events(&self) -> bool {
        self.events
    }

    fn on_event(&mut self, event: &Event, ctx: &mut Context<'_>) -> EventReply {
        if !self.home.is_alive() {
            return EventReply::default();
        }
        let node = self.state.node;
        let asked = self.home.call(|call| ToHost::Event { call, node, event: event.clone() }, Attachments::default());
        // What the processor wrote while it handled the event comes before its answer.
        let mut changes = Vec::new();
        let answered = asked.and_then(|call| {
            loop {
                match call.wait_for(EVENT)?.0 {
                    FromHost::Changes { writes, interface, .. } => changes.push((writes, interface)),
                    FromHost::EventReply { used, tooltip, .. } => return Ok(EventReply { used, tooltip }),
                    _ => return Ok(EventReply::default()),
                }
            }
        });
        for (writes, interface) in changes {
            if let Err(Stop::Failed(error)) = self.apply_changes(writes, interface, ctx) {
                ctx.note(format!("event: {error}"));
            }
        }
        answered.unwrap_or_else(|error| {
            ctx.note(format!("event: {error}"));
            EventReply::default()
        })
    }
}

impl Drop for PythonProcessor {
    fn drop(&mut self) {
        lock(&self.shared.instances).remove(&self.state.node);
        if let Err(error) = self.home.send(&ToHost::DropInstance { node: self.state.node }) {
            log::debug!("an instance was not dropped in its host: {error}");
        }
        self.shared.end_if_unused(&self.state.key);
    }
}
