//! The tags and texts of HTML, in one pass: no tree, no recursion, and linear in the length whatever is broken.

use crate::language::words::truncate;
use crate::parse::references;
use memchr::memmem;
use std::borrow::Cow;

/// Attributes that are looked at of one tag.
const ATTRIBUTES: usize = 256;
/// The longest tag name, in bytes.
const NAME: usize = 32;
/// The longest title, in bytes: one that is not closed swallows no page.
const TITLE: usize = 4096;
/// Elements whose content holds no tags.
const RAW: &[&str] = &["script", "style", "textarea", "title", "xmp"];

/// A piece of HTML.
#[derive(Debug, Clone, PartialEq)]
pub(in super::super) enum Token<'a> {
    /// A start tag: its name in lower case, and its attributes as written.
    Open(Cow<'a, str>, &'a str),
    /// An end tag: its name in lower case.
    Close(Cow<'a, str>),
    /// Text with its character references.
    Text(&'a str),
    /// The content of an element that holds no tags: its name, attributes and text.
    Raw(Cow<'a, str>, &'a str, &'a str),
    /// A comment, a doctype or an instruction, without its brackets.
    Comment(&'a str),
}

/// The pieces of HTML, in order.
pub(in super::super) fn tokens(html: &str) -> Tokens<'_> {
    Tokens {
        html,
        at: 0,
        missing: Missing::default(),
    }
}

/// An iterator over the pieces of HTML.
pub(in super::super) struct Tokens<'a> {
    html: &'a str,
    at: usize,
    missing: Missing,
}

/// What was looked for to the end and does not come again, so that it is looked for once.
#[derive(Default)]
struct Missing {
    comment_end: bool,
    tag_end: bool,
    single: bool,
    double: bool,
}

impl<'a> Tokens<'a> {
    /// Where the next piece begins, in bytes.
    pub(in super::super) fn at(&self) -> usize {
        self.at
    }

    /// Text up to the next `<` that begins something.
    fn text(&mut self) -> Token<'a> {
        let rest = &self.html[self.at..];
        let end = memchr::memchr_iter(b'<', rest.as_bytes())
            .find(|at| begins_markup(&rest.as_bytes()[at + 1..]))
            .filter(|_| !self.missing.tag_end);
        let end = end.unwrap_or(rest.len());
        self.at += end;
        Token::Text(&rest[..end])
    }

    /// A comment, doctype or instruction. One that never ends, ends at its first `>`.
    fn comment(&mut self) -> Option<Token<'a>> {
        let rest = &self.html[self.at..];
        let long = rest.starts_with("<!--") && !self.missing.comment_end;
        if long {
            if let Some(end) = memmem::find(&rest.as_bytes()[4..], b"-->") {
                self.at += 4 + end + 3;
                return Some(Token::Comment(&rest[4..4 + end]));
            }
            self.missing.comment_end = true;
        }
        let end = self.tag_end(rest, false)?;
        self.at += end + 1;
        Some(Token::Comment(rest[2..end.max(2)].trim_start_matches('-')))
    }

    /// Where a tag ends: the `>` outside quotes, where the quotes are closed.
    fn tag_end(&mut self, rest: &str, quotes: bool) -> Option<usize> {
        let bytes = rest.as_bytes();
        let mut at = 1;
        if !quotes {
            let end = memchr::memchr(b'>', bytes);
            self.missing.tag_end |= end.is_none();
            return end;
        }
        loop {
            let next = memchr::memchr2(b'>', b'=', &bytes[at..])?;
            at += next + 1;
            if bytes[at - 1] == b'>' {
                return Some(at - 1);
            }
            let blanks = bytes[at..]
                .iter()
                .take_while(|byte| byte.is_ascii_whitespace());
            let value = at + blanks.count();
            let quote = match bytes.get(value) {
                Some(quote @ b'"') if !self.missing.double => *quote,
                Some(quote @ b'\'') if !self.missing.single => *quote,
                _ => {
                    at = value.max(at);
                    continue;
                }
            };
            match memchr::memchr(quote, &bytes[value + 1..]) {
                Some(end) => at = value + 1 + end + 1,
                None if quote == b'"' => self.missing.double = true,
                None => self.missing.single = true,
            }
        }
    }

    fn tag(&mut self) -> Option<Token<'a>> {
        let rest = &self.html[self.at..];
        let closes = rest.starts_with("</");
        let start = if closes { 2 } else { 1 };
        let name = name(&rest[start..]);
        let end = self.tag_end(rest, !closes);
        if end.is_none() {
            self.missing.tag_end |= memchr::memchr(b'>', rest.as_bytes()).is_none();
        }
        let end = end.or_else(|| memchr::memchr(b'>', rest.as_bytes()))?;
        self.at += end + 1;
        let lower = lower(name);
        if closes {
            return Some(Token::Close(lower));
        }
        let attributes = &rest[(start + name.len()).min(end)..end];
        if !RAW.contains(&lower.as_ref()) {
            return Some(Token::Open(lower, attributes));
        }
        let content = &self.html[self.at..];
        let (text, after) = raw(content, &lower);
        self.at += after;
        Some(Token::Raw(lower, attributes, text))
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        let rest = &self.html.as_bytes()[self.at..];
        let token = match rest {
            [] => return None,
            _ if self.missing.tag_end => None,
            [b'<', b'!' | b'?', ..] => self.comment(),
            [b'<', after @ ..] if begins_markup(after) => self.tag(),
            _ => None,
        };
        Some(token.unwrap_or_else(|| {
            let rest = &self.html[self.at..];
            if !rest.starts_with('<') {
                return self.text();
            }
            self.at += 1;
            Token::Text(&rest[..1])
        }))
    }
}

/// Whether what follows a `<` makes it the start of a tag, a comment or an instruction.
fn begins_markup(after: &[u8]) -> bool {
    match after {
        [b'!' | b'?', ..] => true,
        [b'/', letter, ..] | [letter, ..] => letter.is_ascii_alphabetic(),
        [] => false,
    }
}

/// The content of an element that holds no tags, and where what follows its end tag begins. One that is never closed
/// ends where the next tag of the page's skeleton begins, or with the text.
fn raw<'a>(content: &'a str, name: &str) -> (&'a str, usize) {
    let content = if name == "title" {
        truncate(content, TITLE)
    } else {
        content
    };
    let bytes = content.as_bytes();
    let is_end = |at: &usize| {
        let after = &bytes[at + 2..];
        after.len() >= name.len()
            && after[..name.len()].eq_ignore_ascii_case(name.as_bytes())
            && after
                .get(name.len())
                .is_none_or(|byte| !byte.is_ascii_alphanumeric())
    };
    let Some(end) = memmem::find_iter(bytes, b"</").find(is_end) else {
        let end = if name == "title" {
            memchr::memchr2(b'<', b'\n', bytes).unwrap_or(bytes.len())
        } else {
            bytes.len()
        };
        return (&content[..end], end);
    };
    let after = memchr::memchr(b'>', &bytes[end..]).map_or(bytes.len(), |close| end + close + 1);
    (&content[..end], after)
}

fn name(rest: &str) -> &str {
    let part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b':' | b'-' | b'_');
    let len = rest.bytes().take(NAME).take_while(part).count();
    &rest[..len]
}

fn lower(name: &str) -> Cow<'_, str> {
    if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        Cow::Owned(name.to_ascii_lowercase())
    } else {
        Cow::Borrowed(name)
    }
}

/// The value of a tag's attribute, character references read.
pub(in super::super) fn attribute<'a>(attributes: &'a str, wanted: &str) -> Option<Cow<'a, str>> {
    all_attributes(attributes)
        .find(|(name, _)| name.eq_ignore_ascii_case(wanted))
        .map(|(_, value)| references::lenient(value))
}

/// The attributes of a tag as written: names, and values without their quotes.
fn all_attributes(attributes: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = attributes;
    let one = move || {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || "/\"'=".contains(c));
        let len = rest.find(|c: char| c.is_whitespace() || "=/".contains(c));
        let (name, after) = rest.split_at(len.unwrap_or(rest.len()));
        if name.is_empty() {
            return None;
        }
        let Some(value) = after.trim_start().strip_prefix('=').map(str::trim_start) else {
            rest = after;
            return Some((name, ""));
        };
        let quoted = ['"', '\''].iter().find_map(|quote| {
            let value = value.strip_prefix(*quote)?;
            value.split_once(*quote)
        });
        let plain = || {
            let len = value.find(char::is_whitespace).unwrap_or(value.len());
            value.split_at(len)
        };
        let (value, after) = quoted.unwrap_or_else(plain);
        rest = after;
        Some((name, value))
    };
    std::iter::from_fn(one).take(ATTRIBUTES)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(html: &str) -> String {
        let shape = |token| match token {
            Token::Open(name, _) => format!("<{name}>"),
            Token::Close(name) => format!("</{name}>"),
            Token::Text(text) => text.to_string(),
            Token::Raw(name, _, text) => format!("[{name}:{text}]"),
            Token::Comment(text) => format!("({text})"),
        };
        tokens(html).map(shape).collect()
    }

    #[test]
    fn tags_texts_and_comments_are_told_apart() {
        for (html, wanted) in [
            ("<P CLASS=a>one<br/>two</p >", "<p>one<br>two</p>"),
            ("<a title='x>y'>z", "<a>z"),
            ("1 < 2 <3 & a<b", "1 < 2 <3 & a<b"),
            ("<!-- a > b -->c", "( a > b )c"),
            ("<!-- a > b", "( a ) b"),
            ("<!DOCTYPE html>x", "(DOCTYPE html)x"),
            (
                "<script>if (a < '<b>') {}</SCRIPT >x",
                "[script:if (a < '<b>') {}]x",
            ),
            ("<title>Kites\n<p>x", "[title:Kites]\n<p>x"),
            ("<a href=\"x>text</a>", "<a>text</a>"),
            ("a<", "a<"),
            ("<", "<"),
            ("<!", "<!"),
        ] {
            assert_eq!(shape(html), wanted, "{html}");
        }
    }

    #[test]
    fn attributes_are_read_with_and_without_quotes() {
        let tag = " content=\"a &amp; b\" NAME=x data-a='1' checked";
        let read = |name| attribute(tag, name).map(Cow::into_owned);
        assert_eq!(read("content").as_deref(), Some("a & b"));
        assert_eq!(read("name").as_deref(), Some("x"));
        assert_eq!(read("data-a").as_deref(), Some("1"));
        assert_eq!(read("checked").as_deref(), Some(""));
        assert_eq!(read("alt"), None);
    }

    #[test]
    fn broken_markup_takes_linear_time() {
        for piece in [
            "<a b=\"",
            "<!--",
            "<a b='>",
            "<a ",
            "</",
            "<script>",
            "<title>",
            "&",
            "<a b='>\"=",
        ] {
            let html = piece.repeat(2_000_000 / piece.len());
            let begun = std::time::Instant::now();
            let len: usize = tokens(&html).map(|_| 1).sum();
            assert!(len > 0);
            assert!(begun.elapsed().as_secs() < 5, "{piece}");
        }
    }
}
