//! `dateline index`: brings the archive up to date with files and folders.

use super::Exit;
use super::archive::today;
use super::progress::Watch;
use super::terminal::Context;
use crate::enrich;
use crate::error::{Error, Result};
use crate::index::{self, Report, Settings};
use crate::present::{headers, report};
use crate::read::{STDIN, Wanted};
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
  dateline --index /srv/archive index /srv/wires";

/// Puts files and folders into the archive; what did not change is skipped.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Folders and files; - for standard input.
    #[arg(value_name = "PATH", required_unless_present = "compact")]
    paths: Vec<PathBuf>,

    #[command(flatten)]
    pub(super) reading: Reading,

    /// Take out the stories whose files are gone.
    #[arg(long)]
    prune: bool,

    /// Read and report, but write nothing.
    #[arg(long)]
    dry_run: bool,

    /// Write to this file, as JSON Lines, every file that gave no story, and every doubtful one that this run read, each
    /// with the reason.
    #[arg(long, value_name = "FILE", allow_hyphen_values = true)]
    report: Option<PathBuf>,

    /// Commit after so many seconds.
    #[arg(long, value_name = "SECONDS", hide = true)]
    commit_every: Option<f32>,

    /// Write the archive anew; the old one answers until the new one is whole.
    #[arg(long)]
    rebuild: bool,

    /// Give back the room of what was removed; without PATH, nothing else.
    #[arg(long)]
    compact: bool,
}

/// Which files are read, and what may be inferred: the same for `index` and `parse`.
#[derive(Debug, clap::Args)]
pub(super) struct Reading {
    /// Only files that fit, by name, path or folder (*.txt, 2020/**, afp); repeated: any of them.
    #[arg(long, value_name = "PATTERN", allow_hyphen_values = true)]
    include: Vec<String>,

    /// No files that fit, by name, path or folder; repeated: none of them.
    #[arg(long, value_name = "PATTERN", allow_hyphen_values = true)]
    exclude: Vec<String>,

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
    /// Which files are wanted; patterns that cannot be read are wrong use.
    pub(super) fn wanted(&self) -> Result<Wanted> {
        let wanted = Wanted {
            include: self.include.clone(),
            exclude: self.exclude.clone(),
        };
        wanted.check().map(|()| wanted)
    }

    /// What the inference may use.
    pub(super) fn options(&self) -> enrich::Options {
        enrich::Options {
            trust_mtime: self.trust_mtime,
            assume_year: self.assume_year,
            today: today(self.today),
        }
    }
}

/// Indexes and reports.
pub(super) fn run(args: &Args, context: &mut Context<'_>) -> Result<Exit> {
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
    /// Refuses to make an archive of paths none of which is there: a mistake in typing would leave an empty one, which
    /// answers every question with nothing.
    fn refuse_nowhere(&self, context: &Context<'_>) -> Result<()> {
        let is_there = |path: &PathBuf| {
            path.as_os_str() == STDIN || path.try_exists().is_ok_and(|there| there)
        };
        let Some(first) = self.paths.first() else {
            return Ok(());
        };
        if context.location.exists() || self.paths.iter().any(is_there) {
            return Ok(());
        }
        let missing = || std::io::Error::from(ErrorKind::NotFound);
        let error = first.metadata().err().unwrap_or_else(missing);
        Err(Error::io("read", first)(error))
    }

    fn settings(&self) -> Result<Settings> {
        Ok(Settings {
            wanted: self.reading.wanted()?,
            prune: self.prune,
            dry_run: self.dry_run,
            rebuild: self.rebuild,
            compact: self.compact,
            commit_every: self
                .commit_every
                .and_then(|seconds| Duration::try_from_secs_f32(seconds).ok()),
            options: self.reading.options(),
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
