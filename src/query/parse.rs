//! Reads what people type into the tree. Never fails on syntax: what cannot be an operator is a word, or is left out
//! with a notice. Here: settings and limits; the rules are in `grammar`.

use super::dates::DateOrder;
use super::grammar::{Parser, joined, words};
use super::lexer::{self, Kind};
use super::values::Known;
use super::{Node, Notice, Query, slots};
use crate::error::{Error, Result};
use crate::facts::Facts;
use crate::fields::Scope;
use chrono::{DateTime, NaiveDate, Utc};

/// How long a query may be, in bytes.
pub const MAX_BYTES: usize = 4096;
/// How many brackets may stand in one another.
pub const MAX_DEPTH: usize = 64;
/// How many operators a query may have: `AND`, `OR`, `NOT`, their signs, `NEAR`, `ADJ` and `SAME`.
pub const MAX_OPERATORS: usize = 256;

/// How a query is read.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// What "yesterday" counts from.
    pub today: NaiveDate,
    /// The moment that embargoes are held against.
    pub now: DateTime<Utc>,
    /// Which number of `11/09/2020` comes first; where that is not said, the day does, with a notice.
    pub date_order: Option<DateOrder>,
    /// Any of the words, not all (`--any`): those side by side outside brackets, without a sign, `AND` or a field.
    pub any: bool,
    /// Everything typed is a word (`--words`).
    pub words_only: bool,
}

/// Reads a query. The only errors are limits and impossible values (exit code 2).
///
/// `field: value` with a space is read as `field:value`, with a notice. A query without words is
/// [`Node::Everything`]; one of only negatives is everything but them.
pub fn parse(text: &str, settings: Settings, facts: &Facts) -> Result<Query> {
    if text.len() > MAX_BYTES {
        return Err(too_much(
            format!(
                "the query has {} bytes; it may have {MAX_BYTES}",
                text.len()
            ),
            "ask in several queries",
        ));
    }
    let (root, mut notices) = if settings.words_only {
        (plain_words(text, settings.any), Vec::new())
    } else {
        parse_operators(text, settings, facts)?
    };
    notices.sort_by_key(|notice| notice.at.start);
    Ok(Query {
        text: text.into(),
        root: root.unwrap_or(Node::Everything),
        notices,
    })
}

fn parse_operators(
    text: &str,
    settings: Settings,
    facts: &Facts,
) -> Result<(Option<Node>, Vec<Notice>)> {
    let (lexemes, notices) = lexer::lexemes(text);
    let operators = lexemes.iter().filter(|l| is_operator(l.kind)).count();
    if operators > MAX_OPERATORS {
        return Err(too_much(
            format!("the query has {operators} operators; it may have {MAX_OPERATORS}"),
            "words side by side need no AND between them",
        ));
    }
    let known = Known {
        facts,
        today: settings.today,
        now: settings.now,
        date_order: settings.date_order,
    };
    let mut parser = Parser::new(text, lexemes, known, settings.any);
    let root = parser.all(None)?;
    Ok((root, [notices, parser.notices].concat()))
}

/// Every word typed, whatever signs are in it.
///
/// Where any word is enough, those of a hyphenated one are words like all others: stories that have them in a row come
/// first, and none is lost that says *truce talks led by France* for `France-led`.
fn plain_words(text: &str, any: bool) -> Option<Node> {
    let typed = text.split_whitespace().map(slots::plain);
    let typed = typed.filter(|slots| !slots.is_empty());
    match any {
        true => {
            let rows = typed.flat_map(slots::apart);
            let nodes = rows.map(|row| words(Scope::Anywhere, row));
            joined(Node::Or, nodes.collect())
        }
        false => {
            let nodes = typed.map(|slots| words(Scope::Anywhere, slots));
            joined(Node::And, nodes.collect())
        }
    }
}

fn is_operator(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::And | Kind::Or | Kind::Not | Kind::Plus | Kind::Link(_)
    )
}

/// The error of a limit.
pub(super) fn too_much(message: String, hint: &str) -> Error {
    Error::Query {
        message,
        hint: Some(hint.into()),
    }
}
