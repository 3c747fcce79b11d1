//! How long questions of every kind take inside the process.
//!
//! ```text
//! cargo bench --bench latency -- ARCHIVE [SEED]
//! ```
//!
//! Questions are made at random of words, places, dates and fields of stories that the archive holds, and asked once each,
//! in random order; the time is until the first twenty lines are known and in their order, without reading their
//! records. Then the worst questions that are allowed are asked.

#![allow(clippy::print_stdout)]

use chrono::Utc;
use dateline::engine::{self, Fold, Page, Repeats, Searcher, Sort};
use dateline::facts::Facts;
use dateline::language::words;
use dateline::query::Query;
use dateline::query::parse::{Settings, parse};
use dateline::story::Story;
use std::error::Error;
use std::path::Path;
use std::time::Instant;

/// So many questions of each kind.
const QUESTIONS: usize = 300;

/// So many of the slowest are shown.
const SLOWEST: usize = 10;

fn main() -> Result<(), Box<dyn Error>> {
    // Cargo adds an option of its own.
    let arguments: Vec<_> = std::env::args()
        .skip(1)
        .filter(|it| !it.starts_with("--"))
        .collect();
    let Some(archive) = arguments.first() else {
        println!("usage: cargo bench --bench latency -- ARCHIVE [SEED]");
        return Ok(());
    };
    let seed = arguments.get(1).map_or(Ok(1), |seed| seed.parse())?;
    let mut random = generator(seed);
    let searcher = engine::open(Path::new(archive))?;
    let mut stories = sample(searcher.as_ref())?;
    let mut asked: Vec<(&str, String)> = Vec::new();
    for kind in KINDS {
        for _ in 0..QUESTIONS {
            let at = random(stories.len());
            asked.push((kind.0, kind.1(&mut stories[at], &mut random)));
        }
    }
    for last in (1..asked.len()).rev() {
        asked.swap(last, random(last + 1));
    }
    let mut times: Vec<(f64, &str, &str)> = Vec::new();
    for (kind, text) in &asked {
        times.push((ask(searcher.as_ref(), text)?, kind, text));
    }
    println!("| ms | median | 90 % | 99 % | most |\n|---|---|---|---|---|");
    for kind in KINDS.iter().map(|kind| kind.0).chain(["all of them"]) {
        let own = times
            .iter()
            .filter(|time| time.1 == kind || kind == "all of them");
        let mut own: Vec<f64> = own.map(|time| time.0).collect();
        own.sort_by(f64::total_cmp);
        let at = |share: f64| own[((own.len() - 1) as f64 * share) as usize];
        println!(
            "| {kind} | {:.2} | {:.2} | {:.2} | {:.2} |",
            at(0.5),
            at(0.9),
            at(0.99),
            at(1.0)
        );
    }
    println!("\nThe slowest:\n");
    times.sort_by(|one, other| other.0.total_cmp(&one.0));
    for (time, _, text) in times.iter().take(SLOWEST) {
        println!("    {time:7.2}  {text}");
    }
    println!("\n| the worst that is allowed | ms |\n|---|---|");
    for (name, text) in worst(&stories) {
        println!("| {name} | {:.0} |", ask(searcher.as_ref(), &text)?);
    }
    Ok(())
}

/// Stories of the archive, from all over it.
fn sample(searcher: &dyn Searcher) -> Result<Vec<Story>, Box<dyn Error>> {
    let page = Page {
        offset: 0,
        limit: 100_000,
        sort: Sort::Newest,
    };
    let found = searcher.search(&read("*")?, &page)?;
    let total = found.total as usize;
    let each = found.stories.step_by((total / 500).max(1));
    let stories = each.collect::<Result<Vec<_>, _>>()?;
    let stories: Vec<Story> = stories.into_iter().map(|found| found.0).collect();
    let long = stories.into_iter().filter(|story| story.words > 40);
    Ok(long.collect())
}

/// Makes a question of a story.
type Make = fn(&mut Story, &mut dyn FnMut(usize) -> usize) -> String;

const KINDS: &[(&str, Make)] = &[
    ("one word", |story, random| word(story, random)),
    ("two words, both", |story, random| {
        format!("{} {}", word(story, random), word(story, random))
    }),
    ("two words, any", |story, random| {
        format!("({} OR {})", word(story, random), word(story, random))
    }),
    ("a phrase", |story, random| {
        let text = body(story);
        let at = random(text.len().saturating_sub(2).max(1));
        format!("\"{}\"", text[at..(at + 2).min(text.len())].join(" "))
    }),
    ("a headline, all words", |story, _| {
        story
            .headline
            .clone()
            .unwrap_or_else(|| "market".into())
            .replace(['"', ':', '-', '(', ')'], " ")
    }),
    ("a headline, any word", |story, _| {
        let headline = story.headline.clone().unwrap_or_else(|| "market".into());
        let words: Vec<&str> = words::tokens(&headline)
            .map(|token| token.written)
            .collect();
        format!("({})", words.join(" OR ").to_lowercase())
    }),
    ("a truncation", |story, random| {
        let word = word(story, random);
        format!("{}*", word.chars().take(4).collect::<String>())
    }),
    ("words near each other", |story, random| {
        format!("{} NEAR/10 {}", word(story, random), word(story, random))
    }),
    ("a place and a word", |story, random| {
        let place = story.places.first().and_then(|place| place.country.clone());
        format!(
            "place:{} {}",
            place.unwrap_or_else(|| "US".into()),
            word(story, random)
        )
    }),
    ("a month", |story, _| {
        let date = story.date.map(|date| date.to_string()).unwrap_or_default();
        format!("date:{}", date.get(..7).unwrap_or("2007"))
    }),
    ("a word in a month of an agency", |story, random| {
        let date = story.date.map(|date| date.to_string()).unwrap_or_default();
        format!(
            "agency:reuters date:{} {}",
            date.get(..7).unwrap_or("2007"),
            word(story, random)
        )
    }),
    ("a word of one letter off", |story, random| {
        format!("{}~1", word(story, random))
    }),
];

fn body(story: &Story) -> Vec<String> {
    let lines = story.paragraphs.iter();
    let words =
        lines.flat_map(|line| words::tokens(line).map(|token| token.written.to_lowercase()));
    words.collect()
}

/// A word of four letters or more.
fn word(story: &mut Story, random: &mut dyn FnMut(usize) -> usize) -> String {
    let text = body(story);
    let long: Vec<&String> = text
        .iter()
        .filter(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 3)
        .collect();
    match long.is_empty() {
        true => "market".into(),
        false => long[random(long.len())].clone(),
    }
}

/// The worst that is allowed.
fn worst(stories: &[Story]) -> Vec<(&'static str, String)> {
    let many = |one: &str, times: usize, between: &str| vec![one; times].join(between);
    let each = |times: usize, make: &dyn Fn(usize) -> String, between: &str| {
        (0..times).map(make).collect::<Vec<_>>().join(between)
    };
    let prefixes = [
        "con", "pro", "dis", "com", "mar", "int", "per", "sta", "str", "tra",
    ];
    vec![
        (
            "one truncation, 250 times",
            format!("({})", many("con*", 250, " OR ")),
        ),
        (
            "ten truncations, any",
            format!("({})", each(10, &|n| format!("{}*", prefixes[n]), " OR ")),
        ),
        (
            "ten truncations, all",
            each(10, &|n| format!("{}*", prefixes[n]), " "),
        ),
        ("as many words as a query holds, any", {
            let mut words: Vec<String> = stories.iter().flat_map(body).collect();
            words.sort();
            words.dedup();
            let each = (words.len() / 250).max(1);
            let mut some: Vec<String> = words.into_iter().step_by(each).collect();
            some.truncate(250);
            format!("({})", some.join(" OR "))
        }),
        (
            "250 numbers, any",
            format!("({})", each(250, &|n| n.to_string(), " OR ")),
        ),
        (
            "common words near each other",
            "said NEAR/10 the NEAR/10 of NEAR/10 a".into(),
        ),
        (
            "common words in one sentence",
            "(said SAME/S the) SAME/S (of SAME/S to)".into(),
        ),
        ("a word fifty times", "atleast50:the".into()),
        (
            "a phrase of common words",
            "\"of the\" OR \"in the\" OR \"to the\"".into(),
        ),
        (
            "eight words of two letters off",
            format!(
                "({})",
                each(8, &|n| format!("{}ation~2", prefixes[n]), " OR ")
            ),
        ),
        (
            "eight of them near each other",
            each(8, &|n| format!("{}ation~2", prefixes[n]), " NEAR/50 "),
        ),
        (
            "truncations near each other",
            "con* NEAR/10 pro* NEAR/10 com* NEAR/10 int*".into(),
        ),
        (
            "six patterns of paths",
            format!("({})", each(6, &|n| format!("path:*{n}*/**"), " OR ")),
        ),
        (
            "places of all continents",
            "place:Europe OR place:Asia OR place:Africa OR place:Americas".into(),
        ),
        ("everything but", "-said -the".into()),
    ]
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

/// Asks, and says how many milliseconds it took until the lines were known.
fn ask(searcher: &dyn Searcher, text: &str) -> Result<f64, Box<dyn Error>> {
    let page = Page {
        offset: 0,
        limit: 20,
        sort: Sort::Relevance,
    };
    let fold = Fold {
        versions: true,
        repeats: Repeats::Fold,
        now: Utc::now(),
    };
    let query = read(text)?;
    let start = Instant::now();
    searcher.lines(&query, &page, &fold)?;
    Ok(start.elapsed().as_secs_f64() * 1000.0)
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
