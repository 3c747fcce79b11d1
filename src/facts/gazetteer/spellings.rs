//! The spellings of `tests/place-names.tsv`: cities of datelines in many languages and scripts, and names that history
//! or a dispute has changed. Each must mean its place without any help.

use super::{Entry, Gazetteer, Hints};

const SPELLINGS: &str = include_str!("../../../tests/place-names.tsv");

/// Whether an entry is the one that a row means: by its id, or by its English name and country.
fn is_meant(entry: &Entry, place: &str) -> bool {
    let country = entry.country.as_deref().unwrap_or_default();
    entry.id == place || format!("{}, {country}", entry.name) == place
}

#[test]
fn every_spelling_of_the_list_is_read_right() {
    let gazetteer = Gazetteer::built_in();
    let rows: Vec<Vec<&str>> = SPELLINGS
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| line.split('\t').collect())
        .collect();
    let mut wrong = Vec::new();
    for row in &rows {
        let [spelling, language, place] = row[..] else {
            panic!("three columns: {row:?}");
        };
        let resolved = gazetteer.resolve(spelling, Hints::default());
        let found = gazetteer.find(spelling).into_iter().next();
        for entry in [resolved.map(|(entry, _)| entry), found] {
            if !entry.as_ref().is_some_and(|entry| is_meant(entry, place)) {
                wrong.push(format!("{spelling} ({language}): {place}, not {entry:?}"));
                break;
            }
        }
    }
    assert!(rows.len() >= 300, "{} spellings", rows.len());
    assert!(
        wrong.is_empty(),
        "{} of {} are wrong:\n{}",
        wrong.len(),
        rows.len(),
        wrong.join("\n")
    );
}
