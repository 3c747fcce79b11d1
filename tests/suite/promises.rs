//! What people complain of in other archives, each complaint a promise that is kept here, through the real program.
//!
//! Kept elsewhere: what is marked is where it matches (`agree::each_mark_is_of_what_made_the_story_fit`); ways of asking
//! the same agree (`agree::two_ways_of_asking_the_same_have_one_answer`); wrong charsets (`charsets`); places that a
//! user adds (`places`); a first question that needs no preparation (`cli`); pipes that close (`cli`); memory (`hostile`,
//! `long`); two writers, crashes and damage (`archive`, `crash`).

use crate::harness::Folder;

/// An archive of stories, each its name and its text.
fn archive(stories: &[(&str, &str)]) -> Folder {
    let mut folder = Folder::new();
    for (name, text) in stories {
        folder = folder.write(&format!("w/{name}.txt"), text);
    }
    folder.run(&["index", "w"]).done();
    folder
}

/// The names of the stories that a question finds, each version of them, in order.
fn finds(folder: &Folder, question: &[&str]) -> String {
    let each = [
        "search",
        "--format",
        "paths",
        "--versions",
        "all",
        "--dupes",
        "show",
    ];
    let ran = folder.run(&[&each[..], question].concat());
    assert!(
        matches!(ran.code(), 0 | 1),
        "{question:?}: {}",
        ran.stderr()
    );
    let name = |path: &str| {
        path.trim_start_matches("w/")
            .trim_end_matches(".txt")
            .to_owned()
    };
    let mut names: Vec<String> = ran.lines().into_iter().map(name).collect();
    names.sort();
    names.join(" ")
}

#[track_caller]
fn assert_finds(folder: &Folder, rows: &[(&str, &str)]) {
    for (question, expected) in rows {
        assert_eq!(finds(folder, &[question]), *expected, "{question}");
    }
}

#[test]
fn accents_do_not_matter_unless_they_are_asked_for() {
    let folder = archive(&[
        (
            "accent",
            "PARIS, 12 nov 2020 (AFP) - Le président a parlé aux maires.\n",
        ),
        (
            "plain",
            "PARIS, 12 nov 2020 (AFP) - Le president sans accents du club.\n",
        ),
        (
            "other",
            "PARIS, 12 nov 2020 (AFP) - La présidence reste vide.\n",
        ),
    ]);
    assert_finds(
        &folder,
        &[
            ("président", "accent plain"),
            ("PRESIDENT", "accent plain"),
            ("=président", "accent"),
            ("=president", "plain"),
        ],
    );
}

#[test]
fn an_elided_article_hides_no_word_and_whole_words_keep_their_apostrophe() {
    let folder = archive(&[
        (
            "straight",
            "PARIS, 12 nov 2020 (AFP) - Un festin de l'ail à Lille.\n",
        ),
        (
            "curly",
            "PARIS, 12 nov 2020 (AFP) - Un festin de L’AIL à Lyon.\n",
        ),
        (
            "whole",
            "PARIS, 12 nov 2020 (AFP) - Aujourd'hui, un prud'homme visite la presqu'île.\n",
        ),
    ]);
    assert_finds(
        &folder,
        &[
            ("ail", "curly straight"),
            ("l'ail", "curly straight"),
            ("aujourd'hui", "whole"),
            ("hui", ""),
            ("prud’homme", "whole"),
            ("presqu'ile", "whole"),
        ],
    );
}

#[test]
fn stems_and_accents_combine() {
    let folder = archive(&[
        (
            "grave",
            "PARIS, 12 nov 2020 (AFP) - Les évènements de mai.\n",
        ),
        (
            "acute",
            "PARIS, 12 nov 2020 (AFP) - Un événement de juin.\n",
        ),
        (
            "none",
            "PARIS, 12 nov 2020 (AFP) - L'evenement de juillet.\n",
        ),
    ]);
    for typed in ["évènement", "événements", "evenement", "EVENEMENTS"] {
        assert_eq!(finds(&folder, &[typed]), "acute grave none", "{typed}");
    }
}

#[test]
fn a_phrase_keeps_its_small_words() {
    let folder = archive(&[
        (
            "to",
            "LONDON, Nov 12, 2020 (Reuters) - Flights to London were full.\n",
        ),
        (
            "from",
            "PARIS, Nov 12, 2020 (Reuters) - Flights from London were empty.\n",
        ),
    ]);
    assert_finds(
        &folder,
        &[
            ("\"flights to London\"", "to"),
            ("\"from London\"", "from"),
            ("\"London to\"", ""),
            ("to", "to"),
        ],
    );
}

#[test]
fn words_are_found_split_and_joined() {
    let folder = archive(&[
        (
            "hyphen",
            "HULL, Nov 12, 2020 (Reuters) - Kingston-upon-Hull opened a bridge.\n",
        ),
        (
            "blank",
            "LEEDS, Nov 12, 2020 (Reuters) - Kingston upon Hull closed a road.\n",
        ),
        (
            "apart",
            "LEEDS, Nov 12, 2020 (Reuters) - Hull beat a team; Kingston fell upon hard times.\n",
        ),
    ]);
    assert_finds(
        &folder,
        &[
            ("Hull", "apart blank hyphen"),
            ("Kingston-upon-Hull", "blank hyphen"),
            ("\"Kingston upon Hull\"", "blank hyphen"),
            ("kingston_upon_hull", "blank hyphen"),
        ],
    );
}

#[test]
fn composed_and_decomposed_letters_are_the_same() {
    let folder = archive(&[
        ("composed", "PARIS, 12 nov 2020 (AFP) - La trêve dure.\n"),
        (
            "decomposed",
            "PARIS, 12 nov 2020 (AFP) - La tre\u{302}ve casse.\n",
        ),
    ]);
    assert_finds(
        &folder,
        &[
            ("trêve", "composed decomposed"),
            ("tre\u{302}ve", "composed decomposed"),
            ("=trêve", "composed decomposed"),
        ],
    );
}

#[test]
fn text_that_was_read_in_a_wrong_charset_is_repaired() {
    let folder = archive(&[(
        "mojibake",
        "DÃ©cÃ¨s d'un Ã©crivain\n\nPARIS, 12 nov 2020 (AFP) - L'Ã©crivain est dÃ©cÃ©dÃ© Ã  NÃ®mes.\n",
    )]);
    assert_finds(
        &folder,
        &[
            ("décès", "mojibake"),
            ("headline:écrivain", "mojibake"),
            ("nîmes", "mojibake"),
        ],
    );
}

#[test]
fn all_words_have_to_be_there_unless_any_is_asked_for() {
    let folder = archive(&[
        (
            "both",
            "PARIS, 12 nov 2020 (AFP) - Un phare et un cerf-volant.\n",
        ),
        ("one", "PARIS, 12 nov 2020 (AFP) - Un phare et un bateau.\n"),
    ]);
    assert_finds(
        &folder,
        &[
            ("phare cerf-volant", "both"),
            ("phare OR cerf-volant", "both one"),
            ("+phare +bateau", "one"),
        ],
    );
    assert_eq!(finds(&folder, &["--any", "phare cerf-volant"]), "both one");
}

#[test]
fn a_hyphenated_word_is_a_phrase() {
    let folder = archive(&[
        (
            "firm",
            "DELFT, Nov 12, 2020 (Reuters) - Researchers at Fox-It found it.\n",
        ),
        ("animal", "LEEDS, Nov 12, 2020 (Reuters) - It saw a fox.\n"),
    ]);
    assert_finds(&folder, &[("fox-it", "firm"), ("fox it", "animal firm")]);
}

#[test]
fn no_question_is_a_syntax_error() {
    let folder = archive(&[(
        "a",
        "PARIS, 12 nov 2020 (AFP) - Voir http://phare.example/2020 à 20:30.\n",
    )]);
    for typed in [
        "http://phare.example",
        "20:30",
        "(",
        "\"",
        ":",
        "phare)",
        "a AND",
        "\"phare",
        "place:",
        "~",
        "NEAR/",
        "^phare",
        "[a TO b]",
        "{}",
        "\\",
    ] {
        let ran = folder.run(&["search", "--", typed]);
        assert!(matches!(ran.code(), 0 | 1), "{typed}: {}", ran.stderr());
        assert!(!ran.stderr().to_lowercase().contains("syntax"), "{typed}");
    }
    assert_finds(
        &folder,
        &[
            ("http://phare.example", "a"),
            ("20:30", "a"),
            ("\"20:30", "a"),
        ],
    );
}

#[test]
fn a_part_of_a_date_is_the_whole_period() {
    let folder = archive(&[
        ("nov17", "PARIS, 17 nov 2017 (AFP) - Un phare.\n"),
        ("nov30", "PARIS, 30 nov 2017 (AFP) - Un pont.\n"),
        ("dec", "PARIS, 1er déc 2017 (AFP) - Un quai.\n"),
    ]);
    assert_finds(
        &folder,
        &[
            ("date:20171117", "nov17"),
            ("date:2017-11-17", "nov17"),
            ("date:2017-11", "nov17 nov30"),
            ("date:2017", "dec nov17 nov30"),
            ("date:2017-11-30..2017-12-01", "dec nov30"),
        ],
    );
}

#[test]
fn days_are_those_of_the_dateline_and_none_is_invented_or_to_come() {
    let folder = archive(&[
        (
            "2020-11-18-late",
            "TOKYO, Nov 17, 2020 (Kyodo) - The tower was lit at midnight, http://x.example/2019/05/04/.\n",
        ),
        ("future", "PARIS, 17 nov 2099 (AFP) - Une date à venir.\n"),
    ]);
    assert_finds(
        &folder,
        &[
            ("date:2020-11-17", "2020-11-18-late"),
            ("date:2020-11-18", ""),
            ("date:2019-05", ""),
            ("date:2099", ""),
        ],
    );
}

#[test]
fn towns_are_where_their_datelines_say() {
    let folder = archive(&[
        (
            "troy",
            "TROY, N.C. (AP) - A mill reopened on Tuesday, its owner said.\n",
        ),
        (
            "montreal",
            "MONTREAL (AP) - A mill closed on Tuesday, its owner said.\n",
        ),
    ]);
    assert_finds(
        &folder,
        &[
            ("place:US-NC", "troy"),
            ("place:Malaysia", ""),
            ("place:Canada", "montreal"),
            ("place:Wisconsin", ""),
        ],
    );
}

#[test]
fn one_unknown_place_empties_no_answer_and_is_found_as_written() {
    let folder = archive(&[
        ("known", "GORI, 17 nov 2020 (AFP) - Un phare.\n"),
        ("unknown", "XYZZYVILLE, 17 nov 2020 (AFP) - Un phare.\n"),
    ]);
    assert_finds(
        &folder,
        &[
            ("place:Xyzzyville", "unknown"),
            ("place:Gori,Xyzzyville", "known unknown"),
            ("phare", "known unknown"),
        ],
    );
}

#[test]
fn all_names_of_a_place_are_one_place() {
    let folder = archive(&[
        (
            "wien",
            "Wien, 17. Nov. 2020 (APA) - Ein Turm wurde geöffnet.\n",
        ),
        ("zurich", "ZURICH, 17 nov 2020 (ATS) - Une tour a ouvert.\n"),
        (
            "bangalore",
            "BANGALORE, Nov 17, 2020 (PTI) - A tower was opened.\n",
        ),
    ]);
    assert_finds(
        &folder,
        &[
            ("place:Vienna", "wien"),
            ("place:Vienne", "wien"),
            ("place:Zürich", "zurich"),
            ("place:Zurigo", "zurich"),
            ("place:Bengaluru", "bangalore"),
        ],
    );
}

#[test]
fn notes_and_signoffs_are_no_text() {
    let folder = archive(&[(
        "note",
        "Kite lands\n\n(Eds: adds zebra quote)\n\nLEEDS, England, Nov 12, 2020 (AP) - A kite landed on a barn.\n",
    )]);
    assert_finds(&folder, &[("zebra", ""), ("kite barn", "note")]);
}

#[test]
fn a_story_that_many_reprint_is_counted_once_and_said_to_be_repeated() {
    let text = "The keeper of the old lighthouse said on Tuesday that the sea had risen again near the harbour wall, \
                and that the lamp would be moved to the hill before winter comes to the northern coast of the island.";
    let stories = [
        ("a", format!("LEEDS, England, Nov 17, 2020 (AP) - {text}\n")),
        ("b", format!("LEEDS, England, Nov 17, 2020 (AP) - {text} Readers may write to us.\n")),
        ("c", "PARIS, Nov 17, 2020 (AP) - A lighthouse of paper was shown in a museum of toys by its maker.\n".into()),
    ];
    let stories: Vec<(&str, &str)> = stories
        .iter()
        .map(|(name, text)| (*name, text.as_str()))
        .collect();
    let folder = archive(&stories);
    let ran = folder.run(&["search", "lighthouse"]).done();
    assert!(
        ran.stderr().contains("2 stories (3 with repeats)"),
        "{}",
        ran.stderr()
    );
    assert_eq!(folder.run(&["count", "lighthouse"]).done().stdout(), "2\n");
    let each = [
        "count",
        "lighthouse",
        "--versions",
        "all",
        "--dupes",
        "show",
    ];
    assert_eq!(folder.run(&each).done().stdout(), "3\n");
}

#[test]
fn stories_are_counted_by_the_calendar() {
    let folder = archive(&[
        ("a", "PARIS, 30 nov 2020 (AFP) - Un phare rouge.\n"),
        ("b", "PARIS, 1er déc 2020 (AFP) - Un phare bleu.\n"),
        ("c", "PARIS, 2 déc 2020 (AFP) - Un phare vert.\n"),
    ]);
    for (by, rows) in [
        ("month", "1  2020-11\n2  2020-12\n"),
        ("year", "3  2020\n"),
        ("week", "3  2020-W49\n"),
    ] {
        assert_eq!(
            folder.run(&["count", "phare", "--by", by]).done().stdout(),
            rows
        );
    }
}

#[test]
fn tables_and_lines_of_json_are_data_and_nothing_else() {
    let folder = archive(&[
        ("a", "PARIS, 30 nov 2020 (AFP) - Un phare, \"rouge\".\n"),
        ("b", "PARIS, 1er déc 2020 (AFP) - Un phare bleu.\n"),
    ]);
    let csv = folder.run(&["search", "phare", "--format", "csv"]).done();
    assert_eq!(csv.lines().len(), 3, "a header and two rows");
    for line in folder
        .run(&["search", "phare", "--format", "jsonl"])
        .done()
        .lines()
    {
        assert!(serde_json::from_str::<serde_json::Value>(line).unwrap()["path"].is_string());
    }
    let json = folder.run(&["search", "phare", "--json"]).done();
    assert_eq!(json.json()["total"], 2);
    folder.run(&["search", "nothing-of-the-kind"]).exits(1);
    folder.run(&["search", "date:2020-13"]).exits(2);
}
