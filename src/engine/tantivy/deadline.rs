//! Gives up looking at a moment: what was found until then is the answer, and is known to be a part of it.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

/// The moment, if there is one, and whether it came while something was looked for.
#[derive(Debug, Default)]
pub(super) struct Deadline {
    at: OnceLock<Instant>,
    met: AtomicBool,
}

impl Deadline {
    /// Sets the moment, once.
    pub(super) fn set(&self, at: Instant) {
        self.at.get_or_init(|| at);
    }

    /// Whether the moment has come. Whoever asks has more to look at.
    pub(super) fn is_over(&self) -> bool {
        let over = self.at.get().is_some_and(|at| Instant::now() >= *at);
        if over {
            self.met.store(true, Ordering::Relaxed);
        }
        over
    }

    /// Whether something was left out.
    pub(super) fn was_met(&self) -> bool {
        self.met.load(Ordering::Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_counts_only_where_something_was_left_to_look_at() {
        let deadline = Deadline::default();
        assert!(!deadline.is_over() && !deadline.was_met());
        deadline.set(Instant::now());
        assert!(!deadline.was_met(), "nobody looked");
        assert!(deadline.is_over() && deadline.was_met());
    }
}
