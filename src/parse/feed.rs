//! Feeds: RSS 0.9 to 2.0, the exports of WordPress, Atom 0.3 and 1.0, and JSON Feed. Each item is a story.
//!
//! RSS: <https://www.rssboard.org/rss-specification>, <https://web.resource.org/rss/1.0/spec>; Atom: RFC 4287; JSON Feed:
//! <https://www.jsonfeed.org/version/1.1/>.

mod entry;
mod json;
mod markup;

use super::nitf::Nitf;
use super::stamp;
use super::{Context, Format, Item, NotAStory, Start};
use crate::facts::Facts;
use crate::language::words::truncate;
use crate::split::Records;
use crate::status::Status;
use entry::{Channel, Entry};
use markup::{Element, elements, local};

pub(super) use json::JsonFeed;

/// How far into a text its root element and that one's vocabularies stand, in bytes.
const ROOT: usize = 8_192;

/// RSS 0.9 to 2.0, and the exports of WordPress.
pub(super) struct Rss;

/// Atom.
pub(super) struct Atom;

impl Format for Rss {
    fn name(&self) -> &'static str {
        "rss"
    }

    fn start(&self) -> Start {
        Start::Tag
    }

    fn fits(&self, head: &str, _facts: &Facts) -> bool {
        let near = truncate(head, ROOT);
        match root(near) {
            Some((name, _)) if name.eq_ignore_ascii_case("rss") => true,
            Some((name, _)) => {
                local(name) == "RDF"
                    && ["purl.org/rss/1.0", "rdf/simple/0.9"]
                        .iter()
                        .any(|it| near.contains(it))
            }
            None => false,
        }
    }

    fn records(&self, _head: &str) -> Records {
        Records::Elements("item")
    }

    fn read(&self, text: &str, context: &Context<'_>) -> Vec<Item> {
        let all = elements(
            text,
            &["rss", "RSS", "RDF", "channel", "Channel"],
            &["item"],
        );
        let (items, about): (Vec<_>, Vec<_>) =
            all.into_iter().partition(|it| local(it.name) == "item");
        let channel = channel(&about);
        let read = |item: &Element<'_>| rss_item(item, &channel, context);
        named(items.iter().flat_map(read).collect())
    }
}

impl Format for Atom {
    fn name(&self) -> &'static str {
        "atom"
    }

    fn start(&self) -> Start {
        Start::Tag
    }

    fn fits(&self, head: &str, _facts: &Facts) -> bool {
        let near = truncate(head, ROOT);
        let is_atom = |attributes: &str| {
            ["www.w3.org/2005/Atom", "purl.org/atom/ns#"]
                .iter()
                .any(|it| attributes.contains(it))
        };
        root(near).is_some_and(|(name, attributes)| {
            matches!(local(name), "feed" | "entry") && is_atom(attributes)
        })
    }

    fn records(&self, head: &str) -> Records {
        match root(truncate(head, ROOT)) {
            Some((name, _)) if local(name) == "feed" => Records::Elements("entry"),
            _ => Records::Whole,
        }
    }

    fn read(&self, text: &str, context: &Context<'_>) -> Vec<Item> {
        let all = elements(text, &["feed"], &["entry"]);
        let (entries, about): (Vec<_>, Vec<_>) =
            all.into_iter().partition(|it| local(it.name) == "entry");
        let mut channel = channel(&about);
        let root = root(truncate(text, ROOT)).map(|(_, attributes)| attributes);
        channel.language = channel
            .language
            .or_else(|| Some(super::html::attribute(root?, "xml:lang")?.into_owned()));
        let read = |it: &Element<'_>| entry::read(atom_entry(it), &channel, "atom", context);
        named(entries.iter().map(read).collect())
    }
}

/// What a feed held; one without items says so.
fn named(mut items: Vec<Item>) -> Vec<Item> {
    if items.is_empty() {
        items.push(Err(NotAStory("a feed without items".into())));
    }
    items
}

/// Name and attributes of the root element.
fn root(near: &str) -> Option<(&str, &str)> {
    let mut rest = near.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    loop {
        let end = match () {
            _ if rest.starts_with("<?") => rest.find("?>")? + 2,
            _ if rest.starts_with("<!--") => rest.find("-->")? + 3,
            _ if rest.starts_with("<!") => rest.find('>')? + 1,
            _ => break,
        };
        rest = rest[end..].trim_start();
    }
    let rest = rest.strip_prefix('<')?;
    let len = rest.find(|c: char| c.is_whitespace() || c == '>')?;
    let end = rest.find('>').unwrap_or(rest.len());
    (len > 0).then(|| (&rest[..len], &rest[len.min(end)..end]))
}

/// What a feed says of itself.
fn channel(about: &[Element<'_>]) -> Channel {
    let text = |wanted: &[&str]| {
        let found = about
            .iter()
            .filter(|it| wanted.contains(&it.name))
            .map(Element::text);
        found
            .map(|text| super::html::text::line(&text))
            .find(|text| !text.is_empty())
    };
    let link =
        about
            .iter()
            .filter(|it| it.name == "link")
            .find_map(|it| match it.attribute("rel") {
                Some(rel) if rel != "alternate" => None,
                _ => it
                    .attribute("href")
                    .map(|href| href.into_owned())
                    .or_else(|| Some(it.text().trim().to_string())),
            });
    let logins = about
        .iter()
        .filter(|it| it.name == "wp:author")
        .filter_map(|it| {
            let children = it.children();
            let of = |name: &str| {
                children
                    .iter()
                    .find(|it| it.name == name)
                    .map(|it| it.text().trim().to_string())
            };
            Some((
                of("wp:author_login")?,
                of("wp:author_display_name").filter(|name| !name.is_empty())?,
            ))
        });
    Channel {
        title: text(&["title", "atom:title"]),
        publisher: text(&["dc:publisher", "dc:source"]),
        copyright: text(&["copyright", "rights", "dc:rights"]),
        language: text(&["language", "dc:language"]),
        link,
        logins: logins.collect(),
    }
}

/// Why an item of a WordPress export is no story.
fn no_post(kind: &str) -> Option<NotAStory> {
    let other = !kind.is_empty() && kind != "post";
    other.then(|| NotAStory(format!("an item of WordPress that is no post: {kind}")))
}

fn rss_item(item: &Element<'_>, channel: &Channel, context: &Context<'_>) -> Vec<Item> {
    if let Some(items) = nitf(item, context) {
        return items;
    }
    let mut entry = Entry {
        cut_off: !item.closed,
        ..Entry::default()
    };
    let mut of_gmt = None;
    let mut status = String::new();
    let mut kind = String::new();
    for child in item.children() {
        let text = || child.text();
        let line = || Some(child.text().trim().to_string()).filter(|text| !text.is_empty());
        match child.name {
            "title" => entry.title = entry.title.or_else(line),
            "link" => entry.link = entry.link.or_else(line),
            "guid" | "dc:identifier" => entry.id = entry.id.or_else(line),
            "pubDate" | "dc:date" | "pubdate" | "dcterms:issued" | "published" => {
                entry.published = entry.published.or_else(line)
            }
            "atom:updated" | "updated" | "dcterms:modified" => {
                entry.updated = entry.updated.or_else(line)
            }
            "dc:creator" | "author" | "creator" | "itunes:author" => entry.authors.extend(line()),
            "source" | "dc:source" | "dc:publisher" | "media:credit" => {
                entry.sources.extend(line())
            }
            "description" | "content:encoded" | "xhtml:body" | "body" | "fulltext" | "content" => {
                entry.texts.push(text())
            }
            "category" | "dc:subject" => entry.categories.extend(line()),
            "media:keywords" => {
                let words = text();
                entry
                    .categories
                    .extend(words.split(',').map(|word| word.trim().to_string()));
            }
            "dc:language" | "language" => entry.language = entry.language.or_else(line),
            "dc:rights" => entry.usage = entry.usage.or_else(line),
            "wp:post_date_gmt" => of_gmt = line(),
            "wp:status" => status = text().trim().into(),
            "wp:post_type" => {
                kind = text().trim().into();
                entry.lines_count = true;
            }
            _ => {}
        }
    }
    if let Some(reason) = no_post(&kind) {
        return vec![Err(reason)];
    }
    entry.sources.retain(|name| name.len() < 100);
    entry.authors.dedup();
    let gmt = of_gmt
        .filter(|gmt| !gmt.starts_with("0000"))
        .map(|gmt| format!("{gmt} UTC"));
    entry.published = gmt
        .filter(|gmt| stamp::of_field(gmt, &context.facts.calendar).is_some())
        .or(entry.published);
    entry.status = match status.as_str() {
        "publish" => Some(Status::Usable),
        "future" => Some(Status::Embargoed),
        "draft" | "pending" | "private" | "auto-draft" => Some(Status::Withheld),
        "trash" => Some(Status::Canceled),
        _ => None,
    };
    vec![entry::read(entry, channel, "rss", context)]
}

/// The story of an item that holds one in NITF.
fn nitf(item: &Element<'_>, context: &Context<'_>) -> Option<Vec<Item>> {
    let start = item.inner.find("<nitf")?;
    let document = &item.inner[start..];
    let end = document
        .find("</nitf>")
        .map_or(document.len(), |end| end + "</nitf>".len());
    let items = Nitf.read(&document[..end], context);
    items.iter().any(Result::is_ok).then_some(items)
}

fn atom_entry(found: &Element<'_>) -> Entry {
    let mut entry = Entry {
        cut_off: !found.closed,
        ..Entry::default()
    };
    for child in found.children() {
        let line = || Some(child.text().trim().to_string()).filter(|text| !text.is_empty());
        let names = || {
            let children = child.children();
            let names = children
                .iter()
                .filter(|it| local(it.name) == "name")
                .map(|it| it.text().trim().to_string());
            names.collect::<Vec<_>>()
        };
        match local(child.name) {
            "title" => entry.title = entry.title.or_else(|| Some(html(&child))),
            "id" => entry.id = entry.id.or_else(line),
            "link" => {
                let alternate = child.attribute("rel").is_none_or(|rel| rel == "alternate");
                let href = child.attribute("href").filter(|_| alternate);
                entry.link = entry.link.or_else(|| href.map(|href| href.into_owned()));
            }
            "published" | "issued" | "created" => entry.published = entry.published.or_else(line),
            "updated" | "modified" => entry.updated = entry.updated.or_else(line),
            "author" => entry.authors.extend(names()),
            "creator" => entry.authors.extend(line()),
            "source" => {
                let children = child.children();
                let title = children.iter().find(|it| local(it.name) == "title");
                entry
                    .sources
                    .extend(title.map(|it| it.text().trim().to_string()));
            }
            "category" => {
                let name = child.attribute("label").or_else(|| child.attribute("term"));
                entry.categories.extend(name.map(|name| name.into_owned()));
            }
            // WENN's own vocabulary: the whole text stands there.
            "ContentMetadata" => {
                let children = child.children();
                let parts = children
                    .iter()
                    .filter(|it| matches!(local(it.name), "first_line" | "body"));
                let text: Vec<String> = parts.map(|it| format!("<p>{}</p>", it.text())).collect();
                entry.texts.push(text.concat());
            }
            "rights" => entry.usage = entry.usage.or_else(line),
            "summary" | "content" => {
                let language = child.attribute("xml:lang").map(|code| code.into_owned());
                entry.language = entry.language.or(language);
                entry.texts.push(html(&child));
            }
            _ => {}
        }
    }
    let language = found.attribute("xml:lang").map(|code| code.into_owned());
    entry.language = entry.language.or(language);
    entry
}

/// A construct of Atom as HTML: of plain text each sign of markup is meant as it stands.
fn html(construct: &Element<'_>) -> String {
    let kind = construct
        .attribute("type")
        .unwrap_or_default()
        .to_ascii_lowercase();
    let mode = construct.attribute("mode").unwrap_or_default();
    if kind == "xhtml"
        || kind == "application/xhtml+xml" && mode != "escaped"
        || mode == "xml" && construct.inner.contains("</")
    {
        return construct.inner.into();
    }
    let text = construct.text();
    let is_html =
        kind.contains("html") || text.contains("</") || construct.inner.contains("<![CDATA[");
    match is_html {
        true => text,
        false => entry::escaped(&text),
    }
}

#[cfg(test)]
mod tests;
