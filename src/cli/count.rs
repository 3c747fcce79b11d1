//! `dateline count`: how many stories a query finds, altogether or by a property.

use super::question::Question;
use super::terminal::Context;
use super::{Exit, archive};
use crate::engine::{By, Searcher};
use crate::error::Result;
use crate::present;
use crate::present::counts::{self, Count, Counts};
use crate::query::Query;
use crate::search;
use chrono::{DateTime, Utc};
use clap::ValueEnum;

const EXAMPLES: &str = "\
Examples:
  dateline count karabakh                      one number
  dateline count karabakh --by agency
  dateline count --by month place:Géorgie date:2020
  dateline count --by year '' --format csv";

/// Counts the stories that a query finds.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    #[command(flatten)]
    question: Question,

    /// Count by this property, the largest count first.
    #[arg(long, value_name = "PROPERTY", value_enum)]
    by: Option<Property>,

    /// One JSON document; the same as --format json.
    #[arg(long, conflicts_with = "format")]
    json: bool,

    /// The form of the answer.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// A property to count by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Property {
    /// Who wrote it.
    Agency,
    /// The dateline's places, each with its country or state.
    Place,
    /// The dateline's country.
    Country,
    /// The language.
    Language,
    /// The year of the date.
    Year,
    /// The month of the date.
    Month,
    /// The day of the date.
    Day,
    /// The lifecycle marks.
    Mark,
    /// Usable, superseded, embargoed, withheld or canceled.
    Status,
    /// The wire format.
    Format,
    /// The charset.
    Charset,
}

impl Property {
    /// Its name in answers.
    pub(super) fn name(self) -> &'static str {
        match self {
            Property::Agency => "agency",
            Property::Place => "place",
            Property::Country => "country",
            Property::Language => "language",
            Property::Year => "year",
            Property::Month => "month",
            Property::Day => "day",
            Property::Mark => "mark",
            Property::Status => "status",
            Property::Format => "format",
            Property::Charset => "charset",
        }
    }

    /// How many of the stories that a query finds have each value of it, the largest count first.
    pub(super) fn counts(
        self,
        searcher: &dyn Searcher,
        query: &Query,
        now: DateTime<Utc>,
    ) -> Result<Vec<Count>> {
        let counts = match self.by() {
            Some(by) => searcher.counts(query, by)?,
            None => search::count_by_status(searcher, query, now)?,
        };
        let count = |(value, stories)| Count { value, stories };
        Ok(counts.into_iter().map(count).collect())
    }

    /// What the engine counts by; `None` for the status, which depends on the clock.
    fn by(self) -> Option<By> {
        Some(match self {
            Property::Status => return None,
            Property::Mark => By::Mark,
            Property::Agency => By::Agency,
            Property::Place => By::Place,
            Property::Country => By::Country,
            Property::Language => By::Language,
            Property::Year => By::Year,
            Property::Month => By::Month,
            Property::Day => By::Day,
            Property::Format => By::Format,
            Property::Charset => By::Charset,
        })
    }
}

/// The form of the answer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For reading.
    #[default]
    Text,
    /// One document.
    Json,
    /// For spreadsheets.
    Csv,
}

/// Counts and writes.
pub(super) fn run(args: &Args, context: &mut Context<'_>) -> Result<Exit> {
    let typed = args.question.typed();
    let query = args.question.understand(&typed, context)?;
    let searcher = archive::open(context)?;
    let now = args.question.now();
    // By status, every story is asked for.
    let (asked, hidden) = match args.by {
        Some(Property::Status) => (query.clone(), 0),
        _ => (query.shown(now), search::hidden(&*searcher, &query, now)?),
    };
    let total = searcher.count(&asked)?;
    let values = args.by.map(|by| by.counts(&*searcher, &asked, now));
    let counts = Counts {
        query: &query.text,
        total,
        by: args.by.map(Property::name),
        counts: values.transpose()?,
    };
    match (args.json, args.format) {
        (true, _) | (_, Format::Json) => counts::json(context.out, &counts)?,
        (_, Format::Csv) => counts::csv(context.out, &counts)?,
        (_, Format::Text) => counts::text(context.out, &counts)?,
    }
    if hidden > 0 {
        context.flush()?;
        context.note(&present::hidden(hidden));
    }
    Ok(Exit::found(total > 0))
}
