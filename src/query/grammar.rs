//! The rules by which pieces of a query make a tree.
//!
//! ```text
//! all    = any { ["AND"] any }            side by side
//! any    = linked { ("OR" | "|") linked }
//! linked = unary { link unary }           link: NEAR/10, ADJ/3, SAME/P
//! unary  = { "NOT" | "-" | "+" } one
//! one    = "(" all ")"  |  field value { "," value }  |  count value  |  word  |  phrase
//! ```
//!
//! Only brackets and counts recurse, and their depth is counted first. A bracket after a field holds values of it.

use super::lexer::{Kind, Lexeme, Text};
use super::parse::{MAX_DEPTH, too_much};
use super::span::{Link, Span};
use super::values::{self, Known, Value};
use super::{Node, Notice, Slot, Words, slots};
use crate::error::Result;
use crate::fields::{self, Count, Field, Scope};
use std::ops::Range;

/// Reads the pieces of one query.
pub(super) struct Parser<'t> {
    text: &'t str,
    lexemes: Vec<Lexeme>,
    next: usize,
    depth: usize,
    any: bool,
    known: Known<'t>,
    /// What was assumed.
    pub(super) notices: Vec<Notice>,
}

/// One of several tests side by side.
struct Item {
    node: Node,
    /// The bytes of an OR without brackets of its own.
    or: Option<Range<usize>>,
    /// Whether it is a test of its own under `--any`: a sign, `AND` or a field was typed.
    required: bool,
}

impl<'t> Parser<'t> {
    /// Begins at the first piece.
    pub(super) fn new(text: &'t str, lexemes: Vec<Lexeme>, known: Known<'t>, any: bool) -> Self {
        Parser {
            text,
            lexemes,
            next: 0,
            depth: 0,
            any,
            known,
            notices: Vec::new(),
        }
    }

    /// Tests side by side, up to the bracket that closes them or the end. Values of the field, if one is given.
    pub(super) fn all(&mut self, field: Option<&'static Field>) -> Result<Option<Node>> {
        let mut items: Vec<Item> = Vec::new();
        let mut strays = Vec::new();
        let mut and = false;
        while let Some(lexeme) = self.peek().cloned() {
            match lexeme.kind {
                Kind::Close if self.depth > 0 => break,
                Kind::Close => {
                    self.next += 1;
                    self.note(&lexeme.at, "nothing is open that this bracket closes");
                }
                Kind::Comma => self.next += 1,
                Kind::And if !items.is_empty() && self.operand_at(self.next + 1) => {
                    self.next += 1;
                    and = true;
                    if let Some(before) = items.last_mut() {
                        before.required = true;
                    }
                }
                Kind::And | Kind::Or => {
                    self.next += 1;
                    strays.push(lexeme.at);
                }
                _ => {
                    if let Some(mut item) = self.any(field, &mut strays)? {
                        item.required |= and;
                        items.push(item);
                    }
                    and = false;
                }
            }
        }
        let strays = self.strays(strays, field, items.is_empty());
        items.extend(strays);
        Ok(self.side_by_side(items))
    }

    /// Operators with nothing to join: words where there is nothing else, otherwise left out.
    fn strays(
        &mut self,
        strays: Vec<Range<usize>>,
        field: Option<&Field>,
        alone: bool,
    ) -> Vec<Item> {
        let mut items = Vec::new();
        for at in strays {
            let typed = &self.text[at.clone()];
            let slots = slots::plain(typed);
            if alone && field.is_none() && !slots.is_empty() {
                self.note(&at, &format!("{typed} joins nothing here: read as a word"));
                items.push(Item {
                    node: words(Scope::Anywhere, slots),
                    or: None,
                    required: false,
                });
            } else {
                self.note(&at, &format!("{typed} joins nothing here: left out"));
            }
        }
        items
    }

    fn side_by_side(&mut self, items: Vec<Item>) -> Option<Node> {
        if self.any && self.depth == 0 {
            let (required, free): (Vec<Item>, _) =
                items.into_iter().partition(|item| item.required);
            let nodes = |items: Vec<Item>| items.into_iter().map(|item| item.node).collect();
            let free = joined(Node::Or, nodes(free));
            return joined(
                Node::And,
                free.into_iter().chain(nodes(required)).collect::<Vec<_>>(),
            );
        }
        if items.len() > 1 {
            for at in items.iter().filter_map(|item| item.or.clone()) {
                let typed = &self.text[at.clone()];
                self.note(
                    &at,
                    &format!("OR binds tighter than AND: read as ({typed}) and the rest"),
                );
            }
        }
        joined(Node::And, items.into_iter().map(|item| item.node).collect())
    }

    /// Alternatives.
    fn any(
        &mut self,
        field: Option<&'static Field>,
        strays: &mut Vec<Range<usize>>,
    ) -> Result<Option<Item>> {
        let start = self.peek().map_or(self.text.len(), |l| l.at.start);
        let (first, mut required) = self.linked(field, strays)?;
        let mut nodes = Vec::from_iter(first);
        let mut or = None;
        while let Some(lexeme) = self.peek().cloned() {
            let comma = lexeme.kind == Kind::Comma;
            if !(lexeme.kind == Kind::Or || (comma && field.is_some())) {
                break;
            }
            self.next += 1;
            if self.operand_at(self.next) {
                let (node, _) = self.linked(field, strays)?;
                nodes.extend(node);
                required = false;
                or = (!comma).then(|| start..self.end()).or(or);
            } else if !comma {
                strays.push(lexeme.at);
            }
        }
        Ok(joined(Node::Or, nodes).map(|node| Item { node, or, required }))
    }

    /// Words in a relation, from left to right. What no link can join stands side by side.
    fn linked(
        &mut self,
        field: Option<&'static Field>,
        strays: &mut Vec<Range<usize>>,
    ) -> Result<(Option<Node>, bool)> {
        let (mut left, mut required) = self.unary(field, strays)?;
        let mut apart = Vec::new();
        while let Some(Kind::Link(link)) = self.peek().map(|lexeme| lexeme.kind) {
            if left.is_none() || !self.operand_at(self.next + 1) {
                break;
            }
            let at = self.lexemes[self.next].at.clone();
            self.next += 1;
            let (right, signed) = self.unary(field, strays)?;
            required |= signed;
            left = match (left.map(Span::of), right.map(Span::of)) {
                (Some(Ok(one)), Some(Ok(other))) => {
                    Some(Node::Span(Span::Pair(link, Box::new([one, other]))))
                }
                (one, None) => one.map(node_of),
                (one, other) => {
                    let typed = &self.text[at.clone()];
                    self.note(
                        &at,
                        &format!("{typed} links words, phrases and brackets of ORs: read as AND"),
                    );
                    apart.extend(one.map(node_of));
                    other.map(node_of)
                }
            };
        }
        let nodes = apart.into_iter().chain(left).collect();
        Ok((joined(Node::And, nodes), required))
    }

    /// One test with its signs. An even number of NOTs is none.
    fn unary(
        &mut self,
        field: Option<&'static Field>,
        strays: &mut Vec<Range<usize>>,
    ) -> Result<(Option<Node>, bool)> {
        let mut not = false;
        let mut signed = false;
        while let Some(lexeme) = self.peek().cloned() {
            if !matches!(lexeme.kind, Kind::Not | Kind::Plus) {
                break;
            }
            self.next += 1;
            if !self.operand_at(self.next) {
                strays.push(lexeme.at);
                return Ok((None, false));
            }
            not ^= lexeme.kind == Kind::Not;
            signed = true;
        }
        let next = self.peek().map(|lexeme| lexeme.kind);
        let fielded = matches!(next, Some(Kind::Field(_) | Kind::Count(..)));
        let node = self.one(field)?;
        let node = match node {
            Some(Node::Not(inner)) if not => Some(*inner),
            Some(node) if not => Some(Node::Not(Box::new(node))),
            node => node,
        };
        Ok((node, signed || fielded))
    }

    fn one(&mut self, field: Option<&'static Field>) -> Result<Option<Node>> {
        let Some(lexeme) = self.peek().cloned() else {
            return Ok(None);
        };
        match lexeme.kind {
            Kind::Open => self.bracket(field),
            Kind::Field(field) => self.field(field),
            Kind::Count(count, number) => self.counted(count, number, field),
            Kind::Link(_) => {
                self.next += 1;
                let typed = &self.text[lexeme.at.clone()];
                self.note(
                    &lexeme.at,
                    &format!("{typed} joins nothing here: read as a word"),
                );
                let text = Text {
                    start: lexeme.at.start,
                    end: lexeme.at.end,
                    quoted: false,
                    exact: false,
                };
                self.leaf(text, &lexeme.at, field)
            }
            Kind::Text(text) => {
                self.next += 1;
                self.leaf(text, &lexeme.at, field)
            }
            _ => Ok(None),
        }
    }

    fn bracket(&mut self, field: Option<&'static Field>) -> Result<Option<Node>> {
        let open = self.lexemes[self.next].at.clone();
        self.next += 1;
        self.deeper()?;
        let inside = self.all(field)?;
        self.depth -= 1;
        match self.peek() {
            Some(_) => self.next += 1,
            None => self.note(&open, "the bracket is not closed: it goes on to the end"),
        }
        if inside.is_none() {
            self.note(&(open.start..self.end()), "nothing is in the brackets");
        }
        Ok(inside)
    }

    fn deeper(&mut self) -> Result<()> {
        if self.depth == MAX_DEPTH {
            return Err(too_much(
                format!("the query has more than {MAX_DEPTH} brackets in one another"),
                "take out the brackets that group nothing",
            ));
        }
        self.depth += 1;
        Ok(())
    }

    /// A count with the words that it is of.
    fn counted(
        &mut self,
        count: Count,
        number: u32,
        field: Option<&'static Field>,
    ) -> Result<Option<Node>> {
        let name = self.lexemes[self.next].at.clone();
        self.next += 1;
        let Some(value) = self.peek().cloned() else {
            return Ok(self.name_as_word(&name));
        };
        match value.kind {
            Kind::Open => {}
            Kind::Text(text) if !self.inner(text).trim().is_empty() => {}
            Kind::Field(_) | Kind::Count(..) if value.glued => {}
            _ => return Ok(self.name_as_word(&name)),
        }
        if !value.glued {
            self.note(&name, "the value after the space belongs to the count");
        }
        self.deeper()?;
        let of = match value.kind {
            Kind::Text(_) => self.values(field),
            _ => self.one(field),
        };
        self.depth -= 1;
        Ok(match of?.map(Span::of) {
            Some(Ok(of)) => Some(Node::Span(match count {
                Count::AtLeast => Span::AtLeast {
                    times: number,
                    of: Box::new(of),
                },
                Count::First => Span::First {
                    words: number,
                    of: Box::new(of),
                },
            })),
            Some(Err(node)) => {
                let typed = &self.text[name.clone()];
                self.note(
                    &name,
                    &format!("{typed} counts words, phrases and brackets of ORs: left out"),
                );
                Some(node)
            }
            None => None,
        })
    }

    /// A field with its value, its list of values, or its bracket.
    fn field(&mut self, field: &'static Field) -> Result<Option<Node>> {
        let name = self.lexemes[self.next].at.clone();
        self.next += 1;
        let value = self.peek().cloned();
        let text = match value.as_ref().map(|value| value.kind) {
            Some(Kind::Open) => None,
            Some(Kind::Text(text)) if !self.inner(text).trim().is_empty() => Some(text),
            Some(Kind::Count(..)) if field.is_text() => return self.one(Some(field)),
            _ => return Ok(self.name_as_word(&name)),
        };
        if value.is_some_and(|value| !value.glued) {
            self.note(
                &name,
                "the value after the space belongs to the field (a value follows the colon)",
            );
        }
        match text {
            None => self.bracket(Some(field)),
            Some(_) => self.values(Some(field)),
        }
    }

    /// A field without a value: its name was meant as a word.
    fn name_as_word(&mut self, name: &Range<usize>) -> Option<Node> {
        let typed = &self.text[name.clone()];
        self.note(name, &format!("{typed} has no value: read as a word"));
        let slots = slots::plain(typed);
        (!slots.is_empty()).then(|| words(Scope::Anywhere, slots))
    }

    /// One value, or several with commas between them.
    fn values(&mut self, field: Option<&'static Field>) -> Result<Option<Node>> {
        let mut nodes = Vec::new();
        while let Some(lexeme) = self.peek().cloned() {
            let Kind::Text(text) = lexeme.kind else { break };
            self.next += 1;
            nodes.extend(self.leaf(text, &lexeme.at, field)?);
            let comma = self.peek().filter(|l| l.kind == Kind::Comma && l.glued);
            let Some(comma) = comma.map(|l| l.at.clone()) else {
                break;
            };
            self.next += 1;
            match self.peek() {
                Some(value) if value.glued => {}
                Some(_) => {
                    self.note(
                        &comma,
                        "the list ends here: its values follow without spaces",
                    );
                    break;
                }
                None => break,
            }
        }
        Ok(joined(Node::Or, nodes))
    }

    /// A word, a phrase, or a value.
    fn leaf(
        &mut self,
        text: Text,
        at: &Range<usize>,
        field: Option<&'static Field>,
    ) -> Result<Option<Node>> {
        match field {
            Some(field) if !field.is_text() => self.value(text, at, field),
            field => Ok(self.words(text, at, field)),
        }
    }

    fn value(
        &mut self,
        text: Text,
        at: &Range<usize>,
        field: &'static Field,
    ) -> Result<Option<Node>> {
        let (text, at) = match field.kind {
            fields::Kind::Near => self.with_distance(text, at),
            _ => (text, at.clone()),
        };
        let at = &at;
        let value = Value {
            text: &self.text[text.start..text.end],
            quoted: text.quoted,
            exact: text.exact,
        };
        if value.text.trim().is_empty() {
            self.note(at, "an empty value is left out");
            return Ok(None);
        }
        let reading = values::read(field, value, self.known)?;
        for message in &reading.assumed {
            self.note(at, message);
        }
        Ok(Some(reading.node))
    }

    /// A value of `near:` with the pieces that belong to it: the longitude behind the comma of a latitude, and the
    /// distance behind a name in quotes.
    fn with_distance(&mut self, mut text: Text, at: &Range<usize>) -> (Text, Range<usize>) {
        let mut at = at.clone();
        let number = |text: &str| text.trim().parse::<f64>().is_ok();
        if !text.quoted && number(self.inner(text)) {
            let comma = self
                .lexemes
                .get(self.next)
                .filter(|l| l.kind == Kind::Comma && l.glued);
            let next = self.lexemes.get(self.next + 1).filter(|_| comma.is_some());
            if let Some((Kind::Text(longitude), ahead)) = next.map(|l| (l.kind, l))
                && ahead.glued
                && !longitude.quoted
                && number(self.inner(longitude).split('<').next().unwrap_or_default())
            {
                (text.end, at.end) = (longitude.end, ahead.at.end);
                self.next += 2;
            }
        } else if text.quoted
            && let Some(ahead) = self.lexemes.get(self.next).filter(|l| l.glued)
            && let Kind::Text(distance) = ahead.kind
            && !distance.quoted
            && self.inner(distance).starts_with('<')
        {
            (text.end, at.end) = (distance.end, ahead.at.end);
            self.next += 1;
        }
        (text, at)
    }

    fn words(
        &mut self,
        text: Text,
        at: &Range<usize>,
        field: Option<&'static Field>,
    ) -> Option<Node> {
        let typed = self.inner(text);
        if typed == "*" && !text.quoted && !text.exact {
            return Some(field.map_or(Node::Everything, |field| values::has(field.kind)));
        }
        let reading = if text.quoted {
            slots::phrase(typed, text.exact)
        } else {
            slots::word(typed, text.exact)
        };
        for message in &reading.assumed {
            self.note(at, message);
        }
        if reading.slots.is_empty() {
            if reading.assumed.is_empty() {
                self.note(at, "no word is in this: left out");
            }
            return None;
        }
        let scope = match field.map(|field| field.kind) {
            Some(fields::Kind::Text(scope)) => scope,
            _ => Scope::Anywhere,
        };
        match self.distance_behind(text, at) {
            Some(within) if reading.slots.len() > 1 => {
                let single = |slot| {
                    Span::Words(Words {
                        scope,
                        slots: vec![slot],
                    })
                };
                let words = reading.slots.into_iter().map(single).collect();
                Some(Node::Span(Span::Together { within, words }))
            }
            _ => Some(words(scope, reading.slots)),
        }
    }

    /// The `~10` behind a phrase.
    fn distance_behind(&mut self, text: Text, at: &Range<usize>) -> Option<u32> {
        let next = self.lexemes.get(self.next).filter(|next| next.glued)?;
        let Kind::Text(behind) = next.kind else {
            return None;
        };
        let digits = self.inner(behind).strip_prefix('~')?;
        let number = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
        if !text.quoted || behind.quoted || behind.exact || !number {
            return None;
        }
        let typed: u32 = digits.parse().unwrap_or(u32::MAX);
        let at = at.start..next.at.end;
        self.next += 1;
        if typed == 0 {
            self.note(&at, "~0 asks for the words in a row");
            return None;
        }
        if typed > Link::MOST {
            self.note(&at, &format!("the number is read as {}", Link::MOST));
        }
        Some(typed.min(Link::MOST))
    }

    fn inner(&self, text: Text) -> &'t str {
        &self.text[text.start..text.end]
    }

    fn peek(&self) -> Option<&Lexeme> {
        self.lexemes.get(self.next)
    }

    /// Whether a test can begin at that lexeme.
    fn operand_at(&self, number: usize) -> bool {
        let kind = self.lexemes.get(number).map(|lexeme| lexeme.kind);
        matches!(
            kind,
            Some(
                Kind::Text(_)
                    | Kind::Open
                    | Kind::Field(_)
                    | Kind::Count(..)
                    | Kind::Not
                    | Kind::Plus
            )
        )
    }

    /// Where the lexeme read last ends.
    fn end(&self) -> usize {
        let last = self.next.checked_sub(1).and_then(|n| self.lexemes.get(n));
        last.map_or(0, |lexeme| lexeme.at.end)
    }

    fn note(&mut self, at: &Range<usize>, message: &str) {
        self.notices.push(Notice {
            at: at.clone(),
            message: message.into(),
        });
    }
}

/// Several nodes under one; one alone is itself. Nodes of the same kind inside are taken up.
pub(super) fn joined(join: fn(Vec<Node>) -> Node, nodes: Vec<Node>) -> Option<Node> {
    let and = matches!(join(Vec::new()), Node::And(_));
    let mut flat = Vec::with_capacity(nodes.len());
    for node in nodes {
        match node {
            Node::And(inner) if and => flat.extend(inner),
            Node::Or(inner) if !and => flat.extend(inner),
            node => flat.push(node),
        }
    }
    match flat.len() {
        0 | 1 => flat.pop(),
        _ => Some(join(flat)),
    }
}

/// The node of words in a row.
pub(super) fn words(scope: Scope, slots: Vec<Slot>) -> Node {
    Node::Words(Words { scope, slots })
}

/// The node of what may be linked or not.
fn node_of(operand: std::result::Result<Span, Node>) -> Node {
    match operand {
        Ok(Span::Words(words)) => Node::Words(words),
        Ok(Span::AnyOf(of)) => Node::Or(of.into_iter().map(|span| node_of(Ok(span))).collect()),
        Ok(span) => Node::Span(span),
        Err(node) => node,
    }
}
