//! What stands at the end of a story and is no body: initials, end marks, the agency's name, desk notes.

mod desk;
mod initials;

use crate::facts::Facts;
use desk::desk_notes;
use initials::{are_initials, is_address, is_enditem, is_initials, is_signature, is_slashed};
use rustc_hash::FxHashSet;
use std::sync::LazyLock;

/// What was cut from the end of a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Signoff {
    /// The lines cut, joined by a blank.
    pub text: Option<String>,
    /// The agency's mark among them.
    pub agency: Option<String>,
    /// The desk's time of filing, `310001 JUL 97`, as printed.
    pub stamp: Option<String>,
    /// A sentence about the report itself, which may date it: `This report … was first published Nov. 17, 2020.`
    pub tail: Option<String>,
}

/// How many of the last lines may be sign-off.
const LINES: usize = 8;

/// The longest line that is sign-off, and the longest tail of the agency's own, in characters.
const LINE: usize = 60;
const TAIL: usize = 200;
/// How much of a text's end may be an agency's mark on its last line, in bytes.
const MARK: usize = 40;

/// End marks that may stand after the last sentence, on its line.
const INLINE_ENDS: &[&str] = &["-0-", "–0–", "-30-", "nnnn", "###"];

/// The table of what stands at the end (`signoffs.tsv`).
struct Table {
    ends: FxHashSet<&'static str>,
    notes: Vec<&'static str>,
    words: Vec<&'static str>,
    offices: Vec<&'static str>,
    bare: Vec<&'static str>,
    tails: Vec<&'static str>,
    reports: Vec<&'static str>,
    /// Notes of Reuters' houses only.
    reuters: Vec<&'static str>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let of = |kind: &str| -> Vec<&'static str> {
        let rows = include_str!("signoffs.tsv").lines().skip(1);
        let cells = rows.filter_map(|row| row.split_once('\t'));
        let words = cells.filter(|(name, _)| *name == kind);
        words.flat_map(|(_, words)| words.split('|')).collect()
    };
    Table {
        ends: of("end").into_iter().collect(),
        notes: of("note"),
        words: of("word"),
        offices: of("office"),
        bare: of("bare"),
        tails: of("tail"),
        reports: of("report"),
        reuters: of("reuters"),
    }
});

/// Cuts the sign-off from a body.
pub(super) fn cut<'a>(body: &'a str, facts: &Facts) -> (&'a str, Signoff) {
    let mut signoff = Signoff::default();
    let mut cut: Vec<&str> = Vec::new();
    let mut rest = body.trim_end();
    for _ in 0..LINES {
        let start = rest.rfind('\n').map_or(0, |at| at + 1);
        let line = rest[start..].trim();
        // Letters alone may be the last word of a sentence, or of a poem.
        let before = || {
            rest[..start]
                .trim_end()
                .lines()
                .next_back()
                .unwrap_or_default()
        };
        let ended = (!cut.is_empty() && line.chars().all(char::is_lowercase))
            || ends_sentence(&rest[..start])
            || agency_line(before(), facts).is_some()
            || is_signed(before(), facts);
        // A story is not all sign-off.
        if start == 0 || !is_signoff(line, ended, facts, &mut signoff) {
            break;
        }
        cut.push(line);
        rest = rest[..start].trim_end();
    }
    cut.reverse();
    rest = inline_mark(rest, facts, &mut signoff, &mut cut);
    let (rest, notes) = desk_notes(rest, facts, &mut signoff);
    let all: Vec<String> = notes
        .into_iter()
        .chain(cut.iter().map(|line| line.to_string()))
        .collect();
    signoff.text = (!all.is_empty()).then(|| all.join(" "));
    (rest, signoff)
}

/// Whether a line's last sentence is followed by an agency's mark: `… trescientas cometas. EFE`.
fn is_signed(line: &str, facts: &Facts) -> bool {
    let parted = line.trim_end().rsplit_once(' ');
    parted
        .is_some_and(|(text, mark)| ends_a_sentence(text) && facts.agencies.by_mark(mark).is_some())
}

fn ends_a_sentence(text: &str) -> bool {
    text.trim_end().ends_with(['.', '"', '”', '»'])
}

/// Cuts an agency's mark that stands on the last line of a story: far right, or after the last sentence.
fn inline_mark<'a>(
    body: &'a str,
    facts: &Facts,
    signoff: &mut Signoff,
    cut: &mut Vec<&'a str>,
) -> &'a str {
    let line = body.rfind('\n').map_or(0, |at| at + 1);
    let from = body.ceil_char_boundary(body.len().saturating_sub(MARK));
    let near = |at: &usize| *at > line && *at >= from;
    let far_right = body[from..].rfind("   ").map(|at| from + at).filter(near);
    let after_sentence = || {
        body.rfind(' ')
            .filter(near)
            .filter(|at| ends_a_sentence(&body[..*at]))
    };
    let Some(at) = far_right.or_else(after_sentence) else {
        return body;
    };
    let mark = body[at..].trim();
    let lower = mark.to_lowercase();
    let ends = is_enditem(&lower) || (INLINE_ENDS.contains(&lower.as_str()));
    if ends && !body[..at].trim().is_empty() {
        cut.insert(0, mark);
        return body[..at].trim_end();
    }
    let slashed = mark
        .strip_prefix('/')
        .and_then(|mark| mark.strip_suffix('/'));
    let name = slashed.unwrap_or(mark);
    if signoff.agency.is_some()
        || facts.agencies.by_mark(name).is_none()
        || body[..at].trim().is_empty()
    {
        return body;
    }
    signoff.agency = Some(name.into());
    cut.insert(0, mark);
    body[..at].trim_end()
}

/// Whether a text ends with a sentence, or with a blank line.
fn ends_sentence(text: &str) -> bool {
    let bare = text.trim_end_matches([
        '"', '”', '»', '’', '\'', ')', ']', '）', '」', '』', ' ', '\t', '\n', '\r',
    ]);
    let blank = text
        .lines()
        .next_back()
        .is_some_and(|line| line.trim().is_empty());
    blank
        || bare.ends_with([
            '.', '!', '?', '…', '。', '！', '？', '।', '։', '؟', ':', '-',
        ])
}

/// Whether a line is sign-off; notes the agency and time in it. `ended`: a sentence ends before it.
fn is_signoff(line: &str, ended: bool, facts: &Facts, signoff: &mut Signoff) -> bool {
    let chars = line.chars().take(TAIL + 1).count();
    if chars > TAIL {
        return false;
    }
    let lower = line.to_lowercase();
    if TABLE.tails.iter().any(|begin| lower.starts_with(begin)) {
        signoff.tail.get_or_insert(line.into());
        return true;
    }
    // `This report by The Example Press was first published …`
    if let Some(begin) = TABLE
        .reports
        .iter()
        .find(|begin| lower.starts_with(**begin))
        && let Some(name) = line.get(begin.len()..)
        && let Some(agency) = agency_at_start(name, facts)
    {
        signoff.agency.get_or_insert(agency);
        signoff.tail.get_or_insert(line.into());
        return true;
    }
    // `Copyright 2010 The Example Press. All rights reserved.`, `Example Press writer Jo … contributed to this report.`
    let named = if lower.starts_with(['c', '©', '(']) {
        let name = line.trim_start_matches(|c: char| !c.is_alphabetic());
        let name = name
            .strip_prefix("Copyright")
            .or_else(|| name.strip_prefix("c)"))
            .or_else(|| name.strip_prefix("C)"));
        name.map(|name| name.trim_start_matches(|c: char| !c.is_alphabetic()))
    } else {
        let ends = ["contributed to this report.", "contributed to this story."];
        ends.iter().any(|end| lower.ends_with(end)).then_some(line)
    };
    if let Some(agency) = named.and_then(|name| agency_at_start(name, facts)) {
        signoff.agency.get_or_insert(agency);
        return true;
    }
    // `*** Jo Exemplo (texto) e Ana Modelo (fotos) ***`
    if line.len() > 6 && line.starts_with("***") && line.ends_with("***") {
        return true;
    }
    if chars > LINE {
        return false;
    }
    if let Some(mark) = agency_line(line, facts) {
        signoff.agency.get_or_insert(mark);
        if let Some(stamp) = time_group(line, facts) {
            signoff.stamp.get_or_insert(stamp);
        }
        return true;
    }
    if let Some(stamp) = time_group(line, facts) {
        signoff.stamp.get_or_insert(stamp);
        return true;
    }
    if crate::parse::stamp::of_service(line).is_some() {
        let end = line
            .find(|c: char| !c.is_alphabetic())
            .unwrap_or(line.len());
        let agency = &line[..end];
        if facts.agencies.by_mark(agency).is_some() {
            signoff.agency.get_or_insert(agency.into());
        }
        signoff.stamp.get_or_insert(line.into());
        return true;
    }
    let bare_note = TABLE.bare.iter().any(|begin| lower.starts_with(begin))
        && !line.ends_with('.')
        && !line.contains(')');
    let lower = lower.trim_end_matches('.');
    let letters = line.chars().all(|c| c.is_lowercase() || c == ' ');
    let mark = TABLE.ends.contains(lower) || TABLE.ends.contains(line) || is_enditem(lower);
    bare_note
        || (mark && (ended || !letters))
        || is_closed(lower)
        || is_signature(line, facts)
        || is_address(line)
        || line.starts_with("./.")
        || (is_initials(line) && (ended || is_slashed(line)))
}

/// The agency whose name, of up to four words, a text begins with.
fn agency_at_start(text: &str, facts: &Facts) -> Option<String> {
    let text = text.trim_start();
    let ends = text.match_indices([' ', ',', '.']).map(|(at, _)| at);
    ends.take(4)
        .filter(|end| facts.agencies.by_mark(&text[..*end]).is_some())
        .last()
        .map(|end| text[..end].trim_end_matches('.').into())
}

/// An end mark with initials or a time beside it: `(Schluss) ab/cd`, `06-LUG-20 12:30 NNNN`.
fn is_closed(lower: &str) -> bool {
    let initials = lower.split_once(") ").is_some_and(|(word, tail)| {
        word.starts_with('(')
            && TABLE.ends.contains(word.trim_start_matches('('))
            && are_initials(tail)
    });
    initials || (lower.ends_with(" nnnn") && lower.starts_with(|c: char| c.is_ascii_digit()))
}

/// The agency of a line that holds little else: ` Reuter`, `(ANSA).`, `==Kyodo`, `AFP 310544 AOU 97`, `dpa ab cde fgh`,
/// `Lusa/Fim`, `La Presse Canadienne`, `(SDA\/sj)`.
fn agency_line(line: &str, facts: &Facts) -> Option<String> {
    let loose = |c: char| "()[]/=.-–—<> \t\\*©".contains(c);
    // `^M`: a control code that was written out.
    let line = line
        .rfind('^')
        .filter(|at| line.len() - at == 2)
        .map_or(line, |at| &line[..at]);
    let bare = line.trim_matches(loose);
    let known = |mark: &str| facts.agencies.by_mark(mark).is_some();
    if known(bare)
        && !bare.chars().all(char::is_lowercase)
            | line.starts_with(['/', '(', '='])
            | (line == bare)
    {
        return Some(bare.into());
    }
    let first = bare.split([' ', '/', '\\']).next()?;
    if !known(first) || first.chars().count() < 2 {
        return None;
    }
    let tail = bare[first.len()..].trim_matches(loose);
    // `(MAP 17/11/2020)`
    let dated = tail.contains(['/', '.'])
        && tail
            .chars()
            .all(|c| c.is_ascii_digit() || "/.:- ".contains(c));
    (time_group(tail, facts).is_some()
        || are_initials(tail)
        || dated
        || tail.eq_ignore_ascii_case("fim"))
    .then(|| first.into())
}

/// `310544 AOU 97`, `091223 dec 18`, `131137 GMT Nov 13` in a line.
pub(super) fn time_group(line: &str, facts: &Facts) -> Option<String> {
    let words: Vec<&str> = line.split_whitespace().collect();
    for (at, word) in words.iter().enumerate() {
        let group = word.len() == 6 && word.bytes().all(|b| b.is_ascii_digit());
        let rest: Vec<&&str> = words[at + 1..]
            .iter()
            .filter(|word| !word.eq_ignore_ascii_case("gmt"))
            .collect();
        if let (true, [month, year]) = (group, &rest[..])
            && facts.calendar.exact_month(month).is_some()
            && matches!(year.len(), 2 | 4)
            && year.bytes().all(|b| b.is_ascii_digit())
        {
            return Some(words[at..].join(" "));
        }
    }
    None
}

#[cfg(test)]
mod tests;
