//! The date of a dateline as agencies print it: `17 nov 2020`, `March 9`, `15/06`, `2020. november 17., kedd`,
//! `8月12日`, in any language of `language/`. Reads what stands at the start of a text and infers nothing.

use crate::language::calendar;
use crate::parse::PrintedDate;

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

/// Two-digit years under this are of the 2000s.
const PIVOT: i32 = 40;

/// Reads the date at the very start of a text.
pub(crate) fn read(text: &str) -> Option<Read> {
    if !text.starts_with(char::is_alphanumeric) {
        return None;
    }
    let (weekday, at) = weekday_before(text);
    let dated = east_asian(text)
        .or_else(|| year_first(text))
        .or_else(|| in_words(text, at))
        .or_else(|| in_figures(text, at));
    match (dated, weekday) {
        (Some(mut read), weekday) => {
            read.date.weekday = read.date.weekday.or(weekday);
            skip_clock(text, &mut read);
            Some(read)
        }
        (None, Some(_)) => only_weekday(text),
        (None, None) => None,
    }
}

/// A position in a text, moved by what it eats.
#[derive(Clone, Copy)]
struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Cursor<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn eat_any(&mut self, wanted: &[char]) -> bool {
        match self.peek().filter(|c| wanted.contains(c)) {
            Some(c) => {
                self.at += c.len_utf8();
                true
            }
            None => false,
        }
    }

    fn blanks(&mut self) {
        while let Some(c) = self.peek().filter(|c| c.is_whitespace()) {
            self.at += c.len_utf8();
        }
    }

    /// A number of at most `digits` digits, in any script's digits; a longer one is none.
    fn number(&mut self, digits: usize) -> Option<u32> {
        let (mut value, mut at, mut count) = (0u32, self.at, 0);
        for c in self.rest().chars() {
            let Some(digit) = digit(c) else { break };
            count += 1;
            if count > digits {
                return None;
            }
            value = value * 10 + digit;
            at += c.len_utf8();
        }
        (count > 0).then(|| {
            self.at = at;
            value
        })
    }

    /// A run of letters, with the marks and apostrophes inside it.
    fn word(&mut self) -> Option<&'a str> {
        let inside = |c: char| {
            c.is_alphabetic() || ('\u{300}'..='\u{36f}').contains(&c) || c == '\'' || c == '’'
        };
        let rest = self.rest();
        let end = rest.find(|c| !inside(c)).unwrap_or(rest.len());
        if end == 0 || !self.peek()?.is_alphabetic() {
            return None;
        }
        self.at += end;
        Some(&rest[..end])
    }

    /// Eats one of some words, in any case.
    fn eat_word(&mut self, words: &[&str]) -> bool {
        let mut next = *self;
        let found = next.word().is_some_and(|word| is_one_of(word, words));
        if found {
            *self = next;
        }
        found
    }
}

/// Whether a word is one of some lower-case words, whatever its case.
fn is_one_of(word: &str, words: &[&str]) -> bool {
    if word.is_ascii() {
        return words.iter().any(|known| known.eq_ignore_ascii_case(word));
    }
    words.contains(&word.to_lowercase().as_str())
}

/// The value of a decimal digit: ASCII, full-width, Arabic-Indic, Persian.
pub(crate) fn digit(c: char) -> Option<u32> {
    let zero = match c {
        '0'..='9' => '0',
        '０'..='９' => '０',
        '٠'..='٩' => '٠',
        '۰'..='۹' => '۰',
        _ => return None,
    };
    Some(c as u32 - zero as u32)
}

/// `mardi 17 nov`, `Tuesday, Nov 17`, `le 17`, `am 3.`: the weekday and the small words before a date.
fn weekday_before(text: &str) -> (Option<chrono::Weekday>, usize) {
    let mut cursor = Cursor { text, at: 0 };
    let small = &[
        "le", "on", "am", "den", "el", "em", "il", "ngày", "ce", "this",
    ];
    if cursor.eat_word(small) {
        cursor.blanks();
    }
    let mut next = cursor;
    let weekday = next.word().and_then(calendar::weekday);
    if weekday.is_some() {
        cursor = next;
        cursor.eat_any(&['.']);
        cursor.eat_any(&[',']);
        cursor.blanks();
        if cursor.eat_word(small) {
            cursor.blanks();
        }
    }
    (weekday, cursor.at)
}

/// `17 nov 2020`, `1er juil`, `3. Oktober`, `22nd April, 2026`, `17 de noviembre de 2020`, `March 9`, `Nov. 17, 2020`.
fn in_words(text: &str, at: usize) -> Option<Read> {
    let start = Cursor { text, at };
    let day_first = || {
        let mut cursor = start;
        let day = day(&mut cursor)?;
        cursor.eat_any(&['.']);
        cursor.blanks();
        if cursor.eat_word(&["de", "of", "di", "d"]) {
            cursor.blanks();
        }
        let (month, exact) = month(&mut cursor)?;
        Some((cursor, day, month, exact, true))
    };
    let month_first = || {
        let mut cursor = start;
        let (month, exact) = month(&mut cursor)?;
        // `May, 6.` is mistyped, and seen.
        cursor.eat_any(&[',']);
        cursor.blanks();
        let day = day(&mut cursor)?;
        Some((cursor, day, month, exact, false))
    };
    let (mut cursor, day, month, exact, short_year) = day_first().or_else(month_first)?;
    let (year, warning) = year_after(&mut cursor, short_year);
    Some(Read {
        date: PrintedDate {
            year,
            month: Some(month),
            day: Some(day),
            weekday: None,
        },
        len: cursor.at,
        weak: !exact,
        warning,
    })
}

/// A day of the month with its ordinal ending, not part of a range (`Jan 3-9`) or of another figure (`3.5`).
fn day(cursor: &mut Cursor<'_>) -> Option<u32> {
    let mut next = *cursor;
    let day = next.number(2)?;
    let _ordinal =
        next.eat_any(&['º', 'ª', '°']) || next.eat_word(&["st", "nd", "rd", "th", "er", "e", "o"]);
    let mut chars = next.rest().chars();
    let glued = match (chars.next(), chars.next()) {
        (Some('-' | '–' | '/' | '.' | ',' | ':'), Some(c)) => digit(c).is_some(),
        _ => false,
    };
    if !(1..=31).contains(&day) || glued {
        return None;
    }
    *cursor = next;
    Some(day)
}

/// The name of a month, of one word or two, and whether it was spelt right.
fn month(cursor: &mut Cursor<'_>) -> Option<(u32, bool)> {
    let start = *cursor;
    let first = cursor.word()?;
    let mut two = *cursor;
    two.blanks();
    // A mistyped month is looked for only beside a figure.
    let before = start.text[..start.at]
        .trim_end_matches(['.', ' '])
        .chars()
        .next_back();
    let after = cursor
        .rest()
        .trim_start_matches(['.', ',', ' '])
        .chars()
        .next();
    let beside_figure = before
        .or(after)
        .into_iter()
        .chain(after)
        .any(|c| digit(c).is_some());
    let pair = calendar::begins_month(first)
        .then(|| two.word().map(|_| &start.text[start.at..two.at]))
        .flatten();
    let found = match pair.and_then(calendar::exact_month) {
        Some(month) => {
            *cursor = two;
            Some((month, true))
        }
        None => match calendar::exact_month(first) {
            Some(month) => Some((month, true)),
            None if beside_figure => calendar::month(first).map(|month| (month, false)),
            None => None,
        },
    };
    let found = found?;
    cursor.eat_any(&['.']);
    let mut next = *cursor;
    // Levantine and Egyptian names side by side: `تشرين الثاني/نوفمبر`.
    if next.eat_any(&['/']) && next.word().and_then(calendar::exact_month) == Some(found.0) {
        *cursor = next;
    }
    Some(found)
}

/// The year after day and month, and what was wrong with it.
fn year_after(cursor: &mut Cursor<'_>, short_allowed: bool) -> (Option<i32>, Option<String>) {
    let mut next = *cursor;
    next.eat_any(&[',']);
    next.blanks();
    if next.eat_word(&["de", "del", "of"]) {
        next.blanks();
    }
    let digits = next
        .rest()
        .chars()
        .take_while(|c| digit(*c).is_some())
        .count();
    let printed: String = next.rest().chars().take(digits).collect();
    let Some(number) = next.number(6).map(|n| n as i32) else {
        return (None, None);
    };
    match digits {
        4 if (1800..2200).contains(&number) => {
            *cursor = next;
            year_word(cursor);
            (Some(number), None)
        }
        2 if short_allowed && before_mark(next.rest()) => {
            *cursor = next;
            (Some(whole_year(number)), None)
        }
        5 | 6 => {
            *cursor = next;
            (
                None,
                Some(format!(
                    "the year {printed} of the dateline is mistyped: it is left out"
                )),
            )
        }
        _ => (None, None),
    }
}

/// `2020 г.`, `2020 року`, `2020 թ.`
fn year_word(cursor: &mut Cursor<'_>) {
    let mut next = *cursor;
    next.blanks();
    if next.eat_word(&["г", "года", "р", "року", "թ", "թվականի"]) {
        next.eat_any(&['.']);
        *cursor = next;
    }
}

/// Whether an agency's mark or a dash follows, without which two figures are no year.
fn before_mark(rest: &str) -> bool {
    rest.trim_start()
        .starts_with(['(', '[', '/', '-', '–', '—', '='])
}

/// 2020 of 20, 1987 of 87.
pub(crate) fn whole_year(two_digits: i32) -> i32 {
    two_digits + if two_digits < PIVOT { 2000 } else { 1900 }
}

/// `8.10.2020`, `08.10.`, `15/06`, `17-11-2020`: day first, unless that cannot be.
fn in_figures(text: &str, at: usize) -> Option<Read> {
    let mut cursor = Cursor { text, at };
    let first = cursor.number(2)?;
    let sign = cursor.peek().filter(|c| "./-".contains(*c))?;
    cursor.eat_any(&[sign]);
    let second = cursor.number(2)?;
    let mut year = None;
    let mut next = cursor;
    if next.eat_any(&[sign]) {
        let digits = next
            .rest()
            .chars()
            .take_while(|c| digit(*c).is_some())
            .count();
        year = match (digits, next.number(4)) {
            (4, Some(year)) => Some(year as i32),
            (2, Some(year)) => Some(whole_year(year as i32)),
            _ => None,
        };
        if year.is_some() || sign == '.' {
            cursor = next;
        }
    }
    if cursor.peek().is_some_and(|c| c.is_alphanumeric()) || (sign == '-' && year.is_none()) {
        return None;
    }
    let (day, month) = if second > 12 {
        (second, first)
    } else {
        (first, second)
    };
    ((1..=31).contains(&day) && (1..=12).contains(&month)).then_some(Read {
        date: PrintedDate {
            year,
            month: Some(month),
            day: Some(day),
            weekday: None,
        },
        len: cursor.at,
        weak: true,
        warning: None,
    })
}

/// `2020-11-17`, and the Hungarian `2020. november 17., kedd`.
fn year_first(text: &str) -> Option<Read> {
    let mut cursor = Cursor { text, at: 0 };
    let year = cursor
        .number(4)
        .filter(|year| (1800..2200).contains(year))? as i32;
    let dated = |cursor: Cursor<'_>, month, day| Read {
        date: PrintedDate {
            year: Some(year),
            month: Some(month),
            day: Some(day),
            weekday: None,
        },
        len: cursor.at,
        weak: false,
        warning: None,
    };
    if cursor.eat_any(&['-', '/']) {
        let month = cursor.number(2).filter(|month| (1..=12).contains(month))?;
        cursor.eat_any(&['-', '/']).then_some(())?;
        let day = cursor.number(2).filter(|day| (1..=31).contains(day))?;
        return Some(dated(cursor, month, day));
    }
    cursor.eat_any(&['.']);
    cursor.blanks();
    let (month, _) = month(&mut cursor)?;
    cursor.blanks();
    let day = day(&mut cursor)?;
    cursor.eat_any(&['.']);
    let mut read = dated(cursor, month, day);
    cursor.eat_any(&[',']);
    cursor.blanks();
    if let Some(weekday) = cursor.word().and_then(calendar::weekday) {
        read.date.weekday = Some(weekday);
        read.len = cursor.at;
    }
    Some(read)
}

/// `2020年11月17日`, `8月12日`, `17日`, `11월 17일`.
fn east_asian(text: &str) -> Option<Read> {
    let mut cursor = Cursor { text, at: 0 };
    let (mut year, mut month) = (None, None);
    let mut number = cursor.number(4)?;
    if cursor.eat_any(&['年', '년']) {
        year = Some(number as i32);
        cursor.blanks();
        number = cursor.number(2)?;
    }
    if cursor.eat_any(&['月', '월']) {
        month = Some(number);
        cursor.blanks();
        number = cursor.number(2)?;
    }
    cursor.eat_any(&['日', '일']).then_some(())?;
    let sane = (1..=31).contains(&number) && month.is_none_or(|month| (1..=12).contains(&month));
    sane.then_some(Read {
        date: PrintedDate {
            year,
            month,
            day: Some(number),
            weekday: None,
        },
        len: cursor.at,
        weak: false,
        warning: None,
    })
}

/// `Monday` alone: dated by when the story was filed.
fn only_weekday(text: &str) -> Option<Read> {
    let mut cursor = Cursor { text, at: 0 };
    let weekday = cursor.word().and_then(calendar::weekday)?;
    Some(Read {
        date: PrintedDate {
            weekday: Some(weekday),
            ..PrintedDate::default()
        },
        len: cursor.at,
        weak: true,
        warning: None,
    })
}

/// Some datelines give the hour too: `Nov 17, 2020 / 10:00 am (CNA).-`.
fn skip_clock(text: &str, read: &mut Read) {
    let mut cursor = Cursor { text, at: read.len };
    cursor.blanks();
    if !cursor.eat_any(&['/', ',']) {
        return;
    }
    cursor.blanks();
    let clock = cursor.number(2).is_some()
        && cursor.eat_any(&[':', 'h', 'H'])
        && cursor.number(2).is_some();
    if clock {
        let end = cursor.at;
        cursor.blanks();
        read.len = if cursor.eat_word(&["am", "pm", "gmt"]) {
            cursor.at
        } else {
            end
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_in_every_order_and_script() {
        let at = |year: i32, month, day| PrintedDate {
            year: (year > 0).then_some(year),
            month: Some(month),
            day: Some(day),
            weekday: None,
        };
        for (text, wanted, len) in [
            ("17 nov 2020 (AFP)", at(2020, 11, 17), 11),
            ("1er juil 2021 (", at(2021, 7, 1), 13),
            ("le 17 janvier 2020 (MAP)", at(2020, 1, 17), 18),
            ("March 9 (Reuters)", at(0, 3, 9), 7),
            ("Mach 9 -", at(0, 3, 9), 6),
            ("Nov. 17, 2020 /", at(2020, 11, 17), 13),
            ("22nd April, 2026 (", at(2026, 4, 22), 16),
            ("3. Oktober (AFP)", at(0, 10, 3), 10),
            ("2 MAY 90 (NOTIMEX)", at(1990, 5, 2), 8),
            ("15/06 (AFP)", at(0, 6, 15), 5),
            ("8.10.2020, W", at(2020, 10, 8), 9),
            ("08.10. (PAP)", at(0, 10, 8), 6),
            ("2020-11-17 x", at(2020, 11, 17), 10),
            ("8月12日电", at(0, 8, 12), 9),
            ("１０月２２日", at(0, 10, 22), 18),
            ("17 de noviembre de 2020", at(2020, 11, 17), 23),
            ("May, 6. /ARKA/", at(0, 5, 6), 6),
            ("Nov 17, 2020 / 10:00 am (CNA)", at(2020, 11, 17), 23),
        ] {
            let read = read(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((read.date, read.len), (wanted, len), "{text}");
        }
        let arabic = read("١٧ نوفمبر ٢٠٢٠ (").unwrap();
        assert_eq!(arabic.date, at(2020, 11, 17));
        let levant = read("17 تشرين الثاني/نوفمبر (").unwrap();
        assert_eq!(levant.date, at(0, 11, 17));
        let hungarian = read("2020. november 17., kedd (MTI)").unwrap();
        assert_eq!(hungarian.date.weekday, Some(chrono::Weekday::Tue));
    }

    #[test]
    fn a_mistyped_year_is_left_out_and_said() {
        let read = read("18 janvier 20202 (MAP)").unwrap();
        assert_eq!((read.date.year, read.date.day), (None, Some(18)));
        assert!(read.warning.is_some());
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in [
            "",
            "Jan 3-9 -",
            "March 1987",
            "32 nov",
            "17",
            "Paris",
            "45/46",
            "mln 3",
            "9月电",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
