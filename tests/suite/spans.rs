//! Words in a relation: what finds a story and what is marked in it, a table written by hand; and the engine, the
//! matcher that marks, and a naive one that tries every combination agree on random stories and queries.

use crate::engines::{archive, generator};
use crate::naive::{Word, marked_numbers, occurrences, words_of};
use chrono::NaiveDate;
use dateline::engine::{Page, Searcher, Sort};
use dateline::facts::Facts;
use dateline::fields::Scope;
use dateline::query::matching::marks;
use dateline::query::parse::{Settings, parse};
use dateline::query::span::{Link, Span, Unit};
use dateline::query::{Node, Query, Slot, Words};
use dateline::story::Story;
use std::collections::BTreeSet;

fn story(id: &str, language: &str, lines: &[&str]) -> Story {
    let (headline, paragraphs) = lines.split_first().unwrap();
    Story {
        schema: 1,
        id: id.into(),
        path: format!("wire/{id}.txt"),
        language: Some(language.into()),
        headline: (!headline.is_empty()).then(|| (*headline).into()),
        paragraphs: paragraphs.iter().map(|&line| line.into()).collect(),
        ..Story::default()
    }
}

fn read(text: &str) -> Query {
    let settings = Settings {
        today: NaiveDate::from_ymd_opt(2020, 11, 20).unwrap(),
        now: Default::default(),
        any: false,
        words_only: false,
        date_order: None,
    };
    parse(text, settings, &Facts::default()).unwrap()
}

fn found(searcher: &dyn Searcher, query: &Query) -> BTreeSet<String> {
    let page = Page {
        offset: 0,
        limit: 10_000,
        sort: Sort::Relevance,
    };
    let found = searcher.search(query, &page).unwrap();
    found.stories.map(|story| story.unwrap().0.id).collect()
}

/// The words marked in a story, `/` between marks.
fn marked(searcher: &dyn Searcher, query: &Query, story: &Story) -> String {
    let patterns = searcher.patterns(query).unwrap();
    let lines: Vec<_> = story.lines(usize::MAX).collect();
    let marks = marks(&lines, story.language.as_deref(), &patterns);
    let marked = lines.iter().zip(marks).flat_map(|((_, text), marks)| {
        let words = marks.into_iter().map(|range| text[range].to_string());
        words.collect::<Vec<_>>()
    });
    marked.collect::<Vec<_>>().join("/")
}

/// A query, a story (its headline and paragraphs, ` | ` between them), and what is marked; nothing where it is not
/// found.
const TABLE: &[(&str, &str, &str)] = &[
    // Distance: neighbours are one word apart; any order.
    ("aa NEAR/1 bb", "| aa bb", "aa/bb"),
    ("aa NEAR/1 bb", "| bb aa", "bb/aa"),
    ("aa NEAR/1 bb", "| aa x bb", ""),
    ("aa NEAR/2 bb", "| aa x bb", "aa/bb"),
    ("aa w/3 bb", "| aa x x bb", "aa/bb"),
    ("aa w/3 bb", "| aa x x x bb", ""),
    ("aa NEAR bb", "| aa 1 2 3 4 5 6 7 8 9 bb", "aa/bb"),
    ("aa NEAR bb", "| aa 1 2 3 4 5 6 7 8 9 10 bb", ""),
    // Marks are of what matches, and of nothing else.
    ("aa NEAR/2 bb", "| aa x x bb x bb aa x x x aa", "bb/aa"),
    ("aa NEAR/2 bb", "| aa bb aa", "aa/bb/aa"),
    ("aa NEAR/9 bb", "| aa aa x bb bb", "aa/bb"),
    // Order.
    ("aa ADJ/2 bb", "| aa x bb", "aa/bb"),
    ("aa ADJ/2 bb", "| bb aa", ""),
    ("aa pre/2 bb", "| bb aa x bb", "aa/bb"),
    ("aa ADJ/1 bb ADJ/1 cc", "| aa bb cc", "aa/bb/cc"),
    ("aa ADJ/1 bb ADJ/1 cc", "| aa cc bb", ""),
    // Two occurrences of one word.
    ("aa NEAR/5 aa", "| aa", ""),
    ("aa NEAR/5 aa", "| aa x aa", "aa/aa"),
    ("aa ADJ/5 aa", "| aa", ""),
    ("aa NEAR/2 aa", "| aa x x aa", ""),
    ("aa SAME/P aa", "| aa | aa", ""),
    ("aa SAME/P aa", "| aa x aa", "aa/aa"),
    ("\"aa bb\" NEAR/3 bb", "| aa bb", ""),
    ("\"aa bb\" NEAR/3 bb", "| aa bb x bb", "aa bb/bb"),
    ("\"aa aa\" NEAR/3 \"aa aa\"", "| aa aa aa", ""),
    ("\"aa aa\" NEAR/3 \"aa aa\"", "| aa aa aa aa", "aa aa/aa aa"),
    // Words, phrases, truncations, exact words, brackets.
    ("\"aa bb\" NEAR/2 cc", "| aa bb x cc", "aa bb/cc"),
    ("\"aa bb\" NEAR/1 cc", "| aa bb x cc", ""),
    (
        "cessez-le-feu NEAR/3 trêve",
        "| trêve ou cessez-le-feu",
        "trêve/cessez-le-feu",
    ),
    (
        "negoci* NEAR/2 paix",
        "| négociations de paix",
        "négociations/paix",
    ),
    ("=élu NEAR/2 paix", "| elu paix", ""),
    ("=élu NEAR/2 paix", "| élu paix elu", "élu/paix"),
    (
        "élections NEAR/2 libre",
        "| l'élection libre",
        "élection/libre",
    ),
    ("(aa OR bb) NEAR/1 cc", "| bb cc x aa", "bb/cc"),
    ("(aa OR \"bb cc\") NEAR/1 dd", "| aa x bb cc dd", "bb cc/dd"),
    ("(aa OR bb) NEAR/1 (cc OR dd)", "| aa x dd bb", "dd/bb"),
    // Nesting.
    ("aa NEAR/1 bb NEAR/1 cc", "| aa bb cc", "aa/bb/cc"),
    ("aa NEAR/2 bb NEAR/1 cc", "| aa cc bb", "aa/cc/bb"),
    ("aa NEAR/1 bb NEAR/1 cc", "| aa bb x cc", ""),
    (
        "(aa NEAR/2 bb) NEAR/3 (cc NEAR/2 dd)",
        "| aa bb x x cc x dd",
        "aa/bb/cc/dd",
    ),
    (
        "(aa NEAR/2 bb) NEAR/3 (cc NEAR/2 dd)",
        "| aa cc bb dd",
        "aa/cc/bb/dd",
    ),
    (
        "(aa ADJ/1 bb) ADJ/2 (aa ADJ/1 bb)",
        "| aa bb aa bb",
        "aa/bb/aa/bb",
    ),
    ("(aa ADJ/1 bb) ADJ/2 (aa ADJ/1 bb)", "| aa bb", ""),
    ("aa NEAR/3 (bb NEAR/1 aa)", "| aa bb", ""),
    ("aa SAME/S bb NEAR/2 cc", "| aa x x bb cc", "aa/bb/cc"),
    // Phrases with a distance.
    ("\"aa bb\"~1", "| bb aa", "bb/aa"),
    ("\"aa bb\"~2", "| aa x bb", "aa/bb"),
    ("\"aa bb\"~2", "| aa x x bb", ""),
    ("\"aa bb cc\"~2", "| cc aa x bb", "cc/aa/bb"),
    ("\"aa bb cc\"~2", "| cc x aa x bb", ""),
    ("\"aa bb aa\"~9", "| aa bb", ""),
    ("\"aa bb aa\"~9", "| aa bb x aa", "aa/bb/aa"),
    // Sentences.
    ("aa SAME/S bb", "| Aa is bb. Cc", "Aa/bb"),
    ("aa SAME/S bb", "| Aa is here. Bb", ""),
    ("aa SAME/S bb", "| Bb met Dr. Aa", "Bb/Aa"),
    ("aa SAME/S bb", "| Bb in the U.S. Aa", "Bb/Aa"),
    ("aa SAME/S bb", "| Aa of J. R. Bb", "Aa/Bb"),
    ("aa SAME/S bb", "| Aa rose 3.5 to bb", "Aa/bb"),
    ("aa SAME/S bb", "| aa。bb", ""),
    ("aa SAME/S bb", "| aa؟ bb", ""),
    ("aa SAME/S bb", "| “Why aa?” he asked bb", "aa/bb"),
    ("aa SAME/S bb", "| aa | bb", ""),
    ("aa SAME/S bb", "aa | bb", ""),
    // Paragraphs.
    ("aa SAME/P bb", "| Aa is here. Bb", "Aa/Bb"),
    ("aa SAME/P bb", "| aa | bb", ""),
    ("aa SAME bb", "| aa | bb x aa", "bb/aa"),
    ("aa SAME/P bb", "aa x bb | aa", "aa/bb"),
    // Over the borders of headline, lead and rest; a paragraph's end is no word.
    ("aa NEAR/2 bb", "x aa | x bb", "aa/bb"),
    ("aa NEAR/1 bb", "x aa | x bb", ""),
    ("aa NEAR/1 bb", "aa | bb", "aa/bb"),
    ("aa NEAR/1 bb", "| x | aa | bb", "aa/bb"),
    ("aa NEAR/1 bb", "| x | x | aa | bb", "aa/bb"),
    ("aa ADJ/3 bb", "h | x | x aa | x | x | x bb", ""),
    ("aa ADJ/4 bb", "h | x | x aa | x | x | x bb", "aa/bb"),
    ("\"aa bb\"", "| x | aa | bb", ""),
    // Fields.
    ("lead:(aa NEAR/5 bb)", "aa | bb", "aa/bb"),
    ("lead:(aa NEAR/5 bb)", "| x | aa | bb", ""),
    ("headline:aa NEAR/5 body:bb", "aa bb | bb aa", "aa/bb"),
    ("body:(aa NEAR/1 bb)", "aa | bb", ""),
    // Counts.
    ("atleast3:aa", "aa | aa | x | aa", "aa/aa/aa"),
    ("atleast3:aa", "aa | aa | x", ""),
    ("atleast2:\"aa bb\"", "| aa bb | aa bb x", "aa bb/aa bb"),
    ("atleast2:(aa OR bb)", "| aa x bb", "aa/bb"),
    ("atleast2:(aa NEAR/1 bb)", "| aa bb x bb aa", "aa/bb/bb/aa"),
    ("lead:atleast2:aa", "aa | x | x | aa", ""),
    // The beginning.
    ("first3:aa", "x x aa", "aa"),
    ("first3:aa", "x x x aa", ""),
    ("first3:aa", "x | x | aa aa", "aa"),
    ("first4:aa", "x | x | x | aa aa", "aa"),
    ("first4:aa", "x | x | x | x | aa", ""),
    ("first3:\"aa bb\"", "x | x | aa bb", ""),
    ("first4:\"aa bb\"", "x | x | aa bb", "aa bb"),
    (
        "first4:(aa NEAR/2 bb)",
        "bb | x | aa bb | x | aa",
        "bb/aa/bb",
    ),
    ("first3:atleast2:aa", "aa | x aa aa", "aa/aa"),
    // With the rest of the language.
    ("(aa NEAR/1 bb) -cc", "| aa bb cc", ""),
    ("(aa NEAR/1 bb) OR cc", "| aa x bb cc", "cc"),
    ("-(aa NEAR/1 bb) aa", "| aa x bb", "aa"),
];

#[test]
fn a_relation_finds_the_stories_and_marks_the_words_that_stand_in_it() {
    let texts: BTreeSet<&str> = TABLE.iter().map(|(_, text, _)| *text).collect();
    let texts: Vec<&str> = texts.into_iter().collect();
    let stories: Vec<Story> = (0..texts.len())
        .map(|number| {
            let lines: Vec<&str> = texts[number].split('|').map(str::trim).collect();
            // French inflects the French words; English knows the abbreviations.
            let language = match texts[number].chars().any(|c| "éê".contains(c)) {
                true => "fr",
                false => "en",
            };
            story(&format!("1{number:03}"), language, &lines)
        })
        .collect();
    let folder = tempfile::tempdir().unwrap();
    let searcher = archive(folder.path(), &stories);
    for (typed, text, expected) in TABLE {
        let query = read(typed);
        let number = texts.iter().position(|other| other == text).unwrap();
        let is_found = found(searcher.as_ref(), &query).contains(&stories[number].id);
        assert_eq!(is_found, !expected.is_empty(), "{typed} in {text:?}");
        if is_found {
            let marked = marked(searcher.as_ref(), &query, &stories[number]);
            assert_eq!(marked, *expected, "{typed} in {text:?}");
        }
    }
}

#[test]
fn a_relation_that_holds_more_often_ranks_higher() {
    let folder = tempfile::tempdir().unwrap();
    let text = |times: usize, filler: usize| "aa bb x ".repeat(times) + &"x ".repeat(filler * 3);
    let stories: Vec<Story> = (1..6)
        .map(|n| story(&format!("1{n}"), "en", &["", "", "", &text(n, 6 - n)]))
        .collect();
    let searcher = archive(folder.path(), &stories);
    for typed in [
        "aa NEAR/2 bb",
        "aa SAME/S bb",
        "first90:(aa OR bb)",
        "atleast1:aa",
    ] {
        let page = Page {
            offset: 0,
            limit: 10,
            sort: Sort::Relevance,
        };
        let found = searcher.search(&read(typed), &page).unwrap();
        let ids: Vec<String> = found.stories.map(|story| story.unwrap().0.id).collect();
        assert_eq!(ids, ["15", "14", "13", "12", "11"], "{typed}");
    }
}

#[test]
fn a_long_story_of_one_word_is_answered_soon() {
    let folder = tempfile::tempdir().unwrap();
    let text = "aa ".repeat(200_000);
    let searcher = archive(folder.path(), &[story("11", "en", &["", &text])]);
    let begun = std::time::Instant::now();
    for typed in [
        "aa NEAR/10 aa SAME/P aa".to_owned(),
        format!("atleast3:({}aa)", "aa NEAR/3 ".repeat(20)),
        format!("\"{}\"~10", "aa ".repeat(50)),
    ] {
        assert_eq!(found(searcher.as_ref(), &read(&typed)).len(), 1, "{typed}");
    }
    assert!(begun.elapsed().as_secs() < 60, "{:?}", begun.elapsed());
}

const WORDS: &[&str] = &["aa", "ab", "bb", "cc"];

/// A story of a few words, in sentences that end in a sign which is never anything else.
fn random_story(id: &str, random: &mut impl FnMut(usize) -> usize) -> Story {
    let mut line = |most: usize| {
        let mut text = String::new();
        for _ in 0..random(most) {
            text += WORDS[random(WORDS.len())];
            text += [" ", " ", " ", "。", ", "][random(5)];
        }
        text
    };
    let headline = line(4);
    let mut lines = vec![headline];
    for most in [5, 7, 4, 9] {
        lines.push(line(most));
    }
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    story(id, "en", &lines)
}

fn random_words(random: &mut impl FnMut(usize) -> usize) -> Words {
    let scopes = [Scope::Headline, Scope::Lead, Scope::Body];
    let scope = *scopes.get(random(12)).unwrap_or(&Scope::Anywhere);
    let length = [1, 1, 1, 2, 3][random(5)];
    let slots = (0..length).map(|_| match random(6) {
        0 => Slot::Pattern("a?".into()),
        _ => Slot::Folded(WORDS[random(WORDS.len())].into()),
    });
    Words {
        scope,
        slots: slots.collect(),
    }
}

fn random_span(random: &mut impl FnMut(usize) -> usize, depth: usize) -> Span {
    if depth == 0 || random(5) == 0 {
        return Span::Words(random_words(random));
    }
    match random(8) {
        0 => Span::AnyOf(
            (0..2 + random(2))
                .map(|_| random_span(random, depth - 1))
                .collect(),
        ),
        1 => Span::AtLeast {
            times: 1 + random(3) as u32,
            of: Box::new(random_span(random, depth - 1)),
        },
        2 => Span::First {
            words: 1 + random(12) as u32,
            of: Box::new(random_span(random, depth - 1)),
        },
        3 => {
            let word = |word: &str| {
                Span::Words(Words {
                    scope: Scope::Anywhere,
                    slots: vec![Slot::Folded(word.into())],
                })
            };
            Span::Together {
                within: 1 + random(5) as u32,
                words: (0..2 + random(2))
                    .map(|_| word(WORDS[random(WORDS.len())]))
                    .collect(),
            }
        }
        kind => {
            let link = match kind {
                4 => Link::Same([Unit::Sentence, Unit::Paragraph][random(2)]),
                _ => Link::Near {
                    within: 1 + random(5) as u32,
                    ordered: kind == 5,
                },
            };
            let operands = [
                random_span(random, depth - 1),
                random_span(random, depth - 1),
            ];
            Span::Pair(link, Box::new(operands))
        }
    }
}

#[test]
fn the_index_and_the_marks_agree_with_a_matcher_that_tries_everything() {
    let fits = |slot: &Slot, word: &str| match slot {
        Slot::Pattern(_) => word.starts_with('a'),
        slot => word == slot.word(),
    };
    for seed in 0..8u64 {
        let mut random = generator(seed);
        let folder = tempfile::tempdir().unwrap();
        let stories: Vec<Story> = (0..80)
            .map(|n| random_story(&format!("1{n:03}"), &mut random))
            .collect();
        let texts: Vec<Vec<Word>> = stories.iter().map(words_of).collect();
        let searcher = archive(folder.path(), &stories);
        for _ in 0..100 {
            let span = random_span(&mut random, 3);
            let query = Query {
                text: String::new(),
                root: Node::Span(span.clone()),
                notices: Vec::new(),
            };
            let found = found(searcher.as_ref(), &query);
            let patterns = searcher.patterns(&query).unwrap();
            for (story, words) in stories.iter().zip(&texts) {
                let expected = occurrences(&span, words, &fits);
                let text: Vec<&str> = story.lines(usize::MAX).map(|(_, line)| line).collect();
                let said = format!("seed {seed}: {} in {text:?}", query.root);
                assert_eq!(found.contains(&story.id), !expected.is_empty(), "{said}");
                let lines: Vec<_> = story.lines(usize::MAX).collect();
                let marks = marks(&lines, Some("en"), &patterns);
                let marked = marks.iter().any(|marks| !marks.is_empty());
                assert_eq!(marked, !expected.is_empty(), "{said}");
                let allowed: BTreeSet<usize> = expected
                    .iter()
                    .flat_map(|found| found.0..=found.1)
                    .collect();
                let ends = expected.iter().flat_map(|found| [found.0, found.1]);
                let marked = marked_numbers(&lines, &marks);
                assert!(marked.is_subset(&allowed), "{said}");
                assert!(ends.collect::<BTreeSet<_>>().is_subset(&marked), "{said}");
            }
        }
    }
}
