//! Gives up looking at a moment: what was found until then is the answer, and is known to be a part of it.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Instant;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::query::Weight;
use tantivy::{DocSet, SegmentOrdinal, SegmentReader, TERMINATED};

/// The clock is looked at once in so many documents.
const STEP: u32 = 256;

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

/// A collector that stops at the moment.
pub(super) struct Until<C> {
    pub(super) inner: C,
    pub(super) deadline: Arc<Deadline>,
}

impl<C: Collector> Collector for Until<C> {
    type Fruit = C::Fruit;
    type Child = C::Child;

    fn for_segment(
        &self,
        segment: SegmentOrdinal,
        reader: &SegmentReader,
    ) -> tantivy::Result<C::Child> {
        self.inner.for_segment(segment, reader)
    }

    fn requires_scoring(&self) -> bool {
        self.inner.requires_scoring()
    }

    fn merge_fruits(
        &self,
        fruits: Vec<<C::Child as SegmentCollector>::Fruit>,
    ) -> tantivy::Result<C::Fruit> {
        self.inner.merge_fruits(fruits)
    }

    fn collect_segment(
        &self,
        weight: &dyn Weight,
        segment: SegmentOrdinal,
        reader: &SegmentReader,
    ) -> tantivy::Result<<C::Child as SegmentCollector>::Fruit> {
        if self.deadline.at.get().is_none() {
            return self.inner.collect_segment(weight, segment, reader);
        }
        let mut child = self.inner.for_segment(segment, reader)?;
        let scored = self.inner.requires_scoring();
        let alive = reader.alive_bitset();
        let mut scorer = weight.scorer(reader, 1.0)?;
        let (mut doc, mut met) = (scorer.doc(), 0);
        while doc != TERMINATED && (met % STEP != 0 || !self.deadline.is_over()) {
            if alive.is_none_or(|alive| alive.is_alive(doc)) {
                let score = if scored { scorer.score() } else { 0.0 };
                child.collect(doc, score);
            }
            met += 1;
            doc = scorer.advance();
        }
        Ok(child.harvest())
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
