//! When a story was filed. A dateline seldom prints the year: it comes from the best other evidence, and is the one
//! that puts the date closest to that evidence and not more than two days after it.
//!
//! The evidence, best first: a field or a full date of the item's own header lines, the crawl's prefix, the path, the
//! sentence that closes the text, other stories of the same file or folder, the file's modification time, the year
//! that the user assumes. What comes after the path is weak, and is checked with weekdays ([`weekday`]).

mod weekday;

use super::{Options, Origin, path_date};
use crate::language::calendar::Calendar;
use crate::parse::{Dispatch, PrintedDate};
use crate::story::{DateFrom, Story, When};
use chrono::{DateTime, Datelike, Days, NaiveDate, Weekday};

/// The first year that a dispatch may be of: the first agency was founded in it.
const FIRST_YEAR: i32 = 1835;
/// How many days a dateline may lie after the evidence that dates it: zones, and desks that file ahead.
const DAYS_AFTER: i64 = 2;
/// The last year that two digits mean where nothing is known of today.
const FORTY: i32 = 2040;
/// How many files of a folder may share a minute of modification: more were copied there, and say nothing of the story.
const SAME_MINUTE: u32 = 100;

/// Evidence of when a story was filed, apart from its dateline.
#[derive(Debug, Clone)]
struct Reference {
    when: When,
    from: DateFrom,
    /// What it is, for warnings.
    says: String,
}

impl Reference {
    /// Whether it is a guess that a weekday may correct or throw doubt on.
    fn is_weak(&self) -> bool {
        matches!(
            self.from,
            DateFrom::Neighbours | DateFrom::Mtime | DateFrom::Assumed
        )
    }

    /// How many days after it a story may be dated. Neighbours lie on either side.
    fn days_after(&self) -> i64 {
        match self.from {
            DateFrom::Neighbours => 183,
            _ => DAYS_AFTER,
        }
    }
}

/// Whether a year may be that of a dispatch.
pub(super) fn year_fits(year: i32, last_year: i32) -> bool {
    (FIRST_YEAR..=last_year).contains(&year)
}

/// Whether nothing but the story's folder could give a year to its dateline, or vouch for the file's time.
pub fn needs_folder(
    dispatch: &Dispatch,
    origin: &Origin,
    options: &Options,
    calendar: &Calendar,
) -> bool {
    let printed = dispatch
        .dateline
        .as_ref()
        .and_then(|dateline| dateline.date);
    let yearless = printed.is_some_and(|date| date.year.is_none() && date.month.is_some());
    let evidence = [dispatch.stamp, dispatch.hint, dispatch.tail];
    (yearless || options.trust_mtime)
        && printed.is_none_or(|date| date.year.is_none())
        && evidence.iter().all(Option::is_none)
        && path_date::of(&origin.path, options.today.year(), calendar)
            .when
            .is_none()
}

/// The whole date that a dispatch prints somewhere: what its neighbours may be dated by.
pub fn printed_whole(dispatch: &Dispatch) -> Option<NaiveDate> {
    let printed = dispatch
        .dateline
        .as_ref()
        .and_then(|dateline| dateline.date);
    let whole = printed.and_then(|date| {
        let year = date.year.filter(|year| *year >= 100)?;
        NaiveDate::from_ymd_opt(year, date.month?, date.day?)
    });
    let day = |when: When| (when.first_day() == when.last_day()).then(|| when.first_day());
    whole.or_else(|| {
        [dispatch.stamp, dispatch.hint, dispatch.tail]
            .into_iter()
            .flatten()
            .find_map(day)
    })
}

/// The day in the middle of the neighbours' days, where these agree within a year.
pub fn middle(mut days: Vec<NaiveDate>) -> Option<NaiveDate> {
    days.sort_unstable();
    let (first, last) = (days.first()?, days.last()?);
    ((*last - *first).num_days() <= 366).then(|| days[days.len() / 2])
}

/// Sets the date of a story, with warnings.
pub(super) fn set(
    story: &mut Story,
    dispatch: &Dispatch,
    origin: &Origin,
    options: &Options,
    calendar: &Calendar,
) {
    let references = references(dispatch, origin, options, calendar, &mut story.warnings);
    let printed = dispatch
        .dateline
        .as_ref()
        .and_then(|dateline| dateline.date);
    let dated =
        printed.and_then(|printed| dateline_date(printed, &references, story, options, calendar));
    if let Some((when, from)) = dated {
        story.set_date(precise(when, from, &references), from);
    } else if let Some(reference) = references
        .iter()
        .find(|reference| reference.from != DateFrom::Neighbours)
    {
        story.set_date(reference.when, reference.from);
    } else if printed.is_none() {
        story
            .warnings
            .push("no date: none in the text, in its head or in its path".into());
    }
}

/// The evidence, best first.
fn references(
    dispatch: &Dispatch,
    origin: &Origin,
    options: &Options,
    calendar: &Calendar,
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
    let path = path_date::of(&origin.path, last_year, calendar);
    add(path.when, DateFrom::Path, &|when| {
        format!("{} {when} from the path {}", noun(when), origin.path)
    });
    add(dispatch.tail, DateFrom::Text, &|when| {
        format!("the date {when} of the closing sentence")
    });
    add(
        origin.neighbours.map(When::Day),
        DateFrom::Neighbours,
        &|when| format!("the stories beside it are of about {when}"),
    );
    if options.trust_mtime && origin.modified != 0 && origin.same_minute <= SAME_MINUTE {
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
    if let Some(name) = path.doubtful.filter(|_| found.is_empty()) {
        warnings.push(format!("the name {name} may be two dates: it is not used"));
    }
    if options.trust_mtime && origin.same_minute > SAME_MINUTE && found.is_empty() {
        let files = origin.same_minute;
        warnings.push(format!(
            "the file's modification time is refused: {files} files of its folder share it to the minute"
        ));
    }
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
    calendar: &Calendar,
) -> Option<(When, DateFrom)> {
    let shown = story.dateline.clone().unwrap_or_default();
    let Some(day) = printed.day else {
        return by_weekday(printed.weekday?, references);
    };
    let Some(month) = printed.month else {
        return by_day_of_month(day, references);
    };
    if let Some(year) = printed.year.map(|year| completed(year, options)) {
        let when = whole(year, month, day, &shown, story, options)?;
        if let (When::Day(date), Some(weekday)) = (when, printed.weekday)
            && date.weekday() != weekday
        {
            let right = date.weekday();
            story.warnings.push(format!(
                "the dateline {shown:?} says {weekday}, but {date} is a {right}"
            ));
        }
        return Some((when, DateFrom::Dateline));
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
        .find_map(|reference| nearest(month, day, reference).map(|found| (found, reference)))
    else {
        let why = match references.first() {
            Some(reference) => format!("the dateline {shown:?} does not fit {}", reference.says),
            None => format!("the dateline {shown:?} has no year, and nothing else gives one"),
        };
        story.warnings.push(why);
        return None;
    };
    let found = weekday::check(found, reference, printed.weekday, story, calendar);
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

/// The year that a printed one means: of two digits, none after the next year.
fn completed(year: i32, options: &Options) -> i32 {
    if year >= 100 {
        return year;
    }
    let last = if options.today == NaiveDate::default() {
        FORTY
    } else {
        options.today.year() + 1
    };
    path_date::full_year(year, last)
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
fn nearest(month: u32, day: u32, reference: &Reference) -> Option<NaiveDate> {
    let (first, last) = (reference.when.first_day(), reference.when.last_day());
    let away = |date: NaiveDate| {
        let (before, after) = ((first - date).num_days(), (date - last).num_days());
        before.max(after).max(0)
    };
    (first.year() - 1..=last.year() + 1)
        .filter_map(|year| NaiveDate::from_ymd_opt(year, month, day))
        .filter(|date| (*date - last).num_days() <= reference.days_after())
        .min_by_key(|date| away(*date))
}

/// `MOSCOW, Monday`: the last such day before the evidence, or on it.
fn by_weekday(weekday: Weekday, references: &[Reference]) -> Option<(When, DateFrom)> {
    let reference = references
        .iter()
        .filter(|reference| reference.from != DateFrom::Neighbours)
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
        .filter(|reference| reference.from != DateFrom::Neighbours)
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

#[cfg(test)]
mod tests;
