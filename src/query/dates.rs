//! Reads the dates that people type after `date:`, `since:`, `until:` and `on:`: numbers, words for today and yesterday,
//! and dates in words (`worded`); a part of a date is the whole period, and both ends of a range are included.
//!
//! What is typed there is never taken for text: a wrong date would silently become another question.

use super::calendar::{day, groups, month, one, pair, year};
use super::{Node, Period, worded};
use crate::error::{Error, Result};
use crate::facts::Lazy;
use crate::language::calendar::Calendar;
use chrono::{Datelike, Days, Months, NaiveDate};

/// A date as understood.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// The test that it makes.
    pub node: Node,
    /// What was assumed, in words for the reader.
    pub assumed: Vec<String>,
}

/// Which number comes first in a date of numbers with its year last, or without one: `11/09/2020`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateOrder {
    /// The day: 11 September.
    Day,
    /// The month: 9 November.
    Month,
    /// The year where it has two digits (`20/11/09`), else the month.
    Year,
}

/// What dates are reckoned by.
#[derive(Debug, Clone, Copy)]
pub struct Reckoning<'c> {
    /// What "yesterday" counts from.
    pub today: NaiveDate,
    /// The order of numbers; where none was asked for, day first, and it is said.
    pub order: Option<DateOrder>,
    /// Names of months and weekdays.
    pub calendar: &'c Lazy<Calendar>,
}

/// What a date test looks like, for hints.
pub const EXAMPLES: &str = "write date:2020, date:2020-11, date:2020-11-17, date:17/11/2020, \
     date:\"17 nov. 2020\", date:lundi, date:2020-11-09..2020-11-17, date:>=2020-11-09, date:yesterday or date:2w..";

/// What a day of every year looks like, for hints.
const DAY_EXAMPLES: &str = "write on:11-17 or on:17/11 for 17 November of every year";

/// Words for a day near today, and how many days ago it was.
const NEAR_DAYS: &[(&str, u64)] = &[
    ("today", 0),
    ("yesterday", 1),
    ("aujourd'hui", 0),
    ("hier", 1),
    ("heute", 0),
    ("gestern", 1),
    ("hoy", 0),
    ("ayer", 1),
    ("oggi", 0),
    ("ieri", 1),
    ("hoje", 0),
    ("ontem", 1),
    ("сегодня", 0),
    ("вчера", 1),
];

/// Reads the value of `date:`: a date, a part of one, a comparison or a range.
pub fn period(text: &str, by: Reckoning<'_>) -> Result<Reading> {
    let mut reader = Reader::new(by);
    let period = reader.period(&tidy(text))?;
    Ok(reader.done(Node::Period(period)))
}

/// Reads the value of `since:`, the first day of what is typed.
pub fn since(text: &str, by: Reckoning<'_>) -> Result<Reading> {
    let mut reader = Reader::new(by);
    let first = reader.bound(&tidy(text))?.first;
    Ok(reader.done(Node::Period(Period { first, last: None })))
}

/// Reads the value of `until:`, the last day of what is typed.
pub fn until(text: &str, by: Reckoning<'_>) -> Result<Reading> {
    let mut reader = Reader::new(by);
    let last = reader.bound(&tidy(text))?.last;
    Ok(reader.done(Node::Period(Period { first: None, last })))
}

/// Reads the value of `on:`: `11-17`, `--11-17`, `17/11` or `today`. A date with its year is that one day.
pub fn day_of_year(text: &str, by: Reckoning<'_>) -> Result<Reading> {
    let mut reader = Reader::new(by);
    let text = tidy(text);
    if let Some(day) = near_day(&text, by.today) {
        return Ok(reader.done(on(day.month(), day.day())));
    }
    let short = text.strip_prefix("--").unwrap_or(&text);
    if let Some((separator, [a, b])) = groups(short).as_ref().and_then(pair) {
        let (month, day) = reader.month_and_day(&text, separator, a, b)?;
        return Ok(reader.done(on(month, day)));
    }
    if let Some(read) = worded::read(&text, by.today, by.calendar) {
        let read = read?;
        if let Some(day) = read
            .period
            .first
            .filter(|_| read.period.first == read.period.last)
            && !read.has_year
        {
            return Ok(reader.done(on(day.month(), day.day())));
        }
    }
    match reader.single(&text)? {
        Some(period) if period.first == period.last => {
            reader.assume(format!(
                "{text} has a year: only that day (on: asks a day of every year)"
            ));
            Ok(reader.done(Node::Period(period)))
        }
        _ => Err(Error::Query {
            message: format!("on: needs a day and a month, not \"{text}\""),
            hint: Some(DAY_EXAMPLES.into()),
        }),
    }
}

/// Reads one value and collects what it assumes.
struct Reader<'c> {
    today: NaiveDate,
    order: Option<DateOrder>,
    calendar: &'c Lazy<Calendar>,
    assumed: Vec<String>,
}

impl Reader<'_> {
    fn new(by: Reckoning<'_>) -> Reader<'_> {
        Reader {
            today: by.today,
            order: by.order,
            calendar: by.calendar,
            assumed: Vec::new(),
        }
    }

    fn done(self, node: Node) -> Reading {
        Reading {
            node,
            assumed: self.assumed,
        }
    }

    fn assume(&mut self, what: String) {
        self.assumed.push(what);
    }

    fn period(&mut self, text: &str) -> Result<Period> {
        if let Some((comparison, rest)) = comparison(text) {
            let than = self.bound(rest)?;
            return compared(comparison, than).ok_or_else(|| unreadable(text));
        }
        if let Some((first, last)) = text.split_once("..") {
            return self.range(text, first, last);
        }
        if let Some(first) = days_ago(text, self.today) {
            self.assume(format!("{text} is read as {text}.., from then until now"));
            return Ok(Period {
                first: Some(first),
                last: None,
            });
        }
        self.single(text)?.ok_or_else(|| unreadable(text))
    }

    fn range(&mut self, text: &str, first: &str, last: &str) -> Result<Period> {
        // Three dots are typed too, and dates never end in a dot.
        let (first, last) = (first.trim(), last.trim_start_matches('.').trim());
        if first.is_empty() && last.is_empty() {
            return Err(unreadable(text));
        }
        let mut bound = |side: &str| match side {
            "" => Ok(Period::default()),
            side => self.bound(side),
        };
        let (from, to) = (bound(first)?, bound(last)?);
        let backwards = from.first.zip(to.last).is_some_and(|(a, b)| a > b);
        let (from, to) = if backwards {
            self.assume(format!("{text} runs backwards: read as {last}..{first}"));
            (to, from)
        } else {
            (from, to)
        };
        Ok(Period {
            first: from.first,
            last: to.last,
        })
    }

    /// One end of a range: the period of a date, or the day some time ago.
    fn bound(&mut self, text: &str) -> Result<Period> {
        if let Some(day) = days_ago(text, self.today) {
            return Ok(one(day));
        }
        self.single(text)?.ok_or_else(|| unreadable(text))
    }

    /// One date or part of one; nothing where the text has the form of none.
    fn single(&mut self, text: &str) -> Result<Option<Period>> {
        if let Some(day) = near_day(text, self.today) {
            return Ok(Some(one(day)));
        }
        if let Some(read) = worded::read(text, self.today, self.calendar) {
            let read = read?;
            read.assumed.into_iter().for_each(|what| self.assume(what));
            return Ok(Some(read.period));
        }
        let date = self.without_time(text);
        let Some((_, groups)) = groups(date) else {
            return Ok(None);
        };
        let width: Vec<usize> = groups.iter().map(|group| group.digits).collect();
        let value: Vec<u32> = groups.iter().map(|group| group.value).collect();
        let (width, value) = (width.as_slice(), value.as_slice());
        match (width, value) {
            ([4], &[y]) => year(text, y),
            ([8], &[ymd]) => day(text, ymd / 10_000, ymd / 100 % 100, ymd % 100),
            ([4, 1..=2], &[y, m]) | ([1..=2, 4], &[m, y]) => month(text, y, m),
            ([4, 1..=2, 1..=2], &[y, m, d]) => day(text, y, m, d),
            ([1..=2, 1..=2, 4], &[a, b, y]) => self.day_first(text, a, b, y),
            ([1..=2, 1..=2, 1..=2], &[y, m, d]) if self.order == Some(DateOrder::Year) => {
                let y = worded::full_year(y, self.today);
                self.assume(format!("the year of {text} is read as {y}"));
                day(text, y, m, d)
            }
            ([1..=2, 1..=2, 2], &[a, b, y]) => {
                let y = worded::full_year(y, self.today);
                self.assume(format!("the year of {text} is read as {y}"));
                self.day_first(text, a, b, y)
            }
            _ => return Ok(None),
        }
        .map(Some)
    }

    /// The day of a date with a time; the time is left out.
    fn without_time<'t>(&mut self, text: &'t str) -> &'t str {
        match text.split_once(['t', ' ']) {
            Some((date, time)) if time.starts_with(|c: char| c.is_ascii_digit()) => {
                self.assume(format!(
                    "the time of {text} is left out: whole days are asked"
                ));
                date
            }
            _ => text,
        }
    }

    fn day_first(&mut self, text: &str, a: u32, b: u32, y: u32) -> Result<Period> {
        let (d, m) = self.day_and_month(text, a, b);
        day(text, y, m, d)
    }

    /// Day and month of two numbers, day first unless the other order was asked for or is the only one possible.
    fn day_and_month(&mut self, text: &str, a: u32, b: u32) -> (u32, u32) {
        if matches!(self.order, Some(DateOrder::Month | DateOrder::Year)) {
            if a > 12 && (1..=12).contains(&b) {
                self.assume(format!("{text} is read day first: there is no month {a}"));
                return (a, b);
            }
            return (b, a);
        }
        if b > 12 && (1..=12).contains(&a) {
            self.assume(format!("{text} is read month first: there is no month {b}"));
            return (b, a);
        }
        if a <= 12 && b <= 12 && a != b && self.order.is_none() {
            self.assume(format!(
                "{text} is read day first: day {a} of month {b} (write YEAR-MONTH-DAY to be sure, or --date-order mdy)"
            ));
        }
        (a, b)
    }

    /// Month and day of `11-17` (month first, as in `2020-11-17`) or `17/11` (day first).
    fn month_and_day(&mut self, text: &str, separator: char, a: u32, b: u32) -> Result<(u32, u32)> {
        let (d, m) = match separator {
            '-' if a > 12 && (1..=12).contains(&b) => {
                self.assume(format!("{text} is read day first: there is no month {a}"));
                (a, b)
            }
            '-' => (b, a),
            _ => self.day_and_month(text, a, b),
        };
        // A leap year: 29 February is a day of some years.
        match NaiveDate::from_ymd_opt(2000, m, d) {
            Some(_) => Ok((m, d)),
            None => Err(Error::Query {
                message: format!("{text} is no day of any year"),
                hint: Some(DAY_EXAMPLES.into()),
            }),
        }
    }
}

/// A value with its hyphens, dots and case made plain.
fn tidy(text: &str) -> String {
    text.trim()
        .chars()
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
            '\u{2019}' | '\u{02BC}' => '\'',
            c => c,
        })
        .collect::<String>()
        .replace('…', "..")
}

/// How a period is compared with a date.
#[derive(Clone, Copy)]
enum Comparison {
    AtLeast,
    Over,
    AtMost,
    Under,
    Equal,
}

/// The comparison that a text begins with, and the rest.
fn comparison(text: &str) -> Option<(Comparison, &str)> {
    const SIGNS: &[(&str, Comparison)] = &[
        (">=", Comparison::AtLeast),
        ("=>", Comparison::AtLeast),
        ("≥", Comparison::AtLeast),
        ("<=", Comparison::AtMost),
        ("=<", Comparison::AtMost),
        ("≤", Comparison::AtMost),
        (">", Comparison::Over),
        ("<", Comparison::Under),
        ("=", Comparison::Equal),
    ];
    SIGNS.iter().find_map(|(sign, comparison)| {
        let rest = text.strip_prefix(sign)?;
        Some((*comparison, rest.trim()))
    })
}

/// The days that compare so with a period.
fn compared(comparison: Comparison, than: Period) -> Option<Period> {
    let (first, last) = match comparison {
        Comparison::AtLeast => (than.first, None),
        Comparison::Over => (Some(than.last?.succ_opt()?), None),
        Comparison::AtMost => (None, than.last),
        Comparison::Under => (None, Some(than.first?.pred_opt()?)),
        Comparison::Equal => (than.first, than.last),
    };
    Some(Period { first, last })
}

/// The day that `2w`, `3d`, `1m` or `1y` ago was.
fn days_ago(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    let unit = text.chars().last()?;
    let number = text.strip_suffix(unit)?;
    if number.is_empty() || !number.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let number: u32 = number.parse().ok()?;
    match unit {
        'd' => today.checked_sub_days(Days::new(number.into())),
        'w' => today.checked_sub_days(Days::new(u64::from(number) * 7)),
        'm' => today.checked_sub_months(Months::new(number)),
        'y' => today.checked_sub_months(Months::new(number.checked_mul(12)?)),
        _ => None,
    }
    // A story has a year of four digits.
    .filter(|day| day.year() > 0)
}

fn near_day(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    let (_, days) = NEAR_DAYS.iter().find(|(word, _)| *word == text)?;
    today.checked_sub_days(Days::new(*days))
}

fn on(month: u32, day: u32) -> Node {
    Node::OnDay { month, day }
}

fn unreadable(text: &str) -> Error {
    Error::Query {
        message: format!("cannot read \"{text}\" as a date"),
        hint: Some(EXAMPLES.into()),
    }
}

#[cfg(test)]
mod tests;
