//! The messages. Calls carry a number, and what answers a call carries the same one; `node` is the key of an instance in its host.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use voxloom_core::event::{Event, EventReply};
use voxloom_core::request::{Quality, Request};
use voxloom_core::{CodeState, InvalidationLevel};

use crate::data::Described;

/// Both sides must speak the same version: they come from the same build.
pub const PROTOCOL_VERSION: u32 = 3;

/// From the program to a host.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "op", rename_all = "snake_case")]
pub enum ToHost {
    /// The first message. Answered by [`FromHost::Hello`].
    Hello { version: u32 },
    /// Folders of processor files, whose helpers can be imported. Replaces the earlier list; not answered.
    Folders { folders: Vec<PathBuf> },
    /// Loads a file, or loads it again. Answered by [`FromHost::Loaded`].
    Load { call: u64, file: PathBuf },
    /// Forgets the classes of a file; not answered.
    Unload { file: PathBuf },
    /// Makes an instance of the class in that file (several files may hold one of the same identifier); without a file, of one defined
    /// in the interpreter itself. Answered by [`FromHost::Created`] or [`FromHost::Failed`].
    /// `place` is the network and the node of it; an instance that is only looked at has none.
    Create { call: u64, node: u64, place: Option<(u64, u64)>, file: Option<PathBuf>, class: String, identifier: String, display_name: String },
    /// Limits (as `Property::limits` tells them) and values of properties from now on, set without calling `onChange`; not answered.
    Values { node: u64, revision: u64, limits: serde_json::Map<String, Json>, values: Vec<(String, Json)> },
    /// Properties changed (values were sent before) and buttons were pressed: calls `onChange`, once for each path.
    /// Answered by [`FromHost::Done`] or [`FromHost::Failed`].
    Change { call: u64, node: u64, paths: Vec<String> },
    /// Runs an instance. Answered by any number of outputs, changes and progress, then [`FromHost::Done`] or [`FromHost::Failed`].
    Run(Box<Run>),
    /// Asks a run to stop; answered by the end of the run.
    Cancel { call: u64 },
    /// Something happened on a canvas. Answered by [`FromHost::EventReply`].
    Event { call: u64, node: u64, event: Event },
    /// The instance is not needed any more; not answered.
    DropInstance { node: u64 },
    /// A Python object that a [`Described::Object`] stood for is not needed any more; not answered.
    DropData { handle: u64 },
    /// A request of the program: a method with arguments. Answered by [`FromHost::Reply`].
    Request { call: u64, method: String, args: Json },
    /// The answer to [`FromHost::Request`].
    Reply { call: u64, result: Result<Json, ReplyError>, data: Option<Box<Described>> },
    /// Ends the host; answered by the end of the connection.
    Shutdown,
}

/// What a run gets.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Run {
    pub call: u64,
    pub node: u64,
    pub stage: Stage,
    /// Inports in order, for both stages.
    pub inputs: Vec<Input>,
    /// Paths of properties that changed since the instance last succeeded.
    pub changed: Vec<String>,
    /// The first run: everything counts as changed.
    pub everything: bool,
    pub request: RequestMessage,
}

/// What of an instance runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// `initializeResources`.
    Initialize,
    /// `process`.
    Process,
    /// `doIfNotReady`, in place of `process`: an input is missing.
    NotReady,
}

/// What arrived at an inport.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Input {
    pub port: String,
    /// Something else arrived since the instance last succeeded.
    pub changed: bool,
    /// The same for each connection; empty: as `changed` says.
    #[serde(default)]
    pub each: Vec<bool>,
    /// One entry for each connection.
    pub data: Vec<Option<Described>>,
}

/// From a host to the program.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "op", rename_all = "snake_case")]
pub enum FromHost {
    /// `python` is the version, `numpy` too when there is one.
    Hello {
        version: u32,
        python: String,
        executable: String,
        numpy: Option<String>,
    },
    /// A file was loaded: its classes, or why not.
    Loaded {
        call: u64,
        classes: Vec<ClassMessage>,
        error: Option<PythonError>,
        /// Modules of the user's own that it imports, directly or not: when one changes, the file is loaded again.
        #[serde(default)]
        helpers: Vec<PathBuf>,
    },
    /// `interface` as [`interface_to_json`](crate::interface_to_json) writes it.
    Created {
        call: u64,
        interface: Json,
        /// Whether the instance wants what happens on a canvas.
        #[serde(default)]
        events: bool,
        /// Whether the instance does something when an input is missing: [`Stage::NotReady`].
        #[serde(default)]
        not_ready: bool,
    },
    Progress {
        call: u64,
        progress: f32,
    },
    /// An outport was set. A port that a run does not mention keeps no data.
    Output {
        call: u64,
        port: String,
        data: Option<Box<Described>>,
    },
    /// Properties or ports were written by the instance itself. `call` is the run or change that wrote; without one it was a thread of the user's own.
    Changes {
        call: Option<u64>,
        node: u64,
        writes: Vec<(String, Json)>,
        interface: Option<Json>,
    },
    Print {
        node: Option<u64>,
        stream: Stream,
        text: String,
    },
    /// Something to say on the node that is no failure.
    Note {
        call: u64,
        text: String,
    },
    Failed {
        call: u64,
        error: PythonError,
    },
    /// A run or change succeeded. `refine`: call again when nothing newer waits.
    Done {
        call: u64,
        refine: bool,
    },
    /// The instance asks to run again.
    Invalidate {
        node: u64,
        level: Level,
    },
    EventReply {
        call: u64,
        used: bool,
        tooltip: Option<String>,
    },
    /// A query or command on the network, by a script: a method with arguments. Answered by [`ToHost::Reply`].
    Request {
        call: u64,
        method: String,
        args: Json,
    },
    /// The answer to [`ToHost::Request`].
    Reply {
        call: u64,
        result: Result<Json, PythonError>,
    },
}

/// Why the program refused what a script asked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReplyError {
    pub kind: ReplyErrorKind,
    pub message: String,
    /// What the script may want to look at: of [`ReplyErrorKind::Processor`] node, traceback, file and line.
    #[serde(default)]
    pub details: Json,
}

/// Decides which exception a script gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReplyErrorKind {
    /// Nothing has that name.
    Key,
    /// It has the wrong type.
    Type,
    /// It cannot be: a connection that does not fit, a value that is refused.
    Value,
    /// A file.
    Io,
    /// A processor failed, or is not ready.
    Processor,
    Timeout,
    /// This program does not do that.
    Unsupported,
    Runtime,
}

impl ReplyError {
    pub fn new(kind: ReplyErrorKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), details: Json::Null }
    }

    #[must_use]
    pub fn with(mut self, details: Json) -> Self {
        self.details = details;
        self
    }
}

/// Where a text was printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stream {
    Out,
    Err,
}

/// An exception, or why something ended early.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PythonError {
    #[serde(default)]
    pub kind: ErrorKind,
    /// `ValueError: what it says`.
    pub message: String,
    /// As Python prints it; empty when there is none.
    #[serde(default)]
    pub traceback: String,
    /// The innermost place in the user's own code.
    pub file: Option<PathBuf>,
    pub line: Option<u32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ErrorKind {
    #[default]
    Exception,
    /// The run was asked to stop, and did.
    Cancelled,
    /// Not a failure: an input is missing.
    NotReady,
}

impl PythonError {
    /// `ValueError: what it says (file.py:12)`.
    pub fn summary(&self) -> String {
        match (&self.file, self.line) {
            (Some(file), Some(line)) => {
                let name = file.file_name().map_or_else(|| file.display().to_string(), |name| name.to_string_lossy().into_owned());
                format!("{} ({name}:{line})", self.message)
            }
            _ => self.message.clone(),
        }
    }
}

/// What a class in a file says about itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClassMessage {
    pub class_identifier: String,
    pub display_name: String,
    pub category: String,
    #[serde(with = "StateForm")]
    pub code_state: CodeState,
    pub tags: String,
    pub help: String,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "CodeState", rename_all = "snake_case")]
enum StateForm {
    Broken,
    Experimental,
    Stable,
}

/// [`InvalidationLevel`] as it travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    Valid,
    Output,
    Resources,
}

impl From<InvalidationLevel> for Level {
    fn from(level: InvalidationLevel) -> Self {
        match level {
            InvalidationLevel::Valid => Self::Valid,
            InvalidationLevel::InvalidOutput => Self::Output,
            InvalidationLevel::InvalidResources => Self::Resources,
        }
    }
}

impl From<Level> for InvalidationLevel {
    fn from(level: Level) -> Self {
        match level {
            Level::Valid => Self::Valid,
            Level::Output => Self::InvalidOutput,
            Level::Resources => Self::InvalidResources,
        }
    }
}

/// [`Request`] as it travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestMessage {
    pub size: [u32; 2],
    pub region: Option<[u32; 4]>,
    pub moving: bool,
    pub level: u32,
}

impl From<Request> for RequestMessage {
    fn from(request: Request) -> Self {
        Self { size: request.size, region: request.region, moving: request.quality == Quality::Moving, level: request.level }
    }
}

impl From<RequestMessage> for Request {
    fn from(message: RequestMessage) -> Self {
        let quality = if message.moving { Quality::Moving } else { Quality::Settled };
        Self { region: message.region, quality, level: message.level, ..Self::settled(message.size[0], message.size[1]) }
    }
}

impl FromHost {
    /// The answer to an event.
    pub fn event_reply(call: u64, reply: EventReply) -> Self {
        Self::EventReply { call, used: reply.used, tooltip: reply.tooltip }
    }
}
