//! The envelope of wire items: SOH header STX text ETX trailer EOT, with whatever a line's fillers left around it.
//! IPTC 7901 and ANPA 1312 share it. A part that is missing costs no word of the others.

use super::clean::squeeze;
use super::plain::{self, Layout};
use super::{Dispatch, Item, NotAStory, clean, kept};
use crate::facts::Facts;
use crate::language::words::truncate;

const SOH: char = '\u{1}';
const STX: char = '\u{2}';
const ETX: char = '\u{3}';
const EOT: char = '\u{4}';

/// A header is told within so many bytes.
const HEADER: usize = 400;
/// How far into a file its first header may stand, in bytes: fillers, routing codes, a line of the receiver's.
const PREAMBLE: usize = 300;
/// Fewer words than this outside the envelopes are remains of the line, and no item.
const STRAY_WORDS: usize = 12;
/// More words than this, in all, are an item; as many behind ETX are text, and ETX stands there by damage.
const MOST_STRAY: usize = 60;

/// Whether the text behind a SOH is a header of the format.
type IsHeader = fn(&str) -> bool;

/// The parts of an item.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Envelope<'t> {
    /// What stands before the header.
    pub before: &'t str,
    /// From SOH to STX; without a STX to the end of the text.
    pub header: &'t str,
    /// From STX to ETX, where there is a STX.
    pub text: Option<&'t str>,
    /// From ETX to EOT.
    pub trailer: &'t str,
    /// What stands after EOT.
    pub after: &'t str,
    /// Whether ETX or EOT ends the text.
    pub ended: bool,
}

/// A format that stands in envelopes.
pub(super) struct Enveloped<'a> {
    /// The format's name.
    pub format: &'static str,
    /// Tells its headers.
    pub is_header: IsHeader,
    /// Reads the text of an envelope and its fields into a dispatch. What it leaves out of the envelope's other parts is
    /// kept for it.
    pub read: &'a dyn Fn(&Envelope<'_>, &mut Dispatch),
}

/// Whether a text begins with an item, after fillers and little else.
pub(super) fn begins(head: &str, is_header: IsHeader) -> bool {
    let near = truncate(head, PREAMBLE);
    memchr::memchr_iter(SOH as u8, near.as_bytes())
        .any(|at| is_header(truncate(&head[at + 1..], HEADER)))
}

/// Whether a text holds an end of an item, so that a long file can be cut there.
pub(super) fn has_ends(head: &str) -> bool {
    head.contains(EOT)
}

/// Reads every item of a text. Text outside of the envelopes is kept with the item before it, or is an item of its own
/// where it is long.
pub(super) fn read(text: &str, format: &Enveloped<'_>, facts: &Facts) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    let mut stray = String::new();
    for segment in segments(text, format.is_header) {
        let Some(envelope) = part(segment, format.is_header) else {
            if words(segment) >= STRAY_WORDS {
                items.push(Ok(without_header(segment, format.format, facts)));
            } else if words(segment) > 0 {
                stray.push_str(segment);
            }
            continue;
        };
        set_down(&mut stray, &mut items, format.format, facts);
        items.push(of_envelope(segment, &envelope, format));
        set_down(&mut stray, &mut items, format.format, facts);
    }
    set_down(&mut stray, &mut items, format.format, facts);
    if words(&stray) > 0 {
        items.push(Ok(without_header(&stray, format.format, facts)));
    }
    items
}

/// Keeps what stood outside of the envelopes with the last item, if there is one; as an item of its own where it is much.
fn set_down(stray: &mut String, items: &mut Vec<Item>, format: &'static str, facts: &Facts) {
    if stray.is_empty() {
        return;
    }
    if words(stray) > MOST_STRAY {
        items.push(Ok(without_header(stray, format, facts)));
    } else if let Some(Ok(last)) = items.last_mut() {
        keep(stray, last);
    } else {
        return;
    }
    stray.clear();
}

fn of_envelope(segment: &str, envelope: &Envelope<'_>, format: &Enveloped<'_>) -> Item {
    if words(envelope.text.unwrap_or(envelope.header)) == 0 {
        return Err(NotAStory("the item has a header and no text".into()));
    }
    let mut dispatch = Dispatch {
        format: format.format,
        item: segment.into(),
        ..Dispatch::default()
    };
    (format.read)(envelope, &mut dispatch);
    if !envelope.ended {
        let warning = "truncated? the item has no end (ETX): words may be missing";
        dispatch.warnings.push(warning.into());
    }
    for part in [envelope.before, envelope.trailer, envelope.after] {
        keep(part, &mut dispatch);
    }
    Ok(dispatch)
}

/// Keeps what no field of a dispatch holds in its header lines.
pub(super) fn keep(part: &str, dispatch: &mut Dispatch) {
    kept::keep(&spaced(part), 0, dispatch);
}

/// A text between items that has no header of its own.
fn without_header(segment: &str, format: &'static str, facts: &Facts) -> Dispatch {
    let mut dispatch = Dispatch {
        format,
        item: segment.into(),
        ..Dispatch::default()
    };
    read_text(segment, &mut dispatch, facts);
    let warning = "a text without a header line, between the items of its file";
    dispatch.warnings.push(warning.into());
    dispatch
}

/// Reads the text of an item.
pub(super) fn read_text(text: &str, dispatch: &mut Dispatch, facts: &Facts) {
    let text = spaced(text);
    plain::read_into(&clean::clean(&text), Layout::Wrapped, dispatch, facts);
}

/// Text whose separators and marks of the envelope are blanks: in some tables they alone part the columns.
fn spaced(text: &str) -> String {
    let blank = |c: char| matches!(c, '\u{1}'..='\u{7}' | '\u{e}'..='\u{1a}' | '\u{1c}'..='\u{1f}');
    text.chars()
        .map(|c| if blank(c) { ' ' } else { c })
        .collect()
}

/// A line of a header without control codes, with single blanks.
pub(super) fn plain_line(line: &str) -> String {
    squeeze(&clean::clean(&spaced(line)))
}

/// Cuts a text behind each EOT and before each header.
fn segments(text: &str, is_header: IsHeader) -> Vec<&str> {
    let mut segments = Vec::new();
    let mut start = 0;
    for (at, sign) in text.match_indices([SOH, EOT]) {
        let end = if sign.starts_with(EOT) {
            at + 1
        } else if is_header(truncate(&text[at + 1..], HEADER))
            && is_whole(&text[start..at], is_header)
        {
            at
        } else {
            continue;
        };
        segments.push(&text[start..end]);
        start = end;
    }
    segments.push(&text[start..]);
    segments
}

/// Whether what stands before a header is an item, or a text of its own.
fn is_whole(segment: &str, is_header: IsHeader) -> bool {
    header_at(segment, is_header).is_some() || words(segment) >= STRAY_WORDS
}

fn header_at(segment: &str, is_header: IsHeader) -> Option<usize> {
    segment
        .match_indices(SOH)
        .map(|(at, _)| at)
        .find(|at| is_header(truncate(&segment[at + 1..], HEADER)))
}

/// Parts a segment that has a header.
fn part(segment: &str, is_header: IsHeader) -> Option<Envelope<'_>> {
    let at = header_at(segment, is_header)?;
    let rest = &segment[at + 1..];
    let (rest, after, has_eot) = match rest.split_once(EOT) {
        Some((rest, after)) => (rest, after, true),
        None => (rest, "", false),
    };
    let (main, trailer, has_etx) = match rest.rsplit_once(ETX) {
        Some((main, trailer)) if words(trailer) <= MOST_STRAY => (main, trailer, true),
        _ => (rest, "", false),
    };
    let (header, text) = match main.split_once(STX) {
        Some((header, text)) => (header, Some(text)),
        None => (main, None),
    };
    Some(Envelope {
        before: &segment[..at],
        header,
        text,
        trailer,
        after,
        ended: has_etx || has_eot,
    })
}

fn words(text: &str) -> usize {
    let parts = text.split(|c: char| !c.is_alphanumeric());
    parts.filter(|word| !word.is_empty()).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_header(text: &str) -> bool {
        text.starts_with("kite")
    }

    #[test]
    fn items_are_told_apart_by_their_ends_or_by_the_next_header() {
        let text =
            "\u{7f}\n\u{1}kite1\n\u{2}a\u{3}b\u{4}\n\u{1}kite2\n\u{2}c \u{1}kite3\n\u{2}d\u{4}\n";
        let found: Vec<_> = segments(text, is_header);
        assert_eq!(found.len(), 4, "{found:?}");
        let parts: Vec<_> = found
            .iter()
            .filter_map(|item| part(item, is_header))
            .collect();
        let texts: Vec<_> = parts.iter().map(|part| part.text.unwrap()).collect();
        assert_eq!(texts, ["a", "c ", "d"]);
        let ended: Vec<_> = parts.iter().map(|part| part.ended).collect();
        assert_eq!(ended, [true, false, true]);
        assert_eq!(parts[0].trailer, "b");
    }

    #[test]
    fn an_item_begins_after_fillers_and_not_deep_in_a_text() {
        assert!(begins("\u{7f}\u{7f}\n\u{1}kite", is_header));
        assert!(!begins("kite", is_header));
        assert!(!begins(
            &format!("{}\u{1}kite", "a ".repeat(200)),
            is_header
        ));
    }
}
