//! A quarter of a gigabyte from Python to Rust and back: where the bytes lie, and how many of them there are.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use voxloom_core::context::Services;
use voxloom_core::data::Volume;
use voxloom_core::port::downcast;
use voxloom_core::{Registry, Request};
use voxloom_host::{Choice, Folders, Python, PythonSettings};
use voxloom_workspace::command::{AddNode, Connect};
use voxloom_workspace::evaluator::{Evaluator, Options, ProcessorStatus};
use voxloom_workspace::{PortRef, Store};

const FILE: &str = r#"
import numpy as np

import inviwopy as ivw
from inviwopy.data import Buffer, BufferOutport, Volume, VolumeInport, VolumeOutport


class Maker(ivw.Processor):
    def __init__(self, id, name):
        ivw.Processor.__init__(self, id, name)
        self.o = VolumeOutport("o")
        self.addOutport(self.o)

    @staticmethod
    def processorInfo():
        return ivw.ProcessorInfo("org.test.Maker", "Maker", "Test")

    def process(self):
        array = np.full((256, 1024, 1024), 7, np.uint8)
        array[1, 2, 3] = 9
        self.o.setData(Volume(array))


class Reader(ivw.Processor):
    def __init__(self, id, name):
        ivw.Processor.__init__(self, id, name)
        self.i = VolumeInport("i")
        self.addInport(self.i)
        self.o = VolumeOutport("o")
        self.addOutport(self.o)

    @staticmethod
    def processorInfo():
        return ivw.ProcessorInfo("org.test.Reader", "Reader", "Test")

    def process(self):
        array = self.i.getData().data
        assert array.shape == (256, 1024, 1024) and array[1, 2, 3] == 9 and int(array[-1].max()) == 7
        self.o.setData(self.i.getData())
"#;

/// Proportional memory of this process and its children, in bytes: a page that two of them map counts once.
fn memory() -> usize {
    let own = std::process::id();
    let children = std::fs::read_dir("/proc").unwrap().filter_map(|entry| entry.ok()?.file_name().to_str()?.parse::<u32>().ok());
    let is_ours = |pid: &u32| {
        let Ok(stat) = std::fs::read_to_string(format!("/proc/{pid}/stat")) else { return false };
        let parent = stat.rsplit(')').next().and_then(|rest| rest.split_whitespace().nth(1)?.parse::<u32>().ok());
        *pid == own || parent == Some(own)
    };
    let pss = |pid: u32| {
        let text = std::fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("Pss:")).unwrap_or("0 kB");
        line.trim().trim_end_matches("kB").trim().parse::<usize>().unwrap_or(0) * 1024
    };
    children.filter(is_ours).map(pss).sum()
}

#[test]
fn a_large_array_goes_from_python_to_rust_and_back_without_a_second_copy() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("Memory.py"), FILE).unwrap();
    let registry = Arc::new(Registry::new());
    let project = Some(Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().unwrap());
    let settings = PythonSettings {
        interpreter: Choice { flag: None, setting: None, project },
        folders: Folders { user: vec![folder.path().to_owned()], ..Folders::default() },
        ..PythonSettings::default()
    };
    let python = Python::new(settings, registry.clone(), Box::new(|event| println!("{event:?}")));
    python.start();
    python.wait_scanned(Duration::from_secs(60)).unwrap();
    let store = Arc::new(Store::default());
    let evaluator = Evaluator::start(store.clone(), registry.clone(), Services::default(), Options::default(), || {});
    let add = |class: &str| store.commit(&AddNode::new(registry.find(class).unwrap(), [0.0, 0.0])).unwrap().added[0];
    let (maker, reader) = (add("org.test.Maker"), add("org.test.Reader"));
    store.commit(&Connect { from: PortRef { node: maker, port: "o".into() }, to: PortRef { node: reader, port: "i".into() } }).unwrap();
    evaluator.wait_idle(Some(Duration::from_secs(30)));
    let before = memory();
    evaluator.watch(reader, 0, Some(Request::default()));
    assert!(evaluator.wait_idle(Some(Duration::from_secs(60))));
    let state = evaluator.board().node(reader);
    assert!(matches!(state.status, ProcessorStatus::Ready), "{:?}", state.status);
    let data = state.outputs[0].clone().unwrap();
    let volume = downcast::<Volume>(&data).unwrap();
    let voxels = volume.array().as_slice::<u8>().unwrap();
    assert_eq!((volume.dimensions(), voxels[(1024 + 2) * 1024 + 3]), ([1024, 1024, 256], 9));
    // Every page is touched here as well.
    assert_eq!(voxels.iter().filter(|v| **v == 7).count(), voxels.len() - 1);
    let grown = memory() - before;
    let share = grown as f64 / voxels.len() as f64;
    println!("256 MiB from Python through Rust and back: {:.1} MiB more in both processes, {share:.3} of the array", grown as f64 / (1 << 20) as f64);
    assert!(volume.array().memory().unwrap().segment().is_some(), "it lies in a shared segment");
    assert!(share <= 1.05, "{share}");
}
