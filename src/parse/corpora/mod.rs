//! What the research corpora in SGML have in common: items in an element, header fields in others, and the agency, the
//! language and the day in the item's id. `tags.tsv` says what each element is; one that it does not list is kept as a
//! header line.

mod ids;

use super::clean::{clean, squeeze};
use super::plain::Layout;
use super::sgml::{self, Field, Kind, Tag, Token};
use super::{
    Context, Dispatch, Format, Identity, Item, Items, NotAStory, Start, byline, fielded, head,
    kept, notes,
};
use super::{marks, plain, stamp, unwrap};
use crate::facts::Facts;
use crate::language::words::truncate;
use crate::split::Records;
use crate::story::When;
use std::collections::HashMap;
use std::sync::LazyLock;

/// What each element is, by its name in capitals.
static TAGS: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
    let rows = include_str!("tags.tsv").lines().skip(1);
    rows.filter_map(|row| row.split_once('\t')).collect()
});

/// A corpus: the format of its files.
#[derive(Debug, Clone, Copy)]
pub(super) struct Corpus {
    /// The format's name.
    pub format: &'static str,
    /// The element that an item is.
    pub element: &'static str,
    /// The tag that ends an item.
    pub end: &'static [u8],
    /// Whether an item that begins with this tag, and these after it, is one of the corpus.
    pub is_item: fn(&Tag<'_>, &[Tag<'_>]) -> bool,
    /// What an id has before it to be one among all: `Reuters-21578 `.
    pub prefix: &'static str,
    /// Who wrote it all, and in which language, where the corpus is one agency's.
    pub provider: Option<(&'static str, &'static str)>,
}

impl Format for Corpus {
    fn name(&self) -> &'static str {
        self.format
    }

    fn start(&self) -> Start {
        Start::Tag
    }

    fn fits(&self, head: &str, _facts: &Facts) -> bool {
        first_tags(head, self.element).is_some_and(|(tag, after)| (self.is_item)(&tag, &after))
    }

    fn records(&self, _head: &str) -> Records {
        Records::End(self.end)
    }

    fn read(&self, text: &str, context: &Context<'_>) -> Vec<Item> {
        read(text, *self, context)
    }
}

/// The first tag of a text that begins with one, and the tags after it up to the first body; wrappers, declarations and
/// blanks may stand before.
fn first_tags<'a>(head: &'a str, element: &str) -> Option<(Tag<'a>, Vec<Tag<'a>>)> {
    const WRAPPERS: usize = 3;
    const AFTER: usize = 40;
    let mut wrappers = 0;
    let mut tokens = sgml::tokens(head.trim_start_matches('\u{feff}'));
    let first = tokens.find_map(|(_, token)| match token {
        Token::Text(text) if text.trim().is_empty() => None,
        Token::Open(tag) if tag.is(element) => Some(Some(tag)),
        Token::Open(_) if wrappers < WRAPPERS => {
            wrappers += 1;
            None
        }
        _ => Some(None),
    })??;
    let open = tokens.filter_map(|(_, token)| match token {
        Token::Open(tag) => Some(tag),
        _ => None,
    });
    Some((
        first,
        open.take_while(|tag| !tag.is(element))
            .take(AFTER)
            .collect(),
    ))
}

/// Reads every item of a file.
fn read(text: &str, corpus: Corpus, context: &Context<'_>) -> Vec<Item> {
    let (items, outside) = sgml::items(text, corpus.element);
    let mut read = Items::new();
    for (item, closed) in items {
        read.push(read_item(item, closed, corpus, context.facts));
    }
    let outside = squeeze(&clean(&outside));
    if !outside.is_empty() {
        let reason = format!(
            "text outside of every <{}>: {}",
            corpus.element,
            truncate(&outside, 80)
        );
        read.push(Err(NotAStory(reason)));
    }
    read.finish()
}

/// What an element is: `headline`, `body`, …; `None` of one that is not known.
fn role(name: &str) -> Option<&'static str> {
    TAGS.get(name.to_ascii_uppercase().as_str()).copied()
}

/// What an element does by its name and the field around it.
fn kind(name: &str, around: Option<&str>) -> Kind {
    match role(name) {
        Some("paragraph") => Kind::Paragraph,
        Some("line") => Kind::Line,
        Some("inline") => Kind::Inline,
        Some("group") => Kind::Group,
        // Elements that corpora mark words of a text with.
        None if around.and_then(role) == Some("body") => Kind::Inline,
        _ => Kind::Field,
    }
}

/// An item while its fields are read.
struct Reader<'f> {
    dispatch: Dispatch,
    facts: &'f Facts,
    /// Header text that is kept where no field holds its words.
    header: String,
    body: String,
    is_parted: bool,
    /// Whether the body stands in an element within that of the body: what stands beside it is header.
    is_framed: bool,
    id: Option<String>,
}

fn read_item(item: &str, closed: bool, corpus: Corpus, facts: &Facts) -> Item {
    let fields = sgml::fields(item, kind);
    let mut reader = Reader {
        dispatch: Dispatch {
            format: corpus.format,
            item: item.into(),
            ..Dispatch::default()
        },
        facts,
        header: String::new(),
        body: String::new(),
        is_parted: false,
        is_framed: is_framed(&fields),
        id: None,
    };
    for field in &fields {
        reader.field(field, corpus);
    }
    if let Some((provider, language)) = corpus.provider {
        reader.dispatch.fields.providers = vec![provider.into()];
        reader.dispatch.fields.language = Some(language.into());
    }
    reader.read_id(corpus);
    if !closed {
        let warning = format!(
            "the item has no </{}>: its end may be missing",
            corpus.element
        );
        reader.dispatch.warnings.push(warning);
    }
    reader.finish()
}

/// Whether an item has its text in a `<TEXT>` within its `<BODY>`, as AQUAINT's newspapers do.
fn is_framed(fields: &[Field<'_>]) -> bool {
    let mut names = fields.iter().map(|field| field.tag);
    names.any(|tag| tag.is("BODY")) && names.any(|tag| tag.is("TEXT"))
}

impl Reader<'_> {
    /// Takes a field for what its element is.
    fn field(&mut self, field: &Field<'_>, corpus: Corpus) {
        if field.tag.is(corpus.element) {
            let attribute = |name| field.tag.attribute(name).filter(|value| !value.is_empty());
            let id = attribute("id")
                .or_else(|| attribute("docid"))
                .or_else(|| attribute("newid"));
            self.id = self.id.take().or_else(|| id.map(String::from));
            match attribute("type").map(str::to_ascii_lowercase).as_deref() {
                Some("advis") => self.mark("advisory"),
                Some(known) => self.dispatch.fields.category = Some(known.into()),
                None => {}
            }
        }
        let text = clean(&field.text).into_owned();
        let words = squeeze(&text);
        if words.is_empty() {
            return;
        }
        match role(field.tag.name).unwrap_or("header") {
            "body" if self.is_framed && field.tag.is("BODY") => self.above_body(&text),
            "body" => {
                // A flash has stars around its headline.
                if words.chars().all(|c| c == '*') {
                    return;
                }
                if !self.body.is_empty() {
                    self.body.push_str("\n\n");
                }
                self.body.push_str(&text);
                self.is_parted |= field.is_parted;
                return;
            }
            // The Wall Street Journal begins the lines of its headlines so.
            "headline" if field.tag.is("HL") => self.headline(&text.replace('@', " ")),
            "headline" => self.headline(&text),
            "byline" => self.byline(&text),
            "dateline" => self.dateline(&words),
            "date" => self.date(&words),
            "fileid" => {
                if let Some(when) = stamp::of_service(&words) {
                    self.dispatch.stamp = Some(when);
                }
            }
            "id" => {
                self.id.get_or_insert(words.clone());
            }
            "line1" => self.wire_line(&words),
            "anpa" => {
                let line = text.lines().rev().find(|line| !line.trim().is_empty());
                self.wire_line(line.unwrap_or_default());
            }
            "slug" => self.slug(&words),
            "note" => {
                let note = self.dispatch.note.get_or_insert_default();
                if !note.is_empty() {
                    note.push(' ');
                }
                note.push_str(&words);
            }
            "category" => {
                self.dispatch.fields.category.get_or_insert(words.clone());
            }
            "urgency" => {
                self.dispatch.fields.urgency.get_or_insert(words.clone());
            }
            "language" => {
                self.dispatch.fields.language.get_or_insert(words.clone());
            }
            "keywords" => {
                let keywords = text.split(['\n', ';']).map(squeeze);
                let keywords = keywords.filter(|word| !word.is_empty());
                self.dispatch.fields.keywords.extend(keywords);
                return;
            }
            _ => {}
        }
        if role(field.tag.name) != Some("id") {
            self.header.push_str(&text);
            self.header.push('\n');
        }
    }

    /// The first headline that is no note for editors; the Financial Times prints its day before it.
    /// EFE's have a line with the slug above them: `COMETAS-CLUB`.
    fn headline(&mut self, text: &str) {
        let words = squeeze(self.without_slug(text));
        let words = words.as_str();
        let printed = words
            .strip_prefix("FT ")
            .and_then(|rest| rest.split_once(" / "));
        let words = printed.map_or(words, |(_, headline)| headline);
        let words = words
            .trim_start_matches(['*', '@', ' '])
            .trim_end_matches(['-', ' ']);
        let is_note = words.starts_with("Eds:")
            || words.starts_with("With ")
            || notes::of_line(words, &self.facts.calendar).is_some();
        if is_note && marks::of_headline(words).marks.is_empty() {
            self.dispatch.note.get_or_insert(words.into());
        } else if self.dispatch.headline.is_none() && words.chars().any(char::is_alphanumeric) {
            head::set_headline(words, &mut self.dispatch, self.facts);
            self.dispatch.headline.get_or_insert(words.into());
        }
    }

    fn without_slug<'t>(&mut self, text: &'t str) -> &'t str {
        let text = text.trim();
        let Some((first, rest)) = text.split_once('\n') else {
            return text;
        };
        let first = first.trim();
        let is_slug =
            first.contains('-') && !first.contains(|c: char| c.is_lowercase() || c == ' ');
        if !is_slug || rest.trim().is_empty() {
            return text;
        }
        self.dispatch.slug = Some(first.into());
        rest
    }

    /// The lines between headline and text: `(For use by …)`, `By JO EXAMPLE`, the copyright.
    fn above_body(&mut self, text: &str) {
        for line in text.lines().map(squeeze) {
            if self.dispatch.byline.is_none()
                && let Some(name) = byline::of_field(&line)
            {
                self.dispatch.byline = Some(name);
            } else if line.starts_with('(') && line.ends_with(')') {
                self.dispatch.note.get_or_insert(line);
            }
        }
    }

    fn byline(&mut self, text: &str) {
        for line in text.lines().map(squeeze).filter(|line| !line.is_empty()) {
            if self.dispatch.byline.is_none() {
                self.dispatch.byline = Some(byline::of_field(&line).unwrap_or(line));
            } else if let Some(agency) = byline::credited(&line, self.facts) {
                self.dispatch.signed.get_or_insert(agency.into());
            }
        }
    }

    /// A dateline; some agencies of Gigaword have a slug in brackets there.
    fn dateline(&mut self, words: &str) {
        let inner = words.trim_matches(['_', ' ']);
        let bracketed = inner
            .strip_prefix(['(', '['])
            .and_then(|rest| rest.strip_suffix([')', ']']));
        match bracketed {
            Some(slug) => _ = self.dispatch.slug.get_or_insert(slug.into()),
            None => _ = self.dispatch.fields.dateline.get_or_insert(words.into()),
        }
    }

    fn date(&mut self, words: &str) {
        if !matches!(self.dispatch.stamp, Some(When::Minute(_))) {
            let found = ids::date(words, &self.facts.calendar);
            self.dispatch.stamp = found.or(self.dispatch.stamp);
        }
    }

    /// The line of a wire's own header: `r w AM-KiteClub 02-12 0155`: priority, category, slug, day, words.
    fn wire_line(&mut self, line: &str) {
        let mut words = line.split_whitespace().peekable();
        let is_letter =
            |word: &&str| word.len() == 1 && word.starts_with(|c: char| c.is_ascii_alphabetic());
        let fields = &mut self.dispatch.fields;
        let urgency = words.next_if(is_letter);
        let category = words.next_if(is_letter);
        if let Some(category) = category {
            fields.urgency = fields.urgency.take().or(urgency.map(String::from));
            fields.category = fields.category.take().or(Some(category.into()));
        }
        let slug = words
            .next()
            .filter(|word| word.contains('-') && word.contains(char::is_alphabetic));
        if let Some(slug) = slug {
            self.dispatch.slug.get_or_insert(slug.into());
        }
    }

    /// A keyword line: `AM-Kite Club, 1st Ld-Writethru,640`. It says more than the short one before it.
    fn slug(&mut self, words: &str) {
        let (slug, rest) = words.split_once(',').unwrap_or((words, ""));
        if !slug.trim().is_empty() {
            self.dispatch.slug = Some(slug.trim().into());
        }
        let marked = marks::of_keywords(rest);
        for mark in &marked.marks {
            self.mark(mark);
        }
        self.dispatch.version = self.dispatch.version.or(marked.version);
    }

    fn mark(&mut self, mark: &str) {
        if !self.dispatch.marks.iter().any(|known| known == mark) {
            self.dispatch.marks.push(mark.into());
        }
    }

    /// Takes what the id says, where no field says it.
    fn read_id(&mut self, corpus: Corpus) {
        let Some(id) = self.id.take() else {
            return;
        };
        let id = id.trim();
        let fields = &mut self.dispatch.fields;
        let known = ids::read(id);
        if !corpus.prefix.is_empty() || known.is_own {
            fields.identity = Some(Identity {
                id: format!("{}{id}", corpus.prefix),
                version: None,
            });
        } else {
            self.header.push_str(id);
            self.header.push('\n');
        }
        if fields.providers.is_empty() {
            fields.providers.extend(known.provider.map(String::from));
        }
        fields.language = fields.language.take().or(known.language.map(String::from));
        self.dispatch.stamp = self.dispatch.stamp.or(known.day);
    }

    /// Reads the body, and keeps what no field holds.
    fn finish(mut self) -> Item {
        let facts = self.facts;
        let body = std::mem::take(&mut self.body);
        let body = without_monitoring_lines(&body, &mut self.header);
        // A flash that nobody processed is its headline behind stars.
        let body = match body.trim().strip_prefix("***") {
            Some(flash) if self.dispatch.headline.is_none() => {
                let flash = flash.trim_start_matches('*');
                let (headline, rest) = flash.split_once('\n').unwrap_or((flash, ""));
                self.headline(headline);
                rest
            }
            _ => body,
        };
        let is_empty = body.trim().is_empty();
        let dispatch = &mut self.dispatch;
        if is_empty && dispatch.headline.is_none() {
            return Err(NotAStory("the item holds neither headline nor text".into()));
        }
        if self.is_parted {
            let parts = body.split("\n\n").flat_map(unwrap::paragraphs);
            fielded::read(&parts.collect::<Vec<_>>(), dispatch, facts);
        } else {
            plain::read_into(body, Layout::Wrapped, dispatch, facts);
            fielded::settle_dateline(dispatch, facts);
        }
        kept::keep(&self.header, 0, dispatch);
        if is_empty {
            dispatch.warnings.push("the item has no text".into());
        }
        Ok(self.dispatch)
    }
}

/// A body without the lines that a monitoring service puts above it: `Language: Spanish`, `Article Type:BFN`, and then
/// `[Text]`; they go to the header.
fn without_monitoring_lines<'b>(body: &'b str, header: &mut String) -> &'b str {
    const NAMES: &[&str] = &["Language:", "Article Type:"];
    const BRACKET: usize = 80;
    let mut rest = body.trim_start_matches('\n');
    let mut is_monitored = false;
    while let Some(line) = rest.lines().next() {
        let is_named = NAMES.iter().any(|name| line.trim_start().starts_with(name));
        if !is_named && !line.trim().is_empty() {
            break;
        }
        is_monitored |= is_named;
        header.push_str(line);
        header.push('\n');
        rest = rest.get(line.len() + 1..).unwrap_or_default();
    }
    if !is_monitored {
        return body;
    }
    while let Some(inner) = rest.trim_start().strip_prefix('[')
        && let Some(end) = inner.find(']').filter(|end| *end <= BRACKET)
    {
        header.push_str(&inner[..end]);
        header.push('\n');
        rest = inner[end + 1..].trim_start();
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_tag_of_the_table_is_one_that_the_reader_knows() {
        let known = [
            "anpa",
            "body",
            "byline",
            "category",
            "date",
            "dateline",
            "fileid",
            "group",
            "header",
            "headline",
            "id",
            "inline",
            "keywords",
            "language",
            "line",
            "line1",
            "note",
            "paragraph",
            "slug",
            "urgency",
        ];
        let rows: Vec<&str> = include_str!("tags.tsv").lines().skip(1).collect();
        assert!(rows.is_sorted());
        for row in rows {
            let (tag, what) = row.split_once('\t').expect(row);
            assert!(
                tag == tag.to_ascii_uppercase() && known.contains(&what),
                "{row}"
            );
        }
    }

    #[test]
    fn text_outside_of_items_is_told_in_the_report() {
        let corpus = super::super::trec::TREC;
        let facts = Facts::built_in();
        let text = "<DOC><TEXT>A kite flew.</TEXT></DOC> and then";
        let read = read(text, corpus, &Context::new(facts));
        assert_eq!(read.len(), 2);
        assert_eq!(
            read[1].as_ref().unwrap_err().0,
            "text outside of every <DOC>: and then"
        );
    }
}
