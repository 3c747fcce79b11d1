//! What words stand for, kept for the next time that they are asked for: an answer asks three times (what to find, how to
//! order it, what to mark), a query may say the same word often, and people come back to words.

use crate::query::Words;
use rustc_hash::FxHashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// What was looked up in an archive, which stays as it was when opened.
#[derive(Debug)]
pub(super) struct Resolved<T> {
    known: Mutex<Known<T>>,
    /// How much is kept, by `size`.
    most: usize,
    size: fn(&T) -> usize,
}

#[derive(Debug)]
struct Known<T> {
    values: FxHashMap<Words, Arc<T>>,
    size: usize,
}

impl<T> Resolved<T> {
    /// Keeps so much, by what each is said to take.
    pub(super) fn new(most: usize, size: fn(&T) -> usize) -> Resolved<T> {
        let known = Known {
            values: FxHashMap::default(),
            size: 0,
        };
        Resolved {
            known: Mutex::new(known),
            most,
            size,
        }
    }

    /// What words stand for, looked up where it is not known.
    pub(super) fn of<E>(
        &self,
        words: &Words,
        look_up: impl FnOnce() -> Result<T, E>,
    ) -> Result<Arc<T>, E> {
        if let Some(known) = self.lock().values.get(words) {
            return Ok(Arc::clone(known));
        }
        let value = Arc::new(look_up()?);
        let size = (self.size)(&value) + 1;
        let mut known = self.lock();
        if known.size + size > self.most {
            known.values.clear();
            known.size = 0;
        }
        known.size += size;
        known.values.insert(words.clone(), Arc::clone(&value));
        Ok(value)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Known<T>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fields::Scope;
    use crate::query::Slot;

    const MOST: usize = 100;

    fn words(word: &str) -> Words {
        Words {
            scope: Scope::Anywhere,
            slots: vec![Slot::Folded(word.into())],
        }
    }

    fn resolved() -> Resolved<Vec<u8>> {
        Resolved::new(MOST, Vec::len)
    }

    #[test]
    fn what_is_known_is_not_looked_up_again_and_failures_are() {
        let resolved = resolved();
        assert_eq!(resolved.of(&words("a"), || Err("broken")), Err("broken"));
        let first = resolved.of::<&str>(&words("a"), || Ok(vec![1])).unwrap();
        let again = resolved.of(&words("a"), || Err("looked up"));
        assert_eq!(again.unwrap(), first);
        assert!(resolved.of(&words("b"), || Err("looked up")).is_err());
    }

    #[test]
    fn no_more_is_kept_than_was_said() {
        let resolved = resolved();
        for word in 0..10 {
            let large = || Ok::<_, ()>(vec![0; MOST / 4]);
            resolved.of(&words(&word.to_string()), large).unwrap();
            assert!(resolved.lock().size <= MOST);
        }
    }
}
