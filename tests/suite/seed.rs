//! The questions that the first dispatch has to answer: on a story of our own of the same make, and on the real one
//! where it is at hand.

use crate::harness::{Folder, Ran, skipped};
use std::path::{Path, PathBuf};

/// Each of these finds the story.
const FOUND: &[&str] = &[
    "Karabakh cessez-le-feu",
    "karabakh CESSEZ LE FEU",
    "\"cessez-le-feu conclu\"",
    "« cessez-le-feu »",
    "armenie",
    "l'Arménie",
    "L’ARMÉNIE",
    "etats-unis",
    "États Unis",
    "de\u{301}ce\u{300}s",
    "décédé OR escalade",
    "négociation",
    "=Géorgie",
    "\"Le Drian\"",
    "place:Tbilissi",
    "place:tbilisi",
    "place:Géorgie",
    "place:Georgia",
    "place:GE",
    "date:2020",
    "date:2020-11",
    "date:2020-11-17",
    "date:17/11/2020",
    "date:2020-11-10..2020-11-20",
    "since:2020-11-17",
    "until:2020-11-17",
    "on:11-17",
    "agency:AFP",
    "lang:fr karabakh",
    "karabakh -sport",
    "-sport",
    "cessez\u{2011}le\u{2011}feu",
    "\"groupe dit de Minsk\"",
    "territorial*",
];

/// None of these does.
const NOT_FOUND: &[&str] = &[
    "\"feu cessez\"",
    "date:2020-11-18",
    "date:..2020-11-16",
    "place:Moscou",
    "place:=Géorgie",
    "-karabakh",
    "lang:en",
    "karabakh football",
];

fn answers(file: &Path) {
    let folder = Folder::new().write("wire/story.txt", std::fs::read(file).unwrap());
    folder.run(&["index", "wire"]).done();
    let asked = |query: &str| -> Ran { folder.run(&["search", "--format", "paths", query]) };
    for query in FOUND {
        let ran = asked(query);
        assert_eq!(
            ran.stdout(),
            "wire/story.txt\n",
            "{query}: {}",
            ran.stderr()
        );
        ran.done();
    }
    for query in NOT_FOUND {
        let ran = asked(query);
        assert_eq!(ran.stdout(), "", "{query}");
        ran.exits(1);
    }
}

fn is_read_well(file: &Path) {
    let folder = Folder::new().write("wire/story.txt", std::fs::read(file).unwrap());
    let record = folder.run(&["parse", "--json", "wire"]).done().json();
    let places = record["places"].as_array().unwrap();
    assert_eq!(places.len(), 1);
    assert_eq!(places[0]["as_written"], "Tbilissi");
    assert_eq!(places[0]["name"], "Tbilisi");
    assert_eq!(places[0]["country"], "GE");
    assert_eq!(record["date"], "2020-11-17");
    assert_eq!(record["date_precision"], "day");
    assert_eq!(record["date_from"], "dateline");
    assert_eq!(record["agency"], "afp");
    assert_eq!(record["language"], "fr");
    let paragraphs: Vec<&str> = record["paragraphs"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| p.as_str().unwrap())
        .collect();
    assert!((8..=9).contains(&paragraphs.len()), "{paragraphs:#?}");
    for paragraph in paragraphs {
        assert!(
            paragraph.ends_with(['.', '"', '»', '«', '!', '?', ' ']),
            "cut at a line end: {paragraph}"
        );
        assert!(
            !paragraph.contains('\n') && paragraph.trim() == paragraph && !paragraph.is_empty(),
            "{paragraph}"
        );
    }
}

fn twin() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/plain/crawl/afp-fr-tbilissi-mediation.txt")
}

/// The real dispatch, which is no part of the project and not on every machine.
fn seed() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/seed");
    let files = std::fs::read_dir(folder).ok()?.filter_map(Result::ok);
    files.map(|entry| entry.path()).find(|path| path.is_file())
}

#[test]
fn a_double_spaced_french_dispatch_answers_every_question() {
    answers(&twin());
}

#[test]
fn a_double_spaced_french_dispatch_is_read_whole() {
    is_read_well(&twin());
}

#[test]
fn the_real_dispatch_answers_every_question() {
    match seed() {
        Some(file) => answers(&file),
        None => skipped("../shared/data/seed is not on this machine"),
    }
}

#[test]
fn the_real_dispatch_is_read_whole() {
    match seed() {
        Some(file) => is_read_well(&file),
        None => skipped("../shared/data/seed is not on this machine"),
    }
}
