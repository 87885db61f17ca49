//! `cargo xtask check`: everything that has to hold.

use anyhow::{Result, bail};

use crate::setup::interpreter;
use crate::shell::{command, output, root, run, say};
use crate::{develop, edges, licenses, stubs, tidy};

type Part = (&'static str, fn() -> Result<()>);

/// The parts, cheap ones first; the tests build everything once before clippy looks at it.
const PARTS: &[Part] = &[
    ("fmt", || run(&mut command("cargo", &["fmt", "--all", "--check"]))),
    ("tidy", || edges::check().and_then(|()| tidy::check())),
    ("ruff", || run(&mut command(&interpreter().to_string_lossy(), &["-m", "ruff", "check", "--quiet", "python/bindings", "python_processors"]))),
    ("licenses", licenses::check),
    ("rust", rust),
    ("doctest", || run(&mut command("cargo", &["test", "--quiet", "--workspace", "--doc"]))),
    ("pytest", pytest),
    ("stubs", stubs::check),
    ("example", example),
    ("clippy", || run(&mut command("cargo", &["clippy", "--quiet", "--workspace", "--all-targets", "--", "-D", "warnings"]))),
    (
        "docs",
        || run(command("cargo", &["doc", "--quiet", "--workspace", "--no-deps", "--document-private-items"]).env("RUSTDOCFLAGS", "-D warnings")),
    ),
];

pub(crate) fn check(names: &[String]) -> Result<()> {
    if let Some(unknown) = names.iter().find(|name| PARTS.iter().all(|(part, _)| part != name)) {
        bail!("there is no part \"{unknown}\"; there is {}", PARTS.iter().map(|(part, _)| *part).collect::<Vec<_>>().join(", "));
    }
    let mut failed = Vec::new();
    for (name, part) in PARTS {
        if !names.is_empty() && names.iter().all(|wanted| wanted != name) {
            continue;
        }
        say(&format!("=== {name}"));
        if let Err(error) = part() {
            say(&format!("{name}: {error:#}"));
            failed.push(*name);
        }
    }
    if !failed.is_empty() {
        bail!("failed: {}", failed.join(", "));
    }
    say("=== all is well");
    Ok(())
}

fn rust() -> Result<()> {
    // The tests start hosts, which load the extension.
    run(&mut command("cargo", &["build", "--quiet", "--package", "voxloom-app", "--package", "voxloom-wheel"]))?;
    run(&mut command("cargo", &["nextest", "run", "--workspace", "--no-fail-fast", "--status-level", "fail", "--final-status-level", "fail"]))
}

fn pytest() -> Result<()> {
    develop::develop()?;
    run(&mut command(&interpreter().to_string_lossy(), &["-m", "pytest", "--quiet", "python/bindings/tests"]))
}

/// A crate outside the workspace that adds a processor and starts a program of its own.
fn example() -> Result<()> {
    // With the workspace's profile, so that nothing is built twice.
    let manifest = std::fs::read_to_string(root().join("Cargo.toml"))?;
    let profile = manifest.find("[profile.").map_or("", |start| &manifest[start..]);
    let config = root().join("target/profile.toml");
    std::fs::write(&config, profile)?;
    let config = config.to_string_lossy().into_owned();
    let common = ["--quiet", "--manifest-path", "examples/own_processor/Cargo.toml", "--target-dir", "target", "--config", &config];
    run(command("cargo", &["build"]).args(common))?;
    run(command("cargo", &["test"]).args(common))?;
    let program = root().join("target/debug/own-processor").to_string_lossy().into_owned();
    let list = output(&mut command(&program, &["processors"]))?;
    if !list.contains("org.example.Invert") {
        bail!("the example's program does not list its processor");
    }
    Ok(())
}
