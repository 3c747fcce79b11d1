//! `dateline remove`: takes stories out for good.

use super::Exit;
use super::terminal::Context;
use crate::error::Result;
use crate::index;
use crate::present;

const EXAMPLES: &str = "\
Examples:
  dateline remove 1f3a5b7c9d1f3a5b7c9d1f3a5

The files stay where they are; when they are read again, the stories stay out. Their text is taken out of the
archive's files; single words of theirs stay in its list of word forms until `dateline index --rebuild`.";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Ids of stories, or at least the first 8 digits of each.
    #[arg(value_name = "ID", required = true)]
    ids: Vec<String>,
}

/// Removes, and says what was removed.
pub(super) fn run(args: &Args, context: &mut Context<'_>) -> Result<Exit> {
    let removed = index::remove(&context.location, &args.ids)?;
    for story in &removed {
        present::story::write_removed(context.out, story)?;
    }
    Ok(Exit::found(!removed.is_empty()))
}
