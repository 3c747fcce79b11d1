//! `dateline places`, the near names of a misspelt one, and a user's own tables, through the program.

use crate::harness::{Folder, Ran};

#[test]
fn a_name_is_shown_with_its_meanings_and_the_query_for_each() {
    let ran = Folder::new().run(&["places", "Tiflis"]).done();
    let shown = ran.stdout();
    assert!(
        shown.starts_with(
            "Tiflis: 2 meanings, the likeliest first\n\nTbilisi  city\nquery     place:611717\n"
        ),
        "{shown}"
    );
    assert!(
        shown.contains("lies in   Tbilisi, Georgia") && shown.contains("Тбилиси"),
        "{shown}"
    );
    assert!(shown.contains("capital"), "{shown}");
    assert_eq!(ran.stderr(), "");
}

#[test]
fn the_likeliest_meaning_comes_first_and_the_others_are_counted() {
    let ran = Folder::new()
        .run(&["places", "Springfield", "-n", "2"])
        .done();
    let first = ran.lines()[0];
    assert!(
        first.starts_with("Springfield: ") && first.ends_with("the likeliest 2"),
        "{first}"
    );
    let queries = ran.lines();
    let queries = queries.iter().filter(|line| line.starts_with("query"));
    assert_eq!(queries.count(), 2);
}

#[test]
fn a_name_may_carry_its_state_and_an_id_or_code_is_a_name() {
    let id = |name| {
        let ran = Folder::new().run(&["places", "--json", name]).done();
        ran.json()["names"][0]["meanings"][0]["id"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    assert_eq!(id("Paris, Texas"), id("Paris (Texas)"));
    assert_ne!(id("Paris, Texas"), id("Paris"));
    assert_eq!(
        (id("611717"), id("us-ga")),
        ("611717".into(), "US-GA".into())
    );
    assert_eq!(id("Georgia"), "GE");
}

#[test]
fn json_says_everything_in_one_document() {
    let ran = Folder::new()
        .run(&["places", "--json", "Gori", "Tbilisssi"])
        .done();
    let json = ran.json();
    assert_eq!(json["schema"], 1);
    let gori = &json["names"][0]["meanings"][0];
    assert_eq!(
        (gori["id"].as_str(), gori["query"].as_str()),
        (Some("614455"), Some("place:614455"))
    );
    assert_eq!(
        gori["within"].as_array().unwrap()[0]["id"]
            .as_str()
            .map(|id| &id[..2]),
        Some("GE")
    );
    assert!(gori["because"][0]["points"].is_number() && gori["lat"].is_number());
    let unknown = &json["names"][1];
    assert_eq!(unknown["total"], 0);
    assert_eq!(unknown["near"][0]["id"], "611717");
}

#[test]
fn a_name_that_nobody_knows_is_nothing_found_with_near_ones() {
    let ran = Folder::new().run(&["places", "Tbilisssi"]).exits(1);
    assert_eq!(ran.stdout(), "");
    assert!(
        ran.stderr().contains("did you mean Tbilissi (Tbilisi,"),
        "{}",
        ran.stderr()
    );
    let ran = Folder::new().run(&["places", "Xyzzyvillebourg"]).exits(1);
    assert_eq!(
        ran.stderr(),
        "note: no place called Xyzzyvillebourg is known\n"
    );
}

#[test]
fn an_archive_counts_the_stories_of_each_place() {
    let ran = Folder::with_archive().run(&["places", "Géorgie"]).done();
    assert!(
        ran.stdout().contains("place:GE (1 story in the archive)"),
        "{}",
        ran.stdout()
    );
}

#[test]
fn no_line_is_wider_than_the_window_and_no_control_character_is_written() {
    for columns in ["40", "80", "120"] {
        let folder = Folder::new();
        let mut command = folder.command(&[
            "places",
            "New York",
            "\u{1b}]0;x\u{7}London",
            "Xyzzy\u{1b}[31mville",
        ]);
        let ran = Ran::of(command.env("COLUMNS", columns), "").done();
        let columns: usize = columns.parse().unwrap();
        for line in ran.lines().into_iter().chain(ran.stderr().lines()) {
            assert!(line.chars().count() <= columns, "{line}");
            assert!(!line.contains(char::is_control), "{line:?}");
        }
    }
    let coloured = Folder::new()
        .run(&["--color", "always", "places", "Gori"])
        .done();
    assert!(coloured.stdout().contains('\u{1b}'));
}

#[test]
fn a_misspelt_place_in_a_question_is_answered_with_near_names() {
    let ran = Folder::with_archive()
        .run(&["search", "place:Tbilisssi"])
        .exits(1);
    let said = ran.stderr().replace('\n', " ");
    assert!(
        said.contains("did you mean place:Tbilissi (Tbilisi)?"),
        "{said}"
    );
}

/// A folder with a story from a place that only the user knows, by an agency that only the user knows.
fn folder_with_own_story() -> Folder {
    Folder::new().write(
        "wires/own.txt",
        "Camp Nord, 3 mars 2021 (NEUVE) - Les chercheurs ont atteint le camp mercredi.\n\nIls y resteront un mois.\n",
    )
}

const PLACES: &str = "#id\tname\tkind\twithin\tlat\tlon\tpopulation\talso\nx-camp\tNorth Camp\tsite\tGL\t83\t-30\t\tCamp Nord\n";
const AGENCIES: &str = "neuve\tAgence Neuve\tFR\tfr\t\tNEUVE\n";

#[test]
fn tables_in_the_archive_are_used_by_every_command() {
    let folder = folder_with_own_story();
    folder.run(&["index", "wires"]).done();
    folder.run(&["search", "place:x-camp"]).exits(1);
    let folder = folder
        .write("index/tables/places.tsv", PLACES)
        .write("index/tables/agencies.tsv", AGENCIES);
    let again = folder.run(&["index", "wires"]).done();
    assert!(again.stdout().contains('1'), "{}", again.stdout());
    let found = folder
        .run(&[
            "search",
            "place:\"North Camp\" agency:neuve",
            "--format",
            "paths",
        ])
        .done();
    assert_eq!(found.lines(), ["wires/own.txt"]);
    let read = folder.run(&["parse", "wires", "--json"]).done();
    assert_eq!(read.json()["places"][0]["id"], "x-camp");
    assert_eq!(read.json()["agency"], "neuve");
    let shown = folder.run(&["places", "camp nord"]).done();
    assert!(
        shown
            .stdout()
            .contains("place:x-camp (1 story in the archive)"),
        "{}",
        shown.stdout()
    );
    let explained = folder.run(&["explain", "place:\"Camp Nord\""]).done();
    assert!(
        explained.stdout().contains("1 story"),
        "{}",
        explained.stdout()
    );
    // The same tables: nothing is read again.
    let third = folder.run(&["index", "wires"]).done();
    assert!(third.stdout().contains("unchanged"), "{}", third.stdout());
}

#[test]
fn tables_may_be_there_before_the_archive_is() {
    let folder = folder_with_own_story().write("index/tables/places.tsv", PLACES);
    folder.run(&["index", "wires"]).done();
    let found = folder
        .run(&["search", "place:x-camp", "--format", "paths"])
        .done();
    assert_eq!(found.lines(), ["wires/own.txt"]);
}

#[test]
fn a_folder_of_tables_may_be_named_by_flag_or_environment() {
    let folder = folder_with_own_story().write("mine/places.tsv", PLACES);
    let read = folder
        .run(&["--tables", "mine", "parse", "wires", "--json"])
        .done();
    assert_eq!(read.json()["places"][0]["id"], "x-camp");
    let mut command = folder.command(&["parse", "wires", "--json"]);
    let read = Ran::of(command.env("DATELINE_TABLES", "mine"), "").done();
    assert_eq!(read.json()["places"][0]["id"], "x-camp");
}

#[test]
fn a_wrong_row_stops_before_anything_is_indexed() {
    let folder =
        folder_with_own_story().write("mine/places.tsv", "#\nx-camp\tNorth Camp\tsite\tQQ\n");
    let ran = folder.run(&["--tables", "mine", "index", "wires"]).exits(2);
    let said = ran.stderr().replace('\n', " ");
    assert!(
        said.starts_with("error: cannot read mine/places.tsv:2: "),
        "{said}"
    );
    assert!(
        said.contains("no area has the id \"QQ\"") && said.contains("hint: "),
        "{said}"
    );
    assert!(!folder.path("index").exists());
    let ran = folder
        .run(&["--tables", "nowhere", "parse", "wires"])
        .exits(2);
    assert!(
        ran.stderr().starts_with("error: cannot read nowhere"),
        "{}",
        ran.stderr()
    );
}
