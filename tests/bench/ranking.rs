//! Measures what each parameter of the ranking brings on known items, and how long a query takes inside the process.
//!
//! ```text
//! cargo bench --bench ranking -- ARCHIVE QUERIES QRELS
//! ```
//!
//! QUERIES has lines `NAME TAB WORDS`, QRELS lines `NAME 0 PATH 1`, as `known-items` makes them; each query has one
//! right answer. All its words are asked for, any of them is enough.

#![allow(clippy::print_stdout)]

use chrono::Utc;
use dateline::engine::ranking::Ranking;
use dateline::engine::{self, Page, Searcher, Sort};
use dateline::facts::Facts;
use dateline::query::Query;
use dateline::query::parse::{Settings, parse};
use std::collections::HashMap;
use std::error::Error;
use std::path::Path;
use std::time::Instant;

/// So many answers are looked at; one that comes later counts as not found.
const DEPTH: usize = 100;

/// Of so many runs of a query the fastest counts: the others tell of the machine's load.
const RUNS: usize = 5;

/// A query and the end of the path of its right answer.
struct Item {
    words: String,
    path: String,
}

/// A change to the parameters.
type Change = fn(&mut Ranking);

/// What is left out or changed, one at a time.
const CHANGES: &[(&str, Change)] = &[
    ("as it is", |_| {}),
    ("BM25F alone", |r| r.depth = 0),
    ("no opening", |r| r.opening = 0.0),
    ("opening of 35 words", |r| r.opening_words = 35.0),
    ("opening of 60 words", |r| r.opening_words = 60.0),
    ("opening counts half", |r| r.opening /= 2.0),
    ("opening counts double", |r| r.opening *= 2.0),
    ("no neighbours", |r| (r.ordered, r.unordered) = (0.0, 0.0)),
    ("no neighbours in order", |r| r.ordered = 0.0),
    ("neighbours count double", |r| {
        (r.ordered, r.unordered) = (2.0 * r.ordered, 2.0 * r.unordered);
    }),
    ("no closeness", |r| r.closeness = 0.0),
    ("closeness counts double", |r| r.closeness *= 2.0),
    ("no coverage", |r| r.coverage = 0.0),
    ("coverage counts double", |r| r.coverage *= 2.0),
    ("all forms alike", |r| r.exact = 0.0),
    ("the form typed counts double", |r| r.exact *= 2.0),
    ("rarity not flattened", |r| r.rarity = 1.0),
    ("rarity flattened more", |r| r.rarity = 0.5),
    ("k1 0.9", |r| r.saturation = 0.9),
    ("k1 1.6", |r| r.saturation = 1.6),
    ("b 0.75", |r| r.length = 0.75),
    ("b 0.95", |r| r.length = 0.95),
    ("the first 100 looked at", |r| r.depth = 100),
    ("the first 400 looked at", |r| r.depth = 400),
];

fn main() -> Result<(), Box<dyn Error>> {
    // Cargo adds an option of its own.
    let arguments: Vec<_> = std::env::args()
        .skip(1)
        .filter(|it| !it.starts_with("--"))
        .collect();
    let [archive, queries, qrels] = arguments.as_slice() else {
        println!("usage: cargo bench --bench ranking -- ARCHIVE QUERIES QRELS");
        return Ok(());
    };
    let items = items(queries, qrels)?;
    println!("| parameters | MRR | recall@1 | recall@10 |\n|---|---|---|---|");
    for (name, change) in CHANGES {
        let mut ranking = Ranking::default();
        change(&mut ranking);
        let searcher = engine::open_with(Path::new(archive), ranking)?;
        let ranks: Vec<Option<usize>> = items
            .iter()
            .map(|item| rank(&*searcher, item))
            .collect::<Result<_, _>>()?;
        let found = ranks.iter().flatten();
        let mean = |sum: f64| sum / items.len() as f64;
        let mrr = mean(found.clone().map(|rank| 1.0 / *rank as f64).sum());
        let within = |most: usize| mean(found.clone().filter(|rank| **rank <= most).count() as f64);
        println!(
            "| {name} | {mrr:.4} | {:.3} | {:.3} |",
            within(1),
            within(10)
        );
    }
    speeds(&*engine::open(Path::new(archive))?, &items)
}

fn items(queries: &str, qrels: &str) -> Result<Vec<Item>, Box<dyn Error>> {
    let qrels = std::fs::read_to_string(qrels)?;
    let right: HashMap<&str, &str> = qrels
        .lines()
        .filter_map(|line| {
            let mut columns = line.split(' ');
            Some((columns.next()?, columns.nth(1)?))
        })
        .collect();
    let queries = std::fs::read_to_string(queries)?;
    let items = queries.lines().filter_map(|line| {
        let (name, words) = line.split_once('\t')?;
        Some(Item {
            words: words.to_owned(),
            path: (*right.get(name)?).to_owned(),
        })
    });
    Ok(items.collect())
}

fn query(words: &str, any: bool) -> Result<Query, dateline::error::Error> {
    let now = Utc::now();
    let settings = Settings {
        today: now.date_naive(),
        now,
        any,
        words_only: true,
        date_order: None,
    };
    parse(words, settings, Facts::built_in())
}

fn rank(searcher: &dyn Searcher, item: &Item) -> Result<Option<usize>, dateline::error::Error> {
    let page = Page {
        offset: 0,
        limit: DEPTH,
        sort: Sort::Relevance,
    };
    let found = searcher.search(&query(&item.words, true)?, &page)?;
    for (place, story) in found.stories.enumerate() {
        if story?.0.path.ends_with(&item.path) {
            return Ok(Some(place + 1));
        }
    }
    Ok(None)
}

/// Times queries made of the items' words, with what puts the first page together and without.
fn speeds(searcher: &dyn Searcher, items: &[Item]) -> Result<(), Box<dyn Error>> {
    println!("\n| inside the process, ms | median | 99 % | with 20 stories read: median | 99 % |");
    println!("|---|---|---|---|---|");
    for (name, two, any) in [
        ("two words, both", true, false),
        ("two words, any", true, true),
        ("all words, any", false, true),
    ] {
        let (mut found, mut read) = (Vec::new(), Vec::new());
        for item in items {
            let words = if two {
                longest(&item.words)
            } else {
                item.words.clone()
            };
            let (without, with) = time(searcher, &query(&words, any)?)?;
            found.push(without);
            read.push(with);
        }
        found.sort_by(f64::total_cmp);
        read.sort_by(f64::total_cmp);
        let at = |times: &[f64], share: f64| times[(times.len() as f64 * share) as usize];
        println!(
            "| {name} | {:.2} | {:.2} | {:.2} | {:.2} |",
            at(&found, 0.5),
            at(&found, 0.99),
            at(&read, 0.5),
            at(&read, 0.99)
        );
    }
    Ok(())
}

/// The two longest words of a text, in its order.
fn longest(text: &str) -> String {
    let mut words: Vec<(usize, &str)> = text.split_whitespace().enumerate().collect();
    words.sort_by_key(|(_, word)| std::cmp::Reverse(word.len()));
    words.truncate(2);
    words.sort_unstable();
    let words: Vec<&str> = words.into_iter().map(|(_, word)| word).collect();
    words.join(" ")
}

/// How long a query takes until its stories are known, and until 20 of them are read, in milliseconds.
fn time(searcher: &dyn Searcher, query: &Query) -> Result<(f64, f64), Box<dyn Error>> {
    let page = Page {
        offset: 0,
        limit: 20,
        sort: Sort::Relevance,
    };
    let (mut without, mut with) = (f64::MAX, f64::MAX);
    for _ in 0..RUNS {
        let start = Instant::now();
        let found = searcher.search(query, &page)?;
        without = without.min(start.elapsed().as_secs_f64() * 1e3);
        for story in found.stories {
            story?;
        }
        with = with.min(start.elapsed().as_secs_f64() * 1e3);
    }
    Ok((without, with))
}
