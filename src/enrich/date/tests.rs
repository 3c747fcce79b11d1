//! What the date of a story rests on, one row each.

use super::*;
use crate::parse::Dateline;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A dispatch whose dateline prints a year (0: none), a month and a day (0: no date at all).
fn dispatch(year: i32, month: u32, day: u32) -> Dispatch {
    let date = (day > 0).then_some(PrintedDate {
        year: (year > 0).then_some(year),
        month: (month > 0).then_some(month),
        day: Some(day),
        weekday: None,
    });
    Dispatch {
        dateline: Some(Dateline {
            date,
            ..Dateline::default()
        }),
        ..Dispatch::default()
    }
}

fn dated(
    dispatch: &Dispatch,
    path: &str,
    modified: &str,
    paragraphs: &[&str],
) -> (Option<String>, Option<DateFrom>, Vec<String>) {
    let mut story = Story {
        language: Some("en".into()),
        paragraphs: paragraphs.iter().map(|text| text.to_string()).collect(),
        ..Story::default()
    };
    let modified = modified.parse::<NaiveDate>().map_or(0, |day| {
        day.and_hms_opt(12, 0, 0).unwrap().and_utc().timestamp()
    });
    let origin = Origin {
        path: path.into(),
        modified,
        ..Origin::default()
    };
    let options = Options {
        trust_mtime: true,
        assume_year: None,
        today: day("2026-03-01"),
    };
    set(&mut story, dispatch, &origin, &options);
    (
        story.date.map(|when| when.to_string()),
        story.date_from,
        story.warnings,
    )
}

#[test]
fn the_year_comes_from_the_best_evidence() {
    let hint = |when: &str, printed: Dispatch| Dispatch {
        hint: Some(when.parse().unwrap()),
        ..printed
    };
    let stamp = |when: &str, printed: Dispatch| Dispatch {
        stamp: Some(when.parse().unwrap()),
        ..printed
    };
    for (printed, path, modified, wanted, from) in [
        (
            dispatch(2020, 11, 17),
            "1987/a",
            "",
            Some("2020-11-17"),
            Some(DateFrom::Dateline),
        ),
        (
            stamp("2020-03-06", dispatch(0, 3, 5)),
            "1987/a",
            "",
            Some("2020-03-05"),
            Some(DateFrom::Field),
        ),
        (
            hint("2020-11", dispatch(0, 11, 17)),
            "1987/a",
            "",
            Some("2020-11-17"),
            Some(DateFrom::Hint),
        ),
        (
            hint("2021-01", dispatch(0, 12, 31)),
            "a",
            "",
            Some("2020-12-31"),
            Some(DateFrom::Hint),
        ),
        (
            hint("2020-12-31", dispatch(0, 1, 1)),
            "a",
            "",
            Some("2021-01-01"),
            Some(DateFrom::Hint),
        ),
        (
            dispatch(0, 3, 5),
            "1987/a",
            "2001-01-01",
            Some("1987-03-05"),
            Some(DateFrom::Path),
        ),
        (
            dispatch(0, 3, 5),
            "a",
            "2001-01-01",
            Some("2000-03-05"),
            Some(DateFrom::Mtime),
        ),
        (dispatch(0, 3, 5), "a", "", None, None),
        (
            dispatch(0, 0, 0),
            "19970731/a",
            "",
            Some("1997-07-31"),
            Some(DateFrom::Path),
        ),
        (
            dispatch(0, 0, 0),
            "1987/a",
            "",
            Some("1987"),
            Some(DateFrom::Path),
        ),
        (
            hint("2020-11", dispatch(0, 0, 0)),
            "1987/a",
            "",
            Some("2020-11"),
            Some(DateFrom::Hint),
        ),
        (
            dispatch(0, 0, 17),
            "20201118/a",
            "",
            Some("2020-11-17"),
            Some(DateFrom::Path),
        ),
        (
            dispatch(0, 2, 29),
            "1987/a",
            "",
            Some("1987"),
            Some(DateFrom::Path),
        ),
        (
            dispatch(2031, 2, 3),
            "1987/a",
            "",
            Some("1987"),
            Some(DateFrom::Path),
        ),
        (
            dispatch(2019, 2, 29),
            "a",
            "",
            Some("2019-02"),
            Some(DateFrom::Dateline),
        ),
    ] {
        let (date, origin, warnings) = dated(&printed, path, modified, &[]);
        assert_eq!(
            (date.as_deref(), origin),
            (wanted, from),
            "{printed:?} {path}"
        );
        assert!(wanted.is_some() || !warnings.is_empty());
    }
}

#[test]
fn an_inferred_year_says_what_it_rests_on() {
    let (.., warnings) = dated(&dispatch(0, 3, 5), "stories/1987/a", "", &[]);
    assert_eq!(
        warnings,
        ["the dateline has no year: year 1987 from the path stories/1987/a"]
    );
}

#[test]
fn a_weekday_moves_a_year_that_only_the_file_time_gave() {
    // 5 March 2000 was a Sunday; of the years before it, 1999's was a Friday and 1998's a Thursday.
    let text = ["A kite flew on Thursday."];
    let (date, _, warnings) = dated(&dispatch(0, 3, 5), "a", "2000-03-06", &text);
    assert_eq!(date.as_deref(), Some("1999-03-05"));
    assert!(warnings.iter().any(|warning| warning.contains("Thu")));
    let (date, _, warnings) = dated(&dispatch(0, 3, 5), "2000/a", "", &text);
    assert_eq!(date.as_deref(), Some("2000-03-05"));
    assert!(!warnings.iter().any(|warning| warning.contains("Thu")));
}

#[test]
fn a_weekday_alone_is_the_last_one_before_the_evidence() {
    let mut printed = dispatch(0, 0, 0);
    printed.dateline = Some(Dateline {
        date: Some(PrintedDate {
            weekday: Some(Weekday::Mon),
            ..PrintedDate::default()
        }),
        ..Dateline::default()
    });
    printed.stamp = Some("2008-08-13T10:00:00Z".parse().unwrap());
    assert_eq!(
        dated(&printed, "a", "", &[]).0.as_deref(),
        Some("2008-08-11")
    );
}
