//! Telex framing: `ZCZC`, the item, `NNNN`. The item is anything: an envelope, a header line, the lines of AAP that
//! their first sign explains, or text.

use super::lines;
use crate::facts::Facts;
use crate::parse::{Dispatch, Format, Item, NotAStory, envelope};

const BEGIN: &str = "ZCZC";
const END: &str = "NNNN";
/// The longest line that begins an item, in bytes: the mark and numbers of the line.
const FIRST_LINE: usize = 48;
/// What begins the lines of AAP's header: category, keyword, take, headline, format, service level, subject, place, genre.
const SIGNS: &str = "$:=^*&+@~";
/// So many lines with a sign make AAP's header.
const SIGNED_LINES: usize = 2;

/// Whether a text begins an item: the mark, and no prose on its line.
pub(super) fn begins(head: &str) -> bool {
    let start = head.trim_start_matches(|c: char| c.is_whitespace() || c.is_control());
    is_first_line(start.lines().next().unwrap_or_default())
}

fn is_first_line(line: &str) -> bool {
    let line = line.trim_start_matches(|c: char| c.is_whitespace() || c.is_control());
    let Some(rest) = line.strip_prefix(BEGIN) else {
        return false;
    };
    let numbered = rest.trim().is_empty() || rest.contains(|c: char| c.is_ascii_digit());
    rest.len() <= FIRST_LINE
        && numbered
        && rest.split_whitespace().count() <= 5
        && !rest.starts_with(char::is_alphabetic)
        && !rest.trim_end().ends_with('.')
}

/// Reads every item of a text.
pub(super) fn read(text: &str, facts: &Facts) -> Vec<Item> {
    let mut items = Vec::new();
    let mut start = 0;
    let mut at = 0;
    let mut seen = false;
    for line in text.split_inclusive('\n') {
        if is_first_line(line) {
            if seen {
                items.extend(of_item(&text[start..at], facts));
                start = at;
            }
            seen = true;
        }
        at += line.len();
    }
    items.extend(of_item(&text[start..], facts));
    items
}

fn of_item(item: &str, facts: &Facts) -> Vec<Item> {
    let (first, rest) = item.trim_start().split_once('\n').unwrap_or((item, ""));
    let (text, after, ended) = cut_end(rest);
    if !text.contains(char::is_alphanumeric) {
        return vec![Err(NotAStory("no text between ZCZC and NNNN".into()))];
    }
    let mut items = super::read_framed(text, facts).unwrap_or_else(|| {
        let mut dispatch = Dispatch {
            format: super::Iptc7901.name(),
            ..Dispatch::default()
        };
        let text = signed_header(text, &mut dispatch);
        lines::into(text, &mut dispatch, facts);
        vec![Ok(dispatch)]
    });
    let alone = items.len() == 1;
    if let Some(dispatch) = items.iter_mut().flatten().next() {
        if alone {
            dispatch.item = item.into();
        }
        if !ended {
            let warning = "truncated? NNNN is missing: words may be too";
            dispatch.warnings.push(warning.into());
        }
        envelope::keep(first, dispatch);
        envelope::keep(after, dispatch);
    }
    items
}

/// Parts an item from what follows its last end mark.
fn cut_end(text: &str) -> (&str, &str, bool) {
    let mut at = text.len();
    for line in text.split_inclusive('\n').rev() {
        let start = at - line.len();
        if line.trim_matches(|c: char| c.is_whitespace() || c.is_control()) == END {
            return (&text[..start], &text[start..], true);
        }
        at = start;
    }
    (text, "", false)
}

/// Takes the lines that begin with a sign, in AAP's way, and gives back the text under them.
fn signed_header<'t>(text: &'t str, dispatch: &mut Dispatch) -> &'t str {
    let mut end = 0;
    let mut lines = Vec::new();
    for line in text.split_inclusive('\n') {
        let words = line.trim();
        if !words.is_empty() {
            match words.chars().next() {
                Some(sign) if SIGNS.contains(sign) && words.len() > 1 => {
                    lines.push((sign, words[1..].trim()));
                }
                _ => break,
            }
        }
        end += line.len();
    }
    if lines.len() < SIGNED_LINES {
        return text;
    }
    dispatch.fields.providers = vec!["AAP".into()];
    let mut takes = Vec::new();
    for (sign, value) in lines {
        let value = value.to_string();
        match sign {
            '$' => dispatch.fields.category = Some(value),
            ':' => dispatch.slug = Some(value),
            '^' => dispatch.headline = Some(value),
            // The places of a story, by their codes: `FED`, `NSW`. They are what it is about, or its desk.
            '@' | '+' | '~' | '*' | '&' => takes.push(format!("{sign}{value}")),
            _ => takes.push(value),
        }
    }
    dispatch
        .header
        .extend(takes.into_iter().filter(|take| !take.is_empty()));
    &text[end..]
}
