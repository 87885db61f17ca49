//! Every interpreter of this machine, and what is said of those that do not serve.

mod common;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use common::{choice, real_places, unstarted, wait_until};
use voxloom_core::Value;
use voxloom_core::data::Volume;
use voxloom_core::port::downcast;
use voxloom_host::{Choice, Interpreter, PythonSettings, find_interpreter, find_interpreters};

const NUMPY_SOURCE: &str = include_str!("numpy_source.py");

/// Those that are found, and those named in `VOXLOOM_TEST_PYTHONS` (paths or folders of environments, separated by colons).
fn interpreters() -> Vec<Interpreter> {
    let mut list = find_interpreters(&choice());
    let named = std::env::var_os("VOXLOOM_TEST_PYTHONS").unwrap_or_default();
    list.extend(std::env::split_paths(&named).filter_map(|path| find_interpreter(&Choice { flag: Some(path), ..Choice::default() }).ok()));
    list
}

/// Runs the manual's NumpySource; the interpreter that did.
fn run_numpy_source(choice: Choice) -> Interpreter {
    let folder = Arc::new(tempfile::tempdir().unwrap());
    std::fs::write(folder.path().join("NumpySource.py"), NUMPY_SOURCE).unwrap();
    let bench = unstarted(real_places(), folder.clone(), |settings| PythonSettings { interpreter: choice, ..settings });
    bench.python.start();
    bench.python.wait_scanned(Duration::from_secs(60)).unwrap();
    let interpreter = bench.python.interpreter().unwrap();
    let path = folder.path().join("a.npy");
    let make = format!("import numpy as np; np.save({path:?}, np.arange(2 * 3 * 4, dtype=np.float32).reshape(2, 3, 4))");
    assert!(Command::new(&interpreter.path).args(["-c", &make]).status().unwrap().success());
    let mut node = bench.node("org.inviwo.numpysource").unwrap_or_else(|error| panic!("{}: {error}", interpreter.path.display()));
    node.values.set("file", Value::Path(path.to_string_lossy().into())).unwrap();
    let (_, _) = node.with(&Default::default(), |processor, ctx| processor.initialize_resources(ctx).unwrap());
    let data = node.process().unwrap().outputs[0].clone().unwrap();
    assert_eq!(downcast::<Volume>(&data).unwrap().dimensions(), [4, 3, 2]);
    (*interpreter).clone()
}

#[test]
fn numpy_source_runs_in_every_interpreter_of_this_machine_that_has_numpy() {
    let mut ran = 0;
    for interpreter in interpreters() {
        let (path, version) = (interpreter.path.display(), interpreter.version_text());
        match interpreter.why_not() {
            Some(why) => {
                println!("skipped: {path} (Python {version}) {why}");
                let said = find_interpreter(&Choice { flag: Some(interpreter.path.clone()), ..Choice::default() }).unwrap_err().to_string();
                assert!(said.contains(&why) && said.contains("given with --python"), "{said}");
            }
            None => {
                let used = run_numpy_source(Choice { flag: Some(interpreter.path.clone()), ..Choice::default() });
                assert_eq!((&used.path, &used.version), (&interpreter.path, &interpreter.version));
                println!("ran: {path} (Python {version}, NumPy {})", interpreter.numpy.unwrap_or_default());
                ran += 1;
            }
        }
    }
    println!("NumpySource ran in {ran} interpreters");
}

/// What Python says of the environment in a folder.
fn environment(kind: &str, of: &Interpreter, folder: &Path) -> PathBuf {
    let prefix = folder.join(kind);
    if kind == "venv" {
        let made = Command::new(&of.path).args(["-m", "venv", "--without-pip", "--system-site-packages"]).arg(&prefix).stdout(Stdio::null()).status();
        assert!(made.unwrap().success());
    } else {
        std::fs::create_dir_all(prefix.join("conda-meta")).unwrap();
        std::fs::create_dir_all(prefix.join("bin")).unwrap();
        let run = format!("#!/bin/sh\nexec {:?} \"$@\"\n", of.path);
        std::fs::write(prefix.join("bin/python"), run).unwrap();
        std::fs::set_permissions(prefix.join("bin/python"), std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    }
    prefix
}

#[test]
fn the_folder_of_a_venv_or_of_a_conda_environment_is_chosen_by_flag_and_by_setting() {
    // A venv sees the packages of its base, not of the venv that made it.
    let Ok(of) = find_interpreter(&choice()) else { return };
    let folder = tempfile::tempdir().unwrap();
    for kind in ["venv", "conda"] {
        let prefix = environment(kind, &of, folder.path());
        if kind == "venv" {
            let site =
                Command::new(&of.path).args(["-c", "import numpy, os; print(os.path.dirname(os.path.dirname(numpy.__file__)))"]).output().unwrap();
            let lib = std::fs::read_dir(prefix.join("lib")).unwrap().flatten().next().unwrap().path().join("site-packages");
            std::fs::write(lib.join("borrowed.pth"), site.stdout).unwrap();
        }
        let used = run_numpy_source(Choice { flag: Some(prefix.clone()), ..Choice::default() });
        assert_eq!(used.path, prefix.join("bin/python"), "{kind}");
        let used = run_numpy_source(Choice { setting: Some(prefix.join("bin/python")), ..Choice::default() });
        assert_eq!(used.path, prefix.join("bin/python"), "{kind}");
        println!("ran: {kind} at {}", used.prefix.display());
        if kind == "venv" {
            assert_eq!(used.prefix, prefix);
        }
    }
}

#[test]
fn another_interpreter_takes_over_while_the_program_runs() {
    let serving: Vec<Interpreter> = interpreters().into_iter().filter(|interpreter| interpreter.why_not().is_none()).collect();
    let [first, second, ..] = &serving[..] else {
        println!("skipped: fewer than two interpreters with NumPy");
        return;
    };
    let folder = Arc::new(tempfile::tempdir().unwrap());
    let text = "import sys\nimport inviwopy as ivw\n\n\nclass Where(ivw.Processor):\n    @staticmethod\n    def processorInfo():\n        \
                return ivw.ProcessorInfo('org.test.Where', sys.prefix)\n\n    def process(self):\n        pass\n";
    std::fs::write(folder.path().join("where.py"), text).unwrap();
    let of = |interpreter: &Interpreter| Choice { setting: Some(interpreter.path.clone()), ..Choice::default() };
    let bench = unstarted(real_places(), folder, |settings| PythonSettings { interpreter: of(first), ..settings });
    bench.python.start();
    bench.python.wait_scanned(Duration::from_secs(60)).unwrap();
    let prefix = || bench.registry.get("org.test.Where").map(|class| class.info().display_name.to_string());
    assert_eq!(prefix().unwrap(), first.prefix.to_string_lossy());
    let mut node = bench.node("org.test.Where").unwrap();
    node.process().unwrap();
    bench.python.set_interpreter(of(second));
    wait_until(|| (prefix()? == second.prefix.to_string_lossy()).then_some(()));
    node.process().unwrap();
    assert_eq!(bench.python.interpreter().unwrap().path, second.path);
}
