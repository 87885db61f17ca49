//! A running host: calls into it, and the answers.

use std::collections::BTreeMap;
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak, mpsc};
use std::time::{Duration, Instant};

use voxloom_protocol::message::{FromHost, PROTOCOL_VERSION, ReplyError, Stream, ToHost};
use voxloom_protocol::passing::split;
use voxloom_protocol::{Attached, Attachments, Frame, ProtocolError, Receiver, Sender, SocketReceiver, SocketSender};

use crate::calls::{Call, Calls};
use crate::error::HostError;
use crate::imports::Loaded;
use crate::interpreter::Interpreter;
use crate::network;
use crate::places::Places;
use crate::prints::Gate;
use crate::process::{End, Launch, Process};
use crate::turn::Turn;

/// How long a host may take to start.
const START: Duration = Duration::from_secs(60);

/// Called for what no call waits for: prints, requests, changes and invalidations of the user's own threads.
pub(crate) type Unasked = Arc<dyn Fn(&Arc<Connection>, FromHost) + Send + Sync>;
/// Called when the host ended without being asked to.
pub(crate) type Died = Arc<dyn Fn(&End) + Send + Sync>;

/// A running host. Whoever holds it can call; when it died, calls fail in words.
pub(crate) struct Connection {
    /// Unique in this process, also among hosts that are gone.
    pub id: u64,
    sender: SocketSender,
    /// `None`: the interpreter was there before, and ends by itself.
    process: Option<Arc<Process>>,
    calls: Arc<Calls>,
    next: AtomicU64,
    /// Held by the run of an instance: a host runs one at a time, so when it dies it is known of what.
    pub turn: Turn,
    pub prints: Gate,
    /// The files that it loaded, or tried to.
    files: Mutex<BTreeMap<PathBuf, Arc<FileSlot>>>,
    /// Path of its interpreter, as it said itself.
    executable: Mutex<PathBuf>,
}

/// A file in a host.
#[derive(Default)]
pub(crate) struct FileSlot {
    /// Held while the file is loaded.
    pub turn: Turn,
    /// The generation that was loaded last, and what the host said.
    pub known: Mutex<Option<(u64, Loaded)>>,
}

impl Connection {
    /// Starts a host and greets it.
    pub(crate) fn start(interpreter: &Interpreter, places: &Places, unasked: Unasked, died: Died) -> Result<Arc<Self>, HostError> {
        let calls: Arc<Calls> = Arc::default();
        let (drained, all_read) = mpsc::channel::<()>();
        let this: Arc<Mutex<Weak<Self>>> = Arc::default();
        let printed = {
            let (this, unasked) = (this.clone(), unasked.clone());
            move |stream: Stream, text: String| {
                let connection = this.lock().unwrap_or_else(PoisonError::into_inner).upgrade();
                if let Some(connection) = connection {
                    unasked(&connection, FromHost::Print { node: None, stream, text });
                }
            }
        };
        let ended = calls.clone();
        let launch = Launch { interpreter: &interpreter.path, places };
        let (process, socket) = Process::start(&launch, Arc::new(printed), move |end| {
            // What it sent before its end is read first; processes of its own may hold the connection open, so the wait has an end.
            let _ = all_read.recv_timeout(Duration::from_millis(200));
            ended.finish(end, &died);
        })?;
        let (connection, receiver) = Self::over(socket, Some(process), calls);
        *this.lock().unwrap_or_else(PoisonError::into_inner) = Arc::downgrade(&connection);
        connection.listen(receiver, unasked, move |_| {
            // Whoever waits for this may have given up.
            let _ = drained.send(());
        })?;
        connection.greet()?;
        Ok(connection)
    }

    /// Greets an interpreter that runs already, at the other end of a socket.
    pub(crate) fn attach(socket: OwnedFd, unasked: Unasked, died: Died) -> Result<Arc<Self>, HostError> {
        let calls: Arc<Calls> = Arc::default();
        let (connection, receiver) = Self::over(socket, None, calls.clone());
        connection.listen(receiver, unasked, move |reason| {
            calls.finish(End { reason, ..End::default() }, &died);
        })?;
        connection.greet()?;
        Ok(connection)
    }

    fn over(socket: OwnedFd, process: Option<Arc<Process>>, calls: Arc<Calls>) -> (Arc<Self>, SocketReceiver) {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        let (sender, receiver) = split(socket);
        let connection = Self {
            id: NEXT.fetch_add(1, Ordering::Relaxed),
            sender,
            process,
            calls,
            next: AtomicU64::new(1),
            turn: Turn::default(),
            prints: Gate::default(),
            files: Mutex::default(),
            executable: Mutex::default(),
        };
        (Arc::new(connection), receiver)
    }

    /// Reads on a thread until the connection ends; `ended` gets the reason.
    fn listen(self: &Arc<Self>, receiver: SocketReceiver, unasked: Unasked, ended: impl FnOnce(String) + Send + 'static) -> Result<(), HostError> {
        let reader = Arc::downgrade(self);
        std::thread::Builder::new()
            .name("python reader".to_owned())
            .spawn(move || read(receiver, &reader, &unasked, ended))
            .map_err(|error| HostError::Unavailable(format!("no thread for the Python host: {error}")))?;
        Ok(())
    }

    /// The greeting is call 0.
    fn greet(&self) -> Result<(), HostError> {
        let call = self.calls.register(0)?;
        self.send(&ToHost::Hello { version: PROTOCOL_VERSION })?;
        let answer = call.wait_for(START).map_err(|error| match error {
            // What Python said last is the reason: a module that is not there, say.
            HostError::Died { reason, trace, .. } => {
                let last = trace.as_deref().and_then(|trace| trace.lines().last()).unwrap_or("it said nothing");
                HostError::Unavailable(format!("the Python host {reason} while it started: {last}"))
            }
            other => other,
        });
        match answer? {
            (FromHost::Hello { version: PROTOCOL_VERSION, executable, .. }, _) => {
                *self.executable.lock().unwrap_or_else(PoisonError::into_inner) = executable.into();
                Ok(())
            }
            (FromHost::Hello { version, .. }, _) => Err(HostError::Unavailable(format!(
                "the extension _voxloom speaks version {version} of the protocol, the program {PROTOCOL_VERSION}; build both: cargo build -p voxloom-wheel"
            ))),
            (other, _) => Err(unexpected(&other)),
        }
    }

    /// Sends a message that is not answered.
    pub(crate) fn send(&self, message: &ToHost) -> Result<(), HostError> {
        self.deliver(Frame::plain(message)?)
    }

    /// Sends a message with the next one, before it.
    pub(crate) fn send_with_next(&self, message: &ToHost) -> Result<(), HostError> {
        Ok(self.sender.hold(&Frame::plain(message)?)?)
    }

    fn deliver(&self, frame: Frame) -> Result<(), HostError> {
        match self.sender.send(frame) {
            // Its end is about to be noticed and put into words: whoever waits for an answer hears it.
            Ok(()) | Err(ProtocolError::Closed) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Answers a question of the host.
    pub(crate) fn reply(&self, call: u64, result: Result<network::Answer, ReplyError>) -> Result<(), HostError> {
        let mut attachments = Attachments::default();
        let (result, data) = match result {
            Ok(network::Answer { json, data }) => (Ok(json), data.map(|data| attachments.describe(&data)).transpose()?.map(Box::new)),
            Err(error) => (Err(error), None),
        };
        self.deliver(Frame::new(&ToHost::Reply { call, result, data }, attachments)?)
    }

    /// Calls; the answers come to the returned [`Call`].
    pub(crate) fn call(&self, message: impl FnOnce(u64) -> ToHost, attachments: Attachments) -> Result<Call, HostError> {
        let call = self.calls.register(self.next.fetch_add(1, Ordering::Relaxed))?;
        self.deliver(Frame::new(&message(call.number), attachments)?)?;
        Ok(call)
    }

    /// Calls and waits for the one answer.
    pub(crate) fn ask(&self, message: impl FnOnce(u64) -> ToHost, patience: Duration) -> Result<(FromHost, Arc<Attached>), HostError> {
        self.call(message, Attachments::default())?.wait_for(patience)
    }

    pub(crate) fn is_alive(&self) -> bool {
        !self.calls.are_over()
    }

    /// Whether it is no process of ours.
    pub(crate) fn is_attached(&self) -> bool {
        self.process.is_none()
    }

    pub(crate) fn pid(&self) -> Option<u32> {
        self.process.as_ref().map(|process| process.pid)
    }

    /// Lets it take no more than so many bytes beyond what it has now.
    pub(crate) fn limit_memory(&self, bytes: u64) {
        if let Some(process) = &self.process
            && let Err(error) = process.limit_memory(bytes)
        {
            log::warn!("the memory of a Python host is not limited: {error}");
        }
    }

    /// Path of its interpreter.
    pub(crate) fn executable(&self) -> PathBuf {
        self.executable.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What it knows of a file.
    pub(crate) fn file(&self, path: &Path) -> Arc<FileSlot> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner).entry(path.to_owned()).or_default().clone()
    }

    pub(crate) fn forget_file(&self, path: &Path) {
        self.files.lock().unwrap_or_else(PoisonError::into_inner).remove(path);
    }

    /// Ends it at once; an interpreter that is no process of ours goes on. The reason goes on a sentence that began with the host;
    /// `wanted`: by a person.
    pub(crate) fn kill(&self, reason: &str, wanted: bool) {
        if let Some(process) = &self.process {
            self.calls.complain(reason, wanted);
            process.kill();
        }
    }

    /// Waits until its end is known to all who wait for it.
    pub(crate) fn wait_ended(&self, patience: Duration) {
        let started = Instant::now();
        while self.is_alive() && started.elapsed() < patience {
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    /// Asks it to end, and ends it when it does not within `patience`. An interpreter that is no process of ours goes on without us.
    pub(crate) fn shut_down(&self, patience: Duration) {
        self.calls.close();
        // A host that cannot be asked is killed.
        if let Some(process) = &self.process
            && (self.send(&ToHost::Shutdown).is_err() || !process.wait(patience))
        {
            process.kill();
            process.wait(Duration::from_millis(500));
        }
        self.sender.close();
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.calls.close();
        if let Some(process) = &self.process {
            process.kill();
        }
        self.sender.close();
    }
}

/// Reads until the connection ends.
fn read(mut receiver: SocketReceiver, connection: &Weak<Connection>, unasked: &Unasked, ended: impl FnOnce(String)) {
    let why = loop {
        let opened = receiver.recv().and_then(Frame::open::<FromHost>);
        let Some(connection) = connection.upgrade() else { return };
        match opened {
            Ok((message, attached)) => {
                if let Some(message) = connection.calls.dispatch(message, attached) {
                    unasked(&connection, message);
                }
            }
            Err(error) => break error,
        }
    };
    let Some(connection) = connection.upgrade() else { return };
    if !matches!(why, ProtocolError::Closed) {
        log::error!("the connection to a Python host broke: {why}");
        let reason = format!("was ended, because {why}");
        connection.kill(&reason, false);
        connection.sender.close();
        ended(reason);
    } else {
        ended("ended the connection".to_owned());
    }
    // A host without a connection is of no use.
    if let Some(process) = &connection.process
        && !process.wait(Duration::from_millis(300))
    {
        process.kill();
    }
}

/// An answer of another kind than the one that belongs to the call.
pub(crate) fn unexpected(message: &FromHost) -> HostError {
    log::error!("an unexpected answer came: {message:?}");
    HostError::Protocol("the Python host gave an answer that belongs to another question".to_owned())
}
