//! When an embargo ends, as notes for editors print it: `Embargoed to 0001 Friday September 9`, `Sperrfrist: 17.
//! November, 18.00 Uhr`, `jusqu'à 18H00 GMT`, `For release at 6 p.m. EST, Nov. 17`. Infers nothing.

use super::dateline::date;
use super::stamp::ZONES;
use super::{PrintedDate, PrintedEmbargo};
use crate::language::calendar::Calendar;
use crate::language::words::truncate;

/// How much of a note is read, in bytes.
const WINDOW: usize = 300;
/// Words between a phrase and its time.
const SMALL: &[&str] = &[
    "at",
    "on",
    "to",
    "until",
    "till",
    "til",
    "by",
    "from",
    "of",
    "in",
    "the",
    "after",
    "before",
    "am",
    "ams",
    "pms",
    "um",
    "bis",
    "den",
    "le",
    "à",
    "au",
    "jusqu'à",
    "jusqu'au",
    "jusqu’à",
    "jusqu’au",
    "a",
    "las",
    "el",
    "hasta",
    "alle",
    "fino",
    "às",
    "até",
    "klo",
    "kl",
    "o",
    "do",
    "godz",
    "в",
    "с",
    "до",
    "о",
    "в",
    "tot",
    "om",
    "print",
    "use",
    "newspapers",
    "de",
    "la",
    "les",
    "il",
    "ore",
];
/// Words after figures that make them an hour, and hours to add: `6 p.m.`, `18 Uhr`, `18 h`.
const HOURS: &[(&str, u32)] = &[
    ("p.m", 12),
    ("pm", 12),
    ("a.m", 0),
    ("am", 0),
    ("uhr", 0),
    ("heures", 0),
    ("horas", 0),
    ("hrs", 0),
    ("hours", 0),
    ("ore", 0),
    ("uur", 0),
    ("часов", 0),
    ("год", 0),
    ("óra", 0),
    ("h", 0),
    ("时", 0),
    ("時", 0),
    ("点", 0),
    ("시", 0),
];
/// Words that are an hour.
const NAMED: &[(&str, (u32, u32))] = &[
    ("noon", (12, 0)),
    ("midnight", (0, 0)),
    ("midi", (12, 0)),
    ("minuit", (0, 0)),
    ("mittag", (12, 0)),
    ("mitternacht", (0, 0)),
    ("mediodía", (12, 0)),
    ("medianoche", (0, 0)),
    ("mezzogiorno", (12, 0)),
    ("mezzanotte", (0, 0)),
    ("полдень", (12, 0)),
    ("полночь", (0, 0)),
];

/// Whether a text begins with a day or a clock time, small words aside.
pub(super) fn begins(text: &str, calendar: &Calendar) -> bool {
    let mut rest = truncate(text, WINDOW);
    for _ in 0..4 {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || ",:.-–—(".contains(c));
        if rest.starts_with("of ") {
            return false;
        }
        if day(rest, calendar).is_some() || clock(rest, calendar).is_some() {
            return true;
        }
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        if end == 0 || !SMALL.contains(&rest[..end].to_lowercase().as_str()) {
            return false;
        }
        rest = &rest[end..];
    }
    false
}

/// Whether a line is nothing but the day of an advance: `Adv15`, `Adv 15`.
pub(super) fn is_advance(line: &str) -> bool {
    line.len() <= 6
        && advance(line).is_some()
        && line
            .trim_start_matches(|c: char| !c.is_ascii_digit())
            .bytes()
            .all(|b| b.is_ascii_digit())
}

/// Reads day, clock time and zone out of a note, where at least one of the first two is there.
pub(super) fn read(note: &str, calendar: &Calendar) -> Option<PrintedEmbargo> {
    let text = truncate(note, WINDOW);
    let mut found = PrintedEmbargo::default();
    let mut before = ' ';
    let mut skip = 0;
    for (at, c) in text.char_indices() {
        let starts = c.is_alphanumeric() && (!before.is_alphanumeric() || is_unspaced(before));
        before = c;
        if at < skip || !starts {
            continue;
        }
        let rest = &text[at..];
        if found.clock.is_none()
            && let Some((time, len)) = clock(rest, calendar)
        {
            found.clock = Some(time);
            let (offset, zone) = zone_after(&rest[len..]);
            found.offset = offset;
            skip = at + len + zone;
        } else if found.date.is_none_or(|date| date.day.is_none())
            && let Some((date, len)) = day(rest, calendar)
        {
            let weekday = found.date.and_then(|date| date.weekday);
            found.date = Some(PrintedDate {
                weekday: date.weekday.or(weekday),
                ..date
            });
            skip = at + len;
        } else if found.date.is_none() {
            found.date = advance(rest);
        }
    }
    (found.date.is_some() || found.clock.is_some()).then_some(found)
}

/// A day at the start of a text.
fn day(text: &str, calendar: &Calendar) -> Option<(PrintedDate, usize)> {
    let read = date::day(text, calendar)?;
    Some((read.date, read.len))
}

/// The day of an advance: 15 of `Adv15`, `Adv 15`.
fn advance(text: &str) -> Option<PrintedDate> {
    let rest = text
        .strip_prefix("Adv")
        .or_else(|| text.strip_prefix("ADV"))?;
    let (number, len) = figures(rest.trim_start())?;
    ((1..=31).contains(&number) && len <= 2).then(|| PrintedDate {
        day: Some(number),
        ..PrintedDate::default()
    })
}

/// A clock time at the start of a text, and how long it is: `0001`, `1200 GMT`, `18H00`, `18.00 Uhr`, `6 p.m.`.
fn clock(text: &str, calendar: &Calendar) -> Option<((u32, u32), usize)> {
    let lower_word = |text: &str| -> String {
        let word = text.chars().take_while(|c| c.is_alphabetic() || *c == '.');
        word.collect::<String>()
            .trim_end_matches('.')
            .to_lowercase()
    };
    let first = lower_word(truncate(text, 40));
    if let Some((word, time)) = NAMED.iter().find(|(word, _)| *word == first) {
        return Some((*time, word.len()));
    }
    let (number, len) = figures(text)?;
    let rest = &text[len..];
    let sane = |hour: u32, minute: u32| (hour <= 24 && minute < 60).then_some((hour % 24, minute));
    if len == 4 {
        // `2020` may be a year: four figures are a clock with a zero first, or a zone, a weekday or nothing but a sign after.
        let (offset, _) = zone_after(rest);
        let after = lower_word(rest.trim_start());
        let weekday = calendar.weekday(&after).is_some();
        let early = !(1900..2100).contains(&number);
        let is_clock =
            offset.is_some() || weekday || HOURS.iter().any(|(word, _)| *word == after) || early;
        return is_clock
            .then(|| sane(number / 100, number % 100))
            .flatten()
            .map(|time| (time, len));
    }
    if len > 2 {
        return None;
    }
    let after_sign = rest
        .strip_prefix([':', 'h', 'H', '.', '：', 'u', '時', '时', '시'])
        .and_then(|minutes| figures(minutes).filter(|(_, len)| *len == 2));
    if let Some((minute, width)) = after_sign {
        let sign = rest.chars().next()?;
        let end = len + sign.len_utf8() + width;
        let after = text[end..].trim_start();
        // `17.11.` is a day.
        if sign == '.' && (text[end..].starts_with('.') || lower_word(after).is_empty()) {
            return None;
        }
        let half = HOURS.iter().find(|(word, _)| *word == lower_word(after));
        if sign == '.' && half.is_none() && zone_after(after).0.is_none() {
            return None;
        }
        let time = sane(half_day(number, half), minute)?;
        let taken = half.map_or(0, |(word, _)| text[end..].len() - after.len() + word.len());
        return Some((time, end + taken));
    }
    let after = rest.trim_start();
    let word = lower_word(after);
    let half = HOURS
        .iter()
        .find(|(hour, _)| *hour == word || (!hour.is_ascii() && after.starts_with(hour)));
    let (hour_word, _) = half?;
    let time = sane(half_day(number, half), 0)?;
    Some((time, len + rest.len() - after.len() + hour_word.len()))
}

/// The hour of 24: 18 of `6 p.m.`, 0 of `12 a.m.`
fn half_day(hour: u32, word: Option<&(&str, u32)>) -> u32 {
    match word {
        Some((word, 12)) if !word.is_empty() && hour < 12 => hour + 12,
        Some((word, 0)) if word.starts_with('a') && hour == 12 => 0,
        _ => hour,
    }
}

/// A number of one to four figures at the start of a text, and its length.
fn figures(text: &str) -> Option<(u32, usize)> {
    let len = text.bytes().take_while(u8::is_ascii_digit).count();
    let number = text.get(..len).filter(|_| (1..=4).contains(&len))?;
    Some((number.parse().ok()?, len))
}

/// The zone at the start of a text in minutes east of Greenwich, and how long it is with what stands before it.
fn zone_after(text: &str) -> (Option<i32>, usize) {
    let rest = text.trim_start_matches(|c: char| c.is_whitespace() || ".,()/".contains(c));
    let skipped = text.len() - rest.len();
    let end = rest
        .find(|c: char| !c.is_alphabetic())
        .unwrap_or(rest.len());
    let zone = rest[..end].to_lowercase();
    // `18.00 Uhr MEZ`, `18 heures GMT`: a word for the hour may stand between.
    match ZONES.iter().find(|(name, _)| *name == zone) {
        Some((_, hours)) => (Some((hours * 60.0) as i32), skipped + end),
        None => (None, 0),
    }
}

fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_an_embargo_is_read_as_printed() {
        let show = |text: &str| {
            let found = read(text, Calendar::built_in())?;
            let date = found.date.unwrap_or_default();
            let number = |part: Option<u32>| part.map_or("-".into(), |n| n.to_string());
            let clock = found
                .clock
                .map_or("-".into(), |(h, m)| format!("{h:02}:{m:02}"));
            Some(format!(
                "{} {} {} {} {clock} {}",
                date.year.map_or("-".into(), |y| y.to_string()),
                number(date.month),
                number(date.day),
                date.weekday.map_or("-".into(), |day| day.to_string()),
                found.offset.map_or("-".into(), |offset| offset.to_string()),
            ))
        };
        for (text, wanted) in [
            ("Embargoed to 0001 Friday September 9", "- 9 9 Fri 00:01 -"),
            ("EMBARGOED until 1200 GMT Nov 17", "- 11 17 - 12:00 0"),
            ("SOUS EMBARGO jusqu'à 18H00 GMT", "- - - - 18:00 0"),
            (
                "SOUS EMBARGO jusqu'au 17 novembre 2020 à 18h00",
                "2020 11 17 - 18:00 -",
            ),
            ("Sperrfrist: 17. November, 18.00 Uhr", "- 11 17 - 18:00 -"),
            ("Sperrfrist: Dienstag, 18 Uhr", "- - - Tue 18:00 -"),
            (
                "EMBARGO HASTA el 17 de noviembre a las 18:00",
                "- 11 17 - 18:00 -",
            ),
            ("ЭМБАРГО до 18:00 17 ноября", "- 11 17 - 18:00 -"),
            ("For release at 6 p.m. EST, Nov. 17", "- 11 17 - 18:00 -300"),
            ("For release 6:30 pm EST Nov. 17", "- 11 17 - 18:30 -300"),
            ("For Sunday, Nov. 15", "- 11 15 Sun - -"),
            ("Adv15", "- - 15 - - -"),
            (
                "not for publication before noon on Tuesday",
                "- - - Tue 12:00 -",
            ),
            ("EMBARGO: 2020-11-17 18:00 CET", "2020 11 17 - 18:00 60"),
            (
                "Embargoed until 12 a.m. GMT, 17 November 2020",
                "2020 11 17 - 00:00 0",
            ),
        ] {
            assert_eq!(show(text).as_deref(), Some(wanted), "{text}");
        }
        for text in [
            "",
            "EMBARGOED",
            "SOUS EMBARGO jusqu'à nouvel ordre",
            "until further notice",
        ] {
            assert_eq!(read(text, Calendar::built_in()), None, "{text}");
        }
    }
}
