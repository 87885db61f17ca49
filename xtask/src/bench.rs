//! `cargo xtask bench`: criterion, what Python costs, and whole frames beside other tools.

use anyhow::{Result, bail};

use crate::setup::interpreter;
use crate::shell::{command, root, run};

/// Scenes that are compared when none are named.
const SCENES: &str = "256-u8-720p-*";

pub(crate) fn bench(args: &[String]) -> Result<()> {
    if let Some(index) = args.iter().position(|arg| arg == "--python") {
        return python(args.get(index + 1..).unwrap_or_default());
    }
    run(&mut command("cargo", &["bench", "--package", "voxloom-benches"]))?;
    python(&[])?;
    let Some(index) = args.iter().position(|arg| arg == "--kit") else { return Ok(()) };
    let Some(kit) = args.get(index + 1) else { bail!("--kit takes the folder of the comparison kit") };
    let scenes = args.iter().position(|arg| arg == "--scenes").and_then(|i| args.get(i + 1)).map_or(SCENES, String::as_str);
    run(&mut command("cargo", &["build", "--release", "--package", "voxloom-app"]))?;
    let environment = root().join("target/kit");
    let python = environment.join("bin/python").to_string_lossy().into_owned();
    run(&mut command("sh", &[&format!("{kit}/setup.sh"), &environment.to_string_lossy()]))?;
    let program = root().join("target/release/voxloom");
    let ours = format!("{} bench-scene {{scene_json}} --out {{out_png}} --backend cpu", program.display());
    let work = root().join("out/bench").to_string_lossy().into_owned();
    run(&mut command(&python, &[&format!("{kit}/run_all.py"), "--work", &work, "--phases", "render", "--scenes", scenes, "--ours", &ours]))
}

/// What Python costs, with optimized builds; all parts, or those named.
fn python(parts: &[String]) -> Result<()> {
    run(&mut command("cargo", &["build", "--release", "--package", "voxloom-app"]))?;
    run(&mut command("cargo", &["build", "--release", "--package", "voxloom-wheel", "--features", "voxloom-wheel/network"]))?;
    // Importable under its own name, before the one that `cargo xtask develop` installed.
    let folder = root().join("target/release/python");
    std::fs::create_dir_all(&folder)?;
    std::fs::copy(root().join("target/release/lib_voxloom.so"), folder.join("_voxloom.abi3.so"))?;
    let costs = root().join("python/bindings/benches/costs.py").to_string_lossy().into_owned();
    let mut bench = command(&interpreter().to_string_lossy(), &[&costs]);
    run(bench.args(parts).env("PYTHONPATH", &folder).env("VOXLOOM_PROGRAM", root().join("target/release/voxloom")))
}
