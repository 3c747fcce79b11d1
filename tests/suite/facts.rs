//! What a librarian says of each story of the sample corpus (`tests/expected-facts.tsv`), held against what is read.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot be set up has to fail"
)]

use dateline::enrich::Options;
use dateline::facts::Facts;
use dateline::index::{Reading, read_stories};
use dateline::story::{Place, Story};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// How many columns the table has.
const COLUMNS: usize = 12;
/// The day on which the corpus was written, for refusing dates after it.
const TODAY: &str = "2026-11-01";

/// The columns of the table that are held against a story, by the table's own names, after the path.
fn columns(story: &Story) -> [(&'static str, String); COLUMNS - 1] {
    let of_places = |cell: &dyn Fn(&Place) -> String| {
        let cells: Vec<String> = story.places.iter().map(cell).collect();
        cells.join("|")
    };
    let known = |cell: &Option<String>| cell.clone().unwrap_or_default();
    let date = story.date.map(|when| when.to_string()).unwrap_or_default();
    let first_words = story.paragraphs.first().map_or("", String::as_str);
    let first_words: Vec<&str> = first_words.split_whitespace().take(5).collect();
    [
        ("places", of_places(&|place| place.as_written.clone())),
        ("canonical", of_places(&|place| known(&place.name))),
        ("countries", of_places(&|place| known(&place.country))),
        ("date", date.chars().take(10).collect()),
        ("agency", story.agencies.join("|")),
        ("language", known(&story.language)),
        ("headline", known(&story.headline)),
        ("byline", known(&story.byline)),
        ("paragraphs", story.paragraphs.len().to_string()),
        ("signoff", known(&story.signoff)),
        ("first words", first_words.join(" ")),
    ]
}

/// Every story of the corpus by its path.
fn stories() -> BTreeMap<String, Story> {
    let options = Options {
        today: TODAY.parse().unwrap(),
        ..Options::default()
    };
    let mut stories = BTreeMap::new();
    let corpus = [PathBuf::from("corpus")];
    read_stories(
        &corpus,
        &Reading {
            options,
            ..Reading::default()
        },
        Facts::built_in(),
        &mut |read| {
            if let Ok(story) = read {
                stories.insert(story.path.clone(), story);
            }
        },
    )
    .unwrap();
    stories
}

/// Whether a cell says what was read. Scripts without blanks have no words: there the cell is how the text begins.
fn agree(column: &str, wanted: &str, found: &str) -> bool {
    wanted == found || (column == "first words" && !wanted.is_ascii() && found.starts_with(wanted))
}

#[test]
fn every_fact_of_the_sample_corpus_is_read() {
    let stories = stories();
    let mut wrong = Vec::new();
    for row in include_str!("../expected-facts.tsv").lines().skip(1) {
        let cells: Vec<&str> = row.split('\t').collect();
        assert_eq!(cells.len(), COLUMNS, "{row}");
        let Some(story) = stories.get(cells[0]) else {
            wrong.push(format!("{}: no story", cells[0]));
            continue;
        };
        for ((column, found), wanted) in columns(story).into_iter().zip(&cells[1..]) {
            if !agree(column, wanted, &found) {
                wrong.push(format!(
                    "{}: {column} is {found:?} instead of {wanted:?}",
                    cells[0]
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
