//! An interpreter that ran before, and Python objects that change hosts: with a host in plain Python.

mod common;

use std::os::fd::OwnedFd;
use std::os::unix::net::UnixListener;
use std::process::{Child, Command};
use std::sync::Arc;
use std::time::Duration;

use common::{Bench, Node, bench, choice, failure, stub, unstarted, wait_until};
use voxloom_core::context::InputData;
use voxloom_core::port::{Data, downcast};
use voxloom_core::processor::Isolation;
use voxloom_core::{Interface, InvalidationLevel, PortSpec, ProcessorError};
use voxloom_host::{ClassMessage, HostKey, PythonEvent, find_interpreter};
use voxloom_protocol::PythonObject;

/// A program of a person's own, which defines a class without a file.
const PROGRAM: &str = r#"
import socket, sys
sys.path.insert(0, sys.argv[1])
connection = socket.socket(socket.AF_UNIX)
connection.connect(sys.argv[2])
from voxloom._host import Host
host = Host(connection.detach())
class Own:
    def interface(self):
        host.send("print", node=None, stream="out", text="made")
        return {"inports": [], "outports": [{"identifier": "out", "data_type": "org.inviwo.PythonObject"}], "properties": []}
    def process(self):
        host.send("output", call=self.call, port="out", data={"type": "object", "handle": 5, "summary": "from here"})
host.classes[None, "org.test.Own"] = Own
host.main()
"#;

fn attached() -> Option<(Bench, Child)> {
    let interpreter = find_interpreter(&choice()).ok()?;
    let bench = unstarted(stub(), Arc::new(tempfile::tempdir().unwrap()), |settings| settings);
    let socket = bench.folder.path().join("socket");
    let listener = UnixListener::bind(&socket).unwrap();
    let program = Command::new(&interpreter.path).args(["-c", PROGRAM]).arg(stub().package).arg(&socket).spawn().unwrap();
    let (connection, _) = listener.accept().unwrap();
    bench.python.attach(OwnedFd::from(connection)).unwrap();
    Some((bench, program))
}

fn own_class() -> (ClassMessage, Interface) {
    let class = ClassMessage {
        class_identifier: "org.test.Own".into(),
        display_name: "Own".into(),
        category: "Test".into(),
        code_state: voxloom_core::CodeState::Stable,
        tags: "PY".into(),
        help: String::new(),
    };
    (class, Interface::new().outport(PortSpec::new::<PythonObject>("out", "")))
}

#[test]
fn an_attached_interpreter_is_the_shared_host_and_serves_classes_without_a_file() {
    let Some((bench, mut program)) = attached() else { return };
    let (class, interface) = own_class();
    bench.python.add_class(class.clone(), interface.clone()).unwrap();
    assert!(bench.registry.get("org.test.Own").unwrap().file().is_none());
    let mut node = bench.node_in("org.test.Own", 3, Isolation::Node).unwrap();
    let result = node.process().unwrap();
    assert_eq!(result.outputs[0].as_ref().unwrap().describe().rows[0].1, "from here");
    // It lives where it was defined, whatever was asked for.
    let hosts = bench.python.hosts();
    assert_eq!((hosts.len(), &hosts[0].key, hosts[0].pid, &hosts[0].nodes, hosts[0].alive), (1, &HostKey::Shared, None, &vec![3], true));
    let error = bench.python.stop_host(&HostKey::Shared).unwrap_err().to_string();
    assert!(error.contains("which is not stopped; give a node a host of its own for that"), "{error}");
    assert_eq!(bench.python.request("anything", serde_json::json!([1]), Duration::from_secs(5)).unwrap()["args"][0], 1);
    // Defined again, in a notebook say: its nodes are made anew.
    bench.python.add_class(class, interface).unwrap();
    bench.events.lock().unwrap().clear();
    node.process().unwrap();
    bench.wait_for(|event| matches!(event, PythonEvent::Print { text, .. } if text == "made"));
    // When the connection ends, so does the host, and none is started in its place.
    program.kill().unwrap();
    program.wait().unwrap();
    bench.wait_for(|event| matches!(event, PythonEvent::HostDied { reason } if reason.contains("imported into ended the connection")));
    let (message, _) = failure(node.process().err().unwrap());
    assert!(message.contains("the interpreter that Voxloom was imported into has ended the connection"), "{message}");
    assert!(!bench.python.hosts()[0].alive);
}

#[test]
fn closing_leaves_an_attached_interpreter_alone() {
    let Some((bench, mut program)) = attached() else { return };
    bench.python.shutdown();
    // This one ends by itself when the connection does, in order.
    assert!(wait_until(|| program.try_wait().unwrap()).success());
}

const PORTS: &str = r#"
class Maker:
    identifier = "org.test.Maker"
    def interface(self):
        return {"inports": [], "outports": [{"identifier": "out", "data_type": "org.inviwo.PythonObject"}], "properties": []}
    def process(self):
        import os
        handle = 13 if os.path.exists(__import__("os").path.join(os.path.dirname(FILE), "generator")) else 7
        host.send("output", call=self.call, port="out", data={"type": "object", "handle": handle, "summary": "a dict"})

class Reader:
    identifier = "org.test.Reader"
    def interface(self):
        return {"inports": [{"identifier": "in", "data_type": "org.inviwo.PythonObject"}],
                "outports": [{"identifier": "out", "data_type": "org.inviwo.PythonObject"}], "properties": []}
    def process(self):
        given = self.inputs[0]["data"][0]
        host.send("output", call=self.call, port="out", data={"type": "object", "handle": 1, "summary": f"read {given['handle']}"})
"#;

fn give(reader: &mut Node, data: &Data) {
    reader.inputs = vec![InputData { data: vec![Some(data.clone())], changed: true, ..InputData::default() }];
}

#[test]
fn an_object_is_brought_to_the_host_of_its_reader_or_it_is_said_why_not() {
    let text = format!("FILE = {:?}\n{PORTS}", "placeholder");
    let Some(bench) = bench(stub(), &[("ports.py", &text)]) else { return };
    bench.write("ports.py", &text.replace("placeholder", &bench.folder.path().join("ports.py").to_string_lossy()));
    assert!(bench.python.rescan(Duration::from_secs(5)));
    let mut maker = bench.node_in("org.test.Maker", 1, Isolation::Node).unwrap();
    let mut beside = bench.node_in("org.test.Reader", 2, Isolation::File).unwrap();
    let read = |reader: &mut Node| reader.process().map(|result| result.outputs[0].as_ref().unwrap().describe().rows[0].1.clone());
    let object = maker.process().unwrap().outputs[0].clone().unwrap();
    assert_eq!(downcast::<PythonObject>(&object).unwrap().handle, 7);
    // In the host that made it, it is itself; in another, a copy that lives there.
    for _ in 0..2 {
        give(&mut beside, &object);
        assert_eq!(read(&mut beside).unwrap(), "read 1007");
    }
    let mut same = bench.node_in("org.test.Reader", 1, Isolation::Node).unwrap();
    give(&mut same, &object);
    assert_eq!(read(&mut same).unwrap(), "read 7");
    // Copies go with the original.
    drop(object);
    same.inputs.clear();
    beside.inputs.clear();
    bench.wait_for(|event| matches!(event, PythonEvent::Print { text, .. } if text == "dropped 1007"));
    bench.wait_for(|event| matches!(event, PythonEvent::Print { text, .. } if text == "dropped 7"));
    // One that cannot be packed.
    bench.write("generator", "");
    let generator = maker.process().unwrap().outputs[0].clone().unwrap();
    give(&mut beside, &generator);
    let (message, _) = failure(read(&mut beside).unwrap_err());
    assert!(message.starts_with("My node made a Python object (a dict) that cannot be given to My node"), "{message}");
    assert!(message.contains("cannot pickle 'generator'") && message.contains("Let both run in the same host"), "{message}");
    // One whose host is gone: its maker makes it again.
    maker.invalidated.lock().unwrap().clear();
    bench.python.stop_host(&HostKey::Node(1)).unwrap();
    for reader in [&mut beside, &mut same] {
        give(reader, &generator);
        let error = read(reader).unwrap_err();
        assert!(matches!(&error, ProcessorError::NotReady(text) if text.contains("gone with its host, and is made again")), "{error}");
    }
    assert!(maker.invalidated.lock().unwrap().contains(&InvalidationLevel::InvalidOutput));
}
