//! Collects the best of what a query finds, a page of them in a stable order, those of a chain on one line.
//!
//! A document alone on its line competes for the page at once; lines that documents share are kept, one entry each, until
//! all documents are seen.

use super::folding::{Claim, Fit, Folding, Usable};
use crate::engine::{Sort, Total};
use std::cmp::Ordering;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::Column;
use tantivy::{DocAddress, DocId, Score, SegmentOrdinal, SegmentReader};

/// A document found, alone on its line or the best of those that share it, with what puts it in order.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ranked {
    pub(super) score: Score,
    /// The document that has the score: what a closer look at the best has to look at.
    #[allow(dead_code, reason = "there is no closer look yet")]
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
        let (mut all, mut shared) = (Collected::default(), Shared::default());
        for segment in segments {
            all.total.lines += segment.total.lines;
            all.total.stories += segment.total.stories;
            all.best.extend(segment.best);
            for group in &segment.shared.groups {
                shared.add(self.folding.lines(), group);
            }
        }
        all.total.lines += shared.groups.len() as u64;
        all.best.extend(shared.take());
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
        let order = self.order.first(doc);
        if let Fit::Shared(line, entry) = place {
            let claim = Claim {
                rank: self.usable.rank(doc, entry.role),
                order,
                steps: entry.steps,
                id,
            };
            let group = Group {
                line,
                matched: 1,
                score,
                address,
                shown: address,
                claim,
            };
            return shared.add(self.best.folding.lines(), &group);
        }
        let found = Ranked {
            score,
            address,
            shown: address,
            matched: 1,
            order,
            id,
        };
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

/// A line of several documents.
#[derive(Debug, Clone, Copy)]
struct Group {
    line: u32,
    /// How many documents.
    matched: u32,
    /// The best of them, and its score.
    score: Score,
    address: DocAddress,
    /// The one that is shown, and why.
    shown: DocAddress,
    claim: Claim,
}

impl Group {
    /// Takes in documents of the same line.
    fn add(&mut self, other: &Group) {
        self.matched += other.matched;
        // Of equal scores the newer one counts: the answer is the same in whatever order documents are met.
        let by_score = other.score.total_cmp(&self.score);
        let newer = || other.claim.age().cmp(&self.claim.age());
        if by_score.then_with(newer) == Ordering::Greater {
            (self.score, self.address) = (other.score, other.address);
        }
        if other.claim > self.claim {
            (self.shown, self.claim) = (other.shown, other.claim);
        }
    }
}

/// Lines of several documents.
#[derive(Default)]
struct Shared {
    /// Where the line of each number stands in `groups`, from 1; 0 of one that is not there.
    places: Vec<u32>,
    groups: Vec<Group>,
}

impl Shared {
    /// Takes in documents, where numbers of lines are less than `lines`.
    fn add(&mut self, lines: usize, group: &Group) {
        if self.places.is_empty() {
            // Memory that is zero from the start is cheap, however many lines are not touched.
            self.places = vec![0; lines];
        }
        let Some(place) = self.places.get_mut(group.line as usize) else {
            return;
        };
        match *place {
            0 => {
                self.groups.push(*group);
                *place = self.groups.len() as u32;
            }
            known => self.groups[known as usize - 1].add(group),
        }
    }

    fn take(self) -> impl Iterator<Item = Ranked> {
        self.groups.into_iter().map(|group| Ranked {
            score: group.score,
            address: group.address,
            shown: group.shown,
            matched: u64::from(group.matched),
            order: group.claim.order,
            id: group.claim.id,
        })
    }
}
