//! Actions that scripts ask for: the window runs them between two frames, and the script waits.

use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::{Value as Json, json};
use voxloom_core::identifier::did_you_mean;
use voxloom_host::{ActionError, WindowActions};

use crate::commands::actions::{self, ACTIONS};
use crate::desk::{Desk, Now};

/// How long a script waits for the window.
const PATIENCE: Duration = Duration::from_secs(10);

enum Request {
    List(SyncSender<Json>),
    Run(String, SyncSender<Result<(), String>>),
}

/// What scripts asked for and the window has not done yet.
#[derive(Default)]
pub struct Requests(Mutex<Waiting>);

#[derive(Default)]
struct Waiting {
    /// The window, once it is open.
    window: Option<egui::Context>,
    list: Vec<Request>,
}

impl Requests {
    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn ask<T>(&self, request: Request, answer: &Receiver<T>) -> Result<T, String> {
        let window = {
            let waiting = &mut *self.lock();
            let window = waiting.window.clone().ok_or("actions are those of the window, and there is none: this program runs without")?;
            waiting.list.push(request);
            window
        };
        window.request_repaint();
        answer.recv_timeout(PATIENCE).map_err(|error| match error {
            RecvTimeoutError::Timeout => format!("the window did not answer within {} seconds", PATIENCE.as_secs()),
            RecvTimeoutError::Disconnected => "the window was closed".to_owned(),
        })
    }
}

impl WindowActions for Requests {
    fn list(&self) -> Result<Json, String> {
        let (sender, receiver) = sync_channel(1);
        self.ask(Request::List(sender), &receiver)
    }

    fn run(&self, action: &str) -> Result<(), ActionError> {
        if actions::find(action).is_none() {
            let near = did_you_mean(action, ACTIONS.iter().map(|action| action.id));
            return Err(ActionError::Unknown(format!("there is no action \"{action}\"{near}")));
        }
        let (sender, receiver) = sync_channel(1);
        self.ask(Request::Run(action.to_owned(), sender), &receiver).and_then(|done| done).map_err(ActionError::Refused)
    }
}

/// Does what scripts asked for since the last frame.
pub fn answer(ctx: &egui::Context, desk: &mut Desk, now: &Now) {
    let session = desk.session.clone();
    let list = {
        let waiting = &mut *session.requests.lock();
        waiting.window.get_or_insert_with(|| ctx.clone());
        // One in a frame: each finds the document as the one before left it.
        if waiting.list.is_empty() { None } else { Some(waiting.list.remove(0)) }
    };
    let Some(request) = list else { return };
    ctx.request_repaint();
    // A script may have given up.
    match request {
        Request::List(reply) => drop(reply.send(listed(ctx, desk, now))),
        Request::Run(id, reply) => drop(reply.send(run(&id, desk, now))),
    }
}

fn listed(ctx: &egui::Context, desk: &Desk, now: &Now) -> Json {
    let action = |action: &actions::Action| json!({ "id": action.id, "name": actions::full_name(action, now), "keys": desk.keymap.text(ctx, action), "refusal": action.refusal(desk, now) });
    ACTIONS.iter().map(action).collect()
}

fn run(id: &str, desk: &mut Desk, now: &Now) -> Result<(), String> {
    let action = actions::find(id).ok_or_else(|| format!("there is no action \"{id}\""))?;
    match action.refusal(desk, now) {
        Some(refusal) => Err(format!("{} is not possible: {refusal}", action.name)),
        None => {
            (action.run)(desk, now);
            Ok(())
        }
    }
}
