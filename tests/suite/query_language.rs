//! The query language, promise by promise: what is typed and which stories answer. Relations are in `spans`, slips in
//! `fuzzy`, what stands beside a text in `beside`, empty answers in `advice`.

use crate::harness::Folder;
use dateline::engine::{self, Page, Searcher, Sort};
use dateline::facts::Facts;
use dateline::query::Query;
use dateline::query::parse::{Settings, parse};
use std::sync::LazyLock;

/// The stories, each by its file.
const STORIES: &[(&str, &str)] = &[
    (
        "accord",
        "Karabakh: l'accord de cessez-le-feu tient\n\nTBILISSI, 17 nov 2020 (AFP) - L’accord de cessez-le-feu conclu au \
         Karabakh tient, a dit le ministre, dont les négociateurs sont à Stepanakert.\n\nLa Turquie a salué l'élection \
         d'un président. Le sport attendra, selon Aliyev.\n\nLe Karabakh, encore le Karabakh.\n",
    ),
    (
        "treve",
        "URGENT - Trêve: le feu reprend\n\nGORI, Géorgie, 13 nov 2020 (AFP) - Le feu a repris malgré les cessez le feu de la \
         veille, et les élections sont repoussées. Un decret le dit.\n\nAucune négociation n'est prévue. Karabakh.\n",
    ),
    (
        "york",
        "UPDATE 2-Women vote\n\nNEW YORK, Nov 9, 2020 (AP) - Women voted and a woman won the election, the AND and the OR of \
         politics: 20:30 was the hour, -0.5 the odds.\n\nLe Monde reported it. A truce held, same as before.\n",
    ),
    (
        "moscou",
        "МОСКВА, 9 ноя 2019. /ТАСС/. Перемирие в Карабахе соблюдается, сообщил министр обороны России в субботу утром.\n",
    ),
    (
        "annule",
        "ANNULATION\n\nPARIS, 12 nov 2020 (AFP) - Prière d'annuler la dépêche sur le Karabakh et le sport diffusée ce matin.\n",
    ),
];

/// The archive of the stories.
static ARCHIVE: LazyLock<(Folder, Box<dyn Searcher>)> = LazyLock::new(|| {
    let folder = STORIES.iter().fold(Folder::new(), |folder, (name, text)| {
        folder.write(&format!("wires/2020/{name}.txt"), text)
    });
    folder.run(&["index", "wires"]).done();
    let searcher = engine::open(&folder.path("index")).unwrap();
    (folder, searcher)
});

fn read(typed: &str) -> dateline::Result<Query> {
    let settings = Settings {
        today: "2020-11-20".parse().unwrap(),
        now: "2020-11-20T00:00:00Z".parse().unwrap(),
        any: false,
        words_only: false,
        date_order: None,
    };
    parse(typed, settings, Facts::built_in())
}

/// The stories that a question shows, by their names.
fn found(typed: &str) -> String {
    let page = Page {
        offset: 0,
        limit: 100,
        sort: Sort::Relevance,
    };
    let now = "2020-11-20T00:00:00Z".parse().unwrap();
    let query = read(typed).unwrap().shown(now);
    let found = ARCHIVE.1.search(&query, &page).unwrap();
    let name = |path: &str| path.trim_start_matches("wires/2020/").replace(".txt", "");
    let names = found.stories.map(|story| name(&story.unwrap().0.path));
    let mut names: Vec<String> = names.collect();
    names.sort();
    names.join(" ")
}

/// Every question of a list finds the same stories.
#[track_caller]
fn find(stories: &str, questions: &[&str]) {
    for typed in questions {
        assert_eq!(found(typed), stories, "{typed}");
    }
}

/// Every question is answered after a notice that says so.
#[track_caller]
fn notice(said: &str, questions: &[&str]) {
    for typed in questions {
        let notices = read(typed).unwrap().notices;
        let there = notices.iter().any(|notice| notice.message.contains(said));
        assert!(there, "{typed}: {notices:?}");
    }
}

// Words.

#[test]
fn words_side_by_side_are_all_there_and_a_hyphenated_one_is_a_phrase() {
    let hyphened = [
        "Karabakh cessez-le-feu",
        "cessez le feu Karabakh -atleast99:feu",
        "Karabakh cessez\u{2011}le\u{2011}feu",
        "KARABAKH Cessez-Le-Feu",
    ];
    find("accord treve", &hyphened);
    find("", &["Karabakh feu-cessez", "Karabakh Women"]);
}

#[test]
fn a_phrase_stands_in_any_quotes_with_its_small_words_and_no_inflections() {
    let quoted = [
        "\"accord de cessez-le-feu\"",
        "« accord de cessez-le-feu »",
        "“accord de cessez-le-feu”",
        "„accord de cessez-le-feu“",
        "\"ACCORD de cessez le feu»",
    ];
    find("accord", &quoted);
    find("", &["\"accords de cessez-le-feu\"", "\"accord cessez\""]);
}

#[test]
fn case_accents_elision_and_inflection_do_not_matter() {
    let typed = [
        "election",
        "Élections",
        "l'élection",
        "L’ÉLECTION",
        "ÉLECTIONS",
    ];
    find("accord treve york", &typed);
}

#[test]
fn an_exact_word_is_so_written_case_aside() {
    find("accord", &["=Élection", "=élection", "=ÉLECTION"]);
    find("york", &["=election", "=\"Le Monde\"", "=\"le monde\""]);
    find("treve", &["=élections"]);
    find("", &["=décret", "=\"La Monde\""]);
    find("treve", &["décret", "=decret"]);
}

#[test]
fn and_plus_and_side_by_side_are_the_same() {
    find(
        "accord",
        &[
            "karabakh tient",
            "+karabakh +tient",
            "karabakh AND tient",
            "+karabakh tient",
        ],
    );
}

#[test]
fn a_truncation_stands_for_what_it_looks_like() {
    find("accord treve", &["negoci*", "Négoci*", "n?goci*"]);
    find("york", &["wom?n", "wom*"]);
    find("treve", &["décr?t", "dec?et"]);
    notice("* needs 3 letters", &["ne*", "x ne*"]);
}

#[test]
fn a_word_with_slips_is_found() {
    find("accord", &["aliev~1", "Alijev~1", "aliyev~"]);
    find("", &["aliev", "alie~1 -alie"]);
}

#[test]
fn either_of_two_binds_tighter_than_and_and_says_so() {
    find(
        "accord treve",
        &["trêve OR accord", "trêve | accord", "trêve|accord"],
    );
    find("", &["trêve or accord", "trêve ou accord"]);
    find("treve", &["décret trêve OR accord"]);
    notice(
        "OR binds tighter than AND",
        &["décret trêve OR accord", "a | b c"],
    );
    assert_eq!(read("(a OR b) c").unwrap().notices, []);
}

#[test]
fn what_is_excluded_is_not_there_also_alone() {
    find(
        "treve",
        &[
            "karabakh -sport",
            "karabakh NOT sport",
            "karabakh -(sport OR woman)",
        ],
    );
    find("moscou york", &["-karabakh", "NOT karabakh"]);
    find("york", &["-0.5"]);
}

#[test]
fn brackets_group() {
    find("accord treve", &["(trêve OR accord) (feu OR woman)"]);
    find("treve", &["(trêve OR accord) -(accord tient)"]);
}

#[test]
fn operators_bind_in_their_order() {
    for (typed, meaning) in [
        ("a OR b c", "((a OR b) c)"),
        ("a b OR c AND d", "(a (b OR c) d)"),
        ("a NEAR/3 b OR c", "((a NEAR/3 b) OR c)"),
        ("-a OR b", "(NOT a OR b)"),
        ("-headline:a b", "(NOT headline:a b)"),
        ("headline:a OR b", "(headline:a OR b)"),
        ("headline:(a OR b) c", "((headline:a OR headline:b) c)"),
        ("headline:a,b c", "((headline:a OR headline:b) c)"),
        ("headline:\"a b\" c", "(headline:\"a b\" c)"),
        ("a ADJ/2 b SAME/S c", "(a ADJ/2 b SAME/S c)"),
    ] {
        assert_eq!(read(typed).unwrap().root.to_string(), meaning, "{typed}");
    }
}

#[test]
fn operators_are_in_capitals_or_carry_a_number_and_other_such_words_are_text() {
    find(
        "york",
        &["same", "\"the AND and the OR\"", "and or same", "x OR same"],
    );
    find(
        "accord",
        &[
            "feu near/10 accord",
            "feu w/10 accord",
            "feu Near/10 accord",
        ],
    );
    find("", &["feu near accord", "accord adj cessez"]);
}

#[test]
fn words_near_one_another_are_in_any_order_and_adjacent_ones_in_theirs() {
    let near = [
        "feu NEAR/10 accord",
        "\"feu accord\"~10",
        "accord w/10 feu",
        "feu ADJ/3 accord",
    ];
    find("accord", &near);
    find(
        "",
        &["accord pre/3 feu", "accord adj/3 feu", "accord ADJ/3 feu"],
    );
    find("accord", &["accord pre/4 feu"]);
}

#[test]
fn words_of_one_paragraph_and_of_one_sentence() {
    find(
        "accord",
        &["turquie SAME/P sport", "turquie SAME/S président"],
    );
    find("", &["turquie SAME/S sport", "turquie SAME/P stepanakert"]);
}

#[test]
fn words_that_come_often_and_words_at_the_beginning() {
    find(
        "accord",
        &["atleast3:Karabakh", "atleast4:karabakh", "first50:Turquie"],
    );
    find("", &["atleast5:Karabakh", "first10:Turquie"]);
}

// Fields.

#[test]
fn a_place_is_found_under_any_name_and_by_what_it_lies_in() {
    let names = [
        "place:Géorgie",
        "dateline:Georgia",
        "from:Грузия",
        "lieu:GE",
        "place:geo*,GE",
    ];
    find("accord treve", &names);
    find("treve", &["place:=Gori", "place:Gori"]);
    find("", &["place:=GE", "place:TX"]);
    find("york", &["place:\"New York\"", "place:NY", "place:US-NY"]);
    find("accord", &["place:GE-TB", "place:Tiflis"]);
    find("accord treve york", &["-place:Moscou", "-place:RU"]);
    notice(
        "place:GE (Georgia, country), place:US-GA",
        &["place:Georgia"],
    );
    notice("CA is read as the country Canada", &["place:CA"]);
}

#[test]
fn a_place_mentioned_and_a_distance_are_asked_apart_from_where_a_story_was_filed() {
    find(
        "accord",
        &[
            "about:Stepanakert",
            "about:Turquie",
            "about:TR",
            "near:Tbilissi<50km",
        ],
    );
    find("accord treve", &["near:Tbilissi<100km"]);
    find("", &["about:Gori", "place:Turquie"]);
}

#[test]
fn part_of_a_date_is_the_period_and_ends_are_included() {
    let november = [
        "date:2020",
        "date:2020-11",
        "date:2020-11-09..2020-11-17",
        "date:>=2020-11-09",
        "date:2w..",
        "since:2020-11-09 until:2020-11-17",
        "after:2020-11-09 before:2020-11-17",
    ];
    find("accord treve york", &november);
    find("moscou", &["date:..2019", "date:2019", "date:<2020"]);
    let seventeenth = [
        "date:17/11/2020",
        "date:\"17 nov. 2020\"",
        "date:mardi",
        "date:3d..yesterday",
        "since:2020-11-14",
    ];
    find("accord", &seventeenth);
    find("", &["date:yesterday", "date:lundi"]);
    find("moscou york", &["on:11-09"]);
    notice("day first", &["date:11/09/2020"]);
}

#[test]
fn agencies_and_languages_are_asked_by_any_name_and_in_lists() {
    find(
        "accord treve",
        &[
            "agency:AFP,Reuters",
            "source:afp",
            "agence:AFP",
            "lang:fr",
            "lang:French",
        ],
    );
    find("accord treve york", &["agency:AFP,AP", "lang:fr,en"]);
    find("moscou", &["agency:TASS", "lang:ru", "langue:ru"]);
}

#[test]
fn parts_of_a_story_are_asked_apart() {
    find("accord treve", &["headline:feu", "title:feu", "titre:feu"]);
    find(
        "accord treve",
        &[
            "lead:(trêve OR cessez-le-feu)",
            "lead:trêve,\"cessez le feu\"",
        ],
    );
    find(
        "accord",
        &[
            "headline:karabakh",
            "lead:turquie",
            "body:turquie -headline:turquie",
        ],
    );
    find("", &["body:trêve", "headline:turquie"]);
}

#[test]
fn marks_are_asked_and_what_was_taken_back_stays_out_unless_asked_for() {
    find("york", &["mark:update", "marks:update"]);
    find(
        "annule",
        &["mark:kill", "status:canceled", "mark:kill sport"],
    );
    find("accord", &["sport"]);
    find("accord annule", &["sport status:any"]);
}

#[test]
fn paths_ids_and_what_a_story_has_are_asked() {
    find(
        "accord moscou treve york",
        &[
            "path:2020/**",
            "file:wires",
            "path:*.txt",
            "place:*",
            "date:*",
        ],
    );
    find("york", &["path:york.txt", "path:wires/2020/york.txt"]);
    find("accord treve york", &["headline:*"]);
    find("moscou", &["-headline:*"]);
    find("", &["byline:*", "urgency:*", "note:*"]);
}

// Tolerance.

#[test]
fn an_unknown_name_before_a_colon_is_text() {
    find("york", &["20:30", "20:30 hour"]);
    find("", &["http://dateline.example/", "hour:20"]);
    notice("did you mean agency:?", &["agencyy:afp"]);
}

#[test]
fn what_is_left_open_closes_at_the_end_and_stray_operators_are_words_or_left_out() {
    find("accord", &["\"accord de", "(accord tient", "accord) tient"]);
    find("treve", &["trêve AND", "OR trêve", "trêve OR", "trêve NOT"]);
    find("york", &["AND", "OR"]);
    notice("the quote is not closed", &["\"accord de"]);
    notice("the bracket is not closed", &["(accord tient"]);
    notice("joins nothing here", &["trêve AND", "OR", "a NEAR/3"]);
}

#[test]
fn a_notice_says_where_in_the_query_and_is_on_stderr() {
    let folder = &ARCHIVE.0;
    let ran = folder
        .run(&["count", "accord", "place:Georgia", "--quiet"])
        .done();
    assert_eq!(ran.stderr(), "");
    let ran = folder.run(&["count", "accord", "place:Georgia"]).done();
    assert!(
        ran.stderr().starts_with("note: in Georgia: "),
        "{}",
        ran.stderr()
    );
    assert_eq!(ran.stdout(), "1\n");
}

#[test]
fn under_strict_every_kind_of_notice_is_exit_code_2_and_nothing_else_is() {
    let folder = &ARCHIVE.0;
    for typed in [
        "a)",
        "a AND",
        "OR",
        "x -0.5",
        "a & b",
        "ab*",
        "*tion",
        "quoi? wo?",
        "\"ne*\"",
        "=neg*",
        "place: Gori x",
        "place:",
        "place:Xyzzyville",
        "place:Georgia",
        "place:CA",
        "about:Stepanakert",
        "agency:Xyz",
        "agencyy:afp",
        "date:11/09/2020",
        "date:11/17/2020",
        "date:17/11/20",
        "date:2020..2019",
        "date:2w",
        "date:2020-11-17T15:04",
        "on:2020-11-17",
        "mark:odd",
        "status:odd",
        "lang:klingon",
        "lang:zz",
        "lang:fr-CA",
        "near:41.7,44.8",
        "urgency:12",
        "urgency:3..1",
        "words:abc",
        "UE~1",
        "abcd~2",
        "Aliev~9",
        "=Aliev~1",
        "\"Aliev\"~1",
        "\"a b\"~0",
        "a NEAR/0 b",
        "a NEAR/9999999 b",
        "place:Gori NEAR/3 y",
        "byline:a NEAR/3 y",
        "a pre/3",
        "atleast0:a",
        "atleast3: a",
        "atleast3:place:Gori",
        "headline:a, b",
        "\"unclosed",
        "(unclosed",
        "()",
        "a OR b c",
    ] {
        let ran = folder.run(&["count", "--strict", "--", typed]);
        assert_eq!(
            (ran.code(), ran.stdout()),
            (2, ""),
            "{typed}: {}",
            ran.stderr()
        );
        assert!(ran.stderr().starts_with("error: "), "{typed}");
        let ran = folder.run(&["count", "--", typed]);
        assert!(ran.code() < 2, "{typed}: {}", ran.stderr());
        assert!(
            ran.stderr().starts_with("note: "),
            "{typed}: {}",
            ran.stderr()
        );
    }
    for typed in [
        "karabakh -sport",
        "place:GE",
        "\"a b\"~3",
        "date:2020-11",
        "Aliev~1",
        "urgency:<=2",
        "a OR b",
    ] {
        let ran = folder.run(&["count", "--strict", "--", typed]);
        assert!(ran.code() < 2, "{typed}: {}", ran.stderr());
    }
}

#[test]
fn a_query_is_explained_part_by_part_with_the_stories_of_each_also_as_json() {
    let typed = "Aliev~1 NEAR/30 (sport OR turq*) place:Georgia date:mardi lead:\"cessez le feu\" urgency:<=9 -status:superseded";
    let folder = &ARCHIVE.0;
    let arguments = ["explain", "--today", "2020-11-20", "--", typed];
    let ran = folder.run(&arguments).done();
    let said = ran
        .stdout()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    for part in [
        "all of: 0 stories",
        "the word \"aliev\", or one a letter off, accents aside: 1 story stands for: aliyev",
        "any of (\"sport\" in any inflection, \"turq*\"): 2 stories",
        "the word \"turq*\", truncated, accents aside: 1 story",
        "filed from Georgia (country) or Georgia (region of US) or anywhere in it: 2 stories",
        "filed from Georgia (country) or anywhere in it (place:GE): 2 stories",
        "filed on 2020-11-17: 1 story",
        "the phrase \"cessez le feu\" in the headline or the first two paragraphs, not inflected, accents aside: 2 stories",
        "of urgency 9 or less (1 is the most urgent): 0 stories",
        "not: 5 stories",
        "in whose place a newer version stands: 0 stories",
    ] {
        assert!(said.contains(part), "{part}\n{}", ran.stdout());
    }
    let json = folder
        .run(&["explain", "--json", "--today", "2020-11-20", "--", typed])
        .done()
        .json();
    let lines = json["lines"].as_array().unwrap();
    let of = |text: &str| lines.iter().find(|line| line["text"] == text).unwrap();
    assert_eq!(of("filed on 2020-11-17")["stories"], 1);
    assert_eq!(of("filed on 2020-11-17")["depth"], 1);
    let word = of("the word \"aliev\", or one a letter off, accents aside");
    assert_eq!(word["forms"], serde_json::json!(["aliyev"]));
    assert!(lines.iter().all(|line| line["stories"].is_u64()));
    assert!(json["notices"].as_array().unwrap().len() == 1);
}

// Limits.

#[test]
fn a_query_beyond_a_limit_is_exit_code_2_with_the_limit_named() {
    let folder = &ARCHIVE.0;
    for (typed, limit) in [
        ("a".repeat(4097), "4096"),
        ("(".repeat(65) + "a", "64"),
        ("a OR ".repeat(257) + "a", "256"),
        ("place:Springfield ".repeat(200), "1024"),
        ("aliev~1 ".repeat(17), "16"),
    ] {
        for command in ["search", "count"] {
            let ran = folder.run(&[command, &typed]).exits(2);
            let said = ran.stderr();
            assert!(said.contains("error: ") && said.contains(limit), "{said}");
            assert!(said.contains("hint: "), "{said}");
        }
    }
    for typed in [
        "a ".repeat(1000),
        "(".repeat(64) + "a",
        "a OR ".repeat(256) + "a",
    ] {
        assert!(folder.run(&["count", &typed]).code() < 2);
    }
}
