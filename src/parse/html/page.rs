//! What a page says of itself, beside its text: meta tags, titles, addresses, times, microdata and JSON-LD, as carried.

use super::scan::{Token, attribute, tokens};
use super::text;
use crate::language::words::truncate;

/// Most meta tags, properties and blocks of JSON-LD that are kept of one page.
const MOST: usize = 1_000;
/// The longest value of a property or heading that is read from the text of its element, in bytes.
const VALUE: usize = 2_048;

/// The longest byline or source, in bytes.
const NAME: usize = 120;

/// What a page says of itself.
#[derive(Debug, Default)]
pub(super) struct Page<'a> {
    /// Names in lower case and contents of meta tags.
    metas: Vec<(String, String)>,
    /// Names and values of microdata, RDFa and rNews, prefixes removed.
    properties: Vec<(String, String)>,
    /// The title.
    pub(super) title: Option<String>,
    /// The first headings of the first rank.
    pub(super) h1: Vec<String>,
    /// The language of the root element.
    pub(super) language: Option<String>,
    /// Its address, as `link rel=canonical`, or what a browser wrote when it saved the page.
    pub(super) canonical: Option<String>,
    pub(super) saved_from: Option<String>,
    /// `datetime` of the `time` elements.
    pub(super) times: Vec<String>,
    /// Blocks of JSON-LD.
    pub(super) json_ld: Vec<&'a str>,
    /// What elements say that are named as bylines and as sources.
    pub(super) byline: Option<String>,
    pub(super) source: Option<String>,
    /// The property whose description is being read.
    scope: Option<String>,
    /// Whether its text is in other files.
    pub(super) frames: bool,
    /// How many elements it has.
    pub(super) elements: usize,
}

impl<'a> Page<'a> {
    /// Reads what a page says of itself.
    pub(super) fn read(html: &'a str) -> Page<'a> {
        let mut page = Page::default();
        let mut all = tokens(html);
        while let Some(token) = all.next() {
            let after = || truncate(&html[all.at()..], VALUE);
            match token {
                Token::Open(name, attributes) => {
                    page.elements += 1;
                    page.element(&name, attributes, after());
                }
                Token::Raw(name, attributes, content) => match name.as_ref() {
                    "title" if page.title.is_none() => {
                        let title = text::line(content);
                        page.title = (!title.is_empty()).then_some(title);
                    }
                    "script" if is_json_ld(attributes) && page.json_ld.len() < MOST => {
                        page.json_ld.push(content);
                    }
                    _ => {}
                },
                Token::Comment(comment) => {
                    // `saved from url=(0043)https://news.example/a`
                    if let Some((_, url)) = comment.split_once("saved from url=(")
                        && let Some((_, url)) = url.split_once(')')
                    {
                        page.saved_from.get_or_insert(url.trim().into());
                    }
                }
                Token::Close(_) | Token::Text(_) => {}
            }
        }
        page
    }

    fn element(&mut self, name: &str, attributes: &str, after: &str) {
        let of = |wanted| attribute(attributes, wanted);
        match name {
            "html" => {
                let language = of("lang").or_else(|| of("xml:lang"));
                self.language = language.map(|code| code.trim().to_string());
            }
            "meta" => {
                let name = of("property").or_else(|| of("name"));
                let name = name.or_else(|| of("itemprop")).or_else(|| of("http-equiv"));
                if let (Some(name), Some(content)) = (name, of("content"))
                    && self.metas.len() < MOST
                    && !content.trim().is_empty()
                {
                    let content = super::super::clean::squeeze(&content);
                    self.metas.push((name.trim().to_lowercase(), content));
                }
            }
            "link" if of("rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical")) => {
                let url = of("href").filter(|url| !url.trim().is_empty());
                self.canonical = self
                    .canonical
                    .take()
                    .or(url.map(|url| url.trim().to_string()));
            }
            "frameset" | "frame" => self.frames = true,
            "h1" if self.h1.len() < 3 => {
                let heading = text::line(content_of(name, after));
                self.h1.extend((!heading.is_empty()).then_some(heading));
            }
            "time" if self.times.len() < MOST => {
                self.times
                    .extend(of("datetime").map(|time| time.trim().to_string()));
            }
            _ => {}
        }
        if name != "meta" && attributes.contains("class") {
            self.named(name, attributes, after);
        }
        if name == "meta" && of("itemprop").is_none() {
            return;
        }
        let property = if attributes.contains("itemprop") {
            of("itemprop")
        } else if attributes.contains("property") {
            of("property")
        } else {
            None
        };
        let Some(property) = property.filter(|_| self.properties.len() < MOST) else {
            return;
        };
        let carried = of("content").or_else(|| of("datetime"));
        let value = match carried {
            Some(value) => super::super::clean::squeeze(&value),
            None if attributes.contains("itemscope") => {
                self.scope = Some(property.to_lowercase());
                return;
            }
            None => text::line(content_of(name, after)),
        };
        if property == "name"
            && let Some(scope) = self.scope.take()
        {
            self.properties.push((scope, value.clone()));
        }
        for property in property.split_whitespace() {
            let bare = property.rsplit([':', '/']).next().unwrap_or(property);
            self.properties.push((bare.to_lowercase(), value.clone()));
        }
    }

    /// Takes a byline or a source by the class of its element, as sites and systems name them.
    fn named(&mut self, name: &str, attributes: &str, after: &str) {
        let class = attribute(attributes, "class")
            .unwrap_or_default()
            .to_ascii_lowercase();
        let has = |wanted: &[&str]| class.split_whitespace().any(|it| wanted.contains(&it));
        let slot = match () {
            () if has(&[
                "byline",
                "author",
                "author-name",
                "byline-name",
                "article-author",
            ]) =>
            {
                &mut self.byline
            }
            () if has(&["source", "article-source", "news-source", "agency"]) => &mut self.source,
            () => return,
        };
        if slot.is_none()
            && matches!(
                name,
                "p" | "span" | "div" | "a" | "address" | "cite" | "small"
            )
        {
            let text = text::line(content_of(name, after));
            *slot = (!text.is_empty() && text.len() <= NAME).then_some(text);
        }
    }

    /// The first of some meta tags, in the order of the names.
    pub(super) fn meta(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|wanted| self.metas(wanted).next())
    }

    /// All meta tags of a name.
    pub(super) fn metas(&self, wanted: &str) -> impl Iterator<Item = &str> {
        let named = self.metas.iter().filter(move |(name, _)| name == wanted);
        named.map(|(_, content)| content.as_str())
    }

    /// The first property of a name, in lower case.
    pub(super) fn property(&self, wanted: &str) -> Option<&str> {
        let named = self
            .properties
            .iter()
            .find(|(name, value)| name == wanted && !value.is_empty());
        named.map(|(_, value)| value.as_str())
    }
}

fn is_json_ld(attributes: &str) -> bool {
    attribute(attributes, "type").is_some_and(|kind| kind.to_ascii_lowercase().contains("ld+json"))
}

/// What stands before an element's end tag.
fn content_of<'a>(name: &str, after: &'a str) -> &'a str {
    let ends = memchr::memmem::find_iter(after.as_bytes(), "</");
    let bytes = after.as_bytes();
    let mut ends = ends.filter(|at| {
        let tag = &bytes[at + 2..];
        tag.len() >= name.len() && tag[..name.len()].eq_ignore_ascii_case(name.as_bytes())
    });
    ends.next().map_or("", |end| &after[..end])
}
