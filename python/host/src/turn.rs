//! Whose turn it is in a host.

use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

/// Held by one at a time; whoever waits can be called off.
#[derive(Default)]
pub(crate) struct Turn {
    taken: Mutex<bool>,
    free: Condvar,
}

/// Gives the turn back when it goes.
pub(crate) struct Held<'a>(&'a Turn);

impl Turn {
    /// `None` when `give_up` said so before it was free; that is asked every now and then.
    pub(crate) fn take(&self, give_up: impl Fn() -> bool) -> Option<Held<'_>> {
        const LOOK: Duration = Duration::from_millis(20);
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        while *taken {
            if give_up() {
                return None;
            }
            taken = self.free.wait_timeout(taken, LOOK).unwrap_or_else(PoisonError::into_inner).0;
        }
        *taken = true;
        Some(Held(self))
    }
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        *self.0.taken.lock().unwrap_or_else(PoisonError::into_inner) = false;
        self.0.free.notify_one();
    }
}
