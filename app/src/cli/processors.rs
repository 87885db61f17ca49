//! `voxloom processors` and `voxloom check`: what classes there are.

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use serde_json::{Value as Json, json};
use voxloom_core::processor::ProcessorClass;
use voxloom_core::{PortSpec, Registry};
use voxloom_host::{CatalogEntry, CatalogState, PythonError};

use super::headless::{new_session, wait_for_python};
use super::{Common, Failure, say, warn};
use crate::log_console::Console;

#[derive(Debug, Args)]
pub(super) struct ProcessorsArgs {
    /// Prints JSON, with ports, properties and help.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    /// A Python file with a processor.
    file: PathBuf,
}

pub(super) fn processors(registry: Arc<Registry>, common: &Common, args: &ProcessorsArgs) -> Result<(), Failure> {
    let session = new_session(registry, common, None, Console::echoing())?;
    if let Err(reason) = wait_for_python(&session) {
        warn(&reason);
    }
    let catalog = session.python.catalog();
    let mut list: Vec<Json> = session.registry.all().iter().map(|class| class_json(&**class, &catalog)).collect();
    list.extend(catalog.iter().filter_map(file_json));
    if args.json {
        say(&serde_json::to_string_pretty(&json!({ "processors": list })).unwrap_or_default());
        return Ok(());
    }
    for entry in &list {
        let text = |key: &str| entry[key].as_str().unwrap_or_default().to_owned();
        let status = if text("status") == "loaded" { String::new() } else { format!("  [{}] {}", text("status"), text("error")) };
        let name = if text("identifier").is_empty() { text("file") } else { text("identifier") };
        say(format!("{name:<34} {:<22} {:<20} {}{status}", text("name"), text("category"), text("language")).trim_end());
    }
    Ok(())
}

/// A class of the registry.
fn class_json(class: &dyn ProcessorClass, catalog: &[CatalogEntry]) -> Json {
    let (info, interface) = (class.info(), class.interface());
    let ports = |ports: &[PortSpec]| -> Vec<Json> {
        let row = |port: &PortSpec| {
            let kind = port.data_type.rsplit('.').next().unwrap_or_default();
            let kind = format!("{kind}{}{}", if port.multi { ", several" } else { "" }, if port.optional { ", optional" } else { "" });
            json!({ "identifier": &*port.identifier, "type": kind, "help": &*port.help })
        };
        ports.iter().map(row).collect()
    };
    let properties: Vec<Json> = interface
        .leaves()
        .iter()
        .map(|leaf| {
            let default = leaf.property.default_value().map(|value| value.to_json());
            json!({ "identifier": &*leaf.path, "name": &*leaf.property.display_name, "type": leaf.property.kind.name(), "help": &*leaf.property.help, "default": default })
        })
        .collect();
    let others: Vec<String> = catalog
        .iter()
        .filter(|entry| entry.class_identifier.as_deref() == Some(&*info.class_identifier) && matches!(entry.state, CatalogState::Overridden { .. }))
        .map(|entry| entry.file.display().to_string())
        .collect();
    json!({
        "identifier": info.class_identifier,
        "name": info.display_name,
        "category": info.category,
        "state": info.code_state.name(),
        "tags": info.tags,
        "language": info.language,
        "file": class.file().map(|path| path.display().to_string()),
        "overrides": others,
        "status": if class.error().is_some() { "failed" } else { "loaded" },
        "error": class.error(),
        "help": info.help,
        "inports": ports(interface.inports()),
        "outports": ports(interface.outports()),
        "properties": properties,
    })
}

/// A file that offers no class of the registry, and why.
fn file_json(entry: &CatalogEntry) -> Option<Json> {
    let (status, error) = match &entry.state {
        CatalogState::Loaded | CatalogState::Helper => return None,
        CatalogState::Loading => ("loading", Json::Null),
        CatalogState::Conflict { with } => ("conflict", json!(format!("{} has the same identifier and came first", with.display()))),
        CatalogState::Broken { error, .. } => ("broken", json!(error_text(error))),
        CatalogState::Overridden { by } => {
            ("overridden", by.as_ref().map_or_else(|| json!("by a built-in class"), |by| json!(format!("by {}", by.display()))))
        }
        CatalogState::Failed(error) => ("failed", json!(error_text(error))),
    };
    Some(json!({
        "identifier": entry.class_identifier,
        "name": entry.display_name,
        "category": "Python",
        "language": "Python",
        "file": entry.file.display().to_string(),
        "status": status,
        "error": error,
    }))
}

/// An error with its place.
fn error_text(error: &PythonError) -> String {
    let place = match (&error.file, error.line) {
        (Some(file), Some(line)) => format!(" ({}, line {line})", file.display()),
        _ => String::new(),
    };
    format!("{}{place}", error.message)
}

pub(super) fn check(registry: Arc<Registry>, common: &Common, args: &CheckArgs) -> Result<(), Failure> {
    if !args.file.is_file() {
        return Err(Failure::Work(format!("{} is no file", args.file.display())));
    }
    let session = new_session(registry, common, None, Console::echoing())?;
    let path = std::path::absolute(&args.file).unwrap_or_else(|_| args.file.clone());
    let report = session.python.check_file(&path).map_err(|error| error.to_string())?;
    let mut problems: Vec<String> = Vec::new();
    let mut errors = Vec::new();
    let mut tell = |class: Option<&str>, error: &PythonError| {
        let named = class.map_or_else(String::new, |class| format!("{class}: "));
        problems.push(format!("{named}{}\n{}", error_text(error), error.traceback));
        let place = error.file.as_deref().unwrap_or(&path).display().to_string();
        errors.push(json!({ "class": class, "file": place, "line": error.line, "message": error.message }));
    };
    report.error.iter().for_each(|error| tell(None, error));
    let mut classes = Vec::new();
    for found in &report.classes {
        let class = &found.class;
        let mut out = json!({ "identifier": class.class_identifier, "name": class.display_name, "category": class.category, "state": class.code_state.name(), "tags": class.tags });
        match &found.interface {
            Ok(interface) => out["interface"] = interface.clone(),
            Err(error) => tell(Some(&class.class_identifier), error),
        }
        classes.push(out);
    }
    if problems.is_empty() && classes.is_empty() {
        let message = format!("{} holds no class derived from Processor", path.display());
        errors.push(json!({ "class": null, "file": path.display().to_string(), "line": null, "message": message }));
        problems.push(message);
    }
    let report = json!({ "file": path.display().to_string(), "classes": classes, "errors": errors });
    say(&serde_json::to_string_pretty(&report).unwrap_or_default());
    if problems.is_empty() { Ok(()) } else { Err(Failure::Work(problems.join("\n"))) }
}
