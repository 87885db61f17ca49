//! A class of processors that Python defines.

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, Weak};

use voxloom_core::ProcessorError;
use voxloom_core::processor::{Instance, Interface, Processor, ProcessorClass, ProcessorInfo};

use crate::hosts::HostKey;
use crate::library::LoadedClass;
use crate::python_processor::PythonProcessor;
use crate::shared::{InstanceState, Shared};

pub(crate) struct PythonClass {
    shared: Weak<Shared>,
    info: ProcessorInfo,
    file: Option<PathBuf>,
    interface: Arc<Interface>,
    error: Option<String>,
}

impl PythonClass {
    pub(crate) fn new(shared: &Arc<Shared>, file: Option<PathBuf>, class: LoadedClass) -> Self {
        // One that worked before goes on as it was.
        let error = class.error.as_ref().filter(|_| class.revision == 0).map(|error| error.summary());
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
        Self { shared: Arc::downgrade(shared), info, file, interface: class.interface, error }
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
            node: shared.fresh_number(),
            network: instance.network,
            owner: instance.node,
            key: HostKey::of(instance.isolation, self.file.as_deref(), instance.network << 40 | instance.node),
            class: self.info.class_identifier.to_string(),
            file: self.file.clone(),
            identifier: instance.identifier.clone(),
            display_name: instance.display_name.clone(),
            invalidate: instance.invalidate.clone(),
            interface: Mutex::new(self.interface.clone()),
            stale: AtomicBool::new(false),
            deferred: Mutex::default(),
        };
        Ok(Box::new(PythonProcessor::create(&shared, state)?))
    }

    fn file(&self) -> Option<&Path> {
        self.file.as_deref()
    }

    fn error(&self) -> Option<String> {
        self.error.clone()
    }
}
