//! Work away from the window's thread, with an answer that is looked at in every frame.

use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::time::{Duration, Instant};

/// Work under way.
pub struct Job<T> {
    receiver: Receiver<Result<T, String>>,
    since: Instant,
}

impl<T: Send + 'static> Job<T> {
    /// Begins the work on a thread of its own. The window is drawn again when it is done.
    pub fn start(ctx: &egui::Context, name: &str, work: impl FnOnce() -> Result<T, String> + Send + 'static) -> Self {
        let (sender, receiver) = channel();
        let (ctx, failed) = (ctx.clone(), sender.clone());
        let thread = std::thread::Builder::new().name(name.to_owned()).spawn(move || {
            let result = work();
            // The window may not want it any more.
            if sender.send(result).is_ok() {
                ctx.request_repaint();
            }
        });
        if let Err(error) = thread {
            drop(failed.send(Err(format!("no thread could be started for this: {error}"))));
        }
        Self { receiver, since: Instant::now() }
    }

    pub fn elapsed(&self) -> Duration {
        self.since.elapsed()
    }
}

/// The answer of a job that is done; the slot is empty then.
pub fn take<T: Send + 'static>(slot: &mut Option<Job<T>>) -> Option<Result<T, String>> {
    let answer = match slot.as_ref()?.receiver.try_recv() {
        Ok(answer) => answer,
        Err(TryRecvError::Empty) => return None,
        Err(TryRecvError::Disconnected) => Err("the work ended without an answer; the console may say why".to_owned()),
    };
    *slot = None;
    Some(answer)
}
