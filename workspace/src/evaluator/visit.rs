//! A visit to a node during the walk: what it has serves, or it runs, or what runs gives way.

use std::sync::Arc;
use std::time::Duration;

use voxloom_core::Request;

use super::driver::Driver;
use super::gather::{Gathered, Inputs};
use super::job::Body;
use super::live::{Live, Run, SlotKey};

/// A superseded run is cancelled without regret when no attempt is older than this.
const BARELY_BEGUN: Duration = Duration::from_millis(30);
/// While something was shown this lately, a long superseded run may give way.
const SHOWN_LATELY: Duration = Duration::from_millis(250);
/// A node that has shown nothing for this long takes an older input while the newest is being made.
const OLDER_SERVES: Duration = Duration::from_millis(30);
/// Runs shorter than this are always finished.
const QUICK_RUN: Duration = Duration::from_millis(50);
/// Runs shorter than this are finished once they are under way.
const SHORT_RUN: Duration = Duration::from_millis(500);
/// A superseded run that would keep the newer one waiting for longer than this gives way, too.
const LONG_WAIT: Duration = Duration::from_secs(5);

impl Driver {
    /// Looks whether a node is up to date for a request and starts it if it can run. Returns the key that is wanted.
    pub(super) fn visit(&mut self, index: usize, request: Option<Request>) -> Option<SlotKey> {
        let gathered = self.gather(index, request);
        let live = &mut self.lives[index];
        let starving = live.slot_mut(request).succeeded_at.is_none_or(|at| at.elapsed() > OLDER_SERVES);
        live.slot_mut(request).fresh = false;
        let newest = matches!(gathered, Gathered::Ready(..));
        let inputs = match gathered {
            Gathered::NotReady(reason, inputs) if live.wants_not_ready && live.broken.is_none() => {
                return Some(self.tell_not_ready(index, request, reason, inputs));
            }
            Gathered::NotReady(reason, _) => {
                let own = live.own;
                let slot = live.slot_mut(request);
                slot.failed = None;
                slot.fresh = true;
                if slot.waiting.as_ref() != Some(&reason) || slot.outputs.iter().any(Option::is_some) {
                    slot.waiting = Some(reason);
                    slot.outputs = Arc::from([]);
                    slot.key = None;
                    slot.evicted = None;
                    self.versions += 1;
                    let slot = self.lives[index].slot_mut(request);
                    slot.version = self.versions;
                }
                return Some(SlotKey { own, inputs: Vec::new() });
            }
            // Something upstream is being made. Old results serve only when nothing was shown for a while.
            Gathered::Pending => return None,
            Gathered::Older(inputs) if starving => inputs,
            Gathered::Older(..) => return None,
            Gathered::Ready(inputs) => inputs,
        };
        let key = SlotKey { own: live.own, inputs: inputs.versions };
        if live.broken.is_some() {
            return Some(key);
        }
        let slot = live.slot_mut(request);
        (slot.waiting, slot.told) = (None, None);
        if slot.is_of(&key) && !slot.remake {
            slot.fresh = newest;
            return Some(key);
        }
        if !inputs.dropped.is_empty() {
            for (node, asked) in inputs.dropped {
                self.lives[node].slot_mut(asked).remake = true;
            }
            // They come earlier in the order: walk again.
            self.rewritten = true;
            return None;
        }
        let gives = live.run.as_ref().is_some_and(|run| gives_way(live, run));
        match &mut live.run {
            Some(run) => {
                let outdated = run.process.as_ref().is_some_and(|(r, k)| *r == request && *k != key);
                run.superseded = outdated && !gives;
                if outdated && gives {
                    run.control.cancel();
                }
            }
            None => {
                self.start(index, Some((request, key.clone())), Body::Process, inputs.data);
                // A cheap body has run already.
                let slot = self.lives[index].slot_mut(request);
                slot.fresh = newest && slot.is_of(&key) && !slot.remake;
            }
        }
        Some(key)
    }

    /// A node that does something when it is not ready is told so, once for each key. What it showed before stays until then.
    fn tell_not_ready(&mut self, index: usize, request: Option<Request>, reason: String, inputs: Inputs) -> SlotKey {
        let live = &mut self.lives[index];
        let key = SlotKey { own: live.own, inputs: inputs.versions };
        let has_instance = live.instance.is_some();
        let slot = live.slot_mut(request);
        slot.waiting = Some(reason);
        if !slot.was_told(&key) {
            match &live.run {
                None if has_instance => self.start(index, Some((request, key.clone())), Body::NotReady, inputs.data),
                // What it works on is gone.
                Some(run) if run.process.as_ref().is_some_and(|(_, running)| *running != key) => run.control.cancel(),
                Some(_) | None => {}
            }
        }
        // A cheap body has run already.
        let slot = self.lives[index].slot_mut(request);
        slot.fresh = slot.was_told(&key);
        key
    }
}

/// Whether a superseded run is worth cancelling: it waits for its turn or has barely begun, it is long and something was shown lately, or its end is far away.
fn gives_way(live: &Live, run: &Run) -> bool {
    if run.control.is_waiting() {
        return true;
    }
    if live.time.is_some_and(|time| time < QUICK_RUN) && run.since.elapsed() < QUICK_RUN {
        return false;
    }
    let attempts = live.first_attempt.map_or(Duration::ZERO, |at| at.elapsed());
    if attempts < BARELY_BEGUN {
        return true;
    }
    let so_far = run.since.elapsed();
    let whole = match run.control.progress() {
        done if done > 0.01 => so_far.div_f32(done),
        _ => live.time.unwrap_or(so_far * 2),
    };
    // Nobody would see anything for long; but what is edited all the time has to end once.
    if whole.saturating_sub(so_far) > LONG_WAIT && attempts < whole * 2 {
        return true;
    }
    let lately = live.succeeded_at.is_some_and(|at| at.elapsed() < SHOWN_LATELY);
    let long = live.time.is_none_or(|time| time > SHORT_RUN) || run.since.elapsed() > SHORT_RUN;
    lately && long
}
