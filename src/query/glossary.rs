//! Adds to words of a query their other names in the glossary (`--glossary`): each becomes any of its names.
//!
//! It is done on the tree, so that every engine, the explanation and the marks see the same. What stands in quotes or
//! behind `=` is meant as written, and stays alone.

use super::lexer::{self, Kind};
use super::parse::Settings;
use super::span::Span;
use super::{Node, Query, Slot, Words, slots};
use crate::facts::glossary::{Glossary, MAX_WORDS};
use crate::fields::Scope;
use std::collections::BTreeSet;

/// A name that others were added to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Added {
    /// The name as typed.
    pub typed: String,
    /// The others.
    pub names: Vec<String>,
}

/// Adds the other names of the words of a query as it was read from its text, and says which.
pub fn expand(query: &mut Query, settings: Settings, glossary: &Glossary) -> Vec<Added> {
    let mut expander = Expander {
        glossary,
        plain: plain(&query.text, settings),
        added: Vec::new(),
    };
    let root = std::mem::replace(&mut query.root, Node::Everything);
    query.root = expander.node(root);
    expander.added
}

/// The words typed without quotes and `=`. What was typed in quotes as well is not among them.
fn plain(text: &str, settings: Settings) -> BTreeSet<Vec<Slot>> {
    if settings.words_only {
        return text.split_whitespace().map(slots::plain).collect();
    }
    let (mut plain, mut as_written) = (BTreeSet::new(), BTreeSet::new());
    for lexeme in lexer::lexemes(text).0 {
        let Kind::Text(typed) = lexeme.kind else {
            continue;
        };
        let words = text.get(typed.start..typed.end).unwrap_or_default();
        match typed.quoted || typed.exact {
            true => as_written.insert(slots::phrase(words, typed.exact).slots),
            false => plain.insert(slots::word(words, false).slots),
        };
    }
    plain.difference(&as_written).cloned().collect()
}

struct Expander<'g> {
    glossary: &'g Glossary,
    plain: BTreeSet<Vec<Slot>>,
    added: Vec<Added>,
}

impl Expander<'_> {
    /// The depth of a tree is bounded by the parser's.
    fn node(&mut self, node: Node) -> Node {
        match node {
            Node::Words(words) => self.alternatives(&words.typed(), &[words]),
            Node::Span(span) => Node::Span(self.span(span)),
            Node::Not(inner) => Node::Not(Box::new(self.node(*inner))),
            Node::Or(nodes) => Node::Or(nodes.into_iter().map(|node| self.node(node)).collect()),
            Node::And(nodes) => self.all(nodes),
            node => node,
        }
    }

    /// Words side by side may be a name together: `prime minister`.
    fn all(&mut self, nodes: Vec<Node>) -> Node {
        let mut out = Vec::with_capacity(nodes.len());
        let mut rest = nodes.as_slice();
        while let Some(first) = rest.first() {
            let row = (2..=MAX_WORDS.min(rest.len())).rev().find_map(|length| {
                let row = row(&rest[..length])?;
                let typed: Vec<String> = row.iter().map(Words::typed).collect();
                let typed = typed.join(" ");
                (!self.glossary.others(&typed).is_empty()).then_some((typed, row))
            });
            let (node, length) = match row {
                Some((typed, row)) => (self.alternatives(&typed, &row), row.len()),
                None => (self.node(first.clone()), 1),
            };
            out.push(node);
            rest = &rest[length..];
        }
        match <[Node; 1]>::try_from(out) {
            Ok([node]) => node,
            Err(nodes) => Node::And(nodes),
        }
    }

    /// Words, or any other name of theirs.
    fn alternatives(&mut self, typed: &str, row: &[Words]) -> Node {
        let names = self.names(typed, row);
        let scope = row.first().map_or(Scope::Anywhere, |words| words.scope);
        let mut own: Vec<Node> = row.iter().cloned().map(Node::Words).collect();
        let own = match own.len() {
            1 => own.remove(0),
            _ => Node::And(own),
        };
        let others = names
            .iter()
            .map(|name| Node::Words(name_words(name, scope)));
        match names.is_empty() {
            true => own,
            false => Node::Or(std::iter::once(own).chain(others).collect()),
        }
    }

    /// The other names, which are noted.
    fn names(&mut self, typed: &str, row: &[Words]) -> Vec<String> {
        if !row.iter().all(|words| self.plain.contains(&words.slots)) {
            return Vec::new();
        }
        let names: Vec<String> = self
            .glossary
            .others(typed)
            .into_iter()
            .map(str::to_owned)
            .collect();
        let added = Added {
            typed: typed.to_owned(),
            names: names.clone(),
        };
        if !names.is_empty() && !self.added.contains(&added) {
            self.added.push(added);
        }
        names
    }

    fn span(&mut self, span: Span) -> Span {
        match span {
            Span::Words(words) => {
                let names = self.names(&words.typed(), std::slice::from_ref(&words));
                let others = names
                    .iter()
                    .map(|name| Span::Words(name_words(name, words.scope)));
                let others: Vec<Span> = others.collect();
                match others.is_empty() {
                    true => Span::Words(words),
                    false => Span::AnyOf([vec![Span::Words(words)], others].concat()),
                }
            }
            Span::AnyOf(of) => Span::AnyOf(of.into_iter().map(|span| self.span(span)).collect()),
            Span::Pair(link, of) => {
                let [one, other] = *of;
                Span::Pair(link, Box::new([self.span(one), self.span(other)]))
            }
            Span::AtLeast { times, of } => Span::AtLeast {
                times,
                of: Box::new(self.span(*of)),
            },
            Span::First { words, of } => Span::First {
                words,
                of: Box::new(self.span(*of)),
            },
            // Single words of a phrase in quotes.
            together => together,
        }
    }
}

/// Nodes that are single words of one part of the story.
fn row(nodes: &[Node]) -> Option<Vec<Words>> {
    let words = nodes.iter().map(|node| match node {
        Node::Words(words) => Some(words.clone()),
        _ => None,
    });
    let words: Vec<Words> = words.collect::<Option<_>>()?;
    let same = words.iter().all(|own| own.scope == words[0].scope);
    same.then_some(words)
}

/// A name as it is looked for: one word in any inflection, several as a phrase.
fn name_words(name: &str, scope: Scope) -> Words {
    let slots = match name.contains(char::is_whitespace) {
        true => slots::phrase(name, false).slots,
        false => slots::word(name, false).slots,
    };
    Words { scope, slots }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::Facts;
    use crate::query::parse::parse;

    fn added(typed: &str, words_only: bool) -> (String, Vec<String>) {
        let settings = Settings {
            today: Default::default(),
            now: Default::default(),
            any: false,
            words_only,
            date_order: None,
        };
        let glossary =
            Glossary::with("name\tzork|blip|two words\nphrase\tgrey glop|brown glop\n").unwrap();
        let mut query = parse(typed, settings, Facts::built_in()).unwrap();
        let added = expand(&mut query, settings, &glossary);
        let typed = added.into_iter().map(|added| added.typed).collect();
        (query.root.to_string(), typed)
    }

    #[test]
    fn a_word_in_the_glossary_is_any_of_its_names() {
        for (typed, expected) in [
            ("zork", "(zork OR blip OR \"two words\")"),
            ("a Zorks", "(a zorks)"),
            ("a -blip", "(a NOT (blip OR zork OR \"two words\"))"),
            (
                "headline:zork",
                "(headline:zork OR headline:blip OR headline:\"two words\")",
            ),
            ("grey glop", "((grey glop) OR \"brown glop\")"),
            ("grey-glop", "(\"grey glop\" OR \"brown glop\")"),
            ("a two words b", "(a ((two words) OR zork OR blip) b)"),
            (
                "zork NEAR/3 a",
                "((zork OR blip OR \"two words\") NEAR/3 a)",
            ),
            ("a OR zork", "(a OR (zork OR blip OR \"two words\"))"),
        ] {
            assert_eq!(added(typed, false).0, expected, "{typed}");
        }
        assert_eq!(added("-zork", true).0, "(zork OR blip OR \"two words\")");
        assert_eq!(added("zork blip zork", false).1, ["zork", "blip"]);
    }

    #[test]
    fn what_is_quoted_or_exact_is_meant_as_written() {
        for typed in ["\"grey glop\"", "\"zork\"", "=zork", "\"zork a\"~3"] {
            let (_, added) = added(typed, false);
            assert!(added.is_empty(), "{typed}");
        }
    }
}
