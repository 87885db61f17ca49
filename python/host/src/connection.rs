//! A running host: calls into it, and the answers.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak, mpsc};
use std::time::Duration;

use voxloom_protocol::message::{FromHost, PROTOCOL_VERSION, Stream, ToHost};
use voxloom_protocol::passing::split;
use voxloom_protocol::{Attached, Attachments, Frame, ProtocolError, Receiver, Sender, SocketReceiver, SocketSender};

use crate::error::HostError;
use crate::interpreter::Interpreter;
use crate::places::Places;
use crate::process::{End, Process};

/// How long a host may take to start.
const START: Duration = Duration::from_secs(60);

/// Called for what no call waits for: prints, requests, changes and invalidations of the user's own threads.
pub(crate) type Unasked = Arc<dyn Fn(&Arc<Connection>, FromHost) + Send + Sync>;
/// Called when the host ended without being asked to.
pub(crate) type Died = Arc<dyn Fn(&End) + Send + Sync>;

/// A running host. Whoever holds it can call; when it died, calls fail in words.
pub(crate) struct Connection {
    sender: SocketSender,
    process: Arc<Process>,
    calls: Arc<Calls>,
    next: AtomicU64,
}

/// The calls that wait for an answer, or how the host ended.
#[derive(Default)]
struct Calls {
    waiting: Mutex<Waiting>,
    closing: AtomicBool,
    /// Why the program ended the host: it sent what nobody understands.
    complaint: Mutex<Option<String>>,
}

#[derive(Default)]
struct Waiting {
    calls: BTreeMap<u64, mpsc::Sender<Answer>>,
    end: Option<End>,
}

/// What arrives for a call.
pub(crate) enum Answer {
    Message(Box<FromHost>, Arc<Attached>),
    Died(End),
}

/// A call on its way.
pub(crate) struct Call {
    pub number: u64,
    answers: mpsc::Receiver<Answer>,
    calls: Arc<Calls>,
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
        let (process, socket) = Process::start(&interpreter.path, places, Arc::new(printed), move |end| {
            // What it sent before its end is read first; processes of its own may hold the connection open, so the wait has an end.
            let _ = all_read.recv_timeout(Duration::from_millis(200));
            let asked = ended.closing.load(Ordering::Acquire);
            let complaint = ended.complaint.lock().unwrap_or_else(PoisonError::into_inner).take();
            let end = End { reason: complaint.unwrap_or(end.reason), ..end };
            ended.end(&end);
            if !asked {
                died(&end);
            }
        })?;
        let (sender, receiver) = split(socket);
        let connection = Arc::new(Self { sender, process, calls, next: AtomicU64::new(1) });
        *this.lock().unwrap_or_else(PoisonError::into_inner) = Arc::downgrade(&connection);
        let reader = Arc::downgrade(&connection);
        std::thread::Builder::new()
            .name("python reader".to_owned())
            .spawn(move || read(receiver, &reader, &unasked, &drained))
            .map_err(|error| HostError::Unavailable(format!("no thread for the Python host: {error}")))?;
        connection.greet()?;
        Ok(connection)
    }

    /// The greeting is call 0.
    fn greet(&self) -> Result<(), HostError> {
        let call = self.register(0)?;
        self.send(&ToHost::Hello { version: PROTOCOL_VERSION })?;
        let answer = call.wait_for(START).map_err(|error| match error {
            // What Python said last is the reason: a module that is not there, say.
            HostError::Died { reason, trace } => {
                let last = trace.as_deref().and_then(|trace| trace.lines().last()).unwrap_or("it said nothing");
                HostError::Unavailable(format!("the Python host {reason} while it started: {last}"))
            }
            other => other,
        });
        match answer? {
            (FromHost::Hello { version: PROTOCOL_VERSION, .. }, _) => Ok(()),
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

    fn deliver(&self, frame: Frame) -> Result<(), HostError> {
        match self.sender.send(frame) {
            // Its end is about to be noticed and put into words: whoever waits for an answer hears it.
            Ok(()) | Err(ProtocolError::Closed) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Calls; the answers come to the returned [`Call`].
    pub(crate) fn call(&self, message: impl FnOnce(u64) -> ToHost, attachments: Attachments) -> Result<Call, HostError> {
        let call = self.register(self.next.fetch_add(1, Ordering::Relaxed))?;
        self.deliver(Frame::new(&message(call.number), attachments)?)?;
        Ok(call)
    }

    /// Calls and waits for the one answer.
    pub(crate) fn ask(&self, message: impl FnOnce(u64) -> ToHost, patience: Duration) -> Result<(FromHost, Arc<Attached>), HostError> {
        self.call(message, Attachments::default())?.wait_for(patience)
    }

    fn register(&self, number: u64) -> Result<Call, HostError> {
        let (sender, answers) = mpsc::channel();
        let mut waiting = self.calls.lock();
        if let Some(end) = &waiting.end {
            return Err(end.clone().into());
        }
        waiting.calls.insert(number, sender);
        Ok(Call { number, answers, calls: self.calls.clone() })
    }

    pub(crate) fn is_alive(&self) -> bool {
        self.calls.lock().end.is_none()
    }

    pub(crate) fn kill(&self) {
        self.process.kill();
    }

    /// Asks it to end, and ends it when it does not within `patience`.
    pub(crate) fn shut_down(&self, patience: Duration) {
        self.calls.closing.store(true, Ordering::Release);
        // A host that cannot be asked is killed.
        if self.send(&ToHost::Shutdown).is_err() || !self.process.wait(patience) {
            self.process.kill();
            self.process.wait(Duration::from_millis(500));
        }
        self.sender.close();
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.calls.closing.store(true, Ordering::Release);
        self.process.kill();
        self.sender.close();
    }
}

/// Reads until the connection ends.
fn read(mut receiver: SocketReceiver, connection: &Weak<Connection>, unasked: &Unasked, drained: &mpsc::Sender<()>) {
    let ended = loop {
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
    if let Some(connection) = connection.upgrade() {
        if !matches!(ended, ProtocolError::Closed) {
            log::error!("the connection to a Python host broke: {ended}");
            *connection.calls.complaint.lock().unwrap_or_else(PoisonError::into_inner) = Some(format!("was ended, because {ended}"));
            connection.process.kill();
        }
        // Whoever waits for this may have given up.
        let _ = drained.send(());
        // A host without a connection is of no use.
        if !connection.process.wait(Duration::from_millis(300)) {
            connection.process.kill();
        }
    }
}

impl Calls {
    fn lock(&self) -> std::sync::MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Gives a message to the call that waits for it; returns it when none does.
    fn dispatch(&self, message: FromHost, attached: Attached) -> Option<FromHost> {
        let number = match &message {
            FromHost::Hello { .. } => 0,
            FromHost::Loaded { call, .. }
            | FromHost::Created { call, .. }
            | FromHost::Progress { call, .. }
            | FromHost::Output { call, .. }
            | FromHost::Note { call, .. }
            | FromHost::Failed { call, .. }
            | FromHost::Done { call, .. }
            | FromHost::EventReply { call, .. }
            | FromHost::Reply { call, .. } => *call,
            FromHost::Changes { call: Some(call), .. } => *call,
            FromHost::Changes { call: None, .. } | FromHost::Print { .. } | FromHost::Invalidate { .. } | FromHost::Request { .. } => {
                return Some(message);
            }
        };
        match self.lock().calls.get(&number) {
            Some(waiting) => {
                // The caller may give up at this very moment.
                let _ = waiting.send(Answer::Message(Box::new(message), Arc::new(attached)));
            }
            None => log::debug!("an answer came too late: {message:?}"),
        }
        None
    }

    fn end(&self, end: &End) {
        let mut waiting = self.lock();
        waiting.end = Some(end.clone());
        for (_, call) in std::mem::take(&mut waiting.calls) {
            // The caller may give up at this very moment.
            let _ = call.send(Answer::Died(end.clone()));
        }
    }
}

impl Call {
    /// The next answer; `None` when none came within this time.
    pub(crate) fn next(&self, patience: Duration) -> Option<Answer> {
        self.answers.recv_timeout(patience).ok()
    }

    /// The one answer to a call of its kind.
    pub(crate) fn wait_for(&self, patience: Duration) -> Result<(FromHost, Arc<Attached>), HostError> {
        match self.next(patience) {
            Some(Answer::Message(message, attached)) => match *message {
                FromHost::Failed { error, .. } => Err(HostError::Python(error)),
                message => Ok((message, attached)),
            },
            Some(Answer::Died(end)) => Err(end.into()),
            None => Err(HostError::TimedOut(patience.as_secs())),
        }
    }
}

impl Drop for Call {
    fn drop(&mut self) {
        self.calls.lock().calls.remove(&self.number);
    }
}

impl From<End> for HostError {
    fn from(end: End) -> Self {
        Self::Died { reason: end.reason, trace: end.last_words }
    }
}

/// An answer of another kind than the one that belongs to the call.
pub(crate) fn unexpected(message: &FromHost) -> HostError {
    log::error!("an unexpected answer came: {message:?}");
    HostError::Protocol("the Python host gave an answer that belongs to another question".to_owned())
}
