//! The desktop program `voxloom`: window and command line over one [`session::Session`].
//!
//! A program with processors of its own calls [`run`] with a registry that has them.

pub mod actions;
pub mod app;
pub mod canvas;
pub mod class_search;
pub mod cli;
pub mod desk;
pub mod dialogs;
pub mod files;
pub mod frame_measure;
pub mod icons;
pub mod log_console;
pub mod network_editor;
pub mod notices;
pub mod open;
pub mod panels;
pub mod places;
pub mod property_widgets;
pub mod quick;
pub mod session;
pub mod theme;
pub mod transfer_function_editor;
pub mod window;

/// Runs the program with its command line: the window, or a command without one.
pub fn run(registry: voxloom_core::Registry) -> std::process::ExitCode {
    cli::main(registry)
}
