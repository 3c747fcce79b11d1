//! What stands beside a story's text (byline, slug, note, category, urgency, length): what finds it, and what does not.

use crate::harness::Folder;
use dateline::engine::{self, Fold, Mode, Page, Searcher, Sort};
use dateline::facts::Facts;
use dateline::query::Query;
use dateline::query::parse::{Settings, parse};
use dateline::search::{self, Request};
use dateline::story::Story;
use std::path::Path;

/// Two stories; the second has nothing beside its text.
fn stories() -> Vec<Story> {
    let full = Story {
        id: "1a".into(),
        path: "wire/a.txt".into(),
        language: Some("en".into()),
        byline: Some("Anahide Vartoïan and Jo Example-Sample".into()),
        slug: Some("Pacman-crash,2nd Ld".into()),
        keywords: vec!["Kites".into(), "GAR".into()],
        note: Some("ADDS quotes of the minister,\nbackground".into()),
        category: Some("Domestic News".into()),
        urgency: Some(2),
        words: 300,
        headline: Some("Balloons over the harbour".into()),
        paragraphs: vec!["Nobody was hurt.".into()],
        ..Story::default()
    };
    let bare = Story {
        id: "1b".into(),
        path: "wire/b.txt".into(),
        language: Some("en".into()),
        headline: Some("Quotes of the day".into()),
        paragraphs: vec!["Example of domestic kites: a pacman.".into()],
        words: 6,
        ..Story::default()
    };
    vec![full, bare]
}

fn archive(folder: &Path) -> Box<dyn Searcher> {
    let mut writer = engine::open_for_writing(folder, Mode::Update).unwrap();
    stories()
        .iter()
        .for_each(|story| writer.put(story).unwrap());
    writer.commit("note").unwrap();
    writer.finish().unwrap();
    engine::open(folder).unwrap()
}

fn read(text: &str) -> Query {
    let settings = Settings {
        today: "2020-11-20".parse().unwrap(),
        now: Default::default(),
        any: false,
        words_only: false,
        date_order: None,
    };
    parse(text, settings, &Facts::default()).unwrap()
}

/// The ids of the stories that a query finds, and what is marked in them.
fn found(searcher: &dyn Searcher, typed: &str) -> (String, Vec<String>) {
    let request = Request {
        query: read(typed),
        now: Default::default(),
        page: Page {
            offset: 0,
            limit: 10,
            sort: Sort::Oldest,
        },
        fold: Fold::NONE,
        fragments: true,
        chains: false,
        paths: false,
    };
    let results = search::search(searcher, &request).unwrap();
    let hits: Vec<_> = results.hits.map(Result::unwrap).collect();
    let ids: Vec<&str> = hits.iter().map(|hit| hit.story.id.as_str()).collect();
    let fragments = hits.iter().flat_map(|hit| &hit.fragments);
    let marked = fragments.flat_map(|fragment| {
        let words = fragment.marks.iter();
        words.map(|&(start, end)| format!("{}:{}", fragment.field, &fragment.text[start..end]))
    });
    (ids.join(" "), marked.collect())
}

#[test]
fn what_stands_beside_the_text_is_found_by_its_field_alone() {
    let folder = tempfile::tempdir().unwrap();
    let searcher = archive(folder.path());
    for (typed, expected) in [
        // Words, phrases, brackets, lists, truncations, exact words.
        ("byline:vartoian", "1a"),
        ("byline:=vartoïan", "1a"),
        ("byline:=vartoian", ""),
        ("byline:\"jo example\"", "1a"),
        ("byline:(jo OR nobody)", "1a"),
        ("byline:nobody,jo", "1a"),
        ("byline:anah*", "1a"),
        ("byline:(anahide NEAR/4 example)", "1a"),
        ("byline:(anahide NEAR/2 example)", ""),
        ("byline:first1:anahide", "1a"),
        ("byline:first1:vartoian", ""),
        // Names are not inflected; slugs, notes and categories are.
        ("byline:samples", ""),
        ("byline:examples", ""),
        ("slug:crashes", "1a"),
        ("note:quoted", "1a"),
        ("category:(NEWS)", "1a"),
        // A slug is found by its words, in any case, and by its keywords.
        ("slug:Pacman-crash,2nd", "1a"),
        ("slug:\"Pacman-crash,2nd Ld\"", "1a"),
        ("slug:PACMAN", "1a"),
        ("slug:ld", "1a"),
        ("slug:gar", "1a"),
        ("slug:pac*", "1a"),
        ("note:\"minister background\"", "1a"),
        ("category:\"domestic news\"", "1a"),
        // What stands beside is no text, and the text is not beside.
        ("quotes", "1b"),
        ("note:quotes", "1a"),
        ("body:background", ""),
        ("vartoian", ""),
        ("slug:balloons", ""),
        ("byline:balloons", ""),
        ("example", "1b"),
        ("byline:example balloons", "1a"),
        ("byline:jo -byline:example", ""),
        ("-byline:example", "1b"),
        ("byline:jo OR pacman", "1a 1b"),
        // Numbers.
        ("urgency:2", "1a"),
        ("urgency:<=2", "1a"),
        ("urgency:1..3", "1a"),
        ("urgency:3..9", ""),
        ("urgency:1,2", "1a"),
        ("-urgency:2", "1b"),
        ("words:>299", "1a"),
        ("words:>300", ""),
        ("words:300", "1a"),
        ("words:<100", "1b"),
        ("words:1..300", "1a 1b"),
        // Whether there is any.
        ("byline:*", "1a"),
        ("slug:*", "1a"),
        ("note:*", "1a"),
        ("category:*", "1a"),
        ("urgency:*", "1a"),
        ("words:*", "1a 1b"),
        ("-note:*", "1b"),
    ] {
        assert_eq!(found(&*searcher, typed).0, expected, "{typed}");
    }
}

#[test]
fn what_matched_beside_the_text_is_marked_where_it_stands() {
    let folder = tempfile::tempdir().unwrap();
    let searcher = archive(folder.path());
    for (typed, marked) in [
        ("byline:example", &["byline:Example"][..]),
        (
            "slug:(crash NEAR/2 ld) balloons",
            &["headline:Balloons", "slug:crash", "slug:Ld"],
        ),
        ("note:quotes -body:quotes", &["note:quotes"]),
    ] {
        assert_eq!(found(&*searcher, typed).1, marked, "{typed}");
    }
}

#[test]
fn words_of_the_text_and_of_a_field_beside_it_are_linked_by_and_alone() {
    for (typed, meaning) in [
        ("byline:jo NEAR/5 balloons", "(byline:\"jo\" balloons)"),
        (
            "(byline:jo OR slug:a) NEAR b",
            "((byline:\"jo\" OR slug:a) b)",
        ),
    ] {
        let query = read(typed);
        assert_eq!(query.root.to_string(), meaning);
        assert!(
            query
                .notices
                .iter()
                .any(|n| n.message.contains("read as AND")),
            "{:?}",
            query.notices
        );
    }
}

#[test]
fn stories_are_counted_by_category_and_urgency_and_the_piece_that_matched_says_where_it_stands() {
    let folder = Folder::new().write(
        "wires/a.json",
        r#"{"uri":"urn:x:1","version":"1","type":"text","urgency":2,"language":"en","byline":"Jo Example",
            "slugline":"kites-fair","headline":"Kites rise","body_text":"Kites rose over the harbour on Tuesday morning."}"#,
    );
    folder.run(&["index", "wires"]).done();
    let counted = folder.run(&["count", "kites", "--by", "urgency,category"]);
    assert_eq!(counted.done().stdout().trim(), "1  2  (none)");
    let ran = folder.run(&["search", "byline:example"]).done();
    assert!(
        ran.stdout().contains("byline: Jo Example"),
        "{}",
        ran.stdout()
    );
}
