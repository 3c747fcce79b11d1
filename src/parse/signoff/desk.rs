//! What a desk says in brackets at the end of a story: who reported, wrote and edited it, how to reach them.

use super::{Signoff, TABLE};
use crate::facts::Facts;
use crate::language::words::truncate;

/// How much of a text's end may be a bracketed note, in bytes, and how many of them it has at most.
const NOTE: usize = 600;
const NOTES: usize = 6;
/// Cuts `(Reporting by …; Editing by …)` from the end of a text, one or several, and a closing `- Reuters`.
pub(super) fn desk_notes<'a>(
    body: &'a str,
    facts: &Facts,
    signoff: &mut Signoff,
) -> (&'a str, Vec<String>) {
    let mut rest = body.trim_end();
    let mut notes = Vec::new();
    while notes.len() < NOTES {
        let Some(start) = last_brackets(rest) else {
            break;
        };
        let note = &rest[start..];
        let signs = |c: char| "()[]（）.,;-–— \n".contains(c);
        let inside = note.trim_matches(signs);
        let agency = facts.agencies.by_mark(inside).is_some();
        if start == 0 || !(agency || is_desk_note(note, inside)) {
            break;
        }
        let lower = inside.to_lowercase();
        if agency {
            signoff.agency.get_or_insert(inside.into());
        } else if TABLE.reuters.iter().any(|begin| lower.starts_with(begin)) {
            signoff.agency.get_or_insert("Reuters".into());
        }
        notes.push(note.split_whitespace().collect::<Vec<_>>().join(" "));
        rest = rest[..start].trim_end();
    }
    notes.reverse();
    (rest, notes)
}

/// Whether words in brackets say who wrote and edited, or how to reach them.
fn is_desk_note(note: &str, inside: &str) -> bool {
    let lower = inside.to_lowercase();
    let begins = |begin: &str| {
        let cased = begin.ends_with(char::is_alphabetic) && begin.is_ascii();
        lower
            .strip_prefix(begin)
            .is_some_and(|rest| !cased || !rest.starts_with(|c: char| c.is_ascii_alphabetic()))
    };
    // `New York Treasury Desk, +1 555 0100`: how to reach an office may follow its name.
    let (name, number) = lower.split_once([',', ';', '+']).unwrap_or((&lower, "0"));
    let is_number = number.bytes().any(|b| b.is_ascii_digit());
    let office = if is_number { name.trim_end() } else { &lower };
    let name = inside.split([',', ';', '+']).next().unwrap_or_default();
    let short = name.split_whitespace().count() <= 5;
    let first_is_address = lower
        .split([' ', ';'])
        .next()
        .is_some_and(|word| word.contains('@'));
    note.starts_with("((")
        || TABLE.notes.iter().any(|begin| begins(begin))
        || TABLE.words.iter().any(|word| lower.contains(word))
        || (short && TABLE.offices.iter().any(|end| office.ends_with(end)))
        || (inside.split_whitespace().count() <= 5
            && inside.starts_with(char::is_uppercase)
            && lower.contains("newsroom"))
        || first_is_address
        || TABLE
            .ends
            .contains(note.to_lowercase().trim_end_matches(['.', ',']))
}

/// Where the brackets open that close at the end of a text, within its last bytes; one too many of them, or a comma
/// after them, does no harm.
fn last_brackets(text: &str) -> Option<usize> {
    let closing = [')', ']', '）'];
    let bare = text.trim_end_matches(['.', ',', ';', ' ']);
    let inner = bare.trim_end_matches(closing);
    let closed = bare[inner.len()..].chars().count();
    if closed == 0 || closed > NOTES {
        return None;
    }
    let from = truncate(text, text.len().saturating_sub(NOTE)).len();
    let inner = inner.get(from..)?;
    let start = from + opening(inner, closed).or_else(|| opening(inner, 1))?;
    // `((Jane Example, +1 555 0100))`
    Some(text[..start].trim_end_matches(['(', '[']).len())
}

/// Where as many brackets open as a text lacks.
fn opening(text: &str, lacking: usize) -> Option<usize> {
    let mut depth = lacking;
    for (at, c) in text.char_indices().rev() {
        match c {
            ')' | ']' | '）' => depth += 1,
            '(' | '[' | '（' => {
                depth -= 1;
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}
