//! A call into an instance while it runs: what comes from it, and how it is stopped.

use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use voxloom_core::context::Context;
use voxloom_core::processor::Flow;
use voxloom_core::{InvalidationLevel, ProcessorError};
use voxloom_protocol::message::{FromHost, ToHost};
use voxloom_protocol::{Attached, Release};

use crate::PythonEvent;
use crate::calls::{Answer, Call};
use crate::error::{HostError, python_failure};
use crate::objects::Home;
use crate::process::End;
use crate::python_processor::PythonProcessor;

/// How often a waiting run looks whether it was cancelled.
const LOOK: Duration = Duration::from_millis(20);
/// How long Python may go on after it was asked to stop before that is said.
const REACTION: Duration = Duration::from_secs(1);

/// Why a call into an instance ended early.
pub(crate) enum Stop {
    Failed(ProcessorError),
    /// The host died meanwhile.
    Died(End),
}

impl From<ProcessorError> for Stop {
    fn from(error: ProcessorError) -> Self {
        Self::Failed(error)
    }
}

impl From<HostError> for Stop {
    fn from(error: HostError) -> Self {
        match error {
            HostError::Died { reason, trace, wanted } => Self::Died(End { reason, last_words: trace, wanted }),
            other => Self::Failed(other.into()),
        }
    }
}

/// The failure of a node whose host died.
pub(crate) fn dead(end: &End, message: &str) -> ProcessorError {
    ProcessorError::Failed { message: message.to_owned(), trace: end.last_words.clone() }
}

impl PythonProcessor {
    /// Waits for the end of a run or change, and takes what comes before it. A new version of the class cancels it, too.
    pub(crate) fn finish(&mut self, call: &Call, ctx: &mut Context<'_>) -> Result<Flow, Stop> {
        let mut asked_to_stop = None;
        let mut said = false;
        loop {
            match call.next(LOOK) {
                Some(Answer::Message(message, attached)) => {
                    if let Some(end) = self.take(*message, &attached, ctx)? {
                        return end.map_err(Stop::Failed);
                    }
                }
                Some(Answer::Died(_)) if asked_to_stop.is_some() => return Err(ProcessorError::Cancelled.into()),
                Some(Answer::Died(end)) => return Err(Stop::Died(end)),
                None => {}
            }
            let cancelled = ctx.control().is_cancelled();
            match asked_to_stop {
                None if cancelled || self.state.stale.load(Ordering::Acquire) => {
                    self.home.send(&ToHost::Cancel { call: call.number })?;
                    asked_to_stop = Some(Instant::now());
                }
                Some(since) if !said && since.elapsed() > REACTION => {
                    said = true;
                    self.does_not_react(!cancelled, ctx);
                }
                Some(_) | None => {}
            }
        }
    }

    /// One message of a run; its end, when it is that.
    fn take(&mut self, message: FromHost, attached: &Attached, ctx: &mut Context<'_>) -> Result<Option<Result<Flow, ProcessorError>>, Stop> {
        match message {
            FromHost::Progress { progress, .. } => ctx.set_progress(progress),
            FromHost::Note { text, .. } => ctx.note(text),
            FromHost::Output { port, data, .. } => {
                let home: Release = Home::new(&self.home, &self.state);
                let data = data.map(|described| attached.restore(&described, Some(&home))).transpose().map_err(HostError::from)?;
                if ctx.interface().outport_index(&port).is_none() {
                    return Err(ProcessorError::failed(format!("Python set an outport \"{port}\" that the node does not have")).into());
                }
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

    /// Python goes on a second after it was asked to stop: a host that serves nobody else is ended, of another it is said.
    fn does_not_react(&self, for_new_version: bool, ctx: &mut Context<'_>) {
        let name = &self.state.display_name;
        if self.shared.lives_in(&self.state.key) <= 1 && !self.home.is_attached() {
            self.home.kill("was ended, because Python did not react to being stopped", true);
            return;
        }
        let cure = if self.home.is_attached() { "interrupt it" } else { "stop its host to end it (the other Python nodes in it are made anew)" };
        let text = if for_new_version {
            format!("a new version of {name} waits until this run, which does not react to being stopped, ends; {cure}")
        } else {
            format!("{name} does not react to being stopped; {cure}")
        };
        ctx.control().say(&text);
        self.shared.tell(PythonEvent::Stuck { node: name.to_string(), text });
    }
}
