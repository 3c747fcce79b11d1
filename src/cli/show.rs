//! `dateline show`: writes whole stories.

use super::Exit;
use super::terminal::Context;
use crate::engine;
use crate::error::{Error, Result};
use crate::facts::mentions;
use crate::present::{self, story};
use crate::search;
use crate::status::Status;
use chrono::Utc;

const EXAMPLES: &str = "\
Examples:
  dateline show 1f3a                     by the beginning of the id
  dateline show corpus/afp/a.txt         by the path
  dateline show 'disk.zip!/feed.xml [2]' by the path and the part, as search lists it
  dateline show 1f3a --json | jq .date";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Ids, beginnings of ids, or paths.
    #[arg(value_name = "ID", required = true)]
    names: Vec<String>,

    /// A JSON record a line.
    #[arg(long)]
    json: bool,
}

/// Shows the stories that are there, and says which are not.
pub(super) fn run(args: &Args, context: &mut Context<'_>) -> Result<Exit> {
    let searcher = engine::open(&context.location)?;
    let (mut shown, mut missing) = (0, None);
    for name in &args.names {
        let story = match search::show(&*searcher, name) {
            Ok(story) => story,
            Err(error @ Error::NoStory(_)) => {
                missing
                    .replace(error)
                    .inspect(|error| context.write_error(error));
                continue;
            }
            Err(error) => return Err(error),
        };
        let now = Utc::now();
        let in_chain = search::InChain::of(&*searcher, &story.id, 1)?;
        if args.json {
            let in_chain = in_chain.as_ref();
            present::record(
                context.out,
                &search::Shown {
                    story: &story,
                    in_chain,
                },
            )?;
            if Status::of(&story, now) != Status::Usable {
                context.flush()?;
                context.note(&format!("{}: {}", story.id, story::warning(&story, now)));
            }
        } else {
            if shown > 0 {
                story::write_rule(context.out, context.out_style)?;
            }
            let mentioned = mentions::names(&story.mentions, &context.facts.gazetteer);
            story::write(
                context.out,
                &story,
                in_chain.as_ref(),
                &mentioned,
                now,
                context.out_style,
            )?;
        }
        shown += 1;
    }
    missing.map_or(Ok(Exit::Done), Err)
}
