//! The types that an editor and a type checker see: stubs are up to date, say what the built module has, and find mistakes.

use anyhow::Result;

use crate::develop;
use crate::setup::interpreter;
use crate::shell::{command, output, run};

const FOLDER: &str = "python/bindings/python";
const ALLOWED: &str = "python/bindings/stubtest-allowlist.txt";
/// A processor and a script, with mistakes that have to be found.
const EXAMPLE: &str = "python/bindings/tests/typed_example.py";
const MODULES: &[&str] = &["voxloom", "inviwopy", "ivwdataframe", "ivwbnl", "ivwbase", "ivw", "ivwmolvis", "ivwtensorvis", "_voxloom"];

pub(crate) fn check() -> Result<()> {
    develop::develop()?;
    let python = interpreter().to_string_lossy().into_owned();
    run(&mut command(&python, &["python/bindings/stubs.py", "--check"]))?;
    let listed = output(&mut command("git", &["ls-files", "--cached", "--others", "--exclude-standard", &format!("{FOLDER}/*.pyi")]))?;
    let strict = ["-m", "mypy", "--config-file=", "--cache-dir=target/mypy", "--strict", "--allow-any-generics", "--follow-imports=silent", EXAMPLE];
    run(command(&python, &strict).args(listed.lines()).env("MYPYPATH", FOLDER))?;
    let compare = ["-m", "mypy.stubtest", "--concise", "--mypy-config-file", "python/bindings/mypy.ini", "--allowlist", ALLOWED];
    run(command(&python, &compare).args(MODULES).env("MYPYPATH", FOLDER))
}
