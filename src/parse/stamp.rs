//! Full dates outside the dateline: a site's clock line, a crawl's date line, a wire's date-time group.

mod field;

pub(super) use field::{iso_8601, local_of_field, of_field, rfc_2822, unix_time};

use super::dateline::date;
use crate::language::calendar::Calendar;
use crate::story::When;
use chrono::{FixedOffset, NaiveDate, TimeZone};
use memchr::memmem::Finder;
use std::sync::LazyLock;

/// Zones as copy names them, in hours east of Greenwich.
pub(super) const ZONES: &[(&str, f32)] = &[
    ("utc", 0.0),
    ("gmt", 0.0),
    ("z", 0.0),
    ("bst", 1.0),
    ("cet", 1.0),
    ("cest", 2.0),
    ("eet", 2.0),
    ("eest", 3.0),
    ("msk", 3.0),
    ("est", -5.0),
    ("edt", -4.0),
    ("cst", -6.0),
    ("cdt", -5.0),
    ("mst", -7.0),
    ("mdt", -6.0),
    ("pst", -8.0),
    ("pdt", -7.0),
    ("ist", 5.5),
    ("jst", 9.0),
    ("kst", 9.0),
    ("et", -5.0),
    ("mez", 1.0),
    ("mesz", 2.0),
    ("wib", 7.0),
    ("trt", 3.0),
    ("мск", 3.0),
    ("гринвичу", 0.0),
];

/// The longest line that is all date, in bytes, and how many other words it may have beside a clock, and without.
const LINE: usize = 90;
const OTHER_WORDS: usize = 4;
const OTHER_WORDS_NO_CLOCK: usize = 1;

/// The date of a line that holds a whole date and little else: `Fri Oct 20, 2006 6:15pm EDT`, `10:25, 5 March, 2020`.
pub(super) fn of_line(line: &str, calendar: &Calendar) -> Option<When> {
    let line = line.trim();
    if line.len() > LINE || !line.chars().any(|c| date::digit(c).is_some()) {
        return None;
    }
    if let Some(when) = line.split_whitespace().next().and_then(iso_instant) {
        return Some(when);
    }
    if let Some(when) = of_group(line, calendar) {
        return Some(when);
    }
    let (read, start) = first_date(line, calendar)?;
    let end = start + read.len;
    let others = line[..start]
        .split_whitespace()
        .chain(line[end..].split_whitespace());
    let words = others
        .filter(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 3)
        .count();
    let allowed = if line.contains(':') {
        OTHER_WORDS
    } else {
        OTHER_WORDS_NO_CLOCK
    };
    let printed = read.date;
    let day = NaiveDate::from_ymd_opt(
        date::whole_year(printed.year?),
        printed.month?,
        printed.day?,
    )?;
    (words <= allowed).then(|| instant(day, line).unwrap_or(When::Day(day)))
}

/// The first whole date in a line of any length, and where it starts.
pub(super) fn first_date(line: &str, calendar: &Calendar) -> Option<(date::Read, usize)> {
    let mut before = ' ';
    for (at, c) in line.char_indices().take(2 * LINE) {
        let starts = c.is_alphanumeric() && !before.is_alphanumeric();
        before = c;
        if let Some(read) = starts
            .then(|| date::read(&line[at..], calendar))
            .flatten()
            .filter(|read| read.date.year.is_some())
        {
            return Some((read, at));
        }
    }
    None
}

/// How a closing sentence says when the story was published, in lower case.
const PUBLISHED: &[&str] = &[
    "first published",
    "originally published",
    "première fois",
    "initialement publié",
    "publicado originalmente",
    "publicada originalmente",
    "publicado por primera vez",
    "publicada por primera vez",
    "publicado pela primeira vez",
    "publicada pela primeira vez",
    "pubblicato per la prima volta",
    "zuerst veröffentlicht",
    "erstmals veröffentlicht",
    "впервые опубликован",
];

/// Finds the first of these words; each looks many bytes ahead at once.
static FINDERS: LazyLock<Vec<Finder<'static>>> =
    LazyLock::new(|| PUBLISHED.iter().map(Finder::new).collect());

/// The date of a sentence such as "This report by … was first published Feb. 22, 2024." in the last two paragraphs.
pub(super) fn of_tail(paragraphs: &[String], calendar: &Calendar) -> Option<When> {
    paragraphs.iter().rev().take(2).find_map(|paragraph| {
        let end = &paragraph[paragraph.ceil_char_boundary(paragraph.len().saturating_sub(300))..];
        if !end.contains(|c| date::digit(c).is_some()) {
            return None;
        }
        let lower = end.to_lowercase();
        let at = FINDERS.iter().find_map(|words| {
            let at = words.find(lower.as_bytes())?;
            Some(at + words.needle().len())
        })?;
        let (read, _) = first_date(lower.get(at..)?, calendar)?;
        let printed = read.date;
        When::day(
            date::whole_year(printed.year?),
            printed.month?,
            printed.day?,
        )
    })
}

/// `2020-11-17T15:04:00Z` and its kin.
pub(super) fn iso_instant(word: &str) -> Option<When> {
    chrono::DateTime::parse_from_rfc3339(word)
        .ok()
        .map(When::Minute)
}

/// The instant of a day and a clock time with a zone after it: `6:15pm EDT`. Without a zone there is none.
fn instant(day: NaiveDate, line: &str) -> Option<When> {
    let mut words = line.split_whitespace();
    let clock =
        words.find(|word| word.contains(':') && word.starts_with(|c: char| c.is_ascii_digit()))?;
    let clock = clock.trim_end_matches(',').to_lowercase();
    let (hours, minutes) = clock.split_once(':')?;
    let pm = minutes.ends_with("pm");
    let am = minutes.ends_with("am");
    let minute: u32 = minutes.get(..2)?.parse().ok()?;
    let mut hour: u32 = hours.parse().ok()?;
    if (pm || am) && hour == 12 {
        hour = 0;
    }
    let offset = FixedOffset::east_opt(zone(words.next()?)?)?;
    let local = day.and_hms_opt(hour + if pm { 12 } else { 0 }, minute, 0)?;
    offset
        .from_local_datetime(&local)
        .single()
        .map(When::Minute)
}

/// How many seconds a zone is east of Greenwich: `EDT`, `(GMT+4)`, `+0530`, `UTC-03:30`.
fn zone(word: &str) -> Option<i32> {
    let word = word.trim_matches(['(', ')', ',', '.']).to_lowercase();
    if let Some((_, hours)) = ZONES.iter().find(|(name, _)| *name == word) {
        return Some((hours * 3600.0) as i32);
    }
    let offset = word.trim_start_matches("gmt").trim_start_matches("utc");
    let sign = match offset.chars().next()? {
        '+' => 1,
        '-' | '−' => -1,
        _ => return None,
    };
    let digits: String = offset.chars().filter(char::is_ascii_digit).collect();
    let (hours, minutes) = match digits.len() {
        1 | 2 => (digits.parse::<i32>().ok()?, 0),
        4 => (digits[..2].parse().ok()?, digits[2..].parse().ok()?),
        _ => return None,
    };
    (hours <= 14 && minutes < 60).then_some(sign * (hours * 3600 + minutes * 60))
}

/// The line that a service ends its stories with: `AP-WF-11-13-13 1509GMT`, `AP-NY-07-05-88 1422EDT`,
/// `APA0231 2020-11-17/09:12`.
pub(super) fn of_service(line: &str) -> Option<When> {
    let (service, clock) = line.trim_end_matches('<').split_once(' ')?;
    let number = service.trim_start_matches(|c: char| c.is_ascii_uppercase());
    let is_number = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
    if is_number
        && number.len() < service.len()
        && let Some((day, _)) = clock.trim().split_once('/')
    {
        return day.parse().ok().map(When::Day);
    }
    let rest = service.strip_prefix("AP-")?;
    let (wire, day) = rest.split_once('-')?;
    let mut numbers = day.split('-').map(|number| {
        let plain = number.len() == 2 && number.bytes().all(|b| b.is_ascii_digit());
        number.parse::<u32>().ok().filter(|_| plain)
    });
    let (month, of_month, year) = (numbers.next()??, numbers.next()??, numbers.next()??);
    let day = NaiveDate::from_ymd_opt(date::whole_year(year as i32), month, of_month)?;
    let whole = wire.len() == 2 && numbers.next().is_none();
    let timed = || {
        let minutes = |range: std::ops::Range<usize>| clock.get(range)?.parse().ok();
        let time = day.and_hms_opt(minutes(0..2)?, minutes(2..4)?, 0)?;
        let offset = FixedOffset::east_opt(zone(clock.get(4..)?)?)?;
        offset.from_local_datetime(&time).single()
    };
    whole.then(|| timed().map_or(When::Day(day), When::Minute))
}

/// A date-time group: `310544 AOU 97`, `131137 GMT Nov 13`: day, hour and minute, month, year. An instant where the
/// zone is printed, else a day.
pub(super) fn of_group(group: &str, calendar: &Calendar) -> Option<When> {
    let mut words = group.split_whitespace();
    let digits = words
        .next()
        .filter(|word| word.len() == 6 && word.is_ascii())?;
    let number = |range: std::ops::Range<usize>| digits.get(range)?.parse::<u32>().ok();
    let mut next = words.next()?;
    let greenwich = next.eq_ignore_ascii_case("gmt");
    if greenwich {
        next = words.next()?;
    }
    let month = calendar.exact_month(next)?;
    let year = date::whole_year(words.next()?.parse().ok()?);
    let day = NaiveDate::from_ymd_opt(year, month, number(0..2)?)?;
    let time = day.and_hms_opt(number(2..4)?, number(4..6)?, 0)?;
    Some(if greenwich {
        When::Minute(time.and_utc().fixed_offset())
    } else {
        When::Day(day)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_dates_are_read_with_their_time() {
        for (line, wanted) in [
            ("Fri Oct 20, 2006 6:15pm EDT", "2006-10-20T18:15:00-04:00"),
            ("Fri Oct 20, 2006 12:05am EST", "2006-10-20T00:05:00-05:00"),
            (" 10:25, 5 March, 2020", "2020-03-05"),
            ("Publié le 17 novembre 2020", "2020-11-17"),
            ("2020-11-17T15:04:00Z", "2020-11-17T15:04:00Z"),
            ("17.11.2020 15:04 (GMT+4)", "2020-11-17T15:04:00+04:00"),
            ("17 ноября 2020, 15:04 MSK", "2020-11-17T15:04:00+03:00"),
            ("2020年11月17日 15:04", "2020-11-17"),
            ("171504 GMT NOV 20", "2020-11-17T15:04:00Z"),
        ] {
            assert_eq!(
                of_line(line, Calendar::built_in())
                    .map(|when| when.to_string())
                    .as_deref(),
                Some(wanted),
                "{line}"
            );
        }
        for line in [
            "",
            "25 November",
            "KITE SALES FELL IN MARCH 3, 1986",
            "On March 3, 2020 the company said that shares were falling again",
        ] {
            assert_eq!(of_line(line, Calendar::built_in()), None, "{line}");
        }
    }

    #[test]
    fn a_closing_sentence_dates_the_story() {
        let tail = |text: &str| {
            let paragraphs = ["It flew.".to_string(), text.to_string()];
            of_tail(&paragraphs, Calendar::built_in()).map(|when| when.to_string())
        };
        for (text, wanted) in [
            (
                "This report by The Example Press was first published Feb. 22, 2024.",
                Some("2024-02-22"),
            ),
            (
                "Cette dépêche a été publiée pour la première fois le 22 février 2024.",
                Some("2024-02-22"),
            ),
            (
                "Publicado originalmente el 22 de febrero de 2024.",
                Some("2024-02-22"),
            ),
            ("The club was founded on Feb. 22, 2024.", None),
            ("It was first published by a club.", None),
        ] {
            assert_eq!(tail(text).as_deref(), wanted, "{text}");
        }
    }

    #[test]
    fn date_time_groups_are_read() {
        for (group, wanted) in [
            ("310544 AOU 97", "1997-08-31"),
            ("131137 GMT Nov 13", "2013-11-13T11:37:00Z"),
            ("091223 dec 18", "2018-12-09"),
        ] {
            assert_eq!(
                of_group(group, Calendar::built_in())
                    .map(|when| when.to_string())
                    .as_deref(),
                Some(wanted)
            );
        }
        assert_eq!(of_group("320544 AOU 97", Calendar::built_in()), None);
    }
}
