//! Dates whose month is a word: `17 nov 2020`, `1er juil`, `3. Oktober`, `22nd April, 2026`, `17 de noviembre de 2020`,
//! `March 9`, `Nov. 17, 2020`, `lapkričio 17 d.`; and those of other calendars that agencies print.

use super::cursor::Cursor;
use super::{Read, digit, persian, read_to};
use crate::language::calendar::System;

/// How many years the Buddhist era of Thailand is ahead.
pub(super) const BUDDHIST: i32 = 543;
/// Endings of a day's number.
const ORDINALS: &[&str] = &[
    "st", "nd", "rd", "th", "er", "e", "o", "a", "an", "d", "r", "го", "е", "ші", "ին", "én", "án",
];
/// Small words between day and month.
const LINKS: &[&str] = &[
    "de", "of", "di", "d", "del", "da", "ta", "thang", "tháng", "ng",
];
/// Small words before the year, and after it.
const BEFORE_YEAR: &[&str] = &["de", "del", "of", "năm", "พ.ศ", "พ"];
const AFTER_YEAR: &[&str] = &[
    "г",
    "г.",
    "года",
    "року",
    "р",
    "թ",
    "թվականի",
    "y",
    "м",
    "ж",
    "жылы",
    "gada",
    "yil",
    "године",
    "godine",
    "წ",
    "წელი",
    "წლის",
    "م",
    "ميلادي",
    "ش",
    "ad",
];
/// What joins a lunar date to the Gregorian one after it.
const LUNAR_YEAR: &[&str] = &["هـ", "ه", "هجرية", "هجري", "ah", "h"];
const CORRESPONDING: &[&str] = &["الموافق", "الموافقة", "corresponding", "to", "ل"];

/// Reads a date whose month is a word.
pub(super) fn read(start: Cursor<'_>) -> Option<Read> {
    let day_first = || {
        let mut cursor = start;
        let day = day(&mut cursor)?;
        let stop = cursor.eat_any(&['.']);
        let bare = cursor;
        cursor.eat_any(&['-', '/']);
        let hyphen = cursor.at > bare.at;
        cursor.blanks();
        if !hyphen && cursor.eat_word(LINKS) {
            cursor.blanks();
        }
        let (found, exact) = named_month(&mut cursor, stop)?;
        Some((cursor, day, found, exact, true))
    };
    let month_first = || {
        let mut cursor = start;
        let (found, exact) = named_month(&mut cursor, false)?;
        // `May, 6.` is mistyped, and seen.
        cursor.eat_any(&[',']);
        cursor.blanks();
        let day = day(&mut cursor)?;
        Some((cursor, day, found, exact, false))
    };
    let (mut cursor, day, (system, month), exact, day_first) = if digit(start.peek()?).is_some() {
        day_first()?
    } else {
        month_first()?
    };
    match system {
        System::Gregorian => {}
        System::Persian => return persian_day(cursor, month, day),
        System::Islamic => return lunar(cursor),
    }
    let (year, warning) = year_after(&mut cursor, day_first);
    Some(Read {
        weak: !exact,
        warning,
        ..read_to(cursor, year, month, day)
    })
}

/// `17. novembris`: a Gregorian month after the day, without the year.
pub(super) fn day_then_month(start: Cursor<'_>) -> Option<(Cursor<'_>, u32, u32)> {
    let mut cursor = start;
    let day = day(&mut cursor)?;
    let stop = cursor.eat_any(&['.']);
    cursor.blanks();
    let (month, _) = self::month(&mut cursor, stop)?;
    Some((cursor, month, day))
}

/// A day of the month with its ordinal ending, not part of a range (`Jan 3-9`) or of another figure (`3.5`).
pub(super) fn day(cursor: &mut Cursor<'_>) -> Option<u32> {
    let mut next = *cursor;
    let day = next.number(2)?;
    if !(1..=31).contains(&day) {
        return None;
    }
    let mut ordinal = next;
    let hyphen = ordinal.eat_any(&['-', ':']);
    if ordinal.eat_any(&['º', 'ª', '°', 'η']) || ordinal.eat_word(ORDINALS) {
        next = ordinal;
    } else if !hyphen {
        // `17 d.` in Lithuanian
        ordinal.blanks();
        if ordinal.eat_start(&["d."]) {
            next = ordinal;
        }
    }
    let mut chars = next.rest().chars();
    let glued = match chars.next() {
        Some('-' | '–' | '/' | '.' | ':') => chars.next().is_some_and(|c| digit(c).is_some()),
        // `Nov 17,2020` lacks a blank; `17,500` is a number.
        Some(',') => !matches!(
            chars
                .as_str()
                .chars()
                .take_while(|c| digit(*c).is_some())
                .count(),
            0 | 4
        ),
        Some(c) => digit(c).is_some(),
        None => false,
    };
    if glued {
        return None;
    }
    *cursor = next;
    Some(day)
}

/// The Gregorian month that a name stands for, and whether it was spelt right.
pub(super) fn month(cursor: &mut Cursor<'_>, after_stop: bool) -> Option<(u32, bool)> {
    let mut next = *cursor;
    match named_month(&mut next, after_stop)? {
        ((System::Gregorian, month), exact) => {
            *cursor = next;
            Some((month, exact))
        }
        _ => None,
    }
}

/// The name of a month, of one word or two, and whether it was spelt right. `after_stop`: the day before it has an
/// ordinal's full stop.
fn named_month(cursor: &mut Cursor<'_>, after_stop: bool) -> Option<((System, u32), bool)> {
    let start = *cursor;
    let calendar = start.calendar;
    if start.peek().is_some_and(|c| digit(c).is_some()) {
        return numbered_month(cursor);
    }
    let first = cursor.word()?;
    let known = calendar.word(first);
    let mut found = known.and_then(|word| word.month);
    if known.is_some_and(|word| word.begins) {
        let mut two = *cursor;
        let _ = two.eat_any(&['.']) || two.eat_any(&['-', ' ', '\u{a0}']);
        let pair = two.word().map(|_| &start.text[start.at..two.at]);
        if let Some(month) = pair
            .and_then(|pair| calendar.word(pair))
            .and_then(|word| word.month)
        {
            found = Some(month);
            *cursor = two;
        } else if let Some(month) = islamic_of_three(start, &mut two) {
            found = Some(month);
            *cursor = two;
        }
    }
    if after_stop && let Some(month) = calendar.month_after_stop(first) {
        found = Some((System::Gregorian, month));
    }
    let exact = found.is_some();
    let found = match found {
        Some(month) => month,
        None => (System::Gregorian, mistyped(start, *cursor, first)?),
    };
    cursor.eat_any(&['.']);
    let mut next = *cursor;
    // Levantine and Egyptian names side by side: `تشرين الثاني/نوفمبر`, `نوفمبر تشرين الثاني`.
    next.blanks();
    let signed = next.eat_any(&['/', '(']);
    next.blanks();
    let arabic = next
        .peek()
        .is_some_and(|c| ('\u{600}'..='\u{6ff}').contains(&c));
    if (signed || arabic) && same_month(&mut next, found.1) {
        next.eat_any(&[')']);
        *cursor = next;
    }
    Some((found, exact))
}

/// Takes a month's name of one word or two, if it means this month.
fn same_month(cursor: &mut Cursor<'_>, month: u32) -> bool {
    let start = *cursor;
    let is_same =
        |end: &Cursor<'_>| start.calendar.exact_month(&start.text[start.at..end.at]) == Some(month);
    if cursor.word().is_none() {
        return false;
    }
    let mut two = *cursor;
    two.eat_any(&[' ']);
    if two.word().is_some() && is_same(&two) {
        *cursor = two;
        return true;
    }
    is_same(cursor)
}

/// `Rabi' al-awwal`: three pieces, the last two joined by a hyphen.
fn islamic_of_three(start: Cursor<'_>, two: &mut Cursor<'_>) -> Option<(System, u32)> {
    two.eat_any(&['-']).then_some(())?;
    two.word()?;
    start.calendar.word(&start.text[start.at..two.at])?.month
}

/// `17 tháng 11`: a month by its number, after a word that says so.
fn numbered_month(cursor: &mut Cursor<'_>) -> Option<((System, u32), bool)> {
    let before = cursor.text[..cursor.at].trim_end();
    if !before.ends_with("tháng") {
        return None;
    }
    let month = cursor.number(2).filter(|month| (1..=12).contains(month))?;
    Some(((System::Gregorian, month), true))
}

/// A mistyped month, which is looked for only beside a figure.
fn mistyped(start: Cursor<'_>, end: Cursor<'_>, word: &str) -> Option<u32> {
    let before = start.text[..start.at]
        .trim_end_matches(['.', ' ', '-', '/'])
        .chars()
        .next_back();
    let after = end
        .rest()
        .trim_start_matches(['.', ',', ' '])
        .chars()
        .next();
    let figure = |c: char| digit(c).is_some();
    (before.is_some_and(figure) || after.is_some_and(figure))
        .then(|| start.calendar.mistyped_month(word))
        .flatten()
}

/// The year after day and month, and what was wrong with it. Of two figures it is left as printed.
fn year_after(cursor: &mut Cursor<'_>, day_first: bool) -> (Option<i32>, Option<String>) {
    let mut next = *cursor;
    let glued = next.before().is_some_and(char::is_alphabetic)
        && next.peek().is_some_and(|c| digit(c).is_some());
    let _ = next.eat_any(&[',', '،']) || next.eat_any(&['-', '/', '.']);
    let signed = next.at > cursor.at && !matches!(next.before(), Some(',' | '،'));
    next.blanks();
    if next.eat_word(BEFORE_YEAR) {
        next.eat_start(&[".ศ.", "."]);
        next.blanks();
    }
    // `July 18, Juche 99 (2010)`
    if next.eat_word(&["juche"]) {
        next.blanks();
        let counted = next.number(3).is_some();
        next.blanks();
        if counted
            && next.eat_any(&['('])
            && let Some(year @ 1912..2200) = next.number(4)
            && next.eat_any(&[')'])
        {
            *cursor = next;
            return (Some(year as i32), None);
        }
        return (None, None);
    }
    let short = next.eat_any(&['\'', '’']);
    let from = next.at;
    let (digits, number) = next.digits();
    next.number(digits);
    let printed = &next.text[from..next.at];
    let ends = !next
        .peek()
        .is_some_and(|c| c.is_alphanumeric() && !is_year_word(next));
    match digits {
        4 if ends && !is_hour(next) => {
            let year = match number {
                1800..2200 => number as i32,
                2400..2700 => number as i32 - BUDDHIST,
                _ => return (None, None),
            };
            *cursor = next;
            year_word(cursor);
            (Some(year), None)
        }
        2 if ends && (short || before_mark(next.rest()) || signed || (day_first && glued)) => {
            *cursor = next;
            (Some(number as i32), None)
        }
        3 | 5 | 6 if ends && (digits > 3 || before_mark(next.rest())) => {
            let warning = format!("the year {printed} of the dateline is mistyped: it is left out");
            *cursor = next;
            (None, Some(warning))
        }
        _ => (None, None),
    }
}

/// Whether four figures are an hour: `2000 GMT`.
fn is_hour(mut cursor: Cursor<'_>) -> bool {
    cursor.blanks();
    cursor.eat_word(&["gmt", "utc", "hrs", "hours"])
}

fn is_year_word(mut cursor: Cursor<'_>) -> bool {
    cursor.eat_word(AFTER_YEAR)
}

/// `2020 г.`, `2020 року`, `2020 թ.`
fn year_word(cursor: &mut Cursor<'_>) {
    let mut next = *cursor;
    next.blanks();
    if next.eat_word(AFTER_YEAR) {
        next.eat_any(&['.']);
        *cursor = next;
    }
}

/// Whether an agency's mark or a dash follows, without which two figures are no year.
fn before_mark(rest: &str) -> bool {
    rest.trim_start()
        .starts_with(['(', '[', '/', '-', '–', '—', '='])
}

/// A Persian day as a Gregorian one. Without its year it is taken as in most years.
fn persian_day(mut cursor: Cursor<'_>, month: u32, day: u32) -> Option<Read> {
    use chrono::Datelike;
    let mut next = cursor;
    next.eat_any(&[',', '،']);
    next.blanks();
    next.eat_word(&["سال", "ماه"]);
    next.blanks();
    let year = match next.digits() {
        (4, year @ 1178..1634) => {
            next.number(4);
            cursor = next;
            year_word(&mut cursor);
            Some(year as i32)
        }
        _ => None,
    };
    let (found, warning) = match year {
        Some(year) => (persian::day(year, month, day)?, None),
        None => (
            persian::in_most_years(month, day)?,
            Some("the Persian date has no year: its day may be one off".to_string()),
        ),
    };
    Some(Read {
        warning,
        ..read_to(
            cursor,
            year.map(|_| found.year()),
            found.month(),
            found.day(),
        )
    })
}

/// What follows a lunar day and month: the Gregorian date beside it, or none, as the lunar one is not converted.
fn lunar(mut cursor: Cursor<'_>) -> Option<Read> {
    cursor.eat_any(&[',', '،']);
    cursor.blanks();
    let year = matches!(cursor.digits(), (4, 1200..1600)) && cursor.number(4).is_some();
    let mut end = cursor;
    end.blanks();
    if end.eat_word(LUNAR_YEAR) {
        end.eat_any(&['.']);
        cursor = end;
    }
    let mut next = cursor;
    next.blanks();
    next.eat_any(&[',', '،', '-', '–', '/', '(']);
    next.blanks();
    while next.eat_word(CORRESPONDING) {
        next.blanks();
    }
    let gregorian =
        digit(next.peek().unwrap_or(' ')).is_some() || next.peek().is_some_and(char::is_alphabetic);
    if gregorian && let Some(read) = super::dated(next).filter(|read| read.date.month.is_some()) {
        return Some(read);
    }
    year.then(|| Read {
        len: cursor.at,
        weak: true,
        warning: Some("the dateline's date is of the lunar calendar: it is not converted".into()),
        ..Read::default()
    })
}
