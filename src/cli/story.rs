//! `dateline story`: a developing story from its first word to its last.

use super::Exit;
use super::terminal::Context;
use crate::engine;
use crate::error::Result;
use crate::present::timeline;
use crate::search::timeline::timeline;
use chrono::Utc;

const EXAMPLES: &str = "\
Examples:
  dateline story 1f3a                        by the id of any of its versions
  dateline story 1f3a --diff                 and what each version added
  dateline story corpus/newsml/anp-1.xml --json";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// The id of one of its stories, the beginning of one, or a path.
    #[arg(value_name = "ID")]
    name: String,

    /// Also what each version added (+), and of sentences written anew what they were (-).
    #[arg(long)]
    diff: bool,

    /// One JSON document.
    #[arg(long)]
    json: bool,
}

/// Shows the chain of a story.
pub(super) fn run(args: &Args, context: &mut Context<'_>) -> Result<Exit> {
    let searcher = engine::open(&context.location)?;
    let now = Utc::now();
    let timeline = timeline(&*searcher, &args.name, now, args.diff)?;
    match args.json {
        true => timeline::json(context.out, &timeline)?,
        false => timeline::write(context.out, &timeline, now, context.out_style)?,
    }
    context.flush()?;
    match (timeline.total, timeline.entries.len()) {
        (1, _) => context.say("no other version of it is in the archive"),
        (total, shown) if shown < total => {
            context.note(&format!("{shown} of {total} stories are shown"));
        }
        _ => {}
    }
    Ok(Exit::Done)
}
