//! `voxloom processors` and `voxloom check`: what classes there are.

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use serde_json::{Value as Json, json};
use voxloom_core::Registry;

use super::{Common, Failure, say};
use crate::log_console::Console;
use crate::session::Session;

#[derive(Debug, Args)]
pub(super) struct ProcessorsArgs {
    /// Prints JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    /// A Python file with a processor.
    file: PathBuf,
}

pub(super) fn processors(registry: Arc<Registry>, common: &Common, args: &ProcessorsArgs) -> Result<(), Failure> {
    let session = Session::new(registry, common.options(), None, Arc::new(Console::default()), || {}).map_err(|error| error.to_string())?;
    session.wait_for_python();
    let list = session.class_list();
    if args.json {
        say(&serde_json::to_string_pretty(&json!({ "processors": list })).unwrap_or_default());
        return Ok(());
    }
    for entry in &list {
        let text = |key: &str| entry[key].as_str().unwrap_or_default().to_owned();
        let error = entry["error"].as_str().map(|error| format!("  [{error}]")).unwrap_or_default();
        say(&format!("{:<34} {:<22} {:<20} {}{error}", text("identifier"), text("name"), text("category"), text("language")));
    }
    Ok(())
}

pub(super) fn check(registry: Arc<Registry>, common: &Common, args: &CheckArgs) -> Result<(), Failure> {
    if !args.file.is_file() {
        return Err(Failure::Work(format!("{} is no file", args.file.display())));
    }
    let session = Session::new(registry, common.options(), None, Arc::new(Console::default()), || {}).map_err(|error| error.to_string())?;
    let report: Json = session.check_python_file(&args.file)?;
    say(&serde_json::to_string_pretty(&report).unwrap_or_default());
    match report["error"].as_str() {
        Some(error) => Err(Failure::Work(error.to_owned())),
        None => Ok(()),
    }
}
