//! Moments as the fields of pages and feeds carry them.

use crate::language::calendar::Calendar;
use crate::language::words::truncate;
use crate::parse::stamp;
use crate::story::When;
use chrono::{DateTime, NaiveDate, NaiveDateTime};

/// No field with a date is longer, in bytes. RFC 2822 allows comments without end.
const LONGEST: usize = 64;
/// A time without an offset is that of an unknown zone: the day is kept.
const LOCAL: &[&str] = &[
    "%Y-%m-%dT%H:%M:%S%.f",
    "%Y-%m-%dT%H:%M",
    "%Y%m%dT%H%M%S",
    "%Y%m%d%H%M%S",
    "%Y/%m/%dT%H:%M:%S",
    "%Y/%m/%dT%H:%M",
];
const ZONED: &[&str] = &[
    "%Y-%m-%dT%H:%M:%S%.f%#z",
    "%Y-%m-%dT%H:%M%#z",
    "%Y%m%dT%H%M%S%#z",
    "%Y/%m/%dT%H:%M:%S%#z",
];
const DAYS: &[&str] = &["%Y-%m-%d", "%Y/%m/%d", "%Y%m%d", "%Y.%m.%d"];

/// A moment of ISO 8601 with or without separators and offset, of RFC 2822, or as people print dates.
pub(in super::super) fn when(field: &str, calendar: &Calendar) -> Option<When> {
    let field = truncate(field.trim(), LONGEST).trim();
    if field.len() < 4 || !field.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    iso(field)
        .or_else(|| rfc_2822(field))
        .or_else(|| stamp::of_line(field, calendar))
}

fn iso(field: &str) -> Option<When> {
    let bytes = field.as_bytes();
    if !bytes[..4].iter().all(u8::is_ascii_digit) {
        return None;
    }
    // `2021-05-04 08:00:00 +0200`, `2021-05-04T08:00:00Z`, `2021-05-04 06:00:00 UTC`
    let mut plain = field.replacen(' ', "T", 1).replace(' ', "");
    for zone in ["UTC", "GMT", "Z", "z"] {
        if let Some(rest) = plain.strip_suffix(zone) {
            plain = format!("{rest}+00:00");
            break;
        }
    }
    let zoned = ZONED
        .iter()
        .find_map(|form| DateTime::parse_from_str(&plain, form).ok());
    if let Some(moment) = zoned {
        return Some(When::Minute(moment));
    }
    let local = LOCAL
        .iter()
        .find_map(|form| NaiveDateTime::parse_from_str(&plain, form).ok());
    let day = local.map(|moment| moment.date());
    let day = day.or_else(|| {
        DAYS.iter()
            .find_map(|form| NaiveDate::parse_from_str(&plain, form).ok())
    });
    match day {
        Some(day) => Some(When::Day(day)),
        None => plain.parse().ok(),
    }
}

/// `Wed, 25 Apr 2017 15:12:49 +0000`: feeds have wrong weekdays, years of two figures, and zones by name.
fn rfc_2822(field: &str) -> Option<When> {
    let bare = field.split_once(',').map_or(field, |(_, rest)| rest).trim();
    let moment = DateTime::parse_from_rfc2822(bare).ok()?;
    // `-0000` says that the zone is not known.
    Some(if bare.ends_with("-0000") {
        When::Day(moment.date_naive())
    } else {
        When::Minute(moment)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::Facts;

    #[test]
    fn the_forms_of_pages_and_feeds_are_read() {
        let calendar = &Facts::built_in().calendar;
        for (field, wanted) in [
            ("2021-05-04T08:00:00+02:00", "2021-05-04T08:00:00+02:00"),
            ("2021-05-04T08:00:00.123+0200", "2021-05-04T08:00:00+02:00"),
            ("2021-05-04T08:00Z", "2021-05-04T08:00:00Z"),
            ("2021-05-04 08:00:00 UTC", "2021-05-04T08:00:00Z"),
            ("20210504T080000+0200", "2021-05-04T08:00:00+02:00"),
            ("2021-05-04 08:00:00", "2021-05-04"),
            ("2021-05-04", "2021-05-04"),
            ("2021/05/04", "2021-05-04"),
            ("20210504", "2021-05-04"),
            ("2021-05", "2021-05"),
            (
                "Tue, 04 May 2021 08:00:00 +0200",
                "2021-05-04T08:00:00+02:00",
            ),
            ("Mon, 04 May 2021 08:00:00 GMT", "2021-05-04T08:00:00Z"),
            ("4 May 2021", "2021-05-04"),
        ] {
            let found = when(field, calendar).map(|when| when.to_string());
            assert_eq!(found.as_deref(), Some(wanted), "{field}");
        }
        for field in ["", "yesterday", "2021-13-45", "((((((((((((", "é1234"] {
            assert_eq!(when(field, calendar), None, "{field}");
        }
    }
}
