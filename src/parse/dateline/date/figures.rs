//! Dates in figures: `8.10.2020`, `08.10.`, `15/06`, `17-11-2020`, `17. 11. 2020`, `17.XI.2020`, `310001 JUL 97`,
//! `2020-11-17`; and those that begin with the year, `2020. november 17., kedd`.

use super::cursor::Cursor;
use super::words::{self, day};
use super::{Read, persian, read_to};
use chrono::Datelike;

/// The months as Roman numerals.
const ROMAN: &[&str] = &[
    "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII",
];
/// What stands after a year that comes first: Lithuanian, Latvian, Basque, Kazakh, Kyrgyz, Georgian, Armenian.
const YEAR_WORDS: &[&str] = &[
    "m",
    "gada",
    "ko",
    "eko",
    "жылғы",
    "жылы",
    "жыл",
    "წლის",
    "թ",
    "թվականի",
    "оны",
];

/// `۱۳۹۹/۰۸/۲۷`: a date of Iran in figures.
fn persian_figures(mut cursor: Cursor<'_>, year: i32) -> Option<Read> {
    cursor.number(4)?;
    let sign = cursor.peek().filter(|c| "-/.".contains(*c))?;
    cursor.eat_any(&[sign]);
    let month = cursor.number(2)?;
    cursor.eat_any(&[sign]).then_some(())?;
    let date = persian::day(year, month, cursor.number(2)?)?;
    let (year, month, day) = (date.year(), date.month(), date.day());
    Some(read_to(cursor, Some(year), month, day))
}

/// Reads a date of day, month and year that begins with the day.
pub(super) fn read(start: Cursor<'_>) -> Option<Read> {
    group(start).or_else(|| day_first(start))
}

/// Whether a mark of an Arabic service follows, as in `2-3 (اف ب)`: elsewhere such figures are a result or a range.
fn before_arabic_mark(rest: &str) -> bool {
    let mark = rest.trim_start().strip_prefix('(');
    mark.is_some_and(|mark| mark.starts_with(|c| ('\u{621}'..='\u{64a}').contains(&c)))
}

/// `17.11.2020` and its kin: day first, unless that cannot be.
fn day_first(start: Cursor<'_>) -> Option<Read> {
    let mut cursor = start;
    let first = cursor.number(2)?;
    let sign = cursor.peek().filter(|c| "./- ".contains(*c))?;
    cursor.eat_any(&[sign]);
    // `17. 11. 2020`
    let spaced = sign == '.' && cursor.peek() == Some(' ');
    cursor.eat_any(&[' ']);
    let roman = roman(&mut cursor);
    let second = match roman {
        Some(month) => month,
        None if sign != ' ' => cursor.number(2)?,
        None => return None,
    };
    let mut year = None;
    let mut next = cursor;
    let parted = next.eat_any(&[sign]);
    if parted {
        if spaced {
            next.blanks();
        }
        year = match next.digits() {
            (4, year) if (1800..2200).contains(&year) => Some(year as i32),
            (4, year @ 2400..2700) => Some(year as i32 - words::BUDDHIST),
            (2, year) if sign != ' ' => Some(year as i32),
            _ => None,
        };
        if year.is_some() {
            next.number(4);
            cursor = next;
        } else if sign == '.' {
            cursor.eat_any(&['.']);
        }
    }
    let closed = year.is_some() || parted;
    if cursor.peek().is_some_and(char::is_alphanumeric)
        || (sign == '-' && year.is_none() && !before_arabic_mark(cursor.rest()))
        || (spaced && !closed)
        || (sign == ' ' && year.is_none())
    {
        return None;
    }
    let (day, month) = match (first, second) {
        // `97/07/31`
        (32.., _) if roman.is_none() => {
            let day = year.filter(|day| (1..=31).contains(day))? as u32;
            year = Some(first as i32);
            (day, second)
        }
        (first, 13..) => (second, first),
        _ => (first, second),
    };
    let valid = (1..=31).contains(&day) && (1..=12).contains(&month);
    valid.then(|| Read {
        weak: roman.is_none() || year.is_none(),
        ..read_to(cursor, year, month, day)
    })
}

fn roman(cursor: &mut Cursor<'_>) -> Option<u32> {
    let mut next = *cursor;
    let word = next.word()?;
    let month = (1..).zip(ROMAN).find(|(_, numeral)| **numeral == word)?.0;
    *cursor = next;
    Some(month)
}

/// A wire's date-time group: `310001 JUL 97`, `131137 GMT Nov 13`, `171504Z NOV 20`.
fn group(start: Cursor<'_>) -> Option<Read> {
    let mut cursor = start;
    let digits = cursor.number(6).filter(|_| start.digits().0 == 6)?;
    let (day, hour, minute) = (digits / 10_000, digits / 100 % 100, digits % 100);
    cursor.eat_any(&['Z', 'z']);
    cursor.blanks();
    if cursor.eat_word(&["gmt", "utc", "z"]) {
        cursor.blanks();
    }
    let month = cursor
        .word()
        .and_then(|word| cursor.calendar.exact_month(word))?;
    cursor.eat_any(&['.']);
    cursor.blanks();
    let year = match cursor.digits() {
        (2 | 4, year) => Some(year as i32),
        _ => None,
    }?;
    cursor.number(4);
    let valid = (1..=31).contains(&day) && hour < 24 && minute < 60;
    valid.then(|| read_to(cursor, Some(year), month, day))
}

/// `2020-11-17`, `2020/11/17`, `2020. november 17.`, `2020 m. lapkričio 17 d.`, `2020. gada 17. novembris`,
/// `2020ko azaroaren 17a`.
pub(super) fn year_first(start: Cursor<'_>) -> Option<Read> {
    let mut cursor = start;
    let year = match start.digits() {
        (4, year) if (1800..2200).contains(&year) => cursor.number(4)? as i32,
        (4, year @ 1300..1500) => return persian_figures(cursor, year as i32),
        _ => return None,
    };
    if let Some(sign) = cursor.peek().filter(|c| "-/.".contains(*c)) {
        let mut next = cursor;
        next.eat_any(&[sign]);
        let month = next.number(2).filter(|month| (1..=12).contains(month));
        if let Some(month) = month
            && next.eat_any(&[sign])
            && let Some(day) = next.number(2).filter(|day| (1..=31).contains(day))
        {
            return Some(read_to(next, Some(year), month, day));
        }
    }
    cursor.eat_any(&['.', ',']);
    cursor.blanks();
    if cursor.eat_word(YEAR_WORDS) {
        cursor.eat_any(&['.']);
        cursor.blanks();
    }
    let month_then_day = || {
        let mut cursor = cursor;
        let (month, _) = words::month(&mut cursor, false)?;
        cursor.blanks();
        let day = day(&mut cursor)?;
        Some((cursor, month, day))
    };
    let (mut end, month, day) = words::day_then_month(cursor).or_else(month_then_day)?;
    end.eat_any(&['.']);
    Some(read_to(end, Some(year), month, day))
}
