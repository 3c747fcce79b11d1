//! Says in plain words how a query was understood: the tree, one line a node.

use super::span::{Link, Span, Unit};
use super::{AboutTest, Has, Node, NumberTest, Period, PlaceTest, Query, Slot, StatusTest, Words};
use crate::facts::Facts;
use crate::facts::gazetteer::Entry;
use crate::fields::{Quantity, Scope, Side};
use crate::language;
use crate::status::Status;
use chrono::Datelike;

/// How many places of a name a line lists.
const PLACES_SHOWN: usize = 6;

/// How many rows of words a relation may have to be shown with the relations in it; of a longer one the rows are.
const ROWS_NESTED: usize = 16;

/// One node of a query in words. What it finds is for the caller to add.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// How deep it lies; the root is at 0.
    pub depth: usize,
    /// What it asks.
    pub text: String,
    /// The node itself.
    pub node: Node,
}

/// A query in words, from the root down.
pub fn explain(query: &Query, facts: &Facts) -> Vec<Line> {
    let mut lines = Vec::new();
    // A stack of its own: the tree is as deep as its reader typed.
    let mut open = vec![(0, query.root.clone())];
    while let Some((depth, node)) = open.pop() {
        let inside = parts_of(&node).into_iter().rev();
        open.extend(inside.map(|part| (depth + 1, part)));
        lines.push(Line {
            depth,
            text: text_of(&node, facts),
            node,
        });
    }
    lines
}

/// What a node is made of: the nodes under it, what stands in a relation, or each meaning of a name.
fn parts_of(node: &Node) -> Vec<Node> {
    match node {
        Node::Span(span) if span.leaves().len() > ROWS_NESTED => {
            let rows = span.leaves().into_iter();
            rows.map(|words| Node::Words(words.clone())).collect()
        }
        Node::Span(span) => {
            let of = span.operands().iter().map(|operand| match operand {
                Span::Words(words) => Node::Words(words.clone()),
                span => Node::Span(span.clone()),
            });
            of.collect()
        }
        Node::Place(test) => {
            let meanings = meanings(test);
            meanings.map(Node::Place).collect()
        }
        Node::About(test) => {
            let meanings = meanings(&test.place);
            let meanings = meanings.map(|place| Node::About(AboutTest { place, words: None }));
            meanings.collect()
        }
        node => node.children().to_vec(),
    }
}

/// The tests of each meaning of a name that has several, as far as they are shown.
fn meanings(test: &PlaceTest) -> impl Iterator<Item = PlaceTest> + '_ {
    let ids = test.ids.iter().filter(|_| test.ids.len() > 1);
    ids.take(PLACES_SHOWN).map(|id| PlaceTest {
        written: String::new(),
        ids: vec![id.clone()],
        exact: test.exact,
    })
}

/// The lines as indented text.
pub fn text(lines: &[Line]) -> String {
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
        Node::Number(test) => number_text(test),
        Node::Path(pattern) => format!("stored in a file that \"{pattern}\" fits"),
        Node::Id(id) => format!("with the id {id}, or one that begins so"),
        Node::Chain(id) if id.is_empty() => "with other versions, takes or repeats".into(),
        Node::Chain(id) => format!("of the chain {id}, or of that story"),
        Node::Has(has) => has_text(*has).into(),
        Node::And(_) => "all of:".into(),
        Node::Or(_) => "any of:".into(),
        Node::Not(_) => "not:".into(),
    }
}

fn words_text(words: &Words) -> String {
    let typed = words.typed();
    let scope = words.scope.described();
    let how = match words.slots.as_slice() {
        [Slot::Inflected(_)] => "any inflection, accents aside",
        [Slot::Folded(_)] => "not inflected, accents aside",
        [Slot::Pattern(_)] => "truncated, accents aside",
        [Slot::Fuzzy(_, 1)] => "or one a letter off, accents aside",
        [Slot::Fuzzy(..)] => "or one two letters off, accents aside",
        [Slot::Dictionary(_), ..] => "where it is a word of the text; in quotes, anywhere",
        [.., Slot::Inflected(_)] => "any inflection",
        slots if slots.iter().any(|s| matches!(s, Slot::Exact(_))) => "spelt so, accents included",
        _ => "not inflected, accents aside",
    };
    let what = match words.slots.as_slice() {
        [_] | [Slot::Dictionary(_), ..] | [.., Slot::Inflected(_)] => "word",
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
                .map_or("", |words| words.scope.described());
            format!(
                "{}{scope} within {within} words of one another, in any order",
                texts.collect::<Vec<_>>().join(" ")
            )
        }
        Span::AtLeast { times, of } => format!("at least {times} times {}", inner(of)),
        Span::First { words, of } => {
            let line = match span.leaves().first().and_then(|words| words.scope.side()) {
                None => " of headline and text",
                Some(_) => "",
            };
            format!("in the first {words} words{line} {}", inner(of))
        }
    }
}

/// Words in a row, in few words.
fn row_text(words: &Words) -> String {
    let (what, how) = match words.slots.as_slice() {
        [Slot::Inflected(_)] => ("", " in any inflection"),
        [Slot::Exact(_)] => ("", " spelt so"),
        [Slot::Fuzzy(_, 1)] => ("", " or one a letter off"),
        [Slot::Fuzzy(..)] => ("", " or one two letters off"),
        [_] | [Slot::Dictionary(_), ..] => ("", ""),
        [.., Slot::Inflected(_)] => ("", " in any inflection"),
        slots if slots.iter().any(|s| matches!(s, Slot::Exact(_))) => ("the phrase ", " spelt so"),
        _ => ("the phrase ", ""),
    };
    format!(
        "{what}\"{}\"{how}{}",
        words.typed(),
        words.scope.described()
    )
}

/// The words of a span as typed.
fn words_of(span: &Span) -> Vec<&str> {
    let slots = span.leaves().into_iter().flat_map(|words| &words.slots);
    slots.map(Slot::word).collect()
}

impl Scope {
    /// Where words stand, to be put behind them: ` in the headline`.
    pub fn described(self) -> &'static str {
        match self {
            Scope::Anywhere => "",
            Scope::Headline => " in the headline",
            Scope::Lead => " in the headline or the first two paragraphs",
            Scope::Body => " in the paragraphs",
            Scope::Side(Side::Byline) => " in the byline",
            Scope::Side(Side::Slug) => " in the slug or keywords",
            Scope::Side(Side::Note) => " in the notes for editors",
            Scope::Side(Side::Category) => " in the category",
        }
    }
}

fn place_text(place: &PlaceTest, facts: &Facts) -> String {
    let names = names(place, facts);
    let end = if place.exact {
        " itself, not places in it"
    } else {
        " or anywhere in it"
    };
    // One meaning of a name says how it is asked for alone.
    let alone = match (place.written.as_str(), place.ids.as_slice()) {
        ("", [id]) => format!(" (place:{id})"),
        _ => String::new(),
    };
    match names.as_slice() {
        [] => format!(
            "filed from \"{}\", as written in the dateline",
            place.written
        ),
        names => format!("filed from {}{end}{alone}", names.join(" or ")),
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
        None => match entry
            .country
            .as_ref()
            .filter(|country| **country != entry.id)
        {
            Some(country) => format!("{} ({} of {country})", entry.name, entry.kind),
            None => format!("{} ({})", entry.name, entry.kind),
        },
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
        names.push(format!("the words \"{}\"", words.typed()));
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

fn number_text(test: &NumberTest) -> String {
    let range = match (test.least, test.most) {
        (None, None) => return "of any number of words, or any urgency".into(),
        (Some(least), Some(most)) if least == most => least.to_string(),
        (Some(least), Some(most)) => format!("{least} to {most}"),
        (Some(least), None) => format!("{least} or more"),
        (None, Some(most)) => format!("{most} or less"),
    };
    match test.of {
        Quantity::Urgency => format!("of urgency {range} (1 is the most urgent)"),
        Quantity::Words => format!("with {range} words of text"),
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
        Has::Side(Side::Byline) => "with a byline",
        Has::Side(Side::Slug) => "with a slug or keywords",
        Has::Side(Side::Note) => "with a note for editors",
        Has::Side(Side::Category) => "with a category",
        Has::Urgency => "with an urgency",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::parse::{Settings, parse};
    use chrono::NaiveDate;

    #[test]
    fn each_part_of_a_relation_and_each_meaning_of_a_name_has_a_line() {
        let settings = Settings {
            today: NaiveDate::from_ymd_opt(2020, 11, 20).unwrap(),
            now: Default::default(),
            any: false,
            words_only: false,
            date_order: None,
        };
        let query = parse(
            "a NEAR/3 (b OR c*) place:Georgia",
            settings,
            Facts::built_in(),
        )
        .unwrap();
        let expected = "\
all of:
  \"a\" in any inflection within 3 words of any of (\"b\" in any inflection, \"c\" in any inflection)
    the word \"a\", any inflection, accents aside
    any of (\"b\" in any inflection, \"c\" in any inflection)
      the word \"b\", any inflection, accents aside
      the word \"c\", any inflection, accents aside
  filed from Georgia (country) or Georgia (region of US) or anywhere in it
    filed from Georgia (country) or anywhere in it (place:GE)
    filed from Georgia (region of US) or anywhere in it (place:US-GA)
";
        assert_eq!(text(&explain(&query, Facts::built_in())), expected);
    }

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
            date_order: None,
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
            assert_eq!(explain(&query, &facts)[0].text, expected);
        }
    }
}
