//! Licenses, sources and bans, by cargo-deny; it is installed into `target/tools` once.

use anyhow::Result;

use crate::shell::{command, exists, root, run};

pub(crate) fn check() -> Result<()> {
    let tools = root().join("target/tools");
    let own = tools.join("bin/cargo-deny");
    if !exists("cargo-deny") && !own.is_file() {
        let folder = tools.to_string_lossy().into_owned();
        run(&mut command("cargo", &["install", "--quiet", "--locked", "--debug", "cargo-deny", "--root", &folder]))?;
    }
    let program = if own.is_file() { own.to_string_lossy().into_owned() } else { "cargo-deny".to_owned() };
    run(&mut command(&program, &["--all-features", "check", "--hide-inclusion-graph", "bans", "licenses", "sources"]))
}
