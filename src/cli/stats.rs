//! `dateline stats`: what the archive holds.

use super::Exit;
use super::count::Property;
use super::terminal::Context;
use crate::engine::{self, Fold};
use crate::error::Result;
use crate::present::stats::{Holdings, Table};
use crate::present::{self, stats};
use crate::query::{Node, Query};
use crate::search;

const EXAMPLES: &str = "\
Examples:
  dateline stats
  dateline stats --by format,charset           what was on the disk: a table of each
  dateline stats --by agency,year --json
  dateline --index /srv/archive stats --json";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Count all stories by these properties too, those superseded, under embargo or killed among them: a table for each.
    #[arg(long, value_name = "PROPERTY,…", value_enum, value_delimiter = ',')]
    by: Vec<Property>,

    /// One JSON document.
    #[arg(long)]
    json: bool,
}

/// Writes the figures.
pub(super) fn run(args: &Args, context: &mut Context<'_>) -> Result<Exit> {
    let searcher = engine::open(&context.location)?;
    let stats = searcher.stats()?;
    let everything = Query {
        text: String::new(),
        root: Node::Everything,
        notices: Vec::new(),
    };
    let now = chrono::Utc::now();
    let table = |by: &Property| {
        let (_, counts) = search::counts::counts(
            &*searcher,
            &everything,
            &[by.key()],
            &Fold { now, ..Fold::NONE },
        )?;
        let by = by.name();
        Ok(Table { by, counts })
    };
    let tables = args.by.iter().map(table).collect::<Result<_>>()?;
    let holdings = Holdings { stats, tables };
    match args.json {
        true => present::document(context.out, &holdings)?,
        false => stats::write(context.out, &holdings, context.out_style)?,
    }
    Ok(Exit::Done)
}
