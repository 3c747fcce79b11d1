//! Saved web pages: schema.org JSON-LD, meta tags, and the article itself.

mod address;
mod article;
mod boilerplate;
mod fields;
mod json_ld;
mod page;
mod scan;
mod story;
pub(super) mod text;

pub(super) use address::{agency, canonical, domain};
pub(super) use boilerplate::copyright as agency_of_copyright;
pub(super) use scan::attribute;

use super::markup::HTML;
use super::{Context, Format, Item, NotAStory, Start};
use crate::facts::Facts;
use crate::language::words::truncate;
use crate::split::Records;
use scan::{Token, tokens};

/// Tags of HTML that tell a page or a fragment of one: so many distinct ones.
const DISTINCT: usize = 5;
/// How many tags are looked at.
const TAGS: usize = 2_000;
/// How far into a text JSON-LD names its vocabulary, in bytes.
const NEAR: usize = 4_096;

/// Saved web pages and fragments of them.
pub(super) struct Html;

/// Elements of pages that documents of XML begin with too.
const ALSO_XML: &[&str] = &["article", "body", "section", "summary", "title"];

impl Format for Html {
    fn name(&self) -> &'static str {
        "html"
    }

    fn fits(&self, head: &str, _facts: &Facts) -> bool {
        let start = head.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        if !start.starts_with('<') {
            return begins_late(start);
        }
        let mut distinct: Vec<String> = Vec::new();
        // Whether all elements are those of pages, and one of them makes a paragraph.
        let (mut own, mut parts) = (true, false);
        for token in tokens(start).take(TAGS) {
            let name = match token {
                // Documents of XML and of corpora begin with their own elements.
                Token::Comment(text)
                    if text
                        .trim_start()
                        .to_ascii_lowercase()
                        .starts_with("doctype") =>
                {
                    let kind = text.split_whitespace().nth(1).unwrap_or_default();
                    return kind.eq_ignore_ascii_case("html");
                }
                Token::Comment(_) | Token::Close(_) => continue,
                Token::Text(text) if text.trim().is_empty() => continue,
                Token::Text(_) if distinct.is_empty() => return false,
                Token::Text(_) => continue,
                Token::Open(name, _) | Token::Raw(name, ..) => name,
            };
            if name == "html" {
                return true;
            }
            parts |= HTML.block.contains(&name) || HTML.line.contains(&name);
            if !HTML.tell.contains(&name) {
                if distinct.is_empty() {
                    return false;
                }
                own &= HTML.knows(&name);
                continue;
            }
            if !distinct.iter().any(|it| *it == name) {
                distinct.push(name.into_owned());
            }
            if distinct.len() >= DISTINCT {
                return true;
            }
        }
        // A piece of a page: `<p>…</p>`, and nothing that a page has not.
        let first = distinct.first().filter(|_| own && parts);
        first.is_some_and(|first| {
            !ALSO_XML.contains(&first.as_str()) && head.contains(&format!("</{first}"))
        })
    }

    fn read(&self, text: &str, context: &Context<'_>) -> Vec<Item> {
        vec![story::of_page(text, context)]
    }
}

/// Whether a page begins after a few words: a copy's own note, or a server's headers.
fn begins_late(start: &str) -> bool {
    let near = truncate(start, NEAR).as_bytes();
    let page = find_tag(near, b"<!doctype html").or_else(|| find_tag(near, b"<html"));
    let served = || begins(near, b"http/1.") || begins(near, b"http/2");
    let own_line = |at: usize| {
        at < 200 && near[..at].ends_with(b"\n") && find_tag(&near[at..], b"<head").is_some()
    };
    page.is_some_and(|at| served() || own_line(at))
}

/// Where a tag begins, written in any case.
fn find_tag(text: &[u8], tag: &[u8]) -> Option<usize> {
    memchr::memchr_iter(b'<', text).find(|at| begins(&text[*at..], tag))
}

fn begins(text: &[u8], words: &[u8]) -> bool {
    text.get(..words.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(words))
}

/// Articles as JSON-LD alone: a value, a list, or a value a line.
pub(super) struct JsonLd;

impl Format for JsonLd {
    fn name(&self) -> &'static str {
        "jsonld"
    }

    fn start(&self) -> Start {
        Start::Json
    }

    fn fits(&self, head: &str, _facts: &Facts) -> bool {
        let start = head.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        if !start.starts_with(['{', '[']) {
            return false;
        }
        let near = truncate(start, NEAR);
        let context = near
            .find("\"@context\"")
            .map(|at| truncate(&near[at..], 400));
        context.is_some_and(|context| context.contains("schema.org"))
            && (near.contains("\"@type\"") || near.contains("\"@graph\""))
    }

    fn records(&self, head: &str) -> Records {
        let first = head.trim_start().lines().next().unwrap_or_default();
        let one =
            serde_json::from_str::<serde_json::Value>(first).is_ok_and(|value| value.is_object());
        match one {
            true => Records::Lines,
            false => Records::Whole,
        }
    }

    fn read(&self, text: &str, context: &Context<'_>) -> Vec<Item> {
        let values = json_ld::values(text);
        let mut items: Vec<Item> = values
            .iter()
            .flat_map(|value| of_json_ld(value, context))
            .collect();
        if items.is_empty() {
            items.push(Err(NotAStory(
                "the JSON-LD is broken: no value can be read".into(),
            )));
        }
        items
    }
}

/// The stories of a value of JSON-LD.
pub(super) fn of_json_ld(value: &serde_json::Value, context: &Context<'_>) -> Vec<Item> {
    let (articles, other) = json_ld::articles(value);
    if articles.is_empty() {
        let kind = other.unwrap_or_else(|| "thing".into());
        return vec![Err(NotAStory(format!(
            "a {kind} of schema.org, no article"
        )))];
    }
    articles
        .into_iter()
        .map(|article| story::of_json_ld(article, context))
        .collect()
}

#[cfg(test)]
mod tests;
