//! Row I24, its right-hand column: the window goes on while SciPy computes in a node.

mod common;

use std::time::{Duration, Instant};

use voxloom_core::Value;
use voxloom_workspace::NodeId;
use voxloom_workspace::command::SetProperty;
use voxloom_workspace::evaluator::ProcessorStatus;

use common::{Bench, CANVAS, PATIENCE, RAYCASTER, connect};

/// How long frames are counted, at least one run of the filter.
const COUNTED: Duration = Duration::from_secs(2);

/// Filters of a wide Gaussian take seconds on this.
const NOISE: &str = "
import inviwopy as ivw
import numpy as np


class Noise(ivw.Processor):
    classIdentifier = 'org.test.Noise'

    def __init__(self, id, name):
        super().__init__(id, name)
        self.outport = ivw.data.VolumeOutport('outport')
        self.addOutport(self.outport)

    def process(self):
        self.outport.setData(ivw.data.Volume(np.random.default_rng(1).integers(0, 255, (192, 192, 192)).astype(np.float32)))
";

impl Bench {
    fn status(&self, node: NodeId) -> ProcessorStatus {
        self.session.evaluator.board().node(node).status
    }

    /// Draws frame after frame until something is so: what each took, in milliseconds, sorted.
    #[track_caller]
    fn frames_until(&mut self, what: &str, done: impl Fn(&Self) -> bool) -> Vec<f64> {
        let (started, mut last, mut gaps) = (Instant::now(), Instant::now(), Vec::new());
        while !done(self) {
            assert!(started.elapsed() < PATIENCE, "it did not come to this: {what}");
            self.harness.step();
            let now = Instant::now();
            gaps.push((now - last).as_secs_f64() * 1e3);
            last = now;
        }
        gaps.sort_by(f64::total_cmp);
        gaps
    }
}

fn figures(gaps: &[f64]) -> String {
    let at = |share: f64| gaps[((gaps.len() - 1) as f64 * share) as usize];
    let mean = gaps.iter().sum::<f64>() / gaps.len() as f64;
    format!("{} frames, {:.0}/s, median {:.1} ms, 99 % {:.1} ms, longest {:.1} ms", gaps.len(), 1e3 / mean, at(0.5), at(0.99), at(1.0))
}

#[test]
fn i24_the_window_draws_on_while_scipy_filters_in_a_node() {
    let mut bench = Bench::with_python(|user| std::fs::write(user.join("python_processors/noise.py"), NOISE).unwrap());
    bench.session.wait_for_python().unwrap();
    let (noise, filter) = (bench.add("org.test.Noise"), bench.add("org.voxloom.GaussianFilter"));
    let (ray, canvas) = (bench.add(RAYCASTER), bench.add(CANVAS));
    let ports = |node: NodeId| bench.session.store.snapshot().workspace.network.get(node).unwrap().interface().clone();
    let (inport, outport) = (ports(filter).inports()[0].identifier.to_string(), ports(filter).outports()[0].identifier.to_string());
    connect(&bench.session, (noise, "outport"), (filter, &inport));
    connect(&bench.session, (filter, &outport), (ray, "volume"));
    connect(&bench.session, (ray, "outport"), (canvas, "inport"));
    bench.frames_until("all is computed", |bench| matches!(bench.status(canvas), ProcessorStatus::Ready));
    let started = Instant::now();
    let idle = bench.frames_until("time goes by", |_| started.elapsed() > Duration::from_secs(1));

    // Again and again with another width, until enough was counted; only what is drawn while the filter runs counts.
    let (mut gaps, mut counted, mut runs) = (Vec::new(), Duration::ZERO, 0);
    while counted < COUNTED {
        runs += 1;
        let value = Value::Float(5.0 + 0.1 * f64::from(runs));
        bench.session.store.commit(&SetProperty { node: filter, path: "sigma".to_owned(), value }).unwrap();
        bench.frames_until("the filter runs", |bench| matches!(bench.status(filter), ProcessorStatus::Running(_)));
        let began = Instant::now();
        gaps.extend(bench.frames_until("the filter ends", |bench| !matches!(bench.status(filter), ProcessorStatus::Running(_))));
        counted += began.elapsed();
        assert!(!matches!(bench.status(filter), ProcessorStatus::Failed(_)), "{:?}", bench.status(filter));
    }
    gaps.sort_by(f64::total_cmp);
    println!("I24: idle: {}", figures(&idle));
    println!("I24: while gaussian_filter runs ({runs} runs, {:.1} s): {} (goal 30/s)", counted.as_secs_f64(), figures(&gaps));
    // A frame that waits for the filter, or for the evaluator that waits for it, takes as long as that runs.
    let each = counted.as_secs_f64() * 1e3 / f64::from(runs);
    assert!(gaps.len() > 10 && gaps[gaps.len() - 1] < 500.0_f64.max(each / 2.0), "{}", figures(&gaps));
}
