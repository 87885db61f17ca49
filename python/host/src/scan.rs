//! Looking at the folders: what is new, changed or gone, and who serves which class identifier.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use voxloom_core::InvalidationLevel;
use voxloom_core::processor::ProcessorClass;
use voxloom_protocol::message::ToHost;

use crate::PythonEvent;
use crate::cache::Cache;
use crate::error::HostError;
use crate::library::{CatalogState, Found, KnownFile, LoadedClass, holds_no_class};
use crate::places;
use crate::python_class::PythonClass;
use crate::shared::{Shared, lock};
use crate::stamp::{Stamp, Stamped, hash_file, list_files};

/// How often the folders are looked at.
pub(crate) const WATCH: Duration = Duration::from_millis(200);
/// How soon after something was seen being written.
const SOON: Duration = Duration::from_millis(50);
/// How often an import is tried again for which there was no interpreter.
const AGAIN: Duration = Duration::from_secs(5);

impl Shared {
    /// Looks at the folders every now and then, until the program closes.
    pub(crate) fn watch(shared: &std::sync::Weak<Self>) {
        let mut tried = Instant::now();
        let mut first = true;
        while let Some(shared) = shared.upgrade().filter(|shared| !shared.closing.load(Ordering::Acquire)) {
            let again = tried.elapsed() > AGAIN && shared.imports.problem().is_some();
            if again {
                tried = Instant::now();
            }
            let soon = shared.look(again);
            shared.flush_prints();
            crate::process::look_for_lack_of_memory();
            if first {
                first = false;
                shared.looked.store(true, Ordering::Release);
                shared.settle();
            }
            let poked = shared.poked.clone();
            drop(shared);
            poked.wait(if soon { SOON } else { WATCH });
        }
    }

    /// The first look and the imports that it led to are over: those who wait for the list go on.
    pub(crate) fn settle(&self) {
        if self.looked.load(Ordering::Acquire) && self.imports.count() == 0 {
            self.set_scanned(self.imports.problem().map_or(Ok(()), Err));
        }
    }

    /// Takes in what is new, changed or gone. `again`: also files that could not be imported for want of an interpreter.
    /// True when a file is being written, so that it is worth looking again soon.
    pub(crate) fn look(self: &Arc<Self>, again: bool) -> bool {
        let _scanning = lock(&self.scanning);
        let present = list_files(&lock(&self.folders).ranked());
        let (mut changed, mut soon) = (self.forget_gone(&present.keys().cloned().collect()), false);
        let mut cache = None;
        for (path, (rank, stamp)) in present {
            match self.look_at(&path, rank, stamp, again) {
                Look::Same => {}
                Look::Moved => changed = true,
                Look::Hot => soon = true,
                Look::New => {
                    let cache = cache.get_or_insert_with(|| self.cache());
                    if self.import_from_cache(cache.as_ref(), &path) {
                        changed = true;
                    } else {
                        self.import_later(path);
                    }
                }
            }
        }
        if changed {
            self.register();
        }
        soon
    }

    /// Forgets files that are gone since two looks. True when there was one.
    fn forget_gone(&self, present: &BTreeSet<PathBuf>) -> bool {
        let mut gone = Vec::new();
        lock(&self.library).files.retain(|path, file| {
            let here = present.contains(path);
            let keep = here || !std::mem::replace(&mut file.vanished, !here);
            if !keep {
                gone.push(path.clone());
            }
            keep
        });
        for path in &gone {
            for (_, connection) in self.hosts.all_running() {
                connection.forget_file(path);
                if let Err(error) = connection.send(&ToHost::Unload { file: path.clone() }) {
                    log::debug!("{} was not unloaded: {error}", path.display());
                }
            }
        }
        !gone.is_empty()
    }

    fn look_at(&self, path: &Path, rank: usize, stamp: Stamp, again: bool) -> Look {
        let mut library = lock(&self.library);
        let Some(file) = library.files.get_mut(path) else {
            let number = self.fresh_number();
            let file = KnownFile {
                rank,
                number,
                stamp,
                hash: hash_file(path),
                generation: self.fresh_number(),
                known: 0,
                found: Found::default(),
                vanished: false,
            };
            library.files.insert(path.to_owned(), file);
            return Look::New;
        };
        file.vanished = false;
        let moved = std::mem::replace(&mut file.rank, rank) != rank;
        let touched = file.stamp != stamp;
        if touched && stamp.is_hot() {
            return Look::Hot;
        }
        let mut changed = false;
        if touched {
            let hash = hash_file(path);
            (file.stamp, changed) = (stamp, file.hash != hash);
            file.hash = hash;
        }
        for helper in &mut file.found.helpers {
            let stamp = Stamp::at(&helper.path);
            if stamp == helper.stamp {
                continue;
            }
            if stamp.is_some_and(|stamp| stamp.is_hot()) {
                return Look::Hot;
            }
            let now = Stamped::now(helper.path.clone());
            changed |= now.hash != helper.hash;
            *helper = now;
        }
        if changed {
            file.generation = self.fresh_number();
        }
        match (changed || again && file.known != file.generation, moved) {
            (true, _) => Look::New,
            (false, true) => Look::Moved,
            (false, false) => Look::Same,
        }
    }

    /// Everything is loaded again: another interpreter reads the same files otherwise.
    pub(crate) fn load_all_again(&self) {
        {
            let _scanning = lock(&self.scanning);
            for file in lock(&self.library).files.values_mut() {
                // No content has this stamp, and another hash.
                (file.stamp, file.hash) = (Stamp::default(), !file.hash);
            }
        }
        let instances: Vec<_> = lock(&self.instances).values().cloned().collect();
        for instance in instances {
            (instance.invalidate)(InvalidationLevel::InvalidResources);
        }
        self.poked.now();
    }

    fn cache(&self) -> Option<Cache> {
        let folder = self.settings.cache.as_ref()?;
        let places = self.settings.places.clone().or_else(|| places::find().ok());
        Some(Cache::new(folder, &lock(&self.choice).clone(), places.as_ref()))
    }

    /// Takes what a file holds from the cache. A failure that something else than the file may have cured is tried again all the same.
    fn import_from_cache(self: &Arc<Self>, cache: Option<&Cache>, path: &Path) -> bool {
        let Some((generation, hash)) = lock(&self.library).files.get(path).map(|file| (file.generation, file.hash)) else { return false };
        let Some(found) = cache.and_then(|cache| cache.get(path, hash)) else { return false };
        let errors = found.error.iter().chain(found.classes.iter().filter_map(|class| class.error.as_ref()));
        let curable =
            errors.into_iter().any(|error| !["SyntaxError:", "IndentationError:", "LoadError:"].iter().any(|kind| error.message.contains(kind)));
        lock(&self.library).take(path, generation, found);
        if curable {
            self.import_later(path.to_owned());
        }
        true
    }

    /// Takes in what an import brought. `settled`: the file did not change meanwhile.
    pub(crate) fn take(self: &Arc<Self>, path: &Path, generation: u64, found: Found, settled: bool) {
        // Among others it may be one that they import.
        let said = found.error.iter().filter(|error| !holds_no_class(error) || self.imports.count() <= 1);
        let problems = said.map(|error| format!("{}: {}", path.display(), error.summary()));
        let failures = found.classes.iter().filter_map(|class| Some(format!("{}: {}", class.message.display_name, class.error.as_ref()?.summary())));
        let problems: Vec<String> = problems.chain(failures).collect();
        let kept = found.clone();
        let hash = {
            let mut library = lock(&self.library);
            if !library.take(path, generation, found) {
                return;
            }
            library.files.get(path).map(|file| file.hash)
        };
        for text in problems {
            self.tell(PythonEvent::Problem { text });
        }
        self.register();
        if let Some(hash) = hash.filter(|_| settled && !kept.fatal)
            && let Some(cache) = self.cache()
        {
            cache.put(path, hash, &kept);
        }
    }

    /// Adds a class that the attached interpreter itself defines.
    pub(crate) fn add_own(self: &Arc<Self>, class: LoadedClass) -> Result<(), HostError> {
        let identifier = class.message.class_identifier.clone();
        if self.registry.get(&identifier).is_some_and(|class| class.info().language != "Python") {
            return Err(HostError::Unavailable(built_in(&identifier)));
        }
        lock(&self.library).add_own(class);
        self.register();
        Ok(())
    }

    /// Puts the winning classes into the registry; instances of those that changed are made anew.
    pub(crate) fn register(self: &Arc<Self>) {
        let _registering = lock(&self.registering);
        let (before, after, refused) = {
            let mut library = lock(&self.library);
            let mut winners = library.ranked_winners();
            // A class that is compiled in stays.
            let ours = |identifier: &String| self.registry.get(identifier).is_none_or(|class| class.info().language == "Python");
            let refused: Vec<_> = winners.iter().filter(|(identifier, _)| !ours(identifier)).map(|(i, w)| (i.clone(), w.file.clone())).collect();
            winners.retain(|identifier, _| ours(identifier));
            (std::mem::replace(&mut library.winners, winners.clone()), winners, refused)
        };
        for identifier in before.keys().filter(|identifier| !after.contains_key(*identifier)) {
            self.renew(identifier);
            self.registry.remove(identifier);
        }
        for (identifier, winner) in &after {
            if before.get(identifier) == Some(winner) && self.registry.get(identifier).is_some() {
                continue;
            }
            let class = lock(&self.library).class(winner.file.as_deref(), identifier).cloned();
            if let Some(class) = class {
                self.renew(identifier);
                self.registry.add(Arc::new(PythonClass::new(self, winner.file.clone(), class)) as Arc<dyn ProcessorClass>);
            }
        }
        self.say_conflicts(refused);
        self.tell(PythonEvent::ClassesChanged);
    }

    /// Says once which files cannot serve an identifier that another has.
    fn say_conflicts(&self, refused: Vec<(String, Option<PathBuf>)>) {
        let mut texts: Vec<String> =
            refused.into_iter().filter_map(|(identifier, file)| Some(format!("{}: {}", file?.display(), built_in(&identifier)))).collect();
        for entry in lock(&self.library).catalog() {
            if let (CatalogState::Conflict { with }, Some(identifier)) = (&entry.state, &entry.class_identifier) {
                texts.push(format!(
                    "{} and {} both define {identifier}; the first is used. Give one of the classes another identifier",
                    with.display(),
                    entry.file.display()
                ));
            }
        }
        let mut said = lock(&self.said_conflicts);
        for text in &texts {
            if !said.contains(text) {
                self.tell(PythonEvent::Problem { text: text.clone() });
            }
        }
        *said = texts.into_iter().collect();
    }

    /// Marks the instances of a class, so that those that run now are stopped, and made anew with their next run. The others are made anew
    /// because their class is another one.
    fn renew(&self, class: &str) {
        let instances: Vec<_> = lock(&self.instances).values().filter(|instance| instance.class == class).cloned().collect();
        for instance in instances {
            lock(&self.former).insert((instance.network, instance.owner), lock(&instance.interface).clone());
            instance.stale.store(true, Ordering::Release);
        }
    }
}

fn built_in(identifier: &str) -> String {
    format!("{identifier} is built in and cannot be replaced; give the class another identifier")
}

/// What a look at a file showed.
enum Look {
    Same,
    /// Its folder has another rank now.
    Moved,
    /// Someone is writing it.
    Hot,
    /// It is new, or has another content.
    New,
}
