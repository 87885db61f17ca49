//! The program `voxloom`.

use std::process::ExitCode;

fn main() -> ExitCode {
    voxloom_app::run(voxloom_processors::registry())
}
