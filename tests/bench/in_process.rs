//! One side of `tests/bench/in-process`, which holds finding stories against Lucene's: makes the questions, and answers
//! them.
//!
//! ```text
//! cargo bench --bench in_process -- make ARCHIVE SEED STORIES QUESTIONS
//! cargo bench --bench in_process -- ask ARCHIVE QUESTIONS TIMES
//! ```
//!
//! STORIES gets a line `NUMBER TAB TEXT` for each story of the archive, QUESTIONS a line `warm|timed TAB KIND TAB WORDS`
//! for each question, and TIMES a line `KIND TAB MICROSECONDS TAB STORIES` for each of those that are timed. A time is from
//! the words to the first ten lines and the number of all, as every search gives them: with inflections, the best put in
//! order by where the words stand, repeats and versions folded. No record is read.

#![allow(clippy::print_stdout)]

use chrono::Utc;
use dateline::engine::{self, Fold, Page, Repeats, Searcher, Sort};
use dateline::facts::Facts;
use dateline::language::words;
use dateline::query::Query;
use dateline::query::parse::{Settings, parse};
use dateline::story::Story;
use std::error::Error;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::time::Instant;

/// So many questions of each kind.
const QUESTIONS: usize = 1000;

/// So many times more are asked before, of other words, until a virtual machine has compiled what it runs.
const WARM: usize = 5;

/// The stop words of Lucene's analysis of English: it does not look for them.
const STOP_WORDS: &str = " a an and are as at be but by for if in into is it no not of on or such that the their then there these they this to was will with ";

const KINDS: &[(&str, usize)] = &[
    ("and", 2),
    ("phrase", 2),
    ("phrase of three", 3),
    ("or", 2),
    ("or of three", 3),
];

fn main() -> Result<(), Box<dyn Error>> {
    // Cargo adds an option of its own.
    let arguments: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| argument != "--bench")
        .collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["make", archive, seed, stories, questions] => {
            let searcher = engine::open(Path::new(archive))?;
            make(searcher.as_ref(), seed.parse()?, stories, questions)
        }
        ["ask", archive, questions, times] => {
            let searcher = engine::open(Path::new(archive))?;
            ask_all(searcher.as_ref(), questions, times)
        }
        _ => {
            println!("usage: see tests/bench/in_process.rs");
            Ok(())
        }
    }
}

/// Writes the stories, and questions made at random of words that stand in one of them.
fn make(
    searcher: &dyn Searcher,
    seed: u64,
    stories: &str,
    questions: &str,
) -> Result<(), Box<dyn Error>> {
    let mut random = generator(seed);
    let page = Page {
        offset: 0,
        limit: usize::MAX >> 1,
        sort: Sort::Newest,
    };
    let found = searcher.search(&read("*")?, &page)?;
    let each = (found.total as usize / 5000).max(1);
    let mut sample = Vec::new();
    let mut out = BufWriter::new(File::create(stories)?);
    for (number, story) in found.stories.enumerate() {
        let story = story?.0;
        let lines = story.headline.iter().chain(&story.paragraphs);
        let text: Vec<&str> = lines.flat_map(|line| line.split_whitespace()).collect();
        writeln!(out, "{number}\t{}", text.join(" "))?;
        if number % each == 0 {
            sample.push(body(&story));
        }
    }
    out.flush()?;
    sample.retain(|text| text.len() > 40);
    if sample.is_empty() {
        return Err("the archive holds no long story".into());
    }
    let mut out = BufWriter::new(File::create(questions)?);
    for (when, times) in [("warm", WARM), ("timed", 1)] {
        for _ in 0..QUESTIONS * times {
            for (kind, length) in KINDS {
                let text = &sample[random(sample.len())];
                let words = question(kind, *length, text, &mut random);
                writeln!(out, "{when}\t{kind}\t{}", words.join(" "))?;
            }
        }
    }
    Ok(out.flush()?)
}

/// Words of a story: side by side for a phrase, else each from anywhere. Half of them are chosen among all that stand in
/// it, so that common words come often, and half among those that differ.
fn question(
    kind: &str,
    length: usize,
    text: &[String],
    random: &mut dyn FnMut(usize) -> usize,
) -> Vec<String> {
    if kind.starts_with("phrase") {
        let whole = |words: &&[String]| words.iter().all(|word| is_asked(word));
        let rows: Vec<&[String]> = text.windows(length).filter(whole).collect();
        if !rows.is_empty() {
            return rows[random(rows.len())].to_vec();
        }
    }
    let mut some: Vec<&String> = text.iter().filter(|word| is_asked(word)).collect();
    if random(2) == 0 {
        some.sort();
        some.dedup();
    }
    (0..length)
        .map(|_| {
            some.get(random(some.len()))
                .map_or("market".into(), |word| (*word).clone())
        })
        .collect()
}

/// Whether a word is one that people type and both engines look for.
fn is_asked(word: &str) -> bool {
    word.len() > 2
        && word.bytes().all(|byte| byte.is_ascii_lowercase())
        && !STOP_WORDS.contains(&format!(" {word} "))
}

fn body(story: &Story) -> Vec<String> {
    let lines = story.paragraphs.iter();
    lines
        .flat_map(|line| words::tokens(line).map(|token| token.written.to_lowercase()))
        .collect()
}

fn ask_all(searcher: &dyn Searcher, questions: &str, times: &str) -> Result<(), Box<dyn Error>> {
    let mut out = BufWriter::new(File::create(times)?);
    for line in std::fs::read_to_string(questions)?.lines() {
        let mut columns = line.split('\t');
        let (Some(when), Some(kind), Some(words)) =
            (columns.next(), columns.next(), columns.next())
        else {
            continue;
        };
        let text = match kind {
            _ if kind.starts_with("phrase") => format!("\"{words}\""),
            _ if kind.starts_with("or") => format!("({})", words.replace(' ', " OR ")),
            _ => words.to_owned(),
        };
        let (time, stories) = ask(searcher, &text)?;
        if when == "timed" {
            writeln!(out, "{kind}\t{time:.1}\t{stories}")?;
        }
    }
    Ok(out.flush()?)
}

/// Asks, and says how many microseconds it took and how many stories fit.
fn ask(searcher: &dyn Searcher, text: &str) -> Result<(f64, u64), Box<dyn Error>> {
    let page = Page {
        offset: 0,
        limit: 10,
        sort: Sort::Relevance,
    };
    let fold = Fold {
        versions: true,
        repeats: Repeats::Fold,
        now: Utc::now(),
    };
    let start = Instant::now();
    let query = read(text)?;
    let matched = searcher.lines(&query, &page, &fold)?.total.stories;
    Ok((start.elapsed().as_secs_f64() * 1e6, matched))
}

fn read(text: &str) -> Result<Query, dateline::error::Error> {
    let now = Utc::now();
    let settings = Settings {
        today: now.date_naive(),
        now,
        any: false,
        words_only: false,
        date_order: None,
    };
    Ok(parse(text, settings, Facts::built_in())?.shown(now))
}

/// A linear congruential generator: the same numbers on every machine.
fn generator(seed: u64) -> impl FnMut(usize) -> usize {
    let mut state = seed;
    move |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below.max(1)
    }
}
