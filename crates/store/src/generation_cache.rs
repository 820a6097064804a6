//! What follows from the database, kept by name as long as nothing is written.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Values by name, as of one generation of the database.
#[derive(Debug)]
pub(crate) struct GenerationCache<T> {
    /// How much all values together may weigh.
    capacity: usize,
    values: Mutex<Values<T>>,
}

#[derive(Debug)]
struct Values<T> {
    generation: i64,
    weight: usize,
    by_name: HashMap<String, Arc<T>>,
}

impl<T> GenerationCache<T> {
    /// An empty cache for values that together weigh so much at most.
    pub(crate) fn new(capacity: usize) -> Self {
        let values = Values { generation: 0, weight: 0, by_name: HashMap::new() };
        Self { capacity, values: Mutex::new(values) }
    }

    /// The value of a name in this state. Those of an older one are forgotten; a reader that is itself
    /// late does not use the cache.
    pub(crate) fn get(&self, generation: i64, name: &str) -> Option<Arc<T>> {
        // Values are whole even where a panic has poisoned the lock.
        let mut values = self.values.lock().unwrap_or_else(PoisonError::into_inner);
        if values.generation < generation {
            values.generation = generation;
            values.clear();
        }
        values.by_name.get(name).filter(|_| values.generation == generation).cloned()
    }

    /// Keeps a value that was found in this state; where they become too many, the others are forgotten.
    pub(crate) fn insert(&self, generation: i64, name: String, value: Arc<T>, weight: usize) {
        let mut values = self.values.lock().unwrap_or_else(PoisonError::into_inner);
        if values.generation != generation {
            return;
        }
        if values.weight + weight > self.capacity {
            values.clear();
        }
        values.weight += weight;
        values.by_name.insert(name, value);
    }
}

impl<T> Values<T> {
    fn clear(&mut self) {
        self.weight = 0;
        self.by_name.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_write_makes_values_stale_and_a_late_reader_does_not_bring_them_back() {
        let cache = GenerationCache::new(100);
        assert!(cache.get(1, "a").is_none());
        cache.insert(1, "a".to_owned(), Arc::new(1), 1);
        assert_eq!(cache.get(1, "a").as_deref(), Some(&1));
        assert!(cache.get(2, "a").is_none());
        cache.insert(2, "a".to_owned(), Arc::new(2), 1);
        assert!(cache.get(1, "a").is_none(), "a reader of an older state gets no value of a newer one");
        cache.insert(1, "a".to_owned(), Arc::new(1), 1);
        assert_eq!(cache.get(2, "a").as_deref(), Some(&2));
    }

    #[test]
    fn the_cache_is_bounded_by_weight() {
        let cache = GenerationCache::new(10);
        for n in 0..20 {
            cache.insert(0, n.to_string(), Arc::new(n), 3);
        }
        assert!(cache.values.lock().expect("no panic").by_name.len() <= 3);
    }
}
