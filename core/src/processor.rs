//! The processor contract: what a processor says about itself, and what it does.
//!
//! A built-in processor is one file: a function that describes it as a [`BuiltIn`], and a type that implements [`Processor`].
//!
//! ```
//! use voxloom_core::data::Buffer;
//! use voxloom_core::processor::{BuiltIn, Flow, Interface, Processor, ProcessorInfo};
//! use voxloom_core::{Context, PortSpec, ProcessorError, Property};
//!
//! /// Adds a number to every element.
//! struct Add;
//!
//! pub fn class() -> BuiltIn {
//!     BuiltIn::new(
//!         ProcessorInfo::built_in("org.example.Add", "Add", "Example", "Adds a number to every element."),
//!         || {
//!             Interface::new()
//!                 .inport(PortSpec::new::<Buffer>("input", "Numbers (float32)."))
//!                 .outport(PortSpec::new::<Buffer>("output", "The sums."))
//!                 .property(Property::float("amount", "Amount", 1.0, -10.0..=10.0).help("What is added."))
//!         },
//!         |_| Box::new(Add),
//!     )
//! }
//!
//! impl Processor for Add {
//!     fn process(&mut self, ctx: &mut Context<'_>) -> Result<Flow, ProcessorError> {
//!         let amount = ctx.values().float("amount") as f32;
//!         let sums = ctx.input::<Buffer>("input")?.array().as_slice::<f32>()?.iter().map(|v| v + amount).collect();
//!         ctx.set_output("output", Buffer::from_vec::<f32>(1, sums)?);
//!         Ok(Flow::Done)
//!     }
//! }
//! ```

use std::borrow::Cow;
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::context::Context;
use crate::error::ProcessorError;
use crate::event::{Event, EventReply};
use crate::port::PortSpec;
use crate::property::{InvalidationLevel, Kind, Leaf, Property, Values};
use crate::request::Request;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CodeState {
    Broken,
    Experimental,
    #[default]
    Stable,
}

impl CodeState {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Broken => "Broken",
            Self::Experimental => "Experimental",
            Self::Stable => "Stable",
        }
    }
}

/// What kind of end of a network a processor is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sink {
    /// No end, unless it has no outports: then it always runs.
    #[default]
    No,
    /// Shows an image: runs when someone looks.
    Canvas,
    /// Writes files: runs on its button, with `--export`, or when its `automatic` property is on.
    File,
}

/// What a class says about itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProcessorInfo {
    /// Globally unique: `org.inviwo.VolumeRaycaster`.
    pub class_identifier: Cow<'static, str>,
    pub display_name: Cow<'static, str>,
    pub category: Cow<'static, str>,
    pub code_state: CodeState,
    /// Comma separated.
    pub tags: Cow<'static, str>,
    /// Markdown; the first line is the summary.
    pub help: Cow<'static, str>,
    /// Raised when a default or the meaning of a property changes.
    pub version: u32,
    pub sink: Sink,
    /// `Rust` or `Python`.
    pub language: Cow<'static, str>,
}

impl ProcessorInfo {
    /// Information of a stable Rust processor.
    pub fn built_in(class_identifier: &'static str, display_name: &'static str, category: &'static str, help: &'static str) -> Self {
        Self {
            class_identifier: Cow::Borrowed(class_identifier),
            display_name: Cow::Borrowed(display_name),
            category: Cow::Borrowed(category),
            code_state: CodeState::Stable,
            tags: Cow::Borrowed("CPU"),
            help: Cow::Borrowed(help),
            version: 1,
            sink: Sink::No,
            language: Cow::Borrowed("Rust"),
        }
    }

    #[must_use]
    pub fn tags(mut self, tags: &'static str) -> Self {
        self.tags = Cow::Borrowed(tags);
        self
    }

    #[must_use]
    pub fn sink(mut self, sink: Sink) -> Self {
        self.sink = sink;
        self
    }
}

/// Ports and properties of a class, or of an instance that amended them.
#[derive(Debug, Clone, Default)]
pub struct Interface {
    inports: Vec<PortSpec>,
    outports: Vec<PortSpec>,
    properties: Vec<Property>,
    leaves: Vec<Leaf>,
    index: HashMap<Arc<str>, usize>,
}

impl PartialEq for Interface {
    fn eq(&self, other: &Self) -> bool {
        self.inports == other.inports && self.outports == other.outports && self.properties == other.properties
    }
}

impl Interface {
    pub fn new() -> Self {
        Self::default()
    }

    /// An interface of the given parts.
    pub fn of(inports: Vec<PortSpec>, outports: Vec<PortSpec>, properties: Vec<Property>) -> Self {
        let mut interface = Self { inports, outports, properties, leaves: Vec::new(), index: HashMap::new() };
        interface.flatten();
        interface
    }

    #[must_use]
    pub fn inport(mut self, port: PortSpec) -> Self {
        self.inports.push(port);
        self
    }

    #[must_use]
    pub fn outport(mut self, port: PortSpec) -> Self {
        self.outports.push(port);
        self
    }

    #[must_use]
    pub fn property(mut self, property: Property) -> Self {
        self.properties.push(property);
        self.flatten();
        self
    }

    pub fn inports(&self) -> &[PortSpec] {
        &self.inports
    }

    pub fn outports(&self) -> &[PortSpec] {
        &self.outports
    }

    /// The tree of properties.
    pub fn properties(&self) -> &[Property] {
        &self.properties
    }

    /// The properties that have values, flat, with their paths.
    pub fn leaves(&self) -> &[Leaf] {
        &self.leaves
    }

    pub fn leaf_index(&self, path: &str) -> Option<usize> {
        self.index.get(path).copied()
    }

    pub fn leaf(&self, path: &str) -> Option<&Leaf> {
        self.leaf_index(path).map(|index| &self.leaves[index])
    }

    pub fn inport_index(&self, identifier: &str) -> Option<usize> {
        self.inports.iter().position(|port| &*port.identifier == identifier)
    }

    pub fn outport_index(&self, identifier: &str) -> Option<usize> {
        self.outports.iter().position(|port| &*port.identifier == identifier)
    }

    fn flatten(&mut self) {
        fn collect(prefix: &str, properties: &[Property], leaves: &mut Vec<Leaf>) {
            for property in properties {
                let path = if prefix.is_empty() { property.identifier.to_string() } else { format!("{prefix}.{}", property.identifier) };
                match &property.kind {
                    Kind::Composite { children, .. } => collect(&path, children, leaves),
                    _ => leaves.push(Leaf { path: path.into(), property: property.clone() }),
                }
            }
        }
        self.leaves.clear();
        collect("", &self.properties, &mut self.leaves);
        self.index = self.leaves.iter().enumerate().map(|(i, leaf)| (leaf.path.clone(), i)).collect();
    }
}

/// What `process` ended with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flow {
    /// The outputs are final.
    Done,
    /// The outputs are worth showing and will get better: call again when nothing newer waits.
    Refine,
}

/// A living processor. Instances are owned by the evaluator, called by one thread at a time, never by the UI thread.
///
/// A panic becomes a failure of the node, and the instance is made anew before its next run.
pub trait Processor: Send {
    /// Ports and properties as this instance made them; `None`: as its class says. Asked after `create`.
    fn interface(&self) -> Option<Arc<Interface>> {
        None
    }

    /// Runs before the first `process` and after each change of [`InvalidationLevel::InvalidResources`].
    fn initialize_resources(&mut self, _ctx: &mut Context<'_>) -> Result<(), ProcessorError> {
        Ok(())
    }

    /// Reads inputs, properties and the request from the context and sets the outputs.
    /// An outport that is not set keeps no data: what is downstream is "not ready".
    fn process(&mut self, ctx: &mut Context<'_>) -> Result<Flow, ProcessorError>;

    /// Whether `not_ready` does something.
    fn wants_not_ready(&self) -> bool {
        false
    }

    /// Runs in place of `process` when an input is missing: once when that begins, and again when a property or what arrives changes.
    /// The node waits all the same; outputs that are set here stand in for the missing ones.
    fn not_ready(&mut self, _ctx: &mut Context<'_>) -> Result<(), ProcessorError> {
        Ok(())
    }

    /// A property changed. What this writes joins the step that caused it.
    fn on_change(&mut self, _path: &str, _ctx: &mut Context<'_>) {}

    /// Whether `on_event` wants what happens on a canvas below; events on objects that the processor drew come anyway.
    fn wants_events(&self) -> bool {
        false
    }

    /// Something happened on a canvas below, or to an object that the processor drew.
    fn on_event(&mut self, _event: &Event, _ctx: &mut Context<'_>) -> EventReply {
        EventReply::default()
    }
}

/// Asks the evaluator to run a node again; may be called from any thread.
pub type Invalidate = Arc<dyn Fn(InvalidationLevel) + Send + Sync>;

/// What shares the process that a node's Python code runs in. Saved with the node; nothing to nodes in Rust.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Isolation {
    /// All nodes share one process, as in Inviwo.
    #[default]
    Shared,
    /// The nodes of one file.
    File,
    /// This node alone.
    Node,
}

/// What a new instance is told about itself.
#[derive(Clone)]
pub struct Instance {
    /// Of the network among those of the program, and of the node in it.
    pub network: u64,
    pub node: u64,
    pub isolation: Isolation,
    /// Unique in its network.
    pub identifier: Arc<str>,
    pub display_name: Arc<str>,
    pub invalidate: Invalidate,
}

/// A class of processors: makes instances.
pub trait ProcessorClass: Send + Sync {
    fn info(&self) -> &ProcessorInfo;

    /// What a new node starts with. A class whose instances decide (Python's) may learn it late and amend nodes then.
    fn interface(&self) -> Arc<Interface>;

    fn create(&self, instance: &Instance) -> Result<Box<dyn Processor>, ProcessorError>;

    /// What this node asks of what is connected to an inport, when it is asked for `request` itself.
    fn upstream_request(&self, _values: &Values, _inport: &str, request: &Request) -> Request {
        *request
    }

    /// What a sink that nobody looks at (an exporter) asks for.
    fn own_request(&self, _values: &Values) -> Request {
        Request::default()
    }

    /// The file that the class came from.
    fn file(&self) -> Option<&Path> {
        None
    }

    /// Why the class cannot be used at present, for a list that shows it greyed.
    fn error(&self) -> Option<String> {
        None
    }
}

/// A class as a Rust processor declares it.
#[derive(Clone)]
pub struct BuiltIn {
    pub info: ProcessorInfo,
    pub interface: fn() -> Interface,
    pub create: fn(&Instance) -> Box<dyn Processor>,
    pub upstream_request: fn(&Values, &str, &Request) -> Request,
    pub own_request: fn(&Values) -> Request,
}

impl BuiltIn {
    pub fn new(info: ProcessorInfo, interface: fn() -> Interface, create: fn(&Instance) -> Box<dyn Processor>) -> Self {
        Self { info, interface, create, upstream_request: |_, _, request| *request, own_request: |_| Request::settled(512, 512) }
    }

    /// Changes what is asked of the inports.
    #[must_use]
    pub fn upstream_request(mut self, f: fn(&Values, &str, &Request) -> Request) -> Self {
        self.upstream_request = f;
        self
    }

    /// Says what this sink asks for by itself.
    #[must_use]
    pub fn own_request(mut self, f: fn(&Values) -> Request) -> Self {
        self.own_request = f;
        self
    }
}

/// A [`BuiltIn`] in the registry.
pub(crate) struct BuiltInClass {
    declared: BuiltIn,
    interface: Arc<Interface>,
}

impl BuiltInClass {
    pub(crate) fn new(declared: BuiltIn) -> Self {
        let interface = Arc::new((declared.interface)());
        Self { declared, interface }
    }
}

impl ProcessorClass for BuiltInClass {
    fn info(&self) -> &ProcessorInfo {
        &self.declared.info
    }

    fn interface(&self) -> Arc<Interface> {
        self.interface.clone()
    }

    fn create(&self, instance: &Instance) -> Result<Box<dyn Processor>, ProcessorError> {
        Ok((self.declared.create)(instance))
    }

    fn upstream_request(&self, values: &Values, inport: &str, request: &Request) -> Request {
        (self.declared.upstream_request)(values, inport, request)
    }

    fn own_request(&self, values: &Values) -> Request {
        (self.declared.own_request)(values)
    }
}
