//! The dateline of each agency, one row each, and what must not be taken for one.

use super::*;

/// Places, date and credits in one line: `GENT + PARIS (Texas) | 2020-11-17 | AFP, dpa`, `-` for what is not there.
fn shown(found: &Found) -> String {
    let place = |place: &PrintedPlace| match &place.qualifier {
        Some(qualifier) => format!("{} ({qualifier})", place.name),
        None => place.name.clone(),
    };
    let places: Vec<String> = found.dateline.places.iter().map(place).collect();
    let date = found.dateline.date.unwrap_or_default();
    let numbers = [date.year.map(|year| year as u32), date.month, date.day];
    let numbers: Vec<String> = numbers.iter().flatten().map(u32::to_string).collect();
    let weekday = date
        .weekday
        .filter(|_| date.day.is_none())
        .map(|day| day.to_string());
    let cells = [
        places.join(" + "),
        weekday.unwrap_or_else(|| numbers.join("-")),
        found.dateline.credits.join(", "),
    ];
    let shown = cells.map(|cell| if cell.is_empty() { "-".into() } else { cell });
    shown.join(" | ")
}

/// Each convention, and what is read of it.
const CASES: &str = include_str!("cases.tsv");

/// What only looks like a dateline.
const NONE: &str = include_str!("none.tsv");

/// Text for the escapes of `cases.tsv`.
fn unescaped(cell: &str) -> String {
    let mut text = cell.replace("\\n", "\n");
    while let Some((before, rest)) = text.split_once("\\u{") {
        let (code, after) = rest.split_once('}').unwrap();
        let letter = char::from_u32(u32::from_str_radix(code, 16).unwrap()).unwrap();
        text = format!("{before}{letter}{after}");
    }
    text
}

/// What one row expects and what is found, where they differ.
fn misread(row: &str, facts: &Facts) -> Option<String> {
    let cells: Vec<&str> = row.split('\t').collect();
    let [line, wanted @ ..] = &cells[..] else {
        return None;
    };
    let line = unescaped(line);
    let found = find(&line, facts);
    if wanted.last() == Some(&"none") {
        return found.map(|found| format!("{row}\n  {}", shown(&found)));
    }
    let found = found.unwrap_or_default();
    let lede = line.get(found.lede..).unwrap_or_default();
    let agrees = shown(&found) == wanted[..3].join(" | ") && lede.starts_with(wanted[3]);
    let further = wanted.get(4).is_none_or(|more| match more.split_once(' ') {
        Some(("byline", names)) => found.byline.as_deref() == Some(names),
        Some(("warns", words)) => found.warnings.iter().any(|said| said.starts_with(words)),
        _ => false,
    });
    (!agrees || !further).then(|| {
        format!(
            "{row}\n  {} | {lede} | {:?} {:?}",
            shown(&found),
            found.byline,
            found.warnings
        )
    })
}

#[test]
fn the_dateline_of_each_convention_is_read() {
    let facts = Facts::built_in();
    let rows = CASES
        .lines()
        .filter(|row| !row.is_empty() && !row.starts_with('#'));
    let wrong: Vec<String> = rows.filter_map(|row| misread(row, facts)).collect();
    assert!(
        wrong.is_empty(),
        "{} wrong\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn what_only_looks_like_a_dateline_is_left_alone() {
    let facts = Facts::built_in();
    let lines = NONE.lines().filter(|line| !line.starts_with('#'));
    let wrong: Vec<String> = lines
        .filter_map(|line| {
            let found = find(&unescaped(line), facts)?;
            let named = !(found.dateline.places.is_empty() && found.dateline.credits.is_empty());
            named.then(|| format!("{line}\n  {}", shown(&found)))
        })
        .collect();
    assert!(
        wrong.is_empty(),
        "{} wrong\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

/// A list cannot hold an empty line and lines that are signs only.
#[test]
fn signs_alone_are_no_dateline() {
    for line in ["", "-", "(", "()", "- -", "/ /", "【】", "(=)"] {
        assert_eq!(find(line, Facts::built_in()), None, "{line}");
    }
}

#[test]
fn any_text_is_survived() {
    let facts = Facts::built_in();
    let long = "é".repeat(5000);
    let nested = "(".repeat(5000);
    let digits = "9".repeat(5000);
    for line in [
        long.as_str(),
        &nested,
        &digits,
        "\u{feff}",
        "１２３４５",
        "A, 99999999999 (AFP) -",
        "By Anna Example =-OSLO\n(AFP) - \tОМСК, 23 марта. /ТАСС/.  ",
        "年月日",
        "(=)",
        "【】",
    ] {
        find(line, facts);
    }
}

/// A user's own agencies, one of each style, need no code.
#[test]
fn a_table_of_the_users_own_adds_agencies() {
    let table = "xa\tKite Press\tFR\tfr\t\tKITEPRESS|カイト|케이트\n\
                 xb\tLantern\tSE\tsv\tbare\tLANTERNA\n\
                 xc\tHarbour\tDE\tde\tdashless\thfn\n\
                 xd\tMill\tGB\ten\tbare dashless\tMILLNEWS\n\
                 xe\tPaid Wire\tUS\ten\trelease\tPAIDWIRE";
    let facts = Facts {
        agencies: crate::facts::agencies::Agencies::read(table)
            .unwrap()
            .into(),
        gazetteer: crate::facts::gazetteer::Gazetteer::built_in(),
        calendar: crate::language::calendar::Calendar::built_in()
            .clone()
            .into(),
        ..Facts::default()
    };
    for row in [
        "Paris, 17 nov 2020 (KITEPRESS) - Le musée.\tParis\t2020-11-17\tKITEPRESS\tLe musée",
        "PARIS, November 17 /KITEPRESS/. A museum.\tPARIS\t11-17\tKITEPRESS\tA museum",
        "(KITEPRESS) - PARIGI, 17 NOV - Il museo.\tPARIGI\t11-17\tKITEPRESS\tIl museo",
        "【パリ・カイト】博物館\tパリ\t-\tカイト\t博物館",
        "(서울=케이트) 홍길동 기자 = 박물관\t서울\t-\t케이트\t박물관",
        "LANTERNA - Bron öppnar.\t-\t-\tLANTERNA\tBron",
        "OSLO, NOVEMBER 17, LANTERNA. The museum.\tOSLO\t11-17\tLANTERNA\tThe museum",
        "Berlin (hfn) Das Haus.\tBerlin\t-\thfn\tDas Haus",
        "Rome, Nov 17, MILLNEWS The museum.\tRome\t11-17\tMILLNEWS\tThe museum",
        "OSLO, Nov. 17, 2020 /PAIDWIRE/ -- A kite.\tOSLO\t2020-11-17\tPAIDWIRE\tA kite\twarns press release",
    ] {
        assert_eq!(misread(row, &facts), None);
    }
}
