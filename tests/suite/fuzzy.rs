//! Words with slips: `Aliev~1` finds what a letter more, less or other, or two letters changed round, make of it.

use crate::engines::archive;
use crate::harness::Folder;
use dateline::engine::{MAX_SLIPS, Page, Searcher, Sort};
use dateline::facts::Facts;
use dateline::fields::{Part, Side};
use dateline::language::fold::fold;
use dateline::query::Query;
use dateline::query::fuzzy::is_within;
use dateline::query::matching::marks;
use dateline::query::parse::{Settings, parse};
use dateline::story::Story;

fn story(number: usize, words: &[String]) -> Story {
    Story {
        id: format!("1{number:03}"),
        path: format!("wire/{number}.txt"),
        language: Some("fr".into()),
        paragraphs: vec![words.join(" ")],
        byline: words.first().cloned(),
        ..Story::default()
    }
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

fn found(searcher: &dyn Searcher, query: &Query) -> Vec<String> {
    let page = Page {
        offset: 0,
        limit: 1000,
        sort: Sort::Relevance,
    };
    let found = searcher.search(query, &page).unwrap();
    let mut ids: Vec<String> = found.stories.map(|story| story.unwrap().0.id).collect();
    ids.sort();
    ids
}

/// The words marked in a story.
fn marked(searcher: &dyn Searcher, query: &Query, story: &Story) -> Vec<String> {
    let patterns = searcher.patterns(query).unwrap();
    let byline = story.side(Side::Byline);
    let byline = byline.iter();
    let byline = byline.map(|line| (Part::Side(Side::Byline), line.as_str()));
    let lines: Vec<_> = story.lines(usize::MAX).chain(byline).collect();
    let marks = marks(&lines, Some("fr"), &patterns);
    let pieces = lines.iter().zip(marks);
    pieces
        .flat_map(|((_, line), marks)| marks.into_iter().map(|mark| line[mark].to_owned()))
        .collect()
}

#[test]
fn the_dictionary_gives_the_words_that_the_plain_distance_gives() {
    let mut state = 7_u64;
    let mut random = move |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    let letters = ['a', 'b', 'é', 'e', 'я', 'x'];
    let mut word = || -> String {
        let length = 3 + random(5);
        (0..length)
            .map(|_| letters[random(letters.len())])
            .collect()
    };
    let stories: Vec<Story> = (0..300)
        .map(|number| story(number, &[word(), word(), word()]))
        .collect();
    let folder = tempfile::tempdir().unwrap();
    let searcher = archive(folder.path(), &stories);
    let mut met = 0;
    for asked in (0..150).map(|_| word()) {
        for slips in [1, 2] {
            let slips = if asked.chars().count() < 5 { 1 } else { slips };
            let query = read(&format!("{asked}~{slips}"));
            let fits = |word: &str| is_within(&fold(word), &fold(&asked), slips);
            let expected = stories.iter().filter(|story| {
                let mut words = story.paragraphs[0].split(' ');
                words.any(fits)
            });
            let expected: Vec<String> = expected.map(|story| story.id.clone()).collect();
            assert_eq!(found(&*searcher, &query), expected, "{asked}~{slips}");
            for story in stories.iter().filter(|story| expected.contains(&story.id)) {
                let words = marked(&*searcher, &query, story);
                assert!(!words.is_empty() && words.iter().all(|word| fits(word)));
            }
            met += expected.len();
        }
    }
    assert!(met > 500, "{met}");
}

#[test]
fn slips_go_with_fields_relations_and_brackets() {
    let texts = [
        "Aliyev met Pashinian",
        "Alijev met nobody",
        "nobody met Aliyev",
        "Aliyevs Pashinyan",
    ];
    let stories: Vec<Story> = (0..)
        .zip(texts)
        .map(|(number, text)| {
            let words: Vec<String> = text.split(' ').map(String::from).collect();
            story(number, &words)
        })
        .collect();
    let folder = tempfile::tempdir().unwrap();
    let searcher = archive(folder.path(), &stories);
    for (typed, expected, words) in [
        ("aliev~1", "1000 1001 1002", "Aliyev"),
        ("Aliev~2", "1000 1001 1002 1003", "Aliyev"),
        ("byline:aliev~1", "1000 1001", "Aliyev"),
        ("byline:(aliev~1 OR nobdy~1)", "1000 1001 1002", "Aliyev"),
        ("aliev~1 NEAR/2 pashinyan~1", "1000", "Aliyev Pashinian"),
        ("nobody ADJ/2 aliev~1", "1002", ""),
        ("\"aliyev met\"~2", "1000 1002", "Aliyev met"),
        ("first1:aliev~1", "1000 1001", "Aliyev"),
        ("-aliev~1", "1003", ""),
    ] {
        let query = read(typed);
        assert_eq!(found(&*searcher, &query).join(" "), expected, "{typed}");
        let marked = marked(&*searcher, &query, &stories[0]);
        if !words.is_empty() {
            assert_eq!(marked.join(" "), words, "{typed}");
        }
    }
}

#[test]
fn what_slips_stood_for_is_explained_the_commonest_first() {
    let folder = Folder::new();
    let texts = ["Alijev", "Aliyev", "Aliyev", "Alievs"];
    let folder = (0..).zip(texts).fold(folder, |folder, (number, name)| {
        let text = format!("Talks {number}\n\nBAKU, Nov 1{number}, 2020 (Reuters) - {name} spoke to reporters on day {number} of the talks.\n");
        folder.write(&format!("wires/{number}.txt"), text)
    });
    folder.run(&["index", "wires"]).done();
    let ran = folder.run(&["explain", "Aliev~1"]).done();
    let said = ran.stdout();
    assert!(
        said.contains("the word \"aliev\", or one a letter off, accents aside: 4 stories")
            && said.contains("stands for: aliyev, alievs, alijev"),
        "{said}"
    );
    folder.run(&["search", "--strict", "Aliev~1"]).done();
    folder.run(&["search", "--strict", "Aliev~7"]).exits(2);
}

#[test]
fn too_many_words_with_slips_are_an_error_with_a_hint() {
    let folder = tempfile::tempdir().unwrap();
    let searcher = archive(folder.path(), &[]);
    let query = |words: usize| read(&"aliev~1 ".repeat(words));
    assert!(searcher.count(&query(MAX_SLIPS)).is_ok());
    let error = searcher.count(&query(MAX_SLIPS + 1)).unwrap_err();
    assert!(
        searcher
            .count(&read(&"aliev~2 ".repeat(MAX_SLIPS / 2 + 1)))
            .is_err()
    );
    assert_eq!(error.exit_code(), 2);
    assert!(error.hint().is_some());
}
