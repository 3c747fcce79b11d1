//! Checks an inferred year with the weekday that the story itself names.

use super::{DAYS_AFTER, Reference};
use crate::language::calendar::Calendar;
use crate::language::words::truncate;
use crate::story::{DateFrom, Story, When};
use chrono::{Datelike, Days, NaiveDate, Weekday};

/// How many years around an inferred one a weekday may choose from.
const YEARS_AROUND: i32 = 6;

/// Words before a weekday that is yet to come, and says nothing of the day of filing.
const AHEAD: &[&str] = &[
    "next",
    "starting",
    "starts",
    "begins",
    "beginning",
    "until",
    "till",
    "through",
    "coming",
    "prochain",
    "dès",
    "jusqu'à",
    "nächsten",
    "kommenden",
    "ab",
    "bis",
    "próximo",
    "hasta",
    "prossimo",
    "fino",
];

/// Checks an inferred year with the weekday that the dateline prints, else with the one that the first two paragraphs
/// name in the story's language.
///
/// The paragraphs' weekday fits when it is that of the day, of the day before (`on Monday` in a story of Tuesday), or of
/// the day after (the dateline's day is local, the writer's may be another). Where it fits, nothing is said. Where it
/// does not:
/// * a year from a field, the crawl, the path or the closing sentence stands, and nothing is said either: one story in
///   fifty names a day of another week only, and these sources are far better than that;
/// * a year from the file's time gives way to the latest of the six before it that fits, with a warning: a copy is
///   always later than the story;
/// * a year from neighbours or from the user stands, with a warning.
///
/// Several weekdays, or none, prove nothing. A weekday that the dateline itself prints has to be that very day, and
/// moves every year but that of a day known from elsewhere, to the nearest of the six years before or after.
pub(super) fn check(
    found: NaiveDate,
    reference: &Reference,
    printed: Option<Weekday>,
    story: &mut Story,
    calendar: &Calendar,
) -> NaiveDate {
    if let Some(weekday) = printed {
        return check_printed(found, reference, weekday, story);
    }
    if !reference.is_weak() {
        return found;
    }
    let named = weekdays(story, calendar);
    let fits = |date: NaiveDate| {
        let day = date.weekday();
        named.contains(&day) || named.contains(&day.pred())
    };
    if named.len() != 1 || fits(found) || fits(found + Days::new(1)) {
        return found;
    }
    let before = (1..=YEARS_AROUND).filter_map(|back| found.with_year(found.year() - back));
    let other = before
        .filter(|_| reference.from == DateFrom::Mtime)
        .find(|date| fits(*date));
    story.warnings.push(match other {
        Some(other) => format!(
            "{} would make it {found}, a {}: the text's {} makes it {other}",
            reference.says,
            found.weekday(),
            named[0]
        ),
        None => format!(
            "{found} is a {}, but the text names {}",
            found.weekday(),
            named[0]
        ),
    });
    other.unwrap_or(found)
}

fn check_printed(
    found: NaiveDate,
    reference: &Reference,
    weekday: Weekday,
    story: &mut Story,
) -> NaiveDate {
    if found.weekday() == weekday {
        return found;
    }
    let says = found.weekday();
    let near = (1..=YEARS_AROUND).flat_map(|years| [-years, years]);
    let other = near
        .filter_map(|years| found.with_year(found.year() + years))
        .filter(|date| {
            (*date - reference.when.last_day()).num_days() <= DAYS_AFTER || reference.is_weak()
        })
        .find(|date| date.weekday() == weekday)
        .filter(|_| {
            reference.is_weak() || !matches!(reference.when, When::Day(_) | When::Minute(_))
        });
    story.warnings.push(match other {
        Some(other) => {
            let why = &reference.says;
            format!(
                "{why} would make it {found}, a {says}: the dateline's {weekday} makes it {other}"
            )
        }
        None => format!("the dateline says {weekday}, but {found} is a {says}"),
    });
    other.unwrap_or(found)
}

/// The weekdays that the first two paragraphs name in the story's language.
pub(super) fn weekdays(story: &Story, calendar: &Calendar) -> Vec<Weekday> {
    let Some(language) = story.language.as_deref() else {
        return Vec::new();
    };
    let mut found = Vec::new();
    let mut add = |day| {
        if !found.contains(&day) {
            found.push(day);
        }
    };
    for paragraph in story.paragraphs.iter().take(2) {
        let start = truncate(paragraph, 800);
        if matches!(language, "ja" | "ko" | "zh" | "th") {
            // Words run together there, and one sign alone is another word.
            let names = calendar.weekdays_of(language);
            names
                .filter(|(name, _)| name.chars().nth(1).is_some() && start.contains(name))
                .for_each(|(_, day)| add(day));
            continue;
        }
        let words: Vec<&str> = start
            .split(|c: char| !c.is_alphabetic() && !matches!(c, '-' | '\'' | '’' | '\u{200c}'))
            .filter(|word| !word.is_empty())
            .collect();
        for (at, word) in words.iter().enumerate() {
            let two = words
                .get(at + 1)
                .filter(|_| calendar.word(word).is_some_and(|word| word.begins));
            let two = two.and_then(|next| calendar.weekday_in(language, &format!("{word} {next}")));
            let ahead = words[at.saturating_sub(2)..at]
                .iter()
                .any(|before| AHEAD.contains(&before.to_lowercase().as_str()));
            if ahead {
                continue;
            }
            let one = || {
                calendar
                    .weekday_in(language, word)
                    .filter(|_| word.chars().count() >= 4)
            };
            two.or_else(one).into_iter().for_each(&mut add);
        }
    }
    found
}
