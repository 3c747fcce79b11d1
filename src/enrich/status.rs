//! What may be done with a story: its marks say whether it was taken back or is held, its embargo until when.
//!
//! A story with the mark `kill` is `canceled`, one with `embargo` is `embargoed`. Only a format says `usable`.

use crate::facts::agencies::Agency;
use crate::parse::PrintedEmbargo;
use crate::story::Story;
use chrono::{DateTime, Datelike, Days, FixedOffset, NaiveDate, NaiveDateTime, TimeZone, Weekday};

/// The zones that agencies write in, by country: minutes east of Greenwich and the rule of summer time. Today's
/// rules: an embargo of a year with other rules may end an hour off.
const ZONES: &str = include_str!("zones.tsv");
/// How many days the end of an embargo may lie before the story's own: zones, and datelines of tomorrow.
const DAYS_BEFORE: u64 = 1;

/// Sets status and embargo. The story's marks and date are there already.
pub(super) fn set(story: &mut Story, embargo: Option<PrintedEmbargo>, agency: Option<&Agency>) {
    let has = |mark: &str| story.marks.iter().any(|known| known == mark);
    let (killed, embargoed) = (has("kill"), has("embargo"));
    let status = match (killed, embargoed) {
        (true, _) => "canceled",
        (false, true) => "embargoed",
        (false, false) => return,
    };
    story.status = Some(status.into());
    if !embargoed || story.embargo_until.is_some() {
        return;
    }
    let day = story.date.map(|date| date.first_day());
    let end = embargo.and_then(|printed| Some((printed, end_of(printed, day)?)));
    match end {
        Some((printed, local)) => {
            let (offset, doubt) = zone(printed, local, agency);
            story.warnings.extend(doubt);
            story.embargo_until =
                offset
                    .from_local_datetime(&local)
                    .single()
                    .map(|end: DateTime<FixedOffset>| {
                        end.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
                    });
        }
        None => story
            .warnings
            .push("an embargo without a readable time".into()),
    }
}

/// The local time at which an embargo ends: on a day without an hour, as the day begins.
fn end_of(printed: PrintedEmbargo, story: Option<NaiveDate>) -> Option<NaiveDateTime> {
    let earliest = story.and_then(|day| day.checked_sub_days(Days::new(DAYS_BEFORE)));
    let date = printed.date.unwrap_or_default();
    let day = match (date.year, date.month, date.day, date.weekday) {
        (Some(year), Some(month), Some(day), _) => NaiveDate::from_ymd_opt(year, month, day)?,
        (None, Some(month), Some(day), _) => in_nearest_year(month, day, story?, earliest?)?,
        (_, None, Some(day), _) => earliest?
            .iter_days()
            .take(62)
            .find(|date| date.day() == day)?,
        (_, _, None, Some(weekday)) => next(weekday, story?),
        (_, _, None, None) => story?,
    };
    let (hour, minute) = printed.clock.unwrap_or_default();
    day.and_hms_opt(hour, minute, 0)
}

/// The day and month in the first year that puts them not before `earliest`.
fn in_nearest_year(
    month: u32,
    day: u32,
    story: NaiveDate,
    earliest: NaiveDate,
) -> Option<NaiveDate> {
    let years = story.year() - 1..=story.year() + 4;
    years
        .filter_map(|year| NaiveDate::from_ymd_opt(year, month, day))
        .find(|date| *date >= earliest)
}

/// The first such weekday on a day or after it.
fn next(weekday: Weekday, day: NaiveDate) -> NaiveDate {
    let away = (7 + weekday.num_days_from_monday() - day.weekday().num_days_from_monday()) % 7;
    day.checked_add_days(Days::new(away.into())).unwrap_or(day)
}

/// The zone of a printed time: as printed, else the agency's own, else Greenwich, and what is doubtful about it.
fn zone(
    printed: PrintedEmbargo,
    local: NaiveDateTime,
    agency: Option<&Agency>,
) -> (FixedOffset, Option<String>) {
    let home = || agency.and_then(|agency| home(&agency.country, local.date()));
    let (minutes, doubt) = match (printed.offset, home()) {
        (Some(minutes), _) => (minutes, None),
        (None, Some(minutes)) => {
            let name = agency.map_or("", |agency| &agency.id);
            let doubt = format!("the embargo names no zone: its time is read as that of {name}");
            (minutes, Some(doubt))
        }
        (None, None) => {
            let doubt = "the embargo names no zone: its time is read as UTC";
            (0, Some(doubt.into()))
        }
    };
    let utc = FixedOffset::east_opt(0).expect("Greenwich is a zone");
    (FixedOffset::east_opt(minutes * 60).unwrap_or(utc), doubt)
}

/// Minutes east of Greenwich in a country on a day.
fn home(country: &str, day: NaiveDate) -> Option<i32> {
    let rows = ZONES
        .lines()
        .skip(1)
        .map(|row| row.split('\t').collect::<Vec<_>>());
    for row in rows {
        if let [code, minutes, summer] = row[..]
            && code == country
        {
            let hour = if is_summer(summer, day) { 60 } else { 0 };
            return Some(minutes.parse::<i32>().ok()? + hour);
        }
    }
    None
}

/// Whether a day is in summer time: of the European Union the last Sundays of March and October part the year, of
/// the United States the second of March and the first of November.
fn is_summer(rule: &str, day: NaiveDate) -> bool {
    let last_sunday = |month| {
        let last = NaiveDate::from_ymd_opt(day.year(), month, 31)?;
        last.checked_sub_days(Days::new(last.weekday().num_days_from_sunday().into()))
    };
    let sunday =
        |month, nth| NaiveDate::from_weekday_of_month_opt(day.year(), month, Weekday::Sun, nth);
    let (from, to) = match rule {
        "eu" => (last_sunday(3), last_sunday(10)),
        "us" => (sunday(3, 2), sunday(11, 1)),
        _ => return false,
    };
    from.is_some_and(|from| day >= from) && to.is_some_and(|to| day < to)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::Facts;
    use crate::parse::PrintedDate;
    use crate::story::{DateFrom, When};

    /// The end of an embargo for a story of 15 November 2020.
    fn until(printed: PrintedEmbargo, agency: Option<&str>) -> (Option<String>, Vec<String>) {
        let mut story = Story {
            marks: vec!["embargo".into()],
            ..Story::default()
        };
        story.set_date(When::day(2020, 11, 15).unwrap(), DateFrom::Dateline);
        let agency = agency.and_then(|id| Facts::built_in().agencies.get(id));
        set(&mut story, Some(printed), agency);
        assert_eq!(story.status.as_deref(), Some("embargoed"));
        (story.embargo_until, story.warnings)
    }

    #[test]
    fn an_embargo_ends_at_the_first_such_time_that_is_not_before_the_story() {
        let date = |year, month, day, weekday| {
            Some(PrintedDate {
                year,
                month,
                day,
                weekday,
            })
        };
        for (date, wanted) in [
            (date(None, Some(11), Some(17), None), "2020-11-17"),
            (date(None, Some(11), Some(14), None), "2020-11-14"),
            (date(None, Some(11), Some(13), None), "2021-11-13"),
            (date(None, Some(1), Some(2), None), "2021-01-02"),
            (date(Some(2021), Some(3), Some(4), None), "2021-03-04"),
            (date(None, None, Some(20), None), "2020-11-20"),
            (date(None, None, Some(2), None), "2020-12-02"),
            (date(None, None, None, Some(Weekday::Tue)), "2020-11-17"),
            (date(None, None, None, Some(Weekday::Sun)), "2020-11-15"),
            (None, "2020-11-15"),
        ] {
            let printed = PrintedEmbargo {
                date,
                clock: Some((18, 0)),
                offset: Some(0),
            };
            let (end, warnings) = until(printed, None);
            assert_eq!(end, Some(format!("{wanted}T18:00:00Z")));
            assert_eq!(warnings, [""; 0]);
        }
    }

    #[test]
    fn a_time_without_a_zone_is_the_agencys_own_and_that_is_said() {
        let printed = |month| PrintedEmbargo {
            date: Some(PrintedDate {
                year: Some(2021),
                month: Some(month),
                day: Some(17),
                weekday: None,
            }),
            clock: Some((0, 1)),
            offset: None,
        };
        for (agency, month, offset) in [
            (Some("dpa"), 11, "+01:00"),
            (Some("dpa"), 7, "+02:00"),
            (Some("ap"), 11, "-05:00"),
            (Some("ap"), 7, "-04:00"),
            (Some("kyodo"), 7, "+09:00"),
            (Some("pa"), 7, "+01:00"),
            (None, 7, "Z"),
        ] {
            let (end, warnings) = until(printed(month), agency);
            assert!(end.unwrap().ends_with(offset), "{agency:?} {month}");
            assert!(
                warnings[0].contains(agency.unwrap_or("UTC")),
                "{warnings:?}"
            );
        }
    }

    #[test]
    fn an_embargo_without_a_time_is_held_and_said() {
        let mut story = Story {
            marks: vec!["embargo".into()],
            ..Story::default()
        };
        set(&mut story, None, None);
        assert_eq!(story.embargo_until, None);
        assert_eq!(story.warnings, ["an embargo without a readable time"]);
    }

    #[test]
    fn a_killed_story_is_canceled_whatever_else_it_is() {
        for (marks, status) in [
            (&["kill"][..], Some("canceled")),
            (&["embargo", "kill"], Some("canceled")),
            (&["urgent"], None),
            (&[], None),
        ] {
            let mut story = Story {
                marks: marks.iter().map(|mark| mark.to_string()).collect(),
                ..Story::default()
            };
            set(&mut story, None, None);
            assert_eq!(story.status.as_deref(), status);
        }
    }

    #[test]
    fn every_agency_has_a_zone() {
        let day = NaiveDate::from_ymd_opt(2020, 1, 1).unwrap();
        for agency in Facts::built_in().agencies.iter() {
            let known = agency.country.len() != 2 || home(&agency.country, day).is_some();
            assert!(known, "{} of {}", agency.id, agency.country);
        }
    }
}
