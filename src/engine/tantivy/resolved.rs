//! What words stand for, kept for the next time that they are asked for: an answer asks three times (what to find, how to
//! order it, what to mark), and a query may say the same word often.

use crate::query::Words;
use crate::query::matching::Pattern;
use rustc_hash::FxHashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// So many terms are kept; a truncation stands for thousands.
const MOST_TERMS: usize = 1 << 17;

/// What was looked up in an archive, which stays as it was when opened.
#[derive(Debug, Default)]
pub(super) struct Resolved(Mutex<Known>);

#[derive(Debug, Default)]
struct Known {
    patterns: FxHashMap<Words, Arc<Pattern>>,
    terms: usize,
}

impl Resolved {
    /// What words stand for, looked up where it is not known.
    pub(super) fn of<E>(
        &self,
        words: &Words,
        look_up: impl FnOnce() -> Result<Pattern, E>,
    ) -> Result<Arc<Pattern>, E> {
        if let Some(known) = self.lock().patterns.get(words) {
            return Ok(Arc::clone(known));
        }
        let pattern = Arc::new(look_up()?);
        let terms: usize = pattern.slots.iter().map(|forms| forms.terms.len()).sum();
        let mut known = self.lock();
        if known.terms + terms > MOST_TERMS {
            *known = Known::default();
        }
        known.terms += terms + 1;
        known.patterns.insert(words.clone(), Arc::clone(&pattern));
        Ok(pattern)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fields::Scope;
    use crate::query::Slot;
    use crate::query::matching::Forms;

    fn words(word: &str) -> Words {
        Words {
            scope: Scope::Anywhere,
            slots: vec![Slot::Folded(word.into())],
        }
    }

    fn pattern(terms: usize) -> Pattern {
        let terms = (0..terms).map(|term| term.to_string()).collect();
        Pattern {
            scope: Scope::Anywhere,
            slots: vec![Forms {
                terms,
                ..Forms::default()
            }],
        }
    }

    #[test]
    fn what_is_known_is_not_looked_up_again_and_failures_are() {
        let resolved = Resolved::default();
        assert_eq!(resolved.of(&words("a"), || Err("broken")), Err("broken"));
        let first = resolved.of::<&str>(&words("a"), || Ok(pattern(2))).unwrap();
        let again = resolved.of(&words("a"), || Err("looked up"));
        assert_eq!(again.unwrap(), first);
        assert!(resolved.of(&words("b"), || Err("looked up")).is_err());
    }

    #[test]
    fn no_more_is_kept_than_a_large_query_needs() {
        let resolved = Resolved::default();
        for word in 0..10 {
            let large = || Ok::<_, ()>(pattern(MOST_TERMS / 4));
            resolved.of(&words(&word.to_string()), large).unwrap();
        }
        assert!(resolved.lock().terms <= MOST_TERMS + 10);
    }
}
