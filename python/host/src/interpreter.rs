//! Which Python interpreter runs the hosts.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde::Deserialize;

use crate::error::HostError;

/// The oldest Python that the extension supports.
pub const OLDEST: (u32, u32) = (3, 9);

/// How long an interpreter may take to say what it is.
const PATIENCE: Duration = Duration::from_secs(30);

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

/// What decides which interpreter is used.
#[derive(Debug, Clone, Default)]
pub struct Choice {
    /// `--python`.
    pub flag: Option<PathBuf>,
    pub setting: Option<PathBuf>,
    /// The folder whose `.venv` serves when no environment is active.
    pub project: Option<PathBuf>,
}

/// The interpreter to use, or in words why there is none.
///
/// One that a person chose (flag, setting, active environment) is used or complained about; of the others the first that serves is taken.
pub fn find(choice: &Choice) -> Result<Interpreter, HostError> {
    let mut first_error = None;
    for (path, source) in candidates(choice, |name| std::env::var_os(name).map(PathBuf::from)) {
        match probe(&path) {
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
    let none = || {
        HostError::Unavailable(format!(
            "no Python was found; install Python {}.{} or newer with NumPy, or name one with --python. Everything but Python processors works without it",
            OLDEST.0, OLDEST.1
        ))
    };
    Err(first_error.unwrap_or_else(none))
}

fn candidates(choice: &Choice, variable: impl Fn(&str) -> Option<PathBuf>) -> Vec<(PathBuf, Source)> {
    let chosen = [(choice.flag.clone(), Source::Flag), (choice.setting.clone(), Source::Setting)];
    let mut list: Vec<(PathBuf, Source)> = chosen.into_iter().filter_map(|(path, source)| Some((path?, source))).collect();
    for name in ["VIRTUAL_ENV", "CONDA_PREFIX"] {
        list.extend(variable(name).filter(|folder| !folder.as_os_str().is_empty()).map(|folder| (folder.join("bin/python"), Source::Active)));
    }
    list.extend(choice.project.iter().map(|folder| (folder.join(".venv/bin/python"), Source::Project)).filter(|(path, _)| path.exists()));
    let folders = variable("PATH").unwrap_or_default();
    list.extend(std::env::split_paths(&folders).map(|folder| folder.join("python3")).find(|path| path.is_file()).map(|path| (path, Source::Path)));
    list
}

/// Asks an interpreter what it is. The error goes on a sentence that began with its path.
fn probe(path: &Path) -> Result<Interpreter, String> {
    const QUESTION: &str = "\
import json, sys
sys.path = [p for p in sys.path if p]
try:
    import numpy
    numpy = numpy.__version__
except Exception:
    numpy = None
print('voxloom:' + json.dumps({'version': list(sys.version_info[:3]), 'prefix': sys.prefix, 'executable': sys.executable, 'numpy': numpy}))
";
    let no_interpreter = |why: &dyn std::fmt::Display| format!("is not a Python interpreter: {why}");
    let mut child = Command::new(path)
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
    let [major, minor, _] = interpreter.version;
    if (major, minor) < OLDEST {
        return Err(format!("is Python {major}.{minor}; {}.{} or newer is needed", OLDEST.0, OLDEST.1));
    }
    if interpreter.numpy.is_none() {
        return Err(format!("has no NumPy; install it with: {} -m pip install numpy", path.display()));
    }
    Ok(interpreter)
}

impl Interpreter {
    /// `3.11.7`.
    pub fn version_text(&self) -> String {
        let [major, minor, micro] = self.version;
        format!("{major}.{minor}.{micro}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    fn script(folder: &Path, text: &str) -> PathBuf {
        let path = folder.join("python3");
        std::fs::write(&path, text).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
        path
    }

    #[test]
    fn what_is_wrong_with_an_interpreter_is_said_in_words() {
        let folder = tempfile::tempdir().unwrap();
        let find_it = |path: &Path| find(&Choice { flag: Some(path.to_owned()), ..Choice::default() }).unwrap_err().to_string();
        assert!(find_it(Path::new("/nonexistent/python")).contains("given with --python) is not a Python interpreter"));
        assert!(find_it(&script(folder.path(), "#!/bin/sh\necho hello\n")).contains("did not answer as one"));
        let answer = |version: &str, numpy: &str| {
            format!("#!/bin/sh\necho 'voxloom:{{\"version\": {version}, \"prefix\": \"/\", \"executable\": \"/p\", \"numpy\": {numpy}}}'\n")
        };
        assert!(find_it(&script(folder.path(), &answer("[3, 8, 1]", "\"1.0\""))).contains("is Python 3.8; 3.9 or newer is needed"));
        let without = find_it(&script(folder.path(), &answer("[3, 12, 1]", "null")));
        assert!(without.contains("-m pip install numpy") && without.contains("has no NumPy"), "{without}");
        let path = script(folder.path(), &answer("[3, 12, 1]", "\"2.1\""));
        assert_eq!(find(&Choice { flag: Some(path), ..Choice::default() }).unwrap().version_text(), "3.12.1");
    }

    #[test]
    fn a_flag_goes_before_a_setting_an_active_environment_the_project_and_the_path() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(folder.path().join(".venv/bin")).unwrap();
        std::fs::write(folder.path().join(".venv/bin/python"), "").unwrap();
        script(folder.path(), "");
        let choice = Choice { flag: Some("/flag".into()), setting: Some("/setting".into()), project: Some(folder.path().to_owned()) };
        let found = candidates(&choice, |name| match name {
            "VIRTUAL_ENV" => Some("/venv".into()),
            "PATH" => Some(folder.path().to_owned()),
            _ => None,
        });
        let sources: Vec<Source> = found.iter().map(|(_, source)| *source).collect();
        assert_eq!(sources, [Source::Flag, Source::Setting, Source::Active, Source::Project, Source::Path]);
        assert_eq!(found[2].0, Path::new("/venv/bin/python"));
    }
}
