//! The index and a matcher that knows none agree on stories and questions of every kind; ways of asking the same have
//! the same answer; what is marked is what made a story fit.
//!
//! `DATELINE_PAIRS=1000000` asks that many pairs of a story and a question; fewer are asked where it is not set.

mod random;

use crate::engines::{archive, generator};
use crate::naive::{Word, marked_numbers, occurrences, words_of};
use dateline::engine::{Page, Searcher, Sort};
use dateline::query::matching::marks_for;
use dateline::query::span::Span;
use dateline::query::{Node, Query};
use dateline::story::Story;
use random::{Random, agrees, question, read, stands_for, story};
use std::collections::BTreeSet;

/// So many stories are in each archive.
const STORIES: usize = 400;

/// How many pairs of a story and a question are asked.
fn pairs(usual: usize) -> usize {
    let wanted = std::env::var("DATELINE_PAIRS").ok();
    wanted
        .and_then(|wanted| wanted.parse().ok())
        .unwrap_or(usual)
}

/// Stories at random, and an archive of them.
struct Set {
    stories: Vec<Story>,
    searcher: Box<dyn Searcher>,
    _folder: tempfile::TempDir,
}

impl Set {
    fn new(random: Random<'_>) -> Set {
        let folder = tempfile::tempdir().unwrap();
        let stories: Vec<Story> = (0..STORIES).map(|number| story(number, random)).collect();
        Set {
            searcher: archive(folder.path(), &stories),
            stories,
            _folder: folder,
        }
    }

    fn found(&self, query: &Query) -> BTreeSet<String> {
        let page = Page {
            offset: 0,
            limit: 2 * STORIES,
            sort: Sort::Newest,
        };
        let found = self.searcher.search(query, &page);
        let found = found.unwrap_or_else(|error| panic!("{}: {error}", query.text));
        let total = found.total;
        let ids: BTreeSet<String> = found.stories.map(|story| story.unwrap().0.id).collect();
        assert_eq!(ids.len() as u64, total, "{}", query.text);
        ids
    }

    fn answer(&self, text: &str) -> BTreeSet<String> {
        self.found(&read(text))
    }
}

#[test]
fn the_index_finds_what_a_matcher_without_one_finds() {
    let questions = pairs(60_000).div_ceil(STORIES);
    let mut random = generator(6);
    let set = Set::new(&mut random);
    let words: Vec<_> = set.stories.iter().map(words_of).collect();
    let mut some = 0;
    for _ in 0..questions {
        let depth = random(4);
        let text = question(&mut random, depth, true);
        let query = read(&text);
        let found = set.found(&query);
        some += usize::from(!found.is_empty() && found.len() < STORIES);
        for (story, words) in set.stories.iter().zip(&words) {
            let expected = agrees(&query.root, story, words);
            assert_eq!(
                found.contains(&story.id),
                expected,
                "{text} = {} in {}",
                query.root,
                serde_json::to_string_pretty(story).unwrap()
            );
        }
    }
    assert!(
        3 * some > 2 * questions,
        "{some} of {questions} tell stories apart"
    );
}

#[test]
fn two_ways_of_asking_the_same_have_one_answer() {
    let mut random = generator(7);
    let set = Set::new(&mut random);
    for _ in 0..pairs(60_000).div_ceil(10 * STORIES) {
        let mut part = || {
            let depth = random(3);
            format!("({})", question(&mut random, depth, true))
        };
        let (a, b, c) = (part(), part(), part());
        for (one, other) in [
            (format!("{a} AND {b}"), format!("{a} {b}")),
            (format!("+{a} +{b}"), format!("{a} {b}")),
            (format!("{b} {a}"), format!("{a} {b}")),
            (format!("{a} OR {b}"), format!("{b} OR {a}")),
            (format!("{a} | {b}"), format!("{a} OR {b}")),
            (format!("-({a} OR {b})"), format!("-{a} -{b}")),
            (
                format!("NOT ({a} AND {b})"),
                format!("(NOT {a}) OR (NOT {b})"),
            ),
            (format!("NOT (NOT {a})"), a.clone()),
            (format!("{a} -{b}"), format!("{a} AND NOT {b}")),
            (format!("({a} {b}) {c}"), format!("{a} ({b} {c})")),
            (
                format!("{a} ({b} OR {c})"),
                format!("({a} {b}) OR ({a} {c})"),
            ),
            (format!("{a} {b} OR {c}"), format!("{a} ({b} OR {c})")),
            (a.clone(), read(&a).root.to_string()),
        ] {
            assert_eq!(set.answer(&one), set.answer(&other), "{one} = {other}");
        }
    }
}

#[test]
fn lists_brackets_and_ranges_are_short_for_what_they_stand_for() {
    let mut random = generator(8);
    let set = Set::new(&mut random);
    for (one, other) in [
        (
            "agency:AFP,Reuters,TASS",
            "agency:AFP OR agency:Reuters OR agency:TASS",
        ),
        ("lang:fr,ru", "lang:fr OR lang:ru"),
        ("mark:lead,urgent", "mark:lead OR mark:urgent"),
        ("place:Géorgie,Moscou", "place:Géorgie OR place:Moscou"),
        ("headline:(trêve kite)", "headline:trêve headline:kite"),
        ("lead:(trêve OR kite)", "lead:trêve OR lead:kite"),
        ("body:(trêve -kite)", "body:trêve -body:kite"),
        ("-place:Moscou", "NOT place:Moscou"),
        ("date:2020", "date:2020-01-01..2020-12-31"),
        ("date:2020-11", "date:2020-11-01..2020-11-30"),
        ("date:2020-11-09", "date:2020-11-09..2020-11-09"),
        ("date:2019..2020", "date:2019 OR date:2020"),
        (
            "since:2020-11-09 until:2020-11-17",
            "date:2020-11-09..2020-11-17",
        ),
        ("date:>=2020-11-09", "since:2020-11-09"),
        (
            "date:2020-11-09..",
            "date:2020-11-09..2020-11-16 OR date:2020-11-17..",
        ),
        ("\"trêve\"", "\"TREVE\""),
        ("lieu:Géorgie", "dateline:georgie"),
        ("source:AFP", "agence:afp"),
        ("\"trêve kite\"~1", "\"trêve\" NEAR/1 \"kite\""),
        ("atleast1:kite", "kite"),
        ("first100000:kite", "kite"),
    ] {
        let (one_finds, other_finds) = (set.answer(one), set.answer(other));
        let is_whole = one == "date:2020-11-09..";
        // A month fits a range that it lies in whole, and no piece of it.
        match is_whole {
            true => assert!(one_finds.is_superset(&other_finds)),
            false => assert_eq!(one_finds, other_finds, "{one} = {other}"),
        }
        assert!(!one_finds.is_empty(), "{one} tells nothing");
    }
}

/// The numbers of the words that have to be marked in a story, and of those that may be; `None` where it does not fit.
/// Of a relation its ends are marked for sure.
fn witnesses(node: &Node, story: &Story, words: &[Word]) -> Option<[BTreeSet<usize>; 2]> {
    let of = |node: &Node| witnesses(node, story, words);
    let both = |found: Vec<[BTreeSet<usize>; 2]>| {
        let [mut least, mut most] = [BTreeSet::new(), BTreeSet::new()];
        for [one, other] in found {
            least.extend(one);
            most.extend(other);
        }
        [least, most]
    };
    let occurring = |span: &Span| {
        let found = occurrences(span, words, &stands_for);
        let whole = found.iter().flat_map(|found| found.0..=found.1).collect();
        let used = found.iter().flat_map(|found| found.2.iter().copied());
        (!found.is_empty()).then(|| [used.collect(), whole])
    };
    match node {
        Node::Words(row) => occurring(&Span::Words(row.clone())),
        Node::Span(span) => occurring(span),
        Node::And(nodes) => nodes.iter().map(of).collect::<Option<Vec<_>>>().map(both),
        Node::Or(nodes) => {
            let found: Vec<_> = nodes.iter().filter_map(of).collect();
            (!found.is_empty()).then(|| both(found))
        }
        Node::Not(inner) => of(inner).is_none().then(|| both(Vec::new())),
        node => agrees(node, story, words).then(|| both(Vec::new())),
    }
}

#[test]
fn each_mark_is_of_what_made_the_story_fit() {
    let mut random = generator(9);
    let set = Set::new(&mut random);
    let words: Vec<_> = set.stories.iter().map(words_of).collect();
    let (mut left, mut marked_at_all) = (pairs(10_000), 0);
    while left > 0 {
        let depth = random(4);
        let text = question(&mut random, depth, true);
        let query = read(&text);
        let found = set.found(&query);
        let patterns = set.searcher.patterns(&query).unwrap();
        for (story, words) in set.stories.iter().zip(&words) {
            if left == 0 || !found.contains(&story.id) {
                continue;
            }
            left -= 1;
            let lines: Vec<_> = story.lines(usize::MAX).collect();
            let marks = marks_for(&query.root, story, &lines, &patterns);
            for ((_, line), marks) in lines.iter().zip(&marks) {
                let mut end = 0;
                for mark in marks {
                    assert!(
                        line.get(mark.clone()).is_some_and(|text| !text.is_empty()),
                        "{text}"
                    );
                    assert!(
                        mark.start >= end,
                        "{text}: marks in order, none over another"
                    );
                    end = mark.end;
                }
            }
            let marked = marked_numbers(&lines, &marks);
            marked_at_all += usize::from(!marked.is_empty());
            let [least, most] = witnesses(&query.root, story, words).unwrap();
            let said = || {
                format!(
                    "{text} = {} in {}",
                    query.root,
                    serde_json::to_string(story).unwrap()
                )
            };
            assert!(
                marked.is_subset(&most),
                "{}: {marked:?} of {most:?}",
                said()
            );
            assert!(
                least.is_subset(&marked),
                "{}: {marked:?} of {least:?}",
                said()
            );
        }
    }
    assert!(marked_at_all > pairs(10_000) / 3);
}
