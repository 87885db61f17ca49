//! `cargo xtask develop`: the Python package, importable in the project's environment.

use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::setup::interpreter;
use crate::shell::{command, output, root, run, say};

/// Builds the extension and links it and the package into `.venv`.
pub(crate) fn develop() -> Result<()> {
    say("=== Python package");
    // The whole workspace, so that what it shares is not built a second time.
    run(&mut command("cargo", &["build", "--quiet", "--workspace", "--features", "voxloom-wheel/network"]))?;
    let python = interpreter();
    let site = output(&mut command(&python.to_string_lossy(), &["-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]))?;
    let site = PathBuf::from(site.trim());
    let package = root().join("python/bindings/python");
    std::fs::write(site.join("voxloom.pth"), format!("{}\n", package.display())).context("the environment is not writable")?;
    let library = root().join("target/debug/lib_voxloom.so");
    // Written beside and renamed: a running interpreter keeps the old one.
    let beside = site.join("_voxloom.abi3.so.new");
    std::fs::copy(&library, &beside).with_context(|| format!("{} is missing", library.display()))?;
    std::fs::rename(&beside, site.join("_voxloom.abi3.so"))?;
    run(&mut command(&python.to_string_lossy(), &["-c", "import voxloom, inviwopy"]))
}
