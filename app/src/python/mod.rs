//! The window's side of Python: the interpreter, files of processors and whether they may run, the code editor, the console.

pub mod catalog;
pub mod code_editor;
pub mod console;
pub mod debugger;
pub mod environment;
pub mod interpreters;
pub mod new_processor;
pub mod new_processor_dialog;
pub mod trust;
pub mod trust_bar;
