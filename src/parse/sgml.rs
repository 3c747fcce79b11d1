//! A tolerant scanner of SGML as research corpora use it: tags may begin with digits, stay open, or close nothing.
//! One pass, no recursion; a `<` that begins no tag is text.

use memchr::{memchr, memchr2, memmem};
use std::borrow::Cow;

/// Elements nested deeper are read as text of the innermost that counts.
const DEPTH: usize = 64;
/// The longest character reference, in bytes: `&#1114111;`.
const REFERENCE: usize = 12;

/// What stands in a text, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// A start tag.
    Open(Tag<'a>),
    /// The name of an end tag.
    Close(&'a str),
    /// Text, its references as written.
    Text(&'a str),
}

/// A start tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tag<'a> {
    /// Its name, as written.
    pub name: &'a str,
    /// What stands after the name.
    pub attributes: &'a str,
}

impl<'a> Tag<'a> {
    /// Whether it has that name, in any case.
    pub(super) fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// An attribute's value: quoted or bare, blanks around its `=` or not.
    pub(super) fn attribute(&self, name: &str) -> Option<&'a str> {
        let mut rest = self.attributes;
        while let Some(at) = rest.find('=') {
            let key = rest[..at].trim_end();
            let key = key.rsplit(char::is_whitespace).next().unwrap_or(key);
            let value = rest[at + 1..].trim_start();
            let (value, after) = match value.chars().next() {
                Some(quote @ ('"' | '\'')) => {
                    value[1..].split_once(quote).unwrap_or((&value[1..], ""))
                }
                _ => value.split_at(value.find(char::is_whitespace).unwrap_or(value.len())),
            };
            if key.eq_ignore_ascii_case(name) {
                return Some(value.trim());
            }
            rest = after;
        }
        None
    }
}

/// The tokens of a text, each with where it starts. Comments, declarations and processing instructions are left out.
pub(super) fn tokens(text: &str) -> Tokens<'_> {
    Tokens {
        text,
        at: 0,
        comments_end: true,
    }
}

/// See [`tokens`].
#[derive(Debug, Clone)]
pub(super) struct Tokens<'a> {
    text: &'a str,
    at: usize,
    /// Whether an end of a comment may still follow: looked for once in vain, never again.
    comments_end: bool,
}

impl<'a> Iterator for Tokens<'a> {
    type Item = (usize, Token<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let start = self.at;
            let rest = self.text.get(start..).filter(|rest| !rest.is_empty())?;
            if let Some((token, len)) = self.markup(rest) {
                self.at = start + len;
                match token {
                    Some(token) => return Some((start, token)),
                    None => continue,
                }
            }
            // Text, up to the next sign that may begin a tag.
            let end = memchr(b'<', &rest.as_bytes()[1..]).map_or(rest.len(), |at| at + 1);
            self.at = start + end;
            return Some((start, Token::Text(&rest[..end])));
        }
    }
}

impl<'a> Tokens<'a> {
    /// The markup that some text begins with, and its length; `None` where it begins with text.
    fn markup(&mut self, rest: &'a str) -> Option<(Option<Token<'a>>, usize)> {
        let inner = rest.strip_prefix('<')?;
        if inner.starts_with("!--") && self.comments_end {
            match memmem::find(inner.as_bytes(), b"-->") {
                Some(end) => return Some((None, 1 + end + 3)),
                None => self.comments_end = false,
            }
        }
        let end = memchr2(b'<', b'>', inner.as_bytes())?;
        if inner.as_bytes()[end] == b'<' {
            return None;
        }
        let (words, len) = (&inner[..end], end + 2);
        if words.starts_with(['!', '?']) {
            return Some((None, len));
        }
        let (words, closes) = match words.strip_prefix('/') {
            Some(words) => (words, true),
            None => (words, false),
        };
        let is_sign = |c: char| c.is_ascii_alphanumeric() || "_.:-".contains(c);
        let name_end = words.find(|c| !is_sign(c)).unwrap_or(words.len());
        let (name, attributes) = words.split_at(name_end);
        if !name.starts_with(|c: char| c.is_ascii_alphanumeric()) {
            return None;
        }
        let attributes = attributes.trim().trim_end_matches('/').trim_end();
        let is_tag = attributes.is_empty()
            || attributes.contains('=') && words[name_end..].starts_with(char::is_whitespace);
        let token = match closes {
            true => Token::Close(name),
            false => Token::Open(Tag { name, attributes }),
        };
        is_tag.then_some((Some(token), len))
    }
}

/// What the tags of an element do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// It is a field of the item.
    Field,
    /// It parts paragraphs of the field that it stands in.
    Paragraph,
    /// It stands on a line of its own in the field that it stands in.
    Line,
    /// Its text is that of the field that it stands in.
    Inline,
    /// It holds fields, and its own text is nobody's.
    Group,
}

/// A field of an item: an element, and the text that no field within it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Field<'a> {
    /// Its start tag; of a group's own text, that of the group.
    pub tag: Tag<'a>,
    /// Its text, references resolved.
    pub text: String,
    /// Whether tags parted its paragraphs.
    pub is_parted: bool,
}

/// The fields of an item, in the order in which they start. `kind` tells what an element does by its name and by the
/// field that it stands in.
pub(super) fn fields<'a>(
    item: &'a str,
    kind: impl Fn(&str, Option<&str>) -> Kind,
) -> Vec<Field<'a>> {
    let mut fields: Vec<Field<'a>> = vec![new_field(Tag {
        name: "",
        attributes: "",
    })];
    // The open elements that hold text: name, number of the field, and what they do.
    let mut open: Vec<(&str, usize, Kind)> = Vec::new();
    for (_, token) in tokens(item) {
        let inside = open.last().map_or(0, |(_, field, _)| *field);
        match token {
            Token::Text(text) => fields[inside].text.push_str(&resolved(text)),
            Token::Open(tag) => {
                let around = (inside > 0).then(|| fields[inside].tag.name);
                let kind = kind(tag.name, around);
                let mut field = inside;
                match kind {
                    Kind::Field | Kind::Group => {
                        field = fields.len();
                        fields.push(new_field(tag));
                    }
                    kind => part(&mut fields[inside], kind),
                }
                if open.len() < DEPTH {
                    open.push((tag.name, field, kind));
                }
            }
            Token::Close(name) => {
                let same = |(known, ..): &(&str, usize, Kind)| known.eq_ignore_ascii_case(name);
                if let Some(at) = open.iter().rposition(same) {
                    let (_, field, kind) = open[at];
                    part(&mut fields[field], kind);
                    open.truncate(at);
                }
            }
        }
    }
    fields
}

fn new_field(tag: Tag<'_>) -> Field<'_> {
    Field {
        tag,
        text: String::new(),
        is_parted: false,
    }
}

/// Parts what follows in a field from what was before.
fn part(field: &mut Field<'_>, kind: Kind) {
    match kind {
        Kind::Paragraph => {
            field.text.push_str("\n\n");
            field.is_parted = true;
        }
        Kind::Line => field.text.push('\n'),
        _ => {}
    }
}

/// Text with its character references resolved; what is none stays as written.
pub(super) fn resolved(text: &str) -> Cow<'_, str> {
    if memchr(b'&', text.as_bytes()).is_none() {
        return text.into();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = memchr(b'&', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        match reference(rest) {
            Some((c, len)) => {
                out.push(c);
                rest = &rest[len..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out.into()
}

/// The character of a reference that some text begins with, and the reference's length: the names of XML, `&nbsp;`,
/// numbers, and those that TREC's corpora and older web pages use.
fn reference(text: &str) -> Option<(char, usize)> {
    let near = &text.as_bytes()[..text.len().min(REFERENCE)];
    let end = memchr(b';', near)?;
    let name = text.get(1..end)?;
    let number = || {
        let number = name.strip_prefix('#')?;
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        char::from_u32(code)
    };
    let named = || {
        NAMED
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, c)| *c)
    };
    let lower = || {
        let lower = name.to_ascii_lowercase();
        NAMED[..XML]
            .iter()
            .find(|(known, _)| *known == lower)
            .map(|(_, c)| *c)
    };
    Some((number().or_else(named).or_else(lower)?, end + 1))
}

/// How many of [`NAMED`] are XML's, which some corpora write in capitals.
const XML: usize = 5;

/// Character references by name: those of XML, of HTML 3 for Latin-1's letters, and of TREC's corpora.
#[rustfmt::skip]
const NAMED: &[(&str, char)] = &[
    ("amp", '&'), ("lt", '<'), ("gt", '>'), ("quot", '"'), ("apos", '\''),
    ("nbsp", ' '), ("hyph", '-'), ("blank", ' '), ("sect", '§'), ("para", '¶'), ("cent", '¢'), ("pound", '£'),
    ("yen", '¥'), ("euro", '€'), ("copy", '©'), ("reg", '®'), ("deg", '°'), ("frac12", '½'), ("frac14", '¼'),
    ("bull", '•'), ("middot", '·'), ("iexcl", '¡'), ("iquest", '¿'), ("laquo", '«'), ("raquo", '»'),
    ("lsquo", '‘'), ("rsquo", '’'), ("ldquo", '“'), ("rdquo", '”'), ("ndash", '–'), ("mdash", '—'), ("hellip", '…'),
    ("agrave", 'à'), ("aacute", 'á'), ("acirc", 'â'), ("atilde", 'ã'), ("auml", 'ä'), ("aring", 'å'), ("aelig", 'æ'),
    ("ccedil", 'ç'), ("egrave", 'è'), ("eacute", 'é'), ("ecirc", 'ê'), ("euml", 'ë'), ("igrave", 'ì'), ("iacute", 'í'),
    ("icirc", 'î'), ("iuml", 'ï'), ("ntilde", 'ñ'), ("ograve", 'ò'), ("oacute", 'ó'), ("ocirc", 'ô'), ("otilde", 'õ'),
    ("ouml", 'ö'), ("oslash", 'ø'), ("oelig", 'œ'), ("ugrave", 'ù'), ("uacute", 'ú'), ("ucirc", 'û'), ("uuml", 'ü'),
    ("yacute", 'ý'), ("yuml", 'ÿ'), ("szlig", 'ß'), ("Agrave", 'À'), ("Aacute", 'Á'), ("Acirc", 'Â'), ("Atilde", 'Ã'),
    ("Auml", 'Ä'), ("Aring", 'Å'), ("AElig", 'Æ'), ("Ccedil", 'Ç'), ("Egrave", 'È'), ("Eacute", 'É'), ("Ecirc", 'Ê'),
    ("Euml", 'Ë'), ("Iacute", 'Í'), ("Icirc", 'Î'), ("Iuml", 'Ï'), ("Ntilde", 'Ñ'), ("Oacute", 'Ó'), ("Ocirc", 'Ô'),
    ("Otilde", 'Õ'), ("Ouml", 'Ö'), ("Oslash", 'Ø'), ("Uacute", 'Ú'), ("Ucirc", 'Û'), ("Uuml", 'Ü'),
];

/// The items of a file, told by the name of their element: each from its start tag to its end tag, and whether it has
/// one; and the text that stands in none.
pub(super) fn items<'a>(text: &'a str, name: &str) -> (Vec<(&'a str, bool)>, String) {
    let mut items = Vec::new();
    let mut outside = String::new();
    let mut start = None;
    for (at, token) in tokens(text) {
        match token {
            Token::Open(tag) if tag.is(name) => {
                if let Some(start) = start.replace(at) {
                    items.push((&text[start..at], false));
                }
            }
            Token::Close(closed) if closed.eq_ignore_ascii_case(name) => {
                if let Some(start) = start.take() {
                    let end = text[at..].find('>').map_or(text.len(), |end| at + end + 1);
                    items.push((&text[start..end], true));
                }
            }
            Token::Text(words) if start.is_none() => outside.push_str(words),
            _ => {}
        }
    }
    if let Some(start) = start {
        items.push((&text[start..], false));
    }
    (items, outside)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(item: &str) -> Vec<(String, String)> {
        let kind = |name: &str, around: Option<&str>| match name.to_ascii_uppercase().as_str() {
            "P" => Kind::Paragraph,
            "D" => Kind::Line,
            "DOC" => Kind::Group,
            _ if around == Some("TEXT") => Kind::Inline,
            _ => Kind::Field,
        };
        let fields = fields(item, kind).into_iter();
        let named = fields.map(|field| (field.tag.name.to_string(), field.text.trim().to_string()));
        named.filter(|(_, text)| !text.is_empty()).collect()
    }

    fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs
            .iter()
            .map(|(name, text)| (name.to_string(), text.to_string()))
            .collect()
    }

    #[test]
    fn tags_may_begin_with_digits_stay_open_and_close_nothing() {
        let item = "<DOC>\n<1ST_LINE>r w</1ST_LINE>\n<HEAD>Kites\n<DATELINE>OSLO</DATELINE>\n<TEXT>A </B>kite <I>flew</I>.\n";
        let wanted = [
            ("1ST_LINE", "r w"),
            ("HEAD", "Kites"),
            ("DATELINE", "OSLO"),
            ("TEXT", "A kite flew."),
        ];
        assert_eq!(read(item), pairs(&wanted));
    }

    #[test]
    fn signs_that_begin_no_tag_are_text() {
        let item =
            "<TEXT>1 < 2 and a<b, c <d e> f &amp; g & h &lt;i> &#22;&#xe9;&AMP;&bogus; <</TEXT>";
        let wanted = "1 < 2 and a<b, c <d e> f & g & h <i> \u{16}é&&bogus; <";
        assert_eq!(read(item), pairs(&[("TEXT", wanted)]));
    }

    #[test]
    fn comments_and_declarations_are_no_text() {
        let item = "<!DOCTYPE lewis SYSTEM \"lewis.dtd\"><TEXT>a<!-- <B> -->b <!-- c</TEXT>";
        assert_eq!(read(item), pairs(&[("TEXT", "ab <!-- c")]));
    }

    #[test]
    fn attributes_are_read_with_odd_blanks_and_quotes() {
        let text = "<DOC    id = \"A_B\"  type='multi' NEWID=12 >";
        let Some((_, Token::Open(tag))) = tokens(text).next() else {
            panic!("no tag");
        };
        assert_eq!(tag.attribute("ID"), Some("A_B"));
        assert_eq!(tag.attribute("type"), Some("multi"));
        assert_eq!(tag.attribute("newid"), Some("12"));
        assert_eq!(tag.attribute("x"), None);
    }

    #[test]
    fn items_are_told_apart_closed_or_not() {
        let (items, outside) = items("x <DOC>a</DOC>\n<DOC>b <doc>c</doc> y <DOC>d", "DOC");
        let wanted = [
            ("<DOC>a</DOC>", true),
            ("<DOC>b ", false),
            ("<doc>c</doc>", true),
            ("<DOC>d", false),
        ];
        assert_eq!(items, wanted);
        assert_eq!(outside.split_whitespace().collect::<Vec<_>>(), ["x", "y"]);
    }
}
