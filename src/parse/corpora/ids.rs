//! What the ids of items in research corpora say: `AP880212-0004`, `EFE19940101-00001`, `AFP_ENG_19950101.0083`,
//! `ENG_NW_001278_20130413_F00012OVI`. And their dates, which are written in many ways.

use super::super::{dateline::date, stamp};
use crate::language::calendar::Calendar;
use crate::story::When;
use std::sync::LazyLock;

/// The longest id, in bytes.
const LONGEST: usize = 120;

/// What an id says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Id {
    /// Whether it is one among those of all corpora.
    pub is_own: bool,
    /// The agency or newspaper.
    pub provider: Option<&'static str>,
    /// The language, of two or three letters.
    pub language: Option<&'static str>,
    /// The day.
    pub day: Option<When>,
}

/// A row of the table: how ids begin, whose they are, in which language, and how their day is written.
struct Row {
    begin: &'static str,
    provider: Option<&'static str>,
    language: Option<&'static str>,
    month_first: bool,
}

static TABLE: LazyLock<Vec<Row>> = LazyLock::new(|| {
    let rows = include_str!("ids.tsv").lines().skip(1);
    let read = rows.filter_map(|row| {
        let mut cells = row.split('\t');
        let begin = cells.next()?;
        let mut next = || cells.next().filter(|cell| !cell.is_empty());
        Some(Row {
            begin,
            provider: next(),
            language: next(),
            month_first: next() == Some("mdy"),
        })
    });
    read.collect()
});

/// Languages as the Linguistic Data Consortium writes them in ids.
const LANGUAGES: &[(&str, &str)] = &[
    ("ARB", "ar"),
    ("CMN", "zh"),
    ("ENG", "en"),
    ("FRE", "fr"),
    ("FRA", "fr"),
    ("SPA", "es"),
];

/// Reads an id.
pub(super) fn read(id: &str) -> Id {
    if id.len() > LONGEST {
        return Id::default();
    }
    let letters = id
        .find(|c: char| !c.is_ascii_alphabetic())
        .unwrap_or(id.len());
    let begin = id[..letters].to_ascii_uppercase();
    let row = TABLE.iter().find(|row| row.begin == begin);
    let digits = id.split(|c: char| !c.is_ascii_digit());
    let month_first = row.is_some_and(|row| row.month_first);
    let day = digits.filter_map(|digits| day(digits, month_first)).next();
    let upper = id.to_ascii_uppercase();
    let language = upper.split('_').find_map(|part| {
        LANGUAGES
            .iter()
            .find(|(name, _)| *name == part)
            .map(|(_, code)| *code)
    });
    let figures = id.bytes().filter(u8::is_ascii_digit).count();
    let is_known = row.is_some() && figures >= 4;
    Id {
        is_own: is_known || letters > 0 && day.is_some() && figures > 8,
        provider: row.filter(|_| is_known).and_then(|row| row.provider),
        language: language.or(row.filter(|_| is_known).and_then(|row| row.language)),
        day,
    }
}

/// The day of eight figures or six: `19950101`, `950101`, of some newspapers `010195`.
fn day(digits: &str, month_first: bool) -> Option<When> {
    let number = |range: std::ops::Range<usize>| digits.get(range)?.parse::<u32>().ok();
    match digits.len() {
        8 => {
            let year = number(0..4).filter(|year| (1850..2100).contains(year))?;
            When::day(year as i32, number(4..6)?, number(6..8)?)
        }
        6 if month_first => {
            let year = date::whole_year(number(4..6)? as i32);
            When::day(year, number(0..2)?, number(2..4)?)
        }
        6 => {
            let year = date::whole_year(number(0..2)? as i32);
            When::day(year, number(2..4)?, number(4..6)?)
        }
        _ => None,
    }
}

/// The date of a field: `19940101`, `920502`, `03/24/87`, `26-FEB-1987 15:01:01.79` with what may follow,
/// `2013-04-13T12:00:00`, `January 1, 1989, Sunday, Home Edition`.
pub(super) fn date(words: &str, calendar: &Calendar) -> Option<When> {
    let first = words.split_whitespace().next()?;
    if let Some(when) = stamp::iso_instant(first) {
        return Some(when);
    }
    let all_digits = first.bytes().all(|byte| byte.is_ascii_digit());
    if let Some(when) = all_digits.then(|| day(first, false)).flatten() {
        return Some(when);
    }
    let iso = first.get(..10).and_then(|day| day.parse().ok());
    if let Some(when @ When::Day(_)) = iso {
        return Some(when);
    }
    let numbers: Vec<u32> = first
        .split('/')
        .filter_map(|part| part.parse().ok())
        .collect();
    if let [month, of_month, year] = numbers[..]
        && let Some(when) = When::day(date::whole_year(i32::try_from(year).ok()?), month, of_month)
    {
        return Some(when);
    }
    let parts: Vec<&str> = first.split('-').collect();
    if let [of_month, month, year] = parts[..]
        && let Some(month) = calendar.exact_month(month)
    {
        let year = date::whole_year(year.parse().ok()?);
        return When::day(year, month, of_month.parse().ok()?);
    }
    let (read, _) = stamp::first_date(words, calendar)?;
    let printed = read.date;
    When::day(
        date::whole_year(printed.year?),
        printed.month?,
        printed.day?,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_says_who_wrote_when_and_in_which_language() {
        for (id, provider, language, day) in [
            ("AP880212-0004", Some("AP"), Some("en"), Some("1988-02-12")),
            (
                "EFE19940101-00001",
                Some("EFE"),
                Some("es"),
                Some("1994-01-01"),
            ),
            (
                "ATS.940101.0001",
                Some("ATS"),
                Some("fr"),
                Some("1994-01-01"),
            ),
            (
                "AFP_FRE_19950101.0083",
                Some("AFP"),
                Some("fr"),
                Some("1995-01-01"),
            ),
            (
                "XIE19960202.0012",
                Some("Xinhua"),
                Some("en"),
                Some("1996-02-02"),
            ),
            (
                "XIN_CMN_20020304.0005",
                Some("Xinhua"),
                Some("zh"),
                Some("2002-03-04"),
            ),
            (
                "LA010289-0001",
                Some("Los Angeles Times"),
                Some("en"),
                Some("1989-01-02"),
            ),
            ("FBIS3-21777", None, Some("en"), None),
            (
                "ENG_NW_001278_20130413_F00012OVI",
                None,
                Some("en"),
                Some("2013-04-13"),
            ),
        ] {
            let read = read(id);
            let found = read.day.map(|when| when.to_string());
            assert!(read.is_own, "{id}");
            assert_eq!(
                (read.provider, read.language, found.as_deref()),
                (provider, language, day)
            );
        }
        for id in ["", "1", "00017", "doc-12", "é", "AP"] {
            assert!(!read(id).is_own, "{id}");
        }
    }

    #[test]
    fn dates_of_fields_are_read_in_all_their_forms() {
        let calendar = Calendar::built_in();
        for (words, wanted) in [
            ("19940101", Some("1994-01-01")),
            ("920502", Some("1992-05-02")),
            ("03/24/87", Some("1987-03-24")),
            ("26-FEB-1987 15:01:01.79", Some("1987-02-26")),
            (
                "3-MAR-1987 09:18:12.00 E RM f0704reute u f",
                Some("1987-03-03"),
            ),
            ("2013-04-13T12:00:00", Some("2013-04-13")),
            ("1998-06-01 00:06", Some("1998-06-01")),
            ("January 1, 1989, Sunday, Home Edition", Some("1989-01-01")),
            ("7 March 1994", Some("1994-03-07")),
            ("junk", None),
            ("", None),
            ("99/99/99", None),
        ] {
            let found = date(words, calendar).map(|when| when.to_string());
            assert_eq!(found.as_deref(), wanted, "{words}");
        }
    }
}
