//! Stories that were taken back or are held: left out of an answer unless asked for, and said wherever they are shown.

use crate::harness::{Folder, Ran};

const USABLE: &str =
    "Mill reopens\n\nOSLO, Nov 16, 2020 (Reuters) - A mill reopened on Monday.\n\nIt grinds.\n";
const KILLED: &str = "KILL: Mill burns down\n\nPlease do not use the story slugged MILL.\n\nOSLO, Nov 16, 2020 (Reuters) - A mill burned down.\n\nIt did not.\n";
const HELD: &str = "EMBARGOED until 1200 GMT Nov 17, 2061\n\nMill to be sold\n\nOSLO, Nov 16, 2020 (Reuters) - A mill will be sold.\n\nIt is old.\n";

fn archive() -> Folder {
    let folder = Folder::new()
        .write("wires/usable.txt", USABLE)
        .write("wires/killed.txt", KILLED)
        .write("wires/held.txt", HELD);
    folder.run(&["index", "wires"]).done();
    folder
}

fn paths(folder: &Folder, arguments: &[&str]) -> Vec<String> {
    let ran = folder.run(&[&["search", "--format", "paths"], arguments].concat());
    let mut found: Vec<String> = ran.lines().iter().map(ToString::to_string).collect();
    found.sort();
    found
}

fn count(folder: &Folder, arguments: &[&str]) -> String {
    let ran: Ran = folder.run(&[&["count"], arguments].concat());
    ran.stdout().trim().to_owned()
}

#[test]
fn what_is_taken_back_or_held_is_left_out_and_that_is_said() {
    let folder = archive();
    assert_eq!(paths(&folder, &["mill"]), ["wires/usable.txt"]);
    let ran = folder.run(&["search", "mill"]).done();
    let said: Vec<&str> = ran.stderr().split_whitespace().collect();
    let note =
        "2 stories superseded, killed, withheld or under embargo are not shown: add status:any";
    assert!(said.join(" ").contains(note), "{said:?}");
    assert_eq!(count(&folder, &["mill"]), "1");
}

#[test]
fn what_is_taken_back_or_held_is_found_by_its_standing() {
    let folder = archive();
    for (query, found) in [
        (
            "mill status:any",
            &["wires/held.txt", "wires/killed.txt", "wires/usable.txt"][..],
        ),
        ("mill status:canceled", &["wires/killed.txt"]),
        ("mill mark:kill", &["wires/killed.txt"]),
        ("mill status:embargoed", &["wires/held.txt"]),
        ("mill mark:embargo", &["wires/held.txt"]),
    ] {
        assert_eq!(paths(&folder, &[query]), found, "{query}");
        assert_eq!(count(&folder, &[query]), found.len().to_string(), "{query}");
    }
}

#[test]
fn lists_and_stories_say_their_standing() {
    let folder = archive();
    let list = folder.run(&["search", "mill status:any"]).done();
    assert!(list.stdout().contains("  KILLED  "), "{}", list.stdout());
    assert!(
        list.stdout().contains("EMBARGO until 2061-11-17 12:00 UTC"),
        "{}",
        list.stdout()
    );
    for (path, warning) in [
        ("wires/killed.txt", "KILLED: its agency withdrew this story"),
        (
            "wires/held.txt",
            "EMBARGO until 2061-11-17 12:00 UTC: do not use",
        ),
    ] {
        let shown = folder.run(&["show", path]).done();
        assert!(
            shown.stdout().starts_with(warning),
            "{}{}",
            shown.stdout(),
            shown.stderr()
        );
    }
    let shown = folder.run(&["show", "wires/usable.txt"]).done();
    assert!(!shown.stdout().contains("do not use"), "{}", shown.stdout());
}

#[test]
fn an_embargo_ends_with_its_time() {
    let folder = archive();
    let before = ["--today", "2061-11-17", "mill"];
    let after = ["--today", "2061-11-18", "mill"];
    assert_eq!(paths(&folder, &before), ["wires/usable.txt"]);
    assert_eq!(
        paths(&folder, &after),
        ["wires/held.txt", "wires/usable.txt"]
    );
    assert_eq!(count(&folder, &before), "1");
    assert_eq!(count(&folder, &after), "2");
}

#[test]
fn tables_of_ones_own_are_read_in_dateline_and_embargo() {
    let months: Vec<String> = (1..=12)
        .map(|month| match month {
            5 => "[\"zundor\"]".into(),
            _ => format!(
                "[\"qemund{}\"]",
                "abcdefghijkl".chars().nth(month - 1).unwrap()
            ),
        })
        .collect();
    let language = format!(
        "code = \"xx\"\nname = \"Invented\"\nmonths = [{}]\nweekdays = []\n",
        months.join(", ")
    );
    let folder = Folder::new()
        .write("mine/languages/xx.toml", language)
        .write("mine/agencies.tsv", "neuve\tAgence Neuve\tFR\tfr\t\tNEUVE\n")
        .write(
            "mine/places.tsv",
            "#id\tname\tkind\twithin\tlat\tlon\tpopulation\talso\nx-camp\tNorth Camp\tsite\tGL\t83\t-30\t\tCamp Nord\n",
        )
        .write(
            "wires/own.txt",
            "EMBARGOED until 1200 GMT 17 zundor 2061\n\nCamp Nord, 3 zundor 2021 (NEUVE) - Le camp est atteint.\n\nUn mois.\n",
        );
    let read = folder
        .run(&["--tables", "mine", "parse", "wires", "--json"])
        .done();
    let read = read.json();
    assert_eq!(read["date"], "2021-05-03", "{read}");
    assert_eq!(read["embargo_until"], "2061-05-17T12:00:00Z");
    assert_eq!(read["agency"], "neuve");
    assert_eq!(read["places"][0]["id"], "x-camp");
    let read = folder.run(&["parse", "wires", "--json"]).done().json();
    assert_ne!(read["embargo_until"], "2061-05-17T12:00:00Z");
}
