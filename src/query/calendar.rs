//! Numbers of a date as typed, and the periods of the calendar that they make; impossible ones are errors.

use super::Period;
use super::dates::EXAMPLES;
use crate::error::{Error, Result};
use chrono::NaiveDate;

/// A number of a date, and how many digits it was typed with.
pub(super) struct Group {
    pub(super) value: u32,
    pub(super) digits: usize,
}

/// The numbers of a text that is nothing but one to three numbers between separators of one kind, and that kind.
pub(super) fn groups(text: &str) -> Option<(char, Vec<Group>)> {
    let separator = text.chars().find(|c| !c.is_ascii_digit()).unwrap_or('-');
    if !matches!(separator, '-' | '/' | '.') {
        return None;
    }
    let parts: Vec<&str> = text.splitn(4, separator).collect();
    let groups: Option<Vec<Group>> = parts.into_iter().map(group).collect();
    groups
        .filter(|groups| groups.len() <= 3)
        .map(|groups| (separator, groups))
}

fn group(text: &str) -> Option<Group> {
    let plain = (1..=8).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    let value = plain.then(|| text.parse().ok()).flatten()?;
    Some(Group {
        value,
        digits: text.len(),
    })
}

/// Two numbers of at most two digits, as a day of every year has them.
pub(super) fn pair((separator, groups): &(char, Vec<Group>)) -> Option<(char, [u32; 2])> {
    match groups.as_slice() {
        [a, b] if a.digits <= 2 && b.digits <= 2 => Some((*separator, [a.value, b.value])),
        _ => None,
    }
}

/// A single day.
pub(super) fn one(day: NaiveDate) -> Period {
    Period {
        first: Some(day),
        last: Some(day),
    }
}

/// A whole year.
pub(super) fn year(text: &str, y: u32) -> Result<Period> {
    let first = day(text, y, 1, 1)?.first;
    let last = day(text, y, 12, 31)?.last;
    Ok(Period { first, last })
}

/// A whole month.
pub(super) fn month(text: &str, y: u32, m: u32) -> Result<Period> {
    let first = day(text, y, m, 1)?.first;
    let last = day(text, y, m, days_of(y, m))?.last;
    Ok(Period { first, last })
}

/// A day, or why there is none. `text` is what was typed.
pub(super) fn day(text: &str, y: u32, m: u32, d: u32) -> Result<Period> {
    let why = if y == 0 {
        "there is no year 0".to_string()
    } else if !(1..=12).contains(&m) {
        format!("there is no month {m}")
    } else if d == 0 || d > days_of(y, m) {
        format!("month {m} of {y} has {} days", days_of(y, m))
    } else {
        match i32::try_from(y)
            .ok()
            .and_then(|y| NaiveDate::from_ymd_opt(y, m, d))
        {
            Some(day) => return Ok(one(day)),
            None => format!("there is no year {y}"),
        }
    };
    Err(Error::Query {
        message: format!("{text} is no date: {why}"),
        hint: Some(EXAMPLES.into()),
    })
}

/// How many days a month has; 0 for none.
fn days_of(y: u32, m: u32) -> u32 {
    let Ok(y) = i32::try_from(y) else { return 0 };
    (28..=31)
        .rev()
        .find(|d| NaiveDate::from_ymd_opt(y, m, *d).is_some())
        .unwrap_or(0)
}
