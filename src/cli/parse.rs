//! `dateline parse`: how files are read, without an archive.

use super::Exit;
use super::index::Reading;
use super::terminal::Context;
use crate::error::Result;
use crate::facts::mentions;
use crate::index::{self, ReportLine};
use crate::present::{self, header, report};
use crate::story::Story;
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  dateline parse corpus/afp/a.txt            how the header was read, and what that rests on
  dateline parse ~/wires --json | jq -c '[.path, .date, .agency]'
  dateline parse - < dispatch.txt";

/// Shows how files are read, without indexing them.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Folders and files; - for standard input.
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,

    #[command(flatten)]
    reading: Reading,

    /// A JSON record a line.
    #[arg(long)]
    json: bool,
}

/// What has been read so far.
#[derive(Default)]
struct Sofar {
    stories: u64,
    failed: u64,
}

/// Reads and writes each story.
pub(super) fn run(args: &Args, context: &mut Context<'_>) -> Result<Exit> {
    let (wanted, options) = (args.reading.wanted()?, args.reading.options());
    let (mut sofar, mut written) = (Sofar::default(), Ok(()));
    let facts = context.facts;
    // The first failure to write ends the writing; reading cannot be called off.
    let mut each = |read: std::result::Result<Story, ReportLine>| {
        if written.is_ok() {
            written = args.write(read, &mut sofar, context);
        }
    };
    index::read_stories(&args.paths, &wanted, &options, facts, &mut each)?;
    written?;
    Ok(match sofar {
        Sofar { failed: 1.., .. } => Exit::SomeFailed,
        Sofar { stories: 0, .. } => Exit::Nothing,
        _ => Exit::Done,
    })
}

impl Args {
    fn write(
        &self,
        read: std::result::Result<Story, ReportLine>,
        sofar: &mut Sofar,
        context: &mut Context<'_>,
    ) -> Result<()> {
        match read {
            Ok(story) => {
                sofar.stories += 1;
                self.write_story(&story, sofar.stories == 1, context)
            }
            Err(line) => {
                sofar.failed += u64::from(line.kind == ReportLine::FAILED);
                // Trouble on stderr is no reason to stop.
                let _ = report::write_line(context.err, &line, context.err_style);
                Ok(())
            }
        }
    }

    fn write_story(&self, story: &Story, first: bool, context: &mut Context<'_>) -> Result<()> {
        if self.json {
            return present::record(context.out, story);
        }
        if !first {
            header::write_space(context.out)?;
        }
        let mentioned = mentions::names(&story.mentions, &context.facts.gazetteer);
        header::write(context.out, story, &mentioned, context.out_style)
    }
}
