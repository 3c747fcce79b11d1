//! The story that ought to come first, for queries of readers: a change of the ranking shows in
//! `tests/suite/relevance/ranks.txt`. To take a change over, run this test with `UPDATE=1`.

use crate::harness::Folder;
use dateline::engine::{self, Fold, Page, Searcher, Sort};
use dateline::facts::Facts;
use dateline::query::parse::{Settings, parse};
use dateline::search::{self, Request};
use std::fmt::Write;
use std::path::Path;

const QUERIES: &str = include_str!("relevance/queries.tsv");
const RANKS: &str = include_str!("relevance/ranks.txt");

/// So many answers are looked at.
const DEPTH: usize = 20;

/// The place of a story in the answer to a query, from 1.
fn rank(searcher: &dyn Searcher, any: bool, query: &str, path: &str) -> Option<usize> {
    let day = "2026-11-22".parse().unwrap();
    let now = "2026-11-22T00:00:00Z".parse().unwrap();
    let settings = Settings {
        today: day,
        now,
        any,
        words_only: true,
        date_order: None,
    };
    let request = Request {
        query: parse(query, settings, Facts::built_in()).unwrap(),
        now,
        page: Page {
            offset: 0,
            limit: DEPTH,
            sort: Sort::Relevance,
        },
        fold: Fold::NONE,
        fragments: false,
        chains: false,
        paths: false,
    };
    let mut hits = search::search(searcher, &request).unwrap().hits;
    let place = hits.position(|hit| hit.unwrap().story.path.ends_with(path));
    place.map(|place| place + 1)
}

#[test]
fn the_story_that_a_reader_means_comes_first() {
    let folder = Folder::new();
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    folder
        .run(&["--index", "archive", "index", corpus.to_str().unwrap()])
        .done();
    let searcher = engine::open(&folder.path("archive")).unwrap();
    let (mut queries, mut first, mut sum, mut others) = (0, 0, 0.0, String::new());
    for line in QUERIES.lines().filter(|line| !line.starts_with('#')) {
        let [mode, query, path] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("three columns, not {line}");
        };
        assert!(corpus.join(path).is_file(), "no story {path}");
        let rank = rank(&*searcher, mode == "any", query, path);
        queries += 1;
        first += usize::from(rank == Some(1));
        sum += rank.map_or(0.0, |rank| 1.0 / rank as f64);
        if rank != Some(1) {
            let rank = rank.map_or("not found".to_owned(), |rank| rank.to_string());
            writeln!(others, "{rank}\t{query}\t{path}").unwrap();
        }
    }
    let (recall, mrr) = (first as f64 / f64::from(queries), sum / f64::from(queries));
    let ranks = format!("queries: {queries}\nrecall@1: {recall:.3}\nMRR: {mrr:.4}\n\n{others}");
    eprintln!("{ranks}");
    if std::env::var_os("UPDATE").is_some() {
        let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/relevance/ranks.txt");
        std::fs::write(golden, ranks).unwrap();
    } else {
        assert_eq!(ranks, RANKS);
    }
}
