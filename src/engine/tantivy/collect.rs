//! Collects the best of what a query finds, a page of them in a stable order, those of a chain on one line.
//!
//! A document alone on its line competes for the page at once; lines that documents share are kept, one entry each, until
//! all documents are seen.

use super::folding::{Claim, Fit, Folding, Usable};
use crate::engine::{Sort, Total};
use rustc_hash::FxHashMap;
use std::cmp::Ordering;
use std::collections::hash_map::Entry;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::Column;
use tantivy::{DocAddress, DocId, Score, SegmentOrdinal, SegmentReader};

/// A document found, alone on its line or the best of those that share it, with what puts it in order.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ranked {
    pub(super) score: Score,
    pub(super) address: DocAddress,
    /// The document that the line shows.
    pub(super) shown: DocAddress,
    /// How many documents share the line.
    pub(super) matched: u64,
    /// Of the document shown.
    order: Option<i64>,
    /// Of the document shown.
    id: u64,
}

impl Ranked {
    /// `Less` when this one comes first. Ties: newest first (stories without a date last), then by id.
    pub(super) fn compare(&self, other: &Ranked, sort: Sort) -> Ordering {
        let newest = other.order.cmp(&self.order);
        let first = match sort {
            Sort::Relevance => other.score.total_cmp(&self.score).then(newest),
            Sort::Newest => newest,
            Sort::Oldest => match (self.order, other.order) {
                (Some(one), Some(another)) => one.cmp(&another),
                _ => newest,
            },
        };
        first.then(self.id.cmp(&other.id))
    }
}

/// Collects the first `most` lines in an order, and counts all.
pub(super) struct Best {
    pub(super) most: usize,
    pub(super) sort: Sort,
    pub(super) folding: Folding,
}

/// What was collected.
#[derive(Default)]
pub(super) struct Collected {
    /// How many lines, and how many documents.
    pub(super) total: Total,
    /// The first lines, in order once all segments are together.
    pub(super) best: Vec<Ranked>,
    /// Lines that may go on in other segments.
    shared: Shared,
}

impl Best {
    fn cut(&self, found: &mut Vec<Ranked>) {
        if found.len() > self.most {
            if self.most > 0 {
                found.select_nth_unstable_by(self.most - 1, |one, other| {
                    one.compare(other, self.sort)
                });
            }
            found.truncate(self.most);
        }
    }
}

impl Collector for Best {
    type Fruit = Collected;
    type Child = SegmentBest;

    fn for_segment(
        &self,
        segment: SegmentOrdinal,
        reader: &SegmentReader,
    ) -> tantivy::Result<SegmentBest> {
        Ok(SegmentBest {
            segment,
            order: reader.fast_fields().i64("order")?,
            id: reader.fast_fields().u64("id_order")?,
            usable: self.folding.usable(reader)?,
            best: Best {
                most: self.most,
                sort: self.sort,
                folding: self.folding.clone(),
            },
            collected: Collected::default(),
        })
    }

    fn requires_scoring(&self) -> bool {
        self.sort == Sort::Relevance
    }

    fn merge_fruits(&self, segments: Vec<Collected>) -> tantivy::Result<Collected> {
        let mut all = Collected::default();
        for segment in segments {
            all.total.lines += segment.total.lines;
            all.total.stories += segment.total.stories;
            all.best.extend(segment.best);
            all.shared.merge(segment.shared);
        }
        all.total.lines += all.shared.len() as u64;
        all.best.extend(all.shared.take());
        self.cut(&mut all.best);
        all.best
            .sort_unstable_by(|one, other| one.compare(other, self.sort));
        Ok(all)
    }
}

/// [`Best`] of one segment.
pub(super) struct SegmentBest {
    segment: SegmentOrdinal,
    order: Column<i64>,
    id: Column<u64>,
    usable: Usable,
    best: Best,
    collected: Collected,
}

impl SegmentCollector for SegmentBest {
    type Fruit = Collected;

    fn collect(&mut self, doc: DocId, score: Score) {
        let id = self.id.first(doc).unwrap_or(u64::MAX);
        let place = self.best.folding.place(id);
        if place == Fit::Out {
            return;
        }
        let Collected {
            total,
            best,
            shared,
        } = &mut self.collected;
        total.stories += 1;
        let address = DocAddress::new(self.segment, doc);
        let found = Ranked {
            score,
            address,
            shown: address,
            matched: 1,
            order: self.order.first(doc),
            id,
        };
        if let Fit::Shared(line, entry) = place {
            let claim = Claim {
                rank: self.usable.rank(doc, entry.role),
                order: found.order,
                steps: entry.steps,
                id,
            };
            return shared.add(line, found, claim);
        }
        total.lines += 1;
        best.push(found);
        if best.len() >= self.best.most.saturating_mul(2).max(1024) {
            self.best.cut(best);
        }
    }

    fn harvest(mut self) -> Collected {
        self.best.cut(&mut self.collected.best);
        self.collected
    }
}

/// Lines of several documents, by number.
#[derive(Default)]
struct Shared(FxHashMap<u64, (Ranked, Claim)>);

impl Shared {
    fn len(&self) -> usize {
        self.0.len()
    }

    fn add(&mut self, line: u64, found: Ranked, claim: Claim) {
        match self.0.entry(line) {
            Entry::Vacant(place) => _ = place.insert((found, claim)),
            Entry::Occupied(mut place) => {
                let (known, best) = place.get_mut();
                let matched = known.matched + found.matched;
                // Of equal scores the newer one counts: the answer is the same in whatever order documents are met.
                let one = (found.score, claim.order, claim.id);
                let other = (known.score, best.order, best.id);
                if one.partial_cmp(&other) == Some(Ordering::Greater) {
                    (known.score, known.address) = (found.score, found.address);
                }
                if claim > *best {
                    (known.shown, known.order, known.id) = (found.shown, found.order, found.id);
                    *best = claim;
                }
                known.matched = matched;
            }
        }
    }

    fn merge(&mut self, other: Shared) {
        for (line, (found, claim)) in other.0 {
            self.add(line, found, claim);
        }
    }

    fn take(&mut self) -> impl Iterator<Item = Ranked> + use<> {
        std::mem::take(&mut self.0)
            .into_values()
            .map(|(found, _)| found)
    }
}
