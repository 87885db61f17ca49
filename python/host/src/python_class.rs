//! A class of processors that a Python file defines.

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, Weak};

use voxloom_core::ProcessorError;
use voxloom_core::processor::{Instance, Interface, Processor, ProcessorClass, ProcessorInfo};

use crate::library::LoadedClass;
use crate::python_processor::PythonProcessor;
use crate::shared::{InstanceState, Shared};

pub(crate) struct PythonClass {
    shared: Weak<Shared>,
    info: ProcessorInfo,
    file: PathBuf,
    interface: Arc<Interface>,
    error: Option<String>,
}

impl PythonClass {
    pub(crate) fn new(shared: &Arc<Shared>, file: &Path, class: LoadedClass) -> Self {
        let message = class.message;
        let info = ProcessorInfo {
            class_identifier: message.class_identifier.into(),
            display_name: message.display_name.into(),
            category: message.category.into(),
            code_state: message.code_state,
            tags: message.tags.into(),
            help: message.help.into(),
            language: "Python".into(),
            ..ProcessorInfo::built_in("", "", "", "")
        };
        let error = class.error.map(|error| error.summary());
        Self { shared: Arc::downgrade(shared), info, file: file.to_owned(), interface: class.interface, error }
    }
}

impl ProcessorClass for PythonClass {
    fn info(&self) -> &ProcessorInfo {
        &self.info
    }

    fn interface(&self) -> Arc<Interface> {
        self.interface.clone()
    }

    /// May start a host, and waits for the constructor: not for the UI thread.
    fn create(&self, instance: &Instance) -> Result<Box<dyn Processor>, ProcessorError> {
        let shared = self.shared.upgrade().ok_or(ProcessorError::Cancelled)?;
        let state = InstanceState {
            node: shared.fresh_node(),
            class: self.info.class_identifier.to_string(),
            identifier: instance.identifier.clone(),
            display_name: instance.display_name.clone(),
            invalidate: instance.invalidate.clone(),
            stale: AtomicBool::new(false),
            deferred: Mutex::default(),
        };
        Ok(Box::new(PythonProcessor::create(&shared, state)?))
    }

    fn file(&self) -> Option<&Path> {
        Some(&self.file)
    }

    fn error(&self) -> Option<String> {
        self.error.clone()
    }
}
