//! Loading and saving, for scripts.

use std::path::{Path, PathBuf};

use serde_json::json;
use voxloom_core::Registry;
use voxloom_protocol::message::{ReplyError, ReplyErrorKind};
use voxloom_workspace::{FileError, Workspace, file};

use super::Open;
use super::answer::{Answer, Args, refuse};

pub(super) fn clear(open: &Open) -> Result<Answer, ReplyError> {
    open.store.open("Clear Network", Workspace::default(), None, false);
    Ok(Answer::default())
}

fn failed(error: FileError) -> ReplyError {
    let kind = match &error {
        FileError::Io { .. } => ReplyErrorKind::Io,
        FileError::NoWorkspace { .. } | FileError::Newer { .. } => ReplyErrorKind::Value,
    };
    refuse(kind, error.to_string())
}

pub(super) fn load(open: &Open, registry: &Registry, args: &Args, from_text: bool) -> Result<Answer, ReplyError> {
    let path = args.read::<PathBuf>("path")?;
    let loaded = if from_text {
        let folder = path.as_deref().and_then(Path::parent);
        file::load_text(args.text("text")?, "the text", folder, registry).map_err(failed)?
    } else {
        file::load(Path::new(args.text("path")?), registry).map_err(failed)?
    };
    let path = path.filter(|_| !from_text);
    let name = path.as_ref().and_then(|path| path.file_name()).map_or("Load Text".into(), |name| format!("Open {}", name.to_string_lossy()));
    open.store.open(&name, loaded.workspace, path, false);
    // Instances of Python make their ports and properties when they are made.
    for node in open.store.snapshot().workspace.network.nodes() {
        open.evaluator.wait_instance(node.id, std::time::Duration::from_secs(60));
    }
    Ok(json!({ "warnings": loaded.warnings }).into())
}

pub(super) fn save(open: &Open, registry: &Registry, args: &Args, to_text: bool) -> Result<Answer, ReplyError> {
    let (workspace, saving) = open.store.to_save();
    let path = args.read::<PathBuf>("path")?;
    if to_text {
        let text = file::to_text(&workspace, registry, path.as_deref().and_then(Path::parent));
        return Ok(json!({ "text": text }).into());
    }
    let path = path.ok_or_else(|| refuse(ReplyErrorKind::Type, "the path is missing"))?;
    let path = std::path::absolute(&path).unwrap_or(path);
    file::save(&workspace, registry, &path).map_err(failed)?;
    open.store.mark_saved(path, saving);
    Ok(Answer::default())
}
