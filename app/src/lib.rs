//! The desktop program `voxloom`: window and command line over one [`session::Session`].
//!
//! A program with processors of its own calls [`run`] with a registry that has them.

pub mod cli;
pub mod log_console;
pub mod open;
pub mod places;
pub mod quick;
pub mod session;
pub mod window;

/// Runs the program with its command line: the window, or a command without one.
pub fn run(registry: voxloom_core::Registry) -> std::process::ExitCode {
    cli::main(registry)
}
