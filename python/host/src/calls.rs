//! Calls into a host that wait for their answers, and what they hear when the host ends.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::time::{Duration, Instant};

use voxloom_protocol::Attached;
use voxloom_protocol::message::FromHost;

use crate::connection::Died;
use crate::error::HostError;
use crate::process::End;

/// The calls that wait for an answer, or how the host ended.
#[derive(Default)]
pub(crate) struct Calls {
    waiting: Mutex<Waiting>,
    closing: AtomicBool,
    /// Why the program ended the host.
    complaint: Mutex<Option<Complaint>>,
}

/// Why the program ended a host.
struct Complaint {
    reason: String,
    /// A person wanted it.
    wanted: bool,
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

impl Calls {
    fn lock(&self) -> std::sync::MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A new call of this number.
    pub(crate) fn register(self: &Arc<Self>, number: u64) -> Result<Call, HostError> {
        let (sender, answers) = mpsc::channel();
        let mut waiting = self.lock();
        if let Some(end) = &waiting.end {
            return Err(end.clone().into());
        }
        waiting.calls.insert(number, sender);
        Ok(Call { number, answers, calls: self.clone() })
    }

    /// Whether the host is gone.
    pub(crate) fn are_over(&self) -> bool {
        self.lock().end.is_some()
    }

    /// The end of the host is wanted by the program: nobody is told of it.
    pub(crate) fn close(&self) {
        self.closing.store(true, Ordering::Release);
    }

    /// Says why the program ends the host; the first reason counts.
    pub(crate) fn complain(&self, reason: &str, wanted: bool) {
        let mut complaint = self.complaint.lock().unwrap_or_else(PoisonError::into_inner);
        complaint.get_or_insert_with(|| Complaint { reason: reason.to_owned(), wanted });
    }

    /// Gives a message to the call that waits for it; returns it when none does.
    pub(crate) fn dispatch(&self, message: FromHost, attached: Attached) -> Option<FromHost> {
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

    /// The host is gone: whoever waits hears it.
    pub(crate) fn finish(&self, end: End, died: &Died) {
        let asked = self.closing.load(Ordering::Acquire);
        let complaint = self.complaint.lock().unwrap_or_else(PoisonError::into_inner).take();
        let end = match complaint {
            Some(Complaint { reason, wanted }) => End { reason, wanted, ..end },
            None => End { wanted: asked, ..end },
        };
        self.end(&end);
        if !asked {
            died(&end);
        }
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
        self.wait_unless(patience, || false)
    }

    /// The one answer to a call of its kind, or [`HostError::GivenUp`] as soon as `give_up` says so.
    pub(crate) fn wait_unless(&self, patience: Duration, give_up: impl Fn() -> bool) -> Result<(FromHost, Arc<Attached>), HostError> {
        const LOOK: Duration = Duration::from_millis(20);
        let started = Instant::now();
        loop {
            match self.next(LOOK) {
                Some(Answer::Message(message, attached)) => {
                    return match *message {
                        FromHost::Failed { error, .. } => Err(HostError::Python(error)),
                        message => Ok((message, attached)),
                    };
                }
                Some(Answer::Died(end)) => return Err(end.into()),
                None if started.elapsed() >= patience => return Err(HostError::TimedOut(patience.as_secs())),
                None if give_up() => return Err(HostError::GivenUp),
                None => {}
            }
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
        Self::Died { reason: end.reason, trace: end.last_words, wanted: end.wanted }
    }
}
