//! Counts what a query finds by the values of some properties.

use super::columns::Columns;
use super::folding::{Fit, Folding};
use super::schema::{FIRST_DAY, LAST_DAY, day_number, day_of};
use crate::engine::{By, Row, Total};
use chrono::{DateTime, Datelike, Duration, NaiveDate, Timelike};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;
use tantivy::columnar::{Column, StrColumn};
use tantivy::fastfield::FastFieldReaders;
use tantivy::{DocId, SegmentReader};

/// Counts lines of documents in all, and by properties of theirs, segment by segment.
pub(super) struct Tally<'a> {
    by: &'a [By],
    folding: &'a Folding,
    segment: Option<Segment<'a>>,
    /// The values of the current document, by property. In a segment a value is a number.
    codes: Vec<Vec<Option<u64>>>,
    combination: Vec<Option<u64>>,
    /// The numbers of buckets, by what they hold.
    numbers: BTreeMap<Vec<Option<String>>, usize>,
    buckets: Vec<Bucket>,
    /// By line, the number of the bucket that it was met in first, from 1; 0 of one not met.
    met: Vec<u32>,
    total: Total,
}

/// What is read of a segment.
struct Segment<'a> {
    columns: &'a Columns,
    properties: Vec<Property>,
    /// The numbers of buckets, by what they hold.
    numbers: FxHashMap<Vec<Option<u64>>, usize>,
    /// The combination met last, and its bucket: stories that follow each other are often alike.
    last: Option<(Vec<Option<u64>>, usize)>,
}

/// How many lines there are of a kind.
#[derive(Debug, Default)]
struct Bucket {
    lines: u64,
    /// The numbers of those of its lines that were met in another bucket first: few are in two.
    again: FxHashSet<u32>,
}

impl<'a> Tally<'a> {
    /// Nothing is counted yet.
    pub(super) fn new(by: &'a [By], folding: &'a Folding) -> Tally<'a> {
        Tally {
            by,
            folding,
            segment: None,
            codes: vec![Vec::new(); by.len()],
            combination: Vec::new(),
            numbers: BTreeMap::new(),
            buckets: Vec::new(),
            met: Vec::new(),
            total: Total::default(),
        }
    }

    /// The documents that come next are those of a segment, whose columns are given.
    pub(super) fn turn_to(
        &mut self,
        segment: &SegmentReader,
        columns: &'a Columns,
    ) -> tantivy::Result<()> {
        let fast = segment.fast_fields();
        let properties = self.by.iter().map(|by| Property::open(*by, fast));
        self.segment = Some(Segment {
            columns,
            properties: properties.collect::<Result<_, _>>()?,
            numbers: FxHashMap::default(),
            last: None,
        });
        Ok(())
    }

    /// Takes a document into account.
    pub(super) fn add(&mut self, doc: DocId) {
        let Some(segment) = &mut self.segment else {
            return;
        };
        let line = match self.folding.fit_of(doc, segment.columns) {
            Fit::Out => return,
            Fit::Alone => None,
            Fit::Shared(line) => Some(line as usize),
        };
        self.total.stories += 1;
        if let Some(line) = line
            && self.met.len() <= line
        {
            // Memory that is zero from the start is cheap, however many lines are not touched.
            self.met = vec![0; self.folding.lines().max(line + 1)];
        }
        self.total.lines += u64::from(line.is_none_or(|line| self.met[line] == 0));
        let mut combinations = 1;
        for (property, codes) in segment.properties.iter_mut().zip(&mut self.codes) {
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
            let number = segment.bucket(&self.combination, &mut self.numbers);
            if number == self.buckets.len() {
                self.buckets.push(Bucket::default());
            }
            let bucket = &mut self.buckets[number];
            let is_new = match line {
                None => true,
                Some(line) if self.met[line] == 0 => {
                    self.met[line] = number as u32 + 1;
                    true
                }
                Some(line) if self.met[line] == number as u32 + 1 => false,
                Some(line) => bucket.again.insert(line as u32),
            };
            bucket.lines += u64::from(is_new);
        }
    }

    /// Notes documents that would fit, but are left out.
    pub(super) fn leave_out(&mut self, documents: u64) {
        self.total.hidden += documents;
    }

    /// How many there are, and a row for each combination of values.
    pub(super) fn finish(self) -> (Total, Vec<Row>) {
        let rows = self.numbers.into_iter().map(|(values, number)| Row {
            values,
            stories: self.buckets[number].lines,
        });
        (self.total, rows.collect())
    }
}

impl Segment<'_> {
    /// The number of the bucket of a combination; the next one, where there is none yet.
    fn bucket(
        &mut self,
        combination: &[Option<u64>],
        all: &mut BTreeMap<Vec<Option<String>>, usize>,
    ) -> usize {
        if let Some((last, number)) = &self.last
            && last == combination
        {
            return *number;
        }
        let number = match self.numbers.get(combination) {
            Some(number) => *number,
            None => {
                let values = self.properties.iter().zip(combination);
                let values = values.map(|(property, code)| property.name((*code)?));
                let next = all.len();
                let number = *all.entry(values.collect()).or_insert(next);
                self.numbers.insert(combination.to_vec(), number);
                number
            }
        };
        let (last, its) = self.last.get_or_insert_default();
        last.clear();
        last.extend_from_slice(combination);
        *its = number;
        number
    }
}

/// Days that a table is made for: all of some centuries. The others are looked up.
const MOST_DAYS: usize = 1 << 17;

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
        /// The codes of days, from the first of all, once they were met: stories of a day are many.
        days: Vec<Option<Option<u64>>>,
        /// Those of dates of several days that were met.
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
            By::Year | By::Month | By::Week | By::Day => {
                let first = fast.i64(FIRST_DAY)?;
                let days = first.max_value().saturating_sub(first.min_value());
                let days = usize::try_from(days).unwrap_or(0).min(MOST_DAYS);
                Ok(Property::Days {
                    first,
                    last: fast.i64(LAST_DAY)?,
                    by,
                    days: vec![None; days + 1],
                    known: FxHashMap::default(),
                })
            }
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
                days,
                known,
            } => {
                let number = |(first, last): (i64, i64)| {
                    let begin = period_of(day_of(first)?, day_of(last)?, *by)?;
                    Some(day_number(begin).cast_unsigned())
                };
                let date = first.first(doc).zip(last.first(doc));
                let code = date.and_then(|date| {
                    let day = date.0.saturating_sub(first.min_value());
                    let day = usize::try_from(day).ok().filter(|_| date.0 == date.1);
                    match day.and_then(|day| days.get_mut(day)) {
                        Some(code) => *code.get_or_insert_with(|| number(date)),
                        None => *known.entry(date).or_insert_with(|| number(date)),
                    }
                });
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
