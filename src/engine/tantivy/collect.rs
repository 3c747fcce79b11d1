//! Collects what a query finds: the best of a page in a stable order, and counts by a property.

use super::schema::day_of;
use crate::engine::{By, Sort};
use chrono::{Datelike, NaiveDate};
use std::cmp::Ordering;
use std::collections::BTreeMap;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, StrColumn};
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

/// Counts documents by a property of theirs; `None` counts those that do not have it.
pub(super) struct CountBy(pub(super) By);

/// Counts by value.
pub(super) type Counts = BTreeMap<Option<String>, u64>;

impl Collector for CountBy {
    type Fruit = Counts;
    type Child = SegmentCounts;

    fn for_segment(
        &self,
        _: SegmentOrdinal,
        reader: &SegmentReader,
    ) -> tantivy::Result<SegmentCounts> {
        let fast = reader.fast_fields();
        let text = |name: &str| -> tantivy::Result<Values> {
            Ok(fast.str(name)?.map_or(Values::None, |column| Values::Text {
                column,
                counts: BTreeMap::new(),
            }))
        };
        let values = match self.0 {
            By::Agency => text("principal")?,
            By::Place => text("place_name")?,
            By::Country => text("country")?,
            By::Language => text("language")?,
            By::Mark => text("mark")?,
            By::Format => text("format")?,
            By::Charset => text("charset")?,
            By::Year | By::Month | By::Day => Values::Dates {
                first: fast.i64("first_day")?,
                last: fast.i64("last_day")?,
                by: self.0,
                counts: BTreeMap::new(),
            },
        };
        Ok(SegmentCounts { values, without: 0 })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, segments: Vec<Counts>) -> tantivy::Result<Counts> {
        let mut all = Counts::new();
        for (value, count) in segments.into_iter().flatten() {
            *all.entry(value).or_default() += count;
        }
        Ok(all)
    }
}

/// [`CountBy`] of one segment.
pub(super) struct SegmentCounts {
    values: Values,
    without: u64,
}

enum Values {
    None,
    Text {
        column: StrColumn,
        counts: BTreeMap<u64, u64>,
    },
    Dates {
        first: Column<i64>,
        last: Column<i64>,
        by: By,
        counts: BTreeMap<String, u64>,
    },
}

impl SegmentCollector for SegmentCounts {
    type Fruit = Counts;

    fn collect(&mut self, doc: DocId, _: Score) {
        let counted = match &mut self.values {
            Values::None => false,
            Values::Text { column, counts } => {
                let mut values: Vec<u64> = column.term_ords(doc).collect();
                values.sort_unstable();
                values.dedup();
                values
                    .iter()
                    .for_each(|value| *counts.entry(*value).or_default() += 1);
                !values.is_empty()
            }
            Values::Dates {
                first,
                last,
                by,
                counts,
            } => {
                let days = first
                    .first(doc)
                    .and_then(day_of)
                    .zip(last.first(doc).and_then(day_of));
                let value = days.and_then(|(first, last)| period_name(first, last, *by));
                value
                    .map(|value| *counts.entry(value).or_default() += 1)
                    .is_some()
            }
        };
        self.without += u64::from(!counted);
    }

    fn harvest(self) -> Counts {
        let mut all = Counts::new();
        match self.values {
            Values::None => {}
            Values::Text { column, counts } => {
                for (ord, count) in counts {
                    let mut value = String::new();
                    if column.ord_to_str(ord, &mut value).unwrap_or(false) {
                        all.insert(Some(value), count);
                    }
                }
            }
            Values::Dates { counts, .. } => all.extend(
                counts
                    .into_iter()
                    .map(|(value, count)| (Some(value), count)),
            ),
        }
        if self.without > 0 {
            all.insert(None, self.without);
        }
        all
    }
}

/// The year, month or day that a date lies in; `None` where it is not known so precisely.
fn period_name(first: NaiveDate, last: NaiveDate, by: By) -> Option<String> {
    let year = (first.year() == last.year()).then(|| format!("{:04}", first.year()))?;
    match by {
        By::Year => Some(year),
        By::Month => {
            (first.month() == last.month()).then(|| format!("{year}-{:02}", first.month()))
        }
        _ => (first == last).then(|| first.to_string()),
    }
}
