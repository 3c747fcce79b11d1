//! The arguments that make a question, the same for `search`, `count` and `explain`, and the query that they mean.
//!
//! Flags such as `--place` are read apart from the words: an open quote in the words cannot swallow them, and nothing
//! in their values is an operator.

use super::Exit;
use super::archive::today;
use super::shield::unshield;
use super::terminal::Context;
use crate::engine::Searcher;
use crate::error::{Error, Result};
use crate::facts::Facts;
use crate::fields::FIELDS;
use crate::present::grouped;
use crate::query::dates::DateOrder;
use crate::query::glossary::{self, Added};
use crate::query::parse::{self, Settings};
use crate::query::{Node, Query};
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use clap::ValueEnum;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::time::{Duration, Instant};

// What is looked for.
#[derive(Debug, Clone, Default, clap::Args, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Question {
    /// Words, "phrases", -exclusions, A OR B, field:value … (see `dateline search --help`).
    #[arg(value_name = "QUERY")]
    query: Vec<String>,

    /// Filed from there, or from anywhere inside it, under any of its names; =NAME for that very place.
    #[arg(long, value_name = "PLACE", allow_hyphen_values = true)]
    place: Vec<String>,

    /// Filed on that day, month or year, or later.
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    since: Option<String>,

    /// Filed on that day, month or year, or earlier.
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    until: Option<String>,

    /// Written by that agency.
    #[arg(long, value_name = "AGENCY", allow_hyphen_values = true)]
    agency: Vec<String>,

    /// Written in that language, by its two-letter code.
    #[arg(long, value_name = "LANGUAGE", allow_hyphen_values = true)]
    lang: Vec<String>,

    /// Any of the words is enough; the stories with most of them come first.
    #[arg(long)]
    any: bool,

    /// Everything typed is a word: no operators, no fields.
    #[arg(long)]
    words: bool,

    /// Which number of a date such as 11/09/2020 comes first [default: day first, with a note].
    #[arg(long, value_name = "ORDER", value_enum)]
    date_order: Option<Order>,

    /// Look for the other names of words too, in other spellings and languages: Karabakh, Karabagh, Карабах. Not of
    /// what is in quotes or behind =. `explain --glossary` shows them.
    #[arg(long)]
    glossary: bool,

    /// Stop looking after so many seconds, and answer with what was found until then: exit code 6.
    #[arg(long, value_name = "SECONDS", value_parser = seconds_of)]
    #[serde(skip)]
    timeout: Option<Duration>,

    /// Refuse a query in which something has to be assumed.
    #[arg(long)]
    strict: bool,

    /// The day that "yesterday" counts from.
    #[arg(long, value_name = "YYYY-MM-DD", hide = true)]
    today: Option<NaiveDate>,
}

/// Which number of a date comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Order {
    /// The day: 11 September 2020.
    #[value(alias = "day")]
    Dmy,
    /// The month: 9 November 2020.
    #[value(alias = "month")]
    Mdy,
    /// The year, where it has two digits (20/11/09); else the month.
    #[value(alias = "year")]
    Ymd,
}

impl From<Order> for DateOrder {
    fn from(order: Order) -> DateOrder {
        match order {
            Order::Dmy => DateOrder::Day,
            Order::Mdy => DateOrder::Month,
            Order::Ymd => DateOrder::Year,
        }
    }
}

/// `2`, `0.5`
fn seconds_of(text: &str) -> std::result::Result<Duration, String> {
    let seconds = text
        .parse()
        .ok()
        .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    seconds.ok_or_else(|| "seconds look like 2 or 0.5".into())
}

impl Question {
    /// Has an archive stop looking when the time is up.
    pub(super) fn watch(&self, searcher: &dyn Searcher) {
        let moment = self
            .timeout
            .and_then(|timeout| Instant::now().checked_add(timeout));
        moment
            .into_iter()
            .for_each(|moment| searcher.stop_at(moment));
    }

    /// How a command ends that found something or nothing: another way where the time was up before.
    pub(super) fn exit(&self, searcher: &dyn Searcher, something: bool) -> Exit {
        match searcher.was_stopped() {
            true => Exit::Partial,
            false => Exit::found(something),
        }
    }

    /// The words as typed, with blanks between them.
    pub(super) fn typed(&self) -> String {
        let words: Vec<_> = self.query.iter().map(|word| unshield(word)).collect();
        words.join(" ")
    }

    /// The moment that embargoes are held against: the beginning of `--today`, or now.
    pub(super) fn now(&self) -> DateTime<Utc> {
        let named = self.today.map(|day| day.and_time(NaiveTime::MIN).and_utc());
        named.unwrap_or_else(Utc::now)
    }

    /// The same question with its day named: what a receipt needs, as `yesterday` moves on.
    pub(super) fn dated(&self) -> Question {
        Question {
            today: Some(today(self.today)),
            ..self.clone()
        }
    }

    /// The query that the question means at a moment; nothing is said of what was assumed.
    pub(super) fn asked_at(&self, moment: DateTime<Utc>, facts: &Facts) -> Result<Query> {
        let read = self.read(&self.typed(), moment, facts)?;
        Ok(read.0)
    }

    /// Whether words were typed.
    pub(super) fn has_words(&self) -> bool {
        !self.query.is_empty()
    }

    /// The query that these words mean, together with the flags. What was assumed is said, or refused by `--strict`.
    pub(super) fn understand(&self, typed: &str, context: &mut Context<'_>) -> Result<Query> {
        let (query, added) = self.read(typed, self.now(), context.facts)?;
        if self.strict
            && let Some(notice) = query.notices.first()
        {
            return Err(Error::Query {
                message: notice_line(&query, notice),
                hint: Some("without --strict this is assumed and the query answered".into()),
            });
        }
        for line in folded(
            query
                .notices
                .iter()
                .map(|notice| notice_line(&query, notice)),
        ) {
            context.note(&line);
        }
        for added in &added {
            context.note(&added_line(added));
        }
        if self.glossary && added.is_empty() {
            context.note("the glossary has no other names for these words");
        }
        Ok(query)
    }

    fn read(&self, typed: &str, now: DateTime<Utc>, facts: &Facts) -> Result<(Query, Vec<Added>)> {
        let settings = Settings {
            today: today(self.today),
            now,
            any: self.any,
            words_only: self.words,
            date_order: self.date_order.map(DateOrder::from),
        };
        let mut query = parse::parse(typed, settings, facts)?;
        let added = match self.glossary {
            true => glossary::expand(&mut query, settings, &facts.glossary),
            false => Vec::new(),
        };
        query.text = typed.into();
        let plain = Settings {
            any: false,
            words_only: false,
            ..settings
        };
        for filter in self.filters()? {
            narrow(&mut query, &filter, parse::parse(&filter, plain, facts)?);
        }
        Ok((query, added))
    }

    /// The flags as pieces of a query: `place:(Gori OR "New York")`, …
    fn filters(&self) -> Result<Vec<String>> {
        let since: Vec<_> = self.since.iter().cloned().collect();
        let until: Vec<_> = self.until.iter().cloned().collect();
        let flags = [
            ("place", &self.place),
            ("since", &since),
            ("until", &until),
            ("agency", &self.agency),
            ("lang", &self.lang),
        ];
        let mut filters = Vec::new();
        for (field, values) in flags {
            let values: Result<Vec<_>> = values.iter().map(|v| filter(field, v)).collect();
            let values = values?;
            if !values.is_empty() {
                filters.push(values.join(" OR "));
            }
        }
        Ok(filters)
    }
}

/// Most other names that a line says.
const NAMES_SAID: usize = 5;

/// What the glossary added to a name, in a line.
fn added_line(added: &Added) -> String {
    let said = added.names.iter().take(NAMES_SAID);
    let said: Vec<&str> = said.map(String::as_str).collect();
    let more = match added.names.len().saturating_sub(NAMES_SAID) {
        0 => String::new(),
        more => format!(" and {more} more names"),
    };
    format!(
        "glossary: {} is looked for as {}{more} too",
        added.typed,
        said.join(", ")
    )
}

/// A flag as a piece of a query, its value quoted where something in it could be read as an operator.
fn filter(field: &str, value: &str) -> Result<String> {
    let value: String = value
        .chars()
        .map(|c| if is_quote(c) { ' ' } else { c })
        .collect();
    let (exact, name) = match value.trim().strip_prefix('=') {
        Some(name) => ("=", name.trim()),
        None => ("", value.trim()),
    };
    if name.is_empty() {
        return Err(Error::Usage {
            message: format!("--{field} has no value"),
            hint: FIELDS
                .iter()
                .find(|row| row.name == field)
                .map(|row| format!("{}: {}", row.example, row.help)),
        });
    }
    let quote = if is_plain(name) { "" } else { "\"" };
    Ok(format!("{field}:{exact}{quote}{name}{quote}"))
}

/// Whether a value can stand after a colon without quotes.
fn is_plain(value: &str) -> bool {
    value == "*"
        || value.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '>' | '<' | '.'))
            && value
                .chars()
                .all(|c| c.is_alphanumeric() || "-./:,><='’".contains(c))
}

/// The quotes that end a phrase, whatever began it.
fn is_quote(c: char) -> bool {
    matches!(
        c,
        '"' | '«' | '»' | '“' | '”' | '„' | '‟' | '‹' | '›' | '\0'
    )
}

/// Adds a filter to a query: its text, its node and its notices.
fn narrow(query: &mut Query, text: &str, filter: Query) {
    if !query.text.is_empty() {
        query.text.push(' ');
    }
    let offset = query.text.len();
    query.text.push_str(text);
    query
        .notices
        .extend(filter.notices.into_iter().map(|mut notice| {
            notice.at = notice.at.start + offset..notice.at.end + offset;
            notice
        }));
    let root = std::mem::replace(&mut query.root, Node::Everything);
    query.root = match (root, filter.root) {
        (Node::Everything, only) | (only, Node::Everything) => only,
        (Node::And(mut all), one) => {
            all.push(one);
            Node::And(all)
        }
        (first, second) => Node::And(vec![first, second]),
    };
}

/// Lines as they came, equal ones as one with their number.
fn folded(lines: impl Iterator<Item = String>) -> Vec<String> {
    let mut numbers: HashMap<String, usize> = HashMap::new();
    let mut once = Vec::new();
    for line in lines {
        let number = numbers.entry(line.clone()).or_default();
        if *number == 0 {
            once.push(line);
        }
        *number += 1;
    }
    once.into_iter()
        .map(|line| match numbers[&line] {
            1 => line,
            number => format!("{line} ({} times)", grouped(number as u64)),
        })
        .collect()
}

/// An assumption with the part of the query that it is about.
pub(super) fn notice_line(query: &Query, notice: &crate::query::Notice) -> String {
    match query.text.get(notice.at.clone()).map(str::trim) {
        Some(part) if !part.is_empty() && part.len() < query.text.trim().len() => {
            format!("in {part}: {}", notice.message)
        }
        _ => notice.message.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::{Notice, Period};

    #[test]
    fn a_flag_is_a_field_whose_value_cannot_be_an_operator() {
        for (value, piece) in [
            ("Géorgie", "place:Géorgie"),
            ("New York", "place:\"New York\""),
            ("=Gori", "place:=Gori"),
            ("= New York", "place:=\"New York\""),
            ("Gori) OR (x", "place:\"Gori) OR (x\""),
            ("a\" OR \"b", "place:\"a  OR  b\""),
            ("-x", "place:\"-x\""),
            ("*", "place:*"),
            ("GE-TB", "place:GE-TB"),
            ("Washington, D.C.", "place:\"Washington, D.C.\""),
        ] {
            assert_eq!(filter("place", value).unwrap(), piece);
        }
        assert_eq!(filter("since", "2w").unwrap(), "since:2w");
        assert_eq!(
            filter("since", "17 nov. 2020").unwrap(),
            "since:\"17 nov. 2020\""
        );
    }

    #[test]
    fn an_empty_value_is_wrong_use() {
        for value in ["", " ", "=", "\"\""] {
            let error = filter("place", value).unwrap_err();
            assert_eq!(error.exit_code(), 2);
            assert!(
                error
                    .hint()
                    .is_some_and(|hint| hint.contains("place:Géorgie"))
            );
        }
    }

    #[test]
    fn a_repeated_flag_means_any_of_its_values() {
        let question = Question {
            place: vec!["Gori".into(), "New York".into()],
            lang: vec!["fr".into()],
            ..Question::default()
        };
        assert_eq!(
            question.filters().unwrap(),
            ["place:Gori OR place:\"New York\"", "lang:fr"]
        );
    }

    #[test]
    fn equal_notes_are_said_once() {
        let lines = ["a"; 4096].into_iter().chain(["b", "a"]).map(String::from);
        assert_eq!(folded(lines), ["a (4,097 times)", "b"]);
    }

    #[test]
    fn a_flag_narrows_a_query_and_its_notices_keep_their_place() {
        let language = |code: &str| Node::Language(code.into());
        let with = |text: &str, root, notices| Query {
            text: text.into(),
            root,
            notices,
        };
        let notice = Notice {
            at: 0..7,
            message: "is assumed".into(),
        };
        let mut query = with("=Géorgie", language("ka"), vec![]);
        narrow(
            &mut query,
            "lang:fr",
            with("", language("fr"), vec![notice]),
        );
        narrow(
            &mut query,
            "x",
            with("", Node::Period(Period::default()), vec![]),
        );
        assert_eq!(query.text, "=Géorgie lang:fr x");
        assert_eq!(
            notice_line(&query, &query.notices[0]),
            "in lang:fr: is assumed"
        );
        let period = Node::Period(Period::default());
        let all = Node::And(vec![language("ka"), language("fr"), period]);
        assert_eq!(query.root, all);

        let mut everything = with("", Node::Everything, vec![]);
        narrow(&mut everything, "lang:fr", with("", language("fr"), vec![]));
        assert_eq!(everything.root, language("fr"));
    }
}
