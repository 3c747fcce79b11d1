//! The rules by which pieces of a query make a tree.
//!
//! ```text
//! all   = any { ["AND"] any }            side by side
//! any   = unary { ("OR" | "|") unary }
//! unary = { "NOT" | "-" | "+" } one
//! one   = "(" all ")"  |  field value { "," value }  |  word  |  phrase
//! ```
//!
//! Only brackets recurse, and their depth is counted first. A bracket after a field holds values of it.

use super::lexer::{Kind, Lexeme, Text};
use super::parse::{MAX_DEPTH, too_much};
use super::values::{self, Known, Value};
use super::{Node, Notice, Slot, Words, slots};
use crate::error::Result;
use crate::fields::{self, Field, Scope};
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
        let (first, mut required) = self.unary(field, strays)?;
        let mut nodes = Vec::from_iter(first);
        let mut or = None;
        while let Some(lexeme) = self.peek().cloned() {
            let comma = lexeme.kind == Kind::Comma;
            if !(lexeme.kind == Kind::Or || (comma && field.is_some())) {
                break;
            }
            self.next += 1;
            if self.operand_at(self.next) {
                let (node, _) = self.unary(field, strays)?;
                nodes.extend(node);
                required = false;
                or = (!comma).then(|| start..self.end()).or(or);
            } else if !comma {
                strays.push(lexeme.at);
            }
        }
        Ok(joined(Node::Or, nodes).map(|node| Item { node, or, required }))
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
        let fielded = matches!(self.peek().map(|l| l.kind), Some(Kind::Field(_)));
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
            Kind::Text(text) => {
                self.next += 1;
                self.leaf(text, &lexeme.at, field)
            }
            _ => Ok(None),
        }
    }

    fn bracket(&mut self, field: Option<&'static Field>) -> Result<Option<Node>> {
        if self.depth == MAX_DEPTH {
            return Err(too_much(
                format!("the query has more than {MAX_DEPTH} brackets in one another"),
                "take out the brackets that group nothing",
            ));
        }
        let open = self.lexemes[self.next].at.clone();
        self.next += 1;
        self.depth += 1;
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

    /// A field with its value, its list of values, or its bracket.
    fn field(&mut self, field: &'static Field) -> Result<Option<Node>> {
        let name = self.lexemes[self.next].at.clone();
        self.next += 1;
        let value = self.peek().cloned();
        let text = match value.as_ref().map(|value| value.kind) {
            Some(Kind::Open) => None,
            Some(Kind::Text(text)) if !self.inner(text).trim().is_empty() => Some(text),
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
            Some(_) => self.values(field),
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
    fn values(&mut self, field: &'static Field) -> Result<Option<Node>> {
        let mut nodes = Vec::new();
        while let Some(lexeme) = self.peek().cloned() {
            let Kind::Text(text) = lexeme.kind else { break };
            self.next += 1;
            nodes.extend(self.leaf(text, &lexeme.at, Some(field))?);
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
        if !text.quoted && is_planned_operator(typed) {
            self.note(
                at,
                &format!("{typed} is not known to this version: read as a word"),
            );
        }
        let scope = match field.map(|field| field.kind) {
            Some(fields::Kind::Text(scope)) => scope,
            _ => Scope::Anywhere,
        };
        Some(words(scope, reading.slots))
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
            Some(Kind::Text(_) | Kind::Open | Kind::Field(_) | Kind::Not | Kind::Plus)
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

/// Whether a word is an operator of a later version: `NEAR`, `NEAR/10`, `w/10`, `SAME/P`.
fn is_planned_operator(word: &str) -> bool {
    match word.split_once('/') {
        None => matches!(word, "NEAR" | "ADJ" | "SAME"),
        Some((name, argument)) => {
            let name = name.to_ascii_lowercase();
            let number = !argument.is_empty() && argument.bytes().all(|b| b.is_ascii_digit());
            match name.as_str() {
                "near" | "adj" | "w" | "pre" => number,
                "same" => matches!(argument, "P" | "p" | "S" | "s"),
                _ => false,
            }
        }
    }
}
