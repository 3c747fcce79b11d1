//! `dateline explain`: how a question is understood.

use super::question::{Question, notice_line};
use super::terminal::Context;
use super::{Exit, archive};
use crate::error::Result;
use crate::present::explanation::{self, Explanation};
use crate::search;

const EXAMPLES: &str = "\
Examples:
  dateline explain 'karabakh -sport place:Georgia'
  dateline explain date:2w.. trêve OR cessez-le-feu";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    #[command(flatten)]
    question: Question,

    /// One JSON document.
    #[arg(long)]
    json: bool,
}

/// Explains, with the archive's figures where there is one.
pub(super) fn run(args: &Args, context: &mut Context<'_>) -> Result<Exit> {
    let query = args.question.understand(&args.question.typed(), context)?;
    let searcher = archive::open_if_there(context)?;
    let searcher = searcher.inspect(|searcher| args.question.watch(&**searcher));
    let lines = search::explain(
        searcher.as_deref(),
        &query,
        args.question.now(),
        context.facts,
    )?;
    let notices = query
        .notices
        .iter()
        .map(|notice| notice_line(&query, notice));
    let explanation = Explanation {
        query: &query.text,
        lines,
        notices: notices.collect(),
    };
    match args.json {
        true => explanation::json(context.out, &explanation)?,
        false => explanation::write(context.out, &explanation, context.out_style)?,
    }
    if searcher.is_none() {
        context.hint("there is no archive to count stories in");
    }
    if let Some(searcher) = searcher.filter(|searcher| searcher.was_stopped()) {
        context.say("stopped by --timeout: there are at least so many");
        return Ok(args.question.exit(&*searcher, true));
    }
    Ok(Exit::Done)
}
