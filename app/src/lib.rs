//! The desktop program `voxloom`: window and command line over one [`session::Session`].
//!
//! A program with processors of its own calls [`run`] with a registry that has them.

pub mod actions;
pub mod app;
pub mod autosave;
pub mod canvas;
pub mod catalog;
pub mod class_search;
pub mod cli;
pub mod code_editor;
pub mod command_palette;
pub mod debugger;
pub mod desk;
pub mod dialogs;
pub mod documents;
pub mod drops;
pub mod file_browser;
pub mod file_dialog;
pub mod files;
pub mod frame_measure;
pub mod fuzzy;
pub mod icons;
pub mod inspector;
pub mod interpreters;
pub mod job;
pub mod keeper;
pub mod keyboard_page;
pub mod keymap;
pub mod log_console;
pub mod network_editor;
pub mod new_processor;
pub mod new_processor_dialog;
pub mod notices;
pub mod open;
pub mod panels;
pub mod parts;
pub mod picker;
pub mod places;
pub mod property_widgets;
pub mod python_console;
pub mod python_environment;
pub mod quick;
pub mod recent;
pub mod recovery;
pub mod requests;
pub mod session;
pub mod settings;
pub mod theme;
pub mod transfer_function_editor;
pub mod trust;
pub mod trust_bar;
pub mod used;
pub mod welcome;
pub mod window;

/// Runs the program with its command line: the window, or a command without one.
pub fn run(registry: voxloom_core::Registry) -> std::process::ExitCode {
    cli::main(registry)
}
