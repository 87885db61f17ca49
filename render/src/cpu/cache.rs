//! What the back end keeps between pictures: ranges, prepared voxels and occupancies, least recently used out first.

use std::sync::{Arc, Mutex, PoisonError};

use voxloom_core::data::DataId;

use super::voxels::Prepared;
use crate::macro_cells::{MacroCells, Occupancy};

/// Bytes kept at most; the newest entry stays even if it is larger.
const BUDGET: usize = 1 << 30;

#[derive(Debug, Clone, PartialEq)]
pub enum Key {
    Cells(DataId, usize),
    /// With the key of the narrowing.
    Voxels(DataId, usize, [u64; 2]),
    /// With what of the transfer function decides on visibility.
    Occupancy(DataId, usize, [u64; 2], Vec<u32>),
}

#[derive(Clone)]
pub enum Entry {
    Cells(Arc<MacroCells>),
    Voxels(Arc<Prepared>),
    Occupancy(Arc<Occupancy>),
}

impl Entry {
    fn bytes(&self) -> usize {
        match self {
            Self::Cells(cells) => cells.bytes(),
            Self::Voxels(voxels) => voxels.bytes(),
            Self::Occupancy(occupancy) => occupancy.bytes(),
        }
    }
}

/// A short list, the most recently used entry last.
#[derive(Default)]
pub struct Cache {
    entries: Mutex<Vec<(Key, Entry)>>,
}

/// Entries kept at most: small ones must not pile up while someone drags a transfer function.
const ENTRIES: usize = 64;

impl Cache {
    /// The entry of a key. `make` runs without the lock, so two threads may both make it.
    pub fn get<E>(&self, key: Key, make: impl FnOnce() -> Result<Entry, E>) -> Result<Entry, E> {
        if let Some(entry) = self.find(&key) {
            return Ok(entry);
        }
        let entry = make()?;
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        entries.push((key, entry.clone()));
        let mut bytes: usize = entries.iter().map(|(_, entry)| entry.bytes()).sum();
        while entries.len() > 1 && (bytes > BUDGET || entries.len() > ENTRIES) {
            let (_, oldest) = entries.remove(0);
            bytes -= oldest.bytes();
        }
        Ok(entry)
    }

    fn find(&self, key: &Key) -> Option<Entry> {
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        let found = entries.iter().position(|(other, _)| other == key)?;
        // Used: to the end of the list.
        entries[found..].rotate_left(1);
        entries.last().map(|(_, entry)| entry.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_recently_used_entry_goes_first() {
        let cache = Cache::default();
        let make = |n: usize| move || Ok::<_, ()>(Entry::Voxels(Arc::new(Prepared::Bytes(vec![0; n]))));
        let keys: Vec<Key> = (0..3).map(|i| Key::Voxels(DataId::fresh(), i, [0; 2])).collect();
        cache.get(keys[0].clone(), make(BUDGET / 2)).unwrap();
        cache.get(keys[1].clone(), make(BUDGET / 2)).unwrap();
        assert!(cache.get(keys[0].clone(), || Err(())).is_ok());
        cache.get(keys[2].clone(), make(10)).unwrap();
        assert!(cache.find(&keys[1]).is_none() && cache.find(&keys[0]).is_some() && cache.find(&keys[2]).is_some());
    }
}
