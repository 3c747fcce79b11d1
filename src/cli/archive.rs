//! Opens the archive for a question. A newcomer's first question needs no preparation: where nobody named an archive,
//! there is none yet, and a `corpus` folder stands beside, that folder is indexed on the way.

use super::progress::Watch;
use super::terminal::Context;
use crate::engine::{self, Searcher};
use crate::enrich;
use crate::error::{Error, Result};
use crate::index::{self, Settings};
use crate::present::report;
use chrono::{Local, NaiveDate};
use std::path::{Path, PathBuf};

/// The folder that is indexed on the way.
const CORPUS: &str = "corpus";

/// Opens the archive, and makes it first where that can be done without asking.
pub(super) fn open(context: &mut Context<'_>) -> Result<&'static dyn Searcher> {
    match engine::open(&context.location) {
        Err(Error::NoArchive(_)) if context.location_is_default && Path::new(CORPUS).is_dir() => {
            build(context)?;
            engine::open(&context.location)
        }
        opened => opened,
    }
    .map(kept)
}

/// An open archive for as long as the process lasts: the system gives back all that it holds at once, in a third of the
/// time that closing its files one by one takes.
fn kept(searcher: Box<dyn Searcher>) -> &'static dyn Searcher {
    Box::leak(searcher)
}

/// Opens the archive where there is one.
pub(super) fn open_if_there(context: &Context<'_>) -> Result<Option<Box<dyn Searcher>>> {
    match engine::open(&context.location) {
        Ok(searcher) => Ok(Some(searcher)),
        Err(Error::NoArchive(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

fn build(context: &mut Context<'_>) -> Result<()> {
    let location = context.location.clone();
    context.note(&format!(
        "there is no archive at {} yet: indexing the folder {CORPUS} first",
        location.display()
    ));
    let options = enrich::Options {
        today: today(None),
        ..enrich::Options::default()
    };
    let settings = Settings {
        reading: index::Reading {
            options,
            ..index::Reading::default()
        },
        ..Settings::default()
    };
    let watch = Watch::new(context.shows_progress, None)?;
    let paths = [PathBuf::from(CORPUS)];
    let report = index::index(&location, &paths, &settings, &watch, context.facts);
    watch.finish()?;
    let report = report?;
    if !context.quiet() {
        report::write_summary(
            context.err,
            &report,
            report::Run::default(),
            context.err_style,
        )?;
    }
    Ok(())
}

/// The day that "today" means.
pub(super) fn today(named: Option<NaiveDate>) -> NaiveDate {
    named.unwrap_or_else(|| Local::now().date_naive())
}
