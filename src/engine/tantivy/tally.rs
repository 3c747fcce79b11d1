//! Counts what a query finds by the values of some properties.

use super::columns::Columns;
use super::folding::{Fit, Folding};
use super::schema::{day_number, day_of};
use crate::engine::By;
use chrono::{DateTime, Datelike, Duration, NaiveDate, Timelike};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;
use tantivy::columnar::{Column, StrColumn};
use tantivy::fastfield::FastFieldReaders;
use tantivy::{DocId, SegmentReader};

/// Counts lines of documents by properties of theirs.
pub(super) struct Tally {
    pub(super) by: Vec<By>,
    pub(super) folding: Folding,
}

/// Counts by combinations of values; `None` stands for documents without one.
pub(super) type Counts = BTreeMap<Vec<Option<String>>, Bucket>;

/// How many lines there are of a kind.
#[derive(Debug, Clone, Default)]
pub(super) struct Bucket {
    /// Documents alone on theirs.
    alone: u64,
    /// The numbers of those that documents share.
    shared: FxHashSet<u32>,
}

impl Bucket {
    /// How many lines.
    pub(super) fn lines(&self) -> u64 {
        self.alone + self.shared.len() as u64
    }

    fn add(&mut self, line: Option<u32>) {
        match line {
            None => self.alone += 1,
            Some(line) => _ = self.shared.insert(line),
        }
    }

    fn merge(&mut self, other: Bucket) {
        self.alone += other.alone;
        match self.shared.is_empty() {
            true => self.shared = other.shared,
            false => self.shared.extend(other.shared),
        }
    }
}

impl Tally {
    /// Counts in a segment, whose columns are given.
    pub(super) fn segment<'a>(
        &'a self,
        segment: &SegmentReader,
        columns: &'a Columns,
    ) -> tantivy::Result<SegmentTally<'a>> {
        let fast = segment.fast_fields();
        let properties = self.by.iter().map(|by| Property::open(*by, fast));
        Ok(SegmentTally {
            columns,
            folding: &self.folding,
            properties: properties.collect::<Result<_, _>>()?,
            codes: vec![Vec::new(); self.by.len()],
            combination: Vec::new(),
            counts: FxHashMap::default(),
        })
    }
}

/// [`Tally`] of one segment. While it is counted, a value is a number.
pub(super) struct SegmentTally<'a> {
    columns: &'a Columns,
    folding: &'a Folding,
    properties: Vec<Property>,
    /// The values of the current document, by property.
    codes: Vec<Vec<Option<u64>>>,
    combination: Vec<Option<u64>>,
    counts: FxHashMap<Vec<Option<u64>>, Bucket>,
}

impl SegmentTally<'_> {
    /// Takes a document into account.
    pub(super) fn add(&mut self, doc: DocId) {
        let line = match self.folding.fit_of(doc, self.columns) {
            Fit::Out => return,
            Fit::Alone => None,
            Fit::Shared(line) => Some(line),
        };
        let mut combinations = 1;
        for (property, codes) in self.properties.iter_mut().zip(&mut self.codes) {
            property.read(doc, codes);
            combinations *= codes.len();
        }
        for number in 0..combinations {
            let mut rest = number;
            self.combination.clear();
            for codes in &self.codes {
                self.combination.push(codes[rest % codes.len()]);
                rest /= codes.len();
            }
            match self.counts.get_mut(&self.combination) {
                Some(bucket) => bucket.add(line),
                None => {
                    let mut bucket = Bucket::default();
                    bucket.add(line);
                    self.counts.insert(self.combination.clone(), bucket);
                }
            }
        }
    }

    /// Adds what was counted to the counts of other segments.
    pub(super) fn add_to(self, all: &mut Counts) {
        for (codes, bucket) in self.counts {
            let values = self.properties.iter().zip(codes);
            let values: Vec<_> = values
                .map(|(property, code)| property.name(code?))
                .collect();
            all.entry(values).or_default().merge(bucket);
        }
    }
}

/// Where the values of a property are read.
enum Property {
    /// Of no document of the segment.
    Absent,
    /// Terms, by their order.
    Text(StrColumn),
    /// Periods, by the number of the first day.
    Days {
        first: Column<i64>,
        last: Column<i64>,
        by: By,
        /// The codes of the dates met: stories of a day are many.
        known: FxHashMap<(i64, i64), Option<u64>>,
    },
    /// Hours since 1970, by local clocks.
    Hours(Column<i64>),
    /// Numbers.
    Number(Column<u64>),
}

impl Property {
    fn open(by: By, fast: &FastFieldReaders) -> tantivy::Result<Property> {
        let text = |name: &str| -> tantivy::Result<Property> {
            Ok(fast.str(name)?.map_or(Property::Absent, Property::Text))
        };
        match by {
            By::Agency => text("principal"),
            By::Place => text("place_name"),
            By::Country => text("country"),
            By::Language => text("language"),
            By::Mark => text("mark"),
            By::Category => text("category_name"),
            By::Urgency => fast.u64("urgency").map(Property::Number),
            By::Format => text("format"),
            By::Charset => text("charset"),
            By::Year | By::Month | By::Week | By::Day => Ok(Property::Days {
                first: fast.i64("first_day")?,
                last: fast.i64("last_day")?,
                by,
                known: FxHashMap::default(),
            }),
            By::Hour => fast.i64("hour").map(Property::Hours),
        }
    }

    /// Reads the values of a document, each once; `None` alone where it has none.
    fn read(&mut self, doc: DocId, codes: &mut Vec<Option<u64>>) {
        codes.clear();
        match self {
            Property::Absent => {}
            Property::Text(column) => {
                codes.extend(column.term_ords(doc).map(Some));
                codes.sort_unstable();
                codes.dedup();
            }
            Property::Days {
                first,
                last,
                by,
                known,
            } => {
                let number = |(first, last): (i64, i64)| {
                    let begin = period_of(day_of(first)?, day_of(last)?, *by)?;
                    Some(day_number(begin).cast_unsigned())
                };
                let days = first.first(doc).zip(last.first(doc));
                let code = days.and_then(|days| *known.entry(days).or_insert_with(|| number(days)));
                codes.extend(code.map(Some));
            }
            Property::Hours(column) => {
                codes.extend(column.first(doc).map(|hour| Some(hour.cast_unsigned())));
            }
            Property::Number(column) => codes.extend(column.first(doc).map(Some)),
        }
        if codes.is_empty() {
            codes.push(None);
        }
    }

    /// The value of a number.
    fn name(&self, code: u64) -> Option<String> {
        match self {
            Property::Absent => None,
            Property::Text(column) => {
                let mut value = String::new();
                let known = column.ord_to_str(code, &mut value).unwrap_or(false);
                known.then_some(value)
            }
            Property::Days { by, .. } => Some(period_name(day_of(code.cast_signed())?, *by)),
            Property::Number(_) => Some(code.to_string()),
            Property::Hours(_) => {
                let hour = Duration::try_hours(code.cast_signed())?;
                let hour = DateTime::UNIX_EPOCH.naive_utc().checked_add_signed(hour)?;
                Some(format!("{}T{:02}", hour.date(), hour.hour()))
            }
        }
    }
}

/// The first day of the period that a date lies in; `None` where the date is not known so precisely.
fn period_of(first: NaiveDate, last: NaiveDate, by: By) -> Option<NaiveDate> {
    let begin = |day: NaiveDate| match by {
        By::Year => day.with_ordinal(1),
        By::Month => day.with_day(1),
        By::Week => Some(day.week(chrono::Weekday::Mon).checked_first_day()?),
        _ => Some(day),
    };
    begin(first).filter(|period| begin(last) == Some(*period))
}

/// `2020`, `2020-11`, `2020-W47`, `2020-11-17`
fn period_name(begin: NaiveDate, by: By) -> String {
    match by {
        By::Year => begin.format("%Y").to_string(),
        By::Month => begin.format("%Y-%m").to_string(),
        By::Week => begin.format("%G-W%V").to_string(),
        _ => begin.to_string(),
    }
}
