//! XML as agencies send it: a small tree, tolerant of broken and truncated files. Knows names and text, not what they
//! mean.
//!
//! A document's own entities are kept as they are written, and nothing outside the file is ever looked at. Nothing here
//! calls itself: depth costs no stack.

pub(super) mod blocks;
#[cfg(test)]
mod hostile;

use super::references;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// Elements deeper than this are read as text of the one that holds them.
const DEPTH: usize = 512;
/// More attributes of one tag are not read.
const ATTRIBUTES: usize = 256;
/// A longer tag is no tag of a news format: its attributes are not read.
const TAG: usize = 64 << 10;
/// More elements than this are not read.
const ELEMENTS: usize = 500_000;

/// A document.
#[derive(Debug, Default)]
pub(super) struct Tree {
    /// In reading order; the first holds the document's own outermost elements.
    elements: Vec<Data>,
    /// What was wrong with it.
    pub(super) warnings: Vec<String>,
}

/// One element.
#[derive(Debug, Default)]
struct Data {
    /// The name without its prefix.
    name: String,
    /// Names without prefixes, and values.
    attributes: Vec<(String, String)>,
    children: Vec<Child>,
    /// Where it stands in the document, in bytes: from its tag to the end of its closing tag.
    span: std::ops::Range<usize>,
}

#[derive(Debug)]
enum Child {
    Element(usize),
    Text(String),
}

/// An element of a tree.
#[derive(Debug, Clone, Copy)]
pub(super) struct Element<'t> {
    tree: &'t Tree,
    at: usize,
}

/// So often reading is taken up behind a sign that is no markup (`5 < 6`).
const RESTARTS: usize = 100;

/// Reads a document, as far as it goes.
pub(super) fn read(text: &str) -> Tree {
    let mut builder = Builder::new();
    let mut from = 0;
    for _ in 0..RESTARTS {
        let Some(broken) = read_from(from, text, &mut builder) else {
            return builder.end(text.len());
        };
        let sign = text[broken..].chars().next().map_or(1, char::len_utf8);
        builder.text(&text[broken..broken + sign]);
        from = broken + sign;
    }
    builder.text(&text[from..]);
    builder.end(text.len())
}

/// Reads on from a byte to the end, or to where the markup is broken.
fn read_from(from: usize, text: &str, builder: &mut Builder) -> Option<usize> {
    let part = &text[from..];
    let mut reader = Reader::from_str(part);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    loop {
        let before = from + position(&reader, part);
        match reader.read_event() {
            Ok(Event::Eof) => return None,
            // `5 < 6, but 7 > 6`
            Ok(Event::Start(tag) | Event::Empty(tag)) if !is_name(tag.name().as_ref()) => {
                return Some(before);
            }
            Ok(event) => {
                let after = from + position(&reader, part);
                if !builder.take(event, before, after) {
                    return None;
                }
            }
            Err(error) => {
                if before >= text.len() {
                    return None;
                }
                let line = memchr::memchr_iter(b'\n', &text.as_bytes()[..before]).count() + 1;
                builder.warn(format!("its XML is broken at line {line}: {error}"));
                return Some(before);
            }
        }
    }
}

fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

fn position(reader: &Reader<&[u8]>, text: &str) -> usize {
    let at = usize::try_from(reader.buffer_position()).unwrap_or(text.len());
    text.floor_char_boundary(at.min(text.len()))
}

/// The first tag of a text that is XML: its name without prefix, and the tag. Declarations, comments and a document
/// type may stand before it.
pub(super) fn opening(head: &str) -> Option<(&str, &str)> {
    let mut rest = head.trim_start_matches(|c: char| c == '\u{feff}' || c.is_whitespace());
    loop {
        let after = rest.strip_prefix('<')?;
        let skipped = match after.as_bytes().first()? {
            b'?' => after.split_once("?>")?.1,
            b'!' if after.starts_with("!--") => after.split_once("-->")?.1,
            b'!' => after_doctype(after)?,
            _ => break,
        };
        rest = skipped.trim_start();
    }
    let tag = &rest[1..];
    let end = tag.find('>').unwrap_or(tag.len());
    let tag = tag[..end].trim_end_matches('/');
    let name = tag.split(char::is_whitespace).next()?;
    is_name(name).then_some((local(name), tag))
}

/// What follows a document type, whose own declarations may stand in brackets.
fn after_doctype(text: &str) -> Option<&str> {
    let end = text.find(['>', '['])?;
    let rest = match text.as_bytes()[end] {
        b'[' => text[end..].split_once(']')?.1.split_once('>')?.1,
        _ => &text[end + 1..],
    };
    Some(rest)
}

/// Puts events together.
struct Builder {
    tree: Tree,
    /// The elements that are open, outermost first.
    open: Vec<usize>,
    /// How many elements are open that were too deep to be kept.
    too_deep: usize,
}

impl Builder {
    fn new() -> Builder {
        Builder {
            tree: Tree {
                elements: vec![Data::default()],
                warnings: Vec::new(),
            },
            open: vec![0],
            too_deep: 0,
        }
    }

    /// Takes an event that stands there; `false` where a limit ends the reading.
    fn take(&mut self, event: Event<'_>, from: usize, to: usize) -> bool {
        match event {
            Event::Start(tag) => return self.start(&tag, from),
            Event::Empty(tag) => {
                let kept = self.start(&tag, from);
                self.close(local(tag.name().as_ref()), to);
                return kept;
            }
            Event::End(tag) => self.close(local(tag.name().as_ref()), to),
            Event::Text(text) => self.text(&text),
            Event::CData(text) => self.text(&text),
            Event::GeneralRef(name) => {
                let name: &str = &name;
                match references::meaning(name) {
                    Some(text) => self.text(&text),
                    None => self.text(&format!("&{name};")),
                }
            }
            Event::DocType(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::Eof => {}
        }
        true
    }

    fn innermost(&mut self) -> &mut Data {
        let at = self.open.last().copied().unwrap_or_default();
        &mut self.tree.elements[at]
    }

    fn start(&mut self, tag: &BytesStart<'_>, from: usize) -> bool {
        if self.open.len() > DEPTH {
            self.too_deep += 1;
            self.warn(format!("elements deeper than {DEPTH} are read as text"));
            return true;
        }
        if self.tree.elements.len() >= ELEMENTS {
            self.warn(format!("elements after the first {ELEMENTS} are not read"));
            return false;
        }
        let data = Data {
            name: local(tag.name().as_ref()).to_owned(),
            attributes: self.attributes(tag),
            span: from..from,
            ..Data::default()
        };
        let at = self.tree.elements.len();
        self.tree.elements.push(data);
        self.innermost().children.push(Child::Element(at));
        self.open.push(at);
        true
    }

    fn attributes(&mut self, tag: &BytesStart<'_>) -> Vec<(String, String)> {
        if tag.len() > TAG {
            self.warn(format!(
                "a tag of {} bytes: its attributes are not read",
                tag.len()
            ));
            return Vec::new();
        }
        let mut attributes = Vec::new();
        for attribute in tag.html_attributes().with_checks(false).flatten() {
            if attributes.len() == ATTRIBUTES {
                self.warn(format!(
                    "attributes after the first {ATTRIBUTES} of a tag are not read"
                ));
                break;
            }
            let raw: &str = &attribute.value;
            let name = local(attribute.key.as_ref()).to_owned();
            attributes.push((name, references::strict(raw).into_owned()));
        }
        attributes
    }

    /// Closes the innermost open element of a name, and those in it that nobody closed.
    fn close(&mut self, name: &str, to: usize) {
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return;
        }
        let of_name = |at: &usize| self.tree.elements[*at].name == name;
        let Some(level) = self
            .open
            .iter()
            .rposition(of_name)
            .filter(|level| *level > 0)
        else {
            return;
        };
        for at in self.open.drain(level..) {
            self.tree.elements[at].span.end = to;
        }
    }

    fn text(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        let children = &mut self.innermost().children;
        match children.last_mut() {
            Some(Child::Text(before)) => before.push_str(text),
            _ => children.push(Child::Text(text.to_owned())),
        }
    }

    /// Each warning once.
    fn warn(&mut self, warning: String) {
        if !self.tree.warnings.contains(&warning) {
            self.tree.warnings.push(warning);
        }
    }

    fn end(mut self, length: usize) -> Tree {
        let unclosed: Vec<usize> = self.open.drain(1..).collect();
        if let Some(outermost) = unclosed.first() {
            let name = self.tree.elements[*outermost].name.clone();
            self.warn(format!(
                "the file ends before <{name}> is closed: it is truncated"
            ));
        }
        for at in unclosed {
            self.tree.elements[at].span.end = length;
        }
        self.tree
    }
}

/// A name without its prefix.
fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

impl Tree {
    /// What holds the outermost elements.
    pub(super) fn top(&self) -> Element<'_> {
        Element { tree: self, at: 0 }
    }
}

impl<'t> Element<'t> {
    fn data(self) -> &'t Data {
        &self.tree.elements[self.at]
    }

    /// Its name without prefix.
    pub(super) fn name(self) -> &'t str {
        &self.data().name
    }

    /// Whether that is its name, in any case.
    pub(super) fn is(self, name: &str) -> bool {
        self.name().eq_ignore_ascii_case(name)
    }

    /// Where it stands in the document, in bytes.
    pub(super) fn span(self) -> std::ops::Range<usize> {
        self.data().span.clone()
    }

    /// The value of an attribute, by its name without prefix, in any case; `None` where it is empty.
    pub(super) fn attribute(self, name: &str) -> Option<&'t str> {
        let attributes = self.data().attributes.iter();
        let mut named = attributes.filter(|(known, _)| known.eq_ignore_ascii_case(name));
        named
            .next()
            .map(|(_, value)| value.trim())
            .filter(|value| !value.is_empty())
    }

    /// The elements that it holds.
    pub(super) fn children(self) -> impl Iterator<Item = Element<'t>> {
        let tree = self.tree;
        self.data()
            .children
            .iter()
            .filter_map(move |child| match child {
                Child::Element(at) => Some(Element { tree, at: *at }),
                Child::Text(_) => None,
            })
    }

    /// The first element of that name that it holds.
    pub(super) fn child(self, name: &str) -> Option<Element<'t>> {
        self.children().find(|child| child.is(name))
    }

    /// The first element at a path of names: `head/docdata/doc-id`.
    pub(super) fn at(self, path: &str) -> Option<Element<'t>> {
        self.all(path).into_iter().next()
    }

    /// Every element at a path of names.
    pub(super) fn all(self, path: &str) -> Vec<Element<'t>> {
        let mut found = vec![self];
        for name in path.split('/') {
            let step = |element: Element<'t>| element.children().filter(|child| child.is(name));
            found = found.into_iter().flat_map(step).collect();
        }
        found
    }

    /// Every element in it, at any depth, in reading order; it comes first.
    pub(super) fn descendants(self) -> impl Iterator<Item = Element<'t>> {
        let mut waiting = vec![self];
        std::iter::from_fn(move || {
            let element = waiting.pop()?;
            let first = waiting.len();
            waiting.extend(element.children());
            waiting[first..].reverse();
            Some(element)
        })
    }

    /// The first element of that name in it, at any depth.
    pub(super) fn find(self, name: &str) -> Option<Element<'t>> {
        self.descendants().skip(1).find(|element| element.is(name))
    }

    /// All text in it, on one line; `None` where there is none.
    pub(super) fn text(self) -> Option<String> {
        let raw = self.raw_text();
        let line = raw.split_whitespace().collect::<Vec<_>>().join(" ");
        (!line.is_empty()).then_some(line)
    }

    /// All text in it, as it stands.
    pub(super) fn raw_text(self) -> String {
        let mut text = String::new();
        self.walk(&mut |step| {
            if let Step::Text(part) = step {
                text.push_str(part);
            }
            true
        });
        text
    }

    /// The text of an attribute of the first element at a path.
    pub(super) fn attribute_at(self, path: &str, name: &str) -> Option<String> {
        let found = self
            .all(path)
            .into_iter()
            .find_map(|found| found.attribute(name));
        found.map(String::from)
    }

    /// The text of the first element at a path that has any.
    pub(super) fn text_at(self, path: &str) -> Option<String> {
        self.all(path).into_iter().find_map(Element::text)
    }

    /// Goes through it in reading order; `visit` says whether an element is entered.
    pub(super) fn walk(self, visit: &mut dyn FnMut(Step<'t>) -> bool) {
        enum Next<'t> {
            Open(Element<'t>),
            Close(Element<'t>),
            Text(&'t str),
        }
        let mut waiting = vec![Next::Open(self)];
        while let Some(next) = waiting.pop() {
            match next {
                Next::Text(text) => {
                    visit(Step::Text(text));
                }
                Next::Close(element) => {
                    visit(Step::Close(element));
                }
                Next::Open(element) => {
                    if !visit(Step::Open(element)) {
                        continue;
                    }
                    waiting.push(Next::Close(element));
                    let tree = self.tree;
                    let children = element.data().children.iter().rev();
                    waiting.extend(children.map(|child| match child {
                        Child::Element(at) => Next::Open(Element { tree, at: *at }),
                        Child::Text(text) => Next::Text(text),
                    }));
                }
            }
        }
    }
}

/// A step of a walk through an element.
pub(super) enum Step<'t> {
    /// An element begins.
    Open(Element<'t>),
    /// Text.
    Text(&'t str),
    /// An element that was entered ends.
    Close(Element<'t>),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_attributes_and_text_are_found_by_path() {
        let tree = read(
            "<?xml version='1.0'?><!DOCTYPE nitf SYSTEM 'nitf.dtd'><n:nitf><head><doc-id ID-string=' a&amp;b '/></head><body>One &eacute;&#233;&#x2019; <b>two</b>&kite; <![CDATA[a < b]]></body></n:nitf>",
        );
        let root = tree.top().children().next().unwrap();
        assert!(root.is("NITF"));
        assert_eq!(
            root.attribute_at("head/doc-id", "id-string").as_deref(),
            Some("a&b")
        );
        assert_eq!(
            root.text_at("body").as_deref(),
            Some("One éé’ two&kite; a < b")
        );
        assert_eq!(tree.warnings, [""; 0]);
    }

    #[test]
    fn the_first_tag_is_found_behind_what_may_stand_before_it() {
        for (head, wanted) in [
            ("<nitf>", Some("nitf")),
            (
                " \u{feff}<?xml version='1.0'?>\n<!-- a > b --><!DOCTYPE nitf [<!ENTITY a 'b'>]> <n:NITF a='1'/>",
                Some("NITF"),
            ),
            ("<!DOCTYPE nitf SYSTEM 'nitf.dtd'><nitf", Some("nitf")),
            ("< 5 % of all", None),
            ("<5>", None),
            ("A kite <b>flew</b>", None),
            ("<!-- never closed", None),
        ] {
            assert_eq!(opening(head).map(|(name, _)| name), wanted, "{head}");
        }
    }

    #[test]
    fn broken_and_truncated_documents_give_what_there_is() {
        let text = |document: &str| {
            let tree = read(document);
            (tree.top().text().unwrap_or_default(), tree.warnings.len())
        };
        assert_eq!(text("<a><b>one</b><c>two"), ("one two".replace(' ', ""), 1));
        assert_eq!(
            text("<a>one & two <b>three</a> four"),
            ("one & two three four".into(), 0)
        );
        assert_eq!(text("<a>one</b> two</a>"), ("one two".into(), 0));
        assert_eq!(text("<a>5 < 6, but <b>7</b> > 6</a>").0, "5 < 6, but 7 > 6");
        assert_eq!(text("<a>one</a> 5 < 6").0, "one 5 < 6");
        assert_eq!(text("<a><!-- one</a>two").0, "<!-- onetwo");
        let (cut, warnings) = text("<a>one<b x='1");
        assert!(cut.starts_with("one") && warnings > 0, "{cut}");
    }

    #[test]
    fn entities_of_a_document_and_of_other_files_are_not_read() {
        let bomb = "<!DOCTYPE a [<!ENTITY b 'kite'><!ENTITY c '&b;&b;&b;'><!ENTITY f SYSTEM 'file:///etc/passwd'>]><a>&c;&f;</a>";
        assert_eq!(read(bomb).top().text().as_deref(), Some("&c;&f;"));
    }

    #[test]
    fn depth_costs_no_stack_and_loses_no_word() {
        let depth = 200_000;
        let document = format!("{}kite{}", "<a>".repeat(depth), "</a>".repeat(depth));
        let tree = read(&document);
        assert_eq!(tree.top().text().as_deref(), Some("kite"));
        assert_eq!(tree.warnings.len(), 1);
        let unclosed = read(&"<a b='1'>".repeat(depth));
        assert!(unclosed.top().descendants().count() > DEPTH);
    }
}
