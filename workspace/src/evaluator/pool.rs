//! Threads that run processors. A body may block (a Python host's does), so there are as many as run at once; idle ones are kept.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};

use voxloom_core::threads::compute_in_background;

type Task = Box<dyn FnOnce() + Send>;

/// Idle threads kept at most.
const IDLE_LIMIT: usize = 16;

/// Runs each task on a thread of its own, reusing idle ones.
pub(super) struct Pool {
    idle: Arc<Mutex<Vec<Sender<Task>>>>,
    in_background: bool,
}

impl Pool {
    pub(super) fn new(in_background: bool) -> Self {
        Self { idle: Arc::default(), in_background }
    }

    /// Runs a task; hands it back when no thread can be had.
    pub(super) fn run(&self, task: Task) -> Result<(), Task> {
        let mut task = task;
        loop {
            let thread = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
            match thread {
                Some(sender) => match sender.send(task) {
                    Ok(()) => return Ok(()),
                    Err(back) => task = back.0,
                },
                None => return self.start(task),
            }
        }
    }

    fn start(&self, task: Task) -> Result<(), Task> {
        let (sender, receiver): (Sender<Task>, Receiver<Task>) = channel();
        let idle = self.idle.clone();
        let (again, in_background) = (sender.clone(), self.in_background);
        let thread = std::thread::Builder::new().name("processor".to_owned()).spawn(move || {
            if in_background {
                compute_in_background();
            }
            while let Ok(task) = receiver.recv() {
                task();
                let mut idle = idle.lock().unwrap_or_else(PoisonError::into_inner);
                if idle.len() >= IDLE_LIMIT {
                    return;
                }
                idle.push(again.clone());
            }
        });
        match thread {
            Ok(_) => sender.send(task).map_err(|back| back.0),
            Err(error) => {
                log::error!("no thread for a processor could be started: {error}");
                Err(task)
            }
        }
    }
}
