//! How many stories a query finds, by the values that they have of some properties.

use crate::engine::{By, Fold, Row, Searcher, Total};
use crate::error::Result;
use crate::query::{Node, Query, StatusTest};
use crate::status::Status;
use chrono::{Days, Months, NaiveDate, TimeDelta};
use std::cmp::Ordering;
use std::collections::HashMap;

/// A property of stories that can be counted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// One that the archive knows.
    Kept(By),
    /// The standing, which depends on the clock.
    Status,
}

impl Key {
    /// Whether its values are periods, which are put in the order of time.
    pub fn is_period(self) -> bool {
        use By::{Day, Hour, Month, Week, Year};
        matches!(self, Key::Kept(Year | Month | Week | Day | Hour))
    }
}

/// How many stories a query finds in all, and by the values that they have of some properties: a row for each
/// combination that occurs. Rows stand together by their first value, then by their second, and so on: periods in the order of
/// time, stories without a date first; other values by how many stories have them, the most first.
///
/// A story with several values of a property (places, marks) counts in a row of each; stories that share a line count as
/// one in each row that one of them is in.
pub fn counts(
    searcher: &dyn Searcher,
    query: &Query,
    keys: &[Key],
    fold: &Fold,
) -> Result<(Total, Vec<Row>)> {
    let (total, mut rows) = match keys.contains(&Key::Status) {
        false => searcher.counts(query, &kept(keys), fold)?,
        true => (
            searcher.total(query, fold)?,
            by_status(searcher, query, keys, fold)?,
        ),
    };
    if keys.is_empty() {
        rows.clear();
    }
    put_in_order(&mut rows, keys);
    Ok((total, rows))
}

fn kept(keys: &[Key]) -> Vec<By> {
    let kept = |key: &Key| match key {
        Key::Kept(by) => Some(*by),
        Key::Status => None,
    };
    keys.iter().filter_map(kept).collect()
}

/// Counts by the standing among other keys, by asking for each.
fn by_status(
    searcher: &dyn Searcher,
    query: &Query,
    keys: &[Key],
    fold: &Fold,
) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    for status in Status::ALL {
        let wanted = Some(status);
        let test = Node::Status(StatusTest {
            wanted,
            now: fold.now,
        });
        let both = Query {
            root: Node::And(vec![query.root.clone(), test]),
            ..query.clone()
        };
        for row in searcher.counts(&both, &kept(keys), fold)?.1 {
            let mut others = row.values.into_iter();
            let value = |key: &Key| match key {
                Key::Kept(_) => others.next().flatten(),
                Key::Status => Some(status.name().to_owned()),
            };
            rows.push(Row {
                values: keys.iter().map(value).collect(),
                stories: row.stories,
            });
        }
    }
    Ok(rows)
}

fn put_in_order(rows: &mut [Row], keys: &[Key]) {
    let mut totals = HashMap::<Vec<Option<String>>, u64>::new();
    for row in &*rows {
        for length in 1..=row.values.len() {
            *totals.entry(row.values[..length].to_vec()).or_default() += row.stories;
        }
    }
    rows.sort_unstable_by(|one, other| {
        let by_key = keys.iter().enumerate().map(|(at, key)| {
            let by_value = one.values[at].cmp(&other.values[at]);
            match key.is_period() || by_value == Ordering::Equal {
                true => by_value,
                false => totals[&other.values[..=at]]
                    .cmp(&totals[&one.values[..=at]])
                    .then(by_value),
            }
        });
        by_key.fold(Ordering::Equal, Ordering::then)
    });
}

/// Most periods without stories that are named one by one.
const MAX_GAP: usize = 100;

/// Rows of one key for a picture: periods without stories are put in between those that have some. `None` stands for more
/// of them than anyone wants to see one by one, as between a misread date and the others.
pub fn without_gaps(rows: Vec<Row>, key: Key) -> Vec<Option<Row>> {
    let mut all = Vec::with_capacity(rows.len());
    let mut before: Option<String> = None;
    for row in rows {
        let value = row
            .values
            .first()
            .cloned()
            .flatten()
            .filter(|_| key.is_period());
        if let (Some(before), Some(value)) = (&before, &value) {
            all.extend(gap(before, value));
        }
        before = value;
        all.push(Some(row));
    }
    all
}

/// The periods after one and before another, each with no story.
fn gap(before: &str, until: &str) -> Vec<Option<Row>> {
    let periods = std::iter::successors(next_period(before), |period| next_period(period));
    let between: Vec<_> = periods
        .take_while(|period| period.as_str() < until)
        .take(MAX_GAP + 1)
        .collect();
    if between.len() > MAX_GAP {
        return vec![None];
    }
    let empty = |period| Row {
        values: vec![Some(period)],
        stories: 0,
    };
    between.into_iter().map(empty).map(Some).collect()
}

/// The period after one, as it is written: `2020` → `2021`, `2020-11-17T23` → `2020-11-18T00`.
fn next_period(written: &str) -> Option<String> {
    let day = |text: &str| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
    if let Some((date, hour)) = written.split_once('T') {
        let hour = day(date)?.and_hms_opt(hour.parse().ok()?, 0, 0)?;
        let next = hour.checked_add_signed(TimeDelta::hours(1))?;
        return Some(next.format("%Y-%m-%dT%H").to_string());
    }
    if written.contains('W') {
        let monday = NaiveDate::parse_from_str(&format!("{written}-1"), "%G-W%V-%u").ok()?;
        return Some(
            monday
                .checked_add_days(Days::new(7))?
                .format("%G-W%V")
                .to_string(),
        );
    }
    match written.split('-').count() {
        1 => Some(format!("{:04}", written.parse::<u32>().ok()? + 1)),
        2 => {
            let next = day(&format!("{written}-01"))?.checked_add_months(Months::new(1))?;
            Some(next.format("%Y-%m").to_string())
        }
        _ => Some(day(written)?.succ_opt()?.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_follow_each_other_over_the_ends_of_months_and_years() {
        for (period, next) in [
            ("2020", "2021"),
            ("2020-12", "2021-01"),
            ("2020-W53", "2021-W01"),
            ("2021-W52", "2022-W01"),
            ("2020-02-29", "2020-03-01"),
            ("2020-12-31T23", "2021-01-01T00"),
        ] {
            assert_eq!(next_period(period).as_deref(), Some(next));
        }
        assert_eq!(next_period("afp"), None);
        assert_eq!(next_period("262143-12-31"), None);
    }

    #[test]
    fn a_picture_has_empty_periods_but_not_a_century_of_them() {
        let row = |value: Option<&str>| Row {
            values: vec![value.map(String::from)],
            stories: 1,
        };
        let shown = |values: &[Option<&str>], by| {
            let rows = values.iter().map(|value| row(*value)).collect();
            let rows = without_gaps(rows, Key::Kept(by))
                .into_iter()
                .map(|row| match row {
                    Some(row) => row.values[0].clone().unwrap_or_else(|| "none".into()),
                    None => "...".into(),
                });
            rows.collect::<Vec<_>>().join(" ")
        };
        let months = [None, Some("2020-11"), Some("2021-02")];
        assert_eq!(
            shown(&months, By::Month),
            "none 2020-11 2020-12 2021-01 2021-02"
        );
        let days = [Some("1020-11-17"), Some("2020-11-17"), Some("2020-11-19")];
        assert_eq!(
            shown(&days, By::Day),
            "1020-11-17 ... 2020-11-17 2020-11-18 2020-11-19"
        );
        assert_eq!(shown(&[Some("afp"), Some("dpa")], By::Agency), "afp dpa");
    }

    #[test]
    fn rows_stand_by_time_or_by_number_and_together() {
        let row = |agency: &str, month: &str, stories| Row {
            values: [agency, month]
                .map(|v| (!v.is_empty()).then(|| v.into()))
                .to_vec(),
            stories,
        };
        let mut rows = vec![
            row("afp", "2020-11", 1),
            row("dpa", "2020-12", 5),
            row("", "2020-11", 7),
            row("afp", "2020-10", 2),
            row("dpa", "", 1),
            row("ap", "2020-10", 3),
        ];
        put_in_order(&mut rows, &[Key::Kept(By::Agency), Key::Kept(By::Month)]);
        let shown: Vec<_> = rows
            .iter()
            .map(|row| {
                let values = row.values.iter().map(|v| v.as_deref().unwrap_or("-"));
                format!("{} {}", values.collect::<Vec<_>>().join(" "), row.stories)
            })
            .collect();
        let expected = [
            "- 2020-11 7",
            "dpa - 1",
            "dpa 2020-12 5",
            "afp 2020-10 2",
            "afp 2020-11 1",
            "ap 2020-10 3",
        ];
        assert_eq!(shown, expected);
    }
}
