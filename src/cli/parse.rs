//! `dateline parse`: how files are read, without an archive.

use super::Exit;
use super::index::Reading;
use super::terminal::Context;
use crate::error::Result;
use crate::facts::mentions;
use crate::index::{self, ReportLine, Shapes};
use crate::present::{self, header, headers, report};
use crate::story::Story;
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  dateline parse corpus/afp/a.txt            how the header was read, and what that rests on
  dateline parse ~/wires --json | jq -c '[.path, .date, .agency]'
  dateline parse ~/wires --report            which headers were not understood, and what would mend them
  dateline parse disk.zip --json             the stories in a bundle
  dateline parse feed.csv --map text=body,date=published
  dateline parse - < dispatch.txt";

/// How many shapes of headers are shown.
const SHAPES: usize = 10;

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Folders and files; - for standard input.
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,

    #[command(flatten)]
    reading: Reading,

    /// A JSON record a line; with --report, the whole report as one document.
    #[arg(long)]
    json: bool,

    /// Instead of the stories, the shapes of the headers that were not understood, those first that most stories have,
    /// each with an example and what would mend it.
    #[arg(long)]
    report: bool,
}

/// What has been read so far.
#[derive(Default)]
struct Sofar {
    stories: u64,
    failed: u64,
    shapes: Shapes,
}

/// Reads and writes each story.
pub(super) fn run(args: &Args, context: &mut Context<'_>) -> Result<Exit> {
    let reading = args.reading.settings()?;
    let (mut sofar, mut written) = (Sofar::default(), Ok(()));
    let facts = context.facts;
    // The first failure to write ends the writing; reading cannot be called off.
    let mut each = |read: std::result::Result<Story, ReportLine>| {
        if written.is_ok() {
            written = args.write(read, &mut sofar, context);
        }
    };
    index::read_stories(&args.paths, &reading, facts, &mut each)?;
    written?;
    if args.report {
        args.write_headers(std::mem::take(&mut sofar.shapes), context)?;
    }
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
                if self.report {
                    sofar.shapes.add(&story, context.facts);
                    return Ok(());
                }
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

    fn write_headers(&self, shapes: Shapes, context: &mut Context<'_>) -> Result<()> {
        let ranked = shapes.ranked();
        if self.json {
            return present::document(context.out, &ranked);
        }
        let rest = "--json lists all";
        headers::write(context.out, &ranked, SHAPES, rest, context.out_style)
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
