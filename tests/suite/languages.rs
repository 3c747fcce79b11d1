//! What a reader of each language types, and which texts it finds: tables written from the languages' grammars.
//!
//! `languages/XX.tsv` has a row for each promise: what is typed, the texts that are found, and those that are not, with
//! ` | ` between texts. Every text of a table is a story of one archive, in the language of the file; a text that
//! begins with `xx: ` is in that language, with `-: ` in one that is not known.

use dateline::engine::{self, Mode, Page, Searcher, Sort};
use dateline::facts::Facts;
use dateline::language::words;
use dateline::query::matching::marks;
use dateline::query::parse::{Settings, parse};
use dateline::story::Story;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// A row of a table.
struct Row<'t> {
    line: usize,
    typed: &'t str,
    found: Vec<&'t str>,
    not: Vec<&'t str>,
}

fn rows(table: &str) -> Vec<Row<'_>> {
    let lines = table.lines().enumerate();
    let lines = lines.filter(|(_, row)| !row.is_empty() && !row.starts_with('#'));
    let rows = lines.map(|(number, row)| {
        let mut columns = row.split('\t');
        let mut texts = || {
            let column = columns.next().unwrap_or_default();
            let texts = column.split(" | ").map(str::trim);
            texts.filter(|text| !text.is_empty()).collect::<Vec<_>>()
        };
        let typed = texts();
        assert_eq!(typed.len(), 1, "line {}: {row}", number + 1);
        Row {
            line: number + 1,
            typed: typed[0],
            found: texts(),
            not: texts(),
        }
    });
    rows.collect()
}

/// A text as a story of its own.
fn story<'t>(text: &'t str, code: &'t str) -> (Option<&'t str>, &'t str) {
    match text.split_once(": ") {
        Some(("-", text)) => (None, text),
        Some((language, text)) if language.len() == 2 => (Some(language), text),
        _ => (Some(code), text),
    }
}

/// An archive of all texts of a table. Ids are the texts' numbers.
fn archive(folder: &Path, code: &str, ids: &BTreeMap<&str, String>) -> Box<dyn Searcher> {
    let mut writer = engine::open_for_writing(folder, Mode::Update).unwrap();
    for (text, id) in ids {
        let (language, text) = story(text, code);
        let story = Story {
            schema: 1,
            id: id.clone(),
            path: format!("{id}.txt"),
            language: language.map(str::to_owned),
            paragraphs: vec![text.to_owned()],
            ..Story::default()
        };
        writer.put(&story).unwrap();
    }
    writer.commit("texts").unwrap();
    writer.finish().unwrap();
    engine::open(folder).unwrap()
}

/// What is wrong with the rows of a table: a line for each text that is missed, found against the table, or badly marked.
fn wrong(code: &str, table: &str) -> Vec<String> {
    let rows = rows(table);
    let texts: BTreeSet<&str> = rows
        .iter()
        .flat_map(|row| row.found.iter().chain(&row.not).copied())
        .collect();
    let ids: BTreeMap<&str, String> = texts
        .into_iter()
        .enumerate()
        .map(|(number, text)| (text, format!("t{number}")))
        .collect();
    let folder = tempfile::tempdir().unwrap();
    let searcher = archive(folder.path(), code, &ids);
    let mut wrong = Vec::new();
    for row in &rows {
        let mut say = |what: &str| {
            wrong.push(format!("{code}.tsv:{}: {}: {what}", row.line, row.typed));
        };
        let found = find(searcher.as_ref(), row.typed, &mut say);
        for text in &row.found {
            if !found.contains(&ids[text]) {
                say(&format!("misses {text}"));
            }
        }
        for text in &row.not {
            if found.contains(&ids[text]) {
                say(&format!("finds {text}"));
            }
        }
    }
    wrong
}

/// The ids of what is found, after a look at what is marked in it: whole words, and at least one.
fn find(searcher: &dyn Searcher, typed: &str, say: &mut dyn FnMut(&str)) -> BTreeSet<String> {
    let now = "2026-11-22T12:00:00Z".parse().unwrap();
    let settings = Settings {
        today: "2026-11-22".parse().unwrap(),
        now,
        any: false,
        words_only: false,
        date_order: None,
    };
    let query = parse(typed, settings, Facts::built_in()).unwrap();
    let page = Page {
        offset: 0,
        limit: 10_000,
        sort: Sort::Relevance,
    };
    let found = searcher.search(&query, &page).unwrap();
    let patterns = found.patterns;
    let mut ids = BTreeSet::new();
    for story in found.stories {
        let story = story.unwrap().0;
        let lines: Vec<_> = story.lines(usize::MAX).collect();
        let marks = marks(&lines, story.language.as_deref(), &patterns);
        if marks.iter().all(Vec::is_empty) {
            say(&format!("marks nothing in {}", lines[0].1));
        }
        for ((_, line), marks) in lines.iter().zip(&marks) {
            let tokens: Vec<_> = words::tokens(line).map(|token| token.range).collect();
            for mark in marks {
                let begins = tokens.iter().any(|token| token.start == mark.start);
                let ends = tokens.iter().any(|token| token.end == mark.end);
                if !(begins && ends) {
                    say(&format!("marks a piece of a word: {}", &line[mark.clone()]));
                }
            }
        }
        ids.insert(story.id);
    }
    ids
}

/// The table of a language.
macro_rules! tables {
    ($($code:literal),*) => {
        &[$(($code, include_str!(concat!("languages/", $code, ".tsv")))),*]
    };
}

const TABLES: &[(&str, &str)] = tables![
    "ar", "cs", "da", "de", "el", "en", "es", "fa", "fi", "fr", "he", "hr", "hu", "hy", "it", "ja",
    "ka", "ko", "nl", "no", "pl", "pt", "ro", "ru", "sv", "tr", "uk", "zh"
];

/// Rows that a table has at least.
const ROWS: usize = 15;

#[test]
fn every_language_finds_what_its_grammar_says_and_nothing_that_only_looks_like_it() {
    let mut all = Vec::new();
    for (code, table) in TABLES {
        let rows = rows(table).len();
        assert!(rows >= ROWS, "{code}.tsv has {rows} rows");
        all.extend(wrong(code, table));
    }
    assert!(all.is_empty(), "{} wrong:\n{}", all.len(), all.join("\n"));
}

#[test]
fn a_word_is_found_in_stories_of_every_language_and_of_none() {
    let wrong = wrong("xx", include_str!("languages/any.tsv"));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
