//! The desktop program `voxloom`: window and command line over one [`session::Session`].
//!
//! A program with processors of its own calls [`run`] with a registry that has them.

pub mod app;
pub mod arrangement;
pub mod canvas;
pub mod cli;
pub mod commands;
pub mod desk;
pub mod dialogs;
pub mod documents;
pub mod frame_measure;
pub mod icons;
pub mod inspector;
pub mod job;
pub mod log_console;
pub mod network_editor;
pub mod notices;
pub mod panels;
pub mod parts;
pub mod places;
pub mod property_widgets;
pub mod python;
pub mod session;
pub mod settings;
pub mod theme;
pub mod transfer_function_editor;
pub mod welcome;
pub mod window;

/// Runs the program with its command line: the window, or a command without one.
pub fn run(registry: voxloom_core::Registry) -> std::process::ExitCode {
    cli::main(registry)
}
