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
    for line in [
        "",
        "-",
        "(",
        "Apple Filing Protocol (AFP) - A way to share files.",
        "- Apple Filing Protocol (AFP) - macOS",
        "Alpha-fetoprotein (AFP) is a marker",
        "Alpha Feto Protein (AFP) - A marker.",
        "Rajahmundry (AP) — the largest town on the river",
        "The company said on March 9 that it would",
        "The company said on March 9 - a Monday - that",
        "A photograph (AFP/Jo Example) - The river",
        "TORONTO: 3 (Smith 2, Jones) - OTTAWA: 1 (Roy)",
        "- Jan 3-9 - NAIROBI - A balloon crossed",
        "VIRGINIA WELLS — The potter, 81, still opens",
        "KITE SALES RISE MASKS WEAK TREND - ANALYSTS",
        "NATO said the band would play on Friday.",
        "TEHRAN-based groups met on 3 May",
        "selon l'AFP, le port est fermé",
        "Net income rose 4 pct - a record",
        "© AFP 2019 / Jo Example",
        "L'accord signé le 3 mai 2019 (AFP) prévoit un port.",
    ] {
        assert_eq!(find(line, facts), None, "{line}");
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
        "年月日",
        "(=)",
        "【】",
    ] {
        find(line, facts);
    }
}
