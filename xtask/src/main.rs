//! `cargo xtask …`: everything that one does with this checkout.

mod bench;
mod check;
mod develop;
mod edges;
mod licenses;
mod run;
mod setup;
mod shell;
mod stubs;
mod tidy;

use std::process::ExitCode;

const HELP: &str = "cargo xtask COMMAND

  run [FILE…]      set up, build, and open the brain (without a display: draw it into a PNG)
  test             set up, then check: what CI runs
  check [PART…]    fmt, tidy, ruff, licenses, rust, doctest, pytest, stubs, example, clippy, docs (all of them, or the named ones)
  develop          make `voxloom` and `inviwopy` importable in the project's environment (.venv)
  bench [--kit DIR] criterion, what Python costs, and whole frames beside other tools when a folder of the comparison kit is given
  bench --python [PART…]  only what Python costs: call, bytes, arrays, parallel, start, commands, sliders
  docs             write docs/processors.md from the program itself
";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let rest = args.get(1..).unwrap_or_default();
    let result = match args.first().map(String::as_str) {
        Some("run") => run::run(rest),
        Some("test") => setup::everything().and_then(|()| check::check(&[])),
        Some("check") => check::check(rest),
        Some("develop") => setup::python().and_then(|()| develop::develop()),
        Some("bench") => bench::bench(rest),
        Some("docs") => run::write_docs(),
        _ => {
            shell::say(HELP);
            return ExitCode::from(2);
        }
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            shell::say(&format!("xtask: {error:#}"));
            ExitCode::FAILURE
        }
    }
}
