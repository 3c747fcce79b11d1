//! The forms without control codes, told by their header line: `FRA0064 1 G 0004 FRA/AFP-RC58`. Belga bundles a day:
//! an item ends in `./.` and a date-time group, and a stamp of the session may stand before it.

use super::header;
use crate::facts::Facts;
use crate::parse::{Dispatch, Format, Item, NotAStory, envelope};

/// A header stands among so many first lines that are not blank.
const FIRST_LINES: usize = 3;

/// Whether a text begins with a header line, after stamps of a session.
pub(super) fn begins(head: &str, facts: &Facts) -> bool {
    let lines = head.lines().map(bare).filter(|line| !line.is_empty());
    for line in lines.take(FIRST_LINES) {
        if header::parse_bare(line, facts).is_some() {
            return true;
        }
        if !is_stamp(line) {
            return false;
        }
    }
    false
}

/// Reads every item of a text.
pub(super) fn read(text: &str, facts: &Facts) -> Vec<Item> {
    let starts = starts(text, facts);
    let mut ends = starts.iter().skip(1).copied().chain([text.len()]);
    let items = starts
        .iter()
        .filter_map(|start| Some(&text[*start..ends.next()?]));
    items.map(|item| of_item(item, facts)).collect()
}

/// Where items begin: at the start, and at each header line that follows a blank line, a date-time group or another
/// end, with the stamp of the session before it.
fn starts(text: &str, facts: &Facts) -> Vec<usize> {
    let mut starts = vec![0];
    let mut seen_header = false;
    let mut parted = true;
    let mut stamp = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let words = bare(line);
        if words.is_empty() {
            parted = true;
        } else if is_stamp(words) {
            stamp.get_or_insert(start);
            parted = true;
        } else {
            if parted && header::parse_bare(words, facts).is_some() {
                if seen_header {
                    starts.push(stamp.unwrap_or(start));
                }
                seen_header = true;
            }
            parted = is_end(words, facts);
            stamp = None;
        }
    }
    starts
}

fn of_item(item: &str, facts: &Facts) -> Item {
    if !item.contains(char::is_alphanumeric) {
        return Err(NotAStory("no text".into()));
    }
    let mut dispatch = Dispatch {
        format: super::Iptc7901.name(),
        item: item.into(),
        ..Dispatch::default()
    };
    into(item, &mut dispatch, facts);
    Ok(dispatch)
}

/// Reads an item, whose header line may be missing, into a dispatch.
pub(super) fn into(item: &str, dispatch: &mut Dispatch, facts: &Facts) {
    let mut at = 0;
    let mut found = None;
    for line in item.split_inclusive('\n').take(2 * FIRST_LINES) {
        at += line.len();
        if let Some(header) = header::parse_bare(bare(line), facts) {
            found = Some(header);
            break;
        }
    }
    let Some(header) = found else {
        return envelope::read_text(item, dispatch, facts);
    };
    envelope::read_text(&item[at..], dispatch, facts);
    super::set_fields(&header, dispatch, facts);
    envelope::keep(&item[..at], dispatch);
    if dispatch.paragraphs.is_empty() && dispatch.headline.is_none() {
        let warning = "the item has a header line and no text";
        dispatch.warnings.push(warning.into());
    }
}

/// A line without what a line's fillers left in it.
fn bare(line: &str) -> &str {
    line.trim_matches(|c: char| c.is_whitespace() || c.is_control())
}

/// The stamp of a session: `[31-JUL-97  00:00]`.
fn is_stamp(line: &str) -> bool {
    let inside = line
        .strip_prefix('[')
        .and_then(|line| line.strip_suffix(']'));
    inside.is_some_and(|inside| {
        inside.len() <= 24
            && inside.matches('-').count() == 2
            && inside.contains(':')
            && inside.starts_with(|c: char| c.is_ascii_digit())
    })
}

/// Whether a line ends an item: `./.`, `310001 JUL 97`, `AFP 310544 AOU 97`, `NNNN`.
fn is_end(words: &str, facts: &Facts) -> bool {
    let dated = |line: &str| crate::parse::stamp::of_group(line, &facts.calendar).is_some();
    words.starts_with("./.")
        || words == "NNNN"
        || dated(words)
        || words.split_once(' ').is_some_and(|(_, rest)| dated(rest))
}
