//! Files with the real Python side: found, loaded, changed and gone.

mod common;

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use common::{Bench, bench, bench_with, failure, real_places, unstarted, wait_until};
use voxloom_core::context::RunControl;
use voxloom_core::processor::Isolation;
use voxloom_core::{ProcessorError, Value};
use voxloom_host::{CatalogState, Places, PythonEvent, PythonSettings};

/// A processor that prints its version; `more` goes into its constructor, `process` into its body.
fn processor(name: &str, version: &str, more: &str, process: &str) -> String {
    format!(
        "import time\n\nimport inviwopy as ivw\nfrom inviwopy.properties import FloatProperty\n\n\nclass {name}(ivw.Processor):\n    def __init__(self, id, name):\n        \
         super().__init__(id, name)\n        {}\n\n    @staticmethod\n    def processorInfo():\n        return ivw.ProcessorInfo('org.test.{name}', '{name} {version}')\n\n    \
         def process(self):\n        print('{name} is {version}')\n        {}\n",
        more.replace('\n', "\n        "),
        process.replace('\n', "\n        ")
    )
}

fn name_of(bench: &Bench, class: &str) -> Option<String> {
    bench.registry.get(class).map(|class| class.info().display_name.to_string())
}

fn float(name: &str) -> String {
    format!("self.addProperty(FloatProperty('{name}', '{name}', 1.0, 0.0, 10.0))")
}

/// The real Python side from a folder of its own: what is kept of files is of no use once the package changes.
fn own_places(folder: &Path) -> Places {
    let places = real_places();
    let package = folder.join("package");
    assert!(std::process::Command::new("cp").arg("-r").args([&places.package, &package]).status().unwrap().success());
    Places { package, ..places }
}

#[test]
fn a_second_start_lists_fifty_files_at_once_without_an_interpreter() {
    let mut files: Vec<(String, String)> =
        (0..49).map(|i| (format!("p{i:02}.py"), processor(&format!("P{i:02}"), "here", &float("a"), "pass"))).collect();
    files.push(("a_slow.py".to_owned(), format!("import time\ntime.sleep(3)\n{}", processor("Slow", "here", "pass", "pass"))));
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let cache = tempfile::tempdir().unwrap();
    let places = own_places(cache.path());
    let with_cache = |settings| PythonSettings { cache: Some(cache.path().join("below")), ..settings };
    let folder = {
        let Some(bench) = bench_with(places.clone(), &[], with_cache) else { return };
        // First start: the list fills as files load, and the slow one delays no other.
        let started = Instant::now();
        for (name, text) in &files {
            bench.write(name, text);
        }
        let known = || bench.registry.all().len();
        wait_until(|| (known() >= 1).then_some(()));
        let first = started.elapsed();
        wait_until(|| (known() >= 49).then_some(()));
        let others = started.elapsed();
        assert!(bench.registry.get("org.test.Slow").is_none() && bench.state("a_slow.py") == CatalogState::Loading);
        wait_until(|| (known() >= 50).then_some(()));
        println!("first start: the first of 50 after {first:?}, 49 after {others:?}, the slow one after {:?}", started.elapsed());
        assert!(bench.python.rescan(Duration::from_secs(20)));
        bench.python.shutdown();
        bench.folder.clone()
    };
    let second = unstarted(places.clone(), folder, with_cache);
    let started = Instant::now();
    second.python.start();
    second.python.wait_scanned(Duration::from_secs(10)).unwrap();
    let complete = started.elapsed();
    println!("second start: the list of 50 files was complete after {complete:?}");
    assert_eq!(second.registry.all().len(), 50);
    assert!(complete < Duration::from_millis(300), "{complete:?}");
    assert!(second.python.hosts().is_empty() && second.python.interpreter().is_none(), "no interpreter was started");
    assert!(second.registry.get("org.test.P07").unwrap().interface().leaf("a").is_some());
    // A node needs its file, and waits for no other.
    let started = Instant::now();
    second.node("org.test.P07").unwrap().process().unwrap();
    println!("the first node of the second start ran after {:?}", started.elapsed());
    assert!(started.elapsed() < Duration::from_secs(3));
    // What changed is imported again, and kept again.
    second.write("p07.py", &processor("P07", "changed", "pass", "pass"));
    wait_until(|| (name_of(&second, "org.test.P07")? == "P07 changed").then_some(()));
}

#[test]
fn a_cached_file_whose_helper_changed_or_that_fails_is_imported_again() {
    let text = format!("import helper_cached\n{}", processor("Helped", "here", "pass", "print(helper_cached.WORD)"));
    let cache = tempfile::tempdir().unwrap();
    let places = own_places(cache.path());
    let with_cache = |settings| PythonSettings { cache: Some(cache.path().join("below")), ..settings };
    let failing = "import a_package_that_is_not_there\n";
    let folder = {
        let files = [
            ("helped.py", text.as_str()),
            ("sub/helper_cached.py", ""),
            ("helper_cached.py", "WORD = 'one'\n"),
            ("failing.py", failing),
            ("bad.py", "def x(:\n"),
        ];
        let Some(bench) = bench_with(places.clone(), &files, with_cache) else { return };
        assert!(matches!(bench.state("failing.py"), CatalogState::Failed(error) if error.message.starts_with("ModuleNotFoundError")));
        bench.python.shutdown();
        bench.folder.clone()
    };
    std::fs::write(folder.path().join("helper_cached.py"), "WORD = 'another'\n").unwrap();
    std::fs::remove_file(folder.path().join("failing.py")).unwrap();
    {
        let second = unstarted(places.clone(), folder.clone(), with_cache);
        second.python.start();
        second.python.wait_scanned(Duration::from_secs(20)).unwrap();
        assert!(!second.python.hosts().is_empty(), "the helper changed");
        assert!(matches!(second.state("bad.py"), CatalogState::Failed(error) if error.message.contains("SyntaxError") && error.line == Some(1)));
        second.node("org.test.Helped").unwrap().process().unwrap();
        second.wait_for(|event| matches!(event, PythonEvent::Print { text, .. } if text.contains("another")));
        second.python.shutdown();
    }
    // Now everything is as it was, the failures too: known without an interpreter.
    let third = unstarted(places.clone(), folder, with_cache);
    third.python.start();
    third.python.wait_scanned(Duration::from_secs(20)).unwrap();
    assert!(third.python.hosts().is_empty() && third.registry.get("org.test.Helped").is_some(), "{:?}", third.python.catalog());
    assert!(matches!(third.state("bad.py"), CatalogState::Failed(_)) && third.state("helper_cached.py") == CatalogState::Helper);
}

#[test]
fn a_saved_file_or_helper_is_live_within_a_second_also_while_a_node_computes_and_fifty_files_are_there() {
    let computing = "end = time.time() + 60\nwhile time.time() < end:\n    sum(range(1000))";
    let mut files: Vec<(String, String)> =
        (0..47).map(|i| (format!("p{i:02}.py"), processor(&format!("P{i:02}"), "here", &float("a"), "pass"))).collect();
    files.push(("loop.py".to_owned(), processor("Loop", "here", "pass", computing)));
    files.push((
        "helped.py".to_owned(),
        format!("import helper_live\n{}", processor("Helped", "x", "pass", "pass").replace("'Helped x'", "helper_live.NAME")),
    ));
    files.push(("helper_live.py".to_owned(), "NAME = 'old'\n".to_owned()));
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let Some(bench) = bench(real_places(), &files) else { return };
    let (mut looping, mut other) =
        (bench.node_in("org.test.Loop", 1, Isolation::Shared).unwrap(), bench.node_in("org.test.P05", 2, Isolation::Shared).unwrap());
    other.process().unwrap();
    let control = RunControl::default();
    std::thread::scope(|scope| {
        let run = scope.spawn(|| looping.with(&control, |processor, ctx| processor.process(ctx)).0);
        bench.wait_for(|event| matches!(event, PythonEvent::Print { text, .. } if text.contains("Loop is")));
        let mut slowest = Duration::ZERO;
        for round in 0..5 {
            let saved = Instant::now();
            bench.write("p05.py", &processor("P05", &format!("round {round}"), &float("b"), "pass"));
            wait_until(|| (name_of(&bench, "org.test.P05")? == format!("P05 round {round}")).then_some(()));
            slowest = slowest.max(saved.elapsed());
        }
        let saved = Instant::now();
        bench.write("helper_live.py", "NAME = 'new'\n");
        wait_until(|| (name_of(&bench, "org.test.Helped")? == "new").then_some(()));
        println!("beside a pure-Python loop and 50 files: a saved file was live within {slowest:?}, a helper after {:?}", saved.elapsed());
        assert!(slowest < Duration::from_secs(1) && saved.elapsed() < Duration::from_secs(1));
        control.cancel();
        assert_eq!(run.join().unwrap(), Err(ProcessorError::Cancelled));
    });
    assert!(bench.registry.get("org.test.P05").unwrap().interface().leaf("b").is_some());
}

#[test]
fn higher_folders_override_and_two_files_of_one_folder_conflict() {
    let files = [("user/a.py", processor("Same", "first", "pass", "pass")), ("low.py", processor("Same", "low", "pass", "pass"))];
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let Some(bench) = bench(real_places(), &files) else { return };
    let path = |name: &str| bench.folder.path().join(name);
    assert_eq!(name_of(&bench, "org.test.Same").unwrap(), "Same first");
    let entry = |name: &str| bench.python.catalog().into_iter().find(|entry| entry.file == path(name)).unwrap();
    assert_eq!((entry("user/a.py").state, entry("user/a.py").overrides), (CatalogState::Loaded, vec![path("low.py")]));
    assert_eq!(entry("low.py").state, CatalogState::Overridden { by: Some(path("user/a.py")) });
    // Another of the same folder: the one that is there stays, whatever it is called.
    bench.write("user/Aa.py", &processor("Same", "second", "pass", "pass"));
    wait_until(|| (bench.python.loading() == 0 && bench.python.catalog().len() == 3).then_some(()));
    wait_until(|| (entry("user/Aa.py").state == CatalogState::Conflict { with: path("user/a.py") }).then_some(()));
    assert_eq!(name_of(&bench, "org.test.Same").unwrap(), "Same first");
    let said = bench.problems().into_iter().filter(|text| text.contains("both define org.test.Same; the first is used")).collect::<Vec<_>>();
    assert!(said.len() == 1 && said[0].contains("user/a.py and ") && said[0].contains("user/Aa.py"), "{said:?}");
    // It takes over when the other goes, and one of a higher folder replaces both.
    std::fs::remove_file(path("user/a.py")).unwrap();
    wait_until(|| (name_of(&bench, "org.test.Same")? == "Same second").then_some(()));
    bench.write("flag/f.py", &processor("Same", "flagged", "pass", "pass"));
    wait_until(|| (name_of(&bench, "org.test.Same")? == "Same flagged").then_some(()));
    assert_eq!(entry("flag/f.py").overrides, [path("low.py"), path("user/Aa.py")]);
}

#[test]
fn a_built_in_class_is_not_replaced() {
    use voxloom_core::context::Context;
    use voxloom_core::processor::{BuiltIn, Flow, Interface, Processor, ProcessorInfo};
    struct Nothing;
    impl Processor for Nothing {
        fn process(&mut self, _: &mut Context<'_>) -> Result<Flow, ProcessorError> {
            Ok(Flow::Done)
        }
    }
    fn built_in() -> BuiltIn {
        BuiltIn::new(ProcessorInfo::built_in("org.test.Taken", "Taken", "Test", ""), Interface::new, |_| Box::new(Nothing))
    }
    if voxloom_host::find_interpreter(&common::choice()).is_err() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("mine.py"), processor("Taken", "mine", "pass", "pass")).unwrap();
    let registry = Arc::new(voxloom_core::Registry::new().with(&[built_in]));
    let folders = voxloom_host::Folders { flag: vec![folder.path().to_owned()], ..Default::default() };
    let settings = PythonSettings { interpreter: common::choice(), folders, places: Some(real_places()), ..Default::default() };
    let problems: Arc<std::sync::Mutex<Vec<String>>> = Arc::default();
    let told = problems.clone();
    let on_event = move |event| {
        if let PythonEvent::Problem { text } = event {
            told.lock().unwrap().push(text);
        }
    };
    let python = voxloom_host::Python::new(settings, registry.clone(), Box::new(on_event));
    python.start();
    python.wait_scanned(Duration::from_secs(20)).unwrap();
    assert_eq!(registry.get("org.test.Taken").unwrap().info().language, "Rust");
    assert_eq!(python.catalog()[0].state, CatalogState::Overridden { by: None });
    let said = problems.lock().unwrap().clone();
    assert!(
        said.len() == 1 && said[0].contains("mine.py: org.test.Taken is built in and cannot be replaced; give the class another identifier"),
        "{said:?}"
    );
}

#[test]
fn a_broken_save_keeps_the_last_good_version_running_and_says_so() {
    let good = processor("Kept", "good", &float("a"), "pass");
    let Some(bench) = bench(real_places(), &[("kept.py", &good)]) else { return };
    let mut node = bench.node("org.test.Kept").unwrap();
    node.process().unwrap();
    let constructor = good.replace("super().__init__(id, name)", "super().__init__(id, name)\n        raise ValueError('not now')");
    for (text, message) in
        [("class Kept(:\n", "SyntaxError"), ("import nothing_of_the_kind\n", "ModuleNotFoundError"), (constructor.as_str(), "ValueError: not now")]
    {
        bench.write("kept.py", text);
        let state = wait_until(|| match bench.state("kept.py") {
            CatalogState::Broken { error, running } if error.message.starts_with(message) => Some((error, running)),
            _ => None,
        });
        assert!(state.1 && state.0.line.is_some(), "{state:?}");
        let result = node.process().unwrap();
        assert!(
            result.notes.len() == 1 && result.notes[0].contains("the version before it goes on: ") && result.notes[0].contains(message),
            "{:?}",
            result.notes
        );
        assert_eq!(name_of(&bench, "org.test.Kept").unwrap(), "Kept good");
        assert!(bench.registry.get("org.test.Kept").unwrap().error().is_none());
        assert!(bench.python.file_error("org.test.Kept").unwrap().message.starts_with(message));
    }
    bench.write("kept.py", &processor("Kept", "better", &float("a"), "pass"));
    wait_until(|| (bench.state("kept.py") == CatalogState::Loaded).then_some(()));
    assert!(node.process().unwrap().notes.is_empty());
    bench.wait_for(|event| matches!(event, PythonEvent::Print { text, .. } if text.contains("Kept is better")));
    assert_eq!((bench.state("kept.py"), name_of(&bench, "org.test.Kept").unwrap().as_str()), (CatalogState::Loaded, "Kept better"));
}

#[test]
fn a_file_that_vanishes_takes_its_class_along_and_brings_it_back() {
    let text = processor("Gone", "here", &float("a"), "pass");
    let Some(bench) = bench(real_places(), &[("gone.py", &text)]) else { return };
    let mut node = bench.node("org.test.Gone").unwrap();
    node.values.set("a", Value::Float(4.0)).unwrap();
    std::fs::remove_file(bench.folder.path().join("gone.py")).unwrap();
    wait_until(|| bench.registry.get("org.test.Gone").is_none().then_some(()));
    let (message, _) = failure(node.process().err().unwrap());
    assert!(message.contains("gone.py is gone"), "{message}");
    bench.write("gone.py", &text);
    wait_until(|| bench.registry.get("org.test.Gone").map(|_| ()));
    node.process().unwrap();
}

#[test]
fn a_running_node_is_cancelled_for_a_new_version_and_a_deaf_one_says_that_it_waits() {
    let looping = "while True:\n    time.sleep(0.01)";
    let deaf = "end = time.time() + 3\nwhile time.time() < end:\n    try:\n        time.sleep(0.01)\n    except BaseException:\n        pass";
    for (process, is_deaf) in [(looping, false), (deaf, true)] {
        let Some(bench) = bench(real_places(), &[("run.py", &processor("Runs", "old", &float("a"), process))]) else { return };
        let mut node = bench.node_in("org.test.Runs", 1, Isolation::Shared).unwrap();
        let mut other = bench.node_in("org.test.Runs", 2, Isolation::Shared).unwrap();
        let control = RunControl::default();
        std::thread::scope(|scope| {
            let run = scope.spawn(|| node.with(&control, |processor, ctx| processor.process(ctx)).0);
            bench.wait_for(|event| matches!(event, PythonEvent::Print { text, .. } if text.contains("is old")));
            let saved = Instant::now();
            bench.write("run.py", &processor("Runs", "new", &float("b"), "pass"));
            // The others change at once.
            wait_until(|| (name_of(&bench, "org.test.Runs")? == "Runs new").then_some(()));
            assert!(saved.elapsed() < Duration::from_secs(1));
            if is_deaf {
                let said = wait_until(|| control.said());
                assert!(said.starts_with("a new version of My node waits until this run, which does not react to being stopped, ends"), "{said}");
                bench.wait_for(|event| matches!(event, PythonEvent::Stuck { node, .. } if node == "My node"));
            }
            let ended = run.join().unwrap();
            println!("a run of a class that was saved ended after {:?}", saved.elapsed());
            if is_deaf {
                // What it made before it was made anew is not lost.
                assert!(ended.is_ok() || ended == Err(ProcessorError::Cancelled), "{ended:?}");
            } else {
                assert_eq!(ended, Err(ProcessorError::Cancelled));
                assert!(control.said().is_none() && saved.elapsed() < Duration::from_secs(2));
            }
        });
        let result = node.process().unwrap();
        bench.wait_for(|event| matches!(event, PythonEvent::Print { text, .. } if text.contains("is new")));
        assert_eq!(result.notes, ["the new version of its file has no property a any more"]);
        other.process().unwrap();
    }
}

#[test]
fn a_node_that_is_made_anew_for_a_new_version_hears_what_is_gone() {
    let Some(bench) = bench(real_places(), &[("f.py", &processor("F", "old", &(float("a") + "\n" + &float("b")), "pass"))]) else { return };
    let old = bench.node("org.test.F").unwrap();
    bench.write("f.py", &processor("F", "new", &(float("b") + "\n" + &float("c")), "pass"));
    wait_until(|| (name_of(&bench, "org.test.F")? == "F new").then_some(()));
    // As the evaluator does it for a node that does not run.
    drop(old);
    let mut new = bench.node("org.test.F").unwrap();
    assert!(new.values.interface().leaf("c").is_some() && new.values.interface().leaf("a").is_none());
    assert_eq!(new.process().unwrap().notes, ["the new version of its file has no property a any more"]);
    assert!(new.process().unwrap().notes.is_empty());
}

#[test]
fn a_file_that_never_finishes_loading_gives_way_to_the_one_that_is_saved_after_it() {
    let Some(bench) = bench(real_places(), &[("ok.py", &processor("Ok", "here", "pass", "pass"))]) else { return };
    bench.write("late.py", "while True:\n    pass\n");
    wait_until(|| (bench.python.loading() == 1).then_some(()));
    std::thread::sleep(Duration::from_millis(300));
    bench.node("org.test.Ok").unwrap().process().unwrap();
    let saved = Instant::now();
    bench.write("late.py", &processor("Late", "here", "pass", "pass"));
    wait_until(|| bench.registry.get("org.test.Late").map(|_| ()));
    println!("the cure of an endless import was live after {:?}", saved.elapsed());
    assert!(saved.elapsed() < Duration::from_secs(1));
    assert!(!bench.events.lock().unwrap().iter().any(|event| matches!(event, PythonEvent::HostDied { .. })));
}

/// Bytes of a process in memory.
fn memory(pid: u32) -> f64 {
    let text = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches("kB").trim().parse::<f64>().unwrap() * 1024.0
}

#[test]
fn a_thousand_reloads_leave_memory_as_it_was() {
    let Some(bench) = bench(real_places(), &[("again.py", &processor("Again", "start", &float("a"), "pass"))]) else { return };
    let mut node = bench.node("org.test.Again").unwrap();
    let pid = bench.python.hosts()[0].pid.unwrap();
    // The least of a hundred rounds each: what is not collected yet comes and goes.
    let (mut early, mut late) = ([f64::INFINITY; 2], [f64::INFINITY; 2]);
    let started = Instant::now();
    for round in 0..1000 {
        let path = bench.write("again.py", &processor("Again", &format!("round {round}"), &float("a"), "self.big = bytearray(100_000)"));
        // What was written a moment ago is not looked at yet.
        let earlier = std::time::SystemTime::now() - Duration::from_secs(1);
        std::fs::File::options().write(true).open(path).unwrap().set_modified(earlier).unwrap();
        wait_until(|| {
            bench.python.rescan(Duration::from_secs(5));
            (name_of(&bench, "org.test.Again")? == format!("Again round {round}")).then_some(())
        });
        node.process().unwrap();
        node.invalidated.lock().unwrap().clear();
        bench.events.lock().unwrap().clear();
        let least = match round {
            150..250 => &mut early,
            900.. => &mut late,
            _ => continue,
        };
        *least = [least[0].min(memory(pid)), least[1].min(memory(std::process::id()))];
    }
    let [host, own] = [0, 1].map(|i| late[i] / early[i]);
    println!("1000 reloads in {:?}: memory of the host x {host:.3}, of the program x {own:.3}", started.elapsed());
    assert!(host < 1.05 && own < 1.05);
}
