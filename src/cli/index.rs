//! `dateline index`: brings the archive up to date with files and folders.

use super::Exit;
use super::archive::today;
use super::heap;
use super::progress::Watch;
use super::terminal::Context;
use crate::decode;
use crate::engine::Memory;
use crate::enrich;
use crate::error::{Error, Result};
use crate::index::{self, Report, Settings};
use crate::present::{headers, report};
use crate::read::{Limits, STDIN, Wanted};
use chrono::NaiveDate;
use std::io::ErrorKind;
use std::path::PathBuf;
use std::time::Duration;

/// How many shapes of headers are shown.
const SHAPES: usize = 5;

const EXAMPLES: &str = "\
Examples:
  dateline index ~/wires                      add what is new or changed; unchanged files are skipped
  dateline index ~/wires --prune              and take out the stories whose files are gone
  dateline index ~/wires --exclude '*.bak' --include 2020 --dry-run
  dateline index ~/wires --report unread.jsonl
  dateline index disk.zip feed.jsonl.gz       bundles and files of many stories are read as they are
  dateline index old --encoding cp850         where the charset is told wrong
  dateline index feed.jsonl --map text=body,date=published
  dateline index ~/scans --max-item 64M --max-unpacked 10G
  dateline index ~/wires --memory 300M        on a small machine
  dateline --index /srv/archive index /srv/wires";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Folders and files; - for standard input.
    #[arg(value_name = "PATH", required_unless_present = "compact")]
    paths: Vec<PathBuf>,

    #[command(flatten)]
    pub(super) reading: Reading,

    /// Take out the stories whose files are gone; with --rebuild, also those of folders that are not named.
    #[arg(long)]
    prune: bool,

    /// Read and report, but write nothing.
    #[arg(long)]
    dry_run: bool,

    /// Write to this file, as JSON Lines, every file that gave no story, and every doubtful one that this run read, each
    /// with the reason.
    #[arg(long, value_name = "FILE", allow_hyphen_values = true)]
    report: Option<PathBuf>,

    /// How much memory the run may take, about (640M): with less it takes longer.
    ///
    /// What has to be known of the archive's own files and stories comes to it: some 110 MB a million, and while stories
    /// are linked at the end, 180 MB a million more; where that is too much, what is known of files is let go of meanwhile.
    #[arg(long, value_name = "SIZE", value_parser = memory_of)]
    memory: Option<u64>,

    /// Commit after so many seconds.
    #[arg(long, value_name = "SECONDS", hide = true)]
    commit_every: Option<f32>,

    /// Write the archive anew, from all its folders: name them all. The old one answers until the new one is whole.
    #[arg(long)]
    rebuild: bool,

    /// Give back the room of what was removed; without PATH, nothing else.
    #[arg(long)]
    compact: bool,
}

// Which files are read, and what may be inferred: the same for `index` and `parse`.
#[derive(Debug, clap::Args)]
pub(super) struct Reading {
    /// Only files that fit, by name, path or folder (*.txt, 2020/**, afp); repeated: any of them.
    #[arg(long, value_name = "PATTERN", allow_hyphen_values = true)]
    include: Vec<String>,

    /// No files that fit, by name, path or folder; repeated: none of them.
    #[arg(long, value_name = "PATTERN", allow_hyphen_values = true)]
    exclude: Vec<String>,

    /// The charset that all files are in (windows-1251, koi8-r, cp850): read so even where another fits better.
    #[arg(long, value_name = "CHARSET")]
    encoding: Option<String>,

    /// Which keys of JSON and columns of tables hold what, where their names do not say: text=body,date=published.
    #[arg(long, value_name = "FIELD=KEY,…", value_parser = map_of, long_help = MAP)]
    map: Option<Map>,

    /// The largest story, in bytes (32M): larger ones are named in the report.
    #[arg(long, value_name = "SIZE", value_parser = size_of)]
    max_item: Option<u64>,

    /// How much a bundle may unpack to (2G).
    #[arg(long, value_name = "SIZE", value_parser = size_of)]
    max_unpacked: Option<u64>,

    /// How many members a bundle may have.
    #[arg(long, value_name = "NUMBER")]
    max_members: Option<u64>,

    /// How many times its size a bundle may unpack to.
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u64).range(1..))]
    max_ratio: Option<u64>,

    /// How many bundles may lie in each other.
    #[arg(long, value_name = "NUMBER")]
    max_depth: Option<u32>,

    /// Let a file's modification time give a missing year, or the day where no date is printed.
    #[arg(long)]
    trust_mtime: bool,

    /// The year of stories that give none.
    #[arg(long, value_name = "YEAR", value_parser = clap::value_parser!(i32).range(1800..=2200))]
    assume_year: Option<i32>,

    /// The day after which dates are refused.
    #[arg(long, value_name = "YYYY-MM-DD", hide = true)]
    today: Option<NaiveDate>,
}

impl Reading {
    /// How files are read; patterns and charsets that nobody knows are wrong use.
    pub(super) fn settings(&self) -> Result<index::Reading> {
        let wanted = Wanted {
            include: self.include.clone(),
            exclude: self.exclude.clone(),
        };
        wanted.check()?;
        let encoding = self.encoding.as_deref().map(charset).transpose()?;
        let map = self.map.as_ref().map(|map| map.0.clone());
        Ok(index::Reading {
            wanted,
            limits: self.limits(),
            encoding,
            map: map.unwrap_or_default(),
            options: enrich::Options {
                trust_mtime: self.trust_mtime,
                assume_year: self.assume_year,
                today: today(self.today),
            },
        })
    }

    fn limits(&self) -> Limits {
        let usual = Limits::default();
        Limits {
            item: self.max_item.unwrap_or(usual.item),
            unpacked: self.max_unpacked.unwrap_or(usual.unpacked),
            members: self.max_members.unwrap_or(usual.members),
            ratio: self.max_ratio.unwrap_or(usual.ratio),
            depth: self.max_depth.unwrap_or(usual.depth),
        }
    }
}

/// The name of a charset that can be decoded.
fn charset(name: &str) -> Result<String> {
    if decode::charset_of(name).is_some() {
        return Ok(name.to_owned());
    }
    Err(Error::Usage {
        message: format!("{name} is no charset that can be read"),
        hint: Some("names look like windows-1251, iso-8859-15, koi8-r, cp850 or shift_jis".into()),
    })
}

/// A size in bytes: `500000`, `64K`, `64M`, `2G`.
fn size_of(text: &str) -> std::result::Result<u64, String> {
    let text = text.trim();
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = match text[digits.len()..].to_ascii_uppercase().as_str() {
        "" | "B" => 1,
        "K" | "KB" | "KIB" => 1 << 10,
        "M" | "MB" | "MIB" => 1 << 20,
        "G" | "GB" | "GIB" => 1 << 30,
        _ => 0,
    };
    let number: Option<u64> = digits.parse().ok();
    let size = number.and_then(|number| number.checked_mul(unit));
    let size = size.filter(|size| *size > 0);
    size.ok_or_else(|| "a size looks like 500000, 64M or 2G".into())
}

/// A size that a run can do with.
fn memory_of(text: &str) -> std::result::Result<u64, String> {
    let size = size_of(text)?;
    let least = Memory::LEAST >> 20;
    match size >> 20 >= least {
        true => Ok(size),
        false => Err(format!("it takes at least {least}M")),
    }
}

/// What keys and columns hold.
#[derive(Debug, Clone)]
struct Map(Vec<(String, String)>);

/// What a key or column may hold.
const MAPPED: &[&str] = &[
    "text", "headline", "date", "agency", "byline", "place", "language", "id", "version",
    "category", "keywords", "url", "note",
];

const MAP: &str = "\
Which keys of JSON and columns of tables hold what, where their names do not say: --map text=body,date=published reads \
the text from \"body\" and the date from \"published\". Fields: text, headline, date, agency, byline, place, language, \
id, version, category, keywords, url, note.";

/// `text=body,date=published`
fn map_of(text: &str) -> std::result::Result<Map, String> {
    let pair = |pair: &str| {
        let (field, key) = pair
            .split_once('=')
            .filter(|(_, key)| !key.trim().is_empty())
            .ok_or_else(|| format!("{pair:?} is no pair such as text=body"))?;
        let (field, key) = (field.trim(), key.trim());
        match MAPPED.contains(&field) {
            true => Ok((field.to_owned(), key.to_owned())),
            false => Err(format!(
                "{field} is none of the fields {}",
                MAPPED.join(", ")
            )),
        }
    };
    let pairs = text.split(',').map(pair);
    pairs.collect::<std::result::Result<_, String>>().map(Map)
}

/// Indexes and reports.
pub(super) fn run(args: &Args, context: &mut Context<'_>) -> Result<Exit> {
    heap::give_back();
    if args.paths.is_empty() {
        index::compact(&context.location)?;
        context.say("the archive is compact");
        return Ok(Exit::Done);
    }
    let settings = args.settings()?;
    args.refuse_nowhere(context)?;
    let watch = Watch::new(context.shows_progress, args.report.as_deref())?;
    let (location, facts) = (&context.location, context.facts);
    let report = index::index(location, &args.paths, &settings, &watch, facts);
    let watched = watch.finish();
    let report = report?;
    let run = report::Run {
        dry: args.dry_run,
        rebuild: args.rebuild,
    };
    report::write(context.out, &report, run, context.out_style)?;
    if !report.headers.shapes.is_empty() && !context.quiet() {
        context.say("headers that were not understood, and what would mend them:");
        let rest = "dateline parse --report lists them";
        // Trouble on stderr is no reason to fail.
        let _ = headers::write(
            context.err,
            &report.headers,
            SHAPES,
            rest,
            context.err_style,
        );
    }
    watched.map(|()| exit(&report))
}

impl Args {
    /// Refuses to make an archive of paths none of which is there, or to write one anew where any is not: a mistake in
    /// typing would leave one that answers every question with nothing.
    fn refuse_nowhere(&self, context: &Context<'_>) -> Result<()> {
        let is_there = |path: &PathBuf| {
            path.as_os_str() == STDIN || path.try_exists().is_ok_and(|there| there)
        };
        let missing_path = self.paths.iter().find(|path| !is_there(path));
        let Some(first) = missing_path else {
            return Ok(());
        };
        let some = self.paths.iter().any(is_there);
        if !self.rebuild && (some || context.location.exists()) {
            return Ok(());
        }
        let missing = || std::io::Error::from(ErrorKind::NotFound);
        let error = first.metadata().err().unwrap_or_else(missing);
        Err(Error::io("read", first)(error))
    }

    fn settings(&self) -> Result<Settings> {
        Ok(Settings {
            reading: self.reading.settings()?,
            prune: self.prune,
            dry_run: self.dry_run,
            rebuild: self.rebuild,
            compact: self.compact,
            commit_every: self
                .commit_every
                .and_then(|seconds| Duration::try_from_secs_f32(seconds).ok()),
            base: std::env::current_dir().ok(),
            memory: self.memory.map(Memory::of).unwrap_or_default(),
        })
    }
}

fn exit(report: &Report) -> Exit {
    match report {
        report if report.interrupted => Exit::Interrupted,
        report if report.failed > 0 => Exit::SomeFailed,
        _ => Exit::Done,
    }
}
