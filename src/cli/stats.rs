//! `dateline stats`: what the archive holds.

use super::Exit;
use super::terminal::Context;
use crate::engine;
use crate::error::Result;
use crate::present::{self, stats};

const EXAMPLES: &str = "\
Examples:
  dateline stats
  dateline --index /srv/archive stats --json";

/// Shows what the archive holds: stories, days, sizes.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// One JSON document.
    #[arg(long)]
    json: bool,
}

/// Writes the figures.
pub(super) fn run(args: &Args, context: &mut Context<'_>) -> Result<Exit> {
    let stats = engine::open(&context.location)?.stats()?;
    match args.json {
        true => present::document(context.out, &stats)?,
        false => stats::write(context.out, &stats, context.out_style)?,
    }
    Ok(Exit::Done)
}
