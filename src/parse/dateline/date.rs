//! The date of a dateline as agencies print it: `17 nov 2020`, `March 9`, `15/06`, `2020. november 17., kedd`,
//! `8月12日`, in any language of `language/`. Reads what stands at the start of a text and infers nothing.
//!
//! One module a family of forms: months in [`words`], dates in [`figures`], [`east_asian`] copy. This one reads what
//! may stand around each of them: the weekday before or after, the clock time after.

mod cursor;
mod east_asian;
mod figures;
mod persian;
mod words;

use crate::language::calendar::Calendar;
use crate::parse::PrintedDate;
use chrono::Weekday;
use cursor::Cursor;
pub(crate) use cursor::digit;

/// A date read at the start of a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Read {
    /// The date.
    pub date: PrintedDate,
    /// How many bytes it takes.
    pub len: usize,
    /// Whether it proves little alone: a bare weekday, figures only, a mistyped month.
    pub weak: bool,
    /// What was wrong in it.
    pub warning: Option<String>,
}

/// Two-digit years under this are of the 2000s where nothing is known of today.
const PIVOT: i32 = 40;
/// The small words that stand before a date or its weekday.
const BEFORE: &[&str] = &[
    "le", "on", "am", "den", "el", "em", "il", "ngày", "ce", "this", "dé", "the", "pada", "hari",
    "в", "во", "у", "يوم", "في",
];
/// The words that stand before a clock time.
const AT: &[&str] = &[
    "at", "à", "um", "alle", "às", "в", "о", "klo", "kl", "kello", "ore", "saat", "ob", "om", "u",
];
/// What may follow a clock time: the half of the day, the zone.
const AFTER_CLOCK: &[&str] = &[
    "am", "pm", "a.m", "p.m", "gmt", "utc", "z", "bst", "cet", "cest", "eet", "eest", "msk", "мск",
    "est", "edt", "cst", "cdt", "mst", "mdt", "pst", "pdt", "ist", "jst", "kst", "et", "hrs",
    "hours", "uhr", "local", "time", "h", "ч",
];

/// Reads the date at the very start of a text, with the clock time that may stand after it.
pub(crate) fn read(text: &str, calendar: &Calendar) -> Option<Read> {
    let mut read = day(text, calendar)?;
    let at = 0;
    clock_after(Cursor { text, at, calendar }, &mut read);
    Some(read)
}

/// Reads the date at the very start of a text and nothing after it.
pub(crate) fn day(text: &str, calendar: &Calendar) -> Option<Read> {
    if !text.starts_with(char::is_alphanumeric) {
        return None;
    }
    let start = Cursor {
        text,
        at: 0,
        calendar,
    };
    if is_hopeless(start) {
        return None;
    }
    // `Mar 17` is a month before it is a Tuesday; `mar 17 nov` is one.
    let plain = dated(start);
    let (weekday, after) = weekday_before(start);
    let longer = |read: &Read| {
        plain
            .as_ref()
            .is_none_or(|plain| read.len > plain.len && weekday.is_some())
    };
    let later = (after.at > 0)
        .then(|| dated(after))
        .flatten()
        .filter(longer);
    let found = match later {
        Some(mut read) => {
            read.date.weekday = read.date.weekday.or(weekday);
            Some(read)
        }
        None => plain,
    };
    let Some(mut read) = found else {
        return only_weekday(start);
    };
    weekday_after(start, &mut read);
    Some(read)
}

/// Whether a text begins with a word that no date begins with, as nearly all do: told by one look-up.
fn is_hopeless(start: Cursor<'_>) -> bool {
    let mut cursor = start;
    let Some(word) = cursor.word().filter(|word| word.is_ascii()) else {
        return false;
    };
    let small = word.len() <= 4 && {
        let mut small = start;
        small.eat_word(BEFORE)
    };
    let figure = || {
        let after = cursor.rest().trim_start_matches(['.', ',', ' ']);
        after.starts_with(|c| digit(c).is_some())
    };
    !small && start.calendar.word(word).is_none() && !figure()
}

/// A date in any form, without what may stand around it.
fn dated(start: Cursor<'_>) -> Option<Read> {
    let first = start.peek()?;
    if digit(first).is_none() {
        return words::read(start).or_else(|| {
            (!first.is_ascii())
                .then(|| east_asian::read(start))
                .flatten()
        });
    }
    east_asian::read(start)
        .or_else(|| figures::year_first(start))
        .or_else(|| words::read(start))
        .or_else(|| figures::read(start))
}

/// A read date that ends at a cursor.
fn read_to(cursor: Cursor<'_>, year: Option<i32>, month: u32, day: u32) -> Read {
    Read {
        date: PrintedDate {
            year,
            month: Some(month),
            day: Some(day),
            weekday: None,
        },
        len: cursor.at,
        weak: false,
        warning: None,
    }
}

/// The weekday that a word, or two, name. One sign of Han or Hangul is a weekday in brackets only.
fn weekday(cursor: &mut Cursor<'_>) -> Option<Weekday> {
    let start = *cursor;
    let word = cursor.word()?;
    word.chars().nth(1)?;
    let first = start.calendar.word(word)?;
    if first.begins {
        let mut two = *cursor;
        two.eat_any(&['-', ' ']);
        if two.word().is_some()
            && let Some(day) = start.calendar.weekday(&start.text[start.at..two.at])
        {
            *cursor = two;
            return Some(day);
        }
    }
    first.weekday
}

/// `mardi 17 nov`, `Tuesday, Nov 17`, `le 17`, `am 3.`: the weekday before a date, and where the date begins.
fn weekday_before(start: Cursor<'_>) -> (Option<Weekday>, Cursor<'_>) {
    let mut cursor = start;
    if start.peek().is_some_and(|c| digit(c).is_some()) {
        return (None, start);
    }
    if cursor.eat_word(BEFORE) {
        cursor.blanks();
    }
    let mut next = cursor;
    let day = weekday(&mut next);
    if day.is_some() {
        cursor = next;
        cursor.eat_any(&['.']);
        cursor.eat_any(&[',', '،']);
        cursor.blanks();
        if cursor.eat_word(BEFORE) {
            cursor.blanks();
        }
    }
    (day, cursor)
}

/// `…, kedd`, `… (火)`, `… 星期二`: the weekday after a date.
fn weekday_after(start: Cursor<'_>, read: &mut Read) {
    let mut cursor = Cursor {
        at: read.len,
        ..start
    };
    cursor.blanks();
    let found = if cursor.eat_any(&['(', '（']) {
        let day = cursor.word().and_then(|word| start.calendar.weekday(word));
        day.filter(|_| cursor.eat_any(&[')', '）']))
    } else {
        // `november 17., kedd`
        let mut stopped = cursor;
        if stopped.eat_any(&['.']) && stopped.peek() == Some(',') {
            cursor = stopped;
        }
        cursor.eat_any(&[',', '،']);
        cursor.blanks();
        let from = cursor;
        let day = weekday(&mut cursor);
        // Cuts of three letters are words of other languages: `Mar`, `Sun`.
        let long = start.text[from.at..cursor.at].len() > 3;
        day.filter(|_| long)
    };
    if found.is_some() {
        read.date.weekday = read.date.weekday.or(found);
        read.len = cursor.at;
    }
}

/// `Monday` alone: dated by when the story was filed.
fn only_weekday(start: Cursor<'_>) -> Option<Read> {
    let mut cursor = start;
    let day = weekday(&mut cursor)?;
    let word = &start.text[..cursor.at];
    let known = word.chars().count() > 3 || start.calendar.weekday_in("en", word).is_some();
    // `SUN VALLEY` is a town.
    let sure = known
        && !cursor
            .rest()
            .trim_start_matches([' ', '.'])
            .starts_with(char::is_alphanumeric);
    sure.then(|| Read {
        date: PrintedDate {
            weekday: Some(day),
            ..PrintedDate::default()
        },
        len: cursor.at,
        weak: true,
        warning: None,
    })
}

/// Some datelines give the hour too: `Nov 17, 2020 / 10:00 am (CNA).-`, `17 нояб, 10:00`, `Nov 17 at 1000 GMT`.
fn clock_after(start: Cursor<'_>, read: &mut Read) {
    let mut cursor = Cursor {
        at: read.len,
        ..start
    };
    cursor.blanks();
    cursor.eat_any(&['/', ',', '،']);
    cursor.blanks();
    let introduced = cursor.eat_word(AT);
    if introduced {
        cursor.eat_any(&['.']);
    }
    cursor.blanks();
    let (count, value) = cursor.digits();
    let figures = match count {
        1 | 2 if value < 24 => cursor.number(2).is_some(),
        4 if value < 2400 => cursor.number(4).is_some(),
        _ => false,
    };
    if !figures {
        return;
    }
    let minutes = count < 4 && {
        let dotted = introduced.then_some('.');
        let sign = [':', 'h', 'H', '時', '시', '点', dotted.unwrap_or(':')];
        let hour = cursor.eat_any(&sign);
        let minutes = cursor.number(2).is_some();
        let seconds = minutes && cursor.eat_any(&[':']) && cursor.number(2).is_some();
        let _ = seconds || cursor.eat_any(&['分', '분']);
        hour && (minutes || introduced)
    };
    let mut sure = minutes;
    let mut end = cursor.at;
    for _ in 0..3 {
        cursor.blanks();
        if !cursor.eat_start(&["a.m.", "p.m."]) && !cursor.eat_word(AFTER_CLOCK) {
            break;
        }
        sure = true;
        end = cursor.at;
    }
    if sure {
        read.len = end;
    }
}

/// The year of a century: 2020 of 20, 1987 of 87, in a text that nothing later judges. Whole years stay.
pub(crate) fn whole_year(year: i32) -> i32 {
    match year {
        0..PIVOT => year + 2000,
        PIVOT..100 => year + 1900,
        _ => year,
    }
}

#[cfg(test)]
mod tests;
