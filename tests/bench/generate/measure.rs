//! Statistics of a collection of stories, and whether generated ones are like real ones.

use super::random::Random;
use super::story::Maker;
use dateline::enrich::{Options, Origin, enrich};
use dateline::facts::Facts;
use dateline::{decode, parse};
use rayon::prelude::*;
use std::collections::{HashMap, HashSet};
use std::error::Error;
use std::path::PathBuf;

const BOUNDS: &str = include_str!("bounds.tsv");
/// Stories that begin with the same words, so many of them, are versions of one.
const BEGINNING: usize = 12;

/// Prints the statistics of `many` English stories of both kinds side by side; an error where one leaves its bound.
pub(crate) fn check(folder: &str, many: usize) -> Result<(), Box<dyn Error>> {
    let real = real(folder, many)?;
    if real.is_empty() {
        return Err(format!("{folder} holds no English story to compare with").into());
    }
    let made = made(real.len());
    let running = |texts: &[String]| texts.par_iter().map(|text| words(text).count()).sum();
    let (long, short): (usize, usize) = (running(&real), running(&made));
    let most = long.min(short);
    println!(
        "{} English stories of each, vocabulary within {most} words\n",
        real.len()
    );
    let (real, made) = (measured(&real, most), measured(&made, most));
    println!("| measure | real | generated | ratio | bound | |\n|---|---|---|---|---|---|");
    let mut outside = Vec::new();
    for row in BOUNDS.lines().filter(|row| !row.starts_with('#')) {
        let cells: Vec<&str> = row.split('\t').collect();
        let [name, from, to] = cells[..] else {
            return Err(format!("bounds.tsv: {row}: not three cells").into());
        };
        let (real, made) = match (real.get(name), made.get(name)) {
            (Some(real), Some(made)) => (*real, *made),
            _ => {
                println!("| {name} | - | - | | too few words | |");
                continue;
            }
        };
        let ratio = made / real;
        // What the real stories have none of bounds nothing.
        let fits = real == 0.0 || (from.parse()?..=to.parse()?).contains(&ratio);
        let word = if fits { "" } else { "OUTSIDE" };
        println!("| {name} | {real:.3} | {made:.3} | {ratio:.2} | {from} to {to} | {word} |");
        if !fits {
            outside.push(name);
        }
    }
    if outside.is_empty() {
        return Ok(());
    }
    Err(format!(
        "outside of the bounds: {}; mend the generator, or say in bounds.tsv why they are to be wider",
        outside.join(", ")
    )
    .into())
}

/// Headline and text of the first `many` files, as `dateline` reads them, without those in other languages.
fn real(folder: &str, many: usize) -> Result<Vec<String>, Box<dyn Error>> {
    let mut paths: Vec<PathBuf> = Vec::new();
    for entry in walkdir::WalkDir::new(folder).sort_by_file_name() {
        let entry = entry?;
        if entry.file_type().is_file() {
            paths.push(entry.into_path());
        }
        if paths.len() == many {
            break;
        }
    }
    let texts: Vec<Vec<String>> = paths.par_iter().map(|path| texts(path)).collect();
    Ok(texts.into_iter().flatten().collect())
}

/// The English stories of a file; none where it cannot be read.
fn texts(path: &std::path::Path) -> Vec<String> {
    let facts = Facts::built_in();
    let decoded = std::fs::read(path)
        .ok()
        .and_then(|bytes| decode::decode(&bytes, &decode::Hints::default()).ok());
    let Some(decoded) = decoded else {
        return Vec::new();
    };
    let stories = parse::parse(&decoded.text, &parse::Context::new(facts));
    let stories = stories.into_iter().flatten().map(|dispatch| {
        let origin = Origin {
            path: path.display().to_string(),
            ..Origin::default()
        };
        enrich(dispatch, &origin, &Options::default(), facts)
    });
    stories
        .filter(|story| story.language.as_deref() == Some("en"))
        .map(|story| format!("{}\n{}", story.title(), story.paragraphs.join("\n\n")))
        .collect()
}

/// As many English stories that are whole, of the first seed.
fn made(many: usize) -> Vec<String> {
    let maker = Maker::new(1);
    let stories = (0..).map(|number| maker.story(number));
    stories
        .filter(|story| story.language == "en" && story.dirt.is_none())
        .take(many)
        .map(|story| format!("{}\n{}", story.headline, story.paragraphs.join("\n\n")))
        .collect()
}

fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
}

/// The statistics by name; those of the vocabulary from the first `most` words of the stories in a random order.
fn measured(texts: &[String], most: usize) -> HashMap<&'static str, f64> {
    let mut lengths: Vec<usize> = texts.iter().map(String::len).collect();
    lengths.sort_unstable();
    let stories = texts.len() as f64;
    let (mut running, mut distinct) = (0.0, 0.0);
    let (mut whole, mut beginnings) = (HashSet::new(), HashSet::new());
    let (mut copies, mut versions) = (0.0, 0.0);
    for text in texts {
        let body: Vec<String> = words(text.split_once('\n').map_or("", |(_, body)| body)).collect();
        let own: HashSet<&String> = body.iter().collect();
        running += body.len() as f64;
        distinct += own.len() as f64 / body.len().max(1) as f64;
        if !whole.insert(blake3::hash(body.join(" ").as_bytes())) {
            copies += 1.0;
        } else if body.len() >= BEGINNING && !beginnings.insert(body[..BEGINNING].join(" ")) {
            versions += 1.0;
        }
    }
    let at = |share: f64| lengths[(share * (stories - 1.0)) as usize] as f64;
    let mut found = HashMap::from([
        (
            "bytes a story, mean",
            lengths.iter().sum::<usize>() as f64 / stories,
        ),
        ("bytes a story, median", at(0.5)),
        ("bytes a story, nine of ten are below", at(0.9)),
        ("words a story, mean", running / stories),
        ("distinct words of a story's words", distinct / stories),
        ("share of exact copies", copies / stories),
        ("share that begin as an earlier one", versions / stories),
    ]);
    vocabulary(texts, most, &mut found);
    found
}

/// How the vocabulary grows, and how often its words come.
fn vocabulary(texts: &[String], most: usize, found: &mut HashMap<&'static str, f64>) {
    let mut order: Vec<usize> = (0..texts.len()).collect();
    let mut random = Random::of(1, 0, 9);
    for end in (1..order.len()).rev() {
        order.swap(end, random.below(end + 1));
    }
    let mut counts: HashMap<String, u32> = HashMap::new();
    let mut hundredth = 0;
    let running = order.iter().flat_map(|&story| words(&texts[story]));
    for (seen, word) in running.take(most).enumerate() {
        *counts.entry(word).or_default() += 1;
        if seen + 1 == most / 100 {
            hundredth = counts.len();
        }
        let name = match seen + 1 {
            10_000 => "words known after 10,000",
            100_000 => "words known after 100,000",
            1_000_000 => "words known after 1,000,000",
            _ => continue,
        };
        found.insert(name, counts.len() as f64);
    }
    let growth = counts.len() as f64 / hundredth.max(1) as f64;
    found.insert("Heaps' exponent", growth.ln() / 100f64.ln());
    let once = counts.values().filter(|&&count| count == 1).count();
    found.insert(
        "share of words seen once",
        once as f64 / counts.len() as f64,
    );
    let mut counts: Vec<u32> = counts.into_values().collect();
    counts.sort_unstable_by_key(|&count| std::cmp::Reverse(count));
    for (name, from, to) in [
        ("Zipf's exponent, ranks 10 to 1,000", 10, 1_000),
        ("Zipf's exponent, ranks 2,000 to 20,000", 2_000, 20_000),
    ] {
        if counts.len() >= to {
            found.insert(name, -slope(&counts, from, to));
        }
    }
}

/// The slope of log count over log rank, by least squares at ranks that lie evenly on the logarithmic scale.
fn slope(counts: &[u32], from: usize, to: usize) -> f64 {
    let steps = 50;
    let points: Vec<(f64, f64)> = (0..=steps)
        .map(|step| {
            let ratio = (to as f64 / from as f64).powf(f64::from(step) / f64::from(steps));
            let rank = (from as f64 * ratio) as usize;
            ((rank as f64).ln(), f64::from(counts[rank - 1]).ln())
        })
        .collect();
    let mean =
        |of: &dyn Fn(&(f64, f64)) -> f64| points.iter().map(of).sum::<f64>() / points.len() as f64;
    let (x, y) = (mean(&|point| point.0), mean(&|point| point.1));
    mean(&|point| (point.0 - x) * (point.1 - y)) / mean(&|point| (point.0 - x).powi(2))
}
