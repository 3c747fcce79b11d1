//! When a story was filed. A dateline seldom prints the year: it comes from the best other evidence, and is the one
//! that puts the date closest to that evidence and not more than two days after it.

use super::{Options, Origin, path_date};
use crate::language::calendar;
use crate::language::words::truncate;
use crate::parse::{Dispatch, PrintedDate};
use crate::story::{DateFrom, Story, When};
use chrono::{DateTime, Datelike, Days, NaiveDate, Weekday};

/// The first year that a dispatch may be of: the first agency was founded in it.
const FIRST_YEAR: i32 = 1835;
/// How many days a dateline may lie after the evidence that dates it: zones, and desks that file ahead.
const DAYS_AFTER: i64 = 2;
/// How many years around a weak reference a weekday may choose from.
const YEARS_AROUND: i32 = 6;

/// Evidence of when a story was filed, apart from its dateline.
#[derive(Debug, Clone)]
struct Reference {
    when: When,
    from: DateFrom,
    /// What it is, for warnings.
    says: String,
}

/// Whether a year may be that of a dispatch.
pub(super) fn year_fits(year: i32, last_year: i32) -> bool {
    (FIRST_YEAR..=last_year).contains(&year)
}

/// Sets the date of a story, with warnings.
pub(super) fn set(story: &mut Story, dispatch: &Dispatch, origin: &Origin, options: &Options) {
    let references = references(dispatch, origin, options, &mut story.warnings);
    let printed = dispatch
        .dateline
        .as_ref()
        .and_then(|dateline| dateline.date);
    let dated = printed.and_then(|printed| dateline_date(printed, &references, story, options));
    if let Some((when, from)) = dated {
        story.set_date(precise(when, from, &references), from);
    } else if let Some(reference) = references.first() {
        story.set_date(reference.when, reference.from);
    } else if printed.is_none() {
        story
            .warnings
            .push("no date: none in the text, in its head or in its path".into());
    }
}

/// The evidence, best first: a field of the text, the crawl's prefix, the path, the file's time, the user.
fn references(
    dispatch: &Dispatch,
    origin: &Origin,
    options: &Options,
    warnings: &mut Vec<String>,
) -> Vec<Reference> {
    let mut found = Vec::new();
    let last_year = options.today.year();
    let mut add = |when: Option<When>, from, says: &dyn Fn(When) -> String| {
        let Some(when) = when else { return };
        if when.first_day() > latest(options) || !year_fits(when.first_day().year(), last_year) {
            warnings.push(format!(
                "{} is refused: it is not in the archive's time",
                says(when)
            ));
        } else {
            found.push(Reference {
                when,
                from,
                says: says(when),
            });
        }
    };
    add(dispatch.stamp, DateFrom::Field, &|when| {
        format!("the date {when} of the header lines")
    });
    add(dispatch.hint, DateFrom::Hint, &|when| {
        format!("the crawl's date {when}")
    });
    let path = path_date::of(&origin.path, last_year);
    add(path, DateFrom::Path, &|when| {
        format!("{} {when} from the path {}", noun(when), origin.path)
    });
    if options.trust_mtime && origin.modified != 0 {
        let day =
            DateTime::from_timestamp(origin.modified, 0).map(|time| When::Day(time.date_naive()));
        add(day, DateFrom::Mtime, &|when| {
            format!("the file's modification time {when}")
        });
    }
    add(
        options.assume_year.map(When::Year),
        DateFrom::Assumed,
        &|when| format!("the assumed year {when}"),
    );
    found
}

fn noun(when: When) -> &'static str {
    match when {
        When::Year(_) => "year",
        When::Month(_) => "month",
        _ => "day",
    }
}

/// Nothing was filed after tomorrow; tomorrow has begun east of here. Without a "today" everything goes.
fn latest(options: &Options) -> NaiveDate {
    if options.today == NaiveDate::default() {
        return NaiveDate::MAX;
    }
    options
        .today
        .checked_add_days(Days::new(1))
        .unwrap_or(options.today)
}

/// The instant of the header lines, where it falls on the dateline's day.
fn precise(when: When, from: DateFrom, references: &[Reference]) -> When {
    let instant = references.iter().find(|reference| {
        reference.from == DateFrom::Field
            && matches!(reference.when, When::Minute(_))
            && When::Day(reference.when.first_day()) == when
    });
    match instant {
        Some(reference) if from == DateFrom::Field => reference.when,
        _ => when,
    }
}

/// The day that a dateline means, or the month where it prints an impossible day, and what its year rests on.
fn dateline_date(
    printed: PrintedDate,
    references: &[Reference],
    story: &mut Story,
    options: &Options,
) -> Option<(When, DateFrom)> {
    let shown = story.dateline.clone().unwrap_or_default();
    let Some(day) = printed.day else {
        return by_weekday(printed.weekday?, references);
    };
    let Some(month) = printed.month else {
        return by_day_of_month(day, references);
    };
    if let Some(year) = printed.year {
        return whole(year, month, day, &shown, story, options)
            .map(|when| (when, DateFrom::Dateline));
    }
    // 2000 has every day that any year has.
    if NaiveDate::from_ymd_opt(2000, month, day).is_none() {
        story
            .warnings
            .push(format!("the dateline {shown:?} has an impossible day"));
        return None;
    }
    let Some((found, reference)) = references
        .iter()
        .find_map(|reference| nearest(month, day, reference.when).map(|found| (found, reference)))
    else {
        let why = match references.first() {
            Some(reference) => format!("the dateline {shown:?} does not fit {}", reference.says),
            None => format!("the dateline {shown:?} has no year, and nothing else gives one"),
        };
        story.warnings.push(why);
        return None;
    };
    let found = check_weekday(found, reference, story);
    if found > latest(options) {
        story
            .warnings
            .push(format!("the dateline {shown:?} would be after today"));
        return None;
    }
    if reference.from != DateFrom::Field {
        story
            .warnings
            .push(format!("the dateline has no year: {}", reference.says));
    }
    Some((When::Day(found), reference.from))
}

/// A date printed whole, unless it cannot be: of an impossible day the month is believed.
fn whole(
    year: i32,
    month: u32,
    day: u32,
    shown: &str,
    story: &mut Story,
    options: &Options,
) -> Option<When> {
    let date = NaiveDate::from_ymd_opt(year, month, day).map(When::Day);
    if date.is_none() {
        story
            .warnings
            .push(format!("the dateline {shown:?} has an impossible day"));
    }
    let when = date.or_else(|| When::month(year, month))?;
    if when.first_day() > latest(options) {
        story
            .warnings
            .push(format!("the dateline {shown:?} is after today"));
        return None;
    }
    Some(when)
}

/// The day and month in the year that brings them closest to the evidence, and at most two days after it.
fn nearest(month: u32, day: u32, when: When) -> Option<NaiveDate> {
    let (first, last) = (when.first_day(), when.last_day());
    let away = |date: NaiveDate| {
        let (before, after) = ((first - date).num_days(), (date - last).num_days());
        before.max(after).max(0)
    };
    (first.year() - 1..=last.year() + 1)
        .filter_map(|year| NaiveDate::from_ymd_opt(year, month, day))
        .filter(|date| (*date - last).num_days() <= DAYS_AFTER)
        .min_by_key(|date| away(*date))
}

/// `MOSCOW, Monday`: the last such day before the evidence, or on it.
fn by_weekday(weekday: Weekday, references: &[Reference]) -> Option<(When, DateFrom)> {
    let reference = references
        .iter()
        .find(|reference| reference.when.first_day() == reference.when.last_day())?;
    let day = reference.when.first_day();
    let back = (7 + day.weekday().num_days_from_monday() - weekday.num_days_from_monday()) % 7;
    let found = day.checked_sub_days(Days::new(back.into()))?;
    Some((When::Day(found), reference.from))
}

/// `17日`: the nearest such day before the evidence, or at most two after.
fn by_day_of_month(day: u32, references: &[Reference]) -> Option<(When, DateFrom)> {
    let reference = references
        .iter()
        .find(|reference| !matches!(reference.when, When::Year(_)))?;
    let last = reference
        .when
        .last_day()
        .checked_add_days(Days::new(DAYS_AFTER as u64))?;
    let found = last
        .iter_days()
        .rev()
        .take(62)
        .find(|date| date.day() == day)?;
    Some((When::Day(found), reference.from))
}

/// Checks a year that is a guess (the file's time, the assumed one) with the weekday that the first paragraphs name.
/// The file's time gives way to a year that fits. Better evidence is not doubted: stories of any day name another,
/// for what was or will be, about one in fifty of them no other.
fn check_weekday(found: NaiveDate, reference: &Reference, story: &mut Story) -> NaiveDate {
    if !matches!(reference.from, DateFrom::Mtime | DateFrom::Assumed) {
        return found;
    }
    let named = weekdays(story);
    let fits = |date: NaiveDate| {
        let day = date.weekday();
        named.contains(&day) || named.contains(&day.pred())
    };
    if named.len() != 1 || fits(found) || fits(found + Days::new(1)) {
        return found;
    }
    let around = (1..=YEARS_AROUND).filter_map(|back| found.with_year(found.year() - back));
    let other = around
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

/// The weekdays that the first two paragraphs name in the story's language.
fn weekdays(story: &Story) -> Vec<Weekday> {
    let Some(language) = story.language.as_deref() else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for paragraph in story.paragraphs.iter().take(2) {
        let start = truncate(paragraph, 800);
        let words = start
            .split(|c: char| !c.is_alphabetic() && c != '-')
            .filter(|word| word.chars().count() >= 4);
        for day in words.filter_map(|word| calendar::weekday_in(language, word)) {
            if !found.contains(&day) {
                found.push(day);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests;
