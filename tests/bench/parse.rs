//! Measures how fast stories are read, without files, index and output: bytes are decoded, parsed and enriched, on one
//! thread, and each stage is timed.
//!
//! ```text
//! cargo bench --bench parse -- FOLDER [ROUNDS]
//! ```
//!
//! The files are read into memory first. One round reads each of them once; of all rounds the median counts. Where the
//! system tells it (Linux), the time is what the thread computed, without what other programs took from it.

#![allow(clippy::print_stdout)]

use dateline::enrich::{Options, Origin, enrich};
use dateline::facts::Facts;
use dateline::{decode, parse};
use std::error::Error;
use std::time::{Duration, Instant};

/// How often all files are read, where nothing is said.
const ROUNDS: usize = 7;

/// A file: its path and its bytes.
type File = (String, Vec<u8>);

/// What one round took, and found.
#[derive(Debug, Clone, Copy, Default)]
struct Round {
    decode: Duration,
    parse: Duration,
    enrich: Duration,
    /// What the thread computed from beginning to end.
    whole: Duration,
    stories: usize,
}

impl Round {
    /// The share of a stage.
    fn share(&self, stage: Duration) -> f64 {
        stage.as_secs_f64() / (self.decode + self.parse + self.enrich).as_secs_f64()
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    // Cargo adds an option of its own.
    let mut arguments = std::env::args().skip(1).filter(|it| !it.starts_with("--"));
    let Some(folder) = arguments.next() else {
        println!("usage: cargo bench --bench parse -- FOLDER [ROUNDS]");
        return Ok(());
    };
    let rounds = arguments.next().map_or(Ok(ROUNDS), |it| it.parse())?.max(1);
    let files = files(&folder)?;
    let bytes: usize = files.iter().map(|(_, bytes)| bytes.len()).sum();
    if bytes == 0 {
        return Err(format!("{folder} holds no bytes to read").into());
    }
    // One round warms the tables up, and is not counted.
    round(&files);
    let mut found: Vec<Round> = (0..rounds).map(|_| round(&files)).collect();
    found.sort_by_key(|round| round.whole);
    let median = found[found.len() / 2];

    let speed = |round: &Round| bytes as f64 / 1e6 / round.whole.as_secs_f64();
    println!(
        "dateline {}, {} files, {:.1} MB, {} stories, {rounds} rounds, one thread",
        env!("CARGO_PKG_VERSION"),
        files.len(),
        bytes as f64 / 1e6,
        median.stories
    );
    println!("\n| stage | median, MB/s | of the time |\n|---|---|---|");
    for (stage, time) in [
        ("decode", median.decode),
        ("parse", median.parse),
        ("enrich", median.enrich),
    ] {
        let share = median.share(time);
        println!(
            "| {stage} | {:.1} | {:.0} % |",
            speed(&median) / share,
            100.0 * share
        );
    }
    println!("| **all** | **{:.1}** | |", speed(&median));
    let (slowest, fastest) = (&found[found.len() - 1], &found[0]);
    println!(
        "\nslowest round {:.1} MB/s, fastest {:.1} MB/s",
        speed(slowest),
        speed(fastest)
    );
    Ok(())
}

/// How long this thread has computed; where the system does not say, how long it is since the start.
fn busy(start: Instant) -> Duration {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = told.and_then(|told| told.split(' ').next()?.parse().ok());
    nanoseconds.map_or_else(|| start.elapsed(), Duration::from_nanos)
}

/// Every file below a folder, in the order of their paths.
fn files(folder: &str) -> Result<Vec<File>, Box<dyn Error>> {
    let mut files = Vec::new();
    for entry in walkdir::WalkDir::new(folder).sort_by_file_name() {
        let entry = entry?;
        if entry.file_type().is_file() {
            let path = entry.path();
            files.push((path.display().to_string(), std::fs::read(path)?));
        }
    }
    Ok(files)
}

/// Reads each file once.
fn round(files: &[File]) -> Round {
    let facts = Facts::built_in();
    let options = Options {
        today: chrono::Local::now().date_naive(),
        ..Options::default()
    };
    let mut round = Round::default();
    let start = Instant::now();
    let before = busy(start);
    for (path, bytes) in files {
        let start = Instant::now();
        let decoded = decode::decode(bytes, &decode::Hints::default());
        let decoded_at = Instant::now();
        round.decode += decoded_at - start;
        let Ok(decoded) = decoded else {
            continue;
        };
        let dispatches = parse::parse(&decoded.text, &parse::Context::new(facts));
        let parsed_at = Instant::now();
        round.parse += parsed_at - decoded_at;
        for dispatch in dispatches.into_iter().flatten() {
            let origin = Origin {
                path: path.clone(),
                charset: decoded.charset.clone(),
                ..Origin::default()
            };
            let story = enrich(dispatch, &origin, &options, facts);
            std::hint::black_box(&story);
            round.stories += 1;
        }
        round.enrich += parsed_at.elapsed();
    }
    round.whole = busy(start) - before;
    round
}
