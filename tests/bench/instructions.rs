//! A guard of speed: counts the instructions of reading, indexing and searching a fixed small set.
//!
//! ```text
//! cargo bench --bench instructions              held against instructions.tsv; a rise of more than 5 % fails
//! cargo bench --bench instructions -- --keep    writes instructions.tsv anew: say why in the commit
//! ```
//!
//! Instructions are counted by callgrind, so that a busy machine changes nothing. The set is the sample corpus, and its
//! plain stories again with other words, in a scratch folder. A count belongs to the compiler that made it: with another
//! one nothing is compared, and that is said.

#![allow(clippy::print_stdout)]

use chrono::{NaiveDate, Utc};
use dateline::engine::{self, Fold, Page, Repeats, Sort};
use dateline::enrich::Options;
use dateline::facts::Facts;
use dateline::index::{self, Progress, Reading, ReportLine, Settings};
use dateline::query::parse::{self, parse};
use dateline::search::{Request, search};
use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode};
use std::time::Duration;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// Does one thing, in a scratch folder that holds the set.
type Phase = fn(&Path) -> Result<()>;

/// What is counted, each in a process of its own.
const PHASES: &[(&str, Phase)] = &[
    ("start", start),
    ("read", read),
    ("index", index),
    ("search", ask),
];

/// A rise by more than this share fails.
const MOST: f64 = 0.05;

/// So many times the plain stories are in the set again, with other words.
const TIMES: usize = 6;

/// One question of each kind that people ask.
const QUESTIONS: &[&str] = &[
    "president",
    "cessez-le-feu Karabakh",
    "\"prime minister\"",
    "élection OR scrutin",
    "place:Géorgie",
    "date:2020-11-09..2020-11-17",
    "agency:AFP date:2020",
    "talks NEAR/5 government",
    "negoti* -sport",
];

fn main() -> Result<ExitCode> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [phase, folder] = &arguments[..]
        && let Some((_, run)) = PHASES.iter().find(|(name, _)| name == phase)
    {
        run(Path::new(folder))?;
        return Ok(ExitCode::SUCCESS);
    }
    let scratch = tempfile::tempdir()?;
    make_set(&root.join("corpus"), &scratch.path().join("set"))?;
    let mut counts = BTreeMap::new();
    for (phase, _) in PHASES {
        let count = count(phase, scratch.path())?;
        println!("{phase:<8} {count:>14} instructions");
        counts.insert(*phase, count);
    }
    let kept = root.join("tests/bench/instructions.tsv");
    match arguments.iter().any(|argument| argument == "--keep") {
        true => keep(&kept, &counts),
        false => compare(&kept, &counts),
    }
}

/// The corpus, and its plain stories with a paragraph more.
fn make_set(corpus: &Path, set: &Path) -> Result<()> {
    for entry in walkdir::WalkDir::new(corpus).sort_by_file_name() {
        let entry = entry?;
        let to = set.join(entry.path().strip_prefix(corpus)?);
        if entry.file_type().is_dir() {
            fs::create_dir_all(to)?;
            continue;
        }
        let bytes = fs::read(entry.path())?;
        let is_plain = entry.path().starts_with(corpus.join("plain"));
        for number in (1..=TIMES).filter(|_| is_plain) {
            let mut more = bytes.clone();
            more.extend(
                format!(
                    "\n\nIt was said {number} times, and {}.\n",
                    "again ".repeat(number)
                )
                .bytes(),
            );
            fs::write(to.with_added_extension(format!("{number}.txt")), more)?;
        }
        fs::write(to, bytes)?;
    }
    Ok(())
}

/// The instructions of one phase.
fn count(phase: &str, scratch: &Path) -> Result<u64> {
    let out = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(std::env::current_exe()?)
        .arg(phase)
        .arg(scratch)
        .output()
        .map_err(|error| format!("valgrind: {error}; install it (apt-get install valgrind)"))?;
    let said = String::from_utf8_lossy(&out.stderr);
    let count = said
        .lines()
        .find_map(|line| line.split_once("Collected : "));
    match count.filter(|_| out.status.success()) {
        Some((_, count)) => Ok(count.trim().parse()?),
        None => Err(format!("{phase} failed: {said}").into()),
    }
}

/// The compiler that made this.
fn compiler() -> Result<String> {
    let out = Command::new("rustc").arg("--version").output()?;
    Ok(String::from_utf8(out.stdout)?.trim().to_owned())
}

fn keep(path: &Path, counts: &BTreeMap<&str, u64>) -> Result<ExitCode> {
    let mut text = String::from(
        "# Instructions of each phase of `cargo bench --bench instructions`, and the compiler that they belong to.\n",
    );
    for (phase, count) in counts {
        text += &format!("{phase}\t{count}\t{}\n", compiler()?);
    }
    fs::write(path, text)?;
    Ok(ExitCode::SUCCESS)
}

fn compare(path: &Path, counts: &BTreeMap<&str, u64>) -> Result<ExitCode> {
    let (text, compiler) = (fs::read_to_string(path)?, compiler()?);
    let mut failed = false;
    for (phase, count) in counts {
        let row = text
            .lines()
            .map(|line| line.split('\t').collect::<Vec<_>>());
        let mut row = row.filter(|row| row[0] == *phase);
        match row.next().as_deref() {
            Some([_, kept, made_by]) if *made_by == compiler => {
                let ratio = *count as f64 / kept.parse::<f64>()?;
                failed |= ratio > 1.0 + MOST;
                println!("{phase:<8} {ratio:.3} of what was kept");
            }
            Some([_, _, made_by]) => {
                println!("SKIPPED: {phase} was counted with {made_by}, and this is {compiler}");
            }
            _ => return Err(format!("{} has no row {phase}", path.display()).into()),
        }
    }
    if failed {
        println!(
            "more than {:.0} % more instructions: mend it, or keep the new counts with `-- --keep` and say why in the commit",
            MOST * 100.0
        );
    }
    Ok(if failed {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

/// Nothing but what every phase does.
fn start(_: &Path) -> Result<()> {
    Ok(())
}

fn reading() -> Reading {
    let today = NaiveDate::from_ymd_opt(2026, 1, 1).expect("a day");
    let options = Options {
        today,
        ..Options::default()
    };
    Reading {
        options,
        ..Reading::default()
    }
}

fn read(scratch: &Path) -> Result<()> {
    let mut stories = 0;
    let mut each = |item: std::result::Result<_, ReportLine>| stories += usize::from(item.is_ok());
    index::read_stories(
        &[scratch.join("set")],
        &reading(),
        Facts::built_in(),
        &mut each,
    )?;
    assert!(stories > 200, "{stories} stories");
    Ok(())
}

fn index(scratch: &Path) -> Result<()> {
    let settings = Settings {
        reading: reading(),
        // Commits at moments would be others on another machine.
        commit_every: Some(Duration::from_secs(3600)),
        ..Settings::default()
    };
    let (archive, paths) = (scratch.join("archive"), [scratch.join("set")]);
    let report = index::index(&archive, &paths, &settings, &Quiet, Facts::built_in())?;
    assert!(report.stories > 200, "{} stories", report.stories);
    Ok(())
}

fn ask(scratch: &Path) -> Result<()> {
    let searcher = engine::open(&scratch.join("archive"))?;
    let facts = Facts::built_in();
    let now = Utc::now();
    let mut found = 0;
    for text in QUESTIONS {
        let settings = parse::Settings {
            today: now.date_naive(),
            now,
            date_order: None,
            any: false,
            words_only: false,
        };
        let query = parse(text, settings, facts)?;
        let request = Request {
            query,
            now,
            page: Page {
                offset: 0,
                limit: 20,
                sort: Sort::Relevance,
            },
            fold: Fold {
                versions: true,
                repeats: Repeats::Fold,
                now,
            },
            fragments: true,
            chains: true,
            paths: false,
        };
        for hit in search(searcher.as_ref(), &request)?.hits {
            hit?;
            found += 1;
        }
    }
    assert!(found > 20, "{found} found");
    Ok(())
}

struct Quiet;

impl Progress for Quiet {
    fn shows_total(&self) -> bool {
        false
    }
    fn found(&self, _: u64, _: u64) {}
    fn done(&self, _: u64, _: u64) {}
    fn stop_requested(&self) -> bool {
        false
    }
    fn note(&self, _: &ReportLine) {}
}
