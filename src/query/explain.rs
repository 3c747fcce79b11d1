//! Says in plain words how a query was understood: the tree, one line a node.

use super::span::{Link, Span, Unit};
use super::{AboutTest, Has, Node, Period, PlaceTest, Query, Slot, StatusTest, Words};
use crate::facts::Facts;
use crate::facts::gazetteer::Entry;
use crate::fields::Scope;
use crate::language;
use crate::status::Status;
use chrono::Datelike;

/// How many places of a name a line lists.
const PLACES_SHOWN: usize = 6;

/// One node of a query in words. What it finds is for the caller to add.
#[derive(Debug, Clone, PartialEq)]
pub struct Line<'q> {
    /// How deep it lies; the root is at 0.
    pub depth: usize,
    /// What it asks.
    pub text: String,
    /// The node itself.
    pub node: &'q Node,
}

/// A query in words, from the root down.
pub fn explain<'q>(query: &'q Query, facts: &Facts) -> Vec<Line<'q>> {
    let mut lines = Vec::new();
    // A stack of its own: the tree is as deep as its reader typed.
    let mut open = vec![(0, &query.root)];
    while let Some((depth, node)) = open.pop() {
        lines.push(Line {
            depth,
            text: text_of(node, facts),
            node,
        });
        let inside = node.children().iter().rev();
        open.extend(inside.map(|child| (depth + 1, child)));
    }
    lines
}

/// The lines as indented text.
pub fn text(lines: &[Line<'_>]) -> String {
    lines
        .iter()
        .map(|line| format!("{}{}\n", "  ".repeat(line.depth), line.text))
        .collect()
}

impl Node {
    /// The nodes right under this one.
    pub fn children(&self) -> &[Node] {
        match self {
            Node::And(nodes) | Node::Or(nodes) => nodes,
            Node::Not(node) => std::slice::from_ref(node),
            _ => &[],
        }
    }
}

fn text_of(node: &Node, facts: &Facts) -> String {
    match node {
        Node::Everything => "every story".into(),
        Node::Words(words) => words_text(words),
        Node::Span(span) => span_text(span),
        Node::Place(place) => place_text(place, facts),
        Node::Near(near) => format!(
            "filed within {} km of {} ({:.2}, {:.2})",
            (near.km * 10.0).round() / 10.0,
            near.written,
            near.center.lat,
            near.center.lon
        ),
        Node::About(test) => about_text(test, facts),
        Node::Period(period) => period_text(period),
        Node::OnDay { month, day } => {
            format!("filed on day {day} of month {month} of any year, where the day is known")
        }
        Node::Agency(id) => match facts.agencies.get(id) {
            Some(agency) => format!("from the agency {} ({id})", agency.name),
            None => format!("from an agency written \"{id}\""),
        },
        Node::Language(code) => match language::get(code) {
            Some(language) => format!("written in {} ({code})", language.name),
            None => format!("written in the language {code}"),
        },
        Node::Mark(mark) => format!("marked \"{mark}\""),
        Node::Status(test) => status_text(test).into(),
        Node::Path(pattern) => format!("stored in a file that \"{pattern}\" fits"),
        Node::Id(id) => format!("with the id {id}, or one that begins so"),
        Node::Has(has) => has_text(*has).into(),
        Node::And(_) => "all of:".into(),
        Node::Or(_) => "any of:".into(),
        Node::Not(_) => "not:".into(),
    }
}

fn words_text(words: &Words) -> String {
    let typed: Vec<&str> = words.slots.iter().map(Slot::word).collect();
    let typed = typed.join(" ");
    let scope = scope_text(words.scope);
    let how = match words.slots.as_slice() {
        [Slot::Inflected(_)] => "any inflection, accents aside",
        [Slot::Folded(_)] => "not inflected, accents aside",
        [Slot::Pattern(_)] => "truncated, accents aside",
        slots if slots.iter().any(|s| matches!(s, Slot::Exact(_))) => "spelt so, accents included",
        _ => "not inflected, accents aside",
    };
    let what = match words.slots.len() {
        1 => "word",
        _ => "phrase",
    };
    format!("the {what} \"{typed}\"{scope}, {how}")
}

/// `"a" in any inflection within 10 words of the phrase "b c"`; what is linked itself stands in brackets.
fn span_text(span: &Span) -> String {
    let inner = |span: &Span| match span {
        Span::Words(_) | Span::AnyOf(_) => span_text(span),
        _ => format!("({})", span_text(span)),
    };
    match span {
        Span::Words(words) => row_text(words),
        Span::AnyOf(of) => {
            let texts: Vec<String> = of.iter().map(inner).collect();
            format!("any of ({})", texts.join(", "))
        }
        Span::Pair(link, of) => {
            let how = match link {
                Link::Near { within, ordered } => match ordered {
                    false => format!("within {within} words of"),
                    true => format!("followed within {within} words by"),
                },
                Link::Same(Unit::Sentence) => "in the same sentence as".into(),
                Link::Same(Unit::Paragraph) => "in the same paragraph as".into(),
            };
            format!("{} {how} {}", inner(&of[0]), inner(&of[1]))
        }
        Span::Together { within, words } => {
            let texts = words
                .iter()
                .map(|word| format!("\"{}\"", words_of(word).join(" ")));
            let scope = span
                .leaves()
                .first()
                .map_or("", |words| scope_text(words.scope));
            format!(
                "{}{scope} within {within} words of one another, in any order",
                texts.collect::<Vec<_>>().join(" ")
            )
        }
        Span::AtLeast { times, of } => format!("at least {times} times {}", inner(of)),
        Span::First { words, of } => {
            format!(
                "in the first {words} words of headline and text {}",
                inner(of)
            )
        }
    }
}

/// Words in a row, in few words.
fn row_text(words: &Words) -> String {
    let typed: Vec<&str> = words.slots.iter().map(Slot::word).collect();
    let (what, how) = match words.slots.as_slice() {
        [Slot::Inflected(_)] => ("", " in any inflection"),
        [Slot::Exact(_)] => ("", " spelt so"),
        [_] => ("", ""),
        slots if slots.iter().any(|s| matches!(s, Slot::Exact(_))) => ("the phrase ", " spelt so"),
        _ => ("the phrase ", ""),
    };
    format!(
        "{what}\"{}\"{how}{}",
        typed.join(" "),
        scope_text(words.scope)
    )
}

/// The words of a span as typed.
fn words_of(span: &Span) -> Vec<&str> {
    let slots = span.leaves().into_iter().flat_map(|words| &words.slots);
    slots.map(Slot::word).collect()
}

fn scope_text(scope: Scope) -> &'static str {
    match scope {
        Scope::Anywhere => "",
        Scope::Headline => " in the headline",
        Scope::Lead => " in the headline or the first two paragraphs",
        Scope::Body => " in the paragraphs",
    }
}

fn place_text(place: &PlaceTest, facts: &Facts) -> String {
    let names = names(place, facts);
    let end = if place.exact {
        " itself, not places in it"
    } else {
        " or anywhere in it"
    };
    match names.as_slice() {
        [] => format!(
            "filed from \"{}\", as written in the dateline",
            place.written
        ),
        names => format!("filed from {}{end}", names.join(" or ")),
    }
}

/// What a name means, the first few of it.
fn names(place: &PlaceTest, facts: &Facts) -> Vec<String> {
    let name = |id: &String| match facts.gazetteer.get(id) {
        Some(entry) => entry_text(&entry),
        None => id.clone(),
    };
    let shown = place.ids.iter().take(PLACES_SHOWN).map(name);
    let more = match place.ids.len().saturating_sub(PLACES_SHOWN) {
        0 => None,
        more => Some(format!("{more} more of the name")),
    };
    shown.chain(more).collect()
}

/// `Georgia (country)`; of a state that is no more, with its years: only what was filed in them counts.
fn entry_text(entry: &Entry) -> String {
    match entry.stood {
        Some((first, last)) => format!(
            "{} (stories filed from there between {} and {})",
            entry.name,
            first.year(),
            last.year()
        ),
        None => format!("{} ({})", entry.name, entry.kind),
    }
}

fn about_text(test: &AboutTest, facts: &Facts) -> String {
    let mut names = names(&test.place, facts);
    let end = if test.place.exact || names.is_empty() {
        ""
    } else {
        " or a place in it"
    };
    if let Some(words) = &test.words {
        let typed: Vec<&str> = words.slots.iter().map(Slot::word).collect();
        names.push(format!("the words \"{}\"", typed.join(" ")));
    }
    format!("whose text mentions {}{end}", names.join(" or "))
}

fn status_text(test: &StatusTest) -> &'static str {
    match test.wanted {
        None => "of any status",
        Some(Status::Usable) => "neither superseded, killed, withheld nor under embargo",
        Some(Status::Superseded) => "in whose place a newer version stands",
        Some(Status::Embargoed) => "under embargo",
        Some(Status::Withheld) => "withheld",
        Some(Status::Canceled) => "killed",
    }
}

fn period_text(period: &Period) -> String {
    match (period.first, period.last) {
        (None, None) => "filed on any day".into(),
        (Some(first), None) => format!("filed on {first} or later"),
        (None, Some(last)) => format!("filed on {last} or earlier"),
        (Some(first), Some(last)) if first == last => format!("filed on {first}"),
        (Some(first), Some(last)) => format!("filed {first} to {last}, both included"),
    }
}

fn has_text(has: Has) -> &'static str {
    match has {
        Has::Place => "with a place in the dateline",
        Has::Mention => "that mentions a place",
        Has::Mark => "with a mark",
        Has::Date => "with a date",
        Has::Agency => "with an agency",
        Has::Language => "with a language",
        Has::Headline => "with a headline",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::parse::{Settings, parse};
    use chrono::NaiveDate;

    #[test]
    fn a_query_is_said_in_plain_words_a_line_a_node() {
        let facts = Facts {
            agencies: Default::default(),
            gazetteer: Default::default(),
            ..Facts::default()
        };
        let settings = Settings {
            today: NaiveDate::from_ymd_opt(2020, 11, 20).unwrap(),
            now: Default::default(),
            any: false,
            words_only: false,
        };
        let typed =
            "Karabakh date:2020-11-09..2020-11-17 lang:fr -(headline:\"le sport\" OR path:x)";
        let query = parse(typed, settings, &facts).unwrap();
        let expected = "\
all of:
  the word \"karabakh\", any inflection, accents aside
  filed 2020-11-09 to 2020-11-17, both included
  written in French (fr)
  not:
    any of:
      the phrase \"le sport\" in the headline, not inflected, accents aside
      stored in a file that \"x\" fits
";
        assert_eq!(text(&explain(&query, &facts)), expected);
        let table = [
            (
                "a NEAR/3 lead:\"b c\"",
                "\"a\" in any inflection within 3 words of the phrase \"b c\" in the headline or the first two paragraphs",
            ),
            (
                "=a SAME/S (bbb* OR c) ADJ/2 d",
                "(\"a\" spelt so in the same sentence as any of (\"bbb*\", \"c\" in any inflection)) followed within \
                 2 words by \"d\" in any inflection",
            ),
            (
                "\"a b c\"~10",
                "\"a\" \"b\" \"c\" within 10 words of one another, in any order",
            ),
            (
                "first50:atleast3:a",
                "in the first 50 words of headline and text (at least 3 times \"a\" in any inflection)",
            ),
        ];
        for (typed, expected) in table {
            let query = parse(typed, settings, &facts).unwrap();
            assert_eq!(text(&explain(&query, &facts)).trim_end(), expected);
        }
    }
}
