//! Counts what a query finds by the values of some properties.

use super::columns::Columns;
use super::folding::{Fit, Folding};
use super::frame::Frame;
use super::schema::{FIRST_DAY, LAST_DAY, day_number, day_of};
use crate::engine::{By, Row, Total};
use chrono::{DateTime, Datelike, Duration, NaiveDate, Timelike};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;
use std::num::NonZeroU32;
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

    /// Takes the documents of a window into account, and empties it.
    pub(super) fn add(&mut self, frame: &mut Frame) {
        let Some(columns) = self.segment.as_ref().map(|segment| segment.columns) else {
            return;
        };
        let folding = self.folding;
        let mut not_alone = (DocId::MAX, 0);
        frame.empty(|doc, _| {
            let first = doc / 64 * 64;
            if not_alone.0 != first {
                not_alone = (first, folding.not_alone(first, columns));
            }
            let fit = match not_alone.1 >> (doc - first) & 1 {
                0 => Fit::Alone,
                _ => folding.fit_of(doc, columns),
            };
            match fit {
                Fit::Out => {}
                Fit::Alone => self.add_alone(doc),
                Fit::Shared(line) => {
                    self.add_one(doc, Some(line as usize));
                }
            }
        });
    }

    /// Takes a document into account that has a line of its own.
    #[inline]
    fn add_alone(&mut self, doc: DocId) {
        let only = self.segment.as_mut().and_then(Segment::only_days);
        let day = only.and_then(|days| Some((days.table_place(doc)?, days)));
        let Some((at, days)) = day else {
            self.add_one(doc, None);
            return;
        };
        if let Some(bucket) = days.buckets[at] {
            self.total.stories += 1;
            self.total.lines += 1;
            self.buckets[bucket.get() as usize - 1].lines += 1;
            return;
        }
        let bucket = self.add_one(doc, None);
        if let Some(days) = self.segment.as_mut().and_then(Segment::only_days) {
            days.buckets[at] = NonZeroU32::new(bucket as u32 + 1);
        }
    }

    /// Takes a document into account that has a line of its own, or shares that of a number; gives the number of a bucket
    /// that it is in.
    fn add_one(&mut self, doc: DocId, line: Option<usize>) -> usize {
        let Some(segment) = &mut self.segment else {
            return 0;
        };
        self.total.stories += 1;
        if let Some(line) = line
            && self.met.len() <= line
        {
            // Memory that is zero from the start is cheap, however many lines are not touched.
            self.met = vec![0; self.folding.lines().max(line + 1)];
        }
        self.total.lines += u64::from(line.is_none_or(|line| self.met[line] == 0));
        let (mut combinations, mut last) = (1, 0);
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
            last = number;
        }
        last
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
    /// The only property, where it is a period.
    #[inline]
    fn only_days(&mut self) -> Option<&mut Days> {
        match &mut self.properties[..] {
            [Property::Days(days)] => Some(days),
            _ => None,
        }
    }

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
    Days(Days),
    /// Hours since 1970, by local clocks.
    Hours(Column<i64>),
    /// Numbers.
    Number(Column<u64>),
}

/// Where the periods of dates are read.
struct Days {
    first: Column<i64>,
    /// Where it is another day.
    last: Column<i64>,
    by: By,
    /// The codes of days, from the first of all, once they were met: stories of a day are many.
    codes: Vec<Option<Option<u64>>>,
    /// The numbers of the buckets of these days, from 1, where there is no other property.
    buckets: Vec<Option<NonZeroU32>>,
    /// The codes of dates of several days that were met.
    known: FxHashMap<(i64, i64), Option<u64>>,
}

impl Days {
    fn open(fast: &FastFieldReaders, by: By) -> tantivy::Result<Days> {
        let first = fast.i64(FIRST_DAY)?;
        let days = first.max_value().saturating_sub(first.min_value());
        let days = usize::try_from(days).unwrap_or(0).min(MOST_DAYS) + 1;
        Ok(Days {
            first,
            last: fast.i64(LAST_DAY)?,
            by,
            codes: vec![None; days],
            buckets: vec![None; days],
            known: FxHashMap::default(),
        })
    }

    /// Where the day of a document stands in the table of days; `None` where it has no date, one of several days, or one
    /// that is too far from the others.
    #[inline]
    fn table_place(&self, doc: DocId) -> Option<usize> {
        let first = self.first.first(doc)?;
        let at = usize::try_from(first.saturating_sub(self.first.min_value())).ok()?;
        (at < self.codes.len() && self.last.first(doc).is_none()).then_some(at)
    }

    /// The number of the first day of a document's period; `None` where its date is none, or not known so precisely.
    fn code(&mut self, doc: DocId) -> Option<u64> {
        let by = self.by;
        let number = |(first, last): (i64, i64)| {
            let begin = period_of(day_of(first)?, day_of(last)?, by)?;
            Some(day_number(begin).cast_unsigned())
        };
        let first = self.first.first(doc)?;
        let date = (first, self.last.first(doc).unwrap_or(first));
        match self.table_place(doc) {
            Some(at) => *self.codes[at].get_or_insert_with(|| number(date)),
            None => *self.known.entry(date).or_insert_with(|| number(date)),
        }
    }
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
            By::Year | By::Month | By::Week | By::Day => Days::open(fast, by).map(Property::Days),
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
            Property::Days(days) => codes.extend(days.code(doc).map(Some)),
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
            Property::Days(days) => Some(period_name(day_of(code.cast_signed())?, days.by)),
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
