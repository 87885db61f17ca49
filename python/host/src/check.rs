//! Looking at one file without making it known.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use voxloom_protocol::interface_to_json;
use voxloom_protocol::message::{ClassMessage, FromHost, PythonError, ToHost};

use crate::connection::unexpected;
use crate::error::HostError;
use crate::imports::problem;
use crate::shared::Shared;

/// How long loading may take.
const LOADING: Duration = Duration::from_secs(120);

/// What `voxloom check FILE.py` says about one file.
#[derive(Debug, Clone, PartialEq)]
pub struct FileReport {
    /// Why the file could not be loaded.
    pub error: Option<PythonError>,
    pub classes: Vec<ClassReport>,
}

/// What was found about one class.
#[derive(Debug, Clone, PartialEq)]
pub struct ClassReport {
    pub class: ClassMessage,
    /// Ports and properties of an instance as JSON, or why none could be made.
    pub interface: Result<serde_json::Value, PythonError>,
}

/// Loads a file in a host of its own and makes an instance of each class.
pub(crate) fn check_file(shared: &Arc<Shared>, path: &Path) -> Result<FileReport, HostError> {
    let connection = shared.start_host("the Python host of a check".to_owned())?;
    let report = match connection.ask(|call| ToHost::Load { call, file: path.to_owned() }, LOADING) {
        Ok((FromHost::Loaded { classes, error, .. }, _)) => {
            let classes = classes.into_iter().map(|class| {
                let interface = shared.examine(&connection, path, &class);
                ClassReport { interface: interface.map(|found| interface_to_json(&found)).map_err(|error| problem(path, &error)), class }
            });
            Ok(FileReport { classes: classes.collect(), error })
        }
        Ok((other, _)) => Err(unexpected(&other)),
        Err(error @ (HostError::Died { .. } | HostError::TimedOut(_))) => Ok(FileReport { error: Some(problem(path, &error)), classes: Vec::new() }),
        Err(error) => Err(error),
    };
    connection.shut_down(Duration::from_millis(500));
    report
}
