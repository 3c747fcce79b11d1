//! The one written form of a tree: what a parser reads back as the same tree, with every bracket in place.

use super::span::{Link, Span, Unit};
use super::{Has, Node, NumberTest, Period, Slot, Words};
use crate::fields::{Scope, Side};
use crate::language::han;
use chrono::NaiveDate;
use std::fmt::{self, Display, Formatter};

impl Display for Node {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Node::Everything => f.write_str("*"),
            Node::Words(words) => words.fmt(f),
            Node::Span(span) => bracketed(f, span),
            Node::Place(place) if place.exact => write!(f, "place:=\"{}\"", place.written),
            Node::Place(place) => write!(f, "place:\"{}\"", place.written),
            Node::Near(near) => write!(f, "near:\"{}<{}km\"", near.written, near.km),
            Node::About(test) if test.place.exact => {
                write!(f, "about:=\"{}\"", test.place.written)
            }
            Node::About(test) => write!(f, "about:\"{}\"", test.place.written),
            Node::Period(period) => period.fmt(f),
            Node::OnDay { month, day } => write!(f, "on:{month:02}-{day:02}"),
            Node::Agency(agency) => write!(f, "agency:\"{agency}\""),
            Node::Language(code) => write!(f, "lang:\"{code}\""),
            Node::Mark(mark) => write!(f, "mark:\"{mark}\""),
            Node::Status(test) => {
                write!(
                    f,
                    "status:{}",
                    test.wanted.map_or("any", |status| status.name())
                )
            }
            Node::Number(test) => test.fmt(f),
            Node::Path(path) => write!(f, "path:\"{path}\""),
            Node::Id(id) => write!(f, "id:\"{id}\""),
            Node::Chain(id) if id.is_empty() => f.write_str("chain:*"),
            Node::Chain(id) => write!(f, "chain:\"{id}\""),
            Node::Has(has) => write!(f, "{}:*", has.field()),
            Node::And(nodes) => joined(f, nodes, " "),
            Node::Or(nodes) => joined(f, nodes, " OR "),
            Node::Not(node) => write!(f, "NOT {node}"),
        }
    }
}

fn joined(f: &mut Formatter<'_>, nodes: &[Node], between: &str) -> fmt::Result {
    f.write_str("(")?;
    for (number, node) in nodes.iter().enumerate() {
        f.write_str(if number == 0 { "" } else { between })?;
        node.fmt(f)?;
    }
    f.write_str(")")
}

fn bracketed(f: &mut Formatter<'_>, span: &Span) -> fmt::Result {
    match span {
        Span::Pair(..) => write!(f, "({span})"),
        _ => span.fmt(f),
    }
}

impl Display for Span {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Span::Words(words) => words.fmt(f),
            Span::AnyOf(of) => {
                for (number, span) in of.iter().enumerate() {
                    f.write_str(if number == 0 { "(" } else { " OR " })?;
                    bracketed(f, span)?;
                }
                f.write_str(")")
            }
            // Links are read from left to right: only what stands on the right needs brackets.
            Span::Pair(link, of) => {
                write!(f, "{} {link} ", of[0])?;
                bracketed(f, &of[1])
            }
            Span::Together { within, words } => {
                let words = words.iter().filter_map(|word| match word {
                    Span::Words(word) => Some(word),
                    _ => None,
                });
                let all: Vec<&Words> = words.collect();
                let phrase = Words {
                    scope: all.first().map_or(Scope::Anywhere, |word| word.scope),
                    slots: all.iter().flat_map(|word| word.slots.clone()).collect(),
                };
                write!(f, "{phrase}~{within}")
            }
            Span::AtLeast { times, of } => write!(f, "atleast{times}:({of})"),
            Span::First { words, of } => write!(f, "first{words}:({of})"),
        }
    }
}

impl Display for Link {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Link::Near { within, ordered } => {
                write!(f, "{}/{within}", if *ordered { "ADJ" } else { "NEAR" })
            }
            Link::Same(Unit::Sentence) => f.write_str("SAME/S"),
            Link::Same(Unit::Paragraph) => f.write_str("SAME/P"),
        }
    }
}

impl Display for Words {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(self.scope.prefix())?;
        let patterns = self.slots.iter().any(|s| matches!(s, Slot::Pattern(_)));
        let exact = self.slots.iter().any(|s| matches!(s, Slot::Exact(_)));
        let words: Vec<&str> = self.slots.iter().map(Slot::word).collect();
        let inflected = matches!(self.slots.last(), Some(Slot::Inflected(_)));
        f.write_str(if exact { "=" } else { "" })?;
        match self.slots.first() {
            // Truncation is known outside quotes only, where a hyphen makes the phrase.
            _ if patterns => f.write_str(&words.join("-")),
            Some(Slot::Fuzzy(word, slips)) => write!(f, "{word}~{slips}"),
            // Of one word, or of the characters of one: a Japanese verb.
            _ if inflected => f.write_str(&words.concat()),
            Some(Slot::Dictionary(word)) => f.write_str(word),
            // With blanks: a mark that stands alone must not come to stand for the character before it.
            _ => write!(f, "\"{}\"", words.join(" ")),
        }
    }
}

impl Display for Period {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let day = |day: Option<NaiveDate>| day.map(|d| d.to_string()).unwrap_or_default();
        match (self.first, self.last) {
            (Some(first), Some(last)) if first == last => write!(f, "date:{first}"),
            (first, last) => write!(f, "date:{}..{}", day(first), day(last)),
        }
    }
}

impl Display for NumberTest {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let end = |end: Option<u64>| end.map(|n| n.to_string()).unwrap_or_default();
        write!(f, "{}:", self.of.name())?;
        match (self.least, self.most) {
            (Some(least), Some(most)) if least == most => write!(f, "{least}"),
            (None, None) => f.write_str("*"),
            (least, most) => write!(f, "{}..{}", end(least), end(most)),
        }
    }
}

impl Words {
    /// The words as they may be typed, without blanks between Chinese or Japanese characters.
    pub fn typed(&self) -> String {
        if let Some(Slot::Dictionary(word)) = self.slots.first() {
            return word.clone();
        }
        let mut typed = String::new();
        for slot in &self.slots {
            let word = slot.word();
            let joined = typed.ends_with(is_character) && word.starts_with(is_character);
            if !typed.is_empty() && !joined {
                typed.push(' ');
            }
            typed.push_str(word);
        }
        typed
    }
}

fn is_character(c: char) -> bool {
    han::is_han(c) || han::is_hiragana(c) || han::is_katakana(c)
}

impl Slot {
    /// The word or pattern itself.
    pub fn word(&self) -> &str {
        match self {
            Slot::Inflected(word)
            | Slot::Folded(word)
            | Slot::Dictionary(word)
            | Slot::Exact(word)
            | Slot::Pattern(word)
            | Slot::Fuzzy(word, _) => word,
        }
    }
}

impl Has {
    /// The field's name.
    pub fn field(self) -> &'static str {
        match self {
            Has::Place => "place",
            Has::Mention => "about",
            Has::Mark => "mark",
            Has::Date => "date",
            Has::Agency => "agency",
            Has::Language => "lang",
            Has::Headline => "headline",
            Has::Side(side) => side.name(),
            Has::Urgency => "urgency",
        }
    }
}

impl Scope {
    /// What is typed before a word to ask it of this part.
    pub fn prefix(self) -> &'static str {
        match self {
            Scope::Anywhere => "",
            Scope::Headline => "headline:",
            Scope::Lead => "lead:",
            Scope::Body => "body:",
            Scope::Side(Side::Byline) => "byline:",
            Scope::Side(Side::Slug) => "slug:",
            Scope::Side(Side::Note) => "note:",
            Scope::Side(Side::Category) => "category:",
        }
    }
}
