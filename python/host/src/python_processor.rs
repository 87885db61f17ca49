//! A processor whose code runs in a Python host.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use serde_json::Value as Json;
use voxloom_core::context::Context;
use voxloom_core::event::{Event, EventReply};
use voxloom_core::places::Places;
use voxloom_core::processor::{Flow, Interface, Processor};
use voxloom_core::{InvalidationLevel, ProcessorError, Value, Values};
use voxloom_protocol::message::{FromHost, Input, Run, Stage, ToHost};
use voxloom_protocol::{Attached, Attachments, Release, interface_from_json};

use crate::PythonEvent;
use crate::connection::{Answer, Call, Connection};
use crate::error::{HostError, python_failure};
use crate::scan;
use crate::shared::{InstanceState, Shared, lock};

/// How often a waiting run looks whether it was cancelled.
const LOOK: Duration = Duration::from_millis(20);
/// How long Python may go on after it was asked to stop before that is said.
const REACTION: Duration = Duration::from_secs(1);
/// How long a constructor may take.
const CONSTRUCTOR: Duration = Duration::from_secs(600);
/// How long the answer to an event is waited for.
const EVENT: Duration = Duration::from_millis(500);

pub(crate) struct PythonProcessor {
    shared: Arc<Shared>,
    state: Arc<InstanceState>,
    /// The host that the instance lives in, or lived in.
    home: Arc<Connection>,
    /// As the instance made it.
    interface: Arc<Interface>,
    /// Whether `initializeResources` ran.
    initialized: bool,
    /// The values that the instance has.
    sent: Option<Values>,
    revision: u64,
    /// Ports changed in this run.
    amended: bool,
}

impl PythonProcessor {
    pub(crate) fn create(shared: &Arc<Shared>, state: InstanceState) -> Result<Self, HostError> {
        let state = Arc::new(state);
        // Known before it is made, so that what its constructor prints has a name.
        lock(&shared.instances).insert(state.node, state.clone());
        match make(shared, &state) {
            Ok((home, interface)) => Ok(Self {
                shared: shared.clone(),
                state,
                home,
                interface: Arc::new(interface),
                initialized: false,
                sent: None,
                revision: 0,
                amended: false,
            }),
            Err(error) => {
                lock(&shared.instances).remove(&state.node);
                Err(error)
            }
        }
    }

    /// Makes the instance anew when its host died or its class changed, then sends what values changed.
    fn prepare(&mut self, ctx: &mut Context<'_>) -> Result<(), ProcessorError> {
        self.amended = false;
        if !self.home.is_alive() || self.state.stale.swap(false, Ordering::AcqRel) {
            if self.home.is_alive() {
                self.home.send(&ToHost::DropInstance { node: self.state.node })?;
            }
            (self.initialized, self.sent) = (false, None);
            lock(&self.state.deferred).clear();
            let made = make(&self.shared, &self.state).inspect_err(|_| self.state.stale.store(true, Ordering::Release));
            let (home, interface) = made?;
            self.home = home;
            self.interface = Arc::new(interface);
            if *self.interface != **ctx.values().interface() {
                self.amended = true;
                ctx.amend((*self.interface).clone());
            }
        }
        let deferred = std::mem::take(&mut *lock(&self.state.deferred));
        for message in deferred {
            if let FromHost::Changes { writes, interface, .. } = message {
                self.apply_changes(writes, interface, ctx)?;
            }
        }
        let places = ctx.service::<Places>().ok();
        self.send_values(ctx.values(), places.as_deref())
    }

    /// Paths are sent as this machine has them: what is relative in a document is not so in Python.
    fn send_values(&mut self, values: &Values, places: Option<&Places>) -> Result<(), ProcessorError> {
        let form = |value: &Value| match (value, places) {
            (Value::Path(path), Some(places)) if !path.is_empty() => Json::from(places.resolve(path).to_string_lossy()),
            _ => value.to_json(),
        };
        if self.sent.as_ref().is_some_and(|sent| sent.same(values)) {
            return Ok(());
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
        if !changed.is_empty() {
            self.revision += 1;
            self.home.send(&ToHost::Values { node: self.state.node, revision: self.revision, values: changed })?;
        }
        self.sent = Some(values.clone());
        Ok(())
    }

    fn run(&mut self, stage: Stage, ctx: &mut Context<'_>) -> Result<Flow, ProcessorError> {
        let mut attachments = Attachments::default();
        let mut inputs = Vec::with_capacity(ctx.inputs().len());
        for (port, input) in ctx.values().interface().inports().iter().zip(ctx.inputs()) {
            let describe = |data: &Option<_>| data.as_ref().map(|data| attachments.describe(data)).transpose();
            let data = input.data.iter().map(describe).collect::<Result<_, _>>().map_err(HostError::from)?;
            inputs.push(Input { port: port.identifier.to_string(), changed: input.changed, data });
        }
        let leaves = ctx.values().interface().leaves();
        let changed = ctx.changed().properties.iter().filter_map(|index| leaves.get(*index)).map(|leaf| leaf.path.to_string()).collect();
        let (node, everything, request) = (self.state.node, ctx.changed().everything, (*ctx.request()).into());
        let call = self.home.call(|call| ToHost::Run(Box::new(Run { call, node, stage, inputs, changed, everything, request })), attachments)?;
        self.finish(&call, ctx)
    }

    /// Waits for the end of a run or change, and takes what comes before it.
    fn finish(&mut self, call: &Call, ctx: &mut Context<'_>) -> Result<Flow, ProcessorError> {
        let mut asked_to_stop = None;
        let mut said = false;
        loop {
            match call.next(LOOK) {
                Some(Answer::Message(message, attached)) => {
                    if let Some(end) = self.take(*message, &attached, ctx)? {
                        return end;
                    }
                }
                Some(Answer::Died(_)) if asked_to_stop.is_some() => return Err(ProcessorError::Cancelled),
                Some(Answer::Died(end)) => return Err(self.died(end.into())),
                None => {}
            }
            match asked_to_stop {
                None if ctx.control().is_cancelled() => {
                    self.home.send(&ToHost::Cancel { call: call.number })?;
                    asked_to_stop = Some(Instant::now());
                }
                Some(since) if !said && since.elapsed() > REACTION => {
                    said = true;
                    self.does_not_react(ctx);
                }
                Some(_) | None => {}
            }
        }
    }

    /// One message of a run; its end, when it is that.
    fn take(
        &mut self,
        message: FromHost,
        attached: &Attached,
        ctx: &mut Context<'_>,
    ) -> Result<Option<Result<Flow, ProcessorError>>, ProcessorError> {
        match message {
            FromHost::Progress { progress, .. } => ctx.set_progress(progress),
            FromHost::Note { text, .. } => ctx.note(text),
            FromHost::Output { port, data, .. } => {
                let release: Release = {
                    let home = Arc::downgrade(&self.home);
                    Arc::new(move |handle| {
                        if let Some(home) = home.upgrade()
                            && let Err(error) = home.send(&ToHost::DropData { handle })
                        {
                            log::debug!("a Python object was not released: {error}");
                        }
                    })
                };
                let data = data.map(|described| attached.restore(&described, Some(&release))).transpose().map_err(HostError::from)?;
                if self.amended && ctx.values().interface().outport_index(&port).is_none() {
                    // The port is as new as the data: the next run, which has the port, brings it again.
                    (self.state.invalidate)(InvalidationLevel::InvalidOutput);
                }
                ctx.set_output_data(&port, data);
            }
            FromHost::Changes { writes, interface, .. } => self.apply_changes(writes, interface, ctx)?,
            FromHost::Done { refine, .. } => return Ok(Some(Ok(if refine { Flow::Refine } else { Flow::Done }))),
            FromHost::Failed { error, .. } => return Ok(Some(Err(python_failure(error)))),
            other => log::debug!("a run does not expect {other:?}"),
        }
        Ok(None)
    }

    /// What the instance wrote to itself: shown and saved, but not sent back to it.
    fn apply_changes(&mut self, writes: Vec<(String, Json)>, interface: Option<Json>, ctx: &mut Context<'_>) -> Result<(), ProcessorError> {
        if let Some(json) = interface {
            self.interface = Arc::new(interface_from_json(&json).map_err(HostError::from)?);
            self.sent = self.sent.take().map(|sent| sent.carried_to(self.interface.clone()));
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

    fn died(&self, error: HostError) -> ProcessorError {
        match error.into() {
            ProcessorError::Failed { message, trace } => {
                ProcessorError::Failed { message: format!("{message} while {} ran; the next run starts a new one", self.state.display_name), trace }
            }
            other => other,
        }
    }

    /// Python goes on a second after it was asked to stop: a host that serves nobody else is ended, of another it is said.
    fn does_not_react(&self, ctx: &mut Context<'_>) {
        let name = &self.state.display_name;
        if lock(&self.shared.instances).len() <= 1 {
            ctx.note("Python did not react to being stopped, so its host was ended");
            self.home.kill();
            return;
        }
        let text = format!("{name} does not react to being stopped; stop its host to end it (the other Python nodes are made anew)");
        self.shared.tell(PythonEvent::Stuck { node: name.to_string(), text });
    }
}

fn make(shared: &Arc<Shared>, state: &InstanceState) -> Result<(Arc<Connection>, Interface), HostError> {
    let home = shared.host()?;
    let file = shared.file_of(&state.class);
    let interface = scan::create(&home, state.node, file, &state.class, &state.identifier, &state.display_name, CONSTRUCTOR)?;
    Ok((home, interface))
}

impl Processor for PythonProcessor {
    fn interface(&self) -> Option<Arc<Interface>> {
        Some(self.interface.clone())
    }

    fn initialize_resources(&mut self, ctx: &mut Context<'_>) -> Result<(), ProcessorError> {
        self.prepare(ctx)?;
        self.initialized = false;
        self.run(Stage::Initialize, ctx)?;
        self.initialized = true;
        Ok(())
    }

    fn process(&mut self, ctx: &mut Context<'_>) -> Result<Flow, ProcessorError> {
        self.prepare(ctx)?;
        if !self.initialized {
            self.run(Stage::Initialize, ctx)?;
            self.initialized = true;
        }
        self.run(Stage::Process, ctx)
    }

    fn on_change(&mut self, path: &str, ctx: &mut Context<'_>) {
        // An instance that is made anew before its next run starts with the new value.
        if !self.home.is_alive() || self.state.stale.load(Ordering::Acquire) {
            return;
        }
        let (node, path) = (self.state.node, path.to_owned());
        let result = self.prepare(ctx).and_then(|()| {
            let call = self.home.call(|call| ToHost::Change { call, node, paths: vec![path] }, Attachments::default())?;
            self.finish(&call, ctx)
        });
        if let Err(error) = result {
            if let ProcessorError::Failed { trace: Some(trace), .. } = &error {
                self.shared.tell(PythonEvent::Print { node: Some(self.state.display_name.to_string()), error: true, text: trace.clone() });
            }
            ctx.note(format!("onChange: {error}"));
        }
    }

    fn on_event(&mut self, event: &Event, ctx: &mut Context<'_>) -> EventReply {
        if !self.home.is_alive() {
            return EventReply::default();
        }
        let node = self.state.node;
        match self.home.ask(|call| ToHost::Event { call, node, event: event.into() }, EVENT) {
            Ok((FromHost::EventReply { used, tooltip, .. }, _)) => EventReply { used, tooltip },
            Ok(_) => EventReply::default(),
            Err(error) => {
                ctx.note(format!("event: {error}"));
                EventReply::default()
            }
        }
    }
}

impl Drop for PythonProcessor {
    fn drop(&mut self) {
        lock(&self.shared.instances).remove(&self.state.node);
        if let Err(error) = self.home.send(&ToHost::DropInstance { node: self.state.node }) {
            log::debug!("an instance was not dropped in its host: {error}");
        }
    }
}
