//! `dateline count`: how many stories a query finds, altogether or by a property.

use super::question::Question;
use super::terminal::Context;
use super::{Exit, archive, folding, receipt};
use crate::engine::By;
use crate::error::{Error, Result};
use crate::present;
use crate::present::counts::{self, Counts};
use crate::present::histogram;
use crate::search;
use crate::search::counts::Key;
use clap::ValueEnum;
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  dateline count karabakh                      one number
  dateline count karabakh --by agency
  dateline count --by month place:Géorgie date:2020 --histogram
  dateline count trêve --by agency,month         a line for each agency and month
  dateline count --by year,agency '' --format csv
  dateline count karabakh --versions all --dupes show   each version and repeat counted";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    #[command(flatten)]
    question: Question,

    #[command(flatten)]
    folding: folding::Lines,

    /// Count by this property: periods in the order of time, other values the largest count first. By several, a line for
    /// each combination. A story filed from two places counts at both; a developing story once in each line that one of its
    /// versions belongs to.
    #[arg(long, value_name = "PROPERTY,…", value_enum, value_delimiter = ',')]
    by: Vec<Property>,

    /// Draw the counts as bars; days, weeks, months and years without a story too.
    #[arg(long, requires = "by", conflicts_with_all = ["json", "format"])]
    histogram: bool,

    /// Write a receipt of the answer into this new file; `verify-receipt` asks again and compares.
    #[arg(long, value_name = "FILE", conflicts_with = "timeout")]
    receipt: Option<PathBuf>,

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
    /// The week of the date, from Monday on (2020-W47, ISO 8601).
    Week,
    /// The day of the date.
    Day,
    /// The hour of the date, where the time is known.
    Hour,
    /// The lifecycle marks.
    Mark,
    /// Usable, superseded, embargoed, withheld or canceled.
    Status,
    /// The category, as the wire carries it.
    Category,
    /// The urgency, 1 (most urgent) to 9.
    Urgency,
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
            Property::Week => "week",
            Property::Day => "day",
            Property::Hour => "hour",
            Property::Mark => "mark",
            Property::Status => "status",
            Property::Category => "category",
            Property::Urgency => "urgency",
            Property::Format => "format",
            Property::Charset => "charset",
        }
    }

    /// What it counts by.
    pub(super) fn key(self) -> Key {
        Key::Kept(match self {
            Property::Status => return Key::Status,
            Property::Mark => By::Mark,
            Property::Agency => By::Agency,
            Property::Place => By::Place,
            Property::Country => By::Country,
            Property::Language => By::Language,
            Property::Year => By::Year,
            Property::Month => By::Month,
            Property::Week => By::Week,
            Property::Day => By::Day,
            Property::Hour => By::Hour,
            Property::Category => By::Category,
            Property::Urgency => By::Urgency,
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
    args.question.watch(searcher);
    let now = args.question.now();
    // By status, every story is asked for.
    let everything = args.by.contains(&Property::Status);
    let asked = match everything {
        true => query.clone(),
        false => query.shown(now),
    };
    let fold = args.folding.fold(true, now);
    let keys: Vec<_> = args.by.iter().map(|by| by.key()).collect();
    let (total, rows) = search::counts::counts(searcher, &asked, &keys, &fold)?;
    let hidden = match query.hidden(now) {
        Some(_) if !everything => total.hidden,
        _ => 0,
    };
    let counts = Counts {
        query: &query.text,
        total: total.lines,
        matched: total.stories,
        partial: searcher.was_stopped(),
        by: args.by.iter().map(|by| by.name()).collect(),
        rows,
    };
    match (args.json, args.format) {
        _ if args.histogram => draw(counts, &keys, context)?,
        (true, _) | (_, Format::Json) => counts::json(context.out, &counts)?,
        (_, Format::Csv) => counts::csv(context.out, &counts)?,
        (_, Format::Text) => counts::text(context.out, &counts)?,
    }
    context.flush()?;
    if searcher.was_stopped() {
        context.say("stopped by --timeout: there are at least so many");
        return Ok(Exit::Partial);
    }
    if total.stories > total.lines {
        context.say(&present::total(total.lines, total.stories));
    }
    if total.lines == 0 && hidden == 0 {
        for line in search::advice::advice(searcher, &query, 0, now, context.facts)? {
            context.hint(&line);
        }
    }
    if hidden > 0 {
        context.note(&present::hidden(hidden));
    }
    if let Some(file) = &args.receipt {
        let asked = receipt::Asked {
            question: &args.question,
            query: &query,
            fold,
        };
        receipt::write(file, &asked, searcher, context)?;
    }
    Ok(Exit::found(total.lines > 0))
}

fn draw(counts: Counts<'_>, keys: &[Key], context: &mut Context<'_>) -> Result<()> {
    let &[key] = keys else {
        return Err(Error::Usage {
            message: "a histogram is drawn of one property".into(),
            hint: Some("ask with --by month alone, or for a table without --histogram".into()),
        });
    };
    let rows = search::counts::without_gaps(counts.rows, key);
    histogram::write(context.out, &rows, context.out_style)
}
