//! Collects the best of what a query finds, a page of them in a stable order.

use crate::engine::Sort;
use std::cmp::Ordering;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::Column;
use tantivy::{DocAddress, DocId, Score, SegmentOrdinal, SegmentReader};

/// A document found, with what puts it in order.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ranked {
    pub(super) score: Score,
    pub(super) address: DocAddress,
    order: Option<i64>,
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

/// Collects the first `most` documents in an order, and counts all.
pub(super) struct Best {
    pub(super) most: usize,
    pub(super) sort: Sort,
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
    type Fruit = (u64, Vec<Ranked>);
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
            best: Best {
                most: self.most,
                sort: self.sort,
            },
            total: 0,
            found: Vec::new(),
        })
    }

    fn requires_scoring(&self) -> bool {
        self.sort == Sort::Relevance
    }

    fn merge_fruits(
        &self,
        segments: Vec<(u64, Vec<Ranked>)>,
    ) -> tantivy::Result<(u64, Vec<Ranked>)> {
        let total = segments.iter().map(|(total, _)| total).sum();
        let mut found: Vec<Ranked> = segments.into_iter().flat_map(|(_, found)| found).collect();
        self.cut(&mut found);
        found.sort_unstable_by(|one, other| one.compare(other, self.sort));
        Ok((total, found))
    }
}

/// [`Best`] of one segment.
pub(super) struct SegmentBest {
    segment: SegmentOrdinal,
    order: Column<i64>,
    id: Column<u64>,
    best: Best,
    total: u64,
    found: Vec<Ranked>,
}

impl SegmentCollector for SegmentBest {
    type Fruit = (u64, Vec<Ranked>);

    fn collect(&mut self, doc: DocId, score: Score) {
        self.total += 1;
        self.found.push(Ranked {
            score,
            address: DocAddress::new(self.segment, doc),
            order: self.order.first(doc),
            id: self.id.first(doc).unwrap_or(u64::MAX),
        });
        if self.found.len() >= self.best.most.saturating_mul(2).max(1024) {
            self.best.cut(&mut self.found);
        }
    }

    fn harvest(mut self) -> (u64, Vec<Ranked>) {
        self.best.cut(&mut self.found);
        (self.total, self.found)
    }
}
