//! Hosts with the real Python side: who lives where, and what it costs when one dies.

mod common;

use std::path::Path;
use std::time::{Duration, Instant};

use common::{Bench, bench, bench_with, failure, real_places, wait_until};
use voxloom_core::ProcessorError;
use voxloom_core::context::RunControl;
use voxloom_core::processor::Isolation;
use voxloom_host::{HostKey, PythonEvent};

/// A class whose `process` does what is given.
fn class(name: &str, process: &str) -> String {
    format!(
        "class {name}(ivw.Processor):\n    def __init__(self, id, name):\n        super().__init__(id, name)\n\n    @staticmethod\n    def processorInfo():\n        \
         return ivw.ProcessorInfo('org.test.{name}', '{name}')\n\n    def process(self):\n        {}\n\n\n",
        process.replace('\n', "\n        ")
    )
}

fn file(classes: &[(&str, &str)]) -> String {
    let head = "import ctypes\nimport os\nimport time\nfrom pathlib import Path\n\nimport inviwopy as ivw\n\nprint('imported', Path(__file__).name, os.getpid())\n\n\n";
    classes.iter().fold(head.to_owned(), |text, (name, process)| text + &class(name, process))
}

/// What was printed, by Python or by native code.
fn printed(bench: &Bench) -> Vec<String> {
    let text = |event: &PythonEvent| match event {
        PythonEvent::Print { text, .. } => Some(text.trim().to_owned()),
        _ => None,
    };
    bench.events.lock().unwrap().iter().filter_map(text).collect()
}

fn pid_of(bench: &Bench, key: &HostKey) -> u32 {
    bench.python.hosts().into_iter().find(|host| host.key == *key).and_then(|host| host.pid).unwrap()
}

fn exists(pid: u32) -> bool {
    std::fs::read_to_string(format!("/proc/{pid}/stat")).is_ok_and(|stat| !stat.contains(") Z "))
}

#[test]
fn nodes_live_in_the_host_of_their_file_or_their_own_and_it_loads_that_file_only_and_ends_with_them() {
    let one = file(&[("One", "print('one', os.getpid())")]);
    let Some(bench) = bench(real_places(), &[("one.py", &one), ("other.py", &file(&[("Other", "pass")]))]) else { return };
    let path = bench.folder.path().join("one.py");
    let mut shared = bench.node_in("org.test.One", 1, Isolation::Shared).unwrap();
    let mut in_file = bench.node_in("org.test.One", 2, Isolation::File).unwrap();
    let mut also = bench.node_in("org.test.One", 3, Isolation::File).unwrap();
    let mut alone = bench.node_in("org.test.One", 4, Isolation::Node).unwrap();
    for node in [&mut shared, &mut in_file, &mut also, &mut alone] {
        node.process().unwrap();
    }
    let hosts = bench.python.hosts();
    let keys: Vec<_> = hosts.iter().map(|host| (host.key.clone(), host.nodes.clone())).collect();
    let file_key = HostKey::File(path);
    assert_eq!(keys, [(HostKey::Shared, vec![1]), (file_key.clone(), vec![2, 3]), (HostKey::Node(4), vec![4])]);
    assert!(hosts.iter().all(|host| host.alive && host.memory > 1 << 20), "{hosts:?}");
    assert_eq!(bench.python.hosts_of(3), [file_key]);
    let pids: Vec<u32> = hosts.iter().map(|host| host.pid.unwrap()).collect();
    // The prints tell who ran where, and which file was imported where.
    wait_until(|| (printed(&bench).iter().filter(|line| line.starts_with("one ")).count() == 4).then_some(()));
    let ran: Vec<String> = printed(&bench).into_iter().filter(|line| line.starts_with("one ")).collect();
    assert_eq!(ran, [pids[0], pids[1], pids[1], pids[2]].map(|pid| format!("one {pid}")));
    let mut imported: Vec<String> = printed(&bench).into_iter().filter(|line| line.starts_with("imported")).collect();
    imported.sort();
    let mut expected = vec![format!("imported other.py {}", pids[0])];
    expected.extend(pids.iter().map(|pid| format!("imported one.py {pid}")));
    expected.sort();
    assert_eq!(imported, expected);
    // A host of its own ends with its last node; one that others live in does not.
    drop((alone, also));
    wait_until(|| (!exists(pids[2])).then_some(()));
    assert!(exists(pids[1]) && exists(pids[0]));
    in_file.process().unwrap();
    assert_eq!(bench.python.hosts().len(), 2);
}

#[test]
fn two_hosts_start_and_run_at_the_same_time() {
    // Each goes on only when the other is there.
    let body = |me: &str, other: &str| {
        format!(
            "Path(__file__).with_name('{me}').touch()\nend = time.time() + 20\nwhile not Path(__file__).with_name('{other}').exists():\n    assert time.time() < end\n    time.sleep(0.005)"
        )
    };
    let text = file(&[("One", &body("a", "b")), ("Two", &body("b", "a"))]);
    let Some(bench) = bench(real_places(), &[("both.py", &text)]) else { return };
    let start = |class: &str, number| {
        let started = Instant::now();
        let mut node = bench.node_in(class, number, Isolation::Node).unwrap();
        let made = started.elapsed();
        node.process().unwrap();
        made
    };
    let times = std::thread::scope(|scope| {
        let one = scope.spawn(|| start("org.test.One", 1));
        [start("org.test.Two", 2), one.join().unwrap()]
    });
    println!("two hosts started beside each other, each with its node, in {times:?}");
}

#[test]
fn a_node_that_dies_once_is_run_again_by_itself_and_one_that_dies_twice_stays_failed_until_its_host_is_restarted() {
    let once = "flag = Path(__file__).with_name('flag')\nif not flag.exists():\n    flag.touch()\n    ctypes.string_at(0)";
    let always = "if Path(__file__).with_name('deadly').exists():\n    os.abort()";
    let text = file(&[("Once", once), ("Always", always)]);
    let Some(bench) = bench(real_places(), &[("dying.py", &text)]) else { return };
    bench.write("deadly", "");
    let result = bench.node("org.test.Once").unwrap().process().unwrap();
    assert_eq!(result.notes.len(), 1);
    assert!(result.notes[0].contains("segfaulted (signal 11) while My node ran, was started again, and then it worked"), "{:?}", result.notes);
    let mut node = bench.node_in("org.test.Always", 7, Isolation::Node).unwrap();
    let mut other = bench.node_in("org.test.Once", 8, Isolation::Shared).unwrap();
    other.process().unwrap();
    let (message, trace) = failure(node.process().err().unwrap());
    assert!(message.contains("aborted (signal 6) while My node ran, twice"), "{message}");
    assert!(trace.contains("dying.py"), "{trace}");
    let host = bench.python.hosts().into_iter().find(|host| host.key == HostKey::Node(7)).unwrap();
    assert!(!host.alive && host.pid.is_none() && host.nodes == [7]);
    // The others did not notice.
    assert!(other.process().unwrap().notes.is_empty());
    std::fs::remove_file(bench.folder.path().join("deadly")).unwrap();
    node.invalidated.lock().unwrap().clear();
    bench.python.restart_host(&HostKey::Node(7)).unwrap();
    assert_eq!(node.invalidated.lock().unwrap().len(), 1, "it is run again");
    assert!(node.process().unwrap().notes.is_empty());
}

#[test]
fn a_node_that_waits_for_its_turn_does_not_pay_for_the_one_that_kills_the_host() {
    let killer = "print('killing')\ntime.sleep(0.3)\nos._exit(3)";
    let Some(bench) = bench(real_places(), &[("nodes.py", &file(&[("Killer", killer), ("Quiet", "pass")]))]) else { return };
    let mut killer = bench.node_in("org.test.Killer", 1, Isolation::Shared).unwrap();
    let mut quiet: Vec<_> = (2..6).map(|number| bench.node_in("org.test.Quiet", number, Isolation::Shared).unwrap()).collect();
    std::thread::scope(|scope| {
        let killed = scope.spawn(move || killer.process());
        bench.wait_for(|event| matches!(event, PythonEvent::Print { text, .. } if text.contains("killing")));
        let quiet: Vec<_> = quiet.iter_mut().map(|node| scope.spawn(|| node.process())).collect();
        for run in quiet {
            assert!(run.join().unwrap().unwrap().notes.is_empty());
        }
        let (message, _) = failure(killed.join().unwrap().err().unwrap());
        assert!(message.contains("ended with code 3 while My node ran, twice"), "{message}");
    });
}

#[test]
fn a_constructor_that_kills_the_host_fails_its_node_and_leaves_a_run() {
    let text = file(&[("Slow", "time.sleep(1.0)")])
        + &class("Deadly", "pass").replace(
            "super().__init__(id, name)",
            "super().__init__(id, name)\n        if Path(__file__).with_name('deadly').exists():\n            os._exit(4)",
        );
    let Some(bench) = bench(real_places(), &[("nodes.py", &text)]) else { return };
    bench.write("deadly", "");
    let mut slow = bench.node_in("org.test.Slow", 1, Isolation::Shared).unwrap();
    std::thread::scope(|scope| {
        let run = scope.spawn(move || slow.process());
        std::thread::sleep(Duration::from_millis(200));
        let (message, _) = failure(bench.node_in("org.test.Deadly", 2, Isolation::Shared).err().unwrap());
        assert!(message.contains("ended with code 4"), "{message}");
        let notes = run.join().unwrap().unwrap().notes;
        assert!(notes.len() == 1 && notes[0].contains("was started again, and then it worked"), "{notes:?}");
    });
}

#[test]
fn a_host_beyond_its_memory_raises_in_the_node_and_goes_on() {
    let greedy = "import numpy\nkept = [bytearray(64 << 20) for _ in range(40)]";
    let arrays = "import numpy\nkept = [numpy.ones(8 << 20) for _ in range(40)]";
    let modest = "import numpy\nnumpy.ones(8 << 20)";
    let text = file(&[("Greedy", greedy), ("Arrays", arrays), ("Modest", modest)]);
    let limit = |settings| voxloom_host::PythonSettings { memory_limit: Some(1 << 30), ..settings };
    let Some(bench) = bench_with(real_places(), &[("memory.py", &text)], limit) else { return };
    for class in ["org.test.Greedy", "org.test.Arrays"] {
        let (message, _) = failure(bench.node(class).unwrap().process().err().unwrap());
        assert!(message.contains("MemoryError"), "{class}: {message}");
    }
    bench.node("org.test.Modest").unwrap().process().unwrap();
    assert!(!bench.events.lock().unwrap().iter().any(|event| matches!(event, PythonEvent::HostDied { .. })));
}

/// Bytes of this process in memory.
fn own_memory() -> u64 {
    let text = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches("kB").trim().parse::<u64>().unwrap() << 10
}

#[test]
fn a_flood_of_prints_takes_no_memory_and_is_counted() {
    // 4 GiB by native code, one line of it without an end, then a hundred thousand lines by Python.
    let native = "block = b'x' * (1 << 20)\nfor i in range(4096):\n    os.write(1, block)\nos.write(1, b'\\n')";
    let python = "for i in range(100_000):\n    print('line', i)\nprint('the end')";
    let Some(bench) = bench(real_places(), &[("flood.py", &file(&[("Native", native), ("Python", python)]))]) else { return };
    let mut node = bench.node("org.test.Native").unwrap();
    let before = own_memory();
    let started = Instant::now();
    node.process().unwrap();
    let took = started.elapsed();
    bench.node("org.test.Python").unwrap().process().unwrap();
    bench.wait_for(|event| matches!(event, PythonEvent::Print { text, .. } if text.contains("are not shown, because they came too fast")));
    let grown = own_memory().saturating_sub(before);
    let shown: usize = printed(&bench).iter().map(String::len).sum();
    println!("4 GiB printed in {took:?}: this process grew by {} MiB, {} MiB were shown", grown >> 20, shown >> 20);
    // What was shown is kept by this test.
    assert!(grown < 200 << 20, "{grown}");
}

/// Starts a host, says its number, and waits to be killed. Run by the test below only.
#[test]
fn child_that_is_killed() {
    let Ok(mark) = std::env::var("VOXLOOM_TEST_MARK") else { return };
    // Native code that never gives the interpreter up, and a child of the host's own.
    let stuck = "if os.fork() == 0:\n    time.sleep(3)\n    os._exit(0)\nctypes.PyDLL(None).sleep(600)";
    let Some(bench) = bench(real_places(), &[("stuck.py", &file(&[("Stuck", stuck)]))]) else { return };
    let mut node = bench.node("org.test.Stuck").unwrap();
    std::thread::scope(|scope| {
        scope.spawn(move || node.process().is_ok());
        std::thread::sleep(Duration::from_millis(500));
        std::fs::write(&mark, pid_of(&bench, &HostKey::Shared).to_string()).unwrap();
        std::thread::sleep(Duration::from_secs(60));
    });
}

#[test]
fn hosts_end_with_a_program_that_is_killed() {
    let folder = tempfile::tempdir().unwrap();
    let mark = folder.path().join("mark");
    let mut program = std::process::Command::new(std::env::current_exe().unwrap());
    program.args(["child_that_is_killed", "--exact", "--nocapture"]).env("VOXLOOM_TEST_MARK", &mark);
    let mut program = program.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null()).spawn().unwrap();
    let host: u32 = loop {
        if let Some(pid) = std::fs::read_to_string(&mark).ok().and_then(|text| text.parse().ok()) {
            break pid;
        }
        if program.try_wait().unwrap().is_some() {
            eprintln!("skipped: no Python");
            return;
        }
        std::thread::sleep(Duration::from_millis(10));
    };
    assert!(exists(host));
    let killed = Instant::now();
    program.kill().unwrap();
    wait_until(|| (!exists(host)).then_some(()));
    println!("the host of a killed program was gone after {:?}", killed.elapsed());
    assert!(killed.elapsed() < Duration::from_secs(1));
    program.wait().unwrap();
}

#[test]
fn stopping_one_host_fails_what_runs_there_and_nothing_else() {
    let text = file(&[("Loop", "print('looping')\nwhile True:\n    pass"), ("Quiet", "pass")]);
    let Some(bench) = bench(real_places(), &[("loop.py", &text)]) else { return };
    let (mut node, mut quiet) = (bench.node_in("org.test.Loop", 1, Isolation::Node).unwrap(), bench.node("org.test.Quiet").unwrap());
    let (pid, started) = (pid_of(&bench, &HostKey::Node(1)), Instant::now());
    let result = std::thread::scope(|scope| {
        let run = scope.spawn(move || node.process());
        bench.wait_for(|event| matches!(event, PythonEvent::Print { text, .. } if text.contains("looping")));
        bench.python.stop_host(&HostKey::Node(1)).unwrap();
        run.join().unwrap()
    });
    let (message, _) = failure(result.err().unwrap());
    assert!(message.contains("was stopped while My node ran") && !exists(pid), "{message}");
    assert!(quiet.process().unwrap().notes.is_empty() && started.elapsed() < Duration::from_secs(10));
}

#[test]
fn a_cancelled_node_that_does_not_react_loses_its_own_host_after_a_second() {
    let text = file(&[("Deaf", "print('deaf')\nwhile True:\n    try:\n        time.sleep(0.01)\n    except BaseException:\n        pass")]);
    let Some(bench) = bench(real_places(), &[("deaf.py", &text)]) else { return };
    let mut node = bench.node_in("org.test.Deaf", 1, Isolation::Node).unwrap();
    let _other = bench.node("org.test.Deaf").unwrap();
    let control = RunControl::default();
    let started = Instant::now();
    let (result, _) = std::thread::scope(|scope| {
        scope.spawn(|| {
            bench.wait_for(|event| matches!(event, PythonEvent::Print { text, .. } if text.contains("deaf")));
            control.cancel();
        });
        node.with(&control, |processor, ctx| processor.process(ctx))
    });
    assert_eq!(result, Err(ProcessorError::Cancelled));
    assert!(started.elapsed() < Duration::from_secs(4), "{:?}", started.elapsed());
    assert!(Path::new(&format!("/proc/{}", pid_of(&bench, &HostKey::Shared))).exists());
}
