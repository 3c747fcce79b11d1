//! Receipts: `--receipt FILE` writes one beside an answer, `dateline verify-receipt FILE` asks again and compares.

use super::question::Question;
use super::terminal::Context;
use super::{Exit, archive, folding};
use crate::engine::{Fold, Searcher};
use crate::error::{Error, Result};
use crate::present::{self, grouped, receipt as written};
use crate::query::Query;
use crate::search::receipt::{self, FORM, Receipt};
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

const EXAMPLES: &str = "\
Examples:
  dateline count 'trêve date:2020-11' --receipt treve.json
  dateline verify-receipt treve.json
  dateline verify-receipt treve.json --json";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// The file that --receipt wrote.
    #[arg(value_name = "FILE")]
    file: PathBuf,

    /// One JSON document.
    #[arg(long)]
    json: bool,
}

/// Asks again and compares.
pub(super) fn run(args: &Args, context: &mut Context<'_>) -> Result<Exit> {
    let receipt = read(&args.file)?;
    if !receipt.is_whole()? {
        context.note(&format!(
            "{} is not as it was written: its digest does not fit what it says",
            args.file.display()
        ));
    }
    let query = receipt.question.asked_at(receipt.made, context.facts)?;
    let searcher = archive::open(context)?;
    let fold = folding::of_note(&receipt.folding, receipt.made);
    let answer = receipt::answer(searcher, &query, &fold)?;
    let drift = receipt.drift(&answer);
    match args.json {
        true => present::document(context.out, &drift)?,
        false => written::write(context.out, &drift, context.out_style)?,
    }
    Ok(Exit::found(drift.is_none() && receipt.is_whole()?))
}

/// What a receipt is of.
pub(super) struct Asked<'a> {
    pub(super) question: &'a Question,
    pub(super) query: &'a Query,
    /// What shares a line, and the moment of asking.
    pub(super) fold: Fold,
}

/// Writes the receipt of a query into a new file.
pub(super) fn write(
    file: &Path,
    asked: &Asked<'_>,
    searcher: &dyn Searcher,
    context: &mut Context<'_>,
) -> Result<()> {
    let Asked {
        question,
        query,
        fold,
    } = asked;
    let answer = receipt::answer(searcher, query, fold)?;
    let receipt = Receipt::new(
        question.dated(),
        query,
        folding::noted(fold),
        answer,
        fold.now,
    )?;
    let failed = Error::io("write", file);
    let mut out = match File::create_new(file) {
        Ok(out) => BufWriter::new(out),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            return Err(Error::Usage {
                message: format!("{} is there already", file.display()),
                hint: Some("a receipt is never written over another file: name a new one".into()),
            });
        }
        Err(error) => return Err(failed(error)),
    };
    serde_json::to_writer_pretty(&mut out, &receipt)
        .map_err(std::io::Error::from)
        .and_then(|()| writeln!(out))
        .and_then(|()| out.flush())
        .map_err(failed)?;
    context.flush()?;
    context.say(&format!(
        "receipt of {} stories written to {} (digest {})",
        grouped(receipt.stories as u64),
        file.display(),
        receipt.digest
    ));
    Ok(())
}

fn read(file: &Path) -> Result<Receipt<Question>> {
    let text = fs::read_to_string(file).map_err(Error::io("read", file))?;
    let broken = |what: String| Error::Usage {
        message: format!("{} is no receipt: {what}", file.display()),
        hint: Some("give it the file that --receipt wrote".into()),
    };
    let receipt: Receipt<Question> =
        serde_json::from_str(&text).map_err(|error| broken(error.to_string()))?;
    match receipt.receipt {
        FORM => Ok(receipt),
        form => Err(broken(format!(
            "its form is {form}, this version knows {FORM}"
        ))),
    }
}
