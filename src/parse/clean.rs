//! Cleans plain text of what no reader sees: control characters, zero-width marks, soft hyphens.

use crate::language::words::truncate;
use std::borrow::Cow;

/// What begins a terminal's escape sequence.
const ESCAPE: char = '\u{1b}';
/// The longest such sequence, in bytes.
const SEQUENCE: usize = 256;

/// How much is looked at as a whole, in bytes.
const STRETCH: usize = 256;

/// Text without control characters. Form feeds part paragraphs; tabs and line ends stay.
pub(super) fn clean(text: &str) -> Cow<'_, str> {
    if !holds_unseen(text) {
        return text.into();
    }
    let keeps_joiners = text.contains(is_arabic_or_indic);
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            ESCAPE => chars = after_escape(chars.as_str()).chars(),
            '\u{0c}' => out.push_str("\n\n"),
            '\u{08}' | '\u{0b}' => out.push('\t'),
            '\u{10}' => out.push(' '),
            // Persian and Indic words are spelt with them.
            '\u{200c}' | '\u{200d}' if keeps_joiners => out.push(c),
            c if is_unseen(c) => {}
            c => out.push(c),
        }
    }
    out.into()
}

/// Whether a text holds any of them. Plain stretches are looked at as a whole.
fn holds_unseen(text: &str) -> bool {
    let is_odd = |byte: u8| byte < b' ' && byte != b'\n' && byte != b'\t' || byte >= 0x7f;
    let is_plain = |bytes: &[u8]| !bytes.iter().fold(false, |odd, byte| odd | is_odd(*byte));
    let mut rest = text;
    while !rest.is_empty() {
        let (near, after) = rest.split_at(truncate(rest, STRETCH).len());
        if !is_plain(near.as_bytes()) && near.contains(is_unseen) {
            return true;
        }
        rest = after;
    }
    false
}

/// What follows a terminal's escape sequence, whose escape character is gone: `[1m` (a control sequence), `]0;title`
/// up to BEL or ST (a command of the operating system). An escape that begins neither is a control code like others.
fn after_escape(text: &str) -> &str {
    let near = truncate(text, SEQUENCE);
    let line = near.split('\n').next().unwrap_or(near);
    let end = match text.chars().next() {
        Some('[') => {
            let parameter = |c: char| matches!(c, '\u{20}'..='\u{3f}');
            line[1..]
                .find(|c| !parameter(c))
                .filter(|at| matches!(line.as_bytes()[1 + at], 0x40..=0x7e))
                .map(|at| 1 + at + 1)
        }
        Some(']') => line.find(['\u{7}', ESCAPE]).map(|at| {
            let closing = ["\u{7}", "\u{1b}\\"];
            let closed = closing.iter().find(|end| line[at..].starts_with(**end));
            at + closed.map_or(0, |end| end.len())
        }),
        _ => None,
    };
    &text[end.unwrap_or(0)..]
}

/// Whether a character is a control code, or has no width and no meaning of its own.
fn is_unseen(c: char) -> bool {
    let control = c.is_control() && c != '\n' && c != '\t';
    control
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

fn is_arabic_or_indic(c: char) -> bool {
    matches!(c, '\u{600}'..='\u{6ff}' | '\u{900}'..='\u{dff}')
}

/// Words of a line with single blanks between them.
pub(super) fn squeeze(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    squeeze_into(&mut out, line);
    out
}

/// Appends the words of a line with single blanks between them.
pub(super) fn squeeze_into(out: &mut String, line: &str) {
    let line = line.trim();
    if is_single_spaced(line) {
        out.push_str(line);
        return;
    }
    for (at, word) in line.split_whitespace().enumerate() {
        if at > 0 {
            out.push(' ');
        }
        out.push_str(word);
    }
}

/// Whether a line is ASCII and holds no blank but single ones.
fn is_single_spaced(line: &str) -> bool {
    let bytes = line.as_bytes();
    let pairs = bytes.iter().zip(bytes.iter().skip(1));
    let double = pairs.fold(false, |double, (a, b)| {
        double | ((*a == b' ') & (*b == b' '))
    });
    // Of the control codes these alone are blanks.
    let is_plain = |byte: &u8| (*byte < 0x80) & (byte.wrapping_sub(b'\t') > 4);
    !double
        && bytes
            .iter()
            .fold(true, |plain, byte| plain & is_plain(byte))
}

/// Letters and figures in lower case, for telling whether two lines say the same.
pub(super) fn folded(line: &str) -> String {
    line.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_unseen_goes_and_what_parts_words_stays() {
        assert_eq!(clean("a\u{0}b\tc\u{7f}d\n\u{1a}"), "ab\tcd\n");
        assert_eq!(clean("one\u{0c}two"), "one\n\ntwo");
        assert_eq!(clean("\u{feff}négo\u{ad}cié\u{200b}"), "négocié");
        assert_eq!(clean("می\u{200c}خواهم"), "می\u{200c}خواهم");
        assert_eq!(clean("\u{202b}a\u{202c}"), "a");
    }

    #[test]
    fn a_terminals_escape_sequences_go_as_a_whole() {
        for (text, wanted) in [
            ("R\u{1b}[1mé\u{1b}[0mgate", "Régate"),
            ("\u{1b}[38;5;1mred\u{1b}[K", "red"),
            ("\u{1b}]0;title\u{7}text", "text"),
            ("\u{1b}]0;title\u{1b}\\text", "text"),
            ("\u{1b}]0;open\ntext", "]0;open\ntext"),
            ("\u{1b}[1;2\ntext", "[1;2\ntext"),
            ("\u{1b}[1é", "[1é"),
            ("\u{1b}é\u{1b}", "é"),
        ] {
            assert_eq!(clean(text), wanted, "{text:?}");
        }
    }
}
