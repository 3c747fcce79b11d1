//! What stands at the ends of the tree: words, phrases and values, with the pieces that belong to them.

use super::{Parser, words};
use crate::error::Result;
use crate::fields::{self, Field, Scope};
use crate::query::lexer::{Kind, Text};
use crate::query::span::{Link, Span};
use crate::query::values::{self, Value};
use crate::query::{Node, Slot, Words, slots};
use std::ops::Range;

impl Parser<'_> {
    /// A word, a phrase, or a value.
    pub(super) fn leaf(
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
            fields::Kind::Number(_) => self.with_thousands(text, at),
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

    /// A number with the thousands behind its comma: `>1,000`. Three figures and three more are a list.
    fn with_thousands(&mut self, mut text: Text, at: &Range<usize>) -> (Text, Range<usize>) {
        let mut at = at.clone();
        let digits = self.inner(text).trim_start_matches(['<', '>', '=']);
        let signed = digits.len() < self.inner(text).len();
        let begins = (1..=2 + usize::from(signed)).contains(&digits.len());
        let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let comma = self.lexemes.get(self.next);
        let next = self.lexemes.get(self.next + 1);
        if begins
            && is_number(digits)
            && comma.is_some_and(|lexeme| lexeme.kind == Kind::Comma && lexeme.glued)
            && let Some(next) = next.filter(|next| next.glued)
            && let Kind::Text(thousands) = next.kind
            && self.inner(thousands).len() == 3
            && is_number(self.inner(thousands))
        {
            (text.end, at.end) = (thousands.end, next.at.end);
            self.next += 2;
            let typed = self.inner(text);
            self.note(
                &at,
                &format!("{typed} is read as {}", typed.replace(',', "")),
            );
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
        let mut reading = if text.quoted {
            slots::phrase(typed, text.exact)
        } else {
            slots::word(typed, text.exact)
        };
        let scope = match field.map(|field| field.kind) {
            Some(fields::Kind::Text(scope)) => scope,
            _ => Scope::Anywhere,
        };
        for message in &reading.assumed {
            self.note(at, message);
        }
        if scope.side().is_some_and(|side| !side.is_inflected()) {
            reading.slots = reading.slots.into_iter().map(Slot::uninflected).collect();
        }
        if reading.slots.is_empty() {
            if reading.assumed.is_empty() {
                self.note(at, "no word is in this: left out");
            }
            return None;
        }
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
            Some(within) => {
                let word = reading.slots.first().map_or("", Slot::word);
                self.note(at, &format!("~{within} behind one word in quotes is left out: write {word}~1 for a letter off"));
                Some(words(scope, reading.slots))
            }
            None => Some(words(scope, reading.slots)),
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
}
