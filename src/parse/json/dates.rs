//! Dates in values: those of fields, and figures with slashes, of which either may be the day.

use super::super::stamp;
use crate::language::calendar::Calendar;
use crate::story::When;
use chrono::{DateTime, NaiveDateTime};

/// A date as a value gives it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::parse) enum Dated {
    /// One that can be read one way.
    Sure(When),
    /// Figures of which either may be the day: as day first, as month first.
    Either(When, When),
}

/// Which of two figures is the day, as the surer dates of a file say.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::parse) struct Order {
    day_first: usize,
    month_first: usize,
}

impl Order {
    /// Counts what a date says of the order.
    pub(in crate::parse) fn learn(&mut self, text: &str) {
        if let Some((a, b, _)) = figures(text) {
            self.day_first += usize::from(a > 12 && b <= 12);
            self.month_first += usize::from(b > 12 && a <= 12);
        }
    }

    /// The date, and a warning where nothing tells the order: then the day is first.
    pub(in crate::parse) fn settle(self, dated: Dated) -> (When, Option<String>) {
        match dated {
            Dated::Sure(when) => (when, None),
            Dated::Either(_, month_first) if self.month_first > 0 && self.day_first == 0 => {
                (month_first, None)
            }
            Dated::Either(day_first, _) if self.day_first > 0 && self.month_first == 0 => {
                (day_first, None)
            }
            Dated::Either(day_first, month_first) => {
                let doubt = format!("its date may be {day_first} or {month_first}");
                (day_first, Some(doubt))
            }
        }
    }
}

/// The date of a value. A clock without a zone gives a day.
pub(in crate::parse) fn read(text: &str, calendar: &Calendar) -> Option<Dated> {
    let text = text.trim();
    if text.len() > 80 {
        return None;
    }
    if let Some(when) = machine(text) {
        return Some(Dated::Sure(when));
    }
    if let Some((a, b, year)) = figures(text) {
        let day_first = When::day(year, b, a);
        let month_first = When::day(year, a, b);
        return match (day_first, month_first) {
            (Some(one), Some(other)) if one != other && !text.contains('.') => {
                Some(Dated::Either(one, other))
            }
            (one, other) => one.or(other).map(Dated::Sure),
        };
    }
    let worded = stamp::of_line(text, calendar).map(Dated::Sure);
    worded.or_else(|| year_or_month(text).map(Dated::Sure))
}

/// A date in a form for machines. `20201117150400` is Greenwich's in what writes it.
fn machine(text: &str) -> Option<When> {
    let whole = text.split('.').next().filter(|whole| whole.len() == 14);
    let utc = whole.and_then(|whole| NaiveDateTime::parse_from_str(whole, "%Y%m%d%H%M%S").ok());
    if let Some(moment) = utc {
        return Some(When::Minute(moment.and_utc().fixed_offset()));
    }
    let ctime = || DateTime::parse_from_str(text, "%a %b %d %H:%M:%S %z %Y").ok();
    stamp::unix_time(text)
        .or_else(|| stamp::iso_8601(text))
        .or_else(|| stamp::rfc_2822(text))
        .or_else(|| ctime().map(When::Minute))
}

/// The figures of `17/11/2020`, `17.11.2020 15:04`, `11-17-2020`: two of which one is the day, and the year.
fn figures(text: &str) -> Option<(u32, u32, i32)> {
    let date = text.split([' ', ',', 'T']).next()?;
    let mark = date
        .chars()
        .find(|c| !c.is_ascii_digit())
        .filter(|c| "/.-".contains(*c))?;
    let mut parts = date.split(mark);
    let (a, b, year) = (parts.next()?, parts.next()?, parts.next()?);
    let short = |part: &str| (1..=2).contains(&part.len());
    if parts.next().is_some() || !short(a) || !short(b) || !(year.len() == 4 || year.len() == 2) {
        return None;
    }
    let year: i32 = year.parse().ok()?;
    let year = match year {
        0..70 => 2000 + year,
        70..100 => 1900 + year,
        year => year,
    };
    Some((a.parse().ok()?, b.parse().ok()?, year))
}

fn year_or_month(text: &str) -> Option<When> {
    let (year, month) = text.split_once('-').unwrap_or((text, ""));
    let year = (year.len() == 4)
        .then(|| year.parse().ok())
        .flatten()
        .filter(|year| (1700..2200).contains(year))?;
    if month.is_empty() {
        return Some(When::Year(year));
    }
    When::month(year, month.parse().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_all_forms_are_read() {
        for (text, wanted) in [
            ("2021-03-04T05:06:07Z", "2021-03-04T05:06:07Z"),
            ("2021-03-04T05:06:07+0000", "2021-03-04T05:06:07Z"),
            ("2021-03-04 05:06:07 UTC", "2021-03-04T05:06:07Z"),
            ("2021-03-04 05:06:07+01:00", "2021-03-04T05:06:07+01:00"),
            ("20210304T050607Z", "2021-03-04T05:06:07Z"),
            ("20210304050607", "2021-03-04T05:06:07Z"),
            ("2021-03-04T05:06:07", "2021-03-04"),
            (
                "Thu, 04 Mar 2021 05:06:07 +0100",
                "2021-03-04T05:06:07+01:00",
            ),
            ("1614834367", "2021-03-04T05:06:07Z"),
            ("1614834367000", "2021-03-04T05:06:07Z"),
            ("1614834367.25", "2021-03-04T05:06:07Z"),
            ("20210304", "2021-03-04"),
            ("17/3/2021", "2021-03-17"),
            ("3/17/2021", "2021-03-17"),
            ("17.03.2021 15:04", "2021-03-17"),
            ("Mar 4, 2021", "2021-03-04"),
            ("4 mars 2021", "2021-03-04"),
            ("March 4, 2021 Thursday", "2021-03-04"),
            ("2021-03", "2021-03"),
            ("2021", "2021"),
        ] {
            let found = read(text, Calendar::built_in());
            let Some(Dated::Sure(when)) = found else {
                panic!("{text}: {found:?}")
            };
            assert_eq!(when.to_string(), wanted, "{text}");
        }
        for text in ["", "kites", "12", "0000-00-00", "99/99/2020"] {
            assert_eq!(read(text, Calendar::built_in()), None, "{text}");
        }
    }

    #[test]
    fn a_file_tells_which_figure_is_the_day() {
        let either = read("03/04/2021", Calendar::built_in()).unwrap();
        let mut order = Order::default();
        assert!(order.settle(either).1.is_some());
        order.learn("03/17/2021");
        assert_eq!(order.settle(either), (When::day(2021, 3, 4).unwrap(), None));
    }
}
