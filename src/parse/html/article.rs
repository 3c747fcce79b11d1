//! The article of a page: which of its paragraphs are the story's.

use super::boilerplate;
use super::scan::{Token, attribute, tokens};
use super::text::{self, Paragraph};
use crate::language::words::truncate;
use crate::parse::clean::folded;
use crate::parse::markup::HTML;
use dom_smoothie::{Config, Readability};
use rustc_hash::FxHashSet;

/// Pages with more elements, deeper ones and longer ones are read without a tree: what builds it takes more than
/// linear time on them.
const ELEMENTS: usize = 20_000;
const DEPTH: usize = 200;
const LENGTH: usize = 2 << 20;
/// The longest value of an attribute that is kept, in bytes.
const VALUE: usize = 200;
/// A paragraph of so many bytes is prose.
const PROSE: usize = 80;
/// So many bytes of prose are an article.
const ENOUGH: usize = 140;

/// How far ahead a paragraph is looked for, and the shortest that may stand within another one, in bytes.
const NEAR: usize = 32 << 10;
const SURE: usize = 24;
/// So many hundredths of an article must be found among the page's paragraphs.
const MAPPED: usize = 80;

/// Elements that only change how letters look. Unclosed ones make some trees grow with the square of the page.
const LOOKS: &[&str] = &[
    "abbr", "acronym", "b", "basefont", "bdo", "big", "blink", "cite", "code", "em", "font", "i",
    "kbd", "mark", "nobr", "q", "s", "samp", "small", "strike", "strong", "sub", "sup", "tt", "u",
    "var",
];
/// Elements that are left out with all that they hold.
const LEFT_OUT: &[&str] = &[
    "audio", "canvas", "iframe", "math", "noscript", "object", "svg", "template", "video",
];
/// Attributes that tell an article from the rest.
const KEPT: &[&str] = &["aria-hidden", "class", "hidden", "id", "itemprop", "role"];

/// The paragraphs of a page's story, as far as they can be told; `all` are all that a reader sees.
pub(super) fn of_page(html: &str, all: &[Paragraph]) -> Vec<Paragraph> {
    let marked: Vec<Paragraph> = all.iter().filter(|it| it.place.body).cloned().collect();
    if prose(&marked) >= ENOUGH {
        return cleaned(marked);
    }
    let laid_out = all
        .iter()
        .filter(|it| it.place.pre)
        .max_by_key(|it| it.text.len());
    let shown: usize = all
        .iter()
        .map(|it| it.text.len() - it.links.min(it.text.len()))
        .sum();
    if let Some(pre) = laid_out.filter(|pre| pre.text.len() * 2 > shown && pre.text.len() >= ENOUGH)
    {
        return vec![pre.clone()];
    }
    let found = cleaned(readable(html, all).unwrap_or_default());
    let plain = dense(all);
    // Short dispatches are too short for it: then it gives the whole page, or next to nothing.
    if prose(&found) * 2 > prose(&plain) {
        found
    } else {
        plain
    }
}

/// How many bytes of prose there are.
pub(super) fn prose(paragraphs: &[Paragraph]) -> usize {
    let own = paragraphs
        .iter()
        .filter(|it| it.links * 2 < it.text.len() && it.place.heading == 0);
    own.map(|it| it.text.len() - it.links).sum()
}

fn cleaned(mut paragraphs: Vec<Paragraph>) -> Vec<Paragraph> {
    boilerplate::strip(&mut paragraphs);
    paragraphs.retain(|it| {
        let all_link = it.links + 2 >= it.text.len();
        !(it.place.figure || all_link && it.text.len() < 2 * PROSE)
    });
    paragraphs
}

/// The article that a browser's reader view would show, in the page's own paragraphs.
fn readable(html: &str, all: &[Paragraph]) -> Option<Vec<Paragraph>> {
    let simple = simplified(html)?;
    let config = Config {
        disable_json_ld: true,
        char_threshold: 250,
        ..Config::default()
    };
    let article = Readability::new(simple, None, Some(config))
        .ok()?
        .parse()
        .ok()?;
    let found = text::paragraphs(&article.content);
    let own = those_in(&found, all);
    let len = |list: &[Paragraph]| list.iter().map(|it| it.text.len()).sum::<usize>();
    Some(if len(&own) * 100 >= len(&found) * MAPPED {
        own
    } else {
        found
    })
}

/// Those of a page's paragraphs that an article holds, in order: its own may have lost their line ends.
fn those_in(article: &[Paragraph], all: &[Paragraph]) -> Vec<Paragraph> {
    let folded_all: Vec<String> = article.iter().map(|it| folded(&it.text)).collect();
    let blocks: FxHashSet<&str> = folded_all.iter().map(String::as_str).collect();
    let whole = folded_all.concat();
    let mut at = 0;
    let mut kept = Vec::new();
    for paragraph in all {
        let words = folded(&paragraph.text);
        if words.is_empty() {
            continue;
        }
        let near = truncate(&whole[at..], NEAR);
        let found = memchr::memmem::find(near.as_bytes(), words.as_bytes());
        let is_block = blocks.contains(words.as_str());
        match found {
            Some(before) if is_block || before == 0 || words.len() >= SURE => {
                at += before + words.len()
            }
            _ if is_block => {}
            _ => continue,
        }
        kept.push(paragraph.clone());
    }
    kept
}

/// The page without scripts, comments, looks and long attributes, each element closed; `None` of a page too deep or
/// too long to build a tree of.
fn simplified(html: &str) -> Option<String> {
    let mut out = String::with_capacity(html.len().min(LENGTH));
    let mut open: Vec<String> = Vec::new();
    let mut left_out: Option<(String, usize)> = None;
    let mut elements = 0;
    for token in tokens(html) {
        if let Some((out_of, depth)) = &mut left_out {
            match token {
                Token::Open(name, _) if name == *out_of => *depth += 1,
                Token::Close(name) if name == *out_of && *depth <= 1 => left_out = None,
                Token::Close(name) if name == *out_of => *depth -= 1,
                _ => {}
            }
            continue;
        }
        match token {
            Token::Open(name, _) if LOOKS.contains(&name.as_ref()) => {}
            Token::Open(name, attributes) if LEFT_OUT.contains(&name.as_ref()) => {
                if !attributes.trim_end().ends_with('/') {
                    left_out = Some((name.into_owned(), 1));
                }
            }
            Token::Open(name, attributes) => {
                elements += 1;
                if HTML.same.contains(&name) && open.last().is_some_and(|last| *last == name) {
                    close(&mut out, open.pop().as_deref());
                }
                start(&mut out, &name, attributes);
                if !HTML.void.contains(&name) {
                    open.push(name.into_owned());
                }
            }
            Token::Close(name) => {
                if let Some(at) = open.iter().rposition(|it| *it == name) {
                    open.drain(at..)
                        .rev()
                        .for_each(|name| close(&mut out, Some(&name)));
                } else if name == "p" || name == "br" {
                    out.push_str("<br>");
                }
            }
            Token::Raw(name, _, text) if name == "title" => {
                out.push_str("<title>");
                out.push_str(text);
                out.push_str("</title>");
            }
            Token::Text(text) => escape(&mut out, text),
            Token::Raw(..) | Token::Comment(_) => {}
        }
        if open.len() > DEPTH || elements > ELEMENTS || out.len() > LENGTH {
            return None;
        }
    }
    open.drain(..)
        .rev()
        .for_each(|name| close(&mut out, Some(&name)));
    Some(out)
}

fn start(out: &mut String, name: &str, attributes: &str) {
    out.push('<');
    out.push_str(name);
    for kept in KEPT {
        if !attributes.contains(kept) {
            continue;
        }
        if let Some(value) = attribute(attributes, kept).filter(|value| value.len() <= VALUE) {
            out.push(' ');
            out.push_str(kept);
            out.push_str("=\"");
            out.push_str(&value.replace(['"', '&', '<', '>'], " "));
            out.push('"');
        }
    }
    if name == "a" && attribute(attributes, "href").is_some() {
        out.push_str(" href=\"/a\"");
    }
    if name == "img" {
        out.push_str(" src=\"/i.png\"");
    }
    out.push('>');
}

fn close(out: &mut String, name: Option<&str>) {
    if let Some(name) = name {
        out.push_str("</");
        out.push_str(name);
        out.push('>');
    }
}

fn escape(out: &mut String, text: &str) {
    if text.contains('<') {
        out.push_str(&text.replace('<', "&lt;"));
    } else {
        out.push_str(text);
    }
}

/// The paragraphs from the first prose to the last, without lists of links, sides and captions.
fn dense(all: &[Paragraph]) -> Vec<Paragraph> {
    let own = |it: &&Paragraph| {
        !it.place.aside
            && !it.place.figure
            && it.links * 2 < it.text.len().max(1)
            && !boilerplate::is_boilerplate(&it.text)
    };
    let in_article = all
        .iter()
        .filter(|it| it.place.article)
        .cloned()
        .collect::<Vec<_>>();
    let all = if prose(&in_article) >= ENOUGH {
        &in_article[..]
    } else {
        all
    };
    let stop = all.iter().position(boilerplate::is_stop);
    let before = &all[..stop.filter(|at| *at > 0).unwrap_or(all.len())];
    let before = if prose(before) * 3 > prose(all) {
        before
    } else {
        all
    };
    let kept: Vec<&Paragraph> = before.iter().filter(own).collect();
    let is_prose = |it: &&Paragraph| {
        it.place.heading == 0
            && (it.text.len() >= PROSE
                || it.text.len() >= PROSE / 2
                    && it.text.ends_with(['.', '。', '»', '"', '”', '!', '?', ')']))
    };
    let Some(first) = kept.iter().position(is_prose) else {
        return Vec::new();
    };
    let last = kept.iter().rposition(is_prose).unwrap_or(first);
    kept[first..=last].iter().copied().cloned().collect()
}
