//! What the date of a story rests on, one row each.

use super::weekday::weekdays;
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

/// A noon in seconds since 1970; 0 of an empty text.
fn noon(text: &str) -> i64 {
    text.parse::<NaiveDate>().map_or(0, |day| {
        day.and_hms_opt(12, 0, 0).unwrap().and_utc().timestamp()
    })
}

type Dated = (Option<String>, Option<DateFrom>, Vec<String>);

fn dated(dispatch: &Dispatch, path: &str, modified: &str, paragraphs: &[&str]) -> Dated {
    let origin = Origin {
        path: path.into(),
        modified: noon(modified),
        ..Origin::default()
    };
    dated_from(dispatch, &origin, None, paragraphs)
}

fn dated_from(
    dispatch: &Dispatch,
    origin: &Origin,
    assume_year: Option<i32>,
    paragraphs: &[&str],
) -> Dated {
    let mut story = Story {
        language: Some("en".into()),
        paragraphs: paragraphs.iter().map(|text| text.to_string()).collect(),
        ..Story::default()
    };
    let options = Options {
        trust_mtime: true,
        assume_year,
        today: day("2026-03-01"),
    };
    set(&mut story, dispatch, origin, &options, Calendar::built_in());
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

fn weekday_of(mut dispatch: Dispatch, weekday: Weekday) -> Dispatch {
    let date = dispatch
        .dateline
        .as_mut()
        .and_then(|dateline| dateline.date.as_mut());
    date.unwrap().weekday = Some(weekday);
    dispatch
}

#[test]
fn two_figures_are_a_year_up_to_the_next() {
    for (printed, wanted) in [
        (90, "1990-05-02"),
        (27, "1927-05-02"),
        (28, "1928-05-02"),
        (0, "2000-05-02"),
    ] {
        let mut dispatch = dispatch(1, 5, 2);
        let date = dispatch
            .dateline
            .as_mut()
            .and_then(|dateline| dateline.date.as_mut());
        date.unwrap().year = Some(printed);
        let (date, from, warnings) = dated(&dispatch, "a", "", &[]);
        if printed == 27 {
            // 2027 is within the next year, and after today.
            assert_eq!(date, None);
            assert!(
                warnings
                    .iter()
                    .any(|warning| warning.contains("after today"))
            );
            continue;
        }
        assert_eq!(
            (date.as_deref(), from),
            (Some(wanted), Some(DateFrom::Dateline))
        );
    }
}

#[test]
fn a_closing_sentence_gives_the_year_and_the_day() {
    let tail = |printed: Dispatch| Dispatch {
        tail: Some(When::Day(day("2024-02-22"))),
        ..printed
    };
    let (date, from, _) = dated(&tail(dispatch(0, 2, 21)), "a", "2001-01-01", &[]);
    assert_eq!(
        (date.as_deref(), from),
        (Some("2024-02-21"), Some(DateFrom::Text))
    );
    let (date, from, _) = dated(&tail(dispatch(0, 0, 0)), "a", "", &[]);
    assert_eq!(
        (date.as_deref(), from),
        (Some("2024-02-22"), Some(DateFrom::Text))
    );
    let (date, ..) = dated(&tail(dispatch(0, 2, 21)), "2019/a", "", &[]);
    assert_eq!(date.as_deref(), Some("2019-02-21"));
}

#[test]
fn neighbours_give_a_year_on_either_side_and_no_day() {
    let origin = Origin {
        neighbours: Some(day("2020-11-17")),
        ..Origin::default()
    };
    for (month, wanted) in [(11, "2020-11-25"), (3, "2021-03-25"), (7, "2020-07-25")] {
        let (date, from, warnings) = dated_from(&dispatch(0, month, 25), &origin, None, &[]);
        assert_eq!(
            (date.as_deref(), from),
            (Some(wanted), Some(DateFrom::Neighbours))
        );
        assert!(warnings[0].contains("beside it"), "{warnings:?}");
    }
    assert_eq!(dated_from(&dispatch(0, 0, 0), &origin, None, &[]).0, None);
}

#[test]
fn a_modification_time_that_many_share_is_refused() {
    let mut origin = Origin {
        modified: noon("2001-01-01"),
        same_minute: 100,
        ..Origin::default()
    };
    assert_eq!(
        dated_from(&dispatch(0, 3, 5), &origin, None, &[]).1,
        Some(DateFrom::Mtime)
    );
    origin.same_minute = 101;
    let (date, _, warnings) = dated_from(&dispatch(0, 3, 5), &origin, None, &[]);
    assert_eq!(date, None);
    assert!(
        warnings.iter().any(|warning| warning.contains("101 files")),
        "{warnings:?}"
    );
    let (date, from, _) = dated_from(&dispatch(0, 3, 5), &origin, Some(1999), &[]);
    assert_eq!(
        (date.as_deref(), from),
        (Some("1999-03-05"), Some(DateFrom::Assumed))
    );
}

#[test]
fn a_weekday_throws_doubt_on_an_assumed_year_and_leaves_it() {
    let origin = Origin::default();
    // 5 March 2000 was a Sunday.
    let (date, _, warnings) = dated_from(
        &dispatch(0, 3, 5),
        &origin,
        Some(2000),
        &["It flew on Thursday."],
    );
    assert_eq!(date.as_deref(), Some("2000-03-05"));
    assert!(
        warnings.iter().any(|warning| warning.contains("names Thu")),
        "{warnings:?}"
    );
    let (.., warnings) = dated_from(
        &dispatch(0, 3, 5),
        &origin,
        Some(2000),
        &["It flew on Saturday."],
    );
    assert_eq!(warnings.len(), 1, "{warnings:?}");
}

#[test]
fn a_weekday_in_the_dateline_chooses_among_years() {
    // 17 November 2020 was a Tuesday; of 1987 it was one too, of 1986 a Monday.
    let printed = weekday_of(dispatch(0, 11, 17), Weekday::Mon);
    let (date, _, warnings) = dated(&printed, "1987/a", "", &[]);
    assert_eq!(date.as_deref(), Some("1986-11-17"));
    assert!(
        warnings
            .iter()
            .any(|warning| warning.contains("dateline's Mon")),
        "{warnings:?}"
    );
    // A day from elsewhere stands, with a warning.
    let (date, _, warnings) = dated(&printed, "wire/19871117/a", "", &[]);
    assert_eq!(date.as_deref(), Some("1987-11-17"));
    assert!(
        warnings.iter().any(|warning| warning.contains("says Mon")),
        "{warnings:?}"
    );
    let whole = weekday_of(dispatch(2020, 11, 17), Weekday::Mon);
    let (date, _, warnings) = dated(&whole, "a", "", &[]);
    assert_eq!((date.as_deref(), warnings.len()), (Some("2020-11-17"), 1));
}

#[test]
fn weekdays_are_found_in_each_language() {
    for (language, text, wanted) in [
        ("fr", "Elle a volé mardi.", Weekday::Tue),
        ("ru", "Он полетел во вторник.", Weekday::Tue),
        ("pt", "Voou na terça-feira.", Weekday::Tue),
        ("fa", "روز سه‌شنبه پرواز کرد", Weekday::Tue),
        ("he", "ביום שלישי עף", Weekday::Tue),
        ("az", "çərşənbə axşamı uçdu", Weekday::Tue),
        ("ja", "凧は火曜日に揚がった。", Weekday::Tue),
        ("zh", "风筝星期二起飞。", Weekday::Tue),
        ("ko", "연은 화요일에 날았다.", Weekday::Tue),
        ("hr", "Zmaj je poletio u srijedu.", Weekday::Wed),
    ] {
        let story = Story {
            language: Some(language.into()),
            paragraphs: vec![text.into()],
            ..Story::default()
        };
        assert_eq!(
            weekdays(&story, Calendar::built_in()),
            [wanted],
            "{language}"
        );
    }
}

#[test]
fn only_a_story_without_other_evidence_needs_its_folder() {
    let options = Options::default();
    let needs = |dispatch: &Dispatch, path: &str| {
        let origin = Origin {
            path: path.into(),
            ..Origin::default()
        };
        needs_folder(dispatch, &origin, &options, Calendar::built_in())
    };
    assert!(needs(&dispatch(0, 3, 5), "a"));
    assert!(!needs(&dispatch(2000, 3, 5), "a"));
    assert!(!needs(&dispatch(0, 0, 0), "a"));
    let hinted = Dispatch {
        hint: Some(When::Year(2000)),
        ..dispatch(0, 3, 5)
    };
    assert!(!needs(&hinted, "a"));
}
