//! Which Python interpreter runs the hosts.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde::Deserialize;

use crate::environment::without_current_folder;
use crate::error::HostError;

/// The oldest Python that the extension supports.
pub const OLDEST: (u32, u32) = (3, 9);

/// How long an interpreter may take to say what it is.
const PATIENCE: Duration = Duration::from_secs(30);

/// What follows when there is no Python.
const WITHOUT: &str = "Everything but Python processors works without it";

/// A Python interpreter, asked what it is.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Interpreter {
    /// How to start it: not resolved, so that a virtual environment stays one.
    #[serde(skip)]
    pub path: PathBuf,
    /// `[3, 11, 7]`.
    pub version: [u32; 3],
    pub prefix: PathBuf,
    pub executable: PathBuf,
    /// Version of NumPy.
    pub numpy: Option<String>,
}

/// Where the choice of an interpreter comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Source {
    Flag,
    Setting,
    Active,
    Project,
    Path,
}

impl Source {
    const fn words(self) -> &'static str {
        match self {
            Self::Flag => "given with --python",
            Self::Setting => "chosen in the settings",
            Self::Active => "the active environment",
            Self::Project => "the project's .venv",
            Self::Path => "found on PATH",
        }
    }
}

/// What decides which interpreter is used. A folder stands for the environment in it.
#[derive(Debug, Clone, Default)]
pub struct Choice {
    /// `--python`.
    pub flag: Option<PathBuf>,
    pub setting: Option<PathBuf>,
    /// The folder whose `.venv` serves when no environment is active.
    pub project: Option<PathBuf>,
}

impl Choice {
    /// Whether a person named one.
    pub(crate) fn is_chosen(&self) -> bool {
        self.flag.is_some() || self.setting.is_some()
    }
}

/// The interpreter to use, or in words why there is none.
///
/// One that a person chose (flag, setting, active environment) is used or complained about; of the others the first that serves is taken.
pub fn find(choice: &Choice) -> Result<Interpreter, HostError> {
    let mut first_error = None;
    for (path, source) in candidates(choice, variable) {
        let found = probe(&path).and_then(|interpreter| match interpreter.why_not() {
            None => Ok(interpreter),
            Some(why) => Err(why),
        });
        match found {
            Ok(interpreter) => return Ok(interpreter),
            Err(why) => {
                let error = HostError::Unavailable(format!("{} ({}) {why}", path.display(), source.words()));
                if matches!(source, Source::Flag | Source::Setting | Source::Active) {
                    return Err(error);
                }
                first_error.get_or_insert(error);
            }
        }
    }
    let (major, minor) = OLDEST;
    let none = || {
        HostError::Unavailable(format!(
            "no Python was found; install Python {major}.{minor} or newer with NumPy, or name one with --python. {WITHOUT}"
        ))
    };
    Err(first_error.unwrap_or_else(none))
}

/// The interpreters of this machine that are found where they usually are, best first, also those that do not serve: see
/// [`Interpreter::why_not`]. Takes a second or two: not for the UI thread.
pub fn find_all(choice: &Choice) -> Vec<Interpreter> {
    let mut paths: Vec<PathBuf> = candidates(choice, variable).into_iter().map(|(path, _)| path).collect();
    paths.extend(usual_places());
    let mut known = Vec::new();
    paths.retain(|path| {
        // Environments differ by folder though all of them link to one file; of one folder, `python` and `python3` are the same.
        let key = (path.parent().map(Path::to_owned), std::fs::canonicalize(path).unwrap_or_default());
        let new = path.is_file() && !known.contains(&key);
        known.push(key);
        new
    });
    let found = std::thread::scope(|scope| {
        let probes: Vec<_> = paths.iter().map(|path| scope.spawn(move || probe(path).ok())).collect();
        probes.into_iter().filter_map(|probe| probe.join().ok().flatten()).collect::<Vec<_>>()
    });
    let mut list: Vec<Interpreter> = Vec::new();
    for interpreter in found {
        if !list.iter().any(|other| other.prefix == interpreter.prefix && other.version == interpreter.version) {
            list.push(interpreter);
        }
    }
    list
}

fn variable(name: &str) -> Option<PathBuf> {
    std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from)
}

fn candidates(choice: &Choice, variable: impl Fn(&str) -> Option<PathBuf>) -> Vec<(PathBuf, Source)> {
    let chosen = [(&choice.flag, Source::Flag), (&choice.setting, Source::Setting)];
    let mut list: Vec<(PathBuf, Source)> = chosen.into_iter().filter_map(|(path, source)| Some((in_folder(path.as_ref()?), source))).collect();
    for name in ["VIRTUAL_ENV", "CONDA_PREFIX"] {
        list.extend(variable(name).filter(|folder| !folder.as_os_str().is_empty()).map(|folder| (in_folder(&folder), Source::Active)));
    }
    list.extend(choice.project.iter().map(|folder| (folder.join(".venv/bin/python"), Source::Project)).filter(|(path, _)| path.exists()));
    let folders = variable("PATH").unwrap_or_default();
    list.extend(std::env::split_paths(&folders).map(|folder| folder.join("python3")).find(|path| path.is_file()).map(|path| (path, Source::Path)));
    list
}

/// The interpreter that a path stands for: of the folder of an environment, the one in it.
fn in_folder(path: &Path) -> PathBuf {
    let inside = ["bin/python", "bin/python3", "python", "python3"].map(|name| path.join(name));
    inside.into_iter().find(|inside| path.is_dir() && inside.is_file()).unwrap_or_else(|| path.to_owned())
}

/// Where interpreters and environments usually are.
fn usual_places() -> Vec<PathBuf> {
    let home = variable("HOME").unwrap_or_default();
    let below = |folder: PathBuf| -> Vec<PathBuf> {
        let mut list: Vec<PathBuf> = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
        list.sort();
        list
    };
    let mut prefixes = Vec::new();
    for conda in ["miniconda3", "miniforge3", "mambaforge", "anaconda3"] {
        for root in [home.join(conda), Path::new("/opt").join(conda)] {
            prefixes.push(root.clone());
            prefixes.extend(below(root.join("envs")));
        }
    }
    let environments = std::fs::read_to_string(home.join(".conda/environments.txt")).unwrap_or_default();
    prefixes.extend(environments.lines().filter(|line| !line.is_empty()).map(PathBuf::from));
    prefixes.extend(["/opt/conda", "/usr/local", "/usr"].map(PathBuf::from));
    prefixes.extend(below(home.join(".virtualenvs")));
    prefixes.extend(below(home.join(".pyenv/versions")));
    prefixes.extend(below(home.join(".local/share/uv/python")));
    let named = |prefix: PathBuf| ["bin/python3", "bin/python"].into_iter().map(move |name| prefix.join(name));
    let mut paths: Vec<PathBuf> = prefixes.into_iter().flat_map(named).collect();
    let folders = variable("PATH").unwrap_or_default();
    for folder in std::env::split_paths(&folders) {
        paths.push(folder.join("python3"));
        paths.extend((OLDEST.1..OLDEST.1 + 8).map(|minor| folder.join(format!("python3.{minor}"))));
    }
    paths
}

/// What tells the interpreter that would be used, with its packages, from others; it is not started.
pub(crate) fn identity(choice: &Choice) -> String {
    let Some((path, _)) = candidates(choice, variable).into_iter().next() else { return String::new() };
    let modified = |path: &Path| std::fs::metadata(path).and_then(|about| about.modified()).ok();
    let prefix = path.parent().and_then(Path::parent).unwrap_or(&path);
    let libraries = std::fs::read_dir(prefix.join("lib")).into_iter().flatten().flatten();
    let mut packages: Vec<_> = libraries.map(|entry| entry.path().join("site-packages")).map(|folder| (modified(&folder), folder)).collect();
    packages.retain(|(modified, _)| modified.is_some());
    packages.sort();
    format!("{} {:?} {:?} {packages:?}", path.display(), std::fs::canonicalize(&path).ok(), modified(&path))
}

/// Asks an interpreter what it is. The error goes on a sentence that began with its path.
fn probe(path: &Path) -> Result<Interpreter, String> {
    // The current folder may be one that someone sent: nothing is imported from it.
    const QUESTION: &str = "\
import sys
sys.path = [p for p in sys.path if p]
import json
try:
    import numpy
    numpy = numpy.__version__
except Exception:
    numpy = None
print('voxloom:' + json.dumps({'version': list(sys.version_info[:3]), 'prefix': sys.prefix, 'executable': sys.executable, 'numpy': numpy}))
";
    if path.is_dir() {
        return Err("is a folder without a Python interpreter; name the interpreter itself, or the folder of an environment (with bin/python in it)"
            .to_owned());
    }
    let no_interpreter = |why: &dyn std::fmt::Display| {
        format!("is not a Python interpreter: {why}. Name one, or the folder of an environment, with --python or in the settings")
    };
    let mut command = Command::new(path);
    without_current_folder(&mut command);
    let mut child = command
        .args(["-c", QUESTION])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| no_interpreter(&error))?;
    let started = Instant::now();
    // The answer is far smaller than a pipe's buffer, so waiting before reading is safe for anything that is an interpreter.
    while child.try_wait().map_err(|error| no_interpreter(&error))?.is_none() {
        if started.elapsed() > PATIENCE {
            // It may have ended in between.
            let _ = child.kill();
            let _ = child.wait();
            return Err(no_interpreter(&format!("it said nothing for {} s", PATIENCE.as_secs())));
        }
        std::thread::sleep(Duration::from_millis(3));
    }
    let mut answer = Vec::new();
    if let Some(mut pipe) = child.stdout.take() {
        pipe.read_to_end(&mut answer).map_err(|error| no_interpreter(&error))?;
    }
    let answer = String::from_utf8_lossy(&answer);
    let json = answer.lines().find_map(|line| line.strip_prefix("voxloom:")).ok_or_else(|| no_interpreter(&"it did not answer as one"))?;
    let mut interpreter: Interpreter = serde_json::from_str(json).map_err(|error| no_interpreter(&error))?;
    interpreter.path = path.to_owned();
    Ok(interpreter)
}

impl Interpreter {
    /// `3.11.7`.
    pub fn version_text(&self) -> String {
        let [major, minor, micro] = self.version;
        format!("{major}.{minor}.{micro}")
    }

    /// Why it cannot run processors, and the cure; goes on a sentence that began with its path.
    pub fn why_not(&self) -> Option<String> {
        let [major, minor, _] = self.version;
        if (major, minor) < OLDEST {
            return Some(format!(
                "is Python {major}.{minor}; {}.{} or newer is needed. Choose another with --python or in the settings",
                OLDEST.0, OLDEST.1
            ));
        }
        let cure = || match self.prefix == Path::new("/usr") {
            // pip refuses to change an interpreter that the system manages.
            true => "apt install python3-numpy (or what your system calls that), or make an environment that has it".to_owned(),
            false => format!("{} -m pip install numpy", self.path.display()),
        };
        self.numpy.is_none().then(|| format!("has no NumPy; install it with: {}", cure()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    fn script(path: &Path, text: &str) -> PathBuf {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).unwrap();
        path.to_owned()
    }

    #[test]
    fn what_is_wrong_with_an_interpreter_is_said_in_words() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("it/python3");
        let find_it = |path: &Path| find(&Choice { flag: Some(path.to_owned()), ..Choice::default() }).unwrap_err().to_string();
        assert!(find_it(Path::new("/nonexistent/python")).contains("given with --python) is not a Python interpreter"));
        assert!(find_it(folder.path()).contains("is a folder without a Python interpreter; name"), "{}", find_it(folder.path()));
        assert!(find_it(&script(&file, "#!/bin/sh\necho hello\n")).contains("did not answer as one"));
        let answer = |version: &str, numpy: &str| {
            format!("#!/bin/sh\necho 'voxloom:{{\"version\": {version}, \"prefix\": \"/\", \"executable\": \"/p\", \"numpy\": {numpy}}}'\n")
        };
        assert!(find_it(&script(&file, &answer("[3, 8, 1]", "\"1.0\""))).contains("is Python 3.8; 3.9 or newer is needed"));
        let without = find_it(&script(&file, &answer("[3, 12, 1]", "null")));
        assert!(without.contains("-m pip install numpy") && without.contains("has no NumPy"), "{without}");
        let path = script(&file, &answer("[3, 12, 1]", "\"2.1\""));
        assert_eq!(find(&Choice { flag: Some(path), ..Choice::default() }).unwrap().version_text(), "3.12.1");
        // The folder of an environment stands for the interpreter in it.
        let inside = script(&folder.path().join("venv/bin/python"), &answer("[3, 10, 2]", "\"2.1\""));
        let found = find(&Choice { setting: Some(folder.path().join("venv")), ..Choice::default() }).unwrap();
        assert_eq!((found.version_text(), found.path), ("3.10.2".to_owned(), inside));
    }

    #[test]
    fn a_flag_goes_before_a_setting_an_active_environment_the_project_and_the_path() {
        let folder = tempfile::tempdir().unwrap();
        script(&folder.path().join(".venv/bin/python"), "");
        script(&folder.path().join("python3"), "");
        script(&folder.path().join("conda/bin/python"), "");
        let choice = Choice { flag: Some("/flag".into()), setting: Some("/setting".into()), project: Some(folder.path().to_owned()) };
        let found = candidates(&choice, |name| match name {
            "VIRTUAL_ENV" => Some("/venv".into()),
            "CONDA_PREFIX" => Some(folder.path().join("conda")),
            "PATH" => Some(folder.path().to_owned()),
            _ => None,
        });
        let sources: Vec<Source> = found.iter().map(|(_, source)| *source).collect();
        assert_eq!(sources, [Source::Flag, Source::Setting, Source::Active, Source::Active, Source::Project, Source::Path]);
        assert_eq!((found[2].0.as_path(), &found[3].0), (Path::new("/venv"), &folder.path().join("conda/bin/python")));
        // Another interpreter, or a new package in it, makes what is kept of files useless.
        let of = |flag: &str| identity(&Choice { flag: Some(folder.path().join(flag)), ..Choice::default() });
        let before = of("conda");
        assert_ne!(before, of(".venv"));
        std::fs::create_dir_all(folder.path().join("conda/lib/python3.12/site-packages")).unwrap();
        assert_ne!(before, of("conda"));
    }
}
