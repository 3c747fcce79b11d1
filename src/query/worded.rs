//! Dates in words, as people type them: `17 nov. 2020`, `November 17th, 2020`, `novembre 2020`, `17 ноября 2020 г.`,
//! `lundi`, `2020年11月17日`. The names are those of every language that the program knows.

use super::Period;
use super::calendar::{day, month, one};
use crate::error::Result;
use crate::facts::Lazy;
use crate::language::calendar::{Calendar, System};
use chrono::{Datelike, Days, NaiveDate, Weekday};

/// Words that join the parts of a date and say nothing: articles, "of", "year".
const JOINTS: &[&str] = &[
    "a", "al", "am", "am.", "d", "de", "dem", "den", "der", "di", "do", "du", "el", "il", "la",
    "le", "of", "on", "the", "v", "à", "г", "г.", "год", "года", "р", "р.", "року",
];

/// What follows a number that counts a day: `1st`, `17th`, `1er`, `1º`, `17.`.
const ORDINALS: &[&str] = &[
    "st", "nd", "rd", "th", "er", "re", "e", "º", "°", "ª", ".", ".o", "日", "일",
];

/// A date in words as read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Worded {
    /// The day, the month, or the year of it.
    pub(super) period: Period,
    /// What was assumed.
    pub(super) assumed: Vec<String>,
    /// Whether the year was typed.
    pub(super) has_year: bool,
}

/// Reads a date in words, in lower case; nothing where the text is none. Without a year it is the latest one that is not
/// after today. An impossible day is an error.
pub(super) fn read(
    text: &str,
    today: NaiveDate,
    calendar: &Lazy<Calendar>,
) -> Option<Result<Worded>> {
    let parts = Parts::of(text, calendar)?;
    Some(parts.date(text, today))
}

/// The parts of a date.
#[derive(Debug, Default)]
struct Parts {
    day: Option<u32>,
    month: Option<u32>,
    /// The year, and with how many digits it was typed.
    year: Option<(u32, usize)>,
    weekday: Option<Weekday>,
}

impl Parts {
    /// Every word of the text as a part of one date; nothing where one is not, or where a number alone would be.
    fn of(text: &str, calendar: &Lazy<Calendar>) -> Option<Parts> {
        let spread: String = text
            .chars()
            .flat_map(|c| match c {
                '年' | '년' | '月' | '월' => [' ', ' '],
                ',' => [' ', ' '],
                c => [c, '\0'],
            })
            .filter(|c| *c != '\0')
            .collect();
        let east_asian = text.contains(['年', '년']);
        let mut parts = Parts::default();
        let mut numbers = Vec::new();
        for word in spread.split_whitespace() {
            match number(word) {
                Some(number) => numbers.push(number),
                None if JOINTS.contains(&word) => {}
                None => parts.name(word, calendar)?,
            }
        }
        if east_asian {
            return parts.east_asian(&numbers);
        }
        parts.numbers(&numbers)?;
        (parts.month.is_some() || parts.weekday.is_some() && numbers.is_empty()).then_some(parts)
    }

    /// A month or a weekday. A word that is both is the weekday only where a month was named already.
    fn name(&mut self, word: &str, calendar: &Lazy<Calendar>) -> Option<()> {
        // What has no letters is no name; and a date in figures reads no calendar.
        let known = word
            .contains(char::is_alphabetic)
            .then(|| calendar.word(word))??;
        let month = match known.month {
            Some((System::Gregorian, month)) => Some(month),
            _ => None,
        };
        match (month, known.weekday) {
            (Some(month), _) if self.month.is_none() => self.month = Some(month),
            (_, Some(weekday)) if self.weekday.is_none() => self.weekday = Some(weekday),
            _ => return None,
        }
        Some(())
    }

    /// The numbers beside a month: the year is the one of four digits, or else the second.
    fn numbers(&mut self, numbers: &[(u32, usize)]) -> Option<()> {
        let is_year = |(_, digits): &(u32, usize)| *digits == 4;
        (self.day, self.year) = match *numbers {
            [] => (None, None),
            [year] if is_year(&year) => (None, Some(year)),
            [(day, 1..=2)] => (Some(day), None),
            [year, (day, 1..=2)] if is_year(&year) => (Some(day), Some(year)),
            [(day, 1..=2), year] if is_year(&year) || year.1 == 2 => (Some(day), Some(year)),
            _ => return None,
        };
        Some(())
    }

    /// Year, month and day, in that order.
    fn east_asian(mut self, numbers: &[(u32, usize)]) -> Option<Parts> {
        let (year, rest) = numbers.split_first()?;
        self.year = Some(*year);
        (self.month, self.day) = match *rest {
            [(month, _)] => (Some(month), None),
            [(month, _), (day, _)] => (Some(month), Some(day)),
            _ => return None,
        };
        Some(self)
    }

    fn date(&self, text: &str, today: NaiveDate) -> Result<Worded> {
        let mut read = Worded {
            period: Period::default(),
            assumed: Vec::new(),
            has_year: self.year.is_some(),
        };
        let Some(month_number) = self.month else {
            read.period = one(latest(self.weekday.unwrap_or(Weekday::Mon), today));
            return Ok(read);
        };
        let year = match self.year {
            Some((year, 4)) => year,
            Some((year, _)) => {
                let year = full_year(year, today);
                read.assumed
                    .push(format!("the year of {text} is read as {year}"));
                year
            }
            None => {
                let this = today.year().unsigned_abs();
                let is_later = (month_number, self.day.unwrap_or(1)) > (today.month(), today.day());
                let year = this - u32::from(is_later);
                read.assumed
                    .push(format!("{text} is read as that of {year}"));
                year
            }
        };
        read.period = match self.day {
            Some(number) => day(text, year, month_number, number)?,
            None => month(text, year, month_number)?,
        };
        if let (Some(weekday), Some(day), Some(_)) = (self.weekday, read.period.first, self.day)
            && day.weekday() != weekday
        {
            let name = day.format("%A");
            read.assumed.push(format!(
                "{day} was a {name}: the weekday of {text} is left out"
            ));
        }
        Ok(read)
    }
}

/// A number of a date without what makes it an ordinal, and how many digits it has.
fn number(word: &str) -> Option<(u32, usize)> {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = word.split_at(digits);
    let known = rest.is_empty() || ORDINALS.contains(&rest);
    let known = known && matches!(digits, 1..=2 | 4);
    known.then(|| number.parse().ok().map(|number| (number, digits)))?
}

/// The latest such weekday that is not after today.
fn latest(weekday: Weekday, today: NaiveDate) -> NaiveDate {
    let back = today.weekday().days_since(weekday);
    today
        .checked_sub_days(Days::new(back.into()))
        .unwrap_or(today)
}

/// The latest year that ends in these two digits and is not after today.
pub(super) fn full_year(two_digits: u32, today: NaiveDate) -> u32 {
    let now = today.year().unsigned_abs();
    let year = now / 100 * 100 + two_digits;
    if year > now {
        year.saturating_sub(100)
    } else {
        year
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Option<(String, usize)> {
        // A Friday.
        let today = NaiveDate::from_ymd_opt(2020, 11, 20).unwrap();
        let calendar = &crate::facts::Facts::built_in().calendar;
        let read = read(&text.to_lowercase(), today, calendar)?.ok()?;
        Some((read.period.to_string(), read.assumed.len()))
    }

    #[test]
    fn dates_in_words_are_read_in_many_languages() {
        for text in [
            "17 nov. 2020",
            "17 November 2020",
            "November 17th, 2020",
            "Nov 17 2020",
            "2020 Nov 17",
            "mardi 17 novembre 2020",
            "Tuesday, 17 November 2020",
            "17. November 2020",
            "Dienstag, den 17. November 2020",
            "17 de noviembre de 2020",
            "17 novembre 2020",
            "17 ноября 2020 г.",
            "17 listopada 2020",
            "2020. november 17.",
            "17 Kasım 2020",
            "2020年11月17日",
            "2020년 11월 17일",
        ] {
            assert_eq!(shown(text), Some(("date:2020-11-17".into(), 0)), "{text}");
        }
        for text in ["novembre 2020", "Nov. 2020", "ноябрь 2020", "2020年11月"] {
            let month = "date:2020-11-01..2020-11-30".into();
            assert_eq!(shown(text), Some((month, 0)), "{text}");
        }
        assert_eq!(
            shown("1er janvier 2019"),
            Some(("date:2019-01-01".into(), 0))
        );
    }

    #[test]
    fn what_is_left_out_is_the_latest_that_is_not_after_today_and_is_said() {
        for (text, expected, assumed) in [
            ("lundi", "date:2020-11-16", 0),
            ("Freitag", "date:2020-11-20", 0),
            ("суббота", "date:2020-11-14", 0),
            ("17 novembre", "date:2020-11-17", 1),
            ("21 November", "date:2019-11-21", 1),
            ("december", "date:2019-12-01..2019-12-31", 1),
            ("november", "date:2020-11-01..2020-11-30", 1),
            ("17 nov 99", "date:1999-11-17", 1),
            ("Monday 17 November 2020", "date:2020-11-17", 1),
        ] {
            assert_eq!(shown(text), Some((expected.into(), assumed)), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_in_words_is_not_read_as_one() {
        for text in [
            "",
            "17",
            "2020",
            "17 2020",
            "foo 2020",
            "17 nov 2020 x",
            "nov nov",
            "lundi 17",
            "le",
            "2020-11-17",
            "31 november 2020",
            "17 nov 2020 2021",
            "年",
            "2020年13月",
        ] {
            assert_eq!(shown(text), None, "{text}");
        }
    }
}
