//! `dateline search`: finds stories and writes them in the form asked for.

use super::question::Question;
use super::terminal::Context;
use super::{Exit, archive, folding, receipt};
use crate::engine::{Page, Searcher, Sort, Total};
use crate::error::{Error, Result};
use crate::fields::{COUNTED, FIELDS};
use crate::present::{self, Asked, Form, Listing, Looks};
use crate::query::Query;
use crate::search::{self, Request};
use clap::ValueEnum;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

const EXAMPLES: &str = "\
Examples:
  dateline search Karabakh cessez-le-feu              both words, in any inflection
  dateline search '\"accord de cessez-le-feu\"' -sport  the phrase, without stories on sport
  dateline search place:Géorgie date:2020-11          filed from Georgia in November 2020
  dateline search élection --agency AFP --sort newest
  dateline search 'trêve OR cessez-le-feu' --json | jq '.hits[].path'
  dateline search Minsk --format paths -0 | xargs -0 less
  dateline search Karabakh --versions all --dupes show  each version and repeat on a line of its own";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES, after_long_help = guide())]
pub(super) struct Args {
    #[command(flatten)]
    question: Question,

    #[command(flatten)]
    folding: folding::Lines,

    /// The order.
    #[arg(long, value_enum, default_value_t)]
    sort: Order,

    /// How many stories to show; the total is always said.
    #[arg(
        short = 'n',
        long,
        value_name = "NUMBER",
        default_value_t = 20,
        allow_hyphen_values = true
    )]
    limit: usize,

    /// Every story found: for exports, which are written as they are read.
    #[arg(long, conflicts_with = "limit")]
    all: bool,

    /// How many stories to pass over first.
    #[arg(
        long,
        value_name = "NUMBER",
        default_value_t = 0,
        allow_hyphen_values = true
    )]
    offset: usize,

    /// One JSON document; the same as --format json.
    #[arg(long, conflicts_with = "format")]
    json: bool,

    /// The form of the answer [default: text].
    #[arg(long, value_enum)]
    format: Option<Format>,

    /// End paths (or ids) with NUL instead of a line end, for xargs -0.
    #[arg(short = '0', conflicts_with = "json")]
    nul: bool,

    /// Ask every query of a file with lines NAME TAB QUERY (- for standard input).
    #[arg(long, value_name = "FILE", allow_hyphen_values = true)]
    queries: Option<PathBuf>,

    /// Write a receipt of all that is found, shown or not, into this new file; `verify-receipt` asks again and compares.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["queries", "timeout"])]
    receipt: Option<PathBuf>,
}

/// The order of the answer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Order {
    /// Best first.
    #[default]
    Relevance,
    /// Newest first, stories without a date last.
    Newest,
    /// Oldest first, stories without a date last.
    Oldest,
}

impl From<Order> for Sort {
    fn from(order: Order) -> Sort {
        match order {
            Order::Relevance => Sort::Relevance,
            Order::Newest => Sort::Newest,
            Order::Oldest => Sort::Oldest,
        }
    }
}

/// The form of the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A list for reading.
    Text,
    /// One document.
    Json,
    /// A record a line.
    Jsonl,
    /// For spreadsheets.
    Csv,
    /// The files.
    Paths,
    /// The stories' ids.
    Ids,
    /// NAME Q0 PATH RANK SCORE dateline, for trec_eval.
    Trec,
}

impl From<Format> for Form {
    fn from(format: Format) -> Form {
        match format {
            Format::Text => Form::Text,
            Format::Json => Form::Json,
            Format::Jsonl => Form::Jsonl,
            Format::Csv => Form::Csv,
            Format::Paths => Form::Paths,
            Format::Ids => Form::Ids,
            Format::Trec => Form::Trec,
        }
    }
}

/// The query language in short: what the long help ends with.
fn guide() -> String {
    let mut text = String::from(
        "\
Query:
  a b               both words; case, accents and inflections do not matter
  \"a b\"             the phrase
  =word             so written: accents count, inflections do not
  a OR b, ( )       either; grouping
  -a, NOT a         without
  negoci*, wom?n    truncation
  Aliev~1           one letter off; ~2 two, ~ as many as the word's length allows
  a NEAR/10 b       at most ten words from one to the other (w/10; \"a b c\"~10: all of them)
  a ADJ/3 b         the same in that order (pre/3)
  a SAME/P b        in one paragraph; SAME/S in one sentence
  field:value       in a field; field:* has it; field:a,b any of them
",
    );
    for row in COUNTED {
        text.push_str(&format!("  {:16}  {}\n", row.example, row.help));
    }
    text.push_str("\nFields:\n");
    for field in FIELDS {
        let names: Vec<_> = [field.name]
            .iter()
            .chain(field.aliases)
            .map(|n| format!("{n}:"))
            .collect();
        text.push_str(&format!(
            "  {}\n      {} (e.g. {})\n",
            names.join(" "),
            field.help,
            field.example
        ));
    }
    text.push('\n');
    text + EXAMPLES
}

/// Finds and writes stories.
pub(super) fn run(args: &Args, context: &mut Context<'_>) -> Result<Exit> {
    let form = args.form()?;
    let queries = args.queries(context)?;
    let searcher = archive::open(context)?;
    args.question.watch(searcher);
    let looks = Looks {
        style: context.out_style,
        now: args.question.now(),
        nul: args.nul,
        batch: args.queries.is_some(),
    };
    let mut listing = present::listing(form, looks);
    listing.begin(context.out)?;
    let (mut total, mut hidden) = (0, 0);
    for (name, query) in queries {
        let found = args.answer(name.as_deref(), query, searcher, &mut *listing, context)?;
        total += found.0;
        hidden += found.1;
    }
    listing.end(context.out)?;
    if hidden > 0 && args.queries.is_some() {
        context.flush()?;
        context.note(&present::hidden(hidden));
    }
    Ok(args.question.exit(searcher, total > 0))
}

impl Args {
    fn form(&self) -> Result<Form> {
        let form = match (self.format, self.json, self.nul) {
            (Some(format), _, _) => format.into(),
            (None, true, _) => Form::Json,
            (None, false, true) => Form::Paths,
            (None, false, false) => Form::Text,
        };
        match self.nul && !matches!(form, Form::Paths | Form::Ids) {
            true => Err(Error::Usage {
                message: "-0 goes with paths and ids only".into(),
                hint: Some("write --format paths -0".into()),
            }),
            false => Ok(form),
        }
    }

    fn page(&self) -> Page {
        Page {
            offset: self.offset,
            limit: if self.all { usize::MAX } else { self.limit },
            sort: self.sort.into(),
        }
    }

    /// The queries asked, each with its name where it has one. All are read before the first is answered.
    fn queries(&self, context: &mut Context<'_>) -> Result<Vec<(Option<String>, Query)>> {
        let Some(file) = &self.queries else {
            let typed = self.question.typed();
            if let Some(limit) = glued_limit(&typed) {
                context.note(&format!(
                    "-n{limit} leaves out the word n{limit}; for {limit} stories write -n {limit}"
                ));
            }
            return Ok(vec![(None, self.question.understand(&typed, context)?)]);
        };
        if self.question.has_words() {
            return Err(Error::Usage {
                message: "a query was typed beside --queries".into(),
                hint: Some("put it into the file, or use flags such as --place".into()),
            });
        }
        named_queries(file, &read_queries(file)?)?
            .into_iter()
            .map(|named| {
                let query = self.question.understand(&named.query, context);
                let query = query.map_err(|error| named.blame(file, error))?;
                Ok((Some(named.name), query))
            })
            .collect()
    }

    /// Asks one query, writes its hits, and gives their total and the number of those left out.
    fn answer(
        &self,
        name: Option<&str>,
        query: Query,
        searcher: &dyn Searcher,
        listing: &mut dyn Listing,
        context: &mut Context<'_>,
    ) -> Result<(u64, u64)> {
        let page = self.page();
        let form = self.form()?;
        let fragments = form.shows_fragments();
        let now = self.question.now();
        let fold = self.folding.fold(form.folds(), now);
        let request = Request {
            query,
            now,
            fold,
            page,
            fragments,
            chains: form.shows_chains(),
            paths: form.shows_paths_alone(),
        };
        let results = search::search(searcher, &request)?;
        let (total, hidden) = (results.total, results.hidden);
        let found = Total {
            lines: total,
            stories: results.matched,
            hidden,
        };
        let asked = Asked {
            name,
            query: &request.query.text,
            offset: self.offset,
        };
        let shown = listing.list(context.out, asked, results)?;
        if name.is_none() {
            context.flush()?;
            self.sum_up(shown, found, &request, searcher, context)?;
        }
        if let Some(file) = &self.receipt {
            let asked = receipt::Asked {
                question: &self.question,
                query: &request.query,
                fold,
            };
            receipt::write(file, &asked, searcher, context)?;
        }
        Ok((total, hidden))
    }

    /// Says how many stories there are, and what would find some where there are none.
    fn sum_up(
        &self,
        shown: u64,
        found: Total,
        request: &Request,
        searcher: &dyn Searcher,
        context: &mut Context<'_>,
    ) -> Result<()> {
        if searcher.was_stopped() {
            let most = present::total(found.lines, found.stories);
            context.say(&format!("stopped by --timeout: at least {most}"));
            return Ok(());
        }
        let summary = present::summary(shown, found.lines, found.stories, self.offset);
        let total = found.stories;
        let advice = match found.hidden {
            0 => {
                let Request { query, now, .. } = request;
                search::advice::advice(searcher, query, total, *now, context.facts)?
            }
            _ => Vec::new(),
        };
        if total > 0 || advice.is_empty() {
            context.say(&summary);
        }
        advice.iter().for_each(|line| match total {
            0 => context.say(line),
            _ => context.hint(line),
        });
        if found.hidden > 0 {
            context.note(&present::hidden(found.hidden));
        }
        Ok(())
    }
}

/// The number of a `-n20` among the words: part of the query by our rule, and often meant as the limit.
fn glued_limit(typed: &str) -> Option<&str> {
    typed
        .split_whitespace()
        .filter_map(|word| word.strip_prefix("-n"))
        .find(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit()))
}

fn read_queries(file: &Path) -> Result<String> {
    let mut text = String::new();
    match file.as_os_str() == "-" {
        true => std::io::stdin().read_to_string(&mut text).map(|_| text),
        false => fs::read_to_string(file),
    }
    .map_err(Error::io("read", file))
}

/// A query of a file.
#[derive(Debug, PartialEq, Eq)]
struct Named {
    /// The line of the file that it stands on, from 1.
    line: usize,
    name: String,
    query: String,
}

impl Named {
    /// What is wrong with the query, and which one it is.
    fn blame(&self, file: &Path, error: Error) -> Error {
        let (hint, which) = (error.hint(), format!("{}:{}", file.display(), self.line));
        match error {
            Error::Query { .. } | Error::Usage { .. } => Error::Query {
                message: format!("{which}: in query {}: {error}", self.name),
                hint,
            },
            error => error,
        }
    }
}

/// The queries of a file, each with its name. Empty lines are passed over.
fn named_queries(file: &Path, text: &str) -> Result<Vec<Named>> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    (1..)
        .zip(text.lines())
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(number, line)| match line.split_once('\t') {
            Some((name, query)) => Ok(Named {
                line: number,
                name: name.trim().to_owned(),
                query: query.trim().to_owned(),
            }),
            None => Err(Error::Usage {
                message: format!("{}:{number}: there is no tab in {line}", file.display()),
                hint: Some("each line is a name, a tab, and a query".into()),
            }),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_batch_is_a_name_and_a_query_a_line() {
        let read = |text| named_queries(Path::new("q.tsv"), text);
        let named = |line, name: &str, query: &str| Named {
            line,
            name: name.to_owned(),
            query: query.to_owned(),
        };
        assert_eq!(
            read("\u{FEFF}q1\tkarabakh -sport\r\n\nq 2\t\"a\tb\"\n").unwrap(),
            [
                named(1, "q1", "karabakh -sport"),
                named(3, "q 2", "\"a\tb\"")
            ]
        );
        let error = read("q1\ta\nq2 b").unwrap_err().to_string();
        assert_eq!(error, "q.tsv:2: there is no tab in q2 b");
    }

    #[test]
    fn a_limit_without_its_blank_is_noticed() {
        assert_eq!(glued_limit("karabakh -n20"), Some("20"));
        for typed in ["-n", "-nato", "n20", "-n2x", "karabakh"] {
            assert_eq!(glued_limit(typed), None);
        }
    }

    #[test]
    fn the_long_help_names_every_field() {
        let guide = guide();
        for field in FIELDS {
            assert!(
                guide.contains(&format!("{}:", field.name)),
                "{}",
                field.name
            );
            assert!(guide.contains(field.help));
        }
    }
}
