//! Examines data on a thread of its own. The window asks in every pass and takes what is there.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, Weak};
use std::time::{Duration, Instant};

use egui::Id;
use voxloom_core::port::{Data, PortData};

use super::figures::{Figures, examine};

/// While data changes faster than it is examined, figures are shown at least this often, those of slightly older data.
const PATIENCE: Duration = Duration::from_millis(400);
/// Figures that are kept.
const KEPT: usize = 64;

/// What is known of the data that someone looks at.
#[derive(Clone, Default)]
pub struct Look {
    /// The figures; of older data while newer is examined.
    pub figures: Option<Arc<Figures>>,
    /// They are those of the data as it is now.
    pub current: bool,
}

/// Identity of data: where it lies. What is kept by it holds the place, so that nothing else can come to lie there.
fn place(data: &Data) -> usize {
    Arc::as_ptr(data).cast::<()>() as usize
}

/// Somebody who looks at data: a tooltip, a pinned panel, a thumbnail.
struct Viewer {
    data: Data,
    shown: Option<Arc<Figures>>,
    /// When it was last given figures, or began to look.
    served: Instant,
    /// It looked since the last [`Worker::end_pass`].
    looks: bool,
    ctx: egui::Context,
}

struct Known {
    figures: Arc<Figures>,
    data: Weak<dyn PortData>,
    used: Instant,
}

struct Running {
    viewer: Id,
    place: usize,
    cancelled: Arc<AtomicBool>,
}

#[derive(Default)]
struct State {
    viewers: HashMap<Id, Viewer>,
    known: HashMap<usize, Known>,
    running: Option<Running>,
    started: bool,
    closed: bool,
}

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    wake: Condvar,
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The thread, started when first needed, and what it found.
#[derive(Default)]
pub struct Worker {
    shared: Arc<Shared>,
}

impl Worker {
    /// What is known of the data that a viewer looks at now; what is not is examined, and the window drawn again then. Never waits.
    pub fn look(&self, ctx: &egui::Context, viewer: Id, data: &Data) -> Look {
        let mut state = self.shared.lock();
        let state = &mut *state;
        let place = place(data);
        let entry = state.viewers.entry(viewer).or_insert_with(|| Viewer {
            data: data.clone(),
            shown: None,
            served: Instant::now(),
            looks: true,
            ctx: ctx.clone(),
        });
        entry.looks = true;
        if !Arc::ptr_eq(&entry.data, data) {
            entry.data = data.clone();
        }
        if let Some(known) = state.known.get_mut(&place) {
            known.used = Instant::now();
            entry.shown = Some(known.figures.clone());
            entry.served = known.used;
            return Look { figures: entry.shown.clone(), current: true };
        }
        let look = Look { figures: entry.shown.clone(), current: false };
        if let Some(running) = state.running.as_ref().filter(|running| running.viewer == viewer && running.place != place)
            && entry.served.elapsed() < PATIENCE
        {
            running.cancelled.store(true, Ordering::Relaxed);
        }
        if !std::mem::replace(&mut state.started, true) {
            let shared = self.shared.clone();
            // Without a thread the figures stay "…"; everything else goes on.
            if let Err(error) = std::thread::Builder::new().name("inspector".to_owned()).spawn(move || work(&shared)) {
                log::warn!("no thread could be started for the port inspector: {error}");
            }
        }
        self.shared.wake.notify_one();
        look
    }

    /// Ends a pass of the window: who did not look in it is gone, and what only they wanted is cancelled.
    pub fn end_pass(&self) {
        let mut state = self.shared.lock();
        let state = &mut *state;
        state.viewers.retain(|_, viewer| std::mem::replace(&mut viewer.looks, false));
        if let Some(running) = state.running.as_ref().filter(|running| !state.viewers.contains_key(&running.viewer))
            && !state.viewers.values().any(|viewer| place(&viewer.data) == running.place)
        {
            running.cancelled.store(true, Ordering::Relaxed);
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        let mut state = self.shared.lock();
        state.closed = true;
        if let Some(running) = &state.running {
            running.cancelled.store(true, Ordering::Relaxed);
        }
        self.shared.wake.notify_all();
    }
}

fn work(shared: &Shared) {
    let mut state = shared.lock();
    while !state.closed {
        // Who waits longest comes first.
        let waiting = state.viewers.iter().filter(|(_, viewer)| !state.known.contains_key(&place(&viewer.data)));
        let next = waiting.min_by_key(|(_, viewer)| viewer.served).map(|(id, viewer)| (*id, viewer.data.clone()));
        let Some((viewer, data)) = next else {
            state = shared.wake.wait(state).unwrap_or_else(PoisonError::into_inner);
            continue;
        };
        let cancelled = Arc::new(AtomicBool::new(false));
        state.running = Some(Running { viewer, place: place(&data), cancelled: cancelled.clone() });
        drop(state);
        let go_on = || !cancelled.load(Ordering::Relaxed);
        // What cannot be examined says so, and the thread lives on.
        let examined = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| examine(&data, &go_on)));
        let examined =
            examined.unwrap_or_else(|_| Some(Figures { rows: vec![("Range", "this data could not be examined".to_owned())], ..Figures::default() }));
        state = shared.lock();
        state.running = None;
        if let Some(figures) = examined {
            deliver(&mut state, viewer, &data, Arc::new(figures));
        }
    }
}

fn deliver(state: &mut State, viewer: Id, data: &Data, figures: Arc<Figures>) {
    let now = Instant::now();
    if let Some(viewer) = state.viewers.get_mut(&viewer) {
        viewer.shown = Some(figures.clone());
        viewer.served = now;
    }
    state.viewers.values().for_each(|viewer| viewer.ctx.request_repaint());
    state.known.retain(|_, known| known.data.strong_count() > 0);
    if state.known.len() >= KEPT
        && let Some(oldest) = state.known.iter().min_by_key(|(_, known)| known.used).map(|(place, _)| *place)
    {
        state.known.remove(&oldest);
    }
    state.known.insert(place(data), Known { figures, data: Arc::downgrade(data), used: now });
}

#[cfg(test)]
mod tests {
    use voxloom_core::data::{Array, DeviceData, Format, Layer};

    use super::*;

    /// A device whose data takes its time.
    struct Slow(Duration);

    impl DeviceData for Slow {
        fn format(&self) -> Format {
            Format::U8
        }

        fn bytes(&self) -> usize {
            4
        }

        fn read_back(&self) -> Result<Vec<u8>, voxloom_core::DataError> {
            std::thread::sleep(self.0);
            Ok(vec![1, 2, 3, 4])
        }

        fn as_any(&self) -> &dyn std::any::Any {
            self
        }
    }

    fn slow(milliseconds: u64) -> Data {
        Arc::new(Layer::from_array(Array::on_device(&[2, 2], 1, Arc::new(Slow(Duration::from_millis(milliseconds))))))
    }

    fn wait(worker: &Worker, ctx: &egui::Context, viewer: Id, data: &Data) -> Arc<Figures> {
        let start = Instant::now();
        loop {
            let look = worker.look(ctx, viewer, data);
            if let Some(figures) = look.figures.filter(|_| look.current) {
                return figures;
            }
            assert!(start.elapsed() < Duration::from_secs(20), "no figures came");
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    #[test]
    fn looking_never_waits_and_figures_come_and_stay() {
        let (worker, ctx, data) = (Worker::default(), egui::Context::default(), slow(400));
        let start = Instant::now();
        assert!(worker.look(&ctx, Id::new("a"), &data).figures.is_none());
        assert!(start.elapsed() < Duration::from_millis(200));
        let figures = wait(&worker, &ctx, Id::new("a"), &data);
        assert_eq!(figures.survey.as_ref().unwrap().range(), [1.0, 4.0]);
        assert!(Arc::ptr_eq(&figures, &worker.look(&ctx, Id::new("b"), &data).figures.unwrap()), "the same data is examined once");
    }

    #[test]
    fn while_newer_data_is_examined_the_older_figures_are_there_and_marked() {
        let (worker, ctx, viewer) = (Worker::default(), egui::Context::default(), Id::new("a"));
        let older = wait(&worker, &ctx, viewer, &slow(0));
        let look = worker.look(&ctx, viewer, &slow(300));
        assert!(!look.current && Arc::ptr_eq(&older, &look.figures.unwrap()));
    }

    #[test]
    fn data_that_changes_all_the_time_is_still_shown() {
        let (worker, ctx, viewer) = (Worker::default(), egui::Context::default(), Id::new("a"));
        let start = Instant::now();
        // Each is examined for longer than it lives.
        while worker.look(&ctx, viewer, &slow(40)).figures.is_none() {
            assert!(start.elapsed() < Duration::from_secs(20));
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    #[test]
    fn who_looks_no_more_is_forgotten_and_the_work_cancelled() {
        let (worker, ctx, viewer) = (Worker::default(), egui::Context::default(), Id::new("a"));
        worker.look(&ctx, viewer, &slow(300));
        while worker.shared.lock().running.is_none() {
            std::thread::yield_now();
        }
        worker.end_pass();
        worker.end_pass();
        let state = worker.shared.lock();
        assert!(state.viewers.is_empty() && state.running.as_ref().unwrap().cancelled.load(Ordering::Relaxed));
    }
}
