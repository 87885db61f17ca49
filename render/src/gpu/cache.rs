//! What lies on the GPU between pictures: channels of volumes, the least recently drawn go first.

use std::collections::HashMap;
use std::sync::Arc;

use voxloom_core::data::DataId;

/// Values by data and channel under a byte budget.
#[derive(Debug)]
pub struct Cache<T> {
    entries: HashMap<(DataId, usize), Entry<T>>,
    budget: usize,
    clock: u64,
}

#[derive(Debug)]
struct Entry<T> {
    value: Arc<T>,
    bytes: usize,
    used: u64,
}

impl<T> Cache<T> {
    pub fn new(budget: usize) -> Self {
        Self { entries: HashMap::new(), budget, clock: 0 }
    }

    pub fn budget(&self) -> usize {
        self.budget
    }

    pub fn set_budget(&mut self, budget: usize) {
        self.budget = budget;
        self.make_room(0);
    }

    /// Bytes of all entries.
    pub fn bytes(&self) -> usize {
        self.entries.values().map(|entry| entry.bytes).sum()
    }

    pub fn get(&mut self, key: (DataId, usize)) -> Option<Arc<T>> {
        self.clock += 1;
        let entry = self.entries.get_mut(&key)?;
        entry.used = self.clock;
        Some(Arc::clone(&entry.value))
    }

    /// Drops the least recently used entries until `bytes` more fit the budget. Who still draws one keeps it alive.
    pub fn make_room(&mut self, bytes: usize) {
        while self.bytes() + bytes > self.budget {
            let Some(oldest) = self.entries.iter().min_by_key(|(_, entry)| entry.used).map(|(key, _)| *key) else { return };
            self.entries.remove(&oldest);
        }
    }

    pub fn insert(&mut self, key: (DataId, usize), value: Arc<T>, bytes: usize) {
        self.make_room(bytes);
        self.clock += 1;
        self.entries.insert(key, Entry { value, bytes, used: self.clock });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_recently_used_entry_goes_first() {
        let mut cache = Cache::new(100);
        let [a, b, c] = [0; 3].map(|channel| (DataId::fresh(), channel));
        cache.insert(a, Arc::new('a'), 40);
        cache.insert(b, Arc::new('b'), 40);
        assert!(cache.get(a).is_some());
        cache.insert(c, Arc::new('c'), 40);
        assert_eq!([cache.get(a).is_some(), cache.get(b).is_some(), cache.get(c).is_some()], [true, false, true]);
        assert_eq!(cache.bytes(), 80);
        cache.set_budget(50);
        assert_eq!([cache.get(a).is_some(), cache.get(c).is_some()], [false, true]);
    }
}
