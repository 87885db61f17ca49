//! Finding, loading and watching processor files.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use voxloom_core::processor::{Interface, ProcessorClass};
use voxloom_core::{InvalidationLevel, identifier};
use voxloom_protocol::interface_from_json;
use voxloom_protocol::message::{ClassMessage, FromHost, PythonError, ToHost};

use crate::PythonEvent;
use crate::connection::{Connection, unexpected};
use crate::error::HostError;
use crate::library::{LoadedClass, LoadedFile, Stamp, list_files};
use crate::python_class::PythonClass;
use crate::shared::{Shared, load, lock, problem};

/// How often the folders are looked at.
pub(crate) const WATCH: Duration = Duration::from_millis(500);

/// How long a constructor may take when an instance is made only to see its ports.
const CONSTRUCTOR: Duration = Duration::from_secs(20);

impl Shared {
    /// Loads what is new or changed, forgets what is gone. True when something did change.
    pub(crate) fn rescan(self: &Arc<Self>) -> Result<bool, HostError> {
        let _scanning = lock(&self.scanning);
        let folders = lock(&self.folders).ranked();
        let present = list_files(&folders);
        let gone: Vec<PathBuf> = lock(&self.library).files.keys().filter(|path| !present.contains_key(*path)).cloned().collect();
        for path in &gone {
            lock(&self.library).files.remove(path);
            if let Some(connection) = self.running() {
                connection.send(&ToHost::Unload { file: path.clone() })?;
            }
        }
        let mut changed = !gone.is_empty();
        for (path, (rank, stamp)) in present {
            if self.closing.load(Ordering::Acquire) {
                return Err(HostError::Closing);
            }
            let known = lock(&self.library).files.get(&path).map(|file| (file.rank, file.stamp));
            if known == Some((rank, stamp)) {
                continue;
            }
            changed = true;
            self.load_file(&path, rank, stamp)?;
        }
        if changed {
            self.register();
        }
        Ok(changed)
    }

    fn load_file(self: &Arc<Self>, path: &Path, rank: usize, stamp: Stamp) -> Result<(), HostError> {
        let mut file = LoadedFile { rank, stamp, classes: Vec::new(), error: None, revision: 1, fatal: false };
        let connection = self.host()?;
        match load(&connection, path) {
            Ok((classes, error)) => {
                file.error = error;
                file.classes = classes.into_iter().map(|class| self.examine(&connection, path, class)).collect();
            }
            Err(error @ (HostError::Died { .. } | HostError::TimedOut(_))) => {
                connection.kill();
                file.fatal = true;
                file.error = Some(problem(path, &error));
            }
            Err(error) => file.error = Some(problem(path, &error)),
        }
        if let Some(error) = &file.error {
            self.tell(PythonEvent::Problem { text: format!("{}: {}", path.display(), error.summary()) });
        }
        let mut library = lock(&self.library);
        if let Some(old) = library.files.get(path) {
            file.revision = old.revision + 1;
            // A file that does not load any more leaves the classes that work.
            if file.error.is_some() && file.classes.is_empty() && !file.fatal {
                (file.classes, file.revision) = (old.classes.clone(), old.revision);
            }
        }
        library.files.insert(path.to_owned(), file);
        Ok(())
    }

    /// Makes an instance to learn its ports and properties, so that a new node has them at once.
    fn examine(self: &Arc<Self>, connection: &Arc<Connection>, path: &Path, message: ClassMessage) -> LoadedClass {
        match examine(connection, self.fresh_node(), path, &message) {
            Ok(interface) => LoadedClass { message, interface: Arc::new(interface), error: None },
            Err(error) => {
                if matches!(error, HostError::TimedOut(_)) {
                    // Its constructor goes on, and nothing else would be answered.
                    connection.kill();
                }
                let error = problem(path, &error);
                self.tell(PythonEvent::Problem { text: format!("{}: {}", message.display_name, error.summary()) });
                LoadedClass { message, interface: Arc::default(), error: Some(error) }
            }
        }
    }

    /// Puts the winning classes into the registry; instances of those that changed are made anew.
    fn register(self: &Arc<Self>) {
        let (before, after) = {
            let mut library = lock(&self.library);
            let mut winners = library.ranked_winners();
            // A class that is compiled in stays.
            winners.retain(|identifier, _| self.registry.get(identifier).is_none_or(|class| class.info().language == "Python"));
            (std::mem::replace(&mut library.winners, winners.clone()), winners)
        };
        for identifier in before.keys().filter(|identifier| !after.contains_key(*identifier)) {
            self.registry.remove(identifier);
            self.renew(identifier);
        }
        for (identifier, (file, revision)) in &after {
            if before.get(identifier) == Some(&(file.clone(), *revision)) && self.registry.get(identifier).is_some() {
                continue;
            }
            let class = lock(&self.library).class(file, identifier).cloned();
            if let Some(class) = class {
                self.registry.add(Arc::new(PythonClass::new(self, file, class)) as Arc<dyn ProcessorClass>);
                self.renew(identifier);
            }
        }
        self.tell(PythonEvent::ClassesChanged);
    }

    /// Marks the instances of a class, so that they are made anew.
    fn renew(&self, class: &str) {
        let instances: Vec<_> = lock(&self.instances).values().filter(|instance| instance.class == class).cloned().collect();
        for instance in instances {
            instance.stale.store(true, Ordering::Release);
            (instance.invalidate)(InvalidationLevel::InvalidResources);
        }
    }
}

/// Makes an instance, reads its interface, and drops it.
pub(crate) fn examine(connection: &Arc<Connection>, node: u64, path: &Path, class: &ClassMessage) -> Result<Interface, HostError> {
    let identifier = identifier::strip_identifier(&class.display_name);
    let created = create(connection, node, Some(path.to_owned()), &class.class_identifier, &identifier, &class.display_name, CONSTRUCTOR);
    connection.send(&ToHost::DropInstance { node })?;
    created
}

/// Makes an instance in a host; its interface.
pub(crate) fn create(
    connection: &Arc<Connection>,
    node: u64,
    file: Option<PathBuf>,
    class: &str,
    identifier: &str,
    display_name: &str,
    patience: Duration,
) -> Result<Interface, HostError> {
    let (class, identifier, display_name) = (class.to_owned(), identifier.to_owned(), display_name.to_owned());
    match connection.ask(|call| ToHost::Create { call, node, file, class, identifier, display_name }, patience)? {
        (FromHost::Created { interface, .. }, _) => Ok(interface_from_json(&interface)?),
        (other, _) => Err(unexpected(&other)),
    }
}

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
    let connection = shared.start_host()?;
    let report = load(&connection, path).map(|(classes, error)| {
        let classes = classes.into_iter().enumerate().map(|(node, class)| {
            let interface = examine(&connection, node as u64, path, &class);
            ClassReport { interface: interface.map(|i| voxloom_protocol::interface_to_json(&i)).map_err(|error| problem(path, &error)), class }
        });
        FileReport { classes: classes.collect(), error }
    });
    connection.shut_down(Duration::from_millis(500));
    match report {
        Err(error @ HostError::Died { .. }) => Ok(FileReport { error: Some(problem(path, &error)), classes: Vec::new() }),
        other => other,
    }
}
