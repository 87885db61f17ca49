//! `voxloom new-processor`: the file of a new Python processor.

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use voxloom_core::Registry;

use super::{Common, Failure, say};
use crate::places::Folders;
use crate::python::new_processor::{Kind, create};

#[derive(Debug, Args)]
pub(super) struct NewArgs {
    /// What the processor is called, "My Filter" say.
    name: String,
    /// What it is made for: filter, source, image, mesh or empty.
    #[arg(long, default_value = "filter", value_name = "KIND")]
    kind: Kind,
    /// The folder; else the user's own.
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
}

pub(super) fn new_processor(registry: &Arc<Registry>, common: &Common, args: &NewArgs) -> Result<(), Failure> {
    let folder = args.dir.clone().unwrap_or_else(|| Folders::find(common.user_dir.as_deref()).user_python);
    let known = |identifier: &str| registry.get(identifier).is_some();
    let path = create(&folder, &args.name, args.kind, known).map_err(Failure::Usage)?;
    say(&path.display().to_string());
    Ok(())
}
