//! The files of the Message Understanding Conferences (MUC-3 and MUC-4): items of a monitoring service, all in
//! capitals, each under a line with its id, `DEV-MUC3-0001 (NOSC)`. What the text is stands in brackets after the
//! dateline: `[REPORT] [TEXT]`.

use super::clean::squeeze;
use super::plain::{self, Layout};
use super::{Context, Dispatch, Format, Identity, Item, NotAStory, kept};
use crate::facts::Facts;
use crate::split::Records;

/// How ids begin; the items of a file are of one kind.
const KINDS: &[&str] = &[
    "DEV-MUC", "TST1-MUC", "TST2-MUC", "TST3-MUC", "TST4-MUC", "TST-MUC",
];
/// The longest bracket after a dateline, in bytes.
const BRACKET: usize = 300;

/// The format of such files.
pub(super) struct Muc;

impl Format for Muc {
    fn name(&self) -> &'static str {
        "muc"
    }

    fn fits(&self, head: &str, _facts: &Facts) -> bool {
        let head = head.trim_start_matches('\u{feff}').trim_start();
        head.lines().next().and_then(id_line).is_some()
    }

    fn records(&self, head: &str) -> Records {
        let head = head.trim_start_matches('\u{feff}').trim_start();
        let kind = KINDS.iter().find(|kind| head.starts_with(**kind));
        kind.map_or(Records::Whole, |kind| Records::LineStart(kind.as_bytes()))
    }

    fn read(&self, text: &str, context: &Context<'_>) -> Vec<Item> {
        let mut items = Vec::new();
        let mut at = 0;
        let mut item: Option<(&str, usize, usize)> = None;
        for line in text.split_inclusive('\n') {
            let end = at + line.len();
            if let Some(id) = id_line(line) {
                match item.replace((id, at, end)) {
                    Some((id, start, body)) => {
                        items.push(read(id, &text[start..at], body - start, context.facts));
                    }
                    None => items.extend(outside(&text[..at])),
                }
            }
            at = end;
        }
        match item {
            Some((id, start, body)) => {
                items.push(read(id, &text[start..], body - start, context.facts));
            }
            None => items.extend(outside(text)),
        }
        items
    }
}

/// The id of a line that holds nothing else but the site that chose the item.
fn id_line(line: &str) -> Option<&str> {
    let line = line.trim();
    let (id, site) = line.split_once(' ').unwrap_or((line, ""));
    let kind = KINDS.iter().find(|kind| id.starts_with(**kind))?;
    let (conference, number) = id[kind.len()..].split_once('-')?;
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let site = site.trim();
    let is_site = site.is_empty()
        || site.len() < 40 && site.starts_with('(') && site.find(')') == Some(site.len() - 1);
    let is_id = is_number(conference) && is_number(number) && conference.len() + number.len() < 12;
    (is_id && is_site).then_some(id)
}

/// Text above the first item.
fn outside(text: &str) -> Option<Item> {
    let words = squeeze(crate::language::words::truncate(text.trim(), 80));
    let reason = format!("text outside of every item: {words}");
    (!words.is_empty()).then_some(Err(NotAStory(reason)))
}

fn read(id: &str, item: &str, body: usize, facts: &Facts) -> Item {
    let mut dispatch = Dispatch {
        format: Muc.name(),
        item: item.into(),
        ..Dispatch::default()
    };
    dispatch.fields.identity = Some(Identity {
        id: id.into(),
        version: None,
    });
    dispatch.fields.language = Some("en".into());
    let (head, text) = item.split_at(body);
    if text.trim().is_empty() {
        return Err(NotAStory("the item holds no text".into()));
    }
    plain::read_into(text, Layout::Wrapped, &mut dispatch, facts);
    let mut header = head.replacen(id, "", 1);
    if let Some(first) = dispatch.paragraphs.first_mut() {
        let rest = without_brackets(first, &mut header).to_owned();
        *first = rest;
    }
    dispatch
        .paragraphs
        .retain(|paragraph| !paragraph.is_empty());
    kept::keep(&header, 0, &mut dispatch);
    Ok(dispatch)
}

/// A text without the brackets that it begins with, which say what it is; they go to the header.
fn without_brackets<'t>(text: &'t str, header: &mut String) -> &'t str {
    let mut rest = text.trim_start();
    while let Some(inner) = rest.strip_prefix('[')
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

    const FILE: &str = "DEV-MUC3-0001 (NOSC)\n\n\
        SAN SALVADOR, 3 JAN 90 (ACAN-EFE) -- [REPORT] [KITE CLUB OF\nTHE COAST] [TEXT] THE KITE CLUB SAID THAT [NAMES INDISTINCT] FLEW\nA RED KITE.\n\n\
        \u{20}    IT LANDED ON A FERRY.\n\n\n\
        DEV-MUC3-0002 (NOSC)\n\nLIMA, 4 JAN 90 (EFE) -- [TEXT] THE GARDEN OPENED.\n";

    #[test]
    fn each_item_is_read_by_its_id_with_what_its_brackets_say() {
        let facts = Facts::built_in();
        assert!(Muc.fits(FILE, facts));
        assert_eq!(Muc.records(FILE), Records::LineStart(b"DEV-MUC"));
        let found = Muc.read(FILE, &Context::new(facts));
        assert_eq!(found.len(), 2);
        let first = found[0].as_ref().unwrap();
        assert_eq!(first.fields.identity.as_ref().unwrap().id, "DEV-MUC3-0001");
        let dateline = first.dateline.as_ref().unwrap();
        assert_eq!(dateline.places[0].name, "SAN SALVADOR");
        assert_eq!(dateline.date.unwrap().year, Some(90));
        assert_eq!(
            first.paragraphs,
            [
                "THE KITE CLUB SAID THAT [NAMES INDISTINCT] FLEW A RED KITE.",
                "IT LANDED ON A FERRY."
            ]
        );
        let header = first.header.join(" ");
        for kept in ["(NOSC)", "REPORT", "KITE CLUB OF THE COAST", "TEXT"] {
            assert!(header.contains(kept), "{kept}: {header}");
        }
        let second = found[1].as_ref().unwrap();
        assert_eq!(second.paragraphs, ["THE GARDEN OPENED."]);
        assert_eq!(second.dateline.as_ref().unwrap().credits, ["EFE"]);
    }

    #[test]
    fn other_texts_are_not_taken_for_such_files() {
        let facts = Facts::built_in();
        for text in [
            "",
            "DEV-MUC3-0001 IS AN ID\n",
            "DEV-MUC3\n",
            "DEV-MUC-1\n",
            "TST9-MUC3-0001\n",
            "A kite.\nDEV-MUC3-0001 (NOSC)\n",
        ] {
            assert!(!Muc.fits(text, facts), "{text}");
        }
        assert!(Muc.fits("TST1-MUC3-0099\n\nLIMA, 3 JAN 90 -- [TEXT] A", facts));
    }

    #[test]
    fn text_above_the_first_item_and_empty_items_are_reported() {
        let facts = Facts::built_in();
        let found = Muc.read("kites\nDEV-MUC3-0001\n\n", &Context::new(facts));
        assert_eq!(
            found[0].as_ref().unwrap_err().0,
            "text outside of every item: kites"
        );
        assert_eq!(found[1].as_ref().unwrap_err().0, "the item holds no text");
    }
}
