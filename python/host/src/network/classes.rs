//! Classes that scripts make known: of a file, or of the interpreter itself.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value as Json, json};
use voxloom_protocol::interface_from_json;
use voxloom_protocol::message::{ClassMessage, ReplyError, ReplyErrorKind};

use super::answer::{Answer, Args, refuse};
use crate::library::{CatalogState, LoadedClass};
use crate::shared::{Shared, lock};

/// How long loading may take.
const PATIENCE: Duration = Duration::from_secs(120);
/// How often the folders are looked at until nothing is being written, and the time between.
const LOOKS: usize = 40;
const AGAIN: Duration = Duration::from_millis(25);

/// Waits until the files are looked through when a class is wanted that is not known yet.
pub(crate) fn await_class(shared: &Shared, class: &str) {
    if shared.registry.get(class).is_none() {
        await_files(shared);
    }
}

/// Waits until the files are looked through.
pub(crate) fn await_files(shared: &Shared) {
    let (result, told) = &shared.scanned;
    drop(told.wait_timeout_while(lock(result), PATIENCE, |result| result.is_none()));
}

/// Makes a class known that the interpreter defines.
pub(crate) fn register(shared: &Arc<Shared>, args: &Args) -> Result<Answer, ReplyError> {
    let class = args.read::<ClassMessage>("class")?.ok_or_else(|| refuse(ReplyErrorKind::Type, "the class is missing"))?;
    let interface = args.get("interface").ok_or_else(|| refuse(ReplyErrorKind::Type, "the interface is missing"))?;
    let interface = interface_from_json(interface).map_err(|error| refuse(ReplyErrorKind::Value, error.to_string()))?;
    shared.add_own(LoadedClass::new(class, interface, None)).map_err(|error| refuse(ReplyErrorKind::Value, error.to_string()))?;
    Ok(Answer::default())
}

/// Makes a processor file (or a folder of them) known; the identifiers of its classes.
pub(crate) fn load(shared: &Arc<Shared>, args: &Args) -> Result<Answer, ReplyError> {
    let path = PathBuf::from(args.text("file")?);
    let path = path.canonicalize().map_err(|error| refuse(ReplyErrorKind::Io, format!("{}: {error}", path.display())))?;
    await_files(shared);
    {
        let mut folders = lock(&shared.folders);
        if !folders.flag.contains(&path) {
            folders.flag.insert(0, path.clone());
        }
    }
    // A file that was written a moment ago is taken in at the next look.
    for _ in 0..LOOKS {
        if !shared.look(true) {
            break;
        }
        std::thread::sleep(AGAIN);
    }
    shared.imports.wait(PATIENCE);
    let catalog = lock(&shared.library).catalog();
    let mut found = Vec::new();
    for entry in catalog.into_iter().filter(|entry| entry.file.starts_with(&path)) {
        match (entry.class_identifier, entry.state) {
            (_, CatalogState::Failed(error) | CatalogState::Broken { error, .. }) => {
                return Err(refuse(ReplyErrorKind::Processor, format!("{}: {}", path.display(), error.summary()))
                    .with(json!({ "message": error.message, "traceback": error.traceback, "file": error.file, "line": error.line })));
            }
            (Some(identifier), _) => found.push(identifier),
            (None, _) => {}
        }
    }
    if found.is_empty() {
        return Err(refuse(ReplyErrorKind::Value, format!("{} holds no class derived from inviwopy.Processor", path.display())));
    }
    Ok(Json::from(found).into())
}
