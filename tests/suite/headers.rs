//! Headers in the agencies' conventions (`tests/header-cases.jsonl`), each held against what a librarian says of it.
//!
//! A case is one line of JSON: `id`, `text`, `filename` and `mtime` (RFC 3339) where they matter, and `expect`: `place`
//! (as printed), `canon` (the gazetteer's names, `null` where it has none), `country`, `date`, `agency` (principal
//! first), `language`, `flags` (of which the lifecycle marks count), `headline`. An absent key is not looked at; an
//! empty one means that there is none. `misses` names the fields that are known to be read wrong, each with the reason:
//! they have to stay wrong, or leave the list.

use crate::harness::Folder;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, SystemTime};

const CASES: &str = include_str!("../header-cases.jsonl");

/// The names of lifecycle marks among the flags of a case.
const MARKS: &[&str] = &[
    "flash",
    "alert",
    "urgent",
    "lead",
    "update",
    "correction",
    "refile",
    "repeat",
    "kill",
    "embargo",
    "advisory",
];

/// The share of each field, in per cent, that has to be right.
const ENOUGH: usize = 98;

fn cases() -> Vec<Value> {
    CASES
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn text<'a>(value: &'a Value, key: &str) -> Option<&'a str> {
    value[key].as_str()
}

/// Where the file of a case lies.
fn path(case: &Value) -> String {
    let name = text(case, "filename").unwrap_or("story.txt");
    format!("cases/{}/{name}", text(case, "id").unwrap())
}

/// The records of all cases, by path.
fn parsed(cases: &[Value]) -> BTreeMap<String, Value> {
    let mut folder = Folder::new();
    for case in cases {
        folder = folder.write(&path(case), text(case, "text").unwrap());
        let seconds = text(case, "mtime").map_or(0, |time| {
            let instant: chrono::DateTime<chrono::FixedOffset> = time.parse().unwrap();
            instant.timestamp().try_into().unwrap()
        });
        let modified = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
        let mut options = std::fs::File::options();
        let file = options.append(true).open(folder.path(path(case)));
        file.unwrap().set_modified(modified).unwrap();
    }
    let ran = folder.run(&["parse", "--json", "--trust-mtime", "cases"]);
    let records = ran.lines().into_iter().map(|line| {
        let record: Value = serde_json::from_str(line).unwrap();
        (text(&record, "path").unwrap().to_owned(), record)
    });
    records.collect()
}

/// Case, accents, punctuation and runs of blanks do not count.
fn folded(text: &str) -> String {
    dateline::facts::gazetteer::fold_name(text)
}

/// A list of texts, `null` as nothing.
fn list(values: &Value) -> Vec<String> {
    let values = values.as_array().into_iter().flatten();
    values
        .map(|value| folded(value.as_str().unwrap_or("")))
        .collect()
}

/// What is wanted and what was read of a field, where the case speaks of it.
fn field(case: &Value, record: &Value, name: &str) -> Option<(Vec<String>, Vec<String>)> {
    let expect = &case["expect"];
    let of_places = |key: &str| {
        let places = record["places"].as_array().into_iter().flatten();
        places
            .map(|place| folded(text(place, key).unwrap_or("")))
            .collect()
    };
    let one = |key: &str| vec![folded(text(record, key).unwrap_or(""))];
    let flags: BTreeSet<&str> = expect["flags"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    match name {
        "places" => Some((list(expect.get("place")?), of_places("as_written"))),
        "names" => Some((list(expect.get("canon")?), of_places("name"))),
        "countries" => Some((list(expect.get("country")?), of_places("country"))),
        "date" => {
            let wanted = match expect.get("date") {
                Some(date) => date.as_str().unwrap_or(""),
                None if flags.contains("no_date") => "",
                None => return None,
            };
            let found = text(record, "date").unwrap_or("");
            // A finer answer that agrees is right.
            let found = found
                .get(..wanted.len())
                .filter(|_| !wanted.is_empty())
                .unwrap_or(found);
            Some((vec![wanted.into()], vec![found.into()]))
        }
        "agency" => {
            let principal = expect.get("agency")?.get(0).and_then(Value::as_str);
            Some((vec![folded(principal.unwrap_or(""))], one("agency")))
        }
        "language" => Some((vec![folded(text(expect, "language")?)], one("language"))),
        "headline" => Some((vec![folded(text(expect, "headline")?)], one("headline"))),
        "marks" => {
            let wanted = flags.into_iter().filter(|flag| MARKS.contains(flag));
            let found: BTreeSet<String> = list(&record["marks"]).into_iter().collect();
            let marks = found
                .into_iter()
                .filter(|mark| MARKS.contains(&mark.as_str()));
            Some((wanted.map(String::from).collect(), marks.collect()))
        }
        _ => unreachable!("{name}"),
    }
}

#[test]
fn headers_of_the_worlds_agencies_are_read_right() {
    let cases = cases();
    let records = parsed(&cases);
    let mut wrong = Vec::new();
    let mut scores: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for case in &cases {
        let id = text(case, "id").unwrap();
        let record = records
            .get(&path(case))
            .unwrap_or_else(|| panic!("{id}: no record"));
        for name in [
            "places",
            "names",
            "countries",
            "date",
            "agency",
            "language",
            "headline",
            "marks",
        ] {
            let Some((wanted, found)) = field(case, record, name) else {
                continue;
            };
            let (right, all) = scores.entry(name).or_default();
            *all += 1;
            *right += usize::from(wanted == found);
            let known = text(&case["misses"], name);
            match (wanted == found, known) {
                (true, Some(why)) => wrong.push(format!("{id}: {name} is right, no miss: {why}")),
                (false, None) => {
                    wrong.push(format!("{id}: {name} is {found:?} instead of {wanted:?}"));
                }
                _ => {}
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for (name, (right, all)) in scores {
        assert!(right * 100 >= all * ENOUGH, "{name}: {right} of {all}");
    }
}

#[test]
fn cases_are_whole() {
    let cases = cases();
    let ids: BTreeSet<&str> = cases.iter().filter_map(|case| text(case, "id")).collect();
    assert_eq!(ids.len(), cases.len());
    // A text of twice encoded letters holds its place's name only once it is mended.
    let whole = |case: &&Value| !text(case, "text").unwrap().contains('Ã');
    for case in cases.iter().filter(whole) {
        let words = folded(text(case, "text").unwrap());
        for place in list(&case["expect"]["place"]) {
            assert!(words.contains(&place), "{}: {place}", case["id"]);
        }
    }
}
