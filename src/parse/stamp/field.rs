//! Moments as fields carry them, by the standards that formats name:
//!
//! - ISO 8601, extended and basic, and its profiles RFC 3339 and XML Schema: `2021-05-04T08:00:00+02:00`, `2021-05-04`.
//! - The basic form of the IPTC (NITF, NewsML 1): `20210504T080000+0200`, `20210504`.
//! - RFC 2822 and the older RFC 822: `Tue, 04 May 2021 08:00:00 GMT`, with wrong weekdays and years of two figures.
//! - Unix time: seconds, milliseconds or microseconds since 1970, of which figures alone are taken.
//!
//! A clock without a zone is that of an unknown one: the day is kept.

use super::of_line;
use crate::language::calendar::Calendar;
use crate::language::words::truncate;
use crate::story::When;
use chrono::{DateTime, NaiveDate, NaiveDateTime};

/// No field with a date is longer, in bytes. RFC 2822 allows comments without end.
const LONGEST: usize = 64;
const ZONED: &[&str] = &[
    "%Y-%m-%dT%H:%M:%S%.f%#z",
    "%Y-%m-%dT%H:%M%#z",
    "%Y%m%dT%H%M%S%#z",
    "%Y/%m/%dT%H:%M:%S%#z",
];
const LOCAL: &[&str] = &[
    "%Y-%m-%dT%H:%M:%S%.f",
    "%Y-%m-%dT%H:%M",
    "%Y%m%dT%H%M%S",
    "%Y%m%d%H%M%S",
    "%Y/%m/%dT%H:%M:%S",
    "%Y/%m/%dT%H:%M",
];
const DAYS: &[&str] = &["%Y-%m-%d", "%Y/%m/%d", "%Y%m%d", "%Y.%m.%d"];

/// A moment of ISO 8601 or RFC 2822, as far as it goes, or as people print dates.
pub(in super::super) fn of_field(field: &str, calendar: &Calendar) -> Option<When> {
    let field = truncate(field.trim(), LONGEST).trim();
    if !field.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let month_or_year = || {
        field
            .parse()
            .ok()
            .filter(|_: &When| begins_with_year(field))
    };
    iso_8601(field)
        .or_else(month_or_year)
        .or_else(|| rfc_2822(field))
        .or_else(|| of_line(field, calendar))
}

/// An instant or a day of ISO 8601, also with a blank for its `T` or before its zone, and with a zone by its name:
/// `2021-05-04 08:00:00 +0200`, `2021-05-04 06:00:00 UTC`.
pub(in super::super) fn iso_8601(field: &str) -> Option<When> {
    if !begins_with_year(field) {
        return None;
    }
    let greenwich = ["UTC", "GMT", "Z", "z"];
    let local = greenwich.iter().find_map(|zone| field.strip_suffix(zone));
    let mut plain = local.unwrap_or(field).trim_end().to_owned();
    if !plain.contains('T') {
        plain = plain.replacen(' ', "T", 1);
    }
    plain.retain(|c| c != ' ');
    if local.is_some() {
        plain.push_str("+00:00");
    }
    let zoned = |form: &&str| DateTime::parse_from_str(&plain, form).ok();
    let local = |form: &&str| NaiveDateTime::parse_from_str(&plain, form).ok();
    let day = |form: &&str| NaiveDate::parse_from_str(&plain, form).ok();
    if let Some(moment) = ZONED.iter().find_map(zoned) {
        return Some(When::Minute(moment));
    }
    let day_of_local = LOCAL.iter().find_map(local).map(|moment| moment.date());
    day_of_local
        .or_else(|| DAYS.iter().find_map(day))
        .map(When::Day)
}

/// The clock and day of a field that names no zone: `2021-05-04T08:00:00`.
pub(in super::super) fn local_of_field(field: &str) -> Option<NaiveDateTime> {
    let plain = truncate(field.trim(), LONGEST).replacen(' ', "T", 1);
    let local = |form: &&str| NaiveDateTime::parse_from_str(&plain, form).ok();
    LOCAL.iter().find_map(local)
}

fn begins_with_year(field: &str) -> bool {
    let year = field.as_bytes().get(..4);
    year.is_some_and(|year| year.iter().all(u8::is_ascii_digit))
}

/// `Wed, 25 Apr 2017 15:12:49 +0000`: the weekday is often wrong, and is not looked at. Comments have no place in it.
/// `-0000` is Greenwich's time of a writer whose own zone is not told (RFC 2822, 3.3).
pub(in super::super) fn rfc_2822(field: &str) -> Option<When> {
    let bare = field.split_once(',').map_or(field, |(_, rest)| rest).trim();
    DateTime::parse_from_rfc2822(bare).ok().map(When::Minute)
}

/// Seconds, milliseconds or microseconds since 1970 in figures alone, a fraction apart, from 1973 on.
pub(in super::super) fn unix_time(field: &str) -> Option<When> {
    let (whole, fraction) = field.split_once('.').unwrap_or((field, ""));
    let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(whole) || !is_number(fraction) {
        return None;
    }
    let number: i64 = whole.parse().ok()?;
    let seconds = match whole.len() {
        9 | 10 => number,
        12 | 13 => number / 1_000,
        15 | 16 => number / 1_000_000,
        _ => return None,
    };
    DateTime::from_timestamp(seconds, 0).map(|instant| When::Minute(instant.fixed_offset()))
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
            ("2021-05-04T08:00:00 +0200", "2021-05-04T08:00:00+02:00"),
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
            ("Tue, 04 May 2021 08:00:00 -0000", "2021-05-04T08:00:00Z"),
            ("4 May 2021", "2021-05-04"),
        ] {
            let found = of_field(field, calendar).map(|when| when.to_string());
            assert_eq!(found.as_deref(), Some(wanted), "{field}");
        }
        for field in ["", "yesterday", "2021-13-45", "((((((((((((", "é1234"] {
            assert_eq!(of_field(field, calendar), None, "{field}");
        }
    }
}
