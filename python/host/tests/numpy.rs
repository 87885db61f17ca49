//! With the real Python side: scripts as users write them, through the processor contract.

mod common;

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use common::{Bench, bench, failure, real_places, wait_until};
use voxloom_core::context::{InputData, RunControl};
use voxloom_core::data::{Format, Volume};
use voxloom_core::memory::{MemoryMut, copied_bytes};
use voxloom_core::port::{Data, downcast};
use voxloom_core::{ProcessorError, Value};
use voxloom_host::{CatalogState, HostKey, PythonEvent};

/// Inviwo's manual, "Python Processors", unchanged.
const NUMPY_SOURCE: &str = include_str!("numpy_source.py");

/// A processor without ports whose methods do what is given.
fn doing(name: &str, init: &str, initialize: &str, process: &str) -> String {
    let indent = |text: &str| text.replace('\n', "\n        ");
    format!(
        "import inviwopy as ivw\nimport time\n\n\nclass {name}(ivw.Processor):\n    def __init__(self, id, name):\n        super().__init__(id, name)\n        {}\n\n    \
         @staticmethod\n    def processorInfo():\n        return ivw.ProcessorInfo(classIdentifier=\"org.test.{name}\", displayName=\"{name}\")\n\n    \
         def getProcessorInfo(self):\n        return {name}.processorInfo()\n\n    def initializeResources(self):\n        {}\n\n    def process(self):\n        {}\n",
        indent(init),
        indent(initialize),
        indent(process)
    )
}

/// `None` where there is no Python with NumPy.
fn real(files: &[(&str, &str)]) -> Option<Bench> {
    bench(real_places(), files)
}

fn line_of(text: &str, part: &str) -> usize {
    text.lines().position(|line| line.contains(part)).unwrap() + 1
}

#[test]
fn numpy_source_loads_a_file_without_a_copy() {
    let Some(bench) = real(&[("NumpySource.py", NUMPY_SOURCE)]) else { return };
    let path = bench.folder.path().join("brain.npy");
    let interpreter = bench.python.interpreter().unwrap();
    let make = format!("import numpy as np; np.save({path:?}, np.arange(100 * 128 * 160, dtype=np.float32).reshape(100, 128, 160))");
    assert!(std::process::Command::new(&interpreter.path).args(["-c", &make]).status().unwrap().success());
    let mut node = bench.node("org.inviwo.numpysource").unwrap();
    assert_eq!(&*node.values.interface().outports()[0].data_type, "org.inviwo.Volume");
    node.values.set("file", Value::Path(path.to_string_lossy().into())).unwrap();
    let copied = copied_bytes();
    let (done, _) = node.with(&RunControl::default(), |processor, ctx| processor.initialize_resources(ctx));
    done.unwrap();
    let started = Instant::now();
    let result = node.process().unwrap();
    println!("process, output of {} and back: {:?}", voxloom_core::data::format_bytes(100 * 128 * 160 * 4), started.elapsed());
    let data = result.outputs[0].clone().unwrap();
    let volume = downcast::<Volume>(&data).unwrap();
    assert_eq!((volume.dimensions(), volume.format()), ([160, 128, 100], Format::F32));
    assert!(volume.array().as_slice::<f32>().unwrap().iter().enumerate().all(|(i, v)| *v == i as f32));
    assert!(volume.array().memory().unwrap().segment().is_some() && copied_bytes() == copied);
}

#[test]
fn a_killed_host_fails_the_run_and_the_next_one_works() {
    let text =
        doing("Loop", "pass", "pass", "self.n = getattr(self, 'n', 0)\nprint('running')\nif Path(FLAG).exists():\n    while True: time.sleep(0.01)");
    let folder = tempfile::tempdir().unwrap();
    let flag = folder.path().join("flag");
    std::fs::write(&flag, "").unwrap();
    let text = format!("from pathlib import Path\nFLAG = {flag:?}\n{text}");
    let Some(bench) = real(&[("Loop.py", &text)]) else { return };
    let mut node = bench.node("org.test.Loop").unwrap();
    let killed = std::sync::Mutex::new(Instant::now());
    let (result, _) = std::thread::scope(|scope| {
        scope.spawn(|| {
            bench.wait_for(
                |event| matches!(event, PythonEvent::Print { node: Some(node), text, .. } if node == "My node" && text.contains("running")),
            );
            *killed.lock().unwrap() = Instant::now();
            bench.python.stop_host(&HostKey::Shared).unwrap();
        });
        node.with(&RunControl::default(), |processor, ctx| processor.process(ctx))
    });
    println!("a dead host was noticed after {:?}", killed.lock().unwrap().elapsed());
    assert!(killed.lock().unwrap().elapsed() < Duration::from_secs(1));
    assert!(failure(result.unwrap_err()).0.contains("was stopped while My node ran"));
    std::fs::remove_file(flag).unwrap();
    node.process().unwrap();
}

#[test]
fn a_loop_is_interrupted_by_cancelling() {
    let Some(bench) = real(&[("Loop.py", &doing("Loop", "pass", "pass", "print('running')\nwhile True: time.sleep(0.01)"))]) else { return };
    let mut node = bench.node("org.test.Loop").unwrap();
    let control = RunControl::default();
    let (result, _) = std::thread::scope(|scope| {
        scope.spawn(|| {
            bench.wait_for(|event| matches!(event, PythonEvent::Print { text, .. } if text.contains("running")));
            control.cancel();
        });
        node.with(&control, |processor, ctx| processor.process(ctx))
    });
    assert_eq!(result, Err(ProcessorError::Cancelled));
    assert!(!bench.events.lock().unwrap().iter().any(|event| matches!(event, PythonEvent::HostDied { .. })));
}

#[test]
fn exceptions_carry_file_and_line_and_the_traceback() {
    let constructor = doing("A", "raise ValueError('in a')", "pass", "pass");
    let resources = doing("B", "pass", "raise KeyError('in b')", "pass");
    let process = doing("C", "pass", "pass", "[][1]");
    let Some(bench) = real(&[("A.py", &constructor), ("B.py", &resources), ("C.py", &process), ("Broken.py", "class Broken(:\n")]) else { return };
    let (message, trace) = failure(bench.node("org.test.A").err().unwrap());
    assert_eq!(message, format!("ValueError: in a (A.py:{})", line_of(&constructor, "in a")));
    assert!(trace.contains("Traceback") && trace.contains("raise ValueError"), "{trace}");
    let mut node = bench.node("org.test.B").unwrap();
    let (result, _) = node.with(&RunControl::default(), |processor, ctx| processor.initialize_resources(ctx));
    assert!(failure(result.unwrap_err()).0.ends_with(&format!("(B.py:{})", line_of(&resources, "in b"))));
    let (message, trace) = failure(bench.node("org.test.C").unwrap().process().err().unwrap());
    assert_eq!(message, format!("IndexError: list index out of range (C.py:{})", line_of(&process, "[][1]")));
    assert!(trace.contains("C.py"));
    let broken = bench.python.catalog().into_iter().find(|entry| entry.file.ends_with("Broken.py")).unwrap().state;
    let CatalogState::Failed(error) = broken else { panic!("it loaded") };
    assert!(error.message.contains("SyntaxError") && error.line == Some(1), "{error:?}");
}

#[test]
fn an_empty_process_and_back_is_quick() {
    let Some(bench) = real(&[("Empty.py", &doing("Empty", "pass", "pass", "pass"))]) else { return };
    let mut node = bench.node("org.test.Empty").unwrap();
    node.process().unwrap();
    let mut times: Vec<Duration> = (0..2000)
        .map(|_| {
            let started = Instant::now();
            node.process().unwrap();
            started.elapsed()
        })
        .collect();
    times.sort();
    println!("an empty process and back: median {:?}, 90 % {:?}", times[1000], times[1800]);
    assert!(times[1000] < Duration::from_millis(5));
}

#[test]
fn a_file_written_later_is_in_the_list_soon() {
    let Some(bench) = real(&[]) else { return };
    let started = Instant::now();
    let path = bench.write("NumpySource.py", NUMPY_SOURCE);
    wait_until(|| bench.registry.get("org.inviwo.numpysource"));
    println!("a new file was in the list after {:?}", started.elapsed());
    assert!(Path::new(&path).exists() && bench.registry.get("org.inviwo.numpysource").unwrap().info().display_name == "NumpySource");
}

#[test]
fn a_volume_goes_through_python_and_back_in_the_same_memory() {
    let init = "self.inport = VolumeInport('inport')\nself.addInport(self.inport)\nself.same = VolumeOutport('same')\nself.addOutport(self.same)\n\
                self.twice = VolumeOutport('twice')\nself.addOutport(self.twice)";
    let process = "volume = self.inport.getData()\nself.same.setData(volume)\nself.twice.setData(Volume(volume.data * 2))";
    let text = format!("from inviwopy.data import Volume, VolumeInport, VolumeOutport\n{}", doing("Pass", init, "pass", process));
    let Some(bench) = real(&[("Pass.py", &text)]) else { return };
    let mut node = bench.node("org.test.Pass").unwrap();
    let mut memory = MemoryMut::zeroed(64 << 20).unwrap();
    memory.as_bytes_mut().fill(21);
    let input: Data = Arc::new(Volume::new([64, 1024, 1024], 1, Format::U8, memory.freeze()).unwrap());
    node.inputs = vec![InputData { data: vec![Some(input.clone())], changed: true, ..InputData::default() }];
    let copied = copied_bytes();
    let result = node.process().unwrap();
    let bytes = |data: &Data| downcast::<Volume>(data).unwrap().array().memory().unwrap().clone();
    let (same, twice) = (result.outputs[0].clone().unwrap(), result.outputs[1].clone().unwrap());
    assert_eq!(bytes(&same).as_bytes().as_ptr(), bytes(&input).as_bytes().as_ptr());
    assert!(bytes(&twice).as_bytes().iter().all(|b| *b == 42) && bytes(&twice).segment().is_some());
    assert_eq!(copied_bytes(), copied);
}
