//! Elements of feeds, which are XML that is broken often: references of HTML, bare ampersands, missing end tags.

use crate::parse::html::attribute;
use crate::parse::references;
use memchr::memmem;
use std::borrow::Cow;

/// So many elements without an end tag are passed over in one text; each costs a look at the rest.
const UNCLOSED: usize = 8;

/// An element: its name as written, its attributes, and what it holds, as written.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Element<'a> {
    pub(super) name: &'a str,
    pub(super) attributes: &'a str,
    pub(super) inner: &'a str,
    /// Whether its end tag is there.
    pub(super) closed: bool,
}

impl<'a> Element<'a> {
    /// The value of an attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<Cow<'a, str>> {
        attribute(self.attributes, name)
    }

    /// Its text: sections of CDATA as they are, references read once.
    pub(super) fn text(&self) -> String {
        let mut out = String::with_capacity(self.inner.len());
        let mut rest = self.inner;
        while let Some(at) = rest.find("<![CDATA[") {
            out.push_str(&references::lenient(&rest[..at]));
            let section = &rest[at + 9..];
            let end = section.find("]]>").unwrap_or(section.len());
            out.push_str(&section[..end]);
            rest = section[end..].strip_prefix("]]>").unwrap_or("");
        }
        out.push_str(&references::lenient(rest));
        out
    }

    /// The elements that it holds.
    pub(super) fn children(&self) -> Vec<Element<'a>> {
        elements(self.inner, &[], &[])
    }
}

/// A tag: where it begins and ends, its name and attributes.
struct Tag<'a> {
    start: usize,
    end: usize,
    name: &'a str,
    attributes: &'a str,
    closes: bool,
    empty: bool,
}

/// The elements of a text in order. Those in `entered` are looked into and do not count. Those in `flat` hold none of
/// their own name, so that one without an end tag ends where the next begins.
pub(super) fn elements<'a>(text: &'a str, entered: &[&str], flat: &[&str]) -> Vec<Element<'a>> {
    let mut found = Vec::new();
    let mut at = 0;
    let mut unclosed = 0;
    while let Some(tag) = next_tag(text, at) {
        at = tag.end;
        if tag.closes || entered.contains(&local(tag.name)) {
            continue;
        }
        let of = |inner, closed| Element {
            name: tag.name,
            attributes: tag.attributes,
            inner,
            closed,
        };
        if tag.empty {
            found.push(of("", true));
            continue;
        }
        let is_flat = flat.contains(&local(tag.name));
        match end_of(text, tag.end, tag.name, is_flat) {
            Some((end, after)) => {
                found.push(of(&text[tag.end..end], after > end));
                at = after;
            }
            None if is_flat => {
                found.push(of(&text[tag.end..], false));
                break;
            }
            None => {
                found.push(of("", false));
                // What was cut off within its text.
                if memmem::find(&text.as_bytes()[tag.end..], b"</").is_none() {
                    found.pop();
                    found.push(of(&text[tag.end..], false));
                    break;
                }
                unclosed += 1;
                if unclosed > UNCLOSED {
                    break;
                }
            }
        }
    }
    found
}

/// The name of an element without its prefix.
pub(super) fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// Where an element's end tag begins and ends; of a flat one without an end tag, where the next of its name begins.
fn end_of(text: &str, from: usize, name: &str, flat: bool) -> Option<(usize, usize)> {
    let mut depth = 0;
    let mut at = from;
    while let Some(tag) = next_tag(text, at) {
        at = tag.end;
        if tag.name != name {
            continue;
        }
        match (tag.closes, tag.empty) {
            (true, _) if depth == 0 => return Some((tag.start, tag.end)),
            (true, _) => depth -= 1,
            (false, false) if flat => return Some((tag.start, tag.start)),
            (false, false) => depth += 1,
            (false, true) => {}
        }
    }
    None
}

/// The next tag, past comments, instructions, doctypes and sections of CDATA.
fn next_tag(text: &str, from: usize) -> Option<Tag<'_>> {
    let mut at = from;
    loop {
        let start = at + memchr::memchr(b'<', text.as_bytes().get(at..)?)?;
        let rest = &text[start..];
        let skipped = [
            ("<![CDATA[", "]]>"),
            ("<!--", "-->"),
            ("<?", "?>"),
            ("<!", ">"),
        ];
        if let Some((begin, end)) = skipped.iter().find(|(begin, _)| rest.starts_with(begin)) {
            let len = memmem::find(&rest.as_bytes()[begin.len()..], end.as_bytes())?;
            at = start + begin.len() + len + end.len();
            continue;
        }
        let closes = rest.starts_with("</");
        let after = &rest[if closes { 2 } else { 1 }..];
        let len = after
            .find(|c: char| !(c.is_alphanumeric() || ":-_.".contains(c)))
            .unwrap_or(after.len());
        if len == 0 {
            at = start + 1;
            continue;
        }
        let name = &after[..len];
        let tail = tag_end(&after[len..])?;
        let attributes = after[len..len + tail].trim_end();
        let empty = attributes.ends_with('/');
        let end = text.len() - after.len() + len + tail + 1;
        return Some(Tag {
            start,
            end,
            name,
            attributes: attributes.trim_end_matches('/'),
            closes,
            empty,
        });
    }
}

/// Where the `>` of a tag stands, outside quotes; the first one where quotes are not closed.
fn tag_end(after: &str) -> Option<usize> {
    let bytes = after.as_bytes();
    let mut at = 0;
    let first = memchr::memchr(b'>', bytes)?;
    loop {
        let next = at + memchr::memchr3(b'>', b'"', b'\'', &bytes[at..])?;
        match bytes[next] {
            b'>' => return Some(next),
            quote => {
                let near = &bytes[next + 1..bytes.len().min(next + 1 + (64 << 10))];
                match memchr::memchr(quote, near) {
                    Some(end) => at = next + 1 + end + 1,
                    None => return Some(first),
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(text: &str) -> Vec<(String, String, bool)> {
        let found = elements(text, &["channel"], &["item"]);
        found
            .iter()
            .map(|it| (it.name.into(), it.text(), it.closed))
            .collect()
    }

    #[test]
    fn elements_are_read_whatever_is_broken() {
        let one = |name: &str, text: &str, closed| (name.to_string(), text.to_string(), closed);
        for (text, wanted) in [
            (
                "<channel><a>1</a><b x='>'/></channel>",
                vec![one("a", "1", true), one("b", "", true)],
            ),
            ("<a><a>1</a>2</a>", vec![one("a", "<a>1</a>2", true)]),
            (
                "<dc:a>caf&eacute; & <![CDATA[<p>&amp;</p></dc:a>]]></dc:a>",
                vec![one("dc:a", "café & <p>&amp;</p></dc:a>", true)],
            ),
            (
                "<item>1<item>2</item>",
                vec![one("item", "1", false), one("item", "2", true)],
            ),
            (
                "<item>1</item><item>2",
                vec![one("item", "1", true), one("item", "2", false)],
            ),
            ("<!-- <a> --><?b <c>?>", vec![]),
            ("<a>cut", vec![one("a", "cut", false)]),
        ] {
            assert_eq!(shape(text), wanted, "{text}");
        }
    }

    #[test]
    fn broken_markup_takes_linear_time() {
        for piece in [
            "<a>",
            "<a b='",
            "<![CDATA[",
            "<item>",
            "<a",
            "<",
            "<!--",
            "<a></b>",
        ] {
            let text = piece.repeat(1_000_000 / piece.len());
            let begun = std::time::Instant::now();
            elements(&text, &[], &["item"]);
            assert!(begun.elapsed().as_secs() < 5, "{piece}");
        }
    }
}
