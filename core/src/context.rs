//! What a processor sees while it runs.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use crate::error::ProcessorError;
use crate::port::{Data, PortData};
use crate::processor::Interface;
use crate::property::{Value, Values};
use crate::request::Request;

/// Data at one inport: one entry for each connection, in order; `None` where nothing arrived (optional ports).
#[derive(Clone, Default)]
pub struct InputData {
    pub data: Vec<Option<Data>>,
    /// Whether something else arrived since this instance last succeeded.
    pub changed: bool,
    /// The same for each connection; empty: as `changed` says.
    pub each: Vec<bool>,
}

/// What changed since the instance last succeeded.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChangeSet {
    /// Indices of leaves of the interface, sorted.
    pub properties: Vec<usize>,
    /// The first run of an instance: everything counts as changed.
    pub everything: bool,
}

/// A write of a processor to itself: shown, linked and saved, but no undo step, and it does not run the writer again.
#[derive(Debug, Clone)]
pub enum DerivedWrite {
    Set {
        path: Arc<str>,
        value: Value,
    },
    /// Ports and properties from now on; values are carried over by path.
    Amend(Arc<Interface>),
}

/// Progress out of, and cancellation into, a running processor; shared between threads.
#[derive(Debug, Default)]
pub struct RunControl {
    cancelled: AtomicBool,
    progress: AtomicU32,
    said: Mutex<Option<Arc<str>>>,
    waiting: AtomicBool,
}

impl RunControl {
    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }

    pub fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }

    /// 0–1.
    pub fn progress(&self) -> f32 {
        f32::from_bits(self.progress.load(Ordering::Relaxed))
    }

    pub fn set_progress(&self, progress: f32) {
        self.progress.store(progress.clamp(0.0, 1.0).to_bits(), Ordering::Relaxed);
    }

    /// Says something on the node while it runs; replaces what was said before.
    pub fn say(&self, text: &str) {
        *self.said.lock().unwrap_or_else(PoisonError::into_inner) = Some(text.into());
    }

    /// The run waits for its turn and has done nothing yet: nothing is lost when it gives way.
    pub fn set_waiting(&self, waiting: bool) {
        self.waiting.store(waiting, Ordering::Relaxed);
    }

    pub fn is_waiting(&self) -> bool {
        self.waiting.load(Ordering::Relaxed)
    }

    /// What the run says about itself.
    pub fn said(&self) -> Option<Arc<str>> {
        self.said.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Things that the program lends to processors, by type: the renderer, paths.
#[derive(Clone, Default)]
pub struct Services(Arc<HashMap<TypeId, Arc<dyn Any + Send + Sync>>>);

impl Services {
    #[must_use]
    pub fn with<T: Any + Send + Sync>(mut self, service: Arc<T>) -> Self {
        Arc::make_mut(&mut self.0).insert(TypeId::of::<T>(), service);
        self
    }

    pub fn get<T: Any + Send + Sync>(&self) -> Option<Arc<T>> {
        self.0.get(&TypeId::of::<T>())?.clone().downcast::<T>().ok()
    }
}

/// Inputs, properties, request, outputs: everything a run reads and writes.
pub struct Context<'a> {
    values: &'a Values,
    inputs: &'a [InputData],
    changed: &'a ChangeSet,
    request: Request,
    services: &'a Services,
    control: &'a RunControl,
    /// Ports as they are after this run, when it amended them.
    amended: Option<Arc<Interface>>,
    /// By outport index of `amended`, or of the values' interface.
    outputs: Vec<Option<Data>>,
    derived: Vec<DerivedWrite>,
    notes: Vec<String>,
}

/// What a run left in its context.
#[derive(Default)]
pub struct RunResult {
    /// One for each outport.
    pub outputs: Vec<Option<Data>>,
    pub derived: Vec<DerivedWrite>,
    pub notes: Vec<String>,
}

impl<'a> Context<'a> {
    pub fn new(
        values: &'a Values,
        inputs: &'a [InputData],
        changed: &'a ChangeSet,
        request: Request,
        services: &'a Services,
        control: &'a RunControl,
    ) -> Self {
        let outputs = vec![None; values.interface().outports().len()];
        Self { values, inputs, changed, request, services, control, amended: None, outputs, derived: Vec::new(), notes: Vec::new() }
    }

    pub fn finish(self) -> RunResult {
        RunResult { outputs: self.outputs, derived: self.derived, notes: self.notes }
    }

    /// The properties as they were when this run was planned.
    pub fn values(&self) -> &'a Values {
        self.values
    }

    pub fn request(&self) -> &Request {
        &self.request
    }

    /// All inputs, one for each inport.
    pub fn inputs(&self) -> &'a [InputData] {
        self.inputs
    }

    fn input_data(&self, port: &str) -> &'a InputData {
        match self.values.interface().inport_index(port).and_then(|index| self.inputs.get(index)) {
            Some(input) => input,
            None => panic!("the processor reads an inport \"{port}\" that it does not declare"),
        }
    }

    /// Data at an inport, or "not ready".
    pub fn input<T: PortData>(&self, port: &str) -> Result<&'a T, ProcessorError> {
        self.optional_input(port).ok_or_else(|| ProcessorError::NotReady(format!("nothing arrives at {port}")))
    }

    pub fn optional_input<T: PortData>(&self, port: &str) -> Option<&'a T> {
        self.input_data(port).data.iter().flatten().find_map(|data| data.as_any().downcast_ref::<T>())
    }

    /// The data of all connections of a multi inport, in order.
    pub fn input_list<T: PortData>(&self, port: &str) -> Vec<&'a T> {
        self.input_data(port).data.iter().flatten().filter_map(|data| data.as_any().downcast_ref::<T>()).collect()
    }

    pub fn input_changed(&self, port: &str) -> bool {
        self.changed.everything || self.input_data(port).changed
    }

    /// Whether a property changed, or a button was pressed, since this instance last succeeded.
    pub fn is_modified(&self, path: &str) -> bool {
        self.changed.everything && !matches!(self.values.get(path), Some(Value::Button))
            || self.values.interface().leaf_index(path).is_some_and(|index| self.changed.properties.binary_search(&index).is_ok())
    }

    /// Everything that changed.
    pub fn changed(&self) -> &'a ChangeSet {
        self.changed
    }

    pub fn set_output<T: PortData>(&mut self, port: &str, data: T) {
        self.set_output_data(port, Some(Arc::new(data)));
    }

    /// Data that is shared already, or nothing.
    pub fn set_output_data(&mut self, port: &str, data: Option<Data>) {
        match self.interface().outport_index(port) {
            Some(index) => self.outputs[index] = data,
            None => panic!("the processor sets an outport \"{port}\" that it does not have"),
        }
    }

    /// Writes one of this node's own properties (information, limits): shown and saved, but no undo step.
    pub fn set_derived(&mut self, path: &str, value: Value) {
        self.derived.push(DerivedWrite::Set { path: path.into(), value });
    }

    /// Ports and properties as they are now, amendments of this run included.
    pub fn interface(&self) -> &Arc<Interface> {
        self.amended.as_ref().unwrap_or_else(|| self.values.interface())
    }

    /// Changes this node's ports and properties; outports that stay keep what was set on them.
    pub fn amend(&mut self, interface: Interface) {
        if **self.interface() == interface {
            return;
        }
        let interface = Arc::new(interface);
        let mut outputs = vec![None; interface.outports().len()];
        for (port, data) in self.interface().outports().iter().zip(&self.outputs) {
            if let Some(index) = interface.outport_index(&port.identifier) {
                outputs[index].clone_from(data);
            }
        }
        self.outputs = outputs;
        self.amended = Some(interface.clone());
        self.derived.push(DerivedWrite::Amend(interface));
    }

    /// Something to say on the node that is no failure.
    pub fn note(&mut self, note: impl Into<String>) {
        self.notes.push(note.into());
    }

    pub fn set_progress(&self, progress: f32) {
        self.control.set_progress(progress);
    }

    /// Returns an error when the run should stop.
    pub fn check_cancelled(&self) -> Result<(), ProcessorError> {
        if self.control.is_cancelled() { Err(ProcessorError::Cancelled) } else { Ok(()) }
    }

    pub fn control(&self) -> &'a RunControl {
        self.control
    }

    /// A service of the program.
    pub fn service<T: Any + Send + Sync>(&self) -> Result<Arc<T>, ProcessorError> {
        self.services.get().ok_or_else(|| ProcessorError::failed(format!("the program offers no {}", std::any::type_name::<T>())))
    }
}
