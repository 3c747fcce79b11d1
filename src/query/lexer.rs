//! Cuts what is typed into signs, brackets, fields, words and phrases. Never fails; one pass, no looking back.
//!
//! A sign is one only where it can be: `-` in front of a word and not of a digit, a comma after a field, `AND` in
//! capitals. All else is a word.

use super::Notice;
use super::span::{Link, Unit};
use crate::fields::{self, Count, Field};
use std::ops::Range;

/// A piece of a query.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Lexeme {
    /// What it is.
    pub(super) kind: Kind,
    /// Its bytes in the query.
    pub(super) at: Range<usize>,
    /// Whether it follows the piece before without a space.
    pub(super) glued: bool,
}

/// What a piece of a query is.
#[derive(Debug, Clone, Copy)]
pub(super) enum Kind {
    /// `(`
    Open,
    /// `)`
    Close,
    /// `AND`
    And,
    /// `OR`, `|`
    Or,
    /// `NOT`, or `-` in front of something
    Not,
    /// `+` in front of something
    Plus,
    /// `NEAR/10`, `SAME/P`
    Link(Link),
    /// `atleast3:`, `first50:`
    Count(Count, u32),
    /// `,` among the values of a field
    Comma,
    /// `place:`
    Field(&'static Field),
    /// A word or a value
    Text(Text),
}

/// A word, a phrase, or the value of a field.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Text {
    /// Where the text itself begins in the query, without `=` and quotes.
    pub(super) start: usize,
    /// Where it ends.
    pub(super) end: usize,
    /// In quotes.
    pub(super) quoted: bool,
    /// With `=` in front.
    pub(super) exact: bool,
}

impl PartialEq for Kind {
    fn eq(&self, other: &Kind) -> bool {
        match (self, other) {
            (Kind::Field(a), Kind::Field(b)) => a.name == b.name,
            (Kind::Text(a), Kind::Text(b)) => a == b,
            _ => std::mem::discriminant(self) == std::mem::discriminant(other),
        }
    }
}

/// Cuts a query into pieces, and says what was assumed.
pub(super) fn lexemes(text: &str) -> (Vec<Lexeme>, Vec<Notice>) {
    let mut lexer = Lexer {
        text,
        at: 0,
        out: Vec::new(),
        notices: Vec::new(),
        groups: Vec::new(),
    };
    while lexer.step() {}
    (lexer.out, lexer.notices)
}

struct Lexer<'t> {
    text: &'t str,
    at: usize,
    out: Vec<Lexeme>,
    notices: Vec<Notice>,
    /// For every open bracket, the field whose values it holds.
    groups: Vec<Option<&'static Field>>,
}

impl Lexer<'_> {
    /// Reads one piece; false at the end.
    fn step(&mut self) -> bool {
        let before = self.at;
        self.at += length_while(self.rest(), is_space);
        let glued = before == self.at && before > 0;
        let Some(c) = self.rest().chars().next() else {
            return false;
        };
        let start = self.at;
        let valued = self.valued(glued);
        let kind = match c {
            '(' => {
                self.groups.push(self.field_of_bracket());
                self.take(1, Kind::Open)
            }
            ')' => {
                self.groups.pop();
                self.take(1, Kind::Close)
            }
            '|' => self.take(length_while(self.rest(), |c| c == '|'), Kind::Or),
            ',' if self.lists(glued) => self.take(1, Kind::Comma),
            _ => self
                .sign(c, glued, valued)
                .or_else(|| self.field(glued))
                .or_else(|| self.operator(glued))
                .unwrap_or_else(|| self.words(valued)),
        };
        self.out.push(Lexeme {
            kind,
            at: start..self.at,
            glued,
        });
        true
    }

    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn take(&mut self, bytes: usize, kind: Kind) -> Kind {
        self.at += bytes;
        kind
    }

    fn last(&self) -> Option<Kind> {
        self.out.last().map(|lexeme| lexeme.kind)
    }

    /// The field whose values stand in the innermost open bracket.
    fn group(&self) -> Option<&'static Field> {
        self.groups.last().copied().flatten()
    }

    fn in_group(&self) -> bool {
        self.group().is_some()
    }

    fn field_of_bracket(&self) -> Option<&'static Field> {
        match self.last() {
            Some(Kind::Field(field)) => Some(field),
            _ => self.group(),
        }
    }

    /// Whether the next piece is a value of a field: right after its colon, in its list, or in its bracket.
    fn valued(&self, glued: bool) -> bool {
        match self.last() {
            Some(Kind::Field(_) | Kind::Count(..)) => true,
            Some(Kind::Comma) if glued => true,
            _ => self.in_group(),
        }
    }

    /// Whether a comma here goes on with the values of a field.
    fn lists(&self, glued: bool) -> bool {
        let after_value = || {
            let mut back = self.out.iter().rev().skip(1).map(|lexeme| lexeme.kind);
            matches!(
                back.next(),
                Some(Kind::Field(_) | Kind::Count(..) | Kind::Comma)
            )
        };
        self.in_group() || (glued && matches!(self.last(), Some(Kind::Text(_))) && after_value())
    }

    /// A `-` or `+` in front of something.
    fn sign(&mut self, c: char, glued: bool, valued: bool) -> Option<Kind> {
        let kind = match c {
            '-' | '\u{2010}' | '\u{2011}' | '\u{2212}' => Kind::Not,
            '+' => Kind::Plus,
            _ => return None,
        };
        let after_text = glued && matches!(self.last(), Some(Kind::Text(_)));
        if after_text || (glued && valued && !self.in_group()) {
            return None;
        }
        let width = c.len_utf8();
        let next = self.rest()[width..].chars().next()?;
        // Among values there are no negative numbers, but there are dates to exclude.
        let among_values = self.group().is_some_and(|field| !field.is_text());
        let number = next.is_ascii_digit() && !among_values;
        if number && kind == Kind::Not {
            let at = self.at..self.at + width;
            self.note(at, "- before a digit is not NOT: write NOT to exclude it");
        }
        // Two signs in a row are nobody's operator: "--json", "C++".
        let stands = next == c || number || is_space(next) || next == ')';
        (!stands).then(|| self.take(width, kind))
    }

    /// A known field's name and its colon, which French sets off with a space.
    fn field(&mut self, glued: bool) -> Option<Kind> {
        let length = length_while(self.rest(), char::is_alphanumeric);
        let (name, after) = self.rest().split_at(length);
        let counted = fields::counted(name);
        if glued
            && let Some(Kind::Field(field)) = self.last()
            && !(field.is_text() && counted.is_some())
        {
            return None;
        }
        let space = length_while(after, is_space);
        let value = after[space..].strip_prefix(':')?;
        let at = self.at..self.at + length + space + 1;
        let counted = counted.map(|(row, number)| (row.kind, number.to_owned()));
        let field = fields::find(name);
        let has_value = space == 0 && !value.is_empty();
        let planned = has_value && fields::is_planned(name);
        let near = fields::near(name).filter(|_| has_value && !value.starts_with("//"));
        let name = name.to_owned();
        let kind = match (field, counted) {
            (Some(field), _) => Some(Kind::Field(field)),
            (None, Some((count, number))) => {
                let name = at.start..at.start + length;
                Some(Kind::Count(count, self.number(&number, name)))
            }
            (None, None) => None,
        };
        if let Some(kind) = kind {
            if space > 0 {
                self.note(at, "the space before the colon is left out");
            }
            return Some(self.take(length + space + 1, kind));
        }
        if planned {
            let message = format!("the field {name}: is not known to this version: read as text");
            self.note(at, &message);
        } else if let Some(near) = near {
            let near = near.name;
            let message = format!("{name}: is no field, and read as text; did you mean {near}:?");
            self.note(at, &message);
        }
        None
    }

    /// A number of words, from 1.
    fn number(&mut self, digits: &str, at: Range<usize>) -> u32 {
        let typed = digits.parse().unwrap_or(u32::MAX);
        let number = typed.clamp(1, Link::MOST);
        if number != typed {
            self.note(at, &format!("the number is read as {number}"));
        }
        number
    }

    /// A word operator, in capitals or with its number, and by itself.
    fn operator(&mut self, glued: bool) -> Option<Kind> {
        let after = self.last();
        if glued && matches!(after, Some(Kind::Field(_) | Kind::Count(..) | Kind::Comma)) {
            return None;
        }
        let valued = self.in_group();
        let length = length_while(self.rest(), |c| !self.ends_word(c, valued));
        let run = self.rest()[..length].to_owned();
        let kind = match run.as_str() {
            "AND" => Kind::And,
            "OR" => Kind::Or,
            "NOT" => Kind::Not,
            run => Kind::Link(self.link(run)?),
        };
        Some(self.take(length, kind))
    }

    /// `NEAR`, `ADJ` and `SAME` in capitals, or in any case with a slash and what it takes; `w/10` and `pre/3` too.
    fn link(&mut self, run: &str) -> Option<Link> {
        let near = |ordered, within| Link::Near { within, ordered };
        let Some((name, argument)) = run.split_once('/') else {
            return match run {
                "NEAR" => Some(near(false, Link::WITHIN)),
                "ADJ" => Some(near(true, Link::WITHIN)),
                "SAME" => Some(Link::Same(Unit::Paragraph)),
                _ => None,
            };
        };
        let ordered = match name.to_ascii_lowercase().as_str() {
            "near" | "w" => false,
            "adj" | "pre" => true,
            "same" => {
                return match argument {
                    "P" | "p" => Some(Link::Same(Unit::Paragraph)),
                    "S" | "s" => Some(Link::Same(Unit::Sentence)),
                    _ => None,
                };
            }
            _ => return None,
        };
        if argument.is_empty() || !argument.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let at = self.at..self.at + run.len();
        Some(near(ordered, self.number(argument, at)))
    }

    /// A word, or a phrase in quotes.
    fn words(&mut self, valued: bool) -> Kind {
        let exact = self.rest().starts_with('=');
        self.at += usize::from(exact);
        match self.rest().chars().next() {
            Some(quote) if is_quote(quote) => self.phrase(quote, exact),
            _ => {
                let start = self.at;
                let valued = valued || self.in_group();
                self.at += length_while(self.rest(), |c| !self.ends_word(c, valued));
                // What nothing else wants is a word of one character.
                if self.at == start && !exact {
                    self.at += self.rest().chars().next().map_or(0, char::len_utf8);
                }
                self.text_kind(start..self.at, false, exact)
            }
        }
    }

    fn phrase(&mut self, quote: char, exact: bool) -> Kind {
        let opened = self.at;
        self.at += quote.len_utf8();
        let start = self.at;
        self.at += length_while(self.rest(), |c| !is_quote(c));
        let end = self.at;
        match self.rest().chars().next() {
            Some(closing) => self.at += closing.len_utf8(),
            None => self.note(
                opened..end,
                "the quote is not closed: it goes on to the end",
            ),
        }
        self.text_kind(start..end, true, exact)
    }

    fn text_kind(&self, at: Range<usize>, quoted: bool, exact: bool) -> Kind {
        Kind::Text(Text {
            start: at.start,
            end: at.end,
            quoted,
            exact,
        })
    }

    fn ends_word(&self, c: char, valued: bool) -> bool {
        is_space(c) || is_quote(c) || matches!(c, '(' | ')' | '|') || (valued && c == ',')
    }

    fn note(&mut self, at: Range<usize>, message: &str) {
        self.notices.push(Notice {
            at,
            message: message.into(),
        });
    }
}

/// How many bytes at the start of a text are of characters that fit.
fn length_while(text: &str, fits: impl Fn(char) -> bool) -> usize {
    text.find(|c| !fits(c)).unwrap_or(text.len())
}

/// Whether a character parts words for sure: blanks, control codes, and invisible marks pasted with text.
fn is_space(c: char) -> bool {
    c.is_whitespace() || c.is_control() || matches!(c, '\u{200B}' | '\u{FEFF}')
}

/// Whether a character opens and closes a phrase. Any of them closes any other.
pub(super) fn is_quote(c: char) -> bool {
    matches!(
        c,
        '"' | '«' | '»' | '\u{201C}'..='\u{201F}' | '\u{2033}' | '\u{FF02}'
    )
}
