//! `dateline similar`: stories like another one, of the archive or in a file.

use super::Exit;
use super::terminal::Context;
use crate::engine;
use crate::error::{Error, Result};
use crate::index::{self, Reading};
use crate::present::{Looks, similar as written};
use crate::search::{self, similar::similar};
use crate::story::Story;
use chrono::Utc;
use std::path::{Path, PathBuf};

const EXAMPLES: &str = "\
Examples:
  dateline similar 1f3a                  like a story of the archive
  dateline similar ~/Downloads/copy.txt  like a story that is not in it
  dateline similar 1f3a --json | jq '.hits[] | select(.same_text > 80)'";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// The id of a story, the beginning of one, a path of the archive, or a file.
    #[arg(value_name = "ID|FILE")]
    name: String,

    /// How many stories to show, of at most 200.
    #[arg(short = 'n', long, value_name = "NUMBER", default_value_t = 20)]
    limit: usize,

    /// One JSON document.
    #[arg(long)]
    json: bool,
}

/// Finds and writes.
pub(super) fn run(args: &Args, context: &mut Context<'_>) -> Result<Exit> {
    let searcher = engine::open(&context.location)?;
    let (story, is_held) = match search::show(&*searcher, &args.name) {
        Ok(story) => (story, true),
        Err(Error::NoStory(_)) if Path::new(&args.name).is_file() => {
            (read(&args.name, context)?, false)
        }
        Err(error) => return Err(error),
    };
    let now = Utc::now();
    let found = similar(&*searcher, &story, is_held, now, args.limit)?;
    let looks = Looks {
        now,
        style: context.out_style,
        nul: false,
        batch: false,
    };
    match args.json {
        true => written::json(context.out, &story.id, &found)?,
        false => written::write(context.out, &found, looks)?,
    }
    context.flush()?;
    if found.is_empty() {
        context.say("no story is like it");
    }
    Ok(Exit::found(!found.is_empty()))
}

/// The one story of a file.
fn read(name: &str, context: &Context<'_>) -> Result<Story> {
    let mut stories = Vec::new();
    let mut refused = None;
    let files = [PathBuf::from(name)];
    index::read_stories(
        &files,
        &Reading::default(),
        context.facts,
        &mut |item| match item {
            Ok(story) if stories.len() < 2 => stories.push(story),
            Ok(_) => {}
            Err(line) => refused = Some(line.reason),
        },
    )?;
    match <[Story; 1]>::try_from(stories) {
        Ok([story]) => Ok(story),
        Err(stories) if stories.is_empty() => Err(Error::NoStory(format!(
            "{name} holds no story: {}",
            refused.unwrap_or_else(|| "it is empty".into())
        ))),
        Err(_) => Err(Error::Usage {
            message: format!("{name} holds several stories"),
            hint: Some("index it, and give the id of one of them".into()),
        }),
    }
}
