//! The program's side alone, with a host in plain Python: life and death of hosts, files, values, cancellation.

mod common;

use std::time::{Duration, Instant};

use common::{Bench, bench, failure, stub, wait_until};
use voxloom_core::context::{DerivedWrite, RunControl};
use voxloom_core::event::Event;
use voxloom_core::{InvalidationLevel, ProcessorError, Value};
use voxloom_host::{CatalogState, HostKey, PythonEvent};

const PLAIN: &str = r#"
class Plain:
    identifier = "org.test.Plain"
    def interface(self):
        kind = {"type": "float", "default": 1.0, "min": 0.0, "max": 10.0, "bounds": ["editable", "editable"], "increment": 0.1, "unit": ""}
        prop = lambda name: {"identifier": name, "display_name": name, "invalidation": "output", "semantics": "default", "visible": True,
                             "read_only": False, "transient": False, "kind": kind}
        return {"inports": [], "outports": [{"identifier": "out", "data_type": "org.inviwo.PythonObject"}], "properties": [prop("a"), prop("b")]}
    def initialize(self):
        self.ready = True
    def process(self):
        assert self.ready
        a = self.values.get("a", 1.0)
        host.send("output", call=self.call, port="out", data={"type": "object", "handle": 1, "summary": f"a is {a}"})
        host.send("changes", call=self.call, node=self.node, writes=[["b", a * 2]], interface=None)
        host.send("print", node=self.node, stream="out", text="hello\n")
    def change(self, path):
        return [["b", 7.0]]
"#;

/// Its `process` does what the file says.
fn doing(what: &str) -> String {
    let body = what.replace('\n', "\n        ");
    format!("{PLAIN}\nclass Doing(Plain):\n    identifier = \"org.test.Doing\"\n    def process(self):\n        {body}\n")
}

const LOOP: &str =
    "import time\nend = time.time() + 30\nhost.send('progress', call=self.call, progress=0.5)\nwhile time.time() < end: time.sleep(0.01)";

fn deaths(bench: &Bench) -> usize {
    bench.events.lock().unwrap().iter().filter(|event| matches!(event, PythonEvent::HostDied { .. })).count()
}

#[test]
fn values_outputs_writes_prints_and_events_cross() {
    let Some(bench) = bench(stub(), &[("plain.py", PLAIN)]) else { return };
    let mut node = bench.node("org.test.Plain").unwrap();
    node.values.set("a", Value::Float(3.0)).unwrap();
    let result = node.process().unwrap();
    assert_eq!(result.outputs[0].as_ref().unwrap().describe().rows[0].1, "a is 3.0");
    let written = |result: &voxloom_core::context::RunResult| match &result.derived[..] {
        [DerivedWrite::Set { path, value: Value::Float(value) }] => (path.to_string(), *value),
        other => panic!("{other:?}"),
    };
    assert_eq!(written(&result), ("b".to_owned(), 6.0));
    bench.wait_for(|event| *event == PythonEvent::Print { node: Some("My node".into()), error: false, text: "hello\n".into() });
    let ((), result) = node.with(&RunControl::default(), |processor, ctx| processor.on_change("a", ctx));
    assert_eq!(written(&result), ("b".to_owned(), 7.0));
    let (reply, _) = node.with(&RunControl::default(), |processor, ctx| {
        processor.on_event(&Event::Key { key: "a".into(), pressed: true, modifiers: Default::default(), text: String::new() }, ctx)
    });
    assert_eq!((reply.used, reply.tooltip.as_deref()), (true, Some("key")));
    let answer = bench.python.request("complete", serde_json::json!(["vx."]), Duration::from_secs(5)).unwrap();
    assert_eq!(answer["method"], "complete");
}

#[test]
fn a_host_that_is_killed_fails_the_run_in_words_and_the_next_run_works() {
    let Some(bench) = bench(stub(), &[("doing.py", &doing(LOOP))]) else { return };
    let (mut looping, mut other) = (bench.node("org.test.Doing").unwrap(), bench.node("org.test.Plain").unwrap());
    other.process().unwrap();
    let control = RunControl::default();
    let killed = std::sync::Mutex::new(None);
    let (result, _) = std::thread::scope(|scope| {
        scope.spawn(|| {
            wait_until(|| (control.progress() > 0.0).then_some(()));
            *killed.lock().unwrap() = Some(Instant::now());
            bench.python.stop_host(&HostKey::Shared).unwrap();
        });
        looping.with(&control, |processor, ctx| processor.process(ctx))
    });
    let noticed = killed.lock().unwrap().unwrap().elapsed();
    let (message, _) = failure(result.unwrap_err());
    assert!(message.contains("was stopped while My node ran"), "{message}");
    println!("a dead host was noticed after {noticed:?}");
    assert!(noticed < Duration::from_secs(1));
    bench.wait_for(|event| matches!(event, PythonEvent::HostDied { reason } if reason.contains("was stopped")));
    // The other instance is made anew, initialized and given its values again.
    other.values.set("a", Value::Float(5.0)).unwrap();
    let result = other.process().unwrap();
    assert_eq!(result.outputs[0].as_ref().unwrap().describe().rows[0].1, "a is 5.0");
}

#[test]
fn a_segfault_says_so_and_where() {
    let Some(bench) = bench(stub(), &[("doing.py", &doing("import ctypes\nctypes.string_at(0)"))]) else { return };
    let mut node = bench.node("org.test.Doing").unwrap();
    let (message, trace) = failure(node.process().err().unwrap());
    assert!(message.contains("segfaulted (signal 11) while My node ran, twice; it starts again when something changes"), "{message}");
    assert!(trace.contains("Segmentation fault") && trace.contains("doing.py"), "{trace}");
    wait_until(|| (deaths(&bench) == 2).then_some(()));
    let (message, _) = failure(node.process().err().unwrap());
    assert!(message.contains("segfaulted"), "the host started again: {message}");
}

#[test]
fn a_host_that_sends_nonsense_is_ended_with_that_reason() {
    let Some(bench) = bench(stub(), &[("doing.py", &doing("host.send('progress', call=self.call, progress=float('nan'))"))]) else { return };
    let (message, _) = failure(bench.node("org.test.Doing").unwrap().process().err().unwrap());
    assert!(message.contains("was ended, because a malformed message arrived"), "{message}");
}

#[test]
fn a_cancelled_run_ends_at_once_when_python_listens_and_after_a_second_when_it_does_not() {
    let listening = "import time\nhost.send('progress', call=self.call, progress=0.5)\nwhile self.call not in host.cancelled: time.sleep(0.005)\nraise KeyboardInterrupt()";
    let deaf = doing(LOOP).replace("Doing", "Deaf");
    let Some(bench) = bench(stub(), &[("doing.py", &doing(listening)), ("deaf.py", &deaf)]) else { return };
    for (class, least, most) in [("org.test.Doing", 0.0, 0.7), ("org.test.Deaf", 0.9, 3.0)] {
        let mut node = bench.node(class).unwrap();
        let control = RunControl::default();
        let (result, _) = std::thread::scope(|scope| {
            scope.spawn(|| {
                wait_until(|| (control.progress() > 0.0).then_some(()));
                control.cancel();
            });
            let started = Instant::now();
            let result = node.with(&control, |processor, ctx| processor.process(ctx));
            let took = started.elapsed().as_secs_f64();
            assert!(took > least && took < most, "{class} took {took} s");
            result
        });
        assert_eq!(result, Err(ProcessorError::Cancelled));
    }
}

#[test]
fn a_node_that_does_not_react_is_told_when_its_host_serves_others() {
    let Some(bench) = bench(stub(), &[("doing.py", &doing(LOOP))]) else { return };
    let (mut node, _other) = (bench.node("org.test.Doing").unwrap(), bench.node("org.test.Plain").unwrap());
    let control = RunControl::default();
    let (result, _) = std::thread::scope(|scope| {
        scope.spawn(|| {
            wait_until(|| (control.progress() > 0.0).then_some(()));
            control.cancel();
            bench.wait_for(|event| matches!(event, PythonEvent::Stuck { node, .. } if node == "My node"));
            bench.python.stop_host(&HostKey::Shared).unwrap();
        });
        node.with(&control, |processor, ctx| processor.process(ctx))
    });
    assert_eq!(result, Err(ProcessorError::Cancelled));
}

#[test]
fn a_file_that_does_not_load_or_kills_its_host_leaves_the_others() {
    let files = [("broken.py", "def x(:\n"), ("deadly.py", "import os\nos.abort()\n"), ("plain.py", PLAIN), ("helper.py", "x = 1\n")];
    let Some(bench) = bench(stub(), &files) else { return };
    let state = |name: &str| bench.python.catalog().into_iter().find(|entry| entry.file.ends_with(name)).unwrap().state;
    let CatalogState::Failed(error) = state("broken.py") else { panic!("it loaded") };
    assert!(error.message.starts_with("SyntaxError") && error.line == Some(1) && error.summary().ends_with("(broken.py:1)"), "{error:?}");
    let CatalogState::Failed(error) = state("deadly.py") else { panic!("it loaded") };
    assert!(error.message.contains("aborted (signal 6)"), "{error:?}");
    assert_eq!((state("plain.py"), state("helper.py")), (CatalogState::Loaded, CatalogState::Helper));
    bench.node("org.test.Plain").unwrap().process().unwrap();
}

#[test]
fn a_file_that_changes_renews_its_class_and_instances() {
    let Some(bench) = bench(stub(), &[("plain.py", PLAIN)]) else { return };
    let mut node = bench.node("org.test.Plain").unwrap();
    node.process().unwrap();
    bench.write("plain.py", &PLAIN.replace("a is", "now a is").replace("prop(\"b\")", "prop(\"b\"), prop(\"c\")"));
    wait_until(|| bench.registry.get("org.test.Plain").filter(|class| class.interface().leaf("c").is_some()).map(|_| ()));
    let result = node.process().unwrap();
    assert_eq!(result.outputs[0].as_ref().unwrap().describe().rows[0].1, "now a is 1.0");
    let amended = result.derived.iter().any(|write| matches!(write, DerivedWrite::Amend(interface) if interface.leaf("c").is_some()));
    assert!(amended, "{:?}", result.derived);
    // A version that does not load leaves the one that works, with the error in the list.
    bench.write("plain.py", "class Plain(:\n");
    bench.wait_for(|event| matches!(event, PythonEvent::Problem { text } if text.contains("SyntaxError")));
    node.process().unwrap();
    // A file that goes takes its class along.
    std::fs::remove_file(bench.folder.path().join("plain.py")).unwrap();
    wait_until(|| bench.registry.get("org.test.Plain").is_none().then_some(()));
}

#[test]
fn a_higher_folder_wins_an_identifier() {
    let better = PLAIN.replace("a is", "mine: a is");
    let Some(bench) = bench(stub(), &[("plain.py", PLAIN), ("user/mine.py", &better)]) else { return };
    let result = bench.node("org.test.Plain").unwrap().process().unwrap();
    assert_eq!(result.outputs[0].as_ref().unwrap().describe().rows[0].1, "mine: a is 1.0");
    let overridden = bench.python.catalog().into_iter().find(|entry| entry.file.ends_with("plain.py")).unwrap().state;
    assert_eq!(overridden, CatalogState::Overridden { by: Some(bench.folder.path().join("user/mine.py")) });
}

#[test]
fn a_file_is_checked_without_joining_the_others() {
    let Some(bench) = bench(stub(), &[]) else { return };
    let elsewhere = tempfile::tempdir().unwrap();
    let path = elsewhere.path().join("one.py");
    std::fs::write(&path, PLAIN).unwrap();
    let report = bench.python.check_file(&path).unwrap();
    assert_eq!(report.classes[0].interface.as_ref().unwrap()["properties"][0]["identifier"], "a");
    std::fs::write(&path, PLAIN.replace("    def interface(self):\n", "    def interface(self):\n        raise ValueError('no')\n")).unwrap();
    let report = bench.python.check_file(&path).unwrap();
    assert!(report.classes[0].interface.as_ref().unwrap_err().summary().starts_with("ValueError: no (one.py:"));
    assert!(bench.python.catalog().is_empty());
}

#[test]
fn closing_takes_no_longer_than_two_seconds_and_native_prints_arrive() {
    let Some(bench) = bench(stub(), &[("doing.py", &doing("import os\nos.write(1, b'native\\n')"))]) else { return };
    bench.node("org.test.Doing").unwrap().process().unwrap();
    bench.wait_for(|event| *event == PythonEvent::Print { node: None, error: false, text: "native\n".into() });
    let started = Instant::now();
    bench.python.shutdown();
    assert!(started.elapsed() < Duration::from_millis(2500));
    assert!(!bench.events.lock().unwrap().iter().any(|event| matches!(event, PythonEvent::HostDied { .. })));
}

#[test]
fn without_an_interpreter_the_problem_is_said_once() {
    let events: std::sync::Arc<std::sync::Mutex<Vec<PythonEvent>>> = Default::default();
    let told = events.clone();
    let interpreter = voxloom_host::Choice { flag: Some("/nonexistent/python3".into()), ..Default::default() };
    let settings = voxloom_host::PythonSettings { interpreter, ..Default::default() };
    let registry = std::sync::Arc::new(voxloom_core::Registry::new());
    let python = voxloom_host::Python::new(settings, registry, Box::new(move |event| told.lock().unwrap().push(event)));
    python.start();
    let error = python.wait_scanned(Duration::from_secs(10)).unwrap_err();
    assert!(error.contains("/nonexistent/python3 (given with --python) is not a Python interpreter"), "{error}");
    wait_until(|| (!events.lock().unwrap().is_empty()).then_some(()));
    assert_eq!(*events.lock().unwrap(), [PythonEvent::Problem { text: error }]);
}

#[test]
fn an_empty_run_and_back_is_quick() {
    let Some(bench) = bench(stub(), &[("doing.py", &doing("pass"))]) else { return };
    let mut node = bench.node("org.test.Doing").unwrap();
    node.process().unwrap();
    let mut times: Vec<Duration> = (0..500)
        .map(|_| {
            let started = Instant::now();
            node.process().unwrap();
            started.elapsed()
        })
        .collect();
    times.sort();
    println!("an empty process in a plain Python host: median {:?}, 90 % {:?}", times[250], times[450]);
    assert!(times[250] < Duration::from_millis(5));
}

#[test]
fn threads_of_the_users_own_invalidate_and_write_and_objects_are_released() {
    let thread = "import threading\ndef later():\n    host.send('invalidate', node=self.node, level='resources')\n    \
                  host.send('changes', call=None, node=self.node, writes=[['b', 4.0]], interface=None)\nthreading.Thread(target=later).start()\n\
                  host.send('output', call=self.call, port='out', data={'type': 'object', 'handle': 9, 'summary': ''})";
    let Some(bench) = bench(stub(), &[("doing.py", &doing(thread))]) else { return };
    let mut node = bench.node("org.test.Doing").unwrap();
    let result = node.process().unwrap();
    wait_until(|| (node.invalidated.lock().unwrap().len() >= 2).then_some(()));
    assert_eq!(node.invalidated.lock().unwrap()[0], InvalidationLevel::InvalidResources);
    let later = node.process().unwrap();
    assert!(matches!(&later.derived[..], [DerivedWrite::Set { value: Value::Float(4.0), .. }]), "{:?}", later.derived);
    drop((result, later));
    bench.wait_for(|event| *event == PythonEvent::Print { node: None, error: false, text: "dropped 9".into() });
}
