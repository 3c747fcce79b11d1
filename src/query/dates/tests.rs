use super::*;

fn by() -> Reckoning<'static> {
    Reckoning {
        today: NaiveDate::from_ymd_opt(2020, 11, 20).unwrap(),
        order: None,
        calendar: &crate::facts::Facts::built_in().calendar,
    }
}

fn shown(reading: &Reading) -> String {
    reading.node.to_string()
}

#[test]
fn dates_are_read_as_whole_periods_with_both_ends() {
    let table = [
        ("2020", "date:2020-01-01..2020-12-31"),
        ("2020-02", "date:2020-02-01..2020-02-29"),
        ("11/2020", "date:2020-11-01..2020-11-30"),
        ("2020-11-17", "date:2020-11-17"),
        ("2020/11/17", "date:2020-11-17"),
        ("20201117", "date:2020-11-17"),
        ("17/11/2020", "date:2020-11-17"),
        ("17.11.2020", "date:2020-11-17"),
        ("17-11-2020", "date:2020-11-17"),
        ("2020‑11‑17", "date:2020-11-17"),
        ("11/11/2020", "date:2020-11-11"),
        ("2020-11-10..2020-11-20", "date:2020-11-10..2020-11-20"),
        ("2019..2020-02", "date:2019-01-01..2020-02-29"),
        ("..2020-11-16", "date:..2020-11-16"),
        ("2020-11-16..", "date:2020-11-16.."),
        ("2020-11-16…", "date:2020-11-16.."),
        (">=2020-11-09", "date:2020-11-09.."),
        (">2020-11", "date:2020-12-01.."),
        ("<=2020-11", "date:..2020-11-30"),
        ("<2020-11", "date:..2020-10-31"),
        ("=2020-11-09", "date:2020-11-09"),
        ("yesterday", "date:2020-11-19"),
        ("Aujourd’hui", "date:2020-11-20"),
        ("ВЧЕРА", "date:2020-11-19"),
        ("17 nov. 2020", "date:2020-11-17"),
        ("lundi", "date:2020-11-16"),
        ("oct. 2020..17 nov. 2020", "date:2020-10-01..2020-11-17"),
        (">=lundi", "date:2020-11-16.."),
        ("2w..", "date:2020-11-06.."),
        ("3d..yesterday", "date:2020-11-17..2020-11-19"),
        ("1m..", "date:2020-10-20.."),
        ("..1y", "date:..2019-11-20"),
    ];
    for (typed, expected) in table {
        let reading = period(typed, by()).unwrap();
        assert_eq!(shown(&reading), expected, "{typed}");
        assert_eq!(reading.assumed, [] as [String; 0], "{typed}");
    }
}

#[test]
fn a_date_that_can_be_read_two_ways_says_how_it_was_read() {
    let table = [
        ("11/09/2020", "date:2020-09-11", "day first"),
        ("11/17/2020", "date:2020-11-17", "month first"),
        ("17/11/20", "date:2020-11-17", "2020"),
        ("17/11/92", "date:1992-11-17", "1992"),
        ("2w", "date:2020-11-06..", "until now"),
        ("2020..2019", "date:2019-01-01..2020-12-31", "backwards"),
        ("2020-11-17T15:04:00Z", "date:2020-11-17", "time"),
    ];
    for (typed, expected, notice) in table {
        let reading = period(typed, by()).unwrap();
        assert_eq!(shown(&reading), expected, "{typed}");
        assert!(reading.assumed[0].contains(notice), "{:?}", reading.assumed);
    }
}

#[test]
fn an_order_that_was_asked_for_is_followed_without_a_word_where_it_can_be() {
    use DateOrder::{Day, Month, Year};
    let table = [
        (Day, "11/09/2020", "date:2020-09-11", 0),
        (Month, "11/09/2020", "date:2020-11-09", 0),
        (Month, "11.09.2020", "date:2020-11-09", 0),
        (Month, "17/11/2020", "date:2020-11-17", 1),
        (Day, "11/17/2020", "date:2020-11-17", 1),
        (Month, "11/09/20", "date:2020-11-09", 1),
        (Year, "20/11/09", "date:2020-11-09", 1),
        (Year, "11/09/2020", "date:2020-11-09", 0),
        (Month, "2020-11-09", "date:2020-11-09", 0),
        (Month, "17 nov. 2020", "date:2020-11-17", 0),
    ];
    for (order, typed, expected, notices) in table {
        let by = Reckoning {
            order: Some(order),
            ..by()
        };
        let reading = period(typed, by).unwrap();
        assert_eq!(shown(&reading), expected, "{typed} {order:?}");
        assert_eq!(reading.assumed.len(), notices, "{:?}", reading.assumed);
    }
    let by = Reckoning {
        order: Some(Month),
        ..by()
    };
    for (typed, expected) in [("9/11", "on:09-11"), ("09-11", "on:09-11")] {
        assert_eq!(shown(&day_of_year(typed, by).unwrap()), expected);
    }
}

#[test]
fn what_is_no_date_is_an_error_with_a_hint_and_never_text() {
    let table = [
        "2020-13-45",
        "31/02/2020",
        "2021-02-29",
        "0000",
        "2020-11-31..",
        "99999999999y..",
        "9999999y..",
        "foo",
        "",
        "..",
        "20",
        "202011",
        ">",
        "1..2..3",
        "17//11",
        "1/2/3/4",
        "٢٠٢٠",
        "20-20-2020-",
    ];
    for typed in table {
        let error = period(typed, by()).unwrap_err();
        assert_eq!(error.exit_code(), 2, "{typed}");
        assert!(error.hint().is_some_and(|h| h.contains("date:2020-11-17")));
    }
}

#[test]
fn since_and_until_include_the_day_typed() {
    assert_eq!(shown(&since("2020-11", by()).unwrap()), "date:2020-11-01..");
    assert_eq!(shown(&until("2020-11", by()).unwrap()), "date:..2020-11-30");
    assert_eq!(shown(&since("2w", by()).unwrap()), "date:2020-11-06..");
    assert!(since("soon", by()).is_err());
}

#[test]
fn a_day_of_every_year_is_month_first_with_a_hyphen_and_day_first_with_a_slash() {
    let table = [
        ("11-17", "on:11-17", 0),
        ("--11-17", "on:11-17", 0),
        ("17/11", "on:11-17", 0),
        ("17.11", "on:11-17", 0),
        ("17-11", "on:11-17", 1),
        ("11/17", "on:11-17", 1),
        ("9/11", "on:11-09", 1),
        ("02-29", "on:02-29", 0),
        ("today", "on:11-20", 0),
        ("17 novembre", "on:11-17", 0),
        ("November 17", "on:11-17", 0),
        ("17 nov. 2019", "date:2019-11-17", 1),
        ("2020-11-17", "date:2020-11-17", 1),
    ];
    for (typed, expected, notices) in table {
        let reading = day_of_year(typed, by()).unwrap();
        assert_eq!(shown(&reading), expected, "{typed}");
        assert_eq!(reading.assumed.len(), notices, "{typed}");
    }
    for typed in ["02-30", "31/02", "2020-11", "november", "0-0", "-"] {
        assert!(day_of_year(typed, by()).is_err(), "{typed}");
    }
}
