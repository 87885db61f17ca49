//! `voxloom run FILE.py`: a script over the program's network, without a window.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value as Json, json};
use voxloom_core::Registry;

use super::headless::{new_session, wait_for_python};
use super::{Common, Failure};
use crate::log_console::Console;

/// A script may take as long as it likes.
const WITHOUT_END: Duration = Duration::from_secs(100 * 365 * 24 * 3600);

/// Whether a file is a script.
pub(super) fn is_script(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "py")
}

/// Runs a script in a host; the network that it sees is this program's. Ends with the script's own exit code.
pub(super) fn run(registry: Arc<Registry>, common: &Common, path: &Path, arguments: &[String]) -> Result<(), Failure> {
    if !path.is_file() {
        return Err(Failure::Work(format!("{} does not exist", path.display())));
    }
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let session = new_session(registry, common, path.parent(), Console::for_script())?;
    wait_for_python(&session)?;
    let args = json!({ "path": path, "argv": arguments });
    let answer = session.python.request("script.run", args, WITHOUT_END).map_err(|error| match error {
        voxloom_host::HostError::Python(error) => Failure::Work(format!("{}\n{}", error.summary(), error.traceback).trim_end().to_owned()),
        other => Failure::Work(other.to_string()),
    })?;
    match answer.get("code").and_then(Json::as_i64) {
        None | Some(0) => Ok(()),
        Some(code) => Err(Failure::Exit(code as u8)),
    }
}
