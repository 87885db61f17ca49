//! What a fresh machine lacks: Debian packages, a Python environment.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::shell::{command, exists, output, root, run, say};

/// What the window and the software Vulkan driver load at run time, and what the tests of the window need.
const DEBIAN: &[&str] = &[
    "libegl1",
    "libgl1-mesa-dri",
    "libvulkan1",
    "libx11-6",
    "libx11-xcb1",
    "libxcb1",
    "libxcursor1",
    "libxi6",
    "libxkbcommon0",
    "libxkbcommon-x11-0",
    "mesa-vulkan-drivers",
    "python3-venv",
    "xdotool",
    "xvfb",
];

/// What the tests and the shipped Python processors import: names of packages and of their modules.
const PYTHON: &[(&str, &str)] = &[
    ("matplotlib", "matplotlib"),
    ("mypy", "mypy"),
    ("numpy", "numpy"),
    ("pillow", "PIL"),
    ("pytest", "pytest"),
    ("ruff", "ruff"),
    ("scikit-image", "skimage"),
    ("scipy", "scipy"),
];

pub(crate) fn everything() -> Result<()> {
    packages(DEBIAN)?;
    python()?;
    if !exists("cargo-nextest") {
        say("=== cargo-nextest");
        run(&mut command("cargo", &["install", "--locked", "cargo-nextest"]))?;
    }
    Ok(())
}

/// Packages of the window only.
pub(crate) fn window() -> Result<()> {
    packages(&DEBIAN[..DEBIAN.len() - 2])
}

/// Installs missing Debian packages where that is possible, else names them.
fn packages(wanted: &[&str]) -> Result<()> {
    if !exists("dpkg-query") {
        say(&format!("this is no Debian; the program loads at run time what these packages hold: {}", wanted.join(" ")));
        return Ok(());
    }
    let missing: Vec<&str> = wanted.iter().copied().filter(|package| !installed(package)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    say(&format!("=== Debian packages: {}", missing.join(" ")));
    let is_root = output(&mut command("id", &["-u"]))?.trim() == "0";
    let prefix: &[&str] = if is_root {
        &[]
    } else if exists("sudo") {
        &["sudo"]
    } else {
        bail!("install these packages, then try again: apt-get install {}", missing.join(" "));
    };
    let apt = |args: &[&str]| {
        let words: Vec<&str> = prefix.iter().chain(&["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]).chain(args).copied().collect();
        run(command(words[0], &words[1..]).stdout(std::process::Stdio::null()))
    };
    apt(&["update"])?;
    let install: Vec<&str> = ["install", "-y", "--no-install-recommends"].into_iter().chain(missing).collect();
    apt(&install)
}

fn installed(package: &str) -> bool {
    output(&mut command("dpkg-query", &["-W", "-f=${Status}", package])).is_ok_and(|status| status.contains("install ok installed"))
}

/// The project's environment.
pub(crate) fn environment() -> PathBuf {
    root().join(".venv")
}

/// Its interpreter.
pub(crate) fn interpreter() -> PathBuf {
    environment().join("bin/python")
}

/// Makes the project's environment with what tests and shipped processors import.
pub(crate) fn python() -> Result<()> {
    let python = interpreter();
    let check = PYTHON.iter().map(|(_, module)| format!("import {module}")).collect::<Vec<_>>().join("; ");
    if command(&python.to_string_lossy(), &["-c", &check]).stderr(std::process::Stdio::null()).status().is_ok_and(|status| status.success()) {
        return Ok(());
    }
    say("=== Python environment in .venv");
    let base = base_python()?;
    run(&mut command(&base, &["-m", "venv", "--clear", &environment().to_string_lossy()]))?;
    let install: Vec<&str> =
        ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"].into_iter().chain(PYTHON.iter().map(|(package, _)| *package)).collect();
    run(&mut command(&python.to_string_lossy(), &install)).context("the Python packages could not be installed")
}

/// A Python on the path that can make environments.
fn base_python() -> Result<String> {
    let able = |python: &&str| {
        command(python, &["-c", "import venv, ensurepip"]).stderr(std::process::Stdio::null()).status().is_ok_and(|status| status.success())
    };
    let candidates = ["python3", "/usr/bin/python3", "python"];
    let found = candidates.iter().find(|python| (Path::new(python).is_file() || exists(python)) && able(python));
    found.map(|python| (*python).to_owned()).context("no CPython 3.9 or newer with venv was found; install python3 and python3-venv")
}
