//! Keeps small files in the user's folder: written in order on one thread, atomically, and all of them before the program ends.

use std::path::PathBuf;
use std::sync::mpsc::{Sender, channel};
use std::thread::JoinHandle;

/// The thread that writes.
pub struct Keeper {
    sender: Option<Sender<(&'static str, Vec<u8>)>>,
    thread: Option<JoinHandle<()>>,
}

impl Keeper {
    pub fn new(folder: PathBuf) -> Self {
        let (sender, receiver) = channel::<(&'static str, Vec<u8>)>();
        let thread = std::thread::Builder::new().name("keeper".to_owned()).spawn(move || {
            for (name, bytes) in receiver {
                let path = folder.join(name);
                let made = std::fs::create_dir_all(&folder).map_err(|error| error.to_string());
                if let Err(error) = made.and_then(|()| voxloom_io::write_bytes(&path, &bytes).map_err(|error| error.to_string())) {
                    log::warn!("{} could not be kept: {error}", path.display());
                }
            }
        });
        let thread = thread.inspect_err(|error| log::error!("nothing will be kept in the user's folder: {error}")).ok();
        Self { sender: thread.is_some().then_some(sender), thread }
    }

    pub fn keep(&self, name: &'static str, bytes: Vec<u8>) {
        if let Some(sender) = &self.sender {
            // The thread ends only with this.
            drop(sender.send((name, bytes)));
        }
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        self.sender = None;
        if let Some(thread) = self.thread.take() {
            // It cannot panic.
            drop(thread.join());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_of_many_is_what_lies_there_in_the_end() {
        let folder = tempfile::tempdir().unwrap();
        let user = folder.path().join("new");
        let keeper = Keeper::new(user.clone());
        for count in 0..50 {
            keeper.keep("a.json", format!("{count}").into_bytes());
        }
        drop(keeper);
        assert_eq!(std::fs::read_to_string(user.join("a.json")).unwrap(), "49");
        assert_eq!(std::fs::read_dir(&user).unwrap().count(), 1, "nothing half-written is left");
    }
}
