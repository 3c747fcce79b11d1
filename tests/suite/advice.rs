//! What is said where a question finds nothing: which part of it, and what would find some stories.

use crate::harness::Folder;

/// Stories of which sixty name Karabakh, and one has a slip in it.
fn archive() -> Folder {
    let mut folder = Folder::with_stories();
    for number in 0..60 {
        let text = format!(
            "Talks go on\n\nYEREVAN, Nov 11, 2020 (Reuters) - Talks on Karabakh and the Lachin corridor went on, \
             round {number}, an official told reporters.\n"
        );
        folder = folder.write(&format!("wires/{number}.txt"), text);
    }
    let slip = "Prix\n\nPARIS, 12 nov 2020 (AFP) - Un négociateur du Karabahk a parlé de négociations à huis clos.\n";
    let folder = folder.write("wires/slip.txt", slip);
    folder.run(&["index", "wires"]).done();
    folder
}

/// What is said beside the answer, on one line.
fn said(folder: &Folder, arguments: &[&str]) -> String {
    let arguments = [&["search"], arguments].concat();
    let ran = folder.run(&arguments);
    ran.stderr()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

#[test]
fn a_question_that_finds_nothing_is_told_what_would() {
    let folder = archive();
    for (typed, expected) in [
        // Near words of the archive, in the case and with the accents that are wanted, ready to be written.
        (
            &["Karabkah"][..],
            "0 stories have \"Karabkah\"; did you mean Karabakh (62 stories)?",
        ),
        (
            &["KARABKAH", "corridor"],
            "0 stories have \"KARABKAH\"; did you mean KARABAKH (62 stories)? Write: KARABAKH corridor",
        ),
        (
            &["negociationz"],
            "0 stories have \"negociationz\"; did you mean négociations (1 story)?",
        ),
        (
            &["\"lachin coridor\""],
            "0 stories have \"coridor\"; did you mean \"lachin corridor\" (60 stories)? Write: \"lachin corridor\"",
        ),
        (
            &["headline:tolks"],
            "0 stories have \"tolks\" in the headline; did you mean headline:talks (60 stories)? Write: headline:talks",
        ),
        (
            &["first9:karabkah"],
            "did you mean karabakh (62 stories)? Write: first9:karabakh",
        ),
        (
            &["=Négociations", "=negociateur"],
            "0 stories have \"negociateur\" spelt so; without =, 1 has negociateur",
        ),
        (&["xyzzyplugh"], "0 stories have \"xyzzyplugh\""),
        // What is there, but not together.
        (
            &["karabakh", "bread", "football"],
            "0 stories; 1 has two of the three words: --any",
        ),
        (
            &["bread", "football"],
            "0 stories; 2 have one of the two words: --any",
        ),
        (
            &["\"corridor lachin\""],
            "0 stories have the phrase; 60 have its words apart: (corridor lachin)",
        ),
        (
            &["karabakh", "lang:ru"],
            "0 stories: lang:\"ru\" alone finds nothing",
        ),
        (
            &["corridor", "place:Paris"],
            "0 stories; 60 have the rest without place:",
        ),
        // What the shell took.
        (
            &["place:New", "York"],
            "0 stories: a name of several words needs quotes, and a shell takes away one pair: 'place:\"New York\"'",
        ),
        (
            &["about:San", "Francisco", "karabakh"],
            "'about:\"San Francisco\"'",
        ),
        (&["karabakh", "ou", "sport"], "write OR in capitals"),
        // What is excluded is not missing.
        (&["football", "-stade"], "0 stories"),
    ] {
        let said = said(&folder, typed);
        assert!(said.contains(expected), "{typed:?}: {said}");
        let ran = folder.run(&[&["search"], typed].concat());
        assert_eq!((ran.code(), ran.stdout()), (1, ""), "{typed:?}");
    }
    let counted = folder.run(&["count", "Karabkah"]).exits(1);
    assert!(counted.stderr().contains("did you mean Karabakh"));
    let quiet = folder.run(&["search", "-q", "Karabkah"]).exits(1);
    assert_eq!(quiet.stderr(), "");
}

#[test]
fn a_question_that_finds_enough_is_not_corrected_and_a_slip_in_the_archive_is() {
    let folder = archive();
    for typed in [
        "karabakh",
        "corridor",
        "bread",
        "football",
        "Karabahk~1",
        "négociateur",
        "karaba*",
    ] {
        let said = said(&folder, &[typed]);
        assert!(!said.contains("did you mean"), "{typed}: {said}");
    }
    let said = said(&folder, &["Karabahk"]);
    assert!(
        said.contains("hint: few stories have \"Karabahk\"; did you mean Karabakh (62 stories)?"),
        "{said}"
    );
}

#[test]
fn a_question_without_its_command_is_told_which_one() {
    let folder = Folder::new();
    let ran = folder.run(&["Karabakh", "place:New York"]).exits(2);
    assert!(
        ran.stderr()
            .contains("did you mean `dateline search Karabakh 'place:New York'`?"),
        "{}",
        ran.stderr()
    );
    let ran = folder.run(&["serch", "Karabakh"]).exits(2);
    assert!(!ran.stderr().contains("did you mean"), "{}", ran.stderr());
}

#[test]
fn a_limit_may_be_glued_to_its_letter_and_is_text_behind_two_dashes() {
    let folder = archive();
    assert_eq!(
        folder
            .run(&["search", "karabakh", "-n1", "--format", "ids"])
            .done()
            .lines()
            .len(),
        1
    );
    assert_eq!(
        folder
            .run(&["search", "-n3", "karabakh", "--format", "ids"])
            .done()
            .lines()
            .len(),
        3
    );
    folder
        .run(&["search", "karabakh", "--format", "ids", "--", "-n1"])
        .done();
    let each = ["--versions", "all", "--dupes", "show"];
    let counted = folder.run(&[&["count", "karabakh", "-n1"], &each[..]].concat());
    assert_eq!(counted.done().stdout(), "62\n");
}

#[test]
fn a_language_that_no_story_can_be_in_is_noticed() {
    let folder = archive();
    let said = said(&folder, &["lang:zz"]);
    assert!(
        said.contains("no story is told to be in a language of the code zz"),
        "{said}"
    );
    folder.run(&["search", "--strict", "lang:zz"]).exits(2);
}
