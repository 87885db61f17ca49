//! Row I24, its right-hand column: the window goes on while SciPy computes in a node.

use std::sync::Arc;
use std::time::{Duration, Instant};

use egui_kittest::Harness;
use voxloom_app::app::App;
use voxloom_app::log_console::Console;
use voxloom_app::session::{Session, SessionOptions};
use voxloom_core::Value;
use voxloom_render::BackEndChoice;
use voxloom_workspace::command::{AddNode, Connect, SetProperty};
use voxloom_workspace::evaluator::ProcessorStatus;
use voxloom_workspace::{NodeId, PortRef};

const PATIENCE: Duration = Duration::from_secs(60);
/// How long frames are counted, at least one run of the filter.
const COUNTED: Duration = Duration::from_secs(2);

/// Filters of a wide Gaussian take seconds on this.
const SOURCE: &str = "
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

struct Bench {
    harness: Harness<'static, App>,
    session: Arc<Session>,
    _folder: tempfile::TempDir,
}

impl Bench {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let user = folder.path().canonicalize().unwrap().join("user");
        std::fs::create_dir_all(user.join("python_processors")).unwrap();
        std::fs::write(user.join("python_processors/noise.py"), SOURCE).unwrap();
        let options = SessionOptions { back_end: BackEndChoice::Cpu, user_dir: Some(user), desktop: true, ..SessionOptions::default() };
        let registry = Arc::new(voxloom_processors::registry());
        let session = Arc::new(Session::new(registry, options, None, Arc::new(Console::default()), || ()).unwrap());
        session.wait_for_python().unwrap();
        let own = session.clone();
        let harness = Harness::builder().with_size(egui::vec2(1280.0, 720.0)).build_eframe(move |cc| App::new(&cc.egui_ctx, own, None, &[]));
        Self { harness, session, _folder: folder }
    }

    fn add(&self, class: &str, x: f32) -> NodeId {
        let class = self.session.registry.find(class).unwrap();
        self.session.store.commit(&AddNode::new(class, [x, 0.0])).unwrap().added[0]
    }

    fn connect(&self, from: NodeId, outport: &str, to: NodeId, inport: &str) {
        let port = |node, port: &str| PortRef { node, port: port.into() };
        self.session.store.commit(&Connect { from: port(from, outport), to: port(to, inport) }).unwrap();
    }

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
    let mut bench = Bench::new();
    let (noise, filter) = (bench.add("org.test.Noise", 0.0), bench.add("org.voxloom.GaussianFilter", 260.0));
    let (ray, canvas) = (bench.add("org.inviwo.VolumeRaycaster", 520.0), bench.add("org.inviwo.CanvasGL", 780.0));
    let ports = |node: NodeId| bench.session.store.snapshot().workspace.network.get(node).unwrap().interface().clone();
    let (inport, outport) = (ports(filter).inports()[0].identifier.to_string(), ports(filter).outports()[0].identifier.to_string());
    bench.connect(noise, "outport", filter, &inport);
    bench.connect(filter, &outport, ray, "volume");
    bench.connect(ray, "outport", canvas, "inport");
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
